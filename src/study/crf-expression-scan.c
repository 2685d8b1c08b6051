/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Splits an SQL expression into words by SQLite's own rules for identifiers, strings and comments.
 */

#include "crf-expression-scan-private.h"

#include <string.h>

static gboolean
starts_name (char c)
{
  return g_ascii_isalpha (c) || c == '_' || (guchar) c >= 0x80;
}

static gboolean
continues_name (char c)
{
  return starts_name (c) || g_ascii_isdigit (c) || c == '$';
}

static const char *
skip_blank (const char *p)
{
  for (;;)
    {
      if (g_ascii_isspace (*p))
        p++;
      else if (p[0] == '-' && p[1] == '-')
        p += strcspn (p, "\n");
      else if (p[0] == '/' && p[1] == '*')
        {
          const char *end = strstr (p + 2, "*/");

          p = end != NULL ? end + 2 : p + strlen (p);
        }
      else
        return p;
    }
}

/* Behind the closing mark; a doubled one stands for itself, except in brackets. NULL: it is not closed. */
static const char *
skip_quoted (const char *p)
{
  char close = *p == '[' ? ']' : *p;

  for (p++; *p != '\0'; p++)
    {
      if (*p != close)
        continue;
      if (close != ']' && p[1] == close)
        p++;
      else
        return p + 1;
    }
  return NULL;
}

CrfScan
crf_scan_next (const char **p)
{
  CrfScan scan = { CRF_SCAN_MARK, skip_blank (*p), 0 };
  const char *end = scan.start;

  if (*end == '\0')
    scan.kind = CRF_SCAN_END;
  else if (starts_name (*end))
    {
      scan.kind = CRF_SCAN_NAME;
      while (continues_name (*end))
        end++;
    }
  else if (*end == '\'' || *end == '"' || *end == '`' || *end == '[')
    {
      const char *behind = skip_quoted (end);

      /* What is not closed is no name; SQLite says so. */
      if (behind != NULL)
        scan.kind = *end == '\'' ? CRF_SCAN_STRING : CRF_SCAN_QUOTED;
      end = behind != NULL ? behind : end + strlen (end);
    }
  else if (g_ascii_isdigit (*end) || (*end == '.' && g_ascii_isdigit (end[1])))
    {
      scan.kind = CRF_SCAN_NUMBER;
      while (continues_name (*end) || *end == '.')
        end++;
    }
  else if (strchr ("?:@$", *end) != NULL)
    {
      scan.kind = CRF_SCAN_PARAMETER;
      end++;
      while (continues_name (*end))
        end++;
    }
  else
    end++;
  scan.length = (gsize) (end - scan.start);
  *p = end;
  return scan;
}

char *
crf_scan_name (const CrfScan *scan)
{
  char quote = scan->start[0];
  GString *name;

  if (scan->kind != CRF_SCAN_QUOTED)
    return g_strndup (scan->start, scan->length);
  name = g_string_new (NULL);
  for (gsize i = 1; i + 1 < scan->length; i++)
    {
      g_string_append_c (name, scan->start[i]);
      if (quote != '[' && scan->start[i] == quote)
        i++;
    }
  return g_string_free (name, FALSE);
}

gboolean
crf_scan_is (const CrfScan *scan, const char *word)
{
  return scan->kind == CRF_SCAN_NAME && strlen (word) == scan->length
         && g_ascii_strncasecmp (scan->start, word, scan->length) == 0;
}

gboolean
crf_scan_has_is_literal (const char *text)
{
  const char *p = text;
  CrfScan scan = crf_scan_next (&p);

  while (scan.kind != CRF_SCAN_END)
    {
      if (!crf_scan_is (&scan, "IS"))
        {
          scan = crf_scan_next (&p);
          continue;
        }
      scan = crf_scan_next (&p);
      if (crf_scan_is (&scan, "NOT"))
        scan = crf_scan_next (&p);
      if (crf_scan_is (&scan, "DISTINCT"))
        {
          crf_scan_next (&p); /* FROM */
          scan = crf_scan_next (&p);
        }
      if (scan.kind == CRF_SCAN_MARK && scan.length == 1 && strchr ("+-(", scan.start[0]) != NULL)
        scan = crf_scan_next (&p);
      if (scan.kind == CRF_SCAN_STRING || scan.kind == CRF_SCAN_NUMBER
          || crf_scan_is (&scan, "TRUE") || crf_scan_is (&scan, "FALSE"))
        return TRUE;
    }
  return FALSE;
}
