/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Widths are counted in digits of the row's font, so that they grow with the text size. */

#include "crf-row-layout.h"

#define N_COLUMNS 7       /* label … menu */
#define MENU_WIDTH 58     /* the tick that fades, and the menu button: icons, they do not grow with the text */
#define LABEL_MAX 44      /* digits; beyond, the eye loses the line */
#define LABEL_ROOMY 26
#define LABEL_MIN 10
#define BELOW_INLINE 420 /* a sentence under a field of the sample line: two or three lines of text */

struct _CrfRowLayout
{
  GtkLayoutManager parent_instance;

  gboolean is_inline;
};

struct _CrfRowLayoutChild
{
  GtkLayoutChild parent_instance;

  CrfRowSlot slot;
};

enum
{
  PROP_SLOT = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CrfRowLayout, crf_row_layout, GTK_TYPE_LAYOUT_MANAGER)
G_DEFINE_FINAL_TYPE (CrfRowLayoutChild, crf_row_layout_child, GTK_TYPE_LAYOUT_CHILD)

GType
crf_row_slot_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    {
      static const GEnumValue values[] = {
        { CRF_ROW_SLOT_LABEL, "CRF_ROW_SLOT_LABEL", "label" },
        { CRF_ROW_SLOT_VALUE, "CRF_ROW_SLOT_VALUE", "value" },
        { CRF_ROW_SLOT_UNIT, "CRF_ROW_SLOT_UNIT", "unit" },
        { CRF_ROW_SLOT_REFERENCE, "CRF_ROW_SLOT_REFERENCE", "reference" },
        { CRF_ROW_SLOT_FLAG, "CRF_ROW_SLOT_FLAG", "flag" },
        { CRF_ROW_SLOT_LAST, "CRF_ROW_SLOT_LAST", "last" },
        { CRF_ROW_SLOT_MENU, "CRF_ROW_SLOT_MENU", "menu" },
        { CRF_ROW_SLOT_WIDE, "CRF_ROW_SLOT_WIDE", "wide" },
        { CRF_ROW_SLOT_BELOW, "CRF_ROW_SLOT_BELOW", "below" },
        { 0, NULL, NULL },
      };

      g_once_init_leave (&type, g_enum_register_static ("CrfRowSlot", values));
    }
  return type;
}

/* ── The child's slot ── */

static void
crf_row_layout_child_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  if (prop_id == PROP_SLOT)
    g_value_set_enum (value, CRF_ROW_LAYOUT_CHILD (object)->slot);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
crf_row_layout_child_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  CrfRowLayoutChild *self = CRF_ROW_LAYOUT_CHILD (object);

  if (prop_id != PROP_SLOT)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }
  self->slot = (CrfRowSlot) g_value_get_enum (value);
  gtk_layout_manager_layout_changed (gtk_layout_child_get_layout_manager (GTK_LAYOUT_CHILD (self)));
}

