/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Coding adverse events and the medical history with the site's own MedDRA. The dictionary here is made up and says so. */

#include "crf-coding.h"
#include "crf-reader.h"
#include "crf-records.h"
#include "crf-test-study.h"
#include "crf-verify.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  CrfTestStudy *study;
  CrfSession *manager, *monitor;
  char *number;
  char *event; /* form key of the adverse event “Made-up itching” */
} Fixture;

static CrfSession *
sign_in_new (CrfTestStudy *study,
             const char *login,
             const char *role)
{
  g_autoptr (GError) error = NULL;
  CrfSession *session;

  crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", login, "name", login, "roles", role, "new-passphrase", CRF_TEST_PASSPHRASE, NULL));
  session = crf_session_sign_in_file (crf_session_get_file (study->admin), login, CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (study), &error);
  g_assert_no_error (error);
  return session;
}

static char *
enter (Fixture *f,
       const char *event,
       const char *form,
       const char *formkey,
       const char *groupkey,
       const char *item,
       const char *value)
{
  g_autoptr (CrfOutcome) outcome = crf_test_do (f->study->nurse, "enter", f->number, "event", event, "form", form, "formkey", formkey, "groupkey", groupkey,
                                                "item", item, "value", value, NULL);

  return g_strdup (g_hash_table_lookup (outcome->results, "formkey"));
}

static void
set_up (Fixture *f,
        gconstpointer data)
{
  f->study = crf_test_study_new ();
  f->manager = sign_in_new (f->study, "chen", "data-manager");
  f->monitor = sign_in_new (f->study, "mona", "monitor");
  f->number = crf_test_register (f->study);
  f->event = enter (f, "COMMON", "F.AE", "new", NULL, "AETERM", "made-up  ITCHING");
}

static void
forget_dictionaries (void)
{
  g_autoptr (GPtrArray) releases = crf_dictionary_list ();

  for (guint i = 0; i < releases->len; i++)
    g_unlink (((CrfDictionaryRelease *) g_ptr_array_index (releases, i))->path);
}

static void
tear_down (Fixture *f,
           gconstpointer data)
{
  g_autoptr (CrfVerifyReport) report = NULL;

  forget_dictionaries ();
  crf_session_close (f->monitor);
  crf_session_close (f->manager);
  crf_test_study_close (f->study);
  /* Whatever was coded and fell, the journal says the same. */
  report = crf_verify (f->study->path, NULL, NULL, NULL, NULL);
  g_assert_cmpuint (report->faults->len, ==, 0);
  crf_test_study_free (f->study);
  g_free (f->number);
  g_free (f->event);
}

/* The first term of the kind; its state and preferred term, or "-". */
static void
assert_term (Fixture *f,
             const char *kind,
             CrfCodingState state,
             const char *pt)
{
  g_autoptr (GPtrArray) terms = crf_reader_codable_terms (f->manager, f->number, NULL);

  for (guint i = 0; i < terms->len; i++)
    {
      const CrfCodableTerm *term = g_ptr_array_index (terms, i);

      if (strcmp (term->kind, kind) != 0)
        continue;
      g_assert_cmpint (term->state, ==, state);
      g_assert_cmpstr (term->parts[CRF_CODED_DECOD], ==, pt);
      return;
    }
  g_error ("no %s to code", kind);
}

static guint
count_entries (Fixture *f,
               const char *action)
{
  g_autoptr (GPtrArray) rows = crf_reader_audit (f->manager, NULL, NULL, NULL, 0, NULL);
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    n += strcmp (((CrfAuditRow *) g_ptr_array_index (rows, i))->action, action) == 0;
  return n;
}

