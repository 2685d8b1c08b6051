/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a reference range that is entered late, or a value that decides which range holds (sex, birth date), does to values that are stored already: their
 * flags, grades and scores; and to the signatures over them. */

#pragma once

#include "crf-casebook.h"
#include "crf-use-case-private.h"

G_BEGIN_DECLS

typedef struct
{
  guint n_values;      /* stored values that fall under the new range */
  guint n_flags;       /* of them, those that are flagged otherwise than before */
  guint n_held;        /* of all, those on a form, patient or study that is frozen or locked */
  GPtrArray *subjects; /* CrfSubjectRecord of those with such values */
  GPtrArray *signed_forms; /* CrfTarget: signed, and another flag or another reference is shown on them */
  GPtrArray *casebooks;    /* CrfTarget of the subjects of whom that is so somewhere and whose casebook is signed */
} CrfRangeChange;

/* Looks at all patients as if @range were entered. */
gboolean crf_range_change_preview (CrfUseCaseContext *context, const CrfItem *item, CrfRangeRecord *range, CrfRangeChange *change, GError **error);
/* Computes scores and grades of these patients anew, after the range was appended. The old results stay in the journal. */
gboolean crf_range_change_derive (CrfUseCaseContext *context, const CrfItem *item, const CrfRangeChange *change, GError **error);
/* What was signed was shown otherwise: those signatures become void, for @range as the reason, and are to be given again. After the range was appended. */
gboolean crf_range_change_void (CrfUseCaseContext *context, const CrfItem *item, const CrfRangeRecord *range, const CrfRangeChange *change, GError **error);
/* Looks at the patient of @casebook, in which @field is imagined otherwise than it is stored: which values fall under other limits now. The form of @field
 * itself is left out: what is corrected on it is to be signed again by that alone. */
gboolean crf_range_change_preview_value (CrfUseCaseContext *context, CrfCasebook *casebook, const CrfTarget *field, CrfRangeChange *change, GError **error);
/* The signatures over them become void, for the correction of @item as the reason. After the value was stored. */
gboolean crf_range_change_void_for_value (CrfUseCaseContext *context, const CrfItem *item, const CrfRangeChange *change, GError **error);
/* Whether a signature on exactly this form (form or serious adverse event), given here or, as is told, elsewhere, stands. */
gboolean crf_range_change_is_signed (CrfStudyFile *file, const CrfTarget *form, gboolean *stands, GError **error);
void     crf_range_change_clear (CrfRangeChange *change);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CrfRangeChange, crf_range_change_clear)

G_END_DECLS
