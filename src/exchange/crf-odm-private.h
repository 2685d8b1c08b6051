/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writing ODM: elements and attributes with whatever text people typed, and the parts of the file. */

#pragma once

#include "crf-export.h"
#include "crf-odm-export.h"
#include "crf-origin.h"
#include "crf-transfer.h"

#include <libxml/xmlwriter.h>

G_BEGIN_DECLS

#define CRF_ODM_NAMESPACE "http://www.cdisc.org/ns/odm/v1.3"
#define CRF_ODM_LOCATION "LOC.SITE"
#define CRF_ODM_SYSTEM "USR.SYSTEM" /* what the program stores by itself */

typedef struct
{
  xmlTextWriterPtr xml;
  CrfSession *session;
  CrfStudy *study;
  const CrfOdmOptions *options;
  GPtrArray *patients; /* CrfPatient */
  CrfOdmProgress progress;
  gpointer progress_data;
  GCancellable *cancellable;
  GHashTable *user_oids; /* login → OID */
  char *site;            /* its name */
  GPtrArray *foreign_users, *foreign_locations; /* CrfTransferParty: who and where the audit records of transferred entries name */
  gboolean failed;     /* something could not be written */
} CrfOdmOut;

void crf_odm_out_start (CrfOdmOut *self, const char *element);
void crf_odm_out_end (CrfOdmOut *self);
/* Nothing without @value; nothing of the extension ("sw:…") in a plain file. */
void crf_odm_out_attribute (CrfOdmOut *self, const char *name, const char *value);
void crf_odm_out_element (CrfOdmOut *self, const char *name, const char *text);

/* Study, people, meanings of signatures (crf-odm-study.c). */
gboolean crf_odm_out_write_study (CrfOdmOut *self, GError **error);
gboolean crf_odm_out_write_people (CrfOdmOut *self, GError **error);
/* SignatureDef OID of a meaning. Free it. */
char    *crf_odm_out_signature_oid (const char *meaning);
/* OIDs of who and where: one's own are told apart from namesakes that came with another file. Free them. */
char    *crf_odm_out_user_oid (CrfOdmOut *self, const char *login);
char    *crf_odm_out_location_oid (CrfOdmOut *self);
/* @at UTC ISO; @user login, NULL: the program. @origin: of an entry that came from another file, whose audit record it is; NULL: of this one. */
void     crf_odm_out_write_audit (CrfOdmOut *self, const CrfOrigin *origin, const char *user, const char *at, const char *reason, const char *source);

gboolean crf_odm_out_write_snapshot (CrfOdmOut *self, GError **error);
gboolean crf_odm_out_write_transactions (CrfOdmOut *self, GError **error);

/* One value as both kinds of file write it: attributes and, after the caller's audit record, the rest of the element. */
typedef struct
{
  const CrfItem *item; /* NULL: not of this version */
  const char *canonical, *entered, *unit, *comparator, *missing; /* @unit: OID */
  gboolean derived, sealed;
  const char *detail, *prompt; /* how it was computed or converted (JSON), and what the program had asked */
} CrfOdmValue;
void     crf_odm_out_write_value_attributes (CrfOdmOut *self, const CrfOdmValue *value);
void     crf_odm_out_write_value_rest (CrfOdmOut *self, const CrfOdmValue *value);

G_END_DECLS
