/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What has happened is always enterable; what it breaks opens a deviation draft. */

#pragma once

#include "crf-place.h"

G_BEGIN_DECLS

/* After a value was stored: a visit outside its window, or something timed before consent. */
gboolean crf_entry_gates_after (CrfUseCaseContext *context, const CrfPlace *place, const CrfValue *value, GError **error);

/* Whether what stands at @place decided on the allocation that the patient has: it is not changed without a reason. */
gboolean crf_entry_gates_decided_allocation (CrfUseCaseContext *context, const CrfPlace *place);

/* Whether it is of the consent form, and an act of consent says the same: when and what was signed is not changed without a reason. */
gboolean crf_entry_gates_is_consented (CrfUseCaseContext *context, const CrfPlace *place);
/* Which dates are acts of the trial; a date of history lies before consent by nature. */
gboolean crf_entry_gates_is_act (const CrfItem *item);
/* An act of @date before consent, or without it, opens a deviation draft, once. */
gboolean crf_entry_gates_consent (CrfUseCaseContext *context, const CrfEvent *event, const char *date, GError **error);
/* The act of consent that the consent form tells by now, where it is not recorded yet. */
gboolean crf_entry_gates_note_consent (CrfUseCaseContext *context, GError **error);

/* The first alone: a visit of @date that is out of its window opens a deviation draft, once. */
gboolean crf_entry_gates_window (CrfUseCaseContext *context, const CrfEvent *event, const char *eventkey, const char *date, GError **error);

G_END_DECLS
