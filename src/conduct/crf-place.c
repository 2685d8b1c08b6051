/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finding the place of a value. What is ambiguous is asked back, never guessed. */

#include "crf-place.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
crf_place_clear (CrfPlace *place)
{
  g_clear_pointer (&place->target, crf_target_free);
  *place = (CrfPlace) { 0 };
}

static gboolean
is_named (const char *name,
          const char *oid,
          const char *its_name)
{
  return g_strcmp0 (oid, name) == 0 || (its_name != NULL && g_ascii_strcasecmp (its_name, name) == 0);
}

const CrfEvent *
crf_place_find_event (CrfStudy *study,
                      const char *name)
{
  const GPtrArray *events = crf_study_get_events (study);

  for (guint i = 0; i < events->len; i++)
    {
      const CrfEvent *event = g_ptr_array_index (events, i);

      if (is_named (name, event->oid, event->name))
        return event;
    }
  return NULL;
}

const CrfItem *
crf_place_find_item (CrfStudy *study,
                     const char *name)
{
  const CrfItem *item = crf_study_find_item (study, name);

  return item != NULL ? item : crf_study_find_item_by_name (study, name);
}

const CrfItemRef *
crf_group_find_ref (const CrfItemGroup *group,
                    const CrfItem *item)
{
  for (guint i = 0; i < group->items->len; i++)
    {
      const CrfItemRef *ref = g_ptr_array_index (group->items, i);

      if (ref->item == item)
        return ref;
    }
  return NULL;
}

static const CrfForm *
find_form_in (const CrfEvent *event,
              const char *name)
{
  for (guint i = 0; i < event->forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (event->forms, i);

      if (is_named (name, form->oid, form->name))
        return form;
    }
  return NULL;
}

static void
append_name (GString *list,
             const char *name)
{
  g_string_append_printf (list, "%s%s", list->len > 0 ? _(", ") : "", name);
}

