/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One table. */

#include "crf-acts.h"

#include <glib/gi18n-lib.h>

static const struct { const char *use_case; CrfActsPlace place; } acts[] = {
  { "add-visit", CRF_ACTS_PATIENT },
  { "reserve-bags", CRF_ACTS_PATIENT },
  { "free-bags", CRF_ACTS_PATIENT },
  { "acknowledge-alert", CRF_ACTS_PATIENT },
  { "acknowledge-lot", CRF_ACTS_STUDY },
  { "correct-stratum", CRF_ACTS_PATIENT },
  { "switch-version", CRF_ACTS_PATIENT },
  { "decide-population", CRF_ACTS_PATIENT },
  { "unmark-verified", CRF_ACTS_FORM },
  { "check-clock", CRF_ACTS_STUDY },
  { "set-range", CRF_ACTS_STUDY },
  { "set-source", CRF_ACTS_STUDY },
  { "code-event", CRF_ACTS_STUDY },
  { "set-dictionary", CRF_ACTS_STUDY },
  { "trust-signer", CRF_ACTS_STUDY },
  { "revoke-signer", CRF_ACTS_STUDY },
  { "accept-source", CRF_ACTS_STUDY },
  { "sign-list", CRF_ACTS_STUDY },
  { "sign-definition", CRF_ACTS_STUDY },
  { "share-trial-key", CRF_ACTS_STUDY },
  { "unblind-trial", CRF_ACTS_STUDY },
};

/* What the design does not know is not offered. */
static gboolean
has_a_point (const char *use_case, CrfWriter *writer)
{
  CrfStudy *study = crf_writer_get_study (writer);

  if (g_str_equal (use_case, "correct-stratum"))
    return crf_study_get_randomisation (study)->strata->len > 0;
  if (g_str_equal (use_case, "share-trial-key") || g_str_equal (use_case, "unblind-trial"))
    return crf_study_get_masking (study) != CRF_MASKING_NONE;
  return TRUE;
}

guint
crf_acts_append (GMenu *menu, CrfActsPlace place, CrfWriter *writer, const char *action)
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    {
      const CrfUseCase *use_case = crf_use_case_find (acts[i].use_case);
      g_autoptr (GMenuItem) item = NULL;
      g_autofree char *label = NULL;

      if (acts[i].place != place || use_case == NULL || !crf_writer_permitted (writer, acts[i].use_case, NULL) || !has_a_point (acts[i].use_case, writer))
        continue;
      /* Translators: an entry of a menu that opens a dialog */
      label = g_strdup_printf (_("%s…"), _(use_case->title));
      item = g_menu_item_new (label, NULL);
      g_menu_item_set_action_and_target (item, action, "s", acts[i].use_case);
      g_menu_append_item (menu, item);
      n++;
    }
  return n;
}

gboolean
crf_acts_is_about_form (const char *use_case)
{
  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    if (acts[i].place == CRF_ACTS_FORM && g_str_equal (acts[i].use_case, use_case))
      return TRUE;
  return FALSE;
}

const char **
crf_acts_list (CrfActsPlace place)
{
  const char **names = g_new0 (const char *, G_N_ELEMENTS (acts) + 1);
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    if (acts[i].place == place)
      names[n++] = acts[i].use_case;
  return names;
}
