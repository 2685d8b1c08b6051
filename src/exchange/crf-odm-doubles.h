/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a file with clinical data says more than once of one place. In a file of transactions a later one may change or remove what an earlier one
 * inserted; whatever else is there twice must say the same, for nobody here knows which of two is right. */

#pragma once

#include "crf-odm-read.h"

G_BEGIN_DECLS

typedef struct
{
  GHashTable *in_force; /* CrfOdmPoint that nothing in the file replaces or says again; keyed by its place */
  GHashTable *earlier;  /* CrfOdmPoint → the one before it that says something of the same place */
} CrfOdmDoubles;

/* Of the values of @data; with @levels of its patients, visits, forms and rows too. */
CrfOdmDoubles     *crf_odm_doubles_find (const CrfOdmData *data, gboolean levels);
void               crf_odm_doubles_free (CrfOdmDoubles *self);
/* Whether this one holds. */
gboolean           crf_odm_doubles_is_in_force (const CrfOdmDoubles *self, const CrfOdmPoint *point);
/* The one that @point says again and that nothing has replaced; NULL: there is none such. */
const CrfOdmPoint *crf_odm_doubles_find_earlier (const CrfOdmDoubles *self, const CrfOdmPoint *point);
/* Whether the two are alike in all that they say, be it of who and when. */
gboolean           crf_odm_point_is_same (const CrfOdmPoint *a, const CrfOdmPoint *b);
/* The sentence that names the place and both lines of the file. Free it. */
char              *crf_odm_doubles_sentence (const CrfOdmPoint *earlier, const char *said, const CrfOdmPoint *later, const char *said_later);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfOdmDoubles, crf_odm_doubles_free)

G_END_DECLS
