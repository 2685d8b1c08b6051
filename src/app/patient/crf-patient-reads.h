/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The readings of crf-reader.h for the patient page: asked on the writer's thread, waited for. Each takes a few milliseconds; what may take
 * longer, or is asked while somebody types, has an _async form. */

#pragma once

#include "crf-reader.h"
#include "crf-writer.h"

G_BEGIN_DECLS

CrfPatient          *crf_read_patient       (CrfWriter *writer, const char *subject, GError **error);
GPtrArray           *crf_read_visits        (CrfWriter *writer, const char *subject, GError **error);
CrfFormState        *crf_read_form          (CrfWriter *writer, const CrfTarget *target, GError **error);
GPtrArray           *crf_read_forms_of_kind (CrfWriter *writer, const char *subject, const char *kind, GError **error);
CrfTarget           *crf_read_target_for    (CrfWriter *writer, const char *subject, const char *kind, GError **error);
CrfEligibilityState *crf_read_eligibility   (CrfWriter *writer, const char *subject, GError **error);
GPtrArray           *crf_read_infusions     (CrfWriter *writer, const char *subject, GError **error);
GPtrArray           *crf_read_lots          (CrfWriter *writer, GError **error);
/* The last entries about @field, newest first. */
GPtrArray           *crf_read_history       (CrfWriter *writer, const char *subject, const CrfTarget *field, GError **error);

/* Reads the form again after something was stored; finish with crf_read_form_finish(). */
void                 crf_read_form_async    (CrfWriter *writer, const CrfTarget *target, gboolean second, /* entry, blind to the first */
                                             GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
CrfFormState        *crf_read_form_finish   (CrfWriter *writer, GAsyncResult *result, GError **error);

/* What the program would say to a text that is being typed. */
typedef struct
{
  CrfFieldState *field; /* may be NULL */
  GPtrArray *scores;    /* may be NULL */
} CrfTyping;

void                 crf_typing_free        (CrfTyping *typing);
void                 crf_read_typing_async  (CrfWriter *writer, const CrfTarget *form, const CrfTarget *field, const char *text,
                                             const char *unit, GCancellable *cancellable, GAsyncReadyCallback callback,
                                             gpointer user_data);
CrfTyping           *crf_read_typing_finish (CrfWriter *writer, GAsyncResult *result, GError **error);

/* One line of an event's forms: a form that does not repeat, or one of the repeats that there are. */
typedef struct
{
  const CrfForm *form;
  char *formkey;
  int ordinal; /* of a form that repeats; else 0 */
  char *state;
} CrfFormLine;

GPtrArray           *crf_read_repeats       (CrfWriter *writer, const CrfTarget *form, GError **error);
/* How each form of an event stands: CrfFormLine in the order of @forms (CrfForm). */
void                 crf_read_states_async  (CrfWriter *writer, const CrfTarget *event, const GPtrArray *forms,
                                             GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray           *crf_read_states_finish (CrfWriter *writer, GAsyncResult *result, GError **error);

/* The calculator: steps in words, or the sentence that stops it. */
typedef struct
{
  GPtrArray *steps;    /* char *; NULL */
  CrfRefusal *refusal; /* NULL */
} CrfDoseTry;

void                 crf_dose_try_free      (CrfDoseTry *dose_try);
void                 crf_read_dose_async    (CrfWriter *writer, const char *subject, const char *weight, const char *lot,
                                             const char *duration, const char *final_volume, GCancellable *cancellable,
                                             GAsyncReadyCallback callback, gpointer user_data);
CrfDoseTry          *crf_read_dose_finish   (CrfWriter *writer, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfTyping, crf_typing_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfDoseTry, crf_dose_try_free)

G_END_DECLS
