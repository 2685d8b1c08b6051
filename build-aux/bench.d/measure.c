/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Times what a person waits for, through the same use cases and readers as the
 * window, on a demonstration file:
 *
 *   measure save FILE RUNS CONCEPT   one laboratory result entered and stored
 *                                    durably: min, median, p99 in µs and the median of
 *                                    the processor time, then the bytes of each row
 *                                    that one entry wrote
 *   measure append FILE RUNS CONCEPT the same entries once more, by the store alone:
 *                                    no check, no score, no question who may
 *   measure open FILE RUNS           what opening a patient reads (header, schedule,
 *                                    the form with results): min, median, p99 in µs
 *   measure export FILE OUT.xlsx     the whole workbook: seconds, peak memory in MB,
 *                                    seconds of the processor */

#include "crf-reader.h"
#include "crf-records.h"
#include "crf-session-private.h"
#include "crf-transaction.h"
#include "crf-use-case-private.h"
#include "crf-xlsx-export.h"

#include <gio/gio.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

typedef struct
{
  char *subject;
  CrfFormState *form;
  CrfFieldState *field;
} Place;

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
processor_us (void)
{
  struct timespec t;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double) t.tv_sec * 1e6 + (double) t.tv_nsec / 1e3;
}

static void
print_times (GArray *us,
             GArray *processor)
{
  g_array_sort (us, compare_doubles);
  g_array_sort (processor, compare_doubles);
  g_print ("%.0f\t%.0f\t%.0f\t%.0f\n", g_array_index (us, double, 0), g_array_index (us, double, us->len / 2),
           g_array_index (us, double, us->len * 99 / 100), g_array_index (processor, double, processor->len / 2));
}

static CrfFieldState *
find_field (CrfFormState *form,
            const char *concept)
{
  for (guint i = 0; i < form->sections->len; i++)
    {
      CrfSectionState *section = g_ptr_array_index (form->sections, i);

      for (guint j = 0; j < section->fields->len; j++)
        {
          CrfFieldState *field = g_ptr_array_index (section->fields, j);

          if (field->editable && field->shown && field->value->entered != NULL
              && g_strcmp0 (field->item->concept, concept) == 0)
            return field;
        }
    }
  return NULL;
}

static gboolean
find_in_visit (CrfSession *session,
               CrfVisit *visit,
               const char *concept,
               Place *place,
               GError **error)
{
  for (guint i = 0; i < visit->event->forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (visit->event->forms, i);
      CrfTarget target = {
        .subject = place->subject, .event = (char *) visit->event->oid, .eventkey = visit->eventkey,
        .form = (char *) form->oid, .formkey = (char *) "1",
      };

      place->form = crf_reader_form (session, &target, error);
      if (place->form == NULL)
        return FALSE;
      place->field = find_field (place->form, concept);
      if (place->field != NULL)
        return TRUE;
      g_clear_pointer (&place->form, crf_form_state_free);
    }
  return FALSE;
}

/* The newest visit of the first patient who has a result of the concept. */
static gboolean
find_place (CrfSession *session,
            const char *concept,
            Place *place,
            GError **error)
{
  g_autoptr (GArray) ids =
    crf_reader_patient_ids (session, NULL, NULL, CRF_PATIENT_SORT_NUMBER, FALSE, error);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      g_autoptr (GPtrArray) patients =
        crf_reader_patients (session, &g_array_index (ids, gint64, i), 1, error);
      g_autoptr (GPtrArray) visits = NULL;

      if (patients == NULL)
        return FALSE;
      g_free (place->subject);
      place->subject = g_strdup (((CrfPatient *) g_ptr_array_index (patients, 0))->key);
      visits = crf_reader_visits (session, place->subject, error);
      for (guint j = 0; visits != NULL && j < visits->len; j++)
        {
          CrfVisit *visit = g_ptr_array_index (visits, visits->len - 1 - j);

          if (visit->eventkey != NULL && find_in_visit (session, visit, concept, place, error))
            return TRUE;
        }
    }
  if (error != NULL && *error == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no patient has a result of %s", concept);
  return FALSE;
}