/* Whether a form that does not repeat has the item: then one that repeats (a further sample) is meant only where it is named. */
static gboolean
has_plain_form (const CrfEvent *event,
                const CrfItem *item)
{
  for (guint i = 0; item != NULL && i < event->forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (event->forms, i);

      if (!form->repeating && crf_form_find_group_of (form, item) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* The forms of @event that have @item (NULL: all); *form receives the only one. */
static guint
count_forms (const CrfEvent *event,
             const CrfItem *item,
             const CrfForm **form,
             GString *names)
{
  gboolean plain = has_plain_form (event, item);
  guint n = 0;

  for (guint i = 0; i < event->forms->len; i++)
    {
      const CrfForm *candidate = g_ptr_array_index (event->forms, i);

      if ((item != NULL && crf_form_find_group_of (candidate, item) == NULL) || (plain && candidate->repeating))
        continue;
      *form = candidate;
      n++;
      append_name (names, candidate->oid);
    }
  return n;
}

static gboolean
event_fits (const CrfEvent *event,
            const CrfItem *item,
            const char *form)
{
  g_autoptr (GString) names = g_string_new (NULL);
  const CrfForm *found = form != NULL ? find_form_in (event, form) : NULL;

  if (form != NULL)
    return found != NULL && (item == NULL || crf_form_find_group_of (found, item) != NULL);
  return count_forms (event, item, &found, names) > 0;
}

static gboolean
choose_event (CrfUseCaseContext *context,
              const char *name,
              const CrfItem *item,
              const char *form,
              CrfPlace *place)
{
  const GPtrArray *events = crf_study_get_events (context->study);
  g_autoptr (GString) names = g_string_new (NULL);
  guint n = 0;

  if (name != NULL)
    {
      place->event = crf_place_find_event (context->study, name);
      if (place->event == NULL)
        crf_context_refuse (context, "event-unknown", NULL, _("The study has no visit “%s”."), name);
      return place->event != NULL;
    }
  for (guint i = 0; i < events->len; i++)
    {
      const CrfEvent *event = g_ptr_array_index (events, i);

      if (!event_fits (event, item, form))
        continue;
      place->event = event;
      n++;
      append_name (names, event->name);
    }
  if (n == 1)
    return TRUE;
  if (item == NULL && form == NULL)
    crf_context_refuse (context, "form-missing", _("Name the form and its visit."), _("It is not said which form is meant."));
  else if (n == 0)
    crf_context_refuse (context, "event-unknown", NULL, _("No visit of the study has “%s”."), item != NULL ? item->name : form);
  else
    crf_context_refuse (context, "event-missing", _("Name the visit."), _("“%s” is collected at several visits: %s."),
                        item != NULL ? item->name : form, names->str);
  return FALSE;
}

static gboolean
choose_form (CrfUseCaseContext *context,
             const char *name,
             const CrfItem *item,
             CrfPlace *place)
{
  g_autoptr (GString) names = g_string_new (NULL);
  guint n;

  if (name != NULL)
    {
      place->form = find_form_in (place->event, name);
      if (place->form == NULL)
        crf_context_refuse (context, "form-unknown", NULL, _("The visit “%s” has no form “%s”."), place->event->name, name);
      return place->form != NULL;
    }
  n = count_forms (place->event, item, &place->form, names);
  if (n == 1)
    return TRUE;
  if (n == 0)
    crf_context_refuse (context, "item-not-here", NULL, _("“%s” is not collected at the visit “%s”."),
                        item != NULL ? item->name : "", place->event->name);
  else
    crf_context_refuse (context, "form-missing", _("Name the form."), _("Several forms of the visit “%s” are meant: %s."),
                        place->event->name, names->str);
  return FALSE;
}

const char crf_place_own_key[] = "new";

static gboolean
is_new (const char *key)
{
  return g_strcmp0 (key, "new") == 0;
}

gboolean
crf_place_check_single (CrfUseCaseContext *context,
                        const char *given,
                        const char *what)
{
  if (given == NULL || given == crf_place_own_key || strcmp (given, "1") == 0)
    return TRUE;
  crf_context_refuse (context, "not-repeating", _("Leave the key out."), _("“%1$s” does not repeat: it has nothing with the key “%2$s”."), what, given);
  return FALSE;
}

/* The key of a repeating level: the given one must be in the file; none means the only one, or a new one where there is none. */
static gboolean
choose_key (CrfUseCaseContext *context,
            const char *given,
            GPtrArray *keys,
            const char *what,
            char **key)
{
  if (is_new (given))
    return TRUE;
  for (guint i = 0; given != NULL && i < keys->len; i++)
    if (strcmp (g_ptr_array_index (keys, i), given) == 0)
      {
        *key = g_strdup (given);
        return TRUE;
      }
  if (given != NULL)
    {
      crf_context_refuse (context, "repeat-unknown", NULL, _("%s has no repeat with the key “%s”."), what, given);
      return FALSE;
    }
  if (keys->len > 1)
    {
      crf_context_refuse (context, "repeat-missing", _("Say which one, or “new”."), _("%s is there several times."), what);
      return FALSE;
    }
  if (keys->len == 1)
    *key = g_strdup (g_ptr_array_index (keys, 0));
  return TRUE;
}

static gboolean
choose_eventkey (CrfUseCaseContext *context,
                 const char *given,
                 CrfPlace *place)
{
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();

  if (!place->event->repeating)
    {
      place->target->eventkey = g_strdup ("1");
      return crf_place_check_single (context, given, place->event->name);
    }
  records = crf_records_events (context->file, context->subject->key, NULL);
  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      CrfEventRecord *record = g_ptr_array_index (records, i);

      if (strcmp (record->event, place->event->oid) == 0)
        g_ptr_array_add (keys, record->eventkey);
    }
  return choose_key (context, given, keys, place->event->name, &place->target->eventkey);
}

static gboolean
choose_formkey (CrfUseCaseContext *context,
                const char *given,
                CrfPlace *place)
{
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();

  if (!place->form->repeating)
    {
      place->target->formkey = g_strdup ("1");
      return crf_place_check_single (context, given, place->form->name);
    }
  records = crf_records_forms (context->file, context->subject->key, NULL);
  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      CrfFormRecord *record = g_ptr_array_index (records, i);

      if (strcmp (record->event, place->event->oid) == 0 && g_strcmp0 (record->eventkey, place->target->eventkey) == 0 &&
          strcmp (record->form, place->form->oid) == 0)
        g_ptr_array_add (keys, record->formkey);
    }
  return choose_key (context, given, keys, place->form->name, &place->target->formkey);
}

static gboolean
find_down_to_form (CrfUseCaseContext *context,
                   const CrfTarget *names,
                   const char *form,
                   const CrfItem *item,
                   CrfPlace *place)
{
  if (!choose_event (context, names->event, item, form, place) || !choose_form (context, form, item, place))
    return FALSE;
  place->target = g_new0 (CrfTarget, 1);
  place->target->subject = g_strdup (context->subject->key);
  place->target->event = g_strdup (place->event->oid);
  place->target->form = g_strdup (place->form->oid);
  return choose_eventkey (context, names->eventkey, place) && choose_formkey (context, names->formkey, place);
}

gboolean
crf_place_find_form (CrfUseCaseContext *context,
                     const CrfTarget *names,
                     CrfPlace *place)
{
  return find_down_to_form (context, names, names->form, NULL, place);
}

/* Whether the form that is found has such a row; one that is new itself has none. */
static gboolean
has_row (CrfUseCaseContext *context,
         const CrfPlace *place,
         const char *key)
{
  const CrfTarget *at = place->target;
  gint64 form = at->eventkey != NULL && at->formkey != NULL
                  ? crf_records_find_form_id (context->file, context->subject->key, at->event, at->eventkey, at->form, at->formkey, NULL)
                  : 0;

  return form != 0 && crf_records_has_group (context->file, form, place->group->oid, key);
}

gboolean
crf_place_choose_row (CrfUseCaseContext *context,
                      const char *given,
                      CrfPlace *place)
{
  if (!place->group->repeating)
    {
      place->target->groupkey = g_strdup ("1");
      return crf_place_check_single (context, given, place->group->name);
    }
  if (given == NULL || is_new (given))
    return TRUE;
  place->target->groupkey = g_strdup (given);
  /* A step that begins a row of its own has the key before the row. */
  if (has_row (context, place, given) || crf_transaction_made_key (context->txn, given))
    return TRUE;
  crf_context_refuse (context, "repeat-unknown", NULL, _("%s has no repeat with the key “%s”."), place->group->name, given);
  return FALSE;
}

static gboolean
choose_group (CrfUseCaseContext *context,
              const CrfTarget *names,
              const CrfItem *item,
              CrfPlace *place)
{
  for (guint i = 0; i < place->form->groups->len; i++)
    {
      const CrfItemGroup *group = g_ptr_array_index (place->form->groups, i);
      const CrfItemRef *ref = crf_group_find_ref (group, item);

      if (ref == NULL || (names->group != NULL && !is_named (names->group, group->oid, group->name)))
        continue;
      place->group = group;
      place->ref = ref;
      break;
    }
  if (place->group == NULL)
    {
      crf_context_refuse (context, "item-not-here", NULL, _("The form “%s” has no “%s”."), place->form->name, item->name);
      return FALSE;
    }
  place->target->group = g_strdup (place->group->oid);
  place->target->item = g_strdup (item->oid);
  return crf_place_choose_row (context, names->groupkey, place);
}

gboolean
crf_place_find (CrfUseCaseContext *context,
                const CrfTarget *names,
                CrfPlace *place)
{
  g_autofree char *form = g_strdup (names->form);
  const char *name = names->item;
  const char *colons = strstr (name, "::");
  const CrfItem *item;

  if (colons != NULL)
    {
      g_free (form);
      form = g_strndup (name, (gsize) (colons - name));
      name = colons + 2;
    }
  item = crf_place_find_item (context->study, name);
  if (item == NULL)
    {
      crf_context_refuse (context, "item-unknown", _("The data dictionary lists all items."), _("The study has no item “%s”."), name);
      return FALSE;
    }
  return find_down_to_form (context, names, form, item, place) && choose_group (context, names, item, place);
}

char *
crf_place_label (CrfSession *session,
                 const CrfTarget *target)
{
  CrfStudy *study = crf_session_get_study (session);
  const char *language = crf_session_get_language (session);
  const CrfEvent *event = target->event != NULL ? crf_study_find_event (study, target->event) : NULL;
  const CrfForm *form = target->form != NULL ? crf_study_find_form (study, target->form) : NULL;
  const CrfItem *item = target->item != NULL ? crf_study_find_item (study, target->item) : NULL;
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();

  if (event != NULL)
    g_ptr_array_add (parts, (gpointer) crf_text_get (event->title, language));
  if (form != NULL)
    g_ptr_array_add (parts, (gpointer) crf_text_get (form->title, language));
  if (item != NULL)
    g_ptr_array_add (parts, (gpointer) crf_text_get (item->question, language));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **) parts->pdata);
}
