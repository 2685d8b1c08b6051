/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What pages and the command line show of screening and of the allocation lists. */

#include "crf-reader-screening.h"

#include "crf-drawing.h"
#include "crf-ground.h"
#include "crf-reader-private.h"
#include "crf-records-screening.h"
#include "crf-study-plan.h"
#include "crf-trial-gates.h"
#include "crf-use-case-private.h"
#include "crf-visits.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* ── Strata of a patient ── */

void
crf_stratum_state_free (CrfStratumState *state)
{
  g_free (state->title);
  g_free (state->now);
  g_free (state->drawn);
  g_free (state->recorded);
  g_free (state->now_code);
  g_free (state);
}

static char *
recorded_level (GPtrArray *records,
                const CrfStratum *stratum)
{
  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const CrfTrueStratumRecord *record = g_ptr_array_index (records, i);

      if (g_strcmp0 (record->stratum, stratum->oid) == 0)
        return g_strdup (record->level);
    }
  return NULL;
}

static char *
level_now (CrfSession *session,
           CrfSubjectValues *values,
           const CrfStratum *stratum)
{
  g_autoptr (CrfExpression) expression =
    crf_expression_new (crf_session_get_sandbox (session), crf_session_get_study (session), stratum->expression, NULL);
  char *level = NULL;

  if (expression != NULL)
    crf_expression_evaluate (expression, crf_subject_values_resolve, values, crf_session_get_today (session), &level, NULL);
  return level;
}

static char *
in_words (const CrfStratum *stratum,
          const char *code,
          const char *language)
{
  return code != NULL ? g_strdup (crf_stratum_level_title (stratum, code, language)) : NULL;
}

GPtrArray *
crf_reader_strata (CrfSession *session,
                   const char *subject,
                   GError **error)
{
  CrfStudyFile *file = crf_session_get_file (session);
  CrfStudy *study = crf_session_get_study (session);
  const GPtrArray *strata = crf_study_get_randomisation (study)->strata;
  const char *language = crf_session_get_language (session);
  g_autoptr (CrfSubjectRecord) record = crf_trial_find_subject (file, subject, error);
  g_autoptr (CrfSubjectValues) values = NULL;
  g_autoptr (GPtrArray) truths = NULL;
  GPtrArray *states;

  if (record != NULL)
    values = crf_subject_values_read (file, study, crf_session_get_keyring (session), record->key, error);
  if (values == NULL)
    return NULL;
  truths = crf_records_true_strata (file, record->key, NULL);
  states = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_stratum_state_free);
  for (guint i = 0; i < strata->len; i++)
    {
      const CrfStratum *stratum = g_ptr_array_index (strata, i);
      CrfStratumState *state = g_new0 (CrfStratumState, 1);
      g_autofree char *drawn = record->allocation_number != NULL ? crf_stratum_get_level (record->stratum, i) : NULL;
      g_autofree char *recorded = recorded_level (truths, stratum);

      state->stratum = stratum;
      state->title = g_strdup (crf_stratum_title (stratum, language));
      state->now_code = level_now (session, values, stratum);
      state->now = in_words (stratum, state->now_code, language);
      state->drawn = in_words (stratum, drawn, language);
      state->recorded = in_words (stratum, recorded, language);
      state->differs = drawn != NULL && state->now_code != NULL && strcmp (drawn, state->now_code) != 0 && recorded == NULL;
      g_ptr_array_add (states, state);
    }
  return states;
}

/* ── Slots ── */

void
crf_slot_line_free (CrfSlotLine *line)
{
  g_free (line->stratum);
  g_free (line->station);
  g_free (line);
}

static char *
name_station (CrfSession *session,
              const char *station)
{
  if (station == NULL)
    return g_strdup (_("any workstation"));
  if (strcmp (station, crf_study_file_get_workstation (crf_session_get_file (session))) == 0)
    return g_strdup_printf (_("this one, %s"), station);
  return g_strdup (station);
}

gboolean
crf_reader_has_list (CrfSession *session)
{
  return crf_allocation_count_lists (crf_session_get_file (session)) > 0;
}

