/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An amendment before it is activated: what differs from the version in force, what it would do to the data in the file, and why it may not be. */

#pragma once

#include "crf-session.h"
#include "crf-study-compare.h"

G_BEGIN_DECLS

/* One patient who is still followed. */
typedef struct
{
  char *key, *number, *version, *switches; /* @switches: when, in words */
  gboolean held;          /* the record is frozen or locked: it stays in its version */
} CrfAmendmentSubject;

typedef struct
{
  CrfStudy *study;        /* the new version */
  char *from, *to;        /* labels of the two versions */
  GPtrArray *changes;     /* CrfStudyChange */
  GPtrArray *effects;     /* char *: what happens to data that are open or stored; after a line end, whom it concerns */
  GPtrArray *refusals;    /* char *: what would be lost or wrong; empty: it may be activated */
  GPtrArray *subjects;    /* CrfAmendmentSubject */
  GPtrArray *groups;      /* char *: the same in sum: "14 patients, under V1, go over: at the next visit" and, after a line end, which they are */
  guint n_forms;          /* begun by those patients, which stay in the version that they were begun under */
} CrfAmendment;

/* Reads @definition (path of an ODM file, or NULL: the version in force) and gives the answers in @answers ("Q.A=Q.A.OPTION Q.B=…", may be NULL). @applies:
 * "new", "next-visit" or "now"; @consent: the version of the consent form that goes with it, or NULL. What cannot be read at all sets @refusal. */
/* "S-001 – S-009, S-012" of subject numbers in order (char *). Free it. */
char         *crf_amendment_numbers (const GPtrArray *numbers);
CrfAmendment *crf_amendment_plan (CrfSession *session, const char *definition, const char *answers, const char *applies, const char *consent,
                                  CrfRefusal **refusal, GError **error);
void          crf_amendment_free (CrfAmendment *amendment);

/* ── For the Study page ── */
typedef struct
{
  char *version, *number, *date, *ethics, *consent, *applies, *retrain, *summary, *activated, *by;
  gboolean active;
  guint n_subjects;       /* followed under it now */
} CrfVersionRow;
/* CrfVersionRow, the oldest first. */
GPtrArray    *crf_reader_versions (CrfSession *session, GError **error);
void          crf_version_row_free (CrfVersionRow *row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfAmendment, crf_amendment_free)

G_END_DECLS
