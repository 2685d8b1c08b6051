/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The reasons that the program offers. They are stored in English, whatever the language of who chose them, and shown in the reader's; what a person
 * typed is stored and shown as it was typed. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  CRF_REASONS_VALUE,  /* a changed value, at its field */
  CRF_REASONS_CHANGE, /* any other change */
  CRF_REASONS_SAMPLE, /* which sample is analysed */
  CRF_N_REASONS
} CrfReasons;

/* NULL-terminated, as stored. */
const char *const *crf_reasons       (CrfReasons  kind);
/* @text as it is stored: in English where it is one of these in the reader's language; else @text. */
const char        *crf_reason_stored (const char *text);
/* @stored in the reader's language where it is one of these; else @stored. */
const char        *crf_reason_shown  (const char *stored);

G_END_DECLS
