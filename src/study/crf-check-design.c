/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Checks of the trial's design: windows that never overlap, arms with a dose, criteria that can be
 * answered, randomisation that comes out even. */

#include "crf-number.h"
#include "crf-reading-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static gboolean
share_arm (const CrfEvent *a, const CrfEvent *b)
{
  if (a->arms->len == 0 || b->arms->len == 0)
    return TRUE;
  for (guint i = 0; i < a->arms->len; i++)
    for (guint j = 0; j < b->arms->len; j++)
      if (g_str_equal (g_ptr_array_index (a->arms, i), g_ptr_array_index (b->arms, j)))
        return TRUE;
  return FALSE;
}

static void
check_window (CrfReading *self, const CrfEvent *event)
{
  xmlNode *node = crf_reading_node (self, event);
  gboolean has_day = crf_odm_extension_attribute (node, "Day") != NULL;
  gboolean has_window = has_day || crf_odm_extension_attribute (node, "Before") != NULL
                        || crf_odm_extension_attribute (node, "After") != NULL;

  if (event->days_before < 0 || event->days_after < 0)
    crf_reading_error (self, node, g_strdup (_("The window of the event is negative.")),
                       _("No day would be inside it, and every visit would be a deviation."),
                       _("Write Before and After as numbers of days from 0."));
  if (has_window && event->anchor == NULL)
    crf_reading_error (
        self, node, g_strdup (_("The event has a day or a window, but no anchor.")),
        _("Its due date cannot be computed."),
        _("Write Anchor: consent, randomisation, first-infusion or last-infusion."));
  if (event->anchor != NULL && !has_day)
    crf_reading_error (self, node, g_strdup (_("The event has an anchor, but no day.")),
                       _("Its due date cannot be computed."),
                       _("Write Day, the target day from the anchor."));
  for (guint i = 0; i < event->arms->len; i++)
    if (crf_study_find_arm (self->study, g_ptr_array_index (event->arms, i)) == NULL)
      crf_reading_error (self, node,
                         g_strdup_printf (_("The event is for an arm “%s”, which is not there."),
                                          (char *) g_ptr_array_index (event->arms, i)),
                         _("Nobody would be asked to come."), _("Correct Arms, or add the arm."));
}

/* An infusion is told by its start, and may well fall on the day of a visit. */
static gboolean
is_treatment (const CrfEvent *event)
{
  return g_strcmp0 (event->kind, "treatment") == 0;
}

static void
check_overlap (CrfReading *self, const CrfEvent *event, const CrfEvent *other)
{
  if (is_treatment (event) || is_treatment (other) || event->type != CRF_EVENT_SCHEDULED || other->type != CRF_EVENT_SCHEDULED
      || event->anchor == NULL || g_strcmp0 (event->anchor, other->anchor) != 0
      || !share_arm (event, other))
    return;
  if (event->day - event->days_before > other->day + other->days_after
      || other->day - other->days_before > event->day + event->days_after)
    return;
  crf_reading_error (
      self, crf_reading_node (self, event),
      g_strdup_printf (_("Its window, days %d to %d, overlaps that of %s, days %d to %d."),
                       event->day - event->days_before, event->day + event->days_after, other->oid,
                       other->day - other->days_before, other->day + other->days_after),
      _("A visit in both windows could count for either of the two events."),
      _("Make the windows smaller, or move one of the days."));
}

static void
check_events (CrfReading *self)
{
  const GPtrArray *events = self->study->events;

  for (guint i = 0; i < events->len; i++)
    {
      const CrfEvent *event = g_ptr_array_index (events, i);

      check_window (self, event);
      for (guint j = 0; j < i; j++)
        check_overlap (self, event, g_ptr_array_index (events, j));
      if (self->design != NULL && event->forms->len == 0)
        crf_reading_warn (
            self, crf_reading_node (self, event), g_strdup (_("The event has no forms.")),
            _("Nothing can be entered at it."), _("Add a FormRef, or remove the event."));
    }
}

static void
check_dose (CrfReading *self, const CrfArm *arm, xmlNode *node)
{
  if (!arm->has_dose)
    {
      if (self->study->dose_rule != NULL && !arm->placebo)
        crf_reading_error (self, node,
                           g_strdup (_("The arm has no dose, though the study has a dose rule.")),
                           _("The infusion of its patients cannot be calculated."),
                           _("Add Dose, or say Placebo=\"Yes\"."));
      return;
    }
  if (!(arm->dose_low > 0) || !(arm->dose_high >= arm->dose_low))
    crf_reading_error (
        self, node, g_strdup (_("The dose is not above zero, or its High lies below its Low.")),
        _("Patients could get no cells, or too many."), _("Correct Low and High."));
  if (arm->infusions < 1 || arm->interval_before < 0 || arm->interval_after < 0
      || (arm->infusions > 1 && arm->interval_days < 1))
    crf_reading_error (
        self, node,
        g_strdup (_("The number of infusions, their interval or its window is not possible.")),
        _("When the next infusion is due cannot be computed."),
        _("Write Infusions from 1, and IntervalDays from 1 where there are several."));
}

