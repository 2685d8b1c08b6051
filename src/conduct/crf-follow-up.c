/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From forms to follow-up. A patient is known to have lived on each day that something was observed; who is lost counts up to the last of them and no
 * further. Nothing is assumed of a death whose day nobody wrote down. */

#include "crf-follow-up.h"

#include "crf-casebook.h"
#include "crf-decompensation.h"
#include "crf-expression.h"
#include "crf-follow-up-private.h"
#include "crf-ground.h"
#include "crf-partial-date.h"
#include "crf-records-safety.h"
#include "crf-session-private.h"
#include "crf-visits.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const char *const names[] = { [CRF_ENDS_CENSORED] = "censored", [CRF_ENDS_EVENT] = "event", [CRF_ENDS_COMPETING] = "competing" };

/* A day, or the days that a partial date may mean. */
typedef struct { int first, last; gboolean known; } Days;

gboolean
crf_ends_from_name (const char *name,
                    CrfEnds *ends)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (name, names[i]) == 0)
      {
        *ends = i;
        return TRUE;
      }
  return FALSE;
}

static void
follow_up_free (CrfFollowUp *follow_up)
{
  g_free (follow_up->number);
  g_free (follow_up->group);
  g_free (follow_up->origin);
  g_free (follow_up->end);
  g_free (follow_up);
}

void
crf_follow_ups_free (CrfFollowUps *follow_ups)
{
  if (follow_ups == NULL)
    return;
  g_ptr_array_unref (follow_ups->subjects);
  g_ptr_array_unref (follow_ups->left_out);
  g_free (follow_ups);
}

static Days
days_of (const char *iso)
{
  g_autofree char *day = iso != NULL ? g_strndup (iso, strlen ("2026-03-02")) : NULL;
  CrfDate from, next;

  if (day == NULL || !crf_date_parse (day, TRUE, &from, NULL) || from.year == 0)
    return (Days) { 0, 0, FALSE };
  next = from;
  if (from.month == 0)
    next.year++;
  else if (from.day == 0)
    {
      next.year += next.month == 12;
      next.month = next.month % 12 + 1;
    }
  next.month = MAX (next.month, 1);
  from.month = MAX (from.month, 1);
  if (from.day > 0)
    return (Days) { crf_date_to_days (&from), crf_date_to_days (&from), TRUE };
  from.day = next.day = 1;
  return (Days) { crf_date_to_days (&from), crf_date_to_days (&next) - 1, TRUE };
}

static char *
format_day (int days)
{
  char buffer[CRF_DATE_SIZE];
  CrfDate date;

  crf_date_from_days (days, &date);
  date.hour = date.minute = -1;
  return g_strdup (crf_date_format (&date, buffer));
}

/* Contacts outside visits; G_MININT: none. */
static int
last_reached (CrfCasebook *casebook)
{
  g_autoptr (GPtrArray) contacts =
    crf_records_contacts (crf_session_get_file (crf_casebook_get_session (casebook)), crf_casebook_get_subject (casebook), NULL);
  int last = G_MININT;

  for (guint i = 0; contacts != NULL && i < contacts->len; i++)
    {
      const CrfContactRecord *contact = g_ptr_array_index (contacts, i);
      Days days = days_of (contact->day);

      if (contact->reached && days.known)
        last = MAX (last, days.first);
    }
  return last;
}

/* The last day on which the patient was seen, examined or treated, not before @origin. */
static int
last_contact (CrfCasebook *casebook,
              CrfStudy *study,
              int origin)
{
  static const char *const concepts[] = { "visit.date", "sample.taken_at", "inf.start", "inf.stop", "status.date" };
  const char *vital = crf_casebook_get_concept (casebook, "status.vital");
  int last = origin;

  for (guint i = 0; i < G_N_ELEMENTS (concepts); i++)
    {
      const CrfItem *item = crf_study_find_item_by_concept (study, concepts[i]);
      g_autoptr (GPtrArray) cells = item != NULL ? crf_casebook_list (casebook, item) : NULL;

      /* The day on which a death became known is no day of life. */
      if (strcmp (concepts[i], "status.date") == 0 && g_strcmp0 (vital, "ALIVE") != 0)
        continue;
      for (guint j = 0; cells != NULL && j < cells->len; j++)
        {
          Days days = days_of (((CrfCell *) g_ptr_array_index (cells, j))->value->canonical);

          if (days.known)
            last = MAX (last, days.first);
        }
    }
  return MAX (last, last_reached (casebook));
}

