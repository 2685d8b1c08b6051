/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What has been written outside the study file is journalled, or is not left there. */

#pragma once

#include "crf-session.h"

G_BEGIN_DECLS

typedef struct
{
  const char *subject; /* NULL: of no single patient */
  const char *filter;  /* what it is */
  const char *to;      /* its name, as the journal gives it */
  const char *envelopes; /* how many, of the paper envelopes of an allocation list; NULL: it is something else */
} CrfWritten;

/* What was chosen, in words for the file itself: "All patients; without names and hospital numbers; with the audit trail". Free it. */
char    *crf_written_choice (const char *subject, gboolean identifiers, gboolean audit);
/* Who writes it: "Li Na (li, Research nurse), workstation ABCD2345". Free it. */
char    *crf_written_author (CrfSession *session);

/* SHA-256 of the file, hex. Free it. */
char    *crf_written_hash (const char *path, GError **error);

/* Makes @temporary anew and empty, readable for nobody else; what lay there under that name, a link to another file too, goes first. FALSE: errno. */
gboolean crf_written_reserve (const char *temporary);

/* Journals the whole file @temporary as an export, with the SHA-256 of its bytes (@sha256, may be NULL), then names it @path, replacing
 * what is there unless that is a study file or no ordinary file. FALSE with @refusal or @error: @temporary is removed, what is at @path
 * stays, and an entry that was made is followed by one with the fault. From read-only media nothing can be journalled: whoever may export
 * may, and the output says so. */
gboolean crf_written_publish (CrfSession *session, const CrfWritten *what, const char *temporary, const char *path, char **sha256,
                              CrfRefusal **refusal, GError **error);
/* Writes @data beside @path, unreadable for others, and publishes it so. */
gboolean crf_written_data (CrfSession *session, const CrfWritten *what, gconstpointer data, gsize size, const char *path, CrfRefusal **refusal,
                           GError **error);
/* The same, encrypted for transport under @passphrase unless that is NULL (then @path must not exist), with its last name in the journal. @temporary is
 * gone afterwards in any case. */
gboolean crf_written_place (CrfSession *session, const char *subject, const char *filter, const char *temporary, const char *path,
                            const char *passphrase, CrfRefusal **refusal, GError **error);

G_END_DECLS
