/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One table for every page that filters patients. */

#include "crf-status-list.h"

#include <glib/gi18n-lib.h>

static const struct { const char *name; const char *label; } statuses[] = {
  { NULL, N_("All statuses") },
  { "screening", N_("In screening") },
  { "failed", N_("Screening failed") },
  { "eligible", N_("Eligible") },
  { "allocated", N_("Allocated") },
  { "treated", N_("Treated") },
  { "completed", N_("Completed") },
  { "withdrawn", N_("Withdrawn") },
  { "lost", N_("Lost to follow-up") },
  { "died", N_("Died") },
};

void
crf_status_list_fill (GtkDropDown *drop_down)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    gtk_string_list_append (list, _(statuses[i].label));
  gtk_drop_down_set_model (drop_down, G_LIST_MODEL (list));
}

const char *
crf_status_list_get_name (guint position)
{
  return position < G_N_ELEMENTS (statuses) ? statuses[position].name : NULL;
}
