/* SPDX-License-Identifier: GPL-3.0-or-later */

/* ODM on its way in: what was exported, taken into another file and exported again, is the same; what cannot be is refused by name, and nothing is stored. */

#include "crf-recheck.h"
#include "crf-reader.h"
#include "crf-export.h"
#include "crf-test-study.h"
#include "crf-verify.h"
#include "transfer.h"

#include <glib/gstdio.h>
#include <string.h>

/* ── From file to file ── */

/* The acts of the site that were done in the taking file itself: each is a line. */
static void
drop_own_acts (GString *data,
               const char *station)
{
  g_autofree char *own = g_strdup_printf (" SourceID=\"%s:", station);
  const char *at;

  while ((at = strstr (data->str, own)) != NULL)
    {
      const char *begin = g_strrstr_len (data->str, at - data->str, "\n"), *end = strchr (at, '\n');

      g_assert_true (g_str_has_prefix (begin, "\n  <sw:Act "));
      g_string_erase (data, begin - data->str, end - begin);
    }
}

/* The data, without the records of who took them over, and of what the site of @taker (NULL: nobody's) did itself. */
static char *
data_of (const char *path,
         CrfSession *taker)
{
  g_autofree char *text = NULL;
  g_autoptr (GString) data = NULL;
  const char *start, *mark;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  start = strstr (text, "<ClinicalData ");
  g_assert_nonnull (start);
  data = g_string_new (start);
  while ((mark = strstr (data->str, " sw:Transfer=\"Yes\"")) != NULL)
    {
      const char *begin = g_strrstr_len (data->str, mark - data->str, "<SubjectData "), *end = strstr (mark, "</SubjectData>\n");
      gssize from;

      g_assert_nonnull (begin);
      g_assert_nonnull (end);
      while (begin > data->str && begin[-1] == ' ')
        begin--;
      from = begin - data->str;
      g_string_erase (data, from, end + strlen ("</SubjectData>\n") - begin);
    }
  if (taker != NULL)
    drop_own_acts (data, crf_export_station (taker));
  /* A signature is over the file that it was given in: what was signed there is complete here. */
  g_string_replace (data, " sw:State=\"signed\"", " sw:State=\"complete\"", 0);
  return g_string_free (g_steal_pointer (&data), FALSE);
}

/* What is signed, verified, frozen or locked in one file is complete in another one. */
static char *
without_marks (const char *data)
{
  g_autoptr (GString) text = g_string_new (data);

  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *mark = g_strdup_printf (" sw:State=\"%s\"", ((const char *const[]) { "verified", "signed", "frozen", "locked" })[i]);

      g_string_replace (text, mark, " sw:State=\"complete\"", 0);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_same (const char *first,
             const char *second,
             CrfSession *taker)
{
  g_autofree char *whole_a = data_of (first, NULL), *whole_b = data_of (second, taker), *a = without_marks (whole_a), *b = without_marks (whole_b);
  g_auto (GStrv) lines_a = g_strsplit (a, "\n", -1), lines_b = g_strsplit (b, "\n", -1);

  for (guint i = 0; lines_a[i] != NULL && lines_b[i] != NULL; i++)
    g_assert_cmpstr (lines_a[i], ==, lines_b[i]);
  g_assert_cmpuint (g_strv_length (lines_a), ==, g_strv_length (lines_b));
}

static void
assert_whole (const CrfImportReport *report)
{
  for (guint i = 0; i < report->cells->len; i++)
    {
      const CrfImportCell *cell = g_ptr_array_index (report->cells, i);

      if (cell->result == CRF_IMPORT_REFUSED)
        g_error ("line %u, %s, %s: %s", cell->line, cell->subject, cell->column, cell->reason);
    }
  g_assert_true (report->committed);
}

static void
assert_verified (CrfTestStudy *study)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfVerifyReport) report = crf_verify (study->path, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (report->faults->len, ==, 0);
}

