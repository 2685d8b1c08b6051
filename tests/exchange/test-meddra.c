/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A MedDRA distribution as it comes: whole, old, damaged, cut. Not a term of it is MedDRA's. */

#include "crf-dictionary.h"
#include "crf-meddra-file.h"
#include "crf-test-meddra.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct { char *folder; } Fixture;

static void
set_up (Fixture *f,
        gconstpointer data)
{
  f->folder = crf_test_meddra_folder ();
}

static void
tear_down (Fixture *f,
           gconstpointer data)
{
  crf_test_meddra_remove (f->folder);
}

/* The file with the first @from replaced by @to, written in its place. */
static void
spoil (Fixture *f,
       const char *name,
       const char *from,
       const char *to)
{
  g_autoptr (GString) text = g_string_new (crf_test_meddra_text (name));

  g_assert_cmpuint (g_string_replace (text, from, to, 1), ==, 1);
  crf_test_meddra_put (f->folder, name, text->str, (gssize) text->len);
}

static void
fails (Fixture *f,
       int code,
       const char *named)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfMeddra) meddra = crf_meddra_read_folder (f->folder, NULL, NULL, &error);
  g_autoptr (GPtrArray) imported = crf_dictionary_list ();

  g_assert_null (meddra);
  g_assert_error (error, CRF_MEDDRA_ERROR, code);
  if (strstr (error->message, named) == NULL)
    g_error ("“%s” is not in: %s", named, error->message);
  g_assert_cmpuint (imported->len, ==, 0);
}

static CrfMeddra *
reads (Fixture *f,
       const char *version)
{
  g_autoptr (GError) error = NULL;
  CrfMeddra *meddra = crf_meddra_read_folder (f->folder, version, NULL, &error);

  g_assert_no_error (error);
  return meddra;
}

