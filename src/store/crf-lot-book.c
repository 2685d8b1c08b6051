/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The book of one cell lot. */

#include "crf-lot-book.h"

#include <string.h>

#include "crf-records-private.h"
#include "crf-sealed-lot.h"
#include "crf-volume.h"

typedef struct
{
  char *kind, *subject;
} BagState;

struct _CrfLotBook
{
  CrfLotBalance balance;
  gboolean known;
  GHashTable *held; /* subject or "" → gint64 * */
  GHashTable *bags; /* number → BagState */
};

static void
bag_state_free (gpointer data)
{
  BagState *state = data;

  g_free (state->kind);
  g_free (state->subject);
  g_free (state);
}

CrfLotBook *
crf_lot_book_new (void)
{
  CrfLotBook *self = g_new0 (CrfLotBook, 1);

  self->held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->bags = g_hash_table_new_full (NULL, NULL, NULL, bag_state_free);
  return self;
}

void
crf_lot_book_free (CrfLotBook *self)
{
  g_hash_table_unref (self->held);
  g_hash_table_unref (self->bags);
  g_free (self);
}

static gint64 *
held_by (CrfLotBook *self, const char *subject)
{
  const char *key = subject != NULL ? subject : "";
  gint64 *held = g_hash_table_lookup (self->held, key);

  if (held == NULL)
    {
      held = g_new0 (gint64, 1);
      g_hash_table_insert (self->held, g_strdup (key), held);
    }
  return held;
}

/* Out of the stock: from the holder's reservation first, the rest from what is free. */
static void
take_out (CrfLotBook *self, const char *subject, gint64 volume, gint64 *account)
{
  gint64 *held = held_by (self, subject);
  gint64 from_reserved = MIN (volume, *held);

  *held -= from_reserved;
  self->balance.reserved -= from_reserved;
  self->balance.free -= volume - from_reserved;
  *account += volume;
}

/* The counter movement of what was booked wrongly. */
static void
put_back (CrfLotBook *self, gint64 volume, gint64 *account)
{
  *account -= volume;
  self->balance.free += volume;
}

static void
note_bags (CrfLotBook *self, const char *kind, const char *subject, const char *bag)
{
  g_auto (GStrv) numbers = bag != NULL ? g_strsplit (bag, ",", -1) : NULL;

  for (guint i = 0; numbers != NULL && numbers[i] != NULL; i++)
    {
      BagState *state = g_new0 (BagState, 1);
      gint64 number = g_ascii_strtoll (numbers[i], NULL, 10);

      state->kind = g_strdup (kind);
      state->subject = g_strdup (subject);
      g_hash_table_insert (self->bags, GINT_TO_POINTER ((int) CLAMP (number, 0, G_MAXINT)), state);
    }
}

gboolean
crf_lot_book_add (CrfLotBook *self, const char *kind, const char *subject, const char *volume, const char *bag)
{
  CrfLotBalance *balance = &self->balance;
  gint64 amount;

  if (!crf_volume_parse (volume, &amount) || amount < 0)
    return FALSE;
  if (strcmp (kind, "receive") == 0)
    {
      balance->received += amount;
      balance->free += amount;
    }
  else if (strcmp (kind, "reserve") == 0)
    {
      balance->free -= amount;
      balance->reserved += amount;
      *held_by (self, subject) += amount;
    }
  else if (strcmp (kind, "unreserve") == 0)
    {
      gint64 back = MIN (amount, *held_by (self, subject));

      *held_by (self, subject) -= back;
      balance->reserved -= back;
      balance->free += back;
    }
  else if (strcmp (kind, "use") == 0)
    take_out (self, subject, amount, &balance->used);
  else if (strcmp (kind, "return") == 0)
    take_out (self, subject, amount, &balance->returned);
  else if (strcmp (kind, "destroy") == 0)
    take_out (self, subject, amount, &balance->destroyed);
  else if (strcmp (kind, "unuse") == 0)
    put_back (self, amount, &balance->used);
  else if (strcmp (kind, "undestroy") == 0)
    put_back (self, amount, &balance->destroyed);
  else
    return FALSE;
  self->known = TRUE;
  note_bags (self, kind, subject, bag);
  return TRUE;
}

void
crf_lot_book_get_balance (CrfLotBook *self, CrfLotBalance *balance)
{
  *balance = self->balance;
}

gboolean
crf_lot_book_is_known (CrfLotBook *self)
{
  return self->known;
}

gint64
crf_lot_book_get_reserved (CrfLotBook *self, const char *subject)
{
  const gint64 *held = g_hash_table_lookup (self->held, subject != NULL ? subject : "");

  return held != NULL ? *held : 0;
}

const char *
crf_lot_book_get_bag (CrfLotBook *self, int bag, const char **subject)
{
  const BagState *state = g_hash_table_lookup (self->bags, GINT_TO_POINTER (bag));

  if (subject != NULL)
    *subject = state != NULL ? state->subject : NULL;
  return state != NULL ? state->kind : NULL;
}

