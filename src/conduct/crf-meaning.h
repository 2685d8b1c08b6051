/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a signature says, for who is about to give it (21 CFR 11.50). */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The sentence that a signature given in this use case stands for, translated; NULL: it signs nothing. */
const char *crf_meaning_of_use_case (const char *use_case);

G_END_DECLS
