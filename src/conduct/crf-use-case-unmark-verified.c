/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Takes the mark of an item back, or all marks of a form. */

#include "crf-place.h"
#include "crf-records-trust.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "event", N_ ("Visit"), "text", FALSE },
  { "eventkey", N_ ("Key of the visit's repeat"), "text", FALSE },
  { "form", N_ ("Form"), "text", TRUE },
  { "formkey", N_ ("Key of the form's repeat"), "text", FALSE },
  { "group", N_ ("Section"), "text", FALSE },
  { "groupkey", N_ ("Key of the section's repeat"), "text", FALSE },
  { "item", N_ ("Item"), "text", FALSE },
  { "reason", N_ ("Reason"), "text", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
is_meant (const CrfMarkRecord *mark,
          const CrfTarget *target)
{
  if (strcmp (mark->event, target->event) != 0 || g_strcmp0 (mark->eventkey, target->eventkey) != 0 || strcmp (mark->form, target->form) != 0 ||
      g_strcmp0 (mark->formkey, target->formkey) != 0)
    return FALSE;
  /* An item that is doubted again takes the mark of its form with it. */
  return target->item == NULL || *mark->item == '\0' || (strcmp (mark->item, target->item) == 0 && g_strcmp0 (mark->groupkey, target->groupkey) == 0);
}

static gboolean
take_back (CrfUseCaseContext *context,
           const CrfMarkRecord *mark,
           GError **error)
{
  CrfEntry entry = { .action = CRF_ACTION_VERIFIED, .subject = mark->subject, .event = mark->event, .eventkey = mark->eventkey, .form = mark->form,
                     .formkey = mark->formkey, .canon = "open", .reason = crf_context_get (context, "reason") };

  if (*mark->item != '\0')
    {
      entry.group = mark->group;
      entry.groupkey = mark->groupkey;
      entry.item = mark->item;
    }
  return crf_context_append (context, &entry, NULL, error);
}

/* *n: how many of what was named. */
static gboolean
take_back_all (CrfUseCaseContext *context,
               const CrfTarget *target,
               gboolean fallen,
               guint *n,
               GError **error)
{
  g_autoptr (GPtrArray) marks = crf_records_marks (context->file, target->subject, fallen, error);

  for (guint i = 0; marks != NULL && i < marks->len; i++)
    {
      const CrfMarkRecord *mark = g_ptr_array_index (marks, i);

      if (!is_meant (mark, target))
        continue;
      *n += target->item == NULL || *mark->item != '\0';
      if (!take_back (context, mark, error))
        return FALSE;
    }
  return marks != NULL;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  CrfTarget names = {
    .event = (char *) crf_context_get (context, "event"),
    .eventkey = (char *) crf_context_get (context, "eventkey"),
    .form = (char *) crf_context_get (context, "form"),
    .formkey = (char *) crf_context_get (context, "formkey"),
    .group = (char *) crf_context_get (context, "group"),
    .groupkey = (char *) crf_context_get (context, "groupkey"),
    .item = (char *) crf_context_get (context, "item"),
  };
  g_auto (CrfPlace) place = { 0 };
  guint n = 0;

  if (!(names.item != NULL ? crf_place_find (context, &names, &place) : crf_place_find_form (context, &names, &place)))
    return TRUE;
  /* One that fell is taken off the list where its value is there no more. */
  if (!take_back_all (context, place.target, FALSE, &n, error) || !take_back_all (context, place.target, TRUE, &n, error))
    return FALSE;
  if (n == 0)
    return crf_context_refuse (context, "not-verified", NULL, _("There is no mark here."));
  return TRUE;
}

const CrfUseCase crf_use_case_unmark_verified = {
  .name = "unmark-verified",
  .title = N_ ("Take verification back"),
  .summary = N_ ("Takes the mark of an item, or all marks of a form back, with a reason."),
  .roles = CRF_ROLE_MONITOR,
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
