/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Acts that a file cannot simply have done here. What is of values that came along holds as it did there: codings, and marks of source data verification. What
 * governs patients, or says that a product may be given to one, is decided here or not at all; it is set aside, and the report says so. */

#include "crf-transfer-private.h"

#include "crf-coding.h"
#include "crf-number.h"
#include "crf-origin.h"
#include "crf-range-change.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MOST_NAMES 12 /* in a sentence */

/* ── What is told of it ── */

static void
note (CrfTaking *taking,
      CrfAside why,
      const char *name)
{
  GPtrArray *names = taking->transfer->aside[why];

  /* What is set aside patient by patient comes in their order. */
  if (names->len == 0 || (strcmp (g_ptr_array_index (names, names->len - 1), name) != 0 &&
                          (names->len > MOST_NAMES || !g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))))
    g_ptr_array_add (names, g_strdup (name));
}

static char *
join (const GPtrArray *names)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < names->len && i < MOST_NAMES; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", (const char *) g_ptr_array_index (names, i));
  if (names->len > MOST_NAMES)
    {
      g_string_append (text, ", ");
      g_string_append_printf (text, _("and %u more"), names->len - MOST_NAMES);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
sentence (CrfAside why,
          const char *names)
{
  switch (why)
    {
    case CRF_ASIDE_HOLD:
      return g_strdup_printf (_("Frozen or locked in the other file, and not here: %s. A file holds nothing here; who did it there stays in the audit trail, and a "
                                "data manager freezes or locks it here."), names);
    case CRF_ASIDE_RELEASE:
      return g_strdup_printf (_("Lots that were released in the other file, and are not released here: %s. Release them here before a patient is given of them."), names);
    case CRF_ASIDE_LOT:
      return g_strdup_printf (_("Lots that this study file has a book of already: %s. What the other file says of them stays in the audit trail, and moves nothing "
                                "here."), names);
    case CRF_ASIDE_CONSENT:
      return g_strdup_printf (_("Versions of the consent form that do not hold here: %s. They are described otherwise in this study file, or would call patients "
                                "who were in it before; they stay in the audit trail."), names);
    case CRF_ASIDE_RANGE:
      return g_strdup_printf (_("Reference ranges that do not hold here: %s. They have other limits in this study file, or would change how values of patients "
                                "who were in it before are read; they stay in the audit trail."), names);
    case CRF_N_ASIDE:
      break;
    }
  return NULL;
}

GPtrArray *
crf_transfer_list_notes (CrfTransfer *self)
{
  GPtrArray *notes = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < CRF_N_ASIDE; i++)
    if (self->aside[i]->len > 0)
      {
        g_autofree char *names = join (self->aside[i]);

        g_ptr_array_add (notes, sentence ((CrfAside) i, names));
      }
  if (crf_study_get_masking (self->context.study) != CRF_MASKING_NONE)
    g_ptr_array_add (notes, g_strdup (_("The lots of a masked study stay in the study file that has them: their book could tell the arm.")));
  return notes;
}

gboolean
_crf_taking_set_aside (CrfTaking *taking,
                       JsonObject *detail,
                       JsonObject *source,
                       GError **error)
{
  const CrfTransferRecord *record = taking->record;
  gboolean of_lot = g_str_has_prefix (record->act, "lot.");
  const struct { const char *name, *value; } members[] = { { "what", CRF_ORIGIN_ASIDE }, { "act", record->act }, { "value", record->entered },
                                                           { "canonical", record->canonical }, { "prompt", record->prompt },
                                                           { "subject", of_lot ? record->subject : NULL } };
  CrfEntry entry = { .action = CRF_ACTION_TRANSFER_RECORD, .item = record->item };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (members[i].value != NULL)
      json_object_set_string_member (source, members[i].name, members[i].value);
  /* The book of a lot is the site's, whoever is given of it. */
  if (of_lot)
    taking->subject = NULL;
  return _crf_taking_append (taking, &entry, detail, source, error);
}

/* ── Of values ── */