static void
without_a_dictionary_coding_says_what_to_do (Fixture *f,
                                             gconstpointer data)
{
  g_autoptr (CrfOutcome) outcome = crf_conduct_with (f->manager, "code-event", f->number, NULL, "event", "1", "code", "99000041", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (outcome->refusal->code, ==, "dictionary-missing");
  g_assert_nonnull (strstr (outcome->refusal->message, "meddra import"));
  g_assert_null (crf_reader_coding_offer (f->manager, "itch", 10, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_NOT_FOUND);
  assert_term (f, "event", CRF_CODING_OPEN, NULL);
}

static void
a_term_of_the_same_name_is_proposed_and_not_taken (Fixture *f,
                                                   gconstpointer data)
{
  g_autoptr (CrfCodingOffer) offer = NULL;

  crf_test_import_dictionary ("0.1");
  offer = crf_reader_coding_offer (f->manager, "made-up  ITCHING", 10, NULL);
  g_assert_nonnull (offer->same);
  g_assert_cmpstr (offer->same->llt_code, ==, "99000041");
  g_assert_cmpstr (offer->release, ==, "MedDRA 0.1 Invented");
  assert_term (f, "event", CRF_CODING_OPEN, NULL);
  g_assert_cmpuint (count_entries (f, "term.code"), ==, 0);
}

static void
a_search_finds_words_in_any_order_and_current_terms_only (Fixture *f,
                                                          gconstpointer data)
{
  g_autoptr (CrfCodingOffer) itch = NULL, ache = NULL, code = NULL, nothing = NULL;

  crf_test_import_dictionary ("0.1");
  itch = crf_reader_coding_offer (f->manager, "itching", 10, NULL);
  g_assert_cmpuint (itch->terms->len, ==, 1);
  ache = crf_reader_coding_offer (f->manager, "BELLY made-up", 10, NULL);
  g_assert_cmpuint (ache->terms->len, ==, 1);
  g_assert_cmpstr (((CrfDictionaryTerm *) g_ptr_array_index (ache->terms, 0))->soc, ==, "Invented belly class");
  code = crf_reader_coding_offer (f->manager, "9900004", 10, NULL);
  g_assert_cmpuint (code->terms->len, ==, 3);
  nothing = crf_reader_coding_offer (f->manager, "   ", 10, NULL);
  g_assert_cmpuint (nothing->terms->len, ==, 0);
}

static void
a_coding_stands_beside_the_words_with_all_levels_version_and_person (Fixture *f,
                                                                     gconstpointer data)
{
  static const struct { CrfCodedPart part; const char *name, *value; } expected[] = {
    { CRF_CODED_LLT, "AELLT", "Made-up itching" },          { CRF_CODED_LLTCD, "AELLTCD", "99000041" },
    { CRF_CODED_DECOD, "AEDECOD", "Inventitis pruriens" },  { CRF_CODED_PTCD, "AEPTCD", "99000031" },
    { CRF_CODED_HLT, "AEHLT", "Invented itches" },          { CRF_CODED_HLTCD, "AEHLTCD", "99000021" },
    { CRF_CODED_HLGT, "AEHLGT", "Invented skin group" },    { CRF_CODED_HLGTCD, "AEHLGTCD", "99000011" },
    { CRF_CODED_BODSYS, "AEBODSYS", "Invented skin class" }, { CRF_CODED_BDSYCD, "AEBDSYCD", "99000001" },
    { CRF_CODED_SOC, "AESOC", "Invented skin class" },      { CRF_CODED_SOCCD, "AESOCCD", "99000001" },
    { CRF_CODED_DICTIONARY, "AEDICT", "MedDRA 0.1 Invented" },
  };
  const CrfItem *item = crf_study_find_item_by_concept (crf_session_get_study (f->manager), "ae.term");
  g_autoptr (GPtrArray) terms = NULL;
  const CrfCodableTerm *term;

  crf_test_import_dictionary ("0.1");
  crf_outcome_free (crf_test_do (f->manager, "code-event", f->number, "event", "1", "code", "99000041", NULL));
  terms = crf_reader_codable_terms (f->manager, f->number, NULL);
  term = g_ptr_array_index (terms, 0);
  g_assert_cmpint (term->state, ==, CRF_CODING_CODED);
  g_assert_cmpstr (term->verbatim, ==, "made-up  ITCHING");
  g_assert_cmpstr (term->user, ==, "chen");
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autofree char *name = crf_coding_variable (item, expected[i].part);

      g_assert_cmpstr (name, ==, expected[i].name);
      g_assert_cmpstr (term->parts[expected[i].part], ==, expected[i].value);
    }
}

static void
only_the_data_manager_codes (Fixture *f,
                             gconstpointer data)
{
  crf_test_import_dictionary ("0.1");
  crf_test_refused (f->monitor, "not-permitted", "code-event", f->number, "event", "1", "code", "99000041", NULL);
  crf_test_refused (f->study->nurse, "not-permitted", "code-event", f->number, "event", "1", "code", "99000041", NULL);
  crf_test_refused (f->study->investigator, "not-permitted", "code-event", f->number, "event", "1", "code", "99000041", NULL);
  crf_test_refused (f->study->admin, "not-permitted", "code-event", f->number, "event", "1", "code", "99000041", NULL);
  assert_term (f, "event", CRF_CODING_OPEN, NULL);
}

static void
what_is_not_in_the_dictionary_or_not_current_is_refused (Fixture *f,
                                                         gconstpointer data)
{
  crf_test_import_dictionary ("0.1");
  crf_test_refused (f->manager, "code-unknown", "code-event", f->number, "event", "1", "code", "12345678", NULL);
  crf_test_refused (f->manager, "code-not-current", "code-event", f->number, "event", "1", "code", "99000042", NULL);
  crf_test_refused (f->manager, "term-unknown", "code-event", f->number, "event", "2", "code", "99000041", NULL);
  crf_test_refused (f->manager, "argument-missing", "code-event", f->number, "code", "99000041", NULL);
}

static void
another_code_needs_a_reason_and_the_same_is_none (Fixture *f,
                                                  gconstpointer data)
{
  crf_test_import_dictionary ("0.1");
  crf_outcome_free (crf_test_do (f->manager, "code-event", f->number, "event", "1", "code", "99000041", NULL));
  crf_test_refused (f->manager, "coded-already", "code-event", f->number, "event", "1", "code", "99000041", NULL);
  crf_test_refused (f->manager, "reason-missing", "code-event", f->number, "event", "1", "code", "99000043", NULL);
  crf_outcome_free (crf_test_do (f->manager, "code-event", f->number, "event", "1", "code", "99000043", "reason", "it is an ache", NULL));
  assert_term (f, "event", CRF_CODING_CODED, "Inventalgia");
  crf_test_refused (f->manager, "argument-missing", "uncode-event", f->number, "event", "1", NULL);
  crf_outcome_free (crf_test_do (f->manager, "uncode-event", f->number, "event", "1", "reason", "asked the site", NULL));
  assert_term (f, "event", CRF_CODING_OPEN, NULL);
  g_assert_cmpuint (count_entries (f, "term.code"), ==, 3);
}

static void
a_coding_falls_visibly_when_the_words_change (Fixture *f,
                                              gconstpointer data)
{
  g_autoptr (CrfOutcome) changed = NULL;

  crf_test_import_dictionary ("0.1");
  crf_outcome_free (crf_test_do (f->manager, "code-event", f->number, "event", "1", "code", "99000041", NULL));
  g_free (enter (f, "COMMON", "F.AE", f->event, NULL, "AEONGO", "Y"));
  assert_term (f, "event", CRF_CODING_CODED, "Inventitis pruriens");
  g_assert_cmpuint (count_entries (f, "term.code"), ==, 1);
  changed = crf_test_do (f->study->nurse, "enter", f->number, "event", "COMMON", "form", "F.AE", "formkey", f->event, "item", "AETERM", "value",
                         "made-up ache", "reason", "misread", NULL);
  assert_term (f, "event", CRF_CODING_FALLEN, NULL);
  g_assert_cmpuint (count_entries (f, "term.code"), ==, 2);
  g_assert_cmpuint (changed->notices->len, ==, 1);
  crf_outcome_free (crf_test_do (f->manager, "code-event", f->number, "event", "1", "code", "99000043", NULL));
  assert_term (f, "event", CRF_CODING_CODED, "Inventalgia");
}

static void
a_line_of_the_history_is_coded_as_an_event_is (Fixture *f,
                                               gconstpointer data)
{
  crf_test_import_dictionary ("0.1");
  g_free (enter (f, "SCREENING", "F.MH", NULL, "new", "MHTERM", "made-up ache"));
  g_free (enter (f, "SCREENING", "F.MH", NULL, "new", "MHTERM", "made-up itch"));
  crf_outcome_free (crf_test_do (f->manager, "code-event", f->number, "history", "1", "code", "99000044", NULL));
  assert_term (f, "history", CRF_CODING_CODED, "Inventalgia");
  assert_term (f, "event", CRF_CODING_OPEN, NULL);
  {
    g_autoptr (GPtrArray) terms = crf_reader_codable_terms (f->manager, NULL, NULL);
    const CrfCodableTerm *second = g_ptr_array_index (terms, 2);

    g_assert_cmpuint (terms->len, ==, 3);
    g_assert_cmpstr (second->verbatim, ==, "made-up itch");
    g_assert_cmpint (second->number, ==, 2);
    g_assert_cmpint (second->state, ==, CRF_CODING_OPEN);
  }
}

static void
a_coding_voids_no_signature_and_frozen_data_can_be_coded (Fixture *f,
                                                          gconstpointer data)
{
  crf_test_import_dictionary ("0.1");
  crf_outcome_free (crf_test_do (f->manager, "freeze", f->number, "reason", "analysis", NULL));
  crf_outcome_free (crf_test_do (f->manager, "code-event", f->number, "event", "1", "code", "99000041", NULL));
  crf_outcome_free (crf_test_do (f->manager, "unfreeze", f->number, "reason", "more data", NULL));
  crf_outcome_free (crf_test_do (f->manager, "lock", f->number, "reason", "the end", NULL));
  crf_test_refused (f->manager, "locked", "code-event", f->number, "event", "1", "code", "99000043", "reason", "why not", NULL);
}

static void
a_study_codes_with_the_version_that_was_chosen (Fixture *f,
                                                gconstpointer data)
{
  g_autoptr (CrfCodingOffer) newest = NULL, chosen = NULL;

  crf_test_import_dictionary ("0.9");
  crf_test_import_dictionary ("0.10");
  newest = crf_reader_coding_offer (f->manager, "itch", 10, NULL);
  g_assert_cmpstr (newest->release, ==, "MedDRA 0.10 Invented");
  crf_test_refused (f->manager, "dictionary-missing", "set-dictionary", NULL, "version", "0.3", "language", "Invented", NULL);
  crf_outcome_free (crf_test_do (f->manager, "set-dictionary", NULL, "version", "0.9", "language", "Invented", NULL));
  chosen = crf_reader_coding_offer (f->manager, "itch", 10, NULL);
  g_assert_cmpstr (chosen->release, ==, "MedDRA 0.9 Invented");
  forget_dictionaries ();
  crf_test_import_dictionary ("0.10");
  crf_test_refused (f->manager, "dictionary-missing", "code-event", f->number, "event", "1", "code", "99000041", NULL);
}

static void
codings_are_rebuilt_from_the_journal (Fixture *f,
                                      gconstpointer data)
{
  crf_test_import_dictionary ("0.1");
  crf_outcome_free (crf_test_do (f->manager, "code-event", f->number, "event", "1", "code", "99000041", NULL));
  crf_outcome_free (crf_test_do (f->manager, "uncode-event", f->number, "event", "1", "reason", "wrong", NULL));
  crf_outcome_free (crf_test_do (f->manager, "code-event", f->number, "event", "1", "code", "99000043", NULL));
  assert_term (f, "event", CRF_CODING_CODED, "Inventalgia");
}

static void
a_damaged_dictionary_is_said_to_be_damaged (Fixture *f,
                                            gconstpointer data)
{
  g_autoptr (GPtrArray) releases = NULL;
  g_autoptr (CrfOutcome) outcome = NULL;

  crf_test_import_dictionary ("0.1");
  releases = crf_dictionary_list ();
  g_assert_true (g_file_set_contents (((CrfDictionaryRelease *) g_ptr_array_index (releases, 0))->path, "no dictionary", -1, NULL));
  outcome = crf_conduct_with (f->manager, "code-event", f->number, NULL, "event", "1", "code", "99000041", NULL);
  g_assert_cmpstr (outcome->refusal->code, ==, "dictionary-missing");
  g_assert_nonnull (strstr (outcome->refusal->message, "cannot be read"));
  g_unlink (((CrfDictionaryRelease *) g_ptr_array_index (releases, 0))->path);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add ("/conduct/coding/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("without-a-dictionary-coding-says-what-to-do", without_a_dictionary_coding_says_what_to_do);
  ADD ("a-term-of-the-same-name-is-proposed-and-not-taken", a_term_of_the_same_name_is_proposed_and_not_taken);
  ADD ("a-search-finds-words-in-any-order-and-current-terms-only", a_search_finds_words_in_any_order_and_current_terms_only);
  ADD ("a-coding-stands-beside-the-words-with-all-levels-version-and-person", a_coding_stands_beside_the_words_with_all_levels_version_and_person);
  ADD ("only-the-data-manager-codes", only_the_data_manager_codes);
  ADD ("what-is-not-in-the-dictionary-or-not-current-is-refused", what_is_not_in_the_dictionary_or_not_current_is_refused);
  ADD ("another-code-needs-a-reason-and-the-same-is-none", another_code_needs_a_reason_and_the_same_is_none);
  ADD ("a-coding-falls-visibly-when-the-words-change", a_coding_falls_visibly_when_the_words_change);
  ADD ("a-line-of-the-history-is-coded-as-an-event-is", a_line_of_the_history_is_coded_as_an_event_is);
  ADD ("a-coding-voids-no-signature-and-frozen-data-can-be-coded", a_coding_voids_no_signature_and_frozen_data_can_be_coded);
  ADD ("a-study-codes-with-the-version-that-was-chosen", a_study_codes_with_the_version_that_was_chosen);
  ADD ("codings-are-rebuilt-from-the-journal", codings_are_rebuilt_from_the_journal);
  ADD ("a-damaged-dictionary-is-said-to-be-damaged", a_damaged_dictionary_is_said_to_be_damaged);
#undef ADD

  return g_test_run ();
}
