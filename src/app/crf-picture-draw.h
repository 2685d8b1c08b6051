/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What every picture that is drawn without a widget needs: type of its own, and a place for the bytes. */

#pragma once

#include <cairo.h>
#include <pango/pangocairo.h>

G_BEGIN_DECLS

/* @font as in a setting ("Cantarell 11"); NULL, or without a size: 11 points. Unref it. */
PangoContext  *crf_picture_context_new (const char *font);
/* A cairo_write_func_t; @closure is the GByteArray. */
cairo_status_t crf_picture_append      (void                *closure,
                                        const unsigned char *data,
                                        unsigned int         length);

G_END_DECLS
