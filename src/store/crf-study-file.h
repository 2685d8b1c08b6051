/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One study file: one SQLite database with the journal and its projections. The only place that opens SQLite on it. A
 * CrfStudyFile is used from one thread; long readers open their own with crf_study_file_open_reader(). */

#pragma once

#include "crf-clock.h"
#include "crf-restore.h"
#include "crf-store-error.h"
#include "crf-study.h"

G_BEGIN_DECLS

typedef struct _CrfStudyFile CrfStudyFile;

/* Creates @path with an empty journal. It must not exist. The file appears whole or not at all only after
 * the first commit: write the creation entries in one transaction. @demo marks it DEMO for ever. */
CrfStudyFile *crf_study_file_create (const char *path, gboolean demo, GError **error);

/* Opens for reading and writing: takes the lock beside the file (BUSY names the holder), migrates older versions after an automatic
 * backup. On read-only media opens read-only; crf_study_file_is_read_only() tells. */
CrfStudyFile *crf_study_file_open (const char *path, GError **error);
/* A second, read-only connection to the same file for another thread; no lock. */
CrfStudyFile *crf_study_file_open_reader (const char *path, GError **error);
/* Checkpoints, and leaves no -wal or -shm behind. */
void          crf_study_file_close (CrfStudyFile *self);

const char   *crf_study_file_get_path (CrfStudyFile *self);
const char   *crf_study_file_get_workstation (CrfStudyFile *self);  /* 8 base32 characters */
const char   *crf_study_file_get_uuid (CrfStudyFile *self);
const char   *crf_study_file_get_site (CrfStudyFile *self);
gboolean      crf_study_file_is_demo (CrfStudyFile *self);
gboolean      crf_study_file_is_read_only (CrfStudyFile *self);
const char   *crf_study_file_get_protection (CrfStudyFile *self);    /* sentence: what is and is not encrypted */
/* The active definition, parsed once and kept. */
CrfStudy     *crf_study_file_get_study (CrfStudyFile *self, GError **error);
/* The definition that data were entered under: @mdv as in the journal. */
CrfStudy     *crf_study_file_get_study_version (CrfStudyFile *self, const char *mdv, GError **error);
/* "MetaDataVersionOID sha256" of the active definition, as the journal's mdv column wants it. */
const char   *crf_study_file_get_mdv (CrfStudyFile *self);

/* The entry "WS:seq" that this program wrote here last, if it was not in the file when it was opened: an older copy, a restored backup, or a journal
 * whose end was cut off. NULL: it was, or nothing is remembered. */
const char   *crf_study_file_get_missing (CrfStudyFile *self);

/* A number that grows whenever an entry is written here or taken back, and whenever another connection is found to have committed: what
 * was read at the same number still holds. The second one only says the number, without asking SQLite about others. */
guint64       crf_study_file_look_for_changes (CrfStudyFile *self);
guint64       crf_study_file_get_changes (CrfStudyFile *self);

/* How often reading this file has failed since it was opened, seen or not; FALSE with the last of these errors if it has since @before. */
guint64       crf_study_file_count_faults (CrfStudyFile *self);
gboolean      crf_study_file_was_read (CrfStudyFile *self, guint64 before, GError **error);

/* PASSIVE checkpoint; from an idle handler, so that no save pays for it. */
void          crf_study_file_checkpoint (CrfStudyFile *self);
/* Copies to @path with SQLite's online backup, opens the copy, checks it. Returns SHA-256 in hex. */
gboolean      crf_study_file_backup (CrfStudyFile *self, const char *path, char **sha256, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfStudyFile, crf_study_file_close)

G_END_DECLS
