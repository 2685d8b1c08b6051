/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The shim over SQLite's own file system. */

#include "power-vfs.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#define SECTOR 512

typedef enum
{
  CHANGE_WRITE,
  CHANGE_TRUNCATE,
  CHANGE_REMOVE,
} ChangeKind;

typedef struct
{
  ChangeKind kind;
  gint64 offset; /* of a truncation: the size */
  GBytes *bytes;
} Change;

/* One file as the disk holds it for certain, and what was done to it since. */
typedef struct
{
  gboolean exists;
  GByteArray *bytes;
  GArray *changes;
} Image;

typedef struct
{
  sqlite3_file base;
  char *path; /* NULL: a temporary file, which nobody looks for after a power cut */
  sqlite3_file *real;
} PowerFile;

typedef enum
{
  GO,
  NOW,  /* this operation is the one that fails */
  DEAD, /* an earlier one was */
} Verdict;

static sqlite3_vfs *real_vfs;
static sqlite3_vfs power_vfs;

static struct
{
  gboolean armed;
  gboolean failed;
  PowerFault fault;
  guint at;
  guint count;
  GRand *chance;
  GHashTable *images; /* path → Image */
} state;

static void
change_clear (gpointer data)
{
  Change *change = data;

  g_clear_pointer (&change->bytes, g_bytes_unref);
}

static void
image_free (gpointer data)
{
  Image *image = data;

  g_byte_array_unref (image->bytes);
  g_array_unref (image->changes);
  g_free (image);
}

/* The image of a file; made from what is there the first time it is touched. */
static Image *
touch (const char *path)
{
  Image *image = g_hash_table_lookup (state.images, path);
  g_autofree char *bytes = NULL;
  gsize size = 0;

  if (image != NULL)
    return image;
  image = g_new0 (Image, 1);
  image->bytes = g_byte_array_new ();
  image->changes = g_array_new (FALSE, FALSE, sizeof (Change));
  g_array_set_clear_func (image->changes, change_clear);
  image->exists = g_file_get_contents (path, &bytes, &size, NULL);
  g_byte_array_append (image->bytes, (const guint8 *) bytes, (guint) size);
  g_hash_table_insert (state.images, g_strdup (path), image);
  return image;
}

static gboolean
tracks (const char *path)
{
  return path != NULL && state.armed && state.fault == POWER_CUT;
}

static void
note (const char *path, ChangeKind kind, const void *data, int size, gint64 offset)
{
  Change change = { kind, offset, data != NULL ? g_bytes_new (data, (gsize) size) : NULL };

  if (tracks (path))
    g_array_append_val (touch (path)->changes, change);
  else
    change_clear (&change);
}

static void
put (GByteArray *bytes, gint64 offset, const guint8 *data, gsize size)
{
  if (bytes->len < (gsize) offset + size)
    {
      guint old = bytes->len;

      g_byte_array_set_size (bytes, (guint) ((gsize) offset + size));
      memset (bytes->data + old, 0, bytes->len - old);
    }
  memcpy (bytes->data + offset, data, size);
}

/* A write reaches the disk sector by sector, each with an even chance unless it was synced. */
static void
apply_write (GByteArray *bytes, const Change *change, gboolean certain)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (change->bytes, &size);
  gsize done = 0;

  while (done < size)
    {
      gint64 at = change->offset + (gint64) done;
      gsize part = MIN (size - done, (gsize) (SECTOR - at % SECTOR));

      if (certain || g_rand_boolean (state.chance))
        put (bytes, at, data + done, part);
      done += part;
    }
}

static void
apply (Image *image, gboolean certain)
{
  if (image->changes->len > 0 && !image->exists && (certain || g_rand_boolean (state.chance)))
    image->exists = TRUE;
  for (guint i = 0; i < image->changes->len; i++)
    {
      const Change *change = &g_array_index (image->changes, Change, i);

      if (change->kind == CHANGE_WRITE)
        apply_write (image->bytes, change, certain);
      else if (change->kind == CHANGE_TRUNCATE && (certain || g_rand_boolean (state.chance)))
        g_byte_array_set_size (image->bytes, (guint) MIN (change->offset, (gint64) image->bytes->len));
      else if (change->kind == CHANGE_REMOVE)
        {
          /* If the name stays with the old file, what was written to a new one of that name is nowhere. */
          if (!certain && g_rand_boolean (state.chance))
            break;
          g_byte_array_set_size (image->bytes, 0);
          image->exists = i + 1 < image->changes->len;
        }
    }
  g_array_set_size (image->changes, 0);
}

