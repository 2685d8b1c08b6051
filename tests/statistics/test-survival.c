/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Kaplan-Meier, log-rank, cumulative incidence. Reference figures: R 4.2.2 with survival 3.5-3, survfit(),
 * survdiff(), on the toy vectors below and on samples/clinical/udca1.csv.
 */

#include "statistics-test-util.h"

#include "crf-statistics.h"
#include "crf-survival.h"

#include <string.h>

static const CrfSurvivalTime toy[] = {
  { 1, 0 }, { 2, 1 }, { 2, 0 }, { 3, 1 }, { 4, 1 }, { 4, 1 }, { 5, 0 }, { 6, 1 }, { 7, 0 }, { 8, 0 },
};

static CrfSurvivalCurve *
curve (const CrfSurvivalTime *times,
       gsize n,
       CrfSurvivalLimits limits)
{
  g_autoptr (GError) error = NULL;
  CrfSurvivalCurve *self = crf_survival_curve_new (times, n, limits, 0.95, &error);

  g_assert_no_error (error);
  return self;
}

typedef struct {
  double time;
  gsize n_risk, n_event, n_censored;
  double survival, std_err;
  double lower[3], upper[3]; /* log-log, log, plain */
} PointCase;

static void
test_toy (void)
{
  static const PointCase cases[] = {
    { 1, 10, 0, 1, 1.0, 0, { NAN, 1, 1 }, { NAN, 1, 1 } },
    { 2, 9, 1, 1, 0.88888888888888884, 0.10475656017578482,
      { 0.432965090225805649, 0.70555750151594321, 0.68356980380004773 },
      { 0.98356402852557900, 1, 1 } },
    { 3, 7, 1, 0, 0.76190476190476186, 0.14793203111383299,
      { 0.332172513638550326, 0.52075173207323822, 0.47196330876179055 },
      { 0.93510424869718667, 1, 1 } },
    { 4, 6, 2, 0, 0.50793650793650791, 0.17670916639398285,
      { 0.156681762747913317, 0.25685005966495117, 0.16159290606620597 },
      { 0.78070035711175512, 1, 0.85428010980680980 } },
    { 5, 4, 0, 1, 0.50793650793650791, 0.17670916639398285,
      { 0.156681762747913317, 0.25685005966495117, 0.16159290606620597 },
      { 0.78070035711175512, 1, 0.85428010980680980 } },
    { 6, 3, 1, 0, 0.33862433862433861, 0.18162971551232143,
      { 0.057331492290560324, 0.11834631132751081, 0 },
      { 0.66354738507329036, 0.96890592890084704, 0.69461203955074446 } },
    { 7, 2, 0, 1, 0.33862433862433861, 0.18162971551232143,
      { 0.057331492290560324, 0.11834631132751081, 0 },
      { 0.66354738507329036, 0.96890592890084704, 0.69461203955074446 } },
    { 8, 1, 0, 1, 0.33862433862433861, 0.18162971551232143,
      { 0.057331492290560324, 0.11834631132751081, 0 },
      { 0.66354738507329036, 0.96890592890084704, 0.69461203955074446 } },
  };
  static const double median_lower[] = { 2, 4, 3 };

  for (guint l = 0; l < 3; l++)
    {
      g_autoptr (CrfSurvivalCurve) c = curve (toy, G_N_ELEMENTS (toy), l);

      g_assert_cmpuint (c->points->len, ==, G_N_ELEMENTS (cases));
      g_assert_cmpuint (c->n_events, ==, 5);
      for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
        {
          const CrfSurvivalPoint *p = &g_array_index (c->points, CrfSurvivalPoint, i);

          assert_close (p->time, cases[i].time);
          g_assert_cmpuint (p->n_risk, ==, cases[i].n_risk);
          g_assert_cmpuint (p->n_event, ==, cases[i].n_event);
          g_assert_cmpuint (p->n_censored, ==, cases[i].n_censored);
          assert_close (p->survival, cases[i].survival);
          assert_close (p->std_err, cases[i].std_err);
          assert_close (p->lower, cases[i].lower[l]);
          assert_close (p->upper, cases[i].upper[l]);
        }
      assert_close (c->median, 6);
      assert_close (c->median_lower, median_lower[l]);
      assert_close (c->median_upper, NAN);
    }
}

