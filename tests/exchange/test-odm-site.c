/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What of a site goes along with its patients from study file to study file: lots, reference ranges, versions of the consent form, marks of source data
 * verification, codings. What is of the values holds as it did; what would hold people or patients here, or give a product to one, is told and not done. */

#include "crf-coding.h"
#include "crf-export.h"
#include "crf-reader.h"
#include "crf-records-trust.h"
#include "crf-test-study.h"
#include "crf-verify.h"
#include "transfer.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  CrfTestStudy *from, *to;
  char *number; /* of the patient there */
} Pair;

#define DO(session, ...) crf_outcome_free (crf_test_do (session, __VA_ARGS__, NULL))

/* Somebody called as the role, who is added where nobody is. */
static CrfSession *
sign_in_as (CrfTestStudy *study,
            const char *role)
{
  g_autoptr (GError) error = NULL;
  CrfSession *session = crf_session_sign_in_file (crf_session_get_file (study->admin), role, CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (study), NULL);

  if (session != NULL)
    return session;
  DO (study->admin, "add-user", NULL, "login", role, "name", role, "roles", role, "new-passphrase", CRF_TEST_PASSPHRASE);
  session = crf_session_sign_in_file (crf_session_get_file (study->admin), role, CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (study), &error);
  g_assert_no_error (error);
  return session;
}

/* Three events: of one the words changed after they were coded, one is coded, one is not. */
static void
code_events (CrfTestStudy *study,
             const char *number)
{
  static const char *const words[] = { "itchy skin", "belly ache", "tired" };
  g_autoptr (CrfOutcome) first = NULL;
  CrfSession *coder;

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      CrfOutcome *outcome = crf_test_do (study->nurse, "enter", number, "event", "COMMON", "form", "F.AE", "formkey", "new", "item", "AETERM", "value", words[i],
                                         NULL);

      if (i == 0)
        first = outcome;
      else
        crf_outcome_free (outcome);
    }
  crf_test_code_event (study, number, "1", "99000041");
  coder = sign_in_as (study, "coder");
  DO (coder, "code-event", number, "event", "2", "code", "99000043");
  crf_session_close (coder);
  DO (study->nurse, "enter", number, "event", "COMMON", "form", "F.AE", "formkey", g_hash_table_lookup (first->results, "formkey"), "item", "AETERM", "value",
      "itchy skin at night", "reason", "said so");
}

static void
fill_lots (CrfTestStudy *study)
{
  for (guint i = 0; i < 2; i++)
    {
      const char *lot = i == 0 ? "L-0200" : "L-0201";

      DO (study->nurse, "receive-lot", NULL, "lot", lot, "product", "UC-MSC", "tissue", "umbilical-cord", "concentration", "10.2", "basis", "viable", "viability",
          "91.5", "bag-volume", "20", "bags", "8", "expires", "2026-12-30", "storage", "vapour phase, tank 2");
      DO (study->investigator, "release-lot", NULL, "lot", lot, "endotoxin", "<0.25", "sterility", "NEG", "mycoplasma", "NEG", "identity", "OK");
    }
  DO (study->nurse, "destroy-lot", NULL, "lot", "L-0200", "volume", "20", "why", "bag 8 leaked");
  DO (study->investigator, "quarantine-lot", NULL, "lot", "L-0201", "why", "the tank was warm");
}

static void
verify_and_lock (CrfTestStudy *study,
                 const char *number)
{
  CrfSession *monitor = sign_in_as (study, "monitor"), *manager = sign_in_as (study, "manager");
  static const char *const items[] = { "ALT", "ALB", "TBIL" };

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    DO (monitor, "mark-verified", number, "event", "SCREENING", "form", "F.VISIT", "item", items[i]);
  DO (monitor, "unmark-verified", number, "event", "SCREENING", "form", "F.VISIT", "item", "TBIL", "reason", "the slip is of another day");
  DO (study->nurse, "enter", number, "event", "SCREENING", "item", "ALB", "value", "32", "unit", "g/L", "reason", "read again");
  DO (manager, "freeze", number, "scope", "form", "event", "SCREENING", "form", "F.DM", "reason", "cleaned");
  DO (manager, "lock", number, "scope", "form", "event", "SCREENING", "form", "F.VISIT", "reason", "cleaned");
  DO (manager, "freeze", NULL, "scope", "study", "reason", "interim analysis");
  crf_session_close (monitor);
  crf_session_close (manager);
}

