/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What quality assurance lets go to the ward: the release of one preparation, and the limits of what comes with the cells (DMSO, endotoxin). */

#pragma once

#include "crf-infusion-steps.h"

G_BEGIN_DECLS

/* A figure of a certificate: "<0.5" by what it may be at most, ">5" by what it is at least. NAN: not stated. */
double   crf_product_read_figure (const char *text);
/* Whether @user recorded the newest preparation of the present order. */
gboolean crf_product_prepared_by (const GPtrArray *steps, const char *user);
/* Whether the preparation that is ordered, planned and prepared now is the one that was released, by another person. */
gboolean crf_product_release_holds (CrfStudyFile *file, const char *subject, const CrfInfusion *infusion, const GPtrArray *steps);
/* Adds "product-not-released" where it does not hold. */
void     crf_product_release_list_missing (CrfSession *session, CrfSubjectRecord *subject, const CrfInfusion *infusion, const GPtrArray *steps,
                                           GPtrArray *missing);
/* Adds "dmso-over" (above 1 g/kg on the day of @start, ISO, with what else was given then) and "endotoxin-over" (above 5 EU/kg/h). What a certificate does
 * not state is not judged. */
void     crf_product_list_over_limits (CrfSession *session, CrfSubjectRecord *subject, const CrfInfusion *infusion, const CrfLotRecord *lot,
                                       const char *start, GPtrArray *missing);

G_END_DECLS
