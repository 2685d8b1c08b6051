/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every transaction on subjects, visits, forms and values, in the order of the journal. Neighbours on one place stand in the same elements. A value is
 * inserted once, then updated; one that was emptied is removed. What the role may not know is there as a transaction without its value. */

#include "crf-odm-private.h"

#include <string.h>

/* Levels: 0 subject, 1 visit, 2 form, 3 group. Strings of the elements that are open. */
#define LEVELS 4

typedef struct
{
  CrfOdmOut *odm;
  char *open[LEVELS][2]; /* OID and key; NULL: not open */
  guint n_open;
  guint64 n;
} Stream;

static void
close_to (Stream *stream,
          guint level)
{
  while (stream->n_open > level)
    {
      stream->n_open--;
      g_clear_pointer (&stream->open[stream->n_open][0], g_free);
      g_clear_pointer (&stream->open[stream->n_open][1], g_free);
      crf_odm_out_end (stream->odm);
    }
}

static void
start_level (Stream *stream,
             guint level,
             const char *oid,
             const char *key,
             gboolean repeating)
{
  static const char *const names[LEVELS][3] = { { "SubjectData", "SubjectKey", NULL },
                                                { "StudyEventData", "StudyEventOID", "StudyEventRepeatKey" },
                                                { "FormData", "FormOID", "FormRepeatKey" },
                                                { "ItemGroupData", "ItemGroupOID", "ItemGroupRepeatKey" } };

  crf_odm_out_start (stream->odm, names[level][0]);
  crf_odm_out_attribute (stream->odm, names[level][1], oid);
  if (names[level][2] != NULL && repeating)
    crf_odm_out_attribute (stream->odm, names[level][2], key);
}

static gboolean
is_repeating (CrfOdmOut *odm,
              const CrfExportEntry *entry,
              guint level)
{
  const CrfEvent *event = entry->event != NULL ? crf_study_find_event (odm->study, entry->event) : NULL;
  const CrfForm *form = entry->form != NULL ? crf_study_find_form (odm->study, entry->form) : NULL;
  const CrfItemGroup *group = entry->group != NULL ? crf_study_find_group (odm->study, entry->group) : NULL;

  if (level == 1)
    return event == NULL || event->repeating;
  if (level == 2)
    return form == NULL || form->repeating;
  return level == 3 && (group == NULL || group->repeating);
}

/* Opens the first @n levels of the entry's place as context. */
static void
open_context (Stream *stream,
              const CrfExportEntry *entry,
              guint n)
{
  const char *const place[LEVELS][2] = { { entry->subject_number, NULL }, { entry->event, entry->eventkey }, { entry->form, entry->formkey },
                                         { entry->group, entry->groupkey } };
  guint same = 0;

  while (same < n && same < stream->n_open && g_strcmp0 (stream->open[same][0], place[same][0]) == 0 &&
         g_strcmp0 (stream->open[same][1], place[same][1]) == 0)
    same++;
  close_to (stream, same);
  for (guint level = same; level < n; level++)
    {
      start_level (stream, level, place[level][0], place[level][1], is_repeating (stream->odm, entry, level));
      crf_odm_out_attribute (stream->odm, "TransactionType", "Context");
      stream->open[level][0] = g_strdup (place[level][0]);
      stream->open[level][1] = g_strdup (place[level][1]);
      stream->n_open = level + 1;
    }
}

static void
write_audit (Stream *stream,
             const CrfExportEntry *entry,
             const CrfOrigin *origin)
{
  gboolean derived = strcmp (entry->action, "value.derive") == 0;

  crf_odm_out_write_audit (stream->odm, origin, derived ? NULL : entry->user, entry->at, entry->reason, entry->id);
}

static const char *
type_of_value (const CrfExportEntry *entry,
               const CrfOrigin *origin)
{
  if (origin->what != NULL)
    return origin->type;
  if (!entry->sealed && entry->canonical == NULL && entry->missing == NULL)
    return "Remove";
  return entry->replaces ? "Update" : "Insert";
}

