/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The exported list of checks is what the program checks: each line fires where it says and not beside it, and nothing fires that is not on the list
 * (EMA guideline on computerised systems, 6.1.4). */

#include "crf-check-list.h"
#include "crf-check.h"
#include "crf-number.h"
#include "crf-test-study.h"

#include <math.h>
#include <string.h>

typedef struct
{
  CrfTestStudy *study;
  char *number, *key;
  GPtrArray *list; /* CrfCheckLine */
} Fixture;

static void
set_up (Fixture *f,
        gconstpointer protocol)
{
  g_autoptr (CrfSubjectRecord) subject = NULL;

  f->study = crf_test_study_new_of (protocol);
  f->number = crf_test_register (f->study);
  subject = crf_records_find_subject (crf_session_get_file (f->study->nurse), f->number, NULL);
  f->key = g_strdup (subject->key);
  f->list = crf_check_list (f->study->nurse);
}

static void
tear_down (Fixture *f,
           gconstpointer protocol)
{
  g_ptr_array_unref (f->list);
  g_free (f->key);
  g_free (f->number);
  crf_test_study_free (f->study);
}

/* Where the item stands first; FALSE: at no event. */
static gboolean
find_place (CrfStudy *study,
            const char *subject,
            const CrfItem *item,
            CrfTarget *target)
{
  const GPtrArray *events = crf_study_get_events (study);

  for (guint i = 0; i < events->len; i++)
    {
      const CrfEvent *event = g_ptr_array_index (events, i);

      for (guint j = 0; j < event->forms->len; j++)
        {
          const CrfForm *form = g_ptr_array_index (event->forms, j);
          const CrfItemGroup *group = crf_form_find_group_of (form, item);

          if (group == NULL)
            continue;
          *target = (CrfTarget) { (char *) subject, (char *) event->oid, (char *) "1", (char *) form->oid, (char *) "1", (char *) group->oid, (char *) "1",
                                  (char *) item->oid };
          return TRUE;
        }
    }
  return FALSE;
}

/* All that fires on @text of the item, without a last value and other entries; NULL: the item does not take the text. */
static GPtrArray *
findings_on (Fixture *f,
             const CrfItem *item,
             const char *text)
{
  CrfSession *session = f->study->nurse;
  const CrfItemUnit *unit = item->units->len > 0 ? g_ptr_array_index (item->units, 0) : NULL;
  g_autoptr (CrfValue) value = crf_value_parse (item, text, unit != NULL ? unit->unit->oid : NULL, NULL);
  g_autoptr (CrfCasebook) casebook = crf_casebook_new (session, f->key, NULL);
  CrfTarget target;

  if (value == NULL || !find_place (crf_session_get_study (session), f->key, item, &target))
    return NULL;
  crf_casebook_replace (casebook, &target, value);
  return crf_check_field (casebook, &target, TRUE);
}

static gboolean
is_listed (Fixture *f,
           const CrfFinding *finding)
{
  for (guint i = 0; i < f->list->len; i++)
    {
      const CrfCheckLine *line = g_ptr_array_index (f->list, i);

      if (line->item == finding->item && line->finding != NULL &&
          (strcmp (line->finding, finding->id) == 0 || (strcmp (line->finding, "check") == 0 && g_str_has_prefix (finding->id, "check:"))))
        return TRUE;
    }
  return FALSE;
}

/* The line's own finding, or one of the same item that says more and stands for it. */
static gboolean
fires (const GPtrArray *findings,
       const CrfCheckLine *line)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const CrfFinding *finding = g_ptr_array_index (findings, i);

      if (finding->item == line->item && (strcmp (finding->id, line->finding) == 0 || strcmp (finding->id, "hard-range") == 0 || finding->suggestion != NULL))
        return TRUE;
    }
  return FALSE;
}

static gboolean
fires_itself (const GPtrArray *findings,
              const CrfCheckLine *line)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const CrfFinding *finding = g_ptr_array_index (findings, i);

      if (finding->item == line->item && strcmp (finding->id, line->finding) == 0)
        return TRUE;
    }
  return FALSE;
}

