/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is counted: enrolment by month, the flow of patients, visits, queries by age, adverse events. */

#include "crf-dashboard-private.h"

#include "crf-clock.h"
#include "crf-measures.h"
#include "crf-partial-date.h"
#include "crf-safety-counts.h"
#include "crf-visits.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* ── Enrolment ── */
/* Months since year 0, of an ISO date; -1: none. */
static int
month_of (const char *iso)
{
  CrfDate date;
  g_autofree char *day = iso != NULL ? g_strndup (iso, strlen ("2026-03-02")) : NULL;

  return day != NULL && crf_date_parse (day, TRUE, &date, NULL) && date.month > 0 ? date.year * 12 + date.month - 1 : -1;
}

static char *
month_name (int month)
{
  return g_strdup_printf ("%04d-%02d", month / 12, month % 12 + 1);
}

static int
compare_months (gconstpointer a,
                gconstpointer b)
{
  return *(const int *) a - *(const int *) b;
}

static GArray *
months_of_allocation (CrfSession *session,
                      const GPtrArray *subjects)
{
  GArray *months = g_array_new (FALSE, FALSE, sizeof (int));

  for (guint i = 0; i < subjects->len; i++)
    {
      const CrfDashboardSubject *subject = g_ptr_array_index (subjects, i);
      g_autofree char *date = crf_allocation_date_of (session, subject->record);
      int month = month_of (date);

      if (month >= 0)
        g_array_append_val (months, month);
    }
  g_array_sort (months, compare_months);
  return months;
}

CrfChart *
crf_dashboard_enrolment (CrfSession *session,
                         const GPtrArray *subjects)
{
  g_autoptr (GArray) months = months_of_allocation (session, subjects);
  int target = crf_study_get_target (crf_session_get_study (session));
  CrfChart *chart = crf_chart_new (CRF_CHART_STEPS, "enrolment", _("Enrolment"));
  CrfChartSeries *series, *aim;
  int first, last, n = 0;

  chart->y_title = g_strdup (_("allocated patients"));
  chart->note = target > 0 ? g_strdup_printf (_("%1$u of %2$d allocated, %3$u registered"), months->len, target, subjects->len)
                           : g_strdup_printf (_("%1$u allocated, %2$u registered; the protocol states no target"), months->len, subjects->len);
  crf_chart_set_columns (chart, _("Month"), _("Allocated"), _("In all"), NULL);
  if (months->len == 0)
    return chart;
  series = crf_chart_add_series (chart, _("allocated"));
  first = g_array_index (months, int, 0);
  last = MAX (month_of (crf_session_get_today (session)), g_array_index (months, int, months->len - 1));
  crf_chart_series_add (series, 0, 0, NAN, NAN);
  for (int month = first; month <= last; month++)
    {
      g_autofree char *name = month_name (month);
      int before = n;

      while (n < (int) months->len && g_array_index (months, int, n) == month)
        n++;
      crf_chart_series_add (series, month - first + 1, n, NAN, NAN);
      if ((month - first) % MAX ((last - first + 1) / 6 + 1, 1) == 0)
        crf_chart_add_tick (chart, month - first, name);
      crf_chart_add_cell (chart, name);
      crf_chart_add_cell_format (chart, "%d", n - before);
      crf_chart_add_cell_format (chart, "%d", n);
    }
  if (target > 0)
    {
      aim = crf_chart_add_series (chart, _("target"));
      aim->aim = TRUE;
      crf_chart_series_add (aim, 0, target, NAN, NAN);
      crf_chart_series_add (aim, last - first + 1, target, NAN, NAN);
    }
  return chart;
}

/* ── Flow ── */
typedef gboolean (*Holds) (const CrfDashboardSubject *subject);

static gboolean is_screened (const CrfDashboardSubject *s) { return TRUE; }
static gboolean is_eligible (const CrfDashboardSubject *s) { return s->eligible; }
static gboolean is_allocated (const CrfDashboardSubject *s) { return s->record->allocation_number != NULL; }
static gboolean is_treated (const CrfDashboardSubject *s) { return is_allocated (s) && s->infused; }
static gboolean is_followed (const CrfDashboardSubject *s) { return is_treated (s) && !s->ended; }
/* Also who died or left: analysed is who was allocated, unless the blind review said otherwise. */
static gboolean is_analysed (const CrfDashboardSubject *s) { return is_allocated (s) && s->analysed == 1; }

