/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A plausible course of end-stage liver disease. The figures lie where real patients' do: bilirubin some times the upper limit, low albumin, INR
 * about 1.6, sodium a little low; they follow one hidden severity, so that a patient's tests agree with each other. */

#include "crf-demo-course.h"

#include "crf-demo-private.h"
#include "crf-number.h"

#include <math.h>
#include <string.h>

double
crf_demo_noise (GRand *rand)
{
  /* Sum of uniforms, spread to a variance of 1: near enough to normal, bounded, and the same on every platform. */
  return 2 * (g_rand_double (rand) + g_rand_double (rand) + g_rand_double (rand) - 1.5);
}

char *
crf_demo_number (double value,
                 int places)
{
  char buffer[CRF_DECIMAL_SIZE];

  return g_strdup (crf_decimal_format_places (value, places, buffer));
}

void
crf_course_draw (CrfCourse *course,
                 GRand *rand,
                 double severity,
                 double female)
{
  static const char *const initials[] = { "ZHHO", "LSMI", "OYXH", "WADO", "CHYU", "LIJU", "SUNH", "MAXI", "GAOF", "HEPI", "XUWE",
                                          "TAOL", "YEQI", "DUAN", "JIAN", "QIUX", "ZOUM", "BAIY", "LUOC", "SHIJ", "FANH", "RENG" };

  /* Drawn before they are kept in bounds: CLAMP and MIN look at their argument more than once. */
  double years = 51 + 8 * crf_demo_noise (rand), gravity = severity + 0.14 * crf_demo_noise (rand);

  course->female = g_rand_double (rand) * 100 < female;
  course->age = CLAMP ((int) lround (years), 24, 64);
  g_strlcpy (course->initials, initials[g_rand_int_range (rand, 0, G_N_ELEMENTS (initials))], sizeof course->initials);
  course->severity = CLAMP (gravity, 0.3, 1);
  course->response = 0.32 + 0.22 * crf_demo_noise (rand);
  course->weight = (course->female ? 57 : 68) + 7 * crf_demo_noise (rand);
  course->height = (course->female ? 159 : 170) + 5 * crf_demo_noise (rand);
  course->decompensates = g_rand_double (rand) < 0.2;
  for (guint i = 0; i < CRF_COURSE_TESTS; i++)
    course->own[i] = 0.8 * crf_demo_noise (rand);
  course->drift_day = -30;
  course->salt = g_rand_int (rand);
}

static double
seeded_noise (const CrfCourse *course,
              const char *key,
              int day)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed_array ((const guint32[]){ course->salt, g_str_hash (key), (guint32) (day + 10000) }, 3);

  return crf_demo_noise (rand);
}

double
crf_course_place (const CrfCourse *course,
                  const char *key)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed_array ((const guint32[]){ course->salt, g_str_hash (key) }, 2);

  return g_rand_double (rand);
}

/* The slow drift of a chronic disease: what it was a month ago counts for four fifths. */
static void
move_drift (CrfCourse *course,
            GRand *rand,
            int day)
{
  double memory;

  if (day == course->drift_day)
    return;
  memory = pow (0.8, ABS (day - course->drift_day) / 30.0);
  course->drift = memory * course->drift + sqrt (1 - memory * memory) * 0.06 * crf_demo_noise (rand);
  course->drift_day = day;
}

/* Severity on a day: the response comes over half a year; whoever dies or is transplanted gets worse over the two months before. */
static double
severity_on (const CrfCourse *course,
             int day)
{
  double progress = day <= 0 ? 0 : 1 - exp (-day / 70.0);
  double severity = course->severity * (1 - course->response * progress) + course->drift;

  if (course->fate == CRF_FATE_TRANSPLANTED && course->fate_day > 0 && day > course->fate_day + 10)
    return 0.12;
  if (course->fate_day > 0 && (course->fate == CRF_FATE_DIES || course->fate == CRF_FATE_TRANSPLANTED))
    {
      double closeness = CLAMP (1 - (course->fate_day - day) / 60.0, 0, 1);

      severity += (1.1 - MIN (severity, 1.1)) * closeness * (course->fate == CRF_FATE_DIES ? 1 : 0.7);
    }
  return CLAMP (severity, 0.02, 1.2);
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
  { "clin.rr", 16, 19, 1, FALSE, 0 },
         { "clin.spo2", 98, 96, 0.5, FALSE, 0 },
  { "lab.neut", 3.1, 2.3, 0.2, TRUE, 2 },  { "lab.lymph", 1.3, 0.8, 0.2, TRUE, 2 },
};

