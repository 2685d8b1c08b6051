/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes as the detail of a journal entry: what is read is written and read again as the same. */

#include "fuzz.h"

#include "crf-detail.h"

static void
ask (JsonObject *detail,
     int depth)
{
  g_autoptr (GList) members = json_object_get_members (detail);

  for (GList *l = members; l != NULL; l = l->next)
    {
      g_autofree char *text = crf_detail_get (detail, l->data);
      JsonObject *inner = crf_detail_get_object (detail, l->data);

      FUZZ_ASSERT (text == NULL || g_utf8_validate (text, -1, NULL));
      crf_detail_get_int (detail, l->data, -1);
      crf_detail_get_boolean (detail, l->data, FALSE);
      if (inner != NULL && depth < 32)
        ask (inner, depth + 1);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size), *again = NULL, *twice = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) detail = NULL, back = NULL;

  /* The journal holds valid UTF-8 only; the transaction sees to that. */
  if (!g_utf8_validate (text, -1, NULL))
    return 0;
  detail = crf_detail_parse (text, &error);
  FUZZ_ASSERT ((detail != NULL) == (error == NULL));
  if (detail == NULL)
    return 0;
  ask (detail, 0);
  again = crf_detail_to_text (detail);
  back = crf_detail_parse (again, NULL);
  FUZZ_ASSERT (back != NULL);
  twice = crf_detail_to_text (back);
  FUZZ_ASSERT (g_str_equal (again, twice));
  return 0;
}
