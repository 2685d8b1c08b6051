/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Integrity: walks chains and signatures, replays the journal into an empty database and compares it with the projections. Needs no
 * passphrase and prints no values. */

#pragma once

#include "crf-study-file.h"

G_BEGIN_DECLS

typedef struct
{
  char *where; /* "journal ABCD2345:17", "table value", "schema" */
  char *what;  /* sentence */
} CrfVerifyFault;

typedef struct
{
  GPtrArray *faults;      /* CrfVerifyFault */
  guint64 entries;
  guint64 signatures;
  guint64 projected_rows;
  char *heads;            /* "WS:seq hash" lines */
  gboolean demo;
} CrfVerifyReport;

void             crf_verify_fault_free (CrfVerifyFault *fault);
void             crf_verify_report_free (CrfVerifyReport *report);
typedef void (*CrfProgress) (double fraction, gpointer data);
/* NULL with @error only when the check could not be made at all (not a study file, cancelled). Never writes to the file. */
CrfVerifyReport *crf_verify (const char *path, CrfProgress progress, gpointer data, GCancellable *cancellable, GError **error);

/* Whether accounts, roles, delegations, rules and locks are what the journal says: asked before somebody works with the file. */
gboolean         crf_verify_access (CrfStudyFile *file, GError **error);

/* Whether all that is stored about @subject (an opaque key; NULL: everybody and everything; "": nobody), and the lots, slots, consent
 * versions and definitions, is what the journal says, each entry having its hash: asked before something is signed, exported, printed,
 * dosed or randomised on. Asked once for what no other program has written since. */
gboolean         crf_verify_record (CrfStudyFile *file, const char *subject, GError **error);

/* The same for who reads all the same, as a ward must in an emergency: @fault is what is not as the journal says, owned by @file until its next look, or
 * NULL. FALSE with @error only when it could not be looked at. */
gboolean         crf_verify_find (CrfStudyFile *file, const char *subject, const CrfVerifyFault **fault, GError **error);

/* Whether the journal is as it was written: every entry has its hash, follows the one before it, and every signature holds. Asked before the trail is
 * told to anybody; DAMAGED names the first entry that is not. Asked once for what no other program has written since. */
gboolean         crf_verify_journal (CrfStudyFile *file, GError **error);

/* "table subject: Row id 4 is not what the journal says.": what these three found last since the file was opened; NULL: nothing. */
const char      *crf_verify_get_alteration (CrfStudyFile *file);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfVerifyReport, crf_verify_report_free)

G_END_DECLS
