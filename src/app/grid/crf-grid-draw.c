/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How the grid is drawn: the cells that are seen, then both heads over them. */

#include "crf-grid-view-private.h"

#include <glib/gi18n-lib.h>

#include "crf-timeline-shapes.h"

static const CrfTimelineColour *
colour_of (const CrfTimelinePalette *palette, CrfGridState state)
{
  switch (state)
    {
    case CRF_GRID_DUE:
      return &palette->accent;
    case CRF_GRID_OVERDUE:
      return &palette->bad;
    case CRF_GRID_STARTED:
      return &palette->warning;
    case CRF_GRID_COMPLETE:
    case CRF_GRID_VERIFIED:
      return &palette->good;
    case CRF_GRID_SIGNED:
      return &palette->infusion;
    case CRF_GRID_FROZEN:
    case CRF_GRID_LOCKED:
      return &palette->status;
    case CRF_GRID_MISSED:
      return &palette->bad;
    case CRF_GRID_EMPTY:
    case CRF_GRID_NOT_APPLICABLE:
    case CRF_GRID_N_STATES:
    default:
      return &palette->dim;
    }
}

static GdkRGBA
rgba (const CrfTimelineColour *colour, double alpha)
{
  return (GdkRGBA) { (float) colour->red, (float) colour->green, (float) colour->blue, (float) (colour->alpha * alpha) };
}

static void
fill (GtkSnapshot *snapshot, const CrfTimelineColour *colour, double alpha, int x, int y, int width, int height)
{
  GdkRGBA paint = rgba (colour, alpha);

  gtk_snapshot_append_color (snapshot, &paint, &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height));
}

/* Painted once: a symbolic icon is coloured pixel by pixel, and a page shows hundreds. */
static GdkTexture *
icon_of (CrfGridView *self, CrfGridState state, const GdkRGBA *paint)
{
  const char *name = crf_grid_state_get_icon (state);
  GtkNative *native = gtk_widget_get_native (GTK_WIDGET (self));
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  double size = CRF_GRID_ICON_SIZE * scale;
  g_autoptr (GtkIconPaintable) icon = NULL;
  g_autoptr (GtkSnapshot) snapshot = NULL;
  GskRenderNode *node;

  if (self->icons[state] != NULL || name == NULL || native == NULL)
    return self->icons[state];
  icon = gtk_icon_theme_lookup_icon (gtk_icon_theme_get_for_display (gtk_widget_get_display (GTK_WIDGET (self))), name, NULL, CRF_GRID_ICON_SIZE,
                                     scale, GTK_TEXT_DIR_LTR, 0);
  snapshot = gtk_snapshot_new ();
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, size, size, paint, 1);
  node = gtk_snapshot_to_node (snapshot);
  if (node == NULL)
    return NULL;
  self->icons[state] = gsk_renderer_render_texture (gtk_native_get_renderer (native), node,
                                                    &GRAPHENE_RECT_INIT (0, 0, (float) size, (float) size));
  gsk_render_node_unref (node);
  return self->icons[state];
}

/* A tint says nothing that the sign does not say; what is missed is told from what is overdue by the sign alone. */
static void
draw_cell (CrfGridView *self, GtkSnapshot *snapshot, const CrfTimelinePalette *palette, CrfGridState state, const GdkRectangle *area)
{
  const CrfTimelineColour *colour = colour_of (palette, state);
  GdkRGBA paint = rgba (colour, 1);
  GdkTexture *icon = icon_of (self, state, &paint);

  if (icon == NULL)
    {
      fill (snapshot, colour, 0.5, area->x + area->width / 2 - 4, area->y + area->height / 2, 8, 1);
      return;
    }
  if (state != CRF_GRID_EMPTY)
    fill (snapshot, colour, 0.16, area->x + 2, area->y + 2, area->width - 4, area->height - 4);
  gtk_snapshot_append_texture (snapshot, icon, &GRAPHENE_RECT_INIT ((float) (area->x + (area->width - CRF_GRID_ICON_SIZE) / 2),
                                                                    (float) (area->y + (area->height - CRF_GRID_ICON_SIZE) / 2),
                                                                    CRF_GRID_ICON_SIZE, CRF_GRID_ICON_SIZE));
}

static void
draw_text (CrfGridView *self, GtkSnapshot *snapshot, const char *markup, const CrfTimelineColour *colour, PangoAlignment align, int lines,
           const GdkRectangle *area)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  GdkRGBA paint = rgba (colour, 1);
  int height;

  pango_layout_set_markup (layout, markup, -1);
  pango_layout_set_width (layout, area->width * PANGO_SCALE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_height (layout, -lines);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_alignment (layout, align);
  pango_layout_get_pixel_size (layout, NULL, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) area->x, (float) (area->y + (area->height - height) / 2)));
  gtk_snapshot_append_layout (snapshot, layout, &paint);
  gtk_snapshot_restore (snapshot);
}

