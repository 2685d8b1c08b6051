/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is open before the database lock, and who has signed. */

#include "crf-closing.h"

#include "crf-action-kind.h"
#include "crf-detail.h"
#include "crf-readings.h"
#include "crf-records-trust.h"
#include "crf-second-missing.h"
#include "crf-signing.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const struct { CrfRole roles; const char *party, *label; } parties[] = {
  { CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR, "investigator", N_ ("Investigator") },
  { CRF_ROLE_DATA_MANAGER, "data-manager", N_ ("Data manager") },
  { CRF_ROLE_STATISTICIAN, "statistician", N_ ("Statistician") },
};

/* Who belongs to each is decided in the blind review (ICH E9, 5.2). */
static const struct { const char *code, *label; } analysis_sets[] = {
  { "full-analysis", N_ ("full analysis set") },
  { "per-protocol", N_ ("per-protocol set") },
  { "safety", N_ ("safety set") },
};

#define MOST_NAMED 5 /* patients in one sentence */

const char *
crf_population_label (const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (analysis_sets); i++)
    if (g_strcmp0 (analysis_sets[i].code, code) == 0)
      return _ (analysis_sets[i].label);
  return NULL;
}

const char *
crf_closing_party (CrfRole role)
{
  for (guint i = 0; i < G_N_ELEMENTS (parties); i++)
    if ((parties[i].roles & role) != 0)
      return parties[i].party;
  return NULL;
}

static void
lock_signature_free (CrfLockSignature *signature)
{
  g_free (signature->login);
  g_free (signature->name);
  g_free (signature->at);
  g_free (signature->shown);
  g_free (signature);
}

typedef struct { GPtrArray *found; const char *meaning; } Collect;

/* From the newest entry back to the hold that they are about: by the order of the journal. A clock that was ahead for a time says nothing of it. */
static gboolean
collect (const CrfJournalRecord *record,
         gpointer data)
{
  Collect *state = data;
  const char *action = record->columns[CRF_COL_ACTION];
  g_autoptr (JsonObject) detail = NULL;
  g_autofree char *meaning = NULL;
  CrfLockSignature *signature;

  if ((record->columns[CRF_COL_SUBJECT] == NULL && strcmp (action, CRF_ACTION_HOLD) == 0) ||
      (strcmp (state->meaning, CRF_MEANING_LOCK) == 0 && crf_action_is_about_data (action)))
    return FALSE;
  if (strcmp (action, CRF_ACTION_SIGN) != 0 || record->columns[CRF_COL_SUBJECT] != NULL)
    return TRUE;
  detail = crf_detail_parse (record->columns[CRF_COL_DETAIL], NULL);
  meaning = detail != NULL ? crf_detail_get (detail, "meaning") : NULL;
  if (g_strcmp0 (meaning, state->meaning) != 0)
    return TRUE;
  signature = g_new0 (CrfLockSignature, 1);
  signature->login = g_strdup (record->columns[CRF_COL_USER]);
  signature->role = crf_role_from_name (record->columns[CRF_COL_ROLE]);
  signature->at = g_strdup (record->columns[CRF_COL_AT]);
  signature->shown = crf_detail_get (detail, "shown");
  g_ptr_array_insert (state->found, 0, signature);
  return TRUE;
}

static char *
study_hold (CrfStudyFile *file)
{
  g_autoptr (GPtrArray) holds = crf_records_holds (file, "", NULL);

  for (guint i = 0; holds != NULL && i < holds->len; i++)
    {
      const CrfHoldRecord *hold = g_ptr_array_index (holds, i);

      if (*hold->subject == '\0')
        return g_strdup (hold->state);
    }
  return NULL;
}

/* A signature counts from the freeze or lock that it is about: what was signed before data could change again does not. */
GPtrArray *
crf_closing_signatures (CrfSession *session,
                        const char *meaning,
                        GError **error)
{
  CrfStudyFile *file = crf_session_get_file (session);
  g_autofree char *hold = study_hold (file);
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) lock_signature_free);
  Collect state = { found, meaning };

  if (hold == NULL)
    return g_steal_pointer (&found);
  accounts = crf_records_accounts (file, error);
  if (accounts == NULL || !crf_records_journal (file, NULL, NULL, 0, TRUE, collect, &state, error))
    return NULL;
  for (guint i = 0; i < found->len; i++)
    {
      CrfLockSignature *signature = g_ptr_array_index (found, i);

      for (guint j = 0; j < accounts->len; j++)
        if (strcmp (((CrfAccountRecord *) g_ptr_array_index (accounts, j))->login, signature->login) == 0)
          signature->name = g_strdup (((CrfAccountRecord *) g_ptr_array_index (accounts, j))->name);
    }
  return g_steal_pointer (&found);
}

