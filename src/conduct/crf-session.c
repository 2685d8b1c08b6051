/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signing in and out, and what a session knows of its person, file and time. */

#include "crf-session-late.h"
#include "crf-session-struct.h"
#include "crf-use-case-private.h"

#include "crf-casebook-private.h"
#include "crf-detail.h"
#include "crf-entitlement.h"
#include "crf-file-key.h"
#include "crf-names.h"
#include "crf-verify.h"

#include <glib/gi18n-lib.h>
#include <string.h>

CrfActor
crf_session_get_actor (CrfSession *self)
{
  return (CrfActor) { .user = self->login, .role = crf_role_get_name (self->role), .clock = self->clock, .keyring = self->keyring };
}

/* "zh_CN.UTF-8" → "zh-CN"; the plain C locale is English. */
static char *
normalise_language (const char *language)
{
  char *text = g_strdup (language != NULL ? language : g_get_language_names ()[0]);

  text[strcspn (text, ".@")] = '\0';
  g_strdelimit (text, "_", '-');
  if (g_strcmp0 (text, "C") == 0 || g_strcmp0 (text, "POSIX") == 0 || *text == '\0')
    {
      g_free (text);
      return g_strdup ("en");
    }
  return text;
}

/* The own account, as the file has it now; NULL with @error. Free it. */
static CrfAccountRecord *
take_account (CrfSession *self,
              GError **error)
{
  g_autoptr (GError) fault = NULL;
  CrfAccountRecord *account = crf_records_account (self->file, self->login, &fault);

  if (account == NULL)
    {
      if (fault != NULL)
        g_propagate_error (error, g_steal_pointer (&fault));
      else
        g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_PASSPHRASE, _("Login or passphrase is wrong."));
      return NULL;
    }
  g_free (self->name);
  self->name = g_strdup (account->name);
  self->must_change = account->must_change || crf_access_is_old (self->file, self->login, crf_session_now (self));
  self->roles = 0;
  for (char **role = account->roles; role != NULL && *role != NULL; role++)
    self->roles |= crf_role_from_name (*role);
  if (self->role == 0 && account->roles != NULL && account->roles[0] != NULL)
    self->role = crf_role_from_name (account->roles[0]);
  return account;
}

static gboolean
load_account (CrfSession *self,
              GError **error)
{
  CrfAccountRecord *account = take_account (self, error);

  crf_account_record_free (account);
  return account != NULL;
}

static gboolean
choose_role (CrfSession *self,
             const char *name,
             GError **error)
{
  CrfRole role;

  if (name == NULL)
    {
      crf_names_follow_role (self->keyring, self->role);
      if (self->role != 0)
        return TRUE;
      g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DISABLED,
                   _("%s has no role in this study. An administrator can give one."), self->login);
      return FALSE;
    }
  g_ptr_array_set_size (crf_session_get_case_stores (self), 0);
  role = crf_role_from_name (name);
  if (role == 0 || (self->roles & role) == 0)
    {
      g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DISABLED,
                   _("%s does not have the role “%s” in this study. Sign in with another role, or ask an administrator."),
                   self->login, name);
      return FALSE;
    }
  self->role = role;
  crf_names_follow_role (self->keyring, role);
  return TRUE;
}

static gboolean
prepare (CrfSession *self,
         const char *role,
         gboolean opened,
         GError **error)
{
  CrfActor actor;
  CrfEntry entry = { .action = CRF_ACTION_SIGN_IN };
  char *clock;

  if (!load_account (self, error) || !choose_role (self, role, error))
    return FALSE;
  self->versions = g_ptr_array_new_with_free_func (_crf_session_version_free);
  if (!crf_session_follow_file (self, error))
    return FALSE;
  self->notices = crf_access_notices (self->file, self->login, self->role, crf_session_now (self), self->must_change);
  if (crf_study_file_is_read_only (self->file))
    return TRUE;
  actor = crf_session_get_actor (self);
  clock = crf_access_check_clock (self->file, &actor, NULL);
  if (clock != NULL)
    g_ptr_array_add (self->notices, clock);
  if (opened && !crf_late_find_open (self->file, &actor, self->notices, error))
    return FALSE;
  return crf_session_append_alone (self->file, &actor, &entry, error) && crf_entitlement_follow_accounts (self, error);
}

