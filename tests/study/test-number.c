/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Numbers as typed and decimals as kept. Expected values are literals of the case tables; the
 * rounding cases are those of design measurement (2.675 and 0.5 round away from zero). */

#include "crf-number.h"

#include <locale.h>
#include <math.h>
#include <string.h>

typedef struct
{
  const char *text;
  const char *canonical; /* NULL: refused with @code */
  CrfComparator comparator;
  CrfNumberError code;
} ParseCase;

static const ParseCase parse_cases[] = {
  { "12.5", "12.5", 0, 0 },
  { "12,5", "12.5", 0, 0 },
  { "0", "0", 0, 0 },
  { "-0", "0", 0, 0 },
  { "-3", "-3", 0, 0 },
  { "-3,25", "-3.25", 0, 0 },
  { "  7.0\t", "7", 0, 0 },
  { ".5", "0.5", 0, 0 },
  { "007", "7", 0, 0 },
  { "0,234", "0.234", 0, 0 },
  { "00,234", "0.234", 0, 0 },
  { "-0,234", "-0.234", 0, 0 },
  { "1.234", "1.234", 0, 0 },
  { "1,2345", "1.2345", 0, 0 },
  { "1,23", "1.23", 0, 0 },
  { "<0.2", "0.2", CRF_COMPARATOR_LESS, 0 },
  { "< 0,2", "0.2", CRF_COMPARATOR_LESS, 0 },
  { " >  40 ", "40", CRF_COMPARATOR_GREATER, 0 },
  { "> -3", "-3", CRF_COMPARATOR_GREATER, 0 },
  /* Full-width digits, points, commas, signs, blanks; the no-break blank; the typographic minus. */
  { "12.5", "12.5", 0, 0 },
  { "12,5", "12.5", 0, 0 },
  { "12。5", "12.5", 0, 0 },
  { "<0.2", "0.2", CRF_COMPARATOR_LESS, 0 },
  { "《0.2", "0.2", CRF_COMPARATOR_LESS, 0 },
  { " -3 ", "-3", 0, 0 },
  { "\xc2\xa0"
    "4",
    "4", 0, 0 },
  { "−4", "-4", 0, 0 },
  /* 12 significant digits are kept. */
  { "123456789012", "123456789012", 0, 0 },
  { "0.1234567890123", "0.123456789012", 0, 0 },
  { "1000000", "1000000", 0, 0 },
  { "9999999999999999999999999999999999999999", NULL, 0, CRF_NUMBER_ERROR_RANGE },
  { "0.00000000000000000000000000000000000001", "0.00000000000000000000000000000000000001", 0, 0 },
  { "1000000000000000000000000000000000000000", "1000000000000000000000000000000000000000", 0, 0 },
  /* Refused. */
  { "", NULL, 0, CRF_NUMBER_ERROR_EMPTY },
  { "  ", NULL, 0, CRF_NUMBER_ERROR_EMPTY },
  { "1,234", NULL, 0, CRF_NUMBER_ERROR_AMBIGUOUS },
  { "10,234", NULL, 0, CRF_NUMBER_ERROR_AMBIGUOUS },
  { "<1,234", NULL, 0, CRF_NUMBER_ERROR_AMBIGUOUS },
  { "1,234", NULL, 0, CRF_NUMBER_ERROR_AMBIGUOUS },
  { "1,234.5", NULL, 0, CRF_NUMBER_ERROR_AMBIGUOUS },
  { "1.234,5", NULL, 0, CRF_NUMBER_ERROR_AMBIGUOUS },
  { "1,234,567", NULL, 0, CRF_NUMBER_ERROR_AMBIGUOUS },
  { "1.2.3", NULL, 0, CRF_NUMBER_ERROR_SYNTAX },
  { "1,,2", NULL, 0, CRF_NUMBER_ERROR_SYNTAX },
  { "5.", NULL, 0, CRF_NUMBER_ERROR_SYNTAX },
  { ".", NULL, 0, CRF_NUMBER_ERROR_SYNTAX },
  { ",", NULL, 0, CRF_NUMBER_ERROR_SYNTAX },
  { "-", NULL, 0, CRF_NUMBER_ERROR_SYNTAX },
  { "<", NULL, 0, CRF_NUMBER_ERROR_SYNTAX },
  { "--3", NULL, 0, CRF_NUMBER_ERROR_SYNTAX },
  { "+3", NULL, 0, CRF_NUMBER_ERROR_SYNTAX },
  { "<<3", NULL, 0, CRF_NUMBER_ERROR_SYNTAX },
  { "<=3", NULL, 0, CRF_NUMBER_ERROR_SYNTAX },
  { "≤3", NULL, 0, CRF_NUMBER_ERROR_SYNTAX },
  { "3<", NULL, 0, CRF_NUMBER_ERROR_SYNTAX },
  { "1e5", NULL, 0, CRF_NUMBER_ERROR_SYNTAX },
  { "1E-5", NULL, 0, CRF_NUMBER_ERROR_SYNTAX },
  { "0x10", NULL, 0, CRF_NUMBER_ERROR_SYNTAX },
  { "nan", NULL, 0, CRF_NUMBER_ERROR_SYNTAX },
  { "inf", NULL, 0, CRF_NUMBER_ERROR_SYNTAX },
  { "-Infinity", NULL, 0, CRF_NUMBER_ERROR_SYNTAX },
  { "1 234", NULL, 0, CRF_NUMBER_ERROR_SYNTAX },
  { "12 U/L", NULL, 0, CRF_NUMBER_ERROR_SYNTAX },
  { "twelve", NULL, 0, CRF_NUMBER_ERROR_SYNTAX },
  { "十二", NULL, 0, CRF_NUMBER_ERROR_SYNTAX },
  { "%s%n", NULL, 0, CRF_NUMBER_ERROR_SYNTAX },
  { "\xff\xfe"
    "1",
    NULL, 0, CRF_NUMBER_ERROR_SYNTAX },
  { "12345678901234567890123456789012345678901", NULL, 0, CRF_NUMBER_ERROR_RANGE },
};

