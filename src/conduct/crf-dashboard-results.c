/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Mean change from baseline and survival, with the methods named under the charts. */

#include "crf-dashboard.h"
#include "crf-dashboard-private.h"

#include "crf-follow-up.h"
#include "crf-measures.h"
#include "crf-number.h"
#include "crf-survival.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define LEVEL 0.95
#define N_RISK_TICKS 6

/* ── Change from baseline ── */
static const char *
label_of (const CrfItem *item,
          const char *language)
{
  const char *question = crf_text_get (item->question, language);

  return *question != '\0' ? question : item->name;
}

static const char *
unit_of (const CrfItem *item,
         const char *language)
{
  const CrfItemUnit *unit = item->units->len > 0 ? g_ptr_array_index (item->units, 0) : NULL;

  return unit != NULL ? crf_text_get (unit->unit->symbol, language) : "";
}

static gboolean
add_change_point (CrfSession *session,
                  CrfChart *chart,
                  CrfChartSeries *series,
                  const CrfMeasures *measures,
                  guint visit,
                  guint group,
                  GError **error)
{
  const CrfMeasureVisit *planned = g_ptr_array_index (measures->visits, visit);
  CrfMeasureFigures figures;
  const CrfSummary *change = &figures.change.change;

  if (!crf_measures_figures (measures, visit, group, &figures, error))
    return FALSE;
  if (change->n > 0)
    crf_chart_series_add (series, planned->target, change->mean, change->ci_lower, change->ci_upper);
  crf_chart_add_cell (chart, crf_dashboard_event_label (session, planned->event));
  crf_chart_add_cell (chart, crf_dashboard_group_label (session, g_ptr_array_index (measures->groups, group)));
  crf_chart_add_cell_format (chart, "%" G_GSIZE_FORMAT, change->n);
  crf_chart_add_number (chart, change->mean, measures->decimals + 1);
  crf_chart_add_number (chart, change->sd, measures->decimals + 2);
  crf_chart_add_number (chart, change->ci_lower, measures->decimals + 1);
  crf_chart_add_number (chart, change->ci_upper, measures->decimals + 1);
  crf_chart_add_number (chart, figures.paired_t.p, 4);
  crf_chart_add_cell_format (chart, "%u / %u", figures.n_died, figures.n_transplanted);
  return TRUE;
}

static CrfChart *
change_chart (CrfSession *session,
              const CrfMeasures *measures,
              GError **error)
{
  const char *language = crf_session_get_language (session);
  g_autofree char *title = g_strdup_printf (_("Change from baseline: %s"), label_of (measures->item, language));
  g_autofree char *id = g_strdup_printf ("change-%s", measures->item->name);
  g_autoptr (CrfChart) chart = crf_chart_new (CRF_CHART_MEANS, id, title);

  chart->x_title = g_strdup (_("day"));
  chart->y_title = g_strdup (unit_of (measures->item, language));
  chart->note = g_strdup (_("Mean with 95 % t limits; patients with both values; p: paired t-test"));
  crf_chart_set_columns (chart, _("Visit"), _("Group"), _("n"), _("Mean"), _("SD"), _("Lower"), _("Upper"), _("p"), _("Died / transplanted"), NULL);
  for (guint i = 0; i < measures->visits->len; i++)
    {
      const CrfMeasureVisit *visit = g_ptr_array_index (measures->visits, i);

      crf_chart_add_tick (chart, visit->target, crf_dashboard_event_label (session, visit->event));
    }
  for (guint group = 0; group < measures->groups->len; group++)
    {
      CrfChartSeries *series = crf_chart_add_series (chart, crf_dashboard_group_label (session, g_ptr_array_index (measures->groups, group)));

      for (guint visit = 0; visit < measures->visits->len; visit++)
        if (!add_change_point (session, chart, series, measures, visit, group, error))
          return NULL;
    }
  return g_steal_pointer (&chart);
}

