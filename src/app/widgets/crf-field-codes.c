/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Nothing here depends on widgets, so that a test needs no display. */

#include "crf-field-codes.h"

#include <glib/gi18n-lib.h>

static void
field_code_free (gpointer data)
{
  CrfFieldCode *code = data;

  g_free (code->code);
  g_free (code->label);
  g_free (code);
}

static void
add (GPtrArray  *codes,
     const char *code,
     const char *label)
{
  CrfFieldCode *field_code = g_new0 (CrfFieldCode, 1);

  field_code->code = g_strdup (code);
  field_code->label = g_strdup (*label != '\0' ? label : code);
  field_code->digit = -1;
  g_ptr_array_add (codes, field_code);
}

static gboolean
codes_are_digits (GPtrArray *codes)
{
  for (guint i = 0; i < codes->len; i++)
    {
      const CrfFieldCode *code = g_ptr_array_index (codes, i);

      if (!g_ascii_isdigit (code->code[0]) || code->code[1] != '\0')
        return FALSE;
    }
  return TRUE;
}

GPtrArray *
crf_field_codes_new (const CrfItem *item,
                     const char    *language)
{
  GPtrArray *codes = g_ptr_array_new_with_free_func (field_code_free);
  gboolean own_digits;

  if (item->code_list != NULL)
    for (guint i = 0; i < item->code_list->codes->len; i++)
      {
        const CrfCode *code = g_ptr_array_index (item->code_list->codes, i);

        add (codes, code->code, crf_text_get (code->decode, language));
      }
  else if (item->type == CRF_TYPE_BOOLEAN)
    {
      add (codes, "1", C_ ("answer", "Yes"));
      add (codes, "0", C_ ("answer", "No"));
    }
  own_digits = codes_are_digits (codes);
  for (guint i = 0; i < codes->len; i++)
    {
      CrfFieldCode *code = g_ptr_array_index (codes, i);

      if (own_digits)
        code->digit = code->code[0] - '0';
      else if (i < 9)
        code->digit = (int) i + 1;
    }
  return codes;
}