static void
test_median_of_a_flat_half (void)
{
  const CrfSurvivalTime four[] = { { 1, 1 }, { 2, 1 }, { 3, 1 }, { 4, 1 } };
  const CrfSurvivalTime ends[] = { { 1, 1 }, { 2, 0 } };
  g_autoptr (CrfSurvivalCurve) c = curve (four, 4, CRF_LIMITS_LOG_LOG);
  g_autoptr (CrfSurvivalCurve) e = curve (ends, 2, CRF_LIMITS_LOG_LOG);
  const CrfSurvivalPoint *last = &g_array_index (c->points, CrfSurvivalPoint, 3);

  assert_close (c->median, 2.5);
  assert_close (c->median_lower, 1);
  assert_close (c->median_upper, NAN);
  g_assert_cmpfloat (last->survival, <=, 0);
  g_assert_true (isnan (last->lower) && isnan (last->upper));
  /* Nothing comes after the half: its first time. */
  assert_close (e->median, 1);
}

static void
test_any_time (void)
{
  g_autoptr (CrfSurvivalCurve) c = curve (toy, G_N_ELEMENTS (toy), CRF_LIMITS_LOG_LOG);
  CrfSurvivalPoint p;

  crf_survival_curve_at (c, 0, &p);
  assert_close (p.survival, 1);
  assert_close (p.lower, 1);
  g_assert_cmpuint (p.n_risk, ==, 10);
  crf_survival_curve_at (c, 1.5, &p);
  g_assert_true (isnan (p.lower));
  g_assert_cmpuint (p.n_risk, ==, 9);
  crf_survival_curve_at (c, 4, &p); /* right-continuous; at risk before the events */
  assert_close (p.survival, 0.50793650793650791);
  g_assert_cmpuint (p.n_risk, ==, 6);
  crf_survival_curve_at (c, 4.5, &p);
  assert_close (p.survival, 0.50793650793650791);
  g_assert_cmpuint (p.n_risk, ==, 4);
  crf_survival_curve_at (c, 8, &p);
  assert_close (p.survival, 0.33862433862433861);
  crf_survival_curve_at (c, 9, &p);
  g_assert_true (isnan (p.survival));
  g_assert_cmpuint (p.n_risk, ==, 0);
}

/* survdiff (Surv (t, s) ~ g) with g = 1 1 2 2 3 3 1 2 3 1. */
static void
test_three_groups (void)
{
  static const CrfSurvivalTime times[] = {
    { 1, 0 }, { 2, 1 }, { 2, 1 }, { 3, 1 }, { 4, 1 }, { 4, 1 }, { 5, 0 }, { 6, 1 }, { 7, 0 },
    { 8, 0 },
  };
  static const guint groups[] = { 0, 0, 1, 1, 2, 2, 0, 1, 2, 0 };
  static const double expected[] = {
    1.9523809523809521, 1.6190476190476191, 2.4285714285714284,
  };
  CrfLogRank r;

  g_assert_true (crf_log_rank (times, groups, 10, 3, &r, NULL));
  assert_close (r.chi_squared, 1.9448795523937727);
  assert_close (r.df, 2);
  assert_close (r.p, 0.37815928766078089);
  for (guint g = 0; g < 3; g++)
    assert_close (r.expected[g], expected[g]);
  g_assert_cmpuint (r.observed[0], ==, 1);
  g_assert_cmpuint (r.observed[1], ==, 3);
  g_assert_cmpuint (r.n[2], ==, 3);
}

