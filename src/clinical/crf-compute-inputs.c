/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Inputs of a computation as text → typed values, checked once as a whole, so that a slip in any key
 * is reported before anything is computed.
 */

#include "crf-compute-private.h"
#include "crf-quoted.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _CrfInputs {
  const CrfComputation *computation;
  GHashTable *texts; /* key → stripped text, only those that are not empty */
};

/* "0 1 yes no": the answers as typed. */
static CrfAnswer
read_answer (const char *text)
{
  if (g_str_equal (text, "1") || g_ascii_strcasecmp (text, "yes") == 0)
    return CRF_ANSWER_YES;
  if (g_str_equal (text, "0") || g_ascii_strcasecmp (text, "no") == 0)
    return CRF_ANSWER_NO;
  return CRF_ANSWER_UNKNOWN;
}

static int
read_choice (const char *choices,
             const char *text)
{
  g_auto (GStrv) codes = g_strsplit (choices, " ", -1);

  for (int i = 0; codes[i] != NULL; i++)
    {
      if (g_ascii_strcasecmp (codes[i], text) == 0)
        return i;
    }
  return -1;
}

static gboolean
check_text (const CrfComputationInput *input,
            const char *text,
            gboolean *uncertain,
            GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *quoted = crf_quoted (text);
  CrfNumber number;

  switch (input->kind)
    {
    case CRF_INPUT_NUMBER:
    case CRF_INPUT_LAB:
      if (!crf_number_parse (text, &number, &local))
        {
          g_set_error (error, CRF_COMPUTE_ERROR, CRF_COMPUTE_ERROR_BAD_INPUT, "%s: %s", input->key,
                       local->message);
          return FALSE;
        }
      *uncertain = number.comparator != CRF_COMPARATOR_NONE && input->kind == CRF_INPUT_NUMBER;
      return TRUE;
    case CRF_INPUT_ANSWER:
      if (read_answer (text) != CRF_ANSWER_UNKNOWN)
        return TRUE;
      g_set_error (error, CRF_COMPUTE_ERROR, CRF_COMPUTE_ERROR_BAD_INPUT,
                   _("%1$s: “%2$s” is no answer; write 0 for no or 1 for yes"), input->key, quoted);
      return FALSE;
    case CRF_INPUT_CHOICE:
      if (read_choice (input->choices, text) >= 0)
        return TRUE;
      g_set_error (error, CRF_COMPUTE_ERROR, CRF_COMPUTE_ERROR_BAD_INPUT,
                   _("%1$s: “%2$s” is none of: %3$s"), input->key, quoted, input->choices);
      return FALSE;
    case CRF_INPUT_TEXT:
    default:
      return TRUE;
    }
}

/* One value in two units is a question, not a choice for the program. */
static gboolean
check_alternatives (const CrfInputs *self,
                    GError **error)
{
  const CrfComputation *c = self->computation;

  for (guint i = 0; i < c->n_inputs; i++)
    for (guint j = i + 1; j < c->n_inputs; j++)
      {
        const CrfComputationInput *a = &c->inputs[i], *b = &c->inputs[j];

        if (a->one_of != NULL && g_strcmp0 (a->one_of, b->one_of) == 0
            && crf_inputs_given (self, a->key) && crf_inputs_given (self, b->key))
          {
            g_set_error (error, CRF_COMPUTE_ERROR, CRF_COMPUTE_ERROR_BAD_INPUT,
                         _("%1$s and %2$s are the same value in two units; give one of them"),
                         a->key, b->key);
            return FALSE;
          }
      }
  return TRUE;
}

