/* SPDX-License-Identifier: GPL-3.0-or-later */

/* conduct.md, Safety and medication: a running list, "any change? none / yes" at each visit, stop dates, flags. */

#include "crf-casebook.h"
#include "crf-medication.h"
#include "crf-reader.h"
#include "crf-test-study.h"

#include <string.h>

typedef struct
{
  CrfTestStudy *study;
  char *number;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->study = crf_test_study_new ();
  f->number = crf_test_register (f->study);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_free (f->number);
  crf_test_study_free (f->study);
}

static void
enter (Fixture *f, const char *event, const char *eventkey, const char *form, const char *formkey, const char *item, const char *value)
{
  crf_outcome_free (crf_test_do (f->study->nurse, "enter", f->number, "event", event, "eventkey", eventkey, "form", form, "formkey", formkey, "item", item,
                                 "value", value, NULL));
}

static void
add_medicine (Fixture *f, const char *name, const char *kind, const char *dose, const char *start)
{
  g_autoptr (CrfOutcome) outcome = crf_test_do (f->study->nurse, "add-form", f->number, "form", "F.CM", NULL);
  const char *key = g_hash_table_lookup (outcome->results, "formkey");

  enter (f, "COMMON", NULL, "F.CM", key, "CMTRT", name);
  enter (f, "COMMON", NULL, "F.CM", key, "CMCLAS", kind);
  enter (f, "COMMON", NULL, "F.CM", key, "CMDOSE", dose);
  enter (f, "COMMON", NULL, "F.CM", key, "CMSTDTC", start);
  enter (f, "COMMON", NULL, "F.CM", key, "CMONGO", "Y");
}

/* Answers what the form asks for, so that it can be completed: not done, but for the question on medicines. */
static void
complete_visit (Fixture *f, const char *event, const char *date, const char *changed)
{
  CrfTarget target = { .subject = f->number, .event = (char *) event, .eventkey = (char *) "1", .form = (char *) "F.VISIT", .formkey = (char *) "1" };
  g_autoptr (CrfFormState) state = NULL;

  crf_test_enter (f->study, f->number, event, "F.VISIT::VISDAT", date, NULL);
  crf_test_enter (f->study, f->number, event, "F.VISIT::CMCHG", changed, NULL);
  state = crf_reader_form (f->study->nurse, &target, NULL);
  for (guint i = 0; i < state->sections->len; i++)
    {
      CrfSectionState *section = g_ptr_array_index (state->sections, i);

      for (guint j = 0; j < section->fields->len; j++)
        {
          CrfFieldState *field = g_ptr_array_index (section->fields, j);

          if (field->required && field->shown && !field->derived && crf_value_is_empty (field->value))
            crf_outcome_free (crf_test_do (f->study->nurse, "enter", f->number, "event", event, "form", "F.VISIT", "group", section->group->oid, "item",
                                           field->item->oid, "missing", "ND", NULL));
        }
    }
  crf_outcome_free (crf_test_do (f->study->nurse, "complete-form", f->number, "event", event, "form", "F.VISIT", NULL));
}

static guint
count_queries (Fixture *f)
{
  g_autoptr (GPtrArray) queries = crf_reader_queries (f->study->nurse, f->number, NULL, NULL);
  guint n = 0;

  for (guint i = 0; i < queries->len; i++)
    n += strstr (((CrfQuery *) g_ptr_array_index (queries, i))->text, "medication") != NULL;
  return n;
}

static char *
shown_list (Fixture *f, const char *event)
{
  CrfTarget target = { .subject = f->number, .event = (char *) event, .eventkey = (char *) "1", .form = (char *) "F.VISIT", .formkey = (char *) "1" };
  g_autoptr (CrfFormState) state = crf_reader_form (f->study->nurse, &target, NULL);
  const CrfItem *item = crf_study_find_item_by_concept (crf_session_get_study (f->study->nurse), "cm.changed");

  return g_strdup (crf_form_state_find (state, item->oid, NULL)->last);
}

/* One question; the list itself is carried forward and stands beside it. */
static void
test_question (Fixture *f, gconstpointer data)
{
  g_autofree char *none = NULL, *first = NULL, *second = NULL;

  crf_test_study_set_now (f->study, "2026-04-01T09:00");
  crf_test_refused (f->study->nurse, "value-invalid", "enter", f->number, "event", "SCREENING", "form", "F.VISIT", "item", "CMCHG", "value", "MAYBE", NULL);
  none = shown_list (f, "SE.SCREENING");
  g_assert_null (none);
  add_medicine (f, "Furosemide", "DIURETIC", "40 mg", "2026-01-10");
  complete_visit (f, "SE.SCREENING", "2026-03-02", "N");
  g_assert_cmpuint (count_queries (f), ==, 0); /* nothing came before */
  complete_visit (f, "SE.W1", "2026-03-09", "N");
  g_assert_cmpuint (count_queries (f), ==, 0);
  first = shown_list (f, "SE.W1");
  g_assert_cmpstr (first, ==, "Furosemide 40 mg");
  /* Yes, and the list has not changed since 9 March: that is asked about. */
  complete_visit (f, "SE.W4", "2026-03-30", "Y");
  g_assert_cmpuint (count_queries (f), ==, 1);
  second = shown_list (f, "SE.W4");
  g_assert_cmpstr (second, ==, "Furosemide 40 mg");
}

