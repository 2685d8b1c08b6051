/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Typed values against the test definition. The conversion of bilirubin, × 17.1, is that of the
 * definition. */

#include "crf-value.h"

#include "crf-number.h"

#include "study-fixture.h"

#include <math.h>
#include <string.h>

typedef struct
{
  const char *item;
  const char *text;
  const char *unit;
  const char *canonical; /* NULL: refused with @code */
  const char *unit_oid;
  CrfValueError code;
} ValueCase;

static const ValueCase cases[] = {
  { "TBIL", "61.2", "MU.UMOL_L", "61.2", "MU.UMOL_L", 0 },
  { "TBIL", "61,2", "µmol/L", "61.2", "MU.UMOL_L", 0 },
  { "TBIL", "61.2", "umol/l", "61.2", "MU.UMOL_L", 0 },
  { "TBIL", "61.2", " μmol / L", "61.2", "MU.UMOL_L", 0 },
  { "TBIL", "2", "mg/dL", "34.2", "MU.MG_DL", 0 },
  { "TBIL", "2", "mg/dL", "34.2", "MU.MG_DL", 0 },
  { "TBIL", "<0.2", "mg/dl", "3.42", "MU.MG_DL", 0 },
  { "TBIL", "61.2", NULL, NULL, NULL, CRF_VALUE_ERROR_UNIT },
  { "TBIL", "61.2", "", NULL, NULL, CRF_VALUE_ERROR_UNIT },
  { "TBIL", "61.2", "g/L", NULL, NULL, CRF_VALUE_ERROR_UNIT },
  { "TBIL", "high", "mg/dL", NULL, NULL, CRF_VALUE_ERROR_TYPE },
  { "TBIL", "1,234", "mg/dL", NULL, NULL, CRF_VALUE_ERROR_TYPE },
  { "PLT", "125", NULL, "125", "MU.E9_L", 0 },
  { "PLT", "125", "10^9/L", "125", "MU.E9_L", 0 },
  { "PLT", "125", "x10^9/L", "125", "MU.E9_L", 0 },
  { "PLT", "125", "×10⁹/L", "125", "MU.E9_L", 0 },
  { "PLT", "125", "10*9/l", "125", "MU.E9_L", 0 },
  { "PLT", "125", "10^3/uL", NULL, NULL, CRF_VALUE_ERROR_UNIT },
  { "AGE", "54", NULL, "54", NULL, 0 },
  { "AGE", "54.0", NULL, "54", NULL, 0 },
  { "AGE", "54.5", NULL, NULL, NULL, CRF_VALUE_ERROR_TYPE },
  { "AGE", "54", "years", NULL, NULL, CRF_VALUE_ERROR_UNIT },
  { "AGE", "1234567890123", NULL, NULL, NULL, CRF_VALUE_ERROR_TYPE },
  { "SEX", "M", NULL, "M", NULL, 0 },
  { "SEX", "m", NULL, NULL, NULL, CRF_VALUE_ERROR_CODE },
  { "SEX", " M", NULL, NULL, NULL, CRF_VALUE_ERROR_CODE },
  { "SEX", "male", NULL, NULL, NULL, CRF_VALUE_ERROR_CODE },
  { "RANK", "10", NULL, "10", NULL, 0 },
  { "RANK", "10.0", NULL, NULL, NULL, CRF_VALUE_ERROR_CODE },
  { "BRTHDAT", "1950", NULL, "1950", NULL, 0 },
  { "BRTHDAT", "UN-MAR-1950", NULL, "1950-03", NULL, 0 },
  { "BRTHDAT", "3/5/1950", NULL, NULL, NULL, CRF_VALUE_ERROR_TYPE },
  { "VISDAT", "2026年3月5日", NULL, "2026-03-05", NULL, 0 },
  { "VISDAT", "2026-03", NULL, NULL, NULL, CRF_VALUE_ERROR_TYPE },
  { "ICDTC", "2026-03-05 7:40", NULL, "2026-03-05T07:40", NULL, 0 },
  { "ICDTC", "2026-03-05", NULL, NULL, NULL, CRF_VALUE_ERROR_TYPE },
  { "WAKE", "0740", NULL, "07:40", NULL, 0 },
  { "WAKE", "25:00", NULL, NULL, NULL, CRF_VALUE_ERROR_TYPE },
  { "SMOKER", "1", NULL, "1", NULL, 0 },
  { "SMOKER", "false", NULL, "0", NULL, 0 },
  { "SMOKER", "maybe", NULL, NULL, NULL, CRF_VALUE_ERROR_TYPE },
  { "NAME", " 王小明 ", NULL, "王小明", NULL, 0 },
  { "NAME", "一二三四五六七八九十", NULL, "一二三四五六七八九十", NULL, 0 },
  { "NAME", "一二三四五六七八九十一", NULL, NULL, NULL, CRF_VALUE_ERROR_LENGTH },
  { "NAME",
    "a\x01"
    "b",
    NULL, NULL, NULL, CRF_VALUE_ERROR_TYPE },
  { "NAME", "\xff", NULL, NULL, NULL, CRF_VALUE_ERROR_TYPE },
};