char *
crf_last_known_alive (CrfSession *session,
                      const char *subject)
{
  g_autoptr (CrfCasebook) casebook = crf_casebook_new (session, subject, NULL);
  g_autofree char *consent = crf_consent_of (session, subject);
  Days from = days_of (consent);
  int last;

  if (casebook == NULL)
    return NULL;
  last = last_contact (casebook, crf_session_get_study (session), from.known ? from.first : G_MININT);
  return last > G_MININT ? format_day (last) : NULL;
}

gboolean
crf_follow_up_day (const char *iso,
                   int *day)
{
  Days days = days_of (iso);

  *day = days.first;
  return days.known && days.first == days.last;
}

gboolean
crf_follow_up_origin (CrfSession *session,
                      CrfCasebook *casebook,
                      const CrfSubjectRecord *subject,
                      int *day)
{
  g_autofree char *allocated = crf_allocation_date_of (session, subject);
  gboolean by_allocation = g_strcmp0 (crf_study_get_day_zero (crf_session_get_study (session)), "randomisation") == 0;

  return crf_follow_up_day (by_allocation ? allocated : crf_casebook_get_first_infusion (casebook), day);
}

static void
leave_out (CrfFollowUps *follow_ups,
           const CrfSubjectRecord *subject,
           const char *why)
{
  g_ptr_array_add (follow_ups->left_out, g_strdup_printf ("%s: %s", subject->number, why));
}

/* The origin, or FALSE with the reason noted. */
static gboolean
find_origin (CrfFollowUps *follow_ups,
             CrfSession *session,
             CrfCasebook *casebook,
             const CrfSubjectRecord *subject,
             int *origin)
{
  gboolean by_allocation = g_strcmp0 (crf_study_get_day_zero (crf_session_get_study (session)), "randomisation") == 0;

  if (!crf_follow_up_origin (session, casebook, subject, origin))
    {
      /* Who is still screened has no day 0 by nature. */
      if (subject->allocation_number != NULL)
        leave_out (follow_ups, subject, by_allocation ? _("the day of allocation is not known") : _("nothing was infused"));
      return FALSE;
    }
  return TRUE;
}

/* Takes the event if it comes before what ends the follow-up so far. A partial date: the earliest day it may mean after the last contact. */
static void
take_event (CrfFollowUp *follow_up,
            const char *what,
            Days days,
            CrfEnds ends,
            int contact,
            int *end)
{
  int day = days.first == days.last ? days.first : MAX (days.first, MIN (contact, days.last));

  if (follow_up->ended_by != NULL && *end <= day)
    return;
  *end = day;
  follow_up->ended_by = what;
  follow_up->imputed = days.first != days.last;
  follow_up->status = ends == CRF_ENDS_EVENT ? 1 : ends == CRF_ENDS_COMPETING ? 2 : 0;
}

/* ── Decompensation ── */
static const char *
answer_beside (CrfCasebook *casebook,
               CrfStudy *study,
               const CrfCell *cell,
               const char *concept)
{
  const CrfItem *item = crf_study_find_item_by_concept (study, concept);
  GPtrArray *cells = item != NULL ? crf_casebook_get_cells (casebook, cell->form) : NULL;

  for (guint i = 0; cells != NULL && i < cells->len; i++)
    {
      const CrfCell *other = g_ptr_array_index (cells, i);

      if (other->item == item && other->value->missing == NULL)
        return other->value->canonical;
    }
  return NULL;
}

static gboolean
has_word (const char *words,
          const char *word)
{
  g_auto (GStrv) list = g_strsplit (words, " ", -1);

  return word != NULL && g_strv_contains ((const char *const *) list, word);
}

