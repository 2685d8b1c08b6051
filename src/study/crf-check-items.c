/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Checks of items that no schema can make. */

#include "crf-reading-private.h"

void
crf_check_items (CrfReading *self)
{
}

void
crf_check_design (CrfReading *self)
{
}

void
crf_check_expressions (CrfReading *self)
{
}
