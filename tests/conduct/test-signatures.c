/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every kind of electronic signature there is, given as people give it, and then forged in every way a row can be copied or changed: the verification
 * names each (21 CFR 11.50, 11.70, 11.200). */

#include "blind-life.h"
#include "crf-detail.h"
#include "crf-reader-trust.h"
#include "crf-records.h"
#include "crf-session-private.h"
#include "crf-signature.h"
#include "crf-signing.h"
#include "crf-use-case-private.h"
#include "crf-verify.h"
#include "ward.h"

#include <string.h>

#define act(...) crf_outcome_free (crf_test_do (__VA_ARGS__))
#define PASS "passphrase", CRF_TEST_PASSPHRASE

/* ── What is signed ── */

typedef struct { GHashTable *kinds; GPtrArray *rows; } Signed;

static gboolean
collect (const CrfJournalRecord *record,
         gpointer data)
{
  Signed *found = data;
  g_autoptr (JsonObject) detail = crf_detail_parse (record->columns[CRF_COL_DETAIL], NULL);
  g_autofree char *meaning = crf_detail_get (detail, "meaning");
  CrfJournalRecord *copy;

  if (!g_hash_table_add (found->kinds, g_steal_pointer (&meaning)))
    return TRUE;
  copy = g_new0 (CrfJournalRecord, 1);
  for (guint i = 0; i < CRF_N_COLS; i++)
    copy->columns[i] = g_strdup (record->columns[i]);
  g_ptr_array_add (found->rows, copy);
  return TRUE;
}

static void
row_free (gpointer data)
{
  CrfJournalRecord *record = data;

  for (guint i = 0; i < CRF_N_COLS; i++)
    g_free (record->columns[i]);
  g_free (record);
}

static void
find_signed (CrfStudyFile *file,
             Signed *found)
{
  CrfEntry target = { .action = CRF_ACTION_SIGN };

  found->kinds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  found->rows = g_ptr_array_new_with_free_func (row_free);
  g_assert_true (crf_records_journal (file, &target, NULL, 0, FALSE, collect, found, NULL));
}

/* All kinds that any life of this program has signed. */
static GHashTable *seen_kinds;

static void
signed_clear (Signed *found)
{
  g_hash_table_unref (found->kinds);
  g_ptr_array_unref (found->rows);
}

static void
assert_kinds (const Signed *found,
              const char *const *kinds)
{
  for (guint i = 0; kinds[i] != NULL; i++)
    {
      g_hash_table_add (seen_kinds, (gpointer) kinds[i]);
      if (!g_hash_table_contains (found->kinds, kinds[i]))
        g_test_message ("nothing is signed as “%s”", kinds[i]);
      g_assert_true (g_hash_table_contains (found->kinds, kinds[i]));
    }
}

/* ── Forging ── */

/* A member of the detail with one character exchanged; @value says what stands there instead, where it matters. */
static void
change_member (JsonObject *detail,
               const char *key,
               const char *value)
{
  g_autofree char *text = crf_detail_get (detail, key);

  if (value == NULL)
    text[strlen (text) / 2] = text[strlen (text) / 2] == 'a' ? 'b' : 'a';
  json_object_set_string_member (detail, key, value != NULL ? value : text);
}

typedef struct
{
  const char *what;
  const char *member;     /* of the detail, that is changed; NULL: the row as it is, at another place */
  gboolean other_subject, other_place, other_person;
} Forgery;

static const Forgery forgeries[] = {
  { "the row once more", NULL, FALSE, FALSE, FALSE },       { "another patient", NULL, TRUE, FALSE, FALSE },
  { "another form", NULL, FALSE, TRUE, FALSE },             { "another person", NULL, FALSE, FALSE, TRUE },
  { "another meaning", "meaning", FALSE, FALSE, FALSE },    { "another text", "shown", FALSE, FALSE, FALSE },
  { "a changed signature", "signature", FALSE, FALSE, FALSE }, { "a key of nobody", "key", FALSE, FALSE, FALSE },
};

