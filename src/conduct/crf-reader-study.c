/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The study as a whole: summary, accounts, queries, deviations. */

#include "crf-reader.h"

#include "crf-allocation-list.h"
#include "crf-blind.h"
#include "crf-code-break.h"
#include "crf-place.h"
#include "crf-reader-logs.h"
#include "crf-reader-private.h"
#include "crf-session-private.h"
#include "crf-study-status.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
crf_study_summary_free (CrfStudySummary *summary)
{
  if (summary == NULL)
    return;
  g_free (summary->title);
  g_free (summary->protocol);
  g_free (summary->version);
  g_free (summary->site);
  g_free (summary->masking);
  g_free (summary->protection);
  g_strfreev (summary->consent_versions);
  g_free (summary->status);
  g_clear_pointer (&summary->questions, g_ptr_array_unref);
  g_free (summary);
}

static const char *
masking_label (CrfMasking masking)
{
  switch (masking)
    {
    case CRF_MASKING_SINGLE:
      return _("Single blind");
    case CRF_MASKING_DOUBLE:
      return _("Double blind");
    case CRF_MASKING_NONE:
    default:
      return _("Open");
    }
}

/* Free slots over all strata that the list has: all less those drawn. */
/* One prepares and the other checks unseen; bad lots and late results reach both. */
static int
count_unblinded (CrfSession *session)
{
  CrfStudy *study = crf_session_get_study (session);
  g_autoptr (GPtrArray) accounts = crf_records_accounts (crf_session_get_file (session), NULL);
  int n = 0;

  if (!crf_blind_is_ward_blinded (study))
    return -1;
  for (guint i = 0; accounts != NULL && i < accounts->len; i++)
    {
      const CrfAccountRecord *account = g_ptr_array_index (accounts, i);
      gboolean knows = FALSE;

      for (char **role = account->roles; account->enabled && role != NULL && *role != NULL; role++)
        knows = knows || crf_study_role_may_know (study, *role);
      n += knows;
    }
  return n;
}

static int
count_allocated (CrfStudyFile *file)
{
  static const char *const statuses[] = { "allocated", "treated", NULL };
  int n = 0;

  for (int i = 0; statuses[i] != NULL; i++)
    n += (int) crf_records_count_subjects (file, statuses[i]);
  return n;
}

static char **
consent_versions (CrfStudyFile *file)
{
  g_autoptr (GPtrArray) versions = crf_records_consent_versions (file, NULL);
  g_autoptr (GStrvBuilder) numbers = g_strv_builder_new ();

  for (guint i = 0; versions != NULL && i < versions->len; i++)
    g_strv_builder_add (numbers, ((const CrfConsentVersionRecord *) g_ptr_array_index (versions, i))->number);
  return g_strv_builder_end (numbers);
}

CrfStudySummary *
crf_reader_study (CrfSession *session,
                  GError **error)
{
  CrfStudy *study = crf_session_get_study (session);
  CrfStudyFile *file = crf_session_get_file (session);
  g_autoptr (CrfStudyStanding) standing = NULL;
  g_autoptr (GPtrArray) breaks = NULL;
  CrfStudySummary *summary = g_new0 (CrfStudySummary, 1);
  const GPtrArray *questions = crf_study_get_questions (study);

  summary->title = g_strdup (crf_text_get (crf_study_get_title (study), crf_session_get_language (session)));
  summary->protocol = g_strdup (crf_study_get_protocol (study));
  summary->version = g_strdup (crf_study_get_version (study));
  summary->site = g_strdup (crf_study_file_get_site (file));
  summary->masking = g_strdup (masking_label (crf_study_get_masking (study)));
  summary->protection = g_strdup (crf_study_file_get_protection (file));
  summary->target = crf_study_get_target (study);
  summary->registered = (int) crf_records_count_subjects (file, NULL);
  summary->slots_total = crf_allocation_count (file);
  breaks = crf_code_break_list (file, NULL, NULL);
  summary->codes_broken = breaks != NULL ? (int) breaks->len : 0;
  summary->unblinded = count_unblinded (session);
  summary->slots_free = summary->slots_total > 0 ? crf_allocation_count_free (file, NULL) : 0;
  summary->allocated = summary->slots_total > 0 ? summary->slots_total - summary->slots_free : count_allocated (file);
  summary->recovery_confirmed = crf_session_is_recovery_confirmed (session);
  summary->has_allocation_list = summary->slots_total > 0;
  summary->consent_versions = consent_versions (file);
  standing = crf_study_standing (session, NULL);
  summary->recruiting = standing != NULL && standing->status == CRF_STUDY_RECRUITING;
  summary->status = standing != NULL ? crf_study_standing_sentence (standing) : NULL;
  summary->questions = g_ptr_array_new ();
  for (guint i = 0; i < questions->len; i++)
    g_ptr_array_add (summary->questions, g_ptr_array_index (questions, i));
  return summary;
}

