/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The repeats that there are of one form at one visit: further samples, images. */

#include "crf-reader.h"

#include "crf-casebook.h"
#include "crf-version.h"

#include <string.h>

void
crf_repeat_free (CrfRepeat *repeat)
{
  if (repeat == NULL)
    return;
  g_free (repeat->formkey);
  g_free (repeat->state);
  g_free (repeat);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  return (*(CrfRepeat *const *) a)->ordinal - (*(CrfRepeat *const *) b)->ordinal;
}

GPtrArray *
crf_reader_repeats (CrfSession *session,
                    const CrfTarget *form,
                    GError **error)
{
  g_auto (CrfVersionScope) scope = crf_version_enter (session, form->subject, form, error);
  g_autoptr (CrfSubjectRecord) subject = !scope.failed ? crf_records_find_subject (crf_session_get_file (session), form->subject, error) : NULL;
  g_autoptr (GPtrArray) forms = subject != NULL ? crf_records_forms (crf_session_get_file (session), subject->key, error) : NULL;
  GPtrArray *repeats;

  if (forms == NULL)
    return NULL;
  repeats = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_repeat_free);
  for (guint i = 0; i < forms->len; i++)
    {
      const CrfFormRecord *record = g_ptr_array_index (forms, i);
      CrfRepeat *repeat;

      if (strcmp (record->form, form->form) != 0 || strcmp (record->event, form->event) != 0 || g_strcmp0 (record->eventkey, form->eventkey) != 0)
        continue;
      repeat = g_new0 (CrfRepeat, 1);
      repeat->formkey = g_strdup (record->formkey);
      repeat->state = g_strdup (record->state);
      repeat->ordinal = record->ordinal;
      g_ptr_array_add (repeats, repeat);
    }
  g_ptr_array_sort (repeats, compare);
  return repeats;
}
