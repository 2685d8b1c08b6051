/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Acts on their way out. */

#include "crf-act.h"

#include "crf-detail.h"
#include "crf-records-transfer.h"
#include "crf-records-trust.h"
#include "crf-session-private.h"

#include <string.h>

static const char *const travelling[] = {
  CRF_ACTION_QUERY, CRF_ACTION_QUERY_STATE, CRF_ACTION_DEVIATION, CRF_ACTION_DEVIATION_STATE, CRF_ACTION_CONSENT, CRF_ACTION_SAMPLE, CRF_ACTION_JUDGE,
  CRF_ACTION_CONTACT, CRF_ACTION_TREATMENT, CRF_ACTION_SAE_NEWS, CRF_ACTION_SAE_REPORT, CRF_ACTION_SAE_RECEIPT, CRF_ACTION_EVENT_LINK,
  CRF_ACTION_STRATUM, CRF_ACTION_ELIGIBILITY_SHOWN, CRF_ACTION_INFUSION_STEP, CRF_ACTION_SIGN, CRF_ACTION_CODING, CRF_ACTION_VERIFIED, CRF_ACTION_HOLD, NULL
};
static const char *const allocating[] = { CRF_ACTION_SLOT_DRAW, CRF_ACTION_ENROL, CRF_ACTION_TRANSFER_ALLOCATION, NULL };

/* Acts that can be of the site and of no patient; those of a lot always are, even where a patient is given of it: its book is one. */
#define OF_LOTS CRF_ACTION_LOT " " CRF_ACTION_LOT_STATE " " CRF_ACTION_LOT_MOVE " " CRF_ACTION_LOT_ALERT
#define OF_SITE \
  CRF_ACTION_DEVIATION " " CRF_ACTION_DEVIATION_STATE " " CRF_ACTION_HOLD " " CRF_ACTION_CONSENT_VERSION " " CRF_ACTION_RANGE " " OF_LOTS

static gboolean
is_among (const char *words,
          const char *action)
{
  g_auto (GStrv) list = g_strsplit (words, " ", -1);

  return g_strv_contains ((const char *const *) list, action);
}

gboolean
crf_act_is_one (const char *action,
                gboolean of_patient)
{
  if (strcmp (action, CRF_ACTION_TRANSFER_RECORD) == 0)
    return TRUE;
  if (of_patient)
    return g_strv_contains (travelling, action) || g_strv_contains (allocating, action);
  return is_among (OF_SITE, action);
}

static gboolean
is_of_site (const char *action,
            gboolean of_patient)
{
  return of_patient ? is_among (OF_LOTS, action) : crf_act_is_one (action, FALSE);
}

gboolean
crf_act_visit (CrfSession *session,
               const char *subject,
               CrfExportEntryVisitor visitor,
               gpointer data,
               GError **error)
{
  if (subject != NULL)
    return crf_export_visit_entries (session, subject, NULL, crf_act_is_one, visitor, data, error);
  return crf_export_visit_entries (session, NULL, OF_SITE " " CRF_ACTION_TRANSFER_RECORD, is_of_site, visitor, data, error);
}

static const char *
name_of (const CrfExportEntry *entry,
         const CrfOrigin *origin)
{
  if (g_strv_contains (allocating, entry->action))
    return CRF_ACT_ALLOCATE;
  if (strcmp (entry->action, CRF_ACTION_TRANSFER_RECORD) == 0)
    return g_strcmp0 (origin->what, "sign") == 0 ? CRF_ACTION_SIGN : g_strcmp0 (origin->what, CRF_ORIGIN_ASIDE) == 0 ? origin->act : NULL;
  return g_strv_contains (travelling, entry->action) || is_among (OF_SITE, entry->action) ? entry->action : NULL;
}

static void
set_arm (CrfSession *session,
         const CrfExportEntry *entry,
         JsonObject *detail)
{
  gboolean open = crf_study_get_masking (crf_session_get_study (session)) == CRF_MASKING_NONE && crf_session_may_know_arms (session);
  const CrfArm *arm = open && entry->subject != NULL ? crf_session_get_arm (session, entry->subject) : NULL;

  json_object_remove_member (detail, "arm");
  if (arm != NULL)
    json_object_set_string_member (detail, "arm", arm->oid);
}

/* What somebody needs to check the signature elsewhere: all that it was made over. */
static void
set_signed (CrfSession *session,
            const CrfExportEntry *entry,
            JsonObject *detail)
{
  const struct { const char *name, *value; } members[] = { { "study", crf_study_file_get_uuid (crf_session_get_file (session)) },
                                                           { "subject", entry->subject }, { "login", entry->user }, { "role", entry->role },
                                                           { "off", entry->offset } };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (members[i].value != NULL)
      json_object_set_string_member (detail, members[i].name, members[i].value);
}

/* What was compared, and whether the mark is in force: one that fell, or was taken back, is told and marks nothing. */
static void
set_mark (CrfSession *session,
          const CrfExportEntry *entry,
          JsonObject *detail)
{
  const CrfEntry target = { .subject = entry->subject, .event = entry->event, .eventkey = entry->eventkey, .form = entry->form, .formkey = entry->formkey,
                            .group = entry->group, .groupkey = entry->groupkey, .item = entry->item };

  json_object_remove_member (detail, "fell");
  if (entry->base != NULL && !json_object_has_member (detail, "of"))
    json_object_set_string_member (detail, "of", entry->base);
  if (!crf_records_holds_mark (crf_session_get_file (session), &target, entry->id))
    json_object_set_string_member (detail, "fell", "1");
}

