/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sealed allocation list: generated whole from 256 random bits before the first patient, stored as numbered slots each sealed apart;
 * to randomise is to take the next free slot, which needs no key. */

#pragma once

#include "crf-keyring.h"

G_BEGIN_DECLS

typedef struct
{
  const char *const *arms;    /* NULL-terminated OIDs */
  const int *ratios;          /* one for each arm */
  const int *block_sizes;     /* multiples of the sum of ratios are taken as given; one is drawn at random for each block */
  int n_block_sizes;
  const char *const *strata;  /* NULL-terminated levels; { "", NULL } for none */
  int slots;                  /* at least so many for each stratum; the last block is whole */
  const guchar *seed;         /* 32 bytes; only in DEMO files, else NULL: from the operating system */
} CrfAllocationPlan;

/* Pure: the arms of one stratum in order, from the seed (ChaCha20 stream keyed by seed, nonce from the stratum's index): replayable.
 * Returns an array of indices into plan->arms (int). */
GArray  *crf_allocation_sequence (const CrfAllocationPlan *plan, const guchar seed[32], int stratum, GError **error);
/* Generates and appends the list (slot.list, slot.add …). */
gboolean crf_allocation_generate (CrfTransaction *txn, const CrfAllocationPlan *plan, GError **error);
/* Takes the next free slot of @stratum for @subject: appends slot.draw. @number receives the allocation number ("R-009"). */
gboolean crf_allocation_draw (CrfTransaction *txn, const char *subject, const char *stratum, char **number, GError **error);
/* Designs without randomisation: gives @subject the next enrolment number ("E-009") and @arm (an OID); appends subject.enrol. */
gboolean crf_allocation_enrol (CrfTransaction *txn, const char *subject, const char *arm, char **number, GError **error);
/* The arm OID of a subject that has been drawn, for a holder of the allocation key; NULL with KEY error otherwise, NULL without error if not drawn. */
char    *crf_allocation_open (CrfStudyFile *file, CrfKeyring *keyring, const char *subject, GError **error);
/* Slots left, per stratum. */
int      crf_allocation_count_free (CrfStudyFile *file, const char *stratum);
int      crf_allocation_count (CrfStudyFile *file); /* all slots; 0: no list yet */

G_END_DECLS
