/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every item with limits, of every shipped study, is entered as people enter it: on each limit, where nothing may be asked about it, and one
 * step beyond, where it must be. And no item of the form library escapes for want of a study that uses it. */

#include "crf-infusion-fields.h"
#include "crf-number.h"
#include "crf-reader.h"
#include "crf-test-study.h"

#include <math.h>
#include <string.h>

/* OIDs of items with limits: that this study walked through, that any did. */
static GHashTable *walked, *walked_by_any;

typedef struct
{
  CrfTestStudy *study;
  CrfSession *sessions[3];
  guint n_sessions;
  char *number;
  guint limits, tries, insisted, not_typed, kept, by_step;
  GString *faults;
} Walk;

static CrfSession *
sign_in_new (CrfTestStudy *study,
             const char *login,
             const char *role)
{
  g_autoptr (GError) error = NULL;
  CrfSession *session;

  crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", login, "name", login, "roles", role, "new-passphrase", CRF_TEST_PASSPHRASE,
                                 NULL));
  session = crf_session_sign_in_file (crf_session_get_file (study->admin), login, CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (study), &error);
  g_assert_no_error (error);
  return session;
}

static gboolean
is_role_refusal (const CrfRefusal *refusal)
{
  return strcmp (refusal->code, "not-permitted") == 0;
}

/* What could tell the arm is written by the pharmacy's own steps where the ward is blinded, and typed by nobody. */
static gboolean
is_kept (Walk *walk,
         const CrfTarget *at,
         const CrfItem *item)
{
  CrfTarget form = { .subject = walk->number, .event = at->event, .form = at->form };
  g_autoptr (CrfFormState) state = NULL;

  if (!item->unblinding)
    return FALSE;
  state = crf_reader_form (walk->study->nurse, &form, NULL);
  return !crf_form_state_find (state, item->name, NULL)->editable;
}

/* By the first person whose it is. */
static CrfOutcome *
enter_as (Walk *walk,
          const CrfTarget *at,
          const char *value,
          const char *unit,
          const char *confirm,
          const char *reason)
{
  CrfOutcome *outcome = NULL;

  for (guint i = 0; i < walk->n_sessions; i++)
    {
      g_autoptr (GError) error = NULL;

      g_clear_pointer (&outcome, crf_outcome_free);
      outcome = crf_conduct_with (walk->sessions[i], "enter", walk->number, &error, "event", at->event, "form", at->form, "item", at->item, "value",
                                  value, "unit", unit, "confirm", confirm, "reason", reason, NULL);
      g_assert_no_error (error);
      if (outcome->refusal == NULL || !is_role_refusal (outcome->refusal))
        break;
    }
  return outcome;
}

static CrfOutcome *
enter (Walk *walk,
       const CrfTarget *at,
       const char *value,
       const char *unit)
{
  return enter_as (walk, at, value, unit, NULL, NULL);
}

static double
step_of (const CrfItem *item)
{
  if (item->type == CRF_TYPE_INTEGER)
    return 1;
  return item->significant_digits >= 0 ? pow (10, -item->significant_digits) : 0.001;
}

static const char *
id_of (const CrfCheck *check)
{
  return check->soft ? "soft-range" : "hard-range";
}

static gboolean
asks (const CrfOutcome *outcome,
      const char *id)
{
  return outcome->prompt != NULL && strstr (outcome->prompt->id, id) != NULL;
}

/* A question that says more stands for the soft one: "3 µmol/L? In mg/dL that would be …". */
static gboolean
asks_more (const CrfOutcome *outcome,
           const CrfCheck *check)
{
  return check->soft && (asks (outcome, "unit-slip") || asks (outcome, "hard-range"));
}

static void
fault (Walk *walk,
       const CrfItem *item,
       const CrfCheck *check,
       const char *value,
       const CrfOutcome *outcome)
{
  g_string_append_printf (walk->faults, "%s %s %s: %s → %s\n", item->oid, id_of (check), (const char *) g_ptr_array_index (check->values, 0), value,
                          outcome->prompt != NULL    ? outcome->prompt->id
                          : outcome->refusal != NULL ? outcome->refusal->message
                                                     : "stored");
}

static guint
count_queries (Walk *walk,
               const CrfItem *item)
{
  g_autoptr (GPtrArray) queries = crf_reader_queries (walk->study->nurse, walk->number, "Open", NULL);
  guint n = 0;

  for (guint i = 0; i < queries->len; i++)
    n += g_strcmp0 (((const CrfQuery *) g_ptr_array_index (queries, i))->target->item, item->oid) == 0;
  return n;
}

static void
clear (Walk *walk,
       const CrfTarget *at)
{
  crf_outcome_free (enter_as (walk, at, NULL, NULL, "reason", "the walk goes on"));
}

