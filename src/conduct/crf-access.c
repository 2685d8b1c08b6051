/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who may come in, and what is said at the door: lock-out after failures, the last day of an account, old passphrases, a clock that was set back. */

#include "crf-session-private.h"

#include "crf-detail.h"
#include "crf-records-trust.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MINUTE_MS 60000
#define DAY_MS (24 * 60 * G_GINT64_CONSTANT (60000))
/* Clocks of a network differ by so much without anybody's doing. */
#define CLOCK_TOLERANCE_MS (2 * MINUTE_MS)

static CrfAccessRecord *
find_access (CrfStudyFile *file,
             const char *login)
{
  g_autoptr (GPtrArray) records = crf_records_access (file, login, NULL);

  if (records == NULL || records->len == 0)
    return NULL;
  return g_ptr_array_steal_index (records, 0);
}

static gint64
utc_ms_of (const char *at)
{
  CrfInstant instant = { 0 };

  return at != NULL && crf_instant_parse_utc (at, &instant) ? instant.utc_ms : 0;
}

/* "14:05" where that is today's, else with the date; in local time of @now. */
static char *
format_time (gint64 utc_ms,
             CrfInstant now)
{
  char buffer[CRF_INSTANT_SIZE];
  CrfInstant instant = { utc_ms, now.offset_minutes };

  crf_instant_format_local (instant, buffer);
  if (strlen (buffer) > 10)
    buffer[10] = ' ';
  return g_strdup (buffer);
}

static gint64
locked_until (const CrfAccessRecord *access)
{
  if (access->failures < CRF_FAILURES_ALLOWED)
    return 0;
  return utc_ms_of (access->failed_at) + CRF_LOCK_OUT_MINUTES * MINUTE_MS;
}

char *
crf_access_last_day (CrfStudyFile *file,
                     const char *login)
{
  g_autoptr (CrfAccessRecord) access = find_access (file, login);

  return access != NULL ? g_strdup (access->last_day) : NULL;
}

char *
crf_access_ended (CrfStudyFile *file,
                  const char *login,
                  CrfInstant now)
{
  g_autoptr (CrfAccessRecord) access = find_access (file, login);
  char today[CRF_INSTANT_SIZE];

  crf_instant_format_local_date (now, today);
  if (access == NULL || access->last_day == NULL || strcmp (today, access->last_day) <= 0)
    return NULL;
  return g_strdup_printf (_("The account “%s” ended on %s. An administrator can extend it."), login, access->last_day);
}

void
crf_access_note_failure (CrfStudyFile *file,
                         const char *login,
                         gboolean locked_out,
                         CrfClock clock)
{
  g_autofree char *detail = crf_detail_new ("login", login, "locked_out", locked_out ? "1" : NULL, NULL);
  CrfActor actor = { .clock = clock };
  CrfEntry entry = { .action = CRF_ACTION_SIGN_IN_FAILED, .detail = detail };
  g_autoptr (GError) error = NULL;

  if (!crf_study_file_is_read_only (file) && !crf_session_append_alone (file, &actor, &entry, &error))
    g_debug ("A failed sign-in was not journalled: %s", error->message);
}

gboolean
crf_access_allowed (CrfStudyFile *file,
                    const char *login,
                    CrfInstant now,
                    gboolean *locked_out,
                    GError **error)
{
  g_autoptr (CrfAccessRecord) access = find_access (file, login);
  g_autofree char *ended = crf_access_ended (file, login, now);

  if (ended != NULL)
    {
      g_set_error_literal (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DISABLED, ended);
      return FALSE;
    }
  if (access == NULL)
    return TRUE;
  *locked_out = now.utc_ms < locked_until (access);
  if (*locked_out)
    {
      g_autofree char *until = format_time (locked_until (access), now);

      g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DISABLED,
                   _("The account “%s” is locked out after %d failed sign-ins, until %s. An administrator can open it earlier."), login,
                   (int) access->failures, until);
    }
  return !*locked_out;
}

gboolean
crf_access_is_old (CrfStudyFile *file,
                   const char *login,
                   CrfInstant now)
{
  g_autofree char *days = crf_records_policy (file, "passphrase-days");
  g_autoptr (CrfAccessRecord) access = days != NULL ? find_access (file, login) : NULL;
  gint64 set = access != NULL ? utc_ms_of (access->passphrase_at) : 0;

  return set > 0 && (now.utc_ms - set) / DAY_MS >= g_ascii_strtoll (days, NULL, 10);
}

