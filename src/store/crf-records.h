/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading the projections. Rows are plain structs with strings of their own; lists are read by id vector and page. */

#pragma once

#include "crf-entry.h"
#include "crf-study-file.h"

G_BEGIN_DECLS

typedef struct { char *login, *name; char **roles; gboolean enabled, must_change; char *added_at; } CrfAccountRecord;
typedef struct { char *key, *number, *allocation_number, *stratum, *status, *status_date, *registered_at, *last_entry_at; gint64 id; } CrfSubjectRecord;
typedef struct { char *subject, *event, *eventkey, *state, *reason; int ordinal; } CrfEventRecord;
typedef struct { gint64 id; char *subject, *event, *eventkey, *form, *formkey, *state, *mdv, *changed_at; int ordinal; char *reopened; } CrfFormRecord; /* reopened: why, while it is */
/* value, unit (OID), cmp, missing, canon as in the journal; sealed ones hold the box in @value and NULL elsewhere; @entry is "ws:seq" of the entry in force. */
typedef struct { char *group, *groupkey, *item, *value, *unit, *cmp, *missing, *canon, *entry; gboolean derived, sealed; char *detail, *at, *user; gboolean settled; } CrfValueRecord; /* settled: it, or what it took the place of, stood when the form was complete */
typedef struct { char *key, *subject, *event, *eventkey, *form, *formkey, *group, *groupkey, *item, *state, *origin, *text, *opened_at, *opened_by, *opened_role; } CrfQueryRecord;
typedef struct { char *key, *subject, *kind, *class_, *text, *reason, *state, *found_on, *opened_at, *opened_by, *found_by, *on_safety, *on_rights, *on_data,
                 *corrective, *ethics_on, *closed_on, *box, *about, *said,
                 *class_first, *assessment, *judged_why; } CrfDeviationRecord; /* text, class_first: as reported; box: sealed to allocation, and kind, text …
                                                                                * are in it; said: what was written when it was judged, so too; about: a
                                                                                * draft's fact in codes */
/* Numbers are decimals as text (NULL: not entered). concentration 10⁶/mL, viability %, volumes mL. */
typedef struct { char *lot, *product, *tissue, *donor, *passage, *concentration, *basis, *viability, *bag_volume, *bags, *received_at, *expires_at,
                 *endotoxin, *sterility, *mycoplasma, *identity, *state, *released_by, *storage; char *left_ml; char *subject, *dmso; } CrfLotRecord;
/* @detail: the JSON of the entry: who, capacity, options, scope. */
typedef struct { char *subject, *version, *at, *by, *explained_by, *kind, *detail; } CrfConsentRecord;
typedef struct { char *number, *date, *ethics, *valid_from, *resign; } CrfConsentVersionRecord;
/* Ages in completed years, both included; laboratory, sex and age_low "" and age_high NULL: for all. */
typedef struct { char *item, *laboratory, *method, *unit, *sex, *age_low, *age_high, *low, *high, *from, *to, *at; } CrfRangeRecord;
/* One journal entry with all columns in order of CrfColumn. */
typedef struct { char *columns[32]; } CrfJournalRecord;

typedef enum { CRF_SORT_NUMBER, CRF_SORT_STATUS, CRF_SORT_LAST_ENTRY, CRF_SORT_ITEM } CrfSubjectSort;

typedef struct
{
  const char *search;     /* part of a subject or allocation number, or NULL */
  const char *search_item; /* OID of a further item (initials) whose canon is searched too, or NULL */
  const char *status;     /* or NULL */
  CrfSubjectSort sort;
  const char *sort_item;  /* item OID for CRF_SORT_ITEM: the subject's latest value, as a number where it is one */
  gboolean descending;
} CrfSubjectQuery;

