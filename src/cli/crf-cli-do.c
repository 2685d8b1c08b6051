/* SPDX-License-Identifier: GPL-3.0-or-later */

/* do and user: use cases by name. */

#include "crf-cli.h"

#include "crf-own-acts.h"
#include "crf-reader-logs.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static char *
describe_roles (CrfRole roles)
{
  GString *text = g_string_new (NULL);

  for (guint bit = 1; bit <= CRF_ROLE_AUDITOR; bit <<= 1)
    if (roles & bit)
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", crf_role_get_name ((CrfRole) bit));
  return g_string_free (text, FALSE);
}

static char *
describe_parameters (const CrfUseCase *use_case)
{
  GString *text = g_string_new (NULL);

  for (const CrfParameter *parameter = use_case->parameters; parameter->key != NULL; parameter++)
    g_string_append_printf (text, parameter->required ? "%s%s=%s" : "%s[%s=%s]", text->len > 0 ? " " : "", parameter->key, parameter->kind);
  return g_string_free (text, FALSE);
}

static CrfExit
list_use_cases (gboolean json)
{
  CrfTable *table = crf_table_new (json, "use-case", "summary", "roles", "task", "subject", "arguments", NULL);

  for (const CrfUseCase *const *use_case = crf_use_cases_list (); *use_case != NULL; use_case++)
    {
      g_autofree char *roles = describe_roles ((*use_case)->roles);
      g_autofree char *arguments = describe_parameters (*use_case);

      if (crf_use_case_is_own (*use_case, NULL))
        continue;
      crf_table_add (table, (*use_case)->name);
      crf_table_add (table, _((*use_case)->summary));
      crf_table_add (table, roles);
      crf_table_add (table, (*use_case)->task);
      crf_table_add (table, (*use_case)->needs_subject ? "yes" : "no");
      crf_table_add (table, arguments);
    }
  crf_table_print (table);
  return CRF_EXIT_DONE;
}

/* What each argument of one use case is. */
static CrfExit
explain_use_case (const CrfUseCase *use_case,
                  gboolean json)
{
  CrfTable *table = crf_table_new (json, "argument", "needed", "kind", "meaning", NULL);

  for (const CrfParameter *parameter = use_case->parameters; parameter->key != NULL; parameter++)
    {
      crf_table_add (table, parameter->key);
      crf_table_add (table, parameter->required ? "yes" : "no");
      crf_table_add (table, parameter->kind);
      crf_table_add (table, _(parameter->label));
    }
  crf_table_print (table);
  return CRF_EXIT_DONE;
}

static const CrfUseCase *
find_use_case (const char *name)
{
  const CrfUseCase *use_case = crf_use_case_find (name);

  if (use_case == NULL)
    g_printerr (_("There is no use case “%s”. “stemward-cli do --list” lists them.\n"), name);
  return use_case;
}

/* “do FILE USE-CASE --help”, before the options' own help ends the program. */
static const CrfUseCase *
find_asked (int argc,
            char **argv)
{
  gboolean help = FALSE;
  const CrfUseCase *found = NULL;

  for (int i = 1; i < argc; i++)
    if (g_str_equal (argv[i], "--help") || g_str_equal (argv[i], "-h"))
      help = TRUE;
    else if (found == NULL && i <= 2)
      found = crf_use_case_find (argv[i]);
  return help ? found : NULL;
}

/* key=value arguments from @first on; NULL when one is not of that form. */
static GHashTable *
read_arguments (int argc,
                char **argv,
                int first)
{
  /* Passphrases join them later: all values are wiped. */
  g_autoptr (GHashTable) arguments = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) crf_cli_passphrase_free);

  for (int i = first; i < argc; i++)
    {
      const char *equals = strchr (argv[i], '=');
      g_autofree char *key = equals != NULL ? g_strndup (argv[i], (gsize) (equals - argv[i])) : NULL;

      if (equals == NULL)
        {
          g_printerr (_("“%s” is not of the form key=value.\n"), argv[i]);
          return NULL;
        }
      if (g_hash_table_contains (arguments, key))
        {
          g_printerr (_("“%s” is given twice: nobody can tell which is meant.\n"), key);
          return NULL;
        }
      g_hash_table_insert (arguments, g_steal_pointer (&key), g_strdup (equals + 1));
    }
  return g_steal_pointer (&arguments);
}