GPtrArray *
crf_reader_slots (CrfSession *session,
                  GError **error)
{
  CrfStudy *study = crf_session_get_study (session);
  CrfRandomisationMethod method = crf_study_get_randomisation (study)->method;
  g_autoptr (GPtrArray) counts = crf_allocation_counts (crf_session_get_file (session), error);
  GPtrArray *lines;

  if (counts == NULL)
    return NULL;
  lines = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_slot_line_free);
  for (guint i = 0; i < counts->len; i++)
    {
      const CrfSlotCount *count = g_ptr_array_index (counts, i);
      CrfSlotLine *line = g_new0 (CrfSlotLine, 1);

      line->stratum = crf_stratum_describe (study, count->stratum, crf_session_get_language (session));
      line->station = name_station (session, count->station);
      line->total = count->total;
      line->free = count->free;
      line->here = count->here;
      /* Minimisation makes its slots as it goes. */
      line->low = count->here && method != CRF_RANDOMISATION_MINIMISATION &&
                  crf_allocation_count_free_here (crf_session_get_file (session), count->stratum) <= CRF_SLOTS_LOW;
      g_ptr_array_add (lines, line);
    }
  return lines;
}

static int
by_free (gconstpointer a,
         gconstpointer b)
{
  const CrfSlotLine *one = *(CrfSlotLine *const *) a, *other = *(CrfSlotLine *const *) b;

  return one->free - other->free;
}

GPtrArray *
crf_reader_slot_announcements (CrfSession *session,
                               GError **error)
{
  g_autoptr (GPtrArray) lines = crf_reader_slots (session, error);
  g_autoptr (GHashTable) told = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *sentences;

  if (lines == NULL)
    return NULL;
  sentences = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_sort (lines, by_free);
  for (guint i = 0; i < lines->len; i++)
    {
      const CrfSlotLine *line = g_ptr_array_index (lines, i);

      if (!line->low || !g_hash_table_add (told, line->stratum))
        continue;
      if (*line->stratum == '\0')
        g_ptr_array_add (sentences, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d free slot is left in the allocation list",
                                                                  "%d free slots are left in the allocation list", line->free), line->free));
      else
        g_ptr_array_add (sentences, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d free slot is left in the stratum %s",
                                                                  "%d free slots are left in the stratum %s", line->free), line->free, line->stratum));
    }
  return sentences;
}

/* ── Screening log ── */

void
crf_screening_line_free (CrfScreeningLine *line)
{
  g_free (line->date);
  g_free (line->number);
  g_free (line->age);
  g_free (line->sex);
  g_free (line->outcome);
  g_free (line->reason);
  g_free (line->link);
  g_free (line->order);
  g_free (line);
}

/* As the study spells it: the log names patients and prescreened people in one column. */
static const char *
sex_word (CrfSession *session,
          const char *sex)
{
  const CrfItem *item = crf_study_find_item_by_concept (crf_session_get_study (session), "demog.sex");
  const CrfCode *code = item != NULL && sex != NULL ? crf_item_find_code (item, sex) : NULL;

  if (code != NULL)
    return crf_text_get (code->decode, crf_session_get_language (session));
  if (g_strcmp0 (sex, "M") == 0)
    return _("male");
  return g_strcmp0 (sex, "F") == 0 ? _("female") : _("unknown");
}

