/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What drawing on a page and the page itself share. Lengths in points. */

#pragma once

#include "crf-paper.h"

#include <cairo.h>
#include <pango/pangocairo.h>

G_BEGIN_DECLS

#define CRF_PAPER_POINTS_PER_MM (72.0 / 25.4)
#define CRF_PAPER_TYPE_SIZE 9.0
#define CRF_PAPER_MOST_COLUMNS 24

typedef struct
{
  char *title;
  guint page; /* from 1 */
  guint level;
} CrfPaperMark;

struct _CrfPaper
{
  CrfSession *session;
  CrfPaperKind kind;
  char *subject;                                /* key of the patient it is journalled under; NULL: of none */
  const char *passphrase;                       /* borrowed; NULL: not encrypted */
  char *title, *study, *site, *printed, *heads; /* what heads and feet say */
  char *mark, *warning;                         /* NULL: none */
  char *identity;                               /* of the patient at hand; NULL: none */
  GPtrArray *pages;                             /* cairo_surface_t: recordings */
  GPtrArray *marks;                             /* CrfPaperMark: the outline */
  cairo_t *cr;                                  /* on the last page */
  double width, height, margin, bottom, y;
  gboolean fresh;                               /* nothing stands on the page yet */
  double shares[CRF_PAPER_MOST_COLUMNS];
  guint n_columns;
  char **header;                                /* of the table, for the next page */
};

double       crf_paper_inner_width (CrfPaper *self);
/* @width 0: as wide as it is. */
PangoLayout *crf_paper_layout (CrfPaper *self, const char *text, double size, gboolean bold, double width);
double       crf_paper_layout_height (PangoLayout *layout);
double       crf_paper_layout_width (PangoLayout *layout);
void         crf_paper_show (CrfPaper *self, PangoLayout *layout, double x, double y);
/* Turns the page if there is no room for @height. */
void         crf_paper_need (CrfPaper *self, double height);
/* Shows @layout at @x and goes on below it, over as many pages as it takes. */
void         crf_paper_flow (CrfPaper *self, PangoLayout *layout, double x);
void         crf_paper_add_mark (CrfPaper *self, const char *title, guint level);

/* Head and foot (crf-paper-page.c). */
void         crf_paper_next_page (CrfPaper *self);
void         crf_paper_draw_foot (CrfPaper *self, cairo_t *cr, guint page);

G_END_DECLS
