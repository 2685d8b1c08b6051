/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the store's tests share: a study file in a temporary folder, a clock that stands still,
 * short ways to append. */

#pragma once

#include <glib.h>

#include "crf-allocation-list.h"
#include "crf-keyring.h"
#include "crf-records.h"
#include "crf-signature.h"
#include "crf-study-file.h"
#include "crf-transaction.h"
#include "crf-verify.h"

typedef struct
{
  char *dir;
  char *path;
  CrfInstant now;
  CrfActor actor;
  CrfStudyFile *file;
} Fixture;

/* An open file with study.create; cheap Argon2id. */
void            fixture_set_up (Fixture *self, gconstpointer data);
void            fixture_tear_down (Fixture *self, gconstpointer data);
/* A connection to a study file behind the program's back, with the key where the file is encrypted. Close it with sqlite3_close(). */
struct sqlite3 *fixture_connect (const char *path);
/* Where files are encrypted: @copy is a copy of @path's bytes, and has its key. */
void            fixture_is_copy (const char *copy, const char *path);
/* Closes and opens again. */
void            fixture_reopen (Fixture *self);
CrfTransaction *fixture_begin (Fixture *self);
/* Commits and frees. */
void            fixture_commit (CrfTransaction *txn);
void            fixture_append (CrfTransaction *txn, const CrfEntry *entry);
/* subject.register; @number is its number. Returns the opaque key. */
char           *fixture_add_subject (CrfTransaction *txn, const char *number);
/* event.add and form.add, both with key "1". */
void            fixture_add_form (CrfTransaction *txn, const char *subject, const char *event, const char *form);
CrfEntry        fixture_value (const char *subject, const char *event, const char *form, const char *item, const char *value);
/* One transaction with a subject, event "E1", form "F1" and its ALT. Returns the opaque key. */
char           *fixture_enter_patient (Fixture *self, const char *number, const char *alt);
/* Asserts that verify finds nothing. */
void            fixture_assert_verifies (Fixture *self);
/* Whether a fault's place or sentence holds @text. */
gboolean        fixture_fault_mentions (CrfVerifyReport *report, const char *text);
void            fixture_remove_folder (const char *dir);