gboolean
crf_dashboard_add_changes (CrfSession *session,
                           GPtrArray *charts,
                           GError **error)
{
  static const char *const concepts[] = { "score.meld", "lab.tbil", "lab.alb", "lab.inr", "lab.creat", "lab.alt", "lab.ast", "lab.plt" };
  g_autoptr (GPtrArray) known = crf_measures_items (crf_session_get_study (session));
  g_autoptr (GPtrArray) items = g_ptr_array_new ();
  g_autoptr (GPtrArray) all = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (concepts); i++)
    {
      const CrfItem *item = crf_study_find_item_by_concept (crf_session_get_study (session), concepts[i]);

      if (item != NULL && g_ptr_array_find (known, item, NULL))
        g_ptr_array_add (items, (gpointer) item);
    }
  all = crf_reader_measures (session, items, FALSE, error);
  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      CrfChart *chart = change_chart (session, g_ptr_array_index (all, i), error);

      if (chart == NULL)
        return FALSE;
      g_ptr_array_add (charts, chart);
    }
  return all != NULL;
}

/* ── Child-Pugh class A ── */
static gboolean
add_proportion_point (CrfSession *session,
                      CrfChart *chart,
                      CrfChartSeries *series,
                      const CrfMeasures *measures,
                      guint visit,
                      guint group,
                      GError **error)
{
  const CrfMeasureVisit *planned = g_ptr_array_index (measures->visits, visit);
  CrfProportion all, observed;
  double p = measures->groups->len == 2 ? crf_measures_fisher (measures, visit, CRF_CHILD_PUGH_A_MOST, FALSE) : NAN;

  if (!crf_measures_proportion (measures, visit, group, CRF_CHILD_PUGH_A_MOST, FALSE, &all, error) ||
      !crf_measures_proportion (measures, visit, group, CRF_CHILD_PUGH_A_MOST, TRUE, &observed, error))
    return FALSE;
  /* Where nobody has been seen yet there is nothing to draw. */
  if (observed.n > 0)
    crf_chart_series_add (series, planned->target, 100 * all.proportion, 100 * all.lower, 100 * all.upper);
  crf_chart_add_cell (chart, crf_dashboard_event_label (session, planned->event));
  crf_chart_add_cell (chart, crf_dashboard_group_label (session, g_ptr_array_index (measures->groups, group)));
  crf_chart_add_cell_format (chart, "%" G_GSIZE_FORMAT " / %" G_GSIZE_FORMAT, all.events, all.n);
  crf_chart_add_number (chart, 100 * all.proportion, 1);
  crf_chart_add_number (chart, 100 * all.lower, 1);
  crf_chart_add_number (chart, 100 * all.upper, 1);
  crf_chart_add_cell_format (chart, "%" G_GSIZE_FORMAT " / %" G_GSIZE_FORMAT, observed.events, observed.n);
  crf_chart_add_number (chart, p, 4);
  return TRUE;
}

gboolean
crf_dashboard_add_proportion (CrfSession *session,
                              GPtrArray *charts,
                              GError **error)
{
  const CrfItem *item = crf_study_find_item_by_concept (crf_session_get_study (session), "score.child_pugh");
  g_autoptr (GPtrArray) items = g_ptr_array_new ();
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (CrfChart) chart = NULL;
  const CrfMeasures *measures;

  if (item == NULL)
    return TRUE;
  g_ptr_array_add (items, (gpointer) item);
  all = crf_reader_measures (session, items, FALSE, error);
  if (all == NULL)
    return FALSE;
  measures = g_ptr_array_index (all, 0);
  chart = crf_chart_new (CRF_CHART_MEANS, "proportion-child-pugh-a", _("Child-Pugh class A"));
  chart->x_title = g_strdup (_("day"));
  chart->y_title = g_strdup (_("%"));
  chart->note = g_strdup (_("Of all patients who reached day 0, missing is not A; limits by Clopper and Pearson, 95 %; p: Fisher's exact test"));
  crf_chart_set_columns (chart, _("Visit"), _("Group"), _("Class A / all"), _("%"), _("Lower"), _("Upper"), _("Class A / observed"), _("p"), NULL);
  for (guint i = 0; i < measures->visits->len; i++)
    crf_chart_add_tick (chart, ((CrfMeasureVisit *) g_ptr_array_index (measures->visits, i))->target,
                        crf_dashboard_event_label (session, ((CrfMeasureVisit *) g_ptr_array_index (measures->visits, i))->event));
  for (guint group = 0; group < measures->groups->len; group++)
    {
      CrfChartSeries *series = crf_chart_add_series (chart, crf_dashboard_group_label (session, g_ptr_array_index (measures->groups, group)));

      for (guint visit = 0; visit < measures->visits->len; visit++)
        if (!add_proportion_point (session, chart, series, measures, visit, group, error))
          return FALSE;
    }
  g_ptr_array_add (charts, g_steal_pointer (&chart));
  return TRUE;
}

