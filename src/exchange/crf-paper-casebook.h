/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The casebook on paper: all that one patient's record holds as the session may see it, with the signatures on it, and the blank forms of the study. */

#pragma once

#include "crf-session.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  const char *subject;        /* number or key; NULL: all patients, one after the other */
  const char *form, *event;   /* OID or name; NULL: all. With one of them only the forms are printed */
  gboolean identifiers;       /* names, hospital numbers: only where the session holds the key */
  gboolean audit;             /* with the audit trail of each patient */
  const char *passphrase;     /* encrypted for transport under it, or NULL; the file must not exist then */
} CrfCasebookOptions;

typedef void (*CrfPaperProgress) (double fraction, gpointer data);

/* FALSE with @refusal or @error; then no file is left that the journal does not know. @options NULL: all patients. */
gboolean crf_paper_casebook_write (CrfSession *session, const CrfCasebookOptions *options, const char *path, CrfPaperProgress progress, gpointer data,
                                   GCancellable *cancellable, CrfRefusal **refusal, GError **error);

/* Empty forms to write on, all or those of @event or @form (OID or name, or NULL). @annotated: with the names, types and codes that the data are stored
 * under, for the annotated case report form. */
gboolean crf_paper_blank_write (CrfSession *session, const char *event, const char *form, gboolean annotated, const char *path, CrfRefusal **refusal,
                                GError **error);

G_END_DECLS