static void
test_silent_change (Fixture *f, gconstpointer data)
{
  crf_test_study_set_now (f->study, "2026-04-01T09:00");
  complete_visit (f, "SE.SCREENING", "2026-03-02", "N");
  add_medicine (f, "Furosemide", "DIURETIC", "40 mg", "2026-03-09");
  /* The day of the visit counts, the day of the one before does not. */
  complete_visit (f, "SE.W1", "2026-03-09", "N");
  g_assert_cmpuint (count_queries (f), ==, 1);
  complete_visit (f, "SE.W4", "2026-03-30", "N");
  g_assert_cmpuint (count_queries (f), ==, 1);
}

static void
test_stop (Fixture *f, gconstpointer data)
{
  CrfTestStudy *study = f->study;
  g_autoptr (GPtrArray) list = NULL;
  const CrfMedication *one;

  crf_test_study_set_now (study, "2026-04-01T09:00");
  add_medicine (f, "Prednisolone", "STEROID", "10 mg", "2026-03-05");
  crf_test_refused (study->nurse, "medication-unknown", "stop-medication", f->number, "medication", "2", "on", "2026-03-20", NULL);
  crf_test_refused (study->nurse, "before-start", "stop-medication", f->number, "medication", "1", "on", "2026-03-04", NULL);
  crf_test_refused (study->nurse, "in-the-future", "stop-medication", f->number, "medication", "1", "on", "2026-04-02", NULL);
  crf_outcome_free (crf_test_do (study->nurse, "stop-medication", f->number, "medication", "1", "on", "2026-03-20", NULL));
  crf_test_refused (study->nurse, "medication-ended", "stop-medication", f->number, "medication", "1", "on", "2026-03-21", NULL);
  list = crf_reader_medications (study->nurse, f->number, NULL);
  one = g_ptr_array_index (list, 0);
  g_assert_cmpstr (one->end, ==, "2026-03-20");
  g_assert_false (one->ongoing);
  g_assert_true (one->prohibited); /* clinical.md D2, E10: glucocorticoids and interferon */
  g_assert_nonnull (one->flag);
}

/* The way it is given is a code of CDISC's list, and read as a word. */
static void
test_route (Fixture *f, gconstpointer data)
{
  g_autoptr (CrfOutcome) outcome = NULL;
  g_autoptr (GPtrArray) list = NULL;

  crf_test_study_set_now (f->study, "2026-04-01T09:00");
  add_medicine (f, "Furosemide", "DIURETIC", "40 mg", "2026-03-05");
  list = crf_reader_medications (f->study->nurse, f->number, NULL);
  enter (f, "COMMON", NULL, "F.CM", ((const CrfMedication *) g_ptr_array_index (list, 0))->target->formkey, "CMROUTE", "ORAL");
  g_clear_pointer (&list, g_ptr_array_unref);
  list = crf_reader_medications (f->study->nurse, f->number, NULL);
  g_assert_cmpstr (((const CrfMedication *) g_ptr_array_index (list, 0))->route, ==, "By mouth");
  crf_session_set_language (f->study->nurse, "zh-CN");
  g_clear_pointer (&list, g_ptr_array_unref);
  list = crf_reader_medications (f->study->nurse, f->number, NULL);
  g_assert_cmpstr (((const CrfMedication *) g_ptr_array_index (list, 0))->route, ==, "口服");
  crf_test_refused (f->study->nurse, "value-invalid", "enter", f->number, "event", "COMMON", "form", "F.CM", "formkey",
                    ((const CrfMedication *) g_ptr_array_index (list, 0))->target->formkey, "item", "CMROUTE", "value", "by the ear", NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(sentence, test) g_test_add ("/conduct/medication/" sentence, Fixture, NULL, set_up, test, tear_down)
  ADD ("each-visit-asks-whether-anything-changed-beside-the-running-list", test_question);
  ADD ("a-change-that-the-visit-denies-is-asked-about", test_silent_change);
  ADD ("a-medicine-ends-on-its-day", test_stop);
  ADD ("the-route-is-a-code-read-as-a-word", test_route);
  return g_test_run ();
}
