/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The casebook on paper, read back with pdftotext: signatures with name, time and meaning (21 CFR 11.50), void ones, Chinese names, the trail, and what
 * must not be there. */

#include "crf-export.h"
#include "crf-paper-casebook.h"
#include "crf-paper-safety.h"
#include "crf-paper-ward-list.h"
#include "crf-test-study.h"

#include <glib/gstdio.h>
#include <string.h>

#define LONG_NAME "慕容欧阳小惠慕容欧阳小惠慕容欧阳小惠慕容欧阳小惠慕容欧阳小惠慕容欧阳小惠慕容欧阳小惠慕容欧阳小惠慕容欧阳小惠完"

/* NULL where there is no pdftotext. Blanks and line breaks are one blank. */
static char *
text_of (const char *path)
{
  g_autofree char *program = g_find_program_in_path ("pdftotext");
  const char *arguments[] = { program, "-raw", path, "-", NULL };
  g_autofree char *text = NULL;
  g_autoptr (GRegex) blanks = g_regex_new ("\\s+", 0, 0, NULL);
  g_autoptr (GError) error = NULL;

  if (program == NULL)
    return NULL;
  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_DEFAULT, NULL, NULL, &text, NULL, NULL, &error);
  g_assert_no_error (error);
  return g_regex_replace_literal (blanks, text, -1, 0, " ", 0, NULL);
}

static char *
print (CrfTestStudy *study,
       CrfSession *session,
       const CrfCasebookOptions *options)
{
  g_autofree char *path = g_build_filename (study->dir, "casebook.pdf", NULL);
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  char *text;

  g_assert_true (crf_paper_casebook_write (session, options, path, NULL, NULL, NULL, &refusal, &error));
  g_assert_no_error (error);
  text = text_of (path);
  g_unlink (path);
  return text;
}

/* Without pdftotext there is nothing to compare: skipped, said. */
static gboolean
has (const char *text,
     const char *wanted)
{
  if (text == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return TRUE;
    }
  if (strstr (text, wanted) != NULL)
    return TRUE;
  g_test_message ("no “%s” in:\n%s", wanted, text);
  return FALSE;
}

static gboolean
lacks (const char *text,
       const char *unwanted)
{
  return text == NULL || strstr (text, unwanted) == NULL;
}

static void
complete_and_sign (CrfTestStudy *study,
                   const char *number)
{
  CrfTarget target = { .subject = (char *) number, .event = (char *) "SE.SCREENING", .form = (char *) "F.DM" };
  g_autoptr (CrfFormState) form = crf_reader_form (study->nurse, &target, NULL);

  for (guint i = 0; i < form->sections->len; i++)
    {
      CrfSectionState *section = g_ptr_array_index (form->sections, i);

      for (guint j = 0; j < section->fields->len; j++)
        {
          CrfFieldState *field = g_ptr_array_index (section->fields, j);

          if (field->required && crf_value_is_empty (field->value))
            crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.DM", "item", field->item->oid, "missing", "UNK",
                                           NULL));
        }
    }
  crf_outcome_free (crf_test_do (study->nurse, "complete-form", number, "event", "SCREENING", "form", "F.DM", NULL));
  crf_outcome_free (crf_test_do (study->investigator, "sign-form", number, "event", "SCREENING", "form", "F.DM", "passphrase", CRF_TEST_PASSPHRASE, NULL));
}

static void
a_signature_on_paper_carries_name_time_and_meaning_and_says_when_it_is_void (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  const CrfCasebookOptions options = { .subject = number };
  g_autofree char *before = NULL, *after = NULL;

  complete_and_sign (study, number);
  before = print (study, study->nurse, &options);
  g_assert_true (has (before, "Wang Wei 2026-03-02 09:14 +08:00 I have reviewed this form; it is complete and correct. in force"));
  g_assert_true (lacks (before, "VOID"));
  g_assert_true (has (before, "This casebook is not signed."));
  crf_test_study_set_now (study, "2026-03-03T10:00");
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.DM", "item", "BED", "value", "14", "reason", "moved", NULL));
  after = print (study, study->nurse, &options);
  g_assert_true (has (after, "VOID: changed after signing"));
  g_assert_true (has (after, "Wang Wei 2026-03-02 09:14 +08:00"));
  g_assert_true (lacks (after, "in force"));
}

