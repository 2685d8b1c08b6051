/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a clinically significant value points to: an adverse event, a decompensation event, or a line of the history. */

#pragma once

#include "crf-casebook.h"
#include "crf-use-case-private.h"

G_BEGIN_DECLS

#define CRF_JUDGEMENT_LINK_NEW "new"

typedef struct
{
  char *key;   /* what "judge" takes as link */
  char *label; /* "Adverse event 2: Fever · 2026-03-04", in the session's language */
} CrfJudgementLink;

void       crf_judgement_link_free (CrfJudgementLink *link);
/* CrfJudgementLink of the patient: events, newest first, then the history. */
GPtrArray *crf_judgement_links_of (CrfCasebook *casebook);
GPtrArray *crf_reader_judgement_links (CrfSession *session, const char *subject, GError **error);
/* The label of @key, or NULL. Free it. */
char      *crf_judgement_link_label (CrfCasebook *casebook, const char *key);

/* Begins the adverse event that the value amounts to: term, start and, where it is graded, grade. Down to formkey; NULL with a refusal or @error. */
CrfTarget *crf_judgement_link_begin (CrfUseCaseContext *context, CrfCasebook *casebook, CrfCell *cell, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfJudgementLink, crf_judgement_link_free)

G_END_DECLS