/* Frees without signing out. */
static void
session_free (CrfSession *self)
{
  g_clear_pointer (&self->case_stores, g_ptr_array_unref);
  g_clear_pointer (&self->versions, g_ptr_array_unref);
  g_clear_pointer (&self->keyring, crf_keyring_free);
  g_clear_pointer (&self->shift.pin, crf_shift_pin_free);
  g_clear_pointer (&self->notices, g_ptr_array_unref);
  g_clear_pointer (&self->late, g_ptr_array_unref);
  g_free (self->account_fault);
  g_clear_error (&self->unreadable.last);
  g_free (self->login);
  g_free (self->name);
  g_free (self->language);
  g_free (self->centre);
  g_free (self);
}

/* The keys of the account, unless it is locked out, over, or the passphrase is wrong; a failure is journalled. */
static CrfKeyring *
open_account (CrfStudyFile *file,
              const char *login,
              const char *passphrase,
              CrfClock clock,
              GError **error)
{
  gboolean locked_out = FALSE;
  g_autoptr (GError) fault = NULL;
  CrfKeyring *keyring = NULL;

  if (!crf_verify_access (file, error))
    return NULL;
  if (crf_access_allowed (file, login, crf_clock_now (&clock), &locked_out, &fault))
    keyring = crf_keyring_unlock (file, login, passphrase, &fault);
  if (keyring != NULL)
    return keyring;
  crf_access_note_failure (file, login, locked_out, clock);
  g_propagate_error (error, g_steal_pointer (&fault));
  return NULL;
}

static CrfSession *
sign_in (CrfStudyFile *file,
         const char *login,
         const char *passphrase,
         const char *role,
         CrfClock clock,
         gboolean opened,
         GError **error)
{
  CrfSession *self;
  CrfKeyring *keyring = open_account (file, login, passphrase, clock, error);

  /* Passphrases of a demonstration are known to everybody: accounts that are added need no dear ones. */
  if (crf_study_file_is_demo (file))
    crf_keys_set_cost (file, TRUE);
  if (keyring == NULL)
    return NULL;
  self = g_new0 (CrfSession, 1);
  self->file = file;
  self->keyring = keyring;
  self->login = g_strdup (crf_keyring_get_login (keyring) ? crf_keyring_get_login (keyring) : login);
  self->clock = clock;
  self->language = normalise_language (NULL);
  if (!prepare (self, role, opened, error))
    {
      session_free (self);
      return NULL;
    }
  return self;
}

CrfSession *
crf_session_sign_in_file (CrfStudyFile *file,
                          const char *login,
                          const char *passphrase,
                          const char *role,
                          CrfClock clock,
                          GError **error)
{
  return sign_in (file, login, passphrase, role, clock, FALSE, error);
}

CrfSession *
crf_session_sign_in (const char *path,
                     const char *login,
                     const char *passphrase,
                     const char *role,
                     CrfClock clock,
                     GError **error)
{
  g_autoptr (CrfStudyFile) file = crf_file_key_unlock (path, login, passphrase, error) ? crf_study_file_open (path, error) : NULL;
  CrfSession *self;

  if (file == NULL)
    return NULL;
  self = sign_in (file, login, passphrase, role, clock, TRUE, error);
  if (self == NULL)
    return NULL;
  g_steal_pointer (&file);
  self->owns_file = TRUE;
  return self;
}

