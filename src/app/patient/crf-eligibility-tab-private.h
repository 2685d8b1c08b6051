/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the tab's two files share. */

#pragma once

#include "crf-eligibility-tab.h"

#include "crf-reader.h"
#include "crf-refusal-bar.h"
#include "crf-writer.h"

G_BEGIN_DECLS

struct _CrfEligibilityTab
{
  AdwBin parent_instance;

  /* Template children */
  CrfRefusalBar *bar;
  GtkBox *list;
  GtkImage *verdict_icon;
  GtkLabel *verdict;
  GtkLabel *signature;
  GtkButton *next_open;
  GtkButton *sign;
  GtkButton *randomise;
  GtkButton *fail;
  GtkButton *in_error;
  GtkLabel *notice;
  GtkLabel *strata;
  GtkWidget *verdict_bar;

  /* Owned */
  CrfWriter *writer;
  char *subject;
  char *asked_id; /* of the strata that were read back */
  CrfEligibilityState *state;
  GPtrArray *rows;   /* CrfCriterionRow, borrowed from the list */
  GPtrArray *extras; /* GPtrArray of CrfFieldState for each criterion */
};

/* FALSE: it could not be read; the bar says so. */
gboolean crf_eligibility_tab_read_again  (CrfEligibilityTab *self);
gboolean crf_eligibility_tab_enrols      (CrfEligibilityTab *self);
/* What the buttons do. */
void     crf_eligibility_tab_on_sign      (CrfEligibilityTab *self);
void     crf_eligibility_tab_on_randomise (CrfEligibilityTab *self);
void     crf_eligibility_tab_on_fail      (CrfEligibilityTab *self);
void     crf_eligibility_tab_on_in_error  (CrfEligibilityTab *self);

G_END_DECLS
