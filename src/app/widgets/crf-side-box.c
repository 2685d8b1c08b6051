/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two children in a row; the second is not mapped while the width is below "narrow". */

#include "crf-side-box.h"

#define SPACING 18

struct _CrfSideBox
{
  GtkWidget parent_instance;

  GtkWidget *main;
  GtkWidget *side;
  int narrow;
};

enum
{
  PROP_0,
  PROP_MAIN,
  PROP_SIDE,
  PROP_NARROW,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CrfSideBox, crf_side_box, GTK_TYPE_WIDGET)

static void
replace_child (CrfSideBox *self, GtkWidget **place, GtkWidget *child)
{
  g_clear_pointer (place, gtk_widget_unparent);
  *place = child;
  if (child != NULL)
    gtk_widget_insert_before (child, GTK_WIDGET (self), place == &self->main ? self->side : NULL);
}

static void
crf_side_box_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                      int *minimum_baseline, int *natural_baseline)
{
  CrfSideBox *self = CRF_SIDE_BOX (widget);
  int side_minimum = 0, side_natural = 0;

  if (self->main != NULL)
    gtk_widget_measure (self->main, orientation, -1, minimum, natural, NULL, NULL);
  if (self->side != NULL)
    gtk_widget_measure (self->side, orientation, -1, &side_minimum, &side_natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural += SPACING + side_natural;
  else
    *natural = MAX (*natural, side_natural);
}

static void
crf_side_box_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CrfSideBox *self = CRF_SIDE_BOX (widget);
  gboolean wide = self->side != NULL && width >= self->narrow;
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int side = 0;

  if (self->side != NULL)
    {
      gtk_widget_set_child_visible (self->side, wide);
      gtk_widget_measure (self->side, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &side, NULL, NULL);
    }
  if (wide)
    gtk_widget_size_allocate (self->side, &(GtkAllocation) { rtl ? 0 : width - side, 0, side, height }, -1);
  side = wide ? side + SPACING : 0;
  if (self->main != NULL)
    gtk_widget_size_allocate (self->main, &(GtkAllocation) { rtl ? side : 0, 0, width - side, height }, -1);
}

static void
crf_side_box_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CrfSideBox *self = CRF_SIDE_BOX (object);

  switch (id)
    {
    case PROP_MAIN:
      g_value_set_object (value, self->main);
      break;
    case PROP_SIDE:
      g_value_set_object (value, self->side);
      break;
    case PROP_NARROW:
      g_value_set_int (value, self->narrow);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
crf_side_box_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CrfSideBox *self = CRF_SIDE_BOX (object);

  switch (id)
    {
    case PROP_MAIN:
      replace_child (self, &self->main, g_value_get_object (value));
      break;
    case PROP_SIDE:
      replace_child (self, &self->side, g_value_get_object (value));
      break;
    case PROP_NARROW:
      self->narrow = g_value_get_int (value);
      gtk_widget_queue_allocate (GTK_WIDGET (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
crf_side_box_dispose (GObject *object)
{
  CrfSideBox *self = CRF_SIDE_BOX (object);

  g_clear_pointer (&self->main, gtk_widget_unparent);
  g_clear_pointer (&self->side, gtk_widget_unparent);

  G_OBJECT_CLASS (crf_side_box_parent_class)->dispose (object);
}

static void
crf_side_box_class_init (CrfSideBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crf_side_box_dispose;
  object_class->get_property = crf_side_box_get_property;
  object_class->set_property = crf_side_box_set_property;
  widget_class->measure = crf_side_box_measure;
  widget_class->size_allocate = crf_side_box_size_allocate;

  properties[PROP_MAIN] = g_param_spec_object ("main", NULL, NULL, GTK_TYPE_WIDGET,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SIDE] = g_param_spec_object ("side", NULL, NULL, GTK_TYPE_WIDGET,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_NARROW] = g_param_spec_int ("narrow", NULL, NULL, 0, G_MAXINT, 900,
                                              G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
crf_side_box_init (CrfSideBox *self)
{
  self->narrow = 900;
}

GtkWidget *
crf_side_box_new (void)
{
  return g_object_new (CRF_TYPE_SIDE_BOX, NULL);
}
