/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A map names columns, items, units, events and codes; what it names wrongly is said, all at once. */

#include "crf-import-map.h"
#include "crf-session.h"
#include "crf-study-reader.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  CrfStudy *study;
  char *dir, *path;
} Fixture;

static void
set_up (Fixture *fixture,
        gconstpointer data)
{
  g_autofree char *path = g_build_filename (crf_data_dir (), "studies", "nct06167473.xml", NULL);
  g_autofree char *library = g_build_filename (crf_data_dir (), "forms", NULL);
  g_autoptr (GError) error = NULL;

  fixture->study = crf_study_read_file (path, library, NULL, NULL, &error);
  g_assert_no_error (error);
  fixture->dir = g_dir_make_tmp ("crf-map-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->dir, "my.map", NULL);
}

static void
tear_down (Fixture *fixture,
           gconstpointer data)
{
  g_unlink (fixture->path);
  g_rmdir (fixture->dir);
  g_free (fixture->dir);
  g_free (fixture->path);
  crf_study_unref (fixture->study);
}

static CrfImportMap *
read_map (Fixture *fixture,
          const char *header,
          const char *map,
          GError **error)
{
  g_autoptr (CrfCsv) csv = crf_csv_read_text (header, strlen (header), "t.csv", NULL);

  g_assert_nonnull (csv);
  if (map == NULL)
    return crf_import_map_read (NULL, csv, fixture->study, error);
  g_assert_true (g_file_set_contents (fixture->path, map, -1, NULL));
  return crf_import_map_read (fixture->path, csv, fixture->study, error);
}

static void
test_map (Fixture *fixture,
          gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfImportMap) map =
    read_map (fixture, "id,Sex,BILI,note\n",
              "[Sex]\nitem=SEX\ncodes=male=M; female=F\n[BILI]\nitem=IT.TBIL\nunit=umol/L\nevent=SE.SCREENING\n", &error);
  const CrfImportColumn *sex, *bilirubin;

  g_assert_no_error (error);
  g_assert_cmpuint (map->columns->len, ==, 2);
  sex = g_ptr_array_index (map->columns, 0);
  bilirubin = g_ptr_array_index (map->columns, 1);
  g_assert_cmpstr (sex->item->oid, ==, "IT.SEX");
  g_assert_true (sex->demographic);
  g_assert_cmpstr (g_hash_table_lookup (sex->codes, "female"), ==, "F");
  g_assert_cmpint (bilirubin->column, ==, 2);
  g_assert_false (bilirubin->demographic);
  g_assert_cmpstr (bilirubin->unit->unit->oid, ==, "MU.UMOL_L");
  g_assert_cmpstr (bilirubin->event->oid, ==, "SE.SCREENING");
  g_assert_cmpint (map->subject_column, ==, -1);
  g_assert_cmpuint (map->unused->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (map->unused, 0), ==, "id");
  g_assert_cmpstr (g_ptr_array_index (map->unused, 1), ==, "note");
}

static void
test_subject_column (Fixture *fixture,
                     gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfImportMap) map = read_map (fixture, "no,INR\n", "[no]\nuse=subject\n[INR]\nitem=INR\nevent=W4\n", &error);

  g_assert_no_error (error);
  g_assert_cmpint (map->subject_column, ==, 0);
  g_assert_cmpuint (map->columns->len, ==, 1);
}

/* A GKeyFile group cannot be called “Bili [mg/dL]”. */
static void
test_column_key (Fixture *fixture,
                 gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfImportMap) map =
    read_map (fixture, "Bili [mg/dL],x\n", "[bilirubin]\ncolumn=Bili [mg/dL]\nitem=TBIL\nunit=mg/dL\nevent=SCREENING\n", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (((CrfImportColumn *) g_ptr_array_index (map->columns, 0))->name, ==, "Bili [mg/dL]");
}

static void
test_by_header (Fixture *fixture,
                gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfImportMap) map = read_map (fixture, "SEX,IT.AGEREP,mood\n", NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (map->columns->len, ==, 2);
  g_assert_cmpuint (map->unused->len, ==, 1);
  g_clear_pointer (&map, crf_import_map_free);
  map = read_map (fixture, "mood,weather\n", NULL, &error);
  g_assert_error (error, CRF_IMPORT_MAP_ERROR, CRF_IMPORT_MAP_ERROR_ITEM);
  g_assert_nonnull (strstr (error->message, "Give a map"));
}

typedef struct
{
  const char *map, *says;
} Fault;

static const Fault faults[] = {
  { "[A]\nitem=XYZZY\n", "my.map, [A]: there is no item “XYZZY” in this study." },
  { "[A]\nitem=TBIL\nunit=furlong\nevent=SCREENING\n", "my.map, [A]: item TBIL does not take the unit “furlong”." },
  { "[A]\nitem=TBIL\nevent=SCREENING\n", "my.map, [A]: item TBIL takes several units; say which with unit=…" },
  { "[A]\nitem=INR\nunit=g/L\nevent=SCREENING\n", "my.map, [A]: item INR has no unit." },
  { "[A]\nitem=INR\nevent=CHRISTMAS\n", "my.map, [A]: there is no event “CHRISTMAS” in this study." },
  { "[A]\nitem=INR\n", "my.map, [A]: item INR is collected at several events; say which with event=…" },
  { "[A]\nitem=INR\nevent=D365\n", "my.map, [A]: item INR is not collected at event D365." },
  { "[A]\nitem=SEX\ncodes=male=M;robot=R\n", "my.map, [A]: item SEX has no code “R”." },
  { "[A]\nitem=SEX\ncodes=male\n", "my.map, [A]: “male” is not of the form cell=code." },
  { "[A]\nunit=g/L\n", "my.map, [A]: the key item= is missing." },
  { "[A]\nitem=SEX\nunits=g/L\n", "my.map, [A]: there is no key “units”" },
  { "[A]\nitem=SEX\n[Z]\nitem=AGEREP\n", "my.map, [Z]: the table has no column “Z”." },
  { "[A]\nitem=SEX\n[B]\nitem=IT.SEX\n", "my.map, [B]: the column “A” goes into item SEX at this event already." },
};

