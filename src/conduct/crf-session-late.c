/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What happened all the same although it could not be journalled: a lock, a sign-out. It is written as soon as the journal can be written again, with
 * the time at which it was, and told; of a session whose program is gone, only since when it was there can be said. */

#include "crf-session-late.h"

#include "crf-records-trust.h"
#include "crf-session-private.h"

#include "crf-detail.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _CrfLate
{
  const char *action;
  char *login; /* whose it was */
  CrfInstant at;
};

void
crf_late_free (CrfLate *late)
{
  g_free (late->login);
  g_free (late);
}

CrfLate *
crf_late_new (const char *action,
              const char *login,
              CrfInstant at)
{
  CrfLate *late = g_new0 (CrfLate, 1);

  late->action = action;
  late->login = g_strdup (login);
  late->at = at;
  return late;
}

gboolean
crf_late_append (CrfTransaction *txn,
                 const GPtrArray *list,
                 GError **error)
{
  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const CrfLate *late = g_ptr_array_index (list, i);
      char at[CRF_INSTANT_SIZE];
      g_autofree char *detail = crf_detail_new ("login", late->login, "at", crf_instant_format_utc (late->at, at), NULL);
      const CrfEntry entry = { .action = late->action, .detail = detail };

      if (!crf_transaction_append (txn, &entry, NULL, error))
        return FALSE;
    }
  return TRUE;
}

void
crf_late_tell (const GPtrArray *list,
               GPtrArray *notices)
{
  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const CrfLate *late = g_ptr_array_index (list, i);
      char at[CRF_INSTANT_SIZE];

      crf_instant_format_local (late->at, at);
      at[strlen ("2026-03-02")] = ' ';
      at[strlen ("2026-03-02 09:14")] = '\0';
      if (strcmp (late->action, CRF_ACTION_SIGN_OUT_MISSING) == 0)
        g_ptr_array_add (notices, g_strdup_printf (_("The sign-out of “%1$s” at %2$s could not be written at the time. It stands in the audit trail now."), late->login, at));
      else
        g_ptr_array_add (notices, g_strdup_printf (_("The locking of the window at %s could not be written at the time. It stands in the audit trail now."), at));
    }
}

gboolean
crf_late_find_open (CrfStudyFile *file,
                    const CrfActor *actor,
                    GPtrArray *notices,
                    GError **error)
{
  g_autoptr (GPtrArray) records = crf_records_access (file, NULL, error);

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const CrfAccessRecord *access = g_ptr_array_index (records, i);
      g_autofree char *detail = NULL;
      CrfEntry entry = { .action = CRF_ACTION_SIGN_OUT_MISSING };
      CrfInstant since;
      char text[CRF_INSTANT_SIZE];

      if (access->open_since == NULL || !crf_instant_parse_utc (access->open_since, &since))
        continue;
      detail = crf_detail_new ("login", access->login, "since", access->open_since, NULL);
      entry.detail = detail;
      if (!crf_session_append_alone (file, actor, &entry, error))
        return FALSE;
      since.offset_minutes = crf_clock_now (&actor->clock).offset_minutes;
      crf_instant_format_local (since, text);
      text[strlen ("2026-03-02")] = ' ';
      text[strlen ("2026-03-02 09:14")] = '\0';
      g_ptr_array_add (notices, g_strdup_printf (_("The session of “%1$s” since %2$s has no sign-out in the audit trail: the program was ended without one, it "
                                                   "could not be written, or this file is a copy from that time. The audit trail says so now."),
                                                 access->login, text));
    }
  return records != NULL;
}