/* A patient with everything that a site keeps about him. */
static void
set_up (Pair *pair,
        gconstpointer data)
{
  CrfTestStudy *study = crf_test_study_new ();
  const char *number;

  pair->from = study;
  pair->to = crf_test_study_new ();
  number = pair->number = crf_test_register (study);
  crf_test_enter_labs (study, number, "SCREENING");
  DO (study->admin, "add-consent-version", NULL, "number", "2.0", "date", "2026-02-20", "ethics", "EC-2026-031", "valid-from", "2026-03-01", "resign", "all");
  DO (study->admin, "set-range", NULL, "item", "ALT", "low", "7", "high", "40", "unit", "U/L", "sex", "M", "laboratory", "Central", "from", "2026-01-01", "confirm",
      "range-changes");
  DO (study->admin, "set-range", NULL, "item", "ALB", "low", "40", "high", "55", "unit", "g/L", "from", "2026-01-01", "confirm", "range-changes");
  code_events (study, number);
  fill_lots (study);
  verify_and_lock (study, number);
  crf_test_study_set_now (pair->to, "2026-04-01T09:00");
}

static void
tear_down (Pair *pair,
           gconstpointer data)
{
  g_free (pair->number);
  crf_test_study_free (pair->from);
  crf_test_study_free (pair->to);
}

/* ── What comes, and what it does ── */

static CrfImportReport *
carry (Pair *pair,
       const CrfOdmOptions *options,
       char **path)
{
  CrfImportReport *report;

  *path = transfer_write (pair->from->nurse, pair->from->dir, "a.xml", options);
  transfer_trust (pair->to, *path);
  report = transfer_import (pair->to->nurse, *path);
  for (guint i = 0; i < report->cells->len; i++)
    if (((CrfImportCell *) g_ptr_array_index (report->cells, i))->result == CRF_IMPORT_REFUSED)
      g_error ("%s", ((CrfImportCell *) g_ptr_array_index (report->cells, i))->reason);
  g_assert_true (report->committed);
  return report;
}

