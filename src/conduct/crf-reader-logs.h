/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The lists that an inspector asks for: who had which roles when, who signed what, what was asked and answered. Delegations and trainings: see
 * crf-reader-trust.h. */

#pragma once

#include "crf-session.h"

G_BEGIN_DECLS

/* What an account was from one moment to the next: "which roles had she on 3 March" is the line whose times enclose it. Times are local. */
typedef struct
{
  char *login, *name;
  char *roles;      /* translated, joined by commas */
  char *state;      /* "Active", "Ended", "Disabled", "Must choose a new passphrase" */
  char *last_day;   /* ISO; NULL: no end */
  char *from, *to;  /* NULL: until now */
  char *by;         /* login of who changed it */
  char *note;       /* that an administrator has a role in the trial too; NULL */
  char *signed_in;  /* of the line in force: the last sign-in; NULL: never */
  char *locked_out; /* of the line in force: until when, after failures; NULL */
  gint64 failures;  /* of the line in force: since the last sign-in */
} CrfAccountSpan;
/* By login, then by time. */
GPtrArray *crf_reader_account_log (CrfSession *session, GError **error);

typedef struct
{
  char *id;             /* "ws:seq" */
  char *at;             /* "2026-03-02 09:14 +08:00", as it was where it was given */
  char *login, *name, *role;
  char *meaning;        /* a sentence */
  char *code;           /* the meaning as stored: "form", "delegations" */
  char *subject_number; /* NULL: of the study */
  char *what;           /* "Screening · Demographics"; NULL: the patient, or the study, as a whole */
  char *eventkey, *formkey, *groupkey;
  gboolean voided;      /* something under it changed later */
} CrfSignatureLine;
/* In the order they were given; @subject: number or key, NULL: all. */
GPtrArray *crf_reader_signature_log (CrfSession *session, const char *subject, GError **error);

typedef struct
{
  char *key, *subject_number, *place, *text, *state, *opened, *by;
  char *closed;         /* when it was closed or cancelled; NULL: it is not */
  int age_days;         /* until then, else until now */
  char *thread;         /* "2026-03-03 10:00 li, Answered: …", a line each; NULL: nobody has answered */
} CrfQueryLine;
/* All that the session may read, whatever their state. */
GPtrArray *crf_reader_query_log (CrfSession *session, const char *subject, GError **error);

/* "Administrator with a role in the trial", or NULL: allowed, and marked wherever accounts are listed or printed. */
const char *crf_roles_note (CrfRole roles);

G_END_DECLS
