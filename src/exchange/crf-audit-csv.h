/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The whole audit trail as a CSV file that a spreadsheet sorts and filters. */

#pragma once

#include "crf-reader.h"

G_BEGIN_DECLS

/* UTF-8 with a byte-order mark, comma, CRLF (RFC 4180). @subject NULL: of all. Permission is asked, and the export journalled with its SHA-256
 * (@sha256 may be NULL). Nothing stays of a file that could not be finished. */
gboolean crf_audit_csv_export (CrfSession *session, const char *path, const char *subject, char **sha256, GError **error);

/* The same of the entries that pass; the file and its entry in the journal say which. */
gboolean crf_audit_csv_export_filtered (CrfSession *session, const char *path, const CrfAuditFilter *filter, char **sha256, GError **error);

G_END_DECLS
