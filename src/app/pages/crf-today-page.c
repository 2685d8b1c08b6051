/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Today: the tasks of crf_reader_tasks(), grouped by patient. Only as many cards are made as a person reads; the rest on demand. */

#include "crf-today-page.h"

#include <glib/gi18n-lib.h>

#include "crf-app.h"
#include "crf-month.h"
#include "crf-page.h"
#include "crf-paper-save.h"
#include "crf-paper-ward-list.h"
#include "crf-refusal-bar.h"
#include "crf-safety-overview.h"
#include "crf-side-box.h"
#include "crf-task-card.h"
#include "crf-weak.h"
#include "crf-work-list.h"

#define FIRST_CARDS 40

struct _CrfTodayPage
{
  AdwBin parent_instance;

  /* template */
  GtkLabel *date;
  GtkDropDown *order;
  GtkToggleButton *mine;
  GtkToggleButton *all;
  CrfRefusalBar *bar;
  GtkStack *stack;
  GtkBox *cards;
  GtkButton *more;
  CrfMonth *month;
  GtkWidget *summary_card;
  GtkGrid *summary;

  /* owned */
  CrfWriter *writer;
  GPtrArray *tasks; /* CrfTask, by urgency */
  char *today;

  guint most_cards;

  /* ids */
  guint minute_id;
};

typedef struct
{
  GPtrArray *tasks;
  char *today;
  char *alert; /* of the stopping rules that are reached; NULL */
} CrfToday;

static void crf_today_page_page_init (CrfPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CrfTodayPage, crf_today_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (CRF_TYPE_PAGE, crf_today_page_page_init))

static void
today_free (gpointer data)
{
  CrfToday *today = data;

  g_clear_pointer (&today->tasks, g_ptr_array_unref);
  g_free (today->today);
  g_free (today->alert);
  g_free (today);
}

static char *
alert_of (CrfSession *session)
{
  g_autoptr (GPtrArray) alerts = crf_reader_stopping_alerts (session, NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; alerts != NULL && i < alerts->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", ((CrfStoppingAlert *) g_ptr_array_index (alerts, i))->sentence);
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static gpointer
read_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  GPtrArray *tasks = crf_reader_tasks (session, error);
  CrfToday *today;

  if (tasks == NULL)
    return NULL;
  today = g_new0 (CrfToday, 1);
  today->tasks = tasks;
  today->today = g_strdup (crf_session_get_today (session));
  today->alert = alert_of (session);
  return today;
}

/* ── Cards ── */

static CrfWorkOrder
get_order (CrfTodayPage *self)
{
  return gtk_drop_down_get_selected (self->order) == 1 ? CRF_WORK_BY_BED : CRF_WORK_BY_URGENCY;
}

gboolean
crf_today_page_is_mine (CrfTodayPage *self)
{
  g_return_val_if_fail (CRF_IS_TODAY_PAGE (self), TRUE);

  return gtk_toggle_button_get_active (self->mine);
}

static void
show_cards (CrfTodayPage *self)
{
  g_autoptr (GPtrArray) rows = crf_work_rows (self->tasks, get_order (self), crf_today_page_is_mine (self));
  g_autofree char *label = NULL;
  guint shown = MIN (rows->len, self->most_cards), left_out = rows->len - shown;
  GtkWidget *card;

  while ((card = gtk_widget_get_first_child (GTK_WIDGET (self->cards))) != NULL)
    gtk_box_remove (self->cards, card);
  for (guint i = 0; i < shown; i++)
    {
      const CrfWorkRow *row = g_ptr_array_index (rows, i);

      card = crf_task_card_new (row->patient);
      gtk_box_append (self->cards, card);
      for (guint j = 0; j < row->tasks->len; j++)
        crf_task_card_add (CRF_TASK_CARD (card), g_ptr_array_index (row->tasks, j));
    }
  label = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Show %u more patient", "Show %u more patients", left_out), left_out);
  gtk_button_set_label (self->more, label);
  gtk_widget_set_visible (GTK_WIDGET (self->more), left_out > 0);
  gtk_stack_set_visible_child_name (self->stack, rows->len > 0 ? "tasks" : self->tasks->len > 0 ? "not-mine" : "nothing");
}

/* ── What there is, by tag ── */

static void
clear_grid (GtkGrid *grid)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (grid))) != NULL)
    gtk_grid_remove (grid, child);
}

static void
add_summary_row (CrfTodayPage *self, int row, const char *name, guint n)
{
  g_autofree char *text = g_strdup_printf ("%u", n);
  GtkWidget *label = gtk_label_new (name);
  GtkWidget *count = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (count, "heading");
  gtk_widget_add_css_class (count, "numeric");
  gtk_label_set_xalign (GTK_LABEL (count), 1);
  gtk_grid_attach (self->summary, label, 0, row, 1, 1);
  gtk_grid_attach (self->summary, count, 1, row, 1, 1);
}

static void
show_summary (CrfTodayPage *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);

  clear_grid (self->summary);
  for (guint i = 0; i < self->tasks->len; i++)
    {
      const CrfTask *task = g_ptr_array_index (self->tasks, i);
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, task->tag));

      /* The figures are of the list beside them. */
      if (crf_today_page_is_mine (self) && !task->mine)
        continue;
      if (n == 0)
        g_ptr_array_add (names, task->tag);
      g_hash_table_insert (counts, task->tag, GUINT_TO_POINTER (n + 1));
    }
  gtk_widget_set_visible (self->summary_card, names->len > 0);
  for (guint i = 0; i < names->len; i++)
    add_summary_row (self, (int) i, g_ptr_array_index (names, i),
                     GPOINTER_TO_UINT (g_hash_table_lookup (counts, g_ptr_array_index (names, i))));
}

