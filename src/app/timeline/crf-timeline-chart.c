/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Texture, overlay and size. What the pointer and the keyboard do is in the file beside it. */

#include "crf-timeline-chart-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "crf-timeline-draw.h"
#include "crf-timeline-shapes.h"
#include "crf-timeline-words.h"

enum
{
  SIGNAL_OPEN_TARGET,
  SIGNAL_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrfTimelineChart, crf_timeline_chart, GTK_TYPE_WIDGET)

static PangoContext *
pango_of (CrfTimelineChart *self)
{
  if (self->pango == NULL)
    {
      self->pango = gtk_widget_create_pango_context (GTK_WIDGET (self));
      crf_timeline_set_language (self->pango);
    }
  return self->pango;
}

/* ── Layout and texture ── */

static void
forget_drawing (CrfTimelineChart *self)
{
  g_clear_pointer (&self->layout, crf_timeline_layout_free);
  g_clear_object (&self->texture);
  self->chosen = NULL;
}

void
crf_timeline_chart_changed (CrfTimelineChart *self)
{
  forget_drawing (self);
  self->measured_width = 0;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static CrfTimelineLayout *
layout_of (CrfTimelineChart *self,
           int               width,
           int               height)
{
  return crf_timeline_layout_for (pango_of (self), &self->view, width, height);
}

/* Marks are made anew with each layout; the chosen one is known by what it stands for. */
static void
find_chosen (CrfTimelineChart *self)
{
  self->chosen = NULL;
  for (guint i = 0; self->chosen_what != NULL && i < self->layout->marks->len; i++)
    {
      CrfTimelineMark *mark = g_ptr_array_index (self->layout->marks, i);

      if (mark->what == self->chosen_what)
        self->chosen = mark;
    }
}

CrfTimelineLayout *
crf_timeline_chart_ensure_layout (CrfTimelineChart *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));

  if (self->layout == NULL && self->view.data != NULL && width > 0 && height > 0)
    {
      self->layout = layout_of (self, width, height);
      find_chosen (self);
    }
  return self->layout;
}

static GdkTexture *
render (CrfTimelineChart *self,
        int               width,
        int               height)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width * scale, height * scale);
  g_autoptr (GBytes) bytes = NULL;
  GdkTexture *texture;
  cairo_t *cr;
  int stride;

  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  crf_timeline_draw_layout (cr, pango_of (self), self->layout);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  stride = cairo_image_surface_get_stride (surface);
  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface),
                                      (gsize) stride * (gsize) (height * scale),
                                      (GDestroyNotify) cairo_surface_destroy, surface);
  texture = gdk_memory_texture_new (width * scale, height * scale, GDK_MEMORY_DEFAULT, bytes, (gsize) stride);
  return texture;
}

/* ── GtkWidget ── */

static double
offset_of (CrfTimelineChart *self)
{
  return self->vadjustment != NULL ? gtk_adjustment_get_value (self->vadjustment) : 0;
}

/* The strip with the days again where the chart has been scrolled away from under it. */
static void
snapshot_axis (CrfTimelineChart *self,
               GtkSnapshot      *snapshot,
               int               width,
               int               height)
{
  const CrfTimelinePalette *palette = crf_timeline_palette_get (self->view.dark, self->view.high_contrast);
  const CrfTimelineColour *frame = &palette->frame;
  const GdkRGBA line = { (float) frame->red, (float) frame->green, (float) frame->blue, 1 };
  double top = offset_of (self);
  float strip = (float) ceil (self->layout->plot_y);

  if (top < 1)
    return;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (0, (float) top));
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, strip));
  gtk_snapshot_append_texture (snapshot, self->texture, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  gtk_snapshot_append_color (snapshot, &line, &GRAPHENE_RECT_INIT (0, strip - 1, (float) width, 1));
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_restore (snapshot);
}

static void
snapshot_crosshair (CrfTimelineChart *self,
                    GtkSnapshot      *snapshot,
                    int               width,
                    int               height)
{
  double reach = 22 * self->layout->em;
  double x = crf_timeline_axis_to_x (&self->layout->axis, self->cross_at);
  cairo_t *cr;

  if (isnan (self->cross_at) || x < self->layout->axis.x0 - 1 || x > self->layout->axis.x1 + 1)
    return;
  cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT ((float) MAX (0, x - reach), 0, (float) (2 * reach), (float) height));
  crf_timeline_draw_crosshair (cr, pango_of (self), self->layout, self->cross_at, self->chosen, offset_of (self));
  cairo_destroy (cr);
}

static void
crf_timeline_chart_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  CrfTimelineChart *self = CRF_TIMELINE_CHART (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);

  if (crf_timeline_chart_ensure_layout (self) == NULL)
    return;
  if (self->texture == NULL)
    self->texture = render (self, width, height);
  gtk_snapshot_append_texture (snapshot, self->texture, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  snapshot_axis (self, snapshot, width, height);
  snapshot_crosshair (self, snapshot, width, height);
}

