/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What goes along with the data of patients, from study file to study file: what was asked, found, consented, done and signed can be read there, under the
 * words for its author, and nobody of that file seems to have done it. */

#include "crf-consent.h"
#include "crf-field-facts.h"
#include "crf-reader-trust.h"
#include "crf-reader.h"
#include "transfer.h"

#include <glib/gstdio.h>
#include <string.h>

static const char *const protocols[] = { "nct06242405", "nct06167473", "nct01854125", "nct01218464", "liang2017" };

/* ── Two files ── */

typedef struct
{
  char *dir, *path;   /* the export */
  CrfSession *demo;   /* where it comes from */
  CrfTestStudy *to;
  CrfSession *manager;
} Move;

static void
move_begin (Move *move,
            const char *protocol,
            const CrfOdmOptions *options)
{
  const CrfClock system = crf_clock_system ();

  move->dir = g_dir_make_tmp ("crf-odm-XXXXXX", NULL);
  move->demo = transfer_open_demo (move->dir, protocol);
  move->path = transfer_write (move->demo, move->dir, "a.xml", options);
  move->to = crf_test_study_new_of (protocol);
  move->to->now = crf_clock_now (&system);
  move->manager = transfer_sign_in_manager (move->to);
}

static void
move_import (Move *move)
{
  g_autoptr (CrfImportReport) report = NULL;

  transfer_trust (move->to, move->path);
  report = transfer_import (move->to->nurse, move->path);
  g_assert_true (report->committed);
}

static void
move_end (Move *move)
{
  crf_session_close (move->manager);
  crf_session_close (move->demo);
  crf_test_study_free (move->to);
  transfer_clear (move->dir);
  g_free (move->dir);
  g_free (move->path);
}

static char *
text_of (const char *path)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return g_steal_pointer (&text);
}

/* No login: a name and where it was. */
static void
assert_of_elsewhere (const char *who)
{
  g_assert_nonnull (who);
  g_test_message ("%s", who);
  g_assert_nonnull (strstr (who, ", "));
}

/* ── What was asked ── */

static void
assert_same_thread (Move *move,
                    const CrfQuery *there)
{
  g_autoptr (GPtrArray) first = crf_reader_query_thread (move->demo, there->key, NULL);
  g_autoptr (GPtrArray) second = crf_reader_query_thread (move->to->nurse, there->key, NULL);

  g_assert_cmpuint (first->len, ==, second->len);
  for (guint i = 0; i < first->len; i++)
    {
      const CrfQueryStep *a = g_ptr_array_index (first, i), *b = g_ptr_array_index (second, i);

      g_assert_cmpstr (a->state_label, ==, b->state_label);
      g_assert_cmpstr (a->text, ==, b->text);
      g_assert_cmpstr (a->at, ==, b->at);
      if (a->by != NULL && g_strcmp0 (a->by, b->by) != 0)
        assert_of_elsewhere (b->by);
    }
}

static guint
compare_queries (Move *move)
{
  g_autoptr (GPtrArray) first = crf_reader_queries (move->demo, NULL, NULL, NULL), second = crf_reader_queries (move->to->nurse, NULL, NULL, NULL);

  g_assert_cmpuint (first->len, ==, second->len);
  for (guint i = 0; i < first->len; i++)
    {
      const CrfQuery *a = g_ptr_array_index (first, i), *b = g_ptr_array_index (second, i);

      g_assert_cmpstr (a->key, ==, b->key);
      g_assert_cmpstr (a->subject_number, ==, b->subject_number);
      g_assert_cmpstr (a->place, ==, b->place);
      g_assert_cmpstr (a->text, ==, b->text);
      g_assert_cmpstr (a->state, ==, b->state);
      assert_same_thread (move, a);
    }
  return first->len;
}

static int
by_key (gconstpointer a,
        gconstpointer b)
{
  return g_strcmp0 ((*(CrfDeviation *const *) a)->key, (*(CrfDeviation *const *) b)->key);
}

