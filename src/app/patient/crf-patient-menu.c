/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The place is passed on, never asked: a person does not know keys. */

#include "crf-patient-menu.h"

#include <glib/gi18n-lib.h>

#include "crf-acts.h"
#include "crf-patient-header.h"
#include "crf-patient-reads.h"
#include "crf-place.h"
#include "crf-reader-lot-alerts.h"
#include "crf-reader-verification.h"
#include "crf-study-plan.h"

static const char *const about_target[] = { "mark-missed", "reopen-form", "query",   "sign-form", "mark-verified",
                                            "move-form",   "freeze",      "unfreeze", "lock",     "unlock",        NULL };

gboolean
crf_patient_menu_needs_target (const char *use_case)
{
  g_return_val_if_fail (use_case != NULL, FALSE);

  return g_strv_contains (about_target, use_case) || crf_acts_is_about_form (use_case);
}

/* What the use case takes of the place; what it does not take is left alone. */
static void
preset_place (CrfUseCaseDialog *dialog,
              const char       *use_case,
              const CrfTarget  *target)
{
  const struct { const char *key, *value; } place[] = {
    { "event", target->event },     { "eventkey", target->eventkey }, { "form", target->form },
    { "formkey", target->formkey }, { "group", target->group },       { "groupkey", target->groupkey },
    { "item", target->item },
  };
  const CrfUseCase *definition = crf_use_case_find (use_case);

  for (const CrfParameter *parameter = definition->parameters; parameter->key != NULL; parameter++)
    for (guint i = 0; i < G_N_ELEMENTS (place); i++)
      if (g_str_equal (parameter->key, place[i].key))
        crf_use_case_dialog_preset (dialog, place[i].key, place[i].value);
}

/* ── What there is to choose from ── */

static gpointer
alerts_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return crf_reader_lot_alerts (session, data, error);
}

static gpointer
lots_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return crf_reader_lots (session, error);
}

/* Lots with a bad result that she was given of, or (@alerts FALSE) those that are released. */
static void
offer_lots (CrfUseCaseDialog *dialog, CrfWriter *writer, const char *subject, gboolean alerts)
{
  g_autoptr (GPtrArray) found = crf_writer_call (writer, alerts ? alerts_job : lots_job, (gpointer) subject, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; found != NULL && i < found->len; i++)
    {
      const CrfLot *lot = alerts ? NULL : g_ptr_array_index (found, i);
      const char *name = alerts ? ((const CrfLotAlert *) g_ptr_array_index (found, i))->lot : lot->lot;

      if ((lot == NULL || g_strcmp0 (lot->state, "released") == 0) && !g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
        g_ptr_array_add (names, (gpointer) name);
    }
  g_ptr_array_add (names, NULL);
  if (names->len > 1)
    crf_use_case_dialog_set_choices (dialog, "lot", (const char *const *) names->pdata, (const char *const *) names->pdata);
}

/* The strata in words; a level is named with its stratum, since each has its own. */
static void
offer_strata (CrfUseCaseDialog *dialog, CrfWriter *writer)
{
  const GPtrArray *strata = crf_study_get_randomisation (crf_writer_get_study (writer))->strata;
  const char *language = crf_writer_get_language (writer);
  g_autoptr (GPtrArray) codes = g_ptr_array_new (), labels = g_ptr_array_new ();
  g_autoptr (GPtrArray) level_codes = g_ptr_array_new (), level_labels = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < strata->len; i++)
    {
      const CrfStratum *stratum = g_ptr_array_index (strata, i);

      g_ptr_array_add (codes, (gpointer) stratum->oid);
      g_ptr_array_add (labels, (gpointer) crf_stratum_title (stratum, language));
      for (guint j = 0; j < stratum->levels->len; j++)
        {
          const CrfLevel *level = g_ptr_array_index (stratum->levels, j);

          g_ptr_array_add (level_codes, (gpointer) level->code);
          g_ptr_array_add (level_labels, g_strdup_printf (_("%s: %s"), crf_stratum_title (stratum, language),
                                                          crf_stratum_level_title (stratum, level->code, language)));
        }
    }
  if (codes->len == 0)
    return;
  g_ptr_array_add (codes, NULL);
  g_ptr_array_add (labels, NULL);
  g_ptr_array_add (level_codes, NULL);
  g_ptr_array_add (level_labels, NULL);
  crf_use_case_dialog_set_choices (dialog, "stratum", (const char *const *) codes->pdata, (const char *const *) labels->pdata);
  crf_use_case_dialog_set_choices (dialog, "level", (const char *const *) level_codes->pdata, (const char *const *) level_labels->pdata);
}