static GtkSizeRequestMode
crf_timeline_chart_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
crf_timeline_chart_measure (GtkWidget      *widget,
                            GtkOrientation  orientation,
                            int             for_size,
                            int            *minimum,
                            int            *natural,
                            int            *minimum_baseline,
                            int            *natural_baseline)
{
  CrfTimelineChart *self = CRF_TIMELINE_CHART (widget);

  *minimum_baseline = *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 420;
      *natural = 900;
      return;
    }
  if (for_size < 420)
    for_size = 900;
  if (self->view.data != NULL && self->measured_width != for_size)
    {
      g_autoptr (CrfTimelineLayout) layout = layout_of (self, for_size, 0);

      self->measured_width = for_size;
      self->measured_height = (int) layout->height;
    }
  *minimum = *natural = self->view.data != NULL ? self->measured_height : 200;
}

static void
crf_timeline_chart_size_allocate (GtkWidget *widget,
                                  int        width,
                                  int        height,
                                  int        baseline)
{
  CrfTimelineChart *self = CRF_TIMELINE_CHART (widget);

  if (self->layout == NULL || fabs (self->layout->width - width) > 0.5 || self->allocated_height != height)
    forget_drawing (self);
  self->allocated_height = height;
}

static void
crf_timeline_chart_css_changed (GtkWidget         *widget,
                                GtkCssStyleChange *change)
{
  CrfTimelineChart *self = CRF_TIMELINE_CHART (widget);

  GTK_WIDGET_CLASS (crf_timeline_chart_parent_class)->css_changed (widget, change);
  /* Another type, or another size of it. */
  g_clear_object (&self->pango);
  crf_timeline_chart_changed (self);
}

static void
on_style_changed (CrfTimelineChart *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  self->view.dark = adw_style_manager_get_dark (manager);
  self->view.high_contrast = adw_style_manager_get_high_contrast (manager);
  crf_timeline_chart_changed (self);
}

static void
on_scrolled (CrfTimelineChart *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* ── What is chosen ── */

void
crf_timeline_chart_open_chosen (CrfTimelineChart *self)
{
  const CrfTarget *target = self->chosen != NULL ? crf_timeline_mark_get_target (self->chosen) : NULL;

  if (target != NULL)
    {
      g_autoptr (CrfTarget) copy = crf_target_copy (target);

      g_signal_emit (self, signals[SIGNAL_OPEN_TARGET], 0, copy);
    }
}

static char *
describe (CrfTimelineChart      *self,
          const CrfTimelineMark *mark)
{
  const CrfTimelineSeries *series = NULL;

  if (mark->panel >= 0)
    series = g_array_index (self->layout->panels, CrfTimelinePanel, mark->panel).series;
  return crf_timeline_words_mark (self->view.data, mark, series);
}

char *
crf_timeline_chart_describe (CrfTimelineChart      *self,
                             const CrfTimelineMark *mark)
{
  return describe (self, mark);
}

void
crf_timeline_chart_choose (CrfTimelineChart *self,
                           CrfTimelineMark  *mark)
{
  g_autofree char *lines = mark != NULL ? describe (self, mark) : NULL;
  g_auto (GStrv) parts = lines != NULL ? g_strsplit (lines, "\n", -1) : NULL;
  g_autofree char *text = parts != NULL ? g_strjoinv (" · ", parts) : NULL;

  self->chosen = mark;
  self->chosen_what = mark != NULL ? mark->what : NULL;
  if (mark != NULL)
    self->cross_at = crf_timeline_axis_to_at (&self->layout->axis, mark->x);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text != NULL ? text : "", -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, text);
}

/* ── Class ── */

static void
crf_timeline_chart_dispose (GObject *object)
{
  CrfTimelineChart *self = CRF_TIMELINE_CHART (object);

  forget_drawing (self);
  g_clear_object (&self->pango);
  crf_timeline_chart_set_vadjustment (self, NULL);
  G_OBJECT_CLASS (crf_timeline_chart_parent_class)->dispose (object);
}

static void
crf_timeline_chart_finalize (GObject *object)
{
  g_ptr_array_unref (CRF_TIMELINE_CHART (object)->view.series);
  G_OBJECT_CLASS (crf_timeline_chart_parent_class)->finalize (object);
}

