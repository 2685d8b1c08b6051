/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Freezing and locking. */

#include "crf-hold.h"

#include "crf-action-kind.h"
#include "crf-form-acts.h"
#include "crf-records-trust.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The number of whom an entry is about, who need not be the subject of the act. Free it. */
static char *
number_of (CrfUseCaseContext *context,
           const char *subject)
{
  g_autoptr (CrfSubjectRecord) other = NULL;

  if (context->subject != NULL && g_strcmp0 (context->subject->key, subject) == 0)
    return g_strdup (context->subject->number);
  other = subject != NULL ? crf_records_find_subject (context->file, subject, NULL) : NULL;
  return g_strdup (other != NULL ? other->number : "?");
}

/* What is held is named: a value that is typed here can write to another form. */
static void
refuse_form (CrfUseCaseContext *context,
             const char *state,
             const char *remedy,
             const CrfTarget *form)
{
  g_autofree char *number = number_of (context, form->subject);
  const CrfTarget down_to_form = { .event = form->event, .form = form->form };
  g_autofree char *label = crf_place_label (context->session, &down_to_form);

  /* Translators: a visit and its form ("Week 4 · Visit"); a subject number */
  crf_context_refuse (context, state, remedy,
                      strcmp (state, "locked") == 0 ? _("The form “%1$s” of %2$s is locked.") : _("The form “%1$s” of %2$s is frozen: data are not changed."),
                      label, number);
}

static gboolean
refuse (CrfUseCaseContext *context,
        const char *state,
        const char *scope,
        const CrfTarget *target)
{
  gboolean locked = strcmp (state, "locked") == 0;
  g_autofree char *number = target != NULL ? number_of (context, target->subject) : NULL;
  const char *remedy;

  if (g_strcmp0 (scope, "study") == 0)
    {
      remedy = locked ? _("Unlocking the study needs two signatures.") : _("The data manager can unfreeze it, with a reason.");
      crf_context_refuse (context, state, remedy, locked ? _("The study is locked.") : _("The study is frozen: data are not changed."));
    }
  else if (g_strcmp0 (scope, "subject") == 0)
    {
      remedy = locked ? _("The data manager can unlock it, with a reason.") : _("The data manager can unfreeze it, with a reason.");
      crf_context_refuse (context, state, remedy,
                          locked ? _("The record of %s is locked.") : _("The record of %s is frozen: data are not changed."), number);
    }
  else
    {
      remedy = locked ? _("The data manager can unlock it, with a reason.") : _("The data manager can unfreeze it, with a reason.");
      refuse_form (context, state, remedy, target);
    }
  return FALSE;
}

gboolean
crf_hold_allows (CrfUseCaseContext *context,
                 const CrfEntry *entry)
{
  const char *scope = NULL;
  g_autofree char *state = NULL;
  CrfTarget target = { .subject = (char *) entry->subject, .event = (char *) entry->event, .eventkey = (char *) entry->eventkey,
                       .form = (char *) entry->form, .formkey = (char *) entry->formkey };

  if (!crf_action_is_held (entry->action, entry->subject != NULL, "locked"))
    return TRUE;
  state = crf_records_hold (context->file, entry, &scope, NULL);
  if (!crf_action_is_held (entry->action, entry->subject != NULL, state))
    return TRUE;
  /* An act that no lock stops, as an emergency, leaves its deviation on the locked record too. */
  if (context->use_case->on_locked && g_str_has_prefix (entry->action, "deviation."))
    return TRUE;
  refuse (context, state, scope, &target);
  crf_context_set_target (context, &target);
  return FALSE;
}

gboolean
crf_hold_allows_study (CrfUseCaseContext *context)
{
  const CrfEntry study = { 0 };
  const char *scope = NULL;
  g_autofree char *state = crf_records_hold (context->file, &study, &scope, NULL);

  return state == NULL || refuse (context, state, scope, NULL);
}

