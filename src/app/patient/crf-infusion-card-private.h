/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Shared by the files of the card of one infusion. */

#pragma once

#include "crf-chip.h"
#include "crf-infusion-card.h"

G_BEGIN_DECLS

struct _CrfInfusionCard
{
  GtkBox parent_instance;

  /* Template children */
  GtkLabel *title;
  CrfChip *state_chip;
  GtkLabel *planned;
  GtkWidget *plan_grid;
  GtkEntry *weight;
  GtkEntry *weight_date;
  CrfChip *product;
  GtkWidget *lot_label;
  GtkDropDown *lot;
  GtkWidget *batch_label;
  GtkEntry *batch;
  GtkEntry *final_volume;
  GtkEntry *duration;
  GtkLabel *plan_why;
  GtkLabel *arithmetic;
  GtkButton *plan;
  GtkLabel *check_why;
  GtkButton *check;
  GtkWidget *preparation_box;
  GtkEntry *preparation;
  GtkLabel *use_before;
  GtkWidget *give_grid;
  GtkEntry *start;
  GtkEntry *stop;
  GtkEntry *volume;
  GtkCheckButton *given;
  GtkCheckButton *partly;
  GtkCheckButton *postponed;
  GtkCheckButton *cancelled;
  GtkWidget *reason_label;
  GtkEntry *reason;
  GtkLabel *give_why;
  GtkButton *start_button;
  GtkButton *give;
  GtkWidget *outcome_step;
  GtkLabel *outcome;
  CrfChip *deviation;

  /* Owned */
  GPtrArray *lots; /* char *: lot numbers in the order of the list, after “choose” */
  int ordinal;
  guint pause_id;
  gboolean pouring;
  gboolean masked;  /* the ward knows a preparation number, neither lot nor dose */
  gboolean placebo;
};

/* The number of the lot that is chosen; NULL: none. */
const char *_crf_infusion_card_get_lot (CrfInfusionCard *self);

G_END_DECLS
