/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Takes the list that a statistician made elsewhere, checked line by line, and seals it slot by slot. The journal keeps who signed the file, or who took it
 * on that nobody did. */

#include "crf-allocation-source.h"
#include "crf-file-taking.h"
#include "crf-hold.h"
#include "crf-listing.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "file", N_("File of the list"), "file:csv", FALSE },
  { "signature", N_("Signature file, where it is not beside the file"), "file:sig", FALSE },
  { "rows", N_("Lines of the list"), "text", FALSE },
  { "sha256", N_("SHA-256 of the file"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

/* Arms that are not in their ratio are told, not refused: a list may be cut anywhere. */
static void
note_balance (CrfUseCaseContext *context,
              const CrfStudyPlan *plan,
              const GPtrArray *slots)
{
  g_autoptr (GString) arms = g_string_new (NULL);
  g_autoptr (GString) empty = g_string_new (NULL);

  for (guint i = 0; plan->arms->pdata[i] != NULL; i++)
    {
      const CrfArm *arm = crf_study_find_arm (context->study, plan->arms->pdata[i]);
      guint n = 0;

      for (guint j = 0; j < slots->len; j++)
        n += g_strcmp0 (((const CrfUploadedSlot *) g_ptr_array_index (slots, j))->arm, arm->oid) == 0;
      g_string_append_printf (arms, "%s%s %u", i > 0 ? _(", ") : "", arm->name, n);
    }
  crf_context_notice (context, _("%u slots were sealed: %s."), slots->len, arms->str);
  for (guint i = 0; plan->strata->pdata[i] != NULL; i++)
    {
      gboolean found = FALSE;

      for (guint j = 0; j < slots->len && !found; j++)
        found = g_strcmp0 (((const CrfUploadedSlot *) g_ptr_array_index (slots, j))->stratum, plan->strata->pdata[i]) == 0;
      if (!found)
        g_string_append_printf (empty, "%s%s", empty->len > 0 ? _(", ") : "", (const char *) plan->strata->pdata[i]);
    }
  if (empty->len > 0)
    crf_context_notice (context, _("Nobody can be randomised in these strata, the list has no line for them: %s."), empty->str);
}

static gboolean
is_sha256 (const char *text)
{
  return strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}

/* The lines and the SHA-256 of the file that they are of: read here, or given as lines, which nobody has signed. FALSE with the refusal set. */
static gboolean
read_list (CrfUseCaseContext *context,
           char **rows,
           char **sha256)
{
  const char *path = crf_context_get (context, "file"), *typed = crf_context_get (context, "rows"), *hash = crf_context_get (context, "sha256");
  g_autoptr (GError) error = NULL;

  if (path != NULL && (typed != NULL || hash != NULL))
    return !crf_context_refuse (context, "file-and-rows", _("Give the file alone."), _("Both a file and its lines are given: they could be of two lists."));
  if (path == NULL && (typed == NULL || hash == NULL))
    return !crf_context_refuse (context, "argument-missing", NULL, _("%s (“%s”) is missing."), _("File of the list"), "file");
  if (path == NULL && !is_sha256 (hash))
    return !crf_context_refuse (context, "sha256", NULL, _("“%s” is not a SHA-256 in 64 small hexadecimal digits."), hash);
  if (path != NULL && !crf_allocation_source_read (path, rows, sha256, &error))
    return !crf_context_refuse (context, "file-unreadable", _("Correct the file and try again: nothing was taken in."), "%s", error->message);
  if (path == NULL)
    {
      *rows = g_strdup (typed);
      *sha256 = g_strdup (hash);
    }
  return TRUE;
}

/* FALSE with a refusal or a question. */
static gboolean
take_list (CrfUseCaseContext *context,
           const char *sha256,
           CrfTaking *taking)
{
  const char *path = crf_context_get (context, "file");
  const CrfPackageFile file = { path, sha256, CRF_PACKAGE_LIST, NULL, NULL, crf_context_get (context, "signature") };

  return crf_taking_allow (taking, context->session, &file, crf_context_get (context, "confirm"), crf_context_get (context, "reason"), &context->outcome->refusal,
                           &context->outcome->prompt);
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_auto (CrfTaking) taking = { 0 };
  g_autoptr (CrfStudyPlan) plan = NULL;
  g_autoptr (GPtrArray) slots = NULL, kept = NULL;
  g_autofree char *rows = NULL, *sha256 = NULL, *signature = NULL;

  if (crf_study_get_randomisation (context->study)->method != CRF_RANDOMISATION_LIST)
    return crf_context_refuse (context, "method", _("Generate the allocation list under Study and users."),
                               _("The protocol does not take a list that was made elsewhere."));
  if (!read_list (context, &rows, &sha256))
    return TRUE;
  slots = crf_listing_parse (context, rows, &kept);
  if (slots == NULL || !crf_hold_allows (context, &(CrfEntry) { .action = CRF_ACTION_LIST }) || !take_list (context, sha256, &taking))
    return TRUE;
  if (!crf_allocation_upload (context->txn, slots, sha256, error) || !crf_taking_append (&taking, context->txn, crf_context_get (context, "reason"), error))
    return FALSE;
  plan = crf_study_plan_new (context->study);
  note_balance (context, plan, slots);
  signature = crf_taking_text (&taking);
  crf_context_notice (context, "%s", signature);
  crf_context_result (context, "sha256", sha256);
  return TRUE;
}

const CrfUseCase crf_use_case_upload_allocation = {
  .name = "upload-allocation",
  .title = N_("Upload allocation list"),
  .summary = N_("Checks a list that a statistician made and seals it slot by slot."),
  .roles = CRF_ROLE_ADMINISTRATOR | CRF_ROLE_STATISTICIAN | CRF_ROLE_PHARMACIST | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .parameters = parameters,
  .run = run,
  .blinding = CRF_BLINDING_ARMS,
};
