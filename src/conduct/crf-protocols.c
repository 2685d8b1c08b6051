/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The protocols that come with the program, and where its data lie. */

#include "crf-session-private.h"

#include "crf-config.h"
#include "crf-file-key.h"
#include "crf-network.h"
#include "crf-records.h"
#include "crf-study-reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A program that runs from the build folder finds the data beside the sources, which a file of the build names. */
static char *
find_uninstalled (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = program != NULL ? g_path_get_dirname (program) : NULL;
  g_autofree char *note = folder != NULL ? g_build_filename (folder, "..", "..", "data", "uninstalled", NULL) : NULL;
  g_autofree char *dir = NULL;

  if (note == NULL || !g_file_get_contents (note, &dir, NULL, NULL) || !g_file_test (g_strchomp (dir), G_FILE_TEST_IS_DIR))
    return NULL;
  return g_steal_pointer (&dir);
}

const char *
crf_data_dir (void)
{
  static gsize found = 0;
  static char *uninstalled = NULL;
  const char *dir = g_getenv ("STEMWARD_DATA_DIR");

  if (dir != NULL && *dir != '\0')
    return dir;
  if (g_once_init_enter (&found))
    {
      uninstalled = find_uninstalled ();
      g_once_init_leave (&found, 1);
    }
  return uninstalled != NULL ? uninstalled : CRF_DATA_DIR;
}

char *
crf_protocol_find (const char *definition)
{
  g_autofree char *id = NULL;
  g_autofree char *name = NULL;

  if (strchr (definition, G_DIR_SEPARATOR) != NULL || g_str_has_suffix (definition, ".xml"))
    return g_strdup (definition);
  id = g_ascii_strdown (definition, -1);
  name = g_strconcat (id, ".xml", NULL);
  return g_build_filename (crf_data_dir (), "studies", name, NULL);
}

void
crf_protocol_free (CrfProtocol *protocol)
{
  if (protocol == NULL)
    return;
  g_free (protocol->id);
  g_free (protocol->path);
  g_free (protocol->title);
  g_free (protocol->version);
  g_free (protocol);
}

static CrfProtocol *
protocol_new (const char *path,
              const char *file_name,
              const char *language,
              GError **error)
{
  g_autoptr (CrfStudy) study = crf_study_read_file (path, NULL, NULL, NULL, error);
  CrfProtocol *protocol;
  const GPtrArray *events;

  if (study == NULL)
    return NULL;
  protocol = g_new0 (CrfProtocol, 1);
  protocol->id = g_strndup (file_name, strlen (file_name) - strlen (".xml"));
  protocol->path = g_strdup (path);
  protocol->title = g_strdup (crf_text_get (crf_study_get_title (study), language));
  protocol->version = g_strdup (crf_study_get_version (study));
  protocol->n_arms = (int) crf_study_get_arms (study)->len;
  events = crf_study_get_events (study);
  for (guint i = 0; i < events->len; i++)
    protocol->n_visits += ((const CrfEvent *) g_ptr_array_index (events, i))->type == CRF_EVENT_SCHEDULED;
  return protocol;
}

static int
compare_protocols (gconstpointer a,
                   gconstpointer b)
{
  return strcmp ((*(CrfProtocol *const *) a)->id, (*(CrfProtocol *const *) b)->id);
}

GPtrArray *
crf_protocols_list (const char *language,
                    GError **error)
{
  g_autofree char *folder = g_build_filename (crf_data_dir (), "studies", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  g_autoptr (GPtrArray) protocols = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_protocol_free);
  const char *name;

  if (dir == NULL)
    return NULL;
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      CrfProtocol *protocol;

      if (!g_str_has_suffix (name, ".xml"))
        continue;
      protocol = protocol_new (path, name, language, error);
      if (protocol == NULL)
        return NULL;
      g_ptr_array_add (protocols, protocol);
    }
  g_ptr_array_sort (protocols, compare_protocols);
  return g_steal_pointer (&protocols);
}

void
crf_file_summary_free (CrfFileSummary *summary)
{
  if (summary == NULL)
    return;
  g_free (summary->title);
  g_free (summary->protocol);
  g_free (summary->site);
  g_free (summary->protection);
  g_strfreev (summary->logins);
  g_free (summary);
}

CrfFileSummary *
crf_file_summary_read (const char *path,
                       GError **error)
{
  g_autoptr (CrfStudyFile) file = crf_file_key_is_open (path) ? crf_study_file_open_reader (path, error) : NULL;
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GStrvBuilder) logins = g_strv_builder_new ();
  CrfStudy *study;
  CrfFileSummary *summary;

  /* Nothing of an encrypted file can be said before somebody signs in. */
  if (!crf_file_key_is_open (path))
    {
      summary = g_new0 (CrfFileSummary, 1);
      summary->title = g_path_get_basename (path);
      summary->protocol = g_strdup (_("Encrypted study file"));
      summary->protection = g_strdup (_("The whole file is encrypted."));
      summary->logins = g_new0 (char *, 1);
      return summary;
    }
  if (file == NULL)
    return NULL;
  study = crf_study_file_get_study (file, error);
  if (study == NULL)
    return NULL;
  accounts = crf_records_accounts (file, error);
  if (accounts == NULL)
    return NULL;
  for (guint i = 0; i < accounts->len; i++)
    {
      CrfAccountRecord *account = g_ptr_array_index (accounts, i);

      if (account->enabled)
        g_strv_builder_add (logins, account->login);
    }

  summary = g_new0 (CrfFileSummary, 1);
  summary->title = g_strdup (crf_text_get (crf_study_get_title (study), g_get_language_names ()[0]));
  summary->protocol = g_strdup (crf_study_get_protocol (study));
  summary->site = g_strdup (crf_study_file_get_site (file));
  summary->demo = crf_study_file_is_demo (file);
  summary->protection = g_strdup (crf_study_file_get_protection (file));
  summary->logins = g_strv_builder_end (logins);
  return summary;
}

char *
crf_file_network_warning (const char *path)
{
  const char *name = crf_network_name (path);

  if (name == NULL)
    return NULL;
  return g_strdup_printf (_("“%s” lies on a network (%s). There SQLite's write-ahead log is not safe, and two machines could write at once: keep the "
                            "study file on a local disk, and the backups on the network."),
                          path, name);
}
