/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two answers together: a covering array of all pairs of options of different questions, of each shipped protocol, gives no definition with a fault. With
 * -m thorough each pair is tried by itself, the other questions as they ship. */

#include "crf-study-reader.h"

#include <string.h>

static const char *const protocols[] = { "nct06242405", "nct06167473", "nct01854125", "nct01218464", "liang2017" };

/* Options are numbered through all questions; a pair is covered once. */
typedef struct
{
  CrfStudy *study;
  const char *id;
  guint n_questions, n_options;
  guint first[128];  /* number of each question's first option */
  guint8 *covered;   /* n_options × n_options */
  guint n_open;
} Pairs;

static const CrfOpenQuestion *
question_of (const Pairs *self,
             guint i)
{
  return g_ptr_array_index (crf_study_get_questions (self->study), i);
}

static const CrfQuestionOption *
option_of (const Pairs *self,
           guint question,
           guint option)
{
  return g_ptr_array_index (question_of (self, question)->options, option);
}

static guint
default_of (const Pairs *self,
            guint question)
{
  const CrfOpenQuestion *asked = question_of (self, question);

  for (guint i = 0; i < asked->options->len; i++)
    if (strcmp (option_of (self, question, i)->oid, asked->answer) == 0)
      return i;
  g_assert_not_reached ();
}

static void
pairs_init (Pairs *self,
            const char *id)
{
  g_autofree char *name = g_strconcat (id, ".xml", NULL);
  g_autofree char *path = g_build_filename (g_getenv ("STEMWARD_DATA_DIR"), "studies", name, NULL);
  g_autoptr (GError) error = NULL;

  *self = (Pairs){ .id = id, .study = crf_study_read_file (path, NULL, NULL, NULL, &error) };
  g_assert_no_error (error);
  self->n_questions = crf_study_get_questions (self->study)->len;
  g_assert_cmpuint (self->n_questions, <, G_N_ELEMENTS (self->first));
  for (guint i = 0; i < self->n_questions; i++)
    {
      self->first[i] = self->n_options;
      self->n_open += self->n_options * question_of (self, i)->options->len;
      self->n_options += question_of (self, i)->options->len;
    }
  self->covered = g_new0 (guint8, self->n_options * self->n_options);
}

static void
pairs_clear (Pairs *self)
{
  crf_study_unref (self->study);
  g_free (self->covered);
}

static guint8 *
pair_of (const Pairs *self,
         guint question,
         guint option,
         guint other,
         guint other_option)
{
  guint one = self->first[question] + option, two = self->first[other] + other_option;

  return &self->covered[MIN (one, two) * self->n_options + MAX (one, two)];
}

/* How many faults the definition has that @row answers to, by number of the option; they are told where @tell. */
static guint
count_faults (const Pairs *self,
              const guint *row,
              gboolean tell)
{
  g_autoptr (GHashTable) answers = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (CrfStudy) answered = NULL, again = NULL;
  g_autoptr (GPtrArray) faults = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < self->n_questions; i++)
    if (row[i] != default_of (self, i))
      {
        g_hash_table_insert (answers, (gpointer) question_of (self, i)->oid, (gpointer) option_of (self, i, row[i])->oid);
        if (tell)
          g_test_message ("%s: %s", self->id, option_of (self, i, row[i])->oid);
      }
  answered = g_hash_table_size (answers) > 0 ? crf_study_answer (self->study, answers, &error) : crf_study_ref (self->study);
  if (answered != NULL)
    again = crf_study_read_document (crf_study_get_document (answered), -1, self->id, &faults, &error);
  if (tell && error != NULL)
    g_test_message ("  %s", error->message);
  for (guint i = 0; tell && again != NULL && i < faults->len; i++)
    g_test_message ("  %s %s", ((const CrfFault *) g_ptr_array_index (faults, i))->oid, ((const CrfFault *) g_ptr_array_index (faults, i))->what);
  return again != NULL ? faults->len : 1;
}

/* Takes back what the fault does not need, so that the few answers are told that are at odds. */
static void
tell_smallest (const Pairs *self,
               guint *row)
{
  for (guint i = 0; i < self->n_questions; i++)
    {
      guint kept = row[i];

      row[i] = default_of (self, i);
      if (count_faults (self, row, FALSE) == 0)
        row[i] = kept;
    }
  count_faults (self, row, TRUE);
}

/* Pairs that @option would cover beside the answers of @row that are taken already; @order says which questions those are. */
static guint
count_new (const Pairs *self,
           const guint *row,
           const guint *order,
           guint n_taken,
           guint question,
           guint option)
{
  guint n = 0;

  for (guint i = 0; i < n_taken; i++)
    n += !*pair_of (self, question, option, order[i], row[order[i]]);
  return n;
}

