/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Of several samples of one visit the study's rule picks the one that is analysed (the first valid one, or the last). An investigator may say another,
 * and why. What was chosen holds for all results that the samples share. */

#include "crf-detail.h"
#include "crf-place.h"
#include "crf-sample.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "event", N_ ("Visit"), "text", TRUE },
  { "eventkey", N_ ("Key of the visit's repeat"), "text", FALSE },
  { "form", N_ ("Form"), "text", FALSE },
  { "formkey", N_ ("Key of the form's repeat"), "text", FALSE },
  { "group", N_ ("Sample"), "text", TRUE },
  { "groupkey", N_ ("Key of the sample's repeat"), "text", FALSE },
  { "reason", N_ ("Reason"), "text", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
mark (CrfUseCaseContext *context,
      CrfCasebook *casebook,
      CrfFormRecord *form,
      const CrfItemGroup *group,
      const char *groupkey,
      gboolean analysed,
      GError **error)
{
  const char *state = crf_sample_find_state (casebook, form, group, groupkey, NULL);
  g_autofree char *detail = g_strdup_printf ("{\"state\":\"%s\",\"analysed\":%s}", state != NULL ? state : "planned", analysed ? "true" : "false");
  CrfEntry entry = { .action = CRF_ACTION_SAMPLE, .subject = context->subject->key, .event = form->event, .eventkey = form->eventkey,
                     .form = form->form, .formkey = form->formkey, .group = group->oid, .groupkey = groupkey,
                     .reason = crf_context_get (context, "reason"), .detail = detail };

  return crf_context_append (context, &entry, NULL, error);
}

/* The one is chosen, and all others of the visit that share results with it are not. */
static gboolean
mark_all (CrfUseCaseContext *context,
          CrfCasebook *casebook,
          const CrfPlace *place,
          const CrfItemGroup *group,
          const char *groupkey,
          guint *n,
          GError **error)
{
  g_autoptr (GPtrArray) samples = crf_sample_list (casebook, place->target->event, place->target->eventkey, group);

  for (guint i = 0; i < samples->len; i++)
    {
      const CrfSample *sample = g_ptr_array_index (samples, i);
      gboolean chosen = sample->group == group && strcmp (sample->form->form, place->target->form) == 0 &&
                        g_strcmp0 (sample->form->formkey, place->target->formkey) == 0 && strcmp (sample->groupkey, groupkey) == 0;

      *n += chosen;
      if (!mark (context, casebook, sample->form, sample->group, sample->groupkey, chosen, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  CrfTarget names = { .event = (char *) crf_context_get (context, "event"), .eventkey = (char *) crf_context_get (context, "eventkey"),
                      .form = (char *) crf_context_get (context, "form"), .formkey = (char *) crf_context_get (context, "formkey") };
  const char *name = crf_context_get (context, "group"), *key = crf_context_get (context, "groupkey");
  const CrfItemGroup *group = NULL;
  g_auto (CrfPlace) place = { 0 };
  g_autoptr (CrfCasebook) casebook = NULL;
  guint n = 0;

  if (!crf_place_find_form (context, &names, &place))
    return TRUE;
  for (guint i = 0; i < place.form->groups->len; i++)
    {
      const CrfItemGroup *one = g_ptr_array_index (place.form->groups, i);

      if (one->is_sample && (strcmp (one->oid, name) == 0 || strcmp (one->name, name) == 0))
        group = one;
    }
  if (group == NULL)
    return crf_context_refuse (context, "sample-unknown", _("Name the sample by its group."), _("The form “%s” has no such sample, or several."),
                               place.form->name);
  casebook = crf_casebook_new (context->session, context->subject->key, error);
  if (casebook == NULL || !mark_all (context, casebook, &place, group, key != NULL ? key : "1", &n, error))
    return FALSE;
  if (n == 0)
    return crf_context_refuse (context, "sample-empty", NULL, _("Nothing is entered for this sample."));
  return crf_context_derive (context, place.target, error) && crf_context_derive_later_grades (context, NULL, error);
}

const CrfUseCase crf_use_case_choose_sample = {
  .name = "choose-sample",
  .title = N_ ("Choose the sample to analyse"),
  .summary = N_ ("Says which of several samples of a visit is analysed, and why."),
  .roles = CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "enter",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
