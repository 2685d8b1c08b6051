/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Saving one item computes only what hangs on it, and casebooks share what was read before. Whatever is entered in whatever order: both leave the same
 * as reading everything anew and computing everything anew would. */

#include "crf-casebook.h"
#include "crf-reader.h"
#include "crf-records.h"
#include "crf-session-private.h"
#include "crf-test-study.h"
#include "crf-use-case-private.h"

#include <string.h>

/* A place where one value can be typed. */
typedef struct
{
  const CrfEvent *event;
  const CrfForm *form;
  const CrfItemGroup *group;
  const CrfItem *item;
} Place;

static gboolean
is_typed (const CrfItemRef *ref)
{
  const char *concept = ref->item->concept;

  if (ref->derivation != NULL || ref->item->identifier || ref->item->unblinding || concept == NULL)
    return FALSE;
  return g_str_has_prefix (concept, "lab.") || g_str_has_prefix (concept, "clin.") || g_str_has_prefix (concept, "sample.") ||
         g_str_has_prefix (concept, "demog.") || strcmp (concept, "visit.date") == 0 || strcmp (concept, "inf.start") == 0 ||
         strcmp (concept, "marrow.aspirated_at") == 0;
}

static const char *
unit_of (const CrfItem *item)
{
  return item->units->len > 0 ? ((const CrfItemUnit *) g_ptr_array_index (item->units, item->units->len - 1))->unit->oid : NULL;
}

/* Of a few visits, so that they fill. */
static GArray *
list_places (CrfStudy *study)
{
  const GPtrArray *events = crf_study_get_events (study);
  GArray *places = g_array_new (FALSE, FALSE, sizeof (Place));

  for (guint i = 0; i < MIN (events->len, 4); i++)
    {
      const CrfEvent *event = g_ptr_array_index (events, i);

      for (guint j = 0; !event->repeating && j < event->forms->len; j++)
        {
          const CrfForm *form = g_ptr_array_index (event->forms, j);

          for (guint k = 0; !form->repeating && k < form->groups->len; k++)
            {
              const CrfItemGroup *group = g_ptr_array_index (form->groups, k);

              for (guint l = 0; l < group->items->len; l++)
                {
                  const CrfItemRef *ref = g_ptr_array_index (group->items, l);
                  Place place = { event, form, group, ref->item };

                  /* Results four times as often: scores need many of them. */
                  for (int n = is_typed (ref) ? (g_str_has_prefix (ref->item->concept, "lab.") ? 4 : 1) : 0; n > 0; n--)
                    g_array_append_val (places, place);
                }
            }
        }
    }
  return places;
}

static char *
random_number (GRand *rand,
               const CrfItem *item)
{
  static const double around[] = { 0.4, 1, 1.7, 4, 9, 30 };
  const CrfReferenceRange *range = item->ranges->len > 0 ? g_ptr_array_index (item->ranges, 0) : NULL;
  double middle = range != NULL && range->high > 0 ? range->high : 40;
  double number = middle * around[g_rand_int_range (rand, 0, G_N_ELEMENTS (around))] * g_rand_double_range (rand, 0.8, 1.2);
  const char *bound = g_rand_int_range (rand, 0, 20) == 0 ? "<" : "";
  char buffer[CRF_DECIMAL_SIZE];

  return g_strdup_printf ("%s%s", bound, crf_decimal_format_places (number, item->type == CRF_TYPE_INTEGER ? 0 : 1, buffer));
}

