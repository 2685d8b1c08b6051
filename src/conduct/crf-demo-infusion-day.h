/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the people of a demonstration do around one infusion. */

#pragma once

#include "crf-demo-private.h"

G_BEGIN_DECLS

/* The investigator orders and signs "go", at @at (ISO): before the plan. */
gboolean crf_demo_order (CrfDemoLife *life, const char *weight, const char *at, GError **error);
/* The product arrives and two nurses check the identity at the bedside, at @at: after plan and check, before the start. */
gboolean crf_demo_to_bedside (CrfDemoLife *life, const char *at, GError **error);

G_END_DECLS
