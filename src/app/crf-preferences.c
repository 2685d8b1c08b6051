/* SPDX-License-Identifier: GPL-3.0-or-later */

/* GSettings behind functions: g_settings_new() ends the program where a schema is missing, this does not. */

#include "crf-preferences.h"

#include <gio/gio.h>

#include "crf-config.h"

#define DEFAULT_IDLE_MINUTES 10
#define DEFAULT_RECENT 8

static char **memory_recent; /* where there is no schema */

static GSettings *
get_settings (void)
{
  static GSettings *settings;
  static gsize once;

  if (g_once_init_enter (&once))
    {
      GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
      g_autoptr (GSettingsSchema) schema = NULL;

      if (source != NULL)
        schema = g_settings_schema_source_lookup (source, CRF_APPLICATION_ID, TRUE);
      if (schema != NULL)
        settings = g_settings_new_full (schema, NULL, NULL);
      g_once_init_leave (&once, 1);
    }
  return settings;
}

guint
crf_preferences_get_idle_minutes (void)
{
  GSettings *settings = get_settings ();

  return settings != NULL ? g_settings_get_uint (settings, "idle-lock-minutes") : DEFAULT_IDLE_MINUTES;
}

static char **
read_recent (void)
{
  GSettings *settings = get_settings ();

  if (settings != NULL)
    return g_settings_get_strv (settings, "recent-files");
  return memory_recent != NULL ? g_strdupv (memory_recent) : g_new0 (char *, 1);
}

static void
write_recent (char **paths)
{
  GSettings *settings = get_settings ();

  if (settings != NULL)
    {
      g_settings_set_strv (settings, "recent-files", (const char *const *) paths);
      return;
    }
  g_strfreev (memory_recent);
  memory_recent = g_strdupv (paths);
}

char **
crf_preferences_get_recent (void)
{
  g_auto (GStrv) paths = read_recent ();
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (char **p = paths; *p != NULL; p++)
    if (g_file_test (*p, G_FILE_TEST_IS_REGULAR))
      g_strv_builder_add (builder, *p);
  return g_strv_builder_end (builder);
}

void
crf_preferences_add_recent (const char *path)
{
  GSettings *settings = get_settings ();
  guint most = settings != NULL ? g_settings_get_uint (settings, "recent-files-max") : DEFAULT_RECENT;
  g_auto (GStrv) before = read_recent ();
  g_auto (GStrv) after = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n = 1;

  if (most == 0)
    return;
  g_strv_builder_add (builder, path);
  for (char **p = before; *p != NULL && n < most; p++)
    if (!g_str_equal (*p, path))
      {
        g_strv_builder_add (builder, *p);
        n++;
      }
  after = g_strv_builder_end (builder);
  write_recent (after);
}

void
crf_preferences_remove_recent (const char *path)
{
  g_auto (GStrv) before = read_recent ();
  g_auto (GStrv) after = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (char **p = before; *p != NULL; p++)
    if (!g_str_equal (*p, path))
      g_strv_builder_add (builder, *p);
  after = g_strv_builder_end (builder);
  write_recent (after);
}

void
crf_preferences_get_window (int *width, int *height, gboolean *maximized)
{
  GSettings *settings = get_settings ();

  *width = 1366;
  *height = 768;
  *maximized = FALSE;
  if (settings == NULL)
    return;
  g_settings_get (settings, "window-size", "(ii)", width, height);
  *maximized = g_settings_get_boolean (settings, "window-maximized");
}

void
crf_preferences_set_window (int width, int height, gboolean maximized)
{
  GSettings *settings = get_settings ();

  if (settings == NULL)
    return;
  g_settings_set_boolean (settings, "window-maximized", maximized);
  if (!maximized)
    g_settings_set (settings, "window-size", "(ii)", width, height);
}

char **
crf_preferences_get_columns (void)
{
  GSettings *settings = get_settings ();

  return settings != NULL ? g_settings_get_strv (settings, "patient-columns") : g_new0 (char *, 1);
}

void
crf_preferences_set_columns (const char *const *columns)
{
  GSettings *settings = get_settings ();

  if (settings != NULL)
    g_settings_set_strv (settings, "patient-columns", columns);
}

char *
crf_preferences_get_backup_folder (void)
{
  GSettings *settings = get_settings ();
  g_autofree char *folder = settings != NULL ? g_settings_get_string (settings, "backup-folder") : NULL;

  return folder != NULL && *folder != '\0' ? g_steal_pointer (&folder) : NULL;
}

void
crf_preferences_set_backup_folder (const char *folder)
{
  GSettings *settings = get_settings ();

  if (settings != NULL)
    g_settings_set_string (settings, "backup-folder", folder != NULL ? folder : "");
}

char *
crf_preferences_get_backup_keep (void)
{
  GSettings *settings = get_settings ();

  return settings != NULL ? g_settings_get_string (settings, "backup-keep") : g_strdup ("7,4,12");
}

gboolean
crf_preferences_get_backup_on_close (void)
{
  GSettings *settings = get_settings ();

  return settings == NULL || g_settings_get_boolean (settings, "backup-on-close");
}