static int
check_arms (CrfReading *self)
{
  int ratio_sum = 0;

  for (guint i = 0; i < self->study->arms->len; i++)
    {
      const CrfArm *arm = g_ptr_array_index (self->study->arms, i);
      xmlNode *node = crf_reading_node (self, arm);

      if (arm->ratio < 1)
        crf_reading_error (
            self, node, g_strdup_printf (_("The ratio of the arm is %d."), arm->ratio),
            _("Nobody would ever be allocated to it."), _("Write a whole number from 1."));
      else
        ratio_sum += arm->ratio;
      check_dose (self, arm, node);
    }
  if (self->study->arms->len == 0)
    crf_reading_error (self, self->design, g_strdup (_("The study has no arm.")),
                       _("What patients are to get is not known."),
                       _("Add an Arm, also where there is only one."));
  return ratio_sum;
}

static void
check_randomisation (CrfReading *self, int ratio_sum)
{
  const CrfRandomisation *randomisation = self->study->randomisation;
  xmlNode *node = crf_reading_node (self, randomisation);

  if (randomisation->method == CRF_RANDOMISATION_NONE)
    {
      if (self->study->arms->len > 1 && !randomisation->assigned)
        crf_reading_warn (self, node != NULL ? node : self->design,
                          g_strdup (_("There are several arms, but no randomisation.")),
                          _("Somebody has to choose the arm of each patient."),
                          _("Say how patients get their arm."));
      return;
    }
  if (self->study->arms->len < 2)
    crf_reading_error (
        self, node, g_strdup (_("The study is randomised, but has fewer than two arms.")),
        _("No allocation list can be made."), _("Add the arms, or say Method=\"none\"."));
  if (randomisation->method == CRF_RANDOMISATION_PERMUTED_BLOCKS && randomisation->slots < 1)
    crf_reading_error (self, node, g_strdup (_("The number of slots is missing.")),
                       _("No allocation list can be made."),
                       _("Write Slots, more than the number of patients."));
  if (self->study->masking != CRF_MASKING_NONE && self->study->may_know == NULL)
    crf_reading_error (self, self->design,
                       g_strdup (_("The study is masked, but no role may know the arms.")),
                       _("Nobody could make the allocation list or prepare a product."),
                       _("Name the unblinded roles in MayKnow."));
  if (randomisation->method != CRF_RANDOMISATION_PERMUTED_BLOCKS)
    return;
  if (randomisation->block_sizes->len == 0)
    crf_reading_error (self, node, g_strdup (_("The block sizes are missing.")),
                       _("No allocation list can be made."),
                       _("Write BlockSizes, separated by blanks."));
  for (guint i = 0; i < randomisation->block_sizes->len && ratio_sum > 0; i++)
    {
      int size = g_array_index ((GArray *) randomisation->block_sizes, int, i);

      if (size % ratio_sum != 0)
        crf_reading_error (
            self, node,
            g_strdup_printf (
                _("The block size %d is not a multiple of %d, the sum of the ratios."), size,
                ratio_sum),
            _("The arms would not come out in their ratio."), _("Choose multiples of that sum."));
    }
}

