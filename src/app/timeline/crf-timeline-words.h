/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the chart says in words: labels, tooltips, what a screen reader hears. Strings are translated; free them. */

#pragma once

#include "crf-timeline-layout.h"

G_BEGIN_DECLS

/* "day 28". */
char       *crf_timeline_words_day      (const CrfTimeline       *data,
                                         double                   at);
/* "6 Apr 2026". */
char       *crf_timeline_words_date     (double                   at);
/* "day 28 · 6 Apr 2026". */
char       *crf_timeline_words_when     (const CrfTimeline       *data,
                                         double                   at);
/* "day 0: first infusion". */
const char *crf_timeline_words_zero     (CrfTimelineZero          kind);
/* "Week 4 · due", "Week 8 · 2 days late"; only what is not plain is added to the name. */
char       *crf_timeline_words_visit    (const CrfTimelineVisit  *visit);
/* "fever, grade 1, ongoing". */
char       *crf_timeline_words_event    (const CrfTimelineEvent  *event,
                                         gboolean                 adverse);
/* "Given · 186.0 × 10⁶ cells · 3.00 × 10⁶/kg". */
char       *crf_timeline_words_infusion (const CrfTimelineInfusion *infusion);
/* "base 19 → 17", or "last 17". */
char       *crf_timeline_words_change   (const CrfTimelineSeries *series);
/* "61.2 µmol/L". */
char       *crf_timeline_words_value    (const CrfTimelineSeries *series,
                                         const CrfTimelinePoint  *point);
/* Everything about the mark, in lines. @series: of a point. */
char       *crf_timeline_words_mark     (const CrfTimeline       *data,
                                         const CrfTimelineMark   *mark,
                                         const CrfTimelineSeries *series);
/* "above the reference range 5–21", or NULL without a range. */
char       *crf_timeline_words_range    (const CrfTimelinePoint  *point);

G_END_DECLS