static void
test_refused (void)
{
  const CrfSurvivalTime bad[] = { { NAN, 1 }, { -1, 1 }, { INFINITY, 1 }, { 1, -1 } };
  const CrfSurvivalTime censored[] = { { 1, 0 }, { 2, 0 } };
  const guint groups[] = { 0, 1 };
  g_autoptr (CrfSurvivalCurve) none = curve (NULL, 0, CRF_LIMITS_LOG);
  CrfSurvivalPoint p;
  CrfLogRank r;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_null (crf_survival_curve_new (&bad[i], 1, CRF_LIMITS_LOG, 0.95, &error));
      g_assert_error (error, CRF_STATISTICS_ERROR, CRF_STATISTICS_ERROR_VALUE);
      g_clear_error (&error);
    }
  g_assert_true (isnan (none->median));
  crf_survival_curve_at (none, 1, &p);
  g_assert_true (isnan (p.survival));
  g_assert_false (crf_log_rank (censored, groups, 2, 11, &r, &error));
  g_assert_error (error, CRF_STATISTICS_ERROR, CRF_STATISTICS_ERROR_GROUPS);
  g_clear_error (&error);
  g_assert_false (crf_log_rank (censored, groups, 2, 1, &r, &error));
  g_assert_error (error, CRF_STATISTICS_ERROR, CRF_STATISTICS_ERROR_GROUPS);
  g_clear_error (&error);
  g_assert_true (crf_log_rank (censored, groups, 2, 2, &r, &error));
  g_assert_true (isnan (r.chi_squared) && isnan (r.p));
}

/* survfit (Surv (t, factor (s)) ~ 1) $ pstate. */
static void
test_incidence (void)
{
  static const CrfSurvivalTime times[] = {
    { 1, 0 }, { 2, 1 }, { 2, 2 }, { 3, 1 }, { 4, 1 }, { 4, 2 }, { 5, 0 }, { 6, 1 }, { 7, 2 },
    { 8, 0 },
  };
  static const double first[] = {
    0, 0.11111111111111110, 0.22222222222222221, 0.33333333333333331, 0.33333333333333331,
    0.48148148148148151, 0.48148148148148151, 0.48148148148148151,
  };
  static const double second[] = {
    0, 0.11111111111111110, 0.11111111111111110, 0.22222222222222221, 0.22222222222222221,
    0.22222222222222221, 0.37037037037037041, 0.37037037037037041,
  };
  g_autoptr (GArray) a = crf_cumulative_incidence (times, 10, 1, CRF_LIMITS_PLAIN, 0.95, NULL);
  g_autoptr (GArray) b = crf_cumulative_incidence (times, 10, 2, CRF_LIMITS_PLAIN, 0.95, NULL);
  CrfIncidencePoint at;

  g_assert_cmpuint (a->len, ==, 8);
  for (guint i = 0; i < a->len; i++)
    {
      const CrfIncidencePoint *p = &g_array_index (a, CrfIncidencePoint, i);
      const CrfIncidencePoint *q = &g_array_index (b, CrfIncidencePoint, i);

      assert_close (p->incidence, first[i]);
      assert_close (q->incidence, second[i]);
      g_assert_cmpfloat_with_epsilon (p->incidence + q->incidence + p->event_free, 1.0, 1e-14);
    }
  crf_cumulative_incidence_at (a, 0.5, &at);
  assert_close (at.incidence, 0);
  g_assert_true (isnan (at.lower));
  crf_cumulative_incidence_at (a, 5.5, &at);
  assert_close (at.incidence, 0.33333333333333331);
}

