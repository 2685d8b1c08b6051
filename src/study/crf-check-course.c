/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Checks of what happens to a patient: visits that can come due, infusions whose windows keep apart, doses that no cap always cuts, a monitoring grid in the
 * order of the clock, forms that hold what dosing and counting need, once for what happens once and as often as it happens for the rest. */

#include "crf-reading-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static gboolean
arm_is_infused (const CrfStudy *study, const CrfEvent *event)
{
  for (guint i = 0; i < study->arms->len; i++)
    {
      const CrfArm *arm = g_ptr_array_index (study->arms, i);
      gboolean concerned = event->arms->len == 0;

      for (guint j = 0; j < event->arms->len; j++)
        concerned = concerned || strcmp (g_ptr_array_index (event->arms, j), arm->oid) == 0;
      if (concerned && arm->infusions > 0)
        return TRUE;
    }
  return FALSE;
}

static void
check_anchors (CrfReading *self)
{
  for (guint i = 0; i < self->study->events->len; i++)
    {
      const CrfEvent *event = g_ptr_array_index (self->study->events, i);
      xmlNode *node = crf_reading_node (self, event);

      if (event->anchor != NULL && g_str_has_suffix (event->anchor, "infusion") && self->study->arms->len > 0 && !arm_is_infused (self->study, event))
        crf_reading_error (self, node, g_strdup_printf (_("The event is counted from the %s, but none of its arms is infused."), event->anchor),
                           _("It would never be due, and nobody would miss it."), _("Count it from randomisation or consent."));
      if (event->type != CRF_EVENT_SCHEDULED && event->anchor != NULL)
        crf_reading_error (self, node, g_strdup (_("The event is not scheduled, but has an anchor.")), _("It would look due, and never be."),
                           _("Say Type=\"Scheduled\", or take the anchor away."));
      if (event->type == CRF_EVENT_UNSCHEDULED && event->required && crf_odm_extension_attribute (node, "Required") != NULL)
        crf_reading_error (self, node, g_strdup (_("The event is unscheduled, but required.")), _("Every patient would lack it."),
                           _("Say sw:Required=\"No\"."));
    }
}

/* The calendar and the gate must give the same last day. */
static void
check_allocation_window (CrfReading *self)
{
  const CrfEvent *treatment = crf_study_find_event_by_kind (self->study, "treatment");

  if (treatment == NULL || g_strcmp0 (treatment->anchor, "randomisation") != 0 || self->study->baseline_days == 0
      || treatment->day + treatment->days_after == self->study->baseline_days)
    return;
  crf_reading_error (self, crf_reading_node (self, treatment),
                     g_strdup_printf (_("Its window ends on day %d after allocation, but AllocationDays is %d."), treatment->day + treatment->days_after,
                                      self->study->baseline_days),
                     _("The calendar would call an infusion on time that the gate calls late, or the other way round."),
                     _("Make Day and After add up to AllocationDays."));
}

static void
check_intervals (CrfReading *self)
{
  for (guint i = 0; i < self->study->arms->len; i++)
    {
      const CrfArm *arm = g_ptr_array_index (self->study->arms, i);

      if (arm->infusions > 1 && arm->interval_days > 0 && arm->interval_before + (arm->infusions > 2 ? arm->interval_after : 0) >= arm->interval_days)
        crf_reading_error (self, crf_reading_node (self, arm), g_strdup (_("The windows of successive infusions overlap.")),
                           _("Two infusions could be given on one day, or one counted for either."), _("Make IntervalBefore and IntervalAfter smaller."));
    }
}

static void
check_caps (CrfReading *self)
{
  const CrfDoseRule *rule = self->study->dose_rule;

  for (guint i = 0; rule != NULL && i < self->study->arms->len; i++)
    {
      const CrfArm *arm = g_ptr_array_index (self->study->arms, i);

      /* Whoever weighs 40 kg is a light adult. */
      if (arm->has_dose && !arm->placebo && rule->cap_million > 0 && rule->cap_million < arm->dose_low * (arm->dose_fixed ? 1 : 40))
        crf_reading_error (self, crf_reading_node (self, arm), g_strdup (_("The cap lies below the dose of nearly everybody.")),
                           _("Patients would be given fewer cells than the protocol says."), _("Correct CapMillion (10⁶ cells of one infusion) or the dose."));
    }
}

