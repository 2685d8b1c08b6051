/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two preferred terms, one of which hangs under two classes; six lowest level terms, one of them no longer current. Columns are those of MedDRA's
 * Distribution File Format Document. */

#include "crf-test-meddra.h"

#include <glib/gstdio.h>
#include <string.h>

static const struct { const char *name, *text; } files[] = {
  { "soc.asc", "99000001$Invented skin class$InvS$$$$$$$$\n"
               "99000002$Invented belly class$InvB$$$$$$$$\n" },
  { "hlgt.asc", "99000011$Invented skin group$$$$$$$$\n"
                "99000012$Invented belly group$$$$$$$$\n" },
  { "hlt.asc", "99000021$Invented itches$$$$$$$$\n"
               "99000022$Invented aches$$$$$$$$\n" },
  { "pt.asc", "99000031$Inventitis pruriens$$99000001$$$$$$$$\n"
              "99000032$Inventalgia$$99000002$$$$$$$$\n" },
  { "llt.asc", "99000031$Inventitis pruriens$99000031$$$$$$$Y$$\n"
               "99000041$Made-up itching$99000031$$$$$$$Y$$\n"
               "99000042$Old made-up itching$99000031$$$$$$$N$$\n"
               "99000032$Inventalgia$99000032$$$$$$$Y$$\n"
               "99000043$Made-up ache of the belly$99000032$$$$$$$Y$$\n"
               "99000044$Ache of the belly, made up at night$99000032$$$$$$$Y$$\n" },
  { "mdhier.asc", "99000031$99000021$99000011$99000001$Inventitis pruriens$Invented itches$Invented skin group$Invented skin class$InvS$$99000001$Y$\n"
                  "99000031$99000022$99000012$99000002$Inventitis pruriens$Invented aches$Invented belly group$Invented belly class$InvB$$99000001$N$\n"
                  "99000032$99000022$99000012$99000002$Inventalgia$Invented aches$Invented belly group$Invented belly class$InvB$$99000002$Y$\n" },
  { "meddra_release.asc", "0.1$Invented$$$$\n" },
};

const char *
crf_test_meddra_text (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    if (strcmp (files[i].name, name) == 0)
      return files[i].text;
  return NULL;
}

void
crf_test_meddra_put (const char *folder,
                     const char *name,
                     const char *text,
                     gssize length)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  if (text == NULL)
    g_unlink (path);
  else
    g_assert_true (g_file_set_contents (path, text, length, &error));
  g_assert_no_error (error);
}

char *
crf_test_meddra_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("stemward-terms-XXXXXX", &error);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    crf_test_meddra_put (folder, files[i].name, files[i].text, -1);
  return folder;
}

void
crf_test_meddra_remove (char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
  g_free (folder);
}
