/* SPDX-License-Identifier: GPL-3.0-or-later */

/* summary: laboratory tests and scores by visit, their change from baseline, and comparisons, each with the name of its method. */

#include "crf-cli.h"

#include "crf-event-classes.h"
#include "crf-measures.h"
#include "crf-safety-counts.h"
#include "crf-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

typedef struct
{
  CrfSession *session;
  CrfTable *figures, *tests, *proportions, *safety, *classes; /* @classes: NULL where nothing is coded */
  const char *language;
  gboolean json;
} Printer;

/* NAN is "NA". In tables with the decimals of what was recorded plus @more; JSON has all digits. */
static void
add_number (const Printer *printer,
            CrfTable *table,
            double number,
            int decimals)
{
  char text[CRF_DECIMAL_SIZE];
  const char *shown = isnan (number) ? NULL
                      : printer->json ? crf_decimal_format (number, text) : crf_decimal_format_places (number, decimals, text);

  crf_table_add (table, shown != NULL ? shown : printer->json ? NULL : "NA");
}

static const char *
unit_of (const Printer *printer,
         const CrfItem *item)
{
  const CrfItemUnit *unit = item->units->len > 0 ? g_ptr_array_index (item->units, 0) : NULL;

  return unit != NULL ? crf_text_get (unit->unit->symbol, printer->language) : "";
}

/* "W4", or "baseline". */
static const char *
visit_name (const CrfMeasures *measures,
            guint visit)
{
  return visit == G_MAXUINT ? "baseline" : ((CrfMeasureVisit *) g_ptr_array_index (measures->visits, visit))->event->name;
}

static void
add_place (const Printer *printer,
           CrfTable *table,
           const CrfMeasures *measures,
           guint visit,
           const char *group)
{
  crf_table_add (table, measures->item->name);
  crf_table_add (table, unit_of (printer, measures->item));
  crf_table_add (table, visit_name (measures, visit));
  if (visit == G_MAXUINT)
    crf_table_add (table, NULL);
  else
    crf_table_add_format (table, "%d", ((CrfMeasureVisit *) g_ptr_array_index (measures->visits, visit))->target);
  crf_table_add (table, group);
}

static void
add_row (const Printer *printer,
         const CrfMeasures *measures,
         guint visit,
         guint group,
         const char *what,
         const CrfSummary *summary,
         const CrfMeasureFigures *figures)
{
  CrfTable *table = printer->figures;
  int mean = measures->decimals + 1, sd = measures->decimals + 2;

  add_place (printer, table, measures, visit, g_ptr_array_index (measures->groups, group));
  crf_table_add (table, what);
  crf_table_add_format (table, "%" G_GSIZE_FORMAT, summary->n);
  crf_table_add_format (table, "%u", figures->n_subjects);
  add_number (printer, table, summary->mean, mean);
  add_number (printer, table, summary->sd, sd);
  add_number (printer, table, summary->ci_lower, mean);
  add_number (printer, table, summary->ci_upper, mean);
  add_number (printer, table, summary->median, mean);
  add_number (printer, table, summary->q1, mean);
  add_number (printer, table, summary->q3, mean);
  add_number (printer, table, summary->min, measures->decimals);
  add_number (printer, table, summary->max, measures->decimals);
  crf_table_add_format (table, "%u", figures->n_died);
  crf_table_add_format (table, "%u", figures->n_transplanted);
}

static void
add_test (const Printer *printer,
          const CrfMeasures *measures,
          guint visit,
          const char *group,
          const CrfTestResult *test)
{
  CrfTable *table = printer->tests;
  int mean = measures->decimals + 1;

  if (test->method == NULL || isnan (test->statistic))
    return;
  add_place (printer, table, measures, visit, group);
  crf_table_add (table, test->method);
  crf_table_add_format (table, "%" G_GSIZE_FORMAT, test->n_x);
  crf_table_add_format (table, "%" G_GSIZE_FORMAT, test->n_y);
  add_number (printer, table, test->estimate, mean);
  add_number (printer, table, test->lower, mean);
  add_number (printer, table, test->upper, mean);
  add_number (printer, table, test->statistic, 4);
  add_number (printer, table, test->df, 2);
  add_number (printer, table, test->p, 6);
}

