/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How old the tests of a go/no-go are. */

#include "crf-go-tests.h"

#include "crf-infusion-monitor.h"
#include "crf-casebook.h"
#include "crf-listing.h"
#include "crf-number.h"
#include "crf-partial-date.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
crf_go_tests_free (CrfGoTests *tests)
{
  if (tests == NULL)
    return;
  g_free (tests->taken);
  g_free (tests->sentence);
  g_free (tests);
}

static gboolean
is_result (const CrfCell *cell)
{
  return (cell->item->type == CRF_TYPE_FLOAT || cell->item->type == CRF_TYPE_INTEGER) && cell->value->canonical != NULL && cell->value->missing == NULL;
}

/* A tube that was drawn and has no result yet has told nobody anything. */
static gboolean
has_results (GPtrArray *cells,
             const CrfCell *sample)
{
  for (guint i = 0; i < cells->len; i++)
    {
      const CrfCell *cell = g_ptr_array_index (cells, i);

      if (strcmp (cell->group, sample->group) == 0 && g_strcmp0 (cell->groupkey, sample->groupkey) == 0 && is_result (cell))
        return TRUE;
    }
  return FALSE;
}

/* A date alone may mean its first minute: the tests are never taken for younger than they are. */
static gboolean
minutes_of (const char *iso,
            gint64 *minutes)
{
  CrfDate date;

  if (iso == NULL || !crf_datetime_parse (iso, TRUE, &date, NULL) || date.day <= 0)
    return FALSE;
  if (date.hour < 0)
    date.hour = date.minute = 0;
  *minutes = crf_date_to_minutes (&date);
  return TRUE;
}

/* The newest that lies not after @until. */
static void
take_newer (CrfGoTests *tests,
            const char *taken,
            gboolean typed,
            gint64 until)
{
  gint64 candidate, known;

  if (!minutes_of (taken, &candidate) || candidate > until || (minutes_of (tests->taken, &known) && known >= candidate))
    return;
  g_free (tests->taken);
  tests->taken = g_strdup (taken);
  tests->typed = typed;
}

static void
look_in_record (CrfGoTests *tests,
                CrfCasebook *casebook,
                const char *const *panels,
                gint64 until)
{
  GPtrArray *forms = crf_casebook_get_forms (casebook);

  for (guint i = 0; i < forms->len; i++)
    {
      GPtrArray *cells = crf_casebook_get_cells (casebook, g_ptr_array_index (forms, i));

      for (guint j = 0; j < cells->len; j++)
        {
          const CrfCell *cell = g_ptr_array_index (cells, j);

          if (g_strcmp0 (cell->item->concept, "sample.taken_at") == 0 && g_strv_contains (panels, cell->group) && has_results (cells, cell))
            take_newer (tests, cell->value->canonical, FALSE, until);
        }
    }
}

static char *
name_panels (CrfSession *session,
             const char *const *panels)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; panels[i] != NULL; i++)
    {
      const CrfItemGroup *group = crf_study_find_group (crf_session_get_study (session), panels[i]);

      if (group != NULL)
        g_ptr_array_add (names, (gpointer) (group->title != NULL ? crf_text_get (group->title, crf_session_get_language (session)) : group->name));
    }
  g_ptr_array_add (names, NULL);
  return g_strjoinv (_(", "), (char **) names->pdata);
}

static void
judge (CrfGoTests *tests,
       CrfSession *session,
       const char *const *panels,
       gint64 until)
{
  g_autofree char *names = name_panels (session, panels);
  g_autofree char *shown = tests->taken != NULL ? crf_iso_to_display (tests->taken) : NULL;
  char hours[CRF_DECIMAL_SIZE];
  gint64 taken, age;

  if (!minutes_of (tests->taken, &taken))
    {
      tests->sentence = g_strdup_printf (_("%s: no sample with its time and results is entered; the limit is %d h"), names, tests->item->max_age_hours);
      return;
    }
  age = crf_monitor_between (NULL, taken, until);
  tests->fresh = age <= (gint64) tests->item->max_age_hours * 60;
  crf_decimal_format_places ((double) age / 60, 1, hours);
  tests->sentence = tests->typed
                        /* Translators: panel, when the sample was taken, hours, hours */
                        ? g_strdup_printf (_("%s: sample of %s (on paper), %s h old; the limit is %d h"), names, shown, hours, tests->item->max_age_hours)
                        /* Translators: panel, when the sample was taken, hours, hours */
                        : g_strdup_printf (_("%s: sample of %s, %s h old; the limit is %d h"), names, shown, hours, tests->item->max_age_hours);
}

CrfGoTests *
crf_go_tests_read (CrfSession *session,
                   const char *subject,
                   const CrfItem *item,
                   const char *typed,
                   const char *at)
{
  g_autoptr (CrfCasebook) casebook = NULL;
  g_auto (GStrv) panels = NULL;
  CrfGoTests *tests;
  gint64 until;

  if (item->max_age_hours <= 0 || !minutes_of (at, &until))
    return NULL;
  tests = g_new0 (CrfGoTests, 1);
  tests->item = item;
  panels = g_strsplit (item->panels != NULL ? item->panels : "", " ", -1);
  casebook = crf_casebook_new (session, subject, NULL);
  if (casebook != NULL)
    look_in_record (tests, casebook, (const char *const *) panels, until);
  take_newer (tests, typed, TRUE, until);
  judge (tests, session, (const char *const *) panels, until);
  return tests;
}