/* Why a patient is not in the next box: its status, and what was said with it. */
static char *
loss_of (const CrfDashboardSubject *subject)
{
  static const struct { const char *status, *label; } labels[] = {
    { "failed", N_ ("screening failed") }, { "withdrawn", N_ ("withdrawn") }, { "died", N_ ("died") }, { "lost", N_ ("lost to follow-up") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (strcmp (labels[i].status, subject->record->status) == 0)
      return subject->reason != NULL ? g_strdup_printf (_("%s: %s"), _(labels[i].label), subject->reason) : g_strdup (_(labels[i].label));
  return g_strdup (_("not yet"));
}

/* Why a patient is not in the full analysis. */
static char *
exclusion_of (const CrfDashboardSubject *subject)
{
  if (subject->analysed < 0)
    return g_strdup (_("population not decided yet"));
  return subject->excluded != NULL ? g_strdup_printf (_("excluded: %s"), subject->excluded) : g_strdup (_("excluded"));
}

/* "2 died", each reason once. */
static void
count_losses (CrfChartStep *step,
              const GPtrArray *subjects,
              Holds here,
              Holds next,
              char *(*why) (const CrfDashboardSubject *subject))
{
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GList) reasons = NULL;

  for (guint i = 0; i < subjects->len; i++)
    {
      const CrfDashboardSubject *subject = g_ptr_array_index (subjects, i);
      char *reason;

      if (!here (subject) || next (subject))
        continue;
      reason = why (subject);
      g_hash_table_replace (counts, reason, GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (counts, reason)) + 1));
    }
  reasons = g_list_sort (g_hash_table_get_keys (counts), (GCompareFunc) strcmp);
  for (GList *l = reasons; l != NULL; l = l->next)
    g_ptr_array_add (step->losses, g_strdup_printf ("%u %s", GPOINTER_TO_UINT (g_hash_table_lookup (counts, l->data)), (char *) l->data));
}

/* "low 12, medium-high 10", where arms may be known. */
static char *
by_arm (CrfSession *session,
        const GPtrArray *subjects,
        Holds holds)
{
  const GPtrArray *arms = crf_study_get_arms (crf_session_get_study (session));
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < arms->len; i++)
    {
      const CrfArm *arm = g_ptr_array_index (arms, i);
      guint n = 0;

      for (guint j = 0; j < subjects->len; j++)
        {
          const CrfDashboardSubject *subject = g_ptr_array_index (subjects, j);

          n += subject->arm == arm && holds (subject);
        }
      g_string_append_printf (text, _("%s%s: %u"), i > 0 ? _(", ") : "", crf_dashboard_arm_label (session, arm), n);
    }
  return g_string_free (text, FALSE);
}

CrfChart *
crf_dashboard_flow (CrfSession *session,
                    const GPtrArray *subjects)
{
  static const struct { const char *label; Holds holds; } boxes[] = {
    { N_ ("Screened"), is_screened }, { N_ ("Eligible"), is_eligible }, { N_ ("Allocated"), is_allocated },
    { N_ ("Treated"), is_treated }, { N_ ("Followed or completed"), is_followed }, { N_ ("Analysed"), is_analysed },
  };
  CrfStudy *study = crf_session_get_study (session);
  gboolean arms = crf_session_may_know_arms (session) && crf_study_get_arms (study)->len > 1;
  CrfChart *chart = crf_chart_new (CRF_CHART_FLOW, "flow", _("Flow of patients (CONSORT)"));

  crf_chart_set_columns (chart, _("Step"), _("Patients"), _("Not in the next step, and why"), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (boxes); i++)
    {
      g_autofree char *label = NULL;
      g_autofree char *groups = NULL;
      g_autofree char *losses = NULL;
      CrfChartStep *step;
      guint n = 0;

      for (guint j = 0; j < subjects->len; j++)
        n += boxes[i].holds (g_ptr_array_index (subjects, j));
      groups = arms && i >= 2 ? by_arm (session, subjects, boxes[i].holds) : NULL;
      label = groups != NULL ? g_strdup_printf ("%s (%s)", _(boxes[i].label), groups) : g_strdup (_(boxes[i].label));
      step = crf_chart_add_step (chart, label, n);
      if (i + 2 < G_N_ELEMENTS (boxes))
        count_losses (step, subjects, boxes[i].holds, boxes[i + 1].holds, loss_of);
      else if (i + 1 < G_N_ELEMENTS (boxes))
        count_losses (step, subjects, is_allocated, is_analysed, exclusion_of);
      g_ptr_array_add (step->losses, NULL);
      losses = g_strjoinv ("; ", (char **) step->losses->pdata);
      g_ptr_array_set_size (step->losses, (int) step->losses->len - 1);
      crf_chart_add_cell (chart, label);
      crf_chart_add_cell_format (chart, "%u", n);
      crf_chart_add_cell (chart, losses);
    }
  return chart;
}

