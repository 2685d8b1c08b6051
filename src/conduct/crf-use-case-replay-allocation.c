/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A holder of the key makes the lists again from their seeds and compares every slot. That it was done, by whom and with what result, is an entry
 * of the journal, since the key was used. */

#include "crf-detail.h"
#include "crf-listing.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "rows", N_("Lines of the list"), "text", FALSE },
  { "sha256", N_("SHA-256 of the file"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static const char *
method_name (const char *method)
{
  if (g_strcmp0 (method, "list") == 0)
    return _("uploaded list");
  return g_strcmp0 (method, "minimisation") == 0 ? _("minimisation") : _("permuted blocks");
}

static gboolean
note_replay (CrfUseCaseContext *context,
             const CrfReplay *replay,
             GError **error)
{
  g_autofree char *slots = g_strdup_printf ("%d", replay->slots), *faults = g_strdup_printf ("%u", replay->faults->len);
  g_autofree char *detail = crf_detail_new ("list", replay->list, "commitment", replay->commitment, "slots", slots, "faults", faults, NULL);
  CrfEntry entry = { .action = CRF_ACTION_REPLAY, .detail = detail };

  if (replay->faults->len == 0)
    /* Translators: method, date, numbers of slots, hash */
    crf_context_notice (context, _("List of %2$.10s (%1$s): %3$d slots, %4$d drawn, all as the seed and the rules give them. SHA-256 %5$s."),
                        method_name (replay->method), replay->at, replay->slots, replay->drawn, replay->commitment);
  else
    crf_context_notice (context, _("List of %2$.10s (%1$s): does not agree."), method_name (replay->method), replay->at);
  for (guint i = 0; i < replay->faults->len; i++)
    crf_context_notice (context, "%s", (const char *) g_ptr_array_index (replay->faults, i));
  return crf_context_append (context, &entry, NULL, error);
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const char *rows = crf_context_get (context, "rows");
  g_autoptr (GPtrArray) slots = NULL, kept = NULL, replays = NULL;
  g_autofree char *total = NULL;
  gboolean agrees = TRUE;
  int n = 0;

  if (crf_allocation_count_lists (context->file) == 0)
    return crf_context_refuse (context, "no-list", _("Generate the allocation list under Study and users."), _("There is no allocation list yet."));
  if (rows != NULL && (slots = crf_listing_parse_source (context, rows, &kept)) == NULL)
    return TRUE;
  replays = crf_allocation_replay (context->file, crf_session_get_keyring (context->session), slots, crf_context_get (context, "sha256"), error);
  if (replays == NULL)
    return FALSE;
  for (guint i = 0; i < replays->len; i++)
    {
      const CrfReplay *replay = g_ptr_array_index (replays, i);

      if (!note_replay (context, replay, error))
        return FALSE;
      agrees = agrees && replay->faults->len == 0;
      n += replay->slots;
    }
  total = g_strdup_printf ("%d", n);
  crf_context_result (context, "result", agrees ? "agrees" : "differs");
  crf_context_result (context, "slots", total);
  return TRUE;
}

const CrfUseCase crf_use_case_replay_allocation = {
  .name = "replay-allocation",
  .title = N_("Replay allocation"),
  .summary = N_("Makes the allocation lists again from their seeds and compares every slot. No arm is shown."),
  .roles = CRF_ROLE_ADMINISTRATOR | CRF_ROLE_STATISTICIAN | CRF_ROLE_PHARMACIST | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .parameters = parameters,
  .run = run,
  .blinding = CRF_BLINDING_ARMS,
};
