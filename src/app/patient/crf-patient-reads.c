/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Each job copies what it needs: the widget that asked may be gone before its turn. */

#include "crf-patient-reads.h"

#include "crf-reader-trust.h"

typedef struct
{
  char *subject;
  CrfTarget *form;
  CrfTarget *field;
  char *text, *unit;
  char *weight, *lot, *duration, *final_volume;
  GPtrArray *forms; /* CrfForm, of the study */
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_free (question->subject);
  g_clear_pointer (&question->form, crf_target_free);
  g_clear_pointer (&question->field, crf_target_free);
  g_free (question->text);
  g_free (question->unit);
  g_free (question->weight);
  g_free (question->lot);
  g_free (question->duration);
  g_free (question->final_volume);
  g_clear_pointer (&question->forms, g_ptr_array_unref);
  g_free (question);
}

/* ── Waited for ── */

typedef struct
{
  const char *subject;
  const char *kind;
  const CrfTarget *target;
} ShortQuestion;

static gpointer
patient_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return crf_reader_patient (session, data, error);
}

static gpointer
visits_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return crf_reader_visits (session, data, error);
}

static gpointer
form_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return crf_reader_form (session, data, error);
}

static gpointer
kind_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  const ShortQuestion *question = data;

  return crf_reader_forms_of_kind (session, question->subject, question->kind, error);
}

static gpointer
target_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  const ShortQuestion *question = data;

  return crf_reader_target_for (session, question->subject, question->kind, error);
}

static gpointer
eligibility_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return crf_reader_eligibility (session, data, error);
}

static gpointer
infusions_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return crf_reader_infusions (session, data, error);
}

static gpointer
lots_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return crf_reader_lots (session, error);
}

static gpointer
history_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  const ShortQuestion *question = data;

  return crf_reader_audit (session, question->subject, question->target, NULL, 100, error);
}

CrfPatient *
crf_read_patient (CrfWriter *writer, const char *subject, GError **error)
{
  return crf_writer_call (writer, patient_job, (gpointer) subject, error);
}

GPtrArray *
crf_read_visits (CrfWriter *writer, const char *subject, GError **error)
{
  return crf_writer_call (writer, visits_job, (gpointer) subject, error);
}

CrfFormState *
crf_read_form (CrfWriter *writer, const CrfTarget *target, GError **error)
{
  return crf_writer_call (writer, form_job, (gpointer) target, error);
}

GPtrArray *
crf_read_forms_of_kind (CrfWriter *writer, const char *subject, const char *kind, GError **error)
{
  ShortQuestion question = { subject, kind, NULL };

  return crf_writer_call (writer, kind_job, &question, error);
}

CrfTarget *
crf_read_target_for (CrfWriter *writer, const char *subject, const char *kind, GError **error)
{
  ShortQuestion question = { subject, kind, NULL };

  return crf_writer_call (writer, target_job, &question, error);
}

CrfEligibilityState *
crf_read_eligibility (CrfWriter *writer, const char *subject, GError **error)
{
  return crf_writer_call (writer, eligibility_job, (gpointer) subject, error);
}

GPtrArray *
crf_read_infusions (CrfWriter *writer, const char *subject, GError **error)
{
  return crf_writer_call (writer, infusions_job, (gpointer) subject, error);
}

GPtrArray *
crf_read_lots (CrfWriter *writer, GError **error)
{
  return crf_writer_call (writer, lots_job, NULL, error);
}

GPtrArray *
crf_read_history (CrfWriter *writer, const char *subject, const CrfTarget *field, GError **error)
{
  ShortQuestion question = { subject, NULL, field };

  return crf_writer_call (writer, history_job, &question, error);
}

/* ── A form, again ── */

static gpointer
form_again_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;

  return crf_reader_form (session, question->form, error);
}

static gpointer
second_form_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;

  return crf_reader_second_form (session, question->form, error);
}

void
crf_read_form_async (CrfWriter *writer, const CrfTarget *target, gboolean second, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer user_data)
{
  Question *question = g_new0 (Question, 1);

  question->form = crf_target_copy (target);
  crf_writer_run_async (writer, second ? second_form_job : form_again_job, question, question_free, (GDestroyNotify) crf_form_state_free, cancellable,
                        callback, user_data);
}

CrfFormState *
crf_read_form_finish (CrfWriter *writer, GAsyncResult *result, GError **error)
{
  return crf_writer_run_finish (writer, result, error);
}

/* ── While typing ── */

void
crf_typing_free (CrfTyping *typing)
{
  g_clear_pointer (&typing->field, crf_field_state_free);
  g_clear_pointer (&typing->scores, g_ptr_array_unref);
  g_free (typing);
}

static gpointer
typing_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;
  CrfTyping *typing;

  /* Somebody has typed on: this answer would be thrown away. */
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  typing = g_new0 (CrfTyping, 1);
  /* Half a number is nothing to complain of: what cannot be read has no flag yet. */
  typing->field = crf_reader_try_value (session, question->field, question->text, question->unit, NULL);
  typing->scores = crf_reader_try_scores (session, question->form, question->field, question->text, question->unit, NULL);
  return typing;
}

