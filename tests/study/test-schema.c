/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The shipped definitions, flattened or not, answered or not, against the schema of the extension;
 * and without the extension against plain ODM 1.3.2. The judge is xmllint; the schema of CDISC is
 * read where it lies. */

#include "study-fixture.h"

#include <glib/gstdio.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <string.h>

static const char *
data_dir (void)
{
  return g_getenv ("STEMWARD_DATA_DIR");
}

static char *
standard (const char *file)
{
  return g_build_filename (g_getenv ("STEMWARD_SHARED_DIR"), "standards", "odm-1.3.2", file, NULL);
}

/* FALSE after saying why the test cannot run. */
static gboolean
can_run (void)
{
  g_autofree char *xmllint = g_find_program_in_path ("xmllint");
  g_autofree char *foundation = NULL;

  if (data_dir () == NULL || g_getenv ("STEMWARD_SHARED_DIR") == NULL)
    {
      g_test_skip ("STEMWARD_DATA_DIR and STEMWARD_SHARED_DIR are not set: run by meson test");
      return FALSE;
    }
  foundation = standard ("ODM1-3-2-foundation.xsd");
  if (!g_file_test (foundation, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("the schema of ODM 1.3.2 is not there (meson option shared_dir)");
      return FALSE;
    }
  if (xmllint == NULL)
    {
      g_test_skip ("xmllint is not installed");
      return FALSE;
    }
  return TRUE;
}

static char *
write_catalog (void)
{
  g_autofree char *foundation = standard ("ODM1-3-2-foundation.xsd");
  g_autofree char *uri = g_filename_to_uri (foundation, NULL, NULL);
  g_autofree char *catalog = g_strdup_printf (
      "<catalog xmlns=\"urn:oasis:names:tc:entity:xmlns:xml:catalog\">"
      "<uri name=\"urn:stemward:odm-1-3-2:foundation\" uri=\"%s\"/>"
      "<system systemId=\"urn:stemward:odm-1-3-2:foundation\" uri=\"%s\"/></catalog>",
      uri, uri);
  char *path = g_build_filename (g_get_user_cache_dir (), "catalog.xml", NULL);

  g_mkdir_with_parents (g_get_user_cache_dir (), 0700);
  g_assert_true (g_file_set_contents (path, catalog, -1, NULL));
  return path;
}

/* Whether xmllint finds the file valid. What it says goes to the log. */
static gboolean
validates (const char *schema, const char *path)
{
  const char *argv[] = { "xmllint", "--nonet", "--noout", "--schema", schema, path, NULL };
  g_autofree char *catalog = write_catalog ();
  g_auto (GStrv) env = g_environ_setenv (g_get_environ (), "XML_CATALOG_FILES", catalog, TRUE);
  g_autofree char *says = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **) argv, env, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL, NULL,
                NULL, NULL, &says, &status, &error);
  g_assert_no_error (error);
  if (!g_spawn_check_wait_status (status, NULL))
    g_test_message ("%s", says);
  return g_spawn_check_wait_status (status, NULL);
}

static gboolean
text_validates (const char *schema, const char *text)
{
  g_autofree char *path = g_build_filename (g_get_user_cache_dir (), "document.xml", NULL);

  g_mkdir_with_parents (g_get_user_cache_dir (), 0700);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return validates (schema, path);
}

static char *
extended_schema (void)
{
  return g_build_filename (data_dir (), "schema", "stemward-odm.xsd", NULL);
}

static void
for_each_file (const char *folder, void (*use) (const char *path))
{
  g_autofree char *whole = g_build_filename (data_dir (), folder, NULL);
  g_autoptr (GDir) dir = g_dir_open (whole, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (whole, name, NULL);

      if (g_str_has_suffix (name, ".xml"))
        use (path);
    }
}

static void
assert_valid (const char *path)
{
  g_autofree char *schema = extended_schema ();

  g_test_message ("%s", path);
  g_assert_true (validates (schema, path));
}

static void
test_shipped (void)
{
  g_autofree char *good = fixture_path ("good/studies/study.xml");
  g_autofree char *library = fixture_path ("good/forms/library.xml");

  if (!can_run ())
    return;
  for_each_file ("forms", assert_valid);
  for_each_file ("studies", assert_valid);
  assert_valid (good);
  assert_valid (library);
}

static CrfStudy *
read_answered (const char *path, guint option)
{
  g_autoptr (GHashTable) answers = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfStudy) study = crf_study_read_file (path, NULL, NULL, NULL, &error);
  const GPtrArray *questions;

  g_assert_no_error (error);
  questions = crf_study_get_questions (study);
  for (guint i = 0; i < questions->len; i++)
    {
      const CrfOpenQuestion *question = g_ptr_array_index (questions, i);
      const CrfQuestionOption *chosen
          = g_ptr_array_index (question->options, option % question->options->len);

      g_hash_table_insert (answers, (gpointer) question->oid, (gpointer) chosen->oid);
    }
  return crf_study_answer (study, answers, &error);
}

static void
assert_flattened_valid (const char *path)
{
  g_autofree char *schema = extended_schema ();
  g_autoptr (CrfStudy) answered = read_answered (path, 0);

  g_test_message ("%s", path);
  g_assert_nonnull (answered);
  g_assert_true (text_validates (schema, crf_study_get_document (answered)));
}

static void
test_flattened (void)
{
  g_autofree char *good = fixture_path ("good/studies/study.xml");

  if (!can_run ())
    return;
  for_each_file ("studies", assert_flattened_valid);
  assert_flattened_valid (good);
}

