/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The trial run is the import itself, rolled back; what is imported afterwards has to be the same file, by its SHA-256. Both run on the writer's thread, with
 * progress and Cancel before the window. */

#include "crf-import-window.h"

#include <glib/gi18n-lib.h>

#include "crf-app.h"
#include "crf-column-fit.h"
#include "crf-dialogs.h"
#include "crf-import-batch.h"
#include "crf-import.h"
#include "crf-progress-window.h"
#include "crf-refusal-bar.h"
#include "crf-row-object.h"
#include "crf-weak.h"

#define MOST_ROWS 2000 /* that are listed at once; what was refused comes first */

struct _CrfImportWindow
{
  AdwWindow parent_instance;

  /* template */
  GtkWidget *choose_button;
  GtkLabel *file_name;
  GtkLabel *map_name;
  GtkWidget *map_clear;
  GtkEditable *why;
  GtkWidget *look_button;
  GtkWidget *import_button;
  CrfRefusalBar *bar;
  GtkStack *stack;
  GtkImage *signer_icon;
  GtkLabel *signer;
  GtkLabel *summary;
  GtkLabel *unused;
  GtkLabel *notes;
  GtkWidget *told;
  GtkCheckButton *skip;
  GtkDropDown *filter;
  GtkColumnView *view;
  GtkLabel *more;
  GtkLabel *reason;

  /* owned */
  CrfWriter *writer;
  char *path, *map;
  CrfImportReport *report; /* of the trial run; NULL: nothing was looked at */
  GListStore *rows;

  /* borrowed: the dialog while the file is read */
  CrfProgressWindow *progress;
};

typedef struct
{
  char *path, *map, *sha256, *reason;
  gboolean dry_run, skip_refused;
  CrfProgressValue *value;
} Request;

#define COLUMN_WHY 6

enum { SHOW_ALL, SHOW_DIFFERENT, SHOW_QUERIES, SHOW_REFUSED };

G_DEFINE_FINAL_TYPE (CrfImportWindow, crf_import_window, ADW_TYPE_WINDOW)

/* ── On the writer's thread ── */

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->path);
  g_free (request->map);
  g_free (request->sha256);
  g_free (request->reason);
  crf_progress_value_unref (request->value);
  g_free (request);
}

static void
on_progress (double fraction, gpointer data)
{
  crf_progress_value_set (data, fraction);
}

static gpointer
import_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;
  const CrfImportOptions options = { .dry_run = request->dry_run, .skip_refused = request->skip_refused, .sha256 = request->sha256,
                                     .reason = request->reason };

  return crf_import_file (session, request->path, request->map, &options, on_progress, request->value, cancellable, error);
}

static gpointer
permission_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  crf_batch_check_permission (session, error);
  return NULL;
}

/* ── What would happen ── */

static gboolean
passes (const CrfImportCell *cell, guint show)
{
  switch (show)
    {
    case SHOW_DIFFERENT:
      return cell->result == CRF_IMPORT_REFUSED || (cell->before != NULL && g_strcmp0 (cell->before, cell->after) != 0);
    case SHOW_QUERIES:
      return cell->result == CRF_IMPORT_QUERIED;
    case SHOW_REFUSED:
      return cell->result == CRF_IMPORT_REFUSED;
    default:
      return TRUE;
    }
}

static const char *
result_label (const CrfImportReport *report, const CrfImportCell *cell)
{
  if (cell->result == CRF_IMPORT_REFUSED)
    return _("Refused");
  if (cell->result == CRF_IMPORT_QUERIED)
    return report->committed ? _("Stored, with a query") : _("With a query");
  return report->committed ? _("Stored") : _("Will be stored");
}

static CrfRowObject *
row_new (const CrfImportReport *report, const CrfImportCell *cell)
{
  g_autofree char *line = cell->line > 0 ? g_strdup_printf ("%u", cell->line) : NULL;
  const char *texts[] = { line, cell->subject, cell->column != NULL ? cell->column : cell->item, cell->before, cell->after, result_label (report, cell),
                          cell->reason };

  return crf_row_object_new (NULL, NULL, texts, G_N_ELEMENTS (texts));
}

/* What stands against the file itself. */
static gboolean
is_block (const CrfImportCell *cell)
{
  return cell->result == CRF_IMPORT_REFUSED && cell->line == 0 && cell->subject == NULL && cell->reason != NULL;
}

