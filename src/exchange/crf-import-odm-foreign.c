/* SPDX-License-Identifier: GPL-3.0-or-later */

/* ODM of others: what is in force in the file is entered, value by value, as a table would be; a range or a cross-check that is broken opens a query.
 * Repeats get keys of this file. */

#include "crf-csv.h"
#include "crf-import-batch.h"
#include "crf-import-map.h"
#include "crf-import-odm-private.h"
#include "crf-odm-doubles.h"
#include "crf-reader.h"
#include "crf-value.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SUBJECT_COLUMN "SubjectKey"

typedef struct
{
  const CrfImportRun *run;
  CrfBatch *batch;
  CrfImportMap *map;       /* NULL: the OIDs are those of the study */
  GHashTable *columns;     /* name → CrfImportColumn of the map */
  GHashTable *subjects;    /* number → key; "": refused */
  GHashTable *keys;        /* subject, place and key there → key here */
  GHashTable *events;      /* char *: subject key, event OID that got a value */
  GHashTable *written;     /* place here → CrfOdmPoint that went there */
  CrfImportReport *report;
} Import;

/* ── The map ── */

static char *
long_name (const CrfOdmPoint *point)
{
  return g_strconcat (point->event != NULL ? point->event : "", "/", point->item, NULL);
}

static gboolean
is_usable (const CrfOdmPoint *point)
{
  return point->item != NULL && *point->item != '\0' && !point->sealed;
}

/* The map speaks of columns: here these are items, and items of one visit. */
static CrfCsv *
make_header (const CrfOdmData *data)
{
  CrfCsv *csv = g_new0 (CrfCsv, 1);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  csv->header = g_ptr_array_new_with_free_func (g_free);
  csv->rows = g_ptr_array_new ();
  g_ptr_array_add (csv->header, g_strdup (SUBJECT_COLUMN));
  g_hash_table_add (seen, g_ptr_array_index (csv->header, 0));
  for (guint i = 0; i < data->points->len; i++)
    {
      const CrfOdmPoint *point = g_ptr_array_index (data->points, i);

      if (!is_usable (point))
        continue;
      for (guint j = 0; j < 2; j++)
        {
          char *name = j == 0 ? g_strdup (point->item) : long_name (point);

          if (g_hash_table_contains (seen, name))
            {
              g_free (name);
              continue;
            }
          g_ptr_array_add (csv->header, name);
          g_hash_table_add (seen, name);
        }
    }
  return csv;
}

static const CrfImportColumn *
find_column (Import *import,
             const CrfOdmPoint *point)
{
  g_autofree char *name = long_name (point);
  const CrfImportColumn *column = g_hash_table_lookup (import->columns, name);

  return column != NULL ? column : g_hash_table_lookup (import->columns, point->item);
}

/* Items that neither name stands in the map for. */
static GPtrArray *
list_unused (Import *import,
             const CrfOdmData *data)
{
  GPtrArray *unused = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; import->map != NULL && i < data->points->len; i++)
    {
      const CrfOdmPoint *point = g_ptr_array_index (data->points, i);

      if (is_usable (point) && find_column (import, point) == NULL && g_hash_table_add (seen, point->item))
        g_ptr_array_add (unused, g_strdup (point->item));
    }
  return unused;
}

/* ── Cells ── */

static CrfImportCell *
add_cell (Import *import,
          const CrfOdmPoint *point,
          const CrfItem *item,
          CrfImportResult result,
          const char *reason)
{
  g_autofree char *place = crf_import_odm_place (point);

  return crf_import_report_add (import->report, point->line, place, point->subject, item != NULL ? item->name : point->item, result, reason);
}

static gboolean G_GNUC_PRINTF (4, 5)
refuse (Import *import,
        const CrfOdmPoint *point,
        const CrfItem *item,
        const char *format,
        ...)
{
  g_autofree char *reason = NULL;
  va_list arguments;

  va_start (arguments, format);
  reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  add_cell (import, point, item, CRF_IMPORT_REFUSED, reason);
  return TRUE;
}

/* ── Patients ── */

static gboolean
register_subject (Import *import,
                  const CrfOdmPoint *point,
                  char **key,
                  GError **error)
{
  g_autoptr (CrfOutcome) outcome = NULL;

  if (!crf_batch_register_as (import->batch, point->subject, key, &outcome, error))
    return FALSE;
  if (outcome->refusal != NULL)
    return refuse (import, point, NULL, "%s", outcome->refusal->message);
  import->report->subjects++;
  return crf_import_ask_for_consent (import->batch, import->report, *key, error);
}

