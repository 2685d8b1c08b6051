/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Each patient's events are counted aside first, so that one with three of a class is one patient of it. */

#include "crf-event-classes.h"

#include "crf-adverse-events.h"
#include "crf-coding.h"
#include "crf-ground.h"
#include "crf-readings.h"
#include "crf-records.h"
#include "crf-safety-counts.h"
#include "crf-session-private.h"

#include <string.h>

typedef struct
{
  CrfEventClasses *classes;
  GHashTable *by_code; /* "soc\x1fpt" → CrfEventClass; borrowed */
  GHashTable *terms;   /* "subject\x1fformkey" → CrfCodableTerm; borrowed */
  GHashTable *worst;   /* CrfEventClass → its worst grade in the patient at hand, and 1 */
} Count;

static void
class_free (gpointer data)
{
  CrfEventClass *one = data;

  g_free (one->soc);
  g_free (one->soc_code);
  g_free (one->pt);
  g_free (one->pt_code);
  g_array_unref (one->counts);
  g_free (one);
}

void
crf_event_classes_free (CrfEventClasses *classes)
{
  if (classes == NULL)
    return;
  g_clear_pointer (&classes->groups, g_ptr_array_unref);
  g_clear_pointer (&classes->classes, g_ptr_array_unref);
  g_free (classes->dictionary);
  g_free (classes);
}

const CrfEventCount *
crf_event_class_count (const CrfEventClass *one,
                       guint group)
{
  static const CrfEventCount none = { 0 };

  return group < one->counts->len ? &g_array_index (one->counts, CrfEventCount, group) : &none;
}

const char *
crf_event_classes_group (const CrfEventClasses *classes,
                         guint group,
                         guint *infused)
{
  const CrfSafetyGroup *one = g_ptr_array_index (classes->groups, group);

  *infused = one->infused;
  return one->name;
}

static CrfEventCount *
count_of (CrfEventClass *one,
          guint group)
{
  if (group >= one->counts->len)
    g_array_set_size (one->counts, group + 1);
  return &g_array_index (one->counts, CrfEventCount, group);
}

/* @term: NULL where the event is not coded; @whole: of the class, not of the term. */
static CrfEventClass *
find_class (Count *count,
            const CrfCodableTerm *term,
            gboolean whole)
{
  g_autofree char *code = g_strconcat (term != NULL ? term->parts[CRF_CODED_SOCCD] : "", "\x1f", term != NULL && !whole ? term->parts[CRF_CODED_PTCD] : "", NULL);
  CrfEventClass *one = g_hash_table_lookup (count->by_code, code);

  if (one != NULL)
    return one;
  one = g_new0 (CrfEventClass, 1);
  one->counts = g_array_new (FALSE, TRUE, sizeof (CrfEventCount));
  if (term != NULL)
    {
      one->soc = g_strdup (term->parts[CRF_CODED_SOC]);
      one->soc_code = g_strdup (term->parts[CRF_CODED_SOCCD]);
      one->pt = whole ? NULL : g_strdup (term->parts[CRF_CODED_DECOD]);
      one->pt_code = whole ? NULL : g_strdup (term->parts[CRF_CODED_PTCD]);
    }
  g_ptr_array_add (count->classes->classes, one);
  g_hash_table_insert (count->by_code, g_steal_pointer (&code), one);
  return one;
}

static void
count_event (Count *count,
             CrfEventClass *one,
             guint group,
             int grade)
{
  int worst = GPOINTER_TO_INT (g_hash_table_lookup (count->worst, one)) - 1;

  count_of (one, group)->events++;
  g_hash_table_insert (count->worst, one, GINT_TO_POINTER (MAX (worst, CLAMP (grade, 0, CRF_EVENT_GRADES - 1)) + 1));
}

static void
close_patient (Count *count,
               guint group)
{
  GHashTableIter iter;
  gpointer one, worst;

  g_hash_table_iter_init (&iter, count->worst);
  while (g_hash_table_iter_next (&iter, &one, &worst))
    {
      CrfEventCount *of = count_of (one, group);

      of->subjects++;
      of->grades[GPOINTER_TO_INT (worst) - 1]++;
    }
  g_hash_table_remove_all (count->worst);
}

static gboolean
add_patient (Count *count,
             CrfSession *session,
             const CrfSubjectRecord *subject,
             GError **error)
{
  g_autoptr (CrfCasebook) casebook = crf_casebook_new (session, subject->key, error);
  const CrfArm *arm = subject->allocation_number != NULL ? crf_session_get_arm (session, subject->key) : NULL;
  gboolean elsewhere = arm == NULL && crf_session_arm_is_elsewhere (session, subject->key);
  g_autoptr (GPtrArray) events = NULL;
  guint group = 0;

  if (casebook == NULL)
    return FALSE;
  if (crf_casebook_get_first_infusion (casebook) == NULL)
    return TRUE;
  crf_safety_groups_add (count->classes->groups, casebook, subject, arm);
  g_ptr_array_find (count->classes->groups, crf_safety_groups_find (count->classes->groups, arm, elsewhere), &group);
  events = crf_adverse_events_of (casebook, error);
  for (guint i = 0; events != NULL && i < events->len; i++)
    {
      const CrfAdverseEvent *event = g_ptr_array_index (events, i);
      g_autofree char *key = g_strconcat (subject->key, "\x1f", event->target->formkey, NULL);
      const CrfCodableTerm *term = g_hash_table_lookup (count->terms, key);

      if (event->term == NULL)
        continue;
      count_event (count, find_class (count, term, TRUE), group, event->grade);
      if (term != NULL)
        count_event (count, find_class (count, term, FALSE), group, event->grade);
    }
  close_patient (count, group);
  return events != NULL;
}

