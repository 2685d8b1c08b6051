/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the parsers of numbers, dates and units share: typed text brought to plain ASCII forms, and
 * typed text made fit to be quoted in a message. Internal to study/. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A copy of @text without blanks around it, with full-width digits, marks and blanks (as Chinese
 * input methods produce them) in their plain forms. NULL if @text is not valid UTF-8 or has more
 * than 200 bytes. */
char *crf_typed_to_plain (const char *text);

/* A copy of @text to be quoted in a sentence: valid UTF-8, at most 40 characters, no control
 * characters. */
char *crf_typed_quote (const char *text);

G_END_DECLS
