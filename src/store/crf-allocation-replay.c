/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Making the lists again. Who holds the key opens the seed that was committed to before the first patient, makes the list anew, and compares
 * every slot as the journal holds it, and the order in which slots were drawn. No sentence tells an arm. */

#include "crf-allocation-make-private.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "crf-allocation-private.h"
#include "crf-detail.h"
#include "crf-number.h"

typedef struct
{
  CrfSlot slot;
  char *stratum, *station, *label, *opened;
  gboolean drawn;
} Line;

typedef struct
{
  CrfStudyFile *file;
  CrfKeyring *keyring;
  JsonObject *secret; /* what was sealed with the list */
  CrfReplay *replay;
  GPtrArray *lines;   /* Line, by number */
} Comparison;

static void
line_free (gpointer data)
{
  Line *line = data;

  _crf_slot_clear (&line->slot);
  g_free (line->stratum);
  g_free (line->station);
  g_free (line->label);
  g_free (line->opened);
  g_free (line);
}

static void
replay_free (gpointer data)
{
  CrfReplay *replay = data;

  g_free (replay->list);
  g_free (replay->method);
  g_free (replay->at);
  g_free (replay->commitment);
  g_ptr_array_unref (replay->faults);
  g_free (replay);
}

static void
fault (Comparison *self, char *sentence)
{
  g_ptr_array_add (self->replay->faults, sentence);
}

/* ── Reading the slots back ── */

static Line *
read_line (Comparison *self, const CrfStored *entry, JsonObject *detail)
{
  Line *line = g_new0 (Line, 1);
  guchar key[CRF_KEY_SIZE];

  line->slot = (CrfSlot) { .list = crf_detail_get (detail, "list"), .arm = g_strdup (entry->columns[CRF_COL_VALUE]),
                           .key = crf_detail_get (detail, "key"), .ws = g_strdup (entry->columns[CRF_COL_WS]),
                           .number = crf_detail_get_int (detail, "number", 0), .seq = entry->seq };
  line->stratum = crf_detail_get (detail, "stratum");
  line->station = crf_detail_get (detail, "station");
  line->label = crf_detail_get (detail, "label");
  if (!crf_journal_hash_holds (entry))
    fault (self, g_strdup_printf (_("Slot %d was changed in the journal."), (int) line->slot.number));
  else if (line->slot.key != NULL && line->slot.arm != NULL && _crf_slot_open_key (self->file, self->keyring, &line->slot, key, NULL))
    line->opened = _crf_slot_open_arm (self->file, &line->slot, key, NULL);
  sodium_memzero (key, sizeof key);
  if (line->opened == NULL)
    fault (self, g_strdup_printf (_("Slot %d does not open."), (int) line->slot.number));
  return line;
}

static gboolean
read_lines (Comparison *self, GError **error)
{
  g_autoptr (CrfStatement) query = crf_db_query (self->file->db, error,
                                                 "SELECT " CRF_JOURNAL_COLUMNS " FROM journal WHERE action = ?1 ORDER BY clock, ws, seq", "s",
                                                 CRF_ACTION_SLOT);
  CrfStep step = CRF_STEP_ERROR;

  while (query != NULL && (step = crf_statement_step (query, error)) == CRF_STEP_ROW)
    {
      g_autoptr (JsonObject) detail = NULL;
      g_autofree char *list = NULL;
      CrfStored entry;

      crf_journal_read_row (query, &entry);
      detail = crf_detail_parse (entry.columns[CRF_COL_DETAIL], NULL);
      list = detail != NULL ? crf_detail_get (detail, "list") : NULL;
      if (g_strcmp0 (list, self->replay->list) == 0)
        g_ptr_array_add (self->lines, read_line (self, &entry, detail));
    }
  self->replay->slots = (int) self->lines->len;
  for (guint i = 0; i < self->lines->len; i++)
    if (((Line *) g_ptr_array_index (self->lines, i))->slot.number != (gint64) i + 1)
      fault (self, g_strdup_printf (_("Slot %u is missing, or stands elsewhere."), i + 1));
  return step == CRF_STEP_DONE;
}