static void
crf_timeline_chart_class_init (CrfTimelineChartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crf_timeline_chart_dispose;
  object_class->finalize = crf_timeline_chart_finalize;
  widget_class->snapshot = crf_timeline_chart_snapshot;
  widget_class->get_request_mode = crf_timeline_chart_get_request_mode;
  widget_class->measure = crf_timeline_chart_measure;
  widget_class->size_allocate = crf_timeline_chart_size_allocate;
  widget_class->css_changed = crf_timeline_chart_css_changed;

  signals[SIGNAL_OPEN_TARGET] = g_signal_new ("open-target", CRF_TYPE_TIMELINE_CHART, G_SIGNAL_RUN_LAST, 0, NULL,
                                              NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", CRF_TYPE_TIMELINE_CHART, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_css_name (widget_class, "timelinechart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
crf_timeline_chart_init (CrfTimelineChart *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  self->view.series = g_ptr_array_new ();
  self->view.lanes = CRF_TIMELINE_ALL_LANES;
  self->cross_at = NAN;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  crf_timeline_chart_add_controllers (self);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (on_style_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (on_style_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (crf_timeline_chart_changed), NULL);
  on_style_changed (self);
}

GtkWidget *
crf_timeline_chart_new (void)
{
  return g_object_new (CRF_TYPE_TIMELINE_CHART, NULL);
}

void
crf_timeline_chart_set_timeline (CrfTimelineChart  *self,
                                 const CrfTimeline *timeline,
                                 gboolean           keep_range)
{
  g_autofree char *label = NULL;

  g_return_if_fail (CRF_IS_TIMELINE_CHART (self));

  keep_range = keep_range && timeline != NULL && self->view.data != NULL && self->last > self->first
               && (self->view.start > self->first || self->view.end < self->last);
  self->view.data = timeline;
  g_ptr_array_set_size (self->view.series, 0);
  self->chosen = NULL;
  self->chosen_what = NULL;
  self->cross_at = NAN;
  if (timeline != NULL)
    {
      crf_timeline_get_range (timeline, &self->first, &self->last);
      if (!keep_range)
        {
          self->view.start = self->first;
          self->view.end = self->last;
        }
      /* Translators: %s is a patient's number */
      label = g_strdup_printf (_("Timeline of %s. The table shows the same as text."), timeline->number);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
    }
  crf_timeline_chart_changed (self);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, NULL);
}

void
crf_timeline_chart_set_shown (CrfTimelineChart *self,
                              guint             lanes,
                              GPtrArray        *series)
{
  g_return_if_fail (CRF_IS_TIMELINE_CHART (self));

  self->view.lanes = lanes;
  g_ptr_array_ref (series);
  g_ptr_array_unref (self->view.series);
  self->view.series = series;
  crf_timeline_chart_changed (self);
}

void
crf_timeline_chart_set_vadjustment (CrfTimelineChart *self,
                                    GtkAdjustment    *adjustment)
{
  g_return_if_fail (CRF_IS_TIMELINE_CHART (self));

  if (self->vadjustment != NULL)
    g_signal_handlers_disconnect_by_func (self->vadjustment, on_scrolled, self);
  g_set_object (&self->vadjustment, adjustment);
  if (adjustment != NULL)
    g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (on_scrolled), self);
}

static void
zoom_at (CrfTimelineChart *self,
         double            factor,
         double            x)
{
  CrfTimelineAxis axis;

  if (crf_timeline_chart_ensure_layout (self) == NULL)
    return;
  axis = self->layout->axis;
  crf_timeline_axis_zoom (&axis, factor, CLAMP (x, axis.x0, axis.x1), self->first, self->last);
  crf_timeline_chart_set_range (self, axis.start, axis.end);
}

void
crf_timeline_chart_zoom_at (CrfTimelineChart *self,
                            double            factor,
                            double            x)
{
  zoom_at (self, factor, x);
}

/* Around what one looks at: the chosen mark or the pointer, else the middle. */
void
crf_timeline_chart_zoom (CrfTimelineChart *self,
                         double            factor)
{
  g_return_if_fail (CRF_IS_TIMELINE_CHART (self));

  if (crf_timeline_chart_ensure_layout (self) == NULL)
    return;
  if (!isnan (self->cross_at))
    zoom_at (self, factor, crf_timeline_axis_to_x (&self->layout->axis, self->cross_at));
  else
    zoom_at (self, factor, (self->layout->axis.x0 + self->layout->axis.x1) / 2);
}

void
crf_timeline_chart_show_all (CrfTimelineChart *self)
{
  g_return_if_fail (CRF_IS_TIMELINE_CHART (self));

  crf_timeline_chart_set_range (self, self->first, self->last);
}

void
crf_timeline_chart_set_range (CrfTimelineChart *self,
                              double            start,
                              double            end)
{
  self->view.start = start;
  self->view.end = end;
  crf_timeline_chart_changed (self);
}

const CrfTimelineView *
crf_timeline_chart_get_view (CrfTimelineChart *self)
{
  g_return_val_if_fail (CRF_IS_TIMELINE_CHART (self), NULL);

  return self->view.data != NULL ? &self->view : NULL;
}

CrfTimelineLayout *
crf_timeline_chart_get_layout (CrfTimelineChart *self)
{
  g_return_val_if_fail (CRF_IS_TIMELINE_CHART (self), NULL);

  return crf_timeline_chart_ensure_layout (self);
}

const CrfTimelineMark *
crf_timeline_chart_get_chosen (CrfTimelineChart *self)
{
  g_return_val_if_fail (CRF_IS_TIMELINE_CHART (self), NULL);

  return crf_timeline_chart_ensure_layout (self) != NULL ? self->chosen : NULL;
}