/* What is derived has come along as it was computed there: computing it here finds the same. */
static void
assert_recomputed (CrfSession *session)
{
  g_autoptr (CrfRecheck) recheck = crf_recheck_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (crf_recheck_compute (recheck, session, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (recheck->computed, >, 100);
  for (guint i = 0; i < recheck->faults->len; i++)
    g_test_message ("%s: %s", ((CrfVerifyFault *) g_ptr_array_index (recheck->faults, i))->where, ((CrfVerifyFault *) g_ptr_array_index (recheck->faults, i))->what);
  g_assert_cmpuint (recheck->faults->len, ==, 0);
}

static void
export_import_export_is_the_same (gconstpointer data)
{
  const char *protocol = data;
  g_autofree char *dir = g_dir_make_tmp ("crf-odm-XXXXXX", NULL);
  CrfSession *demo = transfer_open_demo (dir, protocol);
  const CrfClock system = crf_clock_system ();

  for (guint i = 0; i < 3; i++)
    {
      const CrfOdmOptions options = { .transactional = i == 0, .audit = i == 1 }, snapshot = { NULL };
      g_autofree char *path = transfer_write (demo, dir, "a.xml", &options), *now = transfer_write (demo, dir, "now.xml", &snapshot);
      g_autoptr (CrfTestStudy) study = crf_test_study_new_of (protocol);
      g_autoptr (CrfImportReport) report = NULL;
      g_autofree char *again = NULL, *values = NULL;

      study->now = crf_clock_now (&system);
      transfer_trust (study, path);
      report = transfer_import (study->nurse, path);
      assert_whole (report);
      g_assert_cmpuint (report->subjects, >=, 4);
      again = transfer_write (study->nurse, study->dir, "b.xml", &options);
      assert_same (path, again, study->nurse);
      /* Whatever it came by, what is in force is the same. */
      values = transfer_write (study->nurse, study->dir, "c.xml", &snapshot);
      assert_same (now, values, study->nurse);
      g_unlink (again);
      g_unlink (values);
      assert_recomputed (study->nurse);
      crf_test_study_close (study);
      assert_verified (study);
      crf_test_study_open (study);
    }
  crf_session_close (demo);
  transfer_clear (dir);
}

/* ── What is refused ── */

/* A snapshot and the transactions of one patient of the test study, and another study file to take them. */
typedef struct
{
  CrfTestStudy *from, *to;
  char *snapshot, *transactions; /* texts */
  char *path;
  CrfSession *manager;           /* of the taking file */
} Pair;

static void
set_up (Pair *pair,
        gconstpointer data)
{
  g_autofree char *number = NULL;

  pair->from = crf_test_study_new ();
  pair->to = crf_test_study_new ();
  number = crf_test_register (pair->from);
  crf_test_enter_labs (pair->from, number, "SCREENING");
  crf_outcome_free (crf_test_do (pair->from->nurse, "enter", number, "event", "SCREENING", "item", "AFP", "value", "<0.2", "unit", "ng/mL", NULL));
  crf_outcome_free (crf_test_do (pair->from->nurse, "enter", number, "event", "SCREENING", "form", "F.DM", "item", "BED", "value", "7 < 8 & \"9\" 乙", NULL));
  crf_outcome_free (crf_test_do (pair->from->nurse, "enter", number, "event", "SCREENING", "form", "F.DM", "item", "BED", "value", "14", "reason", "moved", NULL));
  crf_outcome_free (crf_test_do (pair->from->nurse, "enter", number, "event", "COMMON", "form", "F.AE", "formkey", "new", "item", "AETERM", "value", "fever", NULL));
  for (guint i = 0; i < 2; i++)
    {
      const CrfOdmOptions options = { .transactional = i == 1, .audit = TRUE };
      g_autofree char *path = transfer_write (pair->from->nurse, pair->from->dir, "a.xml", &options);

      g_assert_true (g_file_get_contents (path, i == 1 ? &pair->transactions : &pair->snapshot, NULL, NULL));
    }
  pair->path = g_build_filename (pair->to->dir, "in.xml", NULL);
  pair->manager = transfer_sign_in_manager (pair->to);
  crf_test_study_set_now (pair->to, "2026-04-01T09:00");
}

static void
tear_down (Pair *pair,
           gconstpointer data)
{
  g_free (pair->snapshot);
  g_free (pair->transactions);
  g_free (pair->path);
  g_clear_pointer (&pair->manager, crf_session_close);
  crf_test_study_free (pair->from);
  crf_test_study_free (pair->to);
}

static guint
count_subjects (CrfSession *session)
{
  g_autoptr (GArray) ids = crf_reader_patient_ids (session, NULL, NULL, CRF_PATIENT_SORT_NUMBER, FALSE, NULL);

  return ids->len;
}

static void
accept (Pair *pair,
        const char *text)
{
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);

  crf_outcome_free (crf_test_do (pair->manager, "accept-source", NULL, "sha256", sha256, "name", "in.xml", "reason", "handed over", NULL));
}

/* A file that nobody signed, and that the data manager answers for. */
static CrfImportReport *
import_text (Pair *pair,
             const char *text,
             const char *map,
             const CrfImportOptions *options,
             GError **error)
{
  static const CrfImportOptions plain = { .dry_run = FALSE };
  g_autofree char *map_path = g_build_filename (pair->to->dir, "in.map", NULL);

  accept (pair, text);
  g_assert_true (g_file_set_contents (pair->path, text, -1, NULL));
  if (map != NULL)
    g_assert_true (g_file_set_contents (map_path, map, -1, NULL));
  return crf_import_file (pair->to->nurse, pair->path, map != NULL ? map_path : NULL, options != NULL ? options : &plain, NULL, NULL, NULL, error);
}

static const CrfImportCell *
first_refused (const CrfImportReport *report)
{
  static const CrfImportCell none = { .reason = (char *) "", .column = (char *) "" };

  for (guint i = 0; i < report->cells->len; i++)
    if (((CrfImportCell *) g_ptr_array_index (report->cells, i))->result == CRF_IMPORT_REFUSED)
      return g_ptr_array_index (report->cells, i);
  return &none;
}

static void
assert_refused (Pair *pair,
                const char *text,
                const char *word)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfImportReport) report = import_text (pair, text, NULL, NULL, &error);
  const CrfImportCell *refused;

  g_assert_no_error (error);
  g_assert_false (report->committed);
  g_assert_cmpuint (report->refused, >, 0);
  refused = first_refused (report);
  g_test_message ("line %u, %s: %s", refused->line, refused->column, refused->reason);
  g_assert_nonnull (strstr (refused->reason, word));
  g_assert_cmpuint (refused->line, >, 1);
  g_assert_cmpuint (count_subjects (pair->to->nurse), ==, 0);
}

