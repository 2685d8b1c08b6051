/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A temporary study for tests of conduct and of everything above it. */

#include "crf-test-study.h"

#include "crf-dictionary.h"
#include "crf-import-batch.h"

#include "crf-partial-date.h"
#include "crf-records.h"

#include <glib/gstdio.h>

CrfClock
crf_test_study_clock (CrfTestStudy *self)
{
  return crf_clock_fixed (&self->now);
}

static CrfTestStudy *
create (const char *protocol)
{
  CrfTestStudy *self = g_new0 (CrfTestStudy, 1);
  CrfCreateRequest request = { .definition = protocol, .site = "Third Hospital", .centre = "01", .login = "admin", .name = "Zhao Min",
                               .passphrase = CRF_TEST_PASSPHRASE, .demo = TRUE };
  CrfRefusal *refusal = NULL;
  g_autoptr (GError) error = NULL;
  gboolean created;

  self->dir = g_dir_make_tmp ("crf-test-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->dir, "trial.stemward", NULL);
  crf_test_study_set_now (self, "2026-03-02T09:14");
  request.clock = crf_test_study_clock (self);
  created = crf_session_create_study (self->path, &request, &self->recovery, &self->fingerprint, &refusal, &error);
  g_assert_no_error (error);
  g_assert_null (refusal);
  g_assert_true (created);
  return self;
}

CrfTestStudy *
crf_test_study_new_bare (void)
{
  return create ("nct06167473");
}

static CrfSession *
sign_in (CrfTestStudy *self,
         const char *login)
{
  g_autoptr (GError) error = NULL;
  CrfSession *session = crf_session_sign_in_file (crf_session_get_file (self->admin), login, CRF_TEST_PASSPHRASE, NULL,
                                                  crf_test_study_clock (self), &error);

  g_assert_no_error (error);
  g_assert_nonnull (session);
  return session;
}

static void
open_admin (CrfTestStudy *self)
{
  g_autoptr (GError) error = NULL;

  self->admin = crf_session_sign_in (self->path, "admin", CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (self), &error);
  g_assert_no_error (error);
  g_assert_nonnull (self->admin);
}

void
crf_test_study_open (CrfTestStudy *self)
{
  open_admin (self);
  self->nurse = sign_in (self, "li");
  self->investigator = sign_in (self, "wang");
}

void
crf_test_study_close (CrfTestStudy *self)
{
  g_clear_pointer (&self->investigator, crf_session_close);
  g_clear_pointer (&self->nurse, crf_session_close);
  g_clear_pointer (&self->admin, crf_session_close);
}

CrfTestStudy *
crf_test_study_new_of (const char *protocol)
{
  CrfTestStudy *self = create (protocol);

  open_admin (self);
  crf_outcome_free (crf_test_do (self->admin, "confirm-recovery-key", NULL, "recovery-key", self->recovery, NULL));
  crf_outcome_free (crf_test_do (self->admin, "add-user", NULL, "login", "li", "name", "Li Na", "roles", "nurse", "new-passphrase",
                                 CRF_TEST_PASSPHRASE, NULL));
  crf_outcome_free (crf_test_do (self->admin, "add-user", NULL, "login", "wang", "name", "Wang Wei", "roles", "investigator",
                                 "new-passphrase", CRF_TEST_PASSPHRASE, NULL));
  crf_outcome_free (crf_test_do (self->admin, "add-consent-version", NULL, "number", "1.0", "valid-from", "2026-01-01", NULL));
  self->nurse = sign_in (self, "li");
  self->investigator = sign_in (self, "wang");
  return self;
}

static void
cut_question (GString *definition, const char *oid)
{
  g_autofree char *start = g_strdup_printf ("<sw:Question OID=\"%s\"", oid);
  const char *begin = strstr (definition->str, start);
  const char *end = begin != NULL ? strstr (begin, "</sw:Question>") : NULL;

  if (end != NULL)
    g_string_erase (definition, begin - definition->str, end + strlen ("</sw:Question>") - begin);
}

void
crf_test_set_randomisation (GString *definition, const char *randomisation)
{
  const char *begin = strstr (definition->str, "<sw:Randomisation "), *end;

  g_assert_nonnull (begin);
  end = strstr (begin, "</sw:Randomisation>");
  g_assert_nonnull (end);
  end += strlen ("</sw:Randomisation>");
  {
    gssize at = begin - definition->str;

    g_string_erase (definition, at, end - begin);
    g_string_insert (definition, at, randomisation);
  }
  cut_question (definition, "Q.STRATA");
  cut_question (definition, "Q.PRODUCT");
}

CrfTestStudy *
crf_test_study_new (void)
{
  return crf_test_study_new_of ("nct06167473");
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      g_unlink (file);
    }
  g_rmdir (path);
}

