/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The coded answers of an item as a person sees them: label in her language, and the digit that picks it. */

#pragma once

#include "crf-study.h"

G_BEGIN_DECLS

typedef struct
{
  char *code;
  char *label;
  int digit; /* key that picks it; -1: none */
} CrfFieldCode;

/* CrfFieldCode in the definition's order; yes and no for a boolean item. Where the codes are digits themselves, they are the keys,
 * as on paper; otherwise the keys count from 1. */
GPtrArray *crf_field_codes_new (const CrfItem *item,
                                const char    *language);

G_END_DECLS
