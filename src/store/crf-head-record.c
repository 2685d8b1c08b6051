/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Heads remembered outside the study files: one key file for each study and place, in
 * g_get_user_state_dir () / stemward / heads. */

#include "crf-head-record.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

struct _CrfHeadRecord
{
  char *study_path;
  char *file;
  int fd; /* -1 until the first head is written */
  gsize written;
  char *ws;
  gint64 seq;
  char *hash;
  gboolean restored; /* a backup was put in the file's place knowingly, and has not been opened since */
};

static char *
heads_dir (void)
{
  return g_build_filename (g_get_user_state_dir (), "stemward", "heads", NULL);
}

static gboolean
read_record (const char *file, char **path, char **ws, gint64 *seq, char **hash)
{
  g_autoptr (GKeyFile) record = g_key_file_new ();

  if (!g_key_file_load_from_file (record, file, G_KEY_FILE_NONE, NULL))
    return FALSE;
  *path = g_key_file_get_string (record, "head", "path", NULL);
  *ws = g_key_file_get_string (record, "head", "ws", NULL);
  *hash = g_key_file_get_string (record, "head", "hash", NULL);
  *seq = g_key_file_get_int64 (record, "head", "seq", NULL);
  if (*path != NULL && *ws != NULL && *hash != NULL && *seq > 0)
    return TRUE;
  g_clear_pointer (path, g_free);
  g_clear_pointer (ws, g_free);
  g_clear_pointer (hash, g_free);
  return FALSE;
}

CrfHeadRecord *
crf_head_record_open (const char *uuid, const char *path)
{
  CrfHeadRecord *self = g_new0 (CrfHeadRecord, 1);
  g_autofree char *dir = heads_dir ();
  g_autofree char *digest = NULL;
  g_autofree char *name = NULL;
  g_autofree char *found = NULL;

  self->study_path = g_canonicalize_filename (path, NULL);
  digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, self->study_path, -1);
  name = g_strdup_printf ("%s-%.16s", uuid, digest);
  self->file = g_build_filename (dir, name, NULL);
  self->fd = -1;
  if (read_record (self->file, &found, &self->ws, &self->seq, &self->hash)
      && g_strcmp0 (found, self->study_path) != 0)
    {
      g_clear_pointer (&self->ws, g_free);
      g_clear_pointer (&self->hash, g_free);
    }
  return self;
}

void
crf_head_record_close (CrfHeadRecord *self)
{
  if (self == NULL)
    return;
  if (self->fd >= 0)
    {
      fsync (self->fd);
      close (self->fd);
    }
  g_free (self->study_path);
  g_free (self->file);
  g_free (self->ws);
  g_free (self->hash);
  g_free (self);
}

gboolean
crf_head_record_get (CrfHeadRecord *self, const char **ws, gint64 *seq, const char **hash)
{
  if (self->ws == NULL)
    return FALSE;
  *ws = self->ws;
  *seq = self->seq;
  *hash = self->hash;
  return TRUE;
}

/* TRUE: the head is not missed before the file is opened again. */
gboolean
crf_head_record_is_restored (CrfHeadRecord *self)
{
  g_autoptr (GKeyFile) record = g_key_file_new ();

  return g_key_file_load_from_file (record, self->file, G_KEY_FILE_NONE, NULL) && g_key_file_get_boolean (record, "head", "restored", NULL);
}

void
crf_head_record_note_restored (const char *uuid, const char *path)
{
  CrfHeadRecord *self = crf_head_record_open (uuid, path);

  self->restored = TRUE;
  if (self->ws != NULL)
    {
      g_autofree char *ws = g_strdup (self->ws), *hash = g_strdup (self->hash);

      crf_head_record_set (self, ws, self->seq, hash);
    }
  crf_head_record_close (self);
}

void
crf_head_record_set (CrfHeadRecord *self, const char *ws, gint64 seq, const char *hash)
{
  g_autoptr (GKeyFile) record = g_key_file_new ();
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, seq);
  g_autofree char *text = NULL;
  gsize size;

  g_key_file_set_string (record, "head", "path", self->study_path);
  g_key_file_set_string (record, "head", "ws", ws);
  g_key_file_set_string (record, "head", "seq", number);
  g_key_file_set_string (record, "head", "hash", hash);
  if (self->restored)
    g_key_file_set_boolean (record, "head", "restored", TRUE);
  text = g_key_file_to_data (record, &size, NULL);

  if (self->fd < 0)
    {
      g_autofree char *dir = g_path_get_dirname (self->file);

      g_mkdir_with_parents (dir, 0700);
      self->fd = open (self->file, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    }
  if (self->fd < 0 || pwrite (self->fd, text, size, 0) != (gssize) size)
    return;
  if (self->written > size && ftruncate (self->fd, (off_t) size) != 0)
    return;
  self->written = size;
}

gboolean
crf_head_record_find_moved (const char *uuid, CrfHeadMatch matches, gpointer data, char **ws)
{
  g_autofree char *dir_name = heads_dir ();
  g_autoptr (GDir) dir = g_dir_open (dir_name, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (dir_name, name, NULL);
      g_autofree char *found = NULL;
      g_autofree char *hash = NULL;
      g_autofree char *found_ws = NULL;
      gint64 seq;

      if (!g_str_has_prefix (name, uuid) || !read_record (file, &found, &found_ws, &seq, &hash)
          || g_file_test (found, G_FILE_TEST_EXISTS) || !matches (found_ws, seq, hash, data))
        continue;
      g_unlink (file);
      *ws = g_steal_pointer (&found_ws);
      return TRUE;
    }
  return FALSE;
}
