/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The grid of visits: one cell for each visit of each patient, by the same plan as the patient's own schedule (screens.md, Visit grid). */

#include "crf-reader.h"
#include "crf-test-study.h"
#include "crf-visit-grid.h"

#include <string.h>

static CrfGridCell
cell_of (CrfSession *session,
         const char *number,
         const char *event,
         char **described)
{
  g_autoptr (GPtrArray) columns = crf_reader_grid_columns (session);
  g_autoptr (GArray) ids = crf_reader_patient_ids (session, number, NULL, CRF_PATIENT_SORT_NUMBER, FALSE, NULL);
  g_autoptr (GPtrArray) rows = crf_reader_grid_rows (session, columns, (const gint64 *) (gpointer) ids->data, ids->len, NULL);
  const CrfGridRow *row;
  CrfGridCell cell = { 0 };

  g_assert_cmpuint (rows->len, ==, 1);
  row = g_ptr_array_index (rows, 0);
  g_assert_cmpuint (row->cells->len, ==, columns->len);
  g_assert_cmpstr (row->number, ==, number);
  for (guint i = 0; i < columns->len; i++)
    if (strcmp (((CrfGridColumn *) g_ptr_array_index (columns, i))->event->oid, event) == 0)
      cell = g_array_index (row->cells, CrfGridCell, i);
  if (described != NULL)
    *described = g_strdup_printf ("%s %s %s", cell.target->event, cell.from, cell.to);
  /* Of the row, which is freed here. */
  cell.target = NULL;
  cell.from = cell.to = cell.visit_date = cell.why = NULL;
  return cell;
}

static CrfGridState
state_of (CrfTestStudy *study,
          const char *number,
          const char *event)
{
  return cell_of (study->nurse, number, event, NULL).state;
}

/* Infused on 9 March 2026, as in the tests of the calendar. */
static char *
new_infused (CrfTestStudy *study)
{
  char *number = crf_test_register (study);
  static const char *const values[][2] = { { "INFOUT", "GIVEN" }, { "INFST", "2026-03-09 10:00" } };

  crf_test_study_set_now (study, "2026-03-09T18:00");
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    crf_test_bring_infusion (study, number, values[i][0], values[i][1]);
  return number;
}

/* Every required field gets a reason why it is missing. */
static void
complete_form (CrfTestStudy *study,
               const char *number,
               const char *event,
               const char *form)
{
  g_autofree char *oid = g_strconcat ("SE.", event, NULL);
  CrfTarget target = { .subject = (char *) number, .event = oid, .form = (char *) form };
  g_autoptr (CrfFormState) state = crf_reader_form (study->nurse, &target, NULL);

  for (guint i = 0; i < state->sections->len; i++)
    {
      const CrfSectionState *section = g_ptr_array_index (state->sections, i);

      for (guint j = 0; j < section->fields->len; j++)
        {
          const CrfFieldState *field = g_ptr_array_index (section->fields, j);

          if (field->required && !field->derived && crf_value_is_empty (field->value))
            crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", event, "form", form, "item", field->item->oid, "groupkey",
                                           section->groupkey, "missing", "UNK", NULL));
        }
    }
  crf_outcome_free (crf_test_do (study->nurse, "complete-form", number, "event", event, "form", form, NULL));
}

static void
do_with_forms (CrfTestStudy *study,
               CrfSession *session,
               const char *use_case,
               const char *number,
               const char *argument,
               const char *value)
{
  const CrfEvent *event = crf_study_find_event (crf_session_get_study (session), "SE.W4");

  for (guint i = 0; i < event->required_forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (event->required_forms, i);

      crf_outcome_free (crf_test_do (session, use_case, number, "event", "W4", "form", form->oid, argument, value, NULL));
    }
}

/* NCT06167473: week 4 ± 3 days is 3 to 9 April, as in the tests of the calendar. */
static void
a_cell_goes_with_its_visit_from_empty_to_overdue (void)
{
  static const struct { const char *now; CrfGridState state; } cases[] = {
    { "2026-04-02T23:59", CRF_GRID_EMPTY }, { "2026-04-03T00:00", CRF_GRID_DUE }, { "2026-04-09T23:59", CRF_GRID_DUE },
    { "2026-04-10T00:00", CRF_GRID_OVERDUE },
  };
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = new_infused (study);
  g_autofree char *described = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      crf_test_study_set_now (study, cases[i].now);
      g_assert_cmpint (state_of (study, number, "SE.W4"), ==, cases[i].state);
    }
  cell_of (study->nurse, number, "SE.W4", &described);
  g_assert_cmpstr (described, ==, "SE.W4 2026-04-03 2026-04-09");
}

static CrfSession *
sign_in_new (CrfTestStudy *study,
             const char *login,
             const char *role)
{
  g_autoptr (GError) error = NULL;
  CrfSession *session;

  crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", login, "name", login, "roles", role, "new-passphrase", CRF_TEST_PASSPHRASE,
                                 NULL));
  session = crf_session_sign_in_file (crf_session_get_file (study->admin), login, CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (study), &error);
  g_assert_no_error (error);
  return session;
}

