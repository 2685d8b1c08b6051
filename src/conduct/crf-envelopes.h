/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The paper envelopes of the allocation list, for whoever prints them. */

#pragma once

#include "crf-refusal.h"
#include "crf-session.h"

G_BEGIN_DECLS

typedef struct
{
  int list, number; /* list 1, 2 …; slot in it */
  char *stratum;    /* "" without strata */
  char *arm;        /* title in the reader's language */
  char *code;       /* 8 checked groups */
} CrfPaperEnvelope;

/* What stands on the envelope, on the ward's papers and beside "Break code": "7", of a list that was appended "2/7". Free it. */
char      *crf_envelope_label (int list, int number);
void       crf_paper_envelope_free (CrfPaperEnvelope *envelope);
/* Whether the session may print them; @refusal says why not. */
gboolean   crf_envelopes_permitted (CrfSession *session, CrfRefusal **refusal);
/* CrfPaperEnvelope of all slots. Secret: it is written to one file and journalled by "record-envelopes". NULL with @refusal or @error. */
GPtrArray *crf_envelopes_open (CrfSession *session, CrfRefusal **refusal, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfPaperEnvelope, crf_paper_envelope_free)

G_END_DECLS
