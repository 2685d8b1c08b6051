/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The patient list.
 *
 *   CrfPatientModel (ids, pages of rows) → GtkSingleSelection → GtkColumnView (GtkInscription cells)
 *
 * There is no sort and no filter model: the file sorts and filters. The headers' sorters only say which column the person chose. */

#include "crf-patients-page.h"

#include <glib/gi18n-lib.h>

#include "crf-app.h"
#include "crf-column-fit.h"
#include "crf-page.h"
#include "crf-preferences.h"
#include "crf-initials.h"
#include "crf-parameter-field.h"
#include "crf-refusal-bar.h"
#include "crf-status-list.h"
#include "crf-tab-stop.h"
#include "crf-use-case-dialog.h"

struct _CrfPatientsPage
{
  AdwBin parent_instance;

  /* template */
  GtkLabel *count;
  GtkSearchEntry *search;
  GtkDropDown *status;
  GtkMenuButton *columns_button;
  GtkStack *stack;
  AdwStatusPage *failed;
  CrfRefusalBar *bar;
  GtkColumnView *view;
  GtkColumnViewColumn *number;
  GtkColumnViewColumn *initials;
  GtkColumnViewColumn *sex;
  GtkColumnViewColumn *age;
  GtkColumnViewColumn *status_column;
  GtkColumnViewColumn *arm;
  GtkColumnViewColumn *child_pugh;
  GtkColumnViewColumn *meld;
  GtkColumnViewColumn *next_visit;
  GtkColumnViewColumn *queries;
  GtkColumnViewColumn *last_entry;

  /* owned */
  CrfWriter *writer;
  CrfPatientModel *model;
  GtkSingleSelection *selection;

  /* what the header's sorters say when they are asked (see probe_sort) */
  int probed;
  gboolean ready;
};

static void crf_patients_page_page_init (CrfPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CrfPatientsPage, crf_patients_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (CRF_TYPE_PAGE, crf_patients_page_page_init))

typedef struct
{
  CrfPatientsPage *page;
  CrfPatientSort sort;
} CrfProbe;

/* GTK 4.8 does not say by which column a view is sorted, but asks the primary column's sorter first: it answers "smaller" and leaves
 * its name; a descending view turns the answer round. */
static int
probe_compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  CrfProbe *probe = user_data;

  if (probe->page->probed < 0)
    probe->page->probed = (int) probe->sort;
  return -1;
}

static void
probe_sort (CrfPatientsPage *self, CrfPatientSort *sort, gboolean *descending)
{
  g_autoptr (GObject) a = g_object_new (CRF_TYPE_PATIENT_OBJECT, NULL);
  g_autoptr (GObject) b = g_object_new (CRF_TYPE_PATIENT_OBJECT, NULL);
  GtkOrdering order;

  self->probed = -1;
  order = gtk_sorter_compare (gtk_column_view_get_sorter (self->view), a, b);
  *sort = self->probed < 0 ? CRF_PATIENT_SORT_NUMBER : (CrfPatientSort) self->probed;
  *descending = self->probed >= 0 && order == GTK_ORDERING_LARGER;
}

static void
query (CrfPatientsPage *self)
{
  CrfPatientSort sort;
  gboolean descending;
  guint selected;

  if (!self->ready)
    return;
  selected = gtk_drop_down_get_selected (self->status);
  probe_sort (self, &sort, &descending);
  crf_patient_model_query (self->model, gtk_editable_get_text (GTK_EDITABLE (self->search)),
                           crf_status_list_get_name (selected), sort, descending);
}

static gboolean
is_filtered (CrfPatientsPage *self)
{
  return gtk_drop_down_get_selected (self->status) != 0
         || *gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0';
}

/* Neither "no patients" nor rows without a word: what is not known is not shown as nothing. */
static void
show_failed (CrfPatientsPage *self, const GError *error)
{
  g_autofree char *sentence = g_markup_escape_text (error->message, -1);

  gtk_label_set_label (self->count, "");
  adw_status_page_set_description (self->failed, sentence);
  gtk_stack_set_visible_child_name (self->stack, "failed");
}

static void
on_retry (CrfPatientsPage *self)
{
  crf_patient_model_refresh (self->model);
}

static void
on_loaded (CrfPatientsPage *self, GError *error)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  g_autofree char *text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u patient", "%u patients", n), n);

  if (error != NULL)
    {
      show_failed (self, error);
      return;
    }
  gtk_label_set_label (self->count, n > 0 ? text : "");
  if (n > 0)
    gtk_stack_set_visible_child_name (self->stack, "list");
  else
    gtk_stack_set_visible_child_name (self->stack, is_filtered (self) ? "none" : "empty");
}