/* One that fell, or was taken back, marks nothing here either. */
static gboolean
weigh_mark (CrfTaking *taking,
            CrfEntry *entry,
            JsonObject *detail,
            JsonObject *source,
            gboolean *aside)
{
  JsonObject *said = crf_detail_get_object (source, "said");
  gboolean known = said != NULL && json_object_has_member (said, "of");

  *aside = strcmp (entry->canon, "verified") != 0 || json_object_has_member (detail, "fell");
  if (*aside || taking->record->level != CRF_TRANSFER_VALUE)
    return TRUE;
  if (!known)
    return _crf_taking_refuse (taking, _("It marks a value as verified that is not in the file.")) || TRUE;
  entry->base = json_object_get_string_member (detail, "of");
  return TRUE;
}

static gboolean
weigh_coding (CrfTaking *taking,
              CrfEntry *entry,
              JsonObject *detail)
{
  static const char *const needed[] = { "verbatim", "dictionary", "version", "language", "pt_code", "pt", "soc_code", "soc" };

  if (taking->ref == NULL || !crf_coding_is_of (taking->ref->item))
    return _crf_taking_refuse (taking, _("“%s” is nothing that is coded."), taking->record->item) || TRUE;
  if (entry->canon == NULL)
    return entry->value == NULL || _crf_taking_refuse (taking, _("The coding has a term and no code.")) || TRUE;
  if (entry->value == NULL || *entry->canon == '\0' || strspn (entry->canon, "0123456789") != strlen (entry->canon))
    return _crf_taking_refuse (taking, _("“%s” is no code of a term."), entry->canon) || TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    if (!json_object_has_member (detail, needed[i]))
      return _crf_taking_refuse (taking, _("“sw:Detail” does not say “%s”."), needed[i]) || TRUE;
  return TRUE;
}

/* ── Of the site ── */

static gboolean
is_same (JsonObject *detail,
         const char *member,
         const char *here)
{
  g_autofree char *there = crf_detail_get (detail, member);

  return g_strcmp0 (there != NULL ? there : "", here != NULL ? here : "") == 0;
}

/* Who is to sign again is the site's, by its own approval: a version comes in where it can call nobody who was here before. */
static gboolean
weigh_consent_version (CrfTaking *taking,
                       JsonObject *detail,
                       gboolean *aside,
                       GError **error)
{
  g_autoptr (GPtrArray) versions = crf_records_consent_versions (taking->transfer->context.file, error);
  g_autofree char *number = crf_detail_get (detail, "number");

  if (versions == NULL)
    return FALSE;
  for (guint i = 0; i < versions->len; i++)
    {
      const CrfConsentVersionRecord *version = g_ptr_array_index (versions, i);

      if (strcmp (version->number, number) != 0)
        continue;
      *aside = TRUE;
      if (is_same (detail, "date", version->date) && is_same (detail, "ethics", version->ethics) && is_same (detail, "valid_from", version->valid_from) &&
          is_same (detail, "resign", version->resign))
        return TRUE;
    }
  *aside = *aside || taking->transfer->has_patients;
  if (*aside)
    note (taking, CRF_ASIDE_CONSENT, number);
  return TRUE;
}

typedef struct
{
  CrfRangeRecord record;
  char *texts[9];
} Range;

static void
range_clear (Range *range)
{
  for (guint i = 0; i < G_N_ELEMENTS (range->texts); i++)
    g_free (range->texts[i]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Range, range_clear)

static void
read_range (JsonObject *detail,
            const CrfItem *item,
            Range *range)
{
  char **const places[] = { &range->record.laboratory, &range->record.method, &range->record.sex, &range->record.age_low, &range->record.age_high,
                            &range->record.low, &range->record.high, &range->record.from, &range->record.to };
  static const char *const names[] = { "laboratory", "method", "sex", "age_low", "age_high", "low", "high", "from", "to" };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      /* Nothing said: for all. */
      range->texts[i] = crf_detail_get (detail, names[i]);
      *places[i] = range->texts[i] != NULL && *range->texts[i] != '\0' ? range->texts[i] : NULL;
    }
  range->record.item = (char *) item->oid;
  range->record.at = (char *) "~"; /* later than all that are stored */
}

