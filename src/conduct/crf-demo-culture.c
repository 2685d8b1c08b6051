/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where a study grows the patient's own cells: the weeks of culture, and what happens when they do not expand. */

#include "crf-demo-private.h"

#include "crf-partial-date.h"
#include "crf-place.h"
#include "crf-trial-gates.h"
#include "crf-value.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static gboolean
enter_named (CrfDemoLife *life,
             const CrfEvent *event,
             const char *name,
             const char *value,
             GError **error)
{
  const CrfItem *item = crf_study_find_item_by_name (life->demo->study, name);

  return item == NULL || value == NULL ||
         crf_demo_do (life->demo->nurse, "enter", life->subject, NULL, NULL, error, "event", event->oid, "item", item->oid, "value", value, NULL);
}

/* The weeks of culture end: a harvest, or too few cells. */
static gboolean
end_culture (CrfDemo *demo,
             gpointer data,
             const CrfEvent *event,
             int day,
             GError **error)
{
  CrfDemoLife *life = data;
  gboolean fails = life->course.expansion_fails;
  g_autofree char *date = crf_demo_date (day);
  const CrfItem *item = crf_study_find_item_by_name (demo->study, "CULFAIL");

  crf_demo_set_time (demo, day, 13 * 60);
  if (!enter_named (life, event, "CULFAIL", fails ? "Y" : "N", error) ||
      !enter_named (life, event, "CULFREAS", fails ? _("Fewer than 20 million cells after passage 3") : NULL, error) ||
      !enter_named (life, event, "CULHARV", fails ? NULL : date, error))
    return FALSE;
  for (guint i = 0; i < event->forms->len; i++)
    if (crf_form_find_group_of (g_ptr_array_index (event->forms, i), item) != NULL)
      return crf_demo_complete_form (life, event, g_ptr_array_index (event->forms, i), error);
  return TRUE;
}

/* Where a study grows the patient's own cells, the culture begins with the visit that takes them. */
void
crf_demo_plan_culture (CrfDemoLife *life,
              int from)
{
  const CrfItem *item = crf_study_find_item_by_name (life->demo->study, "CULFAIL");
  const GPtrArray *events = crf_study_get_events (life->demo->study);

  for (guint i = 0; item != NULL && i < events->len; i++)
    for (guint j = 0; j < ((const CrfEvent *) g_ptr_array_index (events, i))->forms->len; j++)
      {
        const CrfEvent *event = g_ptr_array_index (events, i);

        if (crf_form_find_group_of (g_ptr_array_index (event->forms, j), item) != NULL)
          crf_demo_plan (life->demo, from + event->day + 14, end_culture, life, event);
      }
}

/* The expansion failed: no infusion, and the patient leaves at the visit after the culture. */
gboolean
crf_demo_give_up (CrfDemo *demo,
         gpointer data,
         const CrfEvent *event,
         int day,
         GError **error)
{
  CrfDemoLife *life = data;
  g_autofree char *date = crf_demo_date (day);

  crf_demo_set_time (demo, day, 11 * 60);
  life->over = TRUE;
  return crf_demo_do (demo->investigator, "set-status", life->subject, NULL, NULL, error, "status", "withdrawn", "date", date, "reason",
                      _("The cells did not expand; nothing can be infused."), NULL);
}