static gboolean
take_text (CrfInputs *self,
           const char *key,
           const char *text,
           const char **uncertain,
           GError **error)
{
  const CrfComputationInput *input = crf_computation_find_input (self->computation, key);
  g_autofree char *stripped = g_strstrip (g_strdup (text != NULL ? text : ""));
  gboolean is_uncertain = FALSE;

  if (input == NULL)
    {
      g_autofree char *quoted = crf_quoted (key);

      g_set_error (error, CRF_COMPUTE_ERROR, CRF_COMPUTE_ERROR_UNKNOWN_INPUT,
                   _("%1$s has no input “%2$s”"), self->computation->name, quoted);
      return FALSE;
    }
  if (*stripped == '\0')
    {
      /* Remembered as asked for: its key names the missing value. */
      g_hash_table_insert (self->texts, (gpointer) input->key, g_steal_pointer (&stripped));
      return TRUE;
    }
  if (!g_utf8_validate (stripped, -1, NULL))
    {
      g_set_error (error, CRF_COMPUTE_ERROR, CRF_COMPUTE_ERROR_BAD_INPUT,
                   _("%s: the text is not valid UTF-8"), input->key);
      return FALSE;
    }
  if (!check_text (input, stripped, &is_uncertain, error))
    return FALSE;
  if (is_uncertain && *uncertain == NULL)
    *uncertain = input->key;
  g_hash_table_insert (self->texts, (gpointer) input->key, g_steal_pointer (&stripped));
  return TRUE;
}

CrfInputs *
crf_inputs_new (const CrfComputation *computation,
                GHashTable *texts,
                const char **uncertain,
                GError **error)
{
  g_autoptr (CrfInputs) self = g_new0 (CrfInputs, 1);
  GHashTableIter iter;
  gpointer key, text;

  self->computation = computation;
  self->texts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  *uncertain = NULL;
  g_hash_table_iter_init (&iter, texts);
  while (g_hash_table_iter_next (&iter, &key, &text))
    {
      if (!take_text (self, key, text, uncertain, error))
        return NULL;
    }
  if (!check_alternatives (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
crf_inputs_free (CrfInputs *self)
{
  g_hash_table_unref (self->texts);
  g_free (self);
}

/* The text of @key, the configured fallback where none was given, or NULL. */
static const char *
lookup (const CrfInputs *self,
        const char *key)
{
  const CrfComputationInput *input;
  const char *text = g_hash_table_lookup (self->texts, key);

  if (text != NULL && *text != '\0')
    return text;
  input = crf_computation_find_input (self->computation, key);
  return input != NULL ? input->fallback : NULL;
}

gboolean
crf_inputs_given (const CrfInputs *self,
                  const char *key)
{
  const char *text = g_hash_table_lookup (self->texts, key);

  return text != NULL && *text != '\0';
}

double
crf_inputs_number (const CrfInputs *self,
                   const char *key)
{
  const char *text = lookup (self, key);
  CrfNumber number;

  return text != NULL && crf_number_parse (text, &number, NULL) ? number.value : NAN;
}

double
crf_inputs_cut_off (const CrfInputs *self,
                    const char *key)
{
  double value = crf_inputs_number (self, key);

  return value <= 0 ? -1.0 : value;
}

CrfAnswer
crf_inputs_answer (const CrfInputs *self,
                   const char *key)
{
  const char *text = lookup (self, key);

  return text != NULL ? read_answer (text) : CRF_ANSWER_UNKNOWN;
}

gboolean
crf_inputs_flag (const CrfInputs *self,
                 const char *key)
{
  return crf_inputs_answer (self, key) == CRF_ANSWER_YES;
}

int
crf_inputs_choice (const CrfInputs *self,
                   const char *key)
{
  const CrfComputationInput *input = crf_computation_find_input (self->computation, key);
  const char *text = lookup (self, key);

  return input != NULL && text != NULL ? read_choice (input->choices, text) : -1;
}

const char *
crf_inputs_text (const CrfInputs *self,
                 const char *key)
{
  return lookup (self, key);
}

CrfLab
crf_inputs_lab (const CrfInputs *self,
                const CrfLabSpec *spec)
{
  CrfLab lab = crf_lab_missing ();
  CrfNumber number;
  const char *key = spec->key;
  const char *text;

  /* An asked-for but empty SI key keeps its name in the list of what is missing. */
  if (spec->si_key != NULL && !crf_inputs_given (self, spec->key)
      && g_hash_table_contains (self->texts, spec->si_key))
    {
      lab.si = TRUE;
      key = spec->si_key;
    }
  text = lookup (self, key);
  if (text != NULL && crf_number_parse (text, &number, NULL))
    {
      lab.value = number.value;
      lab.comparator = number.comparator;
    }
  if (spec->factor_key != NULL)
    lab.factor = crf_inputs_cut_off (self, spec->factor_key);
  if (isnan (lab.factor))
    lab.factor = 0;
  return lab;
}
