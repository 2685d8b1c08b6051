/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Imports a table, or the clinical data of an ODM file, into subjects and forms, in one transaction. A refused cell refuses the whole
 * import unless it is told to skip those. */

#pragma once

#include "crf-session.h"

G_BEGIN_DECLS

typedef enum
{
  CRF_IMPORT_STORED,
  CRF_IMPORT_REFUSED,
  CRF_IMPORT_QUERIED, /* stored, and a query was opened: outside a range, or against a cross-check */
} CrfImportResult;

typedef struct
{
  guint line;      /* of the file */
  char *column;    /* header */
  char *subject;   /* subject number; NULL if its row was refused */
  char *item;      /* item Name */
  char *before;    /* as shown to people; NULL: nothing was there */
  char *after;     /* "41.7 g/L" */
  CrfImportResult result;
  char *reason;    /* sentence; NULL when simply stored */
} CrfImportCell;

typedef struct
{
  gboolean dry_run;
  gboolean skip_refused;
  const char *reason; /* for changes of what stands in complete or signed forms; NULL: those are refused */
  const char *signature; /* path of the signature of an ODM file; NULL: NAME.sig beside it */
  const char *sha256; /* of the file that was looked at before: another one is not taken; NULL: whatever it is */
} CrfImportOptions;

typedef struct
{
  GPtrArray *cells;   /* CrfImportCell, in the order of the file */
  GPtrArray *unused;  /* char *: columns that the map does not name */
  GPtrArray *notes;   /* char *: sentences on what was kept as it was told and does not hold here */
  guint rows, subjects, stored, refused, queries;
  char *sha256;       /* of the file */
  char *signer;       /* who signed it, with the figures of a key that is known here; NULL: nobody, or nobody who is known */
  gboolean odm;       /* else a table */
  gboolean blocked;   /* nobody answers for the file: it was looked at, and not taken */
  gboolean whole;     /* the file comes in as it is or not at all: skip_refused does not hold */
  gboolean committed;
} CrfImportReport;


typedef void (*CrfImportProgress) (double fraction, gpointer data);
/* @map_path NULL: headers are item names. NULL only when nothing could be tried (unreadable file, faulty map, not permitted, cancelled). */
CrfImportReport *crf_import_csv (CrfSession *session, const char *csv_path, const char *map_path, const CrfImportOptions *options,
                                 CrfImportProgress progress, gpointer data, GCancellable *cancellable, GError **error);
/* The same for a file of either kind, by what is in it: a table, or CDISC ODM. An ODM file that this program exported from the same study and version is
 * taken over as it is, with its audit trail, whole or not at all (crf-transfer.h); any other one is entered value by value, where @map_path NULL
 * means that its OIDs are those of the study, and a group of the map is an ItemOID or "StudyEventOID/ItemOID". */
CrfImportReport *crf_import_file (CrfSession *session, const char *path, const char *map_path, const CrfImportOptions *options,
                                  CrfImportProgress progress, gpointer data, GCancellable *cancellable, GError **error);
void             crf_import_report_free (CrfImportReport *report);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfImportReport, crf_import_report_free)

G_END_DECLS
