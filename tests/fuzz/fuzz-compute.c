/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes as the inputs of a score, grade, dose figure or conversion: the first byte chooses which, the rest is "key=value;key=value". There is a
 * finite figure with its steps, or a sentence that says why there is none. */

#include "fuzz.h"

#include "crf-compute.h"

static void
check_result (const CrfScoreResult *result)
{
  g_autofree char *sentence = crf_score_result_sentence (result), *steps = crf_score_result_explain (result);

  FUZZ_ASSERT (g_utf8_validate (result->text, -1, NULL) && g_utf8_validate (result->display, -1, NULL) && g_utf8_validate (steps, -1, NULL));
  FUZZ_ASSERT ((result->status == CRF_SCORE_DONE) == (sentence == NULL));
  FUZZ_ASSERT (sentence == NULL || (*sentence != '\0' && g_utf8_validate (sentence, -1, NULL)));
  if (result->status == CRF_SCORE_DONE)
    FUZZ_ASSERT (*result->text != '\0' && !isinf (result->value) && !isinf (result->raw));
  else
    FUZZ_ASSERT (*result->display == '\0' && g_str_equal (result->text, "NA"));
  /* What is refused may want more besides: it is listed too. */
  FUZZ_ASSERT (result->status == CRF_SCORE_REFUSED || (result->status == CRF_SCORE_MISSING) == (result->missing->len > 0));
  FUZZ_ASSERT ((result->status == CRF_SCORE_REFUSED) == (result->reason != NULL));
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize size)
{
  g_autoptr (CrfScoreResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  const char *name;
  gboolean read;

  if (size < 1)
    return 0;
  name = crf_computation_get_name (crf_compute_nth (data[0] % crf_compute_count ()));
  line = g_strndup ((const char *) data + 1, size - 1);
  read = crf_compute_evaluate_line (name, line, &result, &error);
  FUZZ_ASSERT (read == (error == NULL) && read == (result != NULL));
  FUZZ_ASSERT (error == NULL || g_utf8_validate (error->message, -1, NULL));
  if (read)
    check_result (result);
  return 0;
}
