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

/* One passage: a row of its own. */
static gboolean
enter_passage (CrfDemoLife *life,
               const CrfEvent *event,
               int number,
               int day,
               GError **error)
{
  static const double yield[] = { 4.2, 21, 96 };
  CrfDemo *demo = life->demo;
  double cells = yield[number - 1] * (life->course.expansion_fails ? 0.16 : 1) * exp (0.2 * crf_demo_noise (demo->rand));
  g_autofree char *date = crf_demo_date (day), *passage = g_strdup_printf ("%d", number), *count = crf_demo_number (cells, 1);
  double living = 92 - (life->course.expansion_fails ? 14 : 0) + 2.5 * crf_demo_noise (demo->rand);
  g_autofree char *viability = crf_demo_number (CLAMP (living, 60, 99), 0);
  g_autofree char *key = NULL;
  const struct { const char *name, *value; } cells_of[] = { { "CULDAT", date }, { "CULPASS", passage }, { "CULCELLS", count }, { "CULVIAB", viability } };

  crf_demo_set_time (demo, day, 12 * 60 + 10);
  for (guint i = 0; i < G_N_ELEMENTS (cells_of); i++)
    {
      const CrfItem *item = crf_study_find_item_by_name (demo->study, cells_of[i].name);
      const CrfItemUnit *unit = item != NULL && item->units->len > 0 ? g_ptr_array_index (item->units, 0) : NULL;

      if (item != NULL && !crf_demo_do (demo->nurse, "enter", life->subject, key == NULL ? &key : NULL, "groupkey", error, "event", event->oid, "groupkey",
                                        key, "item", item->oid, "value", cells_of[i].value, "unit", unit != NULL ? unit->unit->oid : NULL, NULL))
        return FALSE;
    }
  return TRUE;
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

  for (int passage = 1; passage <= 3; passage++)
    if (!enter_passage (life, event, passage, day - 5 * (3 - passage), error))
      return FALSE;
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

gboolean
crf_demo_takes_marrow (const CrfEvent *event)
{
  for (guint i = 0; i < event->forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (event->forms, i);

      for (guint j = 0; j < form->groups->len; j++)
        {
          const CrfItemGroup *group = g_ptr_array_index (form->groups, j);

          for (guint k = 0; k < group->items->len; k++)
            if (strcmp (((const CrfItemRef *) g_ptr_array_index (group->items, k))->item->name, "CULFAIL") == 0)
              return TRUE;
        }
    }
  return FALSE;
}

/* Two and a half weeks for three passages; the cells are given fresh. */
void
crf_demo_plan_culture (CrfDemoLife *life,
                       const CrfEvent *event,
                       int day)
{
  int end = day + 17;

  crf_demo_plan_aspiration_event (life, day + 1);
  crf_demo_plan (life->demo, end, end_culture, life, event);
  if (life->course.expansion_fails)
    crf_demo_plan_events (life);
  crf_demo_plan (life->demo, end + g_rand_int_range (life->demo->rand, 2, 7), life->course.expansion_fails ? crf_demo_give_up : crf_demo_be_infused, life,
                 NULL);
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
