/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The investigator judges a deviation: minor or major, or none at all; what it did to safety, rights and data; what was done about it. What was reported
 * stays readable beside what she says. */

#include "crf-blind.h"
#include "crf-detail.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "key", N_ ("Deviation"), "text", TRUE },
  { "state", N_ ("Becomes"), "choice:confirmed|closed|cancelled", TRUE },
  { "class", N_ ("Class"), "choice:minor|major", FALSE },
  { "text", N_ ("Assessment, in words"), "text", FALSE },
  { "safety", N_ ("Effect on safety"), "choice:none|possible|yes", FALSE },
  { "rights", N_ ("Effect on rights"), "choice:none|possible|yes", FALSE },
  { "data", N_ ("Effect on data"), "choice:none|possible|yes", FALSE },
  { "corrective", N_ ("Corrective action"), "text", FALSE },
  { "ethics-on", N_ ("To the ethics committee on"), "date", FALSE },
  { NULL, NULL, NULL, FALSE },
};

/* Who judges what is sealed is who reads it. FALSE when refused. */
static gboolean
check_seal (CrfUseCaseContext *context,
            const CrfDeviationRecord *found)
{
  if (found->box == NULL)
    return crf_session_get_role (context->session) != CRF_ROLE_PHARMACIST ||
           !crf_context_refuse (context, "not-permitted", _("Ask an investigator."), _("The pharmacy judges only the deviations that are sealed."));
  if (!crf_session_may_know_arms (context->session))
    return !crf_context_refuse (context, "may-not-know", _("The pharmacy judges it."), _("This deviation is sealed: only who may know the arms reads it."));
  if (crf_context_get (context, "text") != NULL)
    return !crf_context_refuse (context, "sealed", _("Record a new one and cancel this one."),
                                _("What happened is sealed, and is not written anew in the open."));
  return TRUE;
}

/* What was done about a sealed one, as written earlier; NULL: nothing. Free it. */
static char *
open_corrective (CrfUseCaseContext *context,
                 const CrfDeviationRecord *found)
{
  g_autoptr (CrfSealedContent) content = crf_blind_open (context->session, found->subject, NULL, found->said);
  g_autoptr (JsonObject) detail = content != NULL && content->detail != NULL ? crf_detail_parse (content->detail, NULL) : NULL;

  return detail != NULL ? crf_detail_get (detail, "corrective") : g_strdup (found->corrective);
}

/* What is written about a sealed one could tell the arm as well as what happened: it goes into a box of its own, with what was written before. */
static gboolean
append_said (CrfUseCaseContext *context,
             const CrfDeviationRecord *found,
             const char *corrective,
             GError **error)
{
  g_autofree char *detail = crf_detail_new ("corrective", corrective, NULL);
  CrfEntry entry = { .action = CRF_ACTION_DEVIATION_STATE, .subject = found->subject, .groupkey = found->key, .seal = CRF_SEAL_UNBLINDING,
                     .detail = detail, .reason = crf_context_get (context, "reason") };

  if (crf_context_get (context, "corrective") == NULL && entry.reason == NULL)
    return TRUE;
  crf_context_notice (context, _("What you wrote is sealed: only who may know the arms reads it."));
  return crf_context_append (context, &entry, NULL, error);
}

/* What is said now, else what was said before. */
static const char *
said (CrfUseCaseContext *context,
      const char *key,
      const char *before)
{
  const char *now = crf_context_get (context, key);

  return now != NULL ? now : before;
}

static gboolean
check (CrfUseCaseContext *context,
       const CrfDeviationRecord *found,
       const char *corrective,
       const char *ethics_on)
{
  const char *state = crf_context_get (context, "state");
  const char *class_ = said (context, "class", found->class_);

  if (strcmp (found->state, "closed") == 0)
    return crf_context_refuse (context, "deviation-closed", _("Record a new one if something else has come out."), _("The deviation is closed."));
  if (strcmp (state, "cancelled") == 0)
    return TRUE;
  if (class_ == NULL)
    return crf_context_refuse (context, "class-missing", _("Choose minor or major."), _("Nobody has said yet whether the deviation is minor or major."));
  if (ethics_on != NULL && strcmp (ethics_on, crf_session_get_today (context->session)) > 0)
    return crf_context_refuse (context, "in-the-future", _("Check the date."), _("%s has not come yet."), ethics_on);
  if (strcmp (state, "closed") != 0 || strcmp (class_, "major") != 0)
    return TRUE;
  if (said (context, "safety", found->on_safety) == NULL || said (context, "rights", found->on_rights) == NULL ||
      said (context, "data", found->on_data) == NULL)
    return crf_context_refuse (context, "effects-missing", _("Choose none, possible or yes for each."),
                               _("A major deviation is closed with its effect on safety, rights and data."));
  if (corrective == NULL)
    return crf_context_refuse (context, "corrective-missing", NULL, _("A major deviation is closed with what was done about it."));
  if (ethics_on == NULL && found->ethics_on == NULL)
    return crf_context_refuse (context, "ethics-missing", _("Enter the day on which the ethics committee was told."),
                               _("A major deviation goes to the ethics committee before it is closed."));
  return TRUE;
}

