/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The signature on a serious adverse event: it can be given in every shipped protocol and says what it means; a report that leaves without it is asked
 * about, and what was said stays with the sending. */

#include "crf-adverse-events.h"
#include "crf-reader.h"
#include "crf-reader-trust.h"
#include "crf-records.h"
#include "crf-test-study.h"
#include "crf-verify.h"

#include <string.h>

#define SENTENCE "I have reviewed this serious adverse event"

static void
enter (CrfTestStudy *study,
       CrfTarget *at,
       const char *item,
       const char *value,
       const char *missing)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) outcome = crf_conduct_with (study->investigator, "enter", at->subject, &error, "event", at->event, "eventkey", at->eventkey, "form",
                                                     at->form, "formkey", at->formkey != NULL ? at->formkey : "new", "item", item, "value", value,
                                                     "missing", missing, NULL);

  g_assert_no_error (error);
  if (outcome->prompt != NULL)
    {
      g_autoptr (CrfOutcome) again = crf_test_do (study->investigator, "enter", at->subject, "event", at->event, "eventkey", at->eventkey, "form", at->form,
                                                  "formkey", at->formkey != NULL ? at->formkey : "new", "item", item, "value", value, "missing", missing,
                                                  "confirm", outcome->prompt->id, "reason", "so it is", NULL);

      crf_outcome_free (g_steal_pointer (&outcome));
      outcome = g_steal_pointer (&again);
    }
  if (outcome->refusal != NULL)
    g_error ("%s: %s", item, outcome->refusal->message);
  if (at->formkey == NULL)
    at->formkey = g_strdup (g_hash_table_lookup (outcome->results, "formkey"));
  if (at->eventkey == NULL)
    at->eventkey = g_strdup (g_hash_table_lookup (outcome->results, "eventkey"));
}

/* By concept: the protocols share no names. */
static void
enter_concept (CrfTestStudy *study,
               CrfTarget *at,
               const char *concept,
               const char *value)
{
  const CrfItem *item = crf_study_find_item_by_concept (crf_session_get_study (study->nurse), concept);

  g_assert_nonnull (item);
  enter (study, at, item->oid, value, NULL);
}

/* Where adverse events are entered. Free it. */
static CrfTarget *
place_of_events (CrfTestStudy *study,
                 const char *number)
{
  const GPtrArray *events = crf_study_get_events (crf_session_get_study (study->nurse));

  for (guint i = 0; i < events->len; i++)
    {
      const CrfEvent *event = g_ptr_array_index (events, i);

      for (guint j = 0; j < event->forms->len; j++)
        {
          const CrfForm *form = g_ptr_array_index (event->forms, j);
          CrfTarget names = { .subject = (char *) number, .event = (char *) event->oid, .form = (char *) form->oid };

          if (g_strcmp0 (form->kind, "adverse-event") == 0)
            return crf_target_copy (&names);
        }
    }
  g_assert_not_reached ();
}

/* A serious event that became known just now; the form is not complete. */
static CrfTarget *
begin_event (CrfTestStudy *study,
             const char *number)
{
  CrfTarget *at = place_of_events (study, number);

  enter_concept (study, at, "ae.term", "Septic shock");
  enter_concept (study, at, "ae.start", "2026-03-02 08:00");
  enter_concept (study, at, "ae.serious", "Y");
  enter_concept (study, at, "ae.awareness", "2026-03-02 08:30");
  return at;
}

static void
complete (CrfTestStudy *study,
          CrfTarget *at)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfFormState) form = crf_reader_form (study->investigator, at, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < form->sections->len; i++)
    {
      const CrfSectionState *section = g_ptr_array_index (form->sections, i);

      for (guint j = 0; j < section->fields->len; j++)
        {
          const CrfFieldState *field = g_ptr_array_index (section->fields, j);

          if (field->required && crf_value_is_empty (field->value))
            enter (study, at, field->item->oid, NULL, "UNK");
        }
    }
  crf_outcome_free (crf_test_do (study->investigator, "complete-form", at->subject, "event", at->event, "eventkey", at->eventkey, "form", at->form, "formkey",
                                 at->formkey, NULL));
}

static void
sign (CrfTestStudy *study,
      const CrfTarget *at)
{
  crf_outcome_free (crf_test_do (study->investigator, "sign-form", at->subject, "event", at->event, "eventkey", at->eventkey, "form", at->form, "formkey",
                                 at->formkey, "passphrase", CRF_TEST_PASSPHRASE, NULL));
}

static CrfOutcome *
send (CrfTestStudy *study,
      const char *number,
      const char *confirm,
      const char *reason)
{
  const GPtrArray *recipients = crf_study_get_recipients (crf_session_get_study (study->nurse));
  const CrfRecipient *first = g_ptr_array_index (recipients, 0);
  g_autoptr (GError) error = NULL;
  CrfOutcome *outcome = crf_conduct_with (study->nurse, "send-sae-report", number, &error, "event", "1", "kind", "first", "recipient", first->oid, "sent-at",
                                          "2026-03-02 09:00", "how", "email", "confirm", confirm, "reason", reason, NULL);

  g_assert_no_error (error);
  return outcome;
}

static const CrfAdverseEvent *
read_event (CrfTestStudy *study,
            const char *number,
            GPtrArray **events)
{
  g_clear_pointer (events, g_ptr_array_unref);
  *events = crf_reader_adverse_events (study->nurse, number, NULL);
  g_assert_cmpuint ((*events)->len, ==, 1);
  return g_ptr_array_index (*events, 0);
}

