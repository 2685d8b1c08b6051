/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writing ODM: elements and attributes with whatever text people typed, and the parts of the file. */

#pragma once

#include "crf-act.h"
#include "crf-coding.h"
#include "crf-export.h"
#include "crf-odm-export.h"
#include "crf-origin.h"
#include "crf-transfer.h"

#include <libxml/tree.h>
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
/* The content of the element that is open. */
void crf_odm_out_text (CrfOdmOut *self, const char *text);

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

/* ── Acts (crf-odm-acts.c) ── */

/* What a query or a deviation says, for readers that know nothing of the extension: one Annotation with flags. */
typedef struct
{
  const char *type, *state; /* "QUERY", "OPEN"; NULL: nothing is to be written */
  char *comment;
} CrfOdmNote;
void     crf_odm_out_read_note (CrfOdmOut *self, const CrfExportEntry *entry, const CrfOrigin *origin, CrfOdmNote *note);
void     crf_odm_note_clear (CrfOdmNote *note);
/* @transaction: "Insert", or NULL in a snapshot. */
void     crf_odm_out_write_note (CrfOdmOut *self, guint number, const char *transaction, const CrfOdmNote *note);
/* The act as the extension has it: with its place, who, when and why. Nothing in a plain file, and nothing where the entry is no act. */
void     crf_odm_out_write_act (CrfOdmOut *self, const CrfExportEntry *entry, const CrfOrigin *origin);
/* Those of the site, after the patients. */
gboolean crf_odm_out_write_site_acts (CrfOdmOut *self, GError **error);
/* OIDs of the code lists of flags. */
#define CRF_ODM_NOTE_TYPES "CL.SW.NOTETYPE"
#define CRF_ODM_NOTE_STATES "CL.SW.NOTESTATE"
extern const char *const crf_odm_note_types[], *const crf_odm_note_states[];

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CrfOdmNote, crf_odm_note_clear)

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

/* What words were coded with (crf-odm-coding.c): the code lists that the metadata get, and the annotation beside the words. @term: NULL or not coded: nothing.
 * @number: SeqNum, after those of other annotations. */
gboolean crf_odm_out_add_coding_lists (CrfOdmOut *self, xmlNode *study, GError **error);
void     crf_odm_out_write_coding (CrfOdmOut *self, const CrfItem *item, const CrfCodableTerm *term, guint number);

G_END_DECLS
