/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Of the definition alone: nobody's data are in it. */

#include "crf-endpoint-list.h"

#include <glib/gi18n-lib.h>

#include "crf-dashboard.h"

static GtkWidget *
new_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static char *
describe (const CrfEndpoint *endpoint, const char *language)
{
  const char *title = crf_text_get (endpoint->title, language);

  title = *title != '\0' ? title : endpoint->oid;
  /* Translators: an endpoint, and the day on which it is looked at: “Survival · day 365” */
  return endpoint->day > 0 ? g_strdup_printf (_("%s · day %d"), title, endpoint->day) : g_strdup (title);
}

char *
crf_endpoint_list_dup_primary (CrfStudy *study, const char *language)
{
  const GPtrArray *endpoints = crf_study_get_endpoints (study);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < endpoints->len; i++)
    {
      const CrfEndpoint *endpoint = g_ptr_array_index (endpoints, i);
      g_autofree char *what = describe (endpoint, language);

      if (g_strcmp0 (endpoint->role, "primary") != 0)
        continue;
      if (text->len > 0)
        g_string_append_c (text, '\n');
      g_string_append_printf (text, _("%s: %s"), crf_endpoint_role_label (endpoint), what);
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

/* The first of a role says it; the others stand under it. */
static void
add_endpoint (GtkBox *box, const CrfEndpoint *endpoint, const char *before, const char *language)
{
  g_autofree char *text = describe (endpoint, language);
  const char *role = crf_endpoint_role_label (endpoint);
  GtkWidget *line = new_label (text, NULL);

  if (g_strcmp0 (role, before) != 0)
    {
      GtkWidget *heading = new_label (role, "caption-heading");

      gtk_widget_add_css_class (heading, "dim-label");
      gtk_widget_set_margin_top (heading, 4);
      gtk_box_append (box, heading);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (line), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, role, -1);
  gtk_box_append (box, line);
}

GtkWidget *
crf_endpoint_list_new (CrfStudy *study, const char *language)
{
  static const char *const order[] = { "primary", "secondary", "safety", "exploratory", NULL };
  const GPtrArray *endpoints = crf_study_get_endpoints (study);
  GtkWidget *card, *box;
  const char *before = NULL;

  if (endpoints->len == 0)
    return NULL;
  card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (box, "form-card");
  gtk_box_append (GTK_BOX (card), box);
  gtk_box_append (GTK_BOX (box), new_label (_("Endpoints of the protocol"), "heading"));
  for (guint role = 0; role <= G_N_ELEMENTS (order) - 1; role++)
    for (guint i = 0; i < endpoints->len; i++)
      {
        const CrfEndpoint *endpoint = g_ptr_array_index (endpoints, i);

        if (g_strcmp0 (endpoint->role, order[role]) != 0)
          continue;
        add_endpoint (GTK_BOX (box), endpoint, before, language);
        before = crf_endpoint_role_label (endpoint);
      }
  return card;
}
