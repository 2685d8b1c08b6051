/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the use cases of an infusion share: which infusion, which arm, and storing by concept. */

#include "crf-infusion-private.h"

#include "crf-blind.h"
#include "crf-detail.h"
#include "crf-infusion-gates.h"
#include "crf-infusion-steps.h"
#include "crf-number.h"
#include "crf-partial-date.h"
#include "crf-records-safety.h"
#include "crf-session-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* A repeating event gets its instance before anything is stored in it; a refusal later takes it back with the transaction. */
static gboolean
ensure_instance (CrfUseCaseContext *context,
                 CrfInfusion *infusion,
                 GError **error)
{
  g_autofree char *ordinal = g_strdup_printf ("%d", infusion->place.ordinal);
  g_autofree char *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_EVENT_ADD, .subject = context->subject->key, .event = infusion->place.event->oid };

  if (infusion->eventkey != NULL)
    return TRUE;
  infusion->eventkey = crf_transaction_new_key (context->txn);
  detail = crf_detail_new ("ordinal", ordinal, NULL);
  entry.eventkey = infusion->eventkey;
  entry.detail = detail;
  return crf_context_append (context, &entry, NULL, error);
}

/* The infusion that argument "infusion" names, or the first that is not over. */
static CrfInfusion *
find_infusion (CrfUseCaseContext *context,
               GError **error)
{
  CrfInfusionPlace place;
  double asked;

  if (!crf_context_get_number (context, "infusion", &asked))
    return NULL;
  for (int ordinal = isnan (asked) ? 1 : (int) asked; crf_infusion_find_place (context->study, ordinal, &place); ordinal++)
    {
      g_autoptr (CrfInfusion) infusion = crf_infusion_read_for (context->session, context->subject->key, ordinal, error);

      if (infusion == NULL)
        return NULL;
      if (!isnan (asked) || !crf_infusion_is_over (infusion->stage))
        return ensure_instance (context, infusion, error) ? g_steal_pointer (&infusion) : NULL;
      if (infusion->place.event->repeating && ordinal >= crf_infusion_most (context->study))
        break;
    }
  crf_context_refuse (context, "no-infusion", NULL, isnan (asked) ? _("All infusions of %s are closed.")
                                                                  : _("The protocol has no such infusion for %s."),
                      context->subject->number);
  return NULL;
}

static gboolean
is_one_of (CrfUseCaseContext *context,
           const char *const *names)
{
  return g_strv_contains (names, context->use_case->name);
}

/* After the treatment was stopped nothing is prepared any more; what was given all the same is recorded. FALSE when refused. */
static gboolean
check_stop (CrfUseCaseContext *context)
{
  static const char *const names[] = { "plan-infusion", "order-infusion", "sign-go", NULL };
  g_autoptr (CrfTreatmentStopRecord) stop = is_one_of (context, names) ? crf_records_treatment_stop (context->file, context->subject->key) : NULL;

  return stop == NULL || !crf_context_refuse (context, "treatment-stopped", _("An investigator resumes the treatment if this was not meant."),
                                              _("Treatment of %1$s was stopped on %2$s."), context->subject->number, stop->day);
}

/* A postponed infusion begins anew with another product: what stood there stays in the journal, and nothing of it counts for the new one. */
static gboolean
begin_anew (CrfUseCaseContext *context,
            CrfInfusion *infusion,
            GError **error)
{
  g_autoptr (CrfTarget) form = crf_infusion_target (infusion, context->subject->key);
  gint64 id = crf_records_find_form_id (context->file, form->subject, form->event, form->eventkey, form->form, form->formkey, error);
  g_autoptr (GPtrArray) values = crf_records_values (context->file, id, error);
  char now[CRF_INSTANT_SIZE];

  for (guint i = 0; values != NULL && i < values->len; i++)
    {
      const CrfValueRecord *record = g_ptr_array_index (values, i);
      const CrfItem *item = crf_study_find_item (context->study, record->item);

      if (item == NULL || item->concept == NULL || (!record->sealed && record->value == NULL && record->missing == NULL && record->canon == NULL) ||
          !(g_str_has_prefix (item->concept, "inf.") || g_str_has_prefix (item->concept, "go.")) || strcmp (item->concept, "inf.ordinal") == 0)
        continue;
      if (!crf_context_store_value (context, form, item, NULL, NULL, NULL, _("Postponed; begun anew."), error))
        return FALSE;
    }
  crf_instant_format_local (crf_session_now (context->session), now);
  return values != NULL && crf_infusion_step_add (context, infusion, CRF_STEP_AGAIN, now, error, "why",
                                                  crf_infusion_get (infusion, "inf.outcome_reason"), NULL);
}

CrfInfusion *
crf_infusion_of_context (CrfUseCaseContext *context,
                         GError **error)
{
  static const char *const anew[] = { "plan-infusion", "order-infusion", "give-infusion", NULL };
  g_autoptr (CrfInfusion) infusion = check_stop (context) ? find_infusion (context, error) : NULL;
  int ordinal;

  if (infusion == NULL || infusion->stage != CRF_INFUSION_POSTPONED)
    return g_steal_pointer (&infusion);
  ordinal = infusion->place.ordinal;
  if (is_one_of (context, anew))
    return begin_anew (context, infusion, error) ? crf_infusion_read_for (context->session, context->subject->key, ordinal, error) : NULL;
  crf_context_refuse (context, "postponed", _("Order and plan it anew, with another product."), _("Infusion %1$d of %2$s was postponed."), ordinal,
                      context->subject->number);
  return NULL;
}

