/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads data/demonstration.ini. */

#include "crf-demo-scenario.h"

#include "crf-demo-private.h"

#include <math.h>
#include <string.h>

struct _CrfScenario
{
  GKeyFile *keys;
  const CrfStudy *study;
};

static GKeyFile *
load (GError **error)
{
  GKeyFile *keys = g_key_file_new ();
  g_autofree char *path = g_build_filename (crf_data_dir (), "demonstration.ini", NULL);

  if (g_key_file_load_from_file (keys, path, G_KEY_FILE_NONE, error))
    return keys;
  g_key_file_unref (keys);
  return NULL;
}

CrfScenario *
crf_scenario_new (const CrfStudy *study,
                  GError **error)
{
  GKeyFile *keys = load (error);
  CrfScenario *self;

  if (keys == NULL)
    return NULL;
  self = g_new0 (CrfScenario, 1);
  self->keys = keys;
  self->study = study;
  return self;
}

void
crf_scenario_free (CrfScenario *self)
{
  if (self == NULL)
    return;
  g_key_file_unref (self->keys);
  g_free (self);
}

char *
crf_scenario_default_study (GError **error)
{
  g_autoptr (GKeyFile) keys = load (error);

  return keys != NULL ? g_key_file_get_string (keys, "demonstration", "study", error) : NULL;
}

char *
crf_scenario_text (CrfScenario *self,
                   const char *key)
{
  char *own = g_key_file_get_string (self->keys, crf_study_get_oid (self->study), key, NULL);

  return own != NULL ? own : g_key_file_get_string (self->keys, "usual", key, NULL);
}

double
crf_scenario_number (CrfScenario *self,
                     const char *key)
{
  g_autofree char *text = crf_scenario_text (self, key);

  return text != NULL ? g_ascii_strtod (text, NULL) : 0;
}

int
crf_scenario_count (CrfScenario *self,
                    const char *key,
                    int n)
{
  int target = crf_study_get_target (self->study);

  return (int) lround (crf_scenario_number (self, key) * n / (target > 0 ? target : 22));
}

gboolean
crf_scenario_happens (CrfScenario *self,
                      const char *key,
                      GRand *rand)
{
  return g_rand_double (rand) * 100 < crf_scenario_number (self, key);
}

char *
crf_scenario_reason (CrfScenario *self,
                     const char *key,
                     GRand *rand)
{
  g_autofree char *texts = g_key_file_get_string (self->keys, "reasons", key, NULL);
  g_auto (GStrv) list = g_strsplit (texts != NULL ? texts : key, ";", -1);

  return g_strdup (list[g_rand_int_range (rand, 0, (gint32) g_strv_length (list))]);
}

/* The section, or the study's own: the same word and the OID after it. Free it. */
static char *
section_of (CrfScenario *self,
            const char *section)
{
  g_autofree char *own = g_strdup_printf ("%s %s", section, crf_study_get_oid (self->study));

  return g_key_file_has_group (self->keys, own) ? g_steal_pointer (&own) : g_strdup (section);
}

char **
crf_scenario_line (CrfScenario *self,
                   const char *section,
                   GRand *rand)
{
  gsize n = 0;
  g_autofree char *own = section_of (self, section);
  g_auto (GStrv) keys = g_key_file_get_keys (self->keys, own, &n, NULL);
  g_autofree char *line = NULL;

  if (n == 0)
    return NULL;
  line = g_key_file_get_string (self->keys, own, keys[g_rand_int_range (rand, 0, (gint32) n)], NULL);
  return g_strsplit (line, "|", -1);
}

char *
crf_scenario_failure (CrfScenario *self,
                      const char *criterion)
{
  g_auto (GStrv) words = g_key_file_get_keys (self->keys, "failure-reasons", NULL, NULL);
  g_autofree char *text = g_utf8_strdown (criterion, -1);

  for (char **word = words; word != NULL && *word != NULL; word++)
    if (strstr (text, *word) != NULL)
      return g_key_file_get_string (self->keys, "failure-reasons", *word, NULL);
  return g_strdup (criterion);
}

