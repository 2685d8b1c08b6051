/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is in force: patient by patient, visit by visit, form by form, in the order of the protocol. */

#include "crf-odm-private.h"

#include <string.h>

/* One value with all that it is told by; its strings are its own. */
typedef struct
{
  const CrfEvent *event;
  const CrfForm *form;
  const CrfItemGroup *group;
  const CrfItem *item;
  char *eventkey, *formkey, *groupkey, *state;
  char *canonical, *entered, *unit, *comparator, *missing;
  char *entry, *at, *user, *detail;
  gboolean derived;
  guint event_order, group_order, item_order, index;
  int event_ordinal, form_ordinal;
} Point;

static void
point_free (gpointer data)
{
  Point *point = data;
  char **const texts[] = { &point->eventkey, &point->formkey, &point->groupkey, &point->state, &point->canonical, &point->entered, &point->unit,
                           &point->comparator, &point->missing, &point->entry, &point->at, &point->user, &point->detail };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (*texts[i]);
  g_free (point);
}

typedef struct
{
  CrfOdmOut *odm;
  GPtrArray *points;
} Collection;

static guint
order_in (const GPtrArray *array,
          gconstpointer what)
{
  guint index = G_MAXUINT;

  g_ptr_array_find ((GPtrArray *) array, what, &index);
  return index;
}

static guint
order_of_item (const CrfItemGroup *group,
               const CrfItem *item)
{
  for (guint i = 0; i < group->items->len; i++)
    if (((const CrfItemRef *) g_ptr_array_index (group->items, i))->item == item)
      return i;
  return G_MAXUINT;
}

static gboolean
collect (const CrfExportValue *value,
         gpointer data)
{
  Collection *collection = data;
  const CrfItemGroup *group = crf_form_find_group_of (value->form, value->item);
  Point *point;

  if (group == NULL)
    return TRUE;
  point = g_new0 (Point, 1);
  *point = (Point) { .event = value->event, .form = value->form, .group = group, .item = value->item, .derived = value->derived,
                     .event_ordinal = value->event_ordinal, .form_ordinal = value->form_ordinal, .index = collection->points->len,
                     .event_order = order_in (crf_study_get_events (collection->odm->study), value->event),
                     .group_order = order_in (value->form->groups, group), .item_order = order_of_item (group, value->item) };
  point->eventkey = g_strdup (value->eventkey);
  point->formkey = g_strdup (value->formkey);
  point->groupkey = g_strdup (value->groupkey);
  point->state = g_strdup (value->form_state);
  point->canonical = g_strdup (value->canonical);
  point->entered = g_strdup (value->entered);
  point->unit = g_strdup (value->unit);
  point->comparator = g_strdup (value->comparator);
  point->missing = g_strdup (value->missing);
  point->entry = g_strdup (value->entry);
  point->at = g_strdup (value->at);
  point->user = g_strdup (value->user);
  point->detail = value->item->identifier || value->item->unblinding ? NULL : g_strdup (value->detail);
  g_ptr_array_add (collection->points, point);
  return TRUE;
}

static int
compare_numbers (guint a,
                 guint b)
{
  return (a > b) - (a < b);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const Point *first = *(Point *const *) a, *second = *(Point *const *) b;
  const int orders[] = { compare_numbers (first->event_order, second->event_order), first->event_ordinal - second->event_ordinal,
                         g_strcmp0 (first->eventkey, second->eventkey), compare_numbers (order_in (first->event->forms, first->form),
                         order_in (second->event->forms, second->form)), first->form_ordinal - second->form_ordinal,
                         g_strcmp0 (first->formkey, second->formkey), compare_numbers (first->group_order, second->group_order),
                         g_strcmp0 (first->groupkey, second->groupkey), compare_numbers (first->item_order, second->item_order),
                         compare_numbers (first->index, second->index) };

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    if (orders[i] != 0)
      return orders[i];
  return 0;
}

/* ── Levels ── */

/* How many levels two neighbours share: 1 the visit, 2 the form, 3 the group. */
static guint
shared_levels (const Point *a,
               const Point *b)
{
  if (a == NULL || a->event != b->event || g_strcmp0 (a->eventkey, b->eventkey) != 0)
    return 0;
  if (a->form != b->form || g_strcmp0 (a->formkey, b->formkey) != 0)
    return 1;
  return a->group != b->group || g_strcmp0 (a->groupkey, b->groupkey) != 0 ? 2 : 3;
}