/* *key NULL: refused, which is said once. */
static gboolean
find_subject (Import *import,
              const CrfOdmPoint *point,
              const char **key,
              GError **error)
{
  gboolean known = import->map != NULL && import->map->subject_column >= 0;
  g_autofree char *found = NULL;
  GError *fault = NULL;

  *key = NULL;
  if (point->subject == NULL || *point->subject == '\0')
    return refuse (import, point, NULL, _("It does not say whose it is."));
  *key = g_hash_table_lookup (import->subjects, point->subject);
  if (*key == NULL)
    {
      if (!known && !register_subject (import, point, &found, error))
        return FALSE;
      if (known)
        found = crf_batch_find_subject (import->batch, point->subject, &fault);
      if (fault != NULL)
        {
          g_propagate_error (error, fault);
          return FALSE;
        }
      if (known && found == NULL)
        refuse (import, point, NULL, _("There is no patient “%s” in this study file."), point->subject);
      *key = found != NULL ? found : "";
      g_hash_table_insert (import->subjects, g_strdup (point->subject), g_strdup (*key));
      *key = g_hash_table_lookup (import->subjects, point->subject);
    }
  if (**key == '\0')
    *key = NULL;
  return TRUE;
}

/* ── Values ── */

/* What a repeat of the file became here; "new" before its first value. */
static const char *
key_of (Import *import,
        const char *subject,
        const CrfOdmPoint *point,
        guint level,
        char **name)
{
  const char *const parts[] = { subject, point->event, point->eventkey, level >= 1 ? point->form : "", level >= 1 ? point->formkey : "",
                                level >= 2 ? point->group : "", level >= 2 ? point->groupkey : "" };
  GString *text = g_string_new (NULL);
  const char *key;

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    g_string_append_printf (text, "%s\n", parts[i] != NULL ? parts[i] : "");
  g_string_append_printf (text, "%u", level);
  *name = g_string_free (text, FALSE);
  key = g_hash_table_lookup (import->keys, *name);
  return key != NULL ? key : "new";
}

static void
keep_key (Import *import,
          const char *name,
          const char *key)
{
  if (key != NULL && !g_hash_table_contains (import->keys, name))
    g_hash_table_insert (import->keys, g_strdup (name), g_strdup (key));
}

/* Files name the only one of a thing in several ways. */
static gboolean
is_only_one (const char *key)
{
  static const char *const names[] = { "1", "0", "-1", "", NULL };

  return key == NULL || g_strv_contains (names, key);
}

/* What the file has several of, and the study only one: they would be stored over one another. NULL: nothing; else the key that the file gives it. */
static const char *
find_repeat_of_single (const CrfOdmPoint *point,
                       const CrfEvent *event,
                       const CrfForm *form,
                       const CrfItemGroup *group,
                       const char **what)
{
  const struct { gboolean repeating; const char *key, *name; } levels[] = {
    { event->repeating, point->eventkey, event->name }, { form->repeating, point->formkey, form->name },
    { group->repeating, point->groupkey, group->name },
  };

  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    if (!levels[i].repeating && !is_only_one (levels[i].key))
      {
        *what = levels[i].name;
        return levels[i].key;
      }
  return NULL;
}

/* ── Twice in the file ── */

/* The unit that the file names, where the item takes it. */
static const char *
unit_of (const CrfOdmPoint *point,
         const CrfItem *item,
         const CrfImportColumn *column)
{
  if (column != NULL)
    return column->unit != NULL ? column->unit->unit->oid : NULL;
  return point->unit != NULL && crf_item_find_unit (item, point->unit) != NULL ? point->unit : NULL;
}

/* What stands in the file, as the item takes it. */
static const char *
text_of (const CrfOdmPoint *point,
         const CrfImportColumn *column)
{
  const char *text = point->entered != NULL ? point->entered : point->value;
  const char *code = text != NULL && column != NULL && column->codes != NULL ? g_hash_table_lookup (column->codes, text) : NULL;

  return code != NULL ? code : text;
}