static void
test_faults (Fixture *fixture,
             gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_map (fixture, "A,B\n", faults[i].map, &error));
      g_assert_error (error, CRF_IMPORT_MAP_ERROR, CRF_IMPORT_MAP_ERROR_ITEM);
      if (strstr (error->message, faults[i].says) == NULL)
        g_test_message ("“%s” does not say “%s”", error->message, faults[i].says);
      g_assert_nonnull (strstr (error->message, faults[i].says));
    }
}

static void
test_all_faults (Fixture *fixture,
                 gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (read_map (fixture, "A,B\n", "[A]\nitem=XYZZY\n[B]\nitem=INR\nevent=CHRISTMAS\n", &error));
  g_assert_nonnull (strstr (error->message, "XYZZY"));
  g_assert_nonnull (strstr (error->message, "CHRISTMAS"));
}

static void
test_no_map (Fixture *fixture,
             gconstpointer data)
{
  g_autoptr (CrfCsv) csv = crf_csv_read_text ("A\n", 2, "t.csv", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (crf_import_map_read ("/nonexistent/my.map", csv, fixture->study, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "my.map"));
  g_clear_error (&error);
  g_assert_null (read_map (fixture, "A\n", "item=SEX\n", &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "my.map"));
}

static void
a_column_may_say_which_repeat_is_meant (Fixture *fixture,
                                        gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfImportMap) map =
    read_map (fixture, "id,no,when,given,ALT\n",
              "[id]\nuse=subject\n[no]\nuse=repeat\nevent=INFUSION\n[when]\nuse=repeat\nevent=SE.UNSCHEDULED\n"
              "[given]\nitem=INFGIVEN\nevent=INFUSION\n[ALT]\nitem=IT.ALT\nunit=U/L\nevent=UNSCHEDULED\n", &error);
  const CrfImportColumn *given;

  g_assert_no_error (error);
  given = g_ptr_array_index (map->columns, 0);
  g_assert_cmpint (crf_import_map_find_repeat (map, given->event)->column, ==, 1);
  g_assert_cmpint (crf_import_map_find_repeat (map, ((CrfImportColumn *) g_ptr_array_index (map->columns, 1))->event)->column, ==, 2);
  g_clear_pointer (&map, crf_import_map_free);
  /* The only one that repeats need not be named. */
  map = read_map (fixture, "no,given\n", "[no]\nuse=repeat\n[given]\nitem=INFGIVEN\nevent=INFUSION\n", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (((CrfImportRepeat *) g_ptr_array_index (map->repeats, 0))->event->oid, ==, "SE.INFUSION");
}

static void
what_a_repeat_column_says_wrongly_is_named (Fixture *fixture,
                                            gconstpointer data)
{
#define BOTH "[given]\nitem=INFGIVEN\nevent=INFUSION\n[ALT]\nitem=IT.ALT\nunit=U/L\nevent=UNSCHEDULED\n"
  static const struct { const char *map, *word; } wrong[] = {
    { "[a]\nuse=repeat\nevent=SCREENING\n" BOTH, "does not repeat" },
    { "[a]\nuse=repeat\nevent=NONE\n" BOTH, "there is no event “NONE”" },
    { "[a]\nuse=repeat\n" BOTH, "say with event=" },
    { "[a]\nuse=repeat\nevent=INFUSION\n[b]\nuse=repeat\nevent=INFUSION\n" BOTH, "another column says already" },
    { "[a]\nuse=repeats\n" BOTH, "“repeats” is no use of a column" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CrfImportMap) map = read_map (fixture, "a,b,given,ALT\n", wrong[i].map, &error);

      g_assert_null (map);
      g_assert_error (error, CRF_IMPORT_MAP_ERROR, CRF_IMPORT_MAP_ERROR_ITEM);
      g_assert_nonnull (strstr (error->message, wrong[i].word));
      g_assert_nonnull (strstr (error->message, "my.map, ["));
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(path, function) g_test_add ("/exchange/import-map/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("columns-find-item-unit-event-and-codes", test_map);
  ADD ("a-column-may-name-the-subject", test_subject_column);
  ADD ("a-column-with-brackets-is-named-by-a-key", test_column_key);
  ADD ("without-a-map-headers-are-item-names", test_by_header);
  ADD ("a-fault-is-named", test_faults);
  ADD ("all-faults-are-named-at-once", test_all_faults);
  ADD ("a-map-that-cannot-be-read-is-named", test_no_map);
  ADD ("a-column-may-say-which-repeat-is-meant", a_column_may_say_which_repeat_is_meant);
  ADD ("what-a-repeat-column-says-wrongly-is-named", what_a_repeat_column_says_wrongly_is_named);
  return g_test_run ();
}
