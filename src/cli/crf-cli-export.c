/* SPDX-License-Identifier: GPL-3.0-or-later */

/* export: what is written is told by the ending of its name. */

#include "crf-cli.h"

#include "crf-checks-csv.h"
#include "crf-odm-export.h"
#include "crf-paper-casebook.h"
#include "crf-transport.h"
#include "crf-xlsx-export.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  char *to, *subject, *form, *event, *as;
  gboolean identifiers, without_audit, audit, encrypt, checks, transactional, plain;
  char *passphrase; /* of the encrypted file */
  const CrfCliOptions *options;
} Export;

typedef CrfExit (*ExportWriter) (CrfSession *session, const Export *export);

static CrfExit
write_workbook (CrfSession *session,
                const Export *export)
{
  const CrfXlsxOptions xlsx = { .subject = export->subject, .identifiers = export->identifiers, .audit = !export->without_audit,
                                .passphrase = export->passphrase };
  g_autofree char *sha256 = NULL;
  g_autoptr (GError) error = NULL;

  if (!crf_xlsx_export (session, export->to, &xlsx, crf_cli_progress, NULL, crf_cli_cancellable (), &sha256, &error))
    return crf_cli_fail_reading (error);
  g_print ("sha256\t%s\n", sha256);
  return CRF_EXIT_DONE;
}

/* What was written, in figures that can be compared with the journal. */
static CrfExit
print_hash (const char *path)
{
  g_autofree char *contents = NULL, *sha256 = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  if (!g_file_get_contents (path, &contents, &length, &error))
    return crf_cli_fail (error);
  sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) contents, length);
  g_print ("sha256\t%s\n", sha256);
  return CRF_EXIT_DONE;
}

static CrfExit
write_casebook (CrfSession *session,
                const Export *export)
{
  const CrfCasebookOptions casebook = { .subject = export->subject, .form = export->form, .event = export->event, .identifiers = export->identifiers,
                                        .audit = export->audit && !export->without_audit, .passphrase = export->passphrase };
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;

  if (crf_paper_casebook_write (session, &casebook, export->to, crf_cli_progress, NULL, crf_cli_cancellable (), &refusal, &error))
    return print_hash (export->to);
  return refusal != NULL ? crf_cli_refused (refusal) : crf_cli_fail_reading (error);
}

static CrfExit
write_odm (CrfSession *session,
           const Export *export)
{
  const CrfOdmOptions odm = { .subject = export->subject, .transactional = export->transactional, .audit = export->audit && !export->without_audit,
                              .identifiers = export->identifiers, .plain = export->plain, .passphrase = export->passphrase };
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;

  if (crf_odm_export (session, export->to, &odm, crf_cli_progress, NULL, crf_cli_cancellable (), &refusal, &error))
    return print_hash (export->to);
  return refusal != NULL ? crf_cli_refused (refusal) : crf_cli_fail_reading (error);
}

static CrfExit
write_checks (CrfSession *session,
              const Export *export)
{
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;

  if (crf_checks_csv_export (session, export->to, export->passphrase, &refusal, &error))
    return print_hash (export->to);
  return refusal != NULL ? crf_cli_refused (refusal) : crf_cli_fail_reading (error);
}

/* ── By the ending ── */

static const struct
{
  const char *ending;
  ExportWriter write;
  gboolean by_form; /* takes --form and --event */
  gboolean checks;  /* only with --checks */
} endings[] = {
  { ".xlsx", write_workbook, FALSE, FALSE },
  { ".pdf", write_casebook, TRUE, FALSE },
  { ".xml", write_odm, FALSE, FALSE },
  { ".csv", write_checks, FALSE, TRUE },
};

/* -1, said on standard error, where the name or the options do not fit. */
static int
find_ending (const Export *export)
{
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *ending = g_strconcat (endings[i].ending, export->encrypt ? CRF_TRANSPORT_SUFFIX : "", NULL);

      if (!g_str_has_suffix (export->to, ending) || endings[i].checks != export->checks)
        continue;
      if (export->transactional && export->identifiers)
        {
          g_printerr (_("“%s”: the transactions never hold names and hospital numbers; leave --identifiers out.\n"), export->to);
          return -1;
        }
      if ((export->form == NULL && export->event == NULL) || endings[i].by_form)
        return (int) i;
      g_printerr (_("“%s”: --form and --event choose what a .pdf holds; the other formats are whole.\n"), export->to);
      return -1;
    }
  g_printerr (_("“%s”: let the name end in .xlsx (workbook), .pdf (casebooks), .xml (ODM) or, with --checks, .csv; with --encrypt in %s after that.\n"), export->to,
              CRF_TRANSPORT_SUFFIX);
  return -1;
}

