/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Each version is told as a list of facts (part, attribute, value); the lists are held against each other. What the model knows and a
 * fact does not tell would be a change that nobody sees: a new member of a structure needs its fact here. */

#include "crf-study-compare.h"

#include "crf-number.h"
#include "crf-study-facts-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

void
crf_study_change_free (CrfStudyChange *change)
{
  if (change == NULL)
    return;
  g_free (change->oid);
  g_free (change->title);
  g_free (change->from);
  g_free (change->to);
  g_free (change->text);
  g_free (change);
}

static const struct
{
  const char *part, *label;
} parts[] = {
  { "study", N_ ("Study") },         { "event", N_ ("Visit") },           { "form", N_ ("Form") },
  { "group", N_ ("Section") },       { "item", N_ ("Item") },             { "criterion", N_ ("Criterion") },
  { "arm", N_ ("Arm") },             { "dose", N_ ("Dose rule") },        { "randomisation", N_ ("Randomisation") },
  { "release", N_ ("Release limit") }, { "time-point", N_ ("Time point") }, { "formulas", N_ ("Formulas") },
  { "endpoint", N_ ("Endpoint") },   { "question", N_ ("Open question") },
};

static const char *
part_label (const char *part)
{
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (strcmp (parts[i].part, part) == 0)
      return _ (parts[i].label);
  return part;
}

static const char *
shown (const char *value)
{
  return value != NULL && *value != '\0' ? value : C_ ("value", "none");
}

static char *
sentence (const CrfStudyChange *change, const CrfFact *fact)
{
  const char *part = part_label (change->part);
  /* What there is once only needs no name. */
  g_autofree char *label = change->title != NULL && *change->title != '\0' ? g_strdup_printf ("%s %s", part, change->title) : g_strdup (part);

  if (change->attribute == NULL && change->kind == CRF_CHANGE_ADDED)
    return g_strdup_printf (_("%s added (%s)"), label, change->oid);
  if (change->attribute == NULL)
    return g_strdup_printf (_("%s removed (%s)"), label, change->oid);
  /* A change in a language that is not the reader's. */
  if (g_strcmp0 (fact->from_shown, fact->to_shown) == 0)
    return g_strdup_printf (_("%s, %s: changed in another language"), label, _ (fact->label));
  return g_strdup_printf (_("%s, %s: %s → %s"), label, _ (fact->label), shown (fact->from_shown),
                          shown (fact->to_shown));
}

static void
add_change (GPtrArray *changes, CrfChangeKind kind, const CrfFact *fact)
{
  CrfStudyChange *change = g_new0 (CrfStudyChange, 1);

  change->kind = kind;
  change->part = fact->part;
  change->oid = g_strdup (fact->oid);
  change->title = g_strdup (fact->title);
  change->attribute = fact->attribute;
  change->from = g_strdup (fact->from_shown);
  change->to = g_strdup (fact->to_shown);
  change->text = sentence (change, fact);
  g_ptr_array_add (changes, change);
}

static GHashTable *
index_facts (GPtrArray *facts)
{
  GHashTable *table = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < facts->len; i++)
    {
      CrfFact *fact = g_ptr_array_index (facts, i);

      g_hash_table_insert (table, fact->key, fact);
    }
  return table;
}

/* Whether the part that @fact belongs to is in the other version at all. */
static gboolean
has_part (GHashTable *others, const CrfFact *fact)
{
  g_autofree char *key = crf_fact_key (fact->part, fact->oid, NULL);

  return g_hash_table_contains (others, key);
}

static void
compare_fact (GPtrArray *changes, GHashTable *olders, CrfFact *fact)
{
  CrfFact *older = g_hash_table_lookup (olders, fact->key);

  if (fact->attribute == NULL)
    {
      if (older == NULL)
        add_change (changes, CRF_CHANGE_ADDED, fact);
      return;
    }
  if (!has_part (olders, fact) || (older != NULL && g_strcmp0 (older->value, fact->value) == 0))
    return;
  fact->to_shown = fact->shown;
  fact->from_shown = older != NULL ? older->shown : NULL;
  add_change (changes, CRF_CHANGE_CHANGED, fact);
}

GPtrArray *
crf_study_compare (const CrfStudy *older, const CrfStudy *newer, const char *language)
{
  g_autoptr (GPtrArray) before = crf_study_facts (older, language);
  g_autoptr (GPtrArray) after = crf_study_facts (newer, language);
  g_autoptr (GHashTable) olders = index_facts (before);
  g_autoptr (GHashTable) newers = index_facts (after);
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_study_change_free);

  for (guint i = 0; i < after->len; i++)
    compare_fact (changes, olders, g_ptr_array_index (after, i));
  for (guint i = 0; i < before->len; i++)
    {
      CrfFact *fact = g_ptr_array_index (before, i);

      if (fact->attribute == NULL && !g_hash_table_contains (newers, fact->key))
        add_change (changes, CRF_CHANGE_REMOVED, fact);
    }
  return changes;
}