static void
test_parse (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (parse_cases); i++)
    {
      const ParseCase *c = &parse_cases[i];
      g_autoptr (GError) error = NULL;
      char buffer[CRF_DECIMAL_SIZE];
      CrfNumber number;
      gboolean parsed = crf_number_parse (c->text, &number, &error);

      g_test_message ("case %u", i);
      if (c->canonical == NULL)
        {
          g_assert_false (parsed);
          g_assert_error (error, CRF_NUMBER_ERROR, (int) c->code);
          continue;
        }
      g_assert_no_error (error);
      g_assert_true (parsed);
      g_assert_cmpstr (crf_decimal_format (number.value, buffer), ==, c->canonical);
      g_assert_cmpint (number.comparator, ==, c->comparator);
    }
}

static void
test_long_text (void)
{
  g_autofree char *text = g_strnfill (1000000, '1');
  g_autoptr (GError) error = NULL;
  CrfNumber number;

  g_assert_false (crf_number_parse (text, &number, &error));
  g_assert_cmpuint (strlen (error->message), <, 400);
}

static void
test_plain (void)
{
  g_autoptr (GError) error = NULL;
  double value;

  g_assert_true (crf_number_parse_plain ("2,5", &value, NULL));
  g_assert_cmpfloat_with_epsilon (value, 2.5, 1e-15);
  g_assert_false (crf_number_parse_plain ("<2.5", &value, &error));
  g_assert_error (error, CRF_NUMBER_ERROR, CRF_NUMBER_ERROR_SYNTAX);
}

