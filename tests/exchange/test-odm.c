/* SPDX-License-Identifier: GPL-3.0-or-later */

/* ODM: both kinds of file against the schemas (with the extension, and plain), and read back: every value and every transaction that the study file
 * has, and no other. */

#include "crf-demo.h"
#include "crf-export.h"
#include "crf-odm-export.h"
#include "crf-odm-read.h"
#include "crf-test-study.h"
#include "crf-transport.h"

#include <glib/gstdio.h>
#include <string.h>

/* ── The judge is xmllint; the schema of CDISC is read where it lies ── */

static char *
standard (const char *file)
{
  return g_build_filename (g_getenv ("STEMWARD_SHARED_DIR") != NULL ? g_getenv ("STEMWARD_SHARED_DIR") : "/none", "standards", "odm-1.3.2", file, NULL);
}

static gboolean
can_judge (void)
{
  g_autofree char *xmllint = g_find_program_in_path ("xmllint"), *foundation = standard ("ODM1-3-2-foundation.xsd");

  if (xmllint != NULL && g_file_test (foundation, G_FILE_TEST_EXISTS))
    return TRUE;
  g_test_skip ("xmllint or the schema of ODM 1.3.2 is not there");
  return FALSE;
}

static char *
write_catalog (const char *dir)
{
  g_autofree char *foundation = standard ("ODM1-3-2-foundation.xsd"), *uri = g_filename_to_uri (foundation, NULL, NULL);
  g_autofree char *text = g_strdup_printf ("<catalog xmlns=\"urn:oasis:names:tc:entity:xmlns:xml:catalog\">"
                                           "<uri name=\"urn:stemward:odm-1-3-2:foundation\" uri=\"%s\"/>"
                                           "<system systemId=\"urn:stemward:odm-1-3-2:foundation\" uri=\"%s\"/></catalog>",
                                           uri, uri);
  char *path = g_build_filename (dir, "catalog.xml", NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static gboolean
validates (CrfTestStudy *study,
           const char *schema,
           const char *path)
{
  const char *argv[] = { "xmllint", "--nonet", "--noout", "--huge", "--schema", schema, path, NULL };
  g_autofree char *catalog = write_catalog (study->dir), *says = NULL;
  g_auto (GStrv) env = g_environ_setenv (g_get_environ (), "XML_CATALOG_FILES", catalog, TRUE);
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **) argv, env, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, &says, &status, &error);
  g_assert_no_error (error);
  g_unlink (catalog);
  if (g_spawn_check_wait_status (status, NULL))
    return TRUE;
  g_test_message ("%.300s", says);
  return FALSE;
}

/* ── A study with something of everything ── */

/* Queries on a value, on one that is not there, and on the patient; a deviation of the patient and one of the site. */
static void
ask (CrfTestStudy *study,
     const char *number)
{
  g_autoptr (CrfOutcome) asked = crf_test_do (study->investigator, "query", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "text", "1 < 2 & \"3\"?", NULL);

  crf_outcome_free (crf_test_do (study->nurse, "answer-query", NULL, "key", g_hash_table_lookup (asked->results, "query"), "text", "as in the source", NULL));
  crf_outcome_free (crf_test_do (study->investigator, "query", number, "event", "SCREENING", "form", "F.VISIT", "item", "GGT", "text", "Why not?", NULL));
  crf_outcome_free (crf_test_do (study->investigator, "query", number, "text", "Initials?", NULL));
  crf_outcome_free (crf_test_do (study->nurse, "open-deviation", number, "kind", "other", "text", "Came without the diary.", "found-on", "2026-03-02", NULL));
  crf_outcome_free (crf_test_do (study->nurse, "open-deviation", NULL, "kind", "other", "text", "The refrigerator was warm.", "found-on", "2026-03-02", NULL));
}

static void
live (CrfTestStudy *study,
      const char *number)
{
  crf_test_enter_labs (study, number, "SCREENING");
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "item", "AFP", "value", "<0.2", "unit", "ng/mL", NULL));
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "item", "CRP", "missing", "ND", NULL));
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.DM", "item", "BED", "value", "7 < 8 & \"9\" 乙", NULL));
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.DM", "item", "BED", "value", "14", "reason", "moved", NULL));
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "COMMON", "form", "F.AE", "formkey", "new", "item", "AETERM", "value", "fever", NULL));
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "COMMON", "form", "F.AE", "formkey", "new", "item", "AETERM", "value", "rash", NULL));
  crf_outcome_free (crf_test_do (study->investigator, "judge", number, "event", "SCREENING", "form", "F.VISIT", "item", "TBIL", "judgement", "NCS", NULL));
  ask (study, number);
  crf_test_code_event (study, number, "2", "99000041");
}

