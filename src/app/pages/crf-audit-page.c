/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The audit trail, newest first, a slice at a time; and the integrity check, which reads the file with a connection of its own on a worker
 * thread, so that work goes on meanwhile.
 *
 *   GListStore (CrfRowObject) → GtkFilterListModel (text) → GtkSingleSelection → GtkColumnView */

#include "crf-audit-page.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "crf-app.h"
#include "crf-column-fit.h"
#include "crf-audit-csv.h"
#include "crf-audit-words.h"
#include "crf-dialogs.h"
#include "crf-page.h"
#include "crf-refusal-bar.h"
#include "crf-review-window.h"
#include "crf-row-object.h"
#include "crf-verify.h"
#include "crf-tab-stop.h"
#include "crf-weak.h"
#include "crf-wrap-box.h"

#define SLICE 500
#define MOST_FAULTS_SHOWN 6
#define PROGRESS_MS 150

struct _CrfAuditPage
{
  AdwBin parent_instance;

  /* template */
  GtkLabel *count;
  GtkSearchEntry *search;
  GtkDropDown *since;
  GtkDropDown *group;
  GtkWidget *check_button;
  CrfRefusalBar *bar;
  GtkStack *stack;
  GtkColumnView *view;
  GtkWidget *more;
  GtkLabel *entry;
  GtkWidget *check_box;
  GtkImage *check_icon;
  GtkLabel *check_title;
  GtkProgressBar *check_progress;
  GtkLabel *check_details;
  GtkWidget *check_cancel;

  /* owned */
  CrfWriter *writer;
  GListStore *store;
  GtkFilter *filter;
  GListModel *shown;
  GtkSingleSelection *selection;
  char *folded;
  GCancellable *check; /* while the check runs */

  /* ids */
  guint progress_timer;

  guint limit;
  int *permille; /* of the check, written by its thread, which holds it too */
};

typedef struct
{
  char *since;
  const char *group; /* of actions; NULL: all */
  guint limit;
} CrfAuditQuestion;

typedef struct
{
  char *path;
  int *permille; /* a reference of its own */
} CrfIntegrityCheck;

static void crf_audit_page_page_init (CrfPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CrfAuditPage, crf_audit_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (CRF_TYPE_PAGE, crf_audit_page_page_init))

static void
question_free (gpointer data)
{
  g_free (((CrfAuditQuestion *) data)->since);
  g_free (data);
}

static gpointer
read_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  const CrfAuditQuestion *question = data;

  return crf_reader_audit_filtered (session, &(CrfAuditFilter) { .since = question->since, .group = question->group }, question->limit,
                                    error);
}

static gboolean
match (gpointer item, gpointer user_data)
{
  CrfAuditPage *self = user_data;

  return self->folded == NULL || crf_row_object_matches (item, self->folded);
}

static void
show_count (CrfAuditPage *self)
{
  guint n = g_list_model_get_n_items (self->shown);
  g_autofree char *text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u entry", "%u entries", n), n);

  gtk_label_set_label (self->count, n > 0 ? text : "");
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "empty");
  gtk_widget_set_visible (self->more, g_list_model_get_n_items (G_LIST_MODEL (self->store)) >= self->limit);
}

static CrfRowObject *
row_new (const CrfAuditRow *entry)
{
  g_autofree char *person = NULL, *change = NULL;
  const char *texts[8];

  person = entry->role != NULL && *entry->role != '\0' ? g_strdup_printf ("%s · %s", entry->user, entry->role)
                                                       : g_strdup (entry->user);
  if (entry->old_value != NULL && *entry->old_value != '\0')
    change = g_strdup_printf ("%s → %s", entry->old_value, entry->new_value != NULL ? entry->new_value : "—");
  texts[0] = entry->at;
  texts[1] = person;
  texts[2] = entry->subject_number;
  texts[3] = entry->action_label != NULL ? entry->action_label : entry->action;
  texts[4] = entry->place;
  texts[5] = change != NULL ? change : entry->new_value;
  texts[6] = entry->reason;
  texts[7] = entry->prompt;
  return crf_row_object_new (crf_target_copy (entry->target), (GDestroyNotify) crf_target_free, texts, G_N_ELEMENTS (texts));
}

