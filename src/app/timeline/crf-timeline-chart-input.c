/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pointer and keyboard of the chart. Everything that the pointer can do has a key. */

#include <math.h>

#include "crf-timeline-chart-private.h"

#define ZOOM_STEP 1.25
#define PAN_PART 0.1

/* ── Range ── */

static gboolean
pan (CrfTimelineChart *self,
     double            days)
{
  CrfTimelineAxis axis = { self->view.start, self->view.end, 0, 1 };

  if (!crf_timeline_axis_pan (&axis, days, self->first, self->last))
    return FALSE;
  crf_timeline_chart_set_range (self, axis.start, axis.end);
  return TRUE;
}

static void
scroll (CrfTimelineChart *self,
        double            pixels)
{
  if (self->vadjustment != NULL)
    gtk_adjustment_set_value (self->vadjustment, gtk_adjustment_get_value (self->vadjustment) + pixels);
}

static void
hold_lanes (CrfTimelineChart *self,
            gboolean          hold)
{
  const CrfTimelineLayout *layout = crf_timeline_chart_ensure_layout (self);

  for (guint i = 0; i < CRF_TIMELINE_N_LANES; i++)
    self->view.least_heights[i] = 0;
  for (guint i = 0; hold && layout != NULL && i < layout->lanes->len; i++)
    {
      const CrfTimelineLane *lane = &g_array_index (layout->lanes, CrfTimelineLane, i);

      self->view.least_heights[lane->kind] = lane->height;
    }
}

/* ── Pointer ── */

static void
hover (CrfTimelineChart *self,
       double            x)
{
  const CrfTimelineLayout *layout = crf_timeline_chart_ensure_layout (self);

  if (layout == NULL)
    return;
  self->cross_at = x < layout->axis.x0 || x > layout->axis.x1 ? NAN : crf_timeline_axis_to_at (&layout->axis, x);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_motion (CrfTimelineChart *self,
           double            x,
           double            y)
{
  self->pointer_x = x;
  hover (self, x);
}

static void
on_leave (CrfTimelineChart *self)
{
  self->cross_at = NAN;
  /* The keyboard's mark keeps its line. */
  if (self->chosen != NULL && self->layout != NULL)
    self->cross_at = crf_timeline_axis_to_at (&self->layout->axis, self->chosen->x);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
on_scroll (CrfTimelineChart         *self,
           double                    dx,
           double                    dy,
           GtkEventControllerScroll *controller)
{
  const CrfTimelineLayout *layout = crf_timeline_chart_ensure_layout (self);
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));
  double span = self->view.end - self->view.start;
  double x = self->pointer_x;

  if (layout == NULL)
    return FALSE;
  /* Over the names the page scrolls. */
  if (x < layout->axis.x0)
    return FALSE;
  if ((state & GDK_SHIFT_MASK) != 0 && fabs (dx) < 1e-9)
    dx = dy;
  if (fabs (dx) > fabs (dy) || (state & GDK_SHIFT_MASK) != 0)
    pan (self, dx * span * PAN_PART);
  else
    crf_timeline_chart_zoom_at (self, pow (ZOOM_STEP, dy), x);
  return TRUE;
}

