/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Receipt of a cell lot. The laboratory is usually elsewhere: the ward types the few fields it needs from the paper certificate. */

#include "crf-isbt128.h"
#include "crf-blind.h"
#include "crf-detail.h"
#include "crf-number.h"
#include "crf-partial-date.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static const CrfParameter parameters[] = {
  { "lot", N_("Lot number"), "text", TRUE },
  { "product", N_("Product"), "text", FALSE },
  { "tissue", N_("Tissue"), "choice:umbilical-cord|cord-blood|bone-marrow|adipose|other", FALSE },
  { "donor", N_("Donor"), "text", FALSE },
  { "passage", N_("Passage"), "text", FALSE },
  { "concentration", N_("Concentration, 10⁶ cells/mL"), "number", TRUE },
  { "basis", N_("Concentration counts"), "choice:total|viable", TRUE },
  { "viability", N_("Viability, %"), "number", TRUE },
  { "bag-volume", N_("Volume in each bag, mL"), "number", TRUE },
  { "bags", N_("Bags"), "integer", TRUE },
  { "received", N_("Received at"), "datetime", FALSE },
  { "expires", N_("Expires on"), "date", TRUE },
  { "storage", N_("Storage"), "text", FALSE },
  /* xgettext:no-c-format */
  { "dmso", N_("DMSO of the product, % by volume"), "number", FALSE },
  { "patient", N_("Patient whose own cells they are"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

/* The certificate's figures must be possible: a slip here would become a dose. */
static gboolean
check_figure (CrfUseCaseContext *context,
              const char *key,
              const char *label,
              double maximum,
              char buffer[CRF_DECIMAL_SIZE])
{
  double value;

  if (!crf_context_get_number (context, key, &value))
    return FALSE;
  if (isnan (value) || !(value > 0))
    return !crf_context_refuse (context, key, _("Read it from the certificate again."), _("%s must be above 0."), label);
  if (value > maximum)
    {
      char limit[CRF_DECIMAL_SIZE];

      return !crf_context_refuse (context, key, _("Read it from the certificate again."), _("%s must not be above %s."), label,
                                  crf_decimal_format (maximum, limit));
    }
  crf_decimal_format (value, buffer);
  return TRUE;
}

/* Letters, digits and signs alone: how somebody typed or scanned them makes no other lot. Free it. */
static char *
fold_lot (const char *lot)
{
  g_autofree char *normal = g_utf8_normalize (lot, -1, G_NORMALIZE_ALL_COMPOSE);
  g_autofree char *folded = g_utf8_casefold (normal, -1);
  GString *text = g_string_new (NULL);

  for (const char *at = folded; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_isgraph (g_utf8_get_char (at)))
      g_string_append_unichar (text, g_utf8_get_char (at));
  return g_string_free (text, FALSE);
}

/* A lot that is there twice is quarantined once. FALSE when refused. */
static gboolean
check_lot (CrfUseCaseContext *context,
           const char *lot)
{
  g_autoptr (GPtrArray) lots = crf_records_lots (context->file, NULL);
  g_autofree char *folded = fold_lot (lot);

  for (const char *at = lot; *at != '\0'; at = g_utf8_next_char (at))
    if (!g_unichar_isprint (g_utf8_get_char (at)))
      return !crf_context_refuse (context, "lot-number", _("Write it as it stands on the label, in one line."),
                                  _("The lot number holds a line break or a sign that cannot be seen."));
  for (guint i = 0; lots != NULL && i < lots->len; i++)
    {
      const CrfLotRecord *known = g_ptr_array_index (lots, i);
      g_autofree char *other = fold_lot (known->lot);

      if (strcmp (folded, other) == 0)
        return !crf_context_refuse (context, "lot-exists", _("Check the lot number on the label."), _("Lot %s has been received already."), known->lot);
    }
  return TRUE;
}

static gboolean
append_lot (CrfUseCaseContext *context,
            const char *lot,
            const char *concentration,
            const char *viability,
            const char *bag_volume,
            const char *bags,
            const char *received,
            const char *expires,
            const char *subject,
            const char *dmso,
            GError **error)
{
  g_autofree char *detail = NULL, *move = NULL;
  CrfEntry entry = { .action = CRF_ACTION_LOT }, movement = { .action = CRF_ACTION_LOT_MOVE };
  char volume[CRF_DECIMAL_SIZE];
  double n = 0, each = 0;

  detail = crf_detail_new ("lot", lot, "product", crf_context_get (context, "product"), "tissue", crf_context_get (context, "tissue"),
                           "donor", crf_context_get (context, "donor"), "passage", crf_context_get (context, "passage"),
                           "concentration", concentration, "basis", crf_context_get (context, "basis"), "viability", viability,
                           "bag_volume", bag_volume, "bags", bags, "received_at", received, "expires_at", expires,
                           "storage", crf_context_get (context, "storage"), "subject", subject, "dmso", dmso, NULL);
  entry.detail = detail;
  crf_number_parse_plain (bags, &n, NULL);
  crf_number_parse_plain (bag_volume, &each, NULL);
  crf_decimal_format (n * each, volume);
  move = crf_detail_new ("lot", lot, "kind", "receive", "volume_ml", volume, "bags", bags, NULL);
  movement.detail = move;
  crf_context_result (context, "lot", lot);
  return crf_context_append (context, &entry, NULL, error) && crf_context_append (context, &movement, NULL, error);
}

/* A donation number that carries its check character (ISBT 128) is checked; a donor's number of another kind is taken as it is. FALSE with a question. */
static gboolean
check_donor (CrfUseCaseContext *context)
{
  const char *donor = crf_context_get (context, "donor");
  g_autoptr (GError) fault = NULL;
  g_autofree char *din = donor != NULL ? crf_isbt128_normalise_din (donor, &fault) : NULL;
  CrfPrompt *prompt;

  if (!g_error_matches (fault, CRF_ISBT128_ERROR, CRF_ISBT128_ERROR_CHECK) || g_strcmp0 (crf_context_get (context, "confirm"), "donation-number") == 0)
    return TRUE;
  prompt = g_new0 (CrfPrompt, 1);
  prompt->id = g_strdup ("donation-number");
  prompt->message = g_strdup_printf (_("%s: if this is an ISBT 128 donation number, its check character does not fit. Read it from the label again, or keep it "
                                       "as another kind of number."), donor);
  context->outcome->prompt = prompt;
  return FALSE;
}

/* An autologous study binds each lot to its patient. FALSE when refused. */
static gboolean
find_patient (CrfUseCaseContext *context,
              CrfSubjectRecord **subject)
{
  const CrfDoseRule *rule = crf_study_get_dose_rule (context->study);
  const char *name = crf_context_get (context, "patient");

  *subject = name != NULL ? crf_records_find_subject (context->file, name, NULL) : NULL;
  if (name == NULL && rule != NULL && rule->autologous)
    return !crf_context_refuse (context, "patient-missing", _("Read the patient's number from the label."),
                                _("In this study each lot is made from a patient's own cells: say whose."));
  if (name != NULL && *subject == NULL)
    return !crf_context_refuse (context, "patient-unknown", _("Look up the number in the list of patients."),
                                _("There is no patient “%s” in this study."), name);
  return TRUE;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  char concentration[CRF_DECIMAL_SIZE], viability[CRF_DECIMAL_SIZE], bag_volume[CRF_DECIMAL_SIZE], bags[CRF_DECIMAL_SIZE];
  g_autofree char *received = NULL, *expires = NULL, *lot = g_strstrip (g_strdup (crf_context_get (context, "lot")));
  g_autoptr (CrfSubjectRecord) subject = NULL;
  char dmso[CRF_DECIMAL_SIZE];
  double n_bags, percent;
  int days;

  if (!check_lot (context, lot) || !check_donor (context))
    return TRUE;
  if (!check_figure (context, "concentration", _("Concentration"), 1000, concentration) ||
      !check_figure (context, "viability", _("Viability"), 100, viability) ||
      !check_figure (context, "bag-volume", _("Volume in each bag"), 5000, bag_volume) ||
      !check_figure (context, "bags", _("Bags"), 1000, bags))
    return TRUE;
  if (!crf_context_get_number (context, "bags", &n_bags) || fabs (n_bags - round (n_bags)) > 0)
    return crf_context_refuse (context, "bags", NULL, _("The number of bags must be a whole number."));
  if (!crf_context_get_number (context, "dmso", &percent))
    return TRUE;
  /* None at all is a figure too: a fresh product, or one that was washed. */
  if (!isnan (percent) && !(percent >= 0 && percent <= 100))
    return crf_context_refuse (context, "dmso", _("Read it from the certificate again."), _("DMSO is a percentage of the volume, from 0 to 100."));
  if (!find_patient (context, &subject))
    return TRUE;
  if (!crf_context_get_date (context, "received", TRUE, &received) || !crf_context_get_date (context, "expires", FALSE, &expires))
    return TRUE;
  if (crf_iso_days_between (expires, crf_session_get_today (context->session), &days) && days > 0)
    crf_context_notice (context, _("This lot expired on %s: it cannot be infused."), expires);
  return append_lot (context, lot, concentration, viability, bag_volume, bags, received, expires, subject != NULL ? subject->key : NULL,
                     isnan (percent) ? NULL : crf_decimal_format (percent, dmso), error);
}

const CrfUseCase crf_use_case_receive_lot = {
  .name = "receive-lot",
  .title = N_("Receive lot"),
  .summary = N_("Records the receipt of a cell lot from its certificate."),
  .roles = CRF_ROLE_ADMINISTRATOR | CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_PHARMACIST |
           CRF_ROLE_LABORATORY,
  .task = "prepare",
  .parameters = parameters,
  .run = run,
  .blinding = CRF_BLINDING_PRODUCT,
};
