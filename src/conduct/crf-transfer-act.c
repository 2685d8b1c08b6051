/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Acts on their way in: each becomes the entry that it was, under the words for its author there. What it says is looked at first, because a file can say
 * anything: words that the program knows, days that exist, keys that nothing here has. */

#include "crf-transfer-private.h"

#include "crf-act.h"
#include "crf-detail.h"
#include "crf-number.h"
#include "crf-partial-date.h"
#include "crf-records-transfer.h"
#include "crf-signature.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define TEXT_LENGTH 20000 /* of one member, and of a text */

/* ── What an act may say ── */

typedef enum
{
  WORD,    /* one of @words */
  DAY,     /* ISO, with or without a time, possibly partial */
  MOMENT,  /* local ISO date and time */
  NEW_KEY, /* of another workstation, and not there yet */
  KEY,     /* one that came in before */
  PERSON,  /* a login there: told in words here */
  NUMBER,  /* @words or more */
  SIGNED,  /* a decimal */
  DECIMAL, /* the same, not below 0 */
  CODE,    /* of a dictionary: figures */
  TEXT,    /* whatever it is */
} Kind;

typedef struct
{
  const char *action, *member;
  Kind kind;
  gboolean needed;
  const char *words; /* separated by blanks */
} Rule;

#define STEPS \
  "order go prepare release dispatch receive identity premedicate start rate " \
  "pause resume stop flush container close override reaction handover again"

