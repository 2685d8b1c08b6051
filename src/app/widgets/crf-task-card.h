/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One patient of the work list: who on the left, the tasks on the right, each with the button that opens its form. */

#pragma once

#include <gtk/gtk.h>

#include "crf-reader.h"

G_BEGIN_DECLS

#define CRF_TYPE_TASK_CARD (crf_task_card_get_type ())
G_DECLARE_FINAL_TYPE (CrfTaskCard, crf_task_card, CRF, TASK_CARD, GtkGrid)

GtkWidget *crf_task_card_new (const CrfPatient *patient);
void       crf_task_card_add (CrfTaskCard      *self,
                              const CrfTask    *task);

G_END_DECLS