/* ── In order ── */

static guint
subjects_of (const CrfEventClass *one)
{
  guint n = 0;

  for (guint i = 0; i < one->counts->len; i++)
    n += g_array_index (one->counts, CrfEventCount, i).subjects;
  return n;
}

/* More patients first, then by name. */
static int
compare_sizes (const CrfEventClass *a,
               const CrfEventClass *b,
               const char *name_a,
               const char *name_b)
{
  guint first = subjects_of (a), second = subjects_of (b);

  return first != second ? (first < second ? 1 : -1) : g_strcmp0 (name_a, name_b);
}

static int
compare (gconstpointer first,
         gconstpointer second,
         gpointer data)
{
  const CrfEventClass *a = *(CrfEventClass *const *) first, *b = *(CrfEventClass *const *) second;
  Count *count = data;
  int order;

  if (a->soc_code == NULL || b->soc_code == NULL)
    return (a->soc_code == NULL) - (b->soc_code == NULL);
  if (strcmp (a->soc_code, b->soc_code) != 0)
    {
      g_autofree char *code_a = g_strconcat (a->soc_code, "\x1f", NULL), *code_b = g_strconcat (b->soc_code, "\x1f", NULL);

      order = compare_sizes (g_hash_table_lookup (count->by_code, code_a), g_hash_table_lookup (count->by_code, code_b), a->soc, b->soc);
      return order != 0 ? order : strcmp (a->soc_code, b->soc_code);
    }
  if (a->pt_code == NULL || b->pt_code == NULL)
    return (a->pt_code != NULL) - (b->pt_code != NULL);
  order = compare_sizes (a, b, a->pt, b->pt);
  return order != 0 ? order : strcmp (a->pt_code, b->pt_code);
}

/* ── All patients ── */

static GHashTable *
index_events (const GPtrArray *terms,
              char **dictionary)
{
  GHashTable *index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < terms->len; i++)
    {
      CrfCodableTerm *term = g_ptr_array_index (terms, i);

      if (term->state != CRF_CODING_CODED || strcmp (term->kind, "event") != 0)
        continue;
      g_hash_table_insert (index, g_strconcat (term->target->subject, "\x1f", term->target->formkey, NULL), term);
      if (!g_ptr_array_find_with_equal_func (names, term->parts[CRF_CODED_DICTIONARY], g_str_equal, NULL))
        g_ptr_array_add (names, term->parts[CRF_CODED_DICTIONARY]);
    }
  g_ptr_array_add (names, NULL);
  *dictionary = g_strjoinv (", ", (char **) names->pdata);
  return index;
}

static gboolean
count_all (Count *count,
           CrfSession *session,
           GError **error)
{
  CrfSubjectQuery query = { .sort = CRF_SORT_NUMBER };
  g_autoptr (GArray) ids = crf_records_subject_ids (crf_session_get_file (session), &query, error);
  g_autoptr (GPtrArray) subjects = NULL;

  if (ids != NULL)
    subjects = crf_records_subjects (crf_session_get_file (session), (const gint64 *) (gpointer) ids->data, ids->len, error);
  for (guint i = 0; subjects != NULL && i < subjects->len; i++)
    if (!add_patient (count, session, g_ptr_array_index (subjects, i), error))
      return FALSE;
  return subjects != NULL;
}

static CrfEventClasses *
read_event_classes (CrfSession *session,
                    GError **error)
{
  g_autoptr (CrfEventClasses) classes = g_new0 (CrfEventClasses, 1);
  g_autoptr (GPtrArray) terms = NULL;
  g_autoptr (GHashTable) index = NULL, by_code = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL), worst = g_hash_table_new (NULL, NULL);
  Count count = { .classes = classes, .by_code = by_code, .worst = worst };

  classes->groups = crf_safety_groups_new (session);
  classes->classes = g_ptr_array_new_with_free_func (class_free);
  terms = crf_reader_codable_terms (session, NULL, error);
  if (terms == NULL)
    return NULL;
  count.terms = index = index_events (terms, &classes->dictionary);
  if (g_hash_table_size (index) == 0)
    return g_steal_pointer (&classes);
  if (!count_all (&count, session, error))
    return NULL;
  g_ptr_array_sort_with_data (classes->classes, compare, &count);
  return g_steal_pointer (&classes);
}

CrfEventClasses *
crf_reader_event_classes (CrfSession *session,
                          GError **error)
{
  CrfReadings begun = crf_readings_begin (session);

  if (!crf_ground_holds (session, NULL, error))
    return NULL;
  return crf_readings_pass (session, &begun, read_event_classes (session, error), (GDestroyNotify) crf_event_classes_free, error);
}
