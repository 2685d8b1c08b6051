/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Starting up: environment, resources, icons. */

#include "crf-app.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "crf-icon-names.h"
#include "crf-resources.h"

static CrfClock app_clock;

void
crf_app_prepare_environment (void)
{
  g_setenv ("GDK_DEBUG", "gl-disable", FALSE);
  g_setenv ("GDK_DISABLE", "gl", FALSE); /* the same from GTK 4.16 on */
  g_setenv ("GSK_RENDERER", "cairo", FALSE);
}

void
crf_app_register_resource (void)
{
  static gboolean done;

  if (!done)
    crf_register_resource ();
  done = TRUE;
}

void
crf_app_init (void)
{
  crf_app_register_resource ();
  adw_init ();
  crf_icon_names_give ();
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    CRF_RESOURCE_BASE "/icons");
}

void
crf_app_load_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, CRF_RESOURCE_BASE "/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

char *
crf_app_format_date (const char *iso)
{
  g_autoptr (GDateTime) date = NULL;
  g_autofree char *with_time = g_strconcat (iso, "T00:00:00Z", NULL);

  date = g_date_time_new_from_iso8601 (with_time, NULL);
  if (date == NULL)
    return g_strdup (iso);
  /* Translators: a day with weekday, as strftime writes it: “Saturday 14 November 2026”. */
  return g_date_time_format (date, _("%A %-e %B %Y"));
}

const char *
crf_app_language (void)
{
  const char *const *names = g_get_language_names ();

  if (names[0] == NULL || g_str_equal (names[0], "C") || g_str_has_prefix (names[0], "C."))
    return NULL;
  return names[0];
}

CrfClock
crf_app_get_clock (void)
{
  return app_clock.now != NULL ? app_clock : crf_clock_system ();
}

void
crf_app_set_clock (CrfClock clock)
{
  app_clock = clock;
}