static void
draw_names (CrfGridView *self, GtkSnapshot *snapshot, const CrfTimelinePalette *palette, guint first, guint last)
{
  for (guint i = first; i < last; i++)
    {
      const CrfGridRow *row = crf_grid_model_get_row (self->model, i);
      g_autofree char *markup = row != NULL ? g_markup_printf_escaped ("<b>%s</b>  <span alpha=\"70%%\">%s</span>", row->number,
                                                                       row->initials != NULL ? row->initials : "")
                                            : g_strdup ("…");
      GdkRectangle area;

      crf_grid_view_get_area (self, i, 0, &area);
      area.x = 10;
      area.width = self->name_width - 12;
      draw_text (self, snapshot, markup, row != NULL ? &palette->text : &palette->dim, PANGO_ALIGN_LEFT, 1, &area);
      fill (snapshot, &palette->grid, 1, 0, area.y + area.height - 1, self->name_width, 1);
    }
}

static void
draw_heads (CrfGridView *self, GtkSnapshot *snapshot, const CrfTimelinePalette *palette, guint first, guint last)
{
  const GPtrArray *columns = crf_grid_model_get_columns (self->model);

  for (guint i = first; i < last; i++)
    {
      const CrfGridColumn *column = g_ptr_array_index (columns, i);
      g_autofree char *markup = g_markup_printf_escaped ("<small><b>%s</b></small>", column->title);
      GdkRectangle area;

      crf_grid_view_get_area (self, 0, i, &area);
      area.x += 3;
      area.width -= 6;
      area.y = 0;
      area.height = self->head_height;
      draw_text (self, snapshot, markup, &palette->text, PANGO_ALIGN_CENTER, 2, &area);
    }
}

static void
draw_focus (CrfGridView *self, GtkSnapshot *snapshot, const CrfTimelinePalette *palette)
{
  GdkRGBA paint = rgba (&palette->accent, gtk_widget_has_focus (GTK_WIDGET (self)) ? 1 : 0.5);
  GdkRectangle area;
  GskRoundedRect outline;

  crf_grid_view_get_area (self, self->row, self->column, &area);
  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT ((float) area.x + 1, (float) area.y + 1, (float) area.width - 2,
                                                                  (float) area.height - 2), 3);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]) { 2, 2, 2, 2 }, (GdkRGBA[4]) { paint, paint, paint, paint });
}

static void
draw_cells (CrfGridView *self, GtkSnapshot *snapshot, const CrfTimelinePalette *palette, const guint range[4])
{
  for (guint i = range[0]; i < range[1]; i++)
    {
      const CrfGridRow *row = crf_grid_model_get_row (self->model, i);
      GdkRectangle area;

      for (guint j = range[2]; row != NULL && j < range[3] && j < row->cells->len; j++)
        {
          crf_grid_view_get_area (self, i, j, &area);
          draw_cell (self, snapshot, palette, g_array_index (row->cells, CrfGridCell, j).state, &area);
        }
      crf_grid_view_get_area (self, i, 0, &area);
      fill (snapshot, &palette->grid, 1, 0, area.y + area.height - 1, gtk_widget_get_width (GTK_WIDGET (self)), 1);
    }
}

/* Rows and columns that are seen: first and behind the last. */
static void
get_range (CrfGridView *self, int width, int height, guint range[4])
{
  double top = crf_grid_view_get_scrolled (self, GTK_ORIENTATION_VERTICAL), left = crf_grid_view_get_scrolled (self, GTK_ORIENTATION_HORIZONTAL);

  range[0] = (guint) (top / self->row_height);
  range[1] = MIN (crf_grid_model_get_n_rows (self->model), (guint) ((top + MAX (0, height - self->head_height)) / self->row_height) + 1);
  range[2] = (guint) (left / self->column_width);
  range[3] = MIN (crf_grid_model_get_columns (self->model)->len, (guint) ((left + MAX (0, width - self->name_width)) / self->column_width) + 1);
}

static void
push_clip (GtkSnapshot *snapshot, int x, int y, int width, int height)
{
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) MAX (0, width - x), (float) MAX (0, height - y)));
}

void
crf_grid_view_draw (CrfGridView *self, GtkSnapshot *snapshot)
{
  const CrfTimelinePalette *palette = crf_timeline_palette_get (self->dark, self->high_contrast);
  int width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  g_autofree char *head = g_strdup_printf ("<small><b>%s</b></small>", _ ("Patient"));
  guint range[4];

  fill (snapshot, &palette->background, 1, 0, 0, width, height);
  if (self->model == NULL || crf_grid_model_get_n_rows (self->model) == 0)
    return;
  get_range (self, width, height, range);
  push_clip (snapshot, self->name_width, self->head_height, width, height);
  draw_cells (self, snapshot, palette, range);
  draw_focus (self, snapshot, palette);
  gtk_snapshot_pop (snapshot);
  push_clip (snapshot, 0, self->head_height, self->name_width, height);
  draw_names (self, snapshot, palette, range[0], range[1]);
  gtk_snapshot_pop (snapshot);
  fill (snapshot, &palette->grid, 0.6, 0, 0, width, self->head_height);
  push_clip (snapshot, self->name_width, 0, width, self->head_height);
  draw_heads (self, snapshot, palette, range[2], range[3]);
  gtk_snapshot_pop (snapshot);
  draw_text (self, snapshot, head, &palette->text, PANGO_ALIGN_LEFT, 1,
             &(GdkRectangle) { 10, 0, self->name_width - 12, self->head_height });
  fill (snapshot, &palette->frame, 1, 0, self->head_height - 1, width, 1);
  fill (snapshot, &palette->frame, 1, self->name_width - 1, 0, 1, height);
}