/* Nobody may pass over a slot: of each stratum and workstation, the next free one is taken. */
static void
check_draw (Comparison *self, gint64 number)
{
  Line *drawn = number >= 1 && number <= (gint64) self->lines->len ? g_ptr_array_index (self->lines, (guint) number - 1) : NULL;

  self->replay->drawn++;
  if (drawn == NULL || drawn->drawn)
    {
      fault (self, g_strdup_printf (_("Slot %d was drawn, but is not there, or was drawn before."), (int) number));
      return;
    }
  drawn->drawn = TRUE;
  for (gint64 i = 0; i < number - 1; i++)
    {
      const Line *before = g_ptr_array_index (self->lines, (guint) i);

      if (!before->drawn && g_strcmp0 (before->stratum, drawn->stratum) == 0 && g_strcmp0 (before->station, drawn->station) == 0)
        {
          fault (self, g_strdup_printf (_("Slot %d was drawn before slot %d of the same stratum."), (int) number, (int) i + 1));
          return;
        }
    }
}

static gboolean
check_draws (Comparison *self, GError **error)
{
  g_autoptr (CrfStatement) query = crf_db_query (self->file->db, error, "SELECT detail FROM journal WHERE action = ?1 ORDER BY clock, ws, seq", "s",
                                                 CRF_ACTION_SLOT_DRAW);
  CrfStep step = CRF_STEP_ERROR;

  while (query != NULL && (step = crf_statement_step (query, error)) == CRF_STEP_ROW)
    {
      g_autoptr (JsonObject) detail = crf_detail_parse (crf_statement_text (query, 0), NULL);
      g_autofree char *list = detail != NULL ? crf_detail_get (detail, "list") : NULL;

      if (g_strcmp0 (list, self->replay->list) == 0)
        check_draw (self, crf_detail_get_int (detail, "number", 0));
    }
  return step == CRF_STEP_DONE;
}

/* ── Making it again ── */

static GPtrArray *
read_texts (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (element) && json_node_get_value_type (element) == G_TYPE_STRING)
        g_ptr_array_add (texts, g_strdup (json_node_get_string (element)));
    }
  g_ptr_array_add (texts, NULL);
  return texts;
}

static GArray *
read_ints (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (int));

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      int number = (int) json_array_get_int_element (array, i);

      g_array_append_val (numbers, number);
    }
  return numbers;
}

static gboolean
read_seed (Comparison *self, guchar seed[32])
{
  g_autofree char *hex = crf_detail_get (self->secret, "seed");
  char commitment[65];

  if (hex == NULL || sodium_hex2bin (seed, 32, hex, strlen (hex), NULL, NULL, NULL) != 0)
    {
      fault (self, g_strdup (_("The seed that was sealed is not one.")));
      return FALSE;
    }
  sodium_memzero (hex, strlen (hex));
  _crf_seed_commitment (seed, commitment);
  if (g_strcmp0 (commitment, self->replay->commitment) != 0)
    fault (self, g_strdup (_("The seed is not the one whose SHA-256 was published when the list was made.")));
  return TRUE;
}

static void
compare_line (Comparison *self, guint index, const char *stratum, const char *station, const char *arm)
{
  const Line *line = index < self->lines->len ? g_ptr_array_index (self->lines, index) : NULL;

  if (line != NULL
      && (g_strcmp0 (line->stratum, stratum) != 0 || g_strcmp0 (line->station, station) != 0
          || (line->opened != NULL && g_strcmp0 (line->opened, arm) != 0)))
    fault (self, g_strdup_printf (_("Slot %u is not what the seed gives."), index + 1));
}