static guint
compare_deviations (Move *move)
{
  g_autoptr (GPtrArray) first = crf_reader_deviations (move->demo, NULL, NULL), second = crf_reader_deviations (move->to->nurse, NULL, NULL);

  g_assert_cmpuint (first->len, ==, second->len);
  g_ptr_array_sort (first, by_key);
  g_ptr_array_sort (second, by_key);
  for (guint i = 0; i < first->len; i++)
    {
      const CrfDeviation *a = g_ptr_array_index (first, i), *b = g_ptr_array_index (second, i);
      const char *const pairs[][2] = { { a->key, b->key }, { a->subject_number, b->subject_number }, { a->kind, b->kind }, { a->text, b->text },
                                       { a->reason, b->reason }, { a->class_, b->class_ }, { a->state, b->state }, { a->effects, b->effects },
                                       { a->corrective, b->corrective }, { a->ethics_on, b->ethics_on }, { a->closed_on, b->closed_on },
                                       { a->opened, b->opened } };

      for (guint j = 0; j < G_N_ELEMENTS (pairs); j++)
        g_assert_cmpstr (pairs[j][0], ==, pairs[j][1]);
    }
  return first->len;
}

/* ── What was done ── */

static void
compare_consents (Move *move,
                  const char *there,
                  const char *here)
{
  g_autoptr (GPtrArray) first = crf_reader_consents (move->demo, there, NULL), second = crf_reader_consents (move->to->nurse, here, NULL);

  g_assert_cmpuint (first->len, ==, second->len);
  for (guint i = 0; i < first->len; i++)
    {
      const CrfConsentAct *a = g_ptr_array_index (first, i), *b = g_ptr_array_index (second, i);
      const char *const pairs[][2] = { { a->kind, b->kind }, { a->version, b->version }, { a->at, b->at }, { a->by, b->by }, { a->scope, b->scope } };

      for (guint j = 0; j < G_N_ELEMENTS (pairs); j++)
        g_assert_cmpstr (pairs[j][0], ==, pairs[j][1]);
      if (a->explained_by != NULL)
        assert_of_elsewhere (b->explained_by);
    }
}

static void
compare_infusions (Move *move,
                   const char *there,
                   const char *here)
{
  g_autoptr (GPtrArray) first = crf_reader_infusions (move->demo, there, NULL), second = crf_reader_infusions (move->to->nurse, here, NULL);

  for (guint i = 0; i < MIN (first->len, second->len); i++)
    {
      const CrfInfusionState *a = g_ptr_array_index (first, i), *b = g_ptr_array_index (second, i);

      g_assert_cmpstr (a->state, ==, b->state);
      g_assert_cmpstr (a->given_text, ==, b->given_text);
    }
}

static CrfPatient *
first_patient (CrfSession *session,
               guint index)
{
  g_autoptr (GArray) ids = crf_reader_patient_ids (session, NULL, NULL, CRF_PATIENT_SORT_NUMBER, FALSE, NULL);
  g_autoptr (GPtrArray) patients = NULL;

  if (index >= ids->len)
    return NULL;
  patients = crf_reader_patients_brief (session, &g_array_index (ids, gint64, index), 1, NULL);
  return g_ptr_array_steal_index (patients, 0);
}

static void
compare_patients (Move *move)
{
  g_autoptr (CrfPatient) a = NULL, b = NULL;

  for (guint i = 0; (a = first_patient (move->demo, i)) != NULL; i++)
    {
      b = first_patient (move->to->nurse, i);
      g_assert_cmpstr (a->number, ==, b->number);
      g_assert_cmpstr (a->status, ==, b->status);
      g_assert_cmpstr (a->allocation_number, ==, b->allocation_number);
      compare_consents (move, a->key, b->key);
      compare_infusions (move, a->key, b->key);
      g_clear_pointer (&a, crf_patient_free);
      g_clear_pointer (&b, crf_patient_free);
    }
}

static void
what_was_asked_and_done_there_can_be_read_here (gconstpointer data)
{
  /* That a snapshot says the same is enough to see in one of them. */
  guint kinds = strcmp (data, "nct01218464") == 0 ? 2 : 1;

  for (guint i = 0; i < kinds; i++)
    {
      const CrfOdmOptions options = { .transactional = i == 0 };
      Move move = { NULL };
      guint found;

      move_begin (&move, data, &options);
      move_import (&move);
      found = compare_queries (&move);
      g_assert_cmpuint (found, >, 0);
      found = compare_deviations (&move);
      g_test_message ("%u deviations", found);
      compare_patients (&move);
      move_end (&move);
    }
}

