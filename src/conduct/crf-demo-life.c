/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One synthetic patient from registration to today. What happens when is planned here; nothing here knows which study it is. */

#include "crf-demo-private.h"

#include "crf-partial-date.h"
#include "crf-place.h"
#include "crf-trial-gates.h"
#include "crf-value.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

gboolean
crf_demo_be_infused (CrfDemo *demo,
            gpointer data,
            const CrfEvent *event,
            int day,
            GError **error)
{
  CrfDemoLife *life = data;
  gboolean first = life->infused == 0;
  int interval;

  if (life->over)
    return TRUE;
  if (first && life->own_cells && !crf_demo_receive_own (life, day - 1, error))
    return FALSE;
  if (!crf_demo_consent (life, day, 8 * 60 + 5, error))
    return FALSE;
  crf_demo_plan_reaction (life, day);
  if (!crf_demo_infuse (life, day, error) || !crf_demo_watch (life, day, error))
    return FALSE;
  if (life->infused == 0)
    return TRUE;
  if (first)
    {
      crf_demo_plan_end (life, day);
      crf_demo_plan_visits (life, "infusion", day);
      crf_demo_plan_unscheduled (life, day, crf_demo_end_of (life));
      crf_demo_plan_events (life);
    }
  interval = crf_demo_next_infusion (life);
  if (interval > 0 && day + interval < crf_demo_end_of (life))
    crf_demo_plan (demo, day + interval + g_rand_int_range (demo->rand, -2, 3), crf_demo_be_infused, life, NULL);
  return TRUE;
}

gboolean
crf_demo_be_allocated (CrfDemo *demo,
              gpointer data,
              const CrfEvent *event,
              int day,
              GError **error)
{
  CrfDemoLife *life = data;
  const CrfEvent *treatment = crf_study_find_event_by_kind (demo->study, "treatment");
  int wait = treatment != NULL && treatment->day > 0 ? treatment->day + g_rand_int_range (demo->rand, -4, 8) : g_rand_int_range (demo->rand, 1, 6);

  if (!crf_demo_allocate (life, day, error))
    return FALSE;
  if (life->allocated == 0)
    return TRUE;
  crf_demo_plan_visits (life, "randomisation", day);
  /* Own cells are given when they have grown. */
  if (!life->own_cells)
    crf_demo_plan (demo, day + wait, crf_demo_be_infused, life, NULL);
  return TRUE;
}

static void
life_free (CrfDemoLife *life)
{
  g_free (life->subject);
  g_free (life->failure);
  g_free (life->lot);
  g_free (life);
}

void
crf_demo_plan_life (CrfDemo *demo,
                    int day,
                    gboolean failure,
                    CrfFate fate,
                    gboolean expansion_fails)
{
  CrfDemoLife *life = g_new0 (CrfDemoLife, 1);
  double severity = crf_scenario_number (demo->scenario, "severity"), female = crf_scenario_number (demo->scenario, "female");
  g_autofree char *autologous = crf_scenario_text (demo->scenario, "autologous");

  life->demo = demo;
  life->registered = day;
  crf_course_draw (&life->course, demo->rand, severity > 0 ? severity : 0.62, female > 0 ? female : 35);
  life->course.screen_failure = failure;
  life->course.fate = fate;
  life->course.expansion_fails = expansion_fails;
  life->own_cells = g_strcmp0 (autologous, "true") == 0;
  if (!failure && demo->tissues != NULL && demo->n_planned_lives < demo->tissues->len)
    life->tissue = g_ptr_array_index (demo->tissues, demo->n_planned_lives);
  demo->n_planned_lives += !failure;
  g_ptr_array_set_free_func (demo->lives, (GDestroyNotify) life_free);
  g_ptr_array_add (demo->lives, life);
  crf_demo_plan (demo, day, crf_demo_be_screened, life, NULL);
}
