/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the four use cases of an infusion share. */

#pragma once

#include "crf-infusion.h"
#include "crf-use-case-private.h"

G_BEGIN_DECLS

/* The infusion that argument "infusion" names, or the next one that is not over. NULL with a refusal or @error. */
CrfInfusion *crf_infusion_of_context (CrfUseCaseContext *context, GError **error);
/* The infusion that argument "infusion" names, or the one that was started last: for what comes after the start. NULL with a refusal or @error. */
CrfInfusion *crf_infusion_last_of_context (CrfUseCaseContext *context, GError **error);
/* The subject's arm for who may know it; NULL with a refusal or @error. */
const CrfArm *crf_infusion_arm_of_context (CrfUseCaseContext *context, GError **error);
/* The argument "reason" as it may stand beside a value of @item, which the ward of a masked study may read; NULL: none, or it must not. */
const char  *crf_infusion_reason_for (CrfUseCaseContext *context, const CrfItem *item);
/* Stores @text as the item of @concept on the infusion's form; a definition without that item stores nothing. NULL @text: nothing. */
gboolean     crf_infusion_store (CrfUseCaseContext *context, const CrfInfusion *infusion, const char *concept, const char *text, GError **error);
gboolean     crf_infusion_store_number (CrfUseCaseContext *context, const CrfInfusion *infusion, const char *concept, double value, int places, GError **error);
/* "2026-03-02" of an ISO date and time. Free it. */
char        *crf_iso_date_part (const char *iso);
/* "2026-03-02T09:14" of minutes since 1970. Free it. */
char        *crf_minutes_to_iso (gint64 minutes);

G_END_DECLS
