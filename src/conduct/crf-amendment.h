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
} CrfAmendmentSubject;

typedef struct
{
  CrfStudy *study;        /* the new version */
  char *from, *to;        /* labels of the two versions */
  GPtrArray *changes;     /* CrfStudyChange */
  GPtrArray *effects;     /* char *: what happens to data that are open or stored */
  GPtrArray *refusals;    /* char *: what would be lost or wrong; empty: it may be activated */
  GPtrArray *subjects;    /* CrfAmendmentSubject */
} CrfAmendment;

/* Reads @definition (path of an ODM file, or NULL: the version in force) and gives the answers in @answers ("Q.A=Q.A.OPTION Q.B=…", may be NULL). @applies:
 * "new", "next-visit" or "now"; @consent: the version of the consent form that goes with it, or NULL. What cannot be read at all sets @refusal. */
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