/* The entry that is chosen, in full: what a cell has room for the beginning of, and what the program had asked before the value was stored. */
static void
show_entry (CrfAuditPage *self)
{
  static const guint texts[] = { 0, 1, 2, 3, 4, 5, 6 };
  CrfRowObject *row = gtk_single_selection_get_selected_item (self->selection);
  const char *prompt = row != NULL ? crf_row_object_get_text (row, 7) : NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; row != NULL && i < G_N_ELEMENTS (texts); i++)
    {
      const char *part = crf_row_object_get_text (row, texts[i]);

      if (part != NULL && *part != '\0')
        g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
    }
  if (prompt != NULL)
    {
      /* Translators: %s is what the program had asked before the value was stored. */
      g_autofree char *asked = g_strdup_printf (_("asked: %s"), prompt);

      g_string_append_printf (text, " · %s", asked);
    }
  gtk_label_set_label (self->entry, text->str);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfAuditPage) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = crf_writer_run_finish (CRF_WRITER (source), result, &error);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  if (self == NULL)
    return;
  if (entries == NULL)
    crf_refusal_bar_show_error (self->bar, error);
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    g_ptr_array_add (rows, row_new (g_ptr_array_index (entries, i)));
  g_list_store_remove_all (self->store);
  g_list_store_splice (self->store, 0, 0, rows->pdata, rows->len);
  show_count (self);
}

/* The first moment that is shown, UTC, or NULL. */
static char *
since_when (CrfAuditPage *self)
{
  static const int days[] = { -1, 0, 7, 30 };
  guint selected = gtk_drop_down_get_selected (self->since);
  g_autofree char *today = NULL;
  g_autofree char *with_time = NULL;
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GDateTime) midnight = NULL, first = NULL, utc = NULL;

  if (selected == 0 || selected >= G_N_ELEMENTS (days))
    return NULL;
  today = crf_writer_dup_today (self->writer);
  with_time = g_strconcat (today, "T00:00:00", NULL);
  midnight = g_date_time_new_from_iso8601 (with_time, zone);
  if (midnight == NULL)
    return NULL;
  first = g_date_time_add_days (midnight, -days[selected]);
  utc = g_date_time_to_utc (first);
  return g_date_time_format (utc, "%Y-%m-%dT%H:%M:%S.000Z");
}

static const char *
selected_group (CrfAuditPage *self)
{
  guint n, selected = gtk_drop_down_get_selected (self->group);
  const CrfAuditGroup *groups = crf_audit_groups (&n);

  return selected > 0 && selected <= n ? groups[selected - 1].name : NULL;
}

static void
crf_audit_page_refresh (CrfPage *page)
{
  CrfAuditPage *self = CRF_AUDIT_PAGE (page);
  CrfAuditQuestion *question;

  if (self->writer == NULL)
    return;
  question = g_new0 (CrfAuditQuestion, 1);
  question->since = since_when (self);
  question->group = selected_group (self);
  question->limit = self->limit;
  crf_writer_run_async (self->writer, read_job, question, question_free, (GDestroyNotify) g_ptr_array_unref, NULL,
                        on_read, crf_weak_new (self));
}

static void
on_since_changed (CrfAuditPage *self)
{
  self->limit = SLICE;
  crf_audit_page_refresh (CRF_PAGE (self));
}

static void
on_search_changed (CrfAuditPage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));

  g_free (self->folded);
  self->folded = *text != '\0' ? g_utf8_casefold (text, -1) : NULL;
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  show_count (self);
}

static void
on_more_clicked (CrfAuditPage *self)
{
  self->limit *= 4;
  crf_audit_page_refresh (CRF_PAGE (self));
}

/* ── The whole trail outside the program ── */

typedef struct { char *path, *sha256; } TrailExport;

