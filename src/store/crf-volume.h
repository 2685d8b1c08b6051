/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Volumes in mL as decimals of up to six places, added exactly, without binary floating point. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Millionths; FALSE if @text is no plain decimal or too large. NULL is no decimal. */
gboolean crf_volume_parse (const char *text, gint64 *millionths);
/* "12.5"; free it. */
char    *crf_volume_format (gint64 millionths);

G_END_DECLS
