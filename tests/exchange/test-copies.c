/* SPDX-License-Identifier: GPL-3.0-or-later */

/* 21 CFR 11.10(b): complete copies, for people and for machines. One patient goes out as casebook, workbook and ODM; each is read back by a program
 * that did not write it (pdftotext, openpyxl, libxml2), and each holds every value that the file holds, and every entry of the trail. */

#include "crf-export.h"
#include "crf-odm-export.h"
#include "crf-paper-casebook.h"
#include "crf-reader.h"
#include "crf-records.h"
#include "crf-test-study.h"
#include "crf-xlsx-export.h"

#include <glib/gstdio.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <string.h>

/* One entered value as the file has it: not sealed, not computed. */
typedef struct
{
  const CrfItem *item;
  char *typed, *canon, *missing;
  gboolean below; /* what was typed is a limit: "<0.7" */
} Value;

static void
value_free (gpointer data)
{
  Value *value = data;

  g_free (value->typed);
  g_free (value->canon);
  g_free (value->missing);
  g_free (value);
}

/* Numbers that are nowhere else, so that one found is the one that was entered. */
static void
live (CrfTestStudy *study,
      const char *number)
{
  static const char *const labs[][3] = { { "ALT", "71.3", "U/L" },     { "AST", "82.7", "U/L" },     { "TBIL", "161.9", "umol/L" }, { "ALB", "31.7", "g/L" },
                                         { "CREAT", "93.6", "umol/L" }, { "SODIUM", "133.8", "mmol/L" }, { "INR", "1.83", NULL },       { "AFP", "<0.7", "ng/mL" } };

  for (guint i = 0; i < G_N_ELEMENTS (labs); i++)
    crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.VISIT", "item", labs[i][0], "value", labs[i][1], "unit",
                                   labs[i][2], NULL));
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "PLAT", "missing", "ND", NULL));
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "value", "74.9", "unit", "U/L",
                                 "reason", "misread", NULL));
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (CrfOutcome) row = crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.MH", "group", "IG.MH", "groupkey", "new",
                                                "item", "MHTERM", "value", i == 0 ? "Gallstones once" : "Gout since youth", NULL);

      crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.MH", "group", "IG.MH", "groupkey",
                                     g_hash_table_lookup (row->results, "groupkey"), "item", "MHSTDAT", "value", i == 0 ? "1987-09" : "1993", NULL));
    }
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "COMMON", "form", "F.AE", "formkey", "new", "item", "AETERM", "value",
                                 "Shivering at night", NULL));
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "COMMON", "form", "F.AE", "formkey", "new", "item", "AETERM", "value",
                                 "Itching of palms", NULL));
}

static GPtrArray *
values_of (CrfTestStudy *study,
           const char *number)
{
  CrfStudyFile *file = crf_session_get_file (study->nurse);
  g_autoptr (CrfSubjectRecord) subject = crf_records_find_subject (file, number, NULL);
  g_autoptr (GPtrArray) forms = crf_records_forms (file, subject->key, NULL);
  GPtrArray *values = g_ptr_array_new_with_free_func (value_free);

  for (guint i = 0; i < forms->len; i++)
    {
      g_autoptr (GPtrArray) records = crf_records_values (file, ((CrfFormRecord *) g_ptr_array_index (forms, i))->id, NULL);

      for (guint j = 0; j < records->len; j++)
        {
          const CrfValueRecord *record = g_ptr_array_index (records, j);
          Value *value;

          if (record->sealed || record->derived || (record->value == NULL && record->missing == NULL))
            continue;
          value = g_new0 (Value, 1);
          value->item = crf_study_find_item (crf_session_get_study (study->nurse), record->item);
          value->typed = g_strdup (record->value);
          value->canon = g_strdup (record->canon);
          value->missing = g_strdup (record->missing);
          value->below = g_strcmp0 (record->cmp, "<") == 0;
          g_ptr_array_add (values, value);
        }
    }
  return values;
}

typedef struct
{
  GPtrArray *ids; /* "ws:seq" */
  const char *action;
} Listing;

