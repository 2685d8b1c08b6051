/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures are drawn at 96 dots an inch, whatever the screen is. */

#include "crf-picture-draw.h"

#include "crf-timeline-draw.h"

#define USUAL_SIZE 11

PangoContext *
crf_picture_context_new (const char *font)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  g_autoptr (PangoFontDescription) description = pango_font_description_from_string (font != NULL ? font : "Sans");

  if (pango_font_description_get_size (description) == 0)
    pango_font_description_set_size (description, USUAL_SIZE * PANGO_SCALE);
  pango_context_set_font_description (context, description);
  pango_cairo_context_set_resolution (context, 96);
  crf_timeline_set_language (context);
  return context;
}

cairo_status_t
crf_picture_append (void                *closure,
                    const unsigned char *data,
                    unsigned int         length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}