/* Bytes of each row that the file's last transaction wrote: its entries, and the value that each set. */
static void
print_rows (const char *path)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;
  const char *sql =
    "WITH last AS (SELECT ws, txn FROM journal ORDER BY clock DESC LIMIT 1)"
    " SELECT 40 + total (length (c.value)) FROM journal j JOIN last USING (ws, txn),"
    "  json_each (json_array (j.ws, j.seen, j.at, j.off, j.user, j.role, j.app, j.action, j.subject, j.event, j.eventkey,"
    "   j.form, j.formkey, j.\"group\", j.groupkey, j.item, j.mdv, j.value, j.unit, j.cmp, j.missing, j.canon, j.reason,"
    "   j.prompt, j.detail, j.base, j.prev, j.hash)) c GROUP BY j.ws, j.seq"
    " UNION ALL SELECT 40 + total (length (c.value)) FROM value v JOIN journal j USING (ws, seq) JOIN last USING (ws, txn),"
    "  json_each (json_array (v.item, v.\"group\", v.groupkey, v.value, v.unit, v.cmp, v.missing, v.canon, v.detail, v.ws,"
    "   v.at, v.user)) c GROUP BY v.form_id, v.item, v.\"group\", v.groupkey";

  if (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK
      || sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) != SQLITE_OK)
    g_printerr ("measure: %s\n", sqlite3_errmsg (db));
  while (statement != NULL && sqlite3_step (statement) == SQLITE_ROW)
    g_print ("%d ", sqlite3_column_int (statement, 0));
  g_print ("\n");
  sqlite3_finalize (statement);
  sqlite3_close (db);
}

static gboolean
save_once (CrfSession *session,
           const CrfTarget *target,
           const char *text,
           const char *unit,
           double *us,
           GError **error)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (CrfOutcome) outcome =
    crf_conduct_with (session, "enter", target->subject, error,
                      "event", target->event, "eventkey", target->eventkey, "form", target->form,
                      "formkey", target->formkey, "group", target->group, "groupkey", target->groupkey,
                      "item", target->item, "value", text, "unit", unit, "reason", "benchmark", NULL);

  *us = (double) (g_get_monotonic_time () - start);
  if (outcome == NULL)
    return FALSE;
  if (!crf_outcome_done (outcome))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                           outcome->refusal ? outcome->refusal->message : outcome->prompt->message);
      return FALSE;
    }
  return TRUE;
}

/* Enters by turns the value that is there and the same with another last decimal, so that each is a change and none
 * is far from the last. */
static gboolean
measure_save (CrfSession *session,
              const char *path,
              int runs,
              const char *concept,
              GError **error)
{
  g_autoptr (GArray) us = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) processor = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree char *other = NULL;
  Place place = { 0 };
  const char *entered, *unit;

  if (!find_place (session, concept, &place, error))
    return FALSE;
  entered = place.field->value->entered;
  unit = place.field->value->unit ? place.field->value->unit->oid : NULL;
  other = g_strdup_printf ("%s%s1", entered, strchr (entered, '.') ? "" : ".");
  for (int i = 0; i < runs; i++)
    {
      double elapsed, used = processor_us ();

      if (!save_once (session, place.field->target, i % 2 == 0 ? other : entered, unit, &elapsed, error))
        return FALSE;
      used = processor_us () - used;
      g_array_append_val (us, elapsed);
      g_array_append_val (processor, used);
    }
  print_times (us, processor);
  print_rows (path);
  return TRUE;
}

static gboolean
keep_entry (const CrfJournalRecord *record,
            gpointer data)
{
  CrfJournalRecord *copy = g_new (CrfJournalRecord, 1);

  for (int i = 0; i < CRF_N_COLS; i++)
    copy->columns[i] = g_strdup (record->columns[i]);
  g_ptr_array_add (data, copy);
  return TRUE;
}

/* As it was written, and superseding whatever is there now. */
static gboolean
append_again (CrfTransaction *txn,
              const CrfJournalRecord *record,
              GError **error)
{
  char *const *columns = record->columns;
  CrfEntry entry = { .action = columns[CRF_COL_ACTION], .subject = columns[CRF_COL_SUBJECT], .event = columns[CRF_COL_EVENT],
                     .eventkey = columns[CRF_COL_EVENTKEY], .form = columns[CRF_COL_FORM], .formkey = columns[CRF_COL_FORMKEY],
                     .group = columns[CRF_COL_GROUP], .groupkey = columns[CRF_COL_GROUPKEY], .item = columns[CRF_COL_ITEM],
                     .value = columns[CRF_COL_VALUE], .unit = columns[CRF_COL_UNIT], .canon = columns[CRF_COL_CANON],
                     .reason = columns[CRF_COL_REASON], .detail = columns[CRF_COL_DETAIL] };

  return crf_transaction_append (txn, &entry, NULL, error);
}

static gboolean
append_once (CrfSession *session,
             const GPtrArray *records,
             GError **error)
{
  CrfActor actor = crf_session_get_actor (session);
  g_autoptr (CrfTransaction) txn = crf_transaction_begin (crf_session_get_file (session), &actor, error);

  for (guint i = 0; txn != NULL && i < records->len; i++)
    if (!append_again (txn, g_ptr_array_index (records, i), error))
      return FALSE;
  return txn != NULL && crf_transaction_commit (txn, error);
}