static gboolean
list_entry (const CrfJournalRecord *record,
            gpointer data)
{
  const Listing *listing = data;

  if (listing->action == NULL || strcmp (record->columns[CRF_COL_ACTION], listing->action) == 0)
    g_ptr_array_add (listing->ids, g_strdup_printf ("%s:%s", record->columns[CRF_COL_WS], record->columns[CRF_COL_SEQ]));
  return TRUE;
}

/* The entries of the patient, in order; @action NULL: all. */
static GPtrArray *
list_entries (CrfTestStudy *study,
              const char *number,
              const char *action)
{
  g_autoptr (CrfSubjectRecord) subject = crf_records_find_subject (crf_session_get_file (study->nurse), number, NULL);
  CrfEntry of = { .subject = subject->key };
  Listing listing = { g_ptr_array_new_with_free_func (g_free), action };

  g_assert_true (crf_records_journal (crf_session_get_file (study->nurse), &of, NULL, 0, FALSE, list_entry, &listing, NULL));
  return listing.ids;
}

/* ── ODM, by libxml2 ── */

static xmlXPathObjectPtr
find (xmlDocPtr document,
      const char *path)
{
  xmlXPathContextPtr context = xmlXPathNewContext (document);
  xmlXPathObjectPtr found;

  xmlXPathRegisterNs (context, (const xmlChar *) "o", (const xmlChar *) "http://www.cdisc.org/ns/odm/v1.3");
  found = xmlXPathEvalExpression ((const xmlChar *) path, context);
  xmlXPathFreeContext (context);
  g_assert_nonnull (found);
  return found;
}

static guint
count_nodes (xmlDocPtr document,
             const char *path)
{
  xmlXPathObjectPtr found = find (document, path);
  guint n = found->nodesetval != NULL ? (guint) found->nodesetval->nodeNr : 0;

  xmlXPathFreeObject (found);
  return n;
}

static xmlDocPtr
write_odm (CrfTestStudy *study,
           const char *number,
           gboolean transactional)
{
  const CrfOdmOptions options = { .subject = number, .audit = TRUE, .transactional = transactional };
  g_autofree char *path = g_build_filename (study->dir, "copy.xml", NULL);
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  xmlDocPtr document;

  g_assert_true (crf_odm_export (study->nurse, path, &options, NULL, NULL, NULL, &refusal, &error));
  g_assert_no_error (error);
  document = xmlReadFile (path, NULL, XML_PARSE_NONET);
  g_assert_nonnull (document);
  g_unlink (path);
  return document;
}

/* One element of the item, with its value or (IsNull) without; and no other. */
static void
each_value_is_one_element (xmlDocPtr document,
                           const GPtrArray *values)
{
  g_assert_cmpuint (count_nodes (document, "//o:ItemData[not(@*[local-name()='Derived']='Yes')]"), ==, values->len);
  for (guint i = 0; i < values->len; i++)
    {
      const Value *value = g_ptr_array_index (values, i);
      g_autofree char *path = value->missing != NULL
                                ? g_strdup_printf ("//o:SubjectData//*[starts-with(local-name(),'ItemData')][@ItemOID='%s'][@IsNull='Yes']", value->item->oid)
                                : g_strdup_printf ("//o:SubjectData//*[starts-with(local-name(),'ItemData')][@ItemOID='%s'][@Value=\"%s\" or .=\"%s\" or @Value=\"%s\" "
                                                   "or .=\"%s\"]",
                                                   value->item->oid, value->typed, value->typed, value->canon, value->canon);

      if (count_nodes (document, path) != 1)
        g_error ("ODM: %s “%s” stands %u times", value->item->oid, value->missing != NULL ? value->missing : value->typed, count_nodes (document, path));
    }
}