static void
assert_verifies (CrfTestStudy *study)
{
  g_autoptr (CrfVerifyReport) report = crf_verify (study->path, NULL, NULL, NULL, NULL);

  g_assert_cmpuint (report->faults->len, ==, 0);
}

static void
a_serious_event_is_signed_as_one (gconstpointer protocol)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new_of (protocol);
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfTarget) at = begin_event (study, number);
  g_autoptr (GPtrArray) views = NULL, events = NULL;
  g_autoptr (CrfFormState) form = NULL;
  g_autoptr (CrfOutcome) sent = NULL;

  complete (study, at);
  /* Who is about to sign reads what it means. */
  g_assert_nonnull (strstr (crf_reader_form_meaning (study->investigator, at), SENTENCE));
  sign (study, at);
  views = crf_reader_signatures (study->investigator, at, NULL);
  g_assert_cmpuint (views->len, ==, 1);
  g_assert_nonnull (strstr (((CrfSignatureView *) g_ptr_array_index (views, 0))->meaning, SENTENCE));
  form = crf_reader_form (study->nurse, at, NULL);
  g_assert_cmpstr (form->state, ==, "signed");
  g_assert_nonnull (strstr (read_event (study, number, &events)->signature, SENTENCE));
  sent = send (study, number, NULL, NULL);
  g_assert_true (crf_outcome_done (sent));
  g_assert_null (((CrfSaeReport *) g_ptr_array_index (read_event (study, number, &events)->reports, 0))->not_signed);
  assert_verifies (study);
}

static void
a_report_without_a_signature_is_asked_about_and_says_so (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfTarget) at = begin_event (study, number);
  g_autoptr (CrfOutcome) asked = NULL, confirmed = NULL, done = NULL;
  g_autoptr (GPtrArray) events = NULL;
  const CrfSaeReport *report;

  asked = send (study, number, NULL, NULL);
  g_assert_nonnull (asked->prompt);
  g_assert_cmpstr (asked->prompt->id, ==, "sae-not-signed");
  g_assert_true (asked->prompt->needs_reason);
  /* Yes is no reason. */
  confirmed = send (study, number, asked->prompt->id, NULL);
  g_assert_nonnull (confirmed->prompt);
  g_assert_null (((CrfSaeReport *) g_ptr_array_index (read_event (study, number, &events)->reports, 0))->key);
  done = send (study, number, asked->prompt->id, "the investigator is in the theatre");
  g_assert_true (crf_outcome_done (done));
  report = g_ptr_array_index (read_event (study, number, &events)->reports, 0);
  g_assert_cmpstr (report->not_signed, ==, "Sent while nobody had signed the event's form: the investigator is in the theatre");
  assert_verifies (study);
}

/* What was changed since is not what was signed; a signature given anew takes the void one off the list, whichever meaning that had. */
static void
a_void_signature_is_none (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfTarget) at = place_of_events (study, number);
  g_autoptr (CrfOutcome) asked = NULL, done = NULL;
  g_autoptr (GPtrArray) events = NULL, voided = NULL, none = NULL;
  const CrfSaeReport *report;

  enter_concept (study, at, "ae.term", "Septic shock");
  enter_concept (study, at, "ae.start", "2026-03-02 08:00");
  enter_concept (study, at, "ae.serious", "N");
  complete (study, at);
  sign (study, at);
  /* It turns out to be serious. */
  enter_concept (study, at, "ae.serious", "Y");
  enter_concept (study, at, "ae.awareness", "2026-03-02 08:30");
  g_assert_null (read_event (study, number, &events)->signature);
  g_assert_nonnull (read_event (study, number, &events)->signature_void);
  voided = crf_reader_voided (study->investigator, NULL, NULL);
  g_assert_cmpuint (voided->len, ==, 1);
  g_assert_true (((CrfVoidedView *) g_ptr_array_index (voided, 0))->signable);
  asked = send (study, number, NULL, NULL);
  g_assert_nonnull (asked->prompt);
  done = send (study, number, asked->prompt->id, "the hours do not wait");
  g_assert_true (crf_outcome_done (done));
  report = g_ptr_array_index (read_event (study, number, &events)->reports, 0);
  g_assert_cmpstr (report->not_signed, ==, "Sent while the signature on the event's form was void: the hours do not wait");
  sign (study, at);
  g_assert_nonnull (strstr (read_event (study, number, &events)->signature, SENTENCE));
  none = crf_reader_voided (study->investigator, NULL, NULL);
  g_assert_cmpuint (none->len, ==, 0);
  assert_verifies (study);
}

int
main (int argc,
      char *argv[])
{
  static const char *const protocols[] = { "nct06242405", "nct06167473", "nct01854125", "nct01218464", "liang2017" };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (protocols); i++)
    {
      g_autofree char *path = g_strconcat ("/conduct/sae-signature/a-serious-event-is-signed-as-one/", protocols[i], NULL);

      g_test_add_data_func (path, protocols[i], a_serious_event_is_signed_as_one);
    }
  g_test_add_func ("/conduct/sae-signature/a-report-without-a-signature-is-asked-about-and-says-so", a_report_without_a_signature_is_asked_about_and_says_so);
  g_test_add_func ("/conduct/sae-signature/a-void-signature-is-none", a_void_signature_is_none);

  return g_test_run ();
}
