/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The columns of a form: label · value · unit · reference · flag · last · menu, and lines below. Where a column lies depends on the
 * row's width and font alone, so that all rows of a form agree without asking each other; on a narrow page the columns draw
 * together, then the label goes on its own line. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  CRF_ROW_SLOT_LABEL,
  CRF_ROW_SLOT_VALUE,
  CRF_ROW_SLOT_UNIT,
  CRF_ROW_SLOT_REFERENCE,
  CRF_ROW_SLOT_FLAG,
  CRF_ROW_SLOT_LAST,
  CRF_ROW_SLOT_MENU,
  CRF_ROW_SLOT_WIDE,  /* from value to the end of flag, or of last where nothing stands there */
  CRF_ROW_SLOT_BELOW, /* lines under the value, in order */
} CrfRowSlot;

#define CRF_TYPE_ROW_SLOT (crf_row_slot_get_type ())
GType crf_row_slot_get_type (void);

#define CRF_TYPE_ROW_LAYOUT (crf_row_layout_get_type ())
G_DECLARE_FINAL_TYPE (CrfRowLayout, crf_row_layout, CRF, ROW_LAYOUT, GtkLayoutManager)

#define CRF_TYPE_ROW_LAYOUT_CHILD (crf_row_layout_child_get_type ())
G_DECLARE_FINAL_TYPE (CrfRowLayoutChild, crf_row_layout_child, CRF, ROW_LAYOUT_CHILD, GtkLayoutChild)

GtkLayoutManager *crf_row_layout_new        (void);

/* Inline: label and value side by side at their natural width, for the line that describes a sample. */
void              crf_row_layout_set_inline (CrfRowLayout *self,
                                             gboolean      is_inline);

/* Puts @child, whose parent has this layout, into @slot. */
void              crf_row_layout_set_slot   (GtkWidget    *child,
                                             CrfRowSlot    slot);

G_END_DECLS
