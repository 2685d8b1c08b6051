/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Each word is spelled once, as it is hashed, with and without what stands between it and the next; a run is these pieces in a row. A beginning of
 * eight bytes that is among those of the file says "perhaps", and the caller looks closer. */

#include "crf-name-filter.h"

#include "crf-identity.h"
#include "crf-records-screening.h"

#include <string.h>

#define BITS_EACH 32 /* so that one run in 32 at most goes on to the table */

/* Spellings: letters and digits alone, and as it is written without blanks. */
typedef enum { SQUEEZED, FOLDED, N_SPELLINGS } Spelling;

/* Where a word stands among the spelled ones: alone, and with the gap behind it. */
typedef struct { guint start, end, end_of_gap; } Piece;

struct _CrfNameFilter
{
  CrfIdentifierHasher *hasher;
  guint8 *bits;         /* one for each ending of a beginning: most runs stop here */
  guint64 mask;
  GHashTable *begins;   /* guint64 of @store */
  GArray *store;        /* guint64 */
  const CrfWord *words;
  Piece *pieces[N_SPELLINGS];
  gboolean *differs;    /* the two spellings of the word or of the gap behind it are not one */
  GString *spelled[N_SPELLINGS];
  GString *run;
};

/* ── Spelling ── */

/* What every way of spelling leaves as it is: most of what is written. FALSE: nothing was appended. */
static gboolean
append_plain (GString *out,
              const char *start,
              const char *end,
              Spelling spelling)
{
  gsize before = out->len;

  for (const char *p = start; p < end; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c >= 0x4e00 && c <= 0x9fff)
        g_string_append_len (out, p, 3);
      else if (c >= 0x80)
        {
          g_string_truncate (out, before);
          return FALSE;
        }
      else if (spelling == SQUEEZED ? g_ascii_isalnum (*p) : !g_unichar_isspace (c))
        g_string_append_c (out, g_ascii_toupper (*p));
    }
  return TRUE;
}

static void
append_spelled (GString *out,
                const char *start,
                const char *end,
                Spelling spelling)
{
  g_autofree char *slice = NULL, *spelled = NULL;

  if (append_plain (out, start, end, spelling))
    return;
  slice = g_strndup (start, (gsize) (end - start));
  spelled = spelling == SQUEEZED ? crf_identity_squeeze (slice, -1) : crf_identity_fold (slice);
  g_string_append (out, spelled);
}

static gboolean
is_one (CrfNameFilter *self,
        guint i)
{
  const Piece *a = &self->pieces[SQUEEZED][i], *b = &self->pieces[FOLDED][i];

  return a->end_of_gap - a->start == b->end_of_gap - b->start &&
         memcmp (self->spelled[SQUEEZED]->str + a->start, self->spelled[FOLDED]->str + b->start, a->end_of_gap - a->start) == 0;
}

static void
spell (CrfNameFilter *self,
       guint n_words)
{
  for (guint spelling = 0; spelling < N_SPELLINGS; spelling++)
    {
      GString *out = self->spelled[spelling] = g_string_new (NULL);
      Piece *pieces = self->pieces[spelling] = g_new0 (Piece, n_words);

      for (guint i = 0; i < n_words; i++)
        {
          pieces[i].start = (guint) out->len;
          append_spelled (out, self->words[i].start, self->words[i].end, (Spelling) spelling);
          pieces[i].end = (guint) out->len;
          if (i + 1 < n_words)
            append_spelled (out, self->words[i].end, self->words[i + 1].start, (Spelling) spelling);
          pieces[i].end_of_gap = (guint) out->len;
        }
    }
  self->differs = g_new0 (gboolean, n_words);
  for (guint i = 0; i < n_words; i++)
    self->differs[i] = !is_one (self, i);
}

/* ── What is known ── */

static void
add_begin (CrfNameFilter *self,
           const char *hash)
{
  g_autofree char *begin = g_strndup (hash, 16);
  guint64 number = g_ascii_strtoull (begin, NULL, 16);

  g_array_append_val (self->store, number);
}