static void
exchange (guint *order,
          guint i,
          guint j)
{
  guint kept = order[i];

  order[i] = order[j];
  order[j] = kept;
}

static void
shuffle (GRand *rand,
         guint *order,
         guint n)
{
  for (guint i = n - 1; i > 0; i--)
    exchange (order, i, (guint) g_rand_int_range (rand, 0, (gint32) i + 1));
}

/* A pair that is not covered yet: its two questions go first, @order[0] and @order[1]. */
static void
begin_row (const Pairs *self,
           guint *row,
           guint *order)
{
  for (guint i = 0; i < self->n_questions; i++)
    for (guint j = i + 1; j < self->n_questions; j++)
      for (guint k = 0; k < question_of (self, order[i])->options->len; k++)
        for (guint l = 0; l < question_of (self, order[j])->options->len; l++)
          if (!*pair_of (self, order[i], k, order[j], l))
            {
              row[order[i]] = k;
              row[order[j]] = l;
              exchange (order, 0, i);
              exchange (order, 1, j);
              return;
            }
}

/* One row of the array: greedily the answers that cover most of what is open. */
static void
draw_row (Pairs *self,
          GRand *rand,
          guint *row)
{
  g_autofree guint *order = g_new (guint, self->n_questions);

  for (guint i = 0; i < self->n_questions; i++)
    order[i] = i;
  shuffle (rand, order, self->n_questions);
  begin_row (self, row, order);
  for (guint i = 2; i < self->n_questions; i++)
    {
      guint most = 0;

      row[order[i]] = default_of (self, order[i]);
      for (guint option = 0; option < question_of (self, order[i])->options->len; option++)
        if (count_new (self, row, order, i, order[i], option) > most)
          {
            most = count_new (self, row, order, i, order[i], option);
            row[order[i]] = option;
          }
    }
  for (guint i = 0; i < self->n_questions; i++)
    for (guint j = i + 1; j < self->n_questions; j++)
      {
        guint8 *pair = pair_of (self, i, row[i], j, row[j]);

        self->n_open -= !*pair;
        *pair = TRUE;
      }
}

static void
every_pair_is_in_a_faultless_definition (gconstpointer data)
{
  Pairs pairs;
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);
  g_autofree guint *row = NULL;
  guint n_rows = 0, n_pairs;

  pairs_init (&pairs, data);
  row = g_new0 (guint, pairs.n_questions);
  n_pairs = pairs.n_open;
  while (pairs.n_open > 0)
    {
      guint before = pairs.n_open;

      draw_row (&pairs, rand, row);
      g_assert_cmpuint (pairs.n_open, <, before);
      n_rows++;
      if (count_faults (&pairs, row, FALSE) == 0)
        continue;
      tell_smallest (&pairs, row);
      g_test_fail ();
    }
  g_test_message ("%s: %u questions, %u options, %u pairs in %u definitions", pairs.id, pairs.n_questions, pairs.n_options, n_pairs, n_rows);
  pairs_clear (&pairs);
}

static void
every_pair_by_itself_is_faultless (gconstpointer data)
{
  Pairs pairs;
  g_autofree guint *row = NULL;
  guint n = 0;

  pairs_init (&pairs, data);
  row = g_new (guint, pairs.n_questions);
  for (guint i = 0; i < pairs.n_questions; i++)
    row[i] = default_of (&pairs, i);
  for (guint i = 0; i < pairs.n_questions; i++)
    for (guint j = i + 1; j < pairs.n_questions; j++)
      {
        guint one = row[i], two = row[j];

        for (row[i] = 0; row[i] < question_of (&pairs, i)->options->len; row[i]++)
          for (row[j] = 0; row[j] < question_of (&pairs, j)->options->len; row[j]++)
            {
              n++;
              if (row[i] == one || row[j] == two || count_faults (&pairs, row, FALSE) == 0)
                continue;
              count_faults (&pairs, row, TRUE);
              g_test_fail ();
            }
        row[i] = one;
        row[j] = two;
      }
  g_test_message ("%s: %u pairs", pairs.id, n);
  g_assert_cmpuint (n, ==, pairs.n_open);
  pairs_clear (&pairs);
}

int
main (int argc,
      char **argv)
{
  gboolean whole;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  whole = g_test_thorough ();
  for (guint i = 0; i < G_N_ELEMENTS (protocols); i++)
    {
      g_autofree char *path = g_strdup_printf ("/study/answer-pairs/%s/%s", whole ? "by-itself" : "together", protocols[i]);

      g_test_add_data_func (path, protocols[i], whole ? every_pair_by_itself_is_faultless : every_pair_is_in_a_faultless_definition);
    }
  return g_test_run ();
}