static void
show_rows (CrfImportWindow *self)
{
  guint show = gtk_drop_down_get_selected (self->filter), n = 0;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *more = NULL;

  if (self->report == NULL)
    return;
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < self->report->cells->len; i++)
      {
        const CrfImportCell *cell = g_ptr_array_index (self->report->cells, i);

        /* What stands against the file itself is said above. */
        if ((cell->result == CRF_IMPORT_REFUSED) != (pass == 0) || !passes (cell, show) || (self->report->blocked && is_block (cell)))
          continue;
        if (n++ < MOST_ROWS)
          g_ptr_array_add (rows, row_new (self->report, cell));
      }
  g_list_store_remove_all (self->rows);
  g_list_store_splice (self->rows, 0, 0, rows->pdata, rows->len);
  /* Translators: how many rows are listed, how many there are */
  more = n > MOST_ROWS ? g_strdup_printf (_("The first %1$u of %2$u are listed."), (guint) MOST_ROWS, n) : n == 0 ? g_strdup (_("Nothing of that kind.")) : NULL;
  gtk_label_set_label (self->more, more != NULL ? more : "");
  gtk_widget_set_visible (GTK_WIDGET (self->more), more != NULL);
}

static const char *
find_block (const CrfImportReport *report)
{
  for (guint i = 0; i < report->cells->len; i++)
    {
      const CrfImportCell *cell = g_ptr_array_index (report->cells, i);

      if (is_block (cell))
        return cell->reason;
    }
  return "";
}

static void
show_signer (CrfImportWindow *self)
{
  const CrfImportReport *report = self->report;
  g_autofree char *text = NULL;

  if (report->blocked)
    text = g_strdup (find_block (report));
  else if (report->signer != NULL)
    /* Translators: name, login, workstation, site and figures of a key */
    text = g_strdup_printf (_("Signed by %s. The key is known here."), report->signer);
  else if (report->odm)
    text = g_strdup (_("Nobody signed it; a data manager has answered for it."));
  else
    text = g_strdup (_("A table, which nobody signs: whoever imports it answers for it."));
  gtk_label_set_label (self->signer, text);
  gtk_image_set_from_icon_name (self->signer_icon, report->blocked ? "dialog-warning-symbolic" : report->signer != NULL ? "object-select-symbolic"
                                                                                                                         : "dialog-information-symbolic");
  if (report->blocked)
    gtk_widget_add_css_class (GTK_WIDGET (self->signer), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->signer), "error");
}

static void
show_unused (CrfImportWindow *self)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *text = NULL;

  for (guint i = 0; i < self->report->unused->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? _(", ") : "", (char *) g_ptr_array_index (self->report->unused, i));
  text = g_strdup_printf (_("Not in the map, left out: %s"), names->str);
  gtk_label_set_label (self->unused, text);
  gtk_widget_set_visible (GTK_WIDGET (self->unused), names->len > 0);
}

/* What the file says and does not do here. */
static void
show_notes (CrfImportWindow *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->report->notes->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", (char *) g_ptr_array_index (self->report->notes, i));
  gtk_label_set_label (self->notes, text->str);
  gtk_widget_set_visible (self->told, text->len > 0);
}

static gboolean
may_import (CrfImportWindow *self)
{
  const CrfImportReport *report = self->report;

  return report != NULL && !report->committed && !report->blocked && self->progress == NULL && (report->stored > 0 || report->subjects > 0) &&
         (report->refused == 0 || (!report->whole && gtk_check_button_get_active (self->skip)));
}

static void
update_import (CrfImportWindow *self)
{
  gtk_widget_set_sensitive (self->import_button, may_import (self));
}

static void
show_report (CrfImportWindow *self)
{
  const CrfImportReport *report = self->report;
  g_autofree char *summary = NULL;

  gtk_stack_set_visible_child_name (self->stack, report != NULL ? "report" : "empty");
  if (report != NULL)
    {
      summary = g_strdup_printf (report->committed ? _("Stored. Rows read: %1$u · new patients: %2$u · values: %3$u · refused: %4$u · queries: %5$u")
                                                   : _("Rows read: %1$u · new patients: %2$u · values: %3$u · refused: %4$u · queries: %5$u"),
                                 report->rows, report->subjects, report->stored, report->refused, report->queries);
      gtk_label_set_label (self->summary, summary);
      gtk_widget_set_visible (GTK_WIDGET (self->skip), !report->whole && !report->blocked && !report->committed && report->refused > 0);
      show_signer (self);
      show_unused (self);
      show_notes (self);
      show_rows (self);
    }
  update_import (self);
}

