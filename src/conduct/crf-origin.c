/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The source of a transferred entry, read from its detail. */

#include "crf-origin.h"

#include "crf-detail.h"
#include "crf-entry.h"

#include <string.h>

/* What of a detail travels with the data. Nothing of a key, a seal or an arm is among it; an action that is not named here carries nothing. */
static const struct
{
  const char *action;
  const char *members[20];
} carried[] = {
  { CRF_ACTION_SUBJECT_STATUS, { "date", "kind", "criteria", NULL } },
  { CRF_ACTION_EVENT_ADD, { "ordinal", "date", NULL } },
  { CRF_ACTION_EVENT_STATE, { "date", NULL } },
  { CRF_ACTION_FORM_ADD, { "ordinal", NULL } },
  { CRF_ACTION_GROUP_ADD, { "ordinal", NULL } },
  { CRF_ACTION_VALUE, { "factor", "factors", "note", NULL } },
  { CRF_ACTION_QUERY, { "key", "origin", "check", "state", NULL } },
  { CRF_ACTION_QUERY_STATE, { "key", "state", NULL } },
  { CRF_ACTION_DEVIATION, { "key", "kind", "about", "text", "class", "found_on", "found_by", NULL } },
  { CRF_ACTION_DEVIATION_STATE, { "key", "state", "class", "text", "on_safety", "on_rights", "on_data", "corrective", "ethics_on", "closed_on", NULL } },
  { CRF_ACTION_CONSENT, { "version", "at", "by", "explained_by", "copy", "kind", "who", "capacity", "options", "scope", "order", NULL } },
  { CRF_ACTION_SAMPLE, { "state", "analysed", NULL } },
  { CRF_ACTION_JUDGE, { "of", "link", NULL } },
  { CRF_ACTION_CONTACT, { "day", "how", "reached", NULL } },
  { CRF_ACTION_TREATMENT, { "day", "by", NULL } },
  { CRF_ACTION_SAE_NEWS, { "n", "aware_at", "text", NULL } },
  { CRF_ACTION_SAE_REPORT, { "key", "kind", "n", "recipient", "due_at", "sent_at", "how", "sent_by", "signature", NULL } },
  { CRF_ACTION_SAE_RECEIPT, { "key", "receipt", "receipt_at", NULL } },
  { CRF_ACTION_EVENT_LINK, { "adverse_event", "decompensation", NULL } },
  { CRF_ACTION_STRATUM, { "stratum", "drawn", NULL } },
  { CRF_ACTION_CODING, { "of", "verbatim", "dictionary", "version", "language", "pt_code", "pt", "hlt_code", "hlt", "hlgt_code", "hlgt", "soc_code", "soc",
                         "how", "fell", NULL } },
  { CRF_ACTION_VERIFIED, { "level", "scope", "of", "fell", NULL } },
  { CRF_ACTION_CONSENT_VERSION, { "number", "date", "ethics", "valid_from", "resign", NULL } },
  { CRF_ACTION_RANGE, { "laboratory", "method", "unit", "sex", "age_low", "age_high", "low", "high", "from", "to", NULL } },
  { CRF_ACTION_LOT, { "lot", "product", "tissue", "donor", "passage", "concentration", "basis", "viability", "bag_volume", "bags", "received_at",
                      "expires_at", "endotoxin", "sterility", "mycoplasma", "identity", "storage", "subject", "dmso", NULL } },
  { CRF_ACTION_LOT_STATE, { "lot", "state", "tests", "reported", NULL } },
  { CRF_ACTION_LOT_MOVE, { "lot", "kind", "volume_ml", "bags", "bag", NULL } },
  { CRF_ACTION_LOT_ALERT, { "lot", "state", NULL } },
  { CRF_ACTION_SIGN, { "study", "subject", "login", "role", "off", "meaning", "shown", "heads", "key", "signature", "void", NULL } },
  { CRF_ACTION_TRANSFER_RECORD, { "study", "subject", "login", "role", "off", "meaning", "shown", "heads", "key", "signature", "void", NULL } },
  { CRF_ACTION_SLOT_DRAW, { "allocation", "stratum", NULL } },
  { CRF_ACTION_ENROL, { "allocation", "date", "arm", NULL } },
  { CRF_ACTION_TRANSFER_ALLOCATION, { "allocation", "stratum", "date", "arm", NULL } },
};