/* ── Visits ── */
enum { VISIT_DONE, VISIT_STARTED, VISIT_OPEN, VISIT_LATE, VISIT_MISSED, N_VISIT_PARTS };

static int
part_of (CrfVisitState state)
{
  switch (state)
    {
    case CRF_VISIT_DONE:
      return VISIT_DONE;
    case CRF_VISIT_STARTED:
      return VISIT_STARTED;
    case CRF_VISIT_OPEN:
      return VISIT_OPEN;
    case CRF_VISIT_LATE:
      return VISIT_LATE;
    case CRF_VISIT_MISSED:
      return VISIT_MISSED;
    case CRF_VISIT_NO_DATE:
    case CRF_VISIT_UPCOMING:
    case CRF_VISIT_NOT_APPLICABLE:
    default:
      return -1;
    }
}

typedef struct { guint n[N_VISIT_PARTS]; } VisitCounts;

static gboolean
count_visits (CrfSession *session,
              const GPtrArray *subjects,
              VisitCounts *counts,
              GError **error)
{
  const GPtrArray *events = crf_study_get_events (crf_session_get_study (session));

  for (guint i = 0; i < subjects->len; i++)
    {
      const CrfDashboardSubject *subject = g_ptr_array_index (subjects, i);
      g_autoptr (GPtrArray) visits = NULL;

      if (strcmp (subject->record->status, "failed") == 0)
        continue;
      visits = crf_visits_of (session, subject->casebook, subject->record, error);
      if (visits == NULL)
        return FALSE;
      for (guint j = 0; j < visits->len; j++)
        {
          const CrfVisit *visit = g_ptr_array_index (visits, j);
          int part = part_of (visit->state);
          guint index;

          if (part >= 0 && g_ptr_array_find ((GPtrArray *) events, visit->event, &index))
            counts[index].n[part]++;
        }
    }
  return TRUE;
}

CrfChart *
crf_dashboard_visits (CrfSession *session,
                      const GPtrArray *subjects,
                      GError **error)
{
  static const char *const parts[N_VISIT_PARTS] = { N_ ("complete"), N_ ("started"), N_ ("window open"), N_ ("late"), N_ ("missed") };
  const GPtrArray *events = crf_study_get_events (crf_session_get_study (session));
  g_autofree VisitCounts *counts = g_new0 (VisitCounts, MAX (events->len, 1));
  g_autoptr (CrfChart) chart = crf_chart_new (CRF_CHART_BARS, "visits", _("Completeness of visits"));
  guint row = 0;

  if (!count_visits (session, subjects, counts, error))
    return NULL;
  chart->x_title = g_strdup (_("visits due so far"));
  crf_chart_set_columns (chart, _("Visit"), _("Complete"), _("Started"), _("Window open"), _("Late"), _("Missed"), NULL);
  for (guint i = 0; i < N_VISIT_PARTS; i++)
    crf_chart_add_series (chart, _(parts[i]));
  for (guint i = 0; i < events->len; i++)
    {
      const CrfEvent *event = g_ptr_array_index (events, i);
      const char *title = crf_text_get (event->title, crf_session_get_language (session));

      if (event->type != CRF_EVENT_SCHEDULED)
        continue;
      title = *title != '\0' ? title : event->name;
      g_ptr_array_add (chart->categories, g_strdup (title));
      crf_chart_add_cell (chart, title);
      for (guint j = 0; j < N_VISIT_PARTS; j++)
        {
          crf_chart_series_add (g_ptr_array_index (chart->series, j), row, counts[i].n[j], NAN, NAN);
          crf_chart_add_cell_format (chart, "%u", counts[i].n[j]);
        }
      row++;
    }
  return g_steal_pointer (&chart);
}

