/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the plan of the trial checks: visit windows, criteria, release limits, stopping rules, time points of monitoring. */

#include "crf-check-list-private.h"

#include "crf-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static void
add_windows (CrfCheckLister *self)
{
  const GPtrArray *events = crf_study_get_events (self->study);

  for (guint i = 0; i < events->len; i++)
    {
      const CrfEvent *event = g_ptr_array_index (events, i);
      CrfCheckLine *line;

      if (event->anchor == NULL || event->type != CRF_EVENT_SCHEDULED)
        continue;
      line = crf_check_lister_add (self, "visit-window", g_strdup_printf ("visit-window:%s", event->oid));
      line->place = g_strdup (event->oid);
      line->name = g_strdup (event->name);
      line->label = g_strdup (crf_text_get (event->title, self->language));
      /* Translators: anchor, target day, days before and after it that are allowed. */
      line->condition = g_strdup_printf (_("%1$s + %2$d days, −%3$d … +%4$d"), event->anchor, event->day, event->days_before, event->days_after);
      line->finding = "late-visit";
      line->effect = g_strdup (_("A visit date outside the window is stored and opens a deviation (early-visit, late-visit)."));
    }
}

static void
add_criteria (CrfCheckLister *self)
{
  const GPtrArray *criteria = crf_study_get_criteria (self->study);

  for (guint i = 0; i < criteria->len; i++)
    {
      const CrfCriterion *criterion = g_ptr_array_index (criteria, i);
      CrfCheckLine *line = crf_check_lister_add (self, "eligibility", g_strdup_printf ("eligibility:%s", criterion->oid));

      line->place = g_strdup (criterion->oid);
      line->name = g_strdup (criterion->exclusion ? _("exclusion") : _("inclusion"));
      line->label = g_strdup (crf_text_get (criterion->text, self->language));
      line->condition = g_strdup (criterion->expression != NULL ? criterion->expression : _("answered by a person"));
      line->finding = "not-eligible";
      line->effect = g_strdup (criterion->exclusion ? _("Yes excludes: no allocation.") : _("No excludes: no allocation."));
    }
}

static void
add_limits (CrfCheckLister *self)
{
  const GPtrArray *limits = crf_study_get_release_limits (self->study);

  for (guint i = 0; i < limits->len; i++)
    {
      const CrfReleaseLimit *limit = g_ptr_array_index (limits, i);
      CrfCheckLine *line = crf_check_lister_add (self, "release-limit", g_strdup_printf ("release-limit:%s:%u", limit->test, i + 1));
      char low[CRF_DECIMAL_SIZE] = "", high[CRF_DECIMAL_SIZE] = "";

      if (!isnan (limit->low))
        crf_decimal_format (limit->low, low);
      if (!isnan (limit->high))
        crf_decimal_format (limit->high, high);
      line->place = g_strdup (limit->test);
      line->name = g_strdup (limit->test);
      line->label = g_strdup (crf_text_get (limit->title, self->language));
      line->condition = limit->expected != NULL ? g_strdup_printf ("= %s", limit->expected)
                                                : g_strdup_printf ("%s%s%s%s%s", *low != '\0' ? "≥ " : "", low, *low != '\0' && *high != '\0' ? _(", ") : "",
                                                                   *high != '\0' ? "≤ " : "", high);
      line->effect = g_strdup (limit->block ? _("The lot cannot be released.") : _("Warns; the lot can be released."));
    }
}

static void
add_stopping_rules (CrfCheckLister *self)
{
  const GPtrArray *rules = crf_study_get_stopping_rules (self->study);

  for (guint i = 0; i < rules->len; i++)
    {
      const CrfStoppingRule *rule = g_ptr_array_index (rules, i);
      CrfCheckLine *line = crf_check_lister_add (self, "stopping-rule", g_strdup_printf ("stopping-rule:%s", rule->oid));
      char percent[CRF_DECIMAL_SIZE] = "";

      if (!isnan (rule->percent))
        crf_decimal_format (rule->percent, percent);
      line->place = g_strdup (rule->form != NULL ? rule->form->oid : NULL);
      line->name = g_strdup (rule->oid);
      line->label = g_strdup (crf_text_get (rule->title, self->language));
      line->condition = *percent != '\0' ? g_strdup_printf (_("%1$s in ≥ %2$d patients and ≥ %3$s %% of the infused"), rule->expression, rule->subjects, percent)
                                         : g_strdup_printf (_("%1$s in ≥ %2$d patients"), rule->expression, rule->subjects);
      line->effect = g_strdup (_("Alerts on Today; it stops nothing by itself."));
    }
}

static void
add_time_points (CrfCheckLister *self)
{
  const GPtrArray *points = crf_study_get_time_points (self->study);

  for (guint i = 0; i < points->len; i++)
    {
      const CrfTimePoint *point = g_ptr_array_index (points, i);
      CrfCheckLine *line = crf_check_lister_add (self, "monitoring", g_strdup_printf ("monitoring:%s", point->oid));

      line->place = g_strdup (point->oid);
      line->name = g_strdup (point->oid);
      /* Translators: minutes after the start of an infusion, minutes before and after it that are allowed. */
      line->condition = g_strdup_printf (_("start + %1$d min, −%2$d … +%3$d"), point->minutes, point->before, point->after);
      line->effect = g_strdup (_("Is shown as due, and as missed when its window has passed."));
    }
}

void
crf_check_list_trial (CrfCheckLister *self)
{
  add_windows (self);
  add_criteria (self);
  add_limits (self);
  add_stopping_rules (self);
  add_time_points (self);
}