/* Whether this file has a range of the same laboratory, sex, age and day; *@same: with the same limits. */
static gboolean
has_range (const GPtrArray *ranges,
           JsonObject *detail,
           gboolean *same)
{
  for (guint i = 0; i < ranges->len; i++)
    {
      const CrfRangeRecord *range = g_ptr_array_index (ranges, i);

      if (!is_same (detail, "laboratory", range->laboratory) || !is_same (detail, "method", range->method) || !is_same (detail, "unit", range->unit) ||
          !is_same (detail, "sex", range->sex) || !is_same (detail, "age_low", range->age_low) || !is_same (detail, "from", range->from))
        continue;
      *same = is_same (detail, "low", range->low) && is_same (detail, "high", range->high) && is_same (detail, "age_high", range->age_high) &&
              is_same (detail, "to", range->to);
      return TRUE;
    }
  return FALSE;
}

/* Whether a patient who was here before has values that would be read with it. */
static gboolean
reaches_others (CrfTaking *taking,
                const CrfItem *item,
                JsonObject *detail,
                const CrfItemUnit *unit,
                gboolean *reaches,
                GError **error)
{
  g_autoptr (GHashTable) came = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto (CrfRangeChange) change = { 0 };
  g_auto (Range) range = { 0 };
  GHashTableIter iter;
  gpointer key;

  *reaches = FALSE;
  if (!taking->transfer->has_patients)
    return TRUE;
  read_range (detail, item, &range);
  range.record.unit = unit != NULL ? (char *) unit->unit->oid : NULL;
  if (!crf_range_change_preview (&taking->transfer->context, item, &range.record, &change, error))
    return FALSE;
  g_hash_table_iter_init (&iter, taking->transfer->subjects);
  while (g_hash_table_iter_next (&iter, NULL, &key))
    g_hash_table_add (came, key);
  for (guint i = 0; change.subjects != NULL && i < change.subjects->len; i++)
    *reaches = *reaches || !g_hash_table_contains (came, ((const CrfSubjectRecord *) g_ptr_array_index (change.subjects, i))->key);
  return TRUE;
}

static gboolean
weigh_range (CrfTaking *taking,
             CrfEntry *entry,
             JsonObject *detail,
             gboolean *aside,
             GError **error)
{
  const CrfItem *item = taking->record->item != NULL ? crf_study_find_item (taking->transfer->context.study, taking->record->item) : NULL;
  g_autofree char *oid = crf_detail_get (detail, "unit");
  const CrfItemUnit *unit = item != NULL && oid != NULL && *oid != '\0' ? crf_item_find_unit (item, oid) : NULL;
  g_autoptr (GPtrArray) ranges = NULL;
  gboolean same = FALSE, reaches;

  if (item == NULL)
    return _crf_taking_refuse (taking, _("The study has no item “%s”."), taking->record->item != NULL ? taking->record->item : "") || TRUE;
  if (unit == NULL && (item->units->len > 0 || (oid != NULL && *oid != '\0')))
    return _crf_taking_refuse (taking, _("%s: the unit is missing or not one of the item's."), item->name) || TRUE;
  ranges = crf_records_ranges (taking->transfer->context.file, item->oid, error);
  if (ranges == NULL || !reaches_others (taking, item, detail, unit, &reaches, error))
    return FALSE;
  *aside = has_range (ranges, detail, &same) || reaches;
  if (*aside && !same)
    note (taking, CRF_ASIDE_RANGE, item->name);
  entry->item = item->oid;
  return TRUE;
}

/* ── Lots ── */

