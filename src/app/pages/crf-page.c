/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The interface of the pages. */

#include "crf-page.h"

G_DEFINE_INTERFACE (CrfPage, crf_page, GTK_TYPE_WIDGET)

static void
crf_page_default_init (CrfPageInterface *iface)
{
}

void
crf_page_refresh (CrfPage *self)
{
  CrfPageInterface *iface;

  g_return_if_fail (CRF_IS_PAGE (self));

  iface = CRF_PAGE_GET_IFACE (self);
  if (iface->refresh != NULL)
    iface->refresh (self);
}

void
crf_page_focus (CrfPage *self)
{
  CrfPageInterface *iface;

  g_return_if_fail (CRF_IS_PAGE (self));

  iface = CRF_PAGE_GET_IFACE (self);
  if (iface->focus != NULL)
    iface->focus (self);
  else
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}