static void
offer_choices (CrfUseCaseDialog *dialog, CrfWriter *writer, const char *subject, const char *use_case)
{
  if (g_str_equal (use_case, "acknowledge-alert"))
    offer_lots (dialog, writer, subject, TRUE);
  else if (g_str_equal (use_case, "reserve-bags") || g_str_equal (use_case, "free-bags"))
    offer_lots (dialog, writer, subject, FALSE);
  else if (g_str_equal (use_case, "correct-stratum"))
    offer_strata (dialog, writer);
}

/* ── What is left to verify ── */

typedef struct
{
  CrfTarget *targets[3];
  CrfVerificationCount counts[3];
  gboolean done[3];
} Verification;

static gpointer
verification_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  Verification *self = data;

  for (guint i = 0; i < G_N_ELEMENTS (self->targets); i++)
    self->done[i] = self->targets[i] != NULL && crf_reader_verification (session, self->targets[i], &self->counts[i], NULL);
  return self;
}

/* How much each scope has, so that the monitor knows what she says before she says it. */
static void
describe_verification (CrfUseCaseDialog *dialog, CrfWriter *writer, const char *subject, const CrfTarget *target, const char *identity)
{
  static const char *const names[] = { N_ ("This form"), N_ ("The visit"), N_ ("The patient") };
  CrfTarget form = { .subject = (char *) subject, .event = target->event, .eventkey = target->eventkey, .form = target->form, .formkey = target->formkey };
  CrfTarget visit = { .subject = (char *) subject, .event = target->event, .eventkey = target->eventkey };
  CrfTarget patient = { .subject = (char *) subject };
  Verification self = { .targets = { target->form != NULL ? &form : NULL, target->event != NULL ? &visit : NULL, &patient } };
  g_autoptr (GString) text = g_string_new (NULL);

  crf_writer_call (writer, verification_job, &self, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (self.done[i])
      /* Translators: “This form: 12 to verify, 3 verified, 1 with an open query” */
      g_string_append_printf (text, _("%s%s: %u to verify, %u verified, %u with an open query, %u forms not complete"), text->len > 0 ? "\n" : "",
                              _ (names[i]), self.counts[i].to_mark, self.counts[i].verified, self.counts[i].queried, self.counts[i].incomplete);
  crf_use_case_dialog_set_texts (dialog, identity, text->str);
  crf_use_case_dialog_fill (dialog, "scope", target->form != NULL ? "form" : "visit");
  crf_use_case_dialog_fill (dialog, "queried", "leave-out");
}

/* "Week 4 · Visit findings": which form, before anything is done to it. */
static gpointer
place_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return crf_place_label (session, data);
}

CrfUseCaseDialog *
crf_patient_menu_present (GtkWidget       *parent,
                          CrfWriter       *writer,
                          const char      *subject,
                          const CrfTarget *target,
                          const char      *use_case)
{
  /* About the form on screen, unless the person says otherwise. */
  static const char *const held[] = { "freeze", "unfreeze", "lock", "unlock", NULL };
  g_autoptr (CrfPatient) patient = NULL;
  g_autofree char *identity = NULL;
  g_autofree char *text = NULL;
  CrfUseCaseDialog *dialog;

  g_return_val_if_fail (GTK_IS_WIDGET (parent), NULL);
  g_return_val_if_fail (subject != NULL, NULL);

  dialog = crf_use_case_dialog_present (parent, writer, use_case, subject);
  if (dialog == NULL)
    return NULL;
  patient = crf_read_patient (writer, subject, NULL);
  identity = patient != NULL ? crf_patient_identity (patient) : NULL;
  if (patient != NULL && patient->envelope != NULL && g_str_equal (use_case, "break-code"))
    text = g_strdup_printf (_("The envelope of this patient is number %s. The arm is shown to you alone, and the code break is journalled."),
                            patient->envelope);
  if (text == NULL)
    text = target != NULL && crf_patient_menu_needs_target (use_case) ? crf_writer_call (writer, place_job, (gpointer) target, NULL)
                                                                      : g_strdup (_(crf_use_case_find (use_case)->summary));
  crf_use_case_dialog_set_texts (dialog, identity, text);
  offer_choices (dialog, writer, subject, use_case);
  if (target != NULL && crf_patient_menu_needs_target (use_case))
    preset_place (dialog, use_case, target);
  if (target != NULL && target->form != NULL && g_strv_contains (held, use_case))
    crf_use_case_dialog_fill (dialog, "scope", "form");
  if (target != NULL && g_str_equal (use_case, "mark-verified"))
    describe_verification (dialog, writer, subject, target, identity);
  return dialog;
}
