/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How lists and slots come into the journal, whatever made them. */

#pragma once

#include "crf-allocation-list.h"
#include "crf-seal.h"

G_BEGIN_DECLS

typedef struct
{
  const char *list;
  const char *secret;       /* JSON: everything needed to make it again */
  const char *commitment;   /* hex SHA-256 */
  const char *design;       /* JSON: what everybody may see */
  const guchar *allocation; /* public key */
} CrfNewList;

typedef struct
{
  const char *list;
  gint64 number;
  const char *stratum, *station, *label, *arm;
  const guchar *allocation; /* public key */
} CrfNewSlot;

gboolean _crf_list_append (CrfTransaction *txn, const CrfNewList *list, GError **error);
/* The entry slot.list of @list, with what is sealed in it (JSON) opened by a ring that holds allocation. NULL with @error; free it. */
char    *_crf_list_open (CrfStudyFile *file, CrfKeyring *keyring, const char *list, GError **error);
/* The arm under a key of its own, the key sealed to allocation. */
gboolean _crf_slot_append (CrfTransaction *txn, const CrfNewSlot *slot, GError **error);
/* slot.draw; @number receives the allocation number. */
gboolean _crf_slot_take (CrfTransaction *txn, const CrfNewSlot *slot, const char *subject, char **number, GError **error);
/* Stratum and opened arm of all who were drawn before slot @number of @list (NULL: all), in the order of the journal. CrfMinimised. */
GArray  *_crf_allocation_history (CrfStudyFile *file, CrfKeyring *keyring, const CrfMinimisationPlan *plan, const char *list, gint64 number,
                                  GError **error);
void     _crf_seed_commitment (const guchar seed[32], char commitment[65]);
/* SHA-256 of the random text and of the SHA-256 of the file that a list came in. */
void     _crf_source_commitment (const char *nonce, const char *sha256, char commitment[65]);

G_END_DECLS
