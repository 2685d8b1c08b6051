/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The definition that the tests of this folder share, and copies of it with one thing changed. */

#pragma once

#include "crf-study-reader.h"

G_BEGIN_DECLS

/* tests/data/study/good/studies/study.xml, which has no fault. */
CrfStudy *fixture_study (void);
char     *fixture_path (const char *relative);
char     *fixture_text (void);
/* Reads the good study with @from replaced by @to, which must be there. */
CrfStudy *fixture_changed (const char *from, const char *to, GPtrArray **faults, GError **error);

G_END_DECLS
