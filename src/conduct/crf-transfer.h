/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What another study file of the same study and version says of its patients comes into this one, as it was there: values with what was typed, computed ones
 * with how, visits, forms and rows with their keys, states, and who did each of it, when and why. All of it is one transaction, made by whoever imports; the
 * audit record of the other file stands in the detail of each entry (crf-origin.h), because nobody can write a journal in somebody else's name. Nothing is
 * judged anew: what was odd was asked and answered there. Queries, deviations, consents, samples, infusion days and reports come in as what they are, under
 * the words for their author there, so that a query that is open goes on here. A signature holds in the file where it was made; here it is shown as one that
 * was given there, checked against the key it names, and opens nothing. Who was allocated there has that number here, and no slot of this file. What was
 * sealed does not travel; that there was something is recorded.
 *
 * Marks of source data verification and codings hold here as they did there: they are of values that came along unchanged. What governs patients here, or what
 * may be given to one, is not decided by a file: freezing and locking, the release of a lot, and consent forms and reference ranges that
 * would hold for patients who were here before are set aside. That is, the journal keeps them as they were told, the next export tells
 * them on, and the report says so. */

#pragma once

#include "crf-session.h"

G_BEGIN_DECLS

typedef enum
{
  CRF_TRANSFER_SUBJECT,
  CRF_TRANSFER_EVENT,
  CRF_TRANSFER_FORM,
  CRF_TRANSFER_GROUP,
  CRF_TRANSFER_VALUE,
} CrfTransferLevel;

/* One transaction, or one thing that is in force. Strings are borrowed, NULL where the file says nothing; OIDs and keys as in ODM. */
typedef struct
{
  CrfTransferLevel level;
  const char *type;           /* "Insert", "Update", "Remove", "Context"; NULL: of a snapshot */
  const char *subject;        /* its number */
  const char *event, *eventkey, *form, *formkey, *group, *groupkey, *item;
  const char *state;          /* of a visit or a form; the status of a subject */
  const char *canonical, *entered, *unit, *comparator, *missing; /* @unit: OID of what was entered */
  gboolean derived, sealed;
  gboolean transfer;          /* says of a patient that the file had it from another one */
  const char *meaning;        /* of a signature */
  const char *detail, *prompt, *reason;
  const char *user, *at, *location, *id; /* of the audit record */
  const char *act;            /* something that was done (crf-act.h), not a value or a state; what is said of it is in @entered, @canonical, @prompt, @detail */
  const char *role;           /* in which it was done there */
} CrfTransferRecord;

/* Somebody, or some place, that audit records speak of. */
typedef struct { char *oid, *login, *name, *type; } CrfTransferParty;
CrfTransferParty *crf_transfer_party_new (const char *oid, const char *login, const char *name, const char *type);
void              crf_transfer_party_free (CrfTransferParty *party);

typedef struct
{
  const char *name, *sha256;                 /* of the file */
  const char *signer;                        /* who signed it, with the figures of the key; NULL: nobody, and a data manager answers for it */
  const char *oid, *type, *created, *heads;  /* FileOID, FileType, CreationDateTime, sw:Heads; may be NULL */
  const GPtrArray *users, *locations;        /* CrfTransferParty */
} CrfTransferFile;

typedef struct _CrfTransfer CrfTransfer;

/* The same permission as an import of a table. CRF_BATCH_ERROR_NOT_PERMITTED with the refusal's sentence as message. */
CrfTransfer *crf_transfer_begin (CrfSession *session, const CrfTransferFile *file, GError **error);
/* FALSE with @error: a broken thing, the transfer can only be freed. TRUE with @fault (free it): the record was not taken, and why. */
gboolean     crf_transfer_add (CrfTransfer *self, const CrfTransferRecord *record, char **fault, GError **error);
/* Patients so far. */
guint        crf_transfer_count_subjects (CrfTransfer *self);
/* What was kept as it was told, and does not hold here, and why: sentences (char *). */
GPtrArray   *crf_transfer_list_notes (CrfTransfer *self);
gboolean     crf_transfer_commit (CrfTransfer *self, GError **error);
/* Takes everything back that was not committed. */
void         crf_transfer_free (CrfTransfer *self);

/* People and places that came with files before, oldest first: CrfTransferParty. FALSE with @error. */
gboolean     crf_transfer_list_parties (CrfSession *session, GPtrArray **users, GPtrArray **locations, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfTransfer, crf_transfer_free)

G_END_DECLS