static void
a_cell_says_how_far_the_visit_s_forms_have_come (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = new_infused (study);
  g_autoptr (CrfSession) monitor = sign_in_new (study, "zhou", "monitor");
  g_autoptr (CrfSession) manager = sign_in_new (study, "chen", "data-manager");
  const CrfEvent *event = crf_study_find_event (crf_session_get_study (study->nurse), "SE.W4");

  crf_test_study_set_now (study, "2026-04-06T10:00");
  crf_test_enter (study, number, "W4", "VISDAT", "2026-04-06", NULL);
  g_assert_cmpint (state_of (study, number, "SE.W4"), ==, CRF_GRID_STARTED);
  for (guint i = 0; i < event->required_forms->len; i++)
    complete_form (study, number, "W4", ((const CrfForm *) g_ptr_array_index (event->required_forms, i))->oid);
  g_assert_cmpint (state_of (study, number, "SE.W4"), ==, CRF_GRID_COMPLETE);
  do_with_forms (study, monitor, "mark-verified", number, NULL, NULL);
  g_assert_cmpint (state_of (study, number, "SE.W4"), ==, CRF_GRID_VERIFIED);
  do_with_forms (study, study->investigator, "sign-form", number, "passphrase", CRF_TEST_PASSPHRASE);
  g_assert_cmpint (state_of (study, number, "SE.W4"), ==, CRF_GRID_SIGNED);
  do_with_forms (study, manager, "freeze", number, "reason", "query round");
  g_assert_cmpint (state_of (study, number, "SE.W4"), ==, CRF_GRID_FROZEN);
  do_with_forms (study, manager, "lock", number, "reason", "clean");
  g_assert_cmpint (state_of (study, number, "SE.W4"), ==, CRF_GRID_LOCKED);
}

static void
missed_and_not_applicable_are_told_apart (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = new_infused (study);

  crf_test_study_set_now (study, "2026-03-25T10:00");
  crf_outcome_free (crf_test_do (study->nurse, "mark-missed", number, "event", "W1", "reason", "in another hospital", NULL));
  g_assert_cmpint (state_of (study, number, "SE.W1"), ==, CRF_GRID_MISSED);
  crf_outcome_free (crf_test_do (study->investigator, "set-status", number, "status", "died", "date", "2026-03-24", "reason", "liver failure", NULL));
  g_assert_cmpint (state_of (study, number, "SE.W4"), ==, CRF_GRID_NOT_APPLICABLE);
  g_assert_cmpint (state_of (study, number, "SE.W1"), ==, CRF_GRID_MISSED);
}

/* NCT01218464: every four weeks for twelve weeks, 3 or 4 times: each is a column with its number. */
static void
each_planned_infusion_is_a_column_and_unplanned_visits_come_last (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new_of ("nct01218464");
  g_autoptr (GPtrArray) columns = crf_reader_grid_columns (study->nurse);
  const CrfGridColumn *last = g_ptr_array_index (columns, columns->len - 1);
  guint infusions = 0;

  for (guint i = 0; i < columns->len; i++)
    {
      const CrfGridColumn *column = g_ptr_array_index (columns, i);

      g_assert_cmpint (column->event->type, !=, CRF_EVENT_COMMON);
      if (g_strcmp0 (column->event->kind, "treatment") == 0)
        {
          g_autofree char *end = g_strdup_printf (" %u", ++infusions);

          g_assert_cmpint (column->ordinal, ==, infusions);
          g_assert_true (g_str_has_suffix (column->title, end));
        }
    }
  g_assert_cmpuint (infusions, >=, 3);
  g_assert_cmpint (last->event->type, ==, CRF_EVENT_UNSCHEDULED);
}

static void
every_state_has_a_word_and_a_sign_of_its_own (void)
{
  g_autoptr (GHashTable) words = g_hash_table_new (g_str_hash, g_str_equal), signs = g_hash_table_new (g_str_hash, g_str_equal);

  for (int state = CRF_GRID_EMPTY; state < CRF_GRID_N_STATES; state++)
    {
      g_assert_true (g_hash_table_add (words, (gpointer) crf_grid_state_get_label ((CrfGridState) state)));
      g_assert_true (g_hash_table_add (signs, (gpointer) crf_grid_state_get_icon ((CrfGridState) state)));
    }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add_func ("/conduct/visit-grid/" name, function)
  ADD ("a-cell-goes-with-its-visit-from-empty-to-overdue", a_cell_goes_with_its_visit_from_empty_to_overdue);
  ADD ("a-cell-says-how-far-the-visit-s-forms-have-come", a_cell_says_how_far_the_visit_s_forms_have_come);
  ADD ("missed-and-not-applicable-are-told-apart", missed_and_not_applicable_are_told_apart);
  ADD ("each-planned-infusion-is-a-column-and-unplanned-visits-come-last", each_planned_infusion_is_a_column_and_unplanned_visits_come_last);
  ADD ("every-state-has-a-word-and-a-sign-of-its-own", every_state_has_a_word_and_a_sign_of_its_own);

  return g_test_run ();
}