static gboolean
is_carried (const char *action,
            const char *member)
{
  /* How a value was computed: all of it, or computing again would find another derivation. A step of an infusion says what belongs to it
   * in words of its own. */
  if (strcmp (action, CRF_ACTION_DERIVED) == 0 || strcmp (action, CRF_ACTION_INFUSION_STEP) == 0)
    return strcmp (member, "source") != 0 && strcmp (member, "seal") != 0;
  for (guint i = 0; i < G_N_ELEMENTS (carried); i++)
    if (strcmp (carried[i].action, action) == 0)
      return g_strv_contains (carried[i].members, member);
  return FALSE;
}

JsonObject *
crf_origin_filter (const char *action,
                   const char *detail)
{
  g_autoptr (JsonObject) from = crf_detail_parse (detail, NULL);
  g_autoptr (GList) members = from != NULL ? json_object_get_members (from) : NULL;
  g_autoptr (JsonObject) to = json_object_new ();

  if (from == NULL)
    return NULL;
  for (GList *member = members; member != NULL; member = member->next)
    if (is_carried (action, member->data))
      json_object_set_member (to, member->data, json_object_dup_member (from, member->data));
  return g_steal_pointer (&to);
}

void
crf_origin_clear (CrfOrigin *origin)
{
  char **const texts[] = { &origin->id, &origin->user, &origin->at, &origin->location, &origin->what, &origin->type, &origin->meaning,
                           &origin->transfer, &origin->role, &origin->detail, &origin->act, &origin->value, &origin->canonical, &origin->prompt,
                           &origin->subject };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_clear_pointer (texts[i], g_free);
}

static void
read_source (JsonObject *source,
             CrfOrigin *origin)
{
  origin->id = crf_detail_get (source, "id");
  origin->user = crf_detail_get (source, "user");
  origin->at = crf_detail_get (source, "at");
  origin->location = crf_detail_get (source, "location");
  origin->what = crf_detail_get (source, "what");
  origin->type = crf_detail_get (source, "type");
  origin->meaning = crf_detail_get (source, "meaning");
  origin->transfer = crf_detail_get (source, "transfer");
  origin->role = crf_detail_get (source, "role");
  origin->act = crf_detail_get (source, "act");
  origin->value = crf_detail_get (source, "value");
  origin->canonical = crf_detail_get (source, "canonical");
  origin->prompt = crf_detail_get (source, "prompt");
  origin->subject = crf_detail_get (source, "subject");
  origin->derived = crf_detail_get_boolean (source, "derived", FALSE);
}

/* What was said there, where the entry here says it in words of this file. */
static void
restore_said (JsonObject *source,
              JsonObject *kept)
{
  JsonObject *said = source != NULL ? crf_detail_get_object (source, "said") : NULL;
  g_autoptr (GList) members = said != NULL ? json_object_get_members (said) : NULL;

  for (GList *member = members; member != NULL; member = member->next)
    if (json_object_has_member (kept, member->data))
      json_object_set_member (kept, member->data, json_object_dup_member (said, member->data));
}

gboolean
crf_origin_is_aside (const char *detail)
{
  return detail != NULL && strstr (detail, "\"what\":\"" CRF_ORIGIN_ASIDE "\"") != NULL;
}

gboolean
crf_origin_read (const char *action,
                 const char *detail,
                 CrfOrigin *origin)
{
  g_autoptr (JsonObject) all = NULL, kept = NULL;
  JsonObject *source;

  *origin = (CrfOrigin) { NULL };
  if (action == NULL || detail == NULL)
    return FALSE;
  all = strstr (detail, "\"source\":{") != NULL ? crf_detail_parse (detail, NULL) : NULL;
  source = all != NULL ? crf_detail_get_object (all, "source") : NULL;
  if (source != NULL)
    read_source (source, origin);
  kept = crf_origin_filter (origin->act != NULL ? origin->act : action, detail);
  if (kept != NULL)
    restore_said (source, kept);
  if (kept != NULL && json_object_get_size (kept) > 0)
    origin->detail = crf_detail_to_text (kept);
  return origin->user != NULL && origin->at != NULL;
}