static void
check_release_values (CrfReading *self)
{
  static const struct { const char *test, *expected; } results[] = { { "sterility", "NEG" }, { "mycoplasma", "NEG" }, { "identity", "OK" } };

  for (guint i = 0; i < self->study->release_limits->len; i++)
    {
      const CrfReleaseLimit *limit = g_ptr_array_index (self->study->release_limits, i);
      xmlNode *node = crf_reading_node (self, limit);

      if (g_strcmp0 (limit->test, "viability") == 0 && (limit->low <= 1 || limit->low > 100))
        crf_reading_error (self, node, g_strdup (_("The viability is in per cent, but its lowest is not between 1 and 100.")),
                           _("Any lot could be released, or none."), _("Write 80 for 80 %."));
      for (guint j = 0; j < G_N_ELEMENTS (results); j++)
        if (g_strcmp0 (limit->test, results[j].test) == 0 && limit->expected != NULL && *limit->expected != '\0'
            && strcmp (limit->expected, results[j].expected) != 0)
          crf_reading_error (self, node, g_strdup_printf (_("“%s” is no good result of %s."), limit->expected, limit->test),
                             _("No lot could ever be released."), _("Write NEG for sterility and mycoplasma, OK for identity."));
    }
}

static void
check_grid (CrfReading *self)
{
  const GPtrArray *points = self->study->time_points;

  for (guint i = 1; i < points->len; i++)
    {
      const CrfTimePoint *before = g_ptr_array_index (points, i - 1), *point = g_ptr_array_index (points, i);

      if (point->minutes <= before->minutes)
        crf_reading_error (self, crf_reading_node (self, point), g_strdup_printf (_("It is not later than %s, which stands before it."), before->oid),
                           _("The next reading due would be the wrong one, and the sheet for the night out of order."),
                           _("Put the time points in the order of the clock."));
    }
  if (points->len > 0 && crf_study_find_event_by_kind (self->study, "treatment") != NULL && crf_study_find_form_by_kind (self->study, "monitoring") == NULL)
    crf_reading_error (self, crf_reading_node (self, g_ptr_array_index (points, 0)), g_strdup (_("There are time points, but no form of kind monitoring.")),
                       _("No reading of the night could be entered."), _("Add the form to the treatment event."));
}

/* What happens once to a patient, and what happens as often as it happens. */
static void
check_repeats (CrfReading *self)
{
  static const char *const once[] = { "death", "demographics", "eligibility", NULL };
  static const char *const often[] = { "adverse-event", "decompensation", "medication", "paracentesis", NULL };
  static const char *const alone[] = { "death", "demographics", "eligibility", "infusion", "consent", "disposition", "transplantation", NULL };
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->study->forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (self->study->forms, i);
      xmlNode *node = crf_reading_node (self, form);

      if (form->kind == NULL)
        continue;
      if (g_strv_contains (once, form->kind) && form->repeating)
        crf_reading_error (self, node, g_strdup_printf (_("The form of kind %s repeats."), form->kind), _("A patient could have two of what happens once."),
                           _("Say Repeating=\"No\"."));
      if (g_strv_contains (often, form->kind) && !form->repeating)
        crf_reading_error (self, node, g_strdup_printf (_("The form of kind %s does not repeat."), form->kind),
                           _("The second event would be written over the first."), _("Say Repeating=\"Yes\"."));
      if (g_strv_contains (alone, form->kind) && !g_hash_table_add (seen, (gpointer) form->kind))
        crf_reading_error (self, node, g_strdup_printf (_("Another form is of kind %s too."), form->kind),
                           _("What is entered here would not be counted, dosed or shown."), _("Leave the kind at one form."));
    }
}

static void
check_events_once (CrfReading *self)
{
  static const char *const alone[] = { "screening", "treatment", "common", NULL };
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->study->events->len; i++)
    {
      const CrfEvent *event = g_ptr_array_index (self->study->events, i);

      if (event->kind != NULL && g_strv_contains (alone, event->kind) && !g_hash_table_add (seen, (gpointer) event->kind))
        crf_reading_error (self, crf_reading_node (self, event), g_strdup_printf (_("Another event is of kind %s too."), event->kind),
                           _("Only the first of them is screened, infused or looked at."), _("Leave the kind at one event."));
    }
}