static Verdict
judge (const char *path)
{
  if (path == NULL || !state.armed)
    return GO;
  if (state.failed)
    return DEAD;
  if (++state.count != state.at)
    return GO;
  state.failed = TRUE;
  return NOW;
}

/* ── One file ── */
static int
file_close (sqlite3_file *base)
{
  PowerFile *self = (PowerFile *) base;
  int code = self->real->pMethods != NULL ? self->real->pMethods->xClose (self->real) : SQLITE_OK;

  g_free (self->path);
  g_free (self->real);
  return code;
}

static int
file_read (sqlite3_file *base, void *data, int size, sqlite3_int64 offset)
{
  PowerFile *self = (PowerFile *) base;

  return self->real->pMethods->xRead (self->real, data, size, offset);
}

static int
file_write (sqlite3_file *base, const void *data, int size, sqlite3_int64 offset)
{
  PowerFile *self = (PowerFile *) base;
  Verdict verdict = judge (self->path);

  if (verdict != GO && state.fault == POWER_FULL)
    return SQLITE_FULL;
  if (verdict == DEAD)
    return SQLITE_IOERR_WRITE;
  if (verdict == GO || state.fault == POWER_CUT)
    note (self->path, CHANGE_WRITE, data, size, offset);
  if (verdict == NOW && state.fault == POWER_KILL && g_rand_boolean (state.chance))
    return SQLITE_IOERR_WRITE;
  if (self->real->pMethods->xWrite (self->real, data, size, offset) != SQLITE_OK || verdict == NOW)
    return SQLITE_IOERR_WRITE;
  return SQLITE_OK;
}

static int
file_truncate (sqlite3_file *base, sqlite3_int64 size)
{
  PowerFile *self = (PowerFile *) base;

  if (state.fault != POWER_FULL && judge (self->path) != GO)
    return SQLITE_IOERR_TRUNCATE;
  note (self->path, CHANGE_TRUNCATE, NULL, 0, size);
  return self->real->pMethods->xTruncate (self->real, size);
}

static int
file_sync (sqlite3_file *base, int flags)
{
  PowerFile *self = (PowerFile *) base;

  if (state.fault != POWER_FULL && judge (self->path) != GO)
    return SQLITE_IOERR_FSYNC;
  /* The real disk need not hurry: what it would hold is kept here. */
  if (tracks (self->path))
    apply (touch (self->path), TRUE);
  return SQLITE_OK;
}

static int
file_size (sqlite3_file *base, sqlite3_int64 *size)
{
  PowerFile *self = (PowerFile *) base;

  return self->real->pMethods->xFileSize (self->real, size);
}

static int
file_lock (sqlite3_file *base, int level)
{
  PowerFile *self = (PowerFile *) base;

  return self->real->pMethods->xLock (self->real, level);
}

static int
file_unlock (sqlite3_file *base, int level)
{
  PowerFile *self = (PowerFile *) base;

  return self->real->pMethods->xUnlock (self->real, level);
}

static int
file_check_reserved (sqlite3_file *base, int *result)
{
  PowerFile *self = (PowerFile *) base;

  return self->real->pMethods->xCheckReservedLock (self->real, result);
}

static int
file_control (sqlite3_file *base, int operation, void *argument)
{
  PowerFile *self = (PowerFile *) base;

  return self->real->pMethods->xFileControl (self->real, operation, argument);
}

/* No promise about sectors: SQLite must not rely on one. */
static int
file_sector_size (sqlite3_file *base)
{
  return SECTOR;
}

static int
file_characteristics (sqlite3_file *base)
{
  return 0;
}

static int
file_shm_map (sqlite3_file *base, int page, int size, int extend, void volatile **memory)
{
  PowerFile *self = (PowerFile *) base;

  return self->real->pMethods->xShmMap (self->real, page, size, extend, memory);
}

static int
file_shm_lock (sqlite3_file *base, int offset, int n, int flags)
{
  PowerFile *self = (PowerFile *) base;

  return self->real->pMethods->xShmLock (self->real, offset, n, flags);
}

static void
file_shm_barrier (sqlite3_file *base)
{
  PowerFile *self = (PowerFile *) base;

  self->real->pMethods->xShmBarrier (self->real);
}