static void
on_question_changed (CrfPatientsPage *self)
{
  query (self);
}

static void
open_patient (CrfPatientsPage *self, guint position)
{
  g_autoptr (CrfPatientObject) object = g_list_model_get_item (G_LIST_MODEL (self->model), position);
  const CrfPatient *patient = object != NULL ? crf_patient_object_get (object) : NULL;
  CrfTarget target = { 0 };

  if (patient == NULL)
    return;
  target.subject = patient->key;
  gtk_widget_activate_action_variant (GTK_WIDGET (self), "win.open-patient",
                                      crf_target_to_variant (&target, NULL, NULL));
}

static void
on_row_activated (CrfPatientsPage *self, guint position)
{
  open_patient (self, position);
}

/* Enter in the search opens the only one found, else goes to the list. */
static void
on_search_activated (CrfPatientsPage *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->model)) == 1)
    open_patient (self, 0);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
on_search_stopped (CrfPatientsPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
on_show_all (CrfPatientsPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_drop_down_set_selected (self->status, 0);
}

static void
add_sorter (CrfPatientsPage *self, GtkColumnViewColumn *column, CrfPatientSort sort)
{
  g_autoptr (GtkSorter) sorter = NULL;
  CrfProbe *probe = g_new0 (CrfProbe, 1);

  probe->page = self;
  probe->sort = sort;
  sorter = GTK_SORTER (gtk_custom_sorter_new (probe_compare, probe, g_free));
  gtk_column_view_column_set_sorter (column, sorter);
}

static void
add_sorters (CrfPatientsPage *self)
{
  add_sorter (self, self->number, CRF_PATIENT_SORT_NUMBER);
  add_sorter (self, self->initials, CRF_PATIENT_SORT_INITIALS);
  add_sorter (self, self->sex, CRF_PATIENT_SORT_SEX);
  add_sorter (self, self->age, CRF_PATIENT_SORT_AGE);
  add_sorter (self, self->status_column, CRF_PATIENT_SORT_STATUS);
  add_sorter (self, self->child_pugh, CRF_PATIENT_SORT_CHILD_PUGH);
  add_sorter (self, self->meld, CRF_PATIENT_SORT_MELD);
  add_sorter (self, self->last_entry, CRF_PATIENT_SORT_LAST_ENTRY);
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed", G_CALLBACK (on_question_changed), self,
                           G_CONNECT_SWAPPED);
}

/* ── Chosen columns ── */

typedef struct
{
  const char *name;
  GtkColumnViewColumn *column;
} CrfNamedColumn;

#define N_CHOOSABLE 10

static void
list_columns (CrfPatientsPage *self, CrfNamedColumn list[N_CHOOSABLE])
{
  const CrfNamedColumn all[N_CHOOSABLE] = {
    { "initials", self->initials }, { "sex", self->sex }, { "age", self->age }, { "status", self->status_column },
    { "arm", self->arm }, { "child-pugh", self->child_pugh }, { "meld", self->meld },
    { "next-visit", self->next_visit }, { "queries", self->queries }, { "last-entry", self->last_entry },
  };

  memcpy (list, all, sizeof all);
}

static void
store_columns (CrfPatientsPage *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;
  CrfNamedColumn list[N_CHOOSABLE];

  list_columns (self, list);
  for (guint i = 0; i < G_N_ELEMENTS (list); i++)
    if (crf_column_fit_wants (self->view, list[i].column))
      g_strv_builder_add (builder, list[i].name);
  names = g_strv_builder_end (builder);
  crf_preferences_set_columns ((const char *const *) names);
}

static void
on_column_toggled (GtkCheckButton *check, gpointer user_data)
{
  CrfPatientsPage *self = user_data;

  crf_column_fit_choose (self->view, g_object_get_data (G_OBJECT (check), "crf-column"), gtk_check_button_get_active (check));
  store_columns (self);
}

/* As in the template. Where nobody has chosen, the day of the last entry leaves a narrow window first, then the arm. */
static void
fit_columns (CrfPatientsPage *self)
{
  static const CrfColumnRoom rooms[] = { { 74, 88, 0, 0 }, { 62, 68, 0, 0 }, { 40, 44, 0, 3 },   { 44, 48, 0, 0 }, { 118, 124, 1, 0 }, { 100, 156, 2, 2 },
                                         { 80, 86, 0, 0 }, { 70, 80, 0, 0 }, { 200, 254, 3, 0 }, { 56, 62, 0, 0 }, { 100, 106, 0, 1 } };

  crf_column_fit (self->view, rooms, G_N_ELEMENTS (rooms));
}

