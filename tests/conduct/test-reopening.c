/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reason for change per item: what stood when a form was complete is changed with a reason of its own, also while the form is reopened. One reason for
 * the reopening is none for forty values. */

#include "crf-reader.h"
#include "crf-records.h"
#include "crf-test-study.h"
#include "crf-verify.h"

#include <string.h>

typedef struct
{
  CrfTestStudy *study;
  char *number;
} Trial;

static CrfFormState *
read_form (Trial *trial)
{
  CrfTarget target = { .subject = trial->number, .event = (char *) "SE.SCREENING", .form = (char *) "F.VISIT" };
  g_autoptr (GError) error = NULL;
  CrfFormState *form = crf_reader_form (trial->study->nurse, &target, &error);

  g_assert_no_error (error);
  return form;
}

/* The visit's form with liver tests, all else unknown, and complete. */
static void
complete (Trial *trial)
{
  g_autoptr (CrfFormState) form = NULL;

  crf_test_enter_labs (trial->study, trial->number, "SCREENING");
  crf_test_enter (trial->study, trial->number, "SCREENING", "WEIGHT", "66", "kg");
  form = read_form (trial);
  for (guint i = 0; i < form->sections->len; i++)
    {
      const CrfSectionState *section = g_ptr_array_index (form->sections, i);

      for (guint j = 0; j < section->fields->len; j++)
        {
          const CrfFieldState *field = g_ptr_array_index (section->fields, j);

          if (field->required && crf_value_is_empty (field->value))
            crf_outcome_free (crf_test_do (trial->study->nurse, "enter", trial->number, "event", "SCREENING", "form", "F.VISIT", "item", field->item->oid,
                                           "missing", "UNK", NULL));
        }
    }
  crf_outcome_free (crf_test_do (trial->study->nurse, "complete-form", trial->number, "event", "SCREENING", "form", "F.VISIT", NULL));
}

static void
reopen (Trial *trial,
        const char *reason)
{
  crf_outcome_free (crf_test_do (trial->study->nurse, "reopen-form", trial->number, "event", "SCREENING", "form", "F.VISIT", "reason", reason, NULL));
}

static void
set_up (Trial *trial,
        gconstpointer data)
{
  trial->study = crf_test_study_new ();
  trial->number = crf_test_register (trial->study);
}

static void
tear_down (Trial *trial,
           gconstpointer data)
{
  g_free (trial->number);
  crf_test_study_free (trial->study);
}

static CrfOutcome *
enter (Trial *trial,
       const char *item,
       const char *value,
       const char *unit,
       const char *reason)
{
  g_autoptr (GError) error = NULL;
  CrfOutcome *outcome = crf_conduct_with (trial->study->nurse, "enter", trial->number, &error, "event", "SCREENING", "form", "F.VISIT", "item", item,
                                          "value", value, "unit", unit, "confirm", reason != NULL ? "reason" : NULL, "reason", reason, NULL);

  g_assert_no_error (error);
  return outcome;
}

/* The last entry about the item: what became of it, and why. */
typedef struct { const char *item; char *value, *reason; } Last;

static gboolean
take_last (const CrfJournalRecord *record,
           gpointer data)
{
  Last *last = data;

  if (g_strcmp0 (record->columns[CRF_COL_ITEM], last->item) != 0 || g_strcmp0 (record->columns[CRF_COL_ACTION], "value.set") != 0)
    return TRUE;
  g_free (last->value);
  g_free (last->reason);
  last->value = g_strdup (record->columns[CRF_COL_VALUE]);
  last->reason = g_strdup (record->columns[CRF_COL_REASON]);
  return TRUE;
}

static void
assert_last (Trial *trial,
             const char *item,
             const char *value,
             const char *reason)
{
  Last last = { .item = item };

  g_assert_true (crf_records_journal (crf_session_get_file (trial->study->nurse), NULL, NULL, 0, FALSE, take_last, &last, NULL));
  g_assert_cmpstr (last.value, ==, value);
  g_assert_cmpstr (last.reason, ==, reason);
  g_free (last.value);
  g_free (last.reason);
}

static void
assert_verifies (Trial *trial)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfVerifyReport) report = crf_verify (trial->study->path, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (report->faults->len, ==, 0);
}

static void
a_value_that_stood_asks_for_its_reason (Trial *trial,
                                        gconstpointer data)
{
  g_autoptr (CrfOutcome) asked = NULL, confirmed = NULL, done = NULL, again = NULL;
  g_autoptr (CrfFormState) form = NULL;

  complete (trial);
  reopen (trial, "typing errors on page 2");
  form = read_form (trial);
  g_assert_cmpstr (form->state, ==, "started");
  g_assert_true (crf_form_state_find (form, "WEIGHT", NULL)->needs_reason);
  asked = enter (trial, "WEIGHT", "50", "kg", NULL);
  g_assert_nonnull (asked->prompt);
  g_assert_true (asked->prompt->needs_reason);
  /* What the form was reopened for is offered … */
  g_assert_cmpstr (asked->prompt->reason, ==, "typing errors on page 2");
  g_assert_nonnull (strstr (asked->prompt->message, "typing errors on page 2"));
  /* … and not taken by who only says yes. */
  confirmed = crf_conduct_with (trial->study->nurse, "enter", trial->number, NULL, "event", "SCREENING", "form", "F.VISIT", "item", "WEIGHT", "value",
                                "50", "unit", "kg", "confirm", asked->prompt->id, NULL);
  g_assert_nonnull (confirmed->prompt);
  assert_last (trial, "IT.WEIGHT", "66", NULL);
  done = enter (trial, "WEIGHT", "60", "kg", "misread: 60, not 66");
  g_assert_true (crf_outcome_done (done));
  assert_last (trial, "IT.WEIGHT", "60", "misread: 60, not 66");
  /* The next change of the same field is one, too. */
  again = enter (trial, "WEIGHT", "61", "kg", NULL);
  g_assert_nonnull (again->prompt);
  g_assert_true (again->prompt->needs_reason);
  assert_verifies (trial);
}