static void
forge (CrfSession *session,
       const CrfJournalRecord *row,
       const Forgery *forgery,
       const char *other_subject,
       const char *other_person)
{
  CrfStudyFile *file = crf_session_get_file (session);
  g_autoptr (JsonObject) detail = crf_detail_parse (row->columns[CRF_COL_DETAIL], NULL);
  g_autofree char *heads = crf_records_heads (file);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  CrfActor actor = crf_session_get_actor (session);
  CrfEntry entry = { .action = CRF_ACTION_SIGN, .subject = row->columns[CRF_COL_SUBJECT], .event = row->columns[CRF_COL_EVENT],
                     .eventkey = row->columns[CRF_COL_EVENTKEY], .form = row->columns[CRF_COL_FORM], .formkey = row->columns[CRF_COL_FORMKEY] };

  actor.user = forgery->other_person ? other_person : row->columns[CRF_COL_USER];
  actor.role = row->columns[CRF_COL_ROLE];
  if (forgery->other_subject)
    entry.subject = other_subject;
  if (forgery->other_place)
    {
      entry.subject = entry.subject != NULL ? entry.subject : other_subject;
      entry.event = "SE.SCREENING";
      entry.eventkey = "1";
      entry.form = g_strcmp0 (entry.form, "F.DM") == 0 ? "F.CONSENT" : "F.DM";
      entry.formkey = "1";
    }
  /* So that it is not found by the heads alone. */
  if (heads != NULL)
    json_object_set_string_member (detail, "heads", heads);
  if (forgery->member != NULL)
    change_member (detail, forgery->member, NULL);
  text = crf_detail_to_text (detail);
  entry.detail = text;
  g_assert_true (crf_session_append_alone (file, &actor, &entry, &error));
  g_assert_no_error (error);
}

static guint
count_faults (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfVerifyReport) report = crf_verify (path, NULL, NULL, NULL, &error);
  g_autoptr (GHashTable) places = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_no_error (error);
  for (guint i = 0; i < report->faults->len; i++)
    {
      const CrfVerifyFault *fault = g_ptr_array_index (report->faults, i);

      g_test_message ("%s: %s", fault->where, fault->what);
      g_assert_nonnull (strstr (fault->where, "journal"));
      /* Another person's signature may also be in a role that he was never given. */
      g_assert_true (strstr (fault->what, "signature") != NULL || strstr (fault->what, "in the role") != NULL);
      g_hash_table_add (places, fault->where);
    }
  return g_hash_table_size (places);
}

/* @session is signed in on the file at @path; what was forged is named, each, and nothing else is. */
static void
forge_all (CrfSession *session,
           const char *path,
           const Signed *found,
           const char *other_subject,
           const char *other_person)
{
  guint before = count_faults (path), n = 0;

  g_assert_cmpuint (before, ==, 0);
  for (guint i = 0; i < found->rows->len; i++)
    for (guint j = 0; j < G_N_ELEMENTS (forgeries); j++, n++)
      forge (session, g_ptr_array_index (found->rows, i), &forgeries[j], other_subject, other_person);
  g_test_message ("%u kinds, %u forgeries", found->rows->len, n);
  g_assert_cmpuint (count_faults (path), ==, n);
}

/* ── A life with all kinds ── */

/* By the investigator, who may judge causality too. */
static void
complete (CrfTestStudy *study,
          const char *number,
          const char *event,
          const char *form_oid,
          const char *formkey)
{
  g_autofree char *event_oid = g_strconcat ("SE.", event, NULL);
  CrfTarget target = { .subject = (char *) number, .event = event_oid, .eventkey = (char *) "1", .form = (char *) form_oid, .formkey = (char *) formkey };
  g_autoptr (CrfFormState) form = crf_reader_form (study->investigator, &target, NULL);

  for (guint i = 0; i < form->sections->len; i++)
    {
      CrfSectionState *section = g_ptr_array_index (form->sections, i);

      for (guint j = 0; j < section->fields->len; j++)
        {
          CrfFieldState *field = g_ptr_array_index (section->fields, j);

          if (field->required && field->editable && crf_value_is_empty (field->value))
            act (study->investigator, "enter", number, "event", event, "form", form_oid, "formkey", formkey, "item", field->item->oid, "missing", "UNK", NULL);
        }
    }
  act (study->investigator, "complete-form", number, "event", event, "form", form_oid, "formkey", formkey, NULL);
}

static CrfSession *
add_person (CrfTestStudy *study,
            const char *login,
            const char *role)
{
  g_autoptr (GError) error = NULL;
  CrfSession *session;

  act (study->admin, "add-user", NULL, "login", login, "name", login, "roles", role, "new-passphrase", CRF_TEST_PASSPHRASE, NULL);
  session = crf_session_sign_in_file (crf_session_get_file (study->admin), login, CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (study), &error);
  g_assert_no_error (error);
  return session;
}