static void
learn (CrfNameFilter *self,
       GPtrArray *hashes,
       GHashTable *known)
{
  GHashTableIter iter;
  gpointer hash;

  for (guint i = 0; i < hashes->len; i++)
    add_begin (self, g_ptr_array_index (hashes, i));
  g_hash_table_iter_init (&iter, known);
  while (g_hash_table_iter_next (&iter, &hash, NULL))
    add_begin (self, hash);
  for (self->mask = 0xffff; self->mask < (guint64) self->store->len * BITS_EACH; self->mask = self->mask << 1 | 1)
    ;
  self->bits = g_malloc0 ((self->mask + 1) / 8);
  /* Only now does the array stay where it is. */
  for (guint i = 0; i < self->store->len; i++)
    {
      guint64 *begin = &g_array_index (self->store, guint64, i), bit = *begin & self->mask;

      self->bits[bit / 8] |= (guint8) (1 << bit % 8);
      g_hash_table_add (self->begins, begin);
    }
}

CrfNameFilter *
crf_name_filter_new (CrfKeyring *keyring,
                     CrfStudyFile *file,
                     GHashTable *known,
                     const CrfWord *words,
                     guint n_words)
{
  CrfIdentifierHasher *hasher = crf_identifier_hasher_new (keyring);
  g_autoptr (GPtrArray) hashes = hasher != NULL ? crf_records_identifier_hashes (file, NULL) : NULL;
  CrfNameFilter *self;

  if (hashes == NULL)
    {
      crf_identifier_hasher_free (hasher);
      return NULL;
    }
  self = g_new0 (CrfNameFilter, 1);
  self->hasher = hasher;
  self->begins = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->store = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->words = words;
  self->run = g_string_new (NULL);
  learn (self, hashes, known);
  spell (self, n_words);
  return self;
}

void
crf_name_filter_free (CrfNameFilter *self)
{
  if (self == NULL)
    return;
  crf_identifier_hasher_free (self->hasher);
  g_free (self->bits);
  g_hash_table_unref (self->begins);
  g_array_unref (self->store);
  for (guint i = 0; i < N_SPELLINGS; i++)
    {
      g_free (self->pieces[i]);
      g_string_free (self->spelled[i], TRUE);
    }
  g_free (self->differs);
  g_string_free (self->run, TRUE);
  g_free (self);
}

/* ── Runs ── */

/* The words from @first to @last as one. */
static void
append_run (CrfNameFilter *self,
            Spelling spelling,
            guint first,
            guint last)
{
  const Piece *pieces = self->pieces[spelling];
  guint start = pieces[first].start;

  g_string_append_len (self->run, self->spelled[spelling]->str + start, pieces[last].end - start);
}

static gboolean
is_known (CrfNameFilter *self)
{
  guint64 begin = crf_identifier_hasher_begin (self->hasher, self->run->str, self->run->len), bit = begin & self->mask;

  return (self->bits[bit / 8] >> bit % 8 & 1) != 0 && g_hash_table_contains (self->begins, &begin);
}

static gboolean
is_known_as_written (CrfNameFilter *self,
                     Spelling spelling,
                     guint first,
                     guint last)
{
  g_string_truncate (self->run, 0);
  append_run (self, spelling, first, last);
  return is_known (self);
}

gboolean
crf_name_filter_may_be_known (CrfNameFilter *self,
                              guint first,
                              guint n,
                              guint most_turned)
{
  guint last = first + n - 1;
  gboolean differs = FALSE, turns = n > 1 && n <= most_turned;

  if (is_known_as_written (self, SQUEEZED, first, last))
    return TRUE;
  for (guint i = first; i <= last; i++)
    {
      differs = differs || self->differs[i];
      turns = turns && self->words[i].turns;
    }
  if (differs && is_known_as_written (self, FOLDED, first, last))
    return TRUE;
  for (guint i = first + 1; turns && i <= last; i++)
    {
      g_string_truncate (self->run, 0);
      append_run (self, SQUEEZED, i, last);
      append_run (self, SQUEEZED, first, i - 1);
      if (is_known (self))
        return TRUE;
    }
  return FALSE;
}