/* Every function that returns an array returns a GPtrArray with its free function set, or NULL with @error. */
GPtrArray *crf_records_accounts (CrfStudyFile *file, GError **error);
/* NULL without @error: there is none. */
CrfAccountRecord *crf_records_account (CrfStudyFile *file, const char *login, GError **error);
void       crf_account_record_free (CrfAccountRecord *record);
GArray    *crf_records_subject_ids (CrfStudyFile *file, const CrfSubjectQuery *query, GError **error); /* gint64 */
GPtrArray *crf_records_subjects (CrfStudyFile *file, const gint64 *ids, guint n, GError **error);
/* By opaque key, subject number or allocation number. NULL without error: there is none. */
CrfSubjectRecord *crf_records_find_subject (CrfStudyFile *file, const char *name, GError **error);
void       crf_subject_record_free (CrfSubjectRecord *record);
/* Of a sample (the item group that results lie in); analysed 1: chosen, 0: not, -1: the rule decides. */
typedef struct { char *group, *groupkey, *state; int analysed; } CrfSampleRecord;
/* @of: "ws:seq" of the value that was judged. */
typedef struct { char *item, *group, *groupkey, *judgement, *of, *link, *user; } CrfJudgementRecord;
GPtrArray *crf_records_samples (CrfStudyFile *file, gint64 form_id, GError **error);
void       crf_sample_record_free (CrfSampleRecord *record);
GPtrArray *crf_records_judgements (CrfStudyFile *file, gint64 form_id, GError **error);
void       crf_judgement_record_free (CrfJudgementRecord *record);
/* When the subject's slot was drawn, UTC; NULL: it is not allocated. Free it. */
/* … or was enrolled: the ISO day alone where it took place before it was entered. */
char      *crf_records_allocated_at (CrfStudyFile *file, const char *subject);
guint      crf_records_count_subjects (CrfStudyFile *file, const char *status); /* NULL: all */
GPtrArray *crf_records_events (CrfStudyFile *file, const char *subject, GError **error);
GPtrArray *crf_records_forms (CrfStudyFile *file, const char *subject, GError **error);
CrfFormRecord *crf_records_find_form (CrfStudyFile *file, const char *subject, const char *event, const char *eventkey,
                                      const char *form, const char *formkey, GError **error);
/* Only its id; 0 without an error: there is none. */
gint64     crf_records_find_form_id (CrfStudyFile *file, const char *subject, const char *event, const char *eventkey, const char *form,
                                     const char *formkey, GError **error);
void       crf_form_record_free (CrfFormRecord *record);
GPtrArray *crf_records_values (CrfStudyFile *file, gint64 form_id, GError **error);
/* One of them; NULL without an error: there is none. */
CrfValueRecord *crf_records_value (CrfStudyFile *file, gint64 form_id, const char *item, const char *group, const char *groupkey, GError **error);
/* Whether the form has that repeat of the group: begun, with a value or with a sample. */
gboolean   crf_records_has_group (CrfStudyFile *file, gint64 form_id, const char *group, const char *groupkey);
/* All values of @item of the subject over all forms, oldest visit first is not implied: CrfValueRecord plus form id in parallel. */
typedef struct { CrfFormRecord *form; CrfValueRecord *value; } CrfFoundValue;
GPtrArray *crf_records_item_values (CrfStudyFile *file, const char *subject, const char *item, GError **error);
CrfValueRecord *crf_records_latest_value (CrfStudyFile *file, const char *subject, const char *item, GError **error);
void       crf_value_record_free (CrfValueRecord *record);
GPtrArray *crf_records_queries (CrfStudyFile *file, const char *subject, const char *state, GError **error); /* NULLs: all */
/* What was said after the question, in order; state: the one after it. */
typedef struct { char *state, *text, *at, *user; } CrfQueryMessage;
GPtrArray *crf_records_query_messages (CrfStudyFile *file, const char *key, GError **error);
GPtrArray *crf_records_deviations (CrfStudyFile *file, const char *subject, GError **error);
GPtrArray *crf_records_lots (CrfStudyFile *file, GError **error);
CrfLotRecord *crf_records_find_lot (CrfStudyFile *file, const char *lot, GError **error);
void       crf_lot_record_free (CrfLotRecord *record);
GPtrArray *crf_records_consents (CrfStudyFile *file, const char *subject, GError **error);
GPtrArray *crf_records_consent_versions (CrfStudyFile *file, GError **error);
GPtrArray *crf_records_ranges (CrfStudyFile *file, const char *item, GError **error);
/* Whether the delegation log governs yet: the principal investigator has signed a line of it. */
gboolean   crf_records_has_delegations (CrfStudyFile *file);
/* What the log says of a task on an ISO date (NULL: on any). A line counts when the principal investigator has signed it, as she signed it; one that
 * was written or changed since waits for her. */