static int
file_shm_unmap (sqlite3_file *base, int remove)
{
  PowerFile *self = (PowerFile *) base;

  return self->real->pMethods->xShmUnmap (self->real, remove);
}

static const sqlite3_io_methods methods = {
  .iVersion = 2,
  .xClose = file_close,
  .xRead = file_read,
  .xWrite = file_write,
  .xTruncate = file_truncate,
  .xSync = file_sync,
  .xFileSize = file_size,
  .xLock = file_lock,
  .xUnlock = file_unlock,
  .xCheckReservedLock = file_check_reserved,
  .xFileControl = file_control,
  .xSectorSize = file_sector_size,
  .xDeviceCharacteristics = file_characteristics,
  .xShmMap = file_shm_map,
  .xShmLock = file_shm_lock,
  .xShmBarrier = file_shm_barrier,
  .xShmUnmap = file_shm_unmap,
};

/* ── The file system ── */
static int
vfs_open (sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *out_flags)
{
  PowerFile *self = (PowerFile *) base;
  gboolean kept = name != NULL && (flags & SQLITE_OPEN_DELETEONCLOSE) == 0;
  int code;

  memset (self, 0, sizeof *self);
  if (kept && tracks (name))
    touch (name);
  self->real = g_malloc0 ((gsize) real_vfs->szOsFile);
  code = real_vfs->xOpen (real_vfs, name, self->real, flags, out_flags);
  if (code != SQLITE_OK)
    {
      g_clear_pointer (&self->real, g_free);
      return code;
    }
  self->path = kept ? g_strdup (name) : NULL;
  self->base.pMethods = &methods;
  return SQLITE_OK;
}

static int
vfs_delete (sqlite3_vfs *vfs, const char *name, int sync_folder)
{
  if (state.fault != POWER_FULL && judge (name) != GO)
    return SQLITE_IOERR_DELETE;
  note (name, CHANGE_REMOVE, NULL, 0, 0);
  if (sync_folder && tracks (name))
    apply (touch (name), TRUE);
  return real_vfs->xDelete (real_vfs, name, sync_folder);
}

void
power_vfs_install (void)
{
  real_vfs = sqlite3_vfs_find (NULL);
  power_vfs = *real_vfs;
  power_vfs.szOsFile = (int) sizeof (PowerFile);
  power_vfs.zName = "power";
  power_vfs.pNext = NULL;
  power_vfs.xOpen = vfs_open;
  power_vfs.xDelete = vfs_delete;
  sqlite3_vfs_register (&power_vfs, 1);
}

void
power_vfs_arm (PowerFault fault, guint at, guint32 seed)
{
  power_vfs_disarm ();
  state.armed = TRUE;
  state.fault = fault;
  state.at = at;
  state.chance = g_rand_new_with_seed (seed);
  state.images = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, image_free);
}

void
power_vfs_disarm (void)
{
  g_clear_pointer (&state.chance, g_rand_free);
  g_clear_pointer (&state.images, g_hash_table_unref);
  memset (&state, 0, sizeof state);
}

guint
power_vfs_count (void)
{
  return state.count;
}

gboolean
power_vfs_has_failed (void)
{
  return state.failed;
}

static void
restore_image (const char *path, Image *image)
{
  gboolean removed = image->changes->len > 0
                     && g_array_index (image->changes, Change, image->changes->len - 1).kind == CHANGE_REMOVE;

  /* Renamed behind SQLite's back, after a sync of its own: that name is not ours to judge. */
  if (image->exists && !removed && !g_file_test (path, G_FILE_TEST_EXISTS))
    return;
  apply (image, FALSE);
  g_unlink (path);
  if (image->exists)
    g_assert_true (g_file_set_contents_full (path, (const char *) image->bytes->data, (gssize) image->bytes->len,
                                             G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

void
power_vfs_reboot (void)
{
  GHashTableIter iter;
  gpointer path;
  gpointer image;

  if (state.fault == POWER_CUT && state.images != NULL)
    {
      g_hash_table_iter_init (&iter, state.images);
      while (g_hash_table_iter_next (&iter, &path, &image))
        {
          g_autofree char *shm = g_strconcat (path, "-shm", NULL);

          restore_image (path, image);
          g_unlink (shm);
        }
    }
  power_vfs_disarm ();
}