/* Minor, major or NULL, as it is now; of a sealed one that nobody has judged yet, as it was reported. Free it. */
static char *
class_of (CrfUseCaseContext *context,
          const CrfDeviationRecord *found)
{
  g_autoptr (CrfSealedContent) content = found->class_ == NULL ? crf_blind_open (context->session, found->subject, NULL, found->box) : NULL;
  g_autoptr (JsonObject) detail = content != NULL && content->detail != NULL ? crf_detail_parse (content->detail, NULL) : NULL;

  return detail != NULL ? crf_detail_get (detail, "class") : g_strdup (found->class_);
}

static gboolean
ask (CrfUseCaseContext *context,
     const char *question,
     const char *message)
{
  crf_context_ask (context, question, g_strdup (message))->needs_reason = TRUE;
  return FALSE;
}

/* Other words than were reported, less than was reported and nothing at all have a reason that is read with them. FALSE when asked back. */
static gboolean
check_reported (CrfUseCaseContext *context,
                const CrfDeviationRecord *found,
                const char *text)
{
  g_autofree char *class_ = class_of (context, found);
  gboolean lowered = g_strcmp0 (class_, "major") == 0 && g_strcmp0 (crf_context_get (context, "class"), "minor") == 0;
  gboolean has_reason = crf_context_get (context, "reason") != NULL;

  if (strcmp (crf_context_get (context, "state"), "cancelled") == 0)
    return has_reason || ask (context, "no-deviation", _("Say why it is no deviation."));
  if ((!lowered && text == NULL) || (has_reason && crf_context_has_confirmed (context, "judged-otherwise")))
    return TRUE;
  return ask (context, "judged-otherwise", lowered ? _("It was reported as major. Both classes are shown from now on, with the reason: why is it minor?")
                                                   : _("What was reported stays, and these words stand beside it with their reason: why are they needed?"));
}

static const CrfDeviationRecord *
find (GPtrArray *deviations,
      const char *key)
{
  for (guint i = 0; i < deviations->len; i++)
    if (strcmp (((CrfDeviationRecord *) g_ptr_array_index (deviations, i))->key, key) == 0)
      return g_ptr_array_index (deviations, i);
  return NULL;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const char *key = crf_context_get (context, "key"), *state = crf_context_get (context, "state");
  g_autoptr (GPtrArray) deviations = crf_records_deviations (context->file, NULL, error);
  const CrfDeviationRecord *found;
  g_autofree char *ethics_on = NULL, *before = NULL, *detail = NULL;
  const char *corrective, *text = crf_context_get (context, "text");
  CrfEntry entry = { .action = CRF_ACTION_DEVIATION_STATE };

  if (deviations == NULL)
    return FALSE;
  found = find (deviations, key);
  if (found == NULL)
    return crf_context_refuse (context, "deviation-unknown", NULL, _("There is no deviation “%s”."), key);
  if (!check_seal (context, found) || !crf_context_get_date (context, "ethics-on", FALSE, &ethics_on))
    return TRUE;
  before = open_corrective (context, found);
  corrective = said (context, "corrective", before);
  check (context, found, corrective, ethics_on);
  if (context->outcome->refusal != NULL)
    return TRUE;
  if (g_strcmp0 (text, found->text) == 0)
    text = NULL;
  if (!check_reported (context, found, text))
    return TRUE;
  detail = crf_detail_new ("key", key, "state", state, "class", crf_context_get (context, "class"), "text", text,
                           "on_safety", crf_context_get (context, "safety"), "on_rights", crf_context_get (context, "rights"), "on_data",
                           crf_context_get (context, "data"), "corrective",
                           found->box == NULL ? crf_context_get (context, "corrective") : NULL, "ethics_on", ethics_on, "closed_on",
                           strcmp (state, "confirmed") != 0 ? crf_session_get_today (context->session) : NULL, NULL);
  entry.detail = detail;
  entry.subject = found->subject;
  if (found->box == NULL)
    entry.reason = crf_context_get (context, "reason");
  return crf_context_append (context, &entry, NULL, error) && (found->box == NULL || append_said (context, found, corrective, error));
}

const CrfUseCase crf_use_case_close_deviation = {
  .name = "close-deviation",
  .title = N_ ("Judge deviation"),
  .summary = N_ ("Says whether a deviation is minor or major, what it did and what was done about it, and closes or cancels it."),
  .roles = CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_PHARMACIST,
  .parameters = parameters,
  .run = run,
};
