/* SPDX-License-Identifier: GPL-3.0-or-later */

/* (definition + values) → what a form shows: fields, labels, flags, messages, what is enabled. The heart of every page, computed without
 * a display. Texts are in the session's language. */

#pragma once

#include "crf-refusal.h"
#include "crf-study.h"
#include "crf-value.h"

G_BEGIN_DECLS

typedef enum { CRF_FLAG_NONE, CRF_FLAG_LOW, CRF_FLAG_HIGH } CrfFlag;

typedef struct
{
  const CrfItem *item;
  const CrfItemGroup *group;
  CrfTarget *target;       /* full, to pass to "enter" */
  char *label;
  gboolean shown;          /* FALSE: its condition says do not collect */
  gboolean editable;       /* derived, locked and not permitted ones are not */
  gboolean required;
  gboolean derived;
  gboolean sealed;         /* an identifier this session may not read: value is NULL, show "sealed" */
  CrfValue *value;         /* never NULL; opened identifiers are in plain */
  char *reference;         /* "7–40", "≤ 21", or NULL */
  CrfFlag flag;
  char *grade;             /* "G2", "G2, with symptoms G3": only where worse than baseline, or NULL */
  char *grade_why;         /* version, baseline's grade and rule, in lines; NULL without a grade */
  char *judgement;         /* "NCS", "CS": of a value out of its range; NULL: not judged */
  char *judgement_link;    /* what a significant value points to: "Adverse event 2: Fever · 2026-03-04"; NULL */
  gboolean wants_judgement; /* out of range, and not judged */
  gboolean emergent;       /* the grade is treatment-emergent: worse, and after the first infusion */
  char *last;              /* previous visit's value in the same unit, or NULL */
  char *last_when;         /* "wk 1 · 24 Oct" */
  char *message;           /* soft or hard check that fires on the stored value; NULL */
  gboolean hard;
  guint open_queries;
  gboolean needs_reason;   /* the form is complete, or this stood when it was: a change asks for a reason */
  gboolean verified;       /* the monitor has compared it with its source, and it has not changed since */
  gboolean may_verify;     /* this session may mark it so */
  char *second;            /* a second entry that differs and waits for a decision, as text; NULL */
} CrfFieldState;

typedef struct
{
  const CrfItemGroup *group;
  char *groupkey;          /* "1" for groups that do not repeat */
  char *title;
  GPtrArray *fields;       /* CrfFieldState */
  gboolean is_sample;
  char *sample_state;      /* translated: "results pending"; NULL: nothing is said yet */
  char *sample_use;        /* translated: "analysed", "not analysed"; NULL: it is the visit's only sample */
  gboolean may_choose;     /* this session may say that it is the one that is analysed */
  char *further;           /* OID of the form on which a further sample is entered; NULL: none, or not for this session */
  gboolean may_paste;      /* this session may paste results into it */
} CrfSectionState;

typedef struct
{
  char *name;              /* "MELD" */
  char *concept;           /* "score.meld" */
  char *value;             /* "17", "8 B", "−2.60 (2)"; NULL: waits */
  char *change;            /* "−2 from baseline 19", or NULL */
  char *waits_for;         /* "bilirubin, ascites", or NULL */
  char *caution;           /* "blood purification in the 72 h before", or NULL */
  char *variant;           /* "MELD 3.0 (OPTN 2022)" */
  GPtrArray *steps;        /* char *: inputs, clamps, arithmetic, for "why?" */
} CrfScoreState;

/* A repeat that only one of two entries has, and that waits for a decision. */
typedef struct
{
  CrfTarget *target;       /* down to the form's or the group's repeat, to pass to "decide-row" */
  char *label;             /* "Only in the second entry: Observation · 2026-03-04T10:00" */
} CrfLoneRow;

typedef struct
{
  const CrfForm *form;
  CrfTarget *target;       /* down to formkey */
  char *title;
  char *state;             /* "empty", "started", "complete", "signed", "locked" */
  char *state_label;
  gboolean editable;
  GPtrArray *sections;     /* CrfSectionState */
  GPtrArray *scores;       /* CrfScoreState; empty for forms without score inputs */
  char *signature;         /* "Wang Wei, 2026-03-02 09:14 +08:00: …", or what made it void; NULL: never signed */
  gboolean signature_void;
  gboolean double_entry;   /* values of it are entered twice, and this session may do the second */
  GPtrArray *lone_rows;    /* CrfLoneRow; NULL: none */
  gboolean may_verify;     /* this session may mark it verified as a whole, now */
  char *unreadable;        /* another form that this one looks at cannot be read: what hangs on it is missing here; NULL: all was read */
  guint n_missing;         /* required fields neither entered nor given a missing reason */
} CrfFormState;

void crf_form_state_free (CrfFormState *state);
void crf_field_state_free (CrfFieldState *field);
void crf_section_state_free (CrfSectionState *section);
void crf_lone_row_free (CrfLoneRow *row);
void crf_score_state_free (CrfScoreState *score);
/* The field of @item in @group/@groupkey, or NULL. */
CrfFieldState *crf_form_state_find (CrfFormState *state, const char *item, const char *groupkey);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfFormState, crf_form_state_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfFieldState, crf_field_state_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfScoreState, crf_score_state_free)

G_END_DECLS