static void
test_format (void)
{
  static const struct
  {
    double value;
    const char *text;
  } cases[] = {
    { 0.0, "0" },
    { -0.0, "0" },
    { 0.25, "0.25" },
    { 1e6, "1000000" },
    { -1.5, "-1.5" },
    { 0.1 + 0.2, "0.3" },
    { 3 * 1.1, "3.3" },
    { 1.0 / 3.0, "0.333333333333" },
    { 2.0 / 3.0, "0.666666666667" },
    { 999999999999.5, "1000000000000" },
    { 1234567890123.0, "1234567890120" },
    { 1e-12, "0.000000000001" },
    { 17.1 * 2.3, "39.33" },
    { 1e39, "1000000000000000000000000000000000000000" },
    { 1e40, NULL },
    { 1e-39, "0.000000000000000000000000000000000000001" },
    { 1e-40, NULL },
    { G_MAXDOUBLE, NULL },
    { NAN, NULL },
    { INFINITY, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char buffer[CRF_DECIMAL_SIZE];

      g_assert_cmpstr (crf_decimal_format (cases[i].value, buffer), ==, cases[i].text);
    }
}

static void
test_format_places (void)
{
  static const struct
  {
    double value;
    int places;
    const char *text;
  } cases[] = {
    { 2.675, 2, "2.68" },  { -2.675, 2, "-2.68" }, { 0.5, 0, "1" },       { 1.5, 0, "2" },
    { 2.5, 0, "3" },       { -2.5, 0, "-3" },      { 0.45, 1, "0.5" },    { 0.44, 1, "0.4" },
    { 9.995, 2, "10.00" }, { 99.5, 0, "100" },     { 0.06, 1, "0.1" },    { 0.004, 2, "0.00" },
    { -0.004, 2, "0.00" }, { 0.0, 2, "0.00" },     { 12.0, 3, "12.000" }, { 1234.5, 0, "1235" },
    { 0.05, 1, "0.1" },    { 0.0005, 3, "0.001" }, { -2.6, 2, "-2.60" },  { 1.005, 2, "1.01" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char buffer[CRF_DECIMAL_SIZE];

      g_assert_cmpstr (crf_decimal_format_places (cases[i].value, cases[i].places, buffer), ==,
                       cases[i].text);
    }
}

/* As the numbers that are written down with 12 digits compare, however near they are. */
static void
test_compare_as_written (void)
{
  for (guint i = 0; i < 20000; i++)
    {
      double a = g_test_rand_double_range (-1000, 1000), b = a * (1 + g_test_rand_double_range (-1, 1) * pow (10, -g_test_rand_int_range (0, 16)));
      char text_a[CRF_DECIMAL_SIZE], text_b[CRF_DECIMAL_SIZE];
      double written_a = g_ascii_strtod (crf_decimal_format (a, text_a), NULL), written_b = g_ascii_strtod (crf_decimal_format (b, text_b), NULL);

      g_assert_cmpint (crf_decimal_compare (a, b), ==, written_a < written_b ? -1 : written_a > written_b);
    }
}

static void
test_compare (void)
{
  g_assert_cmpint (crf_decimal_compare (3 * 1.1, 3.3), ==, 0);
  g_assert_cmpint (crf_decimal_compare (0.1 + 0.2, 0.3), ==, 0);
  g_assert_cmpint (crf_decimal_compare (1.45, 1.4500000000001), ==, 0);
  g_assert_cmpint (crf_decimal_compare (1.45, 1.45000000001), ==, -1);
  g_assert_cmpint (crf_decimal_compare (2, 10), ==, -1);
  g_assert_cmpint (crf_decimal_compare (10, 2), ==, 1);
  g_assert_cmpint (crf_decimal_compare (-2, -10), ==, 1);
  g_assert_cmpint (crf_decimal_compare (-1, 1), ==, -1);
  g_assert_cmpint (crf_decimal_compare (0, 0.001), ==, -1);
  g_assert_cmpint (crf_decimal_compare (0, -0.001), ==, 1);
  g_assert_cmpint (crf_decimal_compare (1.1, 1.11), ==, -1);
  g_assert_cmpint (crf_decimal_compare (1.11, 1.1), ==, 1);
  g_assert_cmpint (crf_decimal_compare (INFINITY, 1), ==, 1);
  g_assert_cmpint (crf_decimal_compare (NAN, 1), ==, -1);
}

/* What is written is read again as the same number, for numbers of every size. */
static void
test_round_trip (void)
{
  for (int i = 0; i < 20000; i++)
    {
      double value = g_test_rand_double_range (-1, 1) * pow (10, g_test_rand_int_range (-20, 25));
      char first[CRF_DECIMAL_SIZE], second[CRF_DECIMAL_SIZE];
      g_autoptr (GError) error = NULL;
      CrfNumber number;

      g_assert_nonnull (crf_decimal_format (value, first));
      crf_number_parse (first, &number, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (crf_decimal_format (number.value, second), ==, first);
      g_assert_cmpfloat (fabs (number.value - value), <=, fabs (value) * 1e-11);
    }
}

static void
test_locale (void)
{
  CrfNumber number;
  char buffer[CRF_DECIMAL_SIZE];

  if (setlocale (LC_ALL, "de_DE.UTF-8") == NULL && setlocale (LC_ALL, "fr_FR.UTF-8") == NULL)
    {
      g_test_skip ("no locale with a decimal comma is installed");
      return;
    }
  g_assert_true (crf_number_parse ("12.5", &number, NULL));
  g_assert_cmpstr (crf_decimal_format (number.value, buffer), ==, "12.5");
  g_assert_cmpstr (crf_decimal_format_places (number.value, 2, buffer), ==, "12.50");
  setlocale (LC_ALL, "C");
}

static void
test_comparator (void)
{
  g_assert_cmpstr (crf_comparator_to_string (CRF_COMPARATOR_LESS), ==, "<");
  g_assert_cmpstr (crf_comparator_to_string (CRF_COMPARATOR_GREATER), ==, ">");
  g_assert_null (crf_comparator_to_string (CRF_COMPARATOR_NONE));
  g_assert_cmpint (crf_comparator_from_string ("<"), ==, CRF_COMPARATOR_LESS);
  g_assert_cmpint (crf_comparator_from_string (">"), ==, CRF_COMPARATOR_GREATER);
  g_assert_cmpint (crf_comparator_from_string (NULL), ==, CRF_COMPARATOR_NONE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/study/number/typed-text-is-read-by-one-grammar", test_parse);
  g_test_add_func ("/study/number/a-megabyte-of-digits-gets-a-short-message", test_long_text);
  g_test_add_func ("/study/number/a-plain-number-has-no-comparator", test_plain);
  g_test_add_func ("/study/number/decimals-have-12-digits-and-no-exponent", test_format);
  g_test_add_func ("/study/number/places-round-half-away-from-zero-in-decimal", test_format_places);
  g_test_add_func ("/study/number/comparison-ignores-binary-noise", test_compare);
  g_test_add_func ("/study/number/compares-as-written", test_compare_as_written);
  g_test_add_func ("/study/number/what-is-written-is-read-again", test_round_trip);
  g_test_add_func ("/study/number/a-decimal-comma-locale-changes-nothing", test_locale);
  g_test_add_func ("/study/number/comparators-have-signs", test_comparator);
  return g_test_run ();
}