static void
on_drag_begin (CrfTimelineChart *self,
               double            x,
               double            y)
{
  self->drag_start = self->view.start;
  self->drag_end = self->view.end;
  self->drag_scroll = self->vadjustment != NULL ? gtk_adjustment_get_value (self->vadjustment) : 0;
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
on_drag_update (CrfTimelineChart *self,
                double            dx,
                double            dy,
                GtkGestureDrag   *gesture)
{
  CrfTimelineAxis axis = { self->drag_start, self->drag_end, 0, 1 };
  const CrfTimelineLayout *layout = crf_timeline_chart_ensure_layout (self);
  double moved;

  if (layout == NULL || hypot (dx, dy) < 5)
    return;
  if (self->view.least_heights[CRF_TIMELINE_LANE_STATUSES] <= 0)
    hold_lanes (self, TRUE);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  /* Offsets are in the chart, and the chart moves under the pointer as it scrolls. */
  moved = self->vadjustment != NULL ? gtk_adjustment_get_value (self->vadjustment) - self->drag_scroll : 0;
  if (self->vadjustment != NULL)
    gtk_adjustment_set_value (self->vadjustment, self->drag_scroll - (dy - moved));
  crf_timeline_axis_pan (&axis, -dx * (axis.end - axis.start) / (layout->axis.x1 - layout->axis.x0), self->first,
                         self->last);
  crf_timeline_chart_set_range (self, axis.start, axis.end);
}

static void
on_drag_end (CrfTimelineChart *self)
{
  hold_lanes (self, FALSE);
  crf_timeline_chart_changed (self);
}

static void
on_pressed (CrfTimelineChart *self,
            int               n_press,
            double            x,
            double            y)
{
  CrfTimelineLayout *layout = crf_timeline_chart_ensure_layout (self);
  CrfTimelineMark *mark = layout != NULL ? crf_timeline_layout_pick (layout, x, y) : NULL;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (mark == NULL && n_press > 1)
    return;
  crf_timeline_chart_choose (self, mark);
  if (n_press == 2)
    crf_timeline_chart_open_chosen (self);
}

static gboolean
on_query_tooltip (CrfTimelineChart *self,
                  int               x,
                  int               y,
                  gboolean          keyboard,
                  GtkTooltip       *tooltip)
{
  CrfTimelineLayout *layout = crf_timeline_chart_ensure_layout (self);
  CrfTimelineMark *mark = layout != NULL && !keyboard ? crf_timeline_layout_pick (layout, x, y) : NULL;
  g_autofree char *text = NULL;

  if (mark == NULL)
    return FALSE;
  text = crf_timeline_chart_describe (self, mark);
  gtk_tooltip_set_text (tooltip, text);
  gtk_tooltip_set_tip_area (tooltip, &(GdkRectangle){ (int) (mark->x - layout->em), (int) (mark->y - layout->em),
                                                      (int) (2 * layout->em), (int) (2 * layout->em) });
  return TRUE;
}

/* ── From mark to mark ── */

/* Rows for the keyboard: lanes from top to bottom, then panels. */
static int
row_of (const CrfTimelineMark *mark)
{
  return mark->panel >= 0 ? CRF_TIMELINE_N_LANES + mark->panel : (int) mark->lane;
}

/* The next mark of the same row, by its place on the axis; of several at one place, in the order of the list. */
static CrfTimelineMark *
find_beside (const CrfTimelineLayout *layout,
             const CrfTimelineMark   *from,
             int                      direction)
{
  CrfTimelineMark *best = NULL;
  guint own = 0;

  g_ptr_array_find (layout->marks, from, &own);
  for (guint n = 0; n < layout->marks->len; n++)
    {
      guint i = direction > 0 ? n : layout->marks->len - 1 - n;
      CrfTimelineMark *mark = g_ptr_array_index (layout->marks, i);
      double ahead = (mark->x - from->x) * direction;

      if (mark == from || row_of (mark) != row_of (from) || ahead < 0
          || (ahead < 1e-6 && (i > own) != (direction > 0)))
        continue;
      if (best == NULL || ahead < (best->x - from->x) * direction)
        best = mark;
    }
  return best;
}

/* The mark nearest to @x of the nearest row that has any. */
static CrfTimelineMark *
find_in_row (const CrfTimelineLayout *layout,
             int                      row,
             int                      direction,
             double                   x)
{
  CrfTimelineMark *best = NULL;
  int n_rows = CRF_TIMELINE_N_LANES + (int) layout->panels->len;

  for (; best == NULL && row >= 0 && row < n_rows; row += direction)
    for (guint i = 0; i < layout->marks->len; i++)
      {
        CrfTimelineMark *mark = g_ptr_array_index (layout->marks, i);

        if (row_of (mark) == row && (best == NULL || fabs (mark->x - x) < fabs (best->x - x)))
          best = mark;
      }
  return best;
}

static void
scroll_to (CrfTimelineChart      *self,
           const CrfTimelineMark *mark)
{
  double em = self->layout->em, top;

  if (self->vadjustment == NULL)
    return;
  top = gtk_adjustment_get_value (self->vadjustment) + self->layout->plot_y;
  if (mark->y - 3 * em < top)
    scroll (self, mark->y - 3 * em - top);
  else if (mark->y + 4 * em > top - self->layout->plot_y + gtk_adjustment_get_page_size (self->vadjustment))
    scroll (self, mark->y + 4 * em - top + self->layout->plot_y - gtk_adjustment_get_page_size (self->vadjustment));
}

static void
step (CrfTimelineChart *self,
      int               across,
      int               down)
{
  const CrfTimelineLayout *layout = crf_timeline_chart_ensure_layout (self);
  CrfTimelineMark *next;

  if (layout == NULL)
    return;
  if (self->chosen == NULL)
    next = find_in_row (layout, 0, 1, layout->axis.x1);
  else if (down != 0)
    next = find_in_row (layout, row_of (self->chosen) + down, down, self->chosen->x);
  else
    next = find_beside (layout, self->chosen, across);
  if (next == NULL)
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }
  crf_timeline_chart_choose (self, next);
  scroll_to (self, next);
}

