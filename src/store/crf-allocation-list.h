/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sealed allocation list: generated whole from 256 random bits before the first patient, stored as numbered slots each sealed apart;
 * to randomise is to take the next free slot, which needs no key. */

#pragma once

#include "crf-keyring.h"
#include "crf-minimisation.h"

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
  const char *const *stations; /* NULL-terminated: each workstation that may randomise gets slots of its own; NULL: any may draw any */
} CrfAllocationPlan;

/* One line of a list that was made elsewhere. */
typedef struct
{
  const char *label;   /* its randomisation number */
  const char *stratum; /* levels as the definition has them, separated by "|"; "" for none */
  const char *station; /* NULL: any */
  const char *arm;     /* OID */
} CrfUploadedSlot;

typedef struct
{
  char *stratum, *station; /* station NULL: any workstation may draw */
  int total, free;
  gboolean here;           /* this workstation may draw them */
} CrfSlotCount;

/* Pure: the arms of one stratum in order, from the seed (ChaCha20 stream keyed by seed, nonce from the stratum's index): replayable.
 * Returns an array of indices into plan->arms (int). */
GArray  *crf_allocation_sequence (const CrfAllocationPlan *plan, const guchar seed[32], int stratum, GError **error);
/* Generates and appends the list (slot.list, slot.add …). */
gboolean crf_allocation_generate (CrfTransaction *txn, const CrfAllocationPlan *plan, GError **error);
/* Takes the next free slot of @stratum for @subject: appends slot.draw. @number receives the allocation number ("R-009"). */
gboolean crf_allocation_draw (CrfTransaction *txn, const char *subject, const char *stratum, char **number, GError **error);
/* Designs without randomisation: gives @subject the next enrolment number ("E-009") and @arm (an OID); appends subject.enrol. */
/* @date: the ISO day it took place, where that was another than today; NULL: today. */
gboolean crf_allocation_enrol (CrfTransaction *txn, const char *subject, const char *arm, const char *date, char **number, GError **error);
/* The arm OID of a subject that has been drawn, for a holder of the allocation key; NULL with KEY error otherwise, NULL without error if not drawn. */
char    *crf_allocation_open (CrfStudyFile *file, CrfKeyring *keyring, const char *subject, GError **error);
/* Slots left, per stratum. */
int      crf_allocation_count_free (CrfStudyFile *file, const char *stratum);
int      crf_allocation_count (CrfStudyFile *file); /* all slots; 0: no list yet */
/* Whether the patient was allocated in another study file that told no arm: this one has nothing to open. */
gboolean crf_allocation_is_elsewhere (CrfStudyFile *file, const char *subject);
/* Those that this workstation may draw. */
int      crf_allocation_count_free_here (CrfStudyFile *file, const char *stratum);
/* Whether the next slot of the stratum may have been drawn already, in what this file has lost: since the slot was made the file was restored or came to
 * another computer, the list is everybody's, and nothing of the stratum was drawn since. */
gboolean crf_allocation_may_repeat (CrfStudyFile *file, const char *stratum);
/* The same of the next number where there are no slots: nobody was allocated since. */
gboolean crf_allocation_number_may_repeat (CrfStudyFile *file);
int      crf_allocation_count_lists (CrfStudyFile *file);
GPtrArray *crf_allocation_counts (CrfStudyFile *file, GError **error); /* CrfSlotCount, one a stratum and workstation */

/* Seals a list that a statistician made, slot by slot in its order. @sha256: of the file it was read from, as the commitment; @slots:
 * CrfUploadedSlot. */
gboolean crf_allocation_upload (CrfTransaction *txn, const GPtrArray *slots, const char *sha256, GError **error);

/* Begins minimisations on the workstation of this file: a seed is sealed and committed to. @seed as in CrfAllocationPlan. */
gboolean crf_allocation_begin_minimisation (CrfTransaction *txn, const CrfMinimisationPlan *plan, const guchar *seed, GError **error);
/* Whether it was begun here, with exactly this plan. */
gboolean crf_allocation_has_minimisation (CrfStudyFile *file, const CrfMinimisationPlan *plan);
/* Opens the arms of all who were drawn before (a ring that holds "allocation"), chooses the next one and appends slot.add and slot.draw, the same
 * entries as a draw from a list leaves. */
gboolean crf_allocation_minimise (CrfTransaction *txn, CrfKeyring *keyring, const CrfMinimisationPlan *plan, const char *subject,
                                  const char *stratum, char **number, GError **error);

/* What a holder of the key finds who makes a list again from its seed. */
typedef struct
{
  char *list, *method, *at; /* "permuted-blocks", "list" or "minimisation"; UTC */
  char *commitment;         /* SHA-256 of the seed, or of the uploaded file */
  int slots, drawn;
  GPtrArray *faults;        /* char *: sentences, none of which tells an arm */
} CrfReplay;
/* Opens the seed of each list, makes the list again and compares every slot, and the order in which they were drawn. CrfReplay. KEY error without
 * the key. @rows: for uploaded lists, CrfUploadedSlot of the source, or NULL: they are only opened. */
GPtrArray *crf_allocation_replay (CrfStudyFile *file, CrfKeyring *keyring, const GPtrArray *rows, const char *sha256, GError **error);

G_END_DECLS
