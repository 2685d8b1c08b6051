/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a use case works with. Only files of conduct/ include this. */

#pragma once

#include "crf-expression.h"
#include "crf-keyring.h"
#include "crf-readings.h"
#include "crf-records.h"
#include "crf-transaction.h"
#include "crf-use-case.h"

G_BEGIN_DECLS

struct _CrfWithdrawalWatch;
struct _CrfNameWatch;

struct _CrfUseCaseContext
{
  CrfSession *session;
  const CrfUseCase *use_case;
  CrfStudyFile *file;
  CrfStudy *study;
  CrfTransaction *txn;        /* open; committed by crf_conduct() if the outcome is done */
  CrfSubjectRecord *subject;  /* looked up; NULL where none is needed */
  GHashTable *arguments;
  CrfOutcome *outcome;
  CrfReadings readings;       /* as they were before the act */
  const char *note;           /* where a value was read (source): stored beside it, also where the value stays the same; NULL: nothing is said */
  struct _CrfWithdrawalWatch *withdrawal; /* NULL where the subject has withdrawn from nothing */
  struct _CrfNameWatch *names; /* NULL without the key of identifiers */
  gboolean switches_version;  /* the act begins a visit with which the subject goes over to another version of the definition */
};

/* The argument, or NULL when absent or blank. */
const char *crf_context_get (CrfUseCaseContext *context, const char *key);
/* Questions: "confirm" holds the ids of all that were answered with "go on", separated by commas, so that one answer does not take back another.
 * Whether @id is among them; and asking it, once what was answered before it (takes @message). */
gboolean    crf_context_has_confirmed (CrfUseCaseContext *context, const char *id);
CrfPrompt  *crf_context_ask (CrfUseCaseContext *context, const char *id, char *message);
/* The same for what stands over a whole use case and keeps its own answer from it: takes @id off the end of the answers @confirm, *@rest receives those
 * before it (NULL: none; free it); and asks it after @before. */
gboolean    crf_confirm_take (const char *confirm, const char *id, char **rest);
CrfPrompt  *crf_context_ask_after (CrfUseCaseContext *context, const char *before, const char *id, char *message);
/* Sets the refusal and returns TRUE, so that a use case can `return crf_context_refuse (…)`. */
gboolean    crf_context_refuse (CrfUseCaseContext *context, const char *code, const char *remedy, const char *format, ...) G_GNUC_PRINTF (4, 5);
void        crf_context_set_target (CrfUseCaseContext *context, const CrfTarget *target); /* of the refusal just made */
void        crf_context_result (CrfUseCaseContext *context, const char *key, const char *value);
void        crf_context_notice (CrfUseCaseContext *context, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* Parses number/date/datetime arguments with the one grammar; on a fault refuses (returns FALSE with outcome->refusal set). Absent: *value NAN / NULL. */
gboolean    crf_context_get_number (CrfUseCaseContext *context, const char *key, double *value);
gboolean    crf_context_get_date (CrfUseCaseContext *context, const char *key, gboolean with_time, char **iso);
gboolean    crf_context_append (CrfUseCaseContext *context, const CrfEntry *entry, char **id, GError **error);

/* Stores one value of the context's subject the way "enter" does after its checks: creates event, form and group as needed. @value NULL
 * clears. The target's event and form may be found by kind with crf_target_for(). */
gboolean    crf_context_store_value (CrfUseCaseContext *context, const CrfTarget *target, const CrfItem *item,
                                     const char *text, const char *unit, const char *missing, const char *reason, GError **error);
/* The canonical text of the subject's latest value of the concept, or NULL. Opens identifiers if the session may. Free it. */
char       *crf_context_value_of (CrfUseCaseContext *context, const char *concept);
/* Opens a protocol deviation draft: kind ("late-visit", "dose", "eligibility", "expired-lot", "no-second-check", "consent", "late-entry" …), sentence. */
gboolean    crf_context_open_deviation (CrfUseCaseContext *context, const char *kind, const char *reason, GError **error, const char *format,
                                        ...) G_GNUC_PRINTF (5, 6);
/* The same for a fact of the context's subject that is drafted once, whoever meets it again: @about says which in codes and days, @text in the language
 * of who is at it. A draft of an older program says no codes and is known by its sentence. */
gboolean    crf_context_open_deviation_once (CrfUseCaseContext *context, const char *kind, const char *about, const char *reason,
                                             const char *text, GError **error);
gboolean    crf_context_has_deviation (CrfUseCaseContext *context, const char *kind, const char *about, const char *text);
gboolean    crf_context_open_query (CrfUseCaseContext *context, const CrfTarget *target, const char *check, GError **error, const char *format,
                                    ...) G_GNUC_PRINTF (5, 6);
/* Where the form of that kind lies: event, form and the keys that are fixed; key NULL for a level that repeats. NULL: the study has no such form. */
CrfTarget  *crf_target_for (CrfStudy *study, const char *form_kind);
/* Creates what @target misses of event instance and form repeat, and writes their keys into it. A form that does not repeat is created once. */
gboolean    crf_context_add_form (CrfUseCaseContext *context, CrfTarget *target, GError **error);
/* The item with the concept on the form of @target: stores like crf_context_store_value(). TRUE without doing anything if the form has no such item. */
gboolean    crf_context_store_concept (CrfUseCaseContext *context, const CrfTarget *target, const char *concept,
                                       const char *text, const char *unit, const char *reason, GError **error);
/* Recomputes derived items (scores, grades, MethodDefs) of a form's event and appends value.derive for what changed. */
gboolean    crf_context_derive (CrfUseCaseContext *context, const CrfTarget *form, GError **error);
/* The same after a value of @changed alone was written there: only what may hang on it. */
gboolean    crf_context_derive_after (CrfUseCaseContext *context, const CrfTarget *form, const CrfItem *changed, GError **error);
/* Grades all events anew after @changed (NULL: whatever it was), unless it lies after the first infusion and hence is nobody's baseline. */
gboolean    crf_context_derive_later_grades (CrfUseCaseContext *context, const CrfTarget *changed, GError **error);
/* Says of each adverse event whether it began before, during, within 24 h of or later than an infusion: after one of these times changed. */
gboolean    crf_context_derive_timing (CrfUseCaseContext *context, GError **error);
/* The same for all events of the subject: after sex or birth date changed. */
gboolean    crf_context_derive_all (CrfUseCaseContext *context, GError **error);

CrfKeyring *crf_session_get_keyring (CrfSession *self);
CrfActor    crf_session_get_actor (CrfSession *self);
CrfSandbox *crf_session_get_sandbox (CrfSession *self);

G_END_DECLS