/* The value as it is compared: 70 and 70.0 are one. */
static char *
compared (Import *import,
          const CrfOdmPoint *point,
          const CrfItem *item,
          const CrfImportColumn *column)
{
  const char *text = text_of (point, column);
  g_autoptr (CrfValue) value = text != NULL ? crf_value_parse (item, text, unit_of (point, item, column), NULL) : NULL;

  return value != NULL && value->canonical != NULL ? g_strdup_printf ("%d %s", (int) value->comparator, value->canonical)
                                                   : g_strdup_printf ("%s\n%s", text != NULL ? text : "", point->missing != NULL ? point->missing : "");
}

static gboolean
is_said_again (Import *import,
               const CrfOdmPoint *earlier,
               const CrfOdmPoint *later,
               const CrfItem *item,
               const CrfImportColumn *column)
{
  const CrfImportColumn *first = import->map != NULL ? find_column (import, earlier) : NULL;
  g_autofree char *a = compared (import, earlier, item, first), *b = compared (import, later, item, column);

  return strcmp (a, b) == 0;
}

static char *
display (Import *import,
         const CrfOdmPoint *point,
         const CrfItem *item,
         const CrfImportColumn *column)
{
  const char *text = text_of (point, column), *unit = unit_of (point, item, column);
  g_autoptr (CrfValue) value = text != NULL && *text != '\0' ? crf_value_parse (item, text, unit, NULL) : NULL;

  if (value != NULL)
    return crf_value_to_display (value, item, crf_session_get_language (import->run->session));
  return g_strdup (text != NULL ? text : point->missing != NULL ? point->missing : "");
}

static gboolean
refuse_double (Import *import,
               const CrfOdmPoint *earlier,
               const CrfOdmPoint *later,
               const CrfItem *item,
               const CrfImportColumn *column)
{
  const CrfImportColumn *first = import->map != NULL ? find_column (import, earlier) : NULL;
  g_autofree char *said = display (import, earlier, item, first), *said_later = display (import, later, item, column);
  g_autofree char *sentence = crf_odm_doubles_sentence (earlier, said, later, said_later);

  add_cell (import, later, item, CRF_IMPORT_REFUSED, sentence)->after = g_steal_pointer (&said_later);
  return TRUE;
}

static char *
name_place (const char *subject,
            const CrfTarget *place,
            GHashTable *results)
{
  const struct { const char *key, *result; } keys[] = { { place->eventkey, "eventkey" }, { place->formkey, "formkey" }, { place->groupkey, "groupkey" } };
  GString *name = g_string_new (subject);

  g_string_append_printf (name, "\n%s\n%s\n%s", place->event, place->form, place->item);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const char *made = results != NULL && g_strcmp0 (keys[i].key, "new") == 0 ? g_hash_table_lookup (results, keys[i].result) : NULL;

      g_string_append_printf (name, "\n%s", made != NULL ? made : keys[i].key != NULL ? keys[i].key : "");
    }
  return g_string_free (name, FALSE);
}

/* ── Storing ── */

/* The field's value before; nothing of it is overwritten. */
static char *
read_before (Import *import,
             const char *subject,
             const CrfTarget *place,
             const CrfItem *item)
{
  if (g_strcmp0 (place->eventkey, "new") == 0 || g_strcmp0 (place->formkey, "new") == 0 || g_strcmp0 (place->groupkey, "new") == 0)
    return NULL;
  return crf_import_run_value_at (import->run, subject, place, item);
}

static gboolean
store (Import *import,
       const CrfOdmPoint *point,
       const char *subject,
       const CrfTarget *place,
       const CrfItem *item,
       const CrfImportColumn *column,
       char *const *names,
       GError **error)
{
  g_autofree char *before = read_before (import, subject, place, item), *name = name_place (subject, place, NULL);
  const char *text = text_of (point, column), *unit = unit_of (point, item, column);
  const CrfOdmPoint *earlier = g_hash_table_lookup (import->written, name);
  g_autoptr (CrfOutcome) outcome = NULL;
  CrfImportCell *cell;
  gboolean queried;

  if (earlier != NULL)
    return is_said_again (import, earlier, point, item, column) || refuse_double (import, earlier, point, item, column);
  if (before != NULL)
    return refuse (import, point, item, _("%s stands there already; nothing is overwritten."), before);
  if (!crf_batch_store_at (import->batch, subject, place, text, unit, &outcome, error))
    return FALSE;
  if (outcome->refusal != NULL)
    return refuse (import, point, item, "%s", outcome->refusal->message);
  keep_key (import, names[0], g_hash_table_lookup (outcome->results, "eventkey"));
  keep_key (import, names[1], g_hash_table_lookup (outcome->results, "formkey"));
  keep_key (import, names[2], g_hash_table_lookup (outcome->results, "groupkey"));
  queried = outcome->notices->len > 0;
  cell = add_cell (import, point, item, queried ? CRF_IMPORT_QUERIED : CRF_IMPORT_STORED, queried ? g_ptr_array_index (outcome->notices, 0) : NULL);
  cell->after = display (import, point, item, column);
  g_hash_table_insert (import->written, name_place (subject, place, outcome->results), (gpointer) point);
  g_hash_table_add (import->events, g_strconcat (subject, "\n", place->event, NULL));
  return TRUE;
}