static void
trail_export_free (gpointer data)
{
  TrailExport *trail = data;

  g_free (trail->path);
  g_free (trail->sha256);
  g_free (trail);
}

static gpointer
export_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  TrailExport *trail = data;

  return crf_audit_csv_export (session, trail->path, NULL, &trail->sha256, error) ? g_strdup (trail->path) : NULL;
}

static void
on_exported (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfAuditPage) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = crf_writer_run_finish (CRF_WRITER (source), result, &error);

  if (self == NULL)
    return;
  if (path == NULL)
    crf_refusal_bar_show_error (self->bar, error);
  else
    {
      g_autofree char *sentence = g_strdup_printf (_("The whole audit trail was written to %s."), path);

      gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", sentence);
      crf_audit_page_refresh (CRF_PAGE (self));
    }
}

static void
on_export_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfAuditPage) self = crf_weak_take (user_data);
  g_autoptr (GFile) file = crf_dialogs_file_finish (result);
  TrailExport *trail;

  if (self == NULL || file == NULL)
    return;
  trail = g_new0 (TrailExport, 1);
  trail->path = g_file_get_path (file);
  crf_writer_run_async (self->writer, export_job, trail, trail_export_free, g_free, NULL, on_exported, crf_weak_new (self));
}

static void
on_export_clicked (CrfAuditPage *self)
{
  crf_dialogs_save_file_async (GTK_WIDGET (self), _("Export the audit trail"), CRF_FILE_CSV, "audit-trail.csv", on_export_chosen,
                               crf_weak_new (self));
}

static void
on_review_clicked (CrfAuditPage *self)
{
  crf_review_window_present (GTK_WIDGET (self), self->writer);
}

/* Enter leads to the field, form or patient that the entry is about. */
static void
on_row_activated (CrfAuditPage *self, guint position)
{
  g_autoptr (CrfRowObject) row = g_list_model_get_item (self->shown, position);
  const CrfTarget *target = row != NULL ? crf_row_object_get_data (row) : NULL;

  if (target != NULL && target->subject != NULL)
    gtk_widget_activate_action_variant (GTK_WIDGET (self), "win.open-patient", crf_target_to_variant (target, NULL, NULL));
}

/* ── Integrity ── */

static void
check_free (gpointer data)
{
  CrfIntegrityCheck *check = data;

  g_free (check->path);
  g_atomic_rc_box_release (check->permille);
  g_free (check);
}

static void
on_progress (double fraction, gpointer data)
{
  g_atomic_int_set ((int *) data, (int) (fraction * 1000));
}

static void
check_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  CrfIntegrityCheck *check = task_data;
  GError *error = NULL;
  CrfVerifyReport *report = crf_verify (check->path, on_progress, check->permille, cancellable, &error);

  if (report == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, report, (GDestroyNotify) crf_verify_report_free);
}

static gboolean
on_progress_timer (gpointer user_data)
{
  CrfAuditPage *self = user_data;

  gtk_progress_bar_set_fraction (self->check_progress, g_atomic_int_get (self->permille) / 1000.0);
  return G_SOURCE_CONTINUE;
}

static void
show_check (CrfAuditPage *self, const char *icon, const char *css_class, const char *title, const char *details)
{
  static const char *const classes[] = { "success", "error" };

  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->check_icon), classes[i]);
  if (css_class != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->check_icon), css_class);
  gtk_image_set_from_icon_name (self->check_icon, icon);
  gtk_label_set_label (self->check_title, title);
  gtk_label_set_label (self->check_details, details != NULL ? details : "");
  gtk_widget_set_visible (GTK_WIDGET (self->check_details), details != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->check_progress), self->check != NULL);
  gtk_widget_set_visible (self->check_cancel, self->check != NULL);
  gtk_widget_set_sensitive (self->check_button, self->check == NULL);
  gtk_widget_set_visible (self->check_box, TRUE);
}

