/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A lot is kept apart: nothing of it is planned or started until it is released again. */

#include "crf-blind.h"
#include "crf-detail.h"
#include "crf-reader-lot-alerts.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "lot", N_("Lot number"), "text", TRUE },
  { "why", N_("Why"), "text", TRUE },
  { NULL, NULL, NULL, FALSE },
};

/* Whoever runs from it now has a deviation, and all whom it concerns are named; who may not know the arms is told of nobody. */
static gboolean
tell_patients (CrfUseCaseContext *context,
               const char *lot,
               GError **error)
{
  const CrfSubjectQuery query = { 0 };
  g_autoptr (GArray) ids = crf_records_subject_ids (context->file, &query, error);
  g_autoptr (GString) running = g_string_new (NULL), given = g_string_new (NULL), planned = g_string_new (NULL);
  GString *const lists[] = { NULL, planned, given, running };

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      g_autoptr (GPtrArray) subjects = crf_records_subjects (context->file, &g_array_index (ids, gint64, i), 1, error);
      CrfSubjectRecord *subject = subjects != NULL && subjects->len > 0 ? g_ptr_array_index (subjects, 0) : NULL;
      CrfLotUse use = subject != NULL ? crf_lot_alerts_use (context->session, lot, subject->key) : CRF_LOT_USE_NONE;
      gboolean ok = TRUE;

      if (use == CRF_LOT_USE_NONE)
        continue;
      g_string_append_printf (lists[use], "%s%s", lists[use]->len > 0 ? _(", ") : "", subject->number);
      if (use != CRF_LOT_USE_RUNNING || crf_blind_is_ward_blinded (context->study))
        continue;
      context->subject = subject;
      ok = crf_context_open_deviation (context, "lot-quarantined", crf_context_get (context, "why"), error,
                                       _("Lot %1$s was put in quarantine while %2$s was being infused from it."), lot, subject->number);
      context->subject = NULL;
      if (!ok)
        return FALSE;
    }
  if (lists[CRF_LOT_USE_RUNNING]->len > 0)
    crf_context_notice (context, _("Lot %1$s runs NOW into %2$s: stop, and call the physician."), lot, lists[CRF_LOT_USE_RUNNING]->str);
  if (lists[CRF_LOT_USE_GIVEN]->len > 0)
    crf_context_notice (context, _("Infused from lot %1$s already: %2$s. See Today."), lot, lists[CRF_LOT_USE_GIVEN]->str);
  if (lists[CRF_LOT_USE_PLANNED]->len > 0)
    crf_context_notice (context, _("Lot %1$s is planned or set aside for %2$s: plan anew."), lot, lists[CRF_LOT_USE_PLANNED]->str);
  crf_context_result (context, "running", lists[CRF_LOT_USE_RUNNING]->str);
  return ids != NULL;
}

/* Why is free text of who may know who was given of the lot: in a study whose ward is blinded it is sealed, in an entry of its own. */
static gboolean
append_reason (CrfUseCaseContext *context,
               const char *lot,
               GError **error)
{
  g_autofree char *detail = crf_detail_new ("lot", lot, "state", "quarantined", NULL);
  const CrfEntry entry = { .action = CRF_ACTION_LOT_ALERT, .detail = detail, .reason = crf_context_get (context, "why"), .seal = CRF_SEAL_UNBLINDING };

  return !crf_blind_is_ward_blinded (context->study) || crf_context_append (context, &entry, NULL, error);
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfLotRecord) lot = crf_records_find_lot (context->file, crf_context_get (context, "lot"), NULL);
  g_autofree char *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_LOT_STATE, .reason = crf_context_get (context, "why") };

  if (lot == NULL)
    return crf_context_refuse (context, "no-such-lot", _("Receive the lot first."), _("There is no lot “%s”."), crf_context_get (context, "lot"));
  if (g_strcmp0 (lot->state, "quarantined") == 0)
    return crf_context_refuse (context, "lot-state", NULL, _("Lot %s is in quarantine already."), lot->lot);
  detail = crf_detail_new ("lot", lot->lot, "state", "quarantined", NULL);
  entry.detail = detail;
  if (crf_blind_is_ward_blinded (context->study))
    entry.reason = NULL;
  return crf_context_append (context, &entry, NULL, error) && append_reason (context, lot->lot, error) && tell_patients (context, lot->lot, error);
}

const CrfUseCase crf_use_case_quarantine_lot = {
  .name = "quarantine-lot",
  .title = N_("Quarantine lot"),
  .summary = N_("Keeps a lot apart: nothing of it is planned or started."),
  .roles = CRF_ROLE_ADMINISTRATOR | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_PHARMACIST | CRF_ROLE_LABORATORY,
  .task = "prepare",
  .parameters = parameters,
  .run = run,
  .blinding = CRF_BLINDING_PRODUCT,
};