static const Rule rules[] = {
  { CRF_ACTION_QUERY, "key", NEW_KEY, TRUE, NULL },
  { CRF_ACTION_QUERY, "origin", WORD, FALSE, "system person" },
  { CRF_ACTION_QUERY, "state", WORD, FALSE, "Candidate Open" },
  { CRF_ACTION_QUERY_STATE, "key", KEY, TRUE, NULL },
  { CRF_ACTION_QUERY_STATE, "state", WORD, TRUE, "Candidate Open Answered Closed Cancelled" },
  { CRF_ACTION_DEVIATION, "key", NEW_KEY, TRUE, NULL },
  { CRF_ACTION_DEVIATION, "class", WORD, FALSE, "minor major" },
  { CRF_ACTION_DEVIATION, "found_on", DAY, FALSE, NULL },
  { CRF_ACTION_DEVIATION, "found_by", PERSON, FALSE, NULL },
  { CRF_ACTION_DEVIATION_STATE, "key", KEY, TRUE, NULL },
  { CRF_ACTION_DEVIATION_STATE, "state", WORD, FALSE, "open confirmed closed cancelled" },
  { CRF_ACTION_DEVIATION_STATE, "class", WORD, FALSE, "minor major" },
  { CRF_ACTION_DEVIATION_STATE, "on_safety", WORD, FALSE, "none possible yes" },
  { CRF_ACTION_DEVIATION_STATE, "on_rights", WORD, FALSE, "none possible yes" },
  { CRF_ACTION_DEVIATION_STATE, "on_data", WORD, FALSE, "none possible yes" },
  { CRF_ACTION_DEVIATION_STATE, "ethics_on", DAY, FALSE, NULL },
  { CRF_ACTION_DEVIATION_STATE, "closed_on", DAY, FALSE, NULL },
  { CRF_ACTION_CONSENT, "at", DAY, FALSE, NULL },
  { CRF_ACTION_CONSENT, "kind", WORD, FALSE, "given withdrawn" },
  { CRF_ACTION_CONSENT, "by", WORD, FALSE, "subject guardian witness" },
  { CRF_ACTION_CONSENT, "scope", WORD, FALSE, "treatment visits data" },
  { CRF_ACTION_CONSENT, "capacity", WORD, FALSE, "Y N" },
  { CRF_ACTION_CONSENT, "order", WORD, FALSE, "before after" },
  { CRF_ACTION_CONSENT, "explained_by", PERSON, FALSE, NULL },
  { CRF_ACTION_SAMPLE, "state", WORD, TRUE, "planned taken pending reported judged" },
  { CRF_ACTION_CONTACT, "day", DAY, TRUE, NULL },
  { CRF_ACTION_CONTACT, "how", WORD, TRUE, "phone message letter visit relative registry" },
  { CRF_ACTION_CONTACT, "reached", WORD, TRUE, "0 1" },
  { CRF_ACTION_TREATMENT, "day", DAY, TRUE, NULL },
  { CRF_ACTION_TREATMENT, "by", WORD, TRUE, "subject investigator sponsor" },
  { CRF_ACTION_SAE_NEWS, "n", NUMBER, TRUE, "1" },
  { CRF_ACTION_SAE_NEWS, "aware_at", MOMENT, TRUE, NULL },
  { CRF_ACTION_SAE_REPORT, "key", NEW_KEY, TRUE, NULL },
  { CRF_ACTION_SAE_REPORT, "kind", WORD, TRUE, "first follow-up final" },
  { CRF_ACTION_SAE_REPORT, "n", NUMBER, TRUE, "0" },
  { CRF_ACTION_SAE_REPORT, "recipient", TEXT, TRUE, NULL },
  { CRF_ACTION_SAE_REPORT, "due_at", MOMENT, FALSE, NULL },
  { CRF_ACTION_SAE_REPORT, "sent_at", MOMENT, TRUE, NULL },
  { CRF_ACTION_SAE_REPORT, "sent_by", PERSON, FALSE, NULL },
  { CRF_ACTION_SAE_REPORT, "signature", WORD, FALSE, "valid void none" },
  { CRF_ACTION_SAE_RECEIPT, "key", KEY, TRUE, NULL },
  { CRF_ACTION_SAE_RECEIPT, "receipt_at", MOMENT, FALSE, NULL },
  { CRF_ACTION_JUDGE, "of", TEXT, TRUE, NULL },
  { CRF_ACTION_EVENT_LINK, "adverse_event", TEXT, TRUE, NULL },
  { CRF_ACTION_EVENT_LINK, "decompensation", TEXT, TRUE, NULL },
  { CRF_ACTION_STRATUM, "stratum", TEXT, TRUE, NULL },
  { CRF_ACTION_INFUSION_STEP, "kind", WORD, TRUE, STEPS },
  { CRF_ACTION_INFUSION_STEP, "at", MOMENT, TRUE, NULL },
  { CRF_ACTION_INFUSION_STEP, "second", PERSON, FALSE, NULL },
  { CRF_ACTION_TRANSFER_ALLOCATION, "date", DAY, FALSE, NULL },
  { CRF_ACTION_CODING, "of", TEXT, TRUE, NULL },
  { CRF_ACTION_CODING, "dictionary", WORD, FALSE, "MedDRA" },
  { CRF_ACTION_CODING, "pt_code", CODE, FALSE, NULL },
  { CRF_ACTION_CODING, "soc_code", CODE, FALSE, NULL },
  { CRF_ACTION_CODING, "how", WORD, FALSE, "same chosen" },
  { CRF_ACTION_CODING, "fell", WORD, FALSE, "1" },
  { CRF_ACTION_VERIFIED, "fell", WORD, FALSE, "1" },
  { CRF_ACTION_CONSENT_VERSION, "number", TEXT, TRUE, NULL },
  { CRF_ACTION_CONSENT_VERSION, "date", DAY, FALSE, NULL },
  { CRF_ACTION_CONSENT_VERSION, "valid_from", DAY, TRUE, NULL },
  { CRF_ACTION_CONSENT_VERSION, "resign", WORD, TRUE, "all next-visit new" },
  { CRF_ACTION_RANGE, "sex", WORD, FALSE, "M F " },
  { CRF_ACTION_RANGE, "age_low", DECIMAL, FALSE, NULL },
  { CRF_ACTION_RANGE, "age_high", DECIMAL, FALSE, NULL },
  { CRF_ACTION_RANGE, "low", SIGNED, FALSE, NULL },
  { CRF_ACTION_RANGE, "high", SIGNED, FALSE, NULL },
  { CRF_ACTION_RANGE, "from", DAY, TRUE, NULL },
  { CRF_ACTION_RANGE, "to", DAY, FALSE, NULL },
  { CRF_ACTION_LOT, "lot", TEXT, TRUE, NULL },
  { CRF_ACTION_LOT, "concentration", DECIMAL, FALSE, NULL },
  { CRF_ACTION_LOT, "basis", WORD, FALSE, "total viable" },
  { CRF_ACTION_LOT, "viability", DECIMAL, FALSE, NULL },
  { CRF_ACTION_LOT, "bag_volume", DECIMAL, FALSE, NULL },
  { CRF_ACTION_LOT, "bags", DECIMAL, FALSE, NULL },
  { CRF_ACTION_LOT, "received_at", DAY, FALSE, NULL },
  { CRF_ACTION_LOT, "expires_at", DAY, FALSE, NULL },
  { CRF_ACTION_LOT, "dmso", DECIMAL, FALSE, NULL },
  { CRF_ACTION_LOT_STATE, "lot", TEXT, TRUE, NULL },
  { CRF_ACTION_LOT_STATE, "state", WORD, FALSE, "received released quarantined used returned destroyed" },
  { CRF_ACTION_LOT_STATE, "reported", DAY, FALSE, NULL },
  { CRF_ACTION_LOT_MOVE, "lot", TEXT, TRUE, NULL },
  { CRF_ACTION_LOT_MOVE, "kind", WORD, TRUE, "receive reserve unreserve use return destroy unuse undestroy" },
  { CRF_ACTION_LOT_MOVE, "volume_ml", DECIMAL, FALSE, NULL },
  { CRF_ACTION_LOT_ALERT, "lot", TEXT, TRUE, NULL },
  { CRF_ACTION_LOT_ALERT, "state", WORD, FALSE, "acknowledged quarantined" },
};

