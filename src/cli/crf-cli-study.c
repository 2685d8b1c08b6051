/* SPDX-License-Identifier: GPL-3.0-or-later */

/* studies, check-study, create, demo. */

#include "crf-cli.h"

#include "crf-demo.h"
#include "crf-study-reader.h"

#include <glib/gi18n-lib.h>

CrfExit
crf_cli_studies (int argc,
                 char **argv)
{
  g_auto (CrfCliOptions) options = { 0 };
  g_autoptr (GPtrArray) protocols = NULL;
  g_autoptr (GError) error = NULL;
  CrfTable *table;

  if (!crf_cli_parse (crf_cli_find_command ("studies"), &options, NULL, &argc, &argv))
    return CRF_EXIT_USAGE;
  protocols = crf_protocols_list (options.language, &error);
  if (protocols == NULL)
    return crf_cli_fail (error);
  table = crf_table_new (options.json, "id", "title", "version", "arms", "visits", NULL);
  for (guint i = 0; i < protocols->len; i++)
    {
      const CrfProtocol *protocol = g_ptr_array_index (protocols, i);

      crf_table_add (table, protocol->id);
      crf_table_add (table, protocol->title);
      crf_table_add (table, protocol->version);
      crf_table_add_format (table, "%d", protocol->n_arms);
      crf_table_add_format (table, "%d", protocol->n_visits);
    }
  crf_table_print (table);
  return CRF_EXIT_DONE;
}

static void
print_fault (const CrfFault *fault)
{
  g_print ("%s:%d: %s: %s%s%s\n", fault->file, fault->line, fault->level == CRF_FAULT_ERROR ? _("error") : _("warning"), fault->oid != NULL ? fault->oid : "",
           fault->oid != NULL ? ": " : "", fault->what);
  if (fault->harm != NULL)
    g_print ("    %s\n", fault->harm);
  if (fault->remedy != NULL)
    g_print ("    → %s\n", fault->remedy);
}

static void
print_summary (const CrfStudy *study)
{
  g_print ("%s\n", crf_text_get (crf_study_get_title (study), NULL));
  g_print (_("version %s, %u arms, %u events, %u forms, %u items, %u criteria, %u open questions\n"), crf_study_get_version (study),
           crf_study_get_arms (study)->len, crf_study_get_events (study)->len, crf_study_get_forms (study)->len, crf_study_get_items (study)->len,
           crf_study_get_criteria (study)->len, crf_study_get_questions (study)->len);
}

/* What the protocol leaves open, one row an option, so that "create --answer" knows its words. */
static void
print_questions (const CrfStudy *study,
                 const char *language)
{
  const GPtrArray *questions = crf_study_get_questions (study);
  CrfTable *table = crf_table_new (FALSE, "question", "text", "who", "option", "option text", "in force", NULL);

  for (guint i = 0; i < questions->len; i++)
    {
      const CrfOpenQuestion *question = g_ptr_array_index (questions, i);

      for (guint j = 0; j < question->options->len; j++)
        {
          const CrfQuestionOption *option = g_ptr_array_index (question->options, j);

          crf_table_add (table, question->oid);
          crf_table_add (table, crf_text_get (question->text, language));
          crf_table_add (table, crf_text_get (question->who, language));
          crf_table_add (table, option->oid);
          crf_table_add (table, crf_text_get (option->text, language));
          crf_table_add (table, g_strcmp0 (option->oid, question->answer) == 0 ? "yes" : "no");
        }
    }
  crf_table_print (table);
}

/* A file, or the id of a shipped protocol. Free it. */
static char *
find_definition (const char *name)
{
  g_autofree char *file = g_strconcat (name, ".xml", NULL);
  g_autofree char *shipped = g_build_filename (crf_data_dir (), "studies", file, NULL);

  return g_strdup (!g_file_test (name, G_FILE_TEST_EXISTS) && g_file_test (shipped, G_FILE_TEST_EXISTS) ? shipped : name);
}

CrfExit
crf_cli_check_study (int argc,
                     char **argv)
{
  g_autoptr (GPtrArray) faults = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfStudy) study = NULL;
  g_autofree char *library = NULL, *path = NULL, *language = NULL;
  gboolean questions = FALSE;
  const GOptionEntry entries[] = {
    { "questions", 0, 0, G_OPTION_ARG_NONE, &questions, N_("List the open questions with their options, instead of the summary"), NULL },
    { "language", 0, 0, G_OPTION_ARG_STRING, &language, N_("Language of study texts, as zh-CN"), N_("LANGUAGE") },
    { NULL }
  };

  if (!crf_cli_parse (crf_cli_find_command ("check-study"), NULL, entries, &argc, &argv))
    return CRF_EXIT_USAGE;
  if (argc != 2)
    return crf_cli_usage ("check-study");
  library = g_build_filename (crf_data_dir (), "forms", NULL);
  path = find_definition (argv[1]);
  study = crf_study_read_file (path, library, NULL, &faults, &error);
  for (guint i = 0; faults != NULL && i < faults->len; i++)
    print_fault (g_ptr_array_index (faults, i));
  if (study != NULL)
    {
      if (questions)
        print_questions (study, language);
      else
        print_summary (study);
      return CRF_EXIT_DONE;
    }
  g_printerr ("%s\n", error->message);
  return g_error_matches (error, CRF_STUDY_ERROR, CRF_STUDY_ERROR_INVALID) ? CRF_EXIT_NO : CRF_EXIT_FILE;
}

