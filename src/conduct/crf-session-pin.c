/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the shift PIN opens, how long, and how it is lost. */

#include "crf-session-pin.h"

#include "crf-session-private.h"
#include "crf-use-case-private.h"
#include "crf-store-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define HOUR_MS ((gint64) 60 * 60 * 1000)

char *
crf_pin_fault (const char *pin)
{
  gsize length = strlen (pin);
  gboolean same = TRUE, up = TRUE, down = TRUE;

  if (length < 4 || length > 8 || strspn (pin, "0123456789") != length)
    return g_strdup (_("A shift PIN has 4 to 8 digits."));
  for (gsize i = 1; i < length; i++)
    {
      same = same && pin[i] == pin[0];
      up = up && pin[i] == pin[i - 1] + 1;
      down = down && pin[i] == pin[i - 1] - 1;
    }
  return same || up || down ? g_strdup (_("Anybody would try such a PIN first: no row like 1234, and not one digit only.")) : NULL;
}

void
crf_session_clear_pin (CrfSession *self)
{
  CrfShift *shift = crf_session_get_shift (self);

  g_clear_pointer (&shift->pin, crf_shift_pin_free);
  shift->failures = 0;
}

static gint64
end_of (const CrfShift *shift)
{
  return shift->set_at.utc_ms + CRF_PIN_HOURS * HOUR_MS;
}

gboolean
crf_session_has_pin (CrfSession *self)
{
  CrfShift *shift = crf_session_get_shift (self);
  gint64 now = crf_session_now (self).utc_ms;

  if (shift->pin == NULL)
    return FALSE;
  /* A clock that is set back must not make the shift longer. */
  if (now <= end_of (shift) && now >= shift->set_at.utc_ms - 2 * 60 * 1000)
    return TRUE;
  crf_session_clear_pin (self);
  return FALSE;
}

char *
crf_session_dup_pin_end (CrfSession *self)
{
  const CrfShift *shift = crf_session_get_shift (self);
  CrfInstant end = shift->set_at;
  char text[CRF_INSTANT_SIZE];

  if (!crf_session_has_pin (self))
    return NULL;
  end.utc_ms = end_of (shift);
  crf_instant_format_local (end, text);
  return g_strndup (text + strlen ("2026-03-02T"), strlen ("20:15"));
}

gboolean
crf_session_is_entry_only (CrfSession *self)
{
  return crf_session_get_shift (self)->entry_only;
}

static gboolean
fail (CrfSession *self,
      GError **error)
{
  CrfShift *shift = crf_session_get_shift (self);

  crf_session_journal_failure (self, FALSE);
  if (++shift->failures < CRF_PIN_FAILURES_ALLOWED)
    {
      g_set_error_literal (error, CRF_STORE_ERROR, CRF_STORE_ERROR_PASSPHRASE, _("This is not your shift PIN. Type it again, or your passphrase."));
      return FALSE;
    }
  crf_session_clear_pin (self);
  g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DISABLED, _("The shift PIN was wrong %d times and is forgotten. Type your passphrase."),
               CRF_PIN_FAILURES_ALLOWED);
  return FALSE;
}

/* The passphrase's way meets this in the key slot; the PIN opens none. */
static gboolean
is_enabled (CrfSession *self,
            GError **error)
{
  g_autoptr (GPtrArray) accounts = crf_records_accounts (crf_session_get_file (self), error);

  for (guint i = 0; accounts != NULL && i < accounts->len; i++)
    {
      const CrfAccountRecord *account = g_ptr_array_index (accounts, i);

      if (strcmp (account->login, crf_session_get_login (self)) == 0 && account->enabled && !account->must_change)
        return TRUE;
    }
  if (accounts != NULL)
    g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DISABLED, _("The account “%s” is closed, or its passphrase must be changed first."),
                 crf_session_get_login (self));
  return FALSE;
}

gboolean
crf_session_unlock_with_pin (CrfSession *self,
                             const char *pin,
                             GError **error)
{
  CrfShift *shift = crf_session_get_shift (self);
  gboolean locked_out;

  if (!crf_session_has_pin (self))
    {
      g_set_error_literal (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DISABLED, _("There is no shift PIN, or its 12 hours are over. Type your passphrase."));
      return FALSE;
    }
  if (!is_enabled (self, error) || !crf_access_allowed (crf_session_get_file (self), crf_session_get_login (self), crf_session_now (self), &locked_out, error))
    {
      crf_session_clear_pin (self);
      return FALSE;
    }
  if (!crf_shift_pin_matches (shift->pin, pin))
    return fail (self, error);
  shift->failures = 0;
  shift->entry_only = TRUE;
  return crf_session_open_journalled (self, CRF_ACTION_SESSION_PIN_UNLOCK, error);
}

gboolean
crf_use_case_is_entry (const CrfUseCase *use_case)
{
  /* Steps of the bedside that only write down what happens, and what asks for the passphrase itself. */
  static const char *const others[] = {
    "premedicate",   "receive-product", "change-rate", "pause-infusion",  "resume-infusion", "give-infusion",  "flush-line",   "keep-container",
    "record-vitals", "report-reaction", "hand-over",   "check-clock",     "note-view",       "query",          "answer-query", "check-identity",
    "check-infusion", "close-infusion", "sign-go",     "override-block",  "release-product", "sign-form",      "set-sample",   NULL,
  };

  /* Of the task "enter", these decide what becomes of a patient or of what was entered. */
  static const char *const decisions[] = {
    "register", "fail-screening", "set-status", "reopen-form", "move-form", "decide-entry", "send-sae-report", "sae-receipt", NULL,
  };

  return (g_strcmp0 (use_case->task, "enter") == 0 && !g_strv_contains (decisions, use_case->name)) || g_strv_contains (others, use_case->name);
}
