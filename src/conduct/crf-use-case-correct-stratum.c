/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A patient who was drawn in the wrong stratum stays there; the true level is recorded for the analysis, and is a protocol deviation. */

#include "crf-detail.h"
#include "crf-study-plan.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "stratum", N_("Stratum"), "text", TRUE },
  { "level", N_("True level"), "text", TRUE },
  { "reason", N_("How it came about"), "text", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static const CrfStratum *
find_stratum (CrfStudy *study,
              const char *name,
              guint *index)
{
  const GPtrArray *strata = crf_study_get_randomisation (study)->strata;

  for (*index = 0; *index < strata->len; (*index)++)
    {
      const CrfStratum *stratum = g_ptr_array_index (strata, *index);

      if (g_ascii_strcasecmp (stratum->oid, name) == 0)
        return stratum;
    }
  return NULL;
}

static gboolean
store (CrfUseCaseContext *context,
       const CrfStratum *stratum,
       const char *drawn,
       const char *level,
       GError **error)
{
  const char *language = crf_session_get_language (context->session);
  g_autofree char *detail = crf_detail_new ("stratum", stratum->oid, "drawn", drawn, NULL);
  CrfEntry entry = { .action = CRF_ACTION_STRATUM, .subject = context->subject->key, .canon = level, .detail = detail,
                     .reason = crf_context_get (context, "reason") };

  return crf_context_append (context, &entry, NULL, error) &&
         crf_context_open_deviation (context, "stratum", crf_context_get (context, "reason"), error,
                                     /* Translators: name of a stratum, level as drawn, true level */
                                     _("Drawn in the wrong stratum. %s: drawn as “%s”, in truth “%s”."), crf_stratum_title (stratum, language),
                                     crf_stratum_level_title (stratum, drawn, language), crf_stratum_level_title (stratum, level, language));
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const char *level = crf_context_get (context, "level");
  g_autofree char *drawn = NULL;
  const CrfStratum *stratum;
  guint index;

  stratum = find_stratum (context->study, crf_context_get (context, "stratum"), &index);
  if (stratum == NULL)
    return crf_context_refuse (context, "no-such-stratum", NULL, _("There is no stratum “%s” in this study."), crf_context_get (context, "stratum"));
  if (crf_stratum_find_level (stratum, level) == NULL)
    return crf_context_refuse (context, "no-such-level", _("Use a code of the protocol's levels."), _("The stratum %s has no level “%s”."),
                               stratum->oid, level);
  drawn = crf_stratum_get_level (context->subject->stratum, index);
  if (context->subject->allocation_number == NULL || drawn == NULL)
    return crf_context_refuse (context, "not-allocated", _("Correct the data: the stratum is told by them."), _("%s has not been drawn yet."),
                               context->subject->number);
  if (g_strcmp0 (drawn, level) == 0)
    return crf_context_refuse (context, "stratum-same", NULL, _("%s was drawn with this level."), context->subject->number);
  return store (context, stratum, drawn, level, error);
}

const CrfUseCase crf_use_case_correct_stratum = {
  .name = "correct-stratum",
  .title = N_("Record true stratum"),
  .summary = N_("Records the true level of a stratum beside the one drawn with, as a protocol deviation."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "eligibility",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