static void
write_value (Stream *stream,
             const CrfExportEntry *entry,
             const CrfOrigin *origin)
{
  gboolean derived = strcmp (entry->action, "value.derive") == 0 || origin->derived;
  const CrfOdmValue value = { crf_study_find_item (stream->odm->study, entry->item), entry->canonical, entry->entered, entry->unit, entry->comparator,
                              entry->missing, derived, entry->sealed, origin->detail, entry->prompt };

  open_context (stream, entry, 4);
  crf_odm_out_start (stream->odm, "ItemData");
  crf_odm_out_attribute (stream->odm, "ItemOID", entry->item);
  crf_odm_out_attribute (stream->odm, "TransactionType", type_of_value (entry, origin));
  crf_odm_out_write_value_attributes (stream->odm, &value);
  write_audit (stream, entry, origin);
  crf_odm_out_write_value_rest (stream->odm, &value);
  crf_odm_out_end (stream->odm);
}

static void
write_signature (Stream *stream,
                 const CrfExportEntry *entry,
                 const CrfOrigin *origin)
{
  g_autofree char *user = origin->user != NULL ? g_strdup (origin->user) : crf_odm_out_user_oid (stream->odm, entry->user);
  g_autofree char *location = origin->location != NULL ? g_strdup (origin->location) : crf_odm_out_location_oid (stream->odm);
  g_autofree char *meaning = crf_odm_out_signature_oid (origin->meaning != NULL ? origin->meaning : entry->meaning);

  crf_odm_out_start (stream->odm, "Signature");
  crf_odm_out_start (stream->odm, "UserRef");
  crf_odm_out_attribute (stream->odm, "UserOID", user);
  crf_odm_out_end (stream->odm);
  crf_odm_out_start (stream->odm, "LocationRef");
  crf_odm_out_attribute (stream->odm, "LocationOID", location);
  crf_odm_out_end (stream->odm);
  crf_odm_out_start (stream->odm, "SignatureRef");
  crf_odm_out_attribute (stream->odm, "SignatureOID", meaning);
  crf_odm_out_end (stream->odm);
  crf_odm_out_element (stream->odm, "DateTimeStamp", origin->at != NULL ? origin->at : entry->at);
  crf_odm_out_end (stream->odm);
}

/* The element of @level itself is what the transaction is about. */
static void
write_level (Stream *stream,
             const CrfExportEntry *entry,
             const CrfOrigin *origin,
             guint level,
             const char *type)
{
  const char *const place[LEVELS][2] = { { entry->subject_number, NULL }, { entry->event, entry->eventkey }, { entry->form, entry->formkey },
                                         { entry->group, entry->groupkey } };

  open_context (stream, entry, level);
  start_level (stream, level, place[level][0], place[level][1], is_repeating (stream->odm, entry, level));
  crf_odm_out_attribute (stream->odm, "TransactionType", type);
  if (g_str_has_suffix (entry->action, ".state"))
    crf_odm_out_attribute (stream->odm, "sw:State", entry->canonical);
  if (g_str_has_suffix (entry->action, ".status"))
    crf_odm_out_attribute (stream->odm, "sw:Status", entry->canonical);
  crf_odm_out_attribute (stream->odm, "sw:Detail", origin->detail);
  if (strcmp (entry->action, "transfer.subject") == 0)
    crf_odm_out_attribute (stream->odm, "sw:Transfer", "Yes");
  write_audit (stream, entry, origin);
  if (entry->meaning != NULL || origin->meaning != NULL)
    write_signature (stream, entry, origin);
  crf_odm_out_end (stream->odm);
}

/* The level that an entry without an item is about. */
static guint
level_of (const CrfExportEntry *entry)
{
  return entry->group != NULL ? 3 : entry->form != NULL ? 2 : entry->event != NULL ? 1 : 0;
}

