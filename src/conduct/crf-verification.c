/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which forms are verified against their source and entered twice. */

#include "crf-verification.h"

#include "crf-hold.h"

#include "crf-detail.h"
#include "crf-place.h"
#include "crf-records-trust.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const struct { const char *name; CrfExtent level; } levels[] = {
  { "none", CRF_LEVEL_NONE },
  { "critical", CRF_LEVEL_CRITICAL },
  { "all", CRF_LEVEL_ALL },
};

CrfExtent
crf_level_of (CrfSession *session,
              const char *policy,
              const char *form,
              CrfExtent otherwise)
{
  g_autofree char *own_name = g_strdup_printf ("%s:%s", policy, form);
  g_autofree char *value = crf_records_policy (crf_session_get_file (session), own_name);

  if (value == NULL)
    value = crf_records_policy (crf_session_get_file (session), policy);
  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    if (g_strcmp0 (levels[i].name, value) == 0)
      return levels[i].level;
  return otherwise;
}

gboolean
crf_level_asks (CrfExtent level,
                const CrfItem *item,
                gboolean derived)
{
  return !derived && (level == CRF_LEVEL_ALL || (level == CRF_LEVEL_CRITICAL && item->critical));
}

gboolean
crf_policy_set (CrfUseCaseContext *context,
                const char *name,
                const char *value,
                GError **error)
{
  g_autofree char *detail = crf_detail_new ("name", name, NULL);
  CrfEntry entry = { .action = CRF_ACTION_POLICY, .canon = value, .detail = detail, .reason = crf_context_get (context, "reason") };

  return crf_context_append (context, &entry, NULL, error);
}

/* OID or Name. */
static const CrfForm *
find_form (CrfStudy *study,
           const char *name)
{
  const GPtrArray *events = crf_study_get_events (study);
  const CrfForm *found = crf_study_find_form (study, name);

  for (guint i = 0; found == NULL && i < events->len; i++)
    {
      const CrfEvent *event = g_ptr_array_index (events, i);

      for (guint j = 0; found == NULL && j < event->forms->len; j++)
        if (g_strcmp0 (((CrfForm *) g_ptr_array_index (event->forms, j))->name, name) == 0)
          found = g_ptr_array_index (event->forms, j);
    }
  return found;
}

const CrfParameter crf_level_parameters[] = {
  { "form", N_ ("Form, or none for all forms"), "text", FALSE },
  { "level", N_ ("How much"), "choice:none|critical|all", TRUE },
  { NULL, NULL, NULL, FALSE },
};

gboolean
crf_level_act (CrfUseCaseContext *context,
               const char *policy,
               GError **error)
{
  const char *name = crf_context_get (context, "form");
  const CrfForm *form = name != NULL ? find_form (context->study, name) : NULL;
  g_autofree char *key = NULL, *hold = crf_hold_of (context->session, &(CrfTarget) { 0 });

  if (g_strcmp0 (hold, "locked") == 0)
    return crf_context_refuse (context, "locked", _("Unlocking the study needs two signatures."), _("The study is locked."));
  if (name != NULL && form == NULL)
    return crf_context_refuse (context, "form-unknown", NULL, _("The study has no form “%s”."), name);
  key = form != NULL ? g_strdup_printf ("%s:%s", policy, form->oid) : g_strdup (policy);
  return crf_policy_set (context, key, crf_context_get (context, "level"), error);
}