/* ── In the file ── */

static void
movement_free (gpointer data)
{
  CrfLotMovement *movement = data;

  g_free (movement->lot);
  g_free (movement->kind);
  g_free (movement->subject);
  g_free (movement->volume_ml);
  g_free (movement->bags);
  g_free (movement->bag);
  g_free (movement->at);
  g_free (movement->user);
  g_free (movement);
}

static gpointer
read_movement (CrfStatement *row)
{
  CrfLotMovement *movement = g_new0 (CrfLotMovement, 1);

  movement->lot = _crf_records_text (row, 0);
  movement->kind = _crf_records_text (row, 1);
  movement->subject = _crf_records_text (row, 2);
  movement->volume_ml = _crf_records_text (row, 3);
  movement->bags = _crf_records_text (row, 4);
  movement->bag = _crf_records_text (row, 5);
  movement->at = _crf_records_text (row, 6);
  movement->user = _crf_records_text (row, 7);
  return movement;
}

GPtrArray *
crf_records_lot_movements (CrfStudyFile *file, const char *lot, GError **error)
{
  g_return_val_if_fail (file != NULL && lot != NULL, NULL);

  return _crf_records_collect (crf_db_query (file->db, error,
                                             "SELECT lot, kind, subject, volume_ml, bags, bag, at, user "
                                             "FROM lot_movement WHERE lot = ?1 ORDER BY n",
                                             "s", lot),
                               read_movement, movement_free, error);
}

CrfLotBook *
crf_records_lot_book (CrfStudyFile *file, const char *lot, GPtrArray *sealed, GError **error)
{
  g_autoptr (GPtrArray) movements = crf_records_lot_movements (file, lot, error);
  CrfLotBook *book;

  if (movements == NULL)
    return NULL;
  book = crf_lot_book_new ();
  for (guint i = 0; i < movements->len; i++)
    {
      const CrfLotMovement *movement = g_ptr_array_index (movements, i);

      crf_lot_book_add (book, movement->kind, movement->subject, movement->volume_ml, movement->bag);
    }
  for (guint i = 0; sealed != NULL && i < sealed->len; i++)
    {
      const CrfLotMoveRecord *move = g_ptr_array_index (sealed, i);

      if (g_strcmp0 (move->lot, lot) == 0 && move->kind != NULL)
        crf_lot_book_add (book, move->kind, move->subject, move->volume_ml, NULL);
    }
  return book;
}

static void
result_free (gpointer data)
{
  CrfLotResult *result = data;

  g_free (result->lot);
  g_free (result->test);
  g_free (result->result);
  g_free (result->reported);
  g_free (result->at);
  g_free (result->user);
  g_free (result);
}

static gpointer
read_result (CrfStatement *row)
{
  CrfLotResult *result = g_new0 (CrfLotResult, 1);

  result->lot = _crf_records_text (row, 0);
  result->test = _crf_records_text (row, 1);
  result->result = _crf_records_text (row, 2);
  result->reported = _crf_records_text (row, 3);
  result->at = _crf_records_text (row, 4);
  result->user = _crf_records_text (row, 5);
  return result;
}

GPtrArray *
crf_records_lot_results (CrfStudyFile *file, const char *lot, GError **error)
{
  g_return_val_if_fail (file != NULL && lot != NULL, NULL);

  return _crf_records_collect (
      crf_db_query (file->db, error,
                    "SELECT lot, test, result, reported, at, user FROM lot_result WHERE lot = ?1 ORDER BY n", "s", lot),
      read_result, result_free, error);
}

static gpointer
read_text (CrfStatement *row)
{
  return _crf_records_text (row, 0);
}

GPtrArray *
crf_records_lots_used_by (CrfStudyFile *file, const char *subject, GError **error)
{
  g_return_val_if_fail (file != NULL && subject != NULL, NULL);

  return _crf_records_collect (crf_db_query (file->db, error,
                                             "SELECT lot FROM lot_movement WHERE subject = ?1 GROUP BY lot "
                                             "HAVING sum (kind = 'use') > sum (kind = 'unuse') ORDER BY lot",
                                             "s", subject),
                               read_text, g_free, error);
}

GPtrArray *
crf_records_users_of_lot (CrfStudyFile *file, const char *lot, GError **error)
{
  g_return_val_if_fail (file != NULL && lot != NULL, NULL);

  return _crf_records_collect (crf_db_query (file->db, error,
                                             "SELECT subject FROM lot_movement WHERE lot = ?1 AND subject IS NOT NULL "
                                             "GROUP BY subject HAVING sum (kind = 'use') > sum (kind = 'unuse') "
                                             "ORDER BY subject",
                                             "s", lot),
                               read_text, g_free, error);
}
