/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lays children out like words: one layout function serves measuring and allocating, so that both agree. */

#include "crf-wrap-box.h"

#include "crf-reveal.h"

struct _CrfWrapBox
{
  GtkWidget parent_instance;

  int spacing;
  int line_spacing;
};

enum
{
  PROP_SPACING = 1,
  PROP_LINE_SPACING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CrfWrapBox, crf_wrap_box, GTK_TYPE_WIDGET)

/* One child's place in its line. */
typedef struct
{
  GtkWidget *child;
  int width;
  int height;
} CrfWrapItem;

static void
measure_child (GtkWidget *child,
               int        available,
               int       *width,
               int       *height)
{
  int min, nat;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &min, &nat, NULL, NULL);
  *width = available < 0 ? nat : MAX (min, MIN (nat, available));
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, *width, NULL, height, NULL, NULL);
}

/* Gives one finished line its room; returns its height. @allocate FALSE only measures. */
static int
place_line (CrfWrapBox *self,
            GArray     *line,
            int         y,
            int         width,
            gboolean    allocate)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int used = 0, height = 0, n_expand = 0, x = 0;

  for (guint i = 0; i < line->len; i++)
    {
      CrfWrapItem *item = &g_array_index (line, CrfWrapItem, i);

      used += item->width + (i > 0 ? self->spacing : 0);
      height = MAX (height, item->height);
      n_expand += gtk_widget_compute_expand (item->child, GTK_ORIENTATION_HORIZONTAL);
    }
  for (guint i = 0; allocate && i < line->len; i++)
    {
      CrfWrapItem *item = &g_array_index (line, CrfWrapItem, i);
      int w = item->width;

      if (gtk_widget_compute_expand (item->child, GTK_ORIENTATION_HORIZONTAL) && width > used)
        w += (width - used) / n_expand;
      gtk_widget_size_allocate (item->child,
                                &(GtkAllocation) { rtl ? width - x - w : x, y, w, height }, -1);
      x += w + self->spacing;
    }
  return height;
}

static int
lay_out (CrfWrapBox *self,
         int         width,
         gboolean    allocate)
{
  g_autoptr (GArray) line = g_array_new (FALSE, FALSE, sizeof (CrfWrapItem));
  int y = 0, used = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      CrfWrapItem item = { child, 0, 0 };

      if (!gtk_widget_should_layout (child))
        continue;
      measure_child (child, width, &item.width, &item.height);
      if (line->len > 0 && width >= 0 && used + self->spacing + item.width > width)
        {
          y += place_line (self, line, y, width, allocate) + self->line_spacing;
          g_array_set_size (line, 0);
          used = 0;
        }
      used += item.width + (line->len > 0 ? self->spacing : 0);
      g_array_append_val (line, item);
    }
  return line->len == 0 ? y : y + place_line (self, line, y, width, allocate);
}

static GtkSizeRequestMode
crf_wrap_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
crf_wrap_box_measure (GtkWidget      *widget,
                      GtkOrientation  orientation,
                      int             for_size,
                      int            *minimum,
                      int            *natural,
                      int            *minimum_baseline,
                      int            *natural_baseline)
{
  CrfWrapBox *self = CRF_WRAP_BOX (widget);
  int min = 0, nat = 0;

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = lay_out (self, for_size, FALSE);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_min, child_nat;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, orientation, -1, &child_min, &child_nat, NULL, NULL);
      min = MAX (min, child_min);
      nat += child_nat + (nat > 0 ? self->spacing : 0);
    }
  *minimum = min;
  *natural = nat;
}

static void
crf_wrap_box_size_allocate (GtkWidget *widget,
                            int        width,
                            int        height,
                            int        baseline)
{
  lay_out (CRF_WRAP_BOX (widget), width, TRUE);
}

/* A box with a label of its own (a radio group) takes the focus for its first child. */
static gboolean
crf_wrap_box_grab_focus (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_focusable (child) && gtk_widget_get_visible (child) && gtk_widget_grab_focus (child))
      return TRUE;
  return FALSE;
}

static void
crf_wrap_box_dispose (GObject *object)
{
  crf_wrap_box_remove_all (CRF_WRAP_BOX (object));
  G_OBJECT_CLASS (crf_wrap_box_parent_class)->dispose (object);
}

static void
crf_wrap_box_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  CrfWrapBox *self = CRF_WRAP_BOX (object);

  switch (prop_id)
    {
    case PROP_SPACING:
      g_value_set_int (value, self->spacing);
      break;
    case PROP_LINE_SPACING:
      g_value_set_int (value, self->line_spacing);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
crf_wrap_box_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  CrfWrapBox *self = CRF_WRAP_BOX (object);

  switch (prop_id)
    {
    case PROP_SPACING:
      self->spacing = g_value_get_int (value);
      break;
    case PROP_LINE_SPACING:
      self->line_spacing = g_value_get_int (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
crf_wrap_box_class_init (CrfWrapBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crf_wrap_box_dispose;
  object_class->get_property = crf_wrap_box_get_property;
  object_class->set_property = crf_wrap_box_set_property;
  widget_class->get_request_mode = crf_wrap_box_get_request_mode;
  widget_class->focus = crf_focus_through;
  widget_class->grab_focus = crf_wrap_box_grab_focus;
  widget_class->measure = crf_wrap_box_measure;
  widget_class->size_allocate = crf_wrap_box_size_allocate;

  properties[PROP_SPACING] = g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT, 8,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_LINE_SPACING] = g_param_spec_int ("line-spacing", NULL, NULL, 0, G_MAXINT, 4,
                                                    G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (widget_class, "wrapbox");
}

static void
crf_wrap_box_init (CrfWrapBox *self)
{
  self->spacing = 8;
  self->line_spacing = 4;
}

GtkWidget *
crf_wrap_box_new (int spacing,
                  int line_spacing)
{
  return g_object_new (CRF_TYPE_WRAP_BOX, "spacing", spacing, "line-spacing", line_spacing, NULL);
}

void
crf_wrap_box_append (CrfWrapBox *self,
                     GtkWidget  *child)
{
  g_return_if_fail (CRF_IS_WRAP_BOX (self));
  g_return_if_fail (GTK_IS_WIDGET (child));

  gtk_widget_insert_before (child, GTK_WIDGET (self), NULL);
}

void
crf_wrap_box_remove_all (CrfWrapBox *self)
{
  GtkWidget *child;

  g_return_if_fail (CRF_IS_WRAP_BOX (self));

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
}