void
crf_read_typing_async (CrfWriter *writer, const CrfTarget *form, const CrfTarget *field, const char *text, const char *unit,
                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  Question *question = g_new0 (Question, 1);

  question->form = crf_target_copy (form);
  question->field = crf_target_copy (field);
  question->text = g_strdup (text);
  question->unit = g_strdup (unit);
  crf_writer_run_async (writer, typing_job, question, question_free, (GDestroyNotify) crf_typing_free, cancellable, callback,
                        user_data);
}

CrfTyping *
crf_read_typing_finish (CrfWriter *writer, GAsyncResult *result, GError **error)
{
  return crf_writer_run_finish (writer, result, error);
}

/* ── The forms of an event ── */

static gpointer
repeats_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return crf_reader_repeats (session, data, error);
}

GPtrArray *
crf_read_repeats (CrfWriter *writer, const CrfTarget *form, GError **error)
{
  return crf_writer_call (writer, repeats_job, (gpointer) form, error);
}

static void
form_line_free (gpointer data)
{
  CrfFormLine *line = data;

  g_free (line->formkey);
  g_free (line->state);
  g_free (line);
}

static void
add_form_line (GPtrArray *lines, const CrfForm *form, const char *formkey, int ordinal, const char *state)
{
  CrfFormLine *line = g_new0 (CrfFormLine, 1);

  *line = (CrfFormLine) { form, g_strdup (formkey), ordinal, g_strdup (state) };
  g_ptr_array_add (lines, line);
}

static void
add_form_lines (GPtrArray *lines, CrfSession *session, const CrfTarget *target, const CrfForm *form)
{
  g_autoptr (CrfFormState) state = NULL;
  g_autoptr (GPtrArray) repeats = form->repeating ? crf_reader_repeats (session, target, NULL) : NULL;

  for (guint i = 0; repeats != NULL && i < repeats->len; i++)
    {
      const CrfRepeat *repeat = g_ptr_array_index (repeats, i);

      add_form_line (lines, form, repeat->formkey, repeat->ordinal, repeat->state);
    }
  if (form->repeating)
    return;
  state = crf_reader_form_line (session, target);
  add_form_line (lines, form, "1", 0, state != NULL ? state->state : "empty");
}

static gpointer
states_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (form_line_free);

  for (guint i = 0; i < question->forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (question->forms, i);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      g_free (question->form->form);
      question->form->form = g_strdup (form->oid);
      add_form_lines (lines, session, question->form, form);
    }
  return g_steal_pointer (&lines);
}

void
crf_read_states_async (CrfWriter *writer, const CrfTarget *event, const GPtrArray *forms, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer user_data)
{
  Question *question = g_new0 (Question, 1);

  question->form = crf_target_copy (event);
  question->forms = g_ptr_array_new ();
  for (guint i = 0; i < forms->len; i++)
    g_ptr_array_add (question->forms, g_ptr_array_index (forms, i));
  crf_writer_run_async (writer, states_job, question, question_free, (GDestroyNotify) g_ptr_array_unref, cancellable, callback,
                        user_data);
}

GPtrArray *
crf_read_states_finish (CrfWriter *writer, GAsyncResult *result, GError **error)
{
  return crf_writer_run_finish (writer, result, error);
}

/* ── The calculator ── */

void
crf_dose_try_free (CrfDoseTry *dose_try)
{
  g_clear_pointer (&dose_try->steps, g_ptr_array_unref);
  g_clear_pointer (&dose_try->refusal, crf_refusal_free);
  g_free (dose_try);
}

static gpointer
dose_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;
  GError *fault = NULL;
  CrfDoseTry *dose_try;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  dose_try = g_new0 (CrfDoseTry, 1);
  dose_try->steps = crf_reader_try_dose (session, question->subject, question->weight, question->lot, question->duration,
                                         question->final_volume, &dose_try->refusal, &fault);
  if (fault != NULL)
    {
      g_propagate_error (error, fault);
      crf_dose_try_free (dose_try);
      return NULL;
    }
  return dose_try;
}

void
crf_read_dose_async (CrfWriter *writer, const char *subject, const char *weight, const char *lot, const char *duration,
                     const char *final_volume, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  Question *question = g_new0 (Question, 1);

  question->subject = g_strdup (subject);
  question->weight = g_strdup (weight);
  question->lot = g_strdup (lot);
  question->duration = g_strdup (duration);
  question->final_volume = g_strdup (final_volume);
  crf_writer_run_async (writer, dose_job, question, question_free, (GDestroyNotify) crf_dose_try_free, cancellable, callback,
                        user_data);
}

CrfDoseTry *
crf_read_dose_finish (CrfWriter *writer, GAsyncResult *result, GError **error)
{
  return crf_writer_run_finish (writer, result, error);
}
