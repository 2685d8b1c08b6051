/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the rest of conduct/ asks of a session and pages do not. */

#pragma once

#include "crf-expression.h"
#include "crf-keyring.h"
#include "crf-session.h"
#include "crf-shift-pin.h"
#include "crf-transaction.h"

G_BEGIN_DECLS

/* Journal only, beside those of crf-entry.h. */
#define CRF_ACTION_RECOVERY_CONFIRMED "recovery.confirm"

/* ── Versions of the definition ── A session looks through one version at a time: that of the patient and visit it deals with (see crf-version.h), else the
 * active one. Study, expressions, scores and arms all come from it. */
/* Takes the definition that is active in the file now; another session may have activated it. */
gboolean       crf_session_follow_file (CrfSession *self, GError **error);
/* Whether the file holds more than one. */
gboolean       crf_session_has_versions (CrfSession *self);
/* "OID SHA-256" of the one that is looked through; NULL: the only one of a file without definition entries. */
const char    *crf_session_get_version (CrfSession *self);
/* NULL: the active one. */
gboolean       crf_session_use_version (CrfSession *self, const char *mdv, GError **error);
/* So many failures in a row close an account for so long. It opens by itself, so that nobody can be locked out of a trial for good. */
#define CRF_FAILURES_ALLOWED 5
#define CRF_LOCK_OUT_MINUTES 15

/* FALSE with DISABLED: the account is locked out now, or its last day is over. @late, if not NULL: whether it was the lock-out. */
gboolean       crf_access_allowed (CrfStudyFile *file, const char *login, CrfInstant now, gboolean *locked_out, GError **error);
/* What to tell @login, whose state is @access as it was before this sign-in. */
GPtrArray     *crf_access_notices (CrfStudyFile *file, const char *login, CrfRole roles, CrfInstant now, gboolean must_change);
/* Whether the passphrase is older than the study allows. */
gboolean       crf_access_is_old (CrfStudyFile *file, const char *login, CrfInstant now);
/* More days than this between two entries of a workstation are asked about. */
#define CRF_CLOCK_AHEAD_DAYS 30
/* Journals that the clock stands before the newest entry, or far after it, and returns the sentence; NULL: it does not. Less than two minutes before it,
 * and CRF_CLOCK_AHEAD_DAYS after it, are not told. */
char          *crf_access_check_clock (CrfStudyFile *file, const CrfActor *actor, GError **error);
/* The same while the session runs, asked before each act: tells once each time that the clock is set back or far ahead. Free it. */
char          *crf_session_watch_clock (CrfSession *self);
/* The account's last day; NULL: none was set. Free it. */
char          *crf_access_last_day (CrfStudyFile *file, const char *login);
/* The sentence where the account's last day is over; NULL: it is not. Free it. */
char          *crf_access_ended (CrfStudyFile *file, const char *login, CrfInstant now);
/* Journals a passphrase that was wrong, at the door or at a signature; best effort: the person is told about the passphrase, not about this. */
void           crf_access_note_failure (CrfStudyFile *file, const char *login, gboolean locked_out, CrfClock clock);
/* What an administrator did to the account while it was signed in counts from the next act on: @refusal says that it may do nothing any more. */
gboolean       crf_session_follow_account (CrfSession *self, CrfRefusal **refusal, GError **error);
/* One entry, one transaction. */
gboolean       crf_session_append_alone (CrfStudyFile *file, const CrfActor *actor, const CrfEntry *entry, GError **error);

/* What casebooks have read of patients and share (crf-casebook-store.c), oldest first. Empty after the role or the keys changed. */
GPtrArray     *crf_session_get_case_stores (CrfSession *self);
/* Arms opened in the present version of the definition, by subject key; emptied when the keys go. */
GHashTable    *crf_session_get_opened_arms (CrfSession *self);
/* Looks at what cannot be read, and the error that says what; see crf-readings.h. */
typedef struct
{
  guint64 n_looks;
  guint64 n_known; /* faults of the file that are counted as looks instead */
  GError *last;    /* NULL: none */
  guint64 output_faults, output_looks; /* CrfReadings when the output that is being written was begun */
} CrfUnreadable;
CrfUnreadable *crf_session_get_unreadable (CrfSession *self);
void           crf_session_note_unreadable (CrfSession *self, const GError *error);
/* Prepared once for each text; borrowed. */
CrfExpression *crf_session_get_expression (CrfSession *self, const char *text, GError **error);
/* Short code of the centre for subject numbers, or "". */
const char    *crf_session_get_centre (CrfSession *self);
/* Whether the recovery key has been typed back. */
gboolean       crf_session_is_recovery_confirmed (CrfSession *self);
/* Whether the study keeps a delegation log yet. */
gboolean       crf_session_has_delegations (CrfSession *self);
/* The shift PIN of this session, and whether it was what unlocked it last. The session wipes it when it ends. */
typedef struct
{
  CrfShiftPin *pin;   /* NULL: none */
  CrfInstant set_at;
  guint failures;     /* in a row */
  gboolean entry_only;
} CrfShift;
CrfShift      *crf_session_get_shift (CrfSession *self);
/* Ends the lock with @action, the keys as they are, once the account has been read again and the journal says so; locked and without keys where not.
 * What could not be written before is written first; the notices tell it. */
gboolean       crf_session_open_journalled (CrfSession *self, const char *action, GError **error);
/* A failed sign-in of this account; best effort. */
void           crf_session_journal_failure (CrfSession *self, gboolean locked_out);
/* To be called after the account of the session has changed in the file. */
void           crf_session_reload_account (CrfSession *self);
/* The arm of an allocated subject where the session may know it, opened once; NULL else. */
const CrfArm  *crf_session_get_arm (CrfSession *self, const char *subject);
/* For who may know the arms: there is none to know, because the patient was allocated in another study file. */
gboolean       crf_session_arm_is_elsewhere (CrfSession *self, const char *subject);
/* Whether a journal entry with @action exists. */
gboolean       crf_session_has_entry (CrfSession *self, const char *action);

/* The shipped or named definition: id of a shipped protocol, or a path. */
char          *crf_protocol_find (const char *definition);
/* NULL if the passphrase will do, else a sentence. */
char          *crf_passphrase_fault (const char *passphrase, gboolean demo);
/* The same for a login. */
char          *crf_login_fault (const char *login);

G_END_DECLS