/* Of a signature all that it was made over goes along. */
static void
write_update (Stream *stream,
              const CrfExportEntry *entry,
              CrfOrigin *origin)
{
  g_auto (CrfAct) act = { NULL };

  if (crf_act_describe (stream->odm->session, entry, origin, FALSE, &act))
    {
      g_free (origin->detail);
      origin->detail = g_steal_pointer (&act.detail);
    }
  write_level (stream, entry, origin, level_of (entry), "Update");
}

/* ── Acts ── */

/* The element of the item itself, or of the deepest level that the entry names. */
static void
write_note (Stream *stream,
            const CrfExportEntry *entry,
            const CrfOrigin *origin,
            const CrfOdmNote *note)
{
  guint level = level_of (entry);
  const char *const place[LEVELS][2] = { { entry->subject_number, NULL }, { entry->event, entry->eventkey }, { entry->form, entry->formkey },
                                         { entry->group, entry->groupkey } };

  open_context (stream, entry, entry->item != NULL ? 4 : level);
  if (entry->item != NULL)
    {
      crf_odm_out_start (stream->odm, "ItemData");
      crf_odm_out_attribute (stream->odm, "ItemOID", entry->item);
    }
  else
    start_level (stream, level, place[level][0], place[level][1], is_repeating (stream->odm, entry, level));
  crf_odm_out_attribute (stream->odm, "TransactionType", "Context");
  write_audit (stream, entry, origin);
  crf_odm_out_write_note (stream->odm, 1, "Insert", note);
  crf_odm_out_end (stream->odm);
}

/* For every reader what he can read, and all of it for our own. */
static void
write_act (Stream *stream,
           const CrfExportEntry *entry,
           const CrfOrigin *origin)
{
  g_auto (CrfOdmNote) note = { NULL };

  crf_odm_out_read_note (stream->odm, entry, origin, &note);
  if (note.type != NULL)
    write_note (stream, entry, origin, &note);
  close_to (stream, 0);
  if (stream->odm->options->plain)
    return;
  start_level (stream, 0, entry->subject_number, NULL, FALSE);
  crf_odm_out_attribute (stream->odm, "TransactionType", "Context");
  crf_odm_out_write_act (stream->odm, entry, origin);
  crf_odm_out_end (stream->odm);
}

static gboolean
visit (const CrfExportEntry *entry,
       gpointer data)
{
  static const char *const inserts[] = { "subject.register", "event.add", "form.add", "group.add", NULL };
  static const char *const updates[] = { "subject.status", "event.state", "form.state", "sign", "transfer.subject", "transfer.record", NULL };
  g_auto (CrfOrigin) origin = { NULL };
  Stream *stream = data;

  if (entry->subject_number == NULL)
    return TRUE;
  crf_origin_read (entry->action, entry->detail, &origin);
  if (strcmp (entry->action, "value.set") == 0 || strcmp (entry->action, "value.derive") == 0 || g_strcmp0 (origin.what, "sealed") == 0)
    write_value (stream, entry, &origin);
  else if (g_strv_contains (inserts, entry->action))
    write_level (stream, entry, &origin, level_of (entry), "Insert");
  else if (g_strcmp0 (origin.what, CRF_ORIGIN_ASIDE) == 0)
    write_act (stream, entry, &origin);
  else if (g_strv_contains (updates, entry->action))
    write_update (stream, entry, &origin);
  else if (crf_act_is_one (entry->action, TRUE))
    write_act (stream, entry, &origin);
  stream->n++;
  return !g_cancellable_is_cancelled (stream->odm->cancellable) && !stream->odm->failed;
}

gboolean
crf_odm_out_write_transactions (CrfOdmOut *self,
                            GError **error)
{
  const CrfPatient *only = self->options->subject != NULL ? g_ptr_array_index (self->patients, 0) : NULL;
  Stream stream = { .odm = self };
  gboolean done = crf_export_visit_audit (self->session, only != NULL ? only->key : NULL, visit, &stream, error);

  close_to (&stream, 0);
  if (g_cancellable_set_error_if_cancelled (self->cancellable, done ? error : NULL))
    return FALSE;
  return done;
}
