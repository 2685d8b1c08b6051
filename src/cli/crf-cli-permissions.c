/* SPDX-License-Identifier: GPL-3.0-or-later */

/* permissions: the permission matrix as the program uses it. "blinding": what one must be allowed to know; "data": written by the site alone; "locked":
 * possible on a locked record. With a protocol the cells are those of its masking. */

#include "crf-cli.h"

#include "crf-permission-matrix.h"
#include "crf-session-private.h"
#include "crf-study-reader.h"

#include <glib/gi18n-lib.h>

static CrfStudy *
read_study (const char *name,
            CrfExit *exit)
{
  g_autofree char *library = g_build_filename (crf_data_dir (), "forms", NULL);
  g_autofree char *path = crf_protocol_find (name);
  g_autoptr (GError) error = NULL;
  CrfStudy *study = crf_study_read_file (path != NULL ? path : name, library, NULL, NULL, &error);

  if (study == NULL)
    *exit = crf_cli_fail (g_steal_pointer (&error));
  return study;
}

CrfExit
crf_cli_permissions (int argc,
                     char **argv)
{
  g_autoptr (CrfStudy) study = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  CrfExit exit = CRF_EXIT_DONE;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON"), NULL },
    { NULL }
  };
  CrfTable *table;

  if (!crf_cli_parse (crf_cli_find_command ("permissions"), NULL, entries, &argc, &argv))
    return CRF_EXIT_USAGE;
  if (argc > 2)
    return crf_cli_usage ("permissions");
  if (argc == 2 && (study = read_study (argv[1], &exit)) == NULL)
    return exit;
  rows = crf_permission_matrix (study);
  table = crf_table_new (json, "use-case", "task", "blinding", "data", "locked", NULL);
  for (guint bit = 1; bit <= CRF_ROLES_ALL; bit <<= 1)
    crf_table_add_column (table, crf_role_get_name ((CrfRole) bit));
  for (guint i = 0; i < rows->len; i++)
    {
      const CrfPermissionRow *row = g_ptr_array_index (rows, i);

      crf_table_add (table, row->name);
      crf_table_add (table, row->task);
      crf_table_add (table, crf_blinding_get_name (row->blinding));
      crf_table_add (table, row->data ? "site" : NULL);
      crf_table_add (table, row->on_locked ? "yes" : NULL);
      for (guint bit = 1; bit <= CRF_ROLES_ALL; bit <<= 1)
        crf_table_add (table, (row->roles & bit) == 0 ? "-" : row->task != NULL ? "with task" : "yes");
    }
  crf_table_print (table);
  return CRF_EXIT_DONE;
}
