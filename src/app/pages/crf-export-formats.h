/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the Exports page can write. */

#pragma once

#include <gio/gio.h>

#include "crf-dialogs.h"
#include "crf-session.h"

G_BEGIN_DECLS

typedef struct
{
  char *path;
  char *subject;       /* NULL: all */
  gboolean identifiers;
  gboolean audit;
  char *passphrase;    /* of the encrypted file; NULL: not encrypted */
} CrfExportChoice;

typedef void (*CrfExportProgress) (double fraction, gpointer data);

/* What of the choice a format heeds. */
typedef enum
{
  CRF_EXPORT_SUBJECT = 1 << 0,
  CRF_EXPORT_IDENTIFIERS = 1 << 1,
  CRF_EXPORT_AUDIT = 1 << 2,
  CRF_EXPORT_ENCRYPT = 1 << 3,
} CrfExportHeeds;

typedef struct
{
  const char *label;       /* N_() */
  const char *description; /* N_() */
  const char *part;        /* of the file's name: "casebooks"; "": nothing */
  const char *ending;      /* ".pdf" */
  CrfFileKind kind;
  CrfExportHeeds heeds;
  gboolean (*write) (CrfSession *session, const CrfExportChoice *choice, CrfExportProgress progress, gpointer data, GCancellable *cancellable,
                     CrfRefusal **refusal, GError **error);
} CrfExportFormat;

const CrfExportFormat *crf_export_formats (guint *n);

G_END_DECLS