/* Whether the event is one of the endpoint's, UNKNOWN where the form does not say enough. */
static CrfTruth
counts (CrfCasebook *casebook,
        CrfStudy *study,
        const CrfEndpoint *endpoint,
        const CrfCell *start)
{
  const char *kind = answer_beside (casebook, study, start, "ce.verdict_kind");
  const char *against = answer_beside (casebook, study, start, "ce.verdict_prior");

  /* What was adjudicated goes before what the ward entered. */
  if (kind == NULL)
    kind = answer_beside (casebook, study, start, "ce.kind");
  if (against == NULL)
    against = answer_beside (casebook, study, start, "ce.against_baseline");

  if (endpoint->counts != NULL && kind == NULL)
    return CRF_TRUTH_UNKNOWN;
  if (endpoint->counts != NULL && !has_word (endpoint->counts, kind))
    return CRF_TRUTH_FALSE;
  switch (crf_decompensation_counts (endpoint->prior, answer_beside (casebook, study, start, "ce.verdict"), against))
    {
    case CRF_COUNTS_YES:
      return CRF_TRUTH_TRUE;
    case CRF_COUNTS_NO:
      return CRF_TRUTH_FALSE;
    case CRF_COUNTS_UNKNOWN:
    default:
      return CRF_TRUTH_UNKNOWN;
    }
}

/* The first event from day 0 on that counts. FALSE: of an earlier or the only one nobody can tell whether it does. */
static gboolean
find_decompensation (CrfCasebook *casebook,
                     CrfStudy *study,
                     const CrfEndpoint *endpoint,
                     int origin,
                     Days *first)
{
  const CrfItem *item = crf_study_find_item_by_concept (study, "ce.start");
  g_autoptr (GPtrArray) starts = item != NULL ? crf_casebook_list (casebook, item) : NULL;
  Days doubtful = { 0, 0, FALSE };

  *first = doubtful;
  for (guint i = 0; starts != NULL && i < starts->len; i++)
    {
      const CrfCell *start = g_ptr_array_index (starts, i);
      Days days = days_of (start->value->canonical);
      CrfTruth truth = counts (casebook, study, endpoint, start);
      Days *one = truth == CRF_TRUTH_TRUE ? first : &doubtful;

      if (truth == CRF_TRUTH_FALSE || !days.known || days.last < origin)
        continue;
      days.first = MAX (days.first, origin);
      if (!one->known || days.first < one->first)
        *one = days;
    }
  return !doubtful.known || (first->known && first->first <= doubtful.first);
}

static void
add_subject (CrfFollowUps *follow_ups,
             CrfSession *session,
             CrfCasebook *casebook,
             const CrfSubjectRecord *subject)
{
  CrfStudy *study = crf_session_get_study (session);
  Days death = days_of (crf_casebook_get_concept (casebook, "death.date"));
  Days transplantation = days_of (crf_casebook_get_concept (casebook, "tx.date"));
  const CrfArm *arm = subject->allocation_number != NULL ? crf_session_get_arm (session, subject->key) : NULL;
  gboolean decompensates = strcmp (follow_ups->endpoint->kind, "decompensation") == 0;
  Days decompensation = { 0, 0, FALSE };
  CrfFollowUp *follow_up;
  int origin, contact, end = 0;

  if (!find_origin (follow_ups, session, casebook, subject, &origin))
    return;
  if (!death.known && (g_strcmp0 (crf_casebook_get_concept (casebook, "status.vital"), "DEAD") == 0 || strcmp (subject->status, "died") == 0))
    {
      leave_out (follow_ups, subject, _("died, but no date of death is entered"));
      return;
    }
  if (decompensates && !find_decompensation (casebook, study, follow_ups->endpoint, origin, &decompensation))
    {
      leave_out (follow_ups, subject, _("a decompensation is entered without its kind, or without what it is against baseline"));
      return;
    }
  contact = last_contact (casebook, study, origin);
  follow_up = g_new0 (CrfFollowUp, 1);
  if (decompensation.known)
    take_event (follow_up, "decompensation", decompensation, CRF_ENDS_EVENT, contact, &end);
  if (death.known)
    take_event (follow_up, "death", death, follow_ups->death, contact, &end);
  if (transplantation.known)
    take_event (follow_up, "transplantation", transplantation, follow_ups->transplantation, contact, &end);
  if (follow_up->ended_by == NULL)
    {
      follow_up->ended_by = "last-contact";
      end = contact;
    }
  if (end < origin)
    {
      follow_up_free (follow_up);
      leave_out (follow_ups, subject, _("died or was transplanted before day 0"));
      return;
    }
  follow_up->number = g_strdup (subject->number);
  follow_up->group = arm != NULL ? g_strdup (arm->name) : NULL;
  follow_up->time = end - origin;
  follow_up->origin = format_day (origin);
  follow_up->end = format_day (end);
  follow_ups->by_arm = follow_ups->by_arm && arm != NULL;
  g_ptr_array_add (follow_ups->subjects, follow_up);
}

