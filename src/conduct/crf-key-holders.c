/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who holds the key to the arms, counted. */

#include "crf-key-holders.h"

#include "crf-allocation-list.h"
#include "crf-entitlement.h"
#include "crf-partial-date.h"
#include "crf-session-private.h"
#include "crf-trial-key.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define NEEDED 2
#define DAYS_AHEAD 14 /* an account that ends so soon is not counted on */
#define CONFIRM "few-holders"

/* A code can be broken, or a list goes on being drawn, until the trial is unblinded. */
static gboolean
are_needed (CrfSession *session)
{
  CrfStudyFile *file = crf_session_get_file (session);

  return (crf_study_get_masking (crf_session_get_study (session)) != CRF_MASKING_NONE || crf_allocation_count (file) > 0) &&
         !crf_trial_key_is_unlocked (file);
}

static char *
day_ahead (CrfSession *session)
{
  char buffer[CRF_DATE_SIZE];
  CrfDate date;

  if (!crf_date_parse (crf_session_get_today (session), FALSE, &date, NULL))
    return g_strdup (crf_session_get_today (session));
  crf_date_from_days (crf_date_to_days (&date) + DAYS_AHEAD, &date);
  return g_strdup (crf_date_format (&date, buffer));
}

static gboolean
lasts (const char *last_day,
       const char *until)
{
  return last_day == NULL || strcmp (last_day, until) >= 0;
}

/* Names of those who hold the key and can sign in on @until; @but: not looked at, NULL: all are. char *. */
static GPtrArray *
list_holders (CrfSession *session,
              const char *until,
              const char *but)
{
  CrfStudyFile *file = crf_session_get_file (session);
  g_autoptr (GPtrArray) accounts = crf_records_accounts (file, NULL);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; accounts != NULL && i < accounts->len; i++)
    {
      const CrfAccountRecord *account = g_ptr_array_index (accounts, i);
      g_autofree char *last_day = crf_access_last_day (file, account->login);

      if (account->enabled && lasts (last_day, until) && g_strcmp0 (account->login, but) != 0 &&
          crf_keys_account_holds (file, account->login, CRF_ROLE_KEY_ALLOCATION))
        g_ptr_array_add (names, g_strdup (account->name != NULL ? account->name : account->login));
    }
  return names;
}

char *
crf_key_holders_warning (CrfSession *session)
{
  const char *today = crf_session_get_today (session);
  g_autofree char *ahead = day_ahead (session);
  g_autoptr (GPtrArray) now = NULL, then = NULL;

  if ((crf_session_get_role (session) & (CRF_ROLE_ADMINISTRATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR)) == 0 || !are_needed (session))
    return NULL;
  now = list_holders (session, today, NULL);
  then = list_holders (session, ahead, NULL);
  if (now->len == 0)
    return g_strdup (_("nobody who can sign in holds the key to the arms; two accounts are needed"));
  if (now->len < NEEDED)
    return g_strdup_printf (_("only %s holds the key to the arms and can sign in; two accounts are needed"), (const char *) g_ptr_array_index (now, 0));
  if (then->len < NEEDED)
    return g_strdup_printf (_("accounts end: on %s fewer than two that can sign in will hold the key to the arms"), ahead);
  return NULL;
}

static void
ask (CrfUseCaseContext *context,
     const GPtrArray *left)
{
  char *message;

  if (left->len == 0)
    message = g_strdup (_("After this nobody who can be counted on to sign in holds the key to the arms: it comes back only with the recovery key. Two accounts "
                                  "are needed. Go on all the same?"));
  else
    message = g_strdup_printf (_("After this only %s can be counted on to sign in with the key to the arms. Two accounts are needed. Go on all the same?"),
                                       (const char *) g_ptr_array_index (left, 0));
  crf_context_ask (context, CONFIRM, message);
}

gboolean
crf_key_holders_ask (CrfUseCaseContext *context,
                     const char *login,
                     gboolean enabled,
                     CrfRole roles,
                     const char *last_day)
{
  g_autofree char *ahead = day_ahead (context->session);
  g_autofree char *before = crf_access_last_day (context->file, login);
  g_autoptr (GPtrArray) left = NULL;
  CrfAccountRecord *account;
  gboolean counted;

  if (!are_needed (context->session) || !crf_keys_account_holds (context->file, login, CRF_ROLE_KEY_ALLOCATION) ||
      crf_context_has_confirmed (context, CONFIRM))
    return TRUE;
  account = crf_records_account (context->file, login, NULL);
  counted = account != NULL && account->enabled && lasts (before, ahead);
  g_clear_pointer (&account, crf_account_record_free);
  if (!counted || (enabled && lasts (last_day, ahead) && crf_entitlement_holds (context->study, roles, CRF_ROLE_KEY_ALLOCATION)))
    return TRUE;
  left = list_holders (context->session, ahead, login);
  if (left->len >= NEEDED)
    return TRUE;
  ask (context, left);
  return FALSE;
}
