/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A study file of NCT06167473 on a temporary folder, born DEMO (so that keys are cheap to make), with three people signed in and a clock that
 * stands still until a test moves it. */

#pragma once

#include "crf-session.h"
#include "crf-use-case.h"

G_BEGIN_DECLS

#define CRF_TEST_PASSPHRASE "demo"

typedef struct
{
  char *dir, *path;
  char *recovery;      /* as printed */
  char *fingerprint;
  CrfInstant now;      /* 2026-03-02T01:14:05Z, +08:00: 9:14 in the morning */
  CrfSession *admin;   /* login "admin"; owns the file */
  CrfSession *nurse;   /* login "li" */
  CrfSession *investigator; /* login "wang" */
} CrfTestStudy;

/* Created, recovery key confirmed, accounts added, consent version "1.0" valid from 2026-01-01, all three signed in. */
CrfTestStudy *crf_test_study_new (void);
/* Only created: nobody is signed in, the recovery key is not confirmed. */
CrfTestStudy *crf_test_study_new_bare (void);
/* The same for another shipped protocol. */
CrfTestStudy *crf_test_study_new_of (const char *protocol);
/* Puts @randomisation in the place of the one of a shipped definition, and takes away the open questions that would decide it. */
void          crf_test_set_randomisation (GString *definition, const char *randomisation);
void          crf_test_study_free (CrfTestStudy *self);
CrfClock      crf_test_study_clock (CrfTestStudy *self);
/* Signs the three in, or out: a file is open in one place at a time. */
void          crf_test_study_open (CrfTestStudy *self);
void          crf_test_study_close (CrfTestStudy *self);
/* Moves the clock to that local time: "2026-03-09T08:00". */
void          crf_test_study_set_now (CrfTestStudy *self, const char *local);

/* crf_conduct_with() that fails the test unless it is done; "key", "value", …, NULL. Free the outcome. */
CrfOutcome   *crf_test_do (CrfSession *session, const char *use_case, const char *subject, ...) G_GNUC_NULL_TERMINATED;
/* The same, but the test fails unless it is refused with @code; returns nothing. */
void          crf_test_refused (CrfSession *session, const char *code, const char *use_case, const char *subject, ...) G_GNUC_NULL_TERMINATED;
/* Registers a man born 1972-05-04 with consent; returns the number. Free it. */
char         *crf_test_register (CrfTestStudy *self);
/* Enters a value at an event as the nurse. */
void          crf_test_enter (CrfTestStudy *self, const char *subject, const char *event, const char *item, const char *value, const char *unit);
/* A value of the form of an infusion that took place elsewhere: brought in as a table is, past the steps of the day; corrected where
 * it is there already. */
void          crf_test_bring_infusion (CrfTestStudy *self, const char *subject, const char *item, const char *value);
/* A complete set of liver tests with MELD 20, at the event. */
void          crf_test_enter_labs (CrfTestStudy *self, const char *subject, const char *event);
/* A dictionary in the user's data folder (isolated by g_test_init()): MedDRA by name, with made-up terms whose codes begin with 99 in the language “Invented”.
 * "99000041" is “Made-up itching”, "99000042" no longer current, "99000043" “Made-up ache of the belly”. */
void          crf_test_import_dictionary (const char *version);
/* Imports version 0.1 and codes the adverse event of that number as a data manager, "coder", does. */
void          crf_test_code_event (CrfTestStudy *self, const char *subject, const char *event, const char *code);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfTestStudy, crf_test_study_free)

G_END_DECLS