/* ── Survival ── */
/* The groups of the follow-up, and which each patient is in. */
typedef struct
{
  GPtrArray *names; /* borrowed */
  GArray *times;    /* CrfSurvivalTime: a competing event censors */
  GArray *group_of; /* guint */
  gboolean competing;
} Groups;

static void
groups_clear (Groups *groups)
{
  g_clear_pointer (&groups->names, g_ptr_array_unref);
  g_clear_pointer (&groups->times, g_array_unref);
  g_clear_pointer (&groups->group_of, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Groups, groups_clear)

static void
take (Groups *groups,
      const CrfFollowUps *follow_ups)
{
  *groups = (Groups) { g_ptr_array_new (), g_array_new (FALSE, FALSE, sizeof (CrfSurvivalTime)), g_array_new (FALSE, FALSE, sizeof (guint)), FALSE };
  for (guint i = 0; i < follow_ups->subjects->len; i++)
    {
      const CrfFollowUp *one = g_ptr_array_index (follow_ups->subjects, i);
      const char *name = follow_ups->by_arm ? one->group : _("all");
      CrfSurvivalTime time = { one->time, one->status == 1 };
      guint group = 0;

      groups->competing = groups->competing || one->status > 1;
      while (group < groups->names->len && strcmp (g_ptr_array_index (groups->names, group), name) != 0)
        group++;
      if (group == groups->names->len)
        g_ptr_array_add (groups->names, (gpointer) name);
      g_array_append_val (groups->times, time);
      g_array_append_val (groups->group_of, group);
    }
}

static CrfSurvivalCurve *
curve_of (const Groups *groups,
          guint group,
          GError **error)
{
  g_autoptr (GArray) own = g_array_new (FALSE, FALSE, sizeof (CrfSurvivalTime));

  for (guint i = 0; i < groups->times->len; i++)
    if (g_array_index (groups->group_of, guint, i) == group)
      g_array_append_val (own, g_array_index (groups->times, CrfSurvivalTime, i));
  return crf_survival_curve_new ((const CrfSurvivalTime *) (gpointer) own->data, own->len, CRF_LIMITS_LOG_LOG, LEVEL, error);
}

static double
last_time (const Groups *groups)
{
  double last = 1;

  for (guint i = 0; i < groups->times->len; i++)
    last = MAX (last, g_array_index (groups->times, CrfSurvivalTime, i).time);
  return last;
}

/* 28, 91, 182 … : about six steps to the end. */
static double
step_of (double last)
{
  static const double steps[] = { 7, 14, 28, 56, 91, 182, 365, 730, 1826 };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (last / steps[i] <= N_RISK_TICKS)
      return steps[i];
  return last / N_RISK_TICKS;
}

static void
add_curve (CrfChart *chart,
           const char *name,
           const CrfSurvivalCurve *curve)
{
  CrfChartSeries *series = crf_chart_add_series (chart, name);

  crf_chart_series_add (series, 0, 1, 1, 1);
  for (guint i = 0; i < curve->points->len; i++)
    {
      const CrfSurvivalPoint *point = &g_array_index (curve->points, CrfSurvivalPoint, i);
      CrfChartPoint mark = { point->time, point->survival, NAN, NAN };

      crf_chart_series_add (series, point->time, point->survival, point->lower, point->upper);
      if (point->n_censored > 0)
        g_array_append_val (series->marks, mark);
      crf_chart_add_cell (chart, name);
      crf_chart_add_number (chart, point->time, 0);
      crf_chart_add_cell_format (chart, "%" G_GSIZE_FORMAT, point->n_risk);
      crf_chart_add_cell_format (chart, "%" G_GSIZE_FORMAT, point->n_event);
      crf_chart_add_cell_format (chart, "%" G_GSIZE_FORMAT, point->n_censored);
      crf_chart_add_number (chart, point->survival, 4);
      crf_chart_add_number (chart, point->lower, 4);
      crf_chart_add_number (chart, point->upper, 4);
    }
  for (guint i = 0; i < chart->ticks->len; i++)
    {
      CrfSurvivalPoint at;
      guint n_risk;

      crf_survival_curve_at (curve, g_array_index (chart->ticks, double, i), &at);
      n_risk = (guint) at.n_risk;
      g_array_append_val (chart->risk, n_risk);
    }
}

static char *
note_of (const Groups *groups,
         GError **error)
{
  g_autoptr (GString) note = g_string_new (_("Kaplan–Meier with log-log limits (95 %)"));
  CrfLogRank test;
  char p[CRF_DECIMAL_SIZE];

  if (groups->names->len > 1)
    {
      if (!crf_log_rank ((const CrfSurvivalTime *) (gpointer) groups->times->data, (const guint *) (gpointer) groups->group_of->data, groups->times->len,
                         groups->names->len, &test, error))
        return NULL;
      if (isnan (test.p))
        g_string_append_printf (note, " · %s", _("log-rank: no event, no p"));
      else
        g_string_append_printf (note, _(" · log-rank p = %s"), crf_decimal_format_places (test.p, 4, p));
    }
  if (groups->competing)
    g_string_append_printf (note, " · %s", _("competing events are shown as censored here; their incidence: stemward-cli survival"));
  return g_string_free (g_steal_pointer (&note), FALSE);
}

static CrfChart *
survival_chart (CrfSession *session,
                const CrfEndpoint *endpoint,
                GError **error)
{
  const char *title = crf_text_get (endpoint->title, crf_session_get_language (session));
  g_autoptr (CrfFollowUps) follow_ups = crf_reader_follow_ups (session, endpoint->oid, NULL, NULL, error);
  g_autofree char *id = g_strdup_printf ("survival-%s", endpoint->oid);
  /* Translators: its role in the analysis, and what is looked at: “Primary endpoint: survival at one year” */
  g_autofree char *heading = g_strdup_printf (_("%s: %s"), crf_endpoint_role_label (endpoint), *title != '\0' ? title : endpoint->oid);
  g_autoptr (CrfChart) chart = crf_chart_new (CRF_CHART_STEPS, id, heading);
  g_auto (Groups) groups = { 0 };
  double last;

  if (follow_ups == NULL)
    return NULL;
  take (&groups, follow_ups);
  last = MAX (last_time (&groups), 7);
  chart->x_title = g_strdup (_("day"));
  chart->y_title = g_strdup (strcmp (endpoint->kind, "survival") == 0 ? _("survival") : _("free of decompensation"));
  crf_chart_set_columns (chart, _("Group"), _("Day"), _("At risk"), _("Events"), _("Censored"), _("Estimate"), _("Lower"), _("Upper"), NULL);
  for (double tick = 0; groups.names->len > 0 && tick <= last; tick += step_of (last))
    {
      char text[CRF_DECIMAL_SIZE];

      crf_chart_add_tick (chart, tick, crf_decimal_format (tick, text));
    }
  for (guint i = 0; i < groups.names->len; i++)
    {
      g_autoptr (CrfSurvivalCurve) curve = curve_of (&groups, i, error);

      if (curve == NULL)
        return NULL;
      add_curve (chart, follow_ups->by_arm ? crf_dashboard_group_label (session, g_ptr_array_index (groups.names, i)) : _("all"), curve);
    }
  chart->note = note_of (&groups, error);
  return chart->note != NULL ? g_steal_pointer (&chart) : NULL;
}

gboolean
crf_dashboard_add_survival (CrfSession *session,
                            GPtrArray *charts,
                            GError **error)
{
  const GPtrArray *endpoints = crf_study_get_endpoints (crf_session_get_study (session));

  for (guint i = 0; i < endpoints->len; i++)
    {
      const CrfEndpoint *endpoint = g_ptr_array_index (endpoints, i);
      CrfChart *chart;

      if (!crf_endpoint_has_time (endpoint))
        continue;
      chart = survival_chart (session, endpoint, error);
      if (chart == NULL)
        return FALSE;
      g_ptr_array_add (charts, chart);
    }
  return TRUE;
}