/* Whose own cells the lot is made of: by number, as everybody knows the patient. */
static void
set_donor (CrfSession *session,
           JsonObject *detail)
{
  g_autofree char *key = crf_detail_get (detail, "subject");
  g_autoptr (CrfSubjectRecord) subject = key != NULL ? crf_records_find_subject (crf_session_get_file (session), key, NULL) : NULL;

  json_object_remove_member (detail, "subject");
  if (subject != NULL)
    json_object_set_string_member (detail, "subject", subject->number);
}

static void
set_words (CrfAct *act,
           const CrfExportEntry *entry,
           JsonObject *detail)
{
  gboolean query = g_str_has_prefix (act->name, "query."), opened = g_str_has_suffix (act->name, ".open");

  if (!query && !g_str_has_prefix (act->name, "deviation."))
    return;
  act->state = crf_detail_get (detail, "state");
  if (act->state == NULL && opened)
    act->state = g_strdup ("open");
  if (query)
    act->text = g_strdup (opened ? entry->prompt : entry->entered);
  else
    act->text = crf_detail_get (detail, opened ? "text" : "corrective");
}

/* A box is nothing to who has not its key, and a judgement of what is in it goes with it. */
static gboolean
is_of_sealed_deviation (CrfSession *session,
                        const CrfExportEntry *entry,
                        JsonObject *detail)
{
  g_autoptr (JsonObject) stored = entry->detail != NULL ? crf_detail_parse (entry->detail, NULL) : NULL;
  g_autofree char *key = crf_detail_get (detail, "key");
  g_autoptr (GPtrArray) deviations = NULL;

  if (!g_str_has_prefix (entry->action, "deviation."))
    return FALSE;
  if (stored != NULL && json_object_has_member (stored, "seal"))
    return TRUE;
  deviations = crf_records_deviations (crf_session_get_file (session), entry->subject, NULL);
  for (guint i = 0; deviations != NULL && i < deviations->len; i++)
    {
      const CrfDeviationRecord *deviation = g_ptr_array_index (deviations, i);

      if (g_strcmp0 (deviation->key, key) == 0)
        return deviation->box != NULL;
    }
  return FALSE;
}

gboolean
crf_act_describe (CrfSession *session,
                  const CrfExportEntry *entry,
                  const CrfOrigin *origin,
                  gboolean identifiers,
                  CrfAct *act)
{
  g_autoptr (JsonObject) detail = NULL;
  const char *name = name_of (entry, origin);
  gboolean aside = g_strcmp0 (origin->what, CRF_ORIGIN_ASIDE) == 0, of_lot = name != NULL && is_among (OF_LOTS, name);

  *act = (CrfAct) { .name = name };
  if (name == NULL || entry->sealed || (entry->subject == NULL && !is_among (OF_SITE, name)))
    return FALSE;
  /* What came, was given, and is left tells who was given something. */
  if (of_lot && crf_study_get_masking (crf_session_get_study (session)) != CRF_MASKING_NONE)
    return FALSE;
  detail = crf_detail_parse (origin->detail, NULL);
  if (detail == NULL || is_of_sealed_deviation (session, entry, detail))
    return FALSE;
  if (!identifiers)
    json_object_remove_member (detail, "who");
  if (strcmp (name, CRF_ACT_ALLOCATE) == 0)
    set_arm (session, entry, detail);
  if (strcmp (entry->action, CRF_ACTION_SIGN) == 0)
    set_signed (session, entry, detail);
  if (strcmp (name, CRF_ACTION_SIGN) == 0)
    json_object_remove_member (detail, "void");
  if (strcmp (name, CRF_ACTION_SIGN) == 0 && crf_records_is_void (crf_session_get_file (session), entry->id))
    json_object_set_string_member (detail, "void", "1");
  if (strcmp (entry->action, CRF_ACTION_VERIFIED) == 0)
    set_mark (session, entry, detail);
  if (strcmp (entry->action, CRF_ACTION_LOT) == 0 && origin->user == NULL)
    set_donor (session, detail);
  act->subject = !of_lot ? NULL : aside ? origin->subject : entry->subject_number;
  act->value = aside ? origin->value : entry->entered;
  act->canonical = aside ? origin->canonical : entry->canonical;
  act->prompt = aside ? origin->prompt : entry->prompt;
  /* That of a signature is among what was signed. */
  if (strcmp (name, CRF_ACTION_SIGN) != 0)
    act->role = origin->user != NULL ? origin->role : entry->role;
  set_words (act, entry, detail);
  act->detail = json_object_get_size (detail) > 0 ? crf_detail_to_text (detail) : NULL;
  return TRUE;
}

void
crf_act_clear (CrfAct *act)
{
  g_clear_pointer (&act->detail, g_free);
  g_clear_pointer (&act->state, g_free);
  g_clear_pointer (&act->text, g_free);
}