static void
add_own (GPtrArray *notices,
         const CrfAccessRecord *access,
         CrfInstant now,
         gboolean must_change)
{
  if (access->tries > 0)
    {
      g_autofree char *when = format_time (utc_ms_of (access->failed_at), now);

      g_ptr_array_add (notices, g_strdup_printf (ngettext ("%d sign-in with your login failed since you were last here, on %s. If it was not you, tell an administrator.",
                                                           "%d sign-ins with your login failed since you were last here, the last on %s. If it was not you, tell an administrator.",
                                                           (gulong) access->tries),
                                                 (int) access->tries, when));
    }
  if (access->reset_by != NULL)
    {
      g_autofree char *when = format_time (utc_ms_of (access->reset_at), now);

      g_ptr_array_add (notices, g_strdup_printf (_("Your passphrase was set by the administrator %s on %s. Choose one of your own now."), access->reset_by, when));
    }
  else if (must_change && access->passphrase_at != NULL)
    {
      int days = (int) ((now.utc_ms - utc_ms_of (access->passphrase_at)) / DAY_MS);

      g_ptr_array_add (notices, g_strdup_printf (ngettext ("Your passphrase is %d day old. Choose a new one now.", "Your passphrase is %d days old. Choose a new one now.", (gulong) days), days));
    }
}

/* Administrators hear of every account that was locked out and has not signed in since. */
static void
add_others (GPtrArray *notices,
            CrfStudyFile *file,
            const char *login,
            CrfInstant now)
{
  g_autoptr (GPtrArray) records = crf_records_access (file, NULL, NULL);

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const CrfAccessRecord *access = g_ptr_array_index (records, i);
      g_autofree char *when = NULL;

      if (access->failures < CRF_FAILURES_ALLOWED || strcmp (access->login, login) == 0)
        continue;
      when = format_time (utc_ms_of (access->failed_at), now);
      g_ptr_array_add (notices, g_strdup_printf (_("The account “%s” was locked out: %d failed sign-ins, the last on %s."), access->login,
                                                 (int) access->failures, when));
    }
}

typedef struct { const char *since; char *missing; } Found;

static gboolean
look_for_missing (const CrfJournalRecord *record,
                  gpointer data)
{
  Found *found = data;
  g_autoptr (JsonObject) detail = crf_detail_parse (record->columns[CRF_COL_DETAIL], NULL);
  g_autofree char *expected = detail != NULL ? crf_detail_get (detail, "expected") : NULL;

  if (expected == NULL || g_strcmp0 (record->columns[CRF_COL_AT], found->since) <= 0) /* told at that sign-in */
    return TRUE;
  g_free (found->missing);
  found->missing = g_strndup (expected, strcspn (expected, " "));
  return TRUE;
}

/* Everybody hears once that the file lost its end, whoever opened it first. */
static void
add_missing (GPtrArray *notices,
             CrfStudyFile *file,
             const CrfAccessRecord *access)
{
  Found found = { access != NULL ? access->signed_in_at : NULL, g_strdup (crf_study_file_get_missing (file)) };

  if (found.missing == NULL && found.since != NULL)
    crf_records_journal (file, &(CrfEntry) { .action = CRF_ACTION_FILE_FOUND }, found.since, 0, FALSE, look_for_missing, &found, NULL);
  if (found.missing != NULL)
    g_ptr_array_add (notices, g_strdup_printf (_("Entries that this computer had written to the file are not in it any more, up to %s: it is an older copy, a restored "
                                                 "backup, or its end was cut off. If you do not know why, ask before you go on."), found.missing));
  g_free (found.missing);
}

GPtrArray *
crf_access_notices (CrfStudyFile *file,
                    const char *login,
                    CrfRole roles,
                    CrfInstant now,
                    gboolean must_change)
{
  g_autoptr (CrfAccessRecord) access = find_access (file, login);
  GPtrArray *notices = g_ptr_array_new_with_free_func (g_free);

  add_missing (notices, file, access);
  if (access != NULL)
    add_own (notices, access, now, must_change);
  if ((roles & CRF_ROLE_ADMINISTRATOR) != 0)
    add_others (notices, file, login, now);
  return notices;
}

/* ── The clock ── */

typedef struct { gint64 now, newest; const char *ws; char *since; } Ahead;