gboolean
crf_hold_allows_use_case (CrfUseCaseContext *context)
{
  const char *scope = NULL;
  CrfEntry entry = { .subject = context->subject != NULL ? context->subject->key : NULL };
  const CrfTarget target = { .subject = (char *) entry.subject };
  g_autofree char *state = NULL;

  if (context->use_case->on_locked || context->subject == NULL)
    return TRUE;
  state = crf_records_hold (context->file, &entry, &scope, NULL);
  return g_strcmp0 (state, "locked") != 0 || refuse (context, state, scope, &target);
}

char *
crf_hold_of (CrfSession *session,
             const CrfTarget *target)
{
  CrfEntry entry = { .subject = target->subject, .event = target->event, .eventkey = target->eventkey, .form = target->form,
                     .formkey = target->formkey };

  return crf_records_hold (crf_session_get_file (session), &entry, NULL, NULL);
}

/* Names the form, the subject or the study; FALSE with the refusal set. */
static gboolean
find_target (CrfUseCaseContext *context,
             CrfPlace *place,
             CrfEntry *entry,
             GError **error)
{
  g_autoptr (CrfFormRecord) form = NULL;
  const char *scope = crf_context_get (context, "scope");

  if (scope == NULL)
    scope = crf_context_get (context, "form") != NULL ? "form" : "subject";
  if (strcmp (scope, "study") == 0)
    return TRUE;
  if (context->subject == NULL)
    {
      crf_context_refuse (context, "subject-missing", _("Give the subject number."), _("“%s” needs a patient."),
                          _ (context->use_case->title));
      return FALSE;
    }
  entry->subject = context->subject->key;
  if (strcmp (scope, "subject") == 0)
    return TRUE;
  if (!crf_form_act_find (context, place, &form, error))
    return FALSE;
  entry->event = place->target->event;
  entry->eventkey = place->target->eventkey;
  entry->form = place->target->form;
  entry->formkey = place->target->formkey;
  return TRUE;
}

static gboolean
check_change (CrfUseCaseContext *context,
              const char *present,
              const char *state)
{
  const char *name = context->use_case->name;

  if (strcmp (name, "unlock") == 0 && g_strcmp0 (present, "locked") != 0)
    crf_context_refuse (context, "not-locked", NULL, _("This is not locked."));
  else if (strcmp (name, "unfreeze") == 0 && g_strcmp0 (present, "frozen") != 0)
    crf_context_refuse (context, "not-frozen", NULL,
                        g_strcmp0 (present, "locked") == 0 ? _("This is locked, not frozen.") : _("This is not frozen."));
  else if (strcmp (name, "freeze") == 0 && g_strcmp0 (present, "locked") == 0)
    crf_context_refuse (context, "locked", NULL, _("This is locked already, which is more than frozen."));
  else if (g_strcmp0 (present, state) == 0)
    crf_context_refuse (context, "unchanged", NULL, _("This has been done already."));
  return context->outcome->refusal == NULL;
}

gboolean
crf_hold_act (CrfUseCaseContext *context,
              const char *state,
              GError **error)
{
  g_auto (CrfPlace) place = { 0 };
  CrfEntry entry = { .action = CRF_ACTION_HOLD, .canon = state, .reason = crf_context_get (context, "reason") };
  g_autofree char *present = NULL;
  GError *fault = NULL;

  if (!find_target (context, &place, &entry, &fault))
    {
      if (fault != NULL)
        g_propagate_error (error, fault);
      return fault == NULL;
    }
  present = crf_records_own_hold (context->file, &entry, NULL);
  if (entry.subject == NULL && (strcmp (state, "locked") == 0 || g_strcmp0 (present, "locked") == 0))
    return crf_context_refuse (context, "needs-signatures", _("Sign the database lock, or sign the unlocking."),
                               _("The study as a whole is locked and unlocked by signatures."));
  return !check_change (context, present, state) || crf_context_append (context, &entry, NULL, error);
}

gboolean
crf_hold_set_study (CrfUseCaseContext *context,
                    const char *state,
                    GError **error)
{
  CrfEntry entry = { .action = CRF_ACTION_HOLD, .canon = state, .reason = crf_context_get (context, "reason") };

  return crf_context_append (context, &entry, NULL, error);
}