/* What the audit records of the transactions on values name, in order, is what the journal has. */
static void
each_entry_is_one_transaction (xmlDocPtr document,
                               const GPtrArray *entries)
{
  xmlXPathObjectPtr found = find (document, "//o:ItemData[not(@TransactionType='Context')][not(@*[local-name()='Derived']='Yes')]/o:AuditRecord/o:SourceID");

  g_assert_nonnull (found->nodesetval);
  g_assert_cmpint (found->nodesetval->nodeNr, ==, (int) entries->len);
  for (guint i = 0; i < entries->len; i++)
    {
      xmlChar *id = xmlNodeGetContent (found->nodesetval->nodeTab[i]);

      g_assert_cmpstr ((const char *) id, ==, g_ptr_array_index (entries, i));
      xmlFree (id);
    }
  xmlXPathFreeObject (found);
}

/* ── Workbook, by openpyxl ── */

static char **
read_book (const char *path,
           const char *what,
           const char *sheet)
{
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "exchange", "read-workbook.py", NULL);
  static const char *const pythons[] = { "/usr/bin/python3", "python3" };

  /* The system's own has openpyxl; another may be before it on the path. */
  for (guint i = 0; i < G_N_ELEMENTS (pythons); i++)
    {
      const char *argv[] = { pythons[i], script, what, path, sheet, NULL };
      g_autofree char *out = NULL;
      int status;

      if (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &out, NULL, &status, NULL) &&
          g_spawn_check_wait_status (status, NULL))
        return g_strsplit (g_strchomp (out), "\n", -1);
    }
  return NULL;
}

static void
add_one (GHashTable *table,
         const char *name,
         const char *text,
         int by)
{
  g_autofree char *key = g_strdup_printf ("%s = %s", name, text);
  int n = GPOINTER_TO_INT (g_hash_table_lookup (table, key)) + by;

  g_hash_table_insert (table, g_steal_pointer (&key), GINT_TO_POINTER (n));
}

/* Takes the filled cells of the columns of items from the table: "ALT (U/L)" is the column of ALT, "SEX label" of none. "n:71.3" and "s:71.3" are both the
 * text 71.3. What the program computes is no entered value. */
static guint
take_cells (char **lines,
            CrfStudy *study,
            GHashTable *computed,
            GHashTable *table)
{
  g_auto (GStrv) header = g_strsplit (lines[0], "\t", -1);
  guint n = 0;

  for (guint column = 0; header[column] != NULL; column++)
    {
      g_autofree char *name = g_strndup (header[column] + 2, strcspn (header[column] + 2, " "));
      gboolean labelled = g_str_has_suffix (header[column], " label") || g_strcmp0 (name, "Study") == 0;
      const CrfItem *item = NULL;
      const GPtrArray *items = crf_study_get_items (study);

      for (guint i = 0; i < items->len && !labelled; i++)
        if (strcmp (((const CrfItem *) g_ptr_array_index (items, i))->name, name) == 0)
          item = g_ptr_array_index (items, i);
      for (guint row = 1; item != NULL && !g_hash_table_contains (computed, item) && lines[row] != NULL; row++)
        {
          g_auto (GStrv) cells = g_strsplit (lines[row], "\t", -1);

          if (strcmp (cells[column], "-") == 0)
            continue;
          add_one (table, item->name, cells[column] + 2, -1);
          n++;
        }
    }
  return n;
}

static gboolean
is_unique_text (const Value *value)
{
  return value->missing == NULL && value->item->code_list == NULL && value->item->type != CRF_TYPE_BOOLEAN && strlen (value->typed) >= 4;
}

/* Items of which the file has a computed value. */
static GHashTable *
list_computed (CrfTestStudy *study,
               const char *number)
{
  CrfStudyFile *file = crf_session_get_file (study->nurse);
  g_autoptr (CrfSubjectRecord) subject = crf_records_find_subject (file, number, NULL);
  g_autoptr (GPtrArray) forms = crf_records_forms (file, subject->key, NULL);
  GHashTable *computed = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < forms->len; i++)
    {
      g_autoptr (GPtrArray) records = crf_records_values (file, ((CrfFormRecord *) g_ptr_array_index (forms, i))->id, NULL);

      for (guint j = 0; j < records->len; j++)
        if (((CrfValueRecord *) g_ptr_array_index (records, j))->derived)
          g_hash_table_add (computed,
                            (gpointer) crf_study_find_item (
                                crf_session_get_study (study->nurse),
                                ((CrfValueRecord *) g_ptr_array_index (records, j))->item));
    }
  return computed;
}