static gboolean
note_ahead (const CrfJournalRecord *record,
            gpointer data)
{
  Ahead *ahead = data;

  gint64 at = utc_ms_of (record->columns[CRF_COL_AT]);

  if (at > ahead->now && at <= ahead->newest && strcmp (record->columns[CRF_COL_WS], ahead->ws) == 0)
    ahead->since = g_strdup (record->columns[CRF_COL_AT]);
  return FALSE;
}

/* When the clock that is right again was first seen to be ahead; NULL: it was not, or has been set right already. Free it. */
static char *
find_ahead (CrfStudyFile *file,
            const char *newest,
            CrfInstant now)
{
  Ahead ahead = { now.utc_ms, utc_ms_of (newest), crf_study_file_get_workstation (file), NULL };

  crf_records_journal (file, &(CrfEntry) { .action = CRF_ACTION_CLOCK_AHEAD }, NULL, 1, TRUE, note_ahead, &ahead, NULL);
  return ahead.since;
}

static gboolean
append_clock (CrfStudyFile *file,
              const CrfActor *actor,
              const char *action,
              const char *newest,
              const char *from,
              gint64 ms,
              GError **error)
{
  g_autofree char *seconds = g_strdup_printf ("%" G_GINT64_FORMAT, ms / 1000);
  g_autofree char *detail = crf_detail_new ("last", newest, "seconds", seconds, "from", from, NULL);
  const CrfEntry entry = { .action = action, .detail = detail };

  return crf_session_append_alone (file, actor, &entry, error);
}

static char *
tell_back (CrfStudyFile *file,
           const CrfActor *actor,
           const char *newest,
           CrfInstant now,
           GError **error)
{
  gint64 behind = utc_ms_of (newest) - now.utc_ms;
  g_autofree char *ahead = find_ahead (file, newest, now);
  g_autofree char *then = format_time (utc_ms_of (newest), now);
  g_autofree char *since = ahead != NULL ? format_time (utc_ms_of (ahead), now) : NULL;

  if (!append_clock (file, actor, CRF_ACTION_CLOCK_BACK, newest, ahead, behind, error))
    return NULL;
  if (since != NULL)
    return g_strdup_printf (_("The clock of this computer was set back: it had been ahead. Entries with times from %1$s to %2$s were written with the wrong date: those times "
                              "are not to be trusted, the order of entries is. Say so where a date was taken from the clock."),
                            since, then);
  return g_strdup_printf (_("The clock of this computer was set back: the newest entry is of %s, the clock stands %d minutes before it. Correct the clock; the order of entries "
                            "stays right."),
                          then, (int) (behind / MINUTE_MS));
}

/* After holidays the question is answered with one key; the entry that is written now is the newest, so that it is not asked again. */
static char *
tell_ahead (CrfStudyFile *file,
            const CrfActor *actor,
            const char *newest,
            CrfInstant now,
            GError **error)
{
  gint64 ahead = now.utc_ms - utc_ms_of (newest);
  g_autofree char *then = format_time (utc_ms_of (newest), now), *shown = format_time (now.utc_ms, now);
  int days = (int) (ahead / DAY_MS);

  if (!append_clock (file, actor, CRF_ACTION_CLOCK_AHEAD, newest, NULL, ahead, error))
    return NULL;
  return g_strdup_printf (ngettext ("The clock of this computer says %1$s: %2$d day after the newest entry (%3$s). Is this date right? If it is not, set the clock right before "
                                    "you enter anything.",
                                    "The clock of this computer says %1$s: %2$d days after the newest entry (%3$s). Is this date right? If it is not, set the clock right before "
                                    "you enter anything.", (gulong) days),
                          shown, days, then);
}

char *
crf_access_check_clock (CrfStudyFile *file,
                        const CrfActor *actor,
                        GError **error)
{
  g_autofree char *newest = crf_records_newest_at (file);
  CrfInstant now = crf_clock_now (&actor->clock);
  gint64 behind = newest != NULL ? utc_ms_of (newest) - now.utc_ms : 0;

  if (behind > CLOCK_TOLERANCE_MS)
    return tell_back (file, actor, newest, now, error);
  /* A demonstration lies about until somebody wants to see it. */
  if (-behind > CRF_CLOCK_AHEAD_DAYS * DAY_MS && !crf_study_file_is_demo (file))
    return tell_ahead (file, actor, newest, now, error);
  return NULL;
}