static void
account_free (CrfAccount *account)
{
  g_free (account->login);
  g_free (account->name);
  g_free (account->roles);
  g_free (account->state);
  g_free (account->last_day);
  g_free (account->note);
  g_free (account);
}

static char *
role_labels (char **roles)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  for (char **role = roles; role != NULL && *role != NULL; role++)
    {
      CrfRole known = crf_role_from_name (*role);

      g_ptr_array_add (labels, (gpointer) (known != 0 ? crf_role_get_label (known) : *role));
    }
  g_ptr_array_add (labels, NULL);
  return g_strjoinv (_(", "), (char **) labels->pdata);
}

/* What keeps the person out comes first. */
static char *
state_of (CrfSession *session,
          const CrfAccountRecord *record,
          const char *last_day)
{
  g_autofree char *ended = crf_access_ended (crf_session_get_file (session), record->login, crf_session_now (session));

  if (!record->enabled)
    return g_strdup (_("Disabled"));
  if (ended != NULL)
    return g_strdup_printf (_("Ended on %s"), last_day);
  if (record->must_change)
    return g_strdup (_("Must choose a new passphrase"));
  return last_day != NULL ? g_strdup_printf (_("Active until %s"), last_day) : g_strdup (_("Active"));
}

static CrfRole
roles_of_names (char **names)
{
  CrfRole roles = 0;

  for (char **name = names; name != NULL && *name != NULL; name++)
    roles |= crf_role_from_name (*name);
  return roles;
}

GPtrArray *
crf_reader_accounts (CrfSession *session,
                     GError **error)
{
  CrfStudyFile *file = crf_session_get_file (session);
  g_autoptr (GPtrArray) records = crf_records_accounts (file, error);
  GPtrArray *accounts;

  if (records == NULL)
    return NULL;
  accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) account_free);
  for (guint i = 0; i < records->len; i++)
    {
      const CrfAccountRecord *record = g_ptr_array_index (records, i);
      CrfAccount *account = g_new0 (CrfAccount, 1);

      account->login = g_strdup (record->login);
      account->name = g_strdup (record->name);
      account->roles = role_labels (record->roles);
      account->enabled = record->enabled;
      account->last_day = crf_access_last_day (file, record->login);
      account->state = state_of (session, record, account->last_day);
      account->note = g_strdup (crf_roles_note (roles_of_names (record->roles)));
      g_ptr_array_add (accounts, account);
    }
  return accounts;
}

/* Subject key → number, asked once for a list. */
char *
crf_reader_subject_number (CrfSession *session,
                           GHashTable *numbers,
                           const char *key)
{
  const char *known;
  g_autoptr (CrfSubjectRecord) record = NULL;

  if (key == NULL)
    return NULL;
  known = g_hash_table_lookup (numbers, key);
  if (known == NULL)
    {
      record = crf_records_find_subject (crf_session_get_file (session), key, NULL);
      known = record != NULL ? record->number : key;
      g_hash_table_insert (numbers, g_strdup (key), g_strdup (known));
      known = g_hash_table_lookup (numbers, key);
    }
  return g_strdup (known);
}

static void
query_free (CrfQuery *query)
{
  crf_target_free (query->target);
  g_free (query->key);
  g_free (query->subject_number);
  g_free (query->place);
  g_free (query->text);
  g_free (query->state);
  g_free (query->state_label);
  g_free (query->opened);
  g_free (query->by);
  g_free (query);
}