/* ── What goes on here ── */

static CrfQuery *
find_query (GPtrArray *queries,
            const char *state)
{
  for (guint i = 0; i < queries->len; i++)
    if (g_strcmp0 (((CrfQuery *) g_ptr_array_index (queries, i))->state, state) == 0)
      return g_ptr_array_index (queries, i);
  return NULL;
}

static void
a_query_that_is_open_there_is_answered_and_closed_here (void)
{
  const CrfOdmOptions options = { .transactional = TRUE };
  g_autoptr (GPtrArray) queries = NULL, thread = NULL;
  const CrfQuery *open;
  const CrfQueryStep *last;
  Move move = { NULL };

  move_begin (&move, "nct01218464", &options);
  move_import (&move);
  queries = crf_reader_queries (move.to->nurse, NULL, NULL, NULL);
  open = find_query (queries, "Open");
  if (open == NULL)
    g_error ("no query is open");
  crf_outcome_free (crf_test_do (move.to->nurse, "answer-query", NULL, "key", open->key, "text", "as in the chart", NULL));
  crf_outcome_free (crf_test_do (move.manager, "close-query", NULL, "key", open->key, "text", "thank you", NULL));
  thread = crf_reader_query_thread (move.to->nurse, open->key, NULL);
  last = g_ptr_array_index (thread, thread->len - 1);
  g_assert_cmpstr (last->text, ==, "thank you");
  g_assert_null (strstr (last->by, ", "));
  move_end (&move);
}

/* ── Who signed ── */

static void
a_signature_is_shown_as_one_of_another_file (void)
{
  const CrfOdmOptions options = { .transactional = TRUE };
  g_autoptr (CrfPatient) patient = NULL;
  g_autoptr (GPtrArray) views = NULL;
  CrfTarget target = { .event = (char *) "SE.SCREENING", .eventkey = (char *) "1", .form = (char *) "F.IE", .formkey = (char *) "1" };
  const CrfSignatureView *view;
  Move move = { NULL };

  move_begin (&move, "nct01218464", &options);
  move_import (&move);
  patient = first_patient (move.to->nurse, 0);
  target.subject = patient->key;
  views = crf_reader_signatures (move.to->nurse, &target, NULL);
  g_assert_cmpuint (views->len, >, 0);
  view = g_ptr_array_index (views, 0);
  assert_of_elsewhere (view->name);
  /* The nurse's key is trusted; who signed here is the investigator. */
  g_assert_nonnull (strstr (view->elsewhere, "not known"));
  move_end (&move);
}

/* No file of a masked study tells an arm: to whom it is kept secret it looks as ever; who could open it learns that there is nothing to open, and that
 * nothing is damaged. */