/* ── Looking and importing ── */

static void
close_progress (CrfImportWindow *self)
{
  if (self->progress != NULL)
    gtk_window_destroy (GTK_WINDOW (self->progress));
  self->progress = NULL;
}

static void
take_report (CrfImportWindow *self, CrfImportReport *report)
{
  g_clear_pointer (&self->report, crf_import_report_free);
  self->report = report;
  show_report (self);
}

static void
say_why_not (CrfImportWindow *self)
{
  if (self->report->whole && self->report->refused > 0 && !self->report->blocked)
    crf_refusal_bar_show_notice (self->bar, _("What another study file says comes in whole or not at all. What is refused has to be mended where it comes from."));
  if (gtk_widget_get_sensitive (self->import_button))
    gtk_widget_grab_focus (self->import_button);
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfImportWindow) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  CrfImportReport *report = crf_writer_run_finish (CRF_WRITER (source), result, &error);

  if (self == NULL || self->stack == NULL)
    {
      g_clear_pointer (&report, crf_import_report_free);
      return;
    }
  close_progress (self);
  take_report (self, report);
  if (report != NULL)
    say_why_not (self);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    crf_refusal_bar_show_notice (self->bar, _("Looking at the file was cancelled."));
  else
    crf_refusal_bar_show_error (self->bar, error);
}

static void
on_imported (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfImportWindow) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  CrfImportReport *report = crf_writer_run_finish (CRF_WRITER (source), result, &error);

  if (report != NULL && report->committed)
    g_signal_emit_by_name (source, "stored", "import", NULL);
  if (self == NULL || self->stack == NULL)
    {
      g_clear_pointer (&report, crf_import_report_free);
      return;
    }
  close_progress (self);
  if (report != NULL)
    {
      take_report (self, report);
      crf_refusal_bar_show_notice (self->bar, report->committed ? _("All of it is stored, and in the journal.") : _("Nothing was stored."));
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    crf_refusal_bar_show_notice (self->bar, _("The import was cancelled. Nothing was stored."));
  else
    crf_refusal_bar_show_error (self->bar, error);
  update_import (self);
}

static void
run (CrfImportWindow *self, gboolean dry_run)
{
  Request *request = g_new0 (Request, 1);

  request->path = g_strdup (self->path);
  request->map = g_strdup (self->map);
  request->dry_run = dry_run;
  request->skip_refused = gtk_check_button_get_active (self->skip);
  request->reason = g_strdup (gtk_editable_get_text (self->why));
  request->sha256 = !dry_run ? g_strdup (self->report->sha256) : NULL;
  self->progress = CRF_PROGRESS_WINDOW (crf_progress_window_new (GTK_WIDGET (self), dry_run ? _("Looking at the file…") : _("Importing…")));
  request->value = crf_progress_window_ref_value (self->progress);
  crf_refusal_bar_clear (self->bar);
  update_import (self);
  gtk_window_present (GTK_WINDOW (self->progress));
  crf_writer_run_async (self->writer, import_job, request, request_free, (GDestroyNotify) crf_import_report_free,
                        crf_progress_window_get_cancellable (self->progress), dry_run ? on_looked : on_imported, crf_weak_new (self));
}

static void
look (CrfImportWindow *self)
{
  g_autofree char *name = self->path != NULL ? g_path_get_basename (self->path) : NULL, *map = self->map != NULL ? g_path_get_basename (self->map) : NULL;

  gtk_label_set_label (self->file_name, name != NULL ? name : _("None chosen"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->file_name), self->path);
  gtk_label_set_label (self->map_name, map != NULL ? map : _("None: headers and OIDs are those of the study"));
  gtk_widget_set_sensitive (self->map_clear, map != NULL);
  gtk_widget_set_sensitive (self->look_button, self->path != NULL);
  take_report (self, NULL);
  gtk_check_button_set_active (self->skip, FALSE);
  if (self->path != NULL && self->progress == NULL)
    run (self, TRUE);
}

