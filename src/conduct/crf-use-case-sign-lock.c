/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The database lock: investigator, data manager and statistician sign; the third signature locks. */

#include "crf-closing.h"
#include "crf-hold.h"
#include "crf-signing.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "passphrase", N_ ("Passphrase"), "passphrase", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
check_nothing_open (CrfUseCaseContext *context,
                    const CrfClosingState *state)
{
  g_autoptr (GString) open = g_string_new (NULL);

  for (guint i = 0; i < state->points->len; i++)
    {
      const CrfOpenPoint *point = g_ptr_array_index (state->points, i);

      if (!point->blocks || point->n == 0)
        continue;
      g_string_append_printf (open, _("%s%s: %u"), open->len > 0 ? _("; ") : "", point->label, point->n);
      if (point->named != NULL)
        g_string_append_printf (open, " (%s)", point->named);
    }
  if (open->len == 0)
    return TRUE;
  crf_context_refuse (context, "something-open", _("Settle each of them; then everybody signs."), _("Not settled yet: %s."), open->str);
  return FALSE;
}

static gboolean
check_populations (CrfUseCaseContext *context,
                   GError **error)
{
  gboolean is_signed;

  if (!crf_closing_has_populations (context->session, &is_signed, error))
    return FALSE;
  if (!is_signed)
    crf_context_refuse (context, "populations-unsigned", _("Sign the populations after the blind review."),
                        _("The analysis populations as they are now have not been signed since the study was frozen."));
  return TRUE;
}

/* One person signs for one party. */
static gboolean
check_signer (CrfUseCaseContext *context,
              GPtrArray *signatures,
              GHashTable *signed_for)
{
  const char *own = crf_closing_party (crf_session_get_role (context->session));

  for (guint i = 0; i < signatures->len; i++)
    {
      const CrfLockSignature *signature = g_ptr_array_index (signatures, i);

      g_hash_table_add (signed_for, (gpointer) crf_closing_party (signature->role));
      if (strcmp (signature->login, crf_session_get_login (context->session)) == 0)
        crf_context_refuse (context, "same-person", _("Three different people sign."), _("You have signed the lock already."));
    }
  if (g_hash_table_contains (signed_for, own))
    crf_context_refuse (context, "signed", NULL, _("The lock has been signed for this role already."));
  g_hash_table_add (signed_for, (gpointer) own);
  return context->outcome->refusal == NULL;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfClosingState) state = crf_reader_closing (context->session, error);
  g_autoptr (GPtrArray) signatures = state != NULL ? crf_closing_signatures (context->session, CRF_MEANING_LOCK, error) : NULL;
  g_autoptr (GHashTable) signed_for = g_hash_table_new (g_str_hash, g_str_equal);
  CrfEntry target = { .action = CRF_ACTION_SIGN };
  g_autofree char *heads = NULL;

  if (signatures == NULL)
    return FALSE;
  if (g_strcmp0 (state->hold, "locked") == 0)
    return crf_context_refuse (context, "locked", NULL, _("The study is locked already."));
  if (g_strcmp0 (state->hold, "frozen") != 0)
    return crf_context_refuse (context, "not-frozen", _("The data manager freezes the study for the blind review."),
                               _("The study is not frozen: data could still change."));
  if (!check_nothing_open (context, state))
    return TRUE;
  if (!check_populations (context, error))
    return FALSE;
  if (context->outcome->refusal != NULL || !check_signer (context, signatures, signed_for))
    return TRUE;
  heads = crf_records_heads (context->file);
  if (!crf_signing_sign (context, &target, CRF_MEANING_LOCK, heads, error))
    return FALSE;
  if (g_hash_table_size (signed_for) < 3)
    return TRUE;
  crf_context_result (context, "locked", "1");
  crf_context_notice (context, _("The study is locked."));
  return crf_hold_set_study (context, "locked", error) && crf_closing_set_status (context, "locked", error);
}

const CrfUseCase crf_use_case_sign_lock = {
  .name = "sign-lock",
  .title = N_ ("Sign database lock"),
  .summary = N_ ("Investigator, data manager and statistician sign; the third signature locks the study."),
  .roles = CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_DATA_MANAGER | CRF_ROLE_STATISTICIAN,
  .parameters = parameters,
  .run = run,
  .rests_on = CRF_RESTS_ON_STUDY,
};
