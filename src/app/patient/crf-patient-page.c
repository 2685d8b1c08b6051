/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The tabs read when they are shown; what was stored anywhere makes the header and the visible tab read again, the others when they are
 * shown next. */

#include "crf-acts.h"
#include "crf-patient-page.h"
#include "crf-note-view.h"

#include <glib/gi18n-lib.h>

#include "crf-eligibility-tab.h"
#include "crf-form-view.h"
#include "crf-forms-tab.h"
#include "crf-infusions-tab.h"
#include "crf-page.h"
#include "crf-infusion-reads.h"
#include "crf-patient-header.h"
#include "crf-patient-menu.h"
#include "crf-patient-reads.h"
#include "crf-patient-tab.h"
#include "crf-refusal-bar.h"
#include "crf-timeline-page.h"
#include "crf-visits-tab.h"

struct _CrfPatientPage
{
  AdwBin parent_instance;

  /* Template children */
  CrfPatientHeader *header;
  CrfRefusalBar *bar;
  GtkStack *stack;
  GMenu *acts;      /* sections of the menu */
  GMenu *form_acts;

  /* Owned */
  CrfWriter *writer;
  char *subject;
  guint refresh_id;
  gboolean showing;
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_SHOW_PAGE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void page_init (CrfPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CrfPatientPage, crf_patient_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (CRF_TYPE_PAGE, page_init))

static CrfPatientTab *
visible_tab (CrfPatientPage *self)
{
  return CRF_PATIENT_TAB (gtk_stack_get_visible_child (self->stack));
}

/* A bad result of a lot that she was infused from, until a physician has said what was done. */
static void
read_alerts (CrfPatientPage *self)
{
  g_autoptr (GPtrArray) alerts = crf_read_lot_alerts (self->writer, self->subject, NULL);
  g_autofree char *text = NULL;
  const CrfLotAlert *open = NULL;

  for (guint i = 0; alerts != NULL && i < alerts->len; i++)
    if (!((const CrfLotAlert *) g_ptr_array_index (alerts, i))->acknowledged)
      open = g_ptr_array_index (alerts, i);
  if (open != NULL)
    text = g_strdup_printf (_("lot %s: bad result"), open->lot);
  crf_patient_header_set_alert (self->header, text, open != NULL ? open->text : NULL);
}

static gboolean
read_header (CrfPatientPage *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfPatient) patient = crf_read_patient (self->writer, self->subject, &error);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "patient.blind", patient != NULL && patient->envelope != NULL);
  if (patient != NULL)
    {
      crf_patient_header_set_patient (self->header, patient);
      read_alerts (self);
    }
  else
    crf_refusal_bar_show_error (self->bar, error);
  return patient != NULL;
}

/* ── Tabs ── */

static void
open_visible (CrfPatientPage  *self,
              const CrfTarget *target)
{
  if (self->subject == NULL)
    return;
  crf_patient_tab_open (visible_tab (self), self->subject, target);
}

static void
on_tab_changed (CrfPatientPage *self)
{
  if (!self->showing && gtk_stack_get_visible_child (self->stack) != NULL)
    open_visible (self, NULL);
}

static void
on_elsewhere (CrfPatientPage *self,
              const char     *tab,
              CrfTarget      *target)
{
  g_autofree char *name = g_strdup (tab);
  g_autoptr (CrfTarget) copy = crf_target_copy (target);

  crf_patient_page_show (self, self->subject, name, copy);
}

/* ── After something was stored ── */

static gboolean
on_refresh (gpointer data)
{
  CrfPatientPage *self = CRF_PATIENT_PAGE (data);

  self->refresh_id = 0;
  if (self->subject != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)) && read_header (self))
    crf_patient_tab_refresh (visible_tab (self));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static void
on_stored (CrfPatientPage *self,
           const char     *use_case,
           const char     *subject)
{
  if (self->subject == NULL || (subject != NULL && g_strcmp0 (subject, self->subject) != 0))
    return;
  /* One look after a burst: a person who tabs through a form stores faster than pages need to follow. */
  if (self->refresh_id == 0)
    self->refresh_id = g_timeout_add (120, on_refresh, self);
}

/* ── Class ── */

