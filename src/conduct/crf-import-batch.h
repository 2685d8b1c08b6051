/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Many subjects and values in one transaction: what an import needs. The same rules as "register" and "enter", except that a range or a cross-check
 * that is broken does not ask: the value is stored with an open query. Nothing is in the file before crf_batch_commit(). */

#pragma once

#include "crf-session.h"

G_BEGIN_DECLS

typedef struct _CrfBatch CrfBatch;

/* Checks that the session may register and enter. Not permitted is CRF_BATCH_ERROR_NOT_PERMITTED with the refusal's sentence as message. */
CrfBatch   *crf_batch_begin (CrfSession *session, GError **error);
/* Rolls back what was not committed (a dry run ends so). */
void        crf_batch_free (CrfBatch *self);

#define CRF_BATCH_ERROR (crf_batch_error_quark ())
typedef enum
{
  CRF_BATCH_ERROR_NOT_PERMITTED,
} CrfBatchError;
GQuark      crf_batch_error_quark (void);

/* Why values that stand in complete or signed forms are changed, and patients registered against the status of the study: journalled with each of
 * them. Without it (NULL, blank) both are refused. */
void        crf_batch_set_reason (CrfBatch *self, const char *reason);

/* In all calls below: FALSE with @error only for broken things, after which the batch can only be freed. A refusal stands in @outcome (may be NULL
 * if not wanted; else never NULL after TRUE), refers to this call alone, and leaves the batch usable; nothing of the call was stored then. */

/* Journals the file that the values come from, and who signed it (NULL: nobody, and a data manager answers for it). */
gboolean    crf_batch_note_file (CrfBatch *self, const char *name, const char *sha256, const char *signer, GError **error);

/* Registers one subject. @demographics: an argument of "register" ("sex", "birth-date", "age", "initials", "name", "hospital-no", "phone", "bed"), or OID or
 * Name of an item of the demographics form → text as typed (codes for coded items). No consent is asked for; the caller opens a query for its absence.
 * @subject receives the opaque key to pass on; outcome->results "number" is the screening number. */
gboolean    crf_batch_register (CrfBatch *self, GHashTable *demographics, char **subject, CrfOutcome **outcome, GError **error);
/* The same under the number that the patient has elsewhere; refused where there is one of that number. */
gboolean    crf_batch_register_as (CrfBatch *self, const char *number, char **subject, CrfOutcome **outcome, GError **error);
/* Whether an act of consent is recorded of the subject by now, be it that the batch brought it. */
gboolean    crf_batch_has_consent (CrfBatch *self, const char *subject);
/* The opaque key of a subject that is in the file (number, allocation number or key); NULL without error if there is none. */
char       *crf_batch_find_subject (CrfBatch *self, const char *name, GError **error);
/* Stores @text (as typed) in @unit (OID, symbol, UCUM; NULL: the item's only unit) for the item (OID or Name) at the event (OID or Name; NULL: the only
 * event that has the item). outcome->notices name the queries that were opened, result "voided" those whose
 * signatures are void now. */
gboolean    crf_batch_store (CrfBatch *self, const char *subject, const char *event, const char *item, const char *text, const char *unit,
                             CrfOutcome **outcome, GError **error);
/* Which of several infusions or unscheduled visits a line means by @text (crf-import-repeat.h; NULL: the table has no such column), which says of it that it
 * was on @day (NULL: nothing): *eventkey (free it), NULL where there is none yet and one is made by what is stored. */
gboolean    crf_batch_find_repeat (CrfBatch *self, const char *subject, const CrfEvent *event, const char *text, const char *day, char **eventkey,
                                   CrfOutcome **outcome, GError **error);
/* Where a value would be written now at that repeat of the event (@eventkey NULL: the only one): a full target. NULL: nowhere, or into a repeat that is not
 * there yet. Free it. */
CrfTarget  *crf_batch_find_place (CrfBatch *self, const char *subject, const char *event, const char *eventkey, const char *item);
/* As crf_batch_store(), at @place: its event, eventkey, form, formkey, group, groupkey and item, as "enter" takes them; keys of new repeats ("new")
 * are in the outcome's results. */
gboolean    crf_batch_store_at (CrfBatch *self, const char *subject, const CrfTarget *place, const char *text, const char *unit,
                                CrfOutcome **outcome, GError **error);
/* The same for a missing code ("ND", "NA", "UNK", "REF", "PEND"). */
gboolean    crf_batch_store_missing (CrfBatch *self, const char *subject, const char *event, const char *item, const char *missing,
                                     CrfOutcome **outcome, GError **error);
/* Opens a query on the item (NULL: the subject, or the event if that is given). @check: short id of the rule ("consent-missing"). */
gboolean    crf_batch_open_query (CrfBatch *self, const char *subject, const char *event, const char *item, const char *check, const char *text,
                                  CrfOutcome **outcome, GError **error);
/* Computes the scores and other derived items of the event, and runs its cross-checks (broken ones open queries); call once a subject and event. */
gboolean    crf_batch_derive (CrfBatch *self, const char *subject, const char *event, CrfOutcome **outcome, GError **error);
/* FALSE with the last fault: the file could not be read somewhere meanwhile, and what the outcomes say may rest on it. */
gboolean    crf_batch_was_read (CrfBatch *self, GError **error);
/* Commits all, durably; not what was not read. */
gboolean    crf_batch_commit (CrfBatch *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfBatch, crf_batch_free)

/* CRF_BATCH_ERROR_NOT_PERMITTED with the refusal's sentence. */
gboolean crf_batch_check_permission (CrfSession *session, GError **error);
/* Roles that may import at all; the administrator too where an old study is transcribed. @study may be NULL. */
CrfRole crf_batch_roles (CrfStudy *study);

G_END_DECLS
