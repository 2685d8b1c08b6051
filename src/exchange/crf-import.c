/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Imports a table into subjects and forms. */

#include "crf-import.h"

#include "crf-csv.h"
#include "crf-import-batch.h"
#include "crf-import-map.h"
#include "crf-import-private.h"
#include "crf-odm-read.h"
#include "crf-value.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LARGEST_TABLE 256 /* MB */

typedef struct
{
  const CrfImportRun *run;
  CrfBatch *batch;
  CrfImportMap *map;
  CrfImportReport *report;
  const CrfCsvRow *row;
  GHashTable *written; /* place → Written: what the lines before this one wrote there */
  GHashTable *seen;    /* char *: subjects of those lines */
  GHashTable *contradicted; /* CrfEvent → char *: why an earlier line does not let this one say anything of that visit */
  GHashTable *repeats; /* CrfEvent → Repeat: which of its repeats the row is about */
  char *subject; /* opaque key */
  char *number;
} Import;

typedef struct
{
  guint line;
  char *value; /* as it is compared */
  char *shown;
} Written;

/* Asked once a row and event. */
typedef struct
{
  char *eventkey; /* NULL: there is none yet */
  char *refused;  /* why it is not known; NULL: it is */
} Repeat;

static void
repeat_free (gpointer data)
{
  Repeat *repeat = data;

  g_free (repeat->eventkey);
  g_free (repeat->refused);
  g_free (repeat);
}

static void
written_free (Written *written)
{
  g_free (written->value);
  g_free (written->shown);
  g_free (written);
}

static CrfImportCell *
add_cell (Import *import,
          const CrfImportColumn *column,
          CrfImportResult result,
          const char *reason)
{
  return crf_import_report_add (import->report, import->row->line, column != NULL ? column->name : NULL, import->number,
                                column != NULL ? column->item->name : NULL, result, reason);
}

/* @text as the item takes it: codes mapped. NULL: it is empty, or not among the codes. */
static const char *
map_code (const CrfImportColumn *column,
          const char *text)
{
  if (*text == '\0' || column->codes == NULL)
    return *text == '\0' ? NULL : text;
  return g_hash_table_lookup (column->codes, text);
}

/* The cell as the item takes it. NULL: nothing is stored (empty, or refused and reported). */
static const char *
read_cell (Import *import,
           const CrfImportColumn *column)
{
  const char *text = g_ptr_array_index (import->row->cells, (guint) column->column);
  const char *code = map_code (column, text);

  if (code == NULL && *text != '\0')
    {
      g_autofree char *reason = g_strdup_printf (_("“%s” is not among the codes of the map."), text);

      add_cell (import, column, CRF_IMPORT_REFUSED, reason);
    }
  return code;
}

static char *
display (Import *import,
         const CrfImportColumn *column,
         const char *text)
{
  g_autoptr (CrfValue) value = crf_value_parse (column->item, text, column->unit != NULL ? column->unit->unit->oid : NULL, NULL);

  return value != NULL ? crf_value_to_display (value, column->item, crf_session_get_language (import->run->session)) : g_strdup (text);
}

/* What says when an infusion or a visit was. */
static gboolean
is_own_day (const CrfItem *item)
{
  return g_strcmp0 (item->concept, "inf.start") == 0 || g_strcmp0 (item->concept, "visit.date") == 0;
}

/* What the row itself says of when the visit was, an infusion by its start; NULL: nothing. */
static const char *
find_own_day (Import *import,
              const CrfEvent *event)
{
  const char *day = NULL;

  for (guint i = 0; i < import->map->columns->len; i++)
    {
      const CrfImportColumn *column = g_ptr_array_index (import->map->columns, i);
      const char *text;

      if (column->event != event || !is_own_day (column->item))
        continue;
      text = map_code (column, g_ptr_array_index (import->row->cells, (guint) column->column));
      if (text != NULL && (day == NULL || strcmp (column->item->concept, "inf.start") == 0))
        day = text;
    }
  return day;
}

