/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the program journals by itself. */

#include "crf-own-acts.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const struct
{
  const char *use_case, *remedy;
} own_acts[] = {
  { "record-export", N_ ("Export or print: the entry is made with the file.") },
  { "record-backup", N_ ("Make a backup: the entry is made with the copy.") },
  { "record-envelopes", N_ ("Print the envelopes: the entry is made with the file.") },
};

gboolean
crf_use_case_is_own (const CrfUseCase *use_case,
                     CrfRefusal **refusal)
{
  for (guint i = 0; i < G_N_ELEMENTS (own_acts); i++)
    if (strcmp (own_acts[i].use_case, use_case->name) == 0)
      {
        if (refusal != NULL)
          *refusal = crf_refusal_new ("own-act", _ (own_acts[i].remedy), _("“%s” is journalled by the program itself, and by nobody's word."),
                                      _ (use_case->title));
        return TRUE;
      }
  return FALSE;
}