static void
crf_row_layout_child_class_init (CrfRowLayoutChildClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = crf_row_layout_child_get_property;
  object_class->set_property = crf_row_layout_child_set_property;
  properties[PROP_SLOT] = g_param_spec_enum ("slot", NULL, NULL, CRF_TYPE_ROW_SLOT, CRF_ROW_SLOT_LABEL,
                                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
crf_row_layout_child_init (CrfRowLayoutChild *self)
{
}

/* ── Columns ── */

typedef struct
{
  int x[N_COLUMNS];
  int width[N_COLUMNS];
  gboolean stacked; /* the label has a line of its own */
} Columns;

/* Digits of value, unit, reference, flag, last. */
static const int roomy[] = { 13, 11, 12, 17, 11 };
static const int compact[] = { 8, 8, 9, 11, 6 };

static int
digit_width (GtkWidget *widget)
{
  static PangoFontDescription *last;
  static int last_width;
  PangoContext *context = gtk_widget_get_pango_context (widget);
  PangoFontDescription *font = pango_context_get_font_description (context);

  /* A form asks some hundred times for the same font. */
  if (last == NULL || !pango_font_description_equal (last, font))
    {
      PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);

      last_width = PANGO_PIXELS_CEIL (pango_font_metrics_get_approximate_digit_width (metrics));
      pango_font_metrics_unref (metrics);
      g_clear_pointer (&last, pango_font_description_free);
      last = pango_font_description_copy (font);
    }
  return MAX (last_width, 1);
}

static int
sum_of (const int *digits,
        int        em,
        int        gap)
{
  int sum = MENU_WIDTH;

  for (guint i = 0; i < G_N_ELEMENTS (roomy); i++)
    sum += digits[i] * em + gap;
  return sum + gap;
}

static void
columns_for (GtkWidget *widget,
             int        width,
             Columns   *columns)
{
  int em = digit_width (widget);
  gboolean is_roomy = width - sum_of (roomy, em, 12) >= LABEL_ROOMY * em;
  const int *digits = is_roomy ? roomy : compact;
  int gap = is_roomy ? 12 : 6;
  int label = width - sum_of (digits, em, gap);
  int x;

  columns->stacked = label < LABEL_MIN * em;
  columns->x[0] = 0;
  columns->width[0] = columns->stacked ? width : MIN (label, LABEL_MAX * em);
  x = columns->stacked ? 0 : columns->width[0] + gap;
  for (guint i = 0; i < G_N_ELEMENTS (roomy); i++)
    {
      columns->x[i + 1] = x;
      columns->width[i + 1] = digits[i] * em;
      x += digits[i] * em + gap;
    }
  columns->width[N_COLUMNS - 1] = MENU_WIDTH;
  columns->x[N_COLUMNS - 1] = MAX (x, width - MENU_WIDTH);
}

static CrfRowSlot
slot_of (GtkLayoutManager *manager,
         GtkWidget        *child)
{
  return CRF_ROW_LAYOUT_CHILD (gtk_layout_manager_get_layout_child (manager, child))->slot;
}

static gboolean
has_last (GtkLayoutManager *manager,
          GtkWidget        *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_should_layout (child) && slot_of (manager, child) == CRF_ROW_SLOT_LAST)
      return TRUE;
  return FALSE;
}

/* Where a child of @slot lies horizontally in a row of @width. */
static void
span_of (GtkLayoutManager *manager,
         GtkWidget        *widget,
         const Columns    *columns,
         CrfRowSlot        slot,
         int               width,
         int              *x,
         int              *span)
{
  if (slot == CRF_ROW_SLOT_WIDE)
    {
      int end = has_last (manager, widget) ? CRF_ROW_SLOT_FLAG : CRF_ROW_SLOT_LAST;

      *x = columns->x[CRF_ROW_SLOT_VALUE];
      *span = columns->x[end] + columns->width[end] - *x;
    }
  else if (slot == CRF_ROW_SLOT_BELOW)
    {
      *x = columns->x[CRF_ROW_SLOT_VALUE];
      *span = MAX (width - *x, 1);
    }
  else
    {
      *x = columns->x[slot];
      *span = columns->width[slot];
    }
}

/* ── Inline rows ── */

static int
lay_out_inline (GtkLayoutManager *manager,
                GtkWidget        *widget,
                int               width,
                gboolean          allocate)
{
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int x = 0, height = 0, y;

  for (int pass = 0; pass < (allocate ? 2 : 1); pass++)
    {
      x = 0;
      for (int slot = CRF_ROW_SLOT_LABEL; slot <= CRF_ROW_SLOT_WIDE; slot++)
        for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
             child = gtk_widget_get_next_sibling (child))
          {
            int w, h;

            if (!gtk_widget_should_layout (child) || slot_of (manager, child) != (CrfRowSlot) slot)
              continue;
            gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &w, NULL, NULL);
            gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, w, NULL, &h, NULL, NULL);
            if (pass == 0)
              height = MAX (height, h);
            else
              gtk_widget_size_allocate (child, &(GtkAllocation) { rtl ? width - x - w : x, 0, w, height }, -1);
            x += w + 6;
          }
    }
  y = height;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int min, h;

      if (!gtk_widget_should_layout (child) || slot_of (manager, child) != CRF_ROW_SLOT_BELOW)
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &min, NULL, NULL, NULL);
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, MAX (width, min), NULL, &h, NULL, NULL);
      if (allocate)
        gtk_widget_size_allocate (child, &(GtkAllocation) { 0, y, MAX (width, min), h }, -1);
      y += h;
    }
  return y;
}

static int
inline_width (GtkLayoutManager *manager,
              GtkWidget        *widget)
{
  int line = 0, below = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int min, nat;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &min, &nat, NULL, NULL);
      if (slot_of (manager, child) == CRF_ROW_SLOT_BELOW)
        below = MAX (below, MAX (min, BELOW_INLINE));
      else
        line += nat + (line > 0 ? 6 : 0);
    }
  return MAX (line, below);
}