/* ── Who it was, in words ── */

static char *
words_for (const CrfTransfer *transfer,
           const char *user,
           const char *location)
{
  const CrfTransferParty *person = user != NULL ? g_hash_table_lookup (transfer->users, user) : NULL;
  const CrfTransferParty *site = location != NULL ? g_hash_table_lookup (transfer->locations, location) : NULL;
  const char *name = person == NULL ? user : person->name != NULL && *person->name != '\0' ? person->name : person->oid;

  return site != NULL && site->name != NULL ? g_strdup_printf ("%s, %s", name, site->name) : g_strdup (name);
}

void
_crf_taking_say_instead (JsonObject *detail,
                         JsonObject *source,
                         const char *member,
                         const char *words)
{
  JsonObject *said = crf_detail_get_object (source, "said");

  if (said == NULL)
    {
      said = json_object_new ();
      json_object_set_object_member (source, "said", said);
    }
  json_object_set_member (said, member, json_object_dup_member (detail, member));
  json_object_set_string_member (detail, member, words);
}

static void
tell_person (CrfTaking *taking,
             JsonObject *detail,
             JsonObject *source,
             const char *member)
{
  g_autofree char *login = crf_detail_get (detail, member), *oid = g_strconcat ("USR.", login, NULL), *words = NULL;

  if (!g_hash_table_contains (taking->transfer->users, oid))
    return;
  words = words_for (taking->transfer, oid, taking->record->location);
  _crf_taking_say_instead (detail, source, member, words);
}

/* ── Looking at it ── */

static gboolean
is_among (const char *words,
          const char *text)
{
  g_auto (GStrv) known = g_strsplit (words, " ", -1);

  return g_strv_contains ((const char *const *) known, text);
}

static gboolean
is_time (const char *text,
         gboolean moment)
{
  CrfDate date;

  if (strlen (text) >= CRF_DATE_SIZE)
    return FALSE;
  return crf_datetime_parse (text, !moment, &date, NULL) || (!moment && crf_date_parse (text, TRUE, &date, NULL));
}

static gboolean
check_new_key (CrfTaking *taking,
               const char *key)
{
  CrfUseCaseContext *context = &taking->transfer->context;
  g_autofree char *own = g_strconcat (crf_study_file_get_workstation (context->file), ".", NULL);

  if (*key == '\0' || strlen (key) > CRF_TRANSFER_KEY_LENGTH || g_str_has_prefix (key, own))
    return _crf_taking_refuse (taking, _("“%s” cannot be a key of another study file."), key);
  if (g_hash_table_contains (taking->transfer->acts, key) || crf_records_has_act (context->file, key))
    return _crf_taking_refuse (taking, _("There is something with the key “%s” already."), key);
  g_hash_table_add (taking->transfer->acts, g_strdup (key));
  return TRUE;
}

static gboolean
is_number (const char *text,
           const char *least)
{
  gint64 number;

  return g_ascii_string_to_signed (text, 10, g_ascii_strtoll (least, NULL, 10), 1000000, &number, NULL);
}

static gboolean
is_decimal (const char *text,
            gboolean below_zero)
{
  double number;

  return *text == '\0' || (crf_number_parse_plain (text, &number, NULL) && (below_zero || number >= 0));
}

