/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The error domain of the store. */

#include "crf-store-error.h"

G_DEFINE_QUARK (crf - store - error - quark, crf_store_error)