/* An investigator decides whether the study is paused; the program only says it. */
static void
show_alert (CrfTodayPage *self, const char *alert)
{
  g_autoptr (CrfRefusal) refusal = NULL;

  if (alert == NULL)
    return;
  refusal = crf_refusal_new ("stopping-rule", _("An investigator decides whether the study is paused."), "%s", alert);
  refusal->remedy_action = g_strdup ("page:study");
  crf_refusal_bar_show_refusal (self->bar, refusal);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfTodayPage) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  CrfToday *today = crf_writer_run_finish (CRF_WRITER (source), result, &error);
  g_autofree char *date = NULL;

  if (self == NULL || today == NULL)
    {
      if (self != NULL)
        crf_refusal_bar_show_error (self->bar, error);
      g_clear_pointer (&today, today_free);
      return;
    }
  g_clear_pointer (&self->tasks, g_ptr_array_unref);
  self->tasks = g_steal_pointer (&today->tasks);
  g_free (self->today);
  self->today = g_steal_pointer (&today->today);
  show_alert (self, today->alert);
  today_free (today);
  date = crf_app_format_date (self->today);
  gtk_label_set_label (self->date, date);
  show_cards (self);
  crf_month_refresh (self->month, self->writer, self->today);
  show_summary (self);
}

static void
on_order_changed (CrfTodayPage *self)
{
  if (self->tasks == NULL)
    return;
  show_cards (self);
  show_summary (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "study.recount", NULL);
}

static void
on_more_clicked (CrfTodayPage *self)
{
  self->most_cards = G_MAXUINT;
  show_cards (self);
}

/* ── Printing ── */

typedef struct
{
  CrfWorkOrder order;
  gboolean mine;
} Printing;

static gboolean
write_list (CrfSession *session, gpointer data, const char *path, CrfRefusal **refusal, GError **error)
{
  const Printing *printing = data;

  return crf_paper_ward_list_write (session, printing->order, printing->mine, path, refusal, error);
}

static void
on_print_clicked (CrfTodayPage *self)
{
  g_autofree char *name = g_strdup_printf ("ward-list-%s.pdf", self->today != NULL ? self->today : "");
  Printing *printing = g_new0 (Printing, 1);

  printing->order = get_order (self);
  printing->mine = crf_today_page_is_mine (self);
  crf_paper_save (self->bar, self->writer, _("Ward list"), name, _("The ward list is written: one page."), write_list, printing, g_free);
}

static void
on_show_all (CrfTodayPage *self)
{
  gtk_toggle_button_set_active (self->all, TRUE);
}

static void
crf_today_page_refresh (CrfPage *page)
{
  CrfTodayPage *self = CRF_TODAY_PAGE (page);

  crf_writer_run_async (self->writer, read_job, NULL, NULL, today_free, NULL, on_read, crf_weak_new (self));
}

/* Hours and minutes that are left run on without anybody storing something. */
static gboolean
on_minute (gpointer user_data)
{
  CrfTodayPage *self = user_data;

  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && self->writer != NULL)
    crf_today_page_refresh (CRF_PAGE (self));
  return G_SOURCE_CONTINUE;
}

static void
crf_today_page_page_init (CrfPageInterface *iface)
{
  iface->refresh = crf_today_page_refresh;
}

static void
crf_today_page_dispose (GObject *object)
{
  CrfTodayPage *self = CRF_TODAY_PAGE (object);

  g_clear_handle_id (&self->minute_id, g_source_remove);
  g_clear_object (&self->writer);
  g_clear_pointer (&self->tasks, g_ptr_array_unref);
  g_clear_pointer (&self->today, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRF_TYPE_TODAY_PAGE);

  G_OBJECT_CLASS (crf_today_page_parent_class)->dispose (object);
}

static void
crf_today_page_class_init (CrfTodayPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crf_today_page_dispose;

  g_type_ensure (CRF_TYPE_REFUSAL_BAR);
  g_type_ensure (CRF_TYPE_MONTH);
  g_type_ensure (CRF_TYPE_SIDE_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, CRF_RESOURCE_BASE "/pages/crf-today-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfTodayPage, date);
  gtk_widget_class_bind_template_child (widget_class, CrfTodayPage, order);
  gtk_widget_class_bind_template_child (widget_class, CrfTodayPage, bar);
  gtk_widget_class_bind_template_child (widget_class, CrfTodayPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CrfTodayPage, cards);
  gtk_widget_class_bind_template_child (widget_class, CrfTodayPage, more);
  gtk_widget_class_bind_template_child (widget_class, CrfTodayPage, month);
  gtk_widget_class_bind_template_child (widget_class, CrfTodayPage, mine);
  gtk_widget_class_bind_template_child (widget_class, CrfTodayPage, all);
  gtk_widget_class_bind_template_child (widget_class, CrfTodayPage, summary_card);
  gtk_widget_class_bind_template_child (widget_class, CrfTodayPage, summary);
  gtk_widget_class_bind_template_callback (widget_class, on_order_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_more_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_print_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_show_all);
}

static void
crf_today_page_init (CrfTodayPage *self)
{
  self->most_cards = FIRST_CARDS;
  self->minute_id = g_timeout_add_seconds (60, on_minute, self);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
crf_today_page_new (CrfWriter *writer)
{
  CrfTodayPage *self = g_object_new (CRF_TYPE_TODAY_PAGE, NULL);

  self->writer = g_object_ref (writer);
  return GTK_WIDGET (self);
}