static gboolean
compare_blocks (Comparison *self, const guchar seed[32], GError **error)
{
  g_autoptr (GPtrArray) arms = read_texts (self->secret, "arms");
  g_autoptr (GPtrArray) strata = read_texts (self->secret, "strata");
  g_autoptr (GPtrArray) stations = read_texts (self->secret, "stations");
  g_autoptr (GArray) ratios = read_ints (self->secret, "ratios");
  g_autoptr (GArray) sizes = read_ints (self->secret, "block_sizes");
  CrfAllocationPlan plan = { .arms = (const char *const *) arms->pdata, .ratios = (const int *) (gpointer) ratios->data,
                             .block_sizes = (const int *) (gpointer) sizes->data, .n_block_sizes = (int) sizes->len,
                             .strata = (const char *const *) strata->pdata, .slots = (int) crf_detail_get_int (self->secret, "slots", 0) };
  guint n_stations = MAX (stations->len - 1, 1), n_strata = strata->len - 1, at = 0;

  if (ratios->len + 1 != arms->len)
    {
      fault (self, g_strdup (_("The plan that was sealed with the list is not complete.")));
      return TRUE;
    }
  for (guint i = 0; i < n_stations * n_strata; i++)
    {
      g_autoptr (GArray) sequence = crf_allocation_sequence (&plan, seed, (int) i, error);

      if (sequence == NULL)
        return FALSE;
      for (guint j = 0; j < sequence->len; j++)
        compare_line (self, at++, g_ptr_array_index (strata, i % n_strata), g_ptr_array_index (stations, i / n_strata),
                      g_ptr_array_index (arms, (guint) g_array_index (sequence, int, j)));
      sodium_memzero (sequence->data, sequence->len * sizeof (int));
    }
  if (at != self->lines->len)
    fault (self, g_strdup_printf (_("The seed gives %u slots, the journal holds %u."), at, self->lines->len));
  return TRUE;
}

static gboolean
compare_minimisation (Comparison *self, const guchar seed[32], GError **error)
{
  g_autoptr (GPtrArray) arms = read_texts (self->secret, "arms");
  g_autoptr (GPtrArray) texts = read_texts (self->secret, "weights");
  g_autoptr (GArray) ratios = read_ints (self->secret, "ratios");
  g_autofree double *weights = g_new0 (double, texts->len);
  g_autofree char *probability = crf_detail_get (self->secret, "probability");
  g_autofree char *measure = crf_detail_get (self->secret, "measure");
  CrfMinimisationPlan plan = { .arms = (const char *const *) arms->pdata, .ratios = (const int *) (gpointer) ratios->data,
                               .n_factors = (int) texts->len - 1, .weights = weights, .variance = g_strcmp0 (measure, "variance") == 0 };

  for (guint i = 0; i + 1 < texts->len; i++)
    crf_number_parse_plain (g_ptr_array_index (texts, i), &weights[i], NULL);
  if (probability == NULL || !crf_number_parse_plain (probability, &plan.probability, NULL) || ratios->len + 1 != arms->len || ratios->len == 0)
    {
      fault (self, g_strdup (_("The plan that was sealed with the list is not complete.")));
      return TRUE;
    }
  for (guint i = 0; i < self->lines->len; i++)
    {
      const Line *line = g_ptr_array_index (self->lines, i);
      g_autoptr (GArray) history = _crf_allocation_history (self->file, self->keyring, &plan, self->replay->list, line->slot.number, error);
      int arm;

      if (history == NULL)
        return FALSE;
      arm = crf_minimisation_choose (&plan, history, line->stratum != NULL ? line->stratum : "", seed, (guint32) line->slot.number);
      compare_line (self, i, line->stratum, line->station, plan.arms[arm]);
    }
  return TRUE;
}

/* The lists of older files are committed to by the bare hash. */
static gboolean
is_committed (Comparison *self, const char *sha256)
{
  g_autofree char *nonce = crf_detail_get (self->secret, "nonce");
  char commitment[65];

  if (nonce == NULL || sha256 == NULL)
    return g_strcmp0 (sha256, self->replay->commitment) == 0;
  _crf_source_commitment (nonce, sha256, commitment);
  return strcmp (commitment, self->replay->commitment) == 0;
}