/* The same rows as the journal, in its order. */
static void
assert_trail (char **rows,
              const GPtrArray *entries)
{
  g_assert_cmpuint (g_strv_length (rows), ==, entries->len + 1);
  for (guint i = 0; i < entries->len; i++)
    {
      g_autofree char *id = g_strndup (rows[i + 1] + 2, strcspn (rows[i + 1] + 2, "\t"));

      g_assert_cmpstr (id, ==, g_ptr_array_index (entries, i));
    }
}

static void
the_workbook_has_all (CrfTestStudy *study,
                      const char *number,
                      const GPtrArray *values)
{
  const CrfXlsxOptions options = { .subject = number, .audit = TRUE };
  g_autofree char *path = g_build_filename (study->dir, "copy.xlsx", NULL), *sha256 = NULL;
  g_autoptr (GPtrArray) entries = list_entries (study, number, NULL);
  g_autoptr (GHashTable) table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL), computed = list_computed (study, number);
  g_auto (GStrv) shape = NULL, trail = NULL;
  g_autoptr (GError) error = NULL;
  GHashTableIter iter;
  gpointer what, left;
  guint n = 0;

  crf_xlsx_export (study->nurse, path, &options, NULL, NULL, NULL, &sha256, &error);
  g_assert_no_error (error);
  shape = read_book (path, "shape", NULL);
  if (shape == NULL)
    {
      g_test_skip ("there is no python3 with openpyxl");
      return;
    }
  for (guint i = 0; shape[i] != NULL; i++)
    {
      static const char *const others[] = { "Study", "Dictionary", "Edit checks", "Eligibility", "Scores", "Deviations", "Signatures", "Queries", "Audit trail",
                                            NULL };
      g_autofree char *name = g_strndup (shape[i], strcspn (shape[i], "\t"));
      g_auto (GStrv) lines = !g_strv_contains (others, name) ? read_book (path, "cells", name) : NULL;

      if (lines != NULL)
        n += take_cells (lines, crf_session_get_study (study->nurse), computed, table);
    }
  for (guint i = 0; i < values->len; i++)
    {
      const Value *value = g_ptr_array_index (values, i);
      g_autofree char *limit = value->below ? g_strconcat ("<", value->canon, NULL) : NULL;

      add_one (table, value->item->name, value->missing != NULL ? value->missing : limit != NULL ? limit : value->canon, 1);
    }
  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, &what, &left))
    if (GPOINTER_TO_INT (left) != 0)
      g_error ("workbook: %s stands %d times %s than in the file", (char *) what, ABS (GPOINTER_TO_INT (left)), GPOINTER_TO_INT (left) > 0 ? "less" : "more");
  g_assert_cmpuint (n, ==, values->len);
  trail = read_book (path, "cells", "Audit trail");
  assert_trail (trail, entries);
  g_unlink (path);
}

/* ── Casebook, by pdftotext ── */

static guint
count_in (const char *text,
          const char *part)
{
  guint n = 0;

  for (const char *at = strstr (text, part); at != NULL; at = strstr (at + 1, part))
    n++;
  return n;
}

static char *
print (CrfTestStudy *study,
       const char *number,
       gboolean audit,
       guint *pages)
{
  const CrfCasebookOptions options = { .subject = number, .audit = audit };
  g_autofree char *path = g_build_filename (study->dir, "copy.pdf", NULL), *text = NULL;
  const char *argv[] = { "pdftotext", "-raw", path, "-", NULL };
  g_autoptr (GRegex) blanks = g_regex_new ("\\s+", 0, 0, NULL);
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (crf_paper_casebook_write (study->nurse, &options, path, NULL, NULL, NULL, &refusal, &error));
  g_assert_no_error (error);
  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, NULL, NULL))
    return NULL;
  g_unlink (path);
  *pages = count_in (text, "\f");
  return g_regex_replace_literal (blanks, text, -1, 0, " ", 0, NULL);
}

