/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who answers for a file from elsewhere. */

#include "crf-package-gate.h"

#include "crf-file-read.h"
#include "crf-use-case-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

static const struct { const char *purpose, *label; CrfRole roles; } purposes[] = {
  /* Whoever may export takes the data out under their name. */
  { CRF_PACKAGE_DATA, N_ ("data"), CRF_ROLES_ALL },
  /* Who makes the list answers for it; where a study keeps its statistician blinded, the unblinded pharmacist who holds it. */
  { CRF_PACKAGE_LIST, N_ ("allocation list"), CRF_ROLE_STATISTICIAN | CRF_ROLE_PHARMACIST },
  /* The principal investigator answers for the protocol, the data manager for the form that it takes. */
  { CRF_PACKAGE_DEFINITION, N_ ("study definition"), CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_DATA_MANAGER },
};

CrfRole
crf_package_roles (const char *purpose)
{
  for (guint i = 0; i < G_N_ELEMENTS (purposes); i++)
    if (strcmp (purposes[i].purpose, purpose) == 0)
      return purposes[i].roles;
  return 0;
}

const char *
crf_package_purpose_label (const char *purpose)
{
  for (guint i = 0; i < G_N_ELEMENTS (purposes); i++)
    if (strcmp (purposes[i].purpose, purpose) == 0)
      return _(purposes[i].label);
  return purpose;
}

char *
crf_package_signer_text (const CrfPackageSigner *signer)
{
  return g_strdup_printf ("%s (%s), %s, %s: %s", signer->name, signer->login, signer->workstation, signer->site, signer->fingerprint);
}

char *
crf_package_gate_sign (CrfSession *session,
                       const CrfPackageFile *file,
                       GError **error)
{
  CrfKeyring *keyring = crf_session_get_keyring (session);
  char now[CRF_INSTANT_SIZE];
  const char *study = file->study != NULL ? file->study : crf_study_get_oid (crf_session_get_study (session));
  const CrfPackageClaim claim = { file->purpose, file->sha256, file->library, study, crf_role_get_name (crf_session_get_role (session)), now };

  if (keyring == NULL || crf_session_is_read_only (session))
    return NULL;
  crf_instant_format_utc (crf_session_now (session), now);
  return crf_package_sign (crf_session_get_file (session), keyring, &claim, error);
}

/* ── What the signature says of the file ── */

static char *
check_file (const CrfPackageFile *file,
            const char *name,
            const CrfPackageSigner *signer)
{
  if (strcmp (signer->sha256, file->sha256) != 0)
    return g_strdup_printf (_("“%1$s” is not the file that %2$s signed: it was changed since, or the signature belongs to another file. Ask the sender for both anew."),
                            name, signer->name);
  if (strcmp (signer->purpose, file->purpose) != 0)
    return g_strdup_printf (_("%2$s signed “%1$s” as “%3$s”, and it would be taken in as “%4$s”. Ask for a signature that says what the file is for."), name,
                            signer->name, crf_package_purpose_label (signer->purpose), crf_package_purpose_label (file->purpose));
  if (g_strcmp0 (file->library != NULL ? file->library : "", signer->library) != 0)
    return g_strdup_printf (_("“%1$s” takes in forms from another file than it did when %2$s signed it. Put the forms that were signed beside it, or ask for a new "
                              "signature."), name, signer->name);
  return NULL;
}

CrfPackageSigner *
crf_package_gate_read (const CrfPackageFile *file,
                       char **fault)
{
  g_autofree char *name = g_path_get_basename (file->path), *text = NULL, *sheet = NULL;
  g_autofree char *beside = file->signature != NULL ? g_strdup (file->signature) : g_strconcat (file->path, CRF_PACKAGE_SUFFIX, NULL);
  g_autoptr (CrfPackageSigner) signer = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf status;
  gsize length;

  *fault = NULL;
  if (file->signature == NULL && g_lstat (beside, &status) != 0 && (errno == ENOENT || errno == ENAMETOOLONG))
    return NULL;
  if (!crf_file_read (beside, NULL, CRF_PACKAGE_MAX_MB, &text, &length, &error))
    {
      *fault = g_strdup_printf (_("The signature of “%s” cannot be read."), name);
      return NULL;
    }
  signer = crf_package_read (text, length, &error);
  sheet = g_path_get_basename (beside);
  *fault = signer == NULL ? g_strdup_printf ("“%s”: %s", sheet, error->message) : check_file (file, name, signer);
  return *fault == NULL ? g_steal_pointer (&signer) : NULL;
}

