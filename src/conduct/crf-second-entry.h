/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Double entry: the same value typed again by another person who has not seen the first. */

#pragma once

#include "crf-place.h"
#include "crf-records-trust.h"

G_BEGIN_DECLS

/* The second entry of a field of the first entry, or NULL; borrowed from @seconds. */
CrfSecondRecord *crf_second_find (GPtrArray *seconds, const CrfTarget *field);
/* … of a field by the second entry's own keys. */
CrfSecondRecord *crf_second_find_own (GPtrArray *seconds, const CrfTarget *field);
/* The field named by the arguments with the form in the file and the value of the first entry. FALSE with the refusal set (or @error). */
gboolean         crf_second_find_field (CrfUseCaseContext *context, CrfPlace *place, CrfFormRecord **form, CrfValueRecord **first, GError **error);
/* After a value of the first entry was stored at @field: says so where the second entry has another. */
gboolean         crf_second_note_changed (CrfUseCaseContext *context, const CrfTarget *field, const CrfItem *item, GError **error);
char            *crf_second_first_text (CrfUseCaseContext *context, const CrfItem *item, const CrfValueRecord *first);
char            *crf_second_text (CrfUseCaseContext *context, const CrfItem *item, const CrfSecondRecord *second);

G_END_DECLS