static char *
write_odm (CrfTestStudy *study,
           const CrfOdmOptions *options)
{
  char *path = g_build_filename (study->dir, "data.xml", NULL);
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (crf_odm_export (study->nurse, path, options, NULL, NULL, NULL, &refusal, &error));
  g_assert_no_error (error);
  return path;
}

/* Lots whose movements name patients, ranges, versions: acts of a site that has lived. */
static void
what_a_site_did_keeps_to_the_schema (void)
{
  const CrfDemoOptions demo = { .study = "nct01854125", .patients = 2, .seed = 7 };
  const CrfOdmOptions whole = { NULL };
  g_autofree char *schema = g_build_filename (g_getenv ("STEMWARD_DATA_DIR"), "schema", "stemward-odm.xsd", NULL), *file = NULL, *path = NULL, *text = NULL;
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  CrfSession *nurse;

  if (!can_judge ())
    return;
  file = g_build_filename (study->dir, "demo.stemward", NULL);
  path = g_build_filename (study->dir, "site.xml", NULL);
  g_assert_true (crf_demo_create (file, &demo, NULL, NULL, NULL, &error));
  nurse = crf_session_sign_in (file, "nurse", "demo", NULL, crf_clock_system (), &error);
  g_assert_no_error (error);
  g_assert_true (crf_odm_export (nurse, path, &whole, NULL, NULL, NULL, &refusal, &error));
  crf_session_close (nurse);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "<sw:Act Name=\"lot.move\" SubjectKey=\"S-00"));
  g_assert_true (validates (study, schema, path));
  g_unlink (path);
  g_unlink (file);
}

static void
both_kinds_keep_to_the_schema (void)
{
  g_autofree char *extended = g_build_filename (g_getenv ("STEMWARD_DATA_DIR"), "schema", "stemward-odm.xsd", NULL), *plain = standard ("ODM1-3-2.xsd");
  g_autoptr (CrfTestStudy) study = NULL;
  g_autofree char *first = NULL, *second = NULL;

  if (!can_judge ())
    return;
  study = crf_test_study_new ();
  first = crf_test_register (study);
  second = crf_test_register (study);
  live (study, first);
  for (guint i = 0; i < 8; i++)
    {
      const CrfOdmOptions options = { .transactional = (i & 1) != 0, .plain = (i & 2) != 0, .audit = (i & 4) != 0, .subject = i == 7 ? second : NULL };
      g_autofree char *path = write_odm (study, &options);

      g_assert_true (validates (study, options.plain ? plain : extended, path));
      /* The schema can refuse: what is extended is not plain. */
      if (!options.plain && i < 2)
        g_assert_false (validates (study, plain, path));
      g_unlink (path);
    }
}

static void
a_coding_goes_with_the_words_and_names_its_dictionary (void)
{
  static const char *const said[] = {
    "<ExternalCodeList Dictionary=\"MedDRA\" Version=\"0.1\"/>", "CodedValue=\"AEBDSYCD\"", "<Comment>MedDRA 0.1 Invented</Comment>",
    "<FlagValue CodeListOID=\"CL.SW.MedDRA.0.1.Invented\">99000041</FlagValue>", "<FlagType CodeListOID=\"CL.SW.CODING\">AELLTCD</FlagType>",
    ">Inventitis pruriens</FlagValue>", ">Invented skin class</FlagValue>",
  };
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);

  live (study, number);
  for (guint i = 0; i < 2; i++)
    {
      const CrfOdmOptions options = { .plain = i == 1 };
      g_autofree char *path = write_odm (study, &options), *text = NULL;

      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      for (guint j = 0; j < G_N_ELEMENTS (said); j++)
        if (strstr (text, said[j]) == NULL)
          g_error ("%s is not there", said[j]);
      g_assert_null (strstr (strstr (text, ">AELLTCD<") + 1, ">AELLTCD<")); /* of two events one is coded */
      g_unlink (path);
    }
}

