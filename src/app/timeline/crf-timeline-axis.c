/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pure arithmetic; see the header. */

#include "crf-timeline-axis.h"

#include <math.h>

/* Twice a week of a finer step each: labels halve when one zooms. */
static const int steps[] = { 1, 2, 7, 14, 28, 56, 84, 168, 336, 672, 1344, 2688, 5376, 10752, 21504 };

double
crf_timeline_axis_to_x (const CrfTimelineAxis *axis,
                        double                 at)
{
  return axis->x0 + (at - axis->start) * (axis->x1 - axis->x0) / (axis->end - axis->start);
}

double
crf_timeline_axis_to_at (const CrfTimelineAxis *axis,
                         double                 x)
{
  return axis->start + (x - axis->x0) * (axis->end - axis->start) / (axis->x1 - axis->x0);
}

static void
keep_within (CrfTimelineAxis *axis,
             double           first,
             double           last)
{
  double span = axis->end - axis->start;

  if (axis->start < first)
    axis->start = first;
  if (axis->start + span > last)
    axis->start = MAX (first, last - span);
  axis->end = axis->start + span;
}

void
crf_timeline_axis_zoom (CrfTimelineAxis *axis,
                        double           factor,
                        double           x,
                        double           first,
                        double           last)
{
  double under = crf_timeline_axis_to_at (axis, x);
  double part = (x - axis->x0) / (axis->x1 - axis->x0);
  double span = (axis->end - axis->start) * factor;

  g_return_if_fail (factor > 0 && last > first);

  span = CLAMP (span, MIN (CRF_TIMELINE_NARROWEST, last - first), last - first);
  axis->start = under - part * span;
  axis->end = axis->start + span;
  keep_within (axis, first, last);
}

gboolean
crf_timeline_axis_pan (CrfTimelineAxis *axis,
                       double           days,
                       double           first,
                       double           last)
{
  double before = axis->start;

  axis->start += days;
  axis->end += days;
  keep_within (axis, first, last);
  return fabs (axis->start - before) > 1e-9;
}

int
crf_timeline_axis_step (const CrfTimelineAxis *axis,
                        double                 spacing)
{
  double per_day = (axis->x1 - axis->x0) / (axis->end - axis->start);

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (steps[i] * per_day >= spacing)
      return steps[i];
  return steps[G_N_ELEMENTS (steps) - 1];
}

GArray *
crf_timeline_axis_ticks (const CrfTimelineAxis *axis,
                         int                    zero,
                         double                 spacing)
{
  GArray *ticks = g_array_new (FALSE, FALSE, sizeof (int));
  int step = crf_timeline_axis_step (axis, spacing);
  int day = (int) ceil ((axis->start - zero) / step) * step;

  for (; day + zero <= axis->end; day += step)
    g_array_append_val (ticks, day);
  return ticks;
}

/* The nth round figure, 1, 2, 5, 10, 20 … for 0, 1, 2, 3, 4 …; below 1 for negative ones. */
static double
round_figure (int n)
{
  static const double parts[] = { 1, 2, 5 };
  int power = (int) floor (n / 3.0);

  return parts[n - 3 * power] * pow (10, power);
}

static void
set_ticks (CrfTimelineScale *scale,
           int               n)
{
  scale->step = round_figure (n);
  scale->places = MAX (0, (int) -floor (n / 3.0));
  scale->first = ceil (scale->low / scale->step - 1e-9) * scale->step;
  scale->n_ticks = (int) floor ((scale->high - scale->first) / scale->step + 1e-9) + 1;
}

void
crf_timeline_scale_init (CrfTimelineScale *scale,
                         double            least,
                         double            greatest,
                         int               max_ticks)
{
  double span = greatest - least;
  int n;

  g_return_if_fail (max_ticks >= 2);

  if (span < 1e-9 * MAX (1, fabs (greatest)))
    span = MAX (fabs (greatest) * 0.2, 1e-6);
  scale->low = (least + greatest) / 2 - span * 0.66;
  scale->high = (least + greatest) / 2 + span * 0.66;
  /* None of the figures followed here can be negative where none is. */
  if (least >= 0 && scale->low < 0)
    scale->low = 0;
  /* The finest that is not too many; it may be one too many rather than a single one, which is no scale. */
  n = 3 * (int) floor (log10 ((scale->high - scale->low) / max_ticks)) - 1;
  do
    set_ticks (scale, ++n);
  while (scale->n_ticks > max_ticks);
  if (scale->n_ticks < 2)
    set_ticks (scale, n - 1);
}

double
crf_timeline_scale_part (const CrfTimelineScale *scale,
                         double                  value)
{
  return (value - scale->low) / (scale->high - scale->low);
}