/* What is beyond a limit goes in all the same: past a soft one who says so, past a hard one with a reason, and then a query stands. */
static void
insist (Walk *walk,
        const CrfTarget *at,
        const CrfItem *item,
        const CrfCheck *check,
        const char *beyond,
        const char *symbol,
        const CrfOutcome *asked)
{
  gboolean hard = asks (asked, "hard-range") || asks (asked, "unit-slip");
  g_autoptr (CrfOutcome) confirmed = enter_as (walk, at, beyond, symbol, asked->prompt->id, NULL);
  g_autoptr (CrfOutcome) done = NULL;

  if (!check->soft && (!asked->prompt->needs_reason || confirmed->prompt == NULL))
    fault (walk, item, check, "without a reason", confirmed);
  if (check->soft && !hard && (asked->prompt->needs_reason || !crf_outcome_done (confirmed)))
    fault (walk, item, check, "confirmed", confirmed);
  if (!crf_outcome_done (confirmed))
    {
      done = enter_as (walk, at, beyond, symbol, confirmed->prompt != NULL ? confirmed->prompt->id : NULL, "seen on the source");
      if (!crf_outcome_done (done))
        fault (walk, item, check, "with a reason", done);
    }
  if (!check->soft && !item->unblinding && count_queries (walk, item) == 0)
    g_string_append_printf (walk->faults, "%s: no query about %s\n", item->oid, beyond);
  walk->insisted++;
  clear (walk, at);
}

/* What is typed beyond the limit is asked back, or cannot be typed at all (below zero). Of two limits to the same side the nearer one speaks. */
static void
try_limit (Walk *walk,
           const CrfTarget *at,
           const CrfItem *item,
           const CrfCheck *check)
{
  const CrfItemUnit *unit = item->units->len > 0 ? g_ptr_array_index (item->units, 0) : NULL;
  const char *symbol = unit != NULL ? unit->unit->oid : NULL;
  gboolean above = check->kind == CRF_CHECK_LT || check->kind == CRF_CHECK_LE;
  gboolean included = check->kind == CRF_CHECK_LE || check->kind == CRF_CHECK_GE;
  char on[CRF_DECIMAL_SIZE], beyond[CRF_DECIMAL_SIZE], within[CRF_DECIMAL_SIZE];
  g_autoptr (CrfOutcome) outside = NULL, inside = NULL, deeper = NULL;
  double limit;

  g_assert_true (crf_number_parse_plain (g_ptr_array_index (check->values, 0), &limit, NULL));
  walk->limits++;
  crf_decimal_format (included ? limit : above ? limit - step_of (item) : limit + step_of (item), on);
  crf_decimal_format (!included ? limit : above ? limit + step_of (item) : limit - step_of (item), beyond);
  outside = enter (walk, at, beyond, symbol);
  if (outside->refusal != NULL && strcmp (outside->refusal->code, "value-invalid") == 0 && beyond[0] == '-')
    walk->not_typed++;
  else if (!asks (outside, id_of (check)) && !asks_more (outside, check))
    fault (walk, item, check, beyond, outside);
  else
    insist (walk, at, item, check, beyond, symbol, outside);
  crf_decimal_format (limit + (above ? -1 : 1) * step_of (item) * (included ? 1 : 2), within);
  deeper = enter (walk, at, within, symbol);
  if (deeper->refusal != NULL || asks (deeper, id_of (check)))
    fault (walk, item, check, within, deeper);
  if (crf_outcome_done (deeper))
    clear (walk, at);
  inside = enter (walk, at, on, symbol);
  if (inside->refusal != NULL || asks (inside, id_of (check)))
    fault (walk, item, check, on, inside);
  walk->tries += 3;
  if (crf_outcome_done (inside))
    clear (walk, at);
}

static gboolean
has_limit (const CrfCheck *check)
{
  return check->kind == CRF_CHECK_LT || check->kind == CRF_CHECK_LE || check->kind == CRF_CHECK_GT || check->kind == CRF_CHECK_GE;
}

static void
walk_item (Walk *walk,
           const CrfEvent *event,
           const CrfForm *form,
           const CrfItemRef *ref)
{
  CrfTarget at = { .event = (char *) event->oid, .form = (char *) form->oid, .item = (char *) ref->item->oid };
  gboolean limited = FALSE;

  if (ref->derivation != NULL || g_hash_table_contains (walked, ref->item->oid))
    return;
  /* Nobody types it: the steps of the infusion write it, behind gates of their own. */
  if (crf_infusion_field_find (ref->item->concept) != NULL)
    {
      walk->by_step++;
      g_hash_table_add (walked, g_strdup (ref->item->oid));
      g_hash_table_add (walked_by_any, g_strdup (ref->item->oid));
      return;
    }
  for (guint i = 0; i < ref->item->checks->len; i++)
    {
      const CrfCheck *check = g_ptr_array_index (ref->item->checks, i);

      if (!has_limit (check))
        continue;
      if (!limited && is_kept (walk, &at, ref->item))
        {
          walk->kept++;
          return;
        }
      limited = TRUE;
      try_limit (walk, &at, ref->item, check);
    }
  if (!limited)
    return;
  g_hash_table_add (walked, g_strdup (ref->item->oid));
  g_hash_table_add (walked_by_any, g_strdup (ref->item->oid));
}