static void
a_whole_distribution_is_imported_with_its_version (Fixture *f,
                                                   gconstpointer data)
{
  g_autoptr (CrfMeddra) meddra = reads (f, NULL);
  g_autoptr (CrfDictionary) dictionary = NULL;
  g_autoptr (CrfDictionaryTerm) term = NULL, old = NULL;
  g_autoptr (GPtrArray) releases = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (crf_meddra_get_version (meddra), ==, "0.1");
  g_assert_cmpstr (crf_meddra_get_language (meddra), ==, "Invented");
  g_assert_cmpuint (crf_meddra_count (meddra, CRF_MEDDRA_LLT), ==, 6);
  g_assert_cmpuint (crf_meddra_count (meddra, CRF_MEDDRA_PT), ==, 2);
  g_assert_cmpuint (crf_meddra_get_notes (meddra)->len, ==, 0);
  g_assert_true (crf_meddra_store (meddra, &error));
  g_assert_true (crf_meddra_store (meddra, &error)); /* again, in place of the first */
  releases = crf_dictionary_list ();
  g_assert_cmpuint (releases->len, ==, 1);
  dictionary = crf_dictionary_open ("0.1", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (crf_dictionary_count (dictionary), ==, 6);
  term = crf_dictionary_find (dictionary, "99000041", &error);
  g_assert_cmpstr (term->pt, ==, "Inventitis pruriens");
  g_assert_cmpstr (term->hlt, ==, "Invented itches");
  g_assert_cmpstr (term->hlgt, ==, "Invented skin group");
  g_assert_cmpstr (term->soc, ==, "Invented skin class"); /* the primary path, not the second */
  g_assert_true (term->current);
  old = crf_dictionary_find (dictionary, "99000042", &error);
  g_assert_false (old->current);
  g_unlink (((CrfDictionaryRelease *) g_ptr_array_index (releases, 0))->path);
}

static void
names_of_files_and_the_folder_inside_are_found_in_any_case (Fixture *f,
                                                            gconstpointer data)
{
  static const char *const names[] = { "llt", "pt", "hlt", "hlgt", "soc", "mdhier" };
  g_autofree char *inside = g_build_filename (f->folder, "MEDASCII", NULL);
  g_autoptr (CrfMeddra) meddra = NULL;

  g_assert_cmpint (g_mkdir (inside, 0700), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = g_strconcat (names[i], ".asc", NULL), *upper = g_ascii_strup (name, -1);

      crf_test_meddra_put (inside, upper, crf_test_meddra_text (name), -1);
      crf_test_meddra_put (f->folder, name, NULL, 0);
    }
  meddra = reads (f, "0.2"); /* meddra_release.asc lies outside: the version is said */
  g_assert_cmpstr (crf_meddra_get_version (meddra), ==, "0.2");
  g_assert_cmpstr (crf_meddra_get_language (meddra), ==, "English");
  crf_test_meddra_remove (g_steal_pointer (&inside));
}

static void
what_is_missing_is_named (Fixture *f,
                          gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  crf_test_meddra_put (f->folder, "meddra_release.asc", NULL, 0);
  fails (f, CRF_MEDDRA_ERROR_MISSING, "--version");
  crf_test_meddra_put (f->folder, "hlgt.asc", NULL, 0);
  fails (f, CRF_MEDDRA_ERROR_MISSING, "has no hlgt.asc");
  g_assert_null (crf_meddra_read_folder ("/nowhere/at/all", NULL, NULL, &error));
  g_assert_error (error, CRF_MEDDRA_ERROR, CRF_MEDDRA_ERROR_MISSING);
}

static void
each_fault_names_file_and_line (Fixture *f,
                                gconstpointer data)
{
  static const struct { const char *file, *from, *to, *said; } faults[] = {
    { "llt.asc", "99000041$Made-up itching$99000031", "99000041$Made-up itching$99000039", "llt.asc, line 2: the code 99000039 is not in pt.asc" },
    { "llt.asc", "99000043$", "99000041$", "llt.asc, line 5: the code 99000041 stands already in line 2" },
    { "llt.asc", "$Y$$\n", "$\n", "llt.asc, line 1: 10 fields where there are 11" },
    { "llt.asc", "$Y$$\n", "$Y$$$$\n", "llt.asc, line 1: 14 fields where there are 11" },
    { "llt.asc", "$N$$\n", "$maybe$$\n", "llt.asc, line 3: “maybe” in field 10" },
    { "llt.asc", "99000041$", "9900OO41$", "llt.asc, line 2: “9900OO41” in field 1 is no code" },
    { "llt.asc", "99000041$Made-up itching$", "99000041$$", "llt.asc, line 2: the term 99000041 has no name" },
    { "pt.asc", "99000002", "99000003", "pt.asc, line 2: the code 99000003 is not in soc.asc" },
    { "pt.asc", "Inventalgia", "Invent\x01lgia", "pt.asc, line 2: the term 99000032 has no name, or one that cannot be read" },
    { "soc.asc", "99000002", "99000001", "soc.asc, line 2: the code 99000001 stands already in line 1" },
    { "mdhier.asc", "99000031$99000021", "99000031$99000029", "mdhier.asc, line 1: the code 99000029 is not in hlt.asc" },
    { "mdhier.asc", "99000001$Y", "99000001$N", "pt.asc, line 1: the preferred term 99000031 has no primary path" },
    { "mdhier.asc", "99000001$N", "99000001$Y", "mdhier.asc, line 2: the preferred term 99000031 has a second primary path" },
    { "mdhier.asc", "99000032$99000022$99000012$99000002", "99000032$99000022$99000012$99000001",
      "mdhier.asc, line 3: the primary path of 99000032 goes to 99000001; pt.asc says 99000002" },
    { "meddra_release.asc", "0.1", "../0.1", "meddra_release.asc, line 1:" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      spoil (f, faults[i].file, faults[i].from, faults[i].to);
      fails (f, CRF_MEDDRA_ERROR_INVALID, faults[i].said);
      crf_test_meddra_put (f->folder, faults[i].file, crf_test_meddra_text (faults[i].file), -1);
    }
}

static void
a_file_cut_in_its_middle_imports_nothing (Fixture *f,
                                          gconstpointer data)
{
  static const char *const names[] = { "soc.asc", "hlgt.asc", "hlt.asc", "pt.asc", "mdhier.asc" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *text = crf_test_meddra_text (names[i]);

      crf_test_meddra_put (f->folder, names[i], text, (gssize) strlen (text) / 2);
      fails (f, CRF_MEDDRA_ERROR_INVALID, ", line ");
      crf_test_meddra_put (f->folder, names[i], text, -1);
    }
  crf_test_meddra_put (f->folder, "llt.asc", "", 0);
  fails (f, CRF_MEDDRA_ERROR_INVALID, "no term");
}

static void
many_faults_are_counted_and_not_all_told (Fixture *f,
                                          gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 100; i++)
    g_string_append (text, "no code$no name\n");
  crf_test_meddra_put (f->folder, "llt.asc", text->str, -1);
  fails (f, CRF_MEDDRA_ERROR_INVALID, "… and 80 faults more.");
}

static void
latin_1_is_read_and_said_and_other_encodings_are_refused (Fixture *f,
                                                          gconstpointer data)
{
  g_autoptr (CrfMeddra) meddra = NULL;
  g_autoptr (CrfDictionary) dictionary = NULL;
  g_autoptr (CrfDictionaryTerm) term = NULL;
  g_autoptr (GPtrArray) releases = NULL;

  spoil (f, "llt.asc", "Made-up itching$", "Made-\xfc" "p itching$");
  meddra = reads (f, NULL);
  g_assert_cmpuint (crf_meddra_get_notes (meddra)->len, ==, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (crf_meddra_get_notes (meddra), 0), "llt.asc is not in UTF-8"));
  g_assert_true (crf_meddra_store (meddra, NULL));
  dictionary = crf_dictionary_open (NULL, NULL, NULL);
  term = crf_dictionary_match (dictionary, "MADE-ÜP ITCHING", NULL);
  g_assert_cmpstr (term->llt_code, ==, "99000041");
  releases = crf_dictionary_list ();
  g_unlink (((CrfDictionaryRelease *) g_ptr_array_index (releases, 0))->path);

  spoil (f, "llt.asc", "Made-up ache", "\xb8\xb9\xcd\xb4 ache"); /* GB18030 */
  fails (f, CRF_MEDDRA_ERROR_INVALID, "llt.asc, line 5: the bytes are neither UTF-8 nor Latin-1");
  spoil (f, "llt.asc", "Made-up ache", "M\x81" "de-up ache");
  fails (f, CRF_MEDDRA_ERROR_INVALID, "llt.asc, line 5: the bytes are neither");
  crf_test_meddra_put (f->folder, "llt.asc", "9\0009\000", 4); /* UTF-16 */
  fails (f, CRF_MEDDRA_ERROR_INVALID, "llt.asc, line 1: the file holds a zero byte");
}

