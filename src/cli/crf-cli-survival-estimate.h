/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The estimates of one group, and how they are printed. */

#pragma once

#include "crf-cli-survival.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* One time of the incidence table. */
typedef struct { double time; CrfIncidencePoint event, competing; gsize n_risk; } CrfCliIncidence;

/* Kaplan–Meier; who had a competing event is censored by it. */
CrfSurvivalCurve *crf_cli_survival_curve (const CrfCliSurvival *survival, guint group, GError **error);
/* Who is known to have lived beyond the endpoint's day, whatever was not observed of the others. */
guint             crf_cli_survival_count_alive (const CrfCliSurvival *survival, guint group);
/* CrfCliIncidence, Aalen–Johansen, at the chosen times, else at all of the data. */
GArray           *crf_cli_survival_incidence (const CrfCliSurvival *survival, guint group, GError **error);
/* CrfSurvivalPoint at the chosen times, else at all of the data. */
GArray           *crf_cli_survival_points (const CrfCliSurvival *survival, const CrfSurvivalCurve *curve);
/* Between the groups. */
gboolean          crf_cli_survival_log_rank (const CrfCliSurvival *survival, CrfLogRank *logrank, GError **error);

/* One object of the curves (CrfSurvivalCurve, a group each). */
void crf_cli_survival_add_json (JsonBuilder *builder, const CrfCliSurvival *survival, const GPtrArray *curves, const CrfLogRank *logrank);
/* Tables with a blank line between: groups, survival, test; of a study also the endpoint's day and, where events compete, the incidence. */
void crf_cli_survival_print_tables (const CrfCliSurvival *survival, const GPtrArray *curves, const CrfLogRank *logrank);

G_END_DECLS
