/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Values that an act of its own records, with its own gates and its own people: they are not typed into their form. */

#pragma once

#include "crf-use-case-private.h"

G_BEGIN_DECLS

/* Whether this person may type into the field; FALSE: @refusal, if not NULL, says by which act it is filled, or by whom. What is
 * transcribed from a table is not typed, but for judgements. */
gboolean crf_item_owner_allows (CrfSession *session, const CrfItem *item, CrfRefusal **refusal);
/* Whether the value is somebody's judgement, a verdict or a causality: also from a file only who may give it brings it in. */
gboolean crf_item_is_judgement (const CrfItem *item);
/* Whether @item answers a criterion, in whole or in part. */
gboolean crf_item_answers_criterion (CrfStudy *study, const CrfItem *item);
/* Whether a criterion's answer is computed from @item, or given by it. */
gboolean crf_item_feeds_eligibility (CrfSession *session, const CrfItem *item);

G_END_DECLS