static void
what_is_entered_first_after_the_reopening_needs_none (Trial *trial,
                                                      gconstpointer data)
{
  g_autoptr (CrfFormState) before = NULL;
  g_autoptr (CrfOutcome) first = NULL, second = NULL, third = NULL;
  const char *item = NULL;

  complete (trial);
  before = read_form (trial);
  /* Any item that may stay empty. */
  for (guint i = 0; i < before->sections->len && item == NULL; i++)
    {
      const CrfSectionState *section = g_ptr_array_index (before->sections, i);

      for (guint j = 0; j < section->fields->len && item == NULL; j++)
        {
          const CrfFieldState *field = g_ptr_array_index (section->fields, j);

          if (!field->required && field->editable && !field->derived && crf_value_is_empty (field->value) && field->item->type == CRF_TYPE_TEXT &&
              field->item->code_list == NULL)
            item = field->item->oid;
        }
    }
  g_assert_nonnull (item);
  reopen (trial, "a line was forgotten");
  first = enter (trial, item, "seen", NULL, NULL);
  g_assert_true (crf_outcome_done (first));
  second = enter (trial, item, "seen twice", NULL, NULL);
  g_assert_true (crf_outcome_done (second));
  assert_last (trial, item, "seen twice", NULL);
  /* Complete with it once more: now it stands, too. */
  crf_outcome_free (crf_test_do (trial->study->nurse, "complete-form", trial->number, "event", "SCREENING", "form", "F.VISIT", NULL));
  reopen (trial, "again");
  third = enter (trial, item, "seen thrice", NULL, NULL);
  g_assert_nonnull (third->prompt);
  g_assert_cmpstr (third->prompt->reason, ==, "again");
  assert_verifies (trial);
}

/* Clearing is a change; what was cleared so is not new when it is typed again. Nor is it after "results pending". */
static void
no_way_round_leads_past_the_reason (Trial *trial,
                                    gconstpointer data)
{
  g_autoptr (CrfOutcome) cleared = NULL, typed = NULL, pending = NULL, result = NULL;
  g_autoptr (GError) error = NULL;

  complete (trial);
  reopen (trial, "z");
  cleared = enter (trial, "WEIGHT", NULL, NULL, NULL);
  g_assert_nonnull (cleared->prompt);
  crf_outcome_free (crf_test_do (trial->study->nurse, "enter", trial->number, "event", "SCREENING", "form", "F.VISIT", "item", "WEIGHT", "confirm", "reason",
                                 "reason", "of another patient", NULL));
  typed = enter (trial, "WEIGHT", "67", "kg", NULL);
  g_assert_nonnull (typed->prompt);
  g_assert_true (typed->prompt->needs_reason);
  crf_outcome_free (crf_test_do (trial->study->nurse, "enter", trial->number, "event", "SCREENING", "form", "F.VISIT", "item", "TBIL", "missing", "PEND",
                                 "confirm", "reason", "reason", "the laboratory repeats it", NULL));
  result = enter (trial, "TBIL", "66", "umol/L", NULL);
  g_assert_nonnull (result->prompt);
  g_assert_true (result->prompt->needs_reason);
  /* A block of results is many changes at once. */
  pending = crf_conduct_with (trial->study->nurse, "paste-results", trial->number, &error, "event", "SCREENING", "form", "F.VISIT", "text",
                              "TBIL\t65\tumol/L\n", NULL);
  g_assert_no_error (error);
  g_assert_true (pending->prompt->needs_reason);
  g_assert_cmpstr (pending->prompt->reason, ==, "z");
}

static void
a_sample_of_a_complete_form_is_moved_for_a_reason (Trial *trial,
                                                   gconstpointer data)
{
  g_autoptr (CrfOutcome) asked = NULL, reopened = NULL;

  complete (trial);
  asked = crf_conduct_with (trial->study->nurse, "set-sample", trial->number, NULL, "event", "SCREENING", "form", "F.VISIT", "group", "IG.LIVER", "state",
                            "planned", NULL);
  g_assert_nonnull (asked->prompt);
  g_assert_true (asked->prompt->needs_reason);
  reopen (trial, "z");
  reopened = crf_conduct_with (trial->study->nurse, "set-sample", trial->number, NULL, "event", "SCREENING", "form", "F.VISIT", "group", "IG.LIVER",
                               "state", "planned", "confirm", "reason", NULL);
  g_assert_nonnull (reopened->prompt);
  g_assert_cmpstr (reopened->prompt->reason, ==, "z");
  crf_outcome_free (crf_test_do (trial->study->nurse, "set-sample", trial->number, "event", "SCREENING", "form", "F.VISIT", "group", "IG.LIVER", "state",
                                 "planned", "confirm", "reason", "reason", "taken again", NULL));
  assert_verifies (trial);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(test) g_test_add ("/reopening/" #test, Trial, NULL, set_up, test, tear_down)
  ADD (a_value_that_stood_asks_for_its_reason);
  ADD (what_is_entered_first_after_the_reopening_needs_none);
  ADD (no_way_round_leads_past_the_reason);
  ADD (a_sample_of_a_complete_form_is_moved_for_a_reason);

  return g_test_run ();
}