/* The floor of a save: what the journal asks of it, however little the program thought about the value. */
static gboolean
measure_append (CrfSession *session,
                int runs,
                const char *concept,
                GError **error)
{
  g_autoptr (GArray) us = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) processor = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GPtrArray) records = g_ptr_array_new ();
  Place place = { 0 };
  char begun[CRF_INSTANT_SIZE];
  g_autofree char *other = NULL;
  double elapsed;
  CrfEntry wanted = { 0 };

  if (!find_place (session, concept, &place, error))
    return FALSE;
  other = g_strdup_printf ("%s%s1", place.field->value->entered, strchr (place.field->value->entered, '.') ? "" : ".");
  crf_instant_format_utc (crf_session_now (session), begun);
  if (!save_once (session, place.field->target, other, place.field->value->unit ? place.field->value->unit->oid : NULL, &elapsed, error))
    return FALSE;
  wanted.subject = place.field->target->subject;
  if (!crf_records_journal (crf_session_get_file (session), &wanted, begun, 0, FALSE, keep_entry, records, error))
    return FALSE;
  for (int i = 0; i < runs; i++)
    {
      double used = processor_us ();
      gint64 start = g_get_monotonic_time ();

      if (!append_once (session, records, error))
        return FALSE;
      elapsed = (double) (g_get_monotonic_time () - start);
      used = processor_us () - used;
      g_array_append_val (us, elapsed);
      g_array_append_val (processor, used);
    }
  print_times (us, processor);
  return TRUE;
}

static gboolean
measure_open (CrfSession *session,
              int runs,
              GError **error)
{
  g_autoptr (GArray) us = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) processor = g_array_new (FALSE, FALSE, sizeof (double));
  Place place = { 0 };

  if (!find_place (session, "lab.alt", &place, error))
    return FALSE;
  for (int i = 0; i < runs; i++)
    {
      double used = processor_us ();
      gint64 start = g_get_monotonic_time ();
      CrfPatient *patient = crf_reader_patient (session, place.subject, error);
      g_autoptr (GPtrArray) visits = patient ? crf_reader_visits (session, place.subject, error) : NULL;
      g_autoptr (CrfFormState) form = visits ? crf_reader_form (session, place.form->target, error) : NULL;
      double elapsed = (double) (g_get_monotonic_time () - start);

      g_clear_pointer (&patient, crf_patient_free);
      if (form == NULL)
        return FALSE;
      used = processor_us () - used;
      g_array_append_val (us, elapsed);
      g_array_append_val (processor, used);
    }
  print_times (us, processor);
  return TRUE;
}

/* The peak is that of the whole process; signing in has needed its 256 MiB by then, unless the file was made with
 * the cheap cost of demonstration files. */
static gboolean
measure_export (CrfSession *session,
                const char *out,
                GError **error)
{
  gint64 start = g_get_monotonic_time ();
  double used = processor_us ();
  struct rusage usage;

  if (!crf_xlsx_export (session, out, NULL, NULL, NULL, NULL, NULL, error))
    return FALSE;
  getrusage (RUSAGE_SELF, &usage);
  g_print ("%.3f\t%.1f\t%.3f\n", (double) (g_get_monotonic_time () - start) / 1e6, (double) usage.ru_maxrss / 1024.0,
           (processor_us () - used) / 1e6);
  return TRUE;
}

int
main (int argc,
      char **argv)
{
  g_autoptr (CrfSession) session = NULL;
  g_autoptr (GError) error = NULL;
  const char *mode = argc > 3 ? argv[1] : "";
  int runs = argc > 3 ? MAX ((int) g_ascii_strtoll (argv[3], NULL, 10), 1) : 0;
  gboolean done = FALSE;

  if (runs > 0)
    session = crf_session_sign_in (argv[2], "nurse", "demo", "nurse", crf_clock_system (), &error);
  if (session != NULL && g_str_equal (mode, "save") && argc == 5)
    done = measure_save (session, argv[2], runs, argv[4], &error);
  else if (session != NULL && g_str_equal (mode, "append") && argc == 5)
    done = measure_append (session, runs, argv[4], &error);
  else if (session != NULL && g_str_equal (mode, "open"))
    done = measure_open (session, runs, &error);
  else if (session != NULL && g_str_equal (mode, "export"))
    done = measure_export (session, argv[3], &error);
  else if (session != NULL || error == NULL)
    g_printerr ("usage: measure save FILE RUNS CONCEPT | append FILE RUNS CONCEPT | open FILE RUNS | export FILE OUT.xlsx\n");
  if (error != NULL)
    g_printerr ("measure: %s\n", error->message);
  return done ? 0 : 1;
}