static gboolean
check_member (CrfTaking *taking,
              const Rule *rule,
              const char *text)
{
  gboolean good = TRUE;

  switch (rule->kind)
    {
    case WORD:
      good = is_among (rule->words, text);
      break;
    case DAY:
    case MOMENT:
      good = is_time (text, rule->kind == MOMENT);
      break;
    case NEW_KEY:
      return check_new_key (taking, text);
    case KEY:
      good = g_hash_table_contains (taking->transfer->acts, text);
      break;
    case NUMBER:
      good = is_number (text, rule->words);
      break;
    case SIGNED:
    case DECIMAL:
      good = is_decimal (text, rule->kind == SIGNED);
      break;
    case CODE:
      good = *text != '\0' && strspn (text, "0123456789") == strlen (text);
      break;
    case PERSON:
    case TEXT:
      break;
    }
  return good || _crf_taking_refuse (taking, _("“sw:Detail” says “%1$s” of “%2$s”, which cannot be."), text, rule->member);
}

/* What is nested: results by the name of their test. */
static gboolean
check_nested (CrfTaking *taking,
              JsonObject *detail,
              const char *member)
{
  JsonObject *nested = crf_detail_get_object (detail, member);

  return nested != NULL && strcmp (member, "tests") == 0 && _crf_taking_check_plain (taking, nested);
}

gboolean
_crf_taking_check_plain (CrfTaking *taking,
                         JsonObject *detail)
{
  g_autoptr (GList) members = json_object_get_members (detail);

  for (GList *member = members; member != NULL; member = member->next)
    {
      g_autofree char *text = crf_detail_get (detail, member->data);

      if ((text == NULL && !check_nested (taking, detail, member->data)) || (text != NULL && strlen (text) > TEXT_LENGTH))
        return _crf_taking_refuse (taking, _("“sw:Detail” says something of “%s” that is no short text."), (const char *) member->data);
    }
  return TRUE;
}

/* Looks at each member, and tells people in words. */
static gboolean
check_detail (CrfTaking *taking,
              const char *action,
              JsonObject *detail,
              JsonObject *source)
{
  if (!_crf_taking_check_plain (taking, detail))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_autofree char *text = strcmp (rules[i].action, action) == 0 ? crf_detail_get (detail, rules[i].member) : NULL;

      if (strcmp (rules[i].action, action) != 0)
        continue;
      if (text == NULL && rules[i].needed)
        return _crf_taking_refuse (taking, _("“sw:Detail” does not say “%s”."), rules[i].member);
      if (text == NULL)
        continue;
      if (!check_member (taking, &rules[i], text))
        return FALSE;
      if (rules[i].kind == PERSON)
        tell_person (taking, detail, source, rules[i].member);
    }
  return TRUE;
}

/* ── What it becomes ── */

typedef struct
{
  const char *name, *action;
  CrfTransferLevel least, most; /* what it can be about */
  gboolean places;              /* what it is about has to be there */
  const char *canonical;        /* words that the canonical value is one of, separated by blanks; NULL: none; "": any; "?": any or none */
  gboolean of_site;             /* needs no patient */
} Known;