static void
add_column_menu (CrfPatientsPage *self)
{
  g_auto (GStrv) chosen = crf_preferences_get_columns ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *popover = gtk_popover_new ();
  CrfNamedColumn list[N_CHOOSABLE];

  list_columns (self, list);
  for (guint i = 0; i < G_N_ELEMENTS (list); i++)
    {
      GtkWidget *check = gtk_check_button_new_with_label (gtk_column_view_column_get_title (list[i].column));

      if (*chosen != NULL)
        crf_column_fit_choose (self->view, list[i].column, g_strv_contains ((const char *const *) chosen, list[i].name));
      gtk_check_button_set_active (GTK_CHECK_BUTTON (check), crf_column_fit_wants (self->view, list[i].column));
      g_object_set_data (G_OBJECT (check), "crf-column", list[i].column);
      g_signal_connect (check, "toggled", G_CALLBACK (on_column_toggled), self);
      gtk_box_append (GTK_BOX (box), check);
    }
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  gtk_menu_button_set_popover (self->columns_button, popover);
}

static void
crf_patients_page_refresh (CrfPage *page)
{
  query (CRF_PATIENTS_PAGE (page));
}

static void
crf_patients_page_focus (CrfPage *page)
{
  gtk_widget_grab_focus (GTK_WIDGET (CRF_PATIENTS_PAGE (page)->search));
}

static void
crf_patients_page_page_init (CrfPageInterface *iface)
{
  iface->refresh = crf_patients_page_refresh;
  iface->focus = crf_patients_page_focus;
}

static void
crf_patients_page_dispose (GObject *object)
{
  CrfPatientsPage *self = CRF_PATIENTS_PAGE (object);

  self->ready = FALSE;
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRF_TYPE_PATIENTS_PAGE);
  g_clear_object (&self->selection);
  g_clear_object (&self->model);
  g_clear_object (&self->writer);

  G_OBJECT_CLASS (crf_patients_page_parent_class)->dispose (object);
}

static void
bind_columns (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, CrfPatientsPage, number);
  gtk_widget_class_bind_template_child (widget_class, CrfPatientsPage, initials);
  gtk_widget_class_bind_template_child (widget_class, CrfPatientsPage, sex);
  gtk_widget_class_bind_template_child (widget_class, CrfPatientsPage, age);
  gtk_widget_class_bind_template_child (widget_class, CrfPatientsPage, status_column);
  gtk_widget_class_bind_template_child (widget_class, CrfPatientsPage, arm);
  gtk_widget_class_bind_template_child (widget_class, CrfPatientsPage, child_pugh);
  gtk_widget_class_bind_template_child (widget_class, CrfPatientsPage, meld);
  gtk_widget_class_bind_template_child (widget_class, CrfPatientsPage, next_visit);
  gtk_widget_class_bind_template_child (widget_class, CrfPatientsPage, queries);
  gtk_widget_class_bind_template_child (widget_class, CrfPatientsPage, last_entry);
}

static void
crf_patients_page_class_init (CrfPatientsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crf_patients_page_dispose;

  g_type_ensure (CRF_TYPE_REFUSAL_BAR);
  g_type_ensure (CRF_TYPE_TAB_STOP);
  g_type_ensure (CRF_TYPE_PATIENT_OBJECT);
  gtk_widget_class_set_template_from_resource (widget_class, CRF_RESOURCE_BASE "/pages/crf-patients-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfPatientsPage, count);
  gtk_widget_class_bind_template_child (widget_class, CrfPatientsPage, search);
  gtk_widget_class_bind_template_child (widget_class, CrfPatientsPage, status);
  gtk_widget_class_bind_template_child (widget_class, CrfPatientsPage, columns_button);
  gtk_widget_class_bind_template_child (widget_class, CrfPatientsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CrfPatientsPage, failed);
  gtk_widget_class_bind_template_child (widget_class, CrfPatientsPage, bar);
  gtk_widget_class_bind_template_child (widget_class, CrfPatientsPage, view);
  bind_columns (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_question_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped);
  gtk_widget_class_bind_template_callback (widget_class, on_show_all);
  gtk_widget_class_bind_template_callback (widget_class, on_retry);
}

static void
crf_patients_page_init (CrfPatientsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  crf_status_list_fill (self->status);
  fit_columns (self);
  add_column_menu (self);
  add_sorters (self);
}

GtkWidget *
crf_patients_page_new (CrfWriter *writer)
{
  CrfPatientsPage *self = g_object_new (CRF_TYPE_PATIENTS_PAGE, NULL);

  self->writer = g_object_ref (writer);
  self->model = crf_patient_model_new (writer);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->model)));
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_swapped (self->model, "loaded", G_CALLBACK (on_loaded), self);
  g_signal_connect_swapped (self->model, "failed", G_CALLBACK (show_failed), self);
  self->ready = TRUE;
  gtk_column_view_sort_by_column (self->view, self->number, GTK_SORT_ASCENDING);
  return GTK_WIDGET (self);
}