static char *
key_of (CrfSession *session,
        const char *number)
{
  g_autoptr (CrfPatient) patient = crf_reader_patient (session, number, NULL);

  return g_strdup (patient->key);
}

/* The infusion day: eligibility, go, dose check, identity by two, a block overridden. */
static void
signatures_of_an_infusion_day_are_bound (void)
{
  static const char *const kinds[] = { "eligibility", "go-no-go", "dose-check", "identity", "identity-second", "override", "product-release",
                                       "handover", "close-out", NULL };
  Ward ward = { 0 };
  Signed found;
  g_autofree char *other = NULL, *other_key = NULL;

  ward_open (&ward, NULL);
  ward_plan (&ward);
  ward_order_and_go (&ward);
  act (ward.study->nurse, "prepare-product", ward.number, "at", "2026-03-02 08:40", "thaw", "2026-03-02 08:30", "use-before", "2026-03-02 09:00", NULL);
  ward_check_identity (&ward);
  act (ward.study->investigator, "override-block", ward.number, "block", "thaw-expired", "why", "laboratory confirms 60 minutes", PASS, NULL);
  ward_check_dose (&ward);
  ward_start (&ward);
  crf_test_study_set_now (ward.study, "2026-03-02T10:10");
  act (ward.study->nurse, "give-infusion", ward.number, "stop", "2026-03-02 10:04", "volume", "50", "outcome", "GIVEN", NULL);
  act (ward.study->nurse, "hand-over", ward.number, "at", "2026-03-02 10:10", "second", "zhao", "second-passphrase", CRF_TEST_PASSPHRASE, NULL);
  crf_test_study_set_now (ward.study, "2026-03-03T09:14");
  act (ward.study->nurse, "close-infusion", ward.number, "reaction", "N", "sae", "N", PASS, NULL);
  other = crf_test_register (ward.study);
  other_key = key_of (ward.study->nurse, other);
  find_signed (crf_session_get_file (ward.study->admin), &found);
  assert_kinds (&found, kinds);
  forge_all (ward.study->admin, ward.study->path, &found, other_key, "admin");
  signed_clear (&found);
  ward_close (&ward, NULL);
}

static char *
add_serious_event (CrfTestStudy *study,
                   const char *number)
{
  g_autoptr (CrfOutcome) first = crf_test_do (study->nurse, "enter", number, "event", "COMMON", "form", "F.AE", "formkey", "new", "item", "AETERM", "value",
                                              "variceal bleeding", NULL);
  char *key = g_strdup (g_hash_table_lookup (first->results, "formkey"));

  act (study->nurse, "enter", number, "event", "COMMON", "form", "F.AE", "formkey", key, "item", "AESTDTC", "value", "2026-03-02", NULL);
  act (study->nurse, "enter", number, "event", "COMMON", "form", "F.AE", "formkey", key, "item", "AESER", "value", "Y", NULL);
  act (study->nurse, "enter", number, "event", "COMMON", "form", "F.AE", "formkey", key, "item", "AESLIFE", "value", "Y", NULL);
  return key;
}

static gboolean
is_void (CrfTestStudy *study,
         const char *subject,
         const char *formkey)
{
  CrfEntry target = { .subject = subject, .event = "SE.COMMON", .form = "F.AE", .formkey = formkey };
  g_autoptr (GPtrArray) signatures = crf_signature_list (crf_session_get_file (study->admin), &target, NULL);

  g_assert_cmpuint (signatures->len, >=, 1);
  return ((CrfSignatureRecord *) g_ptr_array_index (signatures, 0))->void_;
}

