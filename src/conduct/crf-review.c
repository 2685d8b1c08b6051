/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One pass over the values that people entered. */

#include "crf-review.h"

#include "crf-ground.h"
#include "crf-place.h"
#include "crf-reader-private.h"
#include "crf-reader.h"
#include "crf-records-trust.h"
#include "crf-session-private.h"
#include "crf-readings.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MINUTE_MS G_GINT64_CONSTANT (60000)
#define DAY_MINUTES (24 * 60)

typedef struct
{
  CrfSession *session;
  GPtrArray *lines[CRF_N_REVIEWS];
  GHashTable *numbers;
  GHashTable *batches; /* "login minute" → Batch */
  GHashTable *changes; /* item → count */
  GHashTable *days;    /* visit "subject event eventkey" → day */
  GHashTable *seen;    /* what was told: late forms and nights are told once each */
  guint64 values;
} Review;

typedef struct { char *person, *when; guint n; } Batch;

static void
batch_free (Batch *batch)
{
  g_free (batch->person);
  g_free (batch->when);
  g_free (batch);
}

static void
line_free (CrfReviewLine *line)
{
  g_free (line->person);
  g_free (line->number);
  g_free (line->what);
  g_free (line->when);
  g_free (line->sentence);
  g_free (line);
}

static CrfReviewLine *
add_line (Review *review,
          CrfReviewKind kind,
          guint n)
{
  CrfReviewLine *line = g_new0 (CrfReviewLine, 1);

  line->kind = kind;
  line->n = n;
  g_ptr_array_add (review->lines[kind], line);
  return line;
}

/* Minutes of local time since year 0, of the place where it was stored. */
static gint64
local_minutes (char *const *columns)
{
  const char *off = columns[CRF_COL_OFF];
  CrfInstant instant = { 0 };
  int minutes = 0;

  if (!crf_instant_parse_utc (columns[CRF_COL_AT], &instant))
    return 0;
  if (off != NULL && strlen (off) == 6)
    minutes = (off[0] == '-' ? -1 : 1) * (((off[1] - '0') * 10 + (off[2] - '0')) * 60 + (off[4] - '0') * 10 + (off[5] - '0'));
  return instant.utc_ms / MINUTE_MS + minutes;
}

static CrfReviewLine *
line_of_entry (Review *review,
               CrfReviewKind kind,
               guint n,
               char *const *columns)
{
  CrfReviewLine *line = add_line (review, kind, n);
  CrfTarget target = { .event = columns[CRF_COL_EVENT], .form = columns[CRF_COL_FORM] };

  line->person = g_strdup (columns[CRF_COL_USER]);
  line->number = crf_reader_subject_number (review->session, review->numbers, columns[CRF_COL_SUBJECT]);
  line->what = crf_place_label (review->session, &target);
  line->when = crf_local_time (review->session, columns[CRF_COL_AT]);
  return line;
}

/* TRUE the first time. */
static gboolean
is_new (Review *review,
        const char *kind,
        char *const *columns,
        gint64 day)
{
  return g_hash_table_add (review->seen, g_strdup_printf ("%s %s %s %s %s %s %s %" G_GINT64_FORMAT, kind, columns[CRF_COL_USER], columns[CRF_COL_SUBJECT],
                                                          columns[CRF_COL_EVENT], columns[CRF_COL_EVENTKEY], columns[CRF_COL_FORM],
                                                          columns[CRF_COL_FORMKEY], day));
}

static const char *
day_of_visit (Review *review,
              char *const *columns)
{
  g_autofree char *key = g_strdup_printf ("%s %s %s", columns[CRF_COL_SUBJECT], columns[CRF_COL_EVENT], columns[CRF_COL_EVENTKEY]);
  char *day;

  if (g_hash_table_lookup_extended (review->days, key, NULL, (gpointer *) &day))
    return day;
  day = crf_records_event_day (crf_session_get_file (review->session), columns[CRF_COL_SUBJECT], columns[CRF_COL_EVENT], columns[CRF_COL_EVENTKEY]);
  g_hash_table_insert (review->days, g_steal_pointer (&key), day);
  return day;
}

static void
look_late (Review *review,
           char *const *columns,
           gint64 minutes)
{
  const char *day = day_of_visit (review, columns);
  g_autofree char *midnight = day != NULL ? g_strdup_printf ("%.10sT00:00:00.000Z", day) : NULL;
  CrfInstant visit = { 0 };
  gint64 days;
  CrfReviewLine *line;

  if (midnight == NULL || !crf_instant_parse_utc (midnight, &visit))
    return;
  days = minutes / DAY_MINUTES - visit.utc_ms / MINUTE_MS / DAY_MINUTES;
  if (days <= CRF_REVIEW_LATE_DAYS || !is_new (review, "late", columns, 0))
    return;
  line = line_of_entry (review, CRF_REVIEW_LATE, (guint) days, columns);
  line->sentence = g_strdup_printf (ngettext ("entered %d day after the visit", "entered %d days after the visit", (gulong) days), (int) days);
}

static void
look_off_hours (Review *review,
                char *const *columns,
                gint64 minutes)
{
  int hour = (int) (minutes % DAY_MINUTES / 60);
  gint64 day = minutes / DAY_MINUTES;
  int weekday = (int) ((day + 4) % 7); /* 1970-01-01 was a Thursday; Sunday is 0 */
  gboolean weekend = weekday == 0 || weekday == 6;
  CrfReviewLine *line;

  if ((hour >= CRF_REVIEW_FROM_HOUR && hour < CRF_REVIEW_TO_HOUR && !weekend) || !is_new (review, "hours", columns, day))
    return;
  line = line_of_entry (review, CRF_REVIEW_OFF_HOURS, 1, columns);
  line->sentence = g_strdup (weekend ? _("stored at the weekend") : _("stored at night"));
}

