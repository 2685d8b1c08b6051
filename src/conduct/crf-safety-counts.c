/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Counted are patients; how many events they had stands beside it. */

#include "crf-safety-counts.h"

#include "crf-ground.h"
#include "crf-measures.h"
#include "crf-records.h"
#include "crf-session-private.h"
#include "crf-readings.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static const struct
{
  const char *label, *concept;
} kinds[CRF_SAFETY_N] = {
  { N_ ("Infusion reactions"), "inf.reaction" }, { N_ ("Adverse events"), "ae.term" },  { N_ ("Grade 3 or more"), "ae.grade" },
  { N_ ("Serious"), "ae.serious" },              { N_ ("Decompensation"), "ce.kind" },  { N_ ("Deaths"), "death.date" },
};

const char *
crf_safety_kind_label (CrfSafetyKind kind)
{
  return _(kinds[kind].label);
}

gboolean
crf_safety_kind_is_asked (CrfStudy *study,
                          CrfSafetyKind kind)
{
  return kind == CRF_SAFETY_DEATH || crf_study_find_item_by_concept (study, kinds[kind].concept) != NULL;
}

static CrfSafetyGroup *
add_group (GPtrArray *groups,
           const CrfArm *arm,
           const char *name)
{
  CrfSafetyGroup *group = g_new0 (CrfSafetyGroup, 1);

  group->arm = arm;
  group->name = name;
  g_ptr_array_add (groups, group);
  return group;
}

GPtrArray *
crf_safety_groups_new (CrfSession *session)
{
  const GPtrArray *arms = crf_study_get_arms (crf_session_get_study (session));
  GPtrArray *groups = g_ptr_array_new_with_free_func (g_free);

  if (!crf_session_may_know_arms (session) || arms->len < 2)
    add_group (groups, NULL, CRF_MEASURES_ALL);
  else
    for (guint i = 0; i < arms->len; i++)
      add_group (groups, g_ptr_array_index (arms, i), ((CrfArm *) g_ptr_array_index (arms, i))->name);
  return groups;
}

/* Who was infused without an allocation, or whose arm is in another file, is counted too, apart from the arms. */
CrfSafetyGroup *
crf_safety_groups_find (GPtrArray *groups,
                        const CrfArm *arm,
                        gboolean elsewhere)
{
  const char *apart = elsewhere ? CRF_MEASURES_ELSEWHERE : CRF_MEASURES_NOT_ALLOCATED;

  for (guint i = 0; i < groups->len; i++)
    {
      CrfSafetyGroup *group = g_ptr_array_index (groups, i);

      if ((arm != NULL && group->arm == arm) || strcmp (group->name, CRF_MEASURES_ALL) == 0 || (arm == NULL && strcmp (group->name, apart) == 0))
        return group;
    }
  return add_group (groups, NULL, apart);
}

/* The answer beside @cell on its form. */
static const char *
beside (CrfStudy *study,
        CrfCasebook *casebook,
        const CrfCell *cell,
        const char *concept)
{
  const CrfItem *item = crf_study_find_item_by_concept (study, concept);
  GPtrArray *cells = crf_casebook_get_cells (casebook, cell->form);

  for (guint i = 0; item != NULL && i < cells->len; i++)
    {
      const CrfCell *other = g_ptr_array_index (cells, i);

      if (other->item == item && other->value->missing == NULL)
        return other->value->canonical;
    }
  return NULL;
}

static GPtrArray *
list (CrfStudy *study,
      CrfCasebook *casebook,
      const char *concept)
{
  const CrfItem *item = crf_study_find_item_by_concept (study, concept);

  return item != NULL ? crf_casebook_list (casebook, item) : g_ptr_array_new ();
}

static void
count_adverse_events (CrfStudy *study,
                      CrfCasebook *casebook,
                      guint *n)
{
  g_autoptr (GPtrArray) events = list (study, casebook, "ae.term");

  for (guint i = 0; i < events->len; i++)
    {
      const CrfCell *cell = g_ptr_array_index (events, i);
      const char *grade = beside (study, casebook, cell, "ae.grade");

      n[CRF_SAFETY_ADVERSE_EVENT]++;
      n[CRF_SAFETY_GRADE_3] += grade != NULL && grade[0] >= '3' && grade[0] <= '5' && grade[1] == '\0';
      n[CRF_SAFETY_SERIOUS] += g_strcmp0 (beside (study, casebook, cell, "ae.serious"), "Y") == 0;
    }
}