/* Autologous cells are their patient's, who has another key here. */
static gboolean
find_donor (CrfTaking *taking,
            JsonObject *detail,
            JsonObject *source)
{
  g_autofree char *number = crf_detail_get (detail, "subject");
  const char *key = number != NULL ? g_hash_table_lookup (taking->transfer->subjects, number) : NULL;

  if (number == NULL)
    return TRUE;
  if (key == NULL || *key == '\0')
    return _crf_taking_refuse (taking, _("The lot is made of the cells of patient %s, who is not in the file."), number);
  _crf_taking_say_instead (detail, source, "subject", key);
  return TRUE;
}

static gboolean
weigh_new_lot (CrfTaking *taking,
               const char *lot,
               JsonObject *detail,
               JsonObject *source,
               gboolean *aside)
{
  CrfTransfer *transfer = taking->transfer;
  g_autoptr (CrfLotRecord) known = NULL;

  if (*lot == '\0' || strlen (lot) > CRF_TRANSFER_KEY_LENGTH)
    return _crf_taking_refuse (taking, _("“%s” cannot be the number of a lot."), lot) || TRUE;
  if (g_hash_table_contains (transfer->lots, lot))
    return _crf_taking_refuse (taking, _("Lot %s stands in the file a second time."), lot) || TRUE;
  known = crf_records_find_lot (transfer->context.file, lot, NULL);
  *aside = known != NULL;
  if (*aside)
    note (taking, CRF_ASIDE_LOT, lot);
  else
    find_donor (taking, detail, source);
  g_hash_table_add (*aside ? transfer->other_lots : transfer->lots, g_strdup (lot));
  return TRUE;
}

static gboolean
weigh_lot (CrfTaking *taking,
           const CrfEntry *entry,
           JsonObject *detail,
           JsonObject *source,
           gboolean *aside)
{
  CrfTransfer *transfer = taking->transfer;
  g_autofree char *lot = crf_detail_get (detail, "lot"), *state = crf_detail_get (detail, "state");

  if (crf_study_get_masking (transfer->context.study) != CRF_MASKING_NONE)
    return _crf_taking_refuse (taking, _("The book of lot %s could tell the arm: lots of a masked study are not taken from a file."), lot) || TRUE;
  if (strcmp (entry->action, CRF_ACTION_LOT) == 0)
    return weigh_new_lot (taking, lot, detail, source, aside);
  *aside = g_hash_table_contains (transfer->other_lots, lot);
  if (*aside)
    return TRUE;
  if (!g_hash_table_contains (transfer->lots, lot))
    return _crf_taking_refuse (taking, _("The file does not say how lot %s was received."), lot) || TRUE;
  /* Whether it may be given to somebody is looked at where it is given. */
  if (strcmp (entry->action, CRF_ACTION_LOT_STATE) == 0 && g_strcmp0 (state, "released") == 0)
    {
      _crf_taking_say_instead (detail, source, "state", "received");
      note (taking, CRF_ASIDE_RELEASE, lot);
    }
  return TRUE;
}

gboolean
_crf_taking_weigh (CrfTaking *taking,
                   CrfEntry *entry,
                   JsonObject *detail,
                   JsonObject *source,
                   gboolean *aside,
                   GError **error)
{
  *aside = FALSE;
  if (strcmp (entry->action, CRF_ACTION_HOLD) == 0)
    {
      *aside = TRUE;
      if (strcmp (entry->canon, "open") != 0)
        note (taking, CRF_ASIDE_HOLD, taking->record->subject != NULL ? taking->record->subject : _("the study"));
      return TRUE;
    }
  if (strcmp (entry->action, CRF_ACTION_VERIFIED) == 0)
    return weigh_mark (taking, entry, detail, source, aside);
  if (strcmp (entry->action, CRF_ACTION_CODING) == 0)
    return weigh_coding (taking, entry, detail);
  if (strcmp (entry->action, CRF_ACTION_CONSENT_VERSION) == 0)
    return weigh_consent_version (taking, detail, aside, error);
  if (strcmp (entry->action, CRF_ACTION_RANGE) == 0)
    return weigh_range (taking, entry, detail, aside, error);
  return !g_str_has_prefix (entry->action, "lot.") || weigh_lot (taking, entry, detail, source, aside);
}