static void
compare_upload (Comparison *self, const GPtrArray *rows, const char *sha256)
{
  g_autofree char *source = crf_detail_get (self->secret, "source_sha256");

  if (!is_committed (self, source))
    fault (self, g_strdup (_("The file that was sealed with the list is not the one that was committed to when it was taken in.")));
  if (rows == NULL)
    return;
  if (!is_committed (self, sha256))
    {
      fault (self, g_strdup (_("This is not the file that was uploaded: its SHA-256 differs.")));
      return;
    }
  if (rows->len != self->lines->len)
    fault (self, g_strdup_printf (_("The file has %u lines, the journal holds %u slots."), rows->len, self->lines->len));
  for (guint i = 0; i < rows->len; i++)
    {
      const CrfUploadedSlot *row = g_ptr_array_index (rows, i);
      const Line *line = i < self->lines->len ? g_ptr_array_index (self->lines, i) : NULL;

      compare_line (self, i, row->stratum, row->station, row->arm);
      if (line != NULL && g_strcmp0 (line->label, row->label) != 0)
        fault (self, g_strdup_printf (_("Slot %u has another number than line %u of the file."), i + 1, i + 1));
    }
}

static gboolean
replay_list (Comparison *self, const GPtrArray *rows, const char *sha256, GError **error)
{
  guchar seed[32];
  gboolean ok = TRUE;

  if (!read_lines (self, error) || !check_draws (self, error))
    return FALSE;
  if (g_strcmp0 (self->replay->method, "list") == 0)
    compare_upload (self, rows, sha256);
  else if (read_seed (self, seed))
    ok = g_strcmp0 (self->replay->method, "minimisation") == 0 ? compare_minimisation (self, seed, error) : compare_blocks (self, seed, error);
  sodium_memzero (seed, sizeof seed);
  return ok;
}

static CrfReplay *
replay_new (CrfStatement *row, JsonObject *secret)
{
  CrfReplay *replay = g_new0 (CrfReplay, 1);

  replay->list = g_strdup (crf_statement_text (row, 0));
  replay->commitment = g_strdup (crf_statement_text (row, 1));
  replay->at = g_strdup (crf_statement_text (row, 2));
  replay->method = crf_detail_get (secret, "method");
  if (replay->method == NULL)
    replay->method = g_strdup ("permuted-blocks"); /* lists of the first file format say none */
  replay->faults = g_ptr_array_new_with_free_func (g_free);
  return replay;
}

GPtrArray *
crf_allocation_replay (CrfStudyFile *file, CrfKeyring *keyring, const GPtrArray *rows, const char *sha256, GError **error)
{
  g_autoptr (GPtrArray) replays = g_ptr_array_new_with_free_func (replay_free);
  g_autoptr (CrfStatement) query = NULL;
  CrfStep step = CRF_STEP_ERROR;

  g_return_val_if_fail (file != NULL, NULL);

  query = crf_db_query (file->db, error, "SELECT list, commitment, at FROM slot_list ORDER BY at, list", "");
  while (query != NULL && (step = crf_statement_step (query, error)) == CRF_STEP_ROW)
    {
      g_autofree char *text = _crf_list_open (file, keyring, crf_statement_text (query, 0), error);
      g_autoptr (JsonObject) secret = text != NULL ? crf_detail_parse (text, error) : NULL;
      g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (line_free);
      Comparison comparison = { file, keyring, secret, NULL, lines };

      if (secret == NULL)
        return NULL;
      sodium_memzero (text, strlen (text));
      comparison.replay = replay_new (query, secret);
      g_ptr_array_add (replays, comparison.replay);
      if (!replay_list (&comparison, rows, sha256, error))
        return NULL;
    }
  return step == CRF_STEP_DONE ? g_steal_pointer (&replays) : NULL;
}