/* survfit (Surv (t, factor (s)) ~ 1, conf.type = …): pstate, std.err, lower, upper. */
static void
test_incidence_limits (void)
{
  static const CrfSurvivalTime times[] = {
    { 1, 1 }, { 2, 2 }, { 2, 1 }, { 3, 0 }, { 4, 1 }, { 5, 2 }, { 5, 1 }, { 6, 0 }, { 7, 1 }, { 8, 2 }, { 9, 0 }, { 10, 1 },
  };
  static const struct { CrfSurvivalLimits limits; int cause; double time, incidence, std_err, lower, upper; } cases[] = {
    { CRF_LIMITS_LOG_LOG, 1, 1, 0.0833333333333333, 0.0797855923130282, 0.00505283547899073, 0.311070409989987 },
    { CRF_LIMITS_LOG_LOG, 1, 4, 0.260416666666667, 0.130017220859036, 0.0617663008370247, 0.521963736384434 },
    { CRF_LIMITS_LOG_LOG, 1, 10, 0.705729166666667, 0.144725649730652, 0.331446970612785, 0.895836429426309 },
    { CRF_LIMITS_LOG_LOG, 2, 5, 0.177083333333333, 0.114009770282671, 0.0276431558761861, 0.433810043751429 },
    { CRF_LIMITS_LOG, 1, 7, 0.471354166666667, 0.157192074626478, 0.245177060798911, 0.906180821770479 },
    { CRF_LIMITS_LOG, 1, 10, 0.705729166666667, 0.144725649730652, 0.472150041032465, 1 },
    { CRF_LIMITS_PLAIN, 1, 3, 0.166666666666667, 0.107582870727984, 0, 0.377525218646943 },
    { CRF_LIMITS_PLAIN, 2, 8, 0.294270833333333, 0.144725649730652, 0.0106137722220956, 0.577927894444571 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) points = crf_cumulative_incidence (times, G_N_ELEMENTS (times), cases[i].cause, cases[i].limits, 0.95, NULL);
      CrfIncidencePoint at;

      crf_cumulative_incidence_at (points, cases[i].time, &at);
      g_assert_cmpfloat_with_epsilon (at.incidence, cases[i].incidence, 1e-12);
      g_assert_cmpfloat_with_epsilon (at.std_err, cases[i].std_err, 1e-12);
      g_assert_cmpfloat_with_epsilon (at.lower, cases[i].lower, 1e-12);
      g_assert_cmpfloat_with_epsilon (at.upper, cases[i].upper, 1e-12);
    }
}

/* With one cause only, the incidence is 1 − Kaplan–Meier and its error is Greenwood's. */
static void
test_incidence_of_one_cause (void)
{
  g_autoptr (CrfSurvivalCurve) c = curve (toy, G_N_ELEMENTS (toy), CRF_LIMITS_PLAIN);
  g_autoptr (GArray) points = crf_cumulative_incidence (toy, G_N_ELEMENTS (toy), 1, CRF_LIMITS_PLAIN, 0.95, NULL);

  for (guint i = 1; i < points->len; i++)
    {
      const CrfIncidencePoint *p = &g_array_index (points, CrfIncidencePoint, i);
      const CrfSurvivalPoint *q = &g_array_index (c->points, CrfSurvivalPoint, i);

      g_assert_cmpfloat_with_epsilon (p->incidence, 1 - q->survival, 1e-14);
      g_assert_cmpfloat_with_epsilon (p->std_err, q->std_err, 1e-14);
    }
}

/* Neither an event nor a censoring: to take it for either would be a silent choice. */
static void
test_competing_events_are_refused (void)
{
  static const CrfSurvivalTime times[] = { { 1, 1 }, { 2, 2 }, { 3, 0 } };
  static const guint groups[] = { 0, 1, 0 };
  g_autoptr (GError) curve_error = NULL;
  g_autoptr (GError) test_error = NULL;
  CrfLogRank r;

  g_assert_null (crf_survival_curve_new (times, 3, CRF_LIMITS_LOG, 0.95, &curve_error));
  g_assert_error (curve_error, CRF_STATISTICS_ERROR, CRF_STATISTICS_ERROR_STATUS);
  g_assert_false (crf_log_rank (times, groups, 3, 2, &r, &test_error));
  g_assert_error (test_error, CRF_STATISTICS_ERROR, CRF_STATISTICS_ERROR_STATUS);
}

typedef struct {
  CrfSurvivalTime *times;
  guint *groups;
  gsize n;
} Trial;

