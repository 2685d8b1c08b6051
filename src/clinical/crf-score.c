/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The result that every figure of this folder comes in, and the steps that explain it. All its
 * texts live in one string chunk, so that building a sentence with five numbers needs no frees.
 */

#include "crf-score-private.h"

#include <glib/gi18n-lib.h>

CrfScoreResult *
crf_score_begin (const char *name,
                 const char *formula,
                 const char *version,
                 const char *unit,
                 const char *citation)
{
  CrfScoreResult *self = g_atomic_rc_box_new0 (CrfScoreResult);

  self->strings = g_string_chunk_new (1024);
  self->name = g_string_chunk_insert (self->strings, name);
  self->formula = g_string_chunk_insert (self->strings, formula);
  self->version = g_string_chunk_insert (self->strings, version);
  self->unit = g_string_chunk_insert (self->strings, unit);
  self->citation = g_string_chunk_insert (self->strings, citation);
  self->variant = "";
  self->display = "";
  self->text = "NA";
  self->raw = NAN;
  self->value = NAN;
  self->steps = g_ptr_array_new_with_free_func (g_free);
  self->missing = g_ptr_array_new ();
  self->missing_labels = g_ptr_array_new ();
  return self;
}

static void
result_clear (CrfScoreResult *self)
{
  g_ptr_array_unref (self->steps);
  g_ptr_array_unref (self->missing);
  g_ptr_array_unref (self->missing_labels);
  g_string_chunk_free (self->strings);
}

CrfScoreResult *
crf_score_result_ref (CrfScoreResult *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
crf_score_result_unref (CrfScoreResult *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) result_clear);
}

const char *
crf_score_number (CrfScoreResult *self,
                  double x)
{
  g_autofree char *text = NULL;

  if (self->silent)
    return "";
  /* A tiny number must not be shown as 0. */
  if (isfinite (x) && fabs (x) > 0 && fabs (x) < 1e-5)
    {
      char buffer[G_ASCII_DTOSTR_BUF_SIZE];

      return g_string_chunk_insert (self->strings,
                                    g_ascii_formatd (buffer, sizeof buffer, "%.6g", x));
    }
  text = crf_figure_format_short (x, 6);
  return g_string_chunk_insert (self->strings, text);
}

const char *
crf_score_fixed (CrfScoreResult *self,
                 double x,
                 unsigned decimals)
{
  g_autofree char *text = crf_figure_format (x, decimals);

  return g_string_chunk_insert (self->strings, text);
}

void
crf_score_step (CrfScoreResult *self,
                CrfStepKind kind,
                const char *label,
                double value,
                const char *format,
                ...)
{
  CrfScoreStep *step;
  g_autofree char *text = NULL;
  va_list args;

  if (self->silent)
    return;
  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  step = g_new0 (CrfScoreStep, 1);
  step->kind = kind;
  step->label = g_string_chunk_insert (self->strings, label);
  step->text = g_string_chunk_insert (self->strings, text);
  step->value = value;
  g_ptr_array_add (self->steps, step);
}

void
crf_score_variant (CrfScoreResult *self,
                   const char *key,
                   const char *value)
{
  g_autofree char *text = g_strdup_printf ("%s%s%s=%s", self->variant,
                                           *self->variant ? "; " : "", key, value);

  self->variant = g_string_chunk_insert (self->strings, text);
}

void
crf_score_miss (CrfScoreResult *self,
                const char *key,
                const char *label)
{
  g_ptr_array_add (self->missing, g_string_chunk_insert (self->strings, key));
  g_ptr_array_add (self->missing_labels, g_string_chunk_insert (self->strings, label));
}

void
crf_score_refuse (CrfScoreResult *self,
                  const char *format,
                  ...)
{
  g_autofree char *text = NULL;
  va_list args;

  /* The first reason is the one to repair first. */
  if (self->reason != NULL)
    return;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  self->reason = g_string_chunk_insert (self->strings, text);
}

