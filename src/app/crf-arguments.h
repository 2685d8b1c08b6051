/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the window hands to a use case: names and texts, as the cli's KEY=VALUE are. They may hold passphrases and are overwritten before they are freed. */

#pragma once

#include <glib.h>

#include "crf-refusal.h"

G_BEGIN_DECLS

/* "key", "value", …, NULL. A pair whose value is NULL is left out. */
GHashTable *crf_arguments_new        (const char      *first_key,
                                      ...) G_GNUC_NULL_TERMINATED;
void        crf_arguments_set        (GHashTable      *arguments,
                                      const char      *key,
                                      const char      *value);
GHashTable *crf_arguments_copy       (GHashTable      *arguments);
/* Adds event, eventkey, form, formkey, group, groupkey and item of @target. */
void        crf_arguments_set_target (GHashTable      *arguments,
                                      const CrfTarget *target);

G_END_DECLS
