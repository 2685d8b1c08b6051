/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Nobody comes to a visit after her death. */

#pragma once

#include "crf-casebook.h"

G_BEGIN_DECLS

/* What is wrong with the date in @cell: a death before a day on which the patient was seen, or the other way round. NULL: nothing. Free it. */
char *crf_check_life (CrfCasebook *casebook, const CrfCell *cell);

G_END_DECLS
