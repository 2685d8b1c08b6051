/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the people of a demonstration do around one infusion: order and go/no-go before the plan, receipt and identity before the start. */

#include "crf-demo-infusion-day.h"

#include "crf-blind.h"
#include "crf-go.h"
#include "crf-reader-infusion-day.h"

#include <string.h>

/* "No" to all that would stop, "yes" to what must be: what the definition does not name as stopping. */
static char *
good_answers (CrfDemoLife *life)
{
  CrfStudy *study = life->demo->study;
  const GPtrArray *items = crf_study_get_items (study);
  g_autoptr (GString) answers = g_string_new (NULL);

  for (guint i = 0; i < items->len; i++)
    {
      const CrfItem *item = g_ptr_array_index (items, i);
      g_auto (GStrv) stops = item->alarm_on != NULL ? g_strsplit (item->alarm_on, " ", -1) : NULL;

      if (item->concept == NULL || !g_str_has_prefix (item->concept, "go.") || item->code_list == NULL)
        continue;
      for (guint j = 0; j < item->code_list->codes->len; j++)
        {
          const CrfCode *code = g_ptr_array_index (item->code_list->codes, j);

          if (stops != NULL && g_strv_contains ((const char *const *) stops, code->code))
            continue;
          g_string_append_printf (answers, "%s%s=%s", answers->len > 0 ? " " : "", item->name, code->code);
          break;
        }
    }
  return g_string_free (g_steal_pointer (&answers), FALSE);
}

gboolean
crf_demo_order (CrfDemoLife *life,
                const char *weight,
                const char *at,
                GError **error)
{
  CrfDemo *demo = life->demo;
  g_autofree char *answers = good_answers (life);
  g_autofree char *morning = g_strndup (at, strcspn (at, "T "));
  g_autofree char *taken = g_strconcat (morning, " 06:40", NULL);

  return crf_demo_do (demo->investigator, "order-infusion", life->subject, NULL, NULL, error, "at", at, NULL) &&
         crf_demo_do (demo->investigator, "sign-go", life->subject, NULL, NULL, error, "answers", answers, "weight", weight, "tests-taken", taken,
                      "passphrase", demo->passphrase, NULL);
}

gboolean
crf_demo_to_bedside (CrfDemoLife *life,
                     const char *at,
                     GError **error)
{
  CrfDemo *demo = life->demo;
  g_autoptr (CrfInfusionDay) day = crf_reader_infusion_day (demo->nurse, life->subject, 0, error);
  g_autoptr (CrfPatient) patient = day != NULL ? crf_reader_patient (demo->nurse, life->subject, error) : NULL;

  if (patient == NULL)
    return FALSE;
  return crf_demo_do (crf_blind_is_ward_blinded (demo->study) ? demo->pharmacist2 : demo->laboratory, "release-product", life->subject, NULL, NULL, error,
                      "at", at, "appearance", "OK", "passphrase", demo->passphrase, NULL) &&
         crf_demo_do (demo->nurse, "receive-product", life->subject, NULL, NULL, error, "at", at, "temperature", "6", "appearance", "OK", "label", "OK",
                      "preparation", day->preparation, NULL) &&
         crf_demo_do (demo->nurse, "check-identity", life->subject, NULL, NULL, error, "at", at, "number", patient->number, "birth-year",
                      patient->birth_year, "code", day->code, "passphrase", demo->passphrase, "second", crf_session_get_login (demo->nurse2),
                      "second-number", patient->number, "second-birth-year", patient->birth_year, "second-code", day->code, "second-passphrase",
                      demo->passphrase, NULL);
}