/* Whether the question stands before the answer; a code before people is its words, and what is missing its reason. */
static gboolean
has_pair (const char *text,
          const Value *value,
          const char *shown)
{
  g_autofree char *label = g_strdup (crf_text_get (value->item->question, "en")), *pair = NULL;
  const char *answer = shown;

  for (guint i = 0; value->item->code_list != NULL && value->missing == NULL && i < value->item->code_list->codes->len; i++)
    {
      const CrfCode *code = g_ptr_array_index (value->item->code_list->codes, i);

      if (strcmp (code->code, value->canon) == 0)
        answer = crf_text_get (code->decode, "en");
    }
  if (value->missing != NULL)
    answer = "not done"; /* ND, the only one there is here */
  pair = g_strdup_printf ("%s %s", label, answer);
  if (strstr (text, pair) != NULL)
    return TRUE;
  g_test_message ("casebook: no “%s”", pair);
  return FALSE;
}

static void
the_casebook_has_all (CrfTestStudy *study,
                      const char *number,
                      const GPtrArray *values,
                      guint n_entries)
{
  guint pages[2] = { 0 };
  g_autofree char *plain = print (study, number, FALSE, &pages[0]);
  g_autoptr (GPtrArray) entries = list_entries (study, number, NULL);
  g_autofree char *whole = print (study, number, TRUE, &pages[1]);

  guint n = 0;

  if (plain == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return;
    }
  for (guint i = 0; i < values->len; i++)
    {
      const Value *value = g_ptr_array_index (values, i);

      /* People read a blank between date and time. */
      g_autofree char *shown = g_strdelimit (g_strdup (value->typed != NULL ? value->typed : ""), "T", value->item->type == CRF_TYPE_TEXT ? 'T' : ' ');

      if (is_unique_text (value) && count_in (plain, shown) == 0)
        g_error ("casebook: %s “%s” is not there", value->item->oid, value->typed);
      n += has_pair (plain, value, shown);
    }
  g_assert_cmpuint (n, ==, values->len);
  /* Without the trail it has what is in force alone; with it also what was before. */
  g_assert_cmpuint (count_in (plain, "71.3"), ==, 0);
  g_assert_cmpuint (count_in (whole, "71.3"), >, 0);
  g_assert_cmpuint (count_in (whole, "Value entered") - count_in (plain, "Value entered"), ==, n_entries);
  /* Each entry is a row that begins with its time, each page says at its foot when it was printed, and the clock stands still. */
  g_assert_cmpuint (count_in (plain, "2026-03-02 09:14"), ==, pages[0]);
  g_assert_cmpuint (count_in (whole, "2026-03-02 09:14") - pages[1], ==, entries->len);
}

static void
casebook_workbook_and_odm_hold_the_same (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study), *other = NULL;
  g_autoptr (CrfOutcome) registered = crf_test_do (study->nurse, "register", NULL, "sex", "F", "birth-date", "1980-01-01", NULL);
  g_autoptr (GPtrArray) values = NULL, entries = NULL;
  xmlDocPtr snapshot, transactions;

  /* Another patient, of whom nothing may be in the copies. */
  other = g_strdup (g_hash_table_lookup (registered->results, "number"));
  crf_test_enter_labs (study, other, "SCREENING");
  live (study, number);
  values = values_of (study, number);
  entries = list_entries (study, number, "value.set");
  snapshot = write_odm (study, number, FALSE);
  transactions = write_odm (study, number, TRUE);
  g_test_message ("%u values, %u entries of values", values->len, entries->len);
  g_assert_cmpuint (values->len, >, 20);
  each_value_is_one_element (snapshot, values);
  each_entry_is_one_transaction (transactions, entries);
  the_workbook_has_all (study, number, values);
  the_casebook_has_all (study, number, values, entries->len);
  xmlFreeDoc (snapshot);
  xmlFreeDoc (transactions);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/exchange/copies/casebook-workbook-and-odm-hold-the-same", casebook_workbook_and_odm_hold_the_same);
  return g_test_run ();
}
