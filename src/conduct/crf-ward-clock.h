/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The clock of an offline workstation against the clock on the ward's wall: the difference is journalled, more than two minutes are warned of. */

#pragma once

#include "crf-use-case-private.h"

G_BEGIN_DECLS

#define CRF_CLOCK_TOLERANCE_MINUTES 2

/* Journals what the ward clock shows in the argument "ward-clock" (a time, or date and time). More than the tolerance apart asks back, with prompt id
 * "ward-clock", until it is confirmed. FALSE when refused, asked back or broken. */
gboolean crf_ward_clock_check (CrfUseCaseContext *context, GError **error);

G_END_DECLS