static const char *
failure_word (const char *kind)
{
  static const struct { const char *kind, *word; } words[] = {
    { "criteria", N_ ("not eligible") },      { "consent-withdrawn", N_ ("consent withdrawn") }, { "lost", N_ ("lost to follow-up") },
    { "died", N_ ("died") },                  { "investigator", N_ ("investigator's decision") }, { "other", N_ ("other reason") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (kind, words[i].kind) == 0)
      return _ (words[i].word);
  return _("screening failed");
}

static CrfScreeningLine *
line_of_prescreen (CrfSession *session,
                   const CrfPrescreenRecord *record)
{
  CrfScreeningLine *line = g_new0 (CrfScreeningLine, 1);

  line->date = g_strdup (record->date);
  line->age = g_strdup (record->age_band);
  line->sex = g_strdup (sex_word (session, record->sex));
  line->outcome = g_strdup (_("not registered"));
  line->reason = g_strdup (record->reason);
  return line;
}

static void
describe_failure (CrfScreeningLine *line,
                  CrfStudyFile *file,
                  const char *subject)
{
  g_autoptr (CrfScreenFailureRecord) failure = crf_records_screen_failure (file, subject, NULL);

  if (failure == NULL)
    return;
  g_free (line->outcome);
  line->outcome = failure->criteria != NULL ? g_strdup_printf (_("%s: %s"), failure_word (failure->kind), failure->criteria)
                                            : g_strdup (failure_word (failure->kind));
  line->reason = g_strdup (failure->reason);
}

static CrfScreeningLine *
line_of_patient (CrfSession *session,
                 const CrfPatient *patient)
{
  CrfScreeningLine *line = g_new0 (CrfScreeningLine, 1);

  line->date = g_strdup (patient->screened);
  line->number = g_strdup (patient->number);
  line->age = g_strdup (patient->screened_age);
  line->sex = g_strdup (patient->sex);
  line->outcome = g_strdup (patient->status_label);
  line->link = crf_reader_rescreening (session, patient->key);
  describe_failure (line, crf_session_get_file (session), patient->key);
  return line;
}

/* "01-S-" of "01-S-003": each centre has a row of numbers of its own. Free it. */
static char *
row_of (const char *number)
{
  const char *last = strrchr (number, '-');

  return g_strndup (number, last != NULL ? (gsize) (last - number) + 1 : 0);
}

/* Who signed last among the lower numbers of a row. */
typedef struct { char *at, *number; } Signed;

static void
signed_free (gpointer data)
{
  Signed *last = data;

  g_free (last->at);
  g_free (last->number);
  g_free (last);
}

/* Lines come by number; @at: the first signature, NULL: none; taken. Times of day count where both are known. */
static void
say_order (GHashTable *rows,
           CrfScreeningLine *line,
           char *at)
{
  g_autofree char *first = at, *row = row_of (line->number);
  Signed *last = g_hash_table_lookup (rows, row);

  if (first == NULL)
    line->order = g_strdup (_("no signature is on record yet"));
  else if (last != NULL && strncmp (first, last->at, MIN (strlen (first), strlen (last->at))) < 0)
    line->order = g_strdup_printf (_("signed before %s"), last->number);
  else
    {
      last = g_new0 (Signed, 1);
      last->at = g_steal_pointer (&first);
      last->number = g_strdup (line->number);
      g_hash_table_insert (rows, g_steal_pointer (&row), last);
    }
}

static int
by_date (gconstpointer a,
         gconstpointer b)
{
  const CrfScreeningLine *one = *(CrfScreeningLine *const *) a, *other = *(CrfScreeningLine *const *) b;
  int order = g_strcmp0 (one->date, other->date);

  return order != 0 ? order : g_strcmp0 (one->number, other->number);
}

GPtrArray *
crf_reader_screening_log (CrfSession *session,
                          GError **error)
{
  CrfStudyFile *file = crf_session_get_file (session);
  g_autoptr (GPtrArray) anonymous = crf_records_prescreen (file, error);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_screening_line_free);
  g_autoptr (GHashTable) rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, signed_free);
  g_autoptr (GPtrArray) patients = NULL;
  g_autoptr (GArray) ids = NULL;

  if (anonymous != NULL && crf_ground_holds (session, NULL, error))
    ids = crf_reader_patient_ids (session, NULL, NULL, CRF_PATIENT_SORT_NUMBER, FALSE, error);
  if (ids != NULL)
    patients = crf_reader_patients (session, (const gint64 *) (gpointer) ids->data, ids->len, error);
  if (patients == NULL)
    return NULL;
  for (guint i = 0; i < anonymous->len; i++)
    g_ptr_array_add (lines, line_of_prescreen (session, g_ptr_array_index (anonymous, i)));
  for (guint i = 0; i < patients->len; i++)
    {
      const CrfPatient *patient = g_ptr_array_index (patients, i);
      CrfScreeningLine *line = line_of_patient (session, patient);

      say_order (rows, line, crf_consent_of (session, patient->key));
      g_ptr_array_add (lines, line);
    }
  g_ptr_array_sort (lines, by_date);
  return g_steal_pointer (&lines);
}

static char *
number_of (CrfStudyFile *file,
           char *key)
{
  g_autofree char *owned = key;
  g_autoptr (CrfSubjectRecord) record = owned != NULL ? crf_records_find_subject (file, owned, NULL) : NULL;

  return record != NULL ? g_strdup (record->number) : NULL;
}

char *
crf_reader_rescreening (CrfSession *session,
                        const char *subject)
{
  CrfStudyFile *file = crf_session_get_file (session);
  g_autofree char *previous = number_of (file, crf_records_previous_subject (file, subject));
  g_autofree char *later = number_of (file, crf_records_later_subject (file, subject));

  if (previous != NULL && later != NULL)
    return g_strdup_printf (_("Screened before as %s, and again as %s"), previous, later);
  if (previous != NULL)
    return g_strdup_printf (_("Screened before as %s"), previous);
  return later != NULL ? g_strdup_printf (_("Screened again as %s"), later) : NULL;
}
