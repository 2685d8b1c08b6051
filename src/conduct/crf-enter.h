/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Entering one value: the rules that a person's keyboard and an import share. */

#pragma once

#include "crf-place.h"

G_BEGIN_DECLS

typedef enum
{
  CRF_ENTER_ASK,   /* what is odd is asked back */
  CRF_ENTER_QUERY, /* what is odd is stored with an open query (imports) */
} CrfEnterMode;

typedef struct
{
  const char *text;    /* as typed; NULL or blank clears */
  const char *unit;    /* NULL: the item's only unit */
  const char *missing; /* reason why there is no value, instead of text */
  const char *reason;  /* of a change; needed where the form is complete */
  const char *confirm; /* id of the prompt that was answered */
} CrfEntering;

/* How far a value reaches in what is computed. */
typedef enum
{
  CRF_DERIVES_VISIT,  /* no further than its visit and the grades after it */
  CRF_DERIVES_TIMING, /* also which adverse events are treatment-emergent */
  CRF_DERIVES_ALL,    /* every visit of the patient */
} CrfDerives;

/* Parses, checks, stores, opens queries and deviation drafts, and derives (but not in an import: there the caller derives once a visit). @names as in
 * crf_place_find(). Results: "eventkey", "formkey", "groupkey" where they are new; "unchanged". */
gboolean crf_enter_value (CrfUseCaseContext *context, const CrfTarget *names, const CrfEntering *entering, CrfEnterMode mode, GError **error);
/* Opens queries for cross-checks of the event that fire and have none. */
gboolean crf_enter_cross_checks (CrfUseCaseContext *context, const char *event, const char *eventkey, GError **error);
/* Whether a change of the item can change something that is computed at the event. */
gboolean crf_item_feeds_derivation (CrfSession *session, const CrfEvent *event, const CrfItem *item);
CrfDerives crf_item_derives (const CrfItem *item);

G_END_DECLS