/* ── Rows in columns ── */

static int
lay_out (GtkLayoutManager *manager,
         GtkWidget        *widget,
         int               width,
         gboolean          allocate)
{
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int label_height = 0, line_height = 0, y;
  Columns columns;

  columns_for (widget, width, &columns);
  /* First the heights of the lines, then places. */
  for (int pass = 0; pass < (allocate ? 2 : 1); pass++)
    for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
         child = gtk_widget_get_next_sibling (child))
      {
        CrfRowSlot slot;
        int x, w, h, top;

        if (!gtk_widget_should_layout (child) || (slot = slot_of (manager, child)) == CRF_ROW_SLOT_BELOW)
          continue;
        span_of (manager, widget, &columns, slot, width, &x, &w);
        if (pass == 0)
          {
            int *line = columns.stacked && slot == CRF_ROW_SLOT_LABEL ? &label_height : &line_height;

            gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, w, NULL, &h, NULL, NULL);
            *line = MAX (*line, h);
            continue;
          }
        top = slot == CRF_ROW_SLOT_LABEL ? 0 : label_height;
        h = columns.stacked && slot == CRF_ROW_SLOT_LABEL ? label_height : line_height;
        gtk_widget_size_allocate (child, &(GtkAllocation) { rtl ? width - x - w : x, top, w, h }, -1);
      }
  y = label_height + line_height;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int x, w, h;

      if (!gtk_widget_should_layout (child) || slot_of (manager, child) != CRF_ROW_SLOT_BELOW)
        continue;
      span_of (manager, widget, &columns, CRF_ROW_SLOT_BELOW, width, &x, &w);
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, w, NULL, &h, NULL, NULL);
      if (allocate)
        gtk_widget_size_allocate (child, &(GtkAllocation) { rtl ? width - x - w : x, y, w, h }, -1);
      y += h;
    }
  return y;
}

static GtkSizeRequestMode
crf_row_layout_get_request_mode (GtkLayoutManager *manager,
                                 GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
crf_row_layout_measure (GtkLayoutManager *manager,
                        GtkWidget        *widget,
                        GtkOrientation    orientation,
                        int               for_size,
                        int              *minimum,
                        int              *natural,
                        int              *minimum_baseline,
                        int              *natural_baseline)
{
  CrfRowLayout *self = CRF_ROW_LAYOUT (manager);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      int em = digit_width (widget);

      *minimum = self->is_inline ? inline_width (manager, widget) : sum_of (compact, em, 6);
      *natural = self->is_inline ? *minimum : sum_of (roomy, em, 12) + 30 * em;
      return;
    }
  if (for_size < 0)
    gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &for_size, NULL, NULL);
  *minimum = *natural = self->is_inline ? lay_out_inline (manager, widget, for_size, FALSE)
                                        : lay_out (manager, widget, for_size, FALSE);
}

static void
crf_row_layout_allocate (GtkLayoutManager *manager,
                         GtkWidget        *widget,
                         int               width,
                         int               height,
                         int               baseline)
{
  if (CRF_ROW_LAYOUT (manager)->is_inline)
    lay_out_inline (manager, widget, width, TRUE);
  else
    lay_out (manager, widget, width, TRUE);
}

static void
crf_row_layout_class_init (CrfRowLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = crf_row_layout_get_request_mode;
  layout_class->measure = crf_row_layout_measure;
  layout_class->allocate = crf_row_layout_allocate;
  layout_class->layout_child_type = CRF_TYPE_ROW_LAYOUT_CHILD;
}

static void
crf_row_layout_init (CrfRowLayout *self)
{
}

GtkLayoutManager *
crf_row_layout_new (void)
{
  return g_object_new (CRF_TYPE_ROW_LAYOUT, NULL);
}

void
crf_row_layout_set_inline (CrfRowLayout *self,
                           gboolean      is_inline)
{
  g_return_if_fail (CRF_IS_ROW_LAYOUT (self));

  if (self->is_inline == is_inline)
    return;
  self->is_inline = is_inline;
  gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
}

void
crf_row_layout_set_slot (GtkWidget  *child,
                         CrfRowSlot  slot)
{
  GtkLayoutManager *manager = gtk_widget_get_layout_manager (gtk_widget_get_parent (child));

  g_object_set (gtk_layout_manager_get_layout_child (manager, child), "slot", slot, NULL);
}