/* A serious adverse event: name, time and meaning; void when the event is corrected, asked for again, and given again. */
static void
a_signed_serious_event_is_void_when_it_is_corrected (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study), *subject = key_of (study->nurse, number), *key = add_serious_event (study, number);
  CrfTarget target = { .subject = number, .event = (char *) "SE.COMMON", .eventkey = (char *) "1", .form = (char *) "F.AE", .formkey = key };
  g_autoptr (GPtrArray) views = NULL, voided = NULL, again = NULL;

  complete (study, number, "COMMON", "F.AE", key);
  crf_test_refused (study->nurse, "not-permitted", "sign-form", number, "event", "COMMON", "form", "F.AE", "formkey", key, PASS, NULL);
  act (study->investigator, "sign-form", number, "event", "COMMON", "form", "F.AE", "formkey", key, PASS, NULL);
  views = crf_reader_signatures (study->nurse, &target, NULL);
  g_assert_cmpuint (views->len, ==, 1);
  g_assert_cmpstr (((CrfSignatureView *) g_ptr_array_index (views, 0))->name, ==, "Wang Wei");
  g_assert_cmpstr (((CrfSignatureView *) g_ptr_array_index (views, 0))->when, ==, "2026-03-02 09:14 +08:00");
  g_assert_nonnull (((CrfSignatureView *) g_ptr_array_index (views, 0))->meaning);
  g_assert_false (is_void (study, subject, key));
  crf_test_study_set_now (study, "2026-03-03T10:00");
  act (study->nurse, "enter", number, "event", "COMMON", "form", "F.AE", "formkey", key, "item", "AETERM", "value", "oesophageal variceal bleeding", "reason",
       "endoscopy report", NULL);
  g_assert_true (is_void (study, subject, key));
  voided = crf_reader_voided (study->investigator, NULL, NULL);
  g_assert_cmpuint (voided->len, ==, 1);
  act (study->investigator, "sign-form", number, "event", "COMMON", "form", "F.AE", "formkey", key, PASS, NULL);
  g_assert_false (is_void (study, subject, key));
  again = crf_reader_voided (study->investigator, NULL, NULL);
  g_assert_cmpuint (again->len, ==, 0);
}

/* Form, serious event, casebook, delegation log, populations, lock, unlock. */
static void
signatures_of_a_casebook_and_a_study_are_bound (void)
{
  static const char *const kinds[] = { CRF_MEANING_FORM, CRF_MEANING_SAE, CRF_MEANING_CASEBOOK, CRF_MEANING_DELEGATIONS, CRF_MEANING_POPULATIONS,
                                       CRF_MEANING_LOCK, CRF_MEANING_UNLOCK, NULL };
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  CrfSession *manager = add_person (study, "chen", "data-manager"), *statistician = add_person (study, "song", "statistician"),
             *principal = add_person (study, "zhou", "principal-investigator");
  g_autofree char *number = crf_test_register (study), *key = add_serious_event (study, number), *other = crf_test_register (study),
                  *other_key = key_of (study->nurse, other);
  const char *const patients[] = { number, other };
  Signed found;

  for (guint i = 0; i < G_N_ELEMENTS (patients); i++)
    {
      complete (study, patients[i], "SCREENING", "F.DM", "1");
      complete (study, patients[i], "SCREENING", "F.CONSENT", "1");
    }
  complete (study, number, "COMMON", "F.AE", key);
  act (study->investigator, "sign-form", number, "event", "COMMON", "form", "F.AE", "formkey", key, PASS, NULL);
  act (study->investigator, "sign-form", number, "event", "SCREENING", "form", "F.DM", PASS, NULL);
  act (study->investigator, "sign-casebook", number, PASS, NULL);
  act (study->investigator, "sign-casebook", other, PASS, NULL);
  act (principal, "delegate", NULL, "login", "li", "task", "enter", "from", "2026-03-01", NULL);
  act (principal, "sign-delegations", NULL, PASS, NULL);
  act (manager, "freeze", NULL, "scope", "study", NULL);
  act (statistician, "sign-populations", NULL, PASS, NULL);
  act (study->investigator, "sign-lock", NULL, PASS, NULL);
  act (manager, "sign-lock", NULL, PASS, NULL);
  act (statistician, "sign-lock", NULL, PASS, NULL);
  act (manager, "sign-unlock", NULL, "reason", "a late report", PASS, NULL);
  act (principal, "sign-unlock", NULL, "reason", "a late report", PASS, NULL);
  find_signed (crf_session_get_file (study->admin), &found);
  assert_kinds (&found, kinds);
  forge_all (study->admin, study->path, &found, other_key, "admin");
  signed_clear (&found);
  crf_session_close (manager);
  crf_session_close (statistician);
  crf_session_close (principal);
}