/* What could not be written when it was goes before @entry, in one transaction with it. */
static gboolean
append_with_late (CrfSession *self,
                  const CrfEntry *entry,
                  GError **error)
{
  CrfActor actor = crf_session_get_actor (self);
  g_autoptr (CrfTransaction) txn = crf_transaction_begin (self->file, &actor, error);

  return txn != NULL && crf_late_append (txn, self->late, error) && crf_transaction_append (txn, entry, NULL, error) &&
         crf_transaction_commit (txn, error);
}

static void
note_late (CrfSession *self,
           const char *action,
           const char *login)
{
  if (self->late == NULL)
    self->late = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_late_free);
  g_ptr_array_add (self->late, crf_late_new (action, login, crf_session_now (self)));
}

/* A session that ends cannot wait for the disk. Who stays, or opens the file again, writes that it ended. */
static gboolean
sign_out (CrfSession *self)
{
  CrfEntry entry = { .action = CRF_ACTION_SIGN_OUT };
  g_autoptr (GError) error = NULL;

  if (crf_study_file_is_read_only (self->file) || append_with_late (self, &entry, &error))
    return TRUE;
  g_message ("The sign-out was not journalled: %s", error->message);
  return FALSE;
}

void
crf_session_close (CrfSession *self)
{
  CrfStudyFile *file;

  if (self == NULL)
    return;
  sign_out (self);
  file = self->owns_file ? self->file : NULL;
  session_free (self);
  g_clear_pointer (&file, crf_study_file_close);
}

void
crf_session_release_file (CrfSession *self,
                          CrfSession *heir)
{
  g_return_if_fail (self != NULL && heir != NULL && self->file == heir->file);

  heir->owns_file = heir->owns_file || self->owns_file;
  self->owns_file = FALSE;
  if (!sign_out (self))
    note_late (heir, CRF_ACTION_SIGN_OUT_MISSING, self->login);
  session_free (self);
}

GPtrArray *
crf_session_get_case_stores (CrfSession *self)
{
  if (self->case_stores == NULL)
    self->case_stores = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_case_store_unref);
  return self->case_stores;
}

char *
crf_session_watch_clock (CrfSession *self)
{
  gint64 now = crf_session_now (self).utc_ms;
  gboolean jumps = now < self->latest_ms || (self->latest_ms != 0 && now - self->latest_ms > CRF_CLOCK_AHEAD_DAYS * G_GINT64_CONSTANT (24 * 60 * 60 * 1000));
  CrfActor actor;

  self->latest_ms = now;
  if (!jumps || crf_study_file_is_read_only (self->file))
    return NULL;
  actor = crf_session_get_actor (self);
  return crf_access_check_clock (self->file, &actor, NULL);
}

CrfUnreadable *
crf_session_get_unreadable (CrfSession *self)
{
  return &self->unreadable;
}

CrfStudyFile *
crf_session_get_file (CrfSession *self)
{
  return self->file;
}

CrfStudy *
crf_session_get_study (CrfSession *self)
{
  return self->version->study;
}

CrfKeyring *
crf_session_get_keyring (CrfSession *self)
{
  return self->keyring;
}

CrfSandbox *
crf_session_get_sandbox (CrfSession *self)
{
  return self->version->sandbox;
}

const char *
crf_session_get_login (CrfSession *self)
{
  return self->login;
}

const char *
crf_session_get_name (CrfSession *self)
{
  return self->name;
}

CrfRole
crf_session_get_role (CrfSession *self)
{
  return self->role;
}

CrfRole
crf_session_get_roles (CrfSession *self)
{
  return self->roles;
}

gboolean
crf_session_set_role (CrfSession *self,
                      CrfRole role,
                      GError **error)
{
  CrfRole before = self->role;
  CrfEntry entry = { .action = CRF_ACTION_SESSION_ROLE };
  CrfActor actor;

  if (!choose_role (self, crf_role_get_name (role) ? crf_role_get_name (role) : "", error))
    return FALSE;
  if (role == before || crf_study_file_is_read_only (self->file))
    return TRUE;
  actor = crf_session_get_actor (self);
  if (crf_session_append_alone (self->file, &actor, &entry, error))
    return TRUE;
  self->role = before;
  crf_names_follow_role (self->keyring, before);
  return FALSE;
}

