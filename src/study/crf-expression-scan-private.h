/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The words of an SQL expression: enough of SQLite's lexer to know which names an expression
 * uses and what it must not contain. SQLite itself does the parsing. Internal to study/. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  CRF_SCAN_END,
  CRF_SCAN_NAME,      /* bare identifier or keyword */
  CRF_SCAN_QUOTED,    /* "name", `name`, [name] */
  CRF_SCAN_STRING,    /* 'text' */
  CRF_SCAN_NUMBER,
  CRF_SCAN_PARAMETER, /* :today, ?1, @x, $x */
  CRF_SCAN_MARK,      /* anything else, one character */
} CrfScanKind;

typedef struct
{
  CrfScanKind kind;
  const char *start;
  gsize length;
} CrfScan;

/* The word at *@p, after blanks and comments; moves *@p behind it. */
CrfScan  crf_scan_next (const char **p);
/* The name that a bare or quoted identifier stands for. Free it. */
char    *crf_scan_name (const CrfScan *scan);
gboolean crf_scan_is (const CrfScan *scan, const char *word);
/* Whether @text has IS or IS NOT with a number, a text, TRUE or FALSE, which makes "unknown" a
 * definite answer. */
gboolean crf_scan_has_is_literal (const char *text);

G_END_DECLS
