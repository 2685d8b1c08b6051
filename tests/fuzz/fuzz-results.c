/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes as a block of results pasted into a visit: it is refused, or shown line by line; what was confirmed is stored as it was shown. */

#include "fuzz-conduct.h"

#include <string.h>

static CrfTestStudy *study;
static char *patient;

static CrfOutcome *
paste (const char *text,
       const char *confirm)
{
  g_autoptr (GError) error = NULL;
  CrfOutcome *outcome = crf_conduct_with (study->nurse, "paste-results", patient, &error, "event", "SCREENING", "form", "F.VISIT", "text", text, "confirm",
                                          confirm, NULL);

  fuzz_check_outcome (outcome, error);
  FUZZ_ASSERT (outcome != NULL);
  return outcome;
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (CrfOutcome) shown = NULL, stored = NULL;

  if (study == NULL)
    {
      study = fuzz_study_new (NULL);
      patient = crf_test_register (study);
    }
  fuzz_begin (study->nurse);
  shown = paste (text, NULL);
  FUZZ_ASSERT ((shown->refusal == NULL) == (shown->prompt != NULL));
  if (shown->prompt != NULL)
    {
      FUZZ_ASSERT (strstr (shown->prompt->message, "✓") != NULL);
      stored = paste (text, shown->prompt->id);
      FUZZ_ASSERT (stored->prompt == NULL);
    }
  fuzz_end (study->nurse);
  return 0;
}