static void
on_registered (CrfPatientsPage *self, CrfOutcome *outcome)
{
  CrfTarget target = { .subject = g_hash_table_lookup (outcome->results, "subject") };

  crf_refusal_bar_take_outcome (self->bar, outcome, NULL);
  for (guint i = 0; i < outcome->notices->len; i++)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", g_ptr_array_index (outcome->notices, i));
  if (target.subject != NULL)
    gtk_widget_activate_action_variant (GTK_WIDGET (self), "win.open-patient",
                                        crf_target_to_variant (&target, NULL, NULL));
}

static gpointer
study_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return crf_reader_study (session, error);
}

/* The versions that the study knows, to choose from; nothing is chosen. */
static void
offer_consent_versions (CrfPatientsPage *self, CrfUseCaseDialog *dialog)
{
  g_autoptr (CrfStudySummary) study = crf_writer_call (self->writer, study_job, NULL, NULL);
  const char *const *versions = study != NULL ? (const char *const *) study->consent_versions : NULL;

  if (versions != NULL && *versions != NULL)
    crf_use_case_dialog_set_choices (dialog, "consent-version", versions, versions);
}

/* When the name has been typed, its initials are offered in the hint; they are typed by the person, who knows how the name is read. */
static void
on_name_left (GtkEventControllerFocus *controller, gpointer user_data)
{
  CrfUseCaseDialog *dialog = user_data;
  GtkWidget *field = crf_use_case_dialog_get_field (dialog, "name");
  g_autofree char *name = field != NULL ? crf_parameter_field_dup_value (CRF_PARAMETER_FIELD (field)) : NULL;
  g_autofree char *initials = name != NULL ? crf_initials_offer (name, crf_data_dir ()) : NULL;
  g_autofree char *hint = initials != NULL ? g_strdup_printf (_("By the name: %s"), initials) : NULL;

  crf_use_case_dialog_set_hint (dialog, "initials", hint != NULL ? hint : _("Four letters: 张红 ZHHO, 欧阳小惠 OYXH"));
}

static void
offer_initials (CrfUseCaseDialog *dialog)
{
  GtkWidget *name = crf_use_case_dialog_get_field (dialog, "name");
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_object (focus, "leave", G_CALLBACK (on_name_left), dialog, 0);
  gtk_widget_add_controller (name, focus);
  /* The initials come after the name that they are made of. */
  crf_use_case_dialog_move_field (dialog, "initials", 10);
}

void
crf_patients_page_register (CrfPatientsPage *self)
{
  static const char *const consent[] = { "consent-version", "consent-at", "consent-by", "explained-by", "copy" };
  CrfUseCaseDialog *dialog;

  g_return_if_fail (CRF_IS_PATIENTS_PAGE (self));

  dialog = crf_use_case_dialog_present (GTK_WIDGET (self), self->writer, "register", NULL);
  if (dialog == NULL)
    return;
  /* Consent comes first on the ward, and so in the dialog. */
  for (guint i = 0; i < G_N_ELEMENTS (consent); i++)
    crf_use_case_dialog_move_field (dialog, consent[i], i);
  offer_consent_versions (self, dialog);
  crf_use_case_dialog_begin_section (dialog, consent[0], _("Consent"));
  crf_use_case_dialog_begin_section (dialog, "sex", _("Patient"));
  /* Translators: Chinese practice, four letters of the name in pinyin. */
  crf_use_case_dialog_set_hint (dialog, "initials", _("Four letters: 张红 ZHHO, 欧阳小惠 OYXH"));
  crf_use_case_dialog_set_hint (dialog, "name", _("Sealed: only the site's staff can read it"));
  crf_use_case_dialog_set_hint (dialog, "rescreens", _("Number of a screening that failed; empty: never screened before"));
  offer_initials (dialog);
  g_signal_connect_object (dialog, "done", G_CALLBACK (on_registered), self, G_CONNECT_SWAPPED);
}

CrfPatientModel *
crf_patients_page_get_model (CrfPatientsPage *self)
{
  g_return_val_if_fail (CRF_IS_PATIENTS_PAGE (self), NULL);

  return self->model;
}