static void
walk_form (Walk *walk,
           const CrfEvent *event,
           const CrfForm *form)
{
  for (guint i = 0; i < form->groups->len; i++)
    {
      const CrfItemGroup *group = g_ptr_array_index (form->groups, i);

      for (guint j = 0; j < group->items->len; j++)
        walk_item (walk, event, form, g_ptr_array_index (group->items, j));
    }
}

static void
each_limit_of_the_study_is_met_on_both_sides_by_who_enters (gconstpointer protocol)
{
  CrfSession *assessor;
  Walk walk = { .study = crf_test_study_new_of (protocol), .faults = g_string_new (NULL) };
  const GPtrArray *events = crf_study_get_events (crf_session_get_study (walk.study->admin));

  g_hash_table_remove_all (walked);
  walk.sessions[walk.n_sessions++] = walk.study->nurse;
  walk.sessions[walk.n_sessions++] = walk.study->investigator;
  assessor = sign_in_new (walk.study, "gu", "assessor");
  walk.sessions[walk.n_sessions++] = assessor;
  walk.number = crf_test_register (walk.study);
  for (guint i = 0; i < events->len; i++)
    {
      const CrfEvent *event = g_ptr_array_index (events, i);

      for (guint j = 0; j < event->forms->len; j++)
        walk_form (&walk, event, g_ptr_array_index (event->forms, j));
    }
  g_test_message ("%s: %u items, %u limits, %u entries, %u of them insisted on; %u values cannot be typed, %u items are the pharmacy's, %u the steps' of an infusion", (const char *) protocol, g_hash_table_size (walked), walk.limits,
                  walk.tries, walk.insisted, walk.not_typed, walk.kept, walk.by_step);
  g_assert_cmpstr (walk.faults->str, ==, "");
  g_assert_cmpuint (walk.limits, >, 50);
  crf_session_close (assessor);
  g_string_free (walk.faults, TRUE);
  g_free (walk.number);
  crf_test_study_free (walk.study);
}

/* A form that the five leave to paper (the certificate of release) put into the screening of one of them. */
static void
a_form_of_the_library_that_no_study_uses_is_met_too (void)
{
  g_autofree char *source = g_build_filename (crf_data_dir (), "studies", "nct06167473.xml", NULL);
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "with-release.xml", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GString) definition = NULL;

  g_assert_true (g_file_get_contents (source, &text, NULL, NULL));
  definition = g_string_new (text);
  g_assert_cmpuint (g_string_replace (definition, "<FormRef FormOID=\"F.DM\"", "<FormRef FormOID=\"F.RELEASE\" OrderNumber=\"99\" Mandatory=\"No\"/>"
                                      "<FormRef FormOID=\"F.DM\"", 1), ==, 1);
  g_assert_cmpint (g_mkdir_with_parents (g_get_user_data_dir (), 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, definition->str, -1, NULL));
  each_limit_of_the_study_is_met_on_both_sides_by_who_enters (path);
  g_assert_true (g_hash_table_contains (walked_by_any, "IT.RELVIAB"));
}

/* The library is no study: what stands in it is walked through by those that use it. Read as text, so that no reader of ours leaves anything out. */
static void
no_limit_of_the_form_library_is_without_a_study (void)
{
  g_autofree char *path = g_build_filename (crf_data_dir (), "forms", "liver-library.xml", NULL);
  g_autoptr (GRegex) opening = g_regex_new ("<ItemDef [^>]*OID=\"([^\"]+)\"", 0, 0, NULL);
  g_autoptr (GString) missing = g_string_new (NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;
  guint n = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  parts = g_strsplit (text, "</ItemDef>", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autoptr (GMatchInfo) match = NULL;
      g_autofree char *oid = NULL;

      if (strstr (parts[i], "<RangeCheck Comparator=\"L") == NULL && strstr (parts[i], "<RangeCheck Comparator=\"G") == NULL)
        continue;
      g_assert_true (g_regex_match (opening, parts[i], 0, &match));
      oid = g_match_info_fetch (match, 1);
      n++;
      if (!g_hash_table_contains (walked_by_any, oid))
        g_string_append_printf (missing, "%s ", oid);
    }
  g_test_message ("%u items of the library have limits", n);
  g_assert_cmpstr (missing->str, ==, "");
  g_assert_cmpuint (n, >, 60);
}

int
main (int argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  walked_by_any = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  walked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

#define ADD(study) g_test_add_data_func ("/conduct/limits/each-limit-is-met-on-both-sides-by-who-enters-in-" study, study, each_limit_of_the_study_is_met_on_both_sides_by_who_enters)
  ADD ("liang2017");
  ADD ("nct01218464");
  ADD ("nct01854125");
  ADD ("nct06167473");
  ADD ("nct06242405");
  g_test_add_func ("/conduct/limits/a-form-of-the-library-that-no-study-uses-is-met-too", a_form_of_the_library_that_no_study_uses_is_met_too);
  /* After all others. */
  g_test_add_func ("/conduct/limits/no-limit-of-the-form-library-is-without-a-study", no_limit_of_the_form_library_is_without_a_study);

  status = g_test_run ();
  g_hash_table_unref (walked_by_any);
  g_hash_table_unref (walked);
  return status;
}
