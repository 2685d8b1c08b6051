/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A temperature of the product on its way, against the limits of the study's item for it: one that no box can have is a slip of the pen. */

#pragma once

#include "crf-use-case-private.h"

G_BEGIN_DECLS

/* Asks back where the argument "temperature" breaks a limit, with a reason where the form wants one. FALSE: the outcome's prompt or refusal is set. */
gboolean crf_product_temperature_check (CrfUseCaseContext *context);

G_END_DECLS