static gboolean
add_visit (const Printer *printer,
           const CrfMeasures *measures,
           guint visit,
           GError **error)
{
  for (guint group = 0; group < measures->groups->len; group++)
    {
      CrfMeasureFigures figures;

      if (!crf_measures_figures (measures, visit, group, &figures, error))
        return FALSE;
      add_row (printer, measures, visit, group, "value", &figures.value, &figures);
      if (visit == G_MAXUINT)
        continue;
      add_row (printer, measures, visit, group, "change", &figures.change.change, &figures);
      add_test (printer, measures, visit, g_ptr_array_index (measures->groups, group), &figures.paired_t);
      add_test (printer, measures, visit, g_ptr_array_index (measures->groups, group), &figures.signed_rank);
    }
  return TRUE;
}

/* The first two arms; more are not compared pair by pair unasked. */
static gboolean
add_comparison (const Printer *printer,
                const CrfMeasures *measures,
                guint visit,
                GError **error)
{
  g_autofree char *groups = NULL;
  CrfTestResult welch, mann_whitney;

  if (measures->groups->len != 2)
    return TRUE;
  if (!crf_measures_compare (measures, visit, &welch, &mann_whitney, error))
    return FALSE;
  groups = g_strdup_printf ("%s - %s", (char *) g_ptr_array_index (measures->groups, 0), (char *) g_ptr_array_index (measures->groups, 1));
  add_test (printer, measures, visit, groups, &welch);
  add_test (printer, measures, visit, groups, &mann_whitney);
  return TRUE;
}

/* Of Child-Pugh points: who is in class A. Missing is not A; the share of those observed stands beside it. */
static gboolean
add_proportions (const Printer *printer,
                 const CrfMeasures *measures,
                 guint visit,
                 GError **error)
{
  static const struct { gboolean observed; const char *name; } sets[] = { { FALSE, "class A, missing is not A" }, { TRUE, "class A, observed" } };
  CrfTable *table = printer->proportions;

  for (guint set = 0; set < G_N_ELEMENTS (sets); set++)
    {
      double p = visit != G_MAXUINT && measures->groups->len == 2 ? crf_measures_fisher (measures, visit, CRF_CHILD_PUGH_A_MOST, sets[set].observed)
                                                                  : NAN;

      for (guint group = 0; group < measures->groups->len; group++)
        {
          CrfProportion proportion;

          if (!crf_measures_proportion (measures, visit, group, CRF_CHILD_PUGH_A_MOST, sets[set].observed, &proportion, error))
            return FALSE;
          add_place (printer, table, measures, visit, g_ptr_array_index (measures->groups, group));
          crf_table_add (table, sets[set].name);
          crf_table_add_format (table, "%" G_GSIZE_FORMAT, proportion.events);
          crf_table_add_format (table, "%" G_GSIZE_FORMAT, proportion.n);
          add_number (printer, table, proportion.proportion, 4);
          add_number (printer, table, proportion.lower, 4);
          add_number (printer, table, proportion.upper, 4);
          add_number (printer, table, p, 6);
        }
    }
  return TRUE;
}

static gboolean
add_all_proportions (const Printer *printer,
                     const CrfMeasures *measures,
                     GError **error)
{
  if (g_strcmp0 (measures->item->concept, "score.child_pugh") != 0)
    return TRUE;
  for (guint i = 0; i < measures->visits->len; i++)
    if (!add_proportions (printer, measures, i, error))
      return FALSE;
  return add_proportions (printer, measures, G_MAXUINT, error);
}

static gboolean
add_measures (const Printer *printer,
              const CrfMeasures *measures,
              GError **error)
{
  if (!add_visit (printer, measures, G_MAXUINT, error))
    return FALSE;
  for (guint i = 0; i < measures->visits->len; i++)
    if (!add_visit (printer, measures, i, error) || !add_comparison (printer, measures, i, error))
      return FALSE;
  if (!add_all_proportions (printer, measures, error))
    return FALSE;
  if (measures->n_bounded > 0)
    g_printerr (_("%1$s: %2$u values below or above a limit have no number and are left out.\n"), measures->item->name, measures->n_bounded);
  if (measures->n_undated > 0)
    g_printerr (_("%1$s: %2$u values without a full date are left out.\n"), measures->item->name, measures->n_undated);
  return TRUE;
}