void
crf_test_study_free (CrfTestStudy *self)
{
  if (self == NULL)
    return;
  crf_test_study_close (self);
  remove_folder (self->dir);
  g_free (self->dir);
  g_free (self->path);
  g_free (self->recovery);
  g_free (self->fingerprint);
  g_free (self);
}

void
crf_test_study_set_now (CrfTestStudy *self,
                        const char *local)
{
  CrfDate date;

  g_assert_true (crf_datetime_parse (local, FALSE, &date, NULL));
  self->now.offset_minutes = 480;
  self->now.utc_ms = (crf_date_to_minutes (&date) - 480) * 60000 + 5123;
}

static CrfOutcome *
conduct (CrfSession *session,
         const char *use_case,
         const char *subject,
         va_list list)
{
  g_autoptr (GHashTable) arguments = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;
  const char *key;
  CrfOutcome *outcome;

  while ((key = va_arg (list, const char *)) != NULL)
    {
      const char *value = va_arg (list, const char *);

      if (value != NULL)
        g_hash_table_insert (arguments, (gpointer) key, (gpointer) value);
    }
  outcome = crf_conduct (session, use_case, subject, arguments, &error);
  g_assert_no_error (error);
  g_assert_nonnull (outcome);
  return outcome;
}

CrfOutcome *
crf_test_do (CrfSession *session,
             const char *use_case,
             const char *subject,
             ...)
{
  CrfOutcome *outcome;
  va_list list;

  va_start (list, subject);
  outcome = conduct (session, use_case, subject, list);
  va_end (list);
  if (outcome->refusal != NULL)
    g_test_message ("%s was refused: %s (%s)", use_case, outcome->refusal->message, outcome->refusal->code);
  g_assert_null (outcome->refusal);
  if (outcome->prompt != NULL)
    g_test_message ("%s asks: %s (%s)", use_case, outcome->prompt->message, outcome->prompt->id);
  g_assert_null (outcome->prompt);
  return outcome;
}

void
crf_test_refused (CrfSession *session,
                  const char *code,
                  const char *use_case,
                  const char *subject,
                  ...)
{
  CrfOutcome *outcome;
  va_list list;

  va_start (list, subject);
  outcome = conduct (session, use_case, subject, list);
  va_end (list);
  g_assert_nonnull (outcome->refusal);
  g_assert_cmpstr (outcome->refusal->code, ==, code);
  g_assert_cmpstr (outcome->refusal->message, !=, "");
  crf_outcome_free (outcome);
}

char *
crf_test_register (CrfTestStudy *self)
{
  /* Each is another person: the first H-77120, then H-77121 … */
  guint n = crf_records_count_subjects (crf_session_get_file (self->admin), NULL);
  g_autofree char *hospital = g_strdup_printf ("H-%u", 77120 + n);
  g_autoptr (CrfOutcome) outcome =
    crf_test_do (self->nurse, "register", NULL, "sex", "M", "birth-date", "1972-05-04", "initials", "ZHHO", "name", "张红", "hospital-no",
                 hospital, "bed", "12", "consent-version", "1.0", "consent-at", "2026-03-02 08:30", "explained-by", "Wang Wei", "copy",
                 "yes", NULL);

  return g_strdup (g_hash_table_lookup (outcome->results, "number"));
}

void
crf_test_enter (CrfTestStudy *self,
                const char *subject,
                const char *event,
                const char *item,
                const char *value,
                const char *unit)
{
  crf_outcome_free (crf_test_do (self->nurse, "enter", subject, "event", event, "form", "F.VISIT", "item", item, "value", value, "unit", unit,
                                 NULL));
}

