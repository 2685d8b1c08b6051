/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Slots for the key of the whole file. */

#include "crf-file-key-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "crf-backup.h"
#include "crf-detail.h"
#include "crf-file-read.h"
#include "crf-keyring-private.h"
#include "crf-recovery-private.h"
#include "crf-study-header.h"

#define FORMAT 1
#define LARGEST 16 /* MB, of the slots of many accounts */
#define ID_SIZE 16

static GMutex lock;
static GHashTable *keys;    /* id → guarded key; until the process ends */
static GHashTable *aliases; /* path → id, of files that have no slots yet */

static void
prepare (void)
{
  if (keys != NULL)
    return;
  if (sodium_init () < 0)
    g_warning ("%s", _("The cryptographic library could not be started."));
  keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, sodium_free);
  aliases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* The slots lie beside the file itself, not beside a link to it on somebody's desktop. One that is not there yet has the name that it is to have. */
static char *
full_name (const char *path)
{
  g_autofree char *full = g_canonicalize_filename (path, NULL), *folder = g_path_get_dirname (full), *name = g_path_get_basename (full);
  g_autofree char *real_folder = NULL;
  char *real = realpath (full, NULL);

  if (real != NULL)
    return real;
  real_folder = realpath (folder, NULL);
  return g_build_filename (real_folder != NULL ? real_folder : folder, name, NULL);
}

static char *
slots_path (const char *path)
{
  g_autofree char *full = full_name (path);

  return g_strconcat (full, CRF_FILE_KEYS_SUFFIX, NULL);
}

static GKeyFile *
load_slots (const char *path)
{
  g_autofree char *name = slots_path (path), *text = NULL;
  g_autoptr (GKeyFile) slots = g_key_file_new ();
  gsize size;

  return crf_file_read (name, NULL, LARGEST, &text, &size, NULL) && size > 0 && g_key_file_load_from_data (slots, text, size, G_KEY_FILE_NONE, NULL)
           ? g_steal_pointer (&slots)
           : NULL;
}

/* The id of the file's key, from its slots or while it has none. Free it. */
static char *
find_id (const char *path)
{
  g_autofree char *full = full_name (path);
  g_autoptr (GKeyFile) slots = NULL;
  char *id;

  g_mutex_lock (&lock);
  prepare ();
  id = g_strdup (g_hash_table_lookup (aliases, full));
  g_mutex_unlock (&lock);
  if (id != NULL)
    return id;
  slots = load_slots (path);
  return slots != NULL ? g_key_file_get_string (slots, "file", "id", NULL) : NULL;
}

static void
keep_key (const char *id, const guchar *key)
{
  guchar *copy;

  g_mutex_lock (&lock);
  prepare ();
  if (!g_hash_table_contains (keys, id))
    {
      copy = sodium_malloc (CRF_FILE_KEY_SIZE);
      memcpy (copy, key, CRF_FILE_KEY_SIZE);
      g_hash_table_insert (keys, g_strdup (id), copy);
    }
  g_mutex_unlock (&lock);
}

static const guchar *
key_of (const char *id)
{
  const guchar *key;

  g_mutex_lock (&lock);
  prepare ();
  key = id != NULL ? g_hash_table_lookup (keys, id) : NULL;
  g_mutex_unlock (&lock);
  return key;
}

const guchar *
_crf_file_key_find (const char *path)
{
  g_autofree char *id = find_id (path);

  return key_of (id);
}

static void
set_alias (const char *path, const char *id)
{
  g_mutex_lock (&lock);
  prepare ();
  g_hash_table_replace (aliases, full_name (path), g_strdup (id));
  g_mutex_unlock (&lock);
}

void
_crf_file_key_make (const char *path, const char *unpublished)
{
#if CRF_SQLCIPHER
  guchar key[CRF_FILE_KEY_SIZE];
  guchar random[ID_SIZE];
  char id[2 * ID_SIZE + 1];

  randombytes_buf (random, sizeof random);
  sodium_bin2hex (id, sizeof id, random, sizeof random);
  randombytes_buf (key, sizeof key);
  keep_key (id, key);
  sodium_memzero (key, sizeof key);
  set_alias (path, id);
  set_alias (unpublished, id);
#endif
}

