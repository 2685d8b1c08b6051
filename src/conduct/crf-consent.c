/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Consent after it was given. */

#include "crf-consent.h"

#include "crf-casebook.h"
#include "crf-detail.h"
#include "crf-partial-date.h"
#include "crf-records-safety.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define DAY_LENGTH 10 /* of "2026-03-02" */

/* ── Acts as shown ── */

void
crf_consent_act_free (CrfConsentAct *act)
{
  if (act == NULL)
    return;
  g_free (act->kind);
  g_free (act->version);
  g_free (act->at);
  g_free (act->by);
  g_free (act->explained_by);
  g_free (act->who);
  g_free (act->capacity);
  g_free (act->options);
  g_free (act->scope);
  g_free (act->sentence);
  g_free (act);
}

static const char *
by_label (const char *by)
{
  if (g_strcmp0 (by, "guardian") == 0)
    return _("the guardian");
  if (g_strcmp0 (by, "witness") == 0)
    return _("the patient, before an impartial witness");
  return _("the patient");
}

static const char *
scope_label (const char *scope)
{
  if (g_strcmp0 (scope, "treatment") == 0)
    return _("Withdrawn from treatment");
  if (g_strcmp0 (scope, "visits") == 0)
    return _("Withdrawn from visits");
  if (g_strcmp0 (scope, "data") == 0)
    return _("Withdrawn from further data");
  return _("Consent withdrawn");
}

static const char *
capacity_label (const char *capacity)
{
  if (capacity == NULL)
    return NULL;
  return strcmp (capacity, "Y") == 0 ? _("can decide") : _("cannot decide for now");
}

static char *
sentence_of (const CrfConsentAct *act)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *at = crf_iso_to_display (act->at);

  if (g_strcmp0 (act->kind, "withdrawn") == 0)
    return g_strdup_printf (_("%1$s on %2$s"), scope_label (act->scope), at);
  /* Translators: version of the consent form, who signed, when */
  g_string_append_printf (text, _("Version %1$s signed by %2$s"), act->version, act->by);
  if (act->who != NULL)
    g_string_append_printf (text, " (%s)", act->who);
  g_string_append_printf (text, " · %s", at);
  if (act->explained_by != NULL)
    g_string_append_printf (text, _(" · explained by %s"), act->explained_by);
  if (act->capacity != NULL)
    g_string_append_printf (text, " · %s", act->capacity);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static CrfConsentAct *
act_of (const CrfConsentRecord *record)
{
  g_autoptr (JsonObject) detail = crf_detail_parse (record->detail, NULL);
  CrfConsentAct *act = g_new0 (CrfConsentAct, 1);
  g_autofree char *capacity = detail != NULL ? crf_detail_get (detail, "capacity") : NULL;

  act->kind = g_strdup (record->kind);
  act->version = g_strdup (record->version);
  act->at = g_strdup (record->at);
  act->by = g_strdup (by_label (record->by));
  act->explained_by = g_strdup (record->explained_by);
  act->who = detail != NULL ? crf_detail_get (detail, "who") : NULL;
  act->capacity = g_strdup (capacity_label (capacity));
  act->options = detail != NULL ? crf_detail_get (detail, "options") : NULL;
  act->scope = detail != NULL ? crf_detail_get (detail, "scope") : NULL;
  act->sentence = sentence_of (act);
  return act;
}

GPtrArray *
crf_reader_consents (CrfSession *session,
                     const char *subject,
                     GError **error)
{
  g_autoptr (CrfSubjectRecord) found = crf_records_find_subject (crf_session_get_file (session), subject, error);
  g_autoptr (GPtrArray) records = found != NULL ? crf_records_consents (crf_session_get_file (session), found->key, error) : NULL;
  GPtrArray *acts;

  if (records == NULL)
    return NULL;
  acts = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_consent_act_free);
  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (acts, act_of (g_ptr_array_index (records, i)));
  return acts;
}

static int
compare_versions (gconstpointer a,
                  gconstpointer b)
{
  const CrfConsentVersionRecord *one = *(CrfConsentVersionRecord *const *) a, *other = *(CrfConsentVersionRecord *const *) b;

  return g_strcmp0 (one->valid_from, other->valid_from);
}

GPtrArray *
crf_reader_consent_versions (CrfSession *session,
                             GError **error)
{
  GPtrArray *versions = crf_records_consent_versions (crf_session_get_file (session), error);

  if (versions != NULL)
    g_ptr_array_sort (versions, compare_versions);
  return versions;
}

/* ── As they happened ── */

