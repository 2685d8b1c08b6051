/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Breaking the code of one patient: the key of her slot, as 8 checked groups on paper, opens her arm and nobody else's. */

#pragma once

#include "crf-keyring.h"

G_BEGIN_DECLS

#define CRF_SLOT_CODE_GROUPS 8

/* The key of a slot as it is printed: 8 groups of 8 base32 characters, each 32 bits of the key and 8 bits that check them and their place. */
char      *crf_slot_code_format (const guchar *key);
/* Reads it back (blanks, case, hyphens folded). FALSE with the first group that does not hold in *group, 0: too few or too many characters. */
gboolean   crf_slot_code_parse (const char *text, guchar *key, int *group);

/* One slot as its paper envelope says it. Secret. */
typedef struct
{
  int list;        /* 1, 2 …: in the order the lists were made */
  int number;      /* of the slot in its list */
  char *stratum, *arm, *code;
} CrfEnvelope;
void       crf_envelope_free (CrfEnvelope *envelope);
/* All slots in order, opened with a ring that holds allocation. KEY if it does not, DAMAGED if a slot is not as its entry made it. */
GPtrArray *crf_allocation_list_envelopes (CrfStudyFile *file, CrfKeyring *keyring, GError **error);
/* Which envelope is the subject's; FALSE: none was drawn. */
gboolean   crf_allocation_find_envelope (CrfStudyFile *file, const char *subject, int *list, int *number);

/* The arm OID of the subject by the key from her envelope. PASSPHRASE if the code is mistyped or another slot's. */
char      *crf_allocation_open_with_code (CrfStudyFile *file, const char *subject, const char *code, GError **error);

/* Which envelope a code is of, and whose it is (@subject NULL: nobody drew it yet; free it). FALSE: it is mistyped, or of none of this study. */
gboolean   crf_allocation_find_code (CrfStudyFile *file, const char *code, int *list, int *number, char **subject);

/* Appends code.break: @login may know the arm of @subject from now on; it is sealed to that account. @via: envelope or key. */
gboolean   crf_code_break_append (CrfTransaction *txn, const char *subject, const char *login, const char *via, const char *arm,
                                  const char *reason, GError **error);
typedef struct { char *subject, *login, *via, *by, *reason, *at, *box, *id; } CrfCodeBreakRecord;
void       crf_code_break_record_free (CrfCodeBreakRecord *record);
/* Of a subject, NULL: of all; oldest first. */
GPtrArray *crf_code_break_list (CrfStudyFile *file, const char *subject, GError **error);
/* The arm OID that a code break gave the ring's account; NULL: none. */
char      *crf_code_break_open (CrfStudyFile *file, CrfKeyring *keyring, const char *subject);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfEnvelope, crf_envelope_free)

G_END_DECLS