/* ── Whether the signer counts here ── */

static gboolean
names_role (char *const *roles,
            CrfRole wanted)
{
  for (; roles != NULL && *roles != NULL; roles++)
    if ((crf_role_from_name (*roles) & wanted) != 0)
      return TRUE;
  return FALSE;
}

static char *
list_roles (CrfRole roles)
{
  GString *text = g_string_new (NULL);

  for (guint bit = 1; bit <= CRF_ROLES_ALL; bit <<= 1)
    if ((roles & bit) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", crf_role_get_label ((CrfRole) bit));
  return g_string_free (text, FALSE);
}

/* Of an account of this file: what it may answer for is read here, not in what the signature says of itself. */
static gboolean
account_counts (CrfStudyFile *file,
                const char *login,
                const CrfPackageSigner *signer,
                CrfRole wanted,
                gboolean *has_role)
{
  CrfAccountRecord *account = crf_records_account (file, login, NULL);
  gboolean counts = account != NULL && account->enabled && strcmp (login, signer->login) == 0;

  *has_role = account != NULL && names_role (account->roles, wanted);
  g_clear_pointer (&account, crf_account_record_free);
  return counts;
}

/* Of a list or a definition: somebody in force, for this study, in a role that answers for it. */
static char *
check_standing (CrfSession *session,
                const CrfPackageFile *file,
                const char *name,
                const CrfPackageSigner *signer)
{
  CrfRole wanted = crf_package_roles (file->purpose);
  const char *study = file->study != NULL ? file->study : crf_study_get_oid (crf_session_get_study (session));
  gboolean current = TRUE, has_role = (crf_role_from_name (signer->role) & wanted) != 0;
  g_autofree char *login = crf_records_signer_account (crf_session_get_file (session), signer->key, &current);
  g_autofree char *who = list_roles (wanted);

  if (strcmp (signer->study, study) != 0)
    return g_strdup_printf (_("%2$s signed “%1$s” for the study %3$s; this is %4$s. Ask for the file of this study."), name, signer->name, signer->study, study);
  if (login != NULL && !(account_counts (crf_session_get_file (session), login, signer, wanted, &has_role) && current))
    return g_strdup_printf (_("“%1$s” is signed with a key of the account “%2$s” that is no longer in force. Have it signed again by somebody who answers for it now."),
                            name, login);
  if (!has_role)
    /* Translators: file, person, the role named in the signature, "allocation list" or "study definition", roles */
    return g_strdup_printf (_("“%1$s” is signed by %2$s in the role “%3$s”, which does not answer for this (%4$s). Have it signed by one of: %5$s."), name,
                            signer->name, signer->role, crf_package_purpose_label (file->purpose), who);
  return NULL;
}

static char *
check_signer (CrfSession *session,
              const CrfPackageFile *file,
              const CrfPackageSigner *signer)
{
  g_autofree char *name = g_path_get_basename (file->path);

  if (!crf_records_knows_signer (crf_session_get_file (session), signer->key))
    return g_strdup_printf (_("“%1$s” is signed by %2$s (%3$s) at workstation %4$s, %5$s, whose key %6$s this study file does not know. Compare these figures with the signer by "
                              "telephone; then an administrator or data manager does “Trust a signer” (trust-signer)."),
                            name, signer->name, signer->login, signer->workstation, signer->site, signer->fingerprint);
  return strcmp (file->purpose, CRF_PACKAGE_DATA) != 0 ? check_standing (session, file, name, signer) : NULL;
}

char *
crf_package_gate_check (CrfSession *session,
                        const CrfPackageFile *file,
                        CrfPackageSigner **signer,
                        gboolean *wrong)
{
  g_autofree char *name = g_path_get_basename (file->path);
  g_autoptr (CrfPackageSigner) found = NULL;
  char *fault;

  *signer = NULL;
  found = crf_package_gate_read (file, &fault);
  if (found == NULL && fault == NULL)
    {
      *wrong = FALSE;
      return crf_records_accepted_package (crf_session_get_file (session), file->sha256)
               ? NULL
               : g_strdup_printf (_("“%1$s” carries no signature: nobody answers for it. A data manager who knows where it comes from does “Answer for an unsigned file” (accept-source) with its SHA-256 %2$s."),
                                  name, file->sha256);
    }
  if (fault == NULL)
    fault = check_signer (session, file, found);
  *wrong = fault != NULL;
  if (fault == NULL)
    *signer = g_steal_pointer (&found);
  return fault;
}
