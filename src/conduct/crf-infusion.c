/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One infusion: where it lives in the definition and how it stands. */

#include "crf-infusion.h"

#include "crf-blind.h"
#include "crf-dose.h"
#include "crf-infusion-fields.h"
#include "crf-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static const CrfForm *
infusion_form_of (const CrfEvent *event)
{
  for (guint i = 0; i < event->forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (event->forms, i);

      if (g_strcmp0 (form->kind, "infusion") == 0)
        return form;
    }
  return NULL;
}

gboolean
crf_infusion_find_place (CrfStudy *study,
                         int ordinal,
                         CrfInfusionPlace *place)
{
  const GPtrArray *events = crf_study_get_events (study);
  int found = 0;

  for (guint i = 0; i < events->len; i++)
    {
      const CrfEvent *event = g_ptr_array_index (events, i);
      const CrfForm *form = infusion_form_of (event);

      if (form == NULL || (++found != ordinal && !(event->repeating && ordinal > found)))
        continue;
      *place = (CrfInfusionPlace) { .ordinal = ordinal, .event = event, .form = form };
      return TRUE;
    }
  return FALSE;
}

int
crf_infusion_count (CrfStudy *study,
                    const CrfArm *arm)
{
  CrfInfusionPlace place;
  int n = 0;

  while (crf_infusion_find_place (study, n + 1, &place))
    {
      n++;
      if (place.event->repeating)
        return arm != NULL && arm->infusions > 0 ? arm->infusions : n;
    }
  return arm != NULL && arm->infusions > 0 ? MIN (arm->infusions, n) : n;
}

int
crf_infusion_most (CrfStudy *study)
{
  const GPtrArray *arms = crf_study_get_arms (study);
  int most = 1;

  for (guint i = 0; i < arms->len; i++)
    most = MAX (most, ((const CrfArm *) g_ptr_array_index (arms, i))->infusions);
  return most;
}

static const struct
{
  const char *name, *label;
} stages[] = {
  [CRF_INFUSION_NONE] = { "none", N_("not planned") },
  [CRF_INFUSION_PLANNED] = { "planned", N_("planned") },
  [CRF_INFUSION_CHECKED] = { "checked", N_("checked by a second person") },
  [CRF_INFUSION_STARTED] = { "started", N_("running") },
  [CRF_INFUSION_GIVEN] = { "given", N_("given") },
  [CRF_INFUSION_PARTLY] = { "partly", N_("partly given") },
  [CRF_INFUSION_POSTPONED] = { "postponed", N_("postponed") },
  [CRF_INFUSION_CANCELLED] = { "cancelled", N_("cancelled") },
};

gboolean
crf_infusion_is_over (CrfInfusionStage stage)
{
  return stage == CRF_INFUSION_GIVEN || stage == CRF_INFUSION_PARTLY || stage == CRF_INFUSION_CANCELLED;
}

const char *
crf_infusion_stage_get_name (CrfInfusionStage stage)
{
  return stages[stage].name;
}

const char *
crf_infusion_stage_get_label (CrfInfusionStage stage)
{
  return _(stages[stage].label);
}

static CrfInfusionStage
judge_stage (const CrfInfusion *infusion)
{
  static const struct
  {
    const char *code;
    CrfInfusionStage stage;
  } outcomes[] = {
    { "GIVEN", CRF_INFUSION_GIVEN },
    { "PARTLY", CRF_INFUSION_PARTLY },
    { "POSTPONED", CRF_INFUSION_POSTPONED },
    { "CANCELLED", CRF_INFUSION_CANCELLED },
  };
  const char *outcome = crf_infusion_get (infusion, "inf.outcome");

  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    if (g_strcmp0 (outcome, outcomes[i].code) == 0)
      return outcomes[i].stage;
  if (crf_infusion_get (infusion, "inf.start") != NULL)
    return CRF_INFUSION_STARTED;
  if (infusion->checked)
    return CRF_INFUSION_CHECKED;
  /* The planned volume may be sealed; the number of the preparation never is. */
  return crf_infusion_get (infusion, "inf.volume") != NULL || crf_infusion_get (infusion, "inf.preparation") != NULL ? CRF_INFUSION_PLANNED
                                                                                                                     : CRF_INFUSION_NONE;
}

/* Canonical text of a record, from its box where @session may open it. Free it. */
static char *
canon_of (const CrfValueRecord *record,
          const CrfItem *item,
          CrfSession *session,
          const char *subject)
{
  g_autoptr (CrfSealedContent) content = NULL;

  if (!record->sealed)
    return g_strdup (record->canon);
  if (session == NULL || !item->unblinding)
    return NULL;
  content = crf_blind_open (session, subject, item->oid, record->value);
  return content != NULL ? g_strdup (content->canon) : NULL;
}

