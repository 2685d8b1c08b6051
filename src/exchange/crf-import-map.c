/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which column of a table goes into which item. */

#include "crf-import-map.h"

#include "crf-file-read.h"

#include <glib/gi18n-lib.h>

#define LARGEST 4 /* MB */

G_DEFINE_QUARK (crf-import-map-error-quark, crf_import_map_error)

typedef struct
{
  const char *name; /* of the map file */
  GKeyFile *keys;   /* NULL: by header */
  GHashTable *groups; /* name of the column → group of @keys */
  const CrfStudy *study;
  GString *faults;  /* one line each */
} Reading;

static void
column_free (CrfImportColumn *column)
{
  g_free (column->name);
  g_clear_pointer (&column->codes, g_hash_table_unref);
  g_free (column);
}

static void
repeat_free (gpointer data)
{
  CrfImportRepeat *repeat = data;

  g_free (repeat->name);
  g_free (repeat);
}

static void G_GNUC_PRINTF (2, 3)
add_fault (Reading *reading,
           const char *format,
           ...)
{
  va_list arguments;

  if (reading->faults->len > 0)
    g_string_append_c (reading->faults, '\n');
  va_start (arguments, format);
  g_string_append_vprintf (reading->faults, format, arguments);
  va_end (arguments);
}

static char *
get_key (Reading *reading,
         const char *column,
         const char *key)
{
  char *value;

  if (reading->keys == NULL)
    return NULL;
  value = g_key_file_get_string (reading->keys, g_hash_table_lookup (reading->groups, column), key, NULL);
  if (value != NULL)
    g_strstrip (value);
  return value;
}

static const CrfItem *
find_item (const CrfStudy *study,
           const char *name)
{
  const CrfItem *item = crf_study_find_item (study, name);

  return item != NULL ? item : crf_study_find_item_by_name (study, name);
}

static gboolean
event_has_item (const CrfEvent *event,
                const CrfItem *item)
{
  for (guint i = 0; i < event->forms->len; i++)
    if (crf_form_find_group_of (g_ptr_array_index (event->forms, i), item) != NULL)
      return TRUE;
  return FALSE;
}

/* The event that is named, or the only one that has the item. */
static const CrfEvent *
find_event (Reading *reading,
            const char *column,
            const CrfItem *item,
            const char *name)
{
  const GPtrArray *events = crf_study_get_events (reading->study);
  const CrfEvent *found = NULL;
  guint n = 0;

  for (guint i = 0; i < events->len; i++)
    {
      const CrfEvent *event = g_ptr_array_index (events, i);

      if (name != NULL && g_strcmp0 (event->oid, name) != 0 && g_strcmp0 (event->name, name) != 0)
        continue;
      if (name == NULL && !event_has_item (event, item))
        continue;
      found = event;
      n++;
    }
  if (n == 0 && name == NULL)
    add_fault (reading, _("%s, [%s]: item %s is not collected at any event of this study."), reading->name, column, item->name);
  else if (n == 0)
    add_fault (reading, _("%s, [%s]: there is no event “%s” in this study."), reading->name, column, name);
  else if (n > 1)
    add_fault (reading, _("%s, [%s]: item %s is collected at several events; say which with event=…"), reading->name, column, item->name);
  else if (!event_has_item (found, item))
    add_fault (reading, _("%s, [%s]: item %s is not collected at event %s."), reading->name, column, item->name, found->name);
  return n == 1 ? found : NULL;
}

static const CrfItemUnit *
find_unit (Reading *reading,
           const char *column,
           const CrfItem *item,
           const char *name)
{
  const CrfItemUnit *unit;

  if (item->units->len == 0)
    {
      if (name != NULL)
        add_fault (reading, _("%s, [%s]: item %s has no unit."), reading->name, column, item->name);
      return NULL;
    }
  if (name == NULL && item->units->len == 1)
    return g_ptr_array_index (item->units, 0);
  unit = name != NULL ? crf_item_find_unit (item, name) : NULL;
  if (unit == NULL && name != NULL)
    add_fault (reading, _("%s, [%s]: item %s does not take the unit “%s”."), reading->name, column, item->name, name);
  else if (unit == NULL)
    add_fault (reading, _("%s, [%s]: item %s takes several units; say which with unit=…"), reading->name, column, item->name);
  return unit;
}

/* "male=M;female=F" */
static GHashTable *
read_codes (Reading *reading,
            const char *column,
            const CrfItem *item,
            const char *text)
{
  g_autoptr (GHashTable) codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto (GStrv) pairs = NULL;

  if (text == NULL)
    return NULL;
  pairs = g_strsplit (text, ";", -1);
  for (guint i = 0; pairs[i] != NULL; i++)
    {
      char *equals;

      if (*g_strstrip (pairs[i]) == '\0')
        continue;
      equals = strrchr (pairs[i], '=');
      if (equals == NULL)
        {
          add_fault (reading, _("%s, [%s]: “%s” is not of the form cell=code."), reading->name, column, pairs[i]);
          continue;
        }
      *equals = '\0';
      g_strchug (equals + 1);
      if (item->code_list != NULL && crf_item_find_code (item, equals + 1) == NULL)
        add_fault (reading, _("%s, [%s]: item %s has no code “%s”."), reading->name, column, item->name, equals + 1);
      g_hash_table_insert (codes, g_strdup (g_strchomp (pairs[i])), g_strdup (equals + 1));
    }
  return g_steal_pointer (&codes);
}

