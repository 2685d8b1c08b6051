/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One subject's forms and values as form states, checks and scores look at them: read from the projections as needed, with room for one value
 * that is being typed and not stored. Valid until the file is written to. */

#pragma once

#include "crf-expression.h"
#include "crf-records.h"
#include "crf-session.h"
#include "crf-value.h"

G_BEGIN_DECLS

typedef struct _CrfCasebook CrfCasebook;

/* A value where it stands. */
typedef struct
{
  const CrfItem *item;
  CrfFormRecord *form;    /* borrowed from the casebook; id 0: not in the file */
  char *group, *groupkey;
  CrfValue *value;        /* identifiers are in plain if they open */
  gboolean sealed;        /* it does not open here: value is empty */
  char *box;              /* an identifier not opened yet; those that are looked for are */
  gboolean derived;
  gboolean settled;       /* something stood here when the form was complete: a change is explained, also while it is reopened */
  char *entry;            /* "ws:seq" of the entry in force; NULL: not in the file */
  char *at, *detail;
} CrfCell;

CrfCasebook    *crf_casebook_new (CrfSession *session, const char *subject, GError **error);
void            crf_casebook_free (CrfCasebook *self);
CrfSession     *crf_casebook_get_session (CrfCasebook *self);
const char     *crf_casebook_get_subject (CrfCasebook *self);
/* CrfFormRecord, as stored. */
GPtrArray      *crf_casebook_get_forms (CrfCasebook *self);
CrfFormRecord  *crf_casebook_find_form (CrfCasebook *self, const CrfTarget *form);
/* CrfCell of one form; empty for a form that is not in the file. Identifiers among them are not opened. Borrowed. */
GPtrArray      *crf_casebook_get_cells (CrfCasebook *self, CrfFormRecord *form);
/* FALSE with a sentence that names the form: it cannot be read, and its cells are missing here. */
gboolean        crf_casebook_can_read (CrfCasebook *self, CrfFormRecord *form, GError **error);
/* The cell of a full target, or NULL. */
CrfCell        *crf_casebook_find (CrfCasebook *self, const CrfTarget *field);
/* The item's value at one event instance: the one of the sample chosen for analysis, else of the one taken last, else the one stored last.
 * NULL: not entered. */
CrfCell        *crf_casebook_find_at (CrfCasebook *self, const char *event, const char *eventkey, const CrfItem *item);
/* All values of the item over all visits, oldest first (see crf_casebook_compare_time()). Unref the array, which is not yours to change. */
GPtrArray      *crf_casebook_list (CrfCasebook *self, const CrfItem *item);
/* The latest canonical value of the item or concept, or NULL. Borrowed. */
const char     *crf_casebook_get_latest (CrfCasebook *self, const CrfItem *item);
const char     *crf_casebook_get_concept (CrfCasebook *self, const char *concept);
/* Lets the casebook look as if @value were stored at @field. Takes nothing. */
void            crf_casebook_replace (CrfCasebook *self, const CrfTarget *field, const CrfValue *value);

/* When the value was observed: sample taken, else visit date; ISO text, "" if neither is known. Borrowed. */
const char     *crf_casebook_get_time (CrfCasebook *self, CrfCell *cell);
/* When the sample of that group was taken; NULL if not stated. */
const char     *crf_casebook_get_sample_time (CrfCasebook *self, CrfFormRecord *form, const char *group, const char *groupkey);
/* The code of its condition; NULL if not stated. */
const char     *crf_casebook_get_sample_condition (CrfCasebook *self, CrfFormRecord *form, const char *group, const char *groupkey);
/* FALSE for a result of a sample of which another one of the same visit is analysed instead. */
gboolean        crf_casebook_is_analysed (CrfCasebook *self, CrfCell *cell);
/* The laboratory of the cell's sample, as typed; NULL if not stated. */
const char     *crf_casebook_get_laboratory (CrfCasebook *self, CrfCell *cell);
/* The method by which it was measured, the same. */
const char     *crf_casebook_get_method (CrfCasebook *self, CrfCell *cell);
/* All reference ranges of the site: CrfRangeRecord. Borrowed. */
const GPtrArray *crf_casebook_get_ranges (CrfCasebook *self);
/* The date of the event instance: its visit date, or NULL. */
const char     *crf_casebook_get_visit_date (CrfCasebook *self, const char *event, const char *eventkey);
/* Observed times where both are known, else protocol order. */
int             crf_casebook_compare_time (CrfCasebook *self, CrfCell *a, CrfCell *b);
/* Start of the first infusion that was given, ISO; NULL: none. */
const char     *crf_casebook_get_first_infusion (CrfCasebook *self);
/* Baseline: the last number before the first infusion started; without infusion the last of the screening event. NULL: none. */
CrfCell        *crf_casebook_find_baseline (CrfCasebook *self, const CrfItem *item);
/* Whether the value was observed after the first infusion had started. */
gboolean        crf_casebook_is_after_infusion (CrfCasebook *self, CrfCell *cell);
/* Completed years on the ISO date, from birth date or reported age; -1: not known. */
int             crf_casebook_get_age (CrfCasebook *self, const char *on);

/* A CrfResolver for expressions of one form: the form itself, its event, then for items that the event does not have the subject's latest. */
typedef struct
{
  CrfCasebook *casebook;
  const char *event, *eventkey, *form, *formkey, *groupkey;
} CrfCaseView;
gboolean        crf_casebook_resolve (const char *event, const CrfItem *item, CrfResolved *value, gpointer view);
/* Whether the event has a form with the item. */
gboolean        crf_event_has_item (const CrfEvent *event, const CrfItem *item);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfCasebook, crf_casebook_free)

G_END_DECLS