static void
crf_patient_page_dispose (GObject *object)
{
  CrfPatientPage *self = CRF_PATIENT_PAGE (object);

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  g_clear_object (&self->writer);
  self->showing = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (self), CRF_TYPE_PATIENT_PAGE);
  G_OBJECT_CLASS (crf_patient_page_parent_class)->dispose (object);
}

static void
crf_patient_page_finalize (GObject *object)
{
  CrfPatientPage *self = CRF_PATIENT_PAGE (object);

  g_free (self->subject);
  G_OBJECT_CLASS (crf_patient_page_parent_class)->finalize (object);
}

static void
page_refresh (CrfPage *page)
{
  crf_patient_page_refresh (CRF_PATIENT_PAGE (page));
}

static void
page_init (CrfPageInterface *iface)
{
  iface->refresh = page_refresh;
}

static GtkWidget *
find_form (GtkWidget *root)
{
  if (!gtk_widget_get_mapped (root) || CRF_IS_FORM_VIEW (root))
    return CRF_IS_FORM_VIEW (root) && gtk_widget_get_mapped (root) ? root : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_form (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Once it is laid out. A form takes the keyboard at its first empty field. */
static gboolean
on_tab_frame (GtkWidget *tab, GdkFrameClock *clock, gpointer user_data)
{
  GtkRoot *root = gtk_widget_get_root (tab);
  GtkWidget *form = find_form (tab), *focus;

  if (!gtk_widget_get_mapped (tab))
    return G_SOURCE_REMOVE;
  if (gtk_widget_get_width (tab) == 0)
    return G_SOURCE_CONTINUE;
  if (form != NULL)
    crf_form_view_take_focus (CRF_FORM_VIEW (form));
  focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  if (focus == NULL || !gtk_widget_is_ancestor (focus, tab))
    gtk_widget_child_focus (tab, GTK_DIR_TAB_FORWARD);
  return G_SOURCE_REMOVE;
}

/* Letters belong to the fields of the tabs; the tabs have Alt and their number. */
static void
on_tab_activated (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  CrfPatientPage *self = CRF_PATIENT_PAGE (widget);
  GtkWidget *tab = gtk_widget_get_first_child (GTK_WIDGET (self->stack));

  for (int i = g_variant_get_int32 (parameter); tab != NULL && i > 1; i--)
    tab = gtk_widget_get_next_sibling (tab);
  if (tab == NULL || self->subject == NULL || !gtk_widget_get_mapped (widget))
    return;
  crf_patient_tab_leave (visible_tab (self));
  gtk_stack_set_visible_child (self->stack, tab);
  gtk_widget_add_tick_callback (tab, on_tab_frame, NULL, NULL);
}

/* A signature, a freeze, a mark: the form that stands there says so at once. */
static void
on_act_done (CrfPatientPage *self,
             CrfOutcome     *outcome)
{
  crf_refusal_bar_take_outcome (self->bar, outcome, NULL);
  crf_patient_page_refresh (self);
}

static void
on_do_activated (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  CrfPatientPage *self = CRF_PATIENT_PAGE (widget);
  const char *use_case = g_variant_get_string (parameter, NULL);
  const CrfTarget *target = self->subject != NULL ? crf_patient_tab_get_target (visible_tab (self)) : NULL;

  CrfUseCaseDialog *dialog = NULL;

  if (self->subject == NULL)
    return;
  if (target == NULL && crf_patient_menu_needs_target (use_case))
    crf_refusal_bar_show_notice (self->bar, _("Open the visit or form first, under Visits, Safety or Record."));
  else
    dialog = crf_patient_menu_present (widget, self->writer, self->subject, target, use_case);
  if (dialog != NULL)
    g_signal_connect_object (dialog, "done", G_CALLBACK (on_act_done), self, G_CONNECT_SWAPPED);
}

/* Also where the focus is nowhere in particular: an input that was closed under it has let go of it. */
static void
add_tab_keys (CrfPatientPage *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller), GTK_SHORTCUT_SCOPE_MANAGED);
  for (guint i = 1; i <= 9; i++)
    gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new_with_arguments (gtk_keyval_trigger_new (GDK_KEY_0 + i, GDK_ALT_MASK),
                                       gtk_named_action_new ("patient.tab"), "i", (int) i));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