static void
what_cannot_be_is_refused_by_name_and_nothing_is_stored (Pair *pair,
                                                         gconstpointer data)
{
  const struct { gboolean transactions; const char *what, *with, *word; } faults[] = {
    { FALSE, "ItemOID=\"IT.BED\"", "ItemOID=\"IT.NOSUCH\"", "IT.NOSUCH" },
    { FALSE, "StudyEventOID=\"SE.SCREENING\"", "StudyEventOID=\"SE.NOSUCH\"", "SE.NOSUCH" },
    { FALSE, "FormOID=\"F.DM\"", "FormOID=\"F.AE\"", "F.AE" },
    { FALSE, "ItemOID=\"IT.SEX\" Value=\"M\"", "ItemOID=\"IT.SEX\" Value=\"Q\"", "Q" },
    { FALSE, "ItemOID=\"IT.BRTHDAT\" Value=\"1972-05-04\"", "ItemOID=\"IT.BRTHDAT\" Value=\"1972-02-30\"", "1972-02-30" },
    { FALSE, "ItemOID=\"IT.AFP\" Value=\"0.2\"", "ItemOID=\"IT.AFP\" Value=\"0.3\"", "0.3" },
    { FALSE, "FormOID=\"F.DM\"", "FormOID=\"F.DM\" FormRepeatKey=\"2\"", "2" },
    { FALSE, "UserOID=\"USR.li\"/>", "UserOID=\"USR.nobody\"/>", "USR.nobody" },
    { TRUE, "TransactionType=\"Insert\"", "TransactionType=\"Update\"", "registered" },
    { TRUE, "<DateTimeStamp>2026", "<DateTimeStamp>2036", "2036" },
    { TRUE, "<DateTimeStamp>2026", "<DateTimeStamp>yesterday ", "yesterday" },
    { TRUE, "ItemOID=\"IT.BED\" TransactionType=\"Update\"", "ItemOID=\"IT.BED\" TransactionType=\"Insert\"", "second" },
    { TRUE, "ItemOID=\"IT.BED\" TransactionType=\"Insert\"", "ItemOID=\"IT.BED\" TransactionType=\"Remove\"", "before" },
    { TRUE, "{&quot;ordinal&quot;:1", "{&quot;ordinal&quot;:-1", "ordinal" },
    { TRUE, "sw:Detail=\"{", "sw:Detail=\"[", "sw:Detail" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      const char *text = faults[i].transactions ? pair->transactions : pair->snapshot;
      g_autofree char *spoilt = transfer_replace (text, faults[i].what, faults[i].with);

      g_test_message ("%s", faults[i].with);
      assert_refused (pair, spoilt, faults[i].word);
    }
}

/* A key of the workstation that takes it in could be given to something else some day. */
static void
a_repeat_key_of_ones_own_is_refused (Pair *pair,
                                     gconstpointer data)
{
  const char *station = crf_export_station (pair->to->nurse);
  g_autofree char *own = g_strdup_printf ("FormRepeatKey=\"%s.9223372036854775807", station);
  g_autofree char *key = g_strdup_printf ("FormRepeatKey=\"%s.", crf_export_station (pair->from->nurse));
  g_autofree char *text = transfer_replace (pair->snapshot, key, own);

  assert_refused (pair, text, station);
}

static void
a_patient_who_is_there_is_named_and_left_alone (Pair *pair,
                                                gconstpointer data)
{
  g_autoptr (CrfImportReport) first = NULL, second = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  guint told = 0;
  g_autofree char *before = NULL, *after = NULL;
  const CrfOdmOptions options = { .transactional = TRUE };
  g_autoptr (GError) error = NULL;

  first = import_text (pair, pair->transactions, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_whole (first);
  g_assert_cmpuint (count_subjects (pair->to->nurse), ==, 1);
  rows = crf_reader_audit (pair->to->admin, NULL, NULL, NULL, 0, NULL);
  for (guint i = 0; i < rows->len; i++)
    {
      const CrfAuditRow *row = g_ptr_array_index (rows, i);

      /* Who takes it over did it here; who did it there is told beside it. */
      told += row->reason != NULL && strstr (row->reason, "moved") != NULL && strstr (row->reason, "first by li") != NULL;
    }
  g_assert_cmpuint (told, ==, 1);
  before = transfer_write (pair->to->nurse, pair->to->dir, "before.xml", &options);
  second = import_text (pair, pair->snapshot, NULL, &(CrfImportOptions) { .skip_refused = TRUE }, &error);
  g_assert_no_error (error);
  g_assert_false (second->committed);
  g_assert_cmpuint (second->refused, ==, 1);
  g_assert_nonnull (strstr (((CrfImportCell *) g_ptr_array_index (second->cells, 0))->reason, "01-S-001"));
  after = transfer_write (pair->to->nurse, pair->to->dir, "after.xml", &options);
  assert_same (before, after, NULL);
  g_unlink (before);
  g_unlink (after);
}

static void
a_trial_run_stores_nothing (Pair *pair,
                            gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfImportReport) report = import_text (pair, pair->transactions, NULL, &(CrfImportOptions) { .dry_run = TRUE }, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (report->refused, ==, 0);
  g_assert_cmpuint (report->subjects, ==, 1);
  g_assert_cmpuint (count_subjects (pair->to->nurse), ==, 0);
}

static void
another_version_and_another_study_are_told_apart (Pair *pair,
                                                  gconstpointer data)
{
  g_autofree char *version = transfer_replace (pair->snapshot, "<ClinicalData StudyOID=\"", "<ClinicalData StudyOID=\"X");
  g_autofree char *study = NULL;
  g_autoptr (GError) error = NULL;
  const char *data_of_it = strstr (pair->snapshot, "<ClinicalData "), *mdv = strstr (data_of_it, "MetaDataVersionOID=\"") + strlen ("MetaDataVersionOID=\"");

  g_assert_null (import_text (pair, version, NULL, NULL, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  study = g_strdup_printf ("%.*sX%s", (int) (mdv - pair->snapshot), pair->snapshot, mdv);
  g_assert_null (import_text (pair, study, NULL, NULL, &error));
  g_assert_nonnull (strstr (error->message, "version"));
}

/* The importer's account has the login of somebody else there: both are told apart in the next export. */
static void
namesakes_are_told_apart (Pair *pair,
                          gconstpointer data)
{
  g_autofree char *theirs = transfer_replace (pair->transactions, "<FullName>Li Na</FullName>", "<FullName>Li Bo</FullName>"), *path = NULL, *text = NULL;
  const CrfOdmOptions options = { .transactional = TRUE };
  g_autoptr (CrfImportReport) report = NULL;
  g_autoptr (GError) error = NULL;

  report = import_text (pair, theirs, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_whole (report);
  path = transfer_write (pair->to->nurse, pair->to->dir, "b.xml", &options);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "<FullName>Li Bo</FullName>"));
  g_assert_nonnull (strstr (text, "<FullName>Li Na</FullName>"));
  assert_same (pair->path, path, pair->to->nurse);
  g_unlink (path);
}

/* Who it is travels only when it is asked for, and is sealed again where it arrives. */
static void
identifiers_are_sealed_where_they_arrive (Pair *pair,
                                          gconstpointer data)
{
  const CrfOdmOptions options = { .identifiers = TRUE };
  g_autofree char *path = NULL, *again = NULL, *bytes = NULL;
  g_autoptr (CrfImportReport) report = NULL;
  gsize length;

  crf_outcome_free (crf_test_do (pair->from->nurse, "enter", "01-S-001", "event", "SCREENING", "form", "F.DM", "item", "SUBJNAME", "value", "MURONGXIAO", NULL));
  path = transfer_write (pair->from->nurse, pair->from->dir, "named.xml", &options);
  transfer_trust (pair->to, path);
  report = transfer_import (pair->to->nurse, path);
  assert_whole (report);
  again = transfer_write (pair->to->nurse, pair->to->dir, "again.xml", &options);
  assert_same (path, again, pair->to->nurse);
  g_clear_pointer (&pair->manager, crf_session_close);
  crf_test_study_close (pair->to);
  g_assert_true (g_file_get_contents (pair->to->path, &bytes, &length, NULL));
  g_assert_null (g_strstr_len (bytes, (gssize) length, "MURONGXIAO"));
  crf_test_study_open (pair->to);
  g_unlink (path);
  g_unlink (again);
}

/* ── Who answers for it ── */

static void
assert_blocked (Pair *pair,
                const char *path,
                const char *word)
{
  g_autoptr (CrfImportReport) report = transfer_import (pair->to->nurse, path);
  const CrfImportCell *cell = first_refused (report);

  g_test_message ("%s", cell->reason);
  for (guint i = 0; i < report->cells->len && cell->line != 0; i++)
    if (((CrfImportCell *) g_ptr_array_index (report->cells, i))->line == 0)
      cell = g_ptr_array_index (report->cells, i);
  g_assert_true (report->blocked);
  g_assert_false (report->committed);
  g_assert_nonnull (strstr (cell->reason, word));
  g_assert_cmpuint (count_subjects (pair->to->nurse), ==, 0);
}

static void
a_signer_who_is_not_known_is_refused_until_trusted (Pair *pair,
                                                    gconstpointer data)
{
  const CrfOdmOptions options = { .transactional = TRUE };
  g_autofree char *path = transfer_write (pair->from->nurse, pair->from->dir, "a.xml", &options), *signature = g_strconcat (path, ".sig", NULL);
  g_autofree char *figures = transfer_fingerprint (signature);
  g_autoptr (CrfImportReport) report = NULL;

  assert_blocked (pair, path, figures);
  /* Nobody but those who answer for the file's data, and only with the figures of that key. */
  crf_test_refused (pair->to->nurse, "not-permitted", "trust-signer", NULL, "signature", signature, "fingerprint", figures, "reason", "r", NULL);
  crf_test_refused (pair->to->admin, "fingerprint-differs", "trust-signer", NULL, "signature", signature, "fingerprint", "0000 1111 2222 3333", "reason", "r", NULL);
  crf_test_refused (pair->to->admin, "signature-wrong", "trust-signer", NULL, "signature", path, "fingerprint", figures, "reason", "r", NULL);
  assert_blocked (pair, path, figures);
  crf_outcome_free (crf_test_do (pair->manager, "trust-signer", NULL, "signature", signature, "fingerprint", figures, "reason", "by telephone", NULL));
  crf_outcome_free (crf_test_do (pair->manager, "revoke-signer", NULL, "signature", signature, "reason", "left the site", NULL));
  assert_blocked (pair, path, figures);
  crf_outcome_free (crf_test_do (pair->manager, "trust-signer", NULL, "signature", signature, "fingerprint", figures, "reason", "back again", NULL));
  report = transfer_import (pair->to->nurse, path);
  assert_whole (report);
  g_assert_cmpuint (count_subjects (pair->to->nurse), ==, 1);
}

static void
a_file_that_was_changed_after_signing_is_refused (Pair *pair,
                                                  gconstpointer data)
{
  const CrfOdmOptions options = { .audit = TRUE };
  g_autofree char *path = transfer_write (pair->from->nurse, pair->from->dir, "a.xml", &options), *signature = g_strconcat (path, ".sig", NULL);
  g_autofree char *changed = NULL, *text = NULL, *other = NULL;

  transfer_trust (pair->to, path);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  changed = transfer_replace (text, "Value=\"M\"", "Value=\"F\"");
  g_assert_true (g_file_set_contents (path, changed, -1, NULL));
  assert_blocked (pair, path, "changed");
  /* Answering for it does not help: a signature that is not its own stays wrong. */
  accept (pair, changed);
  assert_blocked (pair, path, "changed");
  g_clear_pointer (&text, g_free);
  g_assert_true (g_file_get_contents (signature, &text, NULL, NULL));
  other = transfer_replace (text, "name: Li Na", "name: Li Bo");
  g_assert_true (g_file_set_contents (signature, other, -1, NULL));
  assert_blocked (pair, path, "does not hold");
}

/* Where a file was chosen by itself, or both lie in other folders. */
static void
a_signature_may_lie_elsewhere (Pair *pair,
                               gconstpointer data)
{
  const CrfOdmOptions options = { .transactional = TRUE };
  g_autofree char *path = transfer_write (pair->from->nurse, pair->from->dir, "a.xml", &options), *beside = g_strconcat (path, ".sig", NULL);
  g_autofree char *away = g_build_filename (pair->to->dir, "theirs.sig", NULL), *table = g_build_filename (pair->to->dir, "t.csv", NULL);
  const CrfImportOptions there = { .signature = away };
  g_autoptr (CrfImportReport) report = NULL, none = NULL;
  g_autoptr (GError) error = NULL;

  transfer_trust (pair->to, path);
  g_assert_cmpint (g_rename (beside, away), ==, 0);
  assert_blocked (pair, path, "carries no signature");
  report = crf_import_file (pair->to->nurse, path, NULL, &there, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_whole (report);
  g_assert_nonnull (report->signer);
  /* Of a table none is looked at, and nobody is to believe so. */
  g_assert_true (g_file_set_contents (table, "SEX\nM\n", -1, NULL));
  none = crf_import_file (pair->to->nurse, table, NULL, &there, NULL, NULL, NULL, &error);
  g_assert_null (none);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_assert_nonnull (strstr (error->message, "is a table"));
}

static void
an_unsigned_file_needs_a_data_manager (Pair *pair,
                                       gconstpointer data)
{
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, pair->transactions, -1);
  g_autoptr (CrfImportReport) report = NULL;

  g_assert_true (g_file_set_contents (pair->path, pair->transactions, -1, NULL));
  assert_blocked (pair, pair->path, sha256);
  crf_test_refused (pair->to->nurse, "not-permitted", "accept-source", NULL, "sha256", sha256, "reason", "r", NULL);
  crf_test_refused (pair->to->admin, "not-permitted", "accept-source", NULL, "sha256", sha256, "reason", "r", NULL);
  crf_test_refused (pair->manager, "not-a-sha256", "accept-source", NULL, "sha256", "12", "reason", "r", NULL);
  assert_blocked (pair, pair->path, sha256);
  accept (pair, pair->transactions);
  report = transfer_import (pair->to->nurse, pair->path);
  assert_whole (report);
}

/* ── Files of others ── */

#define FOREIGN(data) "<?xml version=\"1.0\"?><ODM xmlns=\"http://www.cdisc.org/ns/odm/v1.3\" ODMVersion=\"1.3\" FileType=\"Snapshot\" FileOID=\"F\" " \
                      "CreationDateTime=\"2026-01-01T00:00:00\" SourceSystem=\"Other\"><ClinicalData StudyOID=\"THEIRS\" MetaDataVersionOID=\"1\">\n" data "</ClinicalData></ODM>"
#define THEIRS(age, sex) "<SubjectData SubjectKey=\"SS_7\">\n<StudyEventData StudyEventOID=\"SE_BL\">\n<FormData FormOID=\"F_X\">\n<ItemGroupData ItemGroupOID=\"IG_X\">\n" \
                    "<ItemData ItemOID=\"I_AGE\" Value=\"" age "\"/>\n<ItemData ItemOID=\"I_SEX\" Value=\"" sex "\"/>\n<ItemData ItemOID=\"I_OTHER\" Value=\"x\"/>\n" \
                    "</ItemGroupData></FormData></StudyEventData></SubjectData>"

static void
a_file_of_others_comes_in_by_a_map (Pair *pair,
                                    gconstpointer data)
{
  static const char map[] = "[I_AGE]\nitem=AGEREP\n[SE_BL/I_SEX]\nitem=SEX\ncodes=male=M;female=F\n";
  g_autoptr (CrfImportReport) report = NULL, refused = NULL, again = NULL;
  g_autoptr (GError) error = NULL;

  refused = import_text (pair, FOREIGN (THEIRS ("54", "other")), map, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (refused->committed);
  g_assert_cmpuint (refused->refused, ==, 1);
  g_assert_cmpuint (count_subjects (pair->to->nurse), ==, 0);
  report = import_text (pair, FOREIGN (THEIRS ("54", "male")), map, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (report->committed);
  g_assert_cmpuint (report->subjects, ==, 1);
  g_assert_cmpuint (report->unused->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (report->unused, 0), ==, "I_OTHER");
  again = import_text (pair, FOREIGN (THEIRS ("55", "male")), map, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (again->committed);
  g_assert_nonnull (strstr (((CrfImportCell *) g_ptr_array_index (again->cells, 0))->reason, "SS_7"));
}

static void
a_file_of_others_with_our_oids_needs_no_map (Pair *pair,
                                             gconstpointer data)
{
#define SAME(item, value) FOREIGN ("<SubjectData SubjectKey=\"P-9\"><StudyEventData StudyEventOID=\"SE.SCREENING\"><FormData FormOID=\"F.DM\">" \
                          "<ItemGroupData ItemGroupOID=\"IG.DM\">\n<ItemData ItemOID=\"" item "\" Value=\"" value "\"/>\n</ItemGroupData></FormData></StudyEventData>" \
                          "<StudyEventData StudyEventOID=\"SE.COMMON\">" \
                          "<FormData FormOID=\"F.AE\" FormRepeatKey=\"1\"><ItemGroupData ItemGroupOID=\"IG.AE\"><ItemData ItemOID=\"IT.AETERM\" Value=\"fever\"/></ItemGroupData></FormData>" \
                          "<FormData FormOID=\"F.AE\" FormRepeatKey=\"2\"><ItemGroupData ItemGroupOID=\"IG.AE\"><ItemData ItemOID=\"IT.AETERM\" Value=\"rash\"/></ItemGroupData></FormData>" \
                          "</StudyEventData></SubjectData>")
  static const struct { const char *text; guint line; } faults[] = { { SAME ("IT.NONE", "M"), 3 }, { SAME ("IT.SEX", "Q"), 3 }, { SAME ("IT.BRTHDAT", "1972-02-30"), 3 } };
  g_autoptr (CrfImportReport) report = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (CrfImportReport) refused = import_text (pair, faults[i].text, NULL, NULL, &error);
      const CrfImportCell *cell = g_ptr_array_index (refused->cells, 0);

      g_assert_no_error (error);
      g_assert_false (refused->committed);
      g_assert_cmpint (cell->result, ==, CRF_IMPORT_REFUSED);
      g_assert_cmpuint (cell->line, ==, faults[i].line);
      g_assert_cmpuint (count_subjects (pair->to->nurse), ==, 0);
    }
  report = import_text (pair, SAME ("IT.SEX", "M"), NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (report->committed);
  g_assert_cmpuint (report->stored, ==, 3);
}

/* Two of theirs would be stored over one another. */
static void
a_repeat_of_what_does_not_repeat_here_is_refused (Pair *pair,
                                                  gconstpointer data)
{
#define AT(event, form, group) FOREIGN ("<SubjectData SubjectKey=\"P-9\"><StudyEventData StudyEventOID=\"SE.SCREENING\"" event ">" \
                               "<FormData FormOID=\"F.DM\"" form "><ItemGroupData ItemGroupOID=\"IG.DM\"" group ">\n" \
                               "<ItemData ItemOID=\"IT.SEX\" Value=\"M\"/>\n</ItemGroupData></FormData></StudyEventData></SubjectData>")
  static const char *const wrong[] = { AT (" StudyEventRepeatKey=\"7\"", "", ""), AT ("", " FormRepeatKey=\"new\"", ""),
                                       AT ("", "", " ItemGroupRepeatKey=\"../../x\"") };
  g_autoptr (CrfImportReport) report = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (CrfImportReport) refused = import_text (pair, wrong[i], NULL, NULL, &error);
      const CrfImportCell *cell = g_ptr_array_index (refused->cells, 0);

      g_assert_no_error (error);
      g_assert_false (refused->committed);
      g_assert_nonnull (strstr (cell->reason, "does not repeat"));
      g_assert_cmpuint (cell->line, ==, 3);
    }
  /* As others name the only one. */
  report = import_text (pair, AT (" StudyEventRepeatKey=\"1\"", " FormRepeatKey=\"-1\"", " ItemGroupRepeatKey=\"0\""), NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (report->committed);
  g_assert_cmpuint (report->stored, ==, 1);
}

/* ── Hostile ── */

static void
assert_unreadable (Pair *pair,
                   const char *text,
                   gsize length)
{
  static const CrfImportOptions plain = { .dry_run = FALSE };
  gint64 start = g_get_monotonic_time ();
  g_autoptr (CrfImportReport) report = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (pair->path, text, (gssize) length, NULL));
  report = crf_import_file (pair->to->nurse, pair->path, NULL, &plain, NULL, NULL, NULL, &error);
  if (report == NULL)
    g_test_message ("%s", error->message);
  g_assert_true (report == NULL || !report->committed || report->stored == 0);
  g_assert_cmpuint (count_subjects (pair->to->nurse), ==, 0);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 20 * G_USEC_PER_SEC);
}

#define HEAD "<ODM xmlns=\"http://www.cdisc.org/ns/odm/v1.3\" FileType=\"Snapshot\" FileOID=\"F\"><ClinicalData StudyOID=\"S\" MetaDataVersionOID=\"1\">"

static void
hostile_files_are_refused_and_nothing_is_stored (Pair *pair,
                                                 gconstpointer data)
{
  static const char *const texts[] = {
    /* a billion laughs, in a text and in an attribute */
    "<?xml version=\"1.0\"?><!DOCTYPE ODM [<!ENTITY a \"hahahahaha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">"
    "<!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\"><!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;\"><!ENTITY f \"&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;\">"
    "<!ENTITY g \"&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;\"><!ENTITY h \"&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;\">]>" HEAD "<SubjectData SubjectKey=\"&h;\"/></ClinicalData></ODM>",
    "<?xml version=\"1.0\"?><!DOCTYPE ODM [<!ENTITY a \"&b;\"><!ENTITY b \"&a;\">]>" HEAD "<SubjectData SubjectKey=\"&a;\"/></ClinicalData></ODM>",
    /* somebody else's file */
    "<?xml version=\"1.0\"?><!DOCTYPE ODM [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" HEAD "<SubjectData SubjectKey=\"1\"><AuditRecord><ReasonForChange>&x;</ReasonForChange>"
    "</AuditRecord></SubjectData></ClinicalData></ODM>",
    "<?xml version=\"1.0\"?><!DOCTYPE ODM SYSTEM \"http://127.0.0.1:9/odm.dtd\">" HEAD "</ClinicalData></ODM>",
    "<?xml version=\"1.0\" encoding=\"UTF-16\"?>" HEAD "</ClinicalData></ODM>",
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" HEAD "<SubjectData SubjectKey=\"\xff\xfe\xc3\"/></ClinicalData></ODM>",
    "<?xml version=\"1.0\" encoding=\"x-none\"?>" HEAD "</ClinicalData></ODM>",
    "<ODM xmlns=\"http://www.cdisc.org/ns/odm/v2.0\"><ClinicalData/></ODM>",
    "<ODM xmlns=\"http://www.cdisc.org/ns/odm/v1.3\"><ClinicalData><ItemGroupData/></ClinicalData></ODM>",
    HEAD "<SubjectData SubjectKey=\"1\" SubjectKey=\"2\"/></ClinicalData></ODM>",
    HEAD "<ItemData/><FormData/><SubjectData/><SubjectData SubjectKey=\"\"><ItemData/></SubjectData></ClinicalData></ODM>",
  };
  g_autoptr (GString) deep = g_string_new (HEAD), wide = g_string_new (HEAD "<SubjectData SubjectKey=\"");

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_unreadable (pair, texts[i], strlen (texts[i]));
  for (gsize cut = 0; cut < strlen (pair->transactions); cut += 4999)
    assert_unreadable (pair, pair->transactions, cut);
  for (guint i = 0; i < 100000; i++)
    g_string_append (deep, "<SubjectData SubjectKey=\"1\">");
  assert_unreadable (pair, deep->str, deep->len);
  for (guint i = 0; i < 100; i++)
    {
      gsize length = wide->len;

      g_string_set_size (wide, length + 1024 * 1024);
      memset (wide->str + length, 'x', 1024 * 1024);
    }
  g_string_append (wide, "\"/></ClinicalData></ODM>");
  assert_unreadable (pair, wide->str, wide->len);
}

#define ADD(name, function) g_test_add ("/odm-import/" name, Pair, NULL, set_up, function, tear_down)

int
main (int argc,
      char *argv[])
{
  static const char *const protocols[] = { "nct06242405", "nct06167473", "nct01854125", "nct01218464", "liang2017" };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (protocols); i++)
    {
      g_autofree char *name = g_strdup_printf ("/odm-import/export, import and export of %s are the same, with the audit trail", protocols[i]);

      g_test_add_data_func (name, protocols[i], export_import_export_is_the_same);
    }
  ADD ("what cannot be is refused by name, and nothing is stored", what_cannot_be_is_refused_by_name_and_nothing_is_stored);
  ADD ("a repeat key of one's own workstation is refused", a_repeat_key_of_ones_own_is_refused);
  ADD ("a patient who is there already is named and left alone", a_patient_who_is_there_is_named_and_left_alone);
  ADD ("a trial run stores nothing", a_trial_run_stores_nothing);
  ADD ("another version and another study are told apart", another_version_and_another_study_are_told_apart);
  ADD ("namesakes are told apart in the next export", namesakes_are_told_apart);
  ADD ("identifiers are sealed where they arrive", identifiers_are_sealed_where_they_arrive);
  ADD ("a signer who is not known is refused until trusted", a_signer_who_is_not_known_is_refused_until_trusted);
  ADD ("a file that was changed after signing is refused", a_file_that_was_changed_after_signing_is_refused);
  ADD ("a signature may lie elsewhere than beside its file", a_signature_may_lie_elsewhere);
  ADD ("an unsigned file needs a data manager who answers for it", an_unsigned_file_needs_a_data_manager);
  ADD ("a file of others comes in by a map", a_file_of_others_comes_in_by_a_map);
  ADD ("a file of others with our OIDs needs no map", a_file_of_others_with_our_oids_needs_no_map);
  ADD ("a repeat of what does not repeat here is refused", a_repeat_of_what_does_not_repeat_here_is_refused);
  ADD ("hostile files are refused, and nothing is stored", hostile_files_are_refused_and_nothing_is_stored);
  return g_test_run ();
}