static gboolean
import_at (Import *import,
           const CrfOdmPoint *point,
           const char *subject,
           const CrfItem *item,
           const CrfEvent *event,
           const CrfImportColumn *column,
           GError **error)
{
  CrfStudy *study = crf_session_get_study (import->run->session);
  gboolean same = column == NULL;
  const CrfForm *form = same && point->form != NULL ? crf_study_find_form (study, point->form) : NULL;
  const char *single, *what = NULL;
  char *names[3] = { NULL };
  CrfTarget place = { .event = (char *) event->oid, .form = form != NULL ? (char *) form->oid : NULL, .item = (char *) item->oid };
  gboolean done;

  for (guint i = 0; form == NULL && i < event->forms->len; i++)
    if (crf_form_find_group_of (g_ptr_array_index (event->forms, i), item) != NULL)
      form = g_ptr_array_index (event->forms, i);
  if (form == NULL || crf_form_find_group_of (form, item) == NULL)
    return refuse (import, point, item, _("The item “%s” is not collected at the visit “%s”."), item->name, event->name);
  single = find_repeat_of_single (point, event, form, crf_form_find_group_of (form, item), &what);
  if (single != NULL)
    return refuse (import, point, item, _("“%1$s” does not repeat: it has nothing with the key “%2$s”."), what, single);
  place.form = (char *) form->oid;
  place.eventkey = event->repeating ? (char *) key_of (import, subject, point, 0, &names[0]) : (char *) "1";
  place.formkey = form->repeating ? (char *) key_of (import, subject, point, 1, &names[1]) : (char *) "1";
  place.groupkey = crf_form_find_group_of (form, item)->repeating ? (char *) key_of (import, subject, point, 2, &names[2]) : (char *) "1";
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (names[i] == NULL)
      names[i] = g_strdup ("");
  done = store (import, point, subject, &place, item, column, names, error);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_free (names[i]);
  return done;
}

/* By the map, or by the OIDs. */
static gboolean
import_point (Import *import,
              const CrfOdmPoint *point,
              GError **error)
{
  CrfStudy *study = crf_session_get_study (import->run->session);
  const CrfImportColumn *column = import->map != NULL ? find_column (import, point) : NULL;
  const CrfItem *item = column != NULL ? column->item : crf_study_find_item (study, point->item);
  const CrfEvent *event = column != NULL ? column->event : point->event != NULL ? crf_study_find_event (study, point->event) : NULL;
  const char *text = point->entered != NULL ? point->entered : point->value;
  const char *subject;

  if (import->map != NULL && column == NULL)
    return TRUE;
  if (text == NULL || *text == '\0')
    return TRUE;
  /* What has no place here registers nobody. */
  if (item == NULL)
    return refuse (import, point, NULL, _("The study has no item “%s”. Give a map that says where it goes."), point->item);
  if (event == NULL)
    return refuse (import, point, item, _("The study has no visit “%s”. Give a map that says where it goes."), point->event != NULL ? point->event : "");
  if (item->unblinding)
    return refuse (import, point, item, _("“%s” could tell the arm: such values are not taken from a file."), item->name);
  if (column != NULL && column->codes != NULL && !g_hash_table_contains (column->codes, text))
    return refuse (import, point, item, _("“%s” is not among the codes of the map."), text);
  if (!find_subject (import, point, &subject, error))
    return FALSE;
  return subject == NULL || import_at (import, point, subject, item, event, column, error);
}

/* ── All of it ── */