static gboolean
is_demographic (const CrfStudy *study,
                const CrfItem *item)
{
  const CrfForm *form = crf_study_find_form_by_kind (study, "demographics");

  return form != NULL && crf_form_find_group_of (form, item) != NULL;
}

static CrfImportColumn *
read_column (Reading *reading,
             const char *name,
             const char *item_name)
{
  const CrfItem *item = find_item (reading->study, item_name);
  g_autofree char *unit = NULL, *event = NULL, *codes = NULL;
  CrfImportColumn *column;

  if (item == NULL)
    {
      add_fault (reading, _("%s, [%s]: there is no item “%s” in this study."), reading->name, name, item_name);
      return NULL;
    }
  unit = get_key (reading, name, "unit");
  event = get_key (reading, name, "event");
  codes = get_key (reading, name, "codes");
  column = g_new0 (CrfImportColumn, 1);
  column->name = g_strdup (name);
  column->item = item;
  column->demographic = is_demographic (reading->study, item);
  column->unit = find_unit (reading, name, item, unit);
  column->codes = read_codes (reading, name, item, codes);
  column->event = find_event (reading, name, item, event);
  return column;
}

/* Two columns for one field: the second would overwrite the first. */
static void
check_twice (Reading *reading,
             const CrfImportMap *map,
             const CrfImportColumn *column)
{
  for (guint i = 0; i < map->columns->len; i++)
    {
      const CrfImportColumn *other = g_ptr_array_index (map->columns, i);

      if (other->item == column->item && other->event == column->event)
        add_fault (reading, _("%s, [%s]: the column “%s” goes into item %s at this event already."), reading->name, column->name, other->name,
                   column->item->name);
    }
}

/* The event that is named, if any; which one it is of without a name is seen when all columns are read. */
static void
read_repeat (Reading *reading,
             CrfImportMap *map,
             int index,
             const char *name)
{
  g_autofree char *event = get_key (reading, name, "event");
  const GPtrArray *events = crf_study_get_events (reading->study);
  CrfImportRepeat *repeat = g_new0 (CrfImportRepeat, 1);

  repeat->column = index;
  repeat->name = g_strdup (name);
  for (guint i = 0; event != NULL && i < events->len; i++)
    {
      const CrfEvent *found = g_ptr_array_index (events, i);

      if (g_strcmp0 (found->oid, event) == 0 || g_strcmp0 (found->name, event) == 0)
        repeat->event = found;
    }
  g_ptr_array_add (map->repeats, repeat);
  if (event != NULL && repeat->event == NULL)
    add_fault (reading, _("%s, [%s]: there is no event “%s” in this study."), reading->name, name, event);
  else if (repeat->event != NULL && !repeat->event->repeating)
    add_fault (reading, _("%s, [%s]: the event %s does not repeat."), reading->name, name, repeat->event->name);
}

/* A column without event= is of the only event of the map that repeats; each event has one column at most. */
static void
settle_repeats (Reading *reading,
                CrfImportMap *map)
{
  const CrfEvent *only = NULL;
  gboolean several = FALSE;

  for (guint i = 0; i < map->columns->len; i++)
    {
      const CrfEvent *event = ((const CrfImportColumn *) g_ptr_array_index (map->columns, i))->event;

      several = several || (event != NULL && event->repeating && only != NULL && event != only);
      if (event != NULL && event->repeating)
        only = event;
    }
  for (guint i = 0; i < map->repeats->len; i++)
    {
      CrfImportRepeat *repeat = g_ptr_array_index (map->repeats, i);

      if (repeat->event == NULL && (only == NULL || several))
        add_fault (reading, _("%s, [%s]: say with event=… which visit it is that repeats."), reading->name, repeat->name);
      else if (repeat->event == NULL)
        repeat->event = only;
      if (repeat->event != NULL && crf_import_map_find_repeat (map, repeat->event) != repeat)
        add_fault (reading, _("%s, [%s]: another column says already which %s is meant."), reading->name, repeat->name, repeat->event->name);
    }
}

static void
read_named_column (Reading *reading,
                   CrfImportMap *map,
                   int index,
                   const char *name)
{
  g_autofree char *item = NULL, *use = NULL;
  CrfImportColumn *column;

  if (reading->keys != NULL && !g_hash_table_contains (reading->groups, name))
    {
      g_ptr_array_add (map->unused, g_strdup (name));
      return;
    }
  use = get_key (reading, name, "use");
  if (g_strcmp0 (use, "subject") == 0)
    {
      map->subject_column = index;
      return;
    }
  if (g_strcmp0 (use, "repeat") == 0)
    {
      read_repeat (reading, map, index, name);
      return;
    }
  if (use != NULL)
    {
      add_fault (reading, _("%s, [%s]: “%s” is no use of a column; there are subject and repeat."), reading->name, name, use);
      return;
    }
  item = reading->keys != NULL ? get_key (reading, name, "item") : g_strdup (name);
  if (item == NULL)
    {
      add_fault (reading, _("%s, [%s]: the key item= is missing."), reading->name, name);
      return;
    }
  if (reading->keys == NULL && find_item (reading->study, item) == NULL)
    {
      g_ptr_array_add (map->unused, g_strdup (name));
      return;
    }
  column = read_column (reading, name, item);
  if (column == NULL)
    return;
  column->column = index;
  check_twice (reading, map, column);
  g_ptr_array_add (map->columns, column);
}

