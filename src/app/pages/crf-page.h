/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the pages of a study have in common: they read themselves again when something was stored. The study view asks the visible page
 * only; the others when they are shown. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CRF_TYPE_PAGE (crf_page_get_type ())
G_DECLARE_INTERFACE (CrfPage, crf_page, CRF, PAGE, GtkWidget)

struct _CrfPageInterface
{
  GTypeInterface parent_iface;

  void (*refresh) (CrfPage *self);
  /* Where the keyboard starts; NULL: the first widget that takes it. */
  void (*focus) (CrfPage *self);
};

void crf_page_refresh (CrfPage *self);
void crf_page_focus   (CrfPage *self);

G_END_DECLS