static gboolean
is_told (const CrfImportReport *report,
         const char *what,
         const char *names)
{
  for (guint i = 0; i < report->notes->len; i++)
    {
      const char *note = g_ptr_array_index (report->notes, i);

      g_test_message ("%s", note);
      if (g_str_has_prefix (note, what) && strstr (note, names) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* The acts of that file, one a line, without what @taker did itself. */
static GPtrArray *
list_acts (const char *path,
           CrfSession *taker)
{
  g_autofree char *text = NULL, *own = taker != NULL ? g_strdup_printf (" SourceID=\"%s:", crf_export_station (taker)) : NULL;
  g_auto (GStrv) lines = NULL;
  GPtrArray *acts = g_ptr_array_new_with_free_func (g_free);

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (strstr (lines[i], "<sw:Act ") != NULL && (own == NULL || strstr (lines[i], own) == NULL))
      g_ptr_array_add (acts, g_strdup (lines[i]));
  return acts;
}

static void
assert_same_acts (const char *first,
                  const char *second,
                  CrfSession *taker)
{
  g_autoptr (GPtrArray) a = list_acts (first, NULL), b = list_acts (second, taker);

  for (guint i = 0; i < MIN (a->len, b->len); i++)
    g_assert_cmpstr (g_ptr_array_index (a, i), ==, g_ptr_array_index (b, i));
  g_assert_cmpuint (a->len, ==, b->len);
}

static guint
count_acts (const char *path,
            const char *name)
{
  g_autoptr (GPtrArray) acts = list_acts (path, NULL);
  g_autofree char *start = g_strdup_printf ("<sw:Act Name=\"%s\"", name);
  guint n = 0;

  for (guint i = 0; i < acts->len; i++)
    n += strstr (g_ptr_array_index (acts, i), start) != NULL;
  return n;
}

static void
assert_everything_is_told (const char *path)
{
  /* One version is of the test study itself; the event fell when its words changed. A mark that was taken back is two. */
  static const struct { const char *name; guint n; } acts[] = { { "consent.version", 2 }, { "range.set", 2 }, { "lot.receive", 2 }, { "lot.state", 3 },
                                                                { "lot.move", 3 }, { "term.code", 3 }, { "verify.set", 4 }, { "hold.set", 3 } };

  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    {
      g_test_message ("%s", acts[i].name);
      g_assert_cmpuint (count_acts (path, acts[i].name), ==, acts[i].n);
    }
}

static const CrfLot *
find_lot (GPtrArray *lots,
          const char *number)
{
  for (guint i = 0; i < lots->len; i++)
    if (strcmp (((CrfLot *) g_ptr_array_index (lots, i))->lot, number) == 0)
      return g_ptr_array_index (lots, i);
  g_error ("no lot %s", number);
}

static void
assert_lots (Pair *pair)
{
  g_autoptr (GPtrArray) there = crf_reader_lots (pair->from->nurse, NULL), here = crf_reader_lots (pair->to->nurse, NULL);

  g_assert_cmpuint (here->len, ==, 2);
  for (guint i = 0; i < here->len; i++)
    {
      const CrfLot *b = g_ptr_array_index (here, i), *a = find_lot (there, b->lot);
      const char *const pairs[][2] = { { a->product, b->product }, { a->concentration, b->concentration }, { a->viability, b->viability }, { a->bags, b->bags },
                                       { a->expires, b->expires }, { a->left, b->left }, { a->tests, b->tests }, { a->balance, b->balance } };

      for (guint j = 0; j < G_N_ELEMENTS (pairs); j++)
        g_assert_cmpstr (pairs[j][0], ==, pairs[j][1]);
    }
  g_assert_cmpstr (find_lot (there, "L-0200")->state, ==, "released");
  g_assert_cmpstr (find_lot (here, "L-0200")->state, ==, "received");
  g_assert_cmpstr (find_lot (here, "L-0201")->state, ==, "quarantined");
}

/* ALT was compared and did not change; ALB changed afterwards, and of TBIL the monitor took the mark back. */
static void
assert_marks (Pair *pair)
{
  g_autoptr (GPtrArray) marks = crf_records_marks (crf_session_get_file (pair->to->admin), NULL, FALSE, NULL);
  g_autoptr (GPtrArray) fallen = crf_records_marks (crf_session_get_file (pair->to->admin), NULL, TRUE, NULL);
  const CrfMarkRecord *mark;

  g_assert_cmpuint (marks->len, ==, 1);
  g_assert_cmpuint (fallen->len, ==, 0);
  mark = g_ptr_array_index (marks, 0);
  g_assert_cmpstr (mark->item, ==, "IT.ALT");
  /* Words for the monitor there, and her time. */
  g_assert_nonnull (strstr (mark->user, "monitor, "));
  g_assert_true (g_str_has_prefix (mark->at, "2026-03-02T"));
}

static void
assert_codings (Pair *pair)
{
  g_autoptr (GPtrArray) terms = crf_reader_codable_terms (pair->to->nurse, NULL, NULL);
  const CrfCodableTerm *coded;

  g_assert_cmpuint (terms->len, ==, 3);
  g_assert_cmpint (((CrfCodableTerm *) g_ptr_array_index (terms, 0))->state, ==, CRF_CODING_FALLEN);
  coded = g_ptr_array_index (terms, 1);
  g_assert_cmpint (coded->state, ==, CRF_CODING_CODED);
  g_assert_cmpstr (coded->parts[CRF_CODED_DECOD], ==, "Inventalgia");
  g_assert_cmpstr (coded->parts[CRF_CODED_SOCCD], ==, "99000002");
  g_assert_cmpstr (coded->parts[CRF_CODED_DICTIONARY], ==, "MedDRA 0.1 Invented");
  g_assert_nonnull (strstr (coded->user, ", "));
  g_assert_cmpint (((CrfCodableTerm *) g_ptr_array_index (terms, 2))->state, ==, CRF_CODING_OPEN);
}

static void
assert_nothing_is_held (Pair *pair)
{
  g_autoptr (GPtrArray) holds = crf_records_holds (crf_session_get_file (pair->to->admin), NULL, NULL), rows = NULL;
  guint told = 0;

  g_assert_cmpuint (holds->len, ==, 0);
  /* Who reads the trail is told what it was. */
  rows = crf_reader_audit (pair->to->admin, NULL, NULL, NULL, 0, NULL);
  for (guint i = 0; i < rows->len; i++)
    {
      const CrfAuditRow *row = g_ptr_array_index (rows, i);

      if (strcmp (row->action, "transfer.record") != 0 || row->new_value == NULL)
        continue;
      g_test_message ("%s: %s (%s)", row->action_label, row->new_value, row->reason);
      told += g_str_has_suffix (row->new_value, ": Locked") && strstr (row->reason, "cleaned") != NULL && strstr (row->reason, "first by manager") != NULL;
    }
  g_assert_cmpuint (told, ==, 1);
  DO (pair->to->nurse, "enter", pair->number, "event", "SCREENING", "item", "ALT", "value", "79", "unit", "U/L", "reason", "read again");
}

static void
assert_ranges (Pair *pair)
{
  g_autoptr (GPtrArray) alt = crf_records_ranges (crf_session_get_file (pair->to->admin), "IT.ALT", NULL);
  const CrfRangeRecord *range;

  g_assert_cmpuint (alt->len, ==, 1);
  range = g_ptr_array_index (alt, 0);
  g_assert_cmpstr (range->laboratory, ==, "Central");
  g_assert_cmpstr (range->low, ==, "7");
  g_assert_cmpstr (range->high, ==, "40");
  g_assert_cmpstr (range->sex, ==, "M");
}

static void
assert_versions (Pair *pair)
{
  g_autoptr (GPtrArray) versions = crf_records_consent_versions (crf_session_get_file (pair->to->admin), NULL);

  g_assert_cmpuint (versions->len, ==, 2);
  g_assert_cmpstr (((CrfConsentVersionRecord *) g_ptr_array_index (versions, 1))->ethics, ==, "EC-2026-031");
}

static void
check_carried (Pair *pair,
               const CrfOdmOptions *options)
{
  g_autofree char *path = NULL, *again = NULL;
  g_autoptr (CrfImportReport) report = carry (pair, options, &path);
  g_autoptr (CrfVerifyReport) verified = NULL;
  g_autoptr (GError) error = NULL;

  assert_everything_is_told (path);
  again = transfer_write (pair->to->nurse, pair->to->dir, "b.xml", options);
  assert_same_acts (path, again, pair->to->nurse);
  g_assert_true (is_told (report, "Frozen or locked", pair->number));
  g_assert_true (is_told (report, "Frozen or locked", "the study"));
  g_assert_true (is_told (report, "Lots that were released", "L-0200"));
  g_assert_cmpuint (report->notes->len, ==, 2);
  assert_lots (pair);
  assert_marks (pair);
  assert_codings (pair);
  assert_ranges (pair);
  assert_versions (pair);
  assert_nothing_is_held (pair);
  crf_test_study_close (pair->to);
  verified = crf_verify (pair->to->path, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (verified->faults->len, ==, 0);
  crf_test_study_open (pair->to);
}

static void
it_goes_along_with_every_transaction (Pair *pair,
                                      gconstpointer data)
{
  check_carried (pair, &(CrfOdmOptions) { .transactional = TRUE });
}

static void
it_goes_along_with_what_is_in_force (Pair *pair,
                                     gconstpointer data)
{
  check_carried (pair, &(CrfOdmOptions) { .audit = TRUE });
}

/* ── Patients who were here before ── */

/* The file with another number for its patient, because a number is there once. */
static GString *
read_renumbered (const char *path,
                 const char *number)
{
  g_autofree char *text = NULL;
  GString *data;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  data = g_string_new (text);
  g_string_replace (data, number, "01-S-901", 0);
  return data;
}

/* A data manager answers for it. */
static CrfImportReport *
import_text (Pair *pair,
             const char *text)
{
  g_autofree char *path = g_build_filename (pair->to->dir, "changed.xml", NULL), *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  CrfSession *manager = sign_in_as (pair->to, "manager");
  CrfImportReport *report;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  DO (manager, "accept-source", NULL, "sha256", sha256, "name", "changed.xml", "reason", "handed over");
  report = transfer_import (pair->to->nurse, path);
  g_unlink (path);
  crf_session_close (manager);
  return report;
}

static void
what_would_hold_for_patients_who_were_here_is_set_aside (Pair *pair,
                                                         gconstpointer data)
{
  const CrfOdmOptions options = { .transactional = TRUE };
  g_autoptr (CrfImportReport) report = NULL;
  g_autoptr (GPtrArray) versions = NULL, ranges = NULL, others = NULL, lots = NULL;
  g_autofree char *path = NULL, *again = NULL, *own = NULL;
  g_autoptr (GString) text = NULL;

  /* Another number here, or he would be the same patient. */
  for (guint i = 0; i < 2; i++)
    {
      g_free (own);
      own = crf_test_register (pair->to);
    }
  crf_outcome_free (crf_test_do (pair->to->nurse, "enter", own, "event", "SCREENING", "item", "VISDAT", "value", "2026-03-20", NULL));
  crf_test_enter (pair->to, own, "SCREENING", "ALB", "31", "g/L");
  DO (pair->to->nurse, "receive-lot", NULL, "lot", "L-0200", "concentration", "8", "basis", "viable", "viability", "90", "bag-volume", "10", "bags", "2", "expires",
      "2026-12-30");
  path = g_build_filename (pair->from->dir, "a.xml", NULL);
  g_free (transfer_write (pair->from->nurse, pair->from->dir, "a.xml", &options));
  text = read_renumbered (path, pair->number);
  report = import_text (pair, text->str);
  g_assert_true (report->committed);
  g_assert_true (is_told (report, "Versions of the consent form", "2.0"));
  g_assert_true (is_told (report, "Reference ranges", "ALB"));
  g_assert_false (is_told (report, "Reference ranges", "ALT"));
  g_assert_true (is_told (report, "Lots that this study file has a book of", "L-0200"));
  versions = crf_records_consent_versions (crf_session_get_file (pair->to->admin), NULL);
  g_assert_cmpuint (versions->len, ==, 1);
  /* Of who was here, albumin was tested and ALT was not. */
  ranges = crf_records_ranges (crf_session_get_file (pair->to->admin), "IT.ALB", NULL);
  g_assert_cmpuint (ranges->len, ==, 0);
  others = crf_records_ranges (crf_session_get_file (pair->to->admin), "IT.ALT", NULL);
  g_assert_cmpuint (others->len, ==, 1);
  lots = crf_reader_lots (pair->to->nurse, NULL);
  g_assert_cmpuint (lots->len, ==, 2);
  g_assert_cmpstr (find_lot (lots, "L-0200")->bags, ==, "2 × 10 mL");
  /* It goes on to a third file as it was told. */
  again = transfer_write (pair->to->nurse, pair->to->dir, "b.xml", &options);
  g_assert_cmpuint (count_acts (again, "lot.receive"), ==, 3);
  g_assert_cmpuint (count_acts (again, "range.set"), ==, 2);
  g_assert_cmpuint (count_acts (again, "hold.set"), ==, 3);
}

/* ── What a file cannot say ── */

static void
what_cannot_be_of_a_site_is_refused (Pair *pair,
                                     gconstpointer data)
{
  static const struct { const char *what, *with, *word; } faults[] = {
    { "&quot;lot&quot;:&quot;L-0200&quot;,&quot;kind&quot;", "&quot;lot&quot;:&quot;L-0300&quot;,&quot;kind&quot;", "L-0300" },
    { "&quot;lot&quot;:&quot;L-0201&quot;,&quot;product", "&quot;lot&quot;:&quot;L-0200&quot;,&quot;product", "second time" },
    { "&quot;volume_ml&quot;:&quot;160&quot;", "&quot;volume_ml&quot;:&quot;-160&quot;", "-160" },
    { "&quot;kind&quot;:&quot;destroy&quot;", "&quot;kind&quot;:&quot;eat&quot;", "eat" },
    { "&quot;state&quot;:&quot;quarantined&quot;", "&quot;state&quot;:&quot;blessed&quot;", "blessed" },
    { "&quot;low&quot;:&quot;7&quot;", "&quot;low&quot;:&quot;seven&quot;", "seven" },
    { "ItemOID=\"IT.ALT\" Detail=\"{&quot;laboratory", "ItemOID=\"IT.NONE\" Detail=\"{&quot;laboratory", "IT.NONE" },
    { "&quot;unit&quot;:&quot;MU.U_L&quot;", "&quot;unit&quot;:&quot;MU.MOON&quot;", "unit" },
    { "&quot;resign&quot;:&quot;all&quot;", "&quot;resign&quot;:&quot;nobody&quot;", "nobody" },
    { "Canonical=\"99000041\"", "Canonical=\"x\"", "code" },
    { "&quot;soc_code&quot;:", "&quot;none&quot;:", "soc_code" },
    { "Canonical=\"locked\"", "Canonical=\"nailed\"", "nailed" },
    { "Canonical=\"verified\"", "Canonical=\"believed\"", "believed" },
    { "ItemOID=\"IT.AETERM\" Value=", "ItemOID=\"IT.AEONGO\" Value=", "coded" },
  };
  const CrfOdmOptions options = { .transactional = TRUE };
  g_autofree char *path = transfer_write (pair->from->nurse, pair->from->dir, "a.xml", &options), *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *spoilt = transfer_replace (text, faults[i].what, faults[i].with);
      g_autoptr (CrfImportReport) report = import_text (pair, spoilt);
      gboolean told = FALSE;

      g_test_message ("%s", faults[i].with);
      g_assert_false (report->committed);
      for (guint j = 0; j < report->cells->len; j++)
        {
          const CrfImportCell *cell = g_ptr_array_index (report->cells, j);

          if (cell->result == CRF_IMPORT_REFUSED)
            g_test_message ("%u: %s", cell->line, cell->reason);
          told = told || (cell->result == CRF_IMPORT_REFUSED && strstr (cell->reason, faults[i].word) != NULL);
        }
      g_assert_true (told);
    }
}

/* ── Masked ── */

static void
lots_of_a_masked_study_stay_where_they_are (void)
{
  static const char *const protocols[] = { "nct01218464", "nct06242405" };

  for (guint i = 0; i < G_N_ELEMENTS (protocols); i++)
    for (guint j = 0; j < 2; j++)
      {
        const CrfOdmOptions options = { .transactional = j == 0 };
        g_autofree char *dir = g_dir_make_tmp ("crf-odm-XXXXXX", NULL), *path = NULL, *text = NULL, *with = NULL;
        CrfSession *demo = transfer_open_demo (dir, protocols[i]);
        const CrfClock system = crf_clock_system ();
        g_autoptr (CrfTestStudy) to = crf_test_study_new_of (protocols[i]);
        g_autoptr (CrfImportReport) report = NULL, refused = NULL;
        Pair pair = { .to = to };

        to->now = crf_clock_now (&system);
        path = transfer_write (demo, dir, "a.xml", &options);
        g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
        g_assert_null (strstr (text, "Name=\"lot."));
        with = transfer_replace (text, "</ClinicalData>",
                                 "<sw:Act Name=\"lot.receive\" Detail=\"{&quot;lot&quot;:&quot;L-9&quot;}\" UserOID=\"USR.admin\" LocationOID=\"LOC.SITE\" "
                                 "DateTimeStamp=\"2026-01-01T00:00:00.000Z\"/></ClinicalData>");
        refused = import_text (&pair, with);
        g_assert_false (refused->committed);
        g_assert_nonnull (strstr (((CrfImportCell *) g_ptr_array_index (refused->cells, refused->cells->len - 1))->reason, "could tell the arm"));
        transfer_trust (to, path);
        report = transfer_import (to->nurse, path);
        g_assert_true (report->committed);
        g_assert_true (is_told (report, "The lots of a masked study stay", "arm"));
        crf_session_close (demo);
        transfer_clear (dir);
      }
}

#define ADD(name, function) g_test_add ("/odm-site/" name, Pair, NULL, set_up, function, tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("what a site keeps about a patient goes along with every transaction", it_goes_along_with_every_transaction);
  ADD ("what a site keeps about a patient goes along with what is in force", it_goes_along_with_what_is_in_force);
  ADD ("what would hold for patients who were here before is set aside, and told", what_would_hold_for_patients_who_were_here_is_set_aside);
  ADD ("what cannot be of a site is refused by name", what_cannot_be_of_a_site_is_refused);
  g_test_add_func ("/odm-site/the lots of a masked study stay where they are", lots_of_a_masked_study_stay_where_they_are);
  return g_test_run ();
}