/* How often @needle stands in @text. */
static guint
count (const char *text,
       const char *needle)
{
  guint n = 0;

  for (const char *at = text; (at = strstr (at, needle)) != NULL; at += strlen (needle))
    n++;
  return n;
}

static gboolean
count_entry (const CrfExportEntry *entry,
             gpointer data)
{
  guint *n = data;

  *n += g_strcmp0 (entry->action, "value.set") == 0;
  return TRUE;
}

static void
the_trail_stands_on_it_only_when_asked_for_and_then_whole (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  CrfCasebookOptions options = { .subject = number };
  g_autoptr (CrfPatient) patient = crf_reader_patient (study->nurse, number, NULL);
  g_autofree char *without = NULL, *with = NULL;
  guint n = 0;

  crf_test_enter_labs (study, number, "SCREENING");
  without = print (study, study->nurse, &options);
  g_assert_true (lacks (without, "Old value"));
  options.audit = TRUE;
  g_assert_true (crf_export_visit_audit (study->nurse, patient->key, count_entry, &n, NULL));
  with = print (study, study->nurse, &options);
  g_assert_true (has (with, "Old value"));
  /* Each entry of a value is a row, as in the workbook. */
  g_assert_cmpuint (n, >, 10);
  if (with != NULL)
    g_assert_cmpuint (count (with, "Value entered"), ==, n);
}

static void
a_long_chinese_name_wraps_and_stands_only_where_it_is_asked_for (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  CrfCasebookOptions options = { .subject = number };
  g_autofree char *pseudonymous = NULL, *named = NULL;
  g_autoptr (GString) joined = NULL;

  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.DM", "item", "SUBJNAME", "value", LONG_NAME, NULL));
  pseudonymous = print (study, study->nurse, &options);
  g_assert_true (lacks (pseudonymous, "慕容"));
  g_assert_true (has (pseudonymous, "sealed"));
  options.identifiers = TRUE;
  named = print (study, study->nurse, &options);
  if (named == NULL)
    return;
  joined = g_string_new (named);
  g_string_replace (joined, " ", "", 0);
  g_assert_true (has (joined->str, LONG_NAME));
  g_assert_null (strstr (named, LONG_NAME)); /* it was broken over lines */
}

static void
the_casebook_of_all_begins_each_patient_on_a_new_page_and_counts_to_the_end (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *first = crf_test_register (study), *second = crf_test_register (study), *text = print (study, study->nurse, NULL), *head = NULL;

  g_assert_true (has (text, first));
  g_assert_true (has (text, second));
  g_assert_true (has (text, "Page 1 of "));
  if (text == NULL)
    return;
  head = g_strdup_printf ("Casebook %s", second);
  g_assert_true (has (text, head));
  g_assert_cmpuint (count (text, "Signatures on the casebook"), ==, 2);
}

static void
one_form_can_be_printed_alone (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  const CrfCasebookOptions options = { .subject = number, .form = "F.DM" };
  g_autofree char *text = print (study, study->nurse, &options);

  g_assert_true (has (text, "Birth date 1972-05-04"));
  g_assert_true (lacks (text, "Informed consent"));
  g_assert_true (lacks (text, "Eligibility"));
}