/* id,trt,stage,bili,riskscore,futime,status */
static gboolean
read_udca (Trial *trial)
{
  const char *shared = g_getenv ("STEMWARD_SHARED_DIR");
  g_autofree char *path
    = shared != NULL ? g_build_filename (shared, "samples", "clinical", "udca1.csv", NULL) : NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (path == NULL || !g_file_get_contents (path, &text, NULL, NULL))
    {
      g_test_skip ("STEMWARD_SHARED_DIR has no samples/clinical/udca1.csv");
      return FALSE;
    }
  lines = g_strsplit (text, "\n", -1);
  trial->times = g_new0 (CrfSurvivalTime, g_strv_length (lines));
  trial->groups = g_new0 (guint, g_strv_length (lines));
  trial->n = 0;
  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], ",", -1);

      g_assert_cmpuint (g_strv_length (cells), ==, 7);
      trial->times[trial->n].time = g_ascii_strtod (cells[5], NULL);
      trial->times[trial->n].status = (int) g_ascii_strtoll (cells[6], NULL, 10);
      trial->groups[trial->n++] = (guint) g_ascii_strtoull (cells[1], NULL, 10);
    }
  g_assert_cmpuint (trial->n, ==, 170);
  return TRUE;
}

static CrfSurvivalCurve *
arm (const Trial *trial,
     guint group,
     CrfSurvivalLimits limits)
{
  g_autofree CrfSurvivalTime *times = g_new (CrfSurvivalTime, trial->n);
  gsize n = 0;

  for (gsize i = 0; i < trial->n; i++)
    {
      if (trial->groups[i] == group)
        times[n++] = trial->times[i];
    }
  return curve (times, n, limits);
}

static void
test_udca (void)
{
  static const struct {
    guint arm;
    CrfSurvivalLimits limits;
    double time;
    gsize n_risk;
    double survival, std_err, lower, upper;
  } cases[] = {
    { 0, CRF_LIMITS_LOG_LOG, 50, 82, 0.98795180722891562, 0.011975393356738475,
      0.91754703486713496, 0.99829402013047341 },
    { 0, CRF_LIMITS_LOG_LOG, 365, 72, 0.91254807805219984, 0.031595051388539581,
      0.82522449637551742, 0.95734003955402547 },
    { 0, CRF_LIMITS_LOG_LOG, 1095, 25, 0.42838890965979176, 0.059242579204555348,
      0.31126393586380591, 0.54024241360505265 },
    { 0, CRF_LIMITS_LOG_LOG, 1500, 13, 0.38329534022191891, 0.060986747297813303,
      0.26514334946713503, 0.50021028165072079 },
    { 1, CRF_LIMITS_LOG_LOG, 0, 86, 1, 0, NAN, NAN },
    { 1, CRF_LIMITS_LOG_LOG, 50, 85, 1, 0, NAN, NAN },
    { 1, CRF_LIMITS_LOG_LOG, 365, 81, 0.97618364418938308, 0.016641371203703199,
      0.90809781677795143, 0.99399104977923791 },
    { 1, CRF_LIMITS_LOG_LOG, 1095, 51, 0.73102475427739366, 0.049195300569905294,
      0.62044810184318755, 0.81411388825010655 },
    { 1, CRF_LIMITS_LOG_LOG, 1500, 20, 0.64635256788452145, 0.059700311727562294,
      0.51645441792082725, 0.74958849718277587 },
    { 0, CRF_LIMITS_LOG, 1095, 25, 0.42838890965979176, 0.059242579204555348,
      0.32668125302132639, 0.56176182814973119 },
    { 1, CRF_LIMITS_PLAIN, 1500, 20, 0.64635256788452145, 0.059700311727562294,
      0.52934210703268514, 0.76336302873635775 },
  };
  g_autofree CrfSurvivalTime *times = NULL;
  g_autofree guint *groups = NULL;
  Trial trial;

  if (!read_udca (&trial))
    return;
  times = trial.times;
  groups = trial.groups;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CrfSurvivalCurve) c = arm (&trial, cases[i].arm, cases[i].limits);
      CrfSurvivalPoint p;

      crf_survival_curve_at (c, cases[i].time, &p);
      g_assert_cmpuint (p.n_risk, ==, cases[i].n_risk);
      assert_close (p.survival, cases[i].survival);
      assert_close (p.std_err, cases[i].std_err);
      assert_close (p.lower, cases[i].lower);
      assert_close (p.upper, cases[i].upper);
    }
}

