/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The Excel workbook: study, dictionary, subjects, eligibility, infusions, visits, scores, events, audit trail. */

#pragma once

#include "crf-session.h"

G_BEGIN_DECLS

typedef struct
{
  const char *subject;    /* number; NULL: all */
  gboolean identifiers;   /* names, hospital numbers: only where the session holds the key */
  gboolean audit;         /* the audit trail sheet */
  const char *passphrase; /* encrypted for transport under it, or NULL; the file must not exist then */
} CrfXlsxOptions;

#define CRF_XLSX_ERROR (crf_xlsx_error_quark ())
typedef enum
{
  CRF_XLSX_ERROR_PERMISSION,
  CRF_XLSX_ERROR_WRITE,     /* disk full, folder not writable: the message says which */
  CRF_XLSX_ERROR_TOO_LARGE, /* more rows than a sheet has */
} CrfXlsxError;

GQuark   crf_xlsx_error_quark (void);

typedef void (*CrfXlsxProgress) (double fraction, gpointer data);
/* Writes @path whole or not at all, and journals the export with the file's SHA-256 (@sha256, may be NULL; free it). @options NULL: all
 * subjects, no identifiers, with the audit trail. */
gboolean crf_xlsx_export (CrfSession *session, const char *path, const CrfXlsxOptions *options, CrfXlsxProgress progress, gpointer data,
                          GCancellable *cancellable, char **sha256, GError **error);

G_END_DECLS
