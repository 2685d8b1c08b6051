/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading the clinical data of an ODM 1.3 file, of ours or of others: one point an ItemData. Definitions in the file are read by study/. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  char *subject, *event, *eventkey, *form, *formkey, *group, *groupkey, *item; /* keys NULL where the file has none */
  char *transaction;      /* "Insert", "Update", "Remove" …; of the element or above it; NULL: a snapshot */
  char *value;            /* NULL where IsNull */
  char *unit;             /* OID of the unit of @value */
  char *entered, *entered_unit, *comparator, *missing; /* of our extension */
  gboolean derived, sealed;
  char *user, *at, *reason, *source; /* of the audit record; OID of the user */
} CrfOdmPoint;

typedef struct
{
  char *file_type;        /* "Snapshot", "Transactional" */
  char *study, *version;  /* OIDs */
  GPtrArray *points;      /* CrfOdmPoint, in the order of the file */
  guint signatures;
} CrfOdmData;

/* NULL with @error: not readable as XML, not ODM 1.3, or no clinical data. The network is never asked; entities are not expanded. */
CrfOdmData *crf_odm_read (const char *path, GError **error);
void        crf_odm_data_free (CrfOdmData *data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfOdmData, crf_odm_data_free)

G_END_DECLS