static void
on_file_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfImportWindow) self = crf_weak_take (user_data);
  g_autoptr (GFile) file = crf_dialogs_file_finish (result);

  if (self == NULL || self->stack == NULL || file == NULL)
    return;
  g_free (self->path);
  self->path = g_file_get_path (file);
  look (self);
}

static void
on_map_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfImportWindow) self = crf_weak_take (user_data);
  g_autoptr (GFile) file = crf_dialogs_file_finish (result);

  if (self == NULL || self->stack == NULL || file == NULL)
    return;
  g_free (self->map);
  self->map = g_file_get_path (file);
  look (self);
}

static void
on_choose_clicked (CrfImportWindow *self)
{
  crf_dialogs_open_file_async (GTK_WIDGET (self), _("Which file shall be taken in?"), CRF_FILE_ANY, on_file_chosen, crf_weak_new (self));
}

static void
on_map_clicked (CrfImportWindow *self)
{
  crf_dialogs_open_file_async (GTK_WIDGET (self), _("Which map says where the columns go?"), CRF_FILE_ANY, on_map_chosen, crf_weak_new (self));
}

static void
on_map_cleared (CrfImportWindow *self)
{
  g_clear_pointer (&self->map, g_free);
  look (self);
}

void
crf_import_window_import (CrfImportWindow *self)
{
  g_return_if_fail (CRF_IS_IMPORT_WINDOW (self));

  if (may_import (self))
    run (self, FALSE);
}

/* ── Class ── */

static void
crf_import_window_dispose (GObject *object)
{
  CrfImportWindow *self = CRF_IMPORT_WINDOW (object);

  if (self->progress != NULL)
    g_cancellable_cancel (crf_progress_window_get_cancellable (self->progress));
  close_progress (self);
  g_clear_object (&self->writer);
  g_clear_object (&self->rows);
  g_clear_pointer (&self->report, crf_import_report_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRF_TYPE_IMPORT_WINDOW);
  G_OBJECT_CLASS (crf_import_window_parent_class)->dispose (object);
}

static void
crf_import_window_finalize (GObject *object)
{
  CrfImportWindow *self = CRF_IMPORT_WINDOW (object);

  g_free (self->path);
  g_free (self->map);
  G_OBJECT_CLASS (crf_import_window_parent_class)->finalize (object);
}