static const Known known[] = {
  { CRF_ACTION_QUERY, CRF_ACTION_QUERY, CRF_TRANSFER_SUBJECT, CRF_TRANSFER_VALUE, FALSE, NULL, FALSE },
  { CRF_ACTION_QUERY_STATE, CRF_ACTION_QUERY_STATE, CRF_TRANSFER_SUBJECT, CRF_TRANSFER_VALUE, FALSE, NULL, FALSE },
  { CRF_ACTION_DEVIATION, CRF_ACTION_DEVIATION, CRF_TRANSFER_SUBJECT, CRF_TRANSFER_SUBJECT, FALSE, NULL, TRUE },
  { CRF_ACTION_DEVIATION_STATE, CRF_ACTION_DEVIATION_STATE, CRF_TRANSFER_SUBJECT, CRF_TRANSFER_SUBJECT, FALSE, NULL, TRUE },
  { CRF_ACTION_CONSENT, CRF_ACTION_CONSENT, CRF_TRANSFER_SUBJECT, CRF_TRANSFER_SUBJECT, FALSE, NULL, FALSE },
  { CRF_ACTION_SAMPLE, CRF_ACTION_SAMPLE, CRF_TRANSFER_GROUP, CRF_TRANSFER_GROUP, TRUE, NULL, FALSE },
  { CRF_ACTION_JUDGE, CRF_ACTION_JUDGE, CRF_TRANSFER_VALUE, CRF_TRANSFER_VALUE, TRUE, "NCS CS", FALSE },
  { CRF_ACTION_CONTACT, CRF_ACTION_CONTACT, CRF_TRANSFER_SUBJECT, CRF_TRANSFER_SUBJECT, FALSE, NULL, FALSE },
  { CRF_ACTION_TREATMENT, CRF_ACTION_TREATMENT, CRF_TRANSFER_SUBJECT, CRF_TRANSFER_SUBJECT, FALSE, "stopped resumed", FALSE },
  { CRF_ACTION_SAE_NEWS, CRF_ACTION_SAE_NEWS, CRF_TRANSFER_FORM, CRF_TRANSFER_FORM, TRUE, NULL, FALSE },
  { CRF_ACTION_SAE_REPORT, CRF_ACTION_SAE_REPORT, CRF_TRANSFER_FORM, CRF_TRANSFER_FORM, TRUE, NULL, FALSE },
  { CRF_ACTION_SAE_RECEIPT, CRF_ACTION_SAE_RECEIPT, CRF_TRANSFER_SUBJECT, CRF_TRANSFER_SUBJECT, FALSE, NULL, FALSE },
  { CRF_ACTION_EVENT_LINK, CRF_ACTION_EVENT_LINK, CRF_TRANSFER_SUBJECT, CRF_TRANSFER_SUBJECT, FALSE, NULL, FALSE },
  { CRF_ACTION_STRATUM, CRF_ACTION_STRATUM, CRF_TRANSFER_SUBJECT, CRF_TRANSFER_SUBJECT, FALSE, "", FALSE },
  { CRF_ACTION_ELIGIBILITY_SHOWN, CRF_ACTION_ELIGIBILITY_SHOWN, CRF_TRANSFER_SUBJECT, CRF_TRANSFER_SUBJECT, FALSE, "", FALSE },
  { CRF_ACTION_INFUSION_STEP, CRF_ACTION_INFUSION_STEP, CRF_TRANSFER_EVENT, CRF_TRANSFER_EVENT, TRUE, NULL, FALSE },
  { CRF_ACTION_SIGN, CRF_ACTION_TRANSFER_RECORD, CRF_TRANSFER_SUBJECT, CRF_TRANSFER_FORM, FALSE, NULL, FALSE },
  { CRF_ACT_ALLOCATE, CRF_ACTION_TRANSFER_ALLOCATION, CRF_TRANSFER_SUBJECT, CRF_TRANSFER_SUBJECT, FALSE, NULL, FALSE },
  { CRF_ACTION_CODING, CRF_ACTION_CODING, CRF_TRANSFER_VALUE, CRF_TRANSFER_VALUE, TRUE, "?", FALSE },
  { CRF_ACTION_VERIFIED, CRF_ACTION_VERIFIED, CRF_TRANSFER_FORM, CRF_TRANSFER_VALUE, TRUE, "verified open", FALSE },
  { CRF_ACTION_HOLD, CRF_ACTION_HOLD, CRF_TRANSFER_SUBJECT, CRF_TRANSFER_FORM, FALSE, "open frozen locked", TRUE },
  { CRF_ACTION_CONSENT_VERSION, CRF_ACTION_CONSENT_VERSION, CRF_TRANSFER_SUBJECT, CRF_TRANSFER_SUBJECT, FALSE, NULL, TRUE },
  { CRF_ACTION_RANGE, CRF_ACTION_RANGE, CRF_TRANSFER_SUBJECT, CRF_TRANSFER_SUBJECT, FALSE, NULL, TRUE },
  { CRF_ACTION_LOT, CRF_ACTION_LOT, CRF_TRANSFER_SUBJECT, CRF_TRANSFER_SUBJECT, FALSE, NULL, TRUE },
  { CRF_ACTION_LOT_STATE, CRF_ACTION_LOT_STATE, CRF_TRANSFER_SUBJECT, CRF_TRANSFER_SUBJECT, FALSE, NULL, TRUE },
  { CRF_ACTION_LOT_MOVE, CRF_ACTION_LOT_MOVE, CRF_TRANSFER_SUBJECT, CRF_TRANSFER_SUBJECT, FALSE, NULL, TRUE },
  { CRF_ACTION_LOT_ALERT, CRF_ACTION_LOT_ALERT, CRF_TRANSFER_SUBJECT, CRF_TRANSFER_SUBJECT, FALSE, NULL, TRUE },
};

