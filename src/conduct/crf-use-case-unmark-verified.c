/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Takes a mark back. */

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
is_marked (CrfUseCaseContext *context,
           const CrfEntry *entry)
{
  g_autoptr (GPtrArray) marks = crf_records_marks (context->file, entry->subject, FALSE, NULL);

  for (guint i = 0; marks != NULL && i < marks->len; i++)
    {
      const CrfMarkRecord *mark = g_ptr_array_index (marks, i);

      if (strcmp (mark->event, entry->event) == 0 && g_strcmp0 (mark->eventkey, entry->eventkey) == 0 && strcmp (mark->form, entry->form) == 0 &&
          g_strcmp0 (mark->formkey, entry->formkey) == 0 && strcmp (mark->item, entry->item != NULL ? entry->item : "") == 0 &&
          strcmp (mark->groupkey, entry->groupkey != NULL ? entry->groupkey : "") == 0)
        return TRUE;
    }
  return FALSE;
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
  CrfEntry entry = { .action = CRF_ACTION_VERIFIED, .subject = context->subject->key, .canon = "open", .reason = crf_context_get (context, "reason") };

  if (!(names.item != NULL ? crf_place_find (context, &names, &place) : crf_place_find_form (context, &names, &place)))
    return TRUE;
  entry.event = place.target->event;
  entry.eventkey = place.target->eventkey;
  entry.form = place.target->form;
  entry.formkey = place.target->formkey;
  entry.group = place.target->group;
  entry.groupkey = place.target->groupkey;
  entry.item = place.target->item;
  if (!is_marked (context, &entry))
    return crf_context_refuse (context, "not-verified", NULL, _("There is no mark here."));
  return crf_context_append (context, &entry, NULL, error);
}

const CrfUseCase crf_use_case_unmark_verified = {
  .name = "unmark-verified",
  .title = N_ ("Take verification back"),
  .summary = N_ ("Takes a verification mark back, with a reason."),
  .roles = CRF_ROLE_MONITOR,
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
