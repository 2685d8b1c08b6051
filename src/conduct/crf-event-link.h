/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An adverse event and a decompensation event that are one record in two views: what both say is kept the same. */

#pragma once

#include "crf-place.h"

G_BEGIN_DECLS

/* After a shared fact (start, end) was stored on one view, stores it on the other. TRUE without doing anything where there is no other. */
gboolean crf_event_link_follow (CrfUseCaseContext *context, const CrfPlace *place, const CrfValue *value, GError **error);

G_END_DECLS