/* "≤ 250 U/L" is told from the list's own words, not from the definition: what is exported is what is tested. */
static gboolean
read_limit (const CrfCheckLine *line,
            gboolean *above,
            gboolean *included,
            double *limit)
{
  g_auto (GStrv) parts = g_strsplit (line->condition, " ", 3);

  if (g_strv_length (parts) < 2)
    return FALSE;
  *above = strcmp (parts[0], "<") == 0 || strcmp (parts[0], "≤") == 0;
  *included = strcmp (parts[0], "≤") == 0 || strcmp (parts[0], "≥") == 0;
  return (*above || *included || strcmp (parts[0], ">") == 0) && crf_number_parse_plain (parts[1], limit, NULL);
}

static guint
check_limit (Fixture *f,
             const CrfCheckLine *line)
{
  char at[CRF_DECIMAL_SIZE], beyond[CRF_DECIMAL_SIZE];
  gboolean above, included;
  double limit, step = line->item->type == CRF_TYPE_INTEGER ? 1 : 0.001;
  g_autoptr (GPtrArray) on = NULL, over = NULL;

  if (!read_limit (line, &above, &included, &limit))
    return 0;
  crf_decimal_format (limit, at);
  crf_decimal_format (above ? limit + step : limit - step, beyond);
  on = findings_on (f, line->item, at);
  over = findings_on (f, line->item, beyond);
  if (on == NULL || over == NULL) /* below zero, or more digits than the item takes */
    return 0;
  if (!fires (over, line))
    g_error ("%s: %s does not fire on %s", line->id, line->condition, beyond);
  /* Another line of the item with the same finding may lie closer. */
  if (included && fires_itself (on, line) && !fires_itself (over, line))
    g_error ("%s: %s fires on %s", line->id, line->condition, at);
  return 1;
}

static void
each_limit_fires_as_it_is_listed (Fixture *f,
                                  gconstpointer protocol)
{
  guint n = 0, ranges = 0;

  for (guint i = 0; i < f->list->len; i++)
    {
      const CrfCheckLine *line = g_ptr_array_index (f->list, i);

      if (strcmp (line->kind, "range") != 0)
        continue;
      ranges++;
      n += check_limit (f, line);
    }
  g_test_message ("%u of %u limits tried on both sides", n, ranges);
  g_assert_cmpuint (n, >, 50);
}

/* Far and wide over every item: numbers from a thousandth to a million, each code. */
static void
nothing_fires_that_is_not_listed (Fixture *f,
                                  gconstpointer protocol)
{
  static const char *const numbers[] = { "0", "0.001", "0.1", "0.9", "1", "2", "2.5", "3", "5", "7", "10", "14", "20", "30", "50", "80", "100", "150", "200",
                                         "300", "500", "999", "1001", "5000", "20000", "100000", "1000000", "1900-01-01", "2026-03-02", "2030-01-01" };
  const GPtrArray *items = crf_study_get_items (crf_session_get_study (f->study->nurse));
  guint n = 0;

  for (guint i = 0; i < items->len; i++)
    {
      const CrfItem *item = g_ptr_array_index (items, i);
      g_autoptr (GPtrArray) texts = g_ptr_array_new ();

      for (guint j = 0; j < G_N_ELEMENTS (numbers); j++)
        g_ptr_array_add (texts, (gpointer) numbers[j]);
      for (guint j = 0; item->code_list != NULL && j < item->code_list->codes->len; j++)
        g_ptr_array_add (texts, (gpointer) ((const CrfCode *) g_ptr_array_index (item->code_list->codes, j))->code);
      for (guint j = 0; j < texts->len; j++)
        {
          g_autoptr (GPtrArray) findings = findings_on (f, item, g_ptr_array_index (texts, j));

          for (guint k = 0; findings != NULL && k < findings->len; k++, n++)
            if (!is_listed (f, g_ptr_array_index (findings, k)))
              g_error ("%s on %s: %s is not on the list", item->oid, (char *) g_ptr_array_index (texts, j),
                       ((CrfFinding *) g_ptr_array_index (findings, k))->id);
        }
    }
  g_test_message ("%u findings, all of them listed", n);
  g_assert_cmpuint (n, >, 300);
}

