/* SPDX-License-Identifier: GPL-3.0-or-later */

/* ICH E6(R3) 4.2.6(c): whatever leaves the study file, the journal says who took it, when, what was chosen and the SHA-256 of just these bytes; and the file
 * itself says who, when, from which version of the definition and which heads of the journal. */

#include "crf-audit-csv.h"
#include "crf-checks-csv.h"
#include "crf-detail.h"
#include "crf-export.h"
#include "crf-odm-export.h"
#include "crf-paper-casebook.h"
#include "crf-paper-delegations.h"
#include "crf-paper-safety.h"
#include "crf-paper-sources.h"
#include "crf-paper-ward-list.h"
#include "crf-records.h"
#include "crf-test-study.h"
#include "crf-xlsx-export.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  CrfTestStudy *study;
  char *number, *path;
} Fixture;

static void
set_up (Fixture *f,
        gconstpointer data)
{
  g_autoptr (CrfOutcome) event = NULL;

  f->study = crf_test_study_new ();
  f->number = crf_test_register (f->study);
  crf_test_enter_labs (f->study, f->number, "SCREENING");
  event = crf_test_do (f->study->nurse, "enter", f->number, "event", "COMMON", "form", "F.AE", "formkey", "new", "item", "AETERM", "value", "fever", NULL);
  crf_outcome_free (crf_test_do (f->study->nurse, "enter", f->number, "event", "COMMON", "form", "F.AE", "formkey", g_hash_table_lookup (event->results, "formkey"),
                                 "item", "AESER", "value", "Y", NULL));
}

static void
tear_down (Fixture *f,
           gconstpointer data)
{
  g_free (f->number);
  g_free (f->path);
  crf_test_study_free (f->study);
}

/* ── The kinds there are ── */

#define WRITE(name, call)                                                                                                                                         \
  static gboolean name (Fixture *f, CrfRefusal **refusal, GError **error)                                                                                          \
  {                                                                                                                                                               \
    CrfSession *nurse = f->study->nurse;                                                                                                                           \
    return call;                                                                                                                                                   \
  }

static const CrfXlsxOptions whole_book = { .audit = TRUE };
static const CrfOdmOptions snapshot = { .audit = TRUE }, transactions = { .transactional = TRUE }, plain = { .plain = TRUE };
static const CrfCasebookOptions casebook = { .audit = TRUE };

static gboolean
write_book (Fixture *f,
            CrfRefusal **refusal,
            GError **error)
{
  g_autofree char *sha256 = NULL;

  return crf_xlsx_export (f->study->nurse, f->path, &whole_book, NULL, NULL, NULL, &sha256, error);
}

static gboolean
write_trail (Fixture *f,
             CrfRefusal **refusal,
             GError **error)
{
  g_autofree char *sha256 = NULL;

  return crf_audit_csv_export (f->study->nurse, f->path, NULL, &sha256, error);
}

WRITE (write_snapshot, crf_odm_export (nurse, f->path, &snapshot, NULL, NULL, NULL, refusal, error))
WRITE (write_transactions, crf_odm_export (nurse, f->path, &transactions, NULL, NULL, NULL, refusal, error))
WRITE (write_plain, crf_odm_export (nurse, f->path, &plain, NULL, NULL, NULL, refusal, error))
WRITE (write_casebook, crf_paper_casebook_write (nurse, &casebook, f->path, NULL, NULL, NULL, refusal, error))
WRITE (write_checks, crf_checks_csv_export (nurse, f->path, NULL, refusal, error))
WRITE (write_sae, crf_sae_pdf_write (nurse, f->number, "1", f->path, refusal, error))
WRITE (write_deviations, crf_deviations_pdf_write (nurse, NULL, f->path, refusal, error))
WRITE (write_sources, crf_paper_sources_write (nurse, f->path, refusal, error))
WRITE (write_delegations, crf_paper_delegations_write (nurse, f->path, refusal, error))
WRITE (write_ward_list, crf_paper_ward_list_write (nurse, CRF_WORK_BY_BED, FALSE, f->path, refusal, error))
WRITE (write_blank, crf_paper_blank_write (nurse, NULL, NULL, FALSE, f->path, refusal, error))

typedef enum
{
  BOOK,
  TEXT,
  PDF,
  LIST, /* of what the definition says: the same from whomever */
} Reads;

static const struct
{
  const char *name;
  gboolean (*write) (Fixture *f, CrfRefusal **refusal, GError **error);
  Reads reads;
  gboolean plain;     /* nothing of the extension is in it */
  const char *choice; /* in it, as people read it; NULL: its title says it */
} kinds[] = {
  { "book.xlsx", write_book, BOOK, FALSE, "All patients; without names and hospital numbers; with the audit trail" },
  { "snapshot.xml", write_snapshot, TEXT, FALSE, "All patients; without names and hospital numbers; with the audit trail" },
  { "transactions.xml", write_transactions, TEXT, FALSE, "All patients; without names and hospital numbers; with the audit trail" },
  { "plain.xml", write_plain, TEXT, TRUE, "All patients; without names and hospital numbers; without the audit trail" },
  { "casebook.pdf", write_casebook, PDF, FALSE, "Patient 01-S-001; without names and hospital numbers; with the audit trail" },
  { "trail.csv", write_trail, TEXT, FALSE, "of all entries" },
  { "checks.csv", write_checks, LIST, FALSE, NULL },
  { "sae.pdf", write_sae, PDF, FALSE, NULL },
  { "deviations.pdf", write_deviations, PDF, FALSE, NULL },
  { "sources.pdf", write_sources, PDF, FALSE, NULL },
  { "delegations.pdf", write_delegations, PDF, FALSE, NULL },
  { "ward.pdf", write_ward_list, PDF, FALSE, NULL },
  { "blank.pdf", write_blank, PDF, FALSE, NULL },
};