static const CrfItem *
get_item (CrfStudy *study, const char *name)
{
  const CrfItem *item = crf_study_find_item_by_name (study, name);

  g_assert_nonnull (item);
  return item;
}

static void
test_parse (void)
{
  g_autoptr (CrfStudy) study = fixture_study ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ValueCase *c = &cases[i];
      g_autoptr (GError) error = NULL;
      g_autoptr (CrfValue) value
          = crf_value_parse (get_item (study, c->item), c->text, c->unit, &error);

      g_test_message ("case %u: %s", i, c->item);
      if (c->canonical == NULL)
        {
          g_assert_null (value);
          g_assert_error (error, CRF_VALUE_ERROR, (int) c->code);
          g_assert_true (g_utf8_validate (error->message, -1, NULL));
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (value->entered, ==, c->text);
      g_assert_cmpstr (value->canonical, ==, c->canonical);
      g_assert_cmpstr (value->unit != NULL ? value->unit->oid : NULL, ==, c->unit_oid);
      g_assert_null (value->missing);
    }
}

static void
test_empty (void)
{
  static const char *const texts[] = { NULL, "", " ", "\t\n", " " };
  g_autoptr (CrfStudy) study = fixture_study ();

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (CrfValue) value = crf_value_parse (get_item (study, "TBIL"), texts[i], NULL, NULL);

      g_assert_true (crf_value_is_empty (value));
      g_assert_true (isnan (crf_value_get_number (value)));
    }
  g_assert_true (crf_value_is_empty (NULL));
}

static void
test_missing (void)
{
  g_autoptr (GError) error = NULL;

  for (int i = 0; crf_missing_codes[i][0] != NULL; i++)
    {
      g_autoptr (CrfValue) value = crf_value_new_missing (crf_missing_codes[i][0], NULL);

      g_assert_cmpstr (value->missing, ==, crf_missing_codes[i][0]);
      g_assert_null (value->canonical);
      g_assert_false (crf_value_is_empty (value));
    }
  g_assert_null (crf_value_new_missing ("nd", &error));
  g_assert_error (error, CRF_VALUE_ERROR, CRF_VALUE_ERROR_MISSING);
}

static void
test_comparator (void)
{
  g_autoptr (CrfStudy) study = fixture_study ();
  g_autoptr (CrfValue) value = crf_value_parse (get_item (study, "TBIL"), "< 0.2", "mg/dL", NULL);

  g_assert_cmpint (value->comparator, ==, CRF_COMPARATOR_LESS);
  g_assert_cmpfloat_with_epsilon (crf_value_get_number (value), 3.42, 1e-9);
}

