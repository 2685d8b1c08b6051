/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One function a format, and the table of them. */

#include "crf-export-formats.h"

#include <glib/gi18n-lib.h>

#include "crf-checks-csv.h"
#include "crf-odm-export.h"
#include "crf-paper-casebook.h"
#include "crf-paper-delegations.h"
#include "crf-paper-sources.h"
#include "crf-xlsx-export.h"

static gboolean
write_workbook (CrfSession *session, const CrfExportChoice *choice, CrfExportProgress progress, gpointer data, GCancellable *cancellable,
                CrfRefusal **refusal, GError **error)
{
  const CrfXlsxOptions options = { .subject = choice->subject, .identifiers = choice->identifiers, .audit = choice->audit,
                                   .passphrase = choice->passphrase };

  return crf_xlsx_export (session, choice->path, &options, progress, data, cancellable, NULL, error);
}

static gboolean
write_casebooks (CrfSession *session, const CrfExportChoice *choice, CrfExportProgress progress, gpointer data, GCancellable *cancellable,
                 CrfRefusal **refusal, GError **error)
{
  const CrfCasebookOptions options = { .subject = choice->subject, .identifiers = choice->identifiers, .audit = choice->audit,
                                       .passphrase = choice->passphrase };

  return crf_paper_casebook_write (session, &options, choice->path, progress, data, cancellable, refusal, error);
}

static gboolean
write_blank (CrfSession *session, const CrfExportChoice *choice, CrfExportProgress progress, gpointer data, GCancellable *cancellable,
             CrfRefusal **refusal, GError **error)
{
  return crf_paper_blank_write (session, NULL, NULL, FALSE, choice->path, refusal, error);
}

static gboolean
write_annotated (CrfSession *session, const CrfExportChoice *choice, CrfExportProgress progress, gpointer data, GCancellable *cancellable,
                 CrfRefusal **refusal, GError **error)
{
  return crf_paper_blank_write (session, NULL, NULL, TRUE, choice->path, refusal, error);
}

static gboolean
write_odm (CrfSession *session, const CrfExportChoice *choice, CrfExportProgress progress, gpointer data, GCancellable *cancellable,
           CrfRefusal **refusal, GError **error)
{
  const CrfOdmOptions options = { .subject = choice->subject, .identifiers = choice->identifiers, .audit = choice->audit,
                                  .passphrase = choice->passphrase };

  return crf_odm_export (session, choice->path, &options, progress, data, cancellable, refusal, error);
}

static gboolean
write_transactions (CrfSession *session, const CrfExportChoice *choice, CrfExportProgress progress, gpointer data, GCancellable *cancellable,
                    CrfRefusal **refusal, GError **error)
{
  const CrfOdmOptions options = { .subject = choice->subject, .transactional = TRUE, .passphrase = choice->passphrase };

  return crf_odm_export (session, choice->path, &options, progress, data, cancellable, refusal, error);
}

static gboolean
write_checks (CrfSession *session, const CrfExportChoice *choice, CrfExportProgress progress, gpointer data, GCancellable *cancellable,
              CrfRefusal **refusal, GError **error)
{
  return crf_checks_csv_export (session, choice->path, choice->passphrase, refusal, error);
}

static gboolean
write_sources (CrfSession *session, const CrfExportChoice *choice, CrfExportProgress progress, gpointer data, GCancellable *cancellable,
               CrfRefusal **refusal, GError **error)
{
  return crf_paper_sources_write (session, choice->path, refusal, error);
}

static gboolean
write_delegations (CrfSession *session, const CrfExportChoice *choice, CrfExportProgress progress, gpointer data, GCancellable *cancellable,
                   CrfRefusal **refusal, GError **error)
{
  return crf_paper_delegations_write (session, choice->path, refusal, error);
}

#define HEEDS_ALL (CRF_EXPORT_SUBJECT | CRF_EXPORT_IDENTIFIERS | CRF_EXPORT_AUDIT | CRF_EXPORT_ENCRYPT)

static const CrfExportFormat formats[] = {
  { N_("Excel workbook"),
    N_("Study and open questions, data dictionary, subjects, eligibility, infusions, visits with real numbers and dates, scores, events."), "", ".xlsx",
    CRF_FILE_WORKBOOK, HEEDS_ALL, write_workbook },
  { N_("Casebooks (PDF)"), N_("All that each patient's record holds, on paper: forms, scores, signatures, queries, deviations."), "casebooks", ".pdf",
    CRF_FILE_PDF, HEEDS_ALL, write_casebooks },
  { N_("CDISC ODM, what is in force (XML)"), N_("The study with its definition and the data as they stand, for transfer and analysis (ODM 1.3.2, Snapshot)."), "odm",
    ".xml", CRF_FILE_DEFINITION, HEEDS_ALL, write_odm },
  { N_("CDISC ODM, every transaction (XML)"),
    N_("Who stored which value when and why, in the order of the audit trail, for archive and inspection (ODM 1.3.2, Transactional)."), "odm-transactional",
    ".xml", CRF_FILE_DEFINITION, (CrfExportHeeds) (CRF_EXPORT_SUBJECT | CRF_EXPORT_ENCRYPT), write_transactions },
  { N_("Blank case report forms (PDF)"), N_("All forms to write on, for the day on which the program cannot be used."), "blank-forms", ".pdf",
    CRF_FILE_PDF, (CrfExportHeeds) 0, write_blank },
  { N_("Annotated case report form (PDF)"), N_("All forms with the names, types, units and codes that the data are stored under."), "annotated-forms",
    ".pdf", CRF_FILE_PDF, (CrfExportHeeds) 0, write_annotated },
  { N_("Source data list (PDF)"), N_("Where the original of each item is: chart, laboratory report, paper, device or this system. Set it under Study & users."),
    "sources", ".pdf", CRF_FILE_PDF, (CrfExportHeeds) 0, write_sources },
  { N_("Delegation and training log (PDF)"), N_("Who may do what from when to when, who was trained in what, and the principal investigator’s signatures."),
    "delegations", ".pdf", CRF_FILE_PDF, (CrfExportHeeds) 0, write_delegations },
  { N_("List of edit checks (CSV)"), N_("Every range, cross-check, derivation, window and gate that the program checks in this study."), "checks", ".csv",
    CRF_FILE_CSV, CRF_EXPORT_ENCRYPT, write_checks },
};

const CrfExportFormat *
crf_export_formats (guint *n)
{
  *n = G_N_ELEMENTS (formats);
  return formats;
}