void
crf_test_bring_infusion (CrfTestStudy *self,
                         const char *subject,
                         const char *item,
                         const char *value)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) corrected = crf_conduct_with (self->nurse, "enter", subject, NULL, "event", "INFUSION", "form", "F.INF", "item", item, "value",
                                                       value, "reason", "read again", "confirm", "reason", NULL);
  g_autoptr (CrfBatch) batch = NULL;
  g_autofree char *key = NULL;
  g_autoptr (CrfOutcome) outcome = NULL;

  if (crf_outcome_done (corrected))
    return;
  batch = crf_batch_begin (self->nurse, &error);
  g_assert_no_error (error);
  key = crf_batch_find_subject (batch, subject, &error);
  crf_batch_store (batch, key, "SE.INFUSION", item, value, NULL, &outcome, &error);
  g_assert_no_error (error);
  g_assert_null (outcome->refusal);
  crf_batch_derive (batch, key, "SE.INFUSION", NULL, &error);
  g_assert_no_error (error);
  crf_batch_commit (batch, &error);
  g_assert_no_error (error);
}

void
crf_test_enter_labs (CrfTestStudy *self,
                     const char *subject,
                     const char *event)
{
  /* bilirubin 54 µmol/L, INR 2.0, creatinine 105 µmol/L: 10 × (0.957 ln 1.188 + 0.378 ln 3.158 + 1.120 ln 2.0 + 0.643) = 20.2 → 20 */
  static const char *const values[][3] = {
    { "VISDAT", "2026-03-02", NULL }, { "TBIL", "54", "umol/L" }, { "INR", "2.0", NULL },   { "CREAT", "105", "umol/L" },
    { "SODIUM", "131", "mmol/L" },    { "ALB", "31", "g/L" },     { "ASCCP", "SLIGHT", NULL }, { "HEGR", "0", NULL },
    { "DIALYSIS", "N", NULL },        { "ALT", "78", "U/L" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    crf_test_enter (self, subject, event, values[i][0], values[i][1], values[i][2]);
}

void
crf_test_import_dictionary (const char *version)
{
  static const CrfDictionaryPt itch = { "99000031", "Inventitis pruriens", "99000021", "Invented itches", "99000011", "Invented skin group", "99000001",
                                        "Invented skin class" };
  static const CrfDictionaryPt ache = { "99000032", "Inventalgia", "99000022", "Invented aches", "99000012", "Invented belly group", "99000002",
                                        "Invented belly class" };
  static const CrfDictionaryLlt llts[] = {
    { "99000031", "Inventitis pruriens", "99000031", TRUE },       { "99000041", "Made-up itching", "99000031", TRUE },
    { "99000042", "Old made-up itching", "99000031", FALSE },      { "99000043", "Made-up ache of the belly", "99000032", TRUE },
    { "99000044", "Ache of the belly, made up", "99000032", TRUE },
  };
  g_autoptr (GPtrArray) pts = g_ptr_array_new (), names = g_ptr_array_new ();
  const CrfDictionaryContent content = { version, "Invented", pts, names };
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (pts, (gpointer) &itch);
  g_ptr_array_add (pts, (gpointer) &ache);
  for (guint i = 0; i < G_N_ELEMENTS (llts); i++)
    g_ptr_array_add (names, (gpointer) &llts[i]);
  g_assert_true (crf_dictionary_store (&content, &error));
  g_assert_no_error (error);
}

void
crf_test_code_event (CrfTestStudy *self,
                     const char *subject,
                     const char *event,
                     const char *code)
{
  CrfSession *coder;

  crf_test_import_dictionary ("0.1");
  crf_outcome_free (crf_test_do (self->admin, "add-user", NULL, "login", "coder", "name", "Chen Jing", "roles", "data-manager", "new-passphrase",
                                 CRF_TEST_PASSPHRASE, NULL));
  coder = sign_in (self, "coder");
  crf_outcome_free (crf_test_do (coder, "code-event", subject, "event", event, "code", code, NULL));
  crf_session_close (coder);
}
