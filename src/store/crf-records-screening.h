/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading what screening left: the pre-screening log, hashes of identifiers, frozen eligibility, screen failures, true strata. */

#pragma once

#include "crf-study-file.h"

G_BEGIN_DECLS

/* One of whom nothing is known but this: before consent nothing else may be. */
typedef struct { char *date, *age_band, *sex, *reason, *at, *user; } CrfPrescreenRecord;
/* kind "criteria", "consent-withdrawn" …; criteria separated by blanks; all may be NULL but subject. */
typedef struct { char *subject, *kind, *criteria, *reason, *date, *at, *user; } CrfScreenFailureRecord;
typedef struct { char *stratum, *drawn, *level, *reason, *at, *user; } CrfTrueStratumRecord;

GPtrArray *crf_records_prescreen (CrfStudyFile *file, GError **error);
/* Keys of all patients (but @except, which may be NULL) whose identifier @item has that keyed hash. char *; oldest first. */
GPtrArray *crf_records_same_identifier (CrfStudyFile *file, const char *item, const char *hash, const char *except, GError **error);
/* The patient whose identifier has that keyed hash, and in @item which; NULL: nobody's. Free both. */
char      *crf_records_find_identifier (CrfStudyFile *file, const char *hash, char **item);
/* The hashes of all identifiers of all patients: char *, in no order. */
GPtrArray *crf_records_identifier_hashes (CrfStudyFile *file, GError **error);
/* What stands for the patient's identifier; NULL: none. Free it. */
char      *crf_records_identifier_hash (CrfStudyFile *file, const char *subject, const char *item);
/* What the newest eligibility signature froze, and its SHA-256; NULL: none is kept. Free both. */
char      *crf_records_eligibility_shown (CrfStudyFile *file, const char *subject, char **sha256);
CrfScreenFailureRecord *crf_records_screen_failure (CrfStudyFile *file, const char *subject, GError **error); /* NULL without error: none */
void       crf_screen_failure_record_free (CrfScreenFailureRecord *record);
GPtrArray *crf_records_true_strata (CrfStudyFile *file, const char *subject, GError **error);
/* Keys of the patient's number before, and after, this screening; NULL: none. Free them. */
char      *crf_records_previous_subject (CrfStudyFile *file, const char *subject);
char      *crf_records_later_subject (CrfStudyFile *file, const char *subject);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfScreenFailureRecord, crf_screen_failure_record_free)

G_END_DECLS
