/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Encrypting and decrypting whole files. */

#include "crf-transport.h"

#include "crf-file-read.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#define MAGIC "stemward-enc-1\n"
#define MAGIC_SIZE 16
#define SALT_AT 24
#define STREAM_AT 40
#define HEADER_SIZE 64
#define CHUNK 65536
#define TAIL crypto_secretstream_xchacha20poly1305_ABYTES

/* A header that asks for more is no header of ours, and must not make the machine work for hours. */
#define MOST_OPERATIONS 16
#define MOST_KIB (1024 * 1024)

G_STATIC_ASSERT (SALT_AT + crypto_pwhash_SALTBYTES == STREAM_AT);
G_STATIC_ASSERT (STREAM_AT + crypto_secretstream_xchacha20poly1305_HEADERBYTES == HEADER_SIZE);

typedef struct
{
  const char *from_path, *to_path;
  char *copy; /* what is written, until it gets its name */
  int from, to;
  guchar *plain;  /* CHUNK, guarded */
  guchar *sealed; /* CHUNK + TAIL */
  guchar header[HEADER_SIZE];
  crypto_secretstream_xchacha20poly1305_state state;
} Transport;

static gboolean cheap_files;

void
crf_transport_set_cheap (gboolean cheap)
{
  cheap_files = cheap;
}

static gboolean
fail (GError **error, CrfStoreError code, const char *format, const char *path)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_set_error (error, CRF_STORE_ERROR, (int) code, format, path);
#pragma GCC diagnostic pop
  return FALSE;
}

static gboolean
fail_io (GError **error, const char *path)
{
  int code = errno;

  g_set_error (error, CRF_STORE_ERROR, code == ENOSPC || code == EFBIG || code == EDQUOT ? CRF_STORE_ERROR_FULL : CRF_STORE_ERROR_IO,
               _("“%s” could not be read or written (%s). No file was made."), path, g_strerror (code));
  return FALSE;
}

static void
put_number (guchar *at, guint32 number)
{
  number = GUINT32_TO_LE (number);
  memcpy (at, &number, sizeof number);
}

static guint32
get_number (const guchar *at)
{
  guint32 number;

  memcpy (&number, at, sizeof number);
  return GUINT32_FROM_LE (number);
}