static void
count_batch (Review *review,
             char *const *columns,
             gint64 minutes)
{
  g_autofree char *key = g_strdup_printf ("%s %" G_GINT64_FORMAT, columns[CRF_COL_USER], minutes);
  Batch *batch = g_hash_table_lookup (review->batches, key);

  if (batch == NULL)
    {
      batch = g_new0 (Batch, 1);
      batch->person = g_strdup (columns[CRF_COL_USER]);
      batch->when = crf_local_time (review->session, columns[CRF_COL_AT]);
      g_hash_table_insert (review->batches, g_steal_pointer (&key), batch);
    }
  batch->n++;
}

static gboolean
look (const CrfJournalRecord *record,
      gpointer data)
{
  Review *review = data;
  char *const *columns = record->columns;
  gint64 minutes;

  if (columns[CRF_COL_USER] == NULL || columns[CRF_COL_SUBJECT] == NULL || columns[CRF_COL_ITEM] == NULL)
    return TRUE;
  minutes = local_minutes (columns);
  review->values++;
  look_late (review, columns, minutes);
  look_off_hours (review, columns, minutes);
  count_batch (review, columns, minutes);
  if (columns[CRF_COL_BASE] != NULL)
    {
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (review->changes, columns[CRF_COL_ITEM]));

      g_hash_table_insert (review->changes, g_strdup (columns[CRF_COL_ITEM]), GUINT_TO_POINTER (n + 1));
    }
  return TRUE;
}

static void
list_batches (Review *review)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, review->batches);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Batch *batch = value;
      CrfReviewLine *line;

      if (batch->n < CRF_REVIEW_BATCH_VALUES)
        continue;
      line = add_line (review, CRF_REVIEW_BATCH, batch->n);
      line->person = g_strdup (batch->person);
      line->when = g_strdup (batch->when);
      line->sentence = g_strdup_printf (_("%u values within one minute"), batch->n);
    }
}

static void
list_changes (Review *review)
{
  CrfStudy *study = crf_session_get_study (review->session);
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, review->changes);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      const CrfItem *item = crf_study_find_item (study, key);
      CrfReviewLine *line = add_line (review, CRF_REVIEW_CHANGED, GPOINTER_TO_UINT (value));
      const char *label = item != NULL ? crf_text_get (item->question, crf_session_get_language (review->session)) : "";

      line->what = g_strdup (*label != '\0' ? label : item != NULL ? item->name : (const char *) key);
      line->sentence = g_strdup_printf (ngettext ("corrected %u time", "corrected %u times", GPOINTER_TO_UINT (value)), GPOINTER_TO_UINT (value));
    }
}

/* The gravest first, then the newest. */
static int
compare (gconstpointer a,
         gconstpointer b)
{
  const CrfReviewLine *one = *(CrfReviewLine *const *) a, *other = *(CrfReviewLine *const *) b;

  if (one->n != other->n)
    return one->n > other->n ? -1 : 1;
  if (g_strcmp0 (one->when, other->when) != 0)
    return g_strcmp0 (other->when, one->when);
  return g_strcmp0 (one->what, other->what);
}

const char *
crf_review_kind_label (CrfReviewKind kind)
{
  switch (kind)
    {
    case CRF_REVIEW_LATE:
      return _("Late entries");
    case CRF_REVIEW_BATCH:
      return _("Batches within a minute");
    case CRF_REVIEW_OFF_HOURS:
      return _("Outside working hours");
    case CRF_REVIEW_CHANGED:
      return _("Most corrected");
    case CRF_N_REVIEWS:
    default:
      return "";
    }
}

static CrfReview *
read_review (CrfSession *session,
             const char *since,
             guint most,
             GError **error)
{
  CrfEntry target = { .action = CRF_ACTION_VALUE };
  Review state = { .session = session };
  CrfReview *review = g_new0 (CrfReview, 1);
  gboolean done;

  review->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) line_free);
  for (guint i = 0; i < CRF_N_REVIEWS; i++)
    state.lines[i] = g_ptr_array_new_with_free_func ((GDestroyNotify) line_free);
  state.numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  state.batches = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) batch_free);
  state.changes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  state.days = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  state.seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  done = crf_records_journal (crf_session_get_file (session), &target, since, 0, FALSE, look, &state, error);
  list_batches (&state);
  list_changes (&state);
  for (guint i = 0; i < CRF_N_REVIEWS; i++)
    {
      review->totals[i] = state.lines[i]->len;
      g_ptr_array_sort (state.lines[i], compare);
      for (guint j = 0; state.lines[i]->len > 0 && (most == 0 || j < most); j++)
        g_ptr_array_add (review->lines, g_ptr_array_steal_index (state.lines[i], 0));
      g_ptr_array_unref (state.lines[i]);
    }
  review->values = state.values;
  g_hash_table_unref (state.numbers);
  g_hash_table_unref (state.batches);
  g_hash_table_unref (state.changes);
  g_hash_table_unref (state.days);
  g_hash_table_unref (state.seen);
  if (!done)
    g_clear_pointer (&review, crf_review_free);
  return review;
}

CrfReview *
crf_reader_review (CrfSession *session,
                   const char *since,
                   guint most,
                   GError **error)
{
  CrfReadings begun = crf_readings_begin (session);

  if (!crf_ground_trail_holds (session, error))
    return NULL;
  return crf_readings_pass (session, &begun, read_review (session, since, most, error), (GDestroyNotify) crf_review_free, error);
}

void
crf_review_free (CrfReview *review)
{
  if (review == NULL)
    return;
  g_ptr_array_unref (review->lines);
  g_free (review);
}
