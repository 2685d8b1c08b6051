/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Shared by the files of the casebook. */

#pragma once

#include "crf-casebook.h"

G_BEGIN_DECLS

struct _CrfCasebook
{
  CrfSession *session;
  CrfStudyFile *file;
  CrfStudy *study;
  char *subject;
  GPtrArray *forms;   /* CrfFormRecord, those of the file first */
  guint n_stored;     /* how many of them are in the file */
  GHashTable *cells;  /* CrfFormRecord → GPtrArray of CrfCell */
  char *first_infusion;
  gboolean infusion_known;
  GHashTable *baselines; /* CrfItem → CrfCell or NULL, as found; NULL: nothing found yet */
  GPtrArray *ranges;     /* CrfRangeRecord of the site; NULL: not read yet */
};

G_END_DECLS