gboolean
crf_endpoint_has_time (const CrfEndpoint *endpoint)
{
  return g_strcmp0 (endpoint->kind, "survival") == 0 || g_strcmp0 (endpoint->kind, "decompensation") == 0;
}

static const CrfEndpoint *
find_endpoint (CrfStudy *study,
               const char *oid,
               GError **error)
{
  const GPtrArray *endpoints = crf_study_get_endpoints (study);

  for (guint i = 0; i < endpoints->len; i++)
    {
      const CrfEndpoint *endpoint = g_ptr_array_index (endpoints, i);

      if (oid == NULL ? g_strcmp0 (endpoint->kind, "survival") == 0
                      : crf_endpoint_has_time (endpoint) && g_strcmp0 (endpoint->oid, oid) == 0)
        return endpoint;
    }
  if (oid != NULL)
    g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_NOT_FOUND, _("The study has no endpoint “%s” of survival or decompensation."), oid);
  else
    g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_NOT_FOUND, _("The study defines no survival endpoint."));
  return NULL;
}

/* What was asked for, else what the endpoint says, else @usual. */
static gboolean
choose (const char *asked,
        const char *defined,
        CrfEnds usual,
        CrfEnds *ends,
        GError **error)
{
  *ends = usual;
  if (asked == NULL)
    {
      crf_ends_from_name (defined, ends);
      return TRUE;
    }
  if (crf_ends_from_name (asked, ends))
    return TRUE;
  g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_OTHER, _("“%s” is none of censored, event and competing."), asked);
  return FALSE;
}

CrfFollowUps *
crf_reader_follow_ups (CrfSession *session,
                       const char *endpoint,
                       const char *death,
                       const char *transplantation,
                       GError **error)
{
  const CrfEndpoint *found = find_endpoint (crf_session_get_study (session), endpoint, error);
  g_autoptr (CrfFollowUps) self = g_new0 (CrfFollowUps, 1);
  CrfSubjectQuery all = { .sort = CRF_SORT_NUMBER };
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GPtrArray) subjects = NULL;

  self->endpoint = found;
  self->subjects = g_ptr_array_new_with_free_func ((GDestroyNotify) follow_up_free);
  self->left_out = g_ptr_array_new_with_free_func (g_free);
  self->by_arm = TRUE;
  /* A death is what survival is about; it makes a decompensation impossible. */
  if (found == NULL ||
      !choose (death, found->death, strcmp (found->kind, "survival") == 0 ? CRF_ENDS_EVENT : CRF_ENDS_COMPETING, &self->death, error) ||
      !choose (transplantation, found->transplantation, CRF_ENDS_CENSORED, &self->transplantation, error))
    return NULL;
  if (crf_ground_holds (session, NULL, error))
    ids = crf_records_subject_ids (crf_session_get_file (session), &all, error);
  subjects = ids != NULL ? crf_records_subjects (crf_session_get_file (session), (const gint64 *) (gpointer) ids->data, ids->len, error) : NULL;
  if (subjects == NULL)
    return NULL;
  for (guint i = 0; i < subjects->len; i++)
    {
      const CrfSubjectRecord *subject = g_ptr_array_index (subjects, i);
      g_autoptr (CrfCasebook) casebook = NULL;

      if (strcmp (subject->status, "failed") == 0)
        continue;
      casebook = crf_casebook_new (session, subject->key, error);
      if (casebook == NULL)
        return NULL;
      add_subject (self, session, casebook, subject);
    }
  return g_steal_pointer (&self);
}