static gboolean
wants (const CrfUseCase *use_case,
       const char *key)
{
  for (const CrfParameter *parameter = use_case->parameters; parameter->key != NULL; parameter++)
    if (g_strcmp0 (parameter->key, key) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
check_secrets (const CrfUseCase *use_case,
               GHashTable *arguments)
{
  for (const CrfParameter *parameter = use_case->parameters; parameter->key != NULL; parameter++)
    if (g_strcmp0 (parameter->kind, "secret") == 0 && g_hash_table_contains (arguments, parameter->key))
      {
        g_printerr ("%s\n", _("The recovery key is never given on the command line, where others can read it: use --recovery-key to be asked for it, "
                              "or --recovery-key-fd."));
        return FALSE;
      }
    else if (g_strcmp0 (parameter->kind, "passphrase") == 0 && g_hash_table_contains (arguments, parameter->key))
      {
        g_printerr (_("A passphrase is never given on the command line: use --passphrase-fd or --new-passphrase-fd instead of %s=.\n"), parameter->key);
        return FALSE;
      }
  return TRUE;
}

static CrfExit
permit (CrfSession *session,
        const CrfUseCase *use_case)
{
  g_autoptr (CrfOutcome) outcome = crf_outcome_new ();

  return crf_use_case_permitted (session, use_case, &outcome->refusal) ? CRF_EXIT_DONE : crf_cli_report (outcome);
}

/* Asked for where the use case cannot do without, or the person says so. */
static gboolean
add_recovery_key (const CrfUseCase *use_case,
                  GHashTable *arguments,
                  const CrfCliOptions *options)
{
  for (const CrfParameter *parameter = use_case->parameters; parameter->key != NULL; parameter++)
    if (g_strcmp0 (parameter->kind, "secret") == 0 && (parameter->required || options->recovery_key || options->recovery_key_fd >= 0))
      {
        char *typed = crf_cli_read_secret (options->recovery_key_fd, _(parameter->label));

        if (typed == NULL)
          return FALSE;
        g_hash_table_insert (arguments, g_strdup (parameter->key), typed);
      }
  return TRUE;
}

static CrfExit
refuse_own (const CrfUseCase *use_case)
{
  g_autoptr (CrfOutcome) outcome = crf_outcome_new ();

  crf_use_case_is_own (use_case, &outcome->refusal);
  return crf_cli_report (outcome);
}

/* Signs in, adds the secrets that the use case asks for, and runs it. */
static CrfExit
run_use_case (const char *path,
              const CrfUseCase *use_case,
              const char *subject,
              GHashTable *arguments,
              const CrfCliOptions *options)
{
  g_autoptr (CrfOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;
  char *passphrase = NULL, *fresh = NULL, *second = NULL;
  CrfSession *session;
  CrfExit exit;

  if (!check_secrets (use_case, arguments))
    return CRF_EXIT_USAGE;
  session = crf_cli_sign_in (path, options, &passphrase, &exit);
  if (session == NULL)
    {
      crf_cli_passphrase_free (passphrase);
      return exit;
    }
  exit = permit (session, use_case);
  if (exit == CRF_EXIT_DONE && crf_use_case_is_own (use_case, NULL))
    exit = refuse_own (use_case);
  /* Nobody is asked for secrets in vain. */
  if (exit == CRF_EXIT_DONE && wants (use_case, "passphrase"))
    g_hash_table_insert (arguments, g_strdup ("passphrase"), g_strdup (passphrase));
  if (exit == CRF_EXIT_DONE && wants (use_case, "new-passphrase"))
    {
      fresh = crf_cli_read_new_passphrase (options->new_passphrase_fd, _("New passphrase"));
      if (fresh != NULL)
        g_hash_table_insert (arguments, g_strdup ("new-passphrase"), g_strdup (fresh));
      else
        exit = CRF_EXIT_USAGE;
    }
  if (exit == CRF_EXIT_DONE && wants (use_case, "second-passphrase"))
    {
      second = crf_cli_read_new_passphrase (options->new_passphrase_fd, _("Passphrase of the second person"));
      if (second != NULL)
        g_hash_table_insert (arguments, g_strdup ("second-passphrase"), g_strdup (second));
      else
        exit = CRF_EXIT_USAGE;
    }
  if (exit == CRF_EXIT_DONE && !add_recovery_key (use_case, arguments, options))
    exit = CRF_EXIT_USAGE;
  if (exit == CRF_EXIT_DONE)
    {
      outcome = crf_conduct (session, use_case->name, subject, arguments, &error);
      exit = outcome != NULL ? crf_cli_report (outcome) : crf_cli_fail (error);
    }
  crf_cli_passphrase_free (passphrase);
  crf_cli_passphrase_free (fresh);
  crf_cli_passphrase_free (second);
  crf_cli_close (session);
  return exit;
}

CrfExit
crf_cli_do (int argc,
            char **argv)
{
  g_autofree char *subject = NULL;
  g_autoptr (GHashTable) arguments = NULL;
  gboolean list = FALSE;
  g_auto (CrfCliOptions) options = { 0 };
  const CrfUseCase *use_case;
  CrfExit exit;
  const GOptionEntry entries[] = {
    { "subject", 's', 0, G_OPTION_ARG_STRING, &subject, N_("Subject number"), N_("NUMBER") },
    { "recovery-key", 0, 0, G_OPTION_ARG_NONE, &options.recovery_key, N_("Ask for the recovery key"), NULL },
    { "recovery-key-fd", 0, 0, G_OPTION_ARG_INT, &options.recovery_key_fd, N_("Read the recovery key from this descriptor"), "N" },
    { "list", 0, 0, G_OPTION_ARG_NONE, &list, N_("List the use cases with roles and arguments; with the name of one, say what each argument means"), NULL },
    { NULL }
  };

  use_case = find_asked (argc, argv);
  if (use_case != NULL)
    {
      g_print ("%s\n\n", _(use_case->summary));
      return explain_use_case (use_case, FALSE);
    }
  if (!crf_cli_parse (crf_cli_find_command ("do"), &options, entries, &argc, &argv))
    return CRF_EXIT_USAGE;
  if (list && argc > 2)
    exit = crf_cli_usage ("do");
  else if (list && argc == 2)
    exit = (use_case = find_use_case (argv[1])) != NULL ? explain_use_case (use_case, options.json) : CRF_EXIT_USAGE;
  else if (list)
    exit = list_use_cases (options.json);
  else if (argc < 3)
    exit = crf_cli_usage ("do");
  else
    {
      use_case = find_use_case (argv[2]);
      arguments = read_arguments (argc, argv, 3);
      exit = use_case != NULL && arguments != NULL ? run_use_case (argv[1], use_case, subject, arguments, &options) : CRF_EXIT_USAGE;
    }
  return exit;
}

static CrfExit
list_users (const char *path,
            const CrfCliOptions *options)
{
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GError) error = NULL;
  CrfSession *session;
  CrfTable *table;
  CrfExit exit;

  session = crf_cli_sign_in (path, options, NULL, &exit);
  if (session == NULL)
    return exit;
  accounts = crf_reader_account_log (session, &error);
  if (accounts == NULL)
    {
      crf_cli_close (session);
      return crf_cli_fail (error);
    }
  table = crf_table_new (options->json, "login", "name", "roles", "state", "last-day", "last-sign-in", "failed", "locked-out-until", "note", NULL);
  for (guint i = 0; i < accounts->len; i++)
    {
      const CrfAccountSpan *account = g_ptr_array_index (accounts, i);

      /* What was is in the workbook. */
      if (account->to != NULL)
        continue;
      crf_table_add (table, account->login);
      crf_table_add (table, account->name);
      crf_table_add (table, account->roles);
      crf_table_add (table, account->state);
      crf_table_add (table, account->last_day);
      crf_table_add (table, account->signed_in);
      crf_table_add_format (table, "%" G_GINT64_FORMAT, account->failures);
      crf_table_add (table, account->locked_out);
      crf_table_add (table, account->note);
    }
  crf_table_print (table);
  crf_cli_close (session);
  return CRF_EXIT_DONE;
}

CrfExit
crf_cli_user (int argc,
              char **argv)
{
  static const struct
  {
    const char *word, *use_case;
  } words[] = { { "add", "add-user" }, { "role", "set-roles" }, { "disable", "disable-user" }, { "enable", "enable-user" }, { "reset", "reset-user" } };
  g_autofree char *name = NULL, *roles = NULL;
  g_autoptr (GHashTable) arguments = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) crf_cli_passphrase_free);
  const CrfUseCase *use_case = NULL;
  g_auto (CrfCliOptions) options = { 0 };
  CrfExit exit;
  const GOptionEntry entries[] = {
    { "recovery-key", 0, 0, G_OPTION_ARG_NONE, &options.recovery_key, N_("Ask for the recovery key"), NULL },
    { "recovery-key-fd", 0, 0, G_OPTION_ARG_INT, &options.recovery_key_fd, N_("Read the recovery key from this descriptor"), "N" },
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, N_("Full name"), N_("NAME") },
    { "roles", 0, 0, G_OPTION_ARG_STRING, &roles, N_("Roles, separated by commas"), N_("ROLES") },
    { NULL }
  };

  if (!crf_cli_parse (crf_cli_find_command ("user"), &options, entries, &argc, &argv))
    return CRF_EXIT_USAGE;
  for (guint i = 0; argc >= 3 && i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (argv[2], words[i].word))
      use_case = crf_use_case_find (words[i].use_case);
  if (argc == 3 && g_str_equal (argv[2], "list"))
    exit = list_users (argv[1], &options);
  else if (use_case == NULL || argc < 4)
    exit = crf_cli_usage ("user");
  else
    {
      g_hash_table_insert (arguments, g_strdup ("login"), g_strdup (argv[3]));
      if (roles == NULL && argc > 4)
        roles = g_strdup (argv[4]);
      if (roles != NULL)
        g_hash_table_insert (arguments, g_strdup ("roles"), g_strdup (roles));
      if (name != NULL || g_str_equal (argv[2], "add"))
        g_hash_table_insert (arguments, g_strdup ("name"), g_strdup (name != NULL ? name : argv[3]));
      exit = run_use_case (argv[1], use_case, NULL, arguments, &options);
    }
  return exit;
}