void
_crf_file_key_alias (const char *copy, const char *path)
{
  g_autofree char *id = find_id (path);

  if (id != NULL)
    set_alias (copy, id);
}

void
_crf_file_key_forget_alias (const char *copy)
{
  g_autofree char *full = full_name (copy);

  g_mutex_lock (&lock);
  prepare ();
  g_hash_table_remove (aliases, full);
  g_mutex_unlock (&lock);
}

/* ── Writing the slots ── */
static void
seal_key (GKeyFile *slots, const char *group, const char *study, const char *id, const char *holder, const guchar *public_key)
{
  g_autofree char *item = g_strconcat ("file:", id, NULL);
  const CrfSealContext context = { study, NULL, item, holder };
  g_autofree char *box = crf_seal_to_public (&context, key_of (id), CRF_FILE_KEY_SIZE, public_key);

  g_key_file_set_string (slots, group, "box", box);
}

static gboolean
add_accounts (GKeyFile *slots, CrfDb *db, const char *study, const char *id, GError **error)
{
  g_autoptr (CrfStatement) query = crf_db_query (db, error,
                                                 "SELECT k.holder, k.content FROM keyslot k JOIN account a ON a.login = k.holder "
                                                 "WHERE k.kind = 'account' AND a.enabled = 1 ORDER BY k.holder",
                                                 "");
  CrfStep step = CRF_STEP_ERROR;

  for (int n = 1; query != NULL && (step = crf_statement_step (query, error)) == CRF_STEP_ROW; n++)
    {
      g_autofree char *group = g_strdup_printf ("account %d", n);
      const char *login = crf_statement_text (query, 0);
      guchar box[CRF_KEY_SIZE], sign[CRF_KEY_SIZE];

      if (!_crf_keys_get_account_public (db, login, box, sign, error))
        return FALSE;
      g_key_file_set_string (slots, group, "login", login);
      g_key_file_set_string (slots, group, "slot", crf_statement_text (query, 1));
      seal_key (slots, group, study, id, login, box);
    }
  return step == CRF_STEP_DONE;
}

static void
add_recovery (GKeyFile *slots, CrfDb *db, const char *study, const char *id)
{
  guchar public_key[CRF_KEY_SIZE];

  if (_crf_keys_get_published (db, CRF_RECOVERY_HOLDER, public_key))
    seal_key (slots, "recovery", study, id, CRF_RECOVERY_HOLDER, public_key);
}

