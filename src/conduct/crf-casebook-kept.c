/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What lies in a value of the laboratory is found again from its own neighbours; what says when, where and of whom a sample was taken may move
 * everything, and has everything found anew. */

#include "crf-casebook-kept.h"

#include "crf-session-private.h"

#include <string.h>

typedef struct
{
  gboolean found;
  CrfLimits limits;
} KeptLimits;

struct _CrfKept
{
  GHashTable *lists;     /* CrfItem → GPtrArray of CrfCell, each with a reference */
  GHashTable *baselines; /* CrfItem → CrfCell or NULL, an element of its list */
  GHashTable *limits;    /* CrfCell → KeptLimits */
  GHashTable *grades;    /* CrfCell → CrfGrade without words, or NULL */
  /* What all limits hang on, beside what is written: the day moves on, and a birth date may not have been open. */
  char *today, *sex;
  int age;
};

void
crf_kept_free (CrfKept *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->grades);
  g_hash_table_unref (self->limits);
  g_hash_table_unref (self->baselines);
  g_hash_table_unref (self->lists);
  g_free (self->today);
  g_free (self->sex);
  g_free (self);
}

static CrfKept *
kept_new (void)
{
  CrfKept *self = g_new0 (CrfKept, 1);

  self->lists = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  self->baselines = g_hash_table_new (NULL, NULL);
  self->limits = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->grades = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) crf_grade_free);
  return self;
}

static void
forget_all (CrfKept *self)
{
  g_hash_table_remove_all (self->grades);
  g_hash_table_remove_all (self->limits);
  g_hash_table_remove_all (self->baselines);
  g_hash_table_remove_all (self->lists);
}

static gboolean
is_of_item (gpointer cell,
            gpointer grade,
            gpointer item)
{
  return ((CrfCell *) cell)->item == item;
}

/* No other value's list, baseline, limits or grade hangs on one of these. */
static gboolean
stands_alone (const CrfItem *item)
{
  return item->concept == NULL || g_str_has_prefix (item->concept, "lab.") || g_str_has_prefix (item->concept, "score.") ||
         g_str_has_prefix (item->concept, "grade.");
}

void
crf_case_store_forget (CrfCaseStore *self,
                       const CrfItem *item,
                       CrfCell *old)
{
  if (self->kept == NULL)
    return;
  if (item == NULL || !stands_alone (item))
    {
      forget_all (self->kept);
      return;
    }
  /* Its own grade, and if it is the baseline, the others'. */
  g_hash_table_foreach_remove (self->kept->grades, is_of_item, (gpointer) item);
  g_hash_table_remove (self->kept->limits, old);
  g_hash_table_remove (self->kept->baselines, item);
  g_hash_table_remove (self->kept->lists, item);
}

/* Shows what is stored now, all of it and nothing else. */
static gboolean
is_plain (CrfCasebook *self)
{
  return self->own == NULL && self->imagined == NULL && self->changes == self->store->changes && self->changes != 0;
}

static CrfKept *
take (CrfCasebook *self)
{
  if (!is_plain (self))
    return NULL;
  if (self->store->kept == NULL)
    self->store->kept = kept_new ();
  return self->store->kept;
}

/* The same, for what hangs on the day and on the person. */
static CrfKept *
take_of_person (CrfCasebook *self)
{
  CrfKept *kept = take (self);
  const char *today, *sex;
  int age;

  if (kept == NULL || self->person_known)
    return kept;
  today = crf_session_get_today (self->session);
  sex = crf_casebook_get_concept (self, "demog.sex");
  age = crf_casebook_get_age (self, today);
  if (g_strcmp0 (kept->today, today) != 0 || g_strcmp0 (kept->sex, sex) != 0 || kept->age != age)
    {
      g_hash_table_remove_all (kept->grades);
      g_hash_table_remove_all (kept->limits);
      g_free (kept->today);
      g_free (kept->sex);
      kept->today = g_strdup (today);
      kept->sex = g_strdup (sex);
      kept->age = age;
    }
  self->person_known = TRUE;
  return take (self);
}