gboolean
crf_score_usable (const CrfScoreResult *self)
{
  return self->missing->len == 0 && self->reason == NULL;
}

CrfScoreResult *
crf_score_finish (CrfScoreResult *self,
                  double raw,
                  double value,
                  unsigned decimals,
                  const char *grade)
{
  if (crf_score_usable (self) && (!isfinite (raw) || !isfinite (value)))
    crf_score_refuse (self, _("These inputs give no finite figure for %s; check each of them"),
                      self->formula);

  /* An impossible value is a stronger statement than an absent one. */
  if (self->reason != NULL)
    self->status = CRF_SCORE_REFUSED;
  else if (self->missing->len > 0)
    self->status = CRF_SCORE_MISSING;
  if (!crf_score_usable (self))
    return self;

  self->status = CRF_SCORE_DONE;
  self->raw = raw;
  self->value = value;
  self->display = crf_score_fixed (self, value, decimals);
  self->text = self->display;
  if (grade != NULL)
    self->grade = g_string_chunk_insert (self->strings, grade);
  return self;
}

void
crf_score_relabel (CrfScoreResult *self,
                   const char *name,
                   const char *text)
{
  self->name = g_string_chunk_insert (self->strings, name);
  if (self->status == CRF_SCORE_DONE && text != NULL)
    self->text = g_string_chunk_insert (self->strings, text);
}

char *
crf_score_result_sentence (const CrfScoreResult *self)
{
  g_autoptr (GString) list = NULL;

  if (self->status == CRF_SCORE_DONE)
    return NULL;
  if (self->status == CRF_SCORE_REFUSED)
    return g_strdup (self->reason);

  list = g_string_new (NULL);
  for (guint i = 0; i < self->missing_labels->len; i++)
    {
      if (i > 0)
        /* Translators: between the names of missing inputs: “Creatinine, INR”. */
        g_string_append (list, _(", "));
      g_string_append (list, g_ptr_array_index (self->missing_labels, i));
    }
  /* Translators: %1$s is a score such as MELD, %2$s a list of laboratory values. */
  return g_strdup_printf (_("No %1$s: not entered: %2$s"), self->formula, list->str);
}

const char *
crf_score_grade_word (const char *grade)
{
  static const struct { const char *grade, *label; } labels[] = {
    { "low", N_("low") },
    { "indeterminate", N_("indeterminate") },
    { "high", N_("high") },
    { "severe", N_("severe") },
    { "not severe", N_("not severe") },
    { "capped", N_("capped at the maximum") },
    { "within", N_("within the limit") },
    { "over", N_("above the limit") },
    { "major", N_("major deviation") },
    { "recalculate", N_("calculate the dose again") },
  };

  for (guint i = 0; grade != NULL && i < G_N_ELEMENTS (labels); i++)
    {
      if (g_str_equal (labels[i].grade, grade))
        return _(labels[i].label);
    }
  return grade;
}

const char *
crf_score_result_grade_label (const CrfScoreResult *self)
{
  return crf_score_grade_word (self->grade);
}

char *
crf_score_result_explain (const CrfScoreResult *self)
{
  GString *out = g_string_new (NULL);
  g_autofree char *sentence = crf_score_result_sentence (self);

  g_string_append_printf (out, "%s (%s)\n", self->formula, self->version);
  if (*self->variant != '\0')
    g_string_append_printf (out, "%s: %s\n", _("Variant"), self->variant);
  for (guint i = 0; i < self->steps->len; i++)
    {
      const CrfScoreStep *step = g_ptr_array_index (self->steps, i);

      g_string_append_printf (out, "%s: %s\n", step->label, step->text);
    }
  if (sentence != NULL)
    g_string_append_printf (out, "%s\n", sentence);
  if (*self->citation != '\0')
    g_string_append_printf (out, "%s: %s\n", _("Source"), self->citation);
  return g_string_free (out, FALSE);
}