/* Every item of every form that somebody fills in stands on the blank forms, and every code beside a box. */
static void
blank_forms_hold_every_item (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  const GPtrArray *forms = crf_study_get_forms (crf_session_get_study (study->nurse));
  g_autofree char *path = g_build_filename (study->dir, "blank.pdf", NULL), *blank = NULL, *annotated = NULL;
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  g_assert_true (crf_paper_blank_write (study->nurse, NULL, NULL, FALSE, path, &refusal, &error));
  blank = text_of (path);
  g_assert_true (crf_paper_blank_write (study->nurse, NULL, NULL, TRUE, path, &refusal, &error));
  g_assert_no_error (error);
  annotated = text_of (path);
  g_unlink (path);
  g_assert_true (has (blank, "Subject no. ____"));
  g_assert_true (has (blank, "☐ Yes ☐ No"));
  for (guint i = 0; annotated != NULL && i < forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (forms, i);

      for (guint j = 0; j < form->groups->len; j++)
        {
          const CrfItemGroup *group = g_ptr_array_index (form->groups, j);

          for (guint k = 0; k < group->items->len; k++, n++)
            g_assert_true (has (annotated, ((const CrfItemRef *) g_ptr_array_index (group->items, k))->item->oid));
        }
    }
  if (annotated != NULL)
    g_assert_cmpuint (n, >, 150);
  g_assert_false (crf_paper_blank_write (study->nurse, NULL, "F.NONE", FALSE, path, &refusal, &error));
  g_assert_nonnull (error);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* As reported, then as coded; without a dictionary not a word of one. */
static void
what_is_coded_stands_under_the_words_that_were_reported (void)
{
  static const char full[] = "itch Coded: Inventitis pruriens (PT 99000031) · Invented skin class (SOC 99000001) · MedDRA 0.1 Invented";
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study), *path = g_build_filename (study->dir, "sae.pdf", NULL), *before = NULL, *after = NULL, *sae = NULL,
                  *changed = NULL;
  const CrfCasebookOptions options = { .subject = number };
  g_autoptr (CrfOutcome) event = crf_test_do (study->nurse, "enter", number, "event", "COMMON", "form", "F.AE", "formkey", "new", "item", "AETERM", "value", "itch",
                                              NULL);
  const char *key = g_hash_table_lookup (event->results, "formkey");
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  CrfSession *coder;

  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "COMMON", "form", "F.AE", "formkey", key, "item", "AESER", "value", "Y", NULL));
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "COMMON", "form", "F.AE", "formkey", "new", "item", "AETERM", "value", "tired", NULL));
  before = print (study, study->nurse, &options);
  g_assert_true (lacks (before, "oded"));
  g_assert_true (lacks (before, "MedDRA"));
  crf_test_code_event (study, number, "1", "99000041");
  after = print (study, study->nurse, &options);
  g_assert_true (has (after, full));
  g_assert_true (has (after, "tired Not coded yet."));
  g_assert_true (crf_sae_pdf_write (study->nurse, number, "1", path, &refusal, &error));
  sae = text_of (path);
  g_unlink (path);
  g_assert_true (has (sae, full + strlen ("itch ")));
  coder = crf_session_sign_in_file (crf_session_get_file (study->admin), "coder", CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (study), &error);
  crf_outcome_free (crf_test_do (coder, "code-event", number, "event", "2", "code", "99000043", NULL));
  crf_session_close (coder);
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "COMMON", "form", "F.AE", "formkey", key, "item", "AETERM", "value", "itch at night",
                                 "reason", "said so", NULL));
  changed = print (study, study->nurse, &options);
  g_assert_true (has (changed, "itch at night To be coded again: the words have changed."));
  g_assert_true (lacks (changed, "Inventitis"));
}

static void
the_ward_list_names_patient_and_task (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study), *path = g_build_filename (study->dir, "ward.pdf", NULL), *text = NULL;
  g_autoptr (GPtrArray) tasks = NULL;
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;

  crf_test_study_set_now (study, "2026-03-20T08:00");
  tasks = crf_reader_tasks (study->nurse, NULL);
  g_assert_cmpuint (tasks->len, >, 0);
  g_assert_true (crf_paper_ward_list_write (study->nurse, CRF_WORK_BY_BED, FALSE, path, &refusal, &error));
  g_assert_no_error (error);
  text = text_of (path);
  g_unlink (path);
  g_assert_true (has (text, number));
  g_assert_true (has (text, "Ward list"));
  g_assert_true (has (text, "☐"));
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(name) g_test_add_func ("/exchange/casebook/" #name, name)
  ADD (a_signature_on_paper_carries_name_time_and_meaning_and_says_when_it_is_void);
  ADD (the_trail_stands_on_it_only_when_asked_for_and_then_whole);
  ADD (a_long_chinese_name_wraps_and_stands_only_where_it_is_asked_for);
  ADD (the_casebook_of_all_begins_each_patient_on_a_new_page_and_counts_to_the_end);
  ADD (one_form_can_be_printed_alone);
  ADD (blank_forms_hold_every_item);
  ADD (what_is_coded_stands_under_the_words_that_were_reported);
  ADD (the_ward_list_names_patient_and_task);
  return g_test_run ();
}
