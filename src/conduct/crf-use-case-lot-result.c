/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A result that comes after the release: final sterility, most of all. One that breaks the protocol's limit puts the lot in quarantine and raises an
 * alert for each patient who was infused from it. */

#include "crf-blind.h"
#include "crf-lot-moves.h"
#include "crf-partial-date.h"
#include "crf-reader-lot-alerts.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

static const CrfParameter parameters[] = {
  { "lot", N_("Lot number"), "text", TRUE },
  { "test", N_("Test"), "choice:sterility|mycoplasma|identity|endotoxin|viability", TRUE },
  { "result", N_("Result: NEG, POS, OK, FAILED or a number"), "text", TRUE },
  { "reported", N_("Reported on"), "date", FALSE },
  { "note", N_("Note"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static char *
describe (const char *lot,
          const char *test,
          const char *result,
          const char *reported,
          gboolean fails)
{
  g_autoptr (JsonObject) detail = json_object_new ();
  JsonObject *tests = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (detail, "lot", lot);
  if (fails)
    json_object_set_string_member (detail, "state", "quarantined");
  if (reported != NULL)
    json_object_set_string_member (detail, "reported", reported);
  json_object_set_string_member (tests, test, result);
  json_object_set_object_member (detail, "tests", tests);
  json_node_set_object (node, detail);
  return json_to_string (node, FALSE);
}

static void
tell_patients (CrfUseCaseContext *context,
               const char *lot)
{
  g_autoptr (GPtrArray) subjects = crf_lot_alerts_subjects (context->session, lot);
  g_autofree char *count = g_strdup_printf ("%u", subjects->len);

  crf_context_result (context, "patients", count);
  crf_context_notice (context, ngettext ("Lot %s is in quarantine. %u patient was infused from it: see Today.",
                                         "Lot %s is in quarantine. %u patients were infused from it: see Today.", subjects->len),
                      lot, subjects->len);
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfLotRecord) lot = crf_records_find_lot (context->file, crf_context_get (context, "lot"), NULL);
  g_autofree char *detail = NULL, *reported = NULL;
  CrfEntry entry = { .action = CRF_ACTION_LOT_STATE, .reason = crf_context_get (context, "note") };
  gboolean fails;

  if (lot == NULL)
    return crf_context_refuse (context, "no-such-lot", _("Receive the lot first."), _("There is no lot “%s”."), crf_context_get (context, "lot"));
  if (!crf_context_get_date (context, "reported", FALSE, &reported))
    return TRUE;
  fails = crf_lot_result_fails (context->study, crf_context_get (context, "test"), crf_context_get (context, "result"));
  detail = describe (lot->lot, crf_context_get (context, "test"), crf_context_get (context, "result"), reported, fails);
  entry.detail = detail;
  if (!crf_context_append (context, &entry, NULL, error))
    return FALSE;
  crf_context_result (context, "fails", fails ? "1" : "0");
  if (fails)
    tell_patients (context, lot->lot);
  return TRUE;
}

const CrfUseCase crf_use_case_lot_result = {
  .name = "lot-result",
  .title = N_("Late result"),
  .summary = N_("Records a result of a lot that comes after its release; a bad one alarms."),
  .roles = CRF_ROLE_ADMINISTRATOR | CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_PHARMACIST |
           CRF_ROLE_LABORATORY,
  .task = "prepare",
  .parameters = parameters,
  .run = run,
  .blinding = CRF_BLINDING_PRODUCT,
};
