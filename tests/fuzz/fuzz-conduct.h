/* SPDX-License-Identifier: GPL-3.0-or-later */

/* For targets that hand their input to a use case: a study with people in it, as it was before each input. */

#pragma once

#include "fuzz-file.h"

#include "crf-test-study.h"
#include "crf-transaction.h"

G_BEGIN_DECLS

/* Of the protocol NCT06167473, with @randomisation instead of the attributes of its own and before its strata, where that is not NULL. */
static inline CrfTestStudy *
fuzz_study_new (const char *randomisation)
{
  g_autofree char *state = fuzz_state_folder (), *path = NULL, *text = NULL, *own = NULL;
  g_autoptr (GString) changed = NULL;
  CrfTestStudy *study;

  g_setenv ("STEMWARD_DATA_DIR", FUZZ_DATA_DIR, FALSE);
  if (randomisation == NULL)
    return crf_test_study_new ();
  path = g_build_filename (crf_data_dir (), "studies", "nct06167473.xml", NULL);
  FUZZ_ASSERT (g_file_get_contents (path, &text, NULL, NULL));
  changed = g_string_new (text);
  FUZZ_ASSERT (g_string_replace (changed, "Method=\"permuted-blocks\" BlockSizes=\"2 4\" Slots=\"40\" ConfirmProduct=\"Yes\">", randomisation, 0) == 1);
  /* What the open questions put there by default. */
  g_string_replace (changed, "Attribute=\"BlockSizes\" Value=\"2 4\"", "Attribute=\"BlockSizes\" Value=\"2\"", 0);
  g_string_replace (changed, "Attribute=\"Method\" Value=\"permuted-blocks\"", "Attribute=\"Method\" Value=\"list\"", 0);
  own = g_build_filename (state, "study.xml", NULL);
  FUZZ_ASSERT (g_file_set_contents (own, changed->str, -1, NULL));
  study = crf_test_study_new_of (own);
  g_unlink (own);
  return study;
}

static inline void
fuzz_check_text (const char *text)
{
  FUZZ_ASSERT (text != NULL && *text != '\0' && g_utf8_validate (text, -1, NULL));
}

/* Whatever comes of an act, it is said in words. */
static inline void
fuzz_check_outcome (const CrfOutcome *outcome,
                    const GError *error)
{
  FUZZ_ASSERT ((outcome != NULL) == (error == NULL));
  if (error != NULL)
    fuzz_check_text (error->message);
  if (outcome != NULL && outcome->refusal != NULL)
    fuzz_check_text (outcome->refusal->message);
  if (outcome != NULL && outcome->prompt != NULL)
    {
      fuzz_check_text (outcome->prompt->id);
      fuzz_check_text (outcome->prompt->message);
    }
}

/* What is done in between leaves nothing behind. */
static inline void
fuzz_begin (CrfSession *session)
{
  FUZZ_ASSERT (crf_transaction_begin_bulk (crf_session_get_file (session), NULL));
}

static inline void
fuzz_end (CrfSession *session)
{
  FUZZ_ASSERT (crf_transaction_end_bulk (crf_session_get_file (session), FALSE, NULL));
}

G_END_DECLS
