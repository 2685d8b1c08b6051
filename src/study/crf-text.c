/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Texts of a study in several languages, and which of them a reader gets. */

#include "crf-study-private.h"

#include <string.h>

CrfText *
crf_study_new_text (CrfStudy *self)
{
  CrfText *text = crf_study_allocate (self, sizeof (CrfText));

  text->languages = crf_study_new_array (self);
  text->texts = crf_study_new_array (self);
  return text;
}

void
crf_study_add_text (CrfStudy *self, CrfText *text, const char *language, const char *value)
{
  const char *kept = crf_study_intern (self, language != NULL ? language : "");

  g_ptr_array_add (text->languages, (gpointer) kept);
  g_ptr_array_add (text->texts, (gpointer) crf_study_intern (self, value));
}

/* Length of "zh" in "zh-CN", "zh_CN.UTF-8" and "zh". */
static gsize
primary_length (const char *language)
{
  return strcspn (language, "-_.@");
}

static gboolean
same_language (const char *a, gsize length_a, const char *b, gsize length_b)
{
  if (length_a != length_b)
    return FALSE;
  for (gsize i = 0; i < length_a; i++)
    {
      char x = a[i] == '_' ? '-' : g_ascii_tolower (a[i]);
      char y = b[i] == '_' ? '-' : g_ascii_tolower (b[i]);

      if (x != y)
        return FALSE;
    }
  return TRUE;
}

/* With @primary only the language counts, not the region. */
static const char *
find_text (const CrfText *text, const char *language, gboolean primary)
{
  gsize length = primary ? primary_length (language) : strcspn (language, ".@");

  if (length == 0)
    return NULL;
  for (guint i = 0; i < text->languages->len; i++)
    {
      const char *have = g_ptr_array_index (text->languages, i);

      if (same_language (language, length, have, primary ? primary_length (have) : strlen (have)))
        return g_ptr_array_index (text->texts, i);
    }
  return NULL;
}

const char *
crf_text_get (const CrfText *text, const char *language)
{
  const char *found = NULL;

  if (text == NULL || text->texts->len == 0)
    return "";
  if (language != NULL)
    {
      g_autofree char *bare = g_strndup (language, primary_length (language));

      found = find_text (text, language, FALSE);
      if (found == NULL)
        found = find_text (text, bare, FALSE);
      if (found == NULL)
        found = find_text (text, bare, TRUE);
    }
  if (found == NULL)
    found = find_text (text, "en", FALSE);
  if (found == NULL)
    found = find_text (text, "en", TRUE);
  return found != NULL ? found : g_ptr_array_index (text->texts, 0);
}