/* Of those infused at least once. */
static gboolean
add_safety (const Printer *printer,
            GError **error)
{
  static const char *const names[CRF_SAFETY_N] = { "infusion reaction", "adverse event", "grade 3 or more", "serious", "decompensation", "death" };
  CrfTable *table = printer->safety;
  g_autoptr (GPtrArray) groups = crf_reader_safety_groups (printer->session, error);

  for (guint kind = 0; groups != NULL && kind < CRF_SAFETY_N; kind++)
    for (guint i = 0; crf_safety_kind_is_asked (crf_session_get_study (printer->session), kind) && i < groups->len; i++)
      {
        const CrfSafetyGroup *group = g_ptr_array_index (groups, i);
        CrfProportion share;

        if (!crf_safety_proportion (group, kind, &share, error))
          return FALSE;
        crf_table_add (table, names[kind]);
        crf_table_add (table, group->name);
        crf_table_add_format (table, "%u", group->counts[kind].events);
        crf_table_add_format (table, "%u", group->counts[kind].subjects);
        crf_table_add_format (table, "%u", group->infused);
        add_number (printer, table, share.proportion, 4);
        add_number (printer, table, share.lower, 4);
        add_number (printer, table, share.upper, 4);
        add_number (printer, table, group->arm != NULL ? crf_safety_fisher (groups, kind) : NAN, 6);
      }
  return groups != NULL;
}

static void
add_class (const Printer *printer,
           const CrfEventClass *one,
           const CrfSafetyGroup *group,
           const CrfEventCount *count)
{
  CrfTable *table = printer->classes;

  crf_table_add (table, one->soc != NULL ? one->soc : _("not coded"));
  crf_table_add (table, one->soc_code);
  crf_table_add (table, one->pt);
  crf_table_add (table, one->pt_code);
  crf_table_add (table, group->name);
  crf_table_add_format (table, "%u", count->events);
  crf_table_add_format (table, "%u", count->subjects);
  crf_table_add_format (table, "%u", group->infused);
  for (guint grade = 1; grade < CRF_EVENT_GRADES; grade++)
    crf_table_add_format (table, "%u", count->grades[grade]);
  crf_table_add_format (table, "%u", count->grades[0]);
}

/* By what the events are coded with. */
static gboolean
add_classes (Printer *printer,
             GError **error)
{
  g_autoptr (CrfEventClasses) classes = crf_reader_event_classes (printer->session, error);

  if (classes == NULL || classes->classes->len == 0)
    return classes != NULL;
  g_printerr (_("Adverse events by class and preferred term: %s; each patient once, at the worst CTCAE grade.\n"), classes->dictionary);
  printer->classes = crf_table_new (printer->json, "soc", "soc_code", "pt", "pt_code", "group", "events", "patients", "infused", "grade_1", "grade_2", "grade_3",
                                    "grade_4", "grade_5", "no_grade", NULL);
  for (guint i = 0; i < classes->classes->len; i++)
    for (guint group = 0; group < classes->groups->len; group++)
      {
        const CrfEventClass *one = g_ptr_array_index (classes->classes, i);

        add_class (printer, one, g_ptr_array_index (classes->groups, group), crf_event_class_count (one, group));
      }
  return TRUE;
}

/* NULL: one of the names is none of the study's. */
static GPtrArray *
choose_items (CrfStudy *study,
              const char *names)
{
  g_autoptr (GPtrArray) all = crf_measures_items (study);
  g_autoptr (GPtrArray) chosen = NULL;
  g_auto (GStrv) parts = NULL;

  if (names == NULL)
    return g_steal_pointer (&all);
  chosen = g_ptr_array_new ();
  parts = g_strsplit (names, ",", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      const CrfItem *item = NULL;

      for (guint j = 0; j < all->len && item == NULL; j++)
        {
          const CrfItem *one = g_ptr_array_index (all, j);

          if (g_ascii_strcasecmp (one->name, parts[i]) == 0 || strcmp (one->oid, parts[i]) == 0)
            item = one;
        }
      if (item == NULL)
        {
          g_printerr (_("--item: the study measures no “%s”.\n"), parts[i]);
          return NULL;
        }
      g_ptr_array_add (chosen, (gpointer) item);
    }
  return g_steal_pointer (&chosen);
}

