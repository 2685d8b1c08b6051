/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The clock of this workstation against the ward's. */

#include "crf-ward-clock.h"

#include "crf-clock.h"
#include "crf-detail.h"
#include "crf-infusion-private.h"
#include "crf-partial-date.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

/* Minutes since 1970 of what was read off the wall; a time alone means the day nearest to now. */
static gboolean
read_ward_clock (CrfUseCaseContext *context,
                 gint64 now,
                 gint64 *ward)
{
  const char *text = crf_context_get (context, "ward-clock");
  g_autoptr (GError) error = NULL;
  CrfDate date;
  int minutes;

  if (text == NULL)
    return !crf_context_refuse (context, "ward-clock", _("Read it off the wall, not off this screen."), _("Enter what the ward clock shows."));
  if (crf_time_parse (text, &minutes, NULL))
    {
      const gint64 day = 24 * 60;

      *ward = now - now % day + minutes;
      if (*ward - now > day / 2)
        *ward -= day;
      else if (now - *ward > day / 2)
        *ward += day;
      return TRUE;
    }
  if (!crf_datetime_parse (text, FALSE, &date, &error))
    return !crf_context_refuse (context, "ward-clock", _("Type the time such as 09:14."), "%s: %s", _("Ward clock"), error->message);
  *ward = crf_date_to_minutes (&date);
  return TRUE;
}

gboolean
crf_ward_clock_check (CrfUseCaseContext *context,
                      GError **error)
{
  CrfInstant instant = crf_session_now (context->session);
  gint64 now = instant.utc_ms / 60000 + instant.offset_minutes, ward = 0;
  g_autofree char *shown = NULL, *wall = NULL, *difference = NULL, *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_CLOCK };
  char buffer[CRF_INSTANT_SIZE];
  int minutes;

  if (!read_ward_clock (context, now, &ward))
    return FALSE;
  minutes = (int) CLAMP (now - ward, -G_MAXINT, G_MAXINT); /* the year may be anything */
  wall = crf_minutes_to_iso (ward);
  shown = g_strdup (crf_instant_format_local (instant, buffer));
  if (abs (minutes) > CRF_CLOCK_TOLERANCE_MINUTES && g_strcmp0 (crf_context_get (context, "confirm"), "ward-clock") != 0)
    {
      CrfPrompt *prompt = g_new0 (CrfPrompt, 1);

      prompt->id = g_strdup ("ward-clock");
      prompt->message = g_strdup_printf (ngettext ("The ward clock shows %s, this workstation %s: %d minute apart. Go by the ward clock, and have the other set right.",
                                                   "The ward clock shows %s, this workstation %s: %d minutes apart. Go by the ward clock, and have the other set right.",
                                                   (gulong) abs (minutes)), wall, shown, abs (minutes));
      context->outcome->prompt = prompt;
      return FALSE;
    }
  difference = g_strdup_printf ("%d", minutes);
  detail = crf_detail_new ("ward", wall, "program", shown, "minutes", difference, NULL);
  entry.detail = detail;
  if (abs (minutes) > CRF_CLOCK_TOLERANCE_MINUTES)
    crf_context_notice (context, ngettext ("This workstation is %d minute off the ward clock.", "This workstation is %d minutes off the ward clock.",
                                           (gulong) abs (minutes)), abs (minutes));
  return crf_context_append (context, &entry, NULL, error);
}
