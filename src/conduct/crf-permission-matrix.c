/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The permission matrix. */

#include "crf-permission-matrix.h"

#include "crf-accounts.h"
#include "crf-import-batch.h"
#include "crf-use-case.h"

#include <glib/gi18n-lib.h>

static void
add_row (GPtrArray *rows,
         const char *name,
         const char *title,
         const char *task,
         CrfRole roles,
         gboolean blinding)
{
  CrfPermissionRow *row = g_new0 (CrfPermissionRow, 1);

  *row = (CrfPermissionRow) { name, title, task, roles, blinding };
  g_ptr_array_add (rows, row);
}

static CrfRole
roles_that_know (CrfStudy *study)
{
  CrfRole roles = 0;

  for (guint bit = 1; bit <= CRF_ROLES_ALL; bit <<= 1)
    if (crf_study_role_may_know (study, crf_role_get_name ((CrfRole) bit)))
      roles |= bit;
  return roles;
}

GPtrArray *
crf_permission_matrix (CrfStudy *study)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_free);

  for (const CrfUseCase *const *use_case = crf_use_cases_list (); *use_case != NULL; use_case++)
    add_row (rows, (*use_case)->name, _ ((*use_case)->title), (*use_case)->task, (*use_case)->roles, FALSE);
  add_row (rows, "(import)", _("Import data"), "enter", crf_batch_roles (), FALSE);
  add_row (rows, "(names)", _("Read names and hospital numbers"), NULL, crf_accounts_identifier_roles (), TRUE);
  if (study != NULL)
    add_row (rows, "(arms)", _("Know the arms"), NULL, roles_that_know (study), TRUE);
  return rows;
}