static CrfExit
print_all (CrfSession *session,
           const GPtrArray *items,
           gboolean unscheduled,
           gboolean json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = crf_reader_measures (session, items, unscheduled, &error);
  g_autofree char *rule = crf_measures_rule (session, unscheduled);
  Printer printer = { .session = session, .json = json, .language = crf_session_get_language (session) };

  if (all == NULL)
    return crf_cli_fail_reading (error);
  g_printerr ("%s\n", rule);
  g_printerr (_("Proportions: 95 %% limits by Clopper and Pearson; Fisher's exact test, two-sided.\n"));
  if (!crf_session_may_know_arms (session))
    g_printerr (_("Arms are not known to this account; all patients are one group.\n"));
  printer.figures = crf_table_new (json, "item", "unit", "visit", "day", "group", "what", "n", "subjects", "mean", "sd", "ci_lower", "ci_upper", "median",
                                   "q1", "q3", "min", "max", "died", "transplanted", NULL);
  printer.tests = crf_table_new (json, "item", "unit", "visit", "day", "group", "method", "n_x", "n_y", "estimate", "lower", "upper", "statistic", "df",
                                 "p", NULL);
  printer.proportions = crf_table_new (json, "item", "unit", "visit", "day", "group", "what", "events", "n", "proportion", "ci_lower", "ci_upper",
                                       "fisher_p", NULL);
  printer.safety = crf_table_new (json, "event", "group", "events", "patients", "infused", "proportion", "ci_lower", "ci_upper", "fisher_p", NULL);
  if (!add_safety (&printer, &error) || !add_classes (&printer, &error))
    return crf_cli_fail_reading (error);
  for (guint i = 0; i < all->len; i++)
    if (!add_measures (&printer, g_ptr_array_index (all, i), &error))
      return crf_cli_fail_reading (error);
  if (json)
    g_print ("{\"figures\":");
  crf_table_print (printer.figures);
  g_print (json ? ",\"tests\":" : "\n");
  crf_table_print (printer.tests);
  g_print (json ? ",\"proportions\":" : "\n");
  crf_table_print (printer.proportions);
  g_print (json ? ",\"safety\":" : "\n");
  crf_table_print (printer.safety);
  if (printer.classes != NULL)
    {
      g_print (json ? ",\"classes\":" : "\n");
      crf_table_print (printer.classes);
    }
  if (json)
    g_print ("}\n");
  return CRF_EXIT_DONE;
}

CrfExit
crf_cli_summary (int argc,
                 char **argv)
{
  g_autofree char *names = NULL;
  gboolean unscheduled = FALSE;
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (CrfCliOptions) options = { 0 };
  CrfSession *session;
  CrfExit exit;
  const GOptionEntry entries[] = {
    { "item", 0, 0, G_OPTION_ARG_STRING, &names, N_("Names of the items, separated by commas (default: all tests and scores)"), N_("NAME,…") },
    { "unscheduled", 0, 0, G_OPTION_ARG_NONE, &unscheduled, N_("Values of unscheduled visits stand for a planned visit in whose window they lie"), NULL },
    { NULL }
  };

  if (!crf_cli_parse (crf_cli_find_command ("summary"), &options, entries, &argc, &argv))
    return CRF_EXIT_USAGE;
  session = argc == 2 ? crf_cli_sign_in (argv[1], &options, NULL, &exit) : NULL;
  if (argc != 2)
    exit = crf_cli_usage ("summary");
  else if (session != NULL)
    {
      items = choose_items (crf_session_get_study (session), names);
      if (items == NULL)
        exit = CRF_EXIT_USAGE;
      else if (crf_cli_begin_figures (session, "summary", &error))
        exit = print_all (session, items, unscheduled, options.json);
      else
        exit = crf_cli_fail_reading (error);
      crf_cli_close (session);
    }
  return exit;
}