static void
a_byte_order_mark_carriage_returns_and_no_last_line_end_do_no_harm (Fixture *f,
                                                                    gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("\xef\xbb\xbf");
  g_autoptr (CrfMeddra) meddra = NULL;

  g_string_append (text, crf_test_meddra_text ("llt.asc"));
  g_string_truncate (text, text->len - 1);
  g_string_replace (text, "\n", "\r\n", 0);
  crf_test_meddra_put (f->folder, "llt.asc", text->str, (gssize) text->len);
  meddra = reads (f, NULL);
  g_assert_cmpuint (crf_meddra_count (meddra, CRF_MEDDRA_LLT), ==, 6);
}

static void
a_dictionary_of_real_size_is_searched_while_typing (Fixture *f,
                                                    gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (crf_test_meddra_text ("llt.asc"));
  g_autoptr (CrfMeddra) meddra = NULL;
  g_autoptr (CrfDictionary) dictionary = NULL;
  g_autoptr (GPtrArray) found = NULL, releases = NULL;
  gint64 begun;

  for (guint i = 0; i < 90000; i++)
    g_string_append_printf (text, "98%06u$Made-up finding number %u of the invented body$99000032$$$$$$$Y$$\n", i, i);
  crf_test_meddra_put (f->folder, "llt.asc", text->str, (gssize) text->len);
  meddra = reads (f, NULL);
  g_assert_true (crf_meddra_store (meddra, NULL));
  begun = g_get_monotonic_time ();
  dictionary = crf_dictionary_open (NULL, NULL, NULL);
  found = crf_dictionary_search (dictionary, "body 4711 finding", 50, NULL);
  g_test_message ("%.1f ms", (double) (g_get_monotonic_time () - begun) / 1000);
  g_assert_cmpuint (found->len, ==, 19); /* 4711, 14711 … 84711, 47110 … 47119 */
  releases = crf_dictionary_list ();
  g_unlink (((CrfDictionaryRelease *) g_ptr_array_index (releases, 0))->path);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add ("/exchange/meddra/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("a-whole-distribution-is-imported-with-its-version", a_whole_distribution_is_imported_with_its_version);
  ADD ("names-of-files-and-the-folder-inside-are-found-in-any-case", names_of_files_and_the_folder_inside_are_found_in_any_case);
  ADD ("what-is-missing-is-named", what_is_missing_is_named);
  ADD ("each-fault-names-file-and-line", each_fault_names_file_and_line);
  ADD ("a-file-cut-in-its-middle-imports-nothing", a_file_cut_in_its_middle_imports_nothing);
  ADD ("many-faults-are-counted-and-not-all-told", many_faults_are_counted_and_not_all_told);
  ADD ("latin-1-is-read-and-said-and-other-encodings-are-refused", latin_1_is_read_and_said_and_other_encodings_are_refused);
  ADD ("a-byte-order-mark-carriage-returns-and-no-last-line-end-do-no-harm", a_byte_order_mark_carriage_returns_and_no_last_line_end_do_no_harm);
  ADD ("a-dictionary-of-real-size-is-searched-while-typing", a_dictionary_of_real_size_is_searched_while_typing);
#undef ADD

  return g_test_run ();
}
