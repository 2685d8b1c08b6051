/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the store share about an open study file. */

#pragma once

#include "crf-db.h"
#include "crf-file-lock.h"
#include "crf-head-record.h"
#include "crf-study-file.h"
#include "crf-transaction.h"

G_BEGIN_DECLS

struct _CrfStudyFile
{
  char *path;
  CrfDb *db;
  CrfFileLock *lock;        /* NULL: no writing */
  CrfHeadRecord *record;    /* NULL for readers, and until the study has a uuid */
  char *unpublished;        /* temporary path of a file that has not been committed to yet */
  gboolean demo;
  gboolean cheap;           /* Argon2id for tests and DEMO files */
  char ws[9];               /* of this program in this file */
  char *missing;            /* "WS:seq" that this program wrote here last and did not find again, or NULL */
  char *found;              /* detail of the entry file.found that goes before the next write */
  char *uuid;
  char *site;
  char *mdv;
  CrfTransaction *transaction; /* the open one, borrowed */
  guint64 n_changes;        /* entries written or taken back here, and commits of others that were noticed */
  gint64 data_version;      /* SQLite's, when it was last looked at */
  gint64 access_version;    /* the same, when accounts and locks were last found to be the journal's; 0: not yet */
  GHashTable *verified;     /* of whom crf_verify_record() found all to be the journal's: opaque keys of subjects, and what crf-verify-record.c adds */
  GHashTable *altered;      /* the same → CrfVerifyFault: what was found not to be */
  gint64 verified_version;  /* SQLite's data_version then */
  guint64 altered_changes;  /* n_changes then */
  char *alteration;         /* the last of these in words, as long as the file is open; NULL: none */
  gboolean bulk;            /* transactions are savepoints of one that is committed at its end */
  GHashTable *studies;      /* mdv → CrfStudy; made and filled by crf-definition.c */
};

/* After the first commit: closes, gives the file its name, opens it again. */
gboolean _crf_study_file_publish (CrfStudyFile *self, GError **error);
/* Reads uuid, site and mdv again: they may have changed, or been rolled back. */
void     _crf_study_file_refresh (CrfStudyFile *self);
CrfDb   *_crf_study_file_get_db (CrfStudyFile *self);

G_END_DECLS