static void
show_report (CrfAuditPage *self, CrfVerifyReport *report)
{
  g_autoptr (GString) details = g_string_new (NULL);
  g_autofree char *title = NULL;

  if (report->faults->len == 0)
    {
      title = g_strdup_printf (_("Whole: %1$" PRIu64 " entries, %2$" PRIu64 " signatures and %3$" PRIu64
                                 " stored values agree."),
                               report->entries, report->signatures, report->projected_rows);
      show_check (self, "emblem-ok-symbolic", "success", title, report->heads);
      return;
    }
  title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u fault found: the file was changed behind the program's back.",
                                        "%u faults found: the file was changed behind the program's back.",
                                        report->faults->len),
                           report->faults->len);
  for (guint i = 0; i < MIN (report->faults->len, MOST_FAULTS_SHOWN); i++)
    {
      const CrfVerifyFault *fault = g_ptr_array_index (report->faults, i);

      g_string_append_printf (details, "%s: %s\n", fault->where, fault->what);
    }
  g_string_append (details, _("Keep the file as it is, and go on with the last backup that is whole."));
  show_check (self, "dialog-error-symbolic", "error", title, details->str);
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfAuditPage) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfVerifyReport) report = g_task_propagate_pointer (G_TASK (result), &error);

  if (self == NULL)
    return;
  g_clear_handle_id (&self->progress_timer, g_source_remove);
  g_clear_object (&self->check);
  if (report != NULL)
    show_report (self, report);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_check (self, "dialog-information-symbolic", NULL, _("The check was cancelled. Nothing is known about the file."), NULL);
  else
    show_check (self, "dialog-error-symbolic", "error", _("The file could not be checked."), error->message);
}

static void
on_check_clicked (CrfAuditPage *self)
{
  g_autoptr (GTask) task = NULL;
  CrfIntegrityCheck *check;

  if (self->check != NULL)
    return;
  self->check = g_cancellable_new ();
  g_atomic_int_set (self->permille, 0);
  gtk_progress_bar_set_fraction (self->check_progress, 0);
  show_check (self, "view-refresh-symbolic", NULL, _("Checking the whole file: chains, signatures, stored values…"), NULL);
  self->progress_timer = g_timeout_add (PROGRESS_MS, on_progress_timer, self);
  check = g_new0 (CrfIntegrityCheck, 1);
  check->path = g_strdup (crf_writer_get_path (self->writer));
  check->permille = g_atomic_rc_box_acquire (self->permille);
  task = g_task_new (NULL, self->check, on_checked, crf_weak_new (self));
  g_task_set_task_data (task, check, check_free);
  g_task_run_in_thread (task, check_thread);
}

static void
on_check_cancel (CrfAuditPage *self)
{
  g_cancellable_cancel (self->check);
}

static void
crf_audit_page_page_init (CrfPageInterface *iface)
{
  iface->refresh = crf_audit_page_refresh;
}

static void
crf_audit_page_dispose (GObject *object)
{
  CrfAuditPage *self = CRF_AUDIT_PAGE (object);

  g_clear_handle_id (&self->progress_timer, g_source_remove);
  g_cancellable_cancel (self->check);
  g_clear_object (&self->check);
  g_clear_object (&self->writer);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRF_TYPE_AUDIT_PAGE);
  g_clear_object (&self->selection);
  g_clear_object (&self->shown);
  g_clear_object (&self->store);
  g_clear_object (&self->filter);
  g_clear_pointer (&self->folded, g_free);
  g_clear_pointer (&self->permille, g_atomic_rc_box_release);

  G_OBJECT_CLASS (crf_audit_page_parent_class)->dispose (object);
}

static void
bind_check (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, CrfAuditPage, check_button);
  gtk_widget_class_bind_template_child (widget_class, CrfAuditPage, check_box);
  gtk_widget_class_bind_template_child (widget_class, CrfAuditPage, check_icon);
  gtk_widget_class_bind_template_child (widget_class, CrfAuditPage, check_title);
  gtk_widget_class_bind_template_child (widget_class, CrfAuditPage, check_progress);
  gtk_widget_class_bind_template_child (widget_class, CrfAuditPage, check_details);
  gtk_widget_class_bind_template_child (widget_class, CrfAuditPage, check_cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_check_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_check_cancel);
}

