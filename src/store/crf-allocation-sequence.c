/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Permuted blocks from a seed. The sequence is defined here down to the byte, so that anyone who
 * holds the seed can make it again:
 *
 *   Words    The 32-bit little-endian words of the ChaCha20 key stream (RFC 8439) with the seed as
 * key, block counter 0, and as nonce the stratum's index in 4 little-endian bytes and 8 zero bytes.
 *   uniform  (n): 0 for n = 1, without taking a word; else words are taken until one is below the
 *            largest multiple of n that 2^32 holds, and the rest of dividing it by n is the answer.
 *   Block    Its size is block_sizes[uniform (count)]. Arm after arm is laid down as often as its
 * ratio asks, then shuffled (Fisher and Yates, as in Durstenfeld, CACM 7, 1964, 420): for i from
 * the last place down to the second, places i and uniform (i + 1) change.
 */

#include "crf-allocation-list.h"
#include "crf-word-stream-private.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#define MOST_ARMS 100
#define MOST_SLOTS 100000
#define LARGEST_BLOCK 10000

void
_crf_word_stream_init (CrfWordStream *self, const guchar seed[32], guint32 stream)
{
  memset (self, 0, sizeof *self);
  self->seed = seed;
  for (int i = 0; i < 4; i++)
    self->nonce[i] = (guchar) (stream >> (8 * i) & 255);
  self->used = CRF_WORD_CHUNK;
}

guint32
_crf_word_stream_next (CrfWordStream *self)
{
  const guchar *p;

  if (self->used == CRF_WORD_CHUNK)
    {
      static const guchar zeros[CRF_WORD_CHUNK] = { 0 };

      crypto_stream_chacha20_ietf_xor_ic (self->chunk, zeros, CRF_WORD_CHUNK, self->nonce, self->counter++,
                                          self->seed);
      self->used = 0;
    }
  p = self->chunk + self->used;
  self->used += 4;
  return p[0] | (guint32) p[1] << 8 | (guint32) p[2] << 16 | (guint32) p[3] << 24;
}

guint32
_crf_word_stream_uniform (CrfWordStream *words, guint32 n)
{
  guint64 limit = (G_GUINT64_CONSTANT (1) << 32) / n * n;
  guint32 word;

  if (n == 1)
    return 0;
  do
    word = _crf_word_stream_next (words);
  while (word >= limit);
  return word % n;
}

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT,
               _("The allocation list cannot be made: %s"), why);
  return FALSE;
}

/* Sum of the ratios; 0 with @error if the plan cannot be followed. */
static int
check_plan (const CrfAllocationPlan *plan, int *n_arms, GError **error)
{
  int sum = 0;

  for (*n_arms = 0; plan->arms != NULL && plan->arms[*n_arms] != NULL && *n_arms < MOST_ARMS;
       (*n_arms)++)
    {
      if (plan->ratios[*n_arms] < 1 || plan->ratios[*n_arms] > 1000)
        return refuse (error, _("each arm needs a ratio of 1 or more."));
      sum += plan->ratios[*n_arms];
    }
  if (*n_arms < 1)
    return refuse (error, _("the study has no arms."));
  if (plan->n_block_sizes < 1)
    return refuse (error, _("no block size is given."));
  for (int i = 0; i < plan->n_block_sizes; i++)
    if (plan->block_sizes[i] < sum || plan->block_sizes[i] > LARGEST_BLOCK
        || plan->block_sizes[i] % sum != 0)
      return refuse (error, _("each block size must be a multiple of the sum of the ratios."));
  if (plan->slots < 1 || plan->slots > MOST_SLOTS)
    return refuse (error, _("the number of slots must be between 1 and 100000."));
  return sum;
}

static void
append_block (
    GArray *sequence, CrfWordStream *words, const CrfAllocationPlan *plan, int n_arms, int sum)
{
  int size = plan->block_sizes[_crf_word_stream_uniform (words, (guint32) plan->n_block_sizes)];
  guint start = sequence->len;
  int *block;

  for (int arm = 0; arm < n_arms; arm++)
    for (int n = plan->ratios[arm] * (size / sum); n > 0; n--)
      g_array_append_val (sequence, arm);
  block = &g_array_index (sequence, int, start);
  for (int i = size - 1; i > 0; i--)
    {
      int j = (int) _crf_word_stream_uniform (words, (guint32) i + 1);
      int held = block[i];

      block[i] = block[j];
      block[j] = held;
    }
}

GArray *
crf_allocation_sequence (const CrfAllocationPlan *plan,
                         const guchar seed[32],
                         int stratum,
                         GError **error)
{
  GArray *sequence;
  CrfWordStream words;
  int n_arms;
  int sum;

  g_return_val_if_fail (plan != NULL && seed != NULL && stratum >= 0, NULL);
  sum = check_plan (plan, &n_arms, error);
  if (sum == 0)
    return NULL;
  sequence = g_array_new (FALSE, FALSE, sizeof (int));
  _crf_word_stream_init (&words, seed, (guint32) stratum);
  while (sequence->len < (guint) plan->slots)
    append_block (sequence, &words, plan, n_arms, sum);
  sodium_memzero (&words, sizeof words);
  return sequence;
}
