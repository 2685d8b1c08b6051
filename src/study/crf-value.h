/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One typed value of one item: the text as entered, its unit, comparator and canonical form, or
 * the reason why it is missing. Never a bare double. */

#pragma once

#include "crf-number.h"
#include "crf-study.h"

G_BEGIN_DECLS

typedef struct
{
  char *entered;            /* as typed, unchanged; NULL when missing or empty */
  const CrfUnit *unit;      /* as entered; NULL: none */
  CrfComparator comparator;
  char *canonical;          /* decimal in the canonical unit, code, ISO date or text; NULL when missing or empty */
  char *missing;            /* "ND" not done, "NA" not applicable, "UNK" unknown, "REF" refused, "PEND" pending; NULL: not missing */
} CrfValue;

#define CRF_VALUE_ERROR (crf_value_error_quark ())
typedef enum
{
  CRF_VALUE_ERROR_TYPE,    /* not a number, not a date … */
  CRF_VALUE_ERROR_CODE,    /* not in the code list */
  CRF_VALUE_ERROR_UNIT,    /* unit missing or not one of the item's */
  CRF_VALUE_ERROR_LENGTH,
  CRF_VALUE_ERROR_MISSING, /* unknown missing code */
} CrfValueError;

GQuark    crf_value_error_quark (void);

/* Parses @text for @item. @unit: OID, symbol or UCUM; NULL takes the unit of an item that has
 * exactly one, and is an error for an item with several. Coded items take the code (exactly)
 * only. Messages are sentences naming what is accepted. */
CrfValue *crf_value_parse (const CrfItem *item, const char *text, const char *unit, GError **error);
CrfValue *crf_value_new_missing (const char *code, GError **error);
/* From stored parts (projection or journal); nothing is re-parsed. */
CrfValue *crf_value_new_stored (const CrfStudy *study, const char *entered, const char *unit_oid, const char *comparator,
                                const char *canonical, const char *missing);
CrfValue *crf_value_copy (const CrfValue *value);
void      crf_value_free (CrfValue *value);
gboolean  crf_value_equal (const CrfValue *a, const CrfValue *b);
gboolean  crf_value_is_empty (const CrfValue *value); /* nothing entered and no missing code */
/* The canonical number; NAN if there is none. A comparator is kept apart: look at it first. */
double    crf_value_get_number (const CrfValue *value);
/* The canonical @value in @unit of @item (for display in another unit). */
double    crf_item_from_canonical (const CrfItem *item, const CrfUnit *unit, double value);
/* "61.2 µmol/L", "Yes", "2026-11-14", "not done": for people, in @language. Free it. */
char     *crf_value_to_display (const CrfValue *value, const CrfItem *item, const char *language);
/* Labels of the missing codes, in order, for menus. NULL-terminated pairs code, N_(label). */
extern const char *const crf_missing_codes[][2];

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfValue, crf_value_free)

G_END_DECLS
