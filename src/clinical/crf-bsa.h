/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Body surface area. Not used for cell doses, which are per kilogram. */

#pragma once

#include "crf-score.h"

G_BEGIN_DECLS

/* √(kg × cm / 3600), m². NAN is missing. */
CrfScoreResult *crf_bsa_mosteller (double weight_kg,
                                   double height_cm);

/* 0.007184 kg^0.425 cm^0.725, m². */
CrfScoreResult *crf_bsa_du_bois   (double weight_kg,
                                   double height_cm);

G_END_DECLS
