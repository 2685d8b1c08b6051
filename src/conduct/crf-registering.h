/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A new subject: numbers, identity, consent. Shared by "register", "consent" and the import. */

#pragma once

#include "crf-use-case-private.h"

G_BEGIN_DECLS

/* The argument names of "register" and the concepts behind them. */
typedef struct { const char *argument, *concept; } CrfDemographic;
extern const CrfDemographic crf_demographics[];

/* Refuses before the recovery key was typed back. */
gboolean crf_registering_permitted (CrfUseCaseContext *context);
/* Refuses who is not born yet, and an age that cannot be, as typed; NULL: not given. One of the two is needed. */
gboolean crf_registering_check_age (CrfUseCaseContext *context, const char *birth, const char *age);
/* Refuses while nobody is registered, unless there is a reason: then @gate is what stood against it. */
gboolean crf_registering_check_study (CrfUseCaseContext *context, CrfRefusal **gate);
/* After the subject was added: the deviation. @gate may be NULL. */
gboolean crf_registering_note_gate (CrfUseCaseContext *context, const CrfRefusal *gate, GError **error);
/* Next screening number, e.g. "01-S-007". Free it. */
char    *crf_registering_next_number (CrfUseCaseContext *context);
/* subject.register and the subject's key; sets context->subject and results "subject" and "number". @previous: key of an earlier screening, or NULL. */
gboolean crf_registering_add_subject (CrfUseCaseContext *context, const char *previous, GError **error);
/* The same under a number that came from elsewhere. */
gboolean crf_registering_add_subject_as (CrfUseCaseContext *context, const char *number, const char *previous, GError **error);
/* Stores what the arguments say on the demographics form. */
gboolean crf_registering_store_demographics (CrfUseCaseContext *context, GError **error);
/* consent.give and the consent form, from the arguments @version, @at, @by, @explained_by, @copy. Refuses what cannot be. */
gboolean crf_registering_consent (CrfUseCaseContext *context, const char *version, const char *at, const char *by,
                                  const char *explained_by, const char *copy, GError **error);

G_END_DECLS
