/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a transfer remembers between its records. */

#pragma once

#include "crf-detail.h"
#include "crf-place.h"
#include "crf-transfer.h"
#include "crf-use-case-private.h"

G_BEGIN_DECLS

/* Why something was set aside. */
typedef enum
{
  CRF_ASIDE_HOLD,
  CRF_ASIDE_RELEASE,
  CRF_ASIDE_LOT,
  CRF_ASIDE_CONSENT,
  CRF_ASIDE_RANGE,
  CRF_N_ASIDE
} CrfAside;

struct _CrfTransfer
{
  CrfUseCaseContext context;
  char *id;             /* of the entry that it begins with */
  char *reason;         /* of the entry that ends each patient's trail */
  GHashTable *subjects; /* number → key; "": refused, nothing more is said of it */
  GHashTable *places;   /* char *: subject and keys of visits, forms, rows and, in a snapshot, values that are in the file */
  GHashTable *ordinals; /* the same without the last key → how many there are */
  GHashTable *users, *locations; /* OID → CrfTransferParty that the file knows */
  GHashTable *acts;     /* keys of queries, deviations and reports that came in */
  GHashTable *lots, *other_lots; /* lots that came in, and those whose book is this file's */
  GPtrArray *aside[CRF_N_ASIDE]; /* names of what was set aside */
  gboolean has_patients; /* who were here before */
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

/* Appends the entry of the place of @level and of those above it, where they are not there yet. */
gboolean _crf_taking_add_places_above (CrfTaking *taking, CrfTransferLevel level, GError **error);
/* Who, when, where and under which name the record is found there, as "source" of an entry. */
JsonObject *_crf_taking_source (const CrfTaking *taking);
/* Fills in what @entry says of its place, and appends it with @detail and @source (NULL: that of the record). Takes both. */
gboolean _crf_taking_append (CrfTaking *taking, CrfEntry *entry, JsonObject *detail, JsonObject *source, GError **error);
/* The part of the record's detail that an entry of @action may carry; NULL with a fault. */
JsonObject *_crf_taking_detail (CrfTaking *taking, const char *action);
/* Records that are acts, and signatures (crf-transfer-act.c). */
gboolean _crf_taking_add_act (CrfTaking *taking, GError **error);
gboolean _crf_taking_add_signature (CrfTaking *taking, GError **error);
/* Keeps what was said there beside what stands here now. */
void     _crf_taking_say_instead (JsonObject *detail, JsonObject *source, const char *member, const char *words);
/* Whether @detail has only short texts, numbers and yes and no. */
gboolean _crf_taking_check_plain (CrfTaking *taking, JsonObject *detail);

/* Acts that a file cannot simply have done here (crf-transfer-site.c): @entry is completed, or *@aside is set. FALSE with @error; else look for a fault. */
gboolean _crf_taking_weigh (CrfTaking *taking, CrfEntry *entry, JsonObject *detail, JsonObject *source, gboolean *aside, GError **error);
/* Appends the record as one that is told and has no force. Takes both. */
gboolean _crf_taking_set_aside (CrfTaking *taking, JsonObject *detail, JsonObject *source, GError **error);

G_END_DECLS
