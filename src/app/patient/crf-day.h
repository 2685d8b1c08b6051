/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Days as people read them, from ISO dates. Shown with the locale; never parsed back. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "14 Nov 2026" of "2026-11-14" or "2026-11-14T07:40" (then with the time); a partial date as far as it goes. NULL for NULL. Free it. */
char *crf_day_format        (const char *iso);
/* Without the year, where another date beside it has one. Free it. */
char *crf_day_format_short  (const char *iso);
/* "10–16 Nov 2026", or one day where both are the same; NULL where either is NULL. Free it. */
char *crf_day_format_window (const char *from,
                             const char *to);

G_END_DECLS