/* Guards of the program, with what the guard names typed. */
static void
each_unit_guard_fires_as_it_is_listed (Fixture *f,
                                       gconstpointer protocol)
{
  static const struct { const char *concept, *inside, *outside; } cases[] = {
    { "lab.alb", "3", "35" },      { "lab.tbil", "2", "20" },  { "lab.creat", "1.1", "90" }, { "lab.hgb", "12", "120" },
    { "lab.plt", "150000", "150" }, { "lab.wbc", "5000", "5" }, { "lab.inr", "14", "1.2" },   { "lab.pt", "1.2", "14" },
  };
  guint n = 0;

  for (guint i = 0; i < f->list->len; i++)
    {
      const CrfCheckLine *line = g_ptr_array_index (f->list, i);

      for (guint j = 0; strcmp (line->kind, "unit-slip") == 0 && j < G_N_ELEMENTS (cases); j++)
        {
          g_autoptr (GPtrArray) inside = NULL, outside = NULL;

          if (g_strcmp0 (line->item->concept, cases[j].concept) != 0)
            continue;
          inside = findings_on (f, line->item, cases[j].inside);
          outside = findings_on (f, line->item, cases[j].outside);
          g_assert_true (fires_itself (inside, line));
          g_assert_false (fires_itself (outside, line));
          n++;
        }
    }
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (cases));
}

static gboolean
has_line (Fixture *f,
          const char *id)
{
  for (guint i = 0; i < f->list->len; i++)
    if (strcmp (((const CrfCheckLine *) g_ptr_array_index (f->list, i))->id, id) == 0)
      return TRUE;
  g_test_message ("%s is not listed", id);
  return FALSE;
}

/* Counted from the definition by another way than the list's. */
static void
everything_of_the_definition_is_listed_once (Fixture *f,
                                             gconstpointer protocol)
{
  CrfStudy *study = crf_session_get_study (f->study->nurse);
  const GPtrArray *items = crf_study_get_items (study), *events = crf_study_get_events (study), *criteria = crf_study_get_criteria (study);
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < f->list->len; i++)
    {
      const CrfCheckLine *line = g_ptr_array_index (f->list, i);

      if (!g_hash_table_add (ids, line->id))
        g_error ("%s stands twice", line->id);
      g_assert_nonnull (line->condition);
      g_assert_nonnull (line->effect);
    }
  for (guint i = 0; i < items->len; i++)
    {
      const CrfItem *item = g_ptr_array_index (items, i);

      for (guint j = 0; j < item->checks->len; j++)
        {
          const CrfCheck *check = g_ptr_array_index (item->checks, j);
          g_autofree char *id = g_strdup_printf ("%s:%s:%u", check->kind == CRF_CHECK_EXPRESSION ? "check" : "range", item->oid, j + 1);

          g_assert_true (has_line (f, id));
        }
    }
  for (guint i = 0; i < events->len; i++)
    {
      const CrfEvent *event = g_ptr_array_index (events, i);
      g_autofree char *id = g_strdup_printf ("visit-window:%s", event->oid);

      if (event->anchor != NULL && event->type == CRF_EVENT_SCHEDULED)
        g_assert_true (has_line (f, id));
    }
  for (guint i = 0; i < criteria->len; i++)
    {
      g_autofree char *id = g_strdup_printf ("eligibility:%s", ((const CrfCriterion *) g_ptr_array_index (criteria, i))->oid);

      g_assert_true (has_line (f, id));
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(name, protocol) g_test_add ("/conduct/check-list/" protocol "/" #name, Fixture, protocol, set_up, name, tear_down)
  ADD (each_limit_fires_as_it_is_listed, "nct06167473");
  ADD (nothing_fires_that_is_not_listed, "nct06167473");
  ADD (each_unit_guard_fires_as_it_is_listed, "nct06167473");
  ADD (everything_of_the_definition_is_listed_once, "nct06167473");
  ADD (each_limit_fires_as_it_is_listed, "nct01218464");
  ADD (nothing_fires_that_is_not_listed, "nct01218464");
  ADD (everything_of_the_definition_is_listed_once, "nct01218464");
  return g_test_run ();
}