/* The repeat of a visit that may be there several times; NULL: the visit does not repeat. NULL with @error is broken. */
static Repeat *
find_repeat (Import *import,
             const CrfEvent *event,
             GError **error)
{
  const CrfImportRepeat *column = crf_import_map_find_repeat (import->map, event);
  const char *text = column != NULL ? g_ptr_array_index (import->row->cells, (guint) column->column) : NULL;
  Repeat *repeat = g_hash_table_lookup (import->repeats, event);
  g_autoptr (CrfOutcome) outcome = NULL;

  if (repeat != NULL || !event->repeating)
    return repeat;
  repeat = g_new0 (Repeat, 1);
  g_hash_table_insert (import->repeats, (gpointer) event, repeat);
  if (!crf_batch_find_repeat (import->batch, import->subject, event, text, find_own_day (import, event), &repeat->eventkey, &outcome, error))
    return NULL;
  if (outcome->refusal != NULL)
    repeat->refused = g_strdup_printf ("%s %s", outcome->refusal->message, outcome->refusal->remedy != NULL ? outcome->refusal->remedy : "");
  return repeat;
}

/* Where the cell goes, of subjects who were in the file already; NULL: into a repeat that is not there yet. */
static CrfTarget *
find_place (Import *import,
            const CrfImportColumn *column)
{
  const Repeat *repeat = g_hash_table_lookup (import->repeats, column->event);

  return import->map->subject_column >= 0
           ? crf_batch_find_place (import->batch, import->subject, column->event->oid, repeat != NULL ? repeat->eventkey : NULL, column->item->oid)
           : NULL;
}

static char *
name_place (Import *import,
            const CrfTarget *place)
{
  return g_strjoin ("\n", import->subject, place->event, place->eventkey, place->form, place->formkey, place->group != NULL ? place->group : "",
                    place->groupkey, place->item, NULL);
}

/* 70 and 70.0 are one value. */
static char *
compared (const CrfImportColumn *column,
          const char *text)
{
  g_autoptr (CrfValue) value = crf_value_parse (column->item, text, column->unit != NULL ? column->unit->unit->oid : NULL, NULL);

  return value != NULL && value->canonical != NULL ? g_strdup_printf ("%d %s", (int) value->comparator, value->canonical) : g_strdup (text);
}

/* NULL: no line before says otherwise. */
static char *
find_contradiction (Import *import,
                    const CrfImportColumn *column)
{
  const char *code = map_code (column, g_ptr_array_index (import->row->cells, (guint) column->column));
  g_autoptr (CrfTarget) place = code != NULL ? find_place (import, column) : NULL;
  g_autofree char *name = place != NULL ? name_place (import, place) : NULL, *value = NULL, *shown = NULL;
  const Written *before = name != NULL ? g_hash_table_lookup (import->written, name) : NULL;

  if (before == NULL || before->line == import->row->line)
    return NULL;
  value = compared (column, code);
  if (strcmp (before->value, value) == 0)
    return NULL;
  shown = display (import, column, code);
  if (column->event->repeating && crf_import_map_find_repeat (import->map, column->event) == NULL)
    return g_strdup_printf (_("Line %1$u of this file says “%2$s” in the column “%3$s” for the same visit, this line “%4$s”. Leave one of the two lines out; where "
                              "each is about a “%5$s” of its own, a column with use=repeat says which."),
                            before->line, before->shown, column->name, shown, column->event->name);
  return g_strdup_printf (_("Line %1$u of this file says “%2$s” in the column “%3$s” for the same visit, this line “%4$s”. Leave one of the two lines out; "
                            "a second visit needs columns whose map names that visit."),
                          before->line, before->shown, column->name, shown);
}

/* Two lines for one visit that differ anywhere are two visits, or a line twice with a slip. Which of them is right nobody knows here, and cells of both
 * in one form would be a visit that never was: what this line says of that visit is left out, whole. */
static gboolean
look_for_contradictions (Import *import,
                         GError **error)
{
  g_hash_table_remove_all (import->contradicted);
  if (!g_hash_table_contains (import->seen, import->subject))
    return TRUE;
  for (guint i = 0; i < import->map->columns->len; i++)
    {
      const CrfImportColumn *column = g_ptr_array_index (import->map->columns, i);
      const Repeat *repeat = find_repeat (import, column->event, error);
      char *why;

      if (repeat == NULL && column->event->repeating)
        return FALSE;
      why = g_hash_table_contains (import->contradicted, column->event) ? NULL : find_contradiction (import, column);
      if (why != NULL)
        g_hash_table_insert (import->contradicted, (gpointer) column->event, why);
    }
  return TRUE;
}

