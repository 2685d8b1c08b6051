/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What an act of consent breaks. */

#include "crf-consent-gates.h"

#include "crf-delegations.h"
#include "crf-session-private.h"
#include "crf-visits.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define DAY_LENGTH 10 /* of "2026-03-02" */

static gboolean
open_draft (CrfUseCaseContext *context,
            const char *text,
            GError **error)
{
  return crf_context_open_deviation (context, "consent", crf_context_get (context, "reason"), error, "%s", text);
}

/* The version whose first day is the latest that is not after @day. */
static const CrfConsentVersionRecord *
version_in_force (GPtrArray *versions,
                  const char *day)
{
  const CrfConsentVersionRecord *found = NULL;

  for (guint i = 0; i < versions->len; i++)
    {
      const CrfConsentVersionRecord *version = g_ptr_array_index (versions, i);

      if (version->valid_from != NULL && strncmp (version->valid_from, day, DAY_LENGTH) <= 0 &&
          (found == NULL || strcmp (version->valid_from, found->valid_from) > 0))
        found = version;
    }
  return found;
}

static gboolean
check_version (CrfUseCaseContext *context,
               const char *version,
               const char *at,
               GError **error)
{
  g_autoptr (GPtrArray) versions = crf_records_consent_versions (context->file, error);
  const CrfConsentVersionRecord *in_force = versions != NULL ? version_in_force (versions, at) : NULL;
  g_autofree char *text = NULL;

  if (versions == NULL)
    return FALSE;
  if (in_force == NULL || g_strcmp0 (in_force->number, version) == 0)
    return TRUE;
  text = g_strdup_printf (_("Version %1$s of the consent form was signed on %2$.10s, though version %3$s was in force from %4$s."), version, at,
                          in_force->number, in_force->valid_from);
  return open_draft (context, text, error);
}

static const CrfAccountRecord *
find_account (GPtrArray *accounts,
              const char *who)
{
  for (guint i = 0; i < accounts->len; i++)
    {
      const CrfAccountRecord *account = g_ptr_array_index (accounts, i);

      if (g_strcmp0 (account->login, who) == 0 || g_strcmp0 (account->name, who) == 0)
        return account;
    }
  return NULL;
}

static gboolean
has_role (const CrfAccountRecord *account,
          CrfRole roles)
{
  for (char **role = account->roles; role != NULL && *role != NULL; role++)
    if ((crf_role_from_name (*role) & roles) != 0)
      return TRUE;
  return FALSE;
}

static gboolean
check_who (CrfUseCaseContext *context,
           const char *at,
           const char *who,
           GError **error)
{
  g_autoptr (GPtrArray) accounts = crf_records_accounts (context->file, error);
  const CrfAccountRecord *account = accounts != NULL ? find_account (accounts, who) : NULL;
  g_autofree char *day = g_strndup (at, DAY_LENGTH);
  g_autofree char *text = NULL;

  if (accounts == NULL)
    return FALSE;
  if (account == NULL)
    text = g_strdup_printf (_("The consent was explained by “%s”, who has no account in this study."), who);
  else if (!has_role (account, crf_use_case_find ("consent")->roles) ||
           !crf_delegations_had (context->session, account->login, "consent", day))
    text = g_strdup_printf (_("The consent was explained by %1$s, to whom the task was not delegated on %2$s."), account->name, day);
  return text == NULL || open_draft (context, text, error);
}

static gboolean
check_allocation (CrfUseCaseContext *context,
                  const char *at,
                  GError **error)
{
  g_autofree char *allocated = crf_allocation_date_of (context->session, context->subject);
  g_autoptr (GPtrArray) acts = crf_records_consents (context->file, context->subject->key, error);
  g_autofree char *text = NULL;

  if (acts == NULL)
    return FALSE;
  /* Of several acts the first one let the patient in. */
  for (guint i = 0; i < acts->len; i++)
    {
      const CrfConsentRecord *act = g_ptr_array_index (acts, i);

      if (g_strcmp0 (act->kind, "given") == 0 && act->at != NULL && strcmp (act->at, at) < 0)
        return TRUE;
    }
  if (allocated == NULL || strncmp (at, allocated, MIN (strlen (at), strlen (allocated))) <= 0)
    return TRUE;
  text = g_strdup_printf (_("Allocated on %1$s, before consent was given (%2$s)."), allocated, at);
  return open_draft (context, text, error);
}

gboolean
crf_consent_gates_after (CrfUseCaseContext *context,
                         const char *version,
                         const char *at,
                         const char *explained_by,
                         GError **error)
{
  return crf_study_is_transcription (context->study) ||
         (check_version (context, version, at, error) && check_who (context, at, explained_by, error) && check_allocation (context, at, error));
}