/* ── Read back ── */

typedef struct
{
  GHashTable *lines; /* char *: one a value */
  const char *number;
  gboolean identifiers;
} Expected;

static char *
line_of (const char *number,
         const char *event,
         const char *eventkey,
         const char *form,
         const char *formkey,
         const char *item,
         const char *groupkey,
         const char *value,
         const char *entered,
         const char *unit,
         const char *comparator,
         const char *missing,
         gboolean derived)
{
  return g_strdup_printf ("%s/%s/%s/%s/%s/%s/%s=%s|%s|%s|%s|%s|%d", number, event, eventkey != NULL ? eventkey : "1", form, formkey != NULL ? formkey : "1",
                          item, groupkey != NULL ? groupkey : "1", value, entered, unit, comparator, missing, derived);
}

static gboolean
expect (const CrfExportValue *value,
        gpointer data)
{
  Expected *expected = data;

  g_hash_table_add (expected->lines, line_of (expected->number, value->event->oid, value->eventkey, value->form->oid, value->formkey, value->item->oid,
                                              value->groupkey, value->canonical, value->entered,
                                              value->unit, value->comparator, value->missing, value->derived));
  return TRUE;
}

static char *
line_of_point (const CrfOdmPoint *point)
{
  const char *entered = point->entered != NULL ? point->entered : point->value;

  return line_of (point->subject, point->event, point->eventkey, point->form, point->formkey, point->item, point->groupkey, point->value, entered,
                  point->entered_unit, point->comparator, point->missing, point->derived);
}

static void
a_snapshot_read_back_holds_every_value_and_no_other (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *first = crf_test_register (study), *second = crf_test_register (study), *path = NULL;
  const CrfOdmOptions options = { .identifiers = TRUE, .audit = TRUE };
  const char *const numbers[] = { first, second };
  Expected expected = { .lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
  g_autoptr (CrfOdmData) data = NULL;
  g_autoptr (GError) error = NULL;

  live (study, first);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr (CrfPatient) patient = crf_reader_patient (study->nurse, numbers[i], NULL);

      expected.number = numbers[i];
      g_assert_true (crf_export_visit_values (study->nurse, patient->key, TRUE, expect, &expected, NULL));
    }
  path = write_odm (study, &options);
  data = crf_odm_read (path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (data->file_type, ==, "Snapshot");
  g_assert_cmpuint (g_hash_table_size (expected.lines), >, 40);
  g_assert_cmpuint (data->points->len, ==, g_hash_table_size (expected.lines));
  for (guint i = 0; i < data->points->len; i++)
    {
      const CrfOdmPoint *point = g_ptr_array_index (data->points, i);
      g_autofree char *line = line_of_point (point);

      if (!g_hash_table_contains (expected.lines, line))
        g_error ("not in the study file: %s", line);
      g_assert_nonnull (point->source);
      g_assert_nonnull (point->at);
    }
  g_hash_table_unref (expected.lines);
  g_unlink (path);
}

typedef struct
{
  GPtrArray *ids;  /* char *: of values, in order */
  guint signatures;
} Trail;

static gboolean
note (const CrfExportEntry *entry,
      gpointer data)
{
  Trail *trail = data;

  if (entry->subject_number != NULL && (strcmp (entry->action, "value.set") == 0 || strcmp (entry->action, "value.derive") == 0))
    g_ptr_array_add (trail->ids, g_strdup_printf ("%s %s %s %s", entry->id, entry->user, entry->item, entry->reason));
  trail->signatures += entry->subject_number != NULL && strcmp (entry->action, "sign") == 0;
  return TRUE;
}

static void
a_transactional_file_holds_every_transaction_in_order_with_who_when_and_why (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study), *path = NULL;
  const CrfOdmOptions options = { .transactional = TRUE };
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  Trail trail = { ids, 0 };
  g_autoptr (CrfOdmData) data = NULL;
  g_autoptr (GError) error = NULL;
  guint updates = 0;

  live (study, number);
  path = write_odm (study, &options);
  g_assert_true (crf_export_visit_audit (study->nurse, NULL, note, &trail, NULL));
  data = crf_odm_read (path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (data->file_type, ==, "Transactional");
  g_assert_cmpuint (data->signatures, ==, trail.signatures);
  g_assert_cmpuint (ids->len, >, 25);
  g_assert_cmpuint (data->points->len, ==, ids->len);
  for (guint i = 0; i < ids->len; i++)
    {
      const CrfOdmPoint *point = g_ptr_array_index (data->points, i), *before = i > 0 ? g_ptr_array_index (data->points, i - 1) : point;
      g_autofree char *line = g_strdup_printf ("%s %s %s %s", point->source, point->derived ? "li" : point->user + strlen ("USR."), point->item, point->reason);

      if (!point->derived)
        g_assert_cmpstr (line, ==, g_ptr_array_index (ids, i));
      g_assert_cmpstr (before->at, <=, point->at);
      updates += g_strcmp0 (point->transaction, "Update") == 0;
      if (g_strcmp0 (point->item, "IT.BED") == 0 && g_strcmp0 (point->value, "14") == 0)
        {
          g_assert_cmpstr (point->transaction, ==, "Update");
          g_assert_cmpstr (point->reason, ==, "moved");
        }
    }
  g_assert_cmpuint (updates, >, 0);
  g_unlink (path);
}

static void
names_stand_in_it_only_when_asked_for (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);

  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.DM", "item", "SUBJNAME", "value", "慕容晓晓", NULL));
  for (guint i = 0; i < 3; i++)
    {
      const CrfOdmOptions options = { .transactional = i == 1, .identifiers = i == 2 };
      g_autofree char *path = write_odm (study, &options), *text = NULL;

      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      if (i == 2)
        g_assert_nonnull (strstr (text, "慕容晓晓"));
      else
        g_assert_null (strstr (text, "慕容晓晓"));
      g_unlink (path);
    }
}