static CrfExit
run_export (const char *path,
            Export *export,
            ExportWriter write)
{
  CrfExit exit = CRF_EXIT_USAGE;
  CrfSession *session = crf_cli_sign_in (path, export->options, NULL, &exit);

  if (session == NULL)
    return exit;
  crf_cli_warn_read_only (session);
  if (export->encrypt)
    export->passphrase = crf_cli_read_new_passphrase (export->options->new_passphrase_fd, _("Passphrase of the encrypted file"));
  if (export->encrypt && export->passphrase == NULL)
    exit = CRF_EXIT_USAGE;
  else if (export->passphrase != NULL && !crf_cli_check_transport (session, export->passphrase))
    exit = CRF_EXIT_NO;
  else
    exit = write (session, export);
  crf_cli_close (session);
  return exit;
}

static void
export_clear (Export *export)
{
  g_free (export->to);
  g_free (export->subject);
  g_free (export->form);
  g_free (export->event);
  g_free (export->as);
  crf_cli_passphrase_free (export->passphrase);
}

CrfExit
crf_cli_export (int argc,
                char **argv)
{
  Export export = { NULL };
  g_auto (CrfCliOptions) options = { 0 };
  CrfExit exit = CRF_EXIT_USAGE;
  int ending;
  const GOptionEntry entries[] = {
    { "to", 'o', 0, G_OPTION_ARG_FILENAME, &export.to, N_("File to write: .xlsx (workbook), .pdf (casebooks), .xml (CDISC ODM), .csv (edit checks)"), N_("FILE") },
    { "subject", 's', 0, G_OPTION_ARG_STRING, &export.subject, N_("Only this subject"), N_("NUMBER") },
    { "form", 0, 0, G_OPTION_ARG_STRING, &export.form, N_("Only this form (.pdf)"), N_("FORM") },
    { "event", 0, 0, G_OPTION_ARG_STRING, &export.event, N_("Only this visit (.pdf)"), N_("EVENT") },
    { "identifiers", 0, 0, G_OPTION_ARG_NONE, &export.identifiers, N_("With names and hospital numbers"), NULL },
    { "audit", 0, 0, G_OPTION_ARG_NONE, &export.audit, N_("With the audit trail (the default of .xlsx)"), NULL },
    { "no-audit", 0, 0, G_OPTION_ARG_NONE, &export.without_audit, N_("Without the audit trail"), NULL },
    { "transactional", 0, 0, G_OPTION_ARG_NONE, &export.transactional, N_("Every transaction of the journal (.xml)"), NULL },
    { "plain", 0, 0, G_OPTION_ARG_NONE, &export.plain, N_("Without the program's own extension (.xml)"), NULL },
    { "checks", 0, 0, G_OPTION_ARG_NONE, &export.checks, N_("The list of edit checks of the study (.csv)"), NULL },
    { "encrypt", 0, 0, G_OPTION_ARG_NONE, &export.encrypt, N_("Under a passphrase of its own (OUT.xlsx.enc …)"), NULL },
    { "as", 0, 0, G_OPTION_ARG_STRING, &export.as, N_("As one of one's own roles"), N_("ROLE") },
    { NULL }
  };

  if (!crf_cli_parse (crf_cli_find_command ("export"), &options, entries, &argc, &argv))
    return CRF_EXIT_USAGE;
  export.options = &options;
  if (export.as != NULL)
    {
      g_free (options.role);
      options.role = g_steal_pointer (&export.as);
    }
  if (argc != 2 || export.to == NULL)
    exit = crf_cli_usage ("export");
  else if ((ending = find_ending (&export)) >= 0)
    exit = run_export (argv[1], &export, endings[ending].write);
  export_clear (&export);
  return exit;
}