/* "A*6|B*3": each code with its weight; @place of all the weights. */
static char *
code_at (const char *codes,
         double place)
{
  g_auto (GStrv) list = g_strsplit (codes, "|", -1);
  double total = 0, drawn;

  for (char **code = list; *code != NULL; code++)
    total += strrchr (*code, '*') != NULL ? g_ascii_strtod (strrchr (*code, '*') + 1, NULL) : 1;
  drawn = place * total;
  for (char **code = list; *code != NULL; code++)
    {
      char *star = strrchr (*code, '*');

      drawn -= star != NULL ? g_ascii_strtod (star + 1, NULL) : 1;
      if (drawn < 0 || code[1] == NULL)
        return g_strndup (*code, star != NULL ? (gsize) (star - *code) : strlen (*code));
    }
  return NULL;
}

/* "A*6|B*3 by VIRUS": the patient's place in that, so that several answers go together; else in the item itself. */
static char *
own_code (const char *rule,
          const CrfItem *item,
          const CrfCourse *course)
{
  g_auto (GStrv) halves = g_strsplit (rule, " by ", 2);

  return code_at (halves[0], crf_course_place (course, halves[0] != NULL && halves[1] != NULL ? halves[1] : item->name));
}

/* "98 7 0": mean, spread, decimals; "84 106 4 0": at a mild and a grave disease, spread, decimals. */
static char *
figure (const char *figures,
        const CrfItem *item,
        CrfCourse *course,
        int since,
        GRand *rand)
{
  g_auto (GStrv) list = g_strsplit (figures, " ", 4);
  guint n = g_strv_length (list);
  double mild, grave;

  if (n < 3)
    return NULL;
  mild = g_ascii_strtod (list[0], NULL);
  grave = n == 4 ? g_ascii_strtod (list[1], NULL) : mild;
  return crf_demo_number (crf_course_figure (course, rand, item->name, mild, grave, g_ascii_strtod (list[n - 2], NULL), since),
                          (int) g_ascii_strtoll (list[n - 1], NULL, 10));
}

gboolean
crf_scenario_overrules (CrfScenario *self,
                        const CrfItem *item)
{
  g_autofree char *section = g_strdup_printf ("values %s", crf_study_get_oid (self->study));

  return g_key_file_has_key (self->keys, section, item->name, NULL);
}

/* "SLIGHT 0.5 MODERATE": codes, and the severities at which they change. */
static char *
step (const char *steps,
      double severity)
{
  g_auto (GStrv) list = g_strsplit (steps, " ", -1);
  char **code = list;

  while (code[0] != NULL && code[1] != NULL && code[2] != NULL && severity > g_ascii_strtod (code[1], NULL))
    code += 2;
  return g_strdup (code[0]);
}

static char *
rule_of (CrfScenario *self,
         const CrfItem *item)
{
  g_autofree char *section = section_of (self, "values");
  char *own = g_key_file_get_string (self->keys, section, item->name, NULL);

  return own != NULL ? own : g_key_file_get_string (self->keys, "values", item->name, NULL);
}

char *
crf_scenario_value (CrfScenario *self,
                    const CrfItem *item,
                    CrfCourse *course,
                    int day,
                    int since,
                    GRand *rand)
{
  g_autofree char *rule = rule_of (self, item);
  char *value;

  if (rule == NULL)
    return NULL;
  if (g_str_has_prefix (rule, "day"))
    value = crf_demo_date (day + (int) g_ascii_strtoll (rule + strlen ("day"), NULL, 10));
  else if (g_str_has_prefix (rule, "time "))
    value = crf_demo_datetime (day, (int) g_ascii_strtoll (rule + strlen ("time "), NULL, 10));
  else if (g_str_has_prefix (rule, "about "))
    value = figure (rule + strlen ("about "), item, course, since, rand);
  else if (g_str_has_prefix (rule, "from "))
    value = figure (rule + strlen ("from "), item, course, since, rand);
  else if (g_str_has_prefix (rule, "steps "))
    value = step (rule + strlen ("steps "), crf_course_severity (course, rand, since));
  else if (g_str_has_prefix (rule, "one of "))
    value = own_code (rule + strlen ("one of "), item, course);
  else
    value = g_strdup (rule);
  if (value == NULL || item->code_list == NULL || crf_item_find_code (item, value) != NULL)
    return value;
  g_free (value);
  return NULL;
}
