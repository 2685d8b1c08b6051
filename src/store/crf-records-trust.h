/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading locks, verification marks, second entries, policies, training, populations, voided signatures and what
 * sign-ins left. */

#pragma once

#include "crf-records.h"

G_BEGIN_DECLS

/* "locked", "frozen" or NULL: the strongest that covers the target of @target (subject, event, eventkey, form, formkey; NULL: not said). @scope, if
 * not NULL, receives "study", "subject" or "form": the widest with that state. Free the result. */
char      *crf_records_hold (CrfStudyFile *file, const CrfEntry *target, const char **scope, GError **error);
/* The state of exactly that target, or NULL. Free it. */
char      *crf_records_own_hold (CrfStudyFile *file, const CrfEntry *target, GError **error);
typedef struct { char *subject, *event, *eventkey, *form, *formkey, *state, *reason, *at, *user; } CrfHoldRecord;
GPtrArray *crf_records_holds (CrfStudyFile *file, const char *subject, GError **error); /* NULL: all */

typedef struct { char *subject, *event, *eventkey, *form, *formkey, *group, *groupkey, *item, *dropped_at, *dropped_by, *at, *user, *level; } CrfMarkRecord;
/* Marks of a subject (NULL: of all); item "" is a mark on the form. @dropped: only those that fell because something
 * changed under them; a form is listed only where none of its items is. */
GPtrArray *crf_records_marks (CrfStudyFile *file, const char *subject, gboolean dropped, GError **error);
/* Whether @entry ("ws:seq") is the last word on the mark of exactly that target, and the mark neither fell nor was taken back. */
gboolean   crf_records_holds_mark (CrfStudyFile *file, const CrfEntry *target, const char *entry);

/* formkey, groupkey: of the second entry's own repeats; first_…: which repeat of the first entry it is, NULL: none so far. */
typedef struct { char *formkey, *group, *groupkey, *item, *value, *unit, *cmp, *missing, *canon, *state, *first_formkey, *first_groupkey, *at, *user; } CrfSecondRecord;
/* Of subject, event, eventkey and form of @target; all repeats. */
GPtrArray *crf_records_seconds (CrfStudyFile *file, const CrfEntry *target, GError **error);
/* Complete forms over which no investigator's signature stands: neither on the form, nor on the casebook, nor (of eligibility and of the end of an infusion
 * day) on the step that the form is of; told ones count. @subject NULL: of all. */
guint      crf_records_count_unsigned (CrfStudyFile *file, const char *subject);
/* Patients with such forms. */
guint      crf_records_count_unsigned_subjects (CrfStudyFile *file);
guint      crf_records_count_seconds (CrfStudyFile *file, const char *state);
/* Repeats that only one of the two entries has; group "": of the whole form. */
typedef struct { char *formkey, *group, *groupkey, *side, *state, *at, *user; } CrfSecondRowRecord;
GPtrArray *crf_records_second_rows (CrfStudyFile *file, const CrfEntry *target, GError **error);
guint      crf_records_count_second_rows (CrfStudyFile *file, const char *state);

/* Free it; NULL: not set. */
char      *crf_records_policy (CrfStudyFile *file, const char *name);
typedef struct { char *name, *value, *at, *user; } CrfPolicyRecord;
GPtrArray *crf_records_policies (CrfStudyFile *file, GError **error);

typedef struct { char *login, *failed_at, *signed_in_at, *passphrase_at, *last_day, *reset_by, *reset_at, *open_since; gint64 failures, tries; } CrfAccessRecord;
GPtrArray *crf_records_access (CrfStudyFile *file, const char *login, GError **error); /* NULL: all */
void       crf_access_record_free (CrfAccessRecord *record);

/* signed: "1" as the line stands; signed_on: ISO date on which it, or what stood there before, was signed; NULL: never. */
typedef struct { char *login, *name, *task, *from, *to, *training, *at, *user, *signed_, *signed_on; } CrfDelegationRecord;
GPtrArray *crf_records_delegations (CrfStudyFile *file, GError **error);
typedef struct { char *login, *name, *subject, *date, *at, *user; } CrfTrainingRecord;
GPtrArray *crf_records_trainings (CrfStudyFile *file, GError **error);
/* Where the original of an item is ("chart", "laboratory", "paper", "device", "system"), by its OID; only items of which it was said. */
typedef struct { char *item, *kind, *at, *user; } CrfSourceRecord;
GPtrArray *crf_records_sources (CrfStudyFile *file, GError **error);

typedef struct { char *subject, *name, *reason, *at, *user; gboolean included; } CrfPopulationRecord;
GPtrArray *crf_records_populations (CrfStudyFile *file, GError **error);

/* Signatures that fell because something under them changed, and that nobody gave again: newest first. @change is "ws:seq" of what changed. */
typedef struct { char *id, *subject, *event, *eventkey, *form, *formkey, *login, *name, *meaning, *at, *change; } CrfVoidedRecord;
GPtrArray *crf_records_voided (CrfStudyFile *file, const char *subject, GError **error); /* NULL: all */

/* Date of the visit where it was said, else the day it was added. Free it; NULL: there is none. */
char      *crf_records_event_day (CrfStudyFile *file, const char *subject, const char *event, const char *eventkey);
/* "at" of the newest entry that this workstation wrote. Free it. */
char      *crf_records_newest_at (CrfStudyFile *file);
/* How many rows a SQL-free question has: forms not complete, queries not closed, deviations not closed, of all subjects. */
guint      crf_records_count_forms_in (CrfStudyFile *file, const char *state);
guint      crf_records_count_queries_open (CrfStudyFile *file);
guint      crf_records_count_deviations_open (CrfStudyFile *file);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfAccessRecord, crf_access_record_free)

G_END_DECLS
