/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which fields of an infusion belong to its steps: who writes them first, what was looked at when the dose was checked, the product released and the
 * patient identified, and what the dose given is computed from. One table, by concept. */

#pragma once

#include "crf-infusion.h"
#include "crf-place.h"

G_BEGIN_DECLS

typedef enum
{
  CRF_INFUSION_FIELD_PLAN = 1 << 0,  /* stands on label, release and identity sheet: a correction makes another bag code */
  CRF_INFUSION_FIELD_CHECK = 1 << 1, /* the second person put her name to it */
  CRF_INFUSION_FIELD_DOSE = 1 << 2,  /* the dose given is computed from it */
  CRF_INFUSION_FIELD_FIXED = 1 << 3, /* never typed: it names a person or a number, or is computed */
} CrfInfusionFieldFlags;

typedef struct
{
  const char *concept;
  const char *use_case; /* the step that writes it */
  CrfInfusionFieldFlags flags;
} CrfInfusionField;

/* NULL: anybody who enters data types it. */
const CrfInfusionField *crf_infusion_field_find (const char *concept);
/* Whether the item may be typed on this infusion: not before its step has written it, while the infusion is not over. @has_value: it is a correction.
 * FALSE with @refusal, whose remedy names the step. */
gboolean crf_infusion_field_may_enter (CrfSession *session, const CrfTarget *form, const CrfItem *item, gboolean has_value, gboolean missing,
                                       CrfRefusal **refusal);

/* What the second person put her name to, as it stands now: figures and the entries they come from. Free it. */
char    *crf_infusion_check_statement (const CrfInfusion *infusion);
/* The login of who checked the dose as it stands now: signed by another person than those who planned it, and nothing changed since. NULL: nobody. */
char    *crf_infusion_checker (CrfStudyFile *file, CrfStudy *study, const char *subject, const CrfInfusion *infusion, GError **error);

/* The entries of all that stands on the label, for the bag code. Free it. */
char    *crf_infusion_plan_entries (const CrfInfusion *infusion);

/* After a field of an infusion was typed or corrected: what does not hold any more is told, after the start a correction opens a deviation draft, and what
 * is computed or booked from it follows. @before: the infusion as it stood. */
gboolean crf_infusion_field_follow (CrfUseCaseContext *context, const CrfInfusion *before, const CrfTarget *form, const CrfItem *item, gboolean corrected,
                                    GError **error);

G_END_DECLS