CrfInstant
crf_session_now (CrfSession *self)
{
  return crf_clock_now (&self->clock);
}

const char *
crf_session_get_today (CrfSession *self)
{
  return crf_instant_format_local_date (crf_session_now (self), self->today);
}

gboolean
crf_session_is_demo (CrfSession *self)
{
  return crf_study_file_is_demo (self->file);
}

gboolean
crf_session_is_read_only (CrfSession *self)
{
  return crf_study_file_is_read_only (self->file);
}

gboolean
crf_session_must_change_passphrase (CrfSession *self)
{
  return self->must_change;
}

/* Who cannot be read again may have lost what she had: the keys go, and nothing is permitted, until she unlocks and is read. */
static void
close_unread (CrfSession *self,
              const GError *fault)
{
  g_free (self->account_fault);
  self->account_fault = g_strdup_printf (_("Your account could not be read again, so the window is locked: %s"), fault->message);
  self->roles = 0;
  crf_session_lock (self);
}

const char *
crf_session_get_account_fault (CrfSession *self)
{
  return self->account_fault;
}

/* Somebody may have given the account keys, or taken them. What was opened with them is not shown any more. */
static gboolean
follow_keys (CrfSession *self,
             GError **error)
{
  g_ptr_array_set_size (crf_session_get_case_stores (self), 0);
  for (guint i = 0; i < self->versions->len; i++)
    g_hash_table_remove_all (((CrfSessionVersion *) g_ptr_array_index (self->versions, i))->arms);
  if (self->keyring != NULL && !crf_keyring_reload (self->keyring, self->file, error))
    return FALSE;
  crf_names_follow_role (self->keyring, self->role);
  return TRUE;
}

void
crf_session_reload_account (CrfSession *self)
{
  g_autoptr (GError) error = NULL;

  if (!load_account (self, &error) || !follow_keys (self, &error))
    close_unread (self, error);
}

static CrfRefusal *
refuse_gone (CrfSession *self,
             const CrfAccountRecord *account)
{
  g_autofree char *ended = crf_access_ended (self->file, self->login, crf_session_now (self));

  if (account == NULL || !account->enabled)
    return crf_refusal_new ("account-disabled", _("An administrator can enable it."), _("The account “%s” is disabled."), self->login);
  if (ended != NULL)
    return crf_refusal_new ("account-ended", _("An administrator can extend it."), "%s", ended);
  if ((self->roles & self->role) == 0)
    return crf_refusal_new ("role-gone", _("Sign in again with a role that you have."), _("%s no longer has the role “%s”."), self->name,
                            crf_role_get_label (self->role));
  return NULL;
}

