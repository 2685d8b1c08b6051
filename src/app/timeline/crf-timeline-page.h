/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The investigators' page of a patient: the chart, what is shown of it, the same as a table, and pictures of it. */

#pragma once

#include <adwaita.h>

#include "crf-timeline-chart.h"
#include "crf-writer.h"

G_BEGIN_DECLS

#define CRF_TYPE_TIMELINE_PAGE (crf_timeline_page_get_type ())
G_DECLARE_FINAL_TYPE (CrfTimelinePage, crf_timeline_page, CRF, TIMELINE_PAGE, AdwBin)

/* Signal "elsewhere" (const char *tab, CrfTarget *target): the form is to be opened on that tab of the patient
 * page. */

GtkWidget        *crf_timeline_page_new          (CrfWriter       *writer);
/* Reads the patient's course and shows it; the same patient again keeps the days and series shown. */
void              crf_timeline_page_show         (CrfTimelinePage *self,
                                                  const char      *subject);
/* Shows @timeline (taken over) without reading. */
void              crf_timeline_page_set_timeline (CrfTimelinePage *self,
                                                  CrfTimeline     *timeline);
CrfTimelineChart *crf_timeline_page_get_chart    (CrfTimelinePage *self);

G_END_DECLS
