/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The chart as a file. Needs no display; may run on any thread, the data must not change meanwhile. */

#pragma once

#include "crf-timeline-layout.h"

G_BEGIN_DECLS

typedef enum { CRF_TIMELINE_PNG, CRF_TIMELINE_SVG, CRF_TIMELINE_PDF } CrfTimelineFormat;

/* @view in light colours, with @heading and @foot (who, when, heads; a DEMO mark where it is due), as the bytes of
 * a file. A PNG or SVG is one picture, a PDF as many A4 pages as it needs. @font: family and size ("Cantarell 11"),
 * NULL for the default. */
GBytes  *crf_timeline_picture_render (const CrfTimelineView *view,
                                      CrfTimelineFormat      format,
                                      const char            *font,
                                      const char            *heading,
                                      const char            *foot,
                                      GError               **error);
/* The same into a file, which is replaced. */
gboolean crf_timeline_picture_write  (const CrfTimelineView *view,
                                      CrfTimelineFormat      format,
                                      const char            *font,
                                      const char            *heading,
                                      const char            *foot,
                                      const char            *path,
                                      GError               **error);

G_END_DECLS