static void
check_answer_item (CrfReading *self, const CrfCriterion *criterion, xmlNode *node)
{
  static const char *const answers[] = { "Y", "N", "U", "NA" };

  if (criterion->item == NULL)
    {
      crf_reading_error (
          self, node,
          g_strdup_printf (_("The criterion has no item for its answer (ItemOID “%s”)."),
                           crf_odm_attribute (node, "ItemOID") != NULL
                               ? crf_odm_attribute (node, "ItemOID")
                               : ""),
          _("Nobody could say whether the patient meets it."),
          _("Add a coded item and name it in ItemOID."));
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    if (crf_item_find_code (criterion->item, answers[i]) == NULL)
      {
        crf_reading_error (self, node,
                           g_strdup_printf (_("The answer item %s does not take the code “%s”."),
                                            criterion->item->oid, answers[i]),
                           _("This answer to the criterion could not be given."),
                           _("Let the item use the list CL.IE_ANSWER with Y, N, U and NA."));
        return;
      }
}

/* What is told of the look-back is what is computed. */
static void
check_look_back (CrfReading *self, const CrfCriterion *criterion, xmlNode *node)
{
  g_autofree char *days = g_strdup_printf ("<= %d", criterion->look_back_days);

  if (criterion->look_back_days == 0 && criterion->look_back_from == NULL)
    return;
  if (criterion->look_back_days < 1 || criterion->look_back_from == NULL)
    crf_reading_error (self, node, g_strdup (_("The look-back lacks its days or its date.")),
                       _("What lies too long ago could exclude a patient, or what is recent could not."),
                       _("Write LookBackDays from 1, and LookBackFrom."));
  else if (criterion->expression != NULL
           && (strstr (criterion->expression, days) == NULL || strstr (criterion->expression, criterion->look_back_from) == NULL))
    crf_reading_error (self, node, g_strdup_printf (_("The criterion looks back %d days from %s, but its expression does not."),
                                                    criterion->look_back_days, criterion->look_back_from),
                       _("People would read another window than decides."),
                       _("Write the same days and date in the expression, as in days_between(LAST, ICDTC) <= 30."));
}

static void
check_criteria (CrfReading *self)
{
  for (guint i = 0; i < self->study->criteria->len; i++)
    {
      const CrfCriterion *criterion = g_ptr_array_index (self->study->criteria, i);
      xmlNode *node = crf_reading_node (self, criterion);

      check_answer_item (self, criterion, node);
      for (guint j = 0; j < criterion->parts->len; j++)
        {
          const CrfItem *part = g_ptr_array_index (criterion->parts, j);

          if (crf_item_find_code (part, "Y") == NULL || crf_item_find_code (part, "N") == NULL)
            crf_reading_error (
                self, node,
                g_strdup_printf (_("The part %s does not take the codes Y and N."), part->oid),
                _("The part could never make the criterion true."),
                _("Let the item use a list with Y and N."));
        }
      if (criterion->answer != CRF_CRITERION_HUMAN && criterion->expression == NULL)
        crf_reading_error (
            self, node, g_strdup (_("The criterion is to be computed, but has no expression.")),
            _("It would never be answered."),
            _("Add a FormalExpression with Context=\"SQL/1\", or say Answer=\"human\"."));
      check_look_back (self, criterion, node);
      if (criterion->text == NULL)
        crf_reading_error (self, node, g_strdup (_("The criterion has no text.")),
                           _("Nobody would know what they confirm."),
                           _("Add Text, in the words of the protocol."));
    }
}

static void
check_time_points (CrfReading *self)
{
  const GPtrArray *points = self->study->time_points;

  for (guint i = 0; i < points->len; i++)
    {
      const CrfTimePoint *point = g_ptr_array_index (points, i);
      xmlNode *node = crf_reading_node (self, point);

      if (point->before < 0 || point->after < 0)
        crf_reading_error (self, node, g_strdup (_("The window of the time point is negative.")),
                           _("No measurement would be inside it."),
                           _("Write Before and After from 0."));
      for (guint j = 0; j < i; j++)
        {
          const CrfTimePoint *other = g_ptr_array_index (points, j);

          if (point->minutes - point->before < other->minutes + other->after
              && other->minutes - other->before < point->minutes + point->after)
            crf_reading_error (self, node,
                               g_strdup_printf (_("Its window overlaps that of %s."), other->oid),
                               _("A measurement in both windows could count for either."),
                               _("Make the windows smaller."));
        }
    }
}

/* The factor stands with the item, where values are converted, and with the formulas, where scores convert back: one number. */
static void
check_factor (CrfReading *self, const char *concept, double factor)
{
  const CrfItem *item = crf_study_find_item_by_concept (self->study, concept);
  char own[CRF_DECIMAL_SIZE], formulas[CRF_DECIMAL_SIZE];

  for (guint i = 0; item != NULL && i < item->units->len; i++)
    {
      const CrfItemUnit *unit = g_ptr_array_index (item->units, i);

      if (g_strcmp0 (unit->unit->ucum, "mg/dL") == 0 && crf_decimal_compare (unit->factor, factor) != 0
          && crf_decimal_format (unit->factor, own) != NULL && crf_decimal_format (factor, formulas) != NULL)
        crf_reading_error (
            self, crf_reading_node (self, item),
            g_strdup_printf (_("One mg/dL is %s µmol/L at the item and %s in Formulas."),
                             crf_decimal_format (unit->factor, own), crf_decimal_format (factor, formulas)),
            _("A value typed in mg/dL would be scored as another than is stored."),
            _("Write the same factor in both places."));
    }
}

static void
check_rules (CrfReading *self)
{
  const CrfDoseRule *rule = self->study->dose_rule;
  const CrfFormulas *formulas = self->study->formulas;

  if (rule != NULL
      && (rule->weight_age_hours < 1 || !(rule->tolerance_percent >= 0) || !(rule->drops_per_ml > 0)
          || rule->cap_million <= 0 || rule->final_volume_ml <= 0 || rule->rate_max_ml_min <= 0
          || rule->thaw_minutes < 0 || !(rule->weight_change_percent >= 0)))
    crf_reading_error (self, crf_reading_node (self, rule),
                       g_strdup (_("A limit of the dose rule is not possible.")),
                       _("Doses, volumes or rates would be computed or checked wrongly."),
                       _("Write numbers above zero, or leave empty what is not stated."));
  if (!(formulas->factor_bilirubin > 0) || !(formulas->factor_creatinine > 0)
      || formulas->sample_window_hours < 0 || formulas->sample_window_hours > 72
      || (formulas->ctcae_version != 4 && formulas->ctcae_version != 5))
    crf_reading_error (
        self, crf_reading_node (self, formulas),
        g_strdup (
            _("A conversion factor, the sample window or the CTCAE version is not possible.")),
        _("Scores and grades would be computed wrongly."),
        _("Factors lie above 0, the window between 0 and 72 hours; CTCAE is 4 or 5."));
  check_factor (self, "lab.tbil", formulas->factor_bilirubin);
  check_factor (self, "lab.creat", formulas->factor_creatinine);
  if (formulas->ctcae_version == 4 && !crf_answers_decide (self, "Formulas", "CtcaeVersion"))
    crf_reading_warn (self, crf_reading_node (self, formulas),
                      g_strdup (_("Laboratory grades are computed by CTCAE version 5 only.")),
                      _("No grades are shown, and none are stored."),
                      _("Grade by hand on the adverse event form, or use version 5."));
  if (crf_odm_first_extension (self->design, "Formulas") == NULL)
    crf_reading_warn (self, self->design,
                      g_strdup (_("The study does not say which variants of formulas it uses.")),
                      _("Scores use the usual variants, which the protocol may not mean."),
                      _("Add Formulas."));
}

static void
check_release (CrfReading *self)
{
  for (guint i = 0; i < self->study->release_limits->len; i++)
    {
      const CrfReleaseLimit *limit = g_ptr_array_index (self->study->release_limits, i);
      xmlNode *node = crf_reading_node (self, limit);

      if (limit->test == NULL || limit->low > limit->high)
        crf_reading_error (
            self, node,
            g_strdup (_("The release limit names no test, or ends below its beginning.")),
            _("No lot could be released, or any."), _("Correct Test, Low and High."));
      else if (isnan (limit->low) && isnan (limit->high) && limit->expected == NULL)
        crf_reading_warn (self, node,
                          g_strdup (_("The release limit says neither Low, High nor Expected.")),
                          _("Any result of this test passes."), _("Write what is required."));
    }
}

static void
check_endpoints (CrfReading *self)
{
  for (guint i = 0; i < self->study->endpoints->len; i++)
    {
      const CrfEndpoint *endpoint = g_ptr_array_index (self->study->endpoints, i);

      if (endpoint->kind == NULL || endpoint->day < 0)
        crf_reading_error (self, crf_reading_node (self, endpoint),
                           g_strdup (_("The endpoint has no kind, or a day below zero.")),
                           _("It could not be summarised."), _("Write Kind, and Day from 0."));
    }
}

static void
check_safety (CrfReading *self)
{
  for (guint i = 0; i < self->study->recipients->len; i++)
    {
      const CrfRecipient *recipient = g_ptr_array_index (self->study->recipients, i);

      if (recipient->hours <= 0 || recipient->title == NULL)
        crf_reading_error (self, crf_reading_node (self, recipient),
                           g_strdup (_("The recipient of safety reports has no name or no hours.")),
                           _("A serious adverse event would have no deadline."),
                           _("Write Title, and Hours above 0."));
    }
  for (guint i = 0; i < self->study->stopping_rules->len; i++)
    {
      const CrfStoppingRule *rule = g_ptr_array_index (self->study->stopping_rules, i);

      if (rule->form == NULL || rule->expression == NULL || rule->subjects <= 0 || rule->title == NULL)
        crf_reading_error (self, crf_reading_node (self, rule),
                           g_strdup (_("The stopping rule lacks its form, expression, title or number of subjects.")),
                           _("It would never alert."),
                           _("Write Title, FormOID, Subjects above 0 and a FormalExpression."));
    }
}

void
crf_check_design (CrfReading *self)
{
  check_events (self);
  if (self->design == NULL)
    return;
  check_randomisation (self, check_arms (self));
  crf_check_strata (self);
  check_criteria (self);
  check_time_points (self);
  check_rules (self);
  check_release (self);
  check_endpoints (self);
  check_safety (self);
  if (self->study->target < 0 || self->study->baseline_days < 0 || self->study->eligibility_days < 0)
    crf_reading_error (self, self->design, g_strdup (_("Target, AllocationDays or EligibilityDays is below zero.")),
                       _("Counts and due dates would be wrong."),
                       _("Write a number of at least 0."));
}