static void
open_level (CrfOdmOut *self,
            const Point *point,
            guint level)
{
  if (level == 0)
    {
      crf_odm_out_start (self, "StudyEventData");
      crf_odm_out_attribute (self, "StudyEventOID", point->event->oid);
      crf_odm_out_attribute (self, "StudyEventRepeatKey", point->event->repeating ? point->eventkey : NULL);
    }
  else if (level == 1)
    {
      crf_odm_out_start (self, "FormData");
      crf_odm_out_attribute (self, "FormOID", point->form->oid);
      crf_odm_out_attribute (self, "FormRepeatKey", point->form->repeating ? point->formkey : NULL);
      crf_odm_out_attribute (self, "sw:State", point->state);
    }
  else
    {
      crf_odm_out_start (self, "ItemGroupData");
      crf_odm_out_attribute (self, "ItemGroupOID", point->group->oid);
      crf_odm_out_attribute (self, "ItemGroupRepeatKey", point->group->repeating ? point->groupkey : NULL);
    }
}

/* ── Acts ── */

/* What was asked about each place, and all acts as they are to stand at the end of the patient. */
typedef struct
{
  CrfOdmOut *odm;
  GHashTable *notes; /* place → GPtrArray of CrfOdmNote */
  GPtrArray *whole;  /* CrfOdmNote: of what has no element of its own */
} Acts;

static void
note_free (gpointer data)
{
  crf_odm_note_clear (data);
  g_free (data);
}

static char *
name_of_place (const char *const *parts)
{
  GString *name = g_string_new (NULL);

  for (guint i = 0; i < 7; i++)
    g_string_append_printf (name, "%s\n", parts[i] != NULL ? parts[i] : "");
  return g_string_free (name, FALSE);
}

static void
keep_note (Acts *acts,
           const CrfExportEntry *entry,
           const CrfOrigin *origin)
{
  const char *const parts[] = { entry->event, entry->eventkey, entry->form, entry->formkey, entry->group, entry->groupkey, entry->item };
  g_autofree char *name = NULL;
  CrfOdmNote note;
  GPtrArray *notes;

  crf_odm_out_read_note (acts->odm, entry, origin, &note);
  if (note.type == NULL)
    {
      crf_odm_note_clear (&note);
      return;
    }
  name = name_of_place (parts);
  notes = g_hash_table_lookup (acts->notes, name);
  g_ptr_array_add (notes != NULL ? notes : acts->whole, g_memdup2 (&note, sizeof note));
}

static gboolean
take_act (const CrfExportEntry *entry,
          gpointer data)
{
  g_auto (CrfOrigin) origin = { NULL };
  Acts *acts = data;

  crf_origin_read (entry->action, entry->detail, &origin);
  keep_note (acts, entry, &origin);
  crf_odm_out_write_act (acts->odm, entry, &origin);
  return !acts->odm->failed;
}

static void
write_notes (CrfOdmOut *self,
             GPtrArray *notes,
             guint first)
{
  for (guint i = 0; notes != NULL && i < notes->len; i++)
    crf_odm_out_write_note (self, first + i, NULL, g_ptr_array_index (notes, i));
}

static char *
name_of_point (const Point *point)
{
  const char *const parts[] = { point->event->oid, point->eventkey, point->form->oid, point->formkey, point->group->oid, point->groupkey, point->item->oid };

  return name_of_place (parts);
}

/* Acts are written aside first, because annotations come before them and are known from them. */
static gboolean
read_acts (Acts *acts,
           const CrfPatient *patient,
           GPtrArray *points,
           xmlBuffer *aside,
           GError **error)
{
  xmlTextWriterPtr into = acts->odm->xml;
  gboolean done;

  for (guint i = 0; i < points->len; i++)
    g_hash_table_insert (acts->notes, name_of_point (g_ptr_array_index (points, i)), g_ptr_array_new_with_free_func (note_free));
  acts->odm->xml = xmlNewTextWriterMemory (aside, 0);
  acts->odm->failed = acts->odm->failed || acts->odm->xml == NULL || xmlTextWriterSetIndent (acts->odm->xml, 1) < 0;
  done = !acts->odm->failed && crf_act_visit (acts->odm->session, patient->key, take_act, acts, error);
  g_clear_pointer (&acts->odm->xml, xmlFreeTextWriter);
  acts->odm->xml = into;
  return done || acts->odm->failed;
}

/* ── Values ── */