/* What somebody might type there; NULL clears the field. */
static char *
random_text (GRand *rand,
             const CrfItem *item)
{
  if (g_rand_int_range (rand, 0, 12) == 0)
    return NULL;
  if (item->code_list != NULL)
    {
      const GPtrArray *codes = item->code_list->codes;

      return g_strdup (((const CrfCode *) g_ptr_array_index (codes, g_rand_int_range (rand, 0, (int) codes->len)))->code);
    }
  switch (item->type)
    {
    case CRF_TYPE_INTEGER:
    case CRF_TYPE_FLOAT:
      return random_number (rand, item);
    case CRF_TYPE_DATE:
    case CRF_TYPE_PARTIAL_DATE:
      return g_strdup_printf ("2026-02-%02d", g_rand_int_range (rand, 1, 28));
    case CRF_TYPE_DATETIME:
    case CRF_TYPE_PARTIAL_DATETIME:
      return g_strdup_printf ("2026-02-%02d %02d:30", g_rand_int_range (rand, 1, 28), g_rand_int_range (rand, 7, 18));
    case CRF_TYPE_TEXT:
    case CRF_TYPE_TIME:
    case CRF_TYPE_BOOLEAN:
    default:
      return g_strdup_printf ("Laboratory %d", g_rand_int_range (rand, 1, 3));
    }
}

/* As a person does who means it: what is asked is answered, what is refused is let be. */
static gboolean
enter (CrfTestStudy *study,
       const char *subject,
       const Place *place,
       char **groupkey,
       const char *text,
       const char *missing)
{
  g_autofree char *confirm = NULL;

  for (int turn = 0; turn < 3; turn++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CrfOutcome) outcome =
        crf_conduct_with (study->nurse, "enter", subject, &error, "event", place->event->oid, "form", place->form->oid, "group", place->group->oid,
                          "groupkey", *groupkey, "item", place->item->oid, "value", text,
                          "unit", text != NULL ? unit_of (place->item) : NULL, "missing", missing, "confirm", confirm, "reason", "as it was meant", NULL);

      g_assert_no_error (error);
      if (outcome->prompt == NULL && outcome->refusal == NULL && *groupkey == NULL)
        *groupkey = g_strdup (g_hash_table_lookup (outcome->results, "groupkey"));
      if (outcome->prompt == NULL)
        return outcome->refusal == NULL;
      g_free (confirm);
      confirm = g_strdup (outcome->prompt->id);
    }
  return FALSE;
}

static void
assert_same_cell (const CrfCell *kept,
                  const CrfCell *fresh)
{
  g_assert_true (kept->item == fresh->item);
  g_assert_cmpstr (kept->group, ==, fresh->group);
  g_assert_cmpstr (kept->groupkey, ==, fresh->groupkey);
  g_assert_cmpstr (kept->entry, ==, fresh->entry);
  g_assert_cmpstr (kept->at, ==, fresh->at);
  g_assert_cmpstr (kept->detail, ==, fresh->detail);
  g_assert_cmpint (kept->derived, ==, fresh->derived);
  /* An identifier that was looked at is open in the one and not yet in the other. */
  g_assert_true (kept->sealed || fresh->sealed || crf_value_equal (kept->value, fresh->value));
}

/* The session's casebook, which follows what it writes, against one that reads all of it now. */
static void
assert_casebook_is_fresh (CrfTestStudy *study,
                          const char *key)
{
  g_autoptr (CrfCasebook) kept = crf_casebook_new (study->nurse, key, NULL);
  g_autoptr (CrfCasebook) fresh = NULL;
  GPtrArray *forms, *fresh_forms;

  crf_session_reload_account (study->investigator);
  fresh = crf_casebook_new (study->investigator, key, NULL);
  forms = crf_casebook_get_forms (kept);
  fresh_forms = crf_casebook_get_forms (fresh);
  g_assert_cmpuint (forms->len, ==, fresh_forms->len);
  for (guint i = 0; i < forms->len; i++)
    {
      CrfFormRecord *form = g_ptr_array_index (forms, i), *other = g_ptr_array_index (fresh_forms, i);
      GPtrArray *cells = crf_casebook_get_cells (kept, form), *others = crf_casebook_get_cells (fresh, other);

      g_assert_cmpint (form->id, ==, other->id);
      g_assert_cmpstr (form->state, ==, other->state);
      g_assert_cmpstr (form->changed_at, ==, other->changed_at);
      g_assert_cmpuint (cells->len, ==, others->len);
      for (guint j = 0; j < cells->len; j++)
        assert_same_cell (g_ptr_array_index (cells, j), g_ptr_array_index (others, j));
    }
}

