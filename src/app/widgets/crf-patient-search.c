/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The search of the header bar. The popover does not take the keyboard: what is typed stays in the entry, arrows move the choice. */

#include "crf-patient-search.h"

#include <glib/gi18n-lib.h>

#include "crf-app.h"
#include "crf-refusal-bar.h"
#include "crf-weak.h"

#define NATURAL_WIDTH 300
#define MOST_FOUND 8

struct _CrfPatientSearch
{
  GtkWidget parent_instance;

  /* template */
  GtkSearchEntry *entry;
  GtkPopover *popover;
  GtkListBox *list;
  GtkLabel *message;

  /* owned */
  CrfWriter *writer;
  GCancellable *cancellable; /* of the search that runs */
};

G_DEFINE_FINAL_TYPE (CrfPatientSearch, crf_patient_search, GTK_TYPE_WIDGET)

static gpointer
find_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) ids = NULL;

  ids = crf_reader_patient_ids (session, data, NULL, CRF_PATIENT_SORT_NUMBER, FALSE, error);
  if (ids == NULL)
    return NULL;
  return crf_reader_patients (session, (const gint64 *) (gpointer) ids->data, MIN (ids->len, MOST_FOUND), error);
}

static GtkWidget *
row_new (const CrfPatient *patient)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *number = gtk_label_new (patient->number);
  g_autofree char *rest = NULL;
  GtkWidget *label;

  rest = g_strjoin (" · ",
                    patient->initials != NULL && *patient->initials != '\0' ? patient->initials : "—",
                    patient->sex_symbol != NULL ? patient->sex_symbol : "—",
                    patient->birth_year != NULL ? patient->birth_year : "—",
                    patient->allocation_number, NULL); /* ends there before allocation */
  label = gtk_label_new (rest);
  gtk_widget_add_css_class (number, "heading");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (box), number);
  gtk_box_append (GTK_BOX (box), label);
  label = gtk_label_new (patient->status_label);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_halign (label, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data_full (G_OBJECT (row), "crf-key", g_strdup (patient->key), g_free);
  return row;
}

static void
show_found (CrfPatientSearch *self, GPtrArray *patients, const GError *error)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
  for (guint i = 0; patients != NULL && i < patients->len; i++)
    gtk_list_box_append (self->list, row_new (g_ptr_array_index (patients, i)));
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
  gtk_widget_set_visible (GTK_WIDGET (self->list), patients != NULL && patients->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->message), patients == NULL || patients->len == 0);
  gtk_label_set_label (self->message, error != NULL ? error->message
                                                    : _("No patient has this number, randomisation number or initials."));
  gtk_popover_popup (self->popover);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfPatientSearch) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  GPtrArray *patients = crf_writer_run_finish (CRF_WRITER (source), result, &error);
  gboolean current = self != NULL && self->writer == CRF_WRITER (source)
                     && g_task_get_cancellable (G_TASK (result)) == self->cancellable;

  if (current && *gtk_editable_get_text (GTK_EDITABLE (self->entry)) != '\0')
    show_found (self, patients, error);
  g_clear_pointer (&patients, g_ptr_array_unref);
}

static void
leave (CrfPatientSearch *self)
{
  g_cancellable_cancel (self->cancellable);
  gtk_popover_popdown (self->popover);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
}

static void
on_search_changed (CrfPatientSearch *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->writer == NULL || *text == '\0')
    {
      gtk_popover_popdown (self->popover);
      return;
    }
  self->cancellable = g_cancellable_new ();
  crf_writer_run_async (self->writer, find_job, g_strdup (text), g_free, (GDestroyNotify) g_ptr_array_unref,
                        self->cancellable, on_found, crf_weak_new (self));
}

static void
open_row (CrfPatientSearch *self, GtkListBoxRow *row)
{
  CrfTarget target = { 0 };

  if (row == NULL)
    return;
  target.subject = g_object_get_data (G_OBJECT (row), "crf-key");
  gtk_widget_activate_action_variant (GTK_WIDGET (self), "win.open-patient",
                                      crf_target_to_variant (&target, NULL, NULL));
  leave (self);
}

static void
on_activate (CrfPatientSearch *self)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self->popover)))
    open_row (self, gtk_list_box_get_selected_row (self->list));
}

static void
on_row_activated (CrfPatientSearch *self, GtkListBoxRow *row)
{
  open_row (self, row);
}

static void
on_stop_search (CrfPatientSearch *self)
{
  leave (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "study.focus-page", NULL);
}

static gboolean
on_key_pressed (CrfPatientSearch *self, guint keyval, guint keycode, GdkModifierType state)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  int index = row != NULL ? gtk_list_box_row_get_index (row) : -1;

  if (!gtk_widget_get_visible (GTK_WIDGET (self->popover)) || (keyval != GDK_KEY_Down && keyval != GDK_KEY_Up))
    return GDK_EVENT_PROPAGATE;
  row = gtk_list_box_get_row_at_index (self->list, MAX (index + (keyval == GDK_KEY_Down ? 1 : -1), 0));
  if (row != NULL)
    gtk_list_box_select_row (self->list, row);
  return GDK_EVENT_STOP;
}

static void
crf_patient_search_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CrfPatientSearch *self = CRF_PATIENT_SEARCH (widget);

  gtk_widget_size_allocate (GTK_WIDGET (self->entry), &(GtkAllocation) { 0, 0, width, height }, baseline);
  gtk_widget_set_size_request (GTK_WIDGET (self->popover), MAX (width, NATURAL_WIDTH), -1);
  gtk_popover_present (self->popover);
}

static void
crf_patient_search_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                            int *minimum_baseline, int *natural_baseline)
{
  CrfPatientSearch *self = CRF_PATIENT_SEARCH (widget);

  gtk_widget_measure (GTK_WIDGET (self->entry), orientation, for_size, minimum, natural, minimum_baseline,
                      natural_baseline);
  /* In a narrow window the header bar needs the room for who is signed in. */
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = MAX (*natural, NATURAL_WIDTH);
}

static void
crf_patient_search_dispose (GObject *object)
{
  CrfPatientSearch *self = CRF_PATIENT_SEARCH (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->writer);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRF_TYPE_PATIENT_SEARCH);

  G_OBJECT_CLASS (crf_patient_search_parent_class)->dispose (object);
}

static void
crf_patient_search_class_init (CrfPatientSearchClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crf_patient_search_dispose;
  widget_class->measure = crf_patient_search_measure;
  widget_class->size_allocate = crf_patient_search_size_allocate;

  gtk_widget_class_set_template_from_resource (widget_class, CRF_RESOURCE_BASE "/widgets/crf-patient-search.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfPatientSearch, entry);
  gtk_widget_class_bind_template_child (widget_class, CrfPatientSearch, popover);
  gtk_widget_class_bind_template_child (widget_class, CrfPatientSearch, list);
  gtk_widget_class_bind_template_child (widget_class, CrfPatientSearch, message);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
  gtk_widget_class_bind_template_callback (widget_class, on_key_pressed);
  gtk_widget_class_set_css_name (widget_class, "patientsearch");
}

static void
crf_patient_search_init (CrfPatientSearch *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
crf_patient_search_set_writer (CrfPatientSearch *self, CrfWriter *writer)
{
  g_return_if_fail (CRF_IS_PATIENT_SEARCH (self));

  g_set_object (&self->writer, writer);
}

void
crf_patient_search_begin (CrfPatientSearch *self)
{
  g_return_if_fail (CRF_IS_PATIENT_SEARCH (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}