/* The code of one patient of a masked study, told by who holds the key. */
static void
a_code_break_is_bound (void)
{
  static const char *const kinds[] = { "code-break", "eligibility", NULL };
  BlindLife *life = blind_life_begin ("nct01218464", "one");
  g_autofree char *other = NULL, *other_key = NULL;
  Signed found;

  for (guint i = 0; i < 2; i++)
    blind_life_add_subject (life);
  act (life->pharmacist, "disclose-arm", g_ptr_array_index (life->subjects, 0), "login", "wang", "reason", "sepsis after the infusion", "passphrase", "demo",
       NULL);
  find_signed (crf_session_get_file (life->admin), &found);
  assert_kinds (&found, kinds);
  other_key = key_of (life->nurse, g_ptr_array_index (life->subjects, 1));
  forge_all (life->admin, life->path, &found, other_key, "admin");
  signed_clear (&found);
  blind_life_free (life);
}

/* Two components for the first signature of a session, and for each one after it the passphrase again; after idle lock both are asked for. */
static void
no_signature_without_the_passphrase (void)
{
  guint signing = 0;

  for (const CrfUseCase *const *use_case = crf_use_cases_list (); *use_case != NULL; use_case++)
    {
      gboolean asked = FALSE;

      if (!g_str_has_prefix ((*use_case)->name, "sign-") &&
          !g_strv_contains ((const char *const[]) { "break-code", "disclose-arm", "check-infusion", "check-identity", "override-block", "close-infusion",
                                                    "release-product", "unblind-trial", NULL }, (*use_case)->name))
        continue;
      for (const CrfParameter *p = (*use_case)->parameters; p->key != NULL; p++)
        asked |= strcmp (p->key, "passphrase") == 0 && p->required && strcmp (p->kind, "passphrase") == 0;
      g_assert_true (asked);
      signing++;
    }
  g_assert_cmpuint (signing, >=, 16);
}

/* Who adds a kind of signature, or an act that asks for a passphrase, adds it to the lives above, or says here that it signs nothing. */
static void
every_kind_of_signature_was_forged (void)
{
  static const char *const sign[] = {
    "break-code", "check-identity", "check-infusion", "close-infusion", "disclose-arm", "hand-over", "override-block", "release-product", "sign-casebook",
    "sign-delegations", "sign-eligibility", "sign-form", "sign-go", "sign-lock", "sign-populations", "sign-unlock", NULL,
  };
  /* Authority is asked for again, and no statement is signed. unblind-trial: two people open a key, which is an entry of its own kind.
     sign-definition, sign-list: of a file outside, which tests of exchange/ forge. */
  static const char *const do_not[] = {
    "activate-amendment", "add-user", "change-passphrase", "preview-amendment", "reset-user", "set-shift-pin", "sign-definition", "sign-list", "switch-version", "unblind-trial",
    NULL,
  };
  const char *meaning;

  for (guint i = 0; (meaning = crf_meaning_get (i)) != NULL; i++)
    {
      g_test_message ("“%s”", meaning);
      g_assert_true (g_hash_table_contains (seen_kinds, meaning));
      g_assert_cmpstr (crf_meaning_label (meaning), !=, meaning);
    }
  g_assert_cmpuint (g_hash_table_size (seen_kinds), ==, 17);
  for (const CrfUseCase *const *use_case = crf_use_cases_list (); *use_case != NULL; use_case++)
    for (const CrfParameter *p = (*use_case)->parameters; p->key != NULL; p++)
      if (strcmp (p->kind, "passphrase") == 0 && p->required)
        {
          g_test_message ("%s", (*use_case)->name);
          g_assert_true (g_strv_contains (sign, (*use_case)->name) || g_strv_contains (do_not, (*use_case)->name));
        }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  seen_kinds = g_hash_table_new (g_str_hash, g_str_equal);
  blind_random_init ();

#define ADD(name, function) g_test_add_func ("/conduct/signatures/" name, function)
  ADD ("those-of-an-infusion-day-are-bound", signatures_of_an_infusion_day_are_bound);
  ADD ("those-of-a-casebook-and-a-study-are-bound", signatures_of_a_casebook_and_a_study_are_bound);
  ADD ("a-code-break-is-bound", a_code_break_is_bound);
  ADD ("a-signed-serious-event-is-void-when-it-is-corrected", a_signed_serious_event_is_void_when_it_is_corrected);
  ADD ("no-signature-without-the-passphrase", no_signature_without_the_passphrase);
  ADD ("every-kind-of-signature-was-forged", every_kind_of_signature_was_forged);

  return g_test_run ();
}
