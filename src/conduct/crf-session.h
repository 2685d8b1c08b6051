/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One person signed in to one study file, in one role, at one workstation, with one clock. Every use case takes it. */

#pragma once

#include "crf-clock.h"
#include "crf-refusal.h"
#include "crf-study.h"

G_BEGIN_DECLS

typedef struct _CrfSession CrfSession;
typedef struct _CrfStudyFile CrfStudyFile;

typedef enum
{
  CRF_ROLE_ADMINISTRATOR = 1 << 0,
  CRF_ROLE_NURSE = 1 << 1,
  CRF_ROLE_INVESTIGATOR = 1 << 2,
  CRF_ROLE_PRINCIPAL_INVESTIGATOR = 1 << 3,
  CRF_ROLE_DATA_MANAGER = 1 << 4,
  CRF_ROLE_MONITOR = 1 << 5,
  CRF_ROLE_PHARMACIST = 1 << 6, /* unblinded */
  CRF_ROLE_LABORATORY = 1 << 7, /* cell laboratory, QA */
  CRF_ROLE_ASSESSOR = 1 << 8,   /* blinded */
  CRF_ROLE_STATISTICIAN = 1 << 9,
  CRF_ROLE_AUDITOR = 1 << 10,   /* read only */
} CrfRole;

#define CRF_ROLES_ALL ((CrfRole) ((1 << 11) - 1))

const char *crf_role_get_name (CrfRole role);   /* "nurse": as stored and typed */
const char *crf_role_get_label (CrfRole role);  /* translated */
CrfRole     crf_role_from_name (const char *name); /* 0: unknown */

/* What the creator of a study file says. */
typedef struct
{
  const char *definition; /* id of a shipped protocol (as crf_protocols_list() names it) or path of an ODM file */
  const char *signature;  /* of such a file, where it is not beside it; NULL: FILE.sig */
  GHashTable *answers;    /* open question OID → option OID, or NULL */
  const char *site;       /* name of the site */
  const char *centre;     /* short code in subject numbers ("01"); NULL: none */
  const char *login, *name, *passphrase; /* the first administrator */
  gboolean demo;
  CrfClock clock;
  /* A definition that does not come with the program is asked about: the answer, with its reason, of a second call; *prompt receives the question. Where
   * prompt is NULL the question is a refusal. */
  const char *confirm, *reason;
  CrfPrompt **prompt;
} CrfCreateRequest;

/* Creates the study file: definition, administrator, role keys, recovery key (@recovery, printed once, typed back before the
 * first patient), fingerprint (@fingerprint). */
gboolean      crf_session_create_study (const char *path, const CrfCreateRequest *request, char **recovery, char **fingerprint,
                                        CrfRefusal **refusal, GError **error);

/* Opens the file and signs in. Failures are journalled; wrong passphrase is CRF_STORE_ERROR_PASSPHRASE. @role NULL: the
 * account's first. Runs Argon2id: call on a worker thread. The session owns the study file. */
CrfSession   *crf_session_sign_in (const char *path, const char *login, const char *passphrase, const char *role,
                                   CrfClock clock, GError **error);
/* A further person signs in on the open file (fast user switch, second person of a check); @file is taken over when the first
 * session closes with crf_session_release_file(). */
CrfSession   *crf_session_sign_in_file (CrfStudyFile *file, const char *login, const char *passphrase, const char *role,
                                        CrfClock clock, GError **error);
/* Signs out (journalled), wipes keys; closes the file if it owns it. */
void          crf_session_close (CrfSession *self);
/* The same, but hands the open file over to @heir, which was signed in on it. */
void          crf_session_release_file (CrfSession *self, CrfSession *heir);

/* Wipes the keys from memory and keeps the session: nothing but reading what needs no key is possible until it is unlocked. */
void          crf_session_lock (CrfSession *self);
/* FALSE with CRF_STORE_ERROR_PASSPHRASE, or DISABLED where the account is closed or locked out. Runs Argon2id. */
gboolean      crf_session_unlock (CrfSession *self, const char *passphrase, GError **error);
gboolean      crf_session_is_locked (CrfSession *self);
/* Why the session locked itself: its account could not be read again after the file had changed. NULL: it did not. */
const char   *crf_session_get_account_fault (CrfSession *self);
/* What the person must be told after signing in: failed attempts, a reset, an old passphrase, accounts locked out, a clock set back, a session without a
 * sign-out; after unlocking: what could not be written when it happened. Sentences, may be empty; borrowed. */
const GPtrArray *crf_session_get_notices (CrfSession *self);

CrfStudyFile *crf_session_get_file (CrfSession *self);
CrfStudy     *crf_session_get_study (CrfSession *self);
const char   *crf_session_get_login (CrfSession *self);
const char   *crf_session_get_name (CrfSession *self);
CrfRole       crf_session_get_role (CrfSession *self);
CrfRole       crf_session_get_roles (CrfSession *self); /* all of the account */
gboolean      crf_session_set_role (CrfSession *self, CrfRole role, GError **error);
CrfInstant    crf_session_now (CrfSession *self);
const char   *crf_session_get_today (CrfSession *self);  /* local ISO date; valid until the next call */
gboolean      crf_session_is_demo (CrfSession *self);
gboolean      crf_session_is_read_only (CrfSession *self);
gboolean      crf_session_may_know_arms (CrfSession *self);
/* Names, hospital and telephone numbers: by the role that it has now, and the key. */
gboolean      crf_session_may_read_identifiers (CrfSession *self);
/* After a reset: nothing but "change-passphrase" is permitted until it is done. */
gboolean      crf_session_must_change_passphrase (CrfSession *self);
/* For a locked window: is this the passphrase of the signed-in account? Runs Argon2id. */
gboolean      crf_session_check_passphrase (CrfSession *self, const char *passphrase);
/* Language for study texts ("zh-CN"), from the program's locale; NULL sets the default. */
void          crf_session_set_language (CrfSession *self, const char *language);
const char   *crf_session_get_language (CrfSession *self);

/* Before sign-in: what is this file? */
typedef struct { char *title, *protocol, *site; gboolean demo; char *protection; char **logins; } CrfFileSummary;
CrfFileSummary *crf_file_summary_read (const char *path, GError **error);
void          crf_file_summary_free (CrfFileSummary *summary);
/* A sentence, where the file lies on a network file system; NULL else. Free it. */
char         *crf_file_network_warning (const char *path);

/* The shipped protocols: CrfProtocol. */
typedef struct { char *id, *path, *title, *version; int n_arms, n_visits; } CrfProtocol;
GPtrArray    *crf_protocols_list (const char *language, GError **error);
void          crf_protocol_free (CrfProtocol *protocol);
/* data/ folder: STEMWARD_DATA_DIR or the installed one. */
const char   *crf_data_dir (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfSession, crf_session_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfFileSummary, crf_file_summary_free)

G_END_DECLS
