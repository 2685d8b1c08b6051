/* SPDX-License-Identifier: GPL-3.0-or-later */

/* While somebody works, the file and its -wal hold neither what identifies a patient nor which arm a slot has. */

#include "blind-life.h"

#include <string.h>

static gboolean
holds (const char *path,
       const char *text)
{
  g_autofree char *bytes = NULL;
  gsize size = 0, length = strlen (text);

  if (!g_file_get_contents (path, &bytes, &size, NULL))
    return FALSE;
  for (gsize i = 0; i + length <= size; i++)
    if (memcmp (bytes + i, text, length) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
folder_holds (const char *folder,
              const char *text)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  gboolean found = FALSE;

  while (!found && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      found = holds (path, text);
    }
  return found;
}

static void
test_open (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *wal = g_strconcat (study->path, "-wal", NULL);

  crf_outcome_free (crf_test_do (study->nurse, "register", NULL, "sex", "M", "birth-date", "1972-05-04", "name", "Planted-Zhuge", "hospital-no",
                                 "HN7730019955", "phone", "13912345678", NULL));
  g_assert_true (g_file_test (wal, G_FILE_TEST_EXISTS));
  g_assert_false (folder_holds (study->dir, "Planted-Zhuge"));
  g_assert_false (folder_holds (study->dir, "HN7730019955"));
  g_assert_false (folder_holds (study->dir, "13912345678"));
}

/* ── Arms ── */

#define BEFORE 6
#define AFTER 2
#define SEED "planted seed of the list"

/* The definition names all arms, and it is in the file: what counts is whether the name stands anywhere else. Each place is known by what stands around
 * it there. */
static gboolean
is_of_definition (const char *bytes,
                  gsize size,
                  gsize at,
                  gsize length,
                  const char *definition)
{
  gsize from = at > BEFORE ? at - BEFORE : 0, to = MIN (at + length + AFTER, size);
  g_autofree char *around = g_strndup (bytes + from, to - from);

  return strlen (around) == to - from && strstr (definition, around) != NULL;
}

static guint
count_elsewhere (const char *bytes,
                 gsize size,
                 const char *name,
                 const char *definition)
{
  gsize length = strlen (name);
  guint n = 0;

  for (gsize i = 0; i + length <= size; i++)
    if (memcmp (bytes + i, name, length) == 0 && !is_of_definition (bytes, size, i, length, definition))
      n++;
  return n;
}

static guint
search_arms (const char *folder,
             CrfStudy *study,
             guint *files)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const GPtrArray *arms = crf_study_get_arms (study);
  const char *name;
  guint found = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL), *bytes = NULL;
      gsize size = 0;

      if (!g_file_get_contents (path, &bytes, &size, NULL))
        continue;
      for (guint i = 0; i < arms->len; i++)
        found += count_elsewhere (bytes, size, ((const CrfArm *) g_ptr_array_index (arms, i))->oid, crf_study_get_document (study));
      *files += 1;
    }
  return found;
}

/* The seed as it is kept in memory, as hexadecimal digits and as base64. */
static void
assert_no_seed (const char *folder)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guchar seed[33] = { 0 };
  gsize length = 32;
  g_autofree char *hex = g_compute_checksum_for_string (G_CHECKSUM_SHA256, SEED, -1), *base64 = NULL;

  g_checksum_update (checksum, (const guchar *) SEED, -1);
  g_checksum_get_digest (checksum, seed, &length);
  base64 = g_base64_encode (seed, 32);
  base64[40] = '\0';
  g_assert_cmpuint (strlen ((const char *) seed), ==, 32); /* so that it can be searched for as text */
  g_assert_false (folder_holds (folder, SEED));
  g_assert_false (folder_holds (folder, (const char *) seed));
  g_assert_false (folder_holds (folder, hex));
  g_assert_false (folder_holds (folder, base64));
}

/* A masked study with a list, two patients, four infusions: open, backed up, closed. */
static void
test_arms (void)
{
  BlindLife *life = blind_life_new ("nct01218464", SEED);
  CrfStudy *study = crf_study_ref (crf_session_get_study (life->admin));
  g_autofree char *wal = g_strconcat (life->path, "-wal", NULL), *planted = NULL;
  const char *arm = ((const CrfArm *) g_ptr_array_index (crf_study_get_arms (study), 0))->oid;
  guint files = 0;

  g_assert_true (g_file_test (wal, G_FILE_TEST_EXISTS));
  crf_outcome_free (crf_test_do (life->admin, "backup", NULL, "folder", life->dir, NULL));
  g_assert_cmpuint (search_arms (life->dir, study, &files), ==, 0);
  g_assert_cmpuint (files, >=, 3);
  assert_no_seed (life->dir);
  blind_life_close (life);
  g_assert_cmpuint (search_arms (life->dir, study, &files), ==, 0);
  assert_no_seed (life->dir);
  /* The search would find it. */
  planted = g_strdup_printf ("{\"slot\":1,\"arm\":\"%s\"}", arm);
  g_assert_cmpuint (count_elsewhere (planted, strlen (planted), arm, crf_study_get_document (study)), ==, 1);
  crf_study_unref (study);
  blind_life_free (life);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  blind_random_init ();
  g_test_add_func ("/conduct/leaks/no-byte-tells-an-arm-or-the-seed", test_arms);
  g_test_add_func ("/conduct/leaks/an-open-file-and-its-wal-name-nobody", test_open);
  return g_test_run ();
}