static void
test_udca_medians_and_log_rank (void)
{
  static const struct { guint arm; CrfSurvivalLimits limits; double median, lower, upper; } cases[]
    = {
        { 0, CRF_LIMITS_LOG_LOG, 992, 763, 1511 }, { 0, CRF_LIMITS_LOG, 992, 768, NAN },
        { 0, CRF_LIMITS_PLAIN, 992, 763, 1511 },   { 1, CRF_LIMITS_LOG_LOG, NAN, 1508, NAN },
      };
  g_autofree CrfSurvivalTime *times = NULL;
  g_autofree guint *groups = NULL;
  Trial trial;
  CrfLogRank r;

  if (!read_udca (&trial))
    return;
  times = trial.times;
  groups = trial.groups;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CrfSurvivalCurve) c = arm (&trial, cases[i].arm, cases[i].limits);

      assert_close (c->median, cases[i].median);
      assert_close (c->median_lower, cases[i].lower);
      assert_close (c->median_upper, cases[i].upper);
    }
  g_assert_true (crf_log_rank (times, groups, trial.n, 2, &r, NULL));
  assert_close (r.chi_squared, 13.229266736093248);
  assert_close (r.p, 0.00027561161126721245);
  assert_close (r.expected[0], 29.857198753667991);
  assert_close (r.expected[1], 42.142801246332006);
  g_assert_cmpuint (r.observed[0], ==, 45);
  g_assert_cmpuint (r.observed[1], ==, 27);
}

static void
test_order (void)
{
  g_autoptr (CrfSurvivalCurve) c = curve (toy, G_N_ELEMENTS (toy), CRF_LIMITS_LOG_LOG);

  for (guint round = 0; round < 200; round++)
    {
      CrfSurvivalTime shuffled[G_N_ELEMENTS (toy)];
      g_autoptr (CrfSurvivalCurve) d = NULL;

      for (guint i = 0; i < G_N_ELEMENTS (toy); i++)
        {
          guint k = g_test_rand_int_range (0, i + 1);

          shuffled[i] = shuffled[k];
          shuffled[k] = toy[i];
        }
      d = curve (shuffled, G_N_ELEMENTS (toy), CRF_LIMITS_LOG_LOG);
      g_assert_cmpuint (c->points->len, ==, d->points->len);
      for (guint i = 0; i < c->points->len; i++)
        {
          const CrfSurvivalPoint *p = &g_array_index (c->points, CrfSurvivalPoint, i);
          const CrfSurvivalPoint *q = &g_array_index (d->points, CrfSurvivalPoint, i);

          assert_close (q->survival, p->survival);
          assert_close (q->lower, p->lower);
          g_assert_cmpuint (q->n_risk, ==, p->n_risk);
          g_assert_cmpuint (q->n_event, ==, p->n_event);
        }
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/statistics/survival/curve-and-limits-are-those-of-r", test_toy);
  g_test_add_func ("/statistics/survival/median-of-a-flat-half-is-its-middle",
                   test_median_of_a_flat_half);
  g_test_add_func ("/statistics/survival/the-curve-is-right-continuous", test_any_time);
  g_test_add_func ("/statistics/survival/real-trial-curves-are-those-of-r", test_udca);
  g_test_add_func ("/statistics/survival/real-trial-medians-and-log-rank-are-those-of-r",
                   test_udca_medians_and_log_rank);
  g_test_add_func ("/statistics/survival/order-changes-nothing", test_order);
  g_test_add_func ("/statistics/survival/unusable-times-are-refused", test_refused);
  g_test_add_func ("/statistics/log-rank/three-groups-are-those-of-r", test_three_groups);
  g_test_add_func ("/statistics/survival/a-competing-event-is-neither-event-nor-censoring", test_competing_events_are_refused);
  g_test_add_func ("/statistics/incidence/competing-events-share-the-whole", test_incidence);
  g_test_add_func ("/statistics/incidence/errors-and-limits-are-those-of-r", test_incidence_limits);
  g_test_add_func ("/statistics/incidence/one-cause-alone-is-kaplan-meier", test_incidence_of_one_cause);
  return g_test_run ();
}
