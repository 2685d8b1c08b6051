/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is read of a form, field by field: for what stands and for what is only being typed. */

#pragma once

#include "crf-casebook.h"
#include "crf-reader.h"

G_BEGIN_DECLS

/* What is asked once for the whole form. */
typedef struct
{
  CrfSession *session;
  CrfCasebook *casebook;
  GPtrArray *queries;  /* CrfQueryRecord of the subject */
  gboolean may_enter;
  gboolean needs_reason;
  gboolean locked;
  gboolean may_verify;
  GPtrArray *marks;    /* CrfMarkRecord of the subject that stand */
  CrfFormState *state;
  GPtrArray *judgements; /* CrfJudgementRecord of the form; NULL: not read yet */
} CrfFormBuilder;

/* State, title, and whether the session may enter. */
void crf_form_builder_fill_header (CrfFormBuilder *builder, const CrfForm *form);
/* One field with what stands beside it. */
CrfFieldState *crf_form_builder_field (CrfFormBuilder *builder, const CrfItemGroup *group, const char *groupkey, const CrfItemRef *ref);
/* What is odd about the value. */
void crf_form_builder_message (CrfFieldState *field, GPtrArray *findings);
/* The subject may be named by its number. */
CrfCasebook *crf_reader_open_casebook (CrfSession *session, const CrfTarget *target, GError **error);
const CrfForm *crf_reader_find_form (CrfSession *session, const CrfTarget *target, GError **error);
/* With the keys that a level without repeats has; down to the form. Free it. */
CrfTarget *crf_reader_normalise (CrfSession *session, CrfCasebook *casebook, const CrfTarget *target);

G_END_DECLS