static const Known *
find_known (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (strcmp (known[i].name, name) == 0)
      return &known[i];
  return NULL;
}

static gboolean
is_canonical (const Known *act,
              const char *text)
{
  if (act->canonical == NULL || strcmp (act->canonical, "?") == 0)
    return act->canonical != NULL || text == NULL;
  return text != NULL && (*act->canonical == '\0' || is_among (act->canonical, text));
}

static gboolean
check_act (CrfTaking *taking,
           const Known *act)
{
  const CrfTransferRecord *record = taking->record;

  if (record->level < act->least || record->level > act->most || (record->subject == NULL && !act->of_site))
    return _crf_taking_refuse (taking, _("“%s” cannot stand at this place."), act->name);
  if (!is_canonical (act, record->canonical))
    return _crf_taking_refuse (taking, _("“%1$s” says “%2$s”, which cannot be."), act->name, record->canonical != NULL ? record->canonical : "");
  if (strcmp (act->name, CRF_ACTION_QUERY) == 0 && record->prompt == NULL)
    return _crf_taking_refuse (taking, _("The query asks nothing."));
  /* What is asked about an item that could tell the arm could tell it too. */
  return taking->ref == NULL || !taking->ref->item->unblinding ||
         _crf_taking_refuse (taking, _("“%s” could tell the arm: such values are not taken from a file."), taking->ref->item->name);
}

static JsonObject *
source_with_author (const CrfTaking *taking)
{
  JsonObject *source = _crf_taking_source (taking);
  g_autofree char *by = words_for (taking->transfer, taking->record->user, taking->record->location);

  if (by != NULL)
    json_object_set_string_member (source, "by", by);
  if (taking->record->role != NULL)
    json_object_set_string_member (source, "role", taking->record->role);
  return source;
}

/* A judgement, a mark and a coding are of one entry, which has another name here. */
static void
find_judged (CrfTaking *taking,
             JsonObject *detail,
             JsonObject *source)
{
  const CrfEntry target = { .subject = taking->subject, .event = taking->event->oid, .eventkey = taking->keys[0], .form = taking->form->oid,
                            .formkey = taking->keys[1], .group = taking->group != NULL ? taking->group->oid : NULL, .groupkey = taking->keys[2],
                            .item = taking->record->item };
  g_autofree char *of = crf_detail_get (detail, "of");
  g_autofree char *here = of != NULL && target.group != NULL ? crf_records_value_entry (taking->transfer->context.file, &target, of) : NULL;

  if (here != NULL)
    _crf_taking_say_instead (detail, source, "of", here);
}

/* The number that the patient has there; one that somebody has here already is told with the workstation it comes from. */
static gboolean
take_allocation (CrfTaking *taking,
                 JsonObject *detail,
                 JsonObject *source,
                 GError **error)
{
  CrfUseCaseContext *context = &taking->transfer->context;
  g_autofree char *number = crf_detail_get (detail, "allocation"), *arm = crf_detail_get (detail, "arm"), *other = NULL;
  g_autoptr (CrfSubjectRecord) taken = NULL;
  g_autoptr (GError) fault = NULL;
  const char *id = taking->record->id;

  if (number == NULL || *number == '\0' || strlen (number) > CRF_TRANSFER_KEY_LENGTH)
    return _crf_taking_refuse (taking, _("“sw:Detail” does not say “%s”."), "allocation") || TRUE;
  if (arm != NULL && (crf_study_get_masking (context->study) != CRF_MASKING_NONE || crf_study_find_arm (context->study, arm) == NULL))
    return _crf_taking_refuse (taking, _("The file tells the arm of a patient, which it must not: nobody is to know it here.")) || TRUE;
  if (!g_hash_table_add (taking->transfer->acts, g_strconcat (CRF_ACT_ALLOCATE " ", taking->subject, NULL)))
    return _crf_taking_refuse (taking, _("Patient %s is allocated a second time."), taking->record->subject) || TRUE;
  taken = crf_records_find_subject (context->file, number, &fault);
  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  if (taken != NULL)
    {
      other = g_strdup_printf ("%s/%.*s", number, id != NULL ? (int) MIN (strcspn (id, ":"), 8) : 4, id != NULL ? id : taking->transfer->id);
      _crf_taking_say_instead (detail, source, "allocation", other);
    }
  return TRUE;
}