static void
what_is_no_odm_is_said (void)
{
  static const char *const texts[] = { "", "no xml", "<a/>", "<ODM xmlns=\"http://www.cdisc.org/ns/odm/v1.3\"/>",
                                       "<ODM xmlns=\"http://www.cdisc.org/ns/odm/v1.3\"><ClinicalData StudyOID=\"S\"><SubjectData SubjectKey=\"1\">" };
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "crf-odm-test.xml", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (path, texts[i], -1, NULL));
      g_assert_null (crf_odm_read (path, &error));
      g_assert_nonnull (error);
    }
  g_unlink (path);
  g_assert_null (crf_odm_read ("/no/such/file.xml", NULL));
}

static void
an_encrypted_one_is_the_same_inside_and_a_folder_that_is_not_there_leaves_nothing (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study), *sealed = g_build_filename (study->dir, "data.xml.enc", NULL);
  g_autofree char *opened = g_build_filename (study->dir, "opened.xml", NULL), *part = g_build_filename (study->dir, "data.xml.enc.part", NULL);
  const CrfOdmOptions options = { .passphrase = "three small words" };
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (CrfOdmData) data = NULL;
  g_autoptr (GError) error = NULL;

  crf_transport_set_cheap (TRUE);
  g_assert_true (crf_odm_export (study->nurse, sealed, &options, NULL, NULL, NULL, &refusal, &error));
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  g_assert_true (crf_transport_decrypt (sealed, opened, "three small words", NULL, &error));
  data = crf_odm_read (opened, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (data->points->len, >, 3);
  g_assert_cmpstr (((CrfOdmPoint *) g_ptr_array_index (data->points, 0))->subject, ==, number);
  g_unlink (sealed);
  g_unlink (opened);
  g_assert_false (crf_odm_export (study->nurse, "/no/such/folder/data.xml", NULL, NULL, NULL, NULL, &refusal, &error));
  g_assert_nonnull (error);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(name) g_test_add_func ("/exchange/odm/" #name, name)
  ADD (both_kinds_keep_to_the_schema);
  ADD (what_a_site_did_keeps_to_the_schema);
  ADD (a_coding_goes_with_the_words_and_names_its_dictionary);
  ADD (a_snapshot_read_back_holds_every_value_and_no_other);
  ADD (a_transactional_file_holds_every_transaction_in_order_with_who_when_and_why);
  ADD (names_stand_in_it_only_when_asked_for);
  ADD (what_is_no_odm_is_said);
  ADD (an_encrypted_one_is_the_same_inside_and_a_folder_that_is_not_there_leaves_nothing);
  return g_test_run ();
}
