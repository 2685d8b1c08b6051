/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Seven columns from Monday. A day with something on it is a button with a popover; the others are labels. */

#include "crf-month.h"

#include <glib/gi18n-lib.h>

#include "crf-app.h"
#include "crf-weak.h"
#include "crf-work-list.h"

/* A popover is no list page. */
#define MOST_LINES 14

struct _CrfMonth
{
  GtkBox parent_instance;

  /* template */
  GtkLabel *title;
  GtkGrid *grid;

  /* owned */
  CrfWriter *writer;
  char *today;
  GDateTime *first; /* the first day of the month that is shown; NULL: not yet */
  GCancellable *reading;
};

G_DEFINE_FINAL_TYPE (CrfMonth, crf_month, GTK_TYPE_BOX)

typedef struct
{
  char *from, *to;
} Span;

static void
span_free (gpointer data)
{
  Span *span = data;

  g_free (span->from);
  g_free (span->to);
  g_free (span);
}

static gpointer
days_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  const Span *span = data;

  return crf_reader_busy_days (session, span->from, span->to, error);
}

/* ── Days ── */

static void
clear (GtkGrid *grid)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (grid))) != NULL)
    gtk_grid_remove (grid, child);
}

static void
add_weekdays (CrfMonth *self)
{
  for (int day = 1; day <= 7; day++)
    {
      /* 2024-01-01 was a Monday. */
      g_autoptr (GDateTime) date = g_date_time_new_utc (2024, 1, day, 0, 0, 0);
      g_autofree char *name = g_date_time_format (date, "%a");
      GtkWidget *label = gtk_label_new (name);

      gtk_widget_add_css_class (label, "dim-label");
      gtk_widget_add_css_class (label, "caption");
      gtk_grid_attach (self->grid, label, day - 1, 0, 1, 1);
    }
}

static char *
lines_of (const CrfBusyDay *day)
{
  GString *text = g_string_new (NULL);
  guint n = MIN (day->lines->len, MOST_LINES);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", (const char *) g_ptr_array_index (day->lines, i));
  if (day->lines->len > n)
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "\nand %u more", "\nand %u more", day->lines->len - n), day->lines->len - n);
  return g_string_free (text, FALSE);
}

static GtkWidget *
busy_new (const CrfBusyDay *day, const char *number)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *label;
  g_autofree char *lines = lines_of (day);
  g_autofree char *date = crf_app_format_date (day->date);
  g_autofree char *text = g_strdup_printf ("%s\n%s", date, lines);
  g_autofree char *name = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%1$s: %2$u visit", "%1$s: %2$u visits", day->lines->len), date,
                                           day->lines->len);

  label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), FALSE);
  gtk_widget_add_css_class (label, "busy-lines");
  gtk_popover_set_child (GTK_POPOVER (popover), label);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  /* A label of its own: with the button's there would be an arrow beside each day. */
  gtk_menu_button_set_child (GTK_MENU_BUTTON (button), gtk_label_new (number));
  gtk_menu_button_set_has_frame (GTK_MENU_BUTTON (button), FALSE);
  gtk_widget_set_tooltip_text (button, lines);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_add_css_class (button, "busy");
  if (day->n_infusions > 0)
    gtk_widget_add_css_class (button, "infusion");
  return button;
}

static const CrfBusyDay *
find_day (const GPtrArray *days, const char *iso)
{
  for (guint i = 0; days != NULL && i < days->len; i++)
    if (g_str_equal (((CrfBusyDay *) g_ptr_array_index (days, i))->date, iso))
      return g_ptr_array_index (days, i);
  return NULL;
}