static void
check_keys (Reading *reading,
            const char *group)
{
  static const char *const known[] = { "column", "item", "unit", "event", "codes", "use", NULL };
  g_auto (GStrv) keys = g_key_file_get_keys (reading->keys, group, NULL, NULL);

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    if (!g_strv_contains (known, keys[i]))
      add_fault (reading, _("%s, [%s]: there is no key “%s”; there are column, item, unit, event, codes and use."), reading->name, group, keys[i]);
}

/* Each group says which column it is for: the one it is called like, or the one of its key column=. */
static void
read_groups (Reading *reading,
             const CrfCsv *csv)
{
  g_auto (GStrv) groups = g_key_file_get_groups (reading->keys, NULL);

  for (guint i = 0; groups[i] != NULL; i++)
    {
      g_autofree char *column = g_key_file_get_string (reading->keys, groups[i], "column", NULL);

      if (column == NULL)
        column = g_strdup (groups[i]);
      check_keys (reading, groups[i]);
      if (crf_csv_find_column (csv, column) < 0)
        add_fault (reading, _("%s, [%s]: the table has no column “%s”."), reading->name, groups[i], column);
      else if (g_hash_table_contains (reading->groups, column))
        add_fault (reading, _("%s, [%s]: the column “%s” has a group already."), reading->name, groups[i], column);
      else
        g_hash_table_insert (reading->groups, g_steal_pointer (&column), g_strdup (groups[i]));
    }
}

static gboolean
load_keys (GKeyFile *keys,
           const char *path,
           const char *name,
           GError **error)
{
  g_autofree char *text = NULL;
  gsize length;

  if (!crf_file_read (path, NULL, LARGEST, &text, &length, error))
    return FALSE;
  /* What is refused is quoted in sentences. */
  if (!g_utf8_validate (text, (gssize) length, NULL))
    {
      g_set_error (error, CRF_IMPORT_MAP_ERROR, CRF_IMPORT_MAP_ERROR_READ, _("%s is not UTF-8 text. Save it as UTF-8."), name);
      return FALSE;
    }
  if (length == 0 || g_key_file_load_from_data (keys, text, length, G_KEY_FILE_NONE, error))
    return TRUE;
  g_prefix_error (error, "%s: ", name);
  return FALSE;
}

CrfImportMap *
crf_import_map_read (const char *path,
                     const CrfCsv *csv,
                     const CrfStudy *study,
                     GError **error)
{
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_autoptr (GString) faults = g_string_new (NULL);
  g_autofree char *name = g_path_get_basename (path != NULL ? path : _("header"));
  g_autoptr (CrfImportMap) map = g_new0 (CrfImportMap, 1);
  g_autoptr (GHashTable) by_column = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  Reading reading = { .name = name, .keys = path != NULL ? keys : NULL, .groups = by_column, .study = study, .faults = faults };

  map->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) column_free);
  map->repeats = g_ptr_array_new_with_free_func (repeat_free);
  map->unused = g_ptr_array_new_with_free_func (g_free);
  map->subject_column = -1;
  if (path != NULL && !load_keys (keys, path, name, error))
    return NULL;
  if (path != NULL)
    read_groups (&reading, csv);
  for (guint i = 0; i < csv->header->len; i++)
    read_named_column (&reading, map, (int) i, g_ptr_array_index (csv->header, i));
  if (faults->len == 0)
    settle_repeats (&reading, map);
  if (faults->len == 0 && map->columns->len == 0)
    add_fault (&reading, _("%s: no column goes into an item. Give a map that says where it goes."), name);
  if (faults->len > 0)
    {
      g_set_error_literal (error, CRF_IMPORT_MAP_ERROR, CRF_IMPORT_MAP_ERROR_ITEM, faults->str);
      return NULL;
    }
  return g_steal_pointer (&map);
}

const CrfImportRepeat *
crf_import_map_find_repeat (const CrfImportMap *map,
                            const CrfEvent *event)
{
  for (guint i = 0; i < map->repeats->len; i++)
    {
      const CrfImportRepeat *repeat = g_ptr_array_index (map->repeats, i);

      if (repeat->event == event)
        return repeat;
    }
  return NULL;
}

void
crf_import_map_free (CrfImportMap *map)
{
  g_clear_pointer (&map->repeats, g_ptr_array_unref);
  g_clear_pointer (&map->columns, g_ptr_array_unref);
  g_clear_pointer (&map->unused, g_ptr_array_unref);
  g_free (map);
}