static gboolean
has_slot (GKeyFile *slots, const char *login, const char *slot)
{
  g_auto (GStrv) groups = g_key_file_get_groups (slots, NULL);

  for (char **group = groups; *group != NULL; group++)
    {
      g_autofree char *found_login = g_key_file_get_string (slots, *group, "login", NULL);
      g_autofree char *found_slot = g_key_file_get_string (slots, *group, "slot", NULL);

      if (g_strcmp0 (found_login, login) == 0 && g_strcmp0 (found_slot, slot) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Those that the file has now and that differ, beside the new ones. */
static void
add_earlier (GKeyFile *slots, const char *path, const char *id)
{
  g_autoptr (GKeyFile) before = load_slots (path);
  g_autofree char *found = before != NULL ? g_key_file_get_string (before, "file", "id", NULL) : NULL;
  g_auto (GStrv) groups = g_strcmp0 (found, id) == 0 ? g_key_file_get_groups (before, NULL) : NULL;

  for (guint i = 0; groups != NULL && groups[i] != NULL; i++)
    {
      g_autofree char *group = g_strdup_printf ("earlier %u", i);
      g_autofree char *login = g_key_file_get_string (before, groups[i], "login", NULL);
      g_autofree char *slot = g_key_file_get_string (before, groups[i], "slot", NULL);
      g_autofree char *box = g_key_file_get_string (before, groups[i], "box", NULL);

      if (login == NULL || slot == NULL || box == NULL || has_slot (slots, login, slot))
        continue;
      g_key_file_set_string (slots, group, "login", login);
      g_key_file_set_string (slots, group, "slot", slot);
      g_key_file_set_string (slots, group, "box", box);
    }
}

gboolean
_crf_file_key_save (CrfDb *db, const char *study, const char *path, gboolean keep_earlier, GError **error)
{
  g_autofree char *id = find_id (path);
  g_autofree char *name = slots_path (path);
  g_autofree char *text = NULL;
  g_autoptr (GKeyFile) slots = g_key_file_new ();
  gsize size;

  if (key_of (id) == NULL)
    return TRUE;
  g_key_file_set_comment (slots, NULL, NULL, " Keys of the encrypted study file beside this one, each sealed. Keep the two together.", NULL);
  g_key_file_set_integer (slots, "file", "format", FORMAT);
  g_key_file_set_string (slots, "file", "id", id);
  g_key_file_set_string (slots, "file", "study", study);
  if (!add_accounts (slots, db, study, id, error))
    return FALSE;
  add_recovery (slots, db, study, id);
  if (keep_earlier)
    add_earlier (slots, path, id);
  text = g_key_file_to_data (slots, &size, NULL);
  return g_file_set_contents_full (name, text, (gssize) size, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

/* Slots of another key would lie beside the copy as if they opened it. */
static gboolean
holds_key (const char *text, gsize size, const char *id)
{
  g_autoptr (GKeyFile) slots = g_key_file_new ();
  g_autofree char *found = NULL;

  if (!g_key_file_load_from_data (slots, text, size, G_KEY_FILE_NONE, NULL))
    return FALSE;
  found = g_key_file_get_string (slots, "file", "id", NULL);
  return found != NULL && (id == NULL || g_str_equal (found, id));
}

/* The bytes of "FROM.keys", if they go with the key of @from. */
static char *
read_slots (const char *from, const char *to, gsize *size, GError **error)
{
  g_autofree char *source = slots_path (from);
  g_autofree char *id = find_id (from);
  g_autofree char *text = NULL;
  g_autoptr (GError) cause = NULL;

  if (!crf_file_read (source, NULL, LARGEST, &text, size, &cause))
    g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_KEY,
                 _("“%s” was not made: “%s” cannot be read (%s), and without it nobody could open the copy. Copy the “.keys” of the newest backup "
                   "of this study file to that name, then try again."),
                 to, source, cause->message);
  else if (!holds_key (text, *size, id))
    g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_KEY,
                 _("“%s” was not made: “%s” is damaged or belongs to another study file, and with it nobody could open the copy. Copy the “.keys” "
                   "of the newest backup of this study file to that name, then try again."),
                 to, source);
  else
    return g_steal_pointer (&text);
  return NULL;
}

/* In a build without SQLCipher no file is encrypted. */
static gboolean
needs_slots (const char *path)
{
  return CRF_SQLCIPHER && g_file_test (path, G_FILE_TEST_IS_REGULAR) && !crf_study_header_is_plain (path);
}

gboolean
_crf_file_key_check_slots (const char *from, const char *to, GError **error)
{
  g_autofree char *text = NULL;
  gsize size;

  if (!needs_slots (from))
    return TRUE;
  text = read_slots (from, to, &size, error);
  return text != NULL;
}

gboolean
_crf_file_key_copy_slots (const char *from, const char *to, GError **error)
{
  g_autofree char *target = slots_path (to);
  g_autofree char *text = NULL;
  gsize size;

  if (!needs_slots (from))
    return TRUE;
  text = read_slots (from, to, &size, error);
  return text != NULL
         && g_file_set_contents_full (target, text, (gssize) size, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

gboolean
_crf_file_key_keep_slots (const char *from, const char *to, GError **error)
{
  g_autofree char *source = slots_path (from);
  g_autofree char *target = slots_path (to);
  g_autofree char *text = NULL;
  gsize size;

  if (!CRF_SQLCIPHER || !g_file_test (source, G_FILE_TEST_EXISTS))
    return TRUE;
  return crf_file_read (source, NULL, LARGEST, &text, &size, error)
         && g_file_set_contents_full (target, text, (gssize) size, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

/* ── Opening them ── */
gboolean
crf_file_key_has_slots (const char *path)
{
  g_autofree char *name = slots_path (path);

  return g_file_test (name, G_FILE_TEST_EXISTS);
}

gboolean
crf_file_key_is_open (const char *path)
{
  return !crf_file_key_has_slots (path) || _crf_file_key_find (path) != NULL;
}

static gboolean
refuse (GError **error)
{
  g_set_error_literal (error, CRF_STORE_ERROR, CRF_STORE_ERROR_PASSPHRASE,
                       _("Login or passphrase is wrong. Type both again; an administrator can reset a forgotten passphrase."));
  return FALSE;
}

/* Opens the box of @group with the pair of keys, and keeps what is in it. */
static gboolean
open_box (GKeyFile *slots, const char *group, const char *holder, const guchar *box_public, const guchar *box_secret)
{
  g_autofree char *id = g_key_file_get_string (slots, "file", "id", NULL);
  g_autofree char *study = g_key_file_get_string (slots, "file", "study", NULL);
  g_autofree char *box = g_key_file_get_string (slots, group, "box", NULL);
  g_autofree char *item = g_strconcat ("file:", id != NULL ? id : "", NULL);
  const CrfSealContext context = { study, NULL, item, holder };
  guchar *key = NULL;
  gsize size = 0;
  gboolean ok = id != NULL && study != NULL && box != NULL
                && crf_seal_open_public (&context, box, box_public, box_secret, &key, &size, NULL) && size == CRF_FILE_KEY_SIZE;

  if (ok)
    keep_key (id, key);
  if (key != NULL)
    sodium_free (key);
  return ok;
}

static gboolean
open_group (GKeyFile *slots, const char *group, const char *login, const char *passphrase, GError **error)
{
  g_autofree char *content = g_key_file_get_string (slots, group, "slot", NULL);
  g_autofree char *study = g_key_file_get_string (slots, "file", "study", NULL);
  guchar box_public[CRF_KEY_SIZE];
  guchar *secrets;
  gboolean ok;

  if (content == NULL || study == NULL)
    return refuse (error);
  secrets = _crf_keyring_open_slot (study, login, content, passphrase, error);
  if (secrets == NULL)
    return FALSE;
  ok = crypto_scalarmult_base (box_public, secrets) == 0 && open_box (slots, group, login, box_public, secrets);
  sodium_free (secrets);
  return ok || refuse (error);
}

/* Where the power failed while a passphrase was changed, there are two slots of the login. */
gboolean
crf_file_key_unlock (const char *path, const char *login, const char *passphrase, GError **error)
{
  g_autoptr (GKeyFile) slots = NULL;
  g_auto (GStrv) groups = NULL;
  g_autoptr (GError) fault = NULL;

  if (crf_file_key_is_open (path))
    return TRUE;
  slots = load_slots (path);
  groups = slots != NULL ? g_key_file_get_groups (slots, NULL) : NULL;
  for (guint i = 0; groups != NULL && groups[i] != NULL; i++)
    {
      g_autofree char *found = g_key_file_get_string (slots, groups[i], "login", NULL);

      if (g_strcmp0 (found, login) == 0 && open_group (slots, groups[i], login, passphrase, fault == NULL ? &fault : NULL))
        return TRUE;
    }
  if (fault == NULL)
    return refuse (error);
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

gboolean
crf_file_key_unlock_recovery (const char *path, const char *text, GError **error)
{
  g_autoptr (GKeyFile) slots = NULL;
  guchar box_public[CRF_KEY_SIZE];
  guchar *secret;
  gboolean ok;

  if (crf_file_key_is_open (path))
    return TRUE;
  slots = load_slots (path);
  secret = sodium_malloc (CRF_KEY_SIZE);
  ok = slots != NULL && _crf_recovery_parse_pair (text, box_public, secret)
       && open_box (slots, "recovery", CRF_RECOVERY_HOLDER, box_public, secret);
  sodium_free (secret);
  if (!ok)
    g_set_error_literal (error, CRF_STORE_ERROR, CRF_STORE_ERROR_PASSPHRASE,
                         _("This recovery key does not open the file: it is mistyped, or belongs to another study file."));
  return ok;
}

void
_crf_file_key_forget_all (void)
{
  g_mutex_lock (&lock);
  g_clear_pointer (&keys, g_hash_table_unref);
  g_clear_pointer (&aliases, g_hash_table_unref);
  g_mutex_unlock (&lock);
}
