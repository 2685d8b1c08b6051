/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads the test definition in place, or a copy with one difference from a folder that goes away
 * with the test. */

#include "study-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

char *
fixture_path (const char *relative)
{
  return g_test_build_filename (G_TEST_DIST, "data", "study", relative, NULL);
}

CrfStudy *
fixture_study (void)
{
  g_autofree char *path = fixture_path ("good/studies/study.xml");
  g_autoptr (GPtrArray) faults = NULL;
  g_autoptr (GError) error = NULL;
  CrfStudy *study = crf_study_read_file (path, NULL, NULL, &faults, &error);

  g_assert_no_error (error);
  g_assert_nonnull (study);
  return study;
}

char *
fixture_text (void)
{
  g_autofree char *path = fixture_path ("good/studies/study.xml");
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

CrfStudy *
fixture_changed (const char *from, const char *to, GPtrArray **faults, GError **error)
{
  g_autofree char *text = fixture_text ();
  g_autofree char *forms = fixture_path ("good/forms");
  g_autofree char *dir = g_dir_make_tmp ("stemward-study-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "study.xml", NULL);
  g_auto (GStrv) parts = g_strsplit (text, from, 2);
  g_autofree char *changed = NULL;
  CrfStudy *study;

  if (parts[1] == NULL)
    g_error ("the study has no “%s”", from);
  changed = g_strconcat (parts[0], to, parts[1], NULL);
  g_assert_true (g_file_set_contents (path, changed, -1, NULL));
  study = crf_study_read_file (path, forms, NULL, faults, error);
  g_unlink (path);
  g_rmdir (dir);
  return study;
}