/* "Q.INFUSIONS=Q.INFUSIONS.2" …; NULL when one is not of that form. */
static GHashTable *
read_answers (char **pairs)
{
  g_autoptr (GHashTable) answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; pairs != NULL && pairs[i] != NULL; i++)
    {
      const char *equals = strchr (pairs[i], '=');

      if (equals == NULL)
        {
          g_printerr (_("“%s” is not of the form question=option.\n"), pairs[i]);
          return NULL;
        }
      g_hash_table_insert (answers, g_strndup (pairs[i], (gsize) (equals - pairs[i])), g_strdup (equals + 1));
    }
  return g_steal_pointer (&answers);
}

static CrfExit
create_file (const char *path,
             CrfCreateRequest *request)
{
  g_autofree char *recovery = NULL, *fingerprint = NULL;
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (CrfPrompt) prompt = NULL;
  g_autoptr (GError) error = NULL;

  request->prompt = &prompt;
  if (!crf_session_create_study (path, request, &recovery, &fingerprint, &refusal, &error))
    return prompt != NULL ? crf_cli_ask (prompt) : refusal != NULL ? crf_cli_refused (refusal) : crf_cli_fail (error);
  g_print ("recovery-key\t%s\nfingerprint\t%s\n", recovery, fingerprint);
  g_printerr ("%s\n", _("Print the recovery key and keep it in the safe: it is shown once, and typed back before the first patient."));
  return CRF_EXIT_DONE;
}

CrfExit
crf_cli_create (int argc,
                char **argv)
{
  g_autofree char *study = NULL, *site = NULL, *centre = NULL, *admin = NULL, *name = NULL, *signature = NULL, *confirm = NULL, *reason = NULL;
  g_auto (GStrv) answers = NULL;
  g_autoptr (GHashTable) table = NULL;
  g_auto (CrfCliOptions) options = { 0 };
  const GOptionEntry entries[] = {
    { "study", 0, 0, G_OPTION_ARG_STRING, &study, N_("Shipped protocol or ODM file"), N_("ID|FILE") },
    { "signature", 0, 0, G_OPTION_ARG_FILENAME, &signature, N_("Signature of an ODM file, where it is not FILE.sig beside it"), N_("FILE") },
    { "site", 0, 0, G_OPTION_ARG_STRING, &site, N_("Name of the site"), N_("NAME") },
    { "centre", 0, 0, G_OPTION_ARG_STRING, &centre, N_("Short code of the centre in subject numbers"), N_("CODE") },
    { "admin", 0, 0, G_OPTION_ARG_STRING, &admin, N_("Login of the first administrator"), N_("LOGIN") },
    { "admin-name", 0, 0, G_OPTION_ARG_STRING, &name, N_("Full name of the first administrator"), N_("NAME") },
    { "answer", 0, 0, G_OPTION_ARG_STRING_ARRAY, &answers, N_("Answer to an open question (“check-study --questions” lists them)"), N_("QUESTION=OPTION") },
    CRF_CLI_ANSWER_OPTIONS (confirm, reason),
    { NULL }
  };
  char *passphrase;
  CrfExit exit;

  if (!crf_cli_parse (crf_cli_find_command ("create"), &options, entries, &argc, &argv))
    return CRF_EXIT_USAGE;
  if (argc != 2 || study == NULL || site == NULL || admin == NULL)
    return crf_cli_usage ("create");
  table = read_answers (answers);
  if (table == NULL)
    return CRF_EXIT_USAGE;
  passphrase = options.passphrase_fd < 0 && g_getenv ("STEMWARD_PASSPHRASE_FILE") == NULL
                 ? crf_cli_read_new_passphrase (-1, _("Passphrase of the administrator"))
                 : crf_cli_read_passphrase (options.passphrase_fd, NULL);
  if (passphrase == NULL)
    return CRF_EXIT_USAGE;
  exit = create_file (argv[1], &(CrfCreateRequest){ .definition = study,
                                                    .signature = signature,
                                                    .answers = answers != NULL ? table : NULL,
                                                    .site = site,
                                                    .centre = centre,
                                                    .login = admin,
                                                    .name = name != NULL ? name : admin,
                                                    .passphrase = passphrase,
                                                    .confirm = confirm,
                                                    .reason = reason,
                                                    .clock = crf_clock_system () });
  crf_cli_passphrase_free (passphrase);
  return exit;
}

CrfExit
crf_cli_demo (int argc,
              char **argv)
{
  g_autofree char *study = NULL, *today = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (CrfCliOptions) options = { 0 };
  gint64 seed = 1;
  int patients = 0;
  const GOptionEntry entries[] = {
    { "study", 0, 0, G_OPTION_ARG_STRING, &study, N_("Shipped protocol or ODM file"), N_("ID|FILE") },
    { "patients", 0, 0, G_OPTION_ARG_INT, &patients, N_("Number of patients"), "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, N_("Same seed, same data"), "S" },
    { "today", 0, 0, G_OPTION_ARG_STRING, &today, N_("The day that the lives end on"), N_("DATE") },
    { NULL }
  };
  char *passphrase = NULL;
  gboolean done;

  if (!crf_cli_parse (crf_cli_find_command ("demo"), &options, entries, &argc, &argv))
    return CRF_EXIT_USAGE;
  if (argc != 2 || patients < 0)
    return crf_cli_usage ("demo");
  if (options.passphrase_fd >= 0 || g_getenv ("STEMWARD_PASSPHRASE_FILE") != NULL)
    {
      passphrase = crf_cli_read_passphrase (options.passphrase_fd, _("Passphrase"));
      if (passphrase == NULL)
        return CRF_EXIT_USAGE;
    }
  done = crf_demo_create (argv[1], &(CrfDemoOptions) { .study = study, .patients = patients, .seed = (guint64) seed, .passphrase = passphrase, .today = today },
                          crf_cli_progress, NULL, crf_cli_cancellable (), &error);
  crf_cli_passphrase_free (passphrase);
  return done ? CRF_EXIT_DONE : crf_cli_fail (error);
}