const char *
crf_query_state_label (const char *state)
{
  static const struct { const char *state, *label; } labels[] = {
    { "Candidate", N_ ("Draft") }, { "Open", N_ ("Open") },           { "Answered", N_ ("Answered") },
    { "Closed", N_ ("Closed") },   { "Cancelled", N_ ("Cancelled") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (g_strcmp0 (labels[i].state, state) == 0)
      return _ (labels[i].label);
  return state;
}

static CrfQuery *
query_new (CrfSession *session,
           GHashTable *numbers,
           const CrfQueryRecord *record)
{
  CrfTarget target = { record->subject, record->event, record->eventkey, record->form, record->formkey, record->group, record->groupkey,
                       record->item };
  CrfQuery *query = g_new0 (CrfQuery, 1);
  CrfInstant opened;

  query->target = crf_target_copy (&target);
  query->key = g_strdup (record->key);
  query->subject_number = crf_reader_subject_number (session, numbers, record->subject);
  query->place = crf_place_label (session, &target);
  query->text = g_strdup (record->text);
  query->state = g_strdup (record->state);
  query->state_label = g_strdup (crf_query_state_label (record->state));
  query->opened = crf_local_time (session, record->opened_at);
  query->age_days = crf_instant_parse_utc (record->opened_at, &opened) ? (int) ((crf_session_now (session).utc_ms - opened.utc_ms) / 86400000) : 0;
  query->by = g_strdup (g_strcmp0 (record->origin, "system") == 0 ? _("the program") : record->opened_by);
  return query;
}

/* A draft is read by its author and by those who review from outside the site. */
static gboolean
is_anothers_draft (CrfSession *session,
                   const CrfQueryRecord *record)
{
  static const CrfRole reviewers = CRF_ROLE_DATA_MANAGER | CRF_ROLE_MONITOR | CRF_ROLE_AUDITOR | CRF_ROLE_ADMINISTRATOR;

  return g_strcmp0 (record->state, "Candidate") == 0 && (crf_session_get_role (session) & reviewers) == 0 &&
         g_strcmp0 (record->opened_by, crf_session_get_login (session)) != 0;
}

/* A blinded role must not read, in a query's text, what an unblinding item holds. */
static gboolean
may_see (CrfSession *session,
         const CrfQueryRecord *record)
{
  const CrfItem *item = record->item != NULL ? crf_study_find_item (crf_session_get_study (session), record->item) : NULL;

  if (is_anothers_draft (session, record))
    return FALSE;
  return item == NULL || !item->unblinding || crf_session_may_know_arms (session);
}

/* The subject's key, whether its number or key is given; NULL without error for all subjects. */
char *
crf_reader_subject_key (CrfSession *session,
                        const char *subject,
                        GError **error)
{
  g_autoptr (GError) fault = NULL;
  g_autoptr (CrfSubjectRecord) record = NULL;

  if (subject == NULL)
    return NULL;
  record = crf_records_find_subject (crf_session_get_file (session), subject, &fault);
  if (record != NULL)
    return g_strdup (record->key);
  if (fault != NULL)
    g_propagate_error (error, g_steal_pointer (&fault));
  else
    g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_NOT_FOUND, _("There is no patient “%s” in this study."), subject);
  return NULL;
}

GPtrArray *
crf_reader_queries (CrfSession *session,
                    const char *subject,
                    const char *state,
                    GError **error)
{
  g_autofree char *key = crf_reader_subject_key (session, subject, error);
  g_autoptr (GHashTable) numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GPtrArray) records = NULL;
  GPtrArray *queries;

  if (subject != NULL && key == NULL)
    return NULL;
  records = crf_records_queries (crf_session_get_file (session), key, state, error);
  if (records == NULL)
    return NULL;
  queries = g_ptr_array_new_with_free_func ((GDestroyNotify) query_free);
  for (guint i = 0; i < records->len; i++)
    if (may_see (session, g_ptr_array_index (records, i)))
      g_ptr_array_add (queries, query_new (session, numbers, g_ptr_array_index (records, i)));
  return queries;
}

static void
query_step_free (gpointer data)
{
  CrfQueryStep *step = data;

  g_free (step->state_label);
  g_free (step->text);
  g_free (step->at);
  g_free (step->by);
  g_free (step);
}

static void
add_step (CrfSession *session,
          GPtrArray *steps,
          const char *label,
          const char *text,
          const char *at,
          const char *by)
{
  CrfQueryStep *step = g_new0 (CrfQueryStep, 1);

  step->state_label = g_strdup (label);
  step->text = g_strdup (text);
  step->at = crf_local_time (session, at);
  step->by = g_strdup (by);
  g_ptr_array_add (steps, step);
}

GPtrArray *
crf_reader_query_thread (CrfSession *session,
                         const char *key,
                         GError **error)
{
  g_autoptr (GPtrArray) records = crf_records_queries (crf_session_get_file (session), NULL, NULL, error);
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func (query_step_free);
  g_autoptr (GPtrArray) messages = records != NULL ? crf_records_query_messages (crf_session_get_file (session), key, error) : NULL;

  if (messages == NULL)
    return NULL;
  for (guint i = 0; i < records->len; i++)
    {
      const CrfQueryRecord *record = g_ptr_array_index (records, i);

      if (strcmp (record->key, key) != 0 || !may_see (session, record))
        continue;
      add_step (session, steps, _("Question"), record->text, record->opened_at, g_strcmp0 (record->origin, "system") == 0 ? _("the program") : record->opened_by);
      for (guint j = 0; j < messages->len; j++)
        {
          const CrfQueryMessage *message = g_ptr_array_index (messages, j);

          add_step (session, steps, crf_query_state_label (message->state), message->text, message->at, message->user);
        }
    }
  return g_steal_pointer (&steps);
}