/* Says again what an earlier point says, which is known by now: another value is refused, where the study takes any. */
static void
look_at_double (Import *import,
                const CrfOdmPoint *earlier,
                const CrfOdmPoint *point)
{
  const CrfImportColumn *column = import->map != NULL ? find_column (import, point) : NULL;
  const CrfItem *item = column != NULL ? column->item : import->map == NULL ? crf_study_find_item (crf_session_get_study (import->run->session),
                                                                                                   point->item) : NULL;

  if (item != NULL && !is_said_again (import, earlier, point, item, column))
    refuse_double (import, earlier, point, item, column);
}

static gboolean
import_points (Import *import,
               const CrfOdmData *data,
               GError **error)
{
  g_autoptr (CrfOdmDoubles) doubles = crf_odm_doubles_find (data, FALSE);

  for (guint i = 0; i < data->points->len; i++)
    {
      const CrfOdmPoint *point = g_ptr_array_index (data->points, i);
      const CrfOdmPoint *earlier = crf_odm_doubles_find_earlier (doubles, point);

      import->report->rows++;
      if (earlier != NULL && is_usable (point))
        look_at_double (import, earlier, point);
      if (crf_odm_doubles_is_in_force (doubles, point) && is_usable (point) && g_strcmp0 (point->transaction, "Remove") != 0 &&
          !import_point (import, point, error))
        return FALSE;
      if (!crf_import_run_goes_on (import->run, i + 1, data->points->len, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
derive_events (Import *import,
               GError **error)
{
  g_autoptr (GList) events = g_list_sort (g_hash_table_get_keys (import->events), (GCompareFunc) strcmp);

  for (GList *event = events; event != NULL; event = event->next)
    {
      g_autofree char *subject = g_strndup (event->data, strcspn (event->data, "\n"));

      if (!crf_import_derive (import->batch, import->report, subject, strchr (event->data, '\n') + 1, 0, NULL, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_map (Import *import,
          const CrfOdmData *data,
          const char *map_path,
          GError **error)
{
  g_autoptr (CrfCsv) csv = NULL;

  import->columns = g_hash_table_new (g_str_hash, g_str_equal);
  if (map_path == NULL)
    return TRUE;
  csv = make_header (data);
  import->map = crf_import_map_read (map_path, csv, crf_session_get_study (import->run->session), error);
  for (guint i = 0; import->map != NULL && i < import->map->columns->len; i++)
    {
      CrfImportColumn *column = g_ptr_array_index (import->map->columns, i);

      g_hash_table_insert (import->columns, column->name, column);
    }
  if (import->map == NULL)
    return FALSE;
  if (import->map->repeats->len == 0)
    return TRUE;
  g_set_error_literal (error, CRF_IMPORT_MAP_ERROR, CRF_IMPORT_MAP_ERROR_COLUMN,
                       _("use=repeat is for tables: an ODM file says by its repeat keys which visit is meant. Leave it out of the map."));
  return FALSE;
}

static void
import_clear (Import *import)
{
  g_clear_pointer (&import->columns, g_hash_table_unref);
  g_clear_pointer (&import->map, crf_import_map_free);
  g_clear_pointer (&import->subjects, g_hash_table_unref);
  g_clear_pointer (&import->keys, g_hash_table_unref);
  g_clear_pointer (&import->events, g_hash_table_unref);
  g_clear_pointer (&import->written, g_hash_table_unref);
  g_clear_pointer (&import->report, crf_import_report_free);
  g_clear_pointer (&import->batch, crf_batch_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Import, import_clear)

CrfImportReport *
crf_import_odm_foreign (const CrfImportRun *run,
                        const CrfOdmData *data,
                        const CrfImportSource *source,
                        const char *map_path,
                        GError **error)
{
  g_auto (Import) import = { .run = run };
  g_autoptr (GPtrArray) unused = NULL;

  if (!read_map (&import, data, map_path, error))
    return NULL;
  import.batch = crf_batch_begin (run->session, error);
  if (import.batch == NULL || !crf_batch_note_file (import.batch, source->name, source->sha256, source->signer, error))
    return NULL;
  crf_batch_set_reason (import.batch, run->options->reason);
  import.subjects = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  import.keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  import.events = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  import.written = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  unused = list_unused (&import, data);
  import.report = crf_import_report_new (unused);
  if (!import_points (&import, data, error) || !derive_events (&import, error))
    return NULL;
  return crf_import_run_end (run, import.batch, g_steal_pointer (&import.report), error);
}
