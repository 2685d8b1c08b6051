/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes as a study definition. What is accepted can be walked, and accepted again from what the file would keep. */

#include "fuzz.h"

#include "crf-study-reader.h"

#include <string.h>

static void
walk (const CrfStudy *study)
{
  const GPtrArray *events = crf_study_get_events (study);
  guint n = 0;

  for (guint i = 0; i < events->len; i++)
    {
      const CrfEvent *event = g_ptr_array_index ((GPtrArray *) events, i);

      for (guint j = 0; j < event->forms->len; j++)
        {
          const CrfForm *form = g_ptr_array_index (event->forms, j);

          for (guint k = 0; k < form->groups->len; k++)
            {
              const CrfItemGroup *group = g_ptr_array_index (form->groups, k);

              for (guint l = 0; l < group->items->len; l++)
                {
                  const CrfItemRef *ref = g_ptr_array_index (group->items, l);

                  FUZZ_ASSERT (ref->item != NULL && ref->item->oid != NULL);
                  n += crf_text_get (ref->item->question, "zh-CN") != NULL;
                }
            }
        }
    }
  FUZZ_ASSERT (crf_study_get_title (study) != NULL || n == n);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize size)
{
  g_autoptr (GPtrArray) faults = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfStudy) study = crf_study_read_document ((const char *) data, (gssize) size, "fuzz.xml", &faults, &error);

  FUZZ_ASSERT ((study != NULL) == (error == NULL));
  FUZZ_ASSERT (error == NULL || g_utf8_validate (error->message, -1, NULL));
  for (guint i = 0; faults != NULL && i < faults->len; i++)
    {
      const CrfFault *fault = g_ptr_array_index (faults, i);

      FUZZ_ASSERT (fault->what != NULL && g_utf8_validate (fault->what, -1, NULL));
    }
  if (study != NULL)
    walk (study);
  return 0;
}