G_STATIC_ASSERT (G_N_ELEMENTS (tests) <= CRF_COURSE_TESTS);

/* The severity moves all tests together; the patient's own offset stays; what is left is the day and the laboratory, which is the same for all that is asked
 * of one sample. FALSE: no such test. */
static gboolean
find_value (const CrfCourse *course,
            const char *concept,
            double severity,
            int day,
            double *value,
            int *places)
{
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      double share = MIN (severity, 1.0), spread;

      if (g_strcmp0 (tests[i].concept, concept) != 0)
        continue;
      spread = course->own[i] + 0.45 * seeded_noise (course, concept, day);
      if (tests[i].logarithmic)
        *value = tests[i].mild * pow (tests[i].grave / tests[i].mild, share) * exp (tests[i].spread * 0.8 * spread);
      else
        *value = tests[i].mild + (tests[i].grave - tests[i].mild) * share + tests[i].spread * 0.8 * spread;
      *places = tests[i].places;
      return TRUE;
    }
  return FALSE;
}

#define CONTROL_PT 12.5
#define ISI 1.1

/* What is a part of another test, or computed from the same clot, goes with it: no patient has more neutrophils than leucocytes, or a long prothrombin time
 * and a normal INR. PTA by 0.6 × control (clinical.md A10). */
static void
bind_to_other (const CrfCourse *course,
               const char *concept,
               double severity,
               int day,
               double *value)
{
  double other, noise = seeded_noise (course, concept, day);
  int places;

  if (strcmp (concept, "lab.dbil") == 0 && find_value (course, "lab.tbil", severity, day, &other, &places))
    *value = other * (0.38 + 0.22 * MIN (severity, 1) + 0.02 * noise);
  else if (strcmp (concept, "lab.neut") == 0 && find_value (course, "lab.wbc", severity, day, &other, &places))
    *value = other * (0.60 + 0.03 * noise);
  else if (strcmp (concept, "lab.lymph") == 0 && find_value (course, "lab.wbc", severity, day, &other, &places))
    *value = other * (0.25 + 0.02 * noise);
  else if ((strcmp (concept, "lab.pt") == 0 || strcmp (concept, "lab.pta") == 0) && find_value (course, "lab.inr", severity, day, &other, &places))
    {
      double pt = MAX (CONTROL_PT * pow (other, 1 / ISI), 0.9 * CONTROL_PT);

      *value = strcmp (concept, "lab.pt") == 0 ? pt : 100 * 0.4 * CONTROL_PT / (pt - 0.6 * CONTROL_PT);
    }
}

static char *
test_value (const CrfCourse *course,
            const char *concept,
            double severity,
            int day)
{
  double value;
  int places;

  if (!find_value (course, concept, severity, day, &value, &places))
    return NULL;
  bind_to_other (course, concept, severity, day, &value);
  return crf_demo_number (value, places);
}

double
crf_course_figure (CrfCourse *course,
                   GRand *rand,
                   const char *key,
                   double mild,
                   double grave,
                   double spread,
                   int day)
{
  double own = seeded_noise (course, key, -9999), value;

  move_drift (course, rand, day);
  value = mild + (grave - mild) * MIN (severity_on (course, day), 1.0) + spread * (0.85 * own + 0.3 * seeded_noise (course, key, day));
  return MAX (value, 0);
}

double
crf_course_severity (CrfCourse *course,
                     GRand *rand,
                     int day)
{
  move_drift (course, rand, day);
  return severity_on (course, day);
}

double
crf_course_weight (CrfCourse *course,
                   GRand *rand,
                   int day)
{
  move_drift (course, rand, day);
  return course->weight + 4 * (severity_on (course, day) - course->severity) + 0.5 * seeded_noise (course, "weight", day);
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
crf_course_value (CrfCourse *course,
                  GRand *rand,
                  const CrfItem *item,
                  int day)
{
  double severity;
  char *value;

  if (item->concept == NULL)
    return NULL;
  move_drift (course, rand, day);
  severity = severity_on (course, day);
  value = test_value (course, item->concept, severity, day);
  if (value == NULL)
    value = examined_value (item->concept, severity);
  if (value == NULL && g_strcmp0 (item->concept, "clin.weight") == 0)
    value = crf_demo_number (crf_course_weight (course, rand, day), 1);
  if (value == NULL && g_strcmp0 (item->concept, "clin.height") == 0)
    value = crf_demo_number (course->height, 0);
  return only_if_code (value, item);
}
