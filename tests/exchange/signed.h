/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two study files of one study, for the tests of lists and definitions that come from elsewhere: the office that signs, the ward that takes in. */

#pragma once

#include "crf-test-study.h"

G_BEGIN_DECLS

/* A list for the definition of signed_set_up(). */
#define LIST "number,stratum,arm\n1003,M,medium-high\n1004,F,low\n1001,M,ARM.LOW\n"

typedef struct
{
  CrfTestStudy *office, *ward;
  CrfSession *statistician, *principal;      /* of the office */
  char *dir, *definition, *list, *signature; /* signature: of the list */
} SignedPair;

/* NCT06167473 with a list that is made elsewhere, by sex. */
void        signed_set_up (SignedPair *pair, gconstpointer data);
/* The same of another protocol, with strata as XML and another list. */
void        signed_begin (SignedPair *pair, const char *protocol, const char *strata, const char *list);
void        signed_tear_down (SignedPair *pair, gconstpointer data);

CrfSession *signed_add_person (CrfTestStudy *study, const char *login, const char *name, const char *roles);
char       *signed_read_text (const char *path);
void        signed_write_text (const char *path, const char *text);
char       *signed_replaced (const char *text, const char *from, const char *to);
/* The ward compares the figures and trusts the signer. */
void        signed_trust (SignedPair *pair, const char *signature);
/* "upload-allocation" or "activate-amendment" with the file at @path as argument @key. */
CrfOutcome *signed_try (CrfSession *session, const char *use_case, const char *key, const char *path, const char *confirm, const char *reason);
guint64     signed_count_entries (CrfTestStudy *study);
void        signed_assert_verifies (CrfTestStudy *study);

/* How many entries have that action, and what the last of them says. */
typedef struct { const char *action; char *canon, *detail, *reason; guint n; } SignedFound;
SignedFound signed_journal (CrfTestStudy *study, const char *action);
void        signed_found_clear (SignedFound *found);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SignedFound, signed_found_clear)

G_END_DECLS