crf_patient_page_class_init (CrfPatientPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crf_patient_page_dispose;
  object_class->finalize = crf_patient_page_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", CRF_TYPE_PATIENT_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
  signals[SIGNAL_SHOW_PAGE] = g_signal_new ("show-page", CRF_TYPE_PATIENT_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_install_action (widget_class, "patient.tab", "i", on_tab_activated);
  gtk_widget_class_install_action (widget_class, "patient.do", "s", on_do_activated);
  /* Offered only where there is a code to break. */
  gtk_widget_class_install_action (widget_class, "patient.blind", "s", on_do_activated);
  g_type_ensure (CRF_TYPE_PATIENT_HEADER);
  g_type_ensure (CRF_TYPE_REFUSAL_BAR);
  g_type_ensure (CRF_TYPE_ELIGIBILITY_TAB);
  g_type_ensure (CRF_TYPE_FORMS_TAB);
  g_type_ensure (CRF_TYPE_INFUSIONS_TAB);
  g_type_ensure (CRF_TYPE_TIMELINE_PAGE);
  g_type_ensure (CRF_TYPE_VISITS_TAB);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/stemward/Stemward/patient/crf-patient-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfPatientPage, header);
  gtk_widget_class_bind_template_child (widget_class, CrfPatientPage, bar);
  gtk_widget_class_bind_template_child (widget_class, CrfPatientPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CrfPatientPage, acts);
  gtk_widget_class_bind_template_child (widget_class, CrfPatientPage, form_acts);
  gtk_widget_class_bind_template_callback (widget_class, on_tab_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_elsewhere);
}

static void
crf_patient_page_init (CrfPatientPage *self)
{
  self->showing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  add_tab_keys (self);
  /* What is done most often. */
  gtk_stack_set_visible_child_name (self->stack, "visits");
  self->showing = FALSE;
}

GtkWidget *
crf_patient_page_new (CrfWriter *writer)
{
  CrfPatientPage *self = g_object_new (CRF_TYPE_PATIENT_PAGE, NULL);

  g_return_val_if_fail (CRF_IS_WRITER (writer), NULL);

  self->writer = g_object_ref (writer);
  crf_acts_append (self->acts, CRF_ACTS_PATIENT, writer, "patient.do");
  crf_acts_append (self->form_acts, CRF_ACTS_FORM, writer, "patient.do");
  for (GtkWidget *tab = gtk_widget_get_first_child (GTK_WIDGET (self->stack)); tab != NULL;
       tab = gtk_widget_get_next_sibling (tab))
    crf_patient_tab_set_writer (CRF_PATIENT_TAB (tab), writer);
  g_signal_connect_object (writer, "stored", G_CALLBACK (on_stored), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

void
crf_patient_page_show (CrfPatientPage  *self,
                       const char      *subject,
                       const char      *tab,
                       const CrfTarget *target)
{
  g_return_if_fail (CRF_IS_PATIENT_PAGE (self));
  g_return_if_fail (subject != NULL);

  if (self->subject != NULL)
    crf_patient_tab_leave (visible_tab (self));
  crf_refusal_bar_clear (self->bar);
  if (g_strcmp0 (subject, self->subject) != 0)
    {
      g_free (self->subject);
      self->subject = g_strdup (subject);
      /* Reading a record is an entry too, in whatever role. */
      if (!crf_writer_is_read_only (self->writer))
        crf_writer_conduct_async (self->writer, CRF_NOTE_VIEW, subject, NULL, NULL, NULL, NULL);
        }
  self->showing = TRUE;
  if (tab != NULL && gtk_stack_get_child_by_name (self->stack, tab) != NULL)
    gtk_stack_set_visible_child_name (self->stack, tab);
  self->showing = FALSE;
  if (read_header (self))
    open_visible (self, target);
}

gboolean
crf_patient_page_focus (CrfPatientPage *self)
{
  g_return_val_if_fail (CRF_IS_PATIENT_PAGE (self), FALSE);

  return gtk_widget_child_focus (GTK_WIDGET (visible_tab (self)), GTK_DIR_TAB_FORWARD) || gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

void
crf_patient_page_refresh (CrfPatientPage *self)
{
  g_return_if_fail (CRF_IS_PATIENT_PAGE (self));

  if (self->subject == NULL || !read_header (self))
    return;
  open_visible (self, NULL);
}

const char *
crf_patient_page_get_subject (CrfPatientPage *self)
{
  g_return_val_if_fail (CRF_IS_PATIENT_PAGE (self), NULL);

  return self->subject;
}
