/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where an entry came from that was transferred from another study file: who made it there, when, and under which name it is found there. The journal
 * entry itself is the act of the person who imported it; this stands in its detail, as "source". */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CRF_ORIGIN_ASIDE "aside" /* an act that holds in the other file: it is kept as it was told, and nothing follows from it here */

/* Strings NULL where nothing is known. @user and @location are OIDs of the file that brought them. */
typedef struct
{
  char *id, *user, *at, *location;
  char *what;     /* of a record that has no force here: "sealed" (a value that did not travel), "sign" (a signature, which holds there) or CRF_ORIGIN_ASIDE */
  char *act, *value, *canonical, *prompt, *subject; /* of what was set aside: the act that it is there, what it says, and the number of the patient */
  char *type;     /* its TransactionType */
  char *meaning;  /* of that signature */
  char *role;     /* in which it was done there */
  char *transfer; /* the entry of the import that brought it: "ws:seq" */
  gboolean derived;
  char *detail;   /* what else the entry's detail says that may go with the data, as JSON; NULL: nothing */
} CrfOrigin;

/* Reads the detail of an entry of @action. TRUE: the entry came from another file, and its audit record (user, at, id) is known. */
gboolean    crf_origin_read (const char *action, const char *detail, CrfOrigin *origin);
void        crf_origin_clear (CrfOrigin *origin);
/* Whether the detail of a CRF_ACTION_TRANSFER_RECORD is of something that was set aside. */
gboolean    crf_origin_is_aside (const char *detail);
/* The members of @detail (JSON) that an entry of @action may carry from one file to another, as an object to go on with. NULL: @detail is no JSON. */
struct _JsonObject *crf_origin_filter (const char *action, const char *detail);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CrfOrigin, crf_origin_clear)

G_END_DECLS
