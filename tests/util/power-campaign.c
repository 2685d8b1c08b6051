/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Trying one fault after another. */

#include "power-campaign.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "crf-verify.h"

#define SAMPLE 45 /* faults of each kind in a short run */

/* Seeds for each operation in a long run: what a power cut leaves is chance, a full disk is not. */
static const guint32 luck[] = { [POWER_CUT] = 8, [POWER_KILL] = 2, [POWER_FULL] = 1 };

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      if (g_unlink (file) != 0)
        remove_folder (file);
    }
  g_rmdir (path);
}

static char *
heads_folder (void)
{
  return g_build_filename (g_get_user_state_dir (), "stemward", "heads", NULL);
}

void
power_forget_heads (void)
{
  g_autofree char *folder = heads_folder ();

  remove_folder (folder);
}

/* The record of the last head is outside the file, and is put back with it. */
void
power_beginning_take (PowerBeginning *self, const char *dir, const char *path)
{
  g_autofree char *folder = heads_folder ();
  g_autoptr (GDir) heads = g_dir_open (folder, 0, NULL);
  const char *name = heads != NULL ? g_dir_read_name (heads) : NULL;

  self->dir = g_strdup (dir);
  self->path = g_strdup (path);
  g_assert_true (g_file_get_contents (path, &self->bytes, &self->size, NULL));
  self->keys_path = g_strconcat (path, ".keys", NULL);
  g_file_get_contents (self->keys_path, &self->keys, NULL, NULL);
  if (name == NULL)
    return;
  self->record_path = g_build_filename (folder, name, NULL);
  g_file_get_contents (self->record_path, &self->record, NULL, NULL);
}

void
power_beginning_clear (PowerBeginning *self)
{
  remove_folder (self->dir);
  g_free (self->dir);
  g_free (self->path);
  g_free (self->bytes);
  g_free (self->record_path);
  g_free (self->record);
  g_free (self->keys_path);
  g_free (self->keys);
}

static void
begin_again (const PowerBeginning *self)
{
  remove_folder (self->dir);
  power_forget_heads ();
  g_mkdir_with_parents (self->dir, 0700);
  g_assert_true (
      g_file_set_contents_full (self->path, self->bytes, (gssize) self->size, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  if (self->keys != NULL)
    g_assert_true (g_file_set_contents_full (self->keys_path, self->keys, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  if (self->record_path == NULL)
    return;
  {
    g_autofree char *folder = heads_folder ();

    g_mkdir_with_parents (folder, 0700);
    g_file_set_contents_full (self->record_path, self->record, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL);
  }
}

gboolean
power_verifies (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfVerifyReport) report = crf_verify (path, NULL, NULL, NULL, &error);

  if (report == NULL)
    g_test_message ("%s", error->message);
  for (guint i = 0; report != NULL && i < report->faults->len; i++)
    {
      CrfVerifyFault *fault = g_ptr_array_index (report->faults, i);

      g_test_message ("%s: %s", fault->where, fault->what);
    }
  return report != NULL && report->faults->len == 0;
}

static void
try_once (
    const PowerWork *work, const PowerBeginning *beginning, PowerFault fault, guint at, guint32 seed, PowerFigures *figures)
{
  int acknowledged;

  begin_again (beginning);
  power_vfs_arm (fault, at, seed);
  acknowledged = work->work (beginning->path, fault);
  power_vfs_reboot ();
  figures->tried++;
  if (work->holds (beginning->path, acknowledged))
    {
      figures->survived++;
      return;
    }
  figures->lost++;
  if (!work->weak)
    g_test_message ("%s: fault %d at operation %u, seed %u: lost", work->name, (int) fault, at, seed);
}

PowerFigures
power_campaign (const PowerWork *work, const PowerBeginning *beginning, PowerFault fault)
{
  static const char *const names[] = { "power cut", "kill", "disk full" };
  PowerFigures figures = { 0 };
  guint operations;
  guint step;

  begin_again (beginning);
  power_vfs_arm (fault, 0, 1);
  work->work (beginning->path, fault);
  operations = power_vfs_count ();
  power_vfs_disarm ();
  g_assert_cmpuint (operations, >, 10);
  step = g_test_thorough () ? 1 : MAX (operations / SAMPLE, 1);
  for (guint at = 1; at <= operations; at += step)
    for (guint32 seed = 1; seed <= (g_test_thorough () ? luck[fault] : 1); seed++)
      try_once (work, beginning, fault, at, seed * 7919 + at, &figures);
  g_test_message ("%s, %s: %u operations, %u tried, %u survived, %u lost", work->name, names[fault], operations, figures.tried,
                  figures.survived, figures.lost);
  return figures;
}

void
power_campaign_loses_nothing (const PowerWork *work, void (*begin) (PowerBeginning *))
{
  PowerBeginning beginning = { 0 };

  begin (&beginning);
  for (PowerFault fault = POWER_CUT; fault <= POWER_FULL; fault++)
    {
      PowerFigures figures = power_campaign (work, &beginning, fault);

      g_assert_cmpuint (figures.lost, ==, 0);
    }
  power_beginning_clear (&beginning);
}
