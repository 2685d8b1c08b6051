/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files encrypted for transport: every byte comes back, and nothing that was changed does. */

#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>

#include "crf-transport.h"
#include "store-fixture.h"

#define WORDS "four words to travel"
#define CHUNK 65536
#define STEP (CHUNK + 17)

typedef struct
{
  char *dir, *plain, *sealed, *back;
} Trip;

static void
trip_set_up (Trip *trip, gconstpointer data)
{
  trip->dir = g_dir_make_tmp ("stemward-transport-XXXXXX", NULL);
  trip->plain = g_build_filename (trip->dir, "book.xlsx", NULL);
  trip->sealed = g_build_filename (trip->dir, "book.xlsx.enc", NULL);
  trip->back = g_build_filename (trip->dir, "back.xlsx", NULL);
  crf_transport_set_cheap (TRUE);
}

static void
trip_tear_down (Trip *trip, gconstpointer data)
{
  fixture_remove_folder (trip->dir);
  g_free (trip->dir);
  g_free (trip->plain);
  g_free (trip->sealed);
  g_free (trip->back);
}

/* Text that repeats nowhere. */
static void
write_plain (Trip *trip, gsize size)
{
  g_autofree char *bytes = g_malloc (size + 1);

  for (gsize i = 0; i < size; i++)
    bytes[i] = (char) (' ' + (i * 7 + i / 251) % 90);
  g_assert_true (g_file_set_contents (trip->plain, bytes, (gssize) size, NULL));
}

static void
encrypt (Trip *trip)
{
  g_autoptr (GError) error = NULL;

  g_unlink (trip->sealed);
  g_assert_true (crf_transport_encrypt (trip->plain, trip->sealed, WORDS, NULL, &error));
  g_assert_no_error (error);
}

static guint
count_files (Trip *trip)
{
  g_autoptr (GDir) dir = g_dir_open (trip->dir, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
assert_refused (Trip *trip, const char *bytes, gsize size, CrfStoreError code)
{
  g_autoptr (GError) error = NULL;
  guint before;

  g_assert_true (g_file_set_contents (trip->sealed, bytes, (gssize) size, NULL));
  before = count_files (trip);
  g_assert_false (crf_transport_decrypt (trip->sealed, trip->back, WORDS, NULL, &error));
  if (!g_error_matches (error, CRF_STORE_ERROR, CRF_STORE_ERROR_PASSPHRASE))
    g_assert_error (error, CRF_STORE_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, trip->sealed));
  g_assert_cmpuint (count_files (trip), ==, before); /* nothing half decrypted is left */
}

static void
test_there_and_back (Trip *trip, gconstpointer data)
{
  const gsize sizes[] = { 0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 77 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *before = NULL, *after = NULL;
      g_autoptr (GError) error = NULL;
      gsize size, back;

      write_plain (trip, sizes[i]);
      encrypt (trip);
      g_assert_true (crf_transport_is_encrypted (trip->sealed));
      g_assert_false (crf_transport_is_encrypted (trip->plain));
      g_unlink (trip->back);
      g_assert_true (crf_transport_decrypt (trip->sealed, trip->back, WORDS, NULL, &error));
      g_assert_no_error (error);
      g_file_get_contents (trip->plain, &before, &size, NULL);
      g_file_get_contents (trip->back, &after, &back, NULL);
      g_assert_cmpmem (before, size, after, back);
      /* Neither overwrites. */
      g_assert_false (crf_transport_decrypt (trip->sealed, trip->back, WORDS, NULL, &error));
      g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_EXISTS);
      g_clear_error (&error);
      g_assert_false (crf_transport_encrypt (trip->plain, trip->sealed, WORDS, NULL, &error));
      g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_EXISTS);
    }
}

static void
test_changed (Trip *trip, gconstpointer data)
{
  g_autofree char *bytes = NULL;
  gsize size;

  write_plain (trip, 3 * CHUNK + 77);
  encrypt (trip);
  g_assert_true (g_file_get_contents (trip->sealed, &bytes, &size, NULL));
  g_assert_cmpuint (size, ==, 64 + 3 * CHUNK + 77 + 4 * 17);
  /* A byte of each part of the header and of each chunk. The cost is not tried: it only costs time. */
  for (gsize i = 0; i < size; i += i < 64 ? 1 : 9973)
    {
      g_autofree char *changed = g_memdup2 (bytes, size);

      if (i >= 16 && i < 24)
        continue;
      changed[i] ^= 0x10;
      assert_refused (trip, changed, size, i < 16 ? CRF_STORE_ERROR_NOT_A_STUDY : CRF_STORE_ERROR_DAMAGED);
    }
}

