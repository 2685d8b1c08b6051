/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which column of a table goes into which item: a GKeyFile with one group a column. The importer knows nothing of columns; this does.
 *
 *   [BILI_S]
 *   item=TBIL             Name or OID
 *   unit=umol/L           symbol, UCUM or OID; needed where the item takes several
 *   event=SE.SCREENING    Name or OID; needed where the item is in several events
 *   codes=male=M;female=F what stands in the cell = code of the item
 *   use=subject           instead of item: the cell names a subject who is in the file already
 *   use=repeat            instead of item: the cell says which of several infusions or unscheduled visits the line is about, by number, day, or day and time;
 *                         event= says of which visit, where several of the map repeat
 *   column=Bili [mg/dL]   where the column's name cannot be that of a group
 */

#pragma once

#include "crf-csv.h"
#include "crf-study.h"

G_BEGIN_DECLS

typedef struct
{
  int column;            /* index in the CSV */
  char *name;            /* of the column */
  const CrfItem *item;
  const CrfItemUnit *unit; /* NULL: the item has none */
  const CrfEvent *event;
  gboolean demographic;    /* on the demographics form: goes in with the registration of a new subject */
  GHashTable *codes;     /* cell → code; NULL: cells are codes */
} CrfImportColumn;

/* The column that says which repeat of the event a line is about. */
typedef struct { int column; char *name; const CrfEvent *event; } CrfImportRepeat;

typedef struct
{
  GPtrArray *columns;    /* CrfImportColumn, in the order of the CSV */
  GPtrArray *repeats;    /* CrfImportRepeat */
  int subject_column;    /* -1: each row registers a new subject */
  GPtrArray *unused;     /* char *: columns of the CSV that the map does not name */
} CrfImportMap;

#define CRF_IMPORT_MAP_ERROR (crf_import_map_error_quark ())
typedef enum
{
  CRF_IMPORT_MAP_ERROR_READ,
  CRF_IMPORT_MAP_ERROR_COLUMN, /* a group names no column of the CSV */
  CRF_IMPORT_MAP_ERROR_ITEM,   /* unknown item, event, unit or code */
} CrfImportMapError;

GQuark        crf_import_map_error_quark (void);
/* All faults of the map are in one message, a line each. @path NULL: columns whose header is an item's Name or OID go there. */
CrfImportMap *crf_import_map_read (const char *path, const CrfCsv *csv, const CrfStudy *study, GError **error);
void          crf_import_map_free (CrfImportMap *map);
/* NULL: no column says which repeat of @event is meant. */
const CrfImportRepeat *crf_import_map_find_repeat (const CrfImportMap *map, const CrfEvent *event);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfImportMap, crf_import_map_free)

G_END_DECLS