static void
crf_audit_page_class_init (CrfAuditPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crf_audit_page_dispose;

  g_type_ensure (CRF_TYPE_REFUSAL_BAR);
  g_type_ensure (CRF_TYPE_TAB_STOP);
  g_type_ensure (CRF_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, CRF_RESOURCE_BASE "/pages/crf-audit-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfAuditPage, count);
  gtk_widget_class_bind_template_child (widget_class, CrfAuditPage, search);
  gtk_widget_class_bind_template_child (widget_class, CrfAuditPage, since);
  gtk_widget_class_bind_template_child (widget_class, CrfAuditPage, group);
  gtk_widget_class_bind_template_child (widget_class, CrfAuditPage, bar);
  gtk_widget_class_bind_template_child (widget_class, CrfAuditPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CrfAuditPage, view);
  gtk_widget_class_bind_template_child (widget_class, CrfAuditPage, more);
  gtk_widget_class_bind_template_child (widget_class, CrfAuditPage, entry);
  bind_check (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_since_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_more_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_export_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_review_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
fill_groups (CrfAuditPage *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint n;
  const CrfAuditGroup *groups = crf_audit_groups (&n);

  gtk_string_list_append (names, _("All actions"));
  for (guint i = 0; i < n; i++)
    gtk_string_list_append (names, _(groups[i].label));
  gtk_drop_down_set_model (self->group, G_LIST_MODEL (names));
  g_signal_connect_object (self->group, "notify::selected", G_CALLBACK (on_since_changed), self, G_CONNECT_SWAPPED);
}

static void
crf_audit_page_init (CrfAuditPage *self)
{
  static const CrfColumnRoom rooms[] = { { 132, 136, 0, 0 }, { 104, 190, 0, 0 }, { 66, 84, 0, 0 }, { 110, 180, 1, 0 },
                                         { 110, 200, 2, 0 }, { 130, 190, 2, 0 }, { 100, 150, 2, 0 } };

  self->limit = SLICE;
  self->permille = g_atomic_rc_box_new0 (int);
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_groups (self);
  crf_column_view_add (self->view, C_ ("audit trail", "When"), 0, 136, CRF_COLUMN_DIM);
  crf_column_view_add (self->view, C_ ("audit trail", "Who"), 1, 176, CRF_COLUMN_PLAIN);
  crf_column_view_add (self->view, C_ ("audit trail", "Patient"), 2, 92, CRF_COLUMN_HEADING);
  crf_column_view_add (self->view, C_ ("audit trail", "What"), 3, 168, CRF_COLUMN_PLAIN);
  crf_column_view_add (self->view, C_ ("audit trail", "Where"), 4, 0, CRF_COLUMN_EXPAND);
  crf_column_view_add (self->view, C_ ("audit trail", "Old → new"), 5, 0, CRF_COLUMN_EXPAND);
  crf_column_view_add (self->view, C_ ("audit trail", "Why"), 6, 130, CRF_COLUMN_PLAIN);
  crf_column_fit (self->view, rooms, G_N_ELEMENTS (rooms));
  self->store = g_list_store_new (CRF_TYPE_ROW_OBJECT);
  self->filter = GTK_FILTER (gtk_custom_filter_new (match, self, NULL));
  self->shown = G_LIST_MODEL (gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->store)),
                                                         g_object_ref (self->filter)));
  self->selection = gtk_single_selection_new (g_object_ref (self->shown));
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (show_entry), self, G_CONNECT_SWAPPED);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
}

GtkWidget *
crf_audit_page_new (CrfWriter *writer)
{
  CrfAuditPage *self = g_object_new (CRF_TYPE_AUDIT_PAGE, NULL);

  self->writer = g_object_ref (writer);
  return GTK_WIDGET (self);
}