static void
fill (CrfMonth *self, const GPtrArray *days)
{
  int column = g_date_time_get_day_of_week (self->first) - 1;
  int n = g_date_get_days_in_month (g_date_time_get_month (self->first), (GDateYear) g_date_time_get_year (self->first));
  /* Translators: month and year, as strftime writes it: “November 2026”. */
  g_autofree char *title = g_date_time_format (self->first, _("%B %Y"));
  g_autofree char *month = g_date_time_format (self->first, "%Y-%m-");

  gtk_label_set_label (self->title, title);
  clear (self->grid);
  add_weekdays (self);
  for (int day = 1; day <= n; day++)
    {
      g_autofree char *number = g_strdup_printf ("%d", day);
      g_autofree char *iso = g_strdup_printf ("%s%02d", month, day);
      const CrfBusyDay *busy = find_day (days, iso);
      GtkWidget *widget = busy != NULL ? busy_new (busy, number) : gtk_label_new (number);

      gtk_widget_add_css_class (widget, "day");
      gtk_widget_add_css_class (widget, "numeric");
      if (g_strcmp0 (iso, self->today) == 0)
        gtk_widget_add_css_class (widget, "today");
      gtk_grid_attach (self->grid, widget, (column + day - 1) % 7, 1 + (column + day - 1) / 7, 1, 1);
    }
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfMonth) self = crf_weak_take (user_data);
  g_autoptr (GPtrArray) days = crf_writer_run_finish (CRF_WRITER (source), result, NULL);

  if (self != NULL && g_task_get_cancellable (G_TASK (result)) == self->reading)
    fill (self, days);
}

static void
read_month (CrfMonth *self)
{
  g_autoptr (GDateTime) next = g_date_time_add_months (self->first, 1);
  g_autoptr (GDateTime) last = g_date_time_add_days (next, -1);
  Span *span = g_new0 (Span, 1);

  span->from = g_date_time_format (self->first, "%Y-%m-%d");
  span->to = g_date_time_format (last, "%Y-%m-%d");
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  crf_writer_run_async (self->writer, days_job, span, span_free, (GDestroyNotify) g_ptr_array_unref, self->reading, on_read, crf_weak_new (self));
}

/* ── From month to month ── */

static void
turn (CrfMonth *self, int months)
{
  g_autoptr (GDateTime) before = g_steal_pointer (&self->first);

  if (before == NULL)
    return;
  self->first = g_date_time_add_months (before, months);
  read_month (self);
}

static void
on_previous_clicked (CrfMonth *self)
{
  turn (self, -1);
}

static void
on_next_clicked (CrfMonth *self)
{
  turn (self, 1);
}

/* Whether the month that is shown is the one of @today, "2026-03-02". */
static gboolean
shows_month_of (CrfMonth *self, const char *today)
{
  g_autofree char *shown = g_date_time_format (self->first, "%Y-%m-");

  return today != NULL && g_str_has_prefix (today, shown);
}

void
crf_month_refresh (CrfMonth *self, CrfWriter *writer, const char *today)
{
  g_autofree char *with_time = g_strconcat (today, "T00:00:00Z", NULL);
  g_autoptr (GDateTime) date = g_date_time_new_from_iso8601 (with_time, NULL);

  g_return_if_fail (CRF_IS_MONTH (self));

  if (date == NULL)
    return;
  g_set_object (&self->writer, writer);
  /* A new month has begun, or the clock was put right: who looked at the month of today still does. Who has turned elsewhere is left there. */
  if (self->first != NULL && shows_month_of (self, self->today) && !shows_month_of (self, today))
    g_clear_pointer (&self->first, g_date_time_unref);
  g_free (self->today);
  self->today = g_strdup (today);
  if (self->first == NULL)
    self->first = g_date_time_new_utc (g_date_time_get_year (date), g_date_time_get_month (date), 1, 0, 0, 0);
  read_month (self);
}

/* ── Class ── */

static void
crf_month_dispose (GObject *object)
{
  CrfMonth *self = CRF_MONTH (object);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_object (&self->writer);
  g_clear_pointer (&self->today, g_free);
  g_clear_pointer (&self->first, g_date_time_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRF_TYPE_MONTH);

  G_OBJECT_CLASS (crf_month_parent_class)->dispose (object);
}

static void
crf_month_class_init (CrfMonthClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crf_month_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, CRF_RESOURCE_BASE "/widgets/crf-month.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfMonth, title);
  gtk_widget_class_bind_template_child (widget_class, CrfMonth, grid);
  gtk_widget_class_bind_template_callback (widget_class, on_previous_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_next_clicked);
}

static void
crf_month_init (CrfMonth *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