gboolean
_crf_taking_add_signature (CrfTaking *taking,
                           GError **error)
{
  const CrfTransferRecord *record = taking->record;
  const CrfEntry target = { .event = record->level >= CRF_TRANSFER_EVENT ? taking->event->oid : NULL,
                            .eventkey = record->level >= CRF_TRANSFER_EVENT ? taking->keys[0] : NULL,
                            .form = record->level >= CRF_TRANSFER_FORM ? taking->form->oid : NULL,
                            .formkey = record->level >= CRF_TRANSFER_FORM ? taking->keys[1] : NULL };
  g_autoptr (JsonObject) detail = _crf_taking_detail (taking, CRF_ACTION_TRANSFER_RECORD);
  g_autofree char *meaning = detail != NULL ? crf_detail_get (detail, "meaning") : NULL;
  CrfEntry entry = { .action = CRF_ACTION_TRANSFER_RECORD };
  JsonObject *source;

  if (detail == NULL || !_crf_taking_check_plain (taking, detail))
    return TRUE;
  if (meaning == NULL && record->meaning != NULL)
    meaning = g_strdup (g_str_has_prefix (record->meaning, "SIG.") ? record->meaning + strlen ("SIG.") : record->meaning);
  if (meaning == NULL)
    return _crf_taking_refuse (taking, _("“sw:Detail” does not say “%s”."), "meaning") || TRUE;
  if (json_object_has_member (detail, "signature") && !crf_signature_check_told (record->detail, record->id, record->at, &target, NULL))
    return _crf_taking_refuse (taking, _("The signature is not one of what it stands for here: it was changed, or given for something else.")) || TRUE;
  source = source_with_author (taking);
  json_object_set_string_member (source, "what", "sign");
  if (record->type != NULL)
    json_object_set_string_member (source, "type", record->type);
  json_object_set_string_member (source, "meaning", meaning);
  return _crf_taking_append (taking, &entry, g_steal_pointer (&detail), source, error);
}

gboolean
_crf_taking_add_act (CrfTaking *taking,
                     GError **error)
{
  const CrfTransferRecord *record = taking->record;
  const Known *act = find_known (record->act);
  g_autoptr (JsonObject) detail = NULL, source = NULL;
  CrfEntry entry = { .value = record->entered, .canon = record->canonical, .prompt = record->prompt };
  gboolean aside = FALSE;

  if (act == NULL)
    return _crf_taking_refuse (taking, _("“%s” is nothing that is taken over."), record->act) || TRUE;
  if (!check_act (taking, act))
    return TRUE;
  if (strcmp (act->name, CRF_ACTION_SIGN) == 0)
    return _crf_taking_add_signature (taking, error);
  detail = _crf_taking_detail (taking, act->action);
  source = source_with_author (taking);
  if (detail == NULL || !check_detail (taking, act->action, detail, source))
    return TRUE;
  if (strcmp (act->name, CRF_ACTION_JUDGE) == 0 || strcmp (act->name, CRF_ACTION_CODING) == 0 || strcmp (act->name, CRF_ACTION_VERIFIED) == 0)
    find_judged (taking, detail, source);
  if (strcmp (act->name, CRF_ACT_ALLOCATE) == 0 && (!take_allocation (taking, detail, source, error) || taking->fault != NULL))
    return taking->fault != NULL;
  entry.action = act->action;
  if (!_crf_taking_weigh (taking, &entry, detail, source, &aside, error))
    return FALSE;
  if (taking->fault == NULL && aside)
    return _crf_taking_set_aside (taking, g_steal_pointer (&detail), g_steal_pointer (&source), error);
  if (act->places && !_crf_taking_add_places_above (taking, MIN (record->level + 1, CRF_TRANSFER_VALUE), error))
    return FALSE;
  if (record->level == CRF_TRANSFER_VALUE)
    entry.item = record->item;
  return taking->fault != NULL || _crf_taking_append (taking, &entry, g_steal_pointer (&detail), g_steal_pointer (&source), error);
}