static void
note_written (Import *import,
              const CrfImportColumn *column,
              const CrfTarget *place,
              const char *text)
{
  g_autoptr (CrfTarget) made = place == NULL ? find_place (import, column) : NULL;
  Written *written;

  if (place == NULL)
    place = made;
  if (place == NULL)
    return;
  written = g_new0 (Written, 1);
  written->line = import->row->line;
  written->value = compared (column, text);
  written->shown = display (import, column, text);
  g_hash_table_replace (import->written, name_place (import, place), written);
  g_hash_table_add (import->seen, g_strdup (import->subject));
}

/* Cells of the demographics form go in with the registration; each is tried first, so that a bad one is refused alone. */
static GHashTable *
collect_demographics (Import *import)
{
  GHashTable *table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < import->map->columns->len; i++)
    {
      const CrfImportColumn *column = g_ptr_array_index (import->map->columns, i);
      g_autoptr (CrfValue) value = NULL;
      g_autoptr (GError) error = NULL;
      const char *text;

      if (!column->demographic)
        continue;
      text = read_cell (import, column);
      if (text == NULL)
        continue;
      value = crf_value_parse (column->item, text, column->unit != NULL ? column->unit->unit->oid : NULL, &error);
      if (value == NULL)
        add_cell (import, column, CRF_IMPORT_REFUSED, error->message);
      else
        g_hash_table_insert (table, g_strdup (column->item->oid), g_strdup (text));
    }
  return table;
}

/* The demographic cells of a row that has its number now. */
static void
report_demographics (Import *import,
                     GHashTable *demographics,
                     CrfImportResult result,
                     const char *reason)
{
  for (guint i = 0; i < import->map->columns->len; i++)
    {
      const CrfImportColumn *column = g_ptr_array_index (import->map->columns, i);
      const char *text = g_hash_table_lookup (demographics, column->item->oid);

      if (column->demographic && text != NULL)
        add_cell (import, column, result, reason)->after = display (import, column, text);
    }
}

/* A query or a deviation of the row as a whole. */
static void
tell_notices (Import *import,
              const CrfOutcome *outcome)
{
  for (guint i = 0; i < outcome->notices->len; i++)
    {
      add_cell (import, NULL, CRF_IMPORT_QUERIED, g_ptr_array_index (outcome->notices, i));
      import->report->stored--;
    }
}

static gboolean
register_row (Import *import,
              GError **error)
{
  g_autoptr (GHashTable) demographics = collect_demographics (import);
  g_autoptr (CrfOutcome) outcome = NULL;

  if (!crf_batch_register (import->batch, demographics, &import->subject, &outcome, error))
    return FALSE;
  if (outcome->refusal != NULL)
    {
      report_demographics (import, demographics, CRF_IMPORT_REFUSED, outcome->refusal->message);
      if (g_hash_table_size (demographics) == 0)
        add_cell (import, NULL, CRF_IMPORT_REFUSED, outcome->refusal->message);
      return TRUE;
    }
  import->number = g_strdup (g_hash_table_lookup (outcome->results, "number"));
  import->report->subjects++;
  report_demographics (import, demographics, CRF_IMPORT_STORED, NULL);
  tell_notices (import, outcome);
  return TRUE;
}