typedef enum
{
  CRF_DELEGATED_NOT = 0,
  CRF_DELEGATED_UNSIGNED = 1,
  CRF_DELEGATED_SIGNED = 2,
} CrfDelegated;
CrfDelegated crf_records_delegated (CrfStudyFile *file, const char *login, const char *task, const char *date);
/* Compares the values of a form, before they are shown, signed or dosed on, with their journal entries. DAMAGED names the item that is not what the
 * journal says. All else that is stored about a patient: crf_verify_record(). */
gboolean   crf_records_check_form (CrfStudyFile *file, gint64 form_id, GError **error);
/* Before one value is written: whether @entry ("ws:seq", NULL: none is stored) is the newest about @field, from subject to item. */
gboolean   crf_records_check_field (CrfStudyFile *file, const CrfEntry *field, const char *entry, GError **error);
/* Journal entries in replay order. NULL filters: all. @since: "at" not before. The field's history is subject…item all given. */
typedef gboolean (*CrfJournalVisitor) (const CrfJournalRecord *record, gpointer data); /* FALSE stops */
gboolean   crf_records_journal (CrfStudyFile *file, const CrfEntry *target, const char *since, guint limit, gboolean newest_first,
                                CrfJournalVisitor visitor, gpointer data, GError **error);
/* The one entry "ws:seq". FALSE with @error: it cannot be read, or there is none. */
gboolean   crf_records_journal_entry (CrfStudyFile *file, const char *id, CrfJournalVisitor visitor, gpointer data, GError **error);
/* The versions of the definition in the file, in the order of their activation. @mdv as in the journal. */
typedef struct { char *mdv, *version, *added_at, *activated_at; gboolean active; } CrfDefinitionRecord;
GPtrArray *crf_records_definitions (CrfStudyFile *file, GError **error);
/* applies: "new", "next-visit" or "now"; in the order of their activation. */
typedef struct { char *number, *mdv, *date, *ethics, *consent, *applies, *retrain, *summary, *at, *user; } CrfAmendmentRecord;
GPtrArray *crf_records_amendments (CrfStudyFile *file, GError **error);
/* The version that the subject is followed under now; NULL: not known (a subject without definition). Free it. */
char      *crf_records_subject_version (CrfStudyFile *file, const char *subject);
/* The version that the event instance was begun under; NULL: nothing is entered there. Free it. */
char      *crf_records_event_version (CrfStudyFile *file, const char *subject, const char *event, const char *eventkey);
/* What is stored where, over all subjects: one row a place and unit (or code, where @coded lists the item). */
typedef struct { char *event, *form, *group, *item, *unit, *canon; gint64 n_values, n_subjects, n_repeats; gboolean sealed; } CrfUseRecord;
GPtrArray *crf_records_uses (CrfStudyFile *file, GError **error);
guint64    crf_records_count_entries (CrfStudyFile *file);
/* Whether anything but sign-ins, views and exports came after the last backup entry. */
gboolean   crf_records_has_news_since_backup (CrfStudyFile *file);
char      *crf_records_heads (CrfStudyFile *file); /* "WS:seq hash" lines */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfSubjectRecord, crf_subject_record_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfFormRecord, crf_form_record_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfValueRecord, crf_value_record_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfLotRecord, crf_lot_record_free)

G_END_DECLS