CrfInfusion *
crf_infusion_last_of_context (CrfUseCaseContext *context,
                              GError **error)
{
  g_autoptr (CrfInfusion) last = NULL;
  CrfInfusionPlace place;

  if (crf_context_get (context, "infusion") != NULL)
    return find_infusion (context, error);
  for (int ordinal = 1; crf_infusion_find_place (context->study, ordinal, &place) && ordinal <= crf_infusion_most (context->study); ordinal++)
    {
      g_autoptr (CrfInfusion) infusion = crf_infusion_read_for (context->session, context->subject->key, ordinal, error);

      if (infusion == NULL)
        return NULL;
      if (crf_infusion_get (infusion, "inf.start") == NULL)
        continue;
      g_clear_pointer (&last, crf_infusion_free);
      last = g_steal_pointer (&infusion);
    }
  if (last == NULL)
    crf_context_refuse (context, "not-started", _("Start the infusion first, or record it with its times."), _("No infusion of %s has started."),
                        context->subject->number);
  return g_steal_pointer (&last);
}

const CrfArm *
crf_infusion_arm_of_context (CrfUseCaseContext *context,
                             GError **error)
{
  const CrfArm *arm;

  if (context->subject->allocation_number == NULL)
    {
      crf_context_refuse (context, "not-allocated", _("Randomise the patient first."), _("%s is not allocated yet."), context->subject->number);
      return NULL;
    }
  if (!crf_session_may_know_arms (context->session))
    {
      crf_context_refuse (context, "may-not-know", _("The unblinded preparer plans the dose."), _("Your role may not know the arm of %s."),
                          context->subject->number);
      return NULL;
    }
  /* Opened before this transaction began: while something is being written no arm opens. */
  arm = crf_session_get_arm (context->session, context->subject->key);
  if (arm == NULL && crf_session_arm_is_elsewhere (context->session, context->subject->key))
    crf_context_refuse (context, "no-arm", _("Plan it in the study file in which the patient was allocated."),
                        _("The arm of %s is not in this file: the patient was allocated in another one."), context->subject->number);
  else if (arm == NULL)
    crf_context_refuse (context, "no-arm", NULL, _("The arm of %s is not in this version of the protocol."), context->subject->number);
  return arm;
}

/* Why somebody who may know the arms did something names lots and cells: beside an open value it is not said. It stands in the boxes of what is written with
 * it: of the plan's and the check's unblinding values, of the step, of the deviation. */
const char *
crf_infusion_reason_for (CrfUseCaseContext *context,
                         const CrfItem *item)
{
  return !item->unblinding && crf_blind_seals_deviation (context->session) ? NULL : crf_context_get (context, "reason");
}

gboolean
crf_infusion_store (CrfUseCaseContext *context,
                    const CrfInfusion *infusion,
                    const char *concept,
                    const char *text,
                    GError **error)
{
  const CrfItem *item = crf_study_find_item_by_concept (context->study, concept);
  const CrfItemGroup *group = item != NULL ? crf_form_find_group_of (infusion->place.form, item) : NULL;
  g_autoptr (CrfTarget) target = NULL;
  const CrfItemUnit *unit;

  /* What would tell the arm by its absence is stored as an empty box. */
  if (group == NULL || (text == NULL && !item->unblinding))
    return TRUE;
  target = crf_infusion_target (infusion, context->subject->key);
  target->group = g_strdup (group->oid);
  target->groupkey = g_strdup ("1");
  target->item = g_strdup (item->oid);
  unit = item->units->len > 0 ? g_ptr_array_index (item->units, 0) : NULL;
  return crf_context_store_value (context, target, item, text, unit != NULL ? unit->unit->oid : NULL, NULL,
                                  crf_infusion_reason_for (context, item), error);
}

gboolean
crf_infusion_store_number (CrfUseCaseContext *context,
                           const CrfInfusion *infusion,
                           const char *concept,
                           double value,
                           int places,
                           GError **error)
{
  char buffer[CRF_DECIMAL_SIZE];

  if (isnan (value))
    return crf_infusion_store (context, infusion, concept, NULL, error);
  return crf_infusion_store (context, infusion, concept,
                             places < 0 ? crf_decimal_format (value, buffer) : crf_decimal_format_places (value, places, buffer), error);
}

char *
crf_iso_date_part (const char *iso)
{
  return g_strndup (iso, strcspn (iso, "T "));
}

char *
crf_minutes_to_iso (gint64 minutes)
{
  char buffer[CRF_DATE_SIZE];
  CrfDate date;

  crf_date_from_days ((int) (minutes / (24 * 60)), &date);
  date.hour = (int) (minutes % (24 * 60) / 60);
  date.minute = (int) (minutes % 60);
  return g_strdup (crf_date_format (&date, buffer));
}
