/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The report of a serious adverse event and the log of deviations as PDF. */

#include "crf-adverse-events.h"
#include "crf-reader.h"
#include "crf-paper-safety.h"
#include "crf-paper-sources.h"
#include "crf-paper-ward-list.h"
#include "crf-test-study.h"

#include <glib/gstdio.h>
#include <string.h>

static void
new_event (CrfTestStudy *study,
           const char *number,
           const char *serious)
{
  const char *const values[][2] = { { "AETERM", "Septic shock" }, { "AESER", serious } };
  g_autofree char *key = g_strdup ("new");

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (CrfOutcome) outcome = crf_test_do (study->nurse, "enter", number, "event", "COMMON", "form", "F.AE", "formkey", key, "item", values[i][0],
                                                    "value", values[i][1], NULL);

      g_free (key);
      key = g_strdup (g_hash_table_lookup (outcome->results, "formkey"));
    }
}

static void
assert_pdf (const char *path)
{
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (path, &content, &length, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (length, >, 1000);
  g_assert_true (strncmp (content, "%PDF-", 5) == 0);
  g_assert_nonnull (g_strstr_len (content + length - 16, 16, "%%EOF"));
}

static gboolean
was_journalled (CrfTestStudy *study,
                const char *name)
{
  g_autoptr (GPtrArray) rows = crf_reader_audit (study->investigator, NULL, NULL, NULL, 20, NULL);

  for (guint i = 0; i < rows->len; i++)
    if (g_strcmp0 (((CrfAuditRow *) g_ptr_array_index (rows, i))->action, "export") == 0)
      return TRUE;
  g_test_message ("%s is not in the journal", name);
  return FALSE;
}

static void
the_report_of_a_serious_event_is_written_and_journalled (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autofree char *path = g_build_filename (study->dir, "sae.pdf", NULL);
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;

  new_event (study, number, "Y");
  g_assert_true (crf_sae_pdf_write (study->nurse, number, "1", path, &refusal, &error));
  g_assert_no_error (error);
  g_assert_null (refusal);
  assert_pdf (path);
  g_assert_true (was_journalled (study, path));
  g_assert_cmpint (g_unlink (path), ==, 0);
}

/* The text of the report as it is printed now, in one line; NULL without pdftotext. */
static char *
print_report (CrfTestStudy *study,
              const char *number)
{
  g_autofree char *program = g_find_program_in_path ("pdftotext"), *path = g_build_filename (study->dir, "sae.pdf", NULL), *text = NULL;
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  char *argv[] = { program, (char *) "-layout", path, (char *) "-", NULL };

  g_assert_true (crf_sae_pdf_write (study->nurse, number, "1", path, &refusal, &error));
  g_assert_no_error (error);
  if (program == NULL)
    return NULL;
  g_assert_true (g_spawn_sync (NULL, argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &text, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_unlink (path), ==, 0);
  return g_steal_pointer (&text);
}

/* All that the form asks, and complete. */
static void
complete_event (CrfTestStudy *study,
                CrfTarget *at)
{
  g_autoptr (CrfFormState) form = crf_reader_form (study->investigator, at, NULL);

  for (guint i = 0; i < form->sections->len; i++)
    {
      const CrfSectionState *section = g_ptr_array_index (form->sections, i);

      for (guint j = 0; j < section->fields->len; j++)
        {
          const CrfFieldState *field = g_ptr_array_index (section->fields, j);

          if (field->required && crf_value_is_empty (field->value))
            crf_outcome_free (crf_test_do (study->investigator, "enter", at->subject, "event", at->event, "form", at->form, "formkey", at->formkey, "item",
                                           field->item->oid, "missing", "UNK", NULL));
        }
    }
  crf_outcome_free (crf_test_do (study->investigator, "complete-form", at->subject, "event", at->event, "form", at->form, "formkey", at->formkey, NULL));
}

/* 21 CFR 11.50: name, date and time, and what the signature means, on whatever is printed of what was signed. */
static void
the_report_says_who_signed_the_event_or_that_nobody_did (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study), *before = NULL, *after = NULL;
  g_autoptr (GPtrArray) events = NULL;
  CrfTarget *at;

  new_event (study, number, "Y");
  before = print_report (study, number);
  if (before == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return;
    }
  g_assert_nonnull (strstr (before, "NOT SIGNED: no investigator's signature stands on the form of this event."));
  events = crf_reader_adverse_events (study->nurse, number, NULL);
  at = ((CrfAdverseEvent *) g_ptr_array_index (events, 0))->target;
  complete_event (study, at);
  crf_outcome_free (crf_test_do (study->investigator, "sign-form", number, "event", at->event, "form", at->form, "formkey", at->formkey, "passphrase",
                                 CRF_TEST_PASSPHRASE, NULL));
  after = print_report (study, number);
  g_assert_null (strstr (after, "NOT SIGNED"));
  g_assert_nonnull (strstr (after, crf_session_get_name (study->investigator)));
  g_assert_nonnull (strstr (after, "2026-03-02 09:14 +08:00"));
  g_assert_nonnull (strstr (after, "I have reviewed this serious"));
  g_assert_nonnull (strstr (after, "in force"));
}

static void
an_event_that_is_not_serious_has_no_report (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autofree char *path = g_build_filename (study->dir, "sae.pdf", NULL);
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;

  new_event (study, number, "N");
  g_assert_false (crf_sae_pdf_write (study->nurse, number, "1", path, &refusal, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (refusal->code, ==, "not-serious");
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
a_folder_that_is_not_there_is_an_error_and_leaves_no_trace (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autofree char *path = g_build_filename (study->dir, "nowhere", "sae.pdf", NULL);
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;

  new_event (study, number, "Y");
  g_assert_false (crf_sae_pdf_write (study->nurse, number, "1", path, &refusal, &error));
  g_assert_nonnull (error);
  g_assert_false (was_journalled (study, path));
}

/* Sixty deviations need more than one page. */
static void
the_log_of_deviations_breaks_pages (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autofree char *path = g_build_filename (study->dir, "deviations.pdf", NULL);
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *text = g_strdup_printf ("Deviation %u: 采血管用错, and a text that is long enough to need a second line on the sheet", i);

      crf_outcome_free (crf_test_do (study->nurse, "open-deviation", i % 2 == 0 ? number : NULL, "text", text, NULL));
    }
  g_assert_true (crf_deviations_pdf_write (study->nurse, NULL, path, &refusal, &error));
  g_assert_no_error (error);
  assert_pdf (path);
  g_assert_cmpint (g_unlink (path), ==, 0);
}

/* However much there is to do, one page is carried about; what does not stand on it is counted. */
static void
the_ward_list_is_one_page (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *path = g_build_filename (study->dir, "ward.pdf", NULL);
  g_autofree char *program = g_find_program_in_path ("pdftotext"), *text = NULL;
  const char *const arguments[] = { "pdftotext", "-layout", path, "-", NULL };
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 60; i++)
    g_free (crf_test_register (study));
  g_assert_true (crf_paper_ward_list_write (study->nurse, CRF_WORK_BY_BED, TRUE, path, &refusal, &error));
  g_assert_no_error (error);
  assert_pdf (path);
  g_assert_true (was_journalled (study, path));
  if (program != NULL)
    {
      g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_nonnull (strstr (text, "Page 1 of 1"));
      g_assert_null (strstr (text, "Page 2"));
      g_assert_nonnull (strstr (text, "01-S-001"));
      g_assert_nonnull (strstr (text, "more patients: see Today on the screen"));
    }
  g_assert_cmpint (g_unlink (path), ==, 0);
}

/* conduct.md, Source: each item says where its original is; printable as the source data list. */
static void
the_source_list_names_the_originals (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *path = g_build_filename (study->dir, "sources.pdf", NULL);
  g_autofree char *program = g_find_program_in_path ("pdftotext"), *text = NULL;
  const char *const arguments[] = { "pdftotext", "-layout", path, "-", NULL };
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;

  crf_test_refused (study->admin, "item-or-form", "set-source", NULL, "source", "chart", NULL);
  crf_outcome_free (crf_test_do (study->admin, "set-source", NULL, "form", "F.DM", "source", "chart", NULL));
  crf_outcome_free (crf_test_do (study->admin, "set-source", NULL, "item", "SEX", "source", "paper", NULL));
  g_assert_true (crf_paper_sources_write (study->admin, path, &refusal, &error));
  g_assert_no_error (error);
  assert_pdf (path);
  g_assert_true (was_journalled (study, path));
  if (program == NULL)
    return;
  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_regex_match_simple ("BRTHDAT .*Patient's chart .*2026-03-02, admin", text, 0, 0));
  g_assert_true (g_regex_match_simple ("SEX .*Paper sheet of the trial", text, 0, 0));
  g_assert_true (g_regex_match_simple ("MELD .*This system .computed.", text, 0, 0));
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/exchange/sheets/the-source-list-names-the-originals", the_source_list_names_the_originals);
  g_test_add_func ("/exchange/sheets/the-report-of-a-serious-event-is-written-and-journalled", the_report_of_a_serious_event_is_written_and_journalled);
  g_test_add_func ("/exchange/sheets/the-report-says-who-signed-the-event-or-that-nobody-did", the_report_says_who_signed_the_event_or_that_nobody_did);
  g_test_add_func ("/exchange/sheets/an-event-that-is-not-serious-has-no-report", an_event_that_is_not_serious_has_no_report);
  g_test_add_func ("/exchange/sheets/a-folder-that-is-not-there-is-an-error-and-leaves-no-trace", a_folder_that_is_not_there_is_an_error_and_leaves_no_trace);
  g_test_add_func ("/exchange/sheets/the-log-of-deviations-breaks-pages", the_log_of_deviations_breaks_pages);
  g_test_add_func ("/exchange/sheets/the-ward-list-is-one-page", the_ward_list_is_one_page);

  return g_test_run ();
}