/* ── What the journal says ── */

typedef struct { char *user, *role, *at, *detail; guint n; } Export;

static gboolean
take_export (const CrfJournalRecord *record,
             gpointer data)
{
  Export *export = data;

  export->n++;
  if (export->n == 1)
    *export = (Export) { g_strdup (record->columns[CRF_COL_USER]), g_strdup (record->columns[CRF_COL_ROLE]), g_strdup (record->columns[CRF_COL_AT]),
                         g_strdup (record->columns[CRF_COL_DETAIL]), 1 };
  return TRUE;
}

static void
assert_journalled (Fixture *f,
                   const char *name,
                   guint n)
{
  const CrfEntry exports = { .action = CRF_ACTION_EXPORT };
  g_autofree char *bytes = NULL, *hash = NULL, *to = NULL, *sha256 = NULL, *filter = NULL;
  g_autoptr (JsonObject) detail = NULL;
  Export export = { NULL };
  gsize length;

  g_assert_true (crf_records_journal (crf_session_get_file (f->study->admin), &exports, NULL, 0, TRUE, take_export, &export, NULL));
  g_assert_cmpuint (export.n, ==, n);
  g_assert_cmpstr (export.user, ==, "li");
  g_assert_cmpstr (export.role, ==, "nurse");
  g_assert_true (g_str_has_prefix (export.at, "2026-03-02T01:14:05"));
  detail = crf_detail_parse (export.detail, NULL);
  to = crf_detail_get (detail, "to");
  sha256 = crf_detail_get (detail, "sha256");
  filter = crf_detail_get (detail, "filter");
  g_assert_true (g_file_get_contents (f->path, &bytes, &length, NULL));
  hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, length);
  g_assert_cmpstr (sha256, ==, hash);
  g_assert_true (g_str_has_suffix (to, name));
  g_test_message ("%s: %s", name, filter);
  g_assert_nonnull (filter);
  g_assert_cmpuint (strlen (filter), >, 2);
  g_free (export.user);
  g_free (export.role);
  g_free (export.at);
  g_free (export.detail);
}

/* ── What the file says ── */

/* NULL: the program that reads it is not there. */
static char *
read_back (const char *path,
           Reads reads)
{
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "exchange", "read-workbook.py", NULL);
  const char *pdf[] = { "pdftotext", "-raw", path, "-", NULL }, *book[] = { "/usr/bin/python3", script, "cells", path, "Study", NULL };
  g_autoptr (GRegex) blanks = g_regex_new ("\\s+", 0, 0, NULL);
  g_autofree char *text = NULL;
  int status = 0;

  if (reads == TEXT || reads == LIST)
    g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  else if (!g_spawn_sync (NULL, (char **) (reads == PDF ? pdf : book), NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &text, NULL, &status,
                          NULL) || !g_spawn_check_wait_status (status, NULL))
    return NULL;
  return g_regex_replace_literal (blanks, text, -1, 0, " ", 0, NULL);
}

static void
assert_says (const char *name,
             const char *text,
             const char *what)
{
  if (what != NULL && strstr (text, what) == NULL)
    g_error ("%s does not say “%s”", name, what);
}

static void
every_kind_says_who_when_what_and_from_where (Fixture *f,
                                              gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *heads = crf_export_heads (f->study->nurse), *head = g_strndup (heads, strcspn (heads, "\n")), *text = NULL;
      g_autoptr (CrfRefusal) refusal = NULL;
      g_autoptr (GError) error = NULL;
      Reads reads = kinds[i].reads;

      g_free (f->path);
      f->path = g_build_filename (f->study->dir, kinds[i].name, NULL);
      g_assert_true (kinds[i].write (f, &refusal, &error));
      g_assert_no_error (error);
      assert_journalled (f, kinds[i].name, i + 1);
      text = read_back (f->path, reads);
      if (text == NULL)
        g_test_message ("%s cannot be read here", kinds[i].name);
      else
        {
          assert_says (kinds[i].name, text, "NCT06167473.1");
          assert_says (kinds[i].name, text, kinds[i].choice);
          /* A name for people; the trail has the login in its column. */
          if (reads != LIST)
            assert_says (kinds[i].name, text, g_str_equal (kinds[i].name, "trail.csv") ? "\"li\",\"nurse\",\"trail.head\"" : "Li Na (li, Research nurse)");
          if (reads != LIST)
            assert_says (kinds[i].name, text, reads == TEXT ? "2026-03-02T01:14:05" : "2026-03-02 09:14");
          if (reads != LIST && !kinds[i].plain)
            assert_says (kinds[i].name, text, head);
        }
      g_unlink (f->path);
    }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/exchange/written/every kind of copy says who took it, when, what was chosen and from where", Fixture, NULL, set_up,
              every_kind_says_who_when_what_and_from_where, tear_down);
  return g_test_run ();
}