static void
test_convert (void)
{
  g_autoptr (CrfStudy) study = fixture_study ();
  const CrfItem *item = get_item (study, "TBIL");
  const CrfUnit *mg = crf_study_find_unit (study, "MU.MG_DL");

  g_assert_cmpfloat_with_epsilon (crf_item_from_canonical (item, mg, 34.2), 2.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (crf_item_from_canonical (item, NULL, 34.2), 34.2, 1e-12);
  g_assert_true (
      isnan (crf_item_from_canonical (item, crf_study_find_unit (study, "MU.E9_L"), 34.2)));
}

static void
test_store (void)
{
  g_autoptr (CrfStudy) study = fixture_study ();
  g_autoptr (CrfValue) typed = crf_value_parse (get_item (study, "TBIL"), "<0.2", "mg/dL", NULL);
  g_autoptr (CrfValue) stored = crf_value_new_stored (study, "<0.2", "MU.MG_DL", "<", "3.42", NULL);
  g_autoptr (CrfValue) copy = crf_value_copy (stored);
  g_autoptr (CrfValue) other = crf_value_new_stored (study, "<0.2", "MU.UMOL_L", "<", "3.42", NULL);

  g_assert_true (crf_value_equal (typed, stored));
  g_assert_true (crf_value_equal (copy, stored));
  g_assert_false (crf_value_equal (other, stored));
  g_assert_false (crf_value_equal (NULL, stored));
}

static void
assert_display (CrfStudy *study,
                const char *name,
                const CrfValue *value,
                const char *language,
                const char *text)
{
  g_autofree char *shown = crf_value_to_display (value, get_item (study, name), language);

  g_assert_cmpstr (shown, ==, text);
}

static void
test_display (void)
{
  g_autoptr (CrfStudy) study = fixture_study ();
  g_autoptr (CrfValue) bilirubin
      = crf_value_parse (get_item (study, "TBIL"), "61.2", "umol/L", NULL);
  g_autoptr (CrfValue) limit = crf_value_parse (get_item (study, "TBIL"), "<0.2", "mg/dL", NULL);
  g_autoptr (CrfValue) derived = crf_value_new_stored (study, NULL, NULL, NULL, "12.34567", NULL);
  g_autoptr (CrfValue) sex = crf_value_parse (get_item (study, "SEX"), "F", NULL, NULL);
  g_autoptr (CrfValue) time
      = crf_value_parse (get_item (study, "ICDTC"), "20260305T0740", NULL, NULL);
  g_autoptr (CrfValue) smoker = crf_value_parse (get_item (study, "SMOKER"), "true", NULL, NULL);
  g_autoptr (CrfValue) missing = crf_value_new_missing ("ND", NULL);

  assert_display (study, "TBIL", bilirubin, "en", "61.2 µmol/L");
  assert_display (study, "TBIL", limit, "en", "<0.2 mg/dL");
  assert_display (study, "IBIL", derived, "en", "12.3 µmol/L");
  assert_display (study, "SEX", sex, "en", "female");
  assert_display (study, "SEX", sex, "zh_CN.UTF-8", "女");
  assert_display (study, "ICDTC", time, "en", "2026-03-05 07:40");
  assert_display (study, "SMOKER", smoker, "en", "Yes");
  assert_display (study, "SEX", missing, "en", "not done");
  assert_display (study, "SEX", NULL, "en", "");
}

/* Every unit of every item of a shipped protocol: typed, converted, shown again in the unit that was
 * typed. The seed is printed by g_test. */
static void
test_every_unit_there_and_back (void)
{
  g_autofree char *data = g_build_filename (g_getenv ("STEMWARD_DATA_DIR"), "forms", NULL);
  g_autofree char *path
      = g_build_filename (g_getenv ("STEMWARD_DATA_DIR"), "studies", "nct01218464.xml", NULL);
  g_autoptr (CrfStudy) study = crf_study_read_file (path, data, NULL, NULL, NULL);
  const GPtrArray *items;
  guint n = 0;

  g_assert_nonnull (study);
  items = crf_study_get_items (study);
  for (guint i = 0; i < items->len; i++)
    {
      const CrfItem *item = g_ptr_array_index (items, i);

      for (guint u = 0; u < item->units->len * 20; u++)
        {
          const CrfItemUnit *unit = g_ptr_array_index (item->units, u % item->units->len);
          char typed[CRF_DECIMAL_SIZE];
          double number = g_test_rand_int_range (1, 1000000) / (u < item->units->len ? 1.0 : 1000.0);
          g_autoptr (CrfValue) value = NULL;
          double back;

          if (item->type != CRF_TYPE_FLOAT)
            continue;
          g_assert_nonnull (crf_decimal_format (number, typed));
          value = crf_value_parse (item, typed, unit->unit->oid, NULL);
          g_assert_nonnull (value);
          g_assert_cmpstr (value->entered, ==, typed);
          back = crf_item_from_canonical (item, unit->unit, crf_value_get_number (value));
          g_assert_cmpfloat_with_epsilon (back, number, number * 1e-11);
          n++;
        }
    }
  g_assert_cmpuint (n, >, 1000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/study/value/text-becomes-a-value-of-the-items-type", test_parse);
  g_test_add_func ("/study/value/nothing-entered-is-empty-and-not-an-error", test_empty);
  g_test_add_func ("/study/value/a-missing-value-has-one-of-five-reasons", test_missing);
  g_test_add_func ("/study/value/a-detection-limit-keeps-its-sign", test_comparator);
  g_test_add_func ("/study/value/canonical-values-show-in-another-unit", test_convert);
  g_test_add_func ("/study/value/every-unit-converts-there-and-back",
                   test_every_unit_there_and_back);
  g_test_add_func ("/study/value/stored-parts-give-the-same-value", test_store);
  g_test_add_func ("/study/value/people-see-unit-and-label", test_display);
  return g_test_run ();
}
