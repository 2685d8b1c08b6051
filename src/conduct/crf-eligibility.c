/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The verdict on a subject, from answers and data. Nothing here writes. */

#include "crf-eligibility.h"

#include "crf-value.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static CrfCriterionResult
judge_yes_no (const CrfCriterion *criterion,
              gboolean yes)
{
  return yes != criterion->exclusion ? CRF_CRITERION_MET : CRF_CRITERION_FAILED;
}

CrfCriterionResult
crf_criterion_judge (const CrfCriterion *criterion,
                     const char *answer,
                     CrfTruth computed)
{
  if (g_strcmp0 (answer, "Y") == 0)
    return judge_yes_no (criterion, TRUE);
  if (g_strcmp0 (answer, "N") == 0)
    return judge_yes_no (criterion, FALSE);
  if (g_strcmp0 (answer, "NA") == 0)
    return criterion->exclusion ? CRF_CRITERION_MET : CRF_CRITERION_FAILED;
  if (answer != NULL || criterion->answer != CRF_CRITERION_AUTOMATIC || computed == CRF_TRUTH_UNKNOWN)
    return CRF_CRITERION_UNDECIDED;
  return judge_yes_no (criterion, computed == CRF_TRUTH_TRUE);
}

static char *
join_oids (const GPtrArray *criteria,
           const CrfCriterionResult *results,
           CrfCriterionResult wanted,
           guint *count)
{
  g_autoptr (GString) text = g_string_new (NULL);

  *count = 0;
  for (guint i = 0; i < criteria->len; i++)
    {
      const CrfCriterion *criterion = g_ptr_array_index (criteria, i);

      if (results[i] != wanted)
        continue;
      g_string_append_printf (text, "%s%s", *count > 0 ? _(", ") : "", criterion->oid);
      (*count)++;
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

CrfVerdict
crf_eligibility_verdict (const GPtrArray *criteria,
                         const CrfCriterionResult *results,
                         char **text)
{
  guint n_failed, n_open;
  g_autofree char *failed = join_oids (criteria, results, CRF_CRITERION_FAILED, &n_failed);
  g_autofree char *open = join_oids (criteria, results, CRF_CRITERION_UNDECIDED, &n_open);

  if (n_failed > 0)
    {
      *text = g_strdup_printf (_("Not eligible: %s"), failed);
      return CRF_VERDICT_NOT_ELIGIBLE;
    }
  if (n_open > 0)
    {
      *text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u undecided: %s", "%u undecided: %s", n_open),
                               n_open, open);
      return CRF_VERDICT_OPEN;
    }
  *text = g_strdup (criteria->len > 0 ? _("Eligible")
                                      : _("The protocol lists no criteria; the signature alone decides"));
  return CRF_VERDICT_ELIGIBLE;
}

const char *
crf_criterion_answer (const CrfCriterion *criterion,
                      CrfSubjectValues *values)
{
  const char *answer = criterion->item != NULL ? crf_subject_values_get (values, NULL, criterion->item) : NULL;
  guint n_no = 0, n_unknown = 0;

  for (guint i = 0; i < criterion->parts->len; i++)
    {
      const char *part = crf_subject_values_get (values, NULL, g_ptr_array_index (criterion->parts, i));

      if (g_strcmp0 (part, "Y") == 0)
        return "Y";
      n_no += g_strcmp0 (part, "N") == 0;
      n_unknown += g_strcmp0 (part, "U") == 0;
    }
  /* What is not known of a part is not known of the whole. */
  if (n_unknown > 0 && (answer == NULL || g_strcmp0 (answer, "N") == 0))
    return "U";
  /* A criterion that a person confirms waits for the person, whatever its parts say. */
  if (answer == NULL && criterion->answer != CRF_CRITERION_CONFIRMED && criterion->parts->len > 0 && n_no == criterion->parts->len)
    return "N";
  return answer;
}

/* "Date of birth 1972-01-05, …": the inputs that an automatic answer was computed from. Where nothing can be told, what is not entered is named; where
 * something can, it was not needed. */
static char *
describe_inputs (CrfExpression *expression,
                 CrfStudy *study,
                 CrfSubjectValues *values,
                 const char *language,
                 gboolean told)
{
  const GPtrArray *items = crf_expression_get_items (expression);
  const GPtrArray *events = crf_expression_get_events (expression);
  g_autoptr (GString) entered = g_string_new (NULL);
  g_autoptr (GString) missing = g_string_new (NULL);

  for (guint i = 0; i < items->len; i++)
    {
      const CrfItem *item = g_ptr_array_index (items, i);
      const char *canonical = crf_subject_values_get (values, g_ptr_array_index (events, i), item);
      const char *question = crf_text_get (item->question, language);
      GString *list = canonical != NULL ? entered : missing;

      g_string_append_printf (list, "%s%s", list->len > 0 ? _(", ") : "", question);
      if (canonical != NULL)
        {
          g_autoptr (CrfValue) value = crf_value_new_stored (study, canonical, NULL, NULL, canonical, NULL);
          g_autofree char *shown = crf_value_to_display (value, item, language);

          g_string_append_printf (list, " %s", shown);
        }
    }
  if (told || missing->len == 0)
    return g_strdup (entered->str);
  if (entered->len == 0)
    return g_strdup_printf (_("not entered: %s"), missing->str);
  /* Translators: what is entered, and what is not */
  return g_strdup_printf (_("%s; not entered: %s"), entered->str, missing->str);
}

CrfTruth
crf_criterion_compute (const CrfCriterion *criterion,
                       CrfSandbox *sandbox,
                       CrfStudy *study,
                       CrfSubjectValues *values,
                       const char *today,
                       const char *language,
                       char **inputs)
{
  g_autoptr (CrfExpression) expression = NULL;
  g_autoptr (GError) error = NULL;
  CrfTruth truth = CRF_TRUTH_UNKNOWN;

  if (inputs != NULL)
    *inputs = NULL;
  if (criterion->expression == NULL)
    return CRF_TRUTH_UNKNOWN;

  expression = crf_expression_new (sandbox, study, criterion->expression, &error);
  if (expression == NULL ||
      !crf_expression_test (expression, crf_subject_values_resolve, values, today, &truth, &error))
    {
      /* The reader has compiled it when the study was created; what fails here is the data: cannot tell. */
      if (inputs != NULL)
        *inputs = g_strdup (error->message);
      return CRF_TRUTH_UNKNOWN;
    }
  if (inputs != NULL)
    *inputs = describe_inputs (expression, study, values, language, truth != CRF_TRUTH_UNKNOWN);
  return truth;
}

gboolean
crf_eligibility_find_form (CrfStudy *study,
                           const CrfEvent **event,
                           const CrfForm **form)
{
  const GPtrArray *events = crf_study_get_events (study);

  for (guint i = 0; i < events->len; i++)
    {
      const CrfEvent *candidate = g_ptr_array_index (events, i);

      for (guint j = 0; j < candidate->forms->len; j++)
        {
          const CrfForm *f = g_ptr_array_index (candidate->forms, j);

          if (g_strcmp0 (f->kind, "eligibility") != 0)
            continue;
          *event = candidate;
          *form = f;
          return TRUE;
        }
    }
  return FALSE;
}

static const char *
truth_to_code (CrfTruth truth)
{
  switch (truth)
    {
    case CRF_TRUTH_TRUE:
      return "Y";
    case CRF_TRUTH_FALSE:
      return "N";
    case CRF_TRUTH_UNKNOWN:
    default:
      return "?";
    }
}

static void
append_line (GString *text,
             const CrfCriterion *criterion,
             CrfSubjectValues *values,
             const char *answer,
             CrfTruth computed,
             const char *inputs)
{
  g_string_append_printf (text, "%s\t%s\t%s\tanswer=%s\tdata=%s\t%s", criterion->oid,
                          criterion->exclusion ? "exclusion" : "inclusion", crf_text_get (criterion->text, "en"),
                          answer != NULL ? answer : "-", truth_to_code (computed), inputs != NULL ? inputs : "");
  for (guint i = 0; i < criterion->parts->len; i++)
    {
      const CrfItem *part = g_ptr_array_index (criterion->parts, i);
      const char *value = crf_subject_values_get (values, NULL, part);

      g_string_append_printf (text, "\t%s=%s", part->oid, value != NULL ? value : "-");
    }
  g_string_append_c (text, '\n');
}

/* Inputs as codes, apart from any language, so that two readers recompute the same text. */
static char *
plain_inputs (CrfExpression *expression,
              CrfSubjectValues *values)
{
  const GPtrArray *items = crf_expression_get_items (expression);
  const GPtrArray *events = crf_expression_get_events (expression);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < items->len; i++)
    {
      const CrfItem *item = g_ptr_array_index (items, i);
      const char *value = crf_subject_values_get (values, g_ptr_array_index (events, i), item);
      g_autofree char *hidden = value != NULL && item->identifier ? g_compute_checksum_for_string (G_CHECKSUM_SHA256, value, -1) : NULL;

      /* The text is kept: of an identifier it tells only whether it changed. */
      if (hidden != NULL)
        hidden[16] = '\0';
      g_string_append_printf (text, "%s%s=%s", i > 0 ? " " : "", item->name, hidden != NULL ? hidden : value != NULL ? value : "-");
    }
  return g_string_free (text, FALSE);
}

