/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The review report on the audit trail (ICH E6(R3) 4.2.3): what a reviewer looks at first. It names no values, so that blinded roles may read it. */

#pragma once

#include "crf-session.h"

G_BEGIN_DECLS

typedef enum
{
  CRF_REVIEW_LATE,       /* stored many days after the visit */
  CRF_REVIEW_BATCH,      /* many values of one person within one minute */
  CRF_REVIEW_OFF_HOURS,  /* stored at night or at the weekend */
  CRF_REVIEW_CHANGED,    /* the items that are corrected most often */
  CRF_N_REVIEWS
} CrfReviewKind;

#define CRF_REVIEW_LATE_DAYS 7
#define CRF_REVIEW_BATCH_VALUES 20
#define CRF_REVIEW_FROM_HOUR 6
#define CRF_REVIEW_TO_HOUR 22

typedef struct
{
  CrfReviewKind kind;
  char *person;   /* login; NULL for items */
  char *number;   /* of the patient; NULL where there are several */
  char *what;     /* visit and form, or the item */
  char *when;     /* local time */
  guint n;        /* days late, values, changes */
  char *sentence; /* what was found */
} CrfReviewLine;

typedef struct
{
  GPtrArray *lines;            /* CrfReviewLine, by kind, the gravest first */
  guint totals[CRF_N_REVIEWS]; /* how many there are, also beyond those listed */
  guint64 values;              /* values that were looked at */
} CrfReview;

const char *crf_review_kind_label (CrfReviewKind kind); /* translated */
/* @since: "at" of the first entry to look at, or NULL. At most @most lines of each kind (0: all). */
CrfReview  *crf_reader_review (CrfSession *session, const char *since, guint most, GError **error);
void        crf_review_free (CrfReview *review);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfReview, crf_review_free)

G_END_DECLS