/* A sealed value may open to one casebook and not to the next. */
static gboolean
may_be_sealed (const CrfItem *item)
{
  return item->identifier || item->unblinding;
}

/* FALSE for a cell that a casebook has held on to while its value was written anew. */
static gboolean
is_stored (CrfCasebook *self,
           CrfCell *cell)
{
  GPtrArray *cells = g_hash_table_lookup (self->store->cells, cell->form);

  return cells != NULL && g_ptr_array_find (cells, cell, NULL);
}

GPtrArray *
crf_casebook_recall_list (CrfCasebook *self,
                          const CrfItem *item)
{
  CrfKept *kept = take (self);
  GPtrArray *list = kept != NULL ? g_hash_table_lookup (kept->lists, item) : NULL;

  if (list == NULL)
    return NULL;
  /* Its cells live as long as the casebook, whatever is written meanwhile. */
  if (self->pinned == NULL)
    self->pinned = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  g_ptr_array_add (self->pinned, g_ptr_array_ref (list));
  return list;
}

void
crf_casebook_keep_list (CrfCasebook *self,
                        const CrfItem *item,
                        GPtrArray *list)
{
  CrfKept *kept = !may_be_sealed (item) ? take (self) : NULL;
  GPtrArray *copy;

  if (kept == NULL)
    return;
  copy = g_ptr_array_new_full (list->len, (GDestroyNotify) crf_cell_unref);
  for (guint i = 0; i < list->len; i++)
    g_ptr_array_add (copy, g_atomic_rc_box_acquire (g_ptr_array_index (list, i)));
  g_hash_table_replace (kept->lists, (gpointer) item, copy);
}

gboolean
crf_casebook_recall_baseline (CrfCasebook *self,
                              const CrfItem *item,
                              CrfCell **baseline)
{
  CrfKept *kept = take (self);
  gpointer found = NULL;

  if (kept == NULL || !g_hash_table_lookup_extended (kept->baselines, item, NULL, &found) || crf_casebook_recall_list (self, item) == NULL)
    return FALSE;
  *baseline = found;
  return TRUE;
}

void
crf_casebook_keep_baseline (CrfCasebook *self,
                            const CrfItem *item,
                            CrfCell *baseline)
{
  CrfKept *kept = take (self);

  if (kept != NULL && g_hash_table_contains (kept->lists, item))
    g_hash_table_insert (kept->baselines, (gpointer) item, baseline);
}

gboolean
crf_casebook_recall_limits (CrfCasebook *self,
                            const CrfCell *cell,
                            CrfLimits *limits,
                            gboolean *found)
{
  CrfKept *kept = take_of_person (self);
  const KeptLimits *one = kept != NULL ? g_hash_table_lookup (kept->limits, cell) : NULL;

  if (one == NULL)
    return FALSE;
  *limits = one->limits;
  *found = one->found;
  return TRUE;
}

void
crf_casebook_keep_limits (CrfCasebook *self,
                          CrfCell *cell,
                          const CrfLimits *limits,
                          gboolean found)
{
  CrfKept *kept = take_of_person (self);
  KeptLimits *one;

  if (kept == NULL || !is_stored (self, cell))
    return;
  one = g_new (KeptLimits, 1);
  *one = (KeptLimits) { found, *limits };
  g_hash_table_replace (kept->limits, cell, one);
}

gboolean
crf_casebook_recall_grade (CrfCasebook *self,
                           const CrfCell *cell,
                           const CrfGrade **grade)
{
  CrfKept *kept = take_of_person (self);
  gpointer found = NULL;

  if (kept == NULL || !g_hash_table_lookup_extended (kept->grades, cell, NULL, &found))
    return FALSE;
  *grade = found;
  return TRUE;
}

void
crf_casebook_keep_grade (CrfCasebook *self,
                         CrfCell *cell,
                         const CrfGrade *grade)
{
  CrfKept *kept = take_of_person (self);

  if (kept != NULL && is_stored (self, cell))
    g_hash_table_replace (kept->grades, cell, grade != NULL ? g_memdup2 (grade, sizeof *grade) : NULL);
}
