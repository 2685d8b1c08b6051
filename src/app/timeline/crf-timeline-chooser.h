/* SPDX-License-Identifier: GPL-3.0-or-later */

/* "Lanes and labs": what the chart shows. What a person chose stays for the next patient. */

#pragma once

#include <adwaita.h>

#include "crf-timeline-layout.h"

G_BEGIN_DECLS

#define CRF_TYPE_TIMELINE_CHOOSER (crf_timeline_chooser_get_type ())
G_DECLARE_FINAL_TYPE (CrfTimelineChooser, crf_timeline_chooser, CRF, TIMELINE_CHOOSER, AdwBin)

/* Signal "changed": something else is to be shown. */

/* Offers the series of @timeline; borrowed. NULL: none. */
void       crf_timeline_chooser_set_timeline (CrfTimelineChooser *self,
                                              const CrfTimeline  *timeline);
guint      crf_timeline_chooser_get_lanes    (CrfTimelineChooser *self);
/* CrfTimelineSeries of the timeline, borrowed, in its order. Free the array. */
GPtrArray *crf_timeline_chooser_list_series  (CrfTimelineChooser *self);
/* Shows the series of that concept, or not, as if a person had chosen it. */
void       crf_timeline_chooser_set_series   (CrfTimelineChooser *self,
                                              const char         *concept,
                                              gboolean            shown);

G_END_DECLS
