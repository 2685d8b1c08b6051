/* SPDX-License-Identifier: GPL-3.0-or-later */

/* meddra: takes the user's own MedDRA distribution in, searches it, and lists what there is to code. Only the last looks into a study file. */

#include "crf-cli.h"

#include "crf-coding.h"
#include "crf-meddra-file.h"

#include <glib/gi18n.h>

#define MOST_FOUND 50

static char *distribution, *edition, *subject;
static gboolean only_open;

static CrfExit
import (int argc,
        char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfMeddra) meddra = NULL;

  if (argc != 3)
    return crf_cli_usage ("meddra");
  meddra = crf_meddra_read_folder (argv[2], distribution, edition, &error);
  if (meddra == NULL || !crf_meddra_store (meddra, &error))
    return crf_cli_fail (error);
  for (guint i = 0; i < crf_meddra_get_notes (meddra)->len; i++)
    g_printerr ("%s\n", (const char *) g_ptr_array_index (crf_meddra_get_notes (meddra), i));
  g_print (_("MedDRA %1$s (%2$s) is imported: %3$u lowest level terms, %4$u preferred terms, %5$u system organ classes.\n"), crf_meddra_get_version (meddra),
           crf_meddra_get_language (meddra), crf_meddra_count (meddra, CRF_MEDDRA_LLT), crf_meddra_count (meddra, CRF_MEDDRA_PT),
           crf_meddra_count (meddra, CRF_MEDDRA_SOC));
  return CRF_EXIT_DONE;
}

static CrfExit
list (gboolean json)
{
  g_autoptr (GPtrArray) releases = crf_dictionary_list ();
  CrfTable *table = crf_table_new (json, "dictionary", "version", "language", "file", NULL);

  for (guint i = 0; i < releases->len; i++)
    {
      const CrfDictionaryRelease *release = g_ptr_array_index (releases, i);

      crf_table_add (table, CRF_DICTIONARY_MEDDRA);
      crf_table_add (table, release->version);
      crf_table_add (table, release->language);
      crf_table_add (table, release->path);
    }
  crf_table_print (table);
  return CRF_EXIT_DONE;
}

static CrfExit
search (int argc,
        char **argv,
        gboolean json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfDictionary) dictionary = NULL;
  g_autoptr (GPtrArray) terms = NULL;
  g_autofree char *text = argc > 2 ? g_strjoinv (" ", argv + 2) : NULL;
  CrfTable *table;

  if (text == NULL)
    return crf_cli_usage ("meddra");
  dictionary = crf_dictionary_open (distribution, edition, &error);
  terms = dictionary != NULL ? crf_dictionary_search (dictionary, text, MOST_FOUND, &error) : NULL;
  if (terms == NULL)
    return crf_cli_fail (error);
  table = crf_table_new (json, "llt_code", "llt", "pt_code", "pt", "hlt", "hlgt", "soc_code", "soc", "version", NULL);
  for (guint i = 0; i < terms->len; i++)
    {
      const CrfDictionaryTerm *term = g_ptr_array_index (terms, i);
      const char *const cells[] = { term->llt_code, term->llt, term->pt_code, term->pt, term->hlt, term->hlgt, term->soc_code, term->soc, term->version };

      for (guint j = 0; j < G_N_ELEMENTS (cells); j++)
        crf_table_add (table, cells[j]);
    }
  crf_table_print (table);
  return terms->len > 0 ? CRF_EXIT_DONE : CRF_EXIT_NO;
}

/* The code of the term of the same name, where the dictionary is here: a proposal, no coding. */
static char *
proposal_for (CrfDictionary *dictionary,
              const CrfCodableTerm *term)
{
  g_autoptr (CrfDictionaryTerm) same = dictionary != NULL && term->state != CRF_CODING_CODED ? crf_dictionary_match (dictionary, term->verbatim, NULL) : NULL;

  return same != NULL ? g_strdup (same->llt_code) : NULL;
}

static void
add_term (CrfTable *table,
          CrfDictionary *dictionary,
          const CrfCodableTerm *term)
{
  static const char *const states[] = { "open", "fallen", "coded" };
  static const CrfCodedPart parts[] = { CRF_CODED_LLTCD, CRF_CODED_LLT, CRF_CODED_PTCD, CRF_CODED_DECOD, CRF_CODED_SOCCD, CRF_CODED_SOC, CRF_CODED_DICTIONARY };
  g_autofree char *proposal = proposal_for (dictionary, term);

  crf_table_add (table, term->subject);
  crf_table_add (table, term->kind);
  crf_table_add_format (table, "%d", term->number);
  crf_table_add (table, term->verbatim);
  crf_table_add (table, states[term->state]);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    crf_table_add (table, term->parts[parts[i]]);
  crf_table_add (table, proposal);
}

static CrfExit
print_terms (CrfSession *session,
             gboolean json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) terms = crf_reader_codable_terms (session, subject, &error);
  g_autoptr (CrfDictionary) dictionary = terms != NULL ? crf_coding_open_dictionary (session, NULL) : NULL;
  CrfTable *table;

  if (terms == NULL)
    return crf_cli_fail_reading (error);
  table = crf_table_new (json, "subject", "kind", "number", "verbatim", "state", "llt_code", "llt", "pt_code", "pt", "soc_code", "soc", "dictionary", "proposal", NULL);
  for (guint i = 0; i < terms->len; i++)
    {
      const CrfCodableTerm *term = g_ptr_array_index (terms, i);

      if (!only_open || term->state != CRF_CODING_CODED)
        add_term (table, dictionary, term);
    }
  crf_table_print (table);
  return CRF_EXIT_DONE;
}

static CrfExit
terms_of (int argc,
          char **argv,
          CrfCliOptions *options)
{
  CrfSession *session;
  CrfExit exit;

  if (argc != 3)
    return crf_cli_usage ("meddra");
  session = crf_cli_sign_in (argv[2], options, NULL, &exit);
  if (session == NULL)
    return exit;
  exit = print_terms (session, options->json);
  crf_cli_close (session);
  return exit;
}

CrfExit
crf_cli_meddra (int argc,
                char **argv)
{
  static const GOptionEntry entries[] = {
    { "version", 0, 0, G_OPTION_ARG_STRING, &distribution, N_("Version of MedDRA, where the folder does not say it"), N_("27.0") },
    { "edition", 0, 0, G_OPTION_ARG_STRING, &edition, N_("Language of the distribution (English)"), N_("LANGUAGE") },
    { "subject", 0, 0, G_OPTION_ARG_STRING, &subject, N_("Only this patient"), N_("NUMBER") },
    { "open", 0, 0, G_OPTION_ARG_NONE, &only_open, N_("Only what is not coded"), NULL },
    { NULL }
  };
  g_auto (CrfCliOptions) options = { 0 };
  CrfExit exit;

  if (!crf_cli_parse (crf_cli_find_command ("meddra"), &options, entries, &argc, &argv))
    return CRF_EXIT_USAGE;
  if (argc < 2)
    exit = crf_cli_usage ("meddra");
  else if (g_str_equal (argv[1], "import"))
    exit = import (argc, argv);
  else if (g_str_equal (argv[1], "list") && argc == 2)
    exit = list (options.json);
  else if (g_str_equal (argv[1], "search"))
    exit = search (argc, argv, options.json);
  else if (g_str_equal (argv[1], "terms"))
    exit = terms_of (argc, argv, &options);
  else
    exit = crf_cli_usage ("meddra");
  return exit;
}