char *
crf_closing_populations (CrfSession *session,
                         GError **error)
{
  CrfStudyFile *file = crf_session_get_file (session);
  g_autoptr (GPtrArray) records = crf_records_populations (file, error);
  g_autoptr (GString) text = g_string_new ("populations\n");

  if (records == NULL)
    return NULL;
  for (guint i = 0; i < records->len; i++)
    {
      const CrfPopulationRecord *record = g_ptr_array_index (records, i);
      g_autoptr (CrfSubjectRecord) subject = crf_records_find_subject (file, record->subject, NULL);

      g_string_append_printf (text, "%s %s %s %s\n", record->name, subject != NULL ? subject->number : record->subject, record->included ? "in" : "out",
                              record->reason != NULL ? record->reason : "");
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

gboolean
crf_closing_has_populations (CrfSession *session,
                             gboolean *signed_,
                             GError **error)
{
  g_autoptr (GPtrArray) signatures = crf_closing_signatures (session, CRF_MEANING_POPULATIONS, error);
  g_autofree char *text = signatures != NULL ? crf_closing_populations (session, error) : NULL;
  g_autofree char *now = NULL;

  *signed_ = FALSE;
  if (text == NULL)
    return FALSE;
  now = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  for (guint i = 0; i < signatures->len; i++)
    *signed_ = *signed_ || g_strcmp0 (((const CrfLockSignature *) g_ptr_array_index (signatures, i))->shown, now) == 0;
  return TRUE;
}

gboolean
crf_closing_set_status (CrfUseCaseContext *context,
                        const char *status,
                        GError **error)
{
  g_autofree char *detail = crf_detail_new ("date", crf_session_get_today (context->session), NULL);
  CrfEntry entry = { .action = CRF_ACTION_STUDY_STATUS, .canon = status, .reason = crf_context_get (context, "reason"), .detail = detail };

  return crf_context_append (context, &entry, NULL, error);
}

static void
add_point (CrfClosingState *state,
           const char *kind,
           const char *label,
           guint n,
           gboolean blocks)
{
  CrfOpenPoint *point = g_new0 (CrfOpenPoint, 1);

  *point = (CrfOpenPoint) { kind, label, n, blocks, NULL };
  g_ptr_array_add (state->points, point);
}

static void
point_free (CrfOpenPoint *point)
{
  g_free (point->named);
  g_free (point);
}

/* "KEY POPULATION" of every decision. */
static GHashTable *
read_decided (CrfStudyFile *file)
{
  g_autoptr (GPtrArray) populations = crf_records_populations (file, NULL);
  GHashTable *decided = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; populations != NULL && i < populations->len; i++)
    {
      const CrfPopulationRecord *record = g_ptr_array_index (populations, i);

      g_hash_table_add (decided, g_strdup_printf ("%s %s", record->subject, record->name));
    }
  return decided;
}

/* The populations that @subject was not decided for, told apart by commas; "": none. */
static char *
list_undecided (GHashTable *decided,
                const CrfSubjectRecord *subject,
                guint *n)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (analysis_sets); i++)
    {
      g_autofree char *decision = g_strdup_printf ("%s %s", subject->key, analysis_sets[i].code);

      if (g_hash_table_contains (decided, decision))
        continue;
      g_string_append_printf (names, "%s%s", names->len > 0 ? _(", ") : "", _ (analysis_sets[i].label));
      *n += 1;
    }
  return g_string_free (g_steal_pointer (&names), FALSE);
}

/* Every allocated patient is decided for every population. The first few are named. */
static void
add_undecided (CrfClosingState *state,
               CrfStudyFile *file)
{
  g_autoptr (GHashTable) decided = read_decided (file);
  CrfSubjectQuery query = { .sort = CRF_SORT_NUMBER };
  g_autoptr (GArray) ids = crf_records_subject_ids (file, &query, NULL);
  g_autoptr (GPtrArray) subjects = ids != NULL && ids->len > 0 ? crf_records_subjects (file, (const gint64 *) (gpointer) ids->data, ids->len, NULL) : NULL;
  g_autoptr (GString) named = g_string_new (NULL);
  guint n = 0, patients = 0;

  for (guint i = 0; subjects != NULL && i < subjects->len; i++)
    {
      const CrfSubjectRecord *subject = g_ptr_array_index (subjects, i);
      g_autofree char *missing = subject->allocation_number != NULL ? list_undecided (decided, subject, &n) : NULL;

      if (missing == NULL || *missing == '\0' || ++patients > MOST_NAMED + 1)
        continue;
      if (patients > MOST_NAMED)
        g_string_append (named, _("; …"));
      else
        g_string_append_printf (named, _("%1$s%2$s: %3$s"), named->len > 0 ? _("; ") : "", subject->number, missing);
    }
  add_point (state, "populations", _("Decisions on populations of allocated patients that are missing"), n, TRUE);
  if (named->len > 0)
    ((CrfOpenPoint *) g_ptr_array_index (state->points, state->points->len - 1))->named = g_string_free (g_steal_pointer (&named), FALSE);
}

