/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every check that the program does on the data of a study, as a list to be reviewed and tested: what the definition states and what the program adds.
 * It is read from the same tables that the checks themselves work by. */

#pragma once

#include "crf-session.h"

G_BEGIN_DECLS

typedef struct
{
  char *id;            /* unique in the list: "range:IT.ALT:1" */
  const char *kind;    /* "range", "cross-check", "unit-slip", "decimal-slip", "required", "condition", "derivation", "score", "alarm", "visit-window",
                          "eligibility", "release-limit", "stopping-rule", "monitoring", "gate", "deviation" */
  const CrfItem *item; /* NULL: of no item */
  char *place;         /* OIDs of the forms, or of event, criterion, test …; codes of use cases for gates */
  char *name;          /* of the item: what expressions call it; else what it is about */
  char *label;         /* as people read it, in the session's language */
  char *condition;     /* what is checked: "≤ 250 U/L", an expression */
  const char *finding; /* id of the finding or code of the refusal that it raises; NULL: none */
  char *effect;        /* sentence: what happens when it fires */
  char *message;       /* as it is shown; NULL: the usual one */
  gboolean definition; /* stated by the study's definition; FALSE: by the program, for every study */
} CrfCheckLine;

/* CrfCheckLine, in the order of the kinds above. */
GPtrArray *crf_check_list (CrfSession *session);
void       crf_check_line_free (CrfCheckLine *line);
/* Kind, translated. */
const char *crf_check_kind_label (const char *kind);

G_END_DECLS
