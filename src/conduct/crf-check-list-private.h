/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Parts of the list of checks. */

#pragma once

#include "crf-check-list.h"

G_BEGIN_DECLS

typedef struct
{
  GPtrArray *lines;
  CrfStudy *study;
  const char *language;
} CrfCheckLister;

/* A line with everything NULL but @kind and @id (taken over). */
CrfCheckLine *crf_check_lister_add (CrfCheckLister *self, const char *kind, char *id);
/* What the trial's plan checks (crf-check-list-trial.c). */
void          crf_check_list_trial (CrfCheckLister *self);
/* What the program checks before an act and after an entry (crf-check-list-gates.c). */
void          crf_check_list_gates (CrfCheckLister *self);

G_END_DECLS