/* An item that stands twice on one form. */
static void
check_items_once (CrfReading *self)
{
  for (guint i = 0; i < self->study->forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (self->study->forms, i);
      g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

      for (guint j = 0; j < form->groups->len; j++)
        for (guint k = 0; k < ((const CrfItemGroup *) g_ptr_array_index (form->groups, j))->items->len; k++)
          {
            const CrfItemRef *ref = g_ptr_array_index (((const CrfItemGroup *) g_ptr_array_index (form->groups, j))->items, k);

            /* Each sample has its own time and number. */
            if (ref->item->concept != NULL && g_str_has_prefix (ref->item->concept, "sample."))
              continue;
            if (!g_hash_table_add (seen, (gpointer) ref->item))
              crf_reading_error (self, crf_reading_node (self, ref), g_strdup_printf (_("The item %s stands twice on the form %s."), ref->item->oid, form->oid),
                                 _("An import or a query would mean the one or the other by chance."), _("Leave it in one group of the form."));
          }
    }
}

/* What planning, checking, giving and counting an infusion read and write. */
static void
check_infusion_form (CrfReading *self)
{
  static const char *const needed[] = { "inf.weight", "inf.lot", "inf.concentration", "inf.viability", "inf.dose_planned", "inf.volume", "inf.start",
                                        "inf.given_volume", "inf.dose_given", "inf.outcome" };
  const CrfForm *form = crf_study_find_form_by_kind (self->study, "infusion");

  for (guint i = 0; form != NULL && self->study->dose_rule != NULL && i < G_N_ELEMENTS (needed); i++)
    {
      const CrfItem *item = crf_study_find_item_by_concept (self->study, needed[i]);

      if (item == NULL || crf_form_find_group_of (form, item) == NULL)
        crf_reading_error (self, crf_reading_node (self, form), g_strdup_printf (_("The infusion form has no item of the concept “%s”."), needed[i]),
                           _("The dose could not be planned, checked or recorded whole."), _("Add the item to a group of the form."));
    }
}

static void
check_endpoint_days (CrfReading *self)
{
  int last = 0;

  for (guint i = 0; i < self->study->events->len; i++)
    {
      const CrfEvent *event = g_ptr_array_index (self->study->events, i);

      if (event->type == CRF_EVENT_SCHEDULED && event->anchor != NULL)
        last = MAX (last, event->day + event->days_after);
    }
  for (guint i = 0; i < self->study->endpoints->len && crf_study_find_event_by_kind (self->study, "common") != NULL; i++)
    {
      const CrfEndpoint *endpoint = g_ptr_array_index (self->study->endpoints, i);
      g_auto (GStrv) counts = endpoint->counts != NULL ? g_strsplit (endpoint->counts, " ", -1) : NULL;
      const CrfItem *kind = crf_study_find_item_by_concept (self->study, "ce.kind");

      if (endpoint->day > last)
        crf_reading_error (self, crf_reading_node (self, endpoint),
                           g_strdup_printf (_("It is judged on day %d, but nobody is seen after day %d."), endpoint->day, last),
                           _("Everybody would be censored or missing on that day."), _("Add a visit, or correct Day."));
      for (char **code = counts; kind != NULL && code != NULL && *code != NULL; code++)
        if (**code != '\0' && crf_item_find_code (kind, *code) == NULL)
          crf_reading_error (self, crf_reading_node (self, endpoint), g_strdup_printf (_("It counts “%s”, which no decompensation event can be."), *code),
                             _("These events would never be counted."), _("Write codes of the list of events."));
    }
}

void
crf_check_course (CrfReading *self)
{
  check_anchors (self);
  check_allocation_window (self);
  check_intervals (self);
  check_caps (self);
  check_release_values (self);
  check_grid (self);
  check_repeats (self);
  check_events_once (self);
  check_items_once (self);
  check_infusion_form (self);
  check_endpoint_days (self);
}