static void
an_arm_that_no_file_told_is_said_to_be_missing (void)
{
  const CrfOdmOptions options = { .transactional = TRUE };
  g_autoptr (CrfPatient) found = NULL, ward = NULL, pharmacy = NULL;
  g_autoptr (CrfOutcome) planned = NULL;
  g_autoptr (GError) error = NULL;
  CrfSession *pharmacist;
  Move move = { NULL };

  move_begin (&move, "nct01218464", &options);
  move_import (&move);
  crf_outcome_free (crf_test_do (move.to->admin, "add-user", NULL, "login", "sun", "name", "Sun", "roles", "pharmacist", "new-passphrase",
                                 CRF_TEST_PASSPHRASE, "recovery-key", move.to->recovery, NULL));
  pharmacist = crf_session_sign_in_file (crf_session_get_file (move.to->admin), "sun", CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (move.to), &error);
  g_assert_no_error (error);
  for (guint i = 0; found == NULL || found->allocation_number == NULL; i++)
    {
      g_clear_pointer (&found, crf_patient_free);
      found = first_patient (move.to->nurse, i);
      g_assert_nonnull (found);
    }
  ward = crf_reader_patient (move.to->nurse, found->key, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (ward->arm, ==, "blinded");
  pharmacy = crf_reader_patient (pharmacist, ward->key, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (pharmacy->arm, ==, "arm not in this file");
  planned = crf_conduct_with (pharmacist, "plan-infusion", ward->key, &error, "weight", "62", "weight-date", "2026-03-02 07:30", "lot", "L-1", "duration", "50", NULL);
  g_assert_no_error (error);
  g_assert_nonnull (planned->refusal);
  g_test_message ("%s", planned->refusal->message);
  crf_session_close (pharmacist);
  move_end (&move);
}

static void
assert_not_taken (Move *move,
                  const char *text,
                  const char *word)
{
  g_autofree char *path = g_build_filename (move->to->dir, "changed.xml", NULL), *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  g_autoptr (CrfImportReport) report = NULL;
  gboolean told = FALSE;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  crf_outcome_free (crf_test_do (move->manager, "accept-source", NULL, "sha256", sha256, "name", "changed.xml", "reason", "handed over", NULL));
  report = transfer_import (move->to->nurse, path);
  g_assert_false (report->committed);
  for (guint i = 0; i < report->cells->len; i++)
    {
      const CrfImportCell *cell = g_ptr_array_index (report->cells, i);

      if (cell->result != CRF_IMPORT_REFUSED)
        continue;
      g_test_message ("%u: %s", cell->line, cell->reason);
      told = told || strstr (cell->reason, word) != NULL;
    }
  g_assert_true (told);
  g_unlink (path);
}

static void
what_an_act_cannot_say_is_refused (void)
{
  static const struct { const char *what, *with, *word; } faults[] = {
    { "&quot;meaning&quot;:&quot;eligibility", "&quot;meaning&quot;:&quot;form", "signature" },
    { "&quot;login&quot;:&quot;investigator", "&quot;login&quot;:&quot;nurse", "signature" },
    { "&quot;allocation&quot;:&quot;R-0", "&quot;arm&quot;:&quot;ARM.MSC&quot;,&quot;allocation&quot;:&quot;R-0", "arm" },
    { "sw:Act Name=\"query.open\"", "sw:Act Name=\"query.invented\"", "query.invented" },
    { "sw:Act Name=\"consent.give\"", "sw:Act Name=\"slot.draw\"", "slot.draw" },
    { "sw:Act Name=\"consent.give\"", "sw:Act Name=\"infusion.step\"", "infusion.step" },
    { "&quot;kind&quot;:&quot;given", "&quot;kind&quot;:&quot;sold", "sold" },
    { "&quot;kind&quot;:&quot;order", "&quot;kind&quot;:&quot;wish", "wish" },
    { "&quot;by&quot;:&quot;subject", "&quot;by&quot;:&quot;neighbour", "neighbour" },
    { "&quot;state&quot;:&quot;Answered", "&quot;state&quot;:&quot;Forgotten", "Forgotten" },
    { "&quot;origin&quot;:&quot;person", "&quot;origin&quot;:{}, &quot;x&quot;:&quot;", "origin" },
    { "Prompt=\"", "Promt=\"", "asks nothing" },
  };
  const CrfOdmOptions options = { .transactional = TRUE };
  g_autofree char *text = NULL;
  Move move = { NULL };

  move_begin (&move, "nct01218464", &options);
  text = text_of (move.path);
  /* Nobody may know the arm, so no file tells it. */
  g_assert_null (strstr (strstr (text, "<ClinicalData "), "ARM."));
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      const char *at = strcmp (faults[i].what, "Prompt=\"") == 0 ? strstr (text, "sw:Act Name=\"query.open\"") : text;
      g_autofree char *tail = transfer_replace (at, faults[i].what, faults[i].with), *spoilt = g_strdup_printf ("%.*s%s", (int) (at - text), text, tail);

      g_test_message ("%s", faults[i].with);
      assert_not_taken (&move, spoilt, faults[i].word);
    }
  move_end (&move);
}

/* Every reader of ODM finds the query where it was asked, with what was said. */
static void
a_query_stands_in_a_plain_file_as_an_annotation (void)
{
  for (guint i = 0; i < 2; i++)
    {
      const CrfOdmOptions options = { .transactional = i == 0, .plain = TRUE };
      g_autofree char *dir = g_dir_make_tmp ("crf-odm-XXXXXX", NULL);
      CrfSession *demo = transfer_open_demo (dir, "nct01218464");
      g_autofree char *path = transfer_write (demo, dir, "a.xml", &options), *text = text_of (path);
      g_autoptr (GPtrArray) queries = crf_reader_queries (demo, NULL, NULL, NULL);

      g_assert_null (strstr (text, "sw:"));
      g_assert_nonnull (strstr (text, "<CodeList OID=\"CL.SW.NOTETYPE\""));
      g_assert_nonnull (strstr (text, ">QUERY</FlagType>"));
      g_assert_cmpuint (queries->len, >, 0);
      for (guint j = 0; j < queries->len; j++)
        g_assert_nonnull (strstr (text, ((CrfQuery *) g_ptr_array_index (queries, j))->text));
      crf_session_close (demo);
      transfer_clear (dir);
    }
}

/* ── What was judged ── */

static void
a_judgement_holds_for_the_value_it_was_made_of (void)
{
  for (guint i = 0; i < 2; i++)
    {
      const CrfOdmOptions options = { .transactional = i == 0, .audit = TRUE };
      g_autoptr (CrfTestStudy) from = crf_test_study_new (), to = crf_test_study_new ();
      g_autofree char *number = crf_test_register (from), *path = NULL, *again = NULL, *first = NULL, *second = NULL;
      g_autoptr (CrfImportReport) report = NULL;

      crf_test_enter_labs (from, number, "SCREENING");
      crf_outcome_free (crf_test_do (from->investigator, "judge", number, "event", "SCREENING", "form", "F.VISIT", "item", "TBIL", "judgement", "NCS", NULL));
      path = transfer_write (from->nurse, from->dir, "a.xml", &options);
      crf_test_study_set_now (to, "2026-04-01T09:00");
      transfer_trust (to, path);
      report = transfer_import (to->nurse, path);
      g_assert_true (report->committed);
      again = transfer_write (to->nurse, to->dir, "b.xml", &options);
      first = text_of (path);
      second = text_of (again);
      g_assert_nonnull (strstr (first, "value.judge"));
      g_assert_nonnull (strstr (second, "value.judge"));
      {
        g_autoptr (GPtrArray) rows = crf_reader_audit (to->nurse, NULL, NULL, NULL, 0, NULL);
        const CrfTarget target = { .subject = number, .event = (char *) "SE.SCREENING", .eventkey = (char *) "1", .form = (char *) "F.VISIT", .formkey = (char *) "1" };
        g_autoptr (CrfFormState) state = crf_reader_form (to->nurse, &target, NULL);
        CrfFieldState *field = crf_form_state_find (state, "IT.TBIL", "1");

        g_assert_cmpuint (rows->len, >, 0);
        g_assert_nonnull (field);
        g_assert_cmpstr (field->judgement, ==, "NCS");
      }
      g_unlink (path);
      g_unlink (again);
    }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (protocols); i++)
    {
      g_autofree char *name = g_strdup_printf ("/odm-acts/what was asked and done in %s can be read where it came in", protocols[i]);

      g_test_add_data_func (name, protocols[i], what_was_asked_and_done_there_can_be_read_here);
    }
  g_test_add_func ("/odm-acts/a query that is open there is answered and closed here", a_query_that_is_open_there_is_answered_and_closed_here);
  g_test_add_func ("/odm-acts/a signature is shown as one of another file", a_signature_is_shown_as_one_of_another_file);
  g_test_add_func ("/odm-acts/an arm that no file told is said to be missing", an_arm_that_no_file_told_is_said_to_be_missing);
  g_test_add_func ("/odm-acts/what an act cannot say is refused, and nothing is stored", what_an_act_cannot_say_is_refused);
  g_test_add_func ("/odm-acts/a query stands in a plain file as an annotation", a_query_stands_in_a_plain_file_as_an_annotation);
  g_test_add_func ("/odm-acts/a judgement holds for the value it was made of", a_judgement_holds_for_the_value_it_was_made_of);
  return g_test_run ();
}