static void
crf_import_window_class_init (CrfImportWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crf_import_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = crf_import_window_finalize;

  g_type_ensure (CRF_TYPE_REFUSAL_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, CRF_RESOURCE_BASE "/pages/crf-import-window.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfImportWindow, choose_button);
  gtk_widget_class_bind_template_child (widget_class, CrfImportWindow, file_name);
  gtk_widget_class_bind_template_child (widget_class, CrfImportWindow, map_name);
  gtk_widget_class_bind_template_child (widget_class, CrfImportWindow, map_clear);
  gtk_widget_class_bind_template_child (widget_class, CrfImportWindow, why);
  gtk_widget_class_bind_template_child (widget_class, CrfImportWindow, look_button);
  gtk_widget_class_bind_template_child (widget_class, CrfImportWindow, import_button);
  gtk_widget_class_bind_template_child (widget_class, CrfImportWindow, bar);
  gtk_widget_class_bind_template_child (widget_class, CrfImportWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, CrfImportWindow, signer_icon);
  gtk_widget_class_bind_template_child (widget_class, CrfImportWindow, signer);
  gtk_widget_class_bind_template_child (widget_class, CrfImportWindow, summary);
  gtk_widget_class_bind_template_child (widget_class, CrfImportWindow, unused);
  gtk_widget_class_bind_template_child (widget_class, CrfImportWindow, notes);
  gtk_widget_class_bind_template_child (widget_class, CrfImportWindow, told);
  gtk_widget_class_bind_template_child (widget_class, CrfImportWindow, skip);
  gtk_widget_class_bind_template_child (widget_class, CrfImportWindow, filter);
  gtk_widget_class_bind_template_child (widget_class, CrfImportWindow, view);
  gtk_widget_class_bind_template_child (widget_class, CrfImportWindow, more);
  gtk_widget_class_bind_template_child (widget_class, CrfImportWindow, reason);
  gtk_widget_class_bind_template_callback (widget_class, on_choose_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_map_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_map_cleared);
  gtk_widget_class_bind_template_callback (widget_class, look);
  gtk_widget_class_bind_template_callback (widget_class, update_import);
  gtk_widget_class_bind_template_callback (widget_class, show_rows);
  gtk_widget_class_bind_template_callback (widget_class, crf_import_window_import);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

/* The whole of what a row has room for the beginning of. */
static void
on_selected (GtkSingleSelection *selection, GParamSpec *pspec, CrfImportWindow *self)
{
  CrfRowObject *row = gtk_single_selection_get_selected_item (selection);
  const char *why = row != NULL ? crf_row_object_get_text (row, COLUMN_WHY) : NULL;

  if (self->reason == NULL)
    return;
  gtk_label_set_label (self->reason, why != NULL ? why : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reason), why != NULL);
}

static void
add_columns (GtkColumnView *view)
{
  static const CrfColumnRoom rooms[] = { { 60, 68, 0, 0 }, { 66, 84, 0, 0 },  { 110, 170, 1, 0 }, { 76, 100, 0, 0 },
                                         { 80, 110, 0, 0 }, { 90, 112, 0, 0 }, { 150, 200, 2, 0 } };
  const struct { const char *title; CrfColumnFlags flags; } columns[] = {
    { _("Line"), CRF_COLUMN_END | CRF_COLUMN_DIM }, { _("Patient"), CRF_COLUMN_HEADING }, { _("Column or place"), CRF_COLUMN_PLAIN },
    { _("Stands there"), CRF_COLUMN_DIM },          { _("Becomes"), CRF_COLUMN_PLAIN },   { _("Result"), CRF_COLUMN_PLAIN },
    { _("Why"), CRF_COLUMN_EXPAND },
  };

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    crf_column_view_add (view, columns[i].title, i, 0, columns[i].flags);
  crf_column_fit (view, rooms, G_N_ELEMENTS (rooms));
}

static void
crf_import_window_init (CrfImportWindow *self)
{
  g_autoptr (GtkSingleSelection) selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_list_store_new (CRF_TYPE_ROW_OBJECT);
  selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->rows)));
  gtk_single_selection_set_autoselect (selection, FALSE);
  gtk_single_selection_set_can_unselect (selection, TRUE);
  g_signal_connect_object (selection, "notify::selected-item", G_CALLBACK (on_selected), self, 0);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
  add_columns (self->view);
  look (self);
}

CrfImportWindow *
crf_import_window_present (GtkWidget *parent, CrfWriter *writer)
{
  CrfImportWindow *self;
  GtkRoot *root = gtk_widget_get_root (parent);
  g_autoptr (GError) error = NULL;

  crf_writer_call (writer, permission_job, NULL, &error);
  if (error != NULL)
    {
      crf_dialogs_error (parent, _("Nothing can be imported"), error);
      return NULL;
    }
  self = g_object_new (CRF_TYPE_IMPORT_WINDOW, NULL);
  self->writer = g_object_ref (writer);
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (self->choose_button);
  return self;
}

void
crf_import_window_look_at (CrfImportWindow *self, const char *path, const char *map)
{
  g_return_if_fail (CRF_IS_IMPORT_WINDOW (self));

  g_free (self->path);
  g_free (self->map);
  self->path = g_strdup (path);
  self->map = g_strdup (map);
  look (self);
}

gboolean
crf_import_window_can_import (CrfImportWindow *self)
{
  g_return_val_if_fail (CRF_IS_IMPORT_WINDOW (self), FALSE);

  return gtk_widget_get_sensitive (self->import_button);
}

const char *
crf_import_window_get_summary (CrfImportWindow *self)
{
  g_return_val_if_fail (CRF_IS_IMPORT_WINDOW (self), NULL);

  return self->report != NULL ? gtk_label_get_label (self->summary) : NULL;
}

const char *
crf_import_window_get_signer (CrfImportWindow *self)
{
  g_return_val_if_fail (CRF_IS_IMPORT_WINDOW (self), NULL);

  return self->report != NULL ? gtk_label_get_label (self->signer) : NULL;
}

const char *
crf_import_window_get_message (CrfImportWindow *self)
{
  g_return_val_if_fail (CRF_IS_IMPORT_WINDOW (self), NULL);

  return crf_refusal_bar_get_message (self->bar);
}