/* Computes scores, grades and derivations of every visit anew, from what is read anew: not one entry may come of it. */
static void
assert_nothing_is_left_to_derive (CrfTestStudy *study,
                                  const char *key)
{
  g_autoptr (GError) error = NULL;
  CrfStudyFile *file = crf_session_get_file (study->nurse);
  CrfActor actor = crf_session_get_actor (study->nurse);
  g_autoptr (CrfTransaction) txn = crf_transaction_begin (file, &actor, &error);
  g_autoptr (CrfOutcome) outcome = crf_outcome_new ();
  g_autoptr (CrfSubjectRecord) subject = crf_records_find_subject (file, key, &error);
  CrfUseCaseContext context = { .session = study->nurse, .use_case = crf_use_case_find ("enter"), .file = file,
                                .study = crf_session_get_study (study->nurse), .txn = txn, .subject = subject, .outcome = outcome };
  guint64 before;

  g_assert_no_error (error);
  crf_session_reload_account (study->nurse);
  before = crf_study_file_get_changes (file);
  g_assert_true (crf_context_derive_all (&context, &error));
  g_assert_no_error (error);
  g_assert_true (crf_context_derive_later_grades (&context, NULL, &error));
  g_assert_cmpuint (crf_study_file_get_changes (file), ==, before);
}

static void
live (const char *protocol,
      guint32 seed,
      int n_steps)
{
  CrfTestStudy *study = crf_test_study_new_of (protocol);
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfPatient) patient = crf_reader_patient (study->nurse, number, NULL);
  g_autoptr (GArray) places = list_places (crf_session_get_study (study->nurse));
  g_autoptr (GHashTable) repeats = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  int n_done = 0;

  for (int i = 0; i < n_steps; i++)
    {
      const Place *place = &g_array_index (places, Place, g_rand_int_range (rand, 0, (int) places->len));
      g_autofree char *text = random_text (rand, place->item);
      const char *missing = text == NULL && g_rand_boolean (rand) ? "ND" : NULL;
      g_autofree char *where = g_strdup_printf ("%s/%s/%s", place->event->oid, place->form->oid, place->group->oid);
      g_autofree char *groupkey = g_strdup (g_hash_table_lookup (repeats, where));

      /* Mostly the sample that was begun, now and then another one. */
      if (place->group->repeating && g_rand_int_range (rand, 0, 15) == 0)
        g_clear_pointer (&groupkey, g_free);
      n_done += enter (study, number, place, &groupkey, text, missing);
      if (groupkey != NULL)
        g_hash_table_insert (repeats, g_steal_pointer (&where), g_steal_pointer (&groupkey));
      if (i % 7 == 0)
        assert_casebook_is_fresh (study, patient->key);
      if (i % 11 == 0)
        assert_nothing_is_left_to_derive (study, patient->key);
    }
  assert_casebook_is_fresh (study, patient->key);
  assert_nothing_is_left_to_derive (study, patient->key);
  g_test_message ("%s, seed %u: %d of %d were stored", protocol, seed, n_done, n_steps);
  g_assert_cmpint (n_done, >, n_steps / 2);
  crf_test_study_free (study);
}

static void
test_random_histories (gconstpointer protocol)
{
  for (guint32 seed = 1; seed <= (g_test_thorough () ? 20u : 3u); seed++)
    live (protocol, seed, g_test_thorough () ? 900 : 300);
}

int
main (int argc,
      char **argv)
{
  static const char *const protocols[] = { "nct06167473", "nct01218464", "nct01854125" };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (protocols); i++)
    {
      g_autofree char *path = g_strdup_printf ("/conduct/derived/follows-as-if-all-were-computed-anew/%s", protocols[i]);

      g_test_add_data_func (path, protocols[i], test_random_histories);
    }
  return g_test_run ();
}
