/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Repeats of two entries side by side. Two people who copy the same sheet need not begin with the same line: which repeat of the first entry one of
 * the second entry is, is told by its key (the first date or time among its items), and where that fails by what both say. */

#pragma once

#include "crf-second-entry.h"

G_BEGIN_DECLS

/* One level of repeats at a visit: of a group in one repeat of a form, or (group NULL) of the form itself. */
typedef struct
{
  CrfSession *session;
  const char *subject;         /* key */
  const char *event, *eventkey;
  const CrfForm *form;
  const CrfItemGroup *group;   /* NULL: the form repeats, and its groups that do not repeat are the row */
  const char *first_formkey;   /* of a group: the repeat of the form in each entry */
  const char *second_formkey;
} CrfSecondLevel;

typedef struct
{
  const CrfItem *item;
  char *text;        /* canonical: what is compared */
  const char *user;  /* borrowed from the record */
  gpointer record;   /* CrfValueRecord or CrfSecondRecord, owned by the rows' store */
} CrfSecondCell;

typedef struct
{
  char *formkey, *groupkey;   /* groupkey NULL: the form repeats */
  const char *key;            /* text of the key item, NULL: none yet */
  GPtrArray *cells;           /* CrfSecondCell */
  char *first_formkey, *first_groupkey; /* of a row of the second entry: what it was found to be; NULL: nothing so far */
} CrfSecondRow;

typedef struct
{
  CrfSecondLevel level;
  gboolean keyed;     /* rows of it have a date or time */
  GPtrArray *first;   /* CrfSecondRow in the order they were begun */
  GPtrArray *second;
  GPtrArray *store;   /* arrays of records that cells borrow from */
} CrfSecondRows;

CrfSecondRows *crf_second_rows_new (const CrfSecondLevel *level, GError **error);
void           crf_second_rows_free (CrfSecondRows *self);
/* The row of the second entry with these keys, added where it is new. */
CrfSecondRow  *crf_second_rows_take (CrfSecondRows *self, const char *formkey, const char *groupkey);
/* Sets what is typed now. */
void           crf_second_row_set (CrfSecondRows *self, CrfSecondRow *row, const CrfItem *item, const CrfValue *value);
CrfSecondCell *crf_second_row_find (const CrfSecondRow *row, const CrfItem *item);
/* The row of the first entry that @row was found to be, or NULL. */
CrfSecondRow  *crf_second_rows_first_of (CrfSecondRows *self, const CrfSecondRow *row);
/* … that it is by what has been typed of it so far: the same key; where rows have no key, the only one that agrees. NULL: none, or not to be told yet. */
CrfSecondRow  *crf_second_rows_match (CrfSecondRows *self, const CrfSecondRow *row);
/* Matches what is left when all has been typed: the same key, else at least half of what both say, else, where rows have no key, their order. */
void           crf_second_rows_match_rest (CrfSecondRows *self);
/* Appends that @row is @first (NULL: none) and which items differ. */
gboolean       crf_second_rows_append_match (CrfSecondRows *self, CrfUseCaseContext *context, CrfSecondRow *row, const CrfSecondRow *first, GError **error);
/* "Adverse event · 2026-03-04". Free it. */
char          *crf_second_rows_label (CrfSecondRows *self, const CrfSecondRow *row);

/* Whether @item is entered twice under the policy of its form: what the level asks for, and the key by which rows are told. */
gboolean       crf_second_asks (CrfSession *session, const CrfForm *form, const CrfItemGroup *group, const CrfItemRef *ref);
/* The first date or time among the items of the group, or (NULL) of the form's groups that do not repeat; NULL: none. */
const CrfItem *crf_second_key_item (const CrfForm *form, const CrfItemGroup *group);
/* What of two values is compared. Free it. */
char          *crf_second_compare_text (const char *canon, const char *missing, const char *cmp);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfSecondRows, crf_second_rows_free)

G_END_DECLS