/* ── Queries ── */
CrfChart *
crf_dashboard_queries (CrfSession *session,
                       GError **error)
{
  static const struct { const char *label; int days; } ages[] = {
    { N_ ("up to 7 days"), 7 }, { N_ ("8 to 30 days"), 30 }, { N_ ("31 to 90 days"), 90 }, { N_ ("more than 90 days"), G_MAXINT },
  };
  static const struct { const char *state, *label; } states[] = { { "Open", N_ ("open") }, { "Answered", N_ ("answered") } };
  g_autoptr (CrfChart) chart = crf_chart_new (CRF_CHART_BARS, "queries", _("Age of queries"));
  guint counts[G_N_ELEMENTS (states)][G_N_ELEMENTS (ages)] = { 0 };
  gint64 now = crf_session_now (session).utc_ms;

  chart->x_title = g_strdup (_("queries"));
  crf_chart_set_columns (chart, _("Age"), _("Open"), _("Answered"), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr (GPtrArray) queries = crf_records_queries (crf_session_get_file (session), NULL, states[i].state, error);
      CrfChartSeries *series = crf_chart_add_series (chart, _(states[i].label));

      if (queries == NULL)
        return NULL;
      for (guint j = 0; j < queries->len; j++)
        {
          const CrfQueryRecord *query = g_ptr_array_index (queries, j);
          CrfInstant opened;
          gint64 days = crf_instant_parse_utc (query->opened_at, &opened) ? (now - opened.utc_ms) / (24 * 3600 * 1000) : 0;
          guint age = 0;

          while (days > ages[age].days)
            age++;
          counts[i][age]++;
        }
      for (guint age = 0; age < G_N_ELEMENTS (ages); age++)
        crf_chart_series_add (series, age, counts[i][age], NAN, NAN);
    }
  for (guint age = 0; age < G_N_ELEMENTS (ages); age++)
    {
      g_ptr_array_add (chart->categories, g_strdup (_(ages[age].label)));
      crf_chart_add_cell (chart, _(ages[age].label));
      crf_chart_add_cell_format (chart, "%u", counts[0][age]);
      crf_chart_add_cell_format (chart, "%u", counts[1][age]);
    }
  return g_steal_pointer (&chart);
}

/* ── Safety ── */
static gboolean
add_safety_row (CrfSession *session,
                CrfChart *chart,
                const GPtrArray *groups,
                const CrfSafetyGroup *group,
                CrfSafetyKind kind,
                GError **error)
{
  CrfProportion share;

  if (!crf_safety_proportion (group, kind, &share, error))
    return FALSE;
  crf_chart_add_cell (chart, crf_safety_kind_label (kind));
  crf_chart_add_cell (chart, crf_dashboard_group_label (session, group->name));
  crf_chart_add_cell_format (chart, "%u", group->counts[kind].events);
  crf_chart_add_cell_format (chart, "%u", group->counts[kind].subjects);
  crf_chart_add_cell_format (chart, "%u", group->infused);
  crf_chart_add_number (chart, 100 * share.proportion, 1);
  crf_chart_add_number (chart, 100 * share.lower, 1);
  crf_chart_add_number (chart, 100 * share.upper, 1);
  crf_chart_add_number (chart, group->arm != NULL ? crf_safety_fisher (groups, kind) : NAN, 4);
  return TRUE;
}

CrfChart *
crf_dashboard_safety (CrfSession *session,
                      const GPtrArray *subjects,
                      GError **error)
{
  g_autoptr (CrfChart) chart = crf_chart_new (CRF_CHART_BARS, "safety", _("Safety: patients with an event"));
  g_autoptr (GPtrArray) groups = crf_safety_groups_new (session);

  chart->x_title = g_strdup (_("patients"));
  chart->note = g_strdup (_("Of those infused at least once; limits by Clopper and Pearson, 95 %; p: Fisher's exact test"));
  crf_chart_set_columns (chart, _("Event"), _("Group"), _("Events"), _("Patients"), _("Infused"), _("%"), _("Lower"), _("Upper"), _("p"), NULL);
  for (guint i = 0; i < subjects->len; i++)
    {
      const CrfDashboardSubject *subject = g_ptr_array_index (subjects, i);

      crf_safety_groups_add (groups, subject->casebook, subject->record, subject->arm);
    }
  for (guint i = 0; i < groups->len; i++)
    crf_chart_add_series (chart, crf_dashboard_group_label (session, ((const CrfSafetyGroup *) g_ptr_array_index (groups, i))->name));
  for (guint kind = 0; kind < CRF_SAFETY_N; kind++)
    {
      if (!crf_safety_kind_is_asked (crf_session_get_study (session), (CrfSafetyKind) kind))
        continue;
      g_ptr_array_add (chart->categories, g_strdup (crf_safety_kind_label (kind)));
      for (guint i = 0; i < groups->len; i++)
        {
          const CrfSafetyGroup *group = g_ptr_array_index (groups, i);

          crf_chart_series_add (g_ptr_array_index (chart->series, i), chart->categories->len - 1, group->counts[kind].subjects, NAN, NAN);
          if (!add_safety_row (session, chart, groups, group, kind, error))
            return NULL;
        }
    }
  return g_steal_pointer (&chart);
}
