/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading the clinical data of an ODM 1.3 file, of ours or of others: one point an ItemData. Definitions in the file are read by study/. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  CRF_ODM_SUBJECT,
  CRF_ODM_EVENT,
  CRF_ODM_FORM,
  CRF_ODM_GROUP,
  CRF_ODM_ITEM,
} CrfOdmLevel;

/* An element of the data: of an item, or of a subject, visit, form or group as such. */
typedef struct
{
  CrfOdmLevel level;
  guint line;             /* of the file */
  char *subject, *event, *eventkey, *form, *formkey, *group, *groupkey, *item; /* keys NULL where the file has none */
  char *transaction;      /* "Insert", "Update", "Remove" …; of the element or above it; NULL: a snapshot */
  char *state;            /* of our extension: state of the visit or form, status of the subject */
  char *value;            /* NULL where IsNull */
  char *unit;             /* OID of the unit of @value */
  char *entered, *entered_unit, *comparator, *missing, *detail, *prompt; /* of our extension */
  gboolean derived, sealed;
  gboolean transfer;      /* says of a subject that it came from another file */
  char *user, *at, *reason, *source, *location; /* of the audit record; OIDs of user and location */
  char *act, *role;       /* of our extension: something that was done, and in which role; what is said of it is in @entered, @value, @prompt, @detail */
  char *meaning;          /* OID of the SignatureDef; NULL: not signed */
} CrfOdmPoint;

/* A User or Location of AdminData. */
typedef struct { char *oid, *login, *name, *type; } CrfOdmParty;

typedef struct
{
  char *file_type;        /* "Snapshot", "Transactional" */
  char *file_oid, *created, *system, *heads; /* SourceSystem and sw:Heads; may be NULL */
  char *study, *version;  /* OIDs */
  gboolean several;       /* data of several studies or versions: those of the first are named */
  GPtrArray *points;      /* CrfOdmPoint of items, in the order of the file */
  GPtrArray *records;     /* all of them, the points too, in the order in which their elements begin; borrowed from @points and @levels */
  GPtrArray *levels;      /* CrfOdmPoint of subjects, visits, forms and groups, of acts, and of items that are only the context of something */
  GPtrArray *users, *locations; /* CrfOdmParty */
  guint signatures;
} CrfOdmData;

/* NULL with @error: not readable as XML, not ODM 1, or no clinical data. The network is never asked; entities are not expanded, and a file that piles
 * them up, or has a text of more than 10 MB or elements 256 deep, is refused. Other versions of ODM 1, and none, are read by the names of the elements. */
CrfOdmData *crf_odm_read (const char *path, GError **error);
/* The same of @length bytes, for messages called @name. */
CrfOdmData *crf_odm_read_text (const char *text, gsize length, const char *name, GError **error);
void        crf_odm_data_free (CrfOdmData *data);
/* Whether the file begins like an ODM file, of whatever version: XML whose first element is ODM. */
gboolean    crf_odm_data_sniff (const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfOdmData, crf_odm_data_free)

G_END_DECLS