/* Grade 0 is the answer that there was none. */
static guint
count_reactions (CrfStudy *study,
                 CrfCasebook *casebook)
{
  g_autoptr (GPtrArray) answers = list (study, casebook, "inf.reaction");
  guint n = 0;

  for (guint i = 0; i < answers->len; i++)
    {
      const CrfCell *cell = g_ptr_array_index (answers, i);

      n += cell->value->missing == NULL && cell->value->canonical != NULL && strchr ("12345Y", cell->value->canonical[0]) != NULL &&
           cell->value->canonical[0] != '\0';
    }
  return n;
}

void
crf_safety_groups_add (GPtrArray *groups,
                       CrfCasebook *casebook,
                       const CrfSubjectRecord *subject,
                       const CrfArm *arm)
{
  CrfStudy *study = crf_session_get_study (crf_casebook_get_session (casebook));
  g_autoptr (GPtrArray) decompensations = list (study, casebook, "ce.kind");
  guint n[CRF_SAFETY_N] = { 0 };
  CrfSafetyGroup *group;

  if (crf_casebook_get_first_infusion (casebook) == NULL)
    return;
  n[CRF_SAFETY_REACTION] = count_reactions (study, casebook);
  count_adverse_events (study, casebook, n);
  n[CRF_SAFETY_DECOMPENSATION] = decompensations->len;
  n[CRF_SAFETY_DEATH] = crf_casebook_get_concept (casebook, "death.date") != NULL || strcmp (subject->status, "died") == 0;
  group = crf_safety_groups_find (groups, arm, arm == NULL && crf_session_arm_is_elsewhere (crf_casebook_get_session (casebook), subject->key));
  group->infused++;
  for (guint i = 0; i < CRF_SAFETY_N; i++)
    {
      group->counts[i].events += n[i];
      group->counts[i].subjects += n[i] > 0;
    }
}

static GPtrArray *
read_safety_groups (CrfSession *session,
                    GError **error)
{
  CrfSubjectQuery query = { .sort = CRF_SORT_NUMBER };
  g_autoptr (GArray) ids = crf_records_subject_ids (crf_session_get_file (session), &query, error);
  g_autoptr (GPtrArray) subjects = NULL;
  g_autoptr (GPtrArray) groups = crf_safety_groups_new (session);

  if (ids != NULL)
    subjects = crf_records_subjects (crf_session_get_file (session), (const gint64 *) (gpointer) ids->data, ids->len, error);
  for (guint i = 0; subjects != NULL && i < subjects->len; i++)
    {
      const CrfSubjectRecord *subject = g_ptr_array_index (subjects, i);
      g_autoptr (CrfCasebook) casebook = crf_casebook_new (session, subject->key, error);

      if (casebook == NULL)
        return NULL;
      crf_safety_groups_add (groups, casebook, subject, subject->allocation_number != NULL ? crf_session_get_arm (session, subject->key) : NULL);
    }
  return subjects != NULL ? g_steal_pointer (&groups) : NULL;
}

GPtrArray *
crf_reader_safety_groups (CrfSession *session,
                          GError **error)
{
  CrfReadings begun = crf_readings_begin (session);

  if (!crf_ground_holds (session, NULL, error))
    return NULL;
  return crf_readings_pass (session, &begun, read_safety_groups (session, error), (GDestroyNotify) g_ptr_array_unref, error);
}

gboolean
crf_safety_proportion (const CrfSafetyGroup *group,
                       CrfSafetyKind kind,
                       CrfProportion *proportion,
                       GError **error)
{
  return crf_proportion_compute (group->counts[kind].subjects, group->infused, 0.95, proportion, error);
}

double
crf_safety_fisher (const GPtrArray *groups,
                   CrfSafetyKind kind)
{
  const CrfSafetyGroup *arms[2] = { NULL, NULL };
  guint n = 0;

  for (guint i = 0; i < groups->len; i++)
    {
      const CrfSafetyGroup *group = g_ptr_array_index (groups, i);

      if (group->arm != NULL && n++ < 2)
        arms[n - 1] = group;
    }
  if (n != 2 || arms[0]->infused == 0 || arms[1]->infused == 0)
    return NAN;
  return crf_fisher_exact (arms[0]->counts[kind].subjects, arms[0]->infused - arms[0]->counts[kind].subjects, arms[1]->counts[kind].subjects,
                           arms[1]->infused - arms[1]->counts[kind].subjects);
}