/* From which entry the value is; a sealed one by its box, which everybody can read and nobody open. */
static void
take_entry (CrfInfusion *infusion,
            const CrfItem *item,
            const CrfValueRecord *record)
{
  const CrfInfusionField *field = crf_infusion_field_find (item->concept);
  g_autofree char *sha256 = record->sealed && record->value != NULL ? g_compute_checksum_for_string (G_CHECKSUM_SHA256, record->value, -1) : NULL;

  if (field == NULL)
    return;
  g_hash_table_insert (infusion->entries, g_strdup (item->concept),
                       sha256 != NULL ? g_strdup_printf ("%s %s", record->entry, sha256) : g_strdup (record->entry));
  if ((field->flags & CRF_INFUSION_FIELD_PLAN) && record->user != NULL && (record->sealed || record->canon != NULL))
    g_hash_table_add (infusion->planners, g_strdup (record->user));
}

static void
take_values (CrfInfusion *infusion,
             CrfStudy *study,
             CrfSession *session,
             const char *subject,
             GPtrArray *records)
{
  for (guint i = 0; i < records->len; i++)
    {
      CrfValueRecord *record = g_ptr_array_index (records, i);
      const CrfItem *item = crf_study_find_item (study, record->item);

      char *canon;

      if (item != NULL && item->concept != NULL)
        take_entry (infusion, item, record);
      /* A sealed plan is one, too: its entry is known where its figures are not. */
      if (item != NULL && g_strcmp0 (item->concept, "inf.volume") == 0 && (record->sealed || record->canon != NULL))
        {
          g_free (infusion->plan_entry);
          infusion->plan_entry = g_strdup (record->entry);
        }
      if (item == NULL || item->concept == NULL || (!record->sealed && record->canon == NULL))
        continue;
      if (g_strcmp0 (item->concept, "inf.volume") == 0)
        {
          g_free (infusion->planner);
          infusion->planner = g_strdup (record->user);
        }
      canon = canon_of (record, item, session, subject);
      if (canon != NULL)
        g_hash_table_insert (infusion->values, g_strdup (item->concept), canon);
    }
}

/* Which instance of the place's event the nth infusion is. */
static gboolean
find_instance (CrfInfusion *infusion,
               CrfStudyFile *file,
               const char *subject,
               GError **error)
{
  g_autoptr (GPtrArray) events = NULL;

  if (!infusion->place.event->repeating)
    {
      infusion->eventkey = g_strdup ("1");
      return TRUE;
    }
  events = crf_records_events (file, subject, error);
  for (guint i = 0; events != NULL && i < events->len; i++)
    {
      CrfEventRecord *event = g_ptr_array_index (events, i);

      if (g_strcmp0 (event->event, infusion->place.event->oid) == 0 && event->ordinal == infusion->place.ordinal)
        infusion->eventkey = g_strdup (event->eventkey);
    }
  return events != NULL;
}

static CrfInfusion *
read_infusion (CrfStudyFile *file,
               CrfStudy *study,
               CrfSession *session,
               const char *subject,
               int ordinal,
               GError **error)
{
  g_autoptr (CrfInfusion) infusion = g_new0 (CrfInfusion, 1);
  g_autoptr (CrfFormRecord) form = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError) local = NULL;
  g_autofree char *checker = NULL;

  infusion->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  infusion->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  infusion->planners = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!crf_infusion_find_place (study, ordinal, &infusion->place))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("The protocol has no infusion number %d."), ordinal);
      return NULL;
    }
  if (!find_instance (infusion, file, subject, error))
    return NULL;
  if (infusion->eventkey == NULL)
    return g_steal_pointer (&infusion);
  form = crf_records_find_form (file, subject, infusion->place.event->oid, infusion->eventkey, infusion->place.form->oid, "1", &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (form == NULL)
    return g_steal_pointer (&infusion);

  /* A dose is computed from these: they must be what the journal says. */
  if (!crf_records_check_form (file, form->id, error))
    return NULL;
  records = crf_records_values (file, form->id, error);
  if (records == NULL)
    return NULL;
  take_values (infusion, study, session, subject, records);
  checker = crf_infusion_get (infusion, "inf.checked_by") != NULL ? crf_infusion_checker (file, study, subject, infusion, error) : NULL;
  infusion->checked = checker != NULL;
  infusion->stage = judge_stage (infusion);
  return g_steal_pointer (&infusion);
}

CrfInfusion *
crf_infusion_read (CrfStudyFile *file,
                   CrfStudy *study,
                   const char *subject,
                   int ordinal,
                   GError **error)
{
  return read_infusion (file, study, NULL, subject, ordinal, error);
}

