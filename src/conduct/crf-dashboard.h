/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The state of the study in charts: enrolment, flow, completeness, queries, safety, change from baseline, survival. By arm only where the session may
 * know arms. */

#pragma once

#include "crf-chart.h"
#include "crf-session.h"

G_BEGIN_DECLS

/* CrfChart, in the order they are shown. */
GPtrArray *crf_reader_dashboard (CrfSession *session, GError **error);
/* Where the journal stood, for the foot of a picture: lines "WS:seq hash". Free it. */
char      *crf_reader_dashboard_heads (CrfSession *session);

/* "primary endpoint", in words. */
const char *crf_endpoint_role_label (const CrfEndpoint *endpoint);

G_END_DECLS