static gboolean
is_extension (const xmlNs *ns)
{
  return ns != NULL && strcmp ((const char *) ns->href, "urn:stemward:odm:1") == 0;
}

static void
strip_extension (xmlNode *node)
{
  xmlNode *next;

  for (xmlAttr *attribute = node->properties, *after; attribute != NULL; attribute = after)
    {
      after = attribute->next;
      if (is_extension (attribute->ns))
        xmlRemoveProp (attribute);
    }
  for (xmlNode *child = node->children; child != NULL; child = next)
    {
      next = child->next;
      if (child->type != XML_ELEMENT_NODE)
        continue;
      strip_extension (child);
      if (is_extension (child->ns))
        {
          xmlUnlinkNode (child);
          xmlFreeNode (child);
        }
    }
}

static void
assert_plain_valid (const char *path)
{
  g_autofree char *schema = standard ("ODM1-3-2.xsd");
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfStudy) study = crf_study_read_file (path, NULL, NULL, NULL, &error);
  g_autoptr (CrfStudy) plain = NULL;
  const char *document;
  xmlChar *text;
  xmlDoc *doc;
  int size;

  g_assert_no_error (error);
  g_test_message ("%s", path);
  document = crf_study_get_document (study);
  g_assert_false (text_validates (schema, document)); /* with the extension it is not plain ODM */
  doc = xmlReadMemory (document, (int) strlen (document), "plain.xml", NULL, XML_PARSE_NONET);
  strip_extension (xmlDocGetRootElement (doc));
  xmlDocDumpMemory (doc, &text, &size);
  g_assert_true (text_validates (schema, (const char *) text));
  plain = crf_study_read_document ((const char *) text, size, "plain.xml", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (crf_study_get_items (plain)->len, ==, crf_study_get_items (study)->len);
  g_assert_cmpuint (crf_study_get_arms (plain)->len, ==, 0);
  xmlFree (text);
  xmlFreeDoc (doc);
}

static void
test_plain (void)
{
  if (!can_run ())
    return;
  for_each_file ("studies", assert_plain_valid);
}

static void
test_refused (void)
{
  static const char *const changes[][2] = {
    { "sw:Identifier=\"Yes\"", "sw:Identifier=\"yes\"" },
    { "sw:Concept=\"demog.name\"", "sw:Concept=\"the name\"" },
    { "sw:Concept=\"demog.name\"", "sw:Meaning=\"demog.name\"" },
    { "sw:Anchor=\"first-infusion\"", "sw:Anchor=\"birth\"" },
    { "sw:Before=\"2\"", "sw:Before=\"-2\"" },
    { "<sw:TimePoint OID=\"TP.15\" Minutes=\"15\"", "<sw:TimePoint OID=\"TP.15\"" },
    { "Polarity=\"inclusion\"", "Polarity=\"maybe\"" },
    { "OID=\"ARM.HIGH\"", "OID=\"ARM.LOW\"" },
    { "Default=\"Q.INFUSIONS.1\"", "Default=\"Q.NONE\"" },
    { "Ratio=\"1\"", "Ratio=\"0\"" },
    { "Low=\"80\"", "Low=\"eighty\"" },
    { "<sw:Design ", "<sw:Design Colour=\"red\" " },
    { "<StudyName>", "<StudyTitle>" },
  };
  g_autofree char *schema = NULL;

  if (!can_run ())
    return;
  schema = extended_schema ();
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *text = fixture_text ();
      g_auto (GStrv) parts = g_strsplit (text, changes[i][0], 2);
      g_autofree char *changed = NULL;

      g_assert_nonnull (parts[1]);
      changed = g_strconcat (parts[0], changes[i][1], parts[1], NULL);
      g_test_message ("case %s", changes[i][1]);
      g_assert_false (text_validates (schema, changed));
    }
}

/* Every answer to every question gives a study without errors: some hundred studies. */
static void
assert_answers_work (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfStudy) study = crf_study_read_file (path, NULL, NULL, NULL, &error);
  const GPtrArray *questions = crf_study_get_questions (study);

  for (guint i = 0; i < questions->len; i++)
    {
      const CrfOpenQuestion *question = g_ptr_array_index (questions, i);

      for (guint j = 0; j < question->options->len; j++)
        {
          const CrfQuestionOption *option = g_ptr_array_index (question->options, j);
          g_autoptr (GHashTable) answers = g_hash_table_new (g_str_hash, g_str_equal);
          g_autoptr (CrfStudy) answered = NULL;

          g_hash_table_insert (answers, (gpointer) question->oid, (gpointer) option->oid);
          answered = crf_study_answer (study, answers, &error);
          g_test_message ("%s: %s", crf_study_get_oid (study), option->oid);
          g_assert_no_error (error);
          g_assert_nonnull (answered);
        }
    }
}

static void
test_answers (void)
{
  if (data_dir () == NULL)
    g_test_skip ("STEMWARD_DATA_DIR is not set: run by meson test");
  else
    for_each_file ("studies", assert_answers_work);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/study/schema/the-shipped-definitions-are-valid", test_shipped);
  g_test_add_func ("/study/schema/answered-and-flattened-they-are-valid", test_flattened);
  g_test_add_func ("/study/schema/without-the-extension-they-are-plain-odm", test_plain);
  g_test_add_func ("/study/schema/a-wrong-extension-is-refused", test_refused);
  if (g_test_slow ()) /* in the suite long */
    g_test_add_func ("/study/schema/every-answer-gives-a-usable-study", test_answers);
  return g_test_run ();
}