/* The ward records a volume; what it came to is for those who know what was in it. */
static void
add_given_dose (CrfInfusion *infusion,
                CrfSession *session)
{
  double volume = crf_infusion_get_number (infusion, "inf.given_volume");
  double weight = crf_infusion_get_number (infusion, "inf.weight");
  double planned = crf_infusion_get_number (infusion, "inf.dose_planned");
  const CrfDoseRule *rule = crf_study_get_dose_rule (crf_session_get_study (session));
  g_autoptr (CrfLotRecord) lot = NULL;
  g_autoptr (CrfScoreResult) given = NULL, deviation = NULL;
  char number[CRF_DECIMAL_SIZE];

  if (isnan (volume) || isnan (planned) || !(planned > 0) || crf_infusion_get (infusion, "inf.dose_given") != NULL)
    return;
  lot = crf_blind_find_lot (session, crf_infusion_get (infusion, "inf.lot"));
  given = lot != NULL ? crf_infusion_dose_of_volume (crf_session_get_study (session), infusion, lot, volume, weight) : NULL;
  if (given == NULL || given->status != CRF_SCORE_DONE)
    return;
  g_hash_table_insert (infusion->values, g_strdup ("inf.dose_given"), g_strdup (crf_decimal_format_places (given->raw, 2, number)));
  deviation = crf_dose_deviation (given->raw, planned, rule != NULL ? rule->tolerance_percent : NAN);
  if (deviation->status == CRF_SCORE_DONE)
    g_hash_table_insert (infusion->values, g_strdup ("inf.deviation"), g_strdup (crf_decimal_format_places (deviation->raw, 1, number)));
}

CrfInfusion *
crf_infusion_read_for (CrfSession *session,
                       const char *subject,
                       int ordinal,
                       GError **error)
{
  CrfInfusion *infusion = read_infusion (crf_session_get_file (session), crf_session_get_study (session), session, subject, ordinal, error);

  if (infusion != NULL && crf_blind_is_ward_blinded (crf_session_get_study (session)) && crf_session_may_know_arms (session))
    add_given_dose (infusion, session);
  return infusion;
}

void
crf_infusion_free (CrfInfusion *infusion)
{
  g_clear_pointer (&infusion->values, g_hash_table_unref);
  g_clear_pointer (&infusion->entries, g_hash_table_unref);
  g_clear_pointer (&infusion->planners, g_hash_table_unref);
  g_free (infusion->planner);
  g_free (infusion->plan_entry);
  g_free (infusion->eventkey);
  g_free (infusion);
}

CrfInfusion *
crf_infusion_read_at (CrfSession *session,
                      const CrfTarget *form)
{
  CrfStudy *study = crf_session_get_study (session);
  CrfInfusionPlace place;

  for (int ordinal = 1; form->eventkey != NULL && crf_infusion_find_place (study, ordinal, &place); ordinal++)
    {
      g_autoptr (CrfInfusion) infusion = NULL;

      if (strcmp (place.event->oid, form->event) != 0)
        {
          /* One that repeats is the last place, and has no end. */
          if (place.event->repeating)
            return NULL;
          continue;
        }
      infusion = crf_infusion_read_for (session, form->subject, ordinal, NULL);
      if (infusion == NULL || infusion->eventkey == NULL)
        return NULL;
      if (strcmp (infusion->eventkey, form->eventkey) == 0)
        return g_steal_pointer (&infusion);
    }
  return NULL;
}

const char *
crf_infusion_get_entry (const CrfInfusion *infusion,
                        const char *concept)
{
  const char *entry = g_hash_table_lookup (infusion->entries, concept);

  return entry != NULL ? entry : "-";
}

gboolean
crf_infusion_was_planned_by (const CrfInfusion *infusion,
                             const char *login)
{
  return g_hash_table_contains (infusion->planners, login);
}

const char *
crf_infusion_get (const CrfInfusion *infusion,
                  const char *concept)
{
  return g_hash_table_lookup (infusion->values, concept);
}

double
crf_infusion_get_number (const CrfInfusion *infusion,
                         const char *concept)
{
  const char *text = crf_infusion_get (infusion, concept);
  double value;

  return text != NULL && crf_number_parse_plain (text, &value, NULL) ? value : NAN;
}

CrfTarget *
crf_infusion_target (const CrfInfusion *infusion,
                     const char *subject)
{
  const CrfTarget target = { .subject = (char *) subject, .event = (char *) infusion->place.event->oid, .eventkey = infusion->eventkey,
                             .form = (char *) infusion->place.form->oid, .formkey = (char *) "1" };

  return crf_target_copy (&target);
}