/* As many of @size bytes as there are; -1 on error. */
static gssize
read_whole (int fd, guchar *bytes, gsize size)
{
  gsize done = 0;

  while (done < size)
    {
      gssize n = read (fd, bytes + done, size - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return -1;
      if (n == 0)
        break;
      done += (gsize) n;
    }
  return (gssize) done;
}

static gboolean
write_whole (int fd, const guchar *bytes, gsize size)
{
  while (size > 0)
    {
      gssize n = write (fd, bytes, size);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      bytes += n;
      size -= (gsize) n;
    }
  return TRUE;
}

static gboolean
transport_open (Transport *self, const char *from, const char *to, GError **error)
{
  g_autofree char *dir = g_path_get_dirname (to);
  g_autoptr (GError) cause = NULL;

  self->from_path = from;
  self->to_path = to;
  self->to = -1;
  if (sodium_init () < 0)
    return fail (error, CRF_STORE_ERROR_OTHER, "%s", _("The cryptographic library could not be started."));
  self->plain = sodium_malloc (CHUNK);
  self->sealed = g_malloc (CHUNK + TAIL);
  self->from = crf_file_open (from, NULL, &cause);
  if (self->from < 0)
    return fail (error, CRF_STORE_ERROR_IO, "%s", cause->message);
  if (g_file_test (to, G_FILE_TEST_EXISTS))
    return fail (error, CRF_STORE_ERROR_EXISTS, _("“%s” exists already. Choose another name."), to);
  self->copy = g_build_filename (dir, ".stemward-copy-XXXXXX", NULL);
  self->to = g_mkstemp_full (self->copy, O_RDWR | O_CLOEXEC, 0600);
  if (self->to >= 0)
    return TRUE;
  g_clear_pointer (&self->copy, g_free);
  return fail_io (error, to);
}

static gboolean
transport_finish (Transport *self, GError **error)
{
  g_autofree char *dir = g_path_get_dirname (self->to_path);
  int folder;

  if (fsync (self->to) != 0)
    return fail_io (error, self->to_path);
  if (link (self->copy, self->to_path) == 0)
    g_unlink (self->copy);
  else if (errno == EEXIST || g_rename (self->copy, self->to_path) != 0)
    return fail_io (error, self->to_path);
  g_clear_pointer (&self->copy, g_free);
  folder = open (dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder >= 0)
    {
      fsync (folder);
      close (folder);
    }
  return TRUE;
}

static void
transport_clear (Transport *self)
{
  if (self->from >= 0)
    close (self->from);
  if (self->to >= 0)
    close (self->to);
  if (self->copy != NULL)
    g_unlink (self->copy);
  g_free (self->copy);
  g_free (self->sealed);
  sodium_free (self->plain);
  sodium_memzero (&self->state, sizeof self->state);
}

static gboolean
derive_key (const Transport *self, const char *passphrase, guchar *key, GError **error)
{
  if (crypto_pwhash (key, crypto_secretstream_xchacha20poly1305_KEYBYTES, passphrase, strlen (passphrase), self->header + SALT_AT,
                     get_number (self->header + 16), (gsize) get_number (self->header + 20) * 1024, crypto_pwhash_ALG_ARGON2ID13)
      == 0)
    return TRUE;
  return fail (error, CRF_STORE_ERROR_OTHER, _("There is not enough memory for the passphrase of “%s”."), self->from_path);
}

static gboolean
begin_encrypting (Transport *self, const char *passphrase, GError **error)
{
  guchar *key = sodium_malloc (crypto_secretstream_xchacha20poly1305_KEYBYTES);
  gboolean ok;

  memcpy (self->header, MAGIC, MAGIC_SIZE);
  put_number (self->header + 16, cheap_files ? 1 : crypto_pwhash_OPSLIMIT_MODERATE);
  put_number (self->header + 20, cheap_files ? 64 : crypto_pwhash_MEMLIMIT_MODERATE / 1024);
  randombytes_buf (self->header + SALT_AT, crypto_pwhash_SALTBYTES);
  ok = derive_key (self, passphrase, key, error);
  if (ok)
    crypto_secretstream_xchacha20poly1305_init_push (&self->state, self->header + STREAM_AT, key);
  sodium_free (key);
  return ok && (write_whole (self->to, self->header, HEADER_SIZE) || fail_io (error, self->to_path));
}

static gboolean
check_cancelled (const Transport *self, GCancellable *cancellable, GError **error)
{
  return !g_cancellable_is_cancelled (cancellable)
         || fail (error, CRF_STORE_ERROR_CANCELLED, _("Writing “%s” was cancelled."), self->to_path);
}

/* A chunk is the last one if it is not full; a file of whole chunks ends with an empty one. */
static gboolean
encrypt_chunks (Transport *self, GCancellable *cancellable, GError **error)
{
  for (;;)
    {
      gssize size = read_whole (self->from, self->plain, CHUNK);
      guchar tag = size < CHUNK ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;

      if (size < 0)
        return fail_io (error, self->from_path);
      if (!check_cancelled (self, cancellable, error))
        return FALSE;
      crypto_secretstream_xchacha20poly1305_push (&self->state, self->sealed, NULL, self->plain, (unsigned long long) size, self->header,
                                                  STREAM_AT, tag);
      if (!write_whole (self->to, self->sealed, (gsize) size + TAIL))
        return fail_io (error, self->to_path);
      if (size < CHUNK)
        return TRUE;
    }
}

/* What stands in a study file's log is not in the file yet, and a log of another file that lies beside it would be played into it. */
static gboolean
has_log (const char *path)
{
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  GStatBuf info;

  return g_stat (wal, &info) == 0 && info.st_size > 0;
}

static gboolean
check_no_log (const char *path, gboolean encrypt, GError **error)
{
  if (!has_log (path))
    return TRUE;
  g_set_error (error, CRF_STORE_ERROR, encrypt ? CRF_STORE_ERROR_BUSY : CRF_STORE_ERROR_EXISTS,
               encrypt ? _("“%s” is open, or was left without being closed: what was entered last stands in “%s-wal” and would be missing. Encrypt a backup (backup --encrypt).")
                       : _("“%s” was not written: “%s-wal” belongs to another file of that name, and would damage it. Move it away, or choose another name."),
               path, path);
  return FALSE;
}

gboolean
crf_transport_encrypt (const char *from, const char *to, const char *passphrase, GCancellable *cancellable, GError **error)
{
  Transport self = { .from = -1 };
  gboolean ok;

  g_return_val_if_fail (from != NULL && to != NULL && passphrase != NULL, FALSE);
  ok = check_no_log (from, TRUE, error) && transport_open (&self, from, to, error) && begin_encrypting (&self, passphrase, error)
       && encrypt_chunks (&self, cancellable, error) && transport_finish (&self, error);
  transport_clear (&self);
  return ok;
}

static gboolean
begin_decrypting (Transport *self, const char *passphrase, GError **error)
{
  guchar *key;
  gboolean ok;

  if (read_whole (self->from, self->header, HEADER_SIZE) != HEADER_SIZE || memcmp (self->header, MAGIC, MAGIC_SIZE) != 0)
    return fail (error, CRF_STORE_ERROR_NOT_A_STUDY, _("“%s” is not a file that Stemward encrypted."), self->from_path);
  if (get_number (self->header + 16) - 1 >= MOST_OPERATIONS || get_number (self->header + 20) > MOST_KIB
      || get_number (self->header + 20) < crypto_pwhash_MEMLIMIT_MIN / 1024)
    return fail (error, CRF_STORE_ERROR_DAMAGED, _("“%s” was changed: its beginning asks for what Stemward never writes."), self->from_path);
  key = sodium_malloc (crypto_secretstream_xchacha20poly1305_KEYBYTES);
  ok = derive_key (self, passphrase, key, error)
       && (crypto_secretstream_xchacha20poly1305_init_pull (&self->state, self->header + STREAM_AT, key) == 0
           || fail (error, CRF_STORE_ERROR_DAMAGED, _("“%s” was changed or is not whole."), self->from_path));
  sodium_free (key);
  return ok;
}

static gboolean
decrypt_chunks (Transport *self, GCancellable *cancellable, GError **error)
{
  for (gboolean first = TRUE;; first = FALSE)
    {
      gssize size = read_whole (self->from, self->sealed, CHUNK + TAIL);
      unsigned long long plain_size;
      guchar tag;

      if (size < 0)
        return fail_io (error, self->from_path);
      if (!check_cancelled (self, cancellable, error))
        return FALSE;
      if (size < (gssize) TAIL
          || crypto_secretstream_xchacha20poly1305_pull (&self->state, self->plain, &plain_size, &tag, self->sealed,
                                                         (unsigned long long) size, self->header, STREAM_AT)
                 != 0)
        return first && size >= (gssize) TAIL
                   ? fail (error, CRF_STORE_ERROR_PASSPHRASE, _("The passphrase does not open “%s”, or the file was changed."), self->from_path)
                   : fail (error, CRF_STORE_ERROR_DAMAGED, _("“%s” was changed or is not whole."), self->from_path);
      if (!write_whole (self->to, self->plain, (gsize) plain_size))
        return fail_io (error, self->to_path);
      if (tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL)
        break;
    }
  if (read_whole (self->from, self->plain, 1) != 0)
    return fail (error, CRF_STORE_ERROR_DAMAGED, _("“%s” was changed: something was added to its end."), self->from_path);
  return TRUE;
}

gboolean
crf_transport_decrypt (const char *from, const char *to, const char *passphrase, GCancellable *cancellable, GError **error)
{
  Transport self = { .from = -1 };
  gboolean ok;

  g_return_val_if_fail (from != NULL && to != NULL && passphrase != NULL, FALSE);
  ok = check_no_log (to, FALSE, error) && transport_open (&self, from, to, error) && begin_decrypting (&self, passphrase, error)
       && decrypt_chunks (&self, cancellable, error) && transport_finish (&self, error);
  transport_clear (&self);
  return ok;
}

gboolean
crf_transport_is_encrypted (const char *path)
{
  guchar magic[MAGIC_SIZE];
  int fd = crf_file_open (path, NULL, NULL);
  gboolean is = fd >= 0 && read_whole (fd, magic, MAGIC_SIZE) == MAGIC_SIZE && memcmp (magic, MAGIC, MAGIC_SIZE) == 0;

  if (fd >= 0)
    close (fd);
  return is;
}