/* ── Keyboard ── */

static gboolean
on_control_key (CrfTimelineChart *self,
                guint             key)
{
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      step (self, -1, 0);
      return TRUE;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      step (self, 1, 0);
      return TRUE;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      step (self, 0, -1);
      return TRUE;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      step (self, 0, 1);
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
on_zoom_key (CrfTimelineChart *self,
             guint             key)
{
  switch (key)
    {
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
      crf_timeline_chart_zoom (self, 1 / ZOOM_STEP);
      return TRUE;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      crf_timeline_chart_zoom (self, ZOOM_STEP);
      return TRUE;
    case GDK_KEY_0:
    case GDK_KEY_KP_0:
      crf_timeline_chart_show_all (self);
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
on_move_key (CrfTimelineChart *self,
             guint             key)
{
  double span = self->view.end - self->view.start;
  double page = self->vadjustment != NULL ? gtk_adjustment_get_page_size (self->vadjustment) : 0;

  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      pan (self, -span * PAN_PART);
      return TRUE;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      pan (self, span * PAN_PART);
      return TRUE;
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      pan (self, self->first - self->view.start);
      return TRUE;
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      pan (self, self->last - self->view.end);
      return TRUE;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      scroll (self, -60);
      return TRUE;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      scroll (self, 60);
      return TRUE;
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      scroll (self, -page * 0.8);
      return TRUE;
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      scroll (self, page * 0.8);
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
on_key (CrfTimelineChart *self,
        guint             key,
        guint             code,
        GdkModifierType   state)
{
  state &= gtk_accelerator_get_default_mod_mask ();
  if (self->view.data == NULL)
    return FALSE;
  if (state == GDK_CONTROL_MASK)
    return on_control_key (self, key) || on_zoom_key (self, key);
  if ((state & ~GDK_SHIFT_MASK) != 0)
    return FALSE;
  if ((key == GDK_KEY_Return || key == GDK_KEY_KP_Enter || key == GDK_KEY_ISO_Enter) && self->chosen != NULL)
    {
      crf_timeline_chart_open_chosen (self);
      return TRUE;
    }
  if (key == GDK_KEY_Escape && self->chosen != NULL)
    {
      crf_timeline_chart_choose (self, NULL);
      self->cross_at = NAN;
      return TRUE;
    }
  return on_zoom_key (self, key) || on_move_key (self, key);
}

static void
add (CrfTimelineChart   *self,
     GtkEventController *controller)
{
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

void
crf_timeline_chart_add_controllers (CrfTimelineChart *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *wheel = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_swapped (motion, "enter", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_leave), self);
  g_signal_connect_swapped (wheel, "scroll", G_CALLBACK (on_scroll), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_pressed), self);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (on_query_tooltip), NULL);
  add (self, motion);
  add (self, wheel);
  add (self, keys);
  add (self, GTK_EVENT_CONTROLLER (drag));
  add (self, GTK_EVENT_CONTROLLER (click));
}
