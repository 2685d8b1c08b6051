/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Shared by the files of the casebook. */

#pragma once

#include "crf-casebook.h"

G_BEGIN_DECLS

typedef struct _CrfKept CrfKept; /* see crf-casebook-kept.h */

/* What was read of one subject. A session keeps the last few, and every casebook of the subject looks into the same one, as long as the file says
 * that it has not changed. */
typedef struct _CrfCaseStore
{
  gatomicrefcount references;
  CrfStudyFile *file;
  CrfStudy *study;    /* borrowed from the session */
  char *subject;
  guint64 changes;    /* of the file, that this shows; see crf_study_file_look_for_changes() */
  GPtrArray *forms;   /* CrfFormRecord */
  GHashTable *cells;  /* CrfFormRecord → GPtrArray of CrfCell, as they were looked for; an array is never changed, only replaced */
  GHashTable *holders; /* CrfItem → GPtrArray of those forms that have the item by the definition */
  GPtrArray *ranges;  /* CrfRangeRecord of the site; NULL: not read yet */
  GHashTable *unreadable; /* CrfFormRecord → GError: forms that could not be read, whose cells are missing here; NULL: none */
  CrfKept *kept;      /* what was found out from all this; NULL: nothing yet */
} CrfCaseStore;

/* crf_casebook_compare_time() of cells whose time is known already. */
int           crf_casebook_compare_times (CrfCasebook *self, CrfCell *a, const char *time_a, CrfCell *b, const char *time_b);

CrfCaseStore *crf_case_store_take  (CrfSession *session, const char *subject, GError **error);
void          crf_case_store_unref (CrfCaseStore *self);
/* Empty with @unreadable set where the form could not be read. */
GPtrArray    *crf_case_store_get_cells (CrfCaseStore *self, CrfFormRecord *form, const GError **unreadable);
/* The forms that may hold a value of the item, in the order of `forms`. */
GPtrArray    *crf_case_store_get_holders (CrfCaseStore *self, const CrfItem *item);
CrfCell      *crf_cell_new (void);
CrfCell      *crf_cell_copy (const CrfCell *cell);
void          crf_cell_unref (CrfCell *cell);

struct _CrfCasebook
{
  CrfSession *session;
  CrfStudyFile *file;
  CrfStudy *study;
  char *subject;
  CrfCaseStore *store;
  guint64 changes;      /* of the file, that this shows */
  gboolean person_known; /* that what was found out earlier holds for the person and the day */
  GPtrArray *pinned;    /* lists of cells that somebody may hold on to; NULL: none */
  GPtrArray *forms;     /* CrfFormRecord, those of the file first; borrowed */
  GPtrArray *imagined;  /* those of them that are not in the file; NULL: none */
  GHashTable *cells;    /* CrfFormRecord → GPtrArray of CrfCell: as they were looked at first */
  GHashTable *own;      /* set of the forms whose cells are this casebook's own copies; NULL: none */
  GHashTable *tried;    /* set of the cells that did not open; NULL: none */
  GHashTable *unreadable; /* CrfFormRecord → GError of the store: forms whose cells are missing; NULL: none was looked at */
  GPtrArray *replaced;  /* the arrays that these copies took the place of: somebody may still hold on to their cells */
  char *first_infusion;
  gboolean infusion_known;
  GHashTable *lists;     /* CrfItem → GPtrArray, see crf_casebook_list(); NULL: none made yet */
  GHashTable *baselines; /* CrfItem → CrfCell or NULL, as found; NULL: nothing found yet */
};

G_END_DECLS
