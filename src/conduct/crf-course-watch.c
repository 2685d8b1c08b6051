/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Before and after an infusion's times change. */

#include "crf-course-watch.h"

#include "crf-place.h"
#include "crf-visits.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _CrfCourseWatch
{
  GPtrArray *visits;
};

void
crf_course_watch_free (CrfCourseWatch *watch)
{
  if (watch == NULL)
    return;
  g_clear_pointer (&watch->visits, g_ptr_array_unref);
  g_free (watch);
}

/* Most entries are no infusion's: reading the calendar before each would be felt. */
static gboolean
may_move (CrfUseCaseContext *context)
{
  const char *name;
  const CrfItem *item;

  if (context->subject == NULL)
    return FALSE;
  if (g_strcmp0 (context->use_case->task, "infuse") == 0)
    return TRUE;
  if (strcmp (context->use_case->name, "enter") != 0)
    return FALSE;
  name = crf_context_get (context, "item");
  item = name != NULL ? crf_place_find_item (context->study, name) : NULL;
  return item != NULL && (g_strcmp0 (item->concept, "inf.start") == 0 || g_strcmp0 (item->concept, "inf.outcome") == 0);
}

static GPtrArray *
read_visits (CrfUseCaseContext *context)
{
  g_autoptr (CrfCasebook) casebook = crf_casebook_new (context->session, context->subject->key, NULL);

  return casebook != NULL ? crf_visits_of (context->session, casebook, context->subject, NULL) : NULL;
}

CrfCourseWatch *
crf_course_watch_new (CrfUseCaseContext *context)
{
  CrfCourseWatch *watch;

  if (!may_move (context))
    return NULL;
  watch = g_new0 (CrfCourseWatch, 1);
  watch->visits = read_visits (context);
  return watch;
}

static void
note_moved (CrfUseCaseContext *context,
            GPtrArray *before,
            GPtrArray *after)
{
  const char *language = crf_session_get_language (context->session);
  g_autoptr (GString) moved = g_string_new (NULL);

  for (guint i = 0; i < after->len; i++)
    {
      const CrfVisit *now = g_ptr_array_index (after, i);

      for (guint j = 0; j < before->len; j++)
        {
          const CrfVisit *was = g_ptr_array_index (before, j);

          if (was->event == now->event && was->ordinal == now->ordinal && was->target != NULL && now->target != NULL &&
              now->state != CRF_VISIT_DONE && strcmp (was->target, now->target) != 0)
            g_string_append_printf (moved, "%s%s %s → %s", moved->len > 0 ? "; " : "", crf_text_get (now->event->title, language), was->target,
                                    now->target);
        }
    }
  if (moved->len > 0)
    crf_context_notice (context, _("Visits that move: %s."), moved->str);
}

gboolean
crf_course_watch_end (CrfCourseWatch *watch,
                      CrfUseCaseContext *context,
                      GError **error)
{
  g_autoptr (GPtrArray) after = NULL;

  if (watch == NULL)
    return TRUE;
  after = read_visits (context);
  if (watch->visits != NULL && after != NULL)
    note_moved (context, watch->visits, after);
  return crf_context_derive_timing (context, error);
}
