/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A plausible course of end-stage liver disease. The figures lie where real patients' do: bilirubin some times the upper limit, low albumin, INR
 * about 1.6, sodium a little low; they follow one hidden severity, so that a patient's tests agree with each other. */

#include "crf-demo-course.h"

#include "crf-number.h"

#include <math.h>

static double
noise (GRand *rand)
{
  /* Sum of uniforms: near enough to normal, bounded, and the same on every platform. */
  return g_rand_double (rand) + g_rand_double (rand) + g_rand_double (rand) - 1.5;
}

void
crf_course_draw (CrfCourse *course,
                 GRand *rand)
{
  static const char *const initials[] = { "ZHHO", "LSMI", "OYXH", "WADO", "CHYU", "LIJU", "SUNH", "MAXI", "GAOF", "HEPI", "XUWE",
                                          "TAOL", "YEQI", "DUAN", "JIAN", "QIUX", "ZOUM", "BAIY", "LUOC", "SHIJ", "FANH", "RENG" };

  course->female = g_rand_double (rand) < 0.35;
  course->age = CLAMP ((int) lround (54 + 16 * noise (rand)), 24, 78);
  g_strlcpy (course->initials, initials[g_rand_int_range (rand, 0, G_N_ELEMENTS (initials))], sizeof course->initials);
  course->severity = CLAMP (0.62 + 0.28 * noise (rand), 0.3, 1);
  course->response = 0.35 + 0.5 * noise (rand);
  course->weight = (course->female ? 57 : 68) + 14 * noise (rand);
  course->height = (course->female ? 159 : 170) + 9 * noise (rand);
  course->screen_failure = g_rand_double (rand) < 0.12;
  course->death_day = course->severity > 0.7 && g_rand_double (rand) < 0.35 ? g_rand_int_range (rand, 40, 330) : 0;
  course->decompensates = g_rand_double (rand) < 0.25;
  course->reacts = g_rand_double (rand) < 0.3;
}

/* Severity on a day: the response comes over half a year. */
static double
severity_on (const CrfCourse *course,
             int day)
{
  double progress = day <= 0 ? 0 : 1 - exp (-day / 70.0);

  return CLAMP (course->severity * (1 - course->response * progress), 0.02, 1.2);
}

static char *
number (double value,
        int places)
{
  char buffer[CRF_DECIMAL_SIZE];

  return g_strdup (crf_decimal_format_places (value, places, buffer));
}

static const struct
{
  const char *concept;
  double mild, grave; /* at severity 0 and 1 */
  double spread;      /* relative, or absolute where the range crosses few units */
  gboolean logarithmic;
  int places;
} tests[] = {
  { "lab.alt", 30, 140, 0.25, TRUE, 0 },     { "lab.ast", 38, 190, 0.25, TRUE, 0 },     { "lab.alp", 90, 190, 0.15, TRUE, 0 },
  { "lab.ggt", 45, 180, 0.25, TRUE, 0 },     { "lab.tbil", 16, 240, 0.18, TRUE, 1 },    { "lab.dbil", 6, 140, 0.10, TRUE, 1 },
  { "lab.alb", 37.5, 25, 1.6, FALSE, 1 },    { "lab.prot", 70, 60, 2.5, FALSE, 1 },     { "lab.che", 5200, 1300, 0.12, TRUE, 0 },
  { "lab.pt", 13.2, 25, 0.9, FALSE, 1 },     { "lab.pt_control", 12.5, 12.5, 0, FALSE, 1 }, { "lab.pta", 85, 35, 4, FALSE, 0 },
  { "lab.inr", 1.12, 2.4, 0.07, FALSE, 2 },  { "lab.creat", 66, 125, 0.12, TRUE, 0 },   { "lab.na", 139.5, 131, 1.4, FALSE, 0 },
  { "lab.k", 4.2, 3.8, 0.25, FALSE, 1 },     { "lab.plt", 120, 48, 0.14, TRUE, 0 },     { "lab.hgb", 128, 92, 5, FALSE, 0 },
  { "lab.wbc", 5.0, 3.6, 0.2, TRUE, 1 },     { "lab.afp", 4, 12, 0.4, TRUE, 1 },        { "clin.temp", 36.6, 36.8, 0.2, FALSE, 1 },
  { "clin.hr", 72, 88, 5, FALSE, 0 },        { "clin.sbp", 122, 104, 6, FALSE, 0 },     { "clin.dbp", 76, 63, 4, FALSE, 0 },
  { "clin.rr", 16, 19, 1, FALSE, 0 },        { "clin.spo2", 98, 96, 0.6, FALSE, 0 },
};

static char *
test_value (const CrfCourse *course,
            GRand *rand,
            const char *concept,
            double severity)
{
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      double share = MIN (severity, 1.0);
      double value;

      if (g_strcmp0 (tests[i].concept, concept) != 0)
        continue;
      if (tests[i].logarithmic)
        value = tests[i].mild * pow (tests[i].grave / tests[i].mild, share) * exp (tests[i].spread * noise (rand));
      else
        value = tests[i].mild + (tests[i].grave - tests[i].mild) * share + tests[i].spread * noise (rand);
      return number (value, tests[i].places);
    }
  return NULL;
}

static char *
examined_value (const char *concept,
                double severity)
{
  if (g_strcmp0 (concept, "clin.ascites") == 0)
    return g_strdup (severity > 0.75 ? "3" : severity > 0.5 ? "2" : severity > 0.25 ? "1" : "0");
  if (g_strcmp0 (concept, "clin.ascites_control") == 0)
    return g_strdup (severity > 0.65 ? "MODERATE" : severity > 0.25 ? "SLIGHT" : "NONE");
  if (g_strcmp0 (concept, "clin.encephalopathy") == 0)
    return g_strdup (severity > 0.85 ? "2" : severity > 0.6 ? "1" : "0");
  if (g_strcmp0 (concept, "clin.dialysis") == 0 || g_strcmp0 (concept, "clin.purification") == 0 ||
      g_strcmp0 (concept, "clin.albumin_infusion") == 0)
    return g_strdup ("N");
  return NULL;
}

/* A code that the item really has; a study may use another list. */
static char *
only_if_code (char *code,
              const CrfItem *item)
{
  if (code == NULL || item->code_list == NULL || crf_item_find_code (item, code) != NULL)
    return code;
  g_free (code);
  return NULL;
}

char *
crf_course_value (const CrfCourse *course,
                  GRand *rand,
                  const CrfItem *item,
                  int day)
{
  double severity = severity_on (course, day);
  char *value;

  if (item->concept == NULL)
    return NULL;
  value = test_value (course, rand, item->concept, severity);
  if (value == NULL)
    value = examined_value (item->concept, severity);
  if (value == NULL && g_strcmp0 (item->concept, "clin.weight") == 0)
    value = number (course->weight + noise (rand), 1);
  if (value == NULL && g_strcmp0 (item->concept, "clin.height") == 0)
    value = number (course->height, 0);
  return only_if_code (value, item);
}
