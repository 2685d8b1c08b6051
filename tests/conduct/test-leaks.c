/* SPDX-License-Identifier: GPL-3.0-or-later */

/* While somebody works, the file and its -wal hold neither what identifies a patient nor which arm a slot has. */

#include "crf-test-study.h"

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

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/conduct/leaks/an-open-file-and-its-wal-name-nobody", test_open);
  return g_test_run ();
}
