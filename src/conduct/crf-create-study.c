/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A new study file: definition, first administrator, role keys and the recovery key, in one transaction. */

#include "crf-session-private.h"

#include "crf-detail.h"
#include "crf-file-taking.h"
#include "crf-passphrase-rule.h"
#include "crf-study-reader.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

/* Shorter ones fall to a single evening of guessing on the copied file. */
/* Length, not composition. A stolen file can be tried at leisure. */
#define PASSPHRASE_LENGTH 12

char *
crf_passphrase_fault (const char *passphrase,
                      gboolean demo)
{
  if (passphrase == NULL || *passphrase == '\0')
    return g_strdup (_("The passphrase is empty."));
  if (!g_utf8_validate (passphrase, -1, NULL))
    return g_strdup (_("The passphrase is not valid text (UTF-8)."));
  if (!demo && g_utf8_strlen (passphrase, -1) < PASSPHRASE_LENGTH)
    return g_strdup_printf (ngettext ("The passphrase is too short: at least %d character is needed.",
                                      "The passphrase is too short: at least %d characters are needed.", PASSPHRASE_LENGTH),
                            PASSPHRASE_LENGTH);
  return NULL;
}

char *
crf_login_fault (const char *login)
{
  gsize length = login != NULL ? strlen (login) : 0;

  if (length < 2 || length > 32 || !g_ascii_isalnum (*login))
    return g_strdup (_("A login has 2 to 32 characters and begins with a letter or digit."));
  for (const char *c = login; *c != '\0'; c++)
    if (!g_ascii_islower (*c) && !g_ascii_isdigit (*c) && strchr ("._-", *c) == NULL)
      return g_strdup_printf (_("The login “%s” may only hold small letters a to z, digits, point, hyphen and underscore."), login);
  return NULL;
}

static CrfRefusal *
check_request (const char *path,
               const CrfCreateRequest *request)
{
  g_autofree char *fault = crf_login_fault (request->login);

  if (fault != NULL)
    return crf_refusal_new ("login-invalid", _("Choose another login."), "%s", fault);
  fault = crf_passphrase_account_fault (request->passphrase, request->login, request->demo);
  if (fault != NULL)
    return crf_refusal_new ("passphrase-weak", _("Choose a longer passphrase; several words are good."), "%s", fault);
  if (request->name == NULL || *request->name == '\0')
    return crf_refusal_new ("name-missing", NULL, _("The name of the administrator is missing."));
  if (request->site == NULL || *request->site == '\0')
    return crf_refusal_new ("site-missing", NULL, _("The name of the site is missing."));
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return crf_refusal_new ("file-exists", _("Choose another name; an existing file is never overwritten."),
                            _("The file “%s” exists already."), path);
  return NULL;
}

/* detail: uuid, site, centre, demo */
static char *
creation_detail (CrfStudyFile *file,
                 const CrfCreateRequest *request)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "uuid");
  json_builder_add_string_value (builder, crf_study_file_get_uuid (file));
  json_builder_set_member_name (builder, "site");
  json_builder_add_string_value (builder, request->site);
  if (request->centre != NULL && *request->centre != '\0')
    {
      json_builder_set_member_name (builder, "centre");
      json_builder_add_string_value (builder, request->centre);
    }
  json_builder_set_member_name (builder, "demo");
  json_builder_add_boolean_value (builder, request->demo);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static gboolean
append_definition (CrfTransaction *txn,
                   CrfStudy *study,
                   GError **error)
{
  const char *document = crf_study_get_document (study);
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, document, -1);
  g_autofree char *detail = crf_detail_new ("oid", crf_study_get_oid (study), "version", crf_study_get_version (study), NULL);
  CrfEntry add = { .action = CRF_ACTION_DEFINITION_ADD, .value = document, .canon = sha256, .detail = detail };
  CrfEntry activate = { .action = CRF_ACTION_DEFINITION_ACTIVATE, .canon = sha256 };

  return crf_transaction_append (txn, &add, NULL, error) && crf_transaction_append (txn, &activate, NULL, error);
}

static gboolean
append_administrator (CrfTransaction *txn,
                      const CrfCreateRequest *request,
                      GError **error)
{
  g_autofree char *detail = g_strdup_printf ("{\"login\":\"%s\",\"roles\":[\"%s\"]}", request->login,
                                             crf_role_get_name (CRF_ROLE_ADMINISTRATOR));
  CrfEntry roles = { .action = CRF_ACTION_ACCOUNT_ROLES, .detail = detail };

  return crf_keys_add_account (txn, request->login, request->name, request->passphrase, error) &&
         crf_transaction_append (txn, &roles, NULL, error);
}

