/* SPDX-License-Identifier: GPL-3.0-or-later */

/* CDISC ODM 1.3.2: the study with its definition, people and data. A snapshot holds what is in force; a transactional file every transaction of the
 * journal on subjects, visits, forms and values, in order, each with its audit record. What ODM has no place for stands in attributes of
 * urn:stemward:odm:1 (data/schema); without them the file is plain ODM. */

#pragma once

#include "crf-session.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  const char *subject;    /* number or key; NULL: all */
  gboolean transactional;
  gboolean audit;         /* a snapshot, too, says who stored each value and when */
  gboolean identifiers;   /* names, hospital numbers: only where the session holds the key; snapshot only */
  gboolean plain;         /* without the extension */
  const char *passphrase; /* encrypted for transport under it, or NULL; the file must not exist then */
} CrfOdmOptions;

typedef void (*CrfOdmProgress) (double fraction, gpointer data);

/* FALSE with @refusal or @error; then no file is left that the journal does not know. @options NULL: a snapshot of all. */
gboolean crf_odm_export (CrfSession *session, const char *path, const CrfOdmOptions *options, CrfOdmProgress progress, gpointer data,
                         GCancellable *cancellable, CrfRefusal **refusal, GError **error);

G_END_DECLS
