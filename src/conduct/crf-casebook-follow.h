/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How what casebooks share keeps up with what is written. */

#pragma once

#include "crf-casebook.h"
#include "crf-entry.h"

G_BEGIN_DECLS

/* After @entry was written at @at, the only one since the file said @before: takes it in, or forgets what was read. */
void crf_case_stores_follow (CrfSession *session, const CrfEntry *entry, const char *at, guint64 before);

G_END_DECLS
