/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a transfer remembers between its records. */

#pragma once

#include "crf-place.h"
#include "crf-transfer.h"
#include "crf-use-case-private.h"

G_BEGIN_DECLS

struct _CrfTransfer
{
  CrfUseCaseContext context;
  char *id;             /* of the entry that it begins with */
  char *reason;         /* of the entry that ends each patient's trail */
  GHashTable *subjects; /* number → key; "": refused, nothing more is said of it */
  GHashTable *places;   /* char *: subject and keys of visits, forms, rows and, in a snapshot, values that are in the file */
  GHashTable *ordinals; /* the same without the last key → how many there are */
  GHashTable *users, *locations; /* OIDs that the file knows */
  guint n_subjects;
};

#define CRF_TRANSFER_KEY_LENGTH 64

/* What one record becomes. */
typedef struct
{
  CrfTransfer *transfer;
  const CrfTransferRecord *record;
  const CrfEvent *event;
  const CrfForm *form;
  const CrfItemGroup *group;
  const CrfItemRef *ref;
  const char *keys[3];  /* of visit, form and row; "1" where the level does not repeat */
  const char *subject;  /* opaque key */
  char *fault;
} CrfTaking;

/* FALSE, so that a check can return it; the first fault stays. */
gboolean _crf_taking_refuse (CrfTaking *taking, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* Whether the record's TransactionType is @type. */
gboolean _crf_taking_is (const CrfTaking *taking, const char *type);
/* Fills in the place down to the record's level; FALSE with the fault set: there is none such. */
gboolean _crf_taking_find_place (CrfTaking *taking);

G_END_DECLS
