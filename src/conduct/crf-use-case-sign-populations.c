/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The populations are signed after the blind review, while the study is frozen. */

#include "crf-closing.h"
#include "crf-hold.h"
#include "crf-signing.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "passphrase", N_ ("Passphrase"), "passphrase", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfClosingState) state = crf_reader_closing (context->session, error);
  g_autofree char *text = state != NULL ? crf_closing_populations (context->session, error) : NULL;
  CrfEntry target = { .action = CRF_ACTION_SIGN };

  if (text == NULL)
    return FALSE;
  if (g_strcmp0 (state->hold, "frozen") != 0)
    return crf_context_refuse (context, "not-frozen", _("The data manager freezes the study for the blind review."),
                               _("Populations are signed while the study is frozen."));
  for (guint i = 0; i < state->points->len; i++)
    {
      const CrfOpenPoint *point = g_ptr_array_index (state->points, i);

      if (strcmp (point->kind, "populations") == 0 && point->n > 0)
        return crf_context_refuse (context, "something-open", _("Decide each patient for each population first."), _("%1$s: %2$u (%3$s)."),
                                   point->label, point->n, point->named);
    }
  return crf_signing_sign (context, &target, CRF_MEANING_POPULATIONS, text, error);
}

const CrfUseCase crf_use_case_sign_populations = {
  .name = "sign-populations",
  .title = N_ ("Sign populations"),
  .summary = N_ ("Signs the analysis populations after the blind review."),
  .roles = CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_STATISTICIAN,
  .parameters = parameters,
  .run = run,
  .rests_on = CRF_RESTS_ON_STUDY,
};