/* What the words of the point are coded with; NULL. */
static const CrfCodableTerm *
coding_of (const GPtrArray *terms,
           const char *subject,
           const Point *point)
{
  const CrfTarget target = { .subject = (char *) subject, .event = (char *) point->event->oid, .eventkey = point->eventkey, .form = (char *) point->form->oid,
                             .formkey = point->formkey, .groupkey = point->groupkey, .item = (char *) point->item->oid };

  return terms != NULL && crf_coding_is_of (point->item) ? crf_codable_terms_find (terms, &target) : NULL;
}

static void
write_point (CrfOdmOut *self,
             const Acts *acts,
             const Point *point,
             const CrfCodableTerm *coding)
{
  g_auto (CrfOrigin) origin = { NULL };
  gboolean foreign = crf_origin_read (point->derived ? "value.derive" : "value.set", point->detail, &origin);
  const CrfOdmValue value = { point->item, point->canonical, point->entered, point->unit, point->comparator, point->missing, point->derived, FALSE,
                              origin.detail, NULL };
  g_autofree char *name = name_of_point (point);
  GPtrArray *notes = g_hash_table_lookup (acts->notes, name);

  crf_odm_out_start (self, "ItemData");
  crf_odm_out_attribute (self, "ItemOID", point->item->oid);
  crf_odm_out_write_value_attributes (self, &value);
  if (self->options->audit)
    crf_odm_out_write_audit (self, foreign ? &origin : NULL, point->derived ? NULL : point->user, point->at, NULL, point->entry);
  crf_odm_out_write_value_rest (self, &value);
  write_notes (self, notes, 2);
  crf_odm_out_write_coding (self, point->item, coding, 2 + (notes != NULL ? notes->len : 0));
  crf_odm_out_end (self);
}

static void
write_points (CrfOdmOut *self,
              const Acts *acts,
              const char *subject,
              GPtrArray *points,
              const GPtrArray *terms)
{
  const Point *last = NULL;

  g_ptr_array_sort (points, compare);
  for (guint i = 0; i < points->len; i++)
    {
      const Point *point = g_ptr_array_index (points, i);
      guint shared = shared_levels (last, point);

      for (guint level = last != NULL ? 3 : shared; level > shared; level--)
        crf_odm_out_end (self);
      for (guint level = shared; level < 3; level++)
        open_level (self, point, level);
      write_point (self, acts, point, coding_of (terms, subject, point));
      last = point;
    }
  for (guint level = 0; last != NULL && level < 3; level++)
    crf_odm_out_end (self);
}

static gboolean
write_patient (CrfOdmOut *self,
               const CrfPatient *patient,
               gboolean coded,
               GError **error)
{
  g_autoptr (GPtrArray) terms = coded ? crf_reader_codable_terms (self->session, patient->key, error) : NULL;
  g_autoptr (GPtrArray) points = g_ptr_array_new_with_free_func (point_free), whole = g_ptr_array_new_with_free_func (note_free);
  g_autoptr (GHashTable) notes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  Collection collection = { self, points };
  Acts acts = { .odm = self, .notes = notes, .whole = whole };
  xmlBuffer *aside = xmlBufferCreate ();
  gboolean done = (!coded || terms != NULL) && crf_export_visit_values (self->session, patient->key, self->options->identifiers, collect, &collection, error) &&
                  read_acts (&acts, patient, points, aside, error);

  if (done)
    {
      crf_odm_out_start (self, "SubjectData");
      crf_odm_out_attribute (self, "SubjectKey", patient->number);
      crf_odm_out_attribute (self, "sw:Status", patient->status);
      write_notes (self, whole, 1);
      write_points (self, &acts, patient->key, points, terms);
      if (xmlBufferLength (aside) > 0)
        self->failed = self->failed || xmlTextWriterWriteRaw (self->xml, xmlBufferContent (aside)) < 0;
      crf_odm_out_end (self);
    }
  xmlBufferFree (aside);
  return done;
}

gboolean
crf_odm_out_write_snapshot (CrfOdmOut *self,
                        GError **error)
{
  gboolean coded = crf_reader_has_codings (self->session);

  for (guint i = 0; i < self->patients->len; i++)
    {
      if (g_cancellable_set_error_if_cancelled (self->cancellable, error) || !write_patient (self, g_ptr_array_index (self->patients, i), coded, error))
        return FALSE;
      if (self->progress != NULL)
        self->progress ((i + 1.0) / self->patients->len, self->progress_data);
    }
  return TRUE;
}