gboolean
crf_session_follow_account (CrfSession *self,
                            CrfRefusal **refusal,
                            GError **error)
{
  g_autoptr (GError) fault = NULL;
  CrfRole before = self->roles;
  CrfAccountRecord *own = take_account (self, &fault);

  if (own == NULL)
    {
      close_unread (self, fault);
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  *refusal = refuse_gone (self, own);
  crf_account_record_free (own);
  if (self->roles == before && (self->keyring == NULL || crf_keyring_is_current (self->keyring, self->file)))
    return TRUE;
  return follow_keys (self, error);
}

static void
wipe (CrfSession *self)
{
  g_clear_pointer (&self->keyring, crf_keyring_free);
  g_ptr_array_set_size (crf_session_get_case_stores (self), 0);
  for (guint i = 0; i < self->versions->len; i++)
    g_hash_table_remove_all (((CrfSessionVersion *) g_ptr_array_index (self->versions, i))->arms);
}

/* Pages of a locked window show nothing, so the cover is all that is left to say; a lock that cannot be written is told when it is lifted. */
void
crf_session_lock (CrfSession *self)
{
  CrfEntry entry = { .action = CRF_ACTION_SESSION_LOCK };
  g_autoptr (GError) error = NULL;

  if (self->locked)
    return;
  self->locked = TRUE;
  if (!crf_study_file_is_read_only (self->file) && !append_with_late (self, &entry, &error))
    {
      g_message ("The lock was not journalled: %s", error->message);
      note_late (self, CRF_ACTION_SESSION_LOCK, self->login);
    }
  else
    g_clear_pointer (&self->late, g_ptr_array_unref);
  wipe (self);
}

gboolean
crf_session_open_journalled (CrfSession *self,
                             const char *action,
                             GError **error)
{
  CrfEntry entry = { .action = action };

  /* What keeps nobody from reading on read-only media is that nothing can be written there at all. */
  if (!load_account (self, error) || (!crf_study_file_is_read_only (self->file) && !append_with_late (self, &entry, error)))
    {
      self->locked = TRUE;
      wipe (self);
      return FALSE;
    }
  g_ptr_array_set_size (self->notices, 0);
  crf_late_tell (self->late, self->notices);
  g_clear_pointer (&self->late, g_ptr_array_unref);
  g_clear_pointer (&self->account_fault, g_free);
  self->locked = FALSE;
  return TRUE;
}

gboolean
crf_session_unlock (CrfSession *self,
                    const char *passphrase,
                    GError **error)
{
  CrfKeyring *keyring = open_account (self->file, self->login, passphrase, self->clock, error);

  if (keyring == NULL)
    return FALSE;
  g_clear_pointer (&self->keyring, crf_keyring_free);
  self->keyring = keyring;
  crf_names_follow_role (keyring, self->role);
  self->shift.entry_only = FALSE;
  self->shift.failures = 0;
  g_ptr_array_set_size (crf_session_get_case_stores (self), 0);
  return crf_session_open_journalled (self, CRF_ACTION_SESSION_UNLOCK, error);
}

CrfShift *
crf_session_get_shift (CrfSession *self)
{
  return &self->shift;
}

void
crf_session_journal_failure (CrfSession *self,
                             gboolean locked_out)
{
  crf_access_note_failure (self->file, self->login, locked_out, self->clock);
}

gboolean
crf_session_is_locked (CrfSession *self)
{
  return self->locked;
}

const GPtrArray *
crf_session_get_notices (CrfSession *self)
{
  return self->notices;
}

gboolean
crf_session_check_passphrase (CrfSession *self,
                              const char *passphrase)
{
  g_autoptr (CrfKeyring) keyring = crf_keyring_unlock (self->file, self->login, passphrase, NULL);

  return keyring != NULL;
}

void
crf_session_set_language (CrfSession *self,
                          const char *language)
{
  g_free (self->language);
  self->language = normalise_language (language);
}

const char *
crf_session_get_language (CrfSession *self)
{
  return self->language;
}

gboolean
crf_session_is_recovery_confirmed (CrfSession *self)
{
  if (!self->recovery_confirmed)
    self->recovery_confirmed = crf_session_has_entry (self, CRF_ACTION_RECOVERY_CONFIRMED);
  return self->recovery_confirmed;
}

gboolean
crf_session_has_delegations (CrfSession *self)
{
  return crf_records_has_delegations (self->file);
}

static gboolean
note_centre (const CrfJournalRecord *record,
             gpointer data)
{
  g_autoptr (JsonObject) detail = crf_detail_parse (record->columns[CRF_COL_DETAIL], NULL);

  *(char **) data = detail != NULL ? crf_detail_get (detail, "centre") : NULL;
  return FALSE;
}

const char *
crf_session_get_centre (CrfSession *self)
{
  CrfEntry target = { .action = CRF_ACTION_STUDY_CREATE };

  if (self->centre == NULL)
    {
      crf_records_journal (self->file, &target, NULL, 1, FALSE, note_centre, &self->centre, NULL);
      if (self->centre == NULL)
        self->centre = g_strdup ("");
    }
  return self->centre;
}