char *
crf_eligibility_statement (CrfStudy *study,
                           CrfSandbox *sandbox,
                           CrfSubjectValues *values,
                           const char *today,
                           CrfVerdict *verdict,
                           char **verdict_text)
{
  const GPtrArray *criteria = crf_study_get_criteria (study);
  g_autofree CrfCriterionResult *results = g_new0 (CrfCriterionResult, MAX (criteria->len, 1));
  GString *text = g_string_new ("Eligibility\n");

  for (guint i = 0; i < criteria->len; i++)
    {
      const CrfCriterion *criterion = g_ptr_array_index (criteria, i);
      const char *answer = crf_criterion_answer (criterion, values);
      CrfTruth computed = crf_criterion_compute (criterion, sandbox, study, values, today, "en", NULL);
      g_autoptr (CrfExpression) expression = NULL;
      g_autofree char *inputs = NULL;

      if (criterion->expression != NULL)
        expression = crf_expression_new (sandbox, study, criterion->expression, NULL);
      if (expression != NULL)
        inputs = plain_inputs (expression, values);
      results[i] = crf_criterion_judge (criterion, answer, computed);
      append_line (text, criterion, values, answer, computed, inputs);
    }
  *verdict = crf_eligibility_verdict (criteria, results, verdict_text);
  g_string_append_printf (text, "verdict=%d\n", *verdict);
  return g_string_free (text, FALSE);
}