static void
add_points (CrfClosingState *state,
            CrfStudyFile *file,
            guint seconds_missing)
{
  g_autoptr (GPtrArray) voided = crf_records_voided (file, NULL, NULL);
  g_autoptr (GPtrArray) dropped = crf_records_marks (file, NULL, TRUE, NULL);

  add_point (state, "forms", _("Forms that are not complete"), crf_records_count_forms_in (file, "started"), TRUE);
  add_point (state, "queries", _("Queries that are not closed"), crf_records_count_queries_open (file), TRUE);
  add_point (state, "second-missing", _("Values that are to be entered twice and were entered once"), seconds_missing, TRUE);
  add_point (state, "second-entries", _("Second entries that differ and are not decided"), crf_records_count_seconds (file, "differs"), TRUE);
  add_point (state, "second-rows", _("Rows that only one of two entries has"), crf_records_count_second_rows (file, "open"), TRUE);
  /* Sign-off by the investigator (EMA guideline on computerised systems, 6.3): one signature on the casebook is over all forms of a patient. */
  add_point (state, "unsigned", _("Patients with complete forms that no investigator has signed"), crf_records_count_unsigned_subjects (file), TRUE);
  add_point (state, "signatures", _("Signatures that a correction made void"), voided != NULL ? voided->len : 0, TRUE);
  add_point (state, "deviations", _("Protocol deviations that are not closed"), crf_records_count_deviations_open (file), TRUE);
  add_point (state, "verification", _("Verification marks that fell"), dropped != NULL ? dropped->len : 0, FALSE);
  add_undecided (state, file);
}

static void
add_signatures (CrfClosingState *state,
                GPtrArray *signatures,
                gboolean unlocking)
{
  for (guint i = 0; i < signatures->len; i++)
    {
      const CrfLockSignature *signature = g_ptr_array_index (signatures, i);

      g_ptr_array_add (state->signed_by, g_strdup_printf ("%s, %s, %s", signature->name != NULL ? signature->name : signature->login,
                                                          crf_role_get_label (signature->role), signature->at));
    }
  for (guint i = 0; i < G_N_ELEMENTS (parties); i++)
    {
      gboolean has_signed = FALSE;

      for (guint j = 0; j < signatures->len; j++)
        has_signed = has_signed || (((CrfLockSignature *) g_ptr_array_index (signatures, j))->role & parties[i].roles) != 0;
      if (!has_signed && !(unlocking && signatures->len >= 2))
        g_ptr_array_add (state->waits_for, (gpointer) _ (parties[i].label));
    }
}

CrfClosingState *
crf_reader_closing (CrfSession *session,
                    GError **error)
{
  CrfStudyFile *file = crf_session_get_file (session);
  g_autoptr (CrfClosingState) state = g_new0 (CrfClosingState, 1);
  g_autoptr (GPtrArray) signatures = NULL;
  guint seconds_missing;
  gboolean locked;
  CrfReadings readings = crf_readings_begin (session);

  state->points = g_ptr_array_new_with_free_func ((GDestroyNotify) point_free);
  state->signed_by = g_ptr_array_new_with_free_func (g_free);
  state->waits_for = g_ptr_array_new ();
  state->hold = study_hold (file);
  locked = g_strcmp0 (state->hold, "locked") == 0;
  signatures = crf_closing_signatures (session, locked ? CRF_MEANING_UNLOCK : CRF_MEANING_LOCK, error);
  if (signatures == NULL || !crf_second_count_all_missing (session, &seconds_missing, error))
    return NULL;
  add_points (state, file, seconds_missing);
  add_signatures (state, signatures, locked);
  /* A count that failed reads as 0, and 0 says that the study can be locked. */
  return crf_readings_pass (session, &readings, g_steal_pointer (&state), (GDestroyNotify) crf_closing_state_free, error);
}

void
crf_closing_state_free (CrfClosingState *state)
{
  if (state == NULL)
    return;
  g_ptr_array_unref (state->points);
  g_ptr_array_unref (state->signed_by);
  g_ptr_array_unref (state->waits_for);
  g_free (state->hold);
  g_free (state);
}