/* Who is given an account chooses a passphrase that the administrator does not know; a study may do without ("set-policy"). */
static gboolean
append_policy (CrfTransaction *txn,
               gboolean demo,
               GError **error)
{
  CrfEntry entry = { .action = CRF_ACTION_POLICY, .canon = "yes", .detail = "{\"name\":\"first-change\"}" };

  return demo || crf_transaction_append (txn, &entry, NULL, error);
}

/* An administrator never holds the allocation key of a masked study: there only the recovery key does, until two unblinded
 * accounts are given it. */
static gboolean
append_role_keys (CrfTransaction *txn,
                  CrfStudy *study,
                  const char *login,
                  const guchar *recovery_public,
                  GError **error)
{
  const char *logins[] = { login, NULL };
  const char *nobody[] = { NULL };
  gboolean masked = crf_study_get_masking (study) != CRF_MASKING_NONE;

  return crf_keys_add_role_key (txn, CRF_ROLE_KEY_IDENTIFIERS, logins, recovery_public, error) &&
         crf_keys_add_role_key (txn, CRF_ROLE_KEY_ALLOCATION, masked ? nobody : logins, recovery_public, error);
}

static gboolean
fill (CrfStudyFile *file,
      CrfStudy *study,
      const CrfTaking *taking,
      const CrfCreateRequest *request,
      const guchar *recovery_public,
      GError **error)
{
  CrfActor actor = { .user = request->login, .role = crf_role_get_name (CRF_ROLE_ADMINISTRATOR), .clock = request->clock };
  g_autoptr (CrfTransaction) txn = NULL;
  g_autofree char *detail = creation_detail (file, request);
  CrfEntry entry = { .action = CRF_ACTION_STUDY_CREATE, .detail = detail };

  crf_keys_set_cost (file, request->demo);
  txn = crf_transaction_begin (file, &actor, error);
  return txn != NULL && crf_transaction_append (txn, &entry, NULL, error) && append_definition (txn, study, error) &&
         append_administrator (txn, request, error) && append_policy (txn, request->demo, error) &&
         append_role_keys (txn, study, request->login, recovery_public, error) &&
         crf_taking_append (taking, txn, request->reason, error) && crf_transaction_commit (txn, error);
}

/* Reads the definition and asks who answers for it. FALSE with @refusal, the request's question, or @error. */
static gboolean
take_definition (const CrfCreateRequest *request,
                 CrfTaking *taking,
                 CrfStudy **study,
                 CrfRefusal **refusal,
                 GError **error)
{
  g_autofree char *path = crf_protocol_find (request->definition);
  g_autofree char *forms = crf_definition_forms_dir (path);
  CrfPrompt *prompt = NULL;

  *study = crf_study_read_file (path, forms, request->answers, NULL, error);
  if (*study == NULL)
    return FALSE;
  if (crf_taking_allow_definition (taking, NULL, path, request->signature, *study, request->demo, request->confirm, request->reason, refusal, &prompt, error))
    return TRUE;
  if (prompt != NULL && request->prompt == NULL)
    *refusal = crf_refusal_new ("definition-unanswered", NULL, "%s", prompt->message);
  if (request->prompt != NULL)
    *request->prompt = g_steal_pointer (&prompt);
  g_clear_pointer (&prompt, crf_prompt_free);
  g_clear_pointer (study, crf_study_unref);
  return FALSE;
}

gboolean
crf_session_create_study (const char *path,
                          const CrfCreateRequest *request,
                          char **recovery,
                          char **fingerprint,
                          CrfRefusal **refusal,
                          GError **error)
{
  g_auto (CrfTaking) taking = { 0 };
  g_autoptr (CrfStudy) study = NULL;
  g_autoptr (CrfStudyFile) file = NULL;
  g_autofree char *key = NULL;
  guchar recovery_public[32];

  *refusal = check_request (path, request);
  if (*refusal != NULL)
    return FALSE;
  if (!take_definition (request, &taking, &study, refusal, error))
    return FALSE;
  file = crf_study_file_create (path, request->demo, error);
  if (file == NULL)
    return FALSE;
  key = crf_recovery_new (recovery_public);
  if (!fill (file, study, &taking, request, recovery_public, error))
    {
      g_clear_pointer (&file, crf_study_file_close);
      g_unlink (path);
      return FALSE;
    }
  if (recovery != NULL)
    *recovery = g_steal_pointer (&key);
  if (fingerprint != NULL)
    *fingerprint = crf_keys_fingerprint (file, request->login);
  return TRUE;
}