static gboolean
find_row_subject (Import *import,
                  GError **error)
{
  const char *name = g_ptr_array_index (import->row->cells, (guint) import->map->subject_column);
  g_autoptr (GError) local = NULL;

  import->subject = crf_batch_find_subject (import->batch, name, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (import->subject == NULL)
    {
      g_autofree char *reason = g_strdup_printf (_("There is no patient “%s” in this study file."), name);

      add_cell (import, NULL, CRF_IMPORT_REFUSED, reason);
      return TRUE;
    }
  import->number = g_strdup (name);
  return TRUE;
}

/* What the table says of a stored cell beside its values. */
static char *
remark (const CrfOutcome *outcome)
{
  const char *voided = g_hash_table_lookup (outcome->results, "voided");
  const char *query = outcome->notices->len > 0 ? g_ptr_array_index (outcome->notices, 0) : NULL;
  g_autofree char *signature = voided != NULL ? g_strdup_printf (_("This makes the signature of %s void."), voided) : NULL;

  if (signature != NULL && query != NULL)
    return g_strdup_printf ("%s %s", signature, query);
  return signature != NULL ? g_steal_pointer (&signature) : g_strdup (query);
}

static void
refuse_cell (Import *import,
             const CrfImportColumn *column,
             const char *text,
             const char *before,
             const char *why)
{
  CrfImportCell *cell = add_cell (import, column, CRF_IMPORT_REFUSED, why);

  cell->before = g_strdup (before);
  cell->after = display (import, column, text);
}

/* What is stored makes the repeat where there is none: the rest of the row goes there too. */
static gboolean
store_at (Import *import,
          const CrfImportColumn *column,
          const char *text,
          Repeat *repeat,
          CrfOutcome **outcome,
          GError **error)
{
  const CrfTarget names = { .event = (char *) column->event->oid, .eventkey = repeat != NULL ? repeat->eventkey : NULL, .item = (char *) column->item->oid };
  const char *made;

  if (!crf_batch_store_at (import->batch, import->subject, &names, text, column->unit != NULL ? column->unit->unit->oid : NULL, outcome, error))
    return FALSE;
  made = g_hash_table_lookup ((*outcome)->results, "eventkey");
  if (repeat != NULL && (*outcome)->refusal == NULL && made != NULL && (repeat->eventkey == NULL || strcmp (repeat->eventkey, "new") == 0))
    {
      g_free (repeat->eventkey);
      repeat->eventkey = g_strdup (made);
    }
  return TRUE;
}

static gboolean
store_cell (Import *import,
            const CrfImportColumn *column,
            GHashTable *events,
            GError **error)
{
  const char *text = read_cell (import, column);
  g_autoptr (CrfOutcome) outcome = NULL;
  g_autoptr (CrfTarget) place = NULL;
  g_autofree char *before = NULL, *words = NULL;
  const char *otherwise = g_hash_table_lookup (import->contradicted, column->event);
  CrfImportCell *cell;
  Repeat *repeat;

  if (text == NULL)
    return TRUE;
  repeat = find_repeat (import, column->event, error);
  if (repeat == NULL && column->event->repeating)
    return FALSE;
  if (repeat != NULL && repeat->refused != NULL)
    {
      refuse_cell (import, column, text, NULL, repeat->refused);
      return TRUE;
    }
  place = find_place (import, column);
  before = place != NULL ? crf_import_run_value_at (import->run, import->subject, place, column->item) : NULL;
  if (otherwise != NULL)
    {
      refuse_cell (import, column, text, before, otherwise);
      return TRUE;
    }
  if (!store_at (import, column, text, repeat, &outcome, error))
    return FALSE;
  if (outcome->refusal != NULL)
    {
      refuse_cell (import, column, text, before, outcome->refusal->message);
      /* The visit that it would have made is not made without it. */
      if (repeat != NULL && repeat->eventkey == NULL && repeat->refused == NULL && is_own_day (column->item) &&
          crf_import_map_find_repeat (import->map, column->event) != NULL)
        repeat->refused = g_strdup (outcome->refusal->message);
      return TRUE;
    }
  note_written (import, column, place, text);
  words = remark (outcome);
  cell = add_cell (import, column, outcome->notices->len > 0 ? CRF_IMPORT_QUERIED : CRF_IMPORT_STORED, words);
  cell->before = g_steal_pointer (&before);
  cell->after = display (import, column, text);
  g_hash_table_add (events, (gpointer) column->event);
  return TRUE;
}

static gboolean
derive_events (Import *import,
               GHashTable *events,
               GError **error)
{
  GHashTableIter iter;
  gpointer event;

  g_hash_table_iter_init (&iter, events);
  while (g_hash_table_iter_next (&iter, &event, NULL))
    if (!crf_import_derive (import->batch, import->report, import->subject, ((const CrfEvent *) event)->oid, import->row->line, import->number, error))
      return FALSE;
  return TRUE;
}

typedef enum { TURN_OWN_DAYS, TURN_DAYS, TURN_REST, N_TURNS } Turn;

/* Which cells of the row are stored now; those of a new subject's demographics went in with the registration. Days come first: they say when the rest was
 * observed; before them those of the visits themselves, by which the others find their place. */
static gboolean
is_turn (Import *import,
         const CrfImportColumn *column,
         Turn turn)
{
  CrfDataType type = column->item->type;
  gboolean is_day = type == CRF_TYPE_DATE || type == CRF_TYPE_DATETIME || type == CRF_TYPE_PARTIAL_DATE || type == CRF_TYPE_PARTIAL_DATETIME;

  return turn == (is_own_day (column->item) ? TURN_OWN_DAYS : is_day ? TURN_DAYS : TURN_REST) && (!column->demographic || import->map->subject_column >= 0);
}

static gboolean
store_cells (Import *import,
             GHashTable *events,
             GError **error)
{
  for (Turn turn = TURN_OWN_DAYS; turn < N_TURNS; turn++)
    for (guint i = 0; i < import->map->columns->len; i++)
      {
        const CrfImportColumn *column = g_ptr_array_index (import->map->columns, i);

        if (is_turn (import, column, turn) && !store_cell (import, column, events, error))
          return FALSE;
      }
  return TRUE;
}

static gboolean
import_row (Import *import,
            GError **error)
{
  g_autoptr (GHashTable) events = g_hash_table_new (NULL, NULL);

  g_clear_pointer (&import->subject, g_free);
  g_clear_pointer (&import->number, g_free);
  g_hash_table_remove_all (import->repeats);
  import->report->rows++;
  if (!(import->map->subject_column >= 0 ? find_row_subject (import, error) : register_row (import, error)))
    return FALSE;
  if (import->subject == NULL)
    return TRUE;
  return look_for_contradictions (import, error) && store_cells (import, events, error) &&
         (import->map->subject_column >= 0 || crf_import_ask_for_consent (import->batch, import->report, import->subject, error)) &&
         derive_events (import, events, error);
}

static gboolean
import_rows (Import *import,
             const CrfCsv *csv,
             GError **error)
{
  for (guint i = 0; i < csv->rows->len; i++)
    {
      import->row = g_ptr_array_index (csv->rows, i);
      if (!import_row (import, error) || !crf_import_run_goes_on (import->run, i + 1, csv->rows->len, error))
        return FALSE;
    }
  return TRUE;
}

static CrfImportReport *
import_table (const CrfImportRun *run,
              const char *path,
              const char *map_path,
              GError **error)
{
  g_auto (CrfImportText) text = { NULL };
  g_autoptr (CrfCsv) csv = NULL;
  g_autoptr (CrfImportMap) map = NULL;
  g_autoptr (CrfImportReport) report = NULL;
  g_autoptr (CrfBatch) batch = NULL;
  g_autoptr (GHashTable) written = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) written_free);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) contradicted = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_autoptr (GHashTable) repeats = g_hash_table_new_full (NULL, NULL, NULL, repeat_free);
  Import import = { .run = run, .written = written, .seen = seen, .contradicted = contradicted, .repeats = repeats };
  gboolean done;

  if (!crf_import_text_read (&text, path, LARGEST_TABLE, run->options, error))
    return NULL;
  csv = crf_csv_read_text (text.text, text.length, text.name, error);
  map = csv != NULL ? crf_import_map_read (map_path, csv, crf_session_get_study (run->session), error) : NULL;
  batch = map != NULL ? crf_batch_begin (run->session, error) : NULL;
  if (batch == NULL || !crf_batch_note_file (batch, text.name, text.sha256, NULL, error))
    return NULL;
  crf_batch_set_reason (batch, run->options->reason);
  report = crf_import_report_new (map->unused);
  report->sha256 = g_strdup (text.sha256);
  import.batch = batch;
  import.map = map;
  import.report = report;
  done = import_rows (&import, csv, error);
  g_free (import.subject);
  g_free (import.number);
  return done ? crf_import_run_end (run, batch, g_steal_pointer (&report), error) : NULL;
}

CrfImportReport *
crf_import_file (CrfSession *session,
                 const char *path,
                 const char *map_path,
                 const CrfImportOptions *options,
                 CrfImportProgress progress,
                 gpointer data,
                 GCancellable *cancellable,
                 GError **error)
{
  const CrfImportRun run = { session, options, progress, data, cancellable };
  g_autofree char *name = NULL;

  if (crf_odm_data_sniff (path))
    return crf_import_odm (&run, path, map_path, error);
  if (options->signature == NULL)
    return import_table (&run, path, map_path, error);
  name = g_path_get_basename (path);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               _("“%s” is a table: who imports it answers for its values, and a signature of it is not looked at. Leave the signature out."), name);
  return NULL;
}

CrfImportReport *
crf_import_csv (CrfSession *session,
                const char *csv_path,
                const char *map_path,
                const CrfImportOptions *options,
                CrfImportProgress progress,
                gpointer data,
                GCancellable *cancellable,
                GError **error)
{
  const CrfImportRun run = { session, options, progress, data, cancellable };

  return import_table (&run, csv_path, map_path, error);
}