/* The OID that a line of a statement begins with; NULL for the first and the last line. */
static char *
line_oid (const char *line)
{
  const char *tab = strchr (line, '\t');

  return tab != NULL ? g_strndup (line, (gsize) (tab - line)) : NULL;
}

char **
crf_eligibility_changed (const char *shown,
                         const char *now)
{
  g_auto (GStrv) before = g_strsplit (shown, "\n", -1);
  g_auto (GStrv) after = g_strsplit (now, "\n", -1);
  g_autoptr (GStrvBuilder) changed = g_strv_builder_new ();

  for (guint i = 0; after[i] != NULL; i++)
    {
      g_autofree char *oid = line_oid (after[i]);

      if (oid != NULL && !g_strv_contains ((const char *const *) before, after[i]))
        g_strv_builder_add (changed, oid);
    }
  return g_strv_builder_end (changed);
}

char *
crf_eligibility_failed_criteria (CrfStudy *study,
                                 CrfSandbox *sandbox,
                                 CrfSubjectValues *values,
                                 const char *today)
{
  const GPtrArray *criteria = crf_study_get_criteria (study);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < criteria->len; i++)
    {
      const CrfCriterion *criterion = g_ptr_array_index (criteria, i);
      CrfTruth computed = crf_criterion_compute (criterion, sandbox, study, values, today, NULL, NULL);

      if (crf_criterion_judge (criterion, crf_criterion_answer (criterion, values), computed) == CRF_CRITERION_FAILED)
        g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", criterion->oid);
    }
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

gboolean
crf_eligibility_take_criteria (CrfUseCaseContext *context,
                               const char *text,
                               char **list)
{
  const GPtrArray *criteria = crf_study_get_criteria (context->study);
  g_autoptr (GString) found = g_string_new (NULL);
  g_auto (GStrv) words = g_strsplit_set (text, " ,;\t\n", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      /* A protocol that lists no criteria leaves the words to the person. */
      const char *oid = criteria->len == 0 ? words[i] : NULL;

      if (*words[i] == '\0')
        continue;
      for (guint j = 0; j < criteria->len && oid == NULL; j++)
        if (g_ascii_strcasecmp (((const CrfCriterion *) g_ptr_array_index (criteria, j))->oid, words[i]) == 0)
          oid = ((const CrfCriterion *) g_ptr_array_index (criteria, j))->oid;
      if (oid == NULL)
        return !crf_context_refuse (context, "no-such-criterion", _("Use identifiers of the list, as I1 or E3."),
                                    _("There is no criterion “%s” in this study."), words[i]);
      g_string_append_printf (found, "%s%s", found->len > 0 ? " " : "", oid);
    }
  *list = g_strdup (found->str);
  return TRUE;
}
