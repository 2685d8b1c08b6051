/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A scripted life of a double-blind study, which can be lived twice with the same people, clock and randomness: what differs between two files is
 * then the arms and nothing else. */

#pragma once

#include "crf-test-study.h"

G_BEGIN_DECLS

typedef struct
{
  char *dir, *path, *recovery;
  CrfInstant now;
  CrfSession *admin, *nurse, *investigator, *pharmacist, *checker; /* admin owns the file */
  GPtrArray *subjects; /* char *: numbers */
} BlindLife;

/* Replaces libsodium's random bytes by a stream that can be begun anew; to be called first in main(). */
void       blind_random_init (void);
void       blind_random_restart (void);
/* Finds two seeds for which the first two patients get opposite arms. */
void       blind_find_seeds (char **cells_first, char **placebo_first);
/* Only the file, its people, lots and the allocation list by @seed. @definition: a protocol's id, or the path of one. */
BlindLife *blind_life_begin (const char *definition, const char *seed);
/* The same and two patients who live: two infusions each, one partly given, one planned anew after its check, one postponed. */
BlindLife *blind_life_new (const char *definition, const char *seed);
void       blind_life_free (BlindLife *self);
/* Signs everybody out and closes the file, which stays. */
void       blind_life_close (BlindLife *self);
void       blind_life_set_now (BlindLife *self, const char *local);
/* As the three signatures of a lock leave it. */
void       blind_lock_study (BlindLife *self);
/* A patient who is randomised. Her number; owned by the life. */
const char *blind_life_add_subject (BlindLife *self);
/* Plans and checks at the pharmacy, whatever the arm; the preparation number, to be freed. */
char      *blind_life_prepare (BlindLife *self, const char *subject);
/* Order, go/no-go and identity check of what the pharmacy has prepared. */
void       blind_life_to_bedside (BlindLife *self, const char *subject);
/* Whether the subject gets the placebo, as the pharmacist sees it. */
gboolean   blind_life_is_placebo (BlindLife *self, const char *subject);
CrfSession *blind_life_sign_in (BlindLife *self, const char *login);
/* Logins of all blinded people. */
extern const char *const blind_logins[];

/* What every reader of conduct/ gives the session, as text. */
char      *blind_dump (CrfSession *session);
/* Boxes, hashes and signatures give way to their kind and length: what is left may not differ. Free it. */
char      *blind_mask (const char *text);
/* Somebody writes into an open field what tells the arm of the first patient: a leak that no definition can prevent, and that the test of
 * the blind must find. */
void       blind_life_leak (BlindLife *self, const char *cells, const char *placebo);

G_END_DECLS
