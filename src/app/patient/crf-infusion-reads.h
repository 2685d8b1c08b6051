/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The readings of an infusion day for the window: asked on the writer's thread, waited for. */

#pragma once

#include "crf-reader-infusion-day.h"
#include "crf-writer.h"

G_BEGIN_DECLS

CrfInfusionDay *crf_read_infusion_day (CrfWriter *writer, const char *subject, int ordinal, GError **error);

G_END_DECLS
