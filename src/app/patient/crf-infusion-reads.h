/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The readings of an infusion day for the window: asked on the writer's thread, waited for. */

#pragma once

#include "crf-reader-infusion-day.h"
#include "crf-reader-lot-alerts.h"
#include "crf-reader-monitoring.h"
#include "crf-writer.h"

G_BEGIN_DECLS

CrfInfusionDay *crf_read_infusion_day (CrfWriter *writer, const char *subject, int ordinal, GError **error);

/* NULL: not started, or nothing to watch. */
CrfMonitoring  *crf_read_monitoring   (CrfWriter *writer, const char *subject, int ordinal, GError **error);
/* CrfLotAlert */
GPtrArray      *crf_read_lot_alerts   (CrfWriter *writer, const char *subject, GError **error);
/* Writes a paper of the infusion day as PDF. */
/* NULL with @error; else done, or with the refusal. */
CrfOutcome     *crf_write_paper       (CrfWriter *writer, const char *paper, const char *subject, int ordinal, const char *path, GError **error);

G_END_DECLS