gboolean
crf_consent_is_corrected (const GPtrArray *consents,
                          guint i)
{
  const CrfConsentRecord *consent = g_ptr_array_index (consents, i);

  for (guint j = i + 1; g_strcmp0 (consent->kind, "given") == 0 && j < consents->len; j++)
    {
      const CrfConsentRecord *later = g_ptr_array_index (consents, j);

      if (g_strcmp0 (later->kind, "withdrawn") == 0)
        return FALSE;
      if (g_strcmp0 (later->kind, "given") == 0 && g_strcmp0 (later->version, consent->version) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
comes_before (const CrfConsentRecord *act)
{
  g_autoptr (JsonObject) detail = crf_detail_parse (act->detail, NULL);
  g_autofree char *order = detail != NULL ? crf_detail_get (detail, "order") : NULL;

  return g_strcmp0 (order, "before") == 0;
}

/* Where act @i belongs among those before it. Stable: what is not told apart stays as it was recorded. */
static guint
place_by_day (const GPtrArray *acts,
              guint i)
{
  const CrfConsentRecord *act = g_ptr_array_index (acts, i);
  gboolean before = comes_before (act);

  for (; i > 0; i--)
    {
      const CrfConsentRecord *other = g_ptr_array_index (acts, i - 1);
      int order = strncmp (other->at != NULL ? other->at : "", act->at != NULL ? act->at : "", DAY_LENGTH);

      if (order < 0 || (order == 0 && (!before || comes_before (other))))
        break;
    }
  return i;
}

GPtrArray *
crf_consents_by_day (CrfStudyFile *file,
                     const char *subject,
                     GError **error)
{
  GPtrArray *acts = crf_records_consents (file, subject, error);

  for (guint i = acts != NULL ? acts->len : 0; i > 0; i--)
    if (crf_consent_is_corrected (acts, i - 1))
      g_ptr_array_remove_index (acts, i - 1);
  for (guint i = 1; acts != NULL && i < acts->len; i++)
    {
      guint place = place_by_day (acts, i);

      g_ptr_array_insert (acts, (int) place, g_ptr_array_steal_index (acts, i));
    }
  return acts;
}

const CrfConsentRecord *
crf_consent_on_same_day (const GPtrArray *consents,
                         const char *kind,
                         const char *at)
{
  for (guint i = consents->len; i > 0; i--)
    {
      const CrfConsentRecord *act = g_ptr_array_index (consents, i - 1);

      if (g_strcmp0 (act->kind, kind) == 0 && act->at != NULL && strncmp (act->at, at, DAY_LENGTH) == 0)
        return act;
    }
  return NULL;
}

/* ── Withdrawal ── */

void
crf_withdrawals_clear (CrfWithdrawals *withdrawals)
{
  g_clear_pointer (&withdrawals->treatment, g_free);
  g_clear_pointer (&withdrawals->visits, g_free);
  g_clear_pointer (&withdrawals->data, g_free);
  g_clear_pointer (&withdrawals->until, g_free);
}

static void
withdrawals_free (gpointer withdrawals)
{
  crf_withdrawals_clear (withdrawals);
  g_free (withdrawals);
}

/* The first day counts. */
static void
take (char **day,
      const char *at)
{
  if (*day == NULL && at != NULL)
    *day = g_strndup (at, DAY_LENGTH);
}

/* Who withdraws from visits is not treated any more either; who withdraws her data comes to no visit. */
static void
take_act (CrfWithdrawals *withdrawals,
          const CrfConsentRecord *act)
{
  g_autoptr (JsonObject) detail = crf_detail_parse (act->detail, NULL);
  g_autofree char *scope = detail != NULL ? crf_detail_get (detail, "scope") : NULL;

  take (&withdrawals->treatment, act->at);
  if (g_strcmp0 (scope, "treatment") == 0)
    return;
  take (&withdrawals->visits, act->at);
  if (g_strcmp0 (scope, "data") == 0)
    take (&withdrawals->data, act->at);
}

GPtrArray *
crf_withdrawals_list (CrfSession *session,
                      const char *subject)
{
  g_autoptr (GPtrArray) acts = crf_consents_by_day (crf_session_get_file (session), subject, NULL);
  GPtrArray *list = g_ptr_array_new_with_free_func (withdrawals_free);
  CrfWithdrawals *open = NULL;

  for (guint i = 0; acts != NULL && i < acts->len; i++)
    {
      const CrfConsentRecord *act = g_ptr_array_index (acts, i);

      if (g_strcmp0 (act->kind, "withdrawn") != 0)
        {
          if (open != NULL)
            take (&open->until, act->at != NULL ? act->at : "");
          open = NULL;
          continue;
        }
      if (open == NULL)
        {
          open = g_new0 (CrfWithdrawals, 1);
          g_ptr_array_add (list, open);
        }
      take_act (open, act);
    }
  return list;
}

void
crf_withdrawals_of (CrfSession *session,
                    const char *subject,
                    CrfWithdrawals *withdrawals)
{
  g_autoptr (GPtrArray) list = crf_withdrawals_list (session, subject);
  CrfWithdrawals *last = list->len > 0 ? g_ptr_array_index (list, list->len - 1) : NULL;

  *withdrawals = (CrfWithdrawals) { 0 };
  if (last == NULL || last->until != NULL)
    return;
  *withdrawals = *last;
  *last = (CrfWithdrawals) { 0 };
}

/* ── Signing again ── */

void
crf_reconsent_free (CrfReconsent *reconsent)
{
  if (reconsent == NULL)
    return;
  g_free (reconsent->version);
  g_free (reconsent->since);
  g_free (reconsent->sentence);
  g_free (reconsent);
}

static const CrfConsentVersionRecord *
find_version (GPtrArray *versions,
              const char *number)
{
  for (guint i = 0; i < versions->len; i++)
    if (g_strcmp0 (((CrfConsentVersionRecord *) g_ptr_array_index (versions, i))->number, number) == 0)
      return g_ptr_array_index (versions, i);
  return NULL;
}

/* First day of the newest version that was signed; "" where its version has none. NULL: nothing was signed. */
static const char *
signed_up_to (GPtrArray *versions,
              GPtrArray *acts)
{
  const char *latest = NULL;

  for (guint i = 0; i < acts->len; i++)
    {
      const CrfConsentRecord *act = g_ptr_array_index (acts, i);
      const CrfConsentVersionRecord *version = find_version (versions, act->version);
      const char *from = version != NULL && version->valid_from != NULL ? version->valid_from : "";

      if (g_strcmp0 (act->kind, "given") == 0 && (latest == NULL || strcmp (from, latest) > 0))
        latest = from;
    }
  return latest;
}

static void
check_versions (CrfReconsent *reconsent,
                GPtrArray *versions,
                GPtrArray *acts,
                const char *today)
{
  const char *up_to = signed_up_to (versions, acts);

  for (guint i = 0; up_to != NULL && i < versions->len; i++)
    {
      const CrfConsentVersionRecord *version = g_ptr_array_index (versions, i);
      gboolean at_once = g_strcmp0 (version->resign, "all") == 0;

      if (version->valid_from == NULL || strcmp (version->valid_from, up_to) <= 0 || strncmp (version->valid_from, today, DAY_LENGTH) > 0 ||
          (!at_once && g_strcmp0 (version->resign, "next-visit") != 0))
        continue;
      reconsent->why = CRF_RECONSENT_VERSION;
      reconsent->at_once = reconsent->at_once || at_once;
      g_free (reconsent->version);
      reconsent->version = g_strdup (version->number);
      if (reconsent->since == NULL)
        reconsent->since = g_strdup (version->valid_from);
    }
}

/* The latest act by which consent was given; NULL: none. */
static const CrfConsentRecord *
last_given (GPtrArray *acts)
{
  const CrfConsentRecord *last = NULL;

  for (guint i = 0; i < acts->len; i++)
    if (g_strcmp0 (((CrfConsentRecord *) g_ptr_array_index (acts, i))->kind, "given") == 0)
      last = g_ptr_array_index (acts, i);
  return last;
}

/* It was judged and said with the consent that the patient can decide. */
static gboolean
was_judged (const CrfConsentRecord *act)
{
  g_autoptr (JsonObject) detail = crf_detail_parse (act->detail, NULL);
  g_autofree char *capacity = detail != NULL ? crf_detail_get (detail, "capacity") : NULL;

  return g_strcmp0 (capacity, "Y") == 0;
}

/* Whether the patient can decide, by the latest West Haven grade after @since (@same_day: or of that day): FALSE from grade 2 on. @day receives the day,
 * NULL where there is none. */
static gboolean
can_decide (CrfSession *session,
            const CrfSubjectRecord *subject,
            const char *since,
            gboolean same_day,
            char **day)
{
  const CrfItem *item = crf_study_find_item_by_concept (crf_session_get_study (session), "clin.encephalopathy");
  g_autoptr (CrfCasebook) casebook = item != NULL ? crf_casebook_new (session, subject->key, NULL) : NULL;
  g_autoptr (GPtrArray) cells = casebook != NULL ? crf_casebook_list (casebook, item) : NULL;
  CrfCell *cell = cells != NULL && cells->len > 0 ? g_ptr_array_index (cells, cells->len - 1) : NULL;
  const char *time = cell != NULL ? crf_casebook_get_time (casebook, cell) : "";

  *day = NULL;
  if (cell == NULL || cell->value->canonical == NULL || strncmp (time, since, DAY_LENGTH) < (same_day ? 0 : 1))
    return TRUE;
  *day = g_strndup (time, DAY_LENGTH);
  return !g_strv_contains ((const char *const[]) { "2", "3", "4", NULL }, cell->value->canonical);
}

/* The guardian signed because the patient could not decide, and can again; or the patient signed and now cannot. */
static void
check_capacity (CrfReconsent *reconsent,
                CrfSession *session,
                const CrfSubjectRecord *subject,
                GPtrArray *acts)
{
  const CrfConsentRecord *last = last_given (acts);
  gboolean by_guardian = last != NULL && g_strcmp0 (last->by, "guardian") == 0;
  g_autofree char *day = NULL;
  gboolean decides;

  if (last == NULL || last->at == NULL)
    return;
  decides = can_decide (session, subject, last->at, !by_guardian && !was_judged (last), &day);
  if (day == NULL || decides != by_guardian)
    return;
  reconsent->why = by_guardian ? CRF_RECONSENT_CAPACITY : CRF_RECONSENT_GUARDIAN;
  reconsent->at_once = TRUE;
  reconsent->since = g_steal_pointer (&day);
}

static char *
reconsent_sentence (const CrfReconsent *reconsent,
                    const CrfSubjectRecord *subject)
{
  switch (reconsent->why)
    {
    case CRF_RECONSENT_CAPACITY:
      return g_strdup_printf (_("%1$s can decide again since %2$s: the guardian signed, the patient signs now."), subject->number, reconsent->since);
    case CRF_RECONSENT_GUARDIAN:
      return g_strdup_printf (_("%1$s cannot decide since %2$s (West Haven 2 or more): ask the guardian to sign."), subject->number, reconsent->since);
    case CRF_RECONSENT_VERSION:
      return g_strdup_printf (reconsent->at_once ? _("%1$s has to sign version %2$s of the consent form, valid from %3$s.")
                                                 : _("%1$s has to sign version %2$s of the consent form at the next visit, valid from %3$s."),
                              subject->number, reconsent->version, reconsent->since);
    case CRF_RECONSENT_NONE:
    default:
      return NULL;
    }
}

CrfReconsent *
crf_reconsent_of (CrfSession *session,
                  const CrfSubjectRecord *subject)
{
  static const char *const active[] = { "screening", "eligible", "allocated", "treated", NULL };
  g_autoptr (GPtrArray) versions = crf_records_consent_versions (crf_session_get_file (session), NULL);
  g_autoptr (GPtrArray) acts = crf_consents_by_day (crf_session_get_file (session), subject->key, NULL);
  CrfReconsent *reconsent = g_new0 (CrfReconsent, 1);

  if (versions == NULL || acts == NULL || !g_strv_contains (active, subject->status))
    return reconsent;
  check_versions (reconsent, versions, acts, crf_session_get_today (session));
  if (reconsent->why == CRF_RECONSENT_NONE)
    check_capacity (reconsent, session, subject, acts);
  reconsent->sentence = reconsent_sentence (reconsent, subject);
  return reconsent;
}

gboolean
crf_consent_may_infuse (CrfSession *session,
                        const CrfSubjectRecord *subject,
                        CrfRefusal **refusal)
{
  g_autoptr (CrfTreatmentStopRecord) stop = crf_records_treatment_stop (crf_session_get_file (session), subject->key);
  g_autoptr (CrfReconsent) reconsent = NULL;
  g_auto (CrfWithdrawals) withdrawals = { 0 };

  crf_withdrawals_of (session, subject->key, &withdrawals);
  if (withdrawals.treatment != NULL)
    {
      *refusal = crf_refusal_new ("consent-withdrawn", _("Record a new consent if the patient has given one."), _("%1$s withdrew from treatment on %2$s."),
                                  subject->number, withdrawals.treatment);
      return FALSE;
    }
  if (stop != NULL)
    {
      *refusal = crf_refusal_new ("treatment-stopped", _("An investigator resumes the treatment if this was not meant."),
                                  _("Treatment of %1$s was stopped on %2$s."), subject->number, stop->day);
      return FALSE;
    }
  reconsent = crf_reconsent_of (session, subject);
  /* A guardian who has not signed yet is asked for, day by day; whether a confused patient is infused today is the investigator's go. */
  if (reconsent->why == CRF_RECONSENT_NONE || reconsent->why == CRF_RECONSENT_GUARDIAN)
    return TRUE;
  *refusal = crf_refusal_new ("reconsent-due", _("Record the new consent first."), "%s", reconsent->sentence);
  (*refusal)->remedy_action = g_strdup ("consent");
  return FALSE;
}