static void
test_cut_and_exchanged (Trip *trip, gconstpointer data)
{
  g_autofree char *bytes = NULL, *swapped = NULL, *longer = NULL;
  gsize size;

  write_plain (trip, 3 * CHUNK);
  encrypt (trip);
  g_assert_true (g_file_get_contents (trip->sealed, &bytes, &size, NULL));
  assert_refused (trip, bytes, 0, CRF_STORE_ERROR_NOT_A_STUDY);
  assert_refused (trip, bytes, 63, CRF_STORE_ERROR_NOT_A_STUDY);
  assert_refused (trip, bytes, 64, CRF_STORE_ERROR_DAMAGED);
  assert_refused (trip, bytes, 64 + STEP, CRF_STORE_ERROR_DAMAGED);     /* at the end of a chunk */
  assert_refused (trip, bytes, 64 + 3 * STEP, CRF_STORE_ERROR_DAMAGED); /* without the empty last one */
  assert_refused (trip, bytes, size - 1, CRF_STORE_ERROR_DAMAGED);
  swapped = g_memdup2 (bytes, size);
  memcpy (swapped + 64, bytes + 64 + STEP, STEP);
  memcpy (swapped + 64 + STEP, bytes + 64, STEP);
  assert_refused (trip, swapped, size, CRF_STORE_ERROR_DAMAGED);
  memcpy (swapped, bytes, size);
  memcpy (swapped + 64 + 2 * STEP, bytes + 64 + STEP, STEP);
  assert_refused (trip, swapped, size, CRF_STORE_ERROR_DAMAGED); /* one twice */
  longer = g_malloc0 (size + 1);
  memcpy (longer, bytes, size);
  assert_refused (trip, longer, size + 1, CRF_STORE_ERROR_DAMAGED);
}

static void
test_wrong_passphrase (Trip *trip, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  write_plain (trip, 1000);
  encrypt (trip);
  g_assert_false (crf_transport_decrypt (trip->sealed, trip->back, "other words", NULL, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_PASSPHRASE);
  g_assert_false (g_file_test (trip->back, G_FILE_TEST_EXISTS));
}

/* A beginning that asks for a terabyte or for hours is refused at once. */
static void
test_hostile_cost (Trip *trip, gconstpointer data)
{
  const guchar costs[][8] = { { 0, 0, 0, 0, 64, 0, 0, 0 },
                              { 255, 255, 255, 255, 64, 0, 0, 0 },
                              { 1, 0, 0, 0, 255, 255, 255, 255 },
                              { 1, 0, 0, 0, 0, 0, 0, 0 } };
  g_autofree char *bytes = NULL;
  gsize size;

  write_plain (trip, 10);
  encrypt (trip);
  g_assert_true (g_file_get_contents (trip->sealed, &bytes, &size, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (costs); i++)
    {
      memcpy (bytes + 16, costs[i], 8);
      assert_refused (trip, bytes, size, CRF_STORE_ERROR_DAMAGED);
    }
}

/* Read by the description of the format alone, with libsodium and nothing of the program's. */
static void
test_as_described (Trip *trip, gconstpointer data)
{
  g_autofree guchar *bytes = NULL;
  guchar key[32], plain[100], tag;
  crypto_secretstream_xchacha20poly1305_state state;
  unsigned long long length;
  gsize size;

  g_assert_true (g_file_set_contents (trip->plain, "MELD 20", 7, NULL));
  encrypt (trip);
  g_assert_true (g_file_get_contents (trip->sealed, (char **) &bytes, &size, NULL));
  g_assert_cmpuint (size, ==, 64 + 7 + 17);
  g_assert_cmpmem (bytes, 16, "stemward-enc-1\n", 16);
  g_assert_cmpint (crypto_pwhash (key, 32, WORDS, strlen (WORDS), bytes + 24, bytes[16], (gsize) (bytes[20] | bytes[21] << 8) * 1024,
                                  crypto_pwhash_ALG_ARGON2ID13),
                   ==, 0);
  g_assert_cmpint (crypto_secretstream_xchacha20poly1305_init_pull (&state, bytes + 40, key), ==, 0);
  g_assert_cmpint (crypto_secretstream_xchacha20poly1305_pull (&state, plain, &length, &tag, bytes + 64, size - 64, bytes, 40), ==, 0);
  g_assert_cmpmem (plain, length, "MELD 20", 7);
  g_assert_cmpint (tag, ==, crypto_secretstream_xchacha20poly1305_TAG_FINAL);
}

/* The last entries of an open study stand beside it, and an old log beside a new file is played into it. */
static void
test_log (Trip *trip, gconstpointer data)
{
  g_autofree char *log = g_strconcat (trip->plain, "-wal", NULL);
  g_autofree char *other = g_strconcat (trip->back, "-wal", NULL);
  g_autoptr (GError) error = NULL;

  write_plain (trip, 10);
  g_assert_true (g_file_set_contents (log, "log", 3, NULL));
  g_assert_false (crf_transport_encrypt (trip->plain, trip->sealed, WORDS, NULL, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_BUSY);
  g_clear_error (&error);
  g_assert_false (g_file_test (trip->sealed, G_FILE_TEST_EXISTS));
  g_unlink (log);
  encrypt (trip);
  g_assert_true (g_file_set_contents (other, "log", 3, NULL));
  g_assert_false (crf_transport_decrypt (trip->sealed, trip->back, WORDS, NULL, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_EXISTS);
  g_assert_false (g_file_test (trip->back, G_FILE_TEST_EXISTS));
}

#define add(path, test) g_test_add ("/store/transport/" path, Trip, NULL, trip_set_up, test, trip_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  add ("files-of-every-length-come-back", test_there_and_back);
  add ("a-changed-byte-is-refused", test_changed);
  add ("a-cut-reordered-or-longer-file-is-refused", test_cut_and_exchanged);
  add ("a-wrong-passphrase-leaves-nothing", test_wrong_passphrase);
  add ("a-hostile-beginning-is-refused-at-once", test_hostile_cost);
  add ("a-study-file-with-a-log-is-neither-taken-nor-given", test_log);
  add ("the-format-is-as-described", test_as_described);
  return g_test_run ();
}
