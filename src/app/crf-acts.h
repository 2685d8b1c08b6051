/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Acts that are seldom and have no button of their own: where each is offered. A menu lists those that the signed-in role may do; their dialogs come
 * from the registry. A lint (tests/lint/reach.py) sees to it that every use case has a place somewhere. */

#pragma once

#include <gio/gio.h>

#include "crf-writer.h"

G_BEGIN_DECLS

typedef enum
{
  CRF_ACTS_PATIENT, /* the patient's menu */
  CRF_ACTS_FORM,    /* the same, about the form on screen */
  CRF_ACTS_STUDY,   /* the menu of Study and users */
} CrfActsPlace;

/* Appends an item "Title…" for each act of @place that the role may do; its action is @action with the use case as target. */
guint       crf_acts_append (GMenu        *menu,
                             CrfActsPlace  place,
                             CrfWriter    *writer,
                             const char   *action);
/* Whether the act is about the form on screen. */
gboolean    crf_acts_is_about_form (const char *use_case);
/* NULL-terminated names of the acts of @place. Free the array only. */
const char **crf_acts_list  (CrfActsPlace  place);

G_END_DECLS
