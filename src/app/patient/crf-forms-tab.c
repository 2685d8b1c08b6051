/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The list is read in one job on the writer's thread: it looks at every form of the patient. */

#include "crf-forms-tab.h"

#include <glib/gi18n-lib.h>

#include "crf-asking.h"
#include "crf-casebook-box.h"
#include "crf-form-editor.h"
#include "crf-form-item.h"
#include "crf-patient-reads.h"
#include "crf-patient-tab.h"
#include "crf-refusal-bar.h"
#include "crf-safety-pane.h"
#include "crf-tab-stop.h"
#include "crf-weak.h"

struct _CrfFormsTab
{
  AdwBin parent_instance;

  /* Template children */
  GtkListBox *list;
  CrfRefusalBar *bar;
  GtkStack *stack;
  CrfFormEditor *editor;
  CrfSafetyPane *overview;
  CrfCasebookBox *casebook;

  /* Owned */
  CrfWriter *writer;
  char *subject;
  CrfFormsScope scope;
  GCancellable *reading;
};

enum
{
  PROP_SCOPE = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void patient_tab_init (CrfPatientTabInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CrfFormsTab, crf_forms_tab, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (CRF_TYPE_PATIENT_TAB, patient_tab_init))

GType
crf_forms_scope_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    {
      static const GEnumValue values[] = {
        { CRF_FORMS_SAFETY, "CRF_FORMS_SAFETY", "safety" },
        { CRF_FORMS_RECORD, "CRF_FORMS_RECORD", "record" },
        { 0, NULL, NULL },
      };

      g_once_init_leave (&type, g_enum_register_static ("CrfFormsScope", values));
    }
  return type;
}

/* ── Reading, on the writer's thread ── */

/* One line to be: a heading, a form, or Add. */
typedef struct
{
  char *heading;
  CrfFormState *state;
  const CrfForm *add;
  gboolean overview;
} Line;

static void
line_free (gpointer data)
{
  Line *line = data;

  g_free (line->heading);
  g_clear_pointer (&line->state, crf_form_state_free);
  g_free (line);
}

static Line *
add_line (GPtrArray *lines)
{
  Line *line = g_new0 (Line, 1);

  g_ptr_array_add (lines, line);
  return line;
}

typedef struct
{
  char *subject;
  CrfFormsScope scope;
} ListQuestion;

static void
list_question_free (gpointer data)
{
  ListQuestion *question = data;

  g_free (question->subject);
  g_free (question);
}

/* The repeats of @form that exist, and Add where another one can be. */
static void
list_kind (GPtrArray     *lines,
           CrfSession    *session,
           const char    *subject,
           const CrfForm *form,
           const char    *heading,
           gboolean       with_add)
{
  g_autoptr (GPtrArray) states = crf_reader_forms_of_kind (session, subject, form->kind, NULL);
  guint n = 0;

  /* A kind of which there is nothing yet needs one line only: the one that adds it. */
  if (heading != NULL && states != NULL && states->len > 0)
    add_line (lines)->heading = g_strdup (heading);
  while (states != NULL && states->len > 0)
    {
      g_autoptr (CrfFormState) state = g_ptr_array_steal_index (states, 0);

      if (state->form != form)
        continue;
      add_line (lines)->state = g_steal_pointer (&state);
      n++;
    }
  if (with_add && (form->repeating || n == 0))
    add_line (lines)->add = form;
}

static void
list_common (GPtrArray    *lines,
             CrfSession   *session,
             ListQuestion *question)
{
  const GPtrArray *events = crf_study_get_events (crf_session_get_study (session));
  const char *language = crf_session_get_language (session);

  for (guint i = 0; i < events->len; i++)
    {
      const CrfEvent *event = g_ptr_array_index (events, i);

      for (guint j = 0; event->type == CRF_EVENT_COMMON && j < event->forms->len; j++)
        {
          const CrfForm *form = g_ptr_array_index (event->forms, j);

          if (form->kind != NULL)
            list_kind (lines, session, question->subject, form, crf_text_get (form->title, language),
                       question->scope == CRF_FORMS_SAFETY);
        }
    }
}

/* One line; of a form that repeats one for each repeat that there is. */
static void
list_form (GPtrArray      *lines,
           CrfSession     *session,
           const char     *subject,
           const CrfVisit *visit,
           const CrfForm  *form)
{
  CrfTarget target = { .subject = (char *) subject, .event = (char *) visit->event->oid,
                       .eventkey = visit->eventkey != NULL ? visit->eventkey : visit->event->repeating ? NULL : (char *) "1",
                       .form = (char *) form->oid, .formkey = (char *) "1" };
  g_autoptr (GPtrArray) repeats = form->repeating ? crf_reader_repeats (session, &target, NULL) : NULL;
  guint n = form->repeating ? (repeats != NULL ? repeats->len : 0) : 1;

  for (guint i = 0; i < n; i++)
    {
      CrfFormState *state;

      if (form->repeating)
        target.formkey = ((CrfRepeat *) g_ptr_array_index (repeats, i))->formkey;
      state = crf_reader_form_line (session, &target);
      if (state != NULL)
        add_line (lines)->state = state;
    }
}

static void
list_visits (GPtrArray    *lines,
             CrfSession   *session,
             ListQuestion *question,
             GCancellable *cancellable)
{
  g_autoptr (GPtrArray) visits = crf_reader_visits (session, question->subject, NULL);
  const char *language = crf_session_get_language (session);

  for (guint i = 0; visits != NULL && i < visits->len && !g_cancellable_is_cancelled (cancellable); i++)
    {
      const CrfVisit *visit = g_ptr_array_index (visits, i);

      add_line (lines)->heading = visit->event->repeating && visit->ordinal > 0
                                    ? g_strdup_printf ("%s %d", crf_text_get (visit->event->title, language), visit->ordinal)
                                    : g_strdup (crf_text_get (visit->event->title, language));
      for (guint j = 0; j < visit->event->forms->len; j++)
        list_form (lines, session, question->subject, visit, g_ptr_array_index (visit->event->forms, j));
    }
}

static gpointer
list_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  ListQuestion *question = data;
  GPtrArray *lines;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  lines = g_ptr_array_new_with_free_func (line_free);
  if (question->scope == CRF_FORMS_SAFETY)
    add_line (lines)->overview = TRUE;
  if (question->scope == CRF_FORMS_RECORD)
    list_visits (lines, session, question, cancellable);
  list_common (lines, session, question);
  return lines;
}

/* ── The list ── */

static gboolean
is_shown (CrfFormsTab     *self,
          const CrfTarget *target)
{
  const CrfTarget *shown = crf_form_editor_get_target (self->editor);

  return shown != NULL && gtk_stack_get_visible_child (self->stack) == GTK_WIDGET (self->editor)
         && g_strcmp0 (shown->event, target->event) == 0 && g_strcmp0 (shown->eventkey, target->eventkey) == 0
         && g_strcmp0 (shown->form, target->form) == 0 && g_strcmp0 (shown->formkey, target->formkey) == 0;
}

static void
show_heading (GtkListBoxRow *row,
              GtkListBoxRow *before,
              gpointer       data)
{
  const char *heading = crf_form_item_get_heading (CRF_FORM_ITEM (row));
  GtkWidget *label;

  if (heading == NULL || gtk_list_box_row_get_header (row) != NULL)
    return;
  label = gtk_label_new (heading);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "forms-heading");
  gtk_list_box_row_set_header (row, label);
}

static GtkWidget *
new_item (CrfFormsTab *self,
          const Line  *line)
{
  const char *language = crf_writer_get_language (self->writer);

  if (line->overview)
    return crf_form_item_new_overview ();
  if (line->add != NULL)
    return crf_form_item_new_add (crf_text_get (line->add->title, language), line->add->kind);
  return crf_form_item_new (line->state, NULL, language);
}

static void
on_listed (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (CrfFormsTab) self = crf_weak_take (user_data);
  g_autoptr (GPtrArray) lines = crf_writer_run_finish (CRF_WRITER (source), result, NULL);
  const char *heading = NULL;
  gboolean may_add;
  GtkWidget *child;

  if (self == NULL || self->list == NULL || lines == NULL)
    return;
  may_add = crf_writer_permitted (self->writer, "add-form", NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
  for (guint i = 0; i < lines->len; i++)
    {
      const Line *line = g_ptr_array_index (lines, i);
      GtkWidget *item;

      if (line->add != NULL && !may_add)
        continue;
      if (line->heading != NULL)
        {
          heading = line->heading;
          continue;
        }
      item = new_item (self, line);
      crf_form_item_set_heading (CRF_FORM_ITEM (item), g_steal_pointer (&heading));
      gtk_list_box_append (self->list, item);
      if (line->overview && gtk_stack_get_visible_child (self->stack) == GTK_WIDGET (self->overview))
        gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (item));
      if (line->state != NULL && is_shown (self, line->state->target))
        gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (item));
    }
}

static void
fill (CrfFormsTab *self)
{
  ListQuestion *question = g_new0 (ListQuestion, 1);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  question->subject = g_strdup (self->subject);
  question->scope = self->scope;
  crf_writer_run_async (self->writer, list_job, question, list_question_free, (GDestroyNotify) g_ptr_array_unref, self->reading,
                        on_listed, crf_weak_new (self));
}

/* ── Opening and adding ── */

static void
open_form (CrfFormsTab     *self,
           const CrfTarget *target)
{
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->editor));
  crf_form_editor_open (self->editor, target, NULL);
}

static void
on_added (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (CrfFormsTab) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) outcome = crf_asking_conduct_finish (result, &error);
  CrfTarget target = { 0 };

  if (self == NULL || self->list == NULL || !crf_refusal_bar_take_outcome (self->bar, outcome, error))
    return;
  target.subject = self->subject;
  target.event = g_hash_table_lookup (outcome->results, "event");
  target.eventkey = g_hash_table_lookup (outcome->results, "eventkey");
  target.form = g_hash_table_lookup (outcome->results, "form");
  target.formkey = g_hash_table_lookup (outcome->results, "formkey");
  open_form (self, &target);
  crf_form_editor_focus_item (self->editor, NULL, NULL);
  fill (self);
}

static void
add_form (CrfFormsTab *self,
          const char  *kind)
{
  const CrfForm *form = crf_study_find_form_by_kind (crf_writer_get_study (self->writer), kind);
  g_autoptr (CrfTarget) target = crf_read_target_for (self->writer, self->subject, kind, NULL);

  if (form == NULL)
    return;
  crf_form_editor_leave (self->editor);
  crf_refusal_bar_clear (self->bar);
  crf_asking_conduct_async (GTK_WIDGET (self), self->writer, "add-form", self->subject,
                            crf_arguments_new ("form", form->oid, "event", target != NULL ? target->event : NULL, NULL),
                            on_added, crf_weak_new (self));
}

/* What stands where no form is open. */
static void
show_nothing (CrfFormsTab *self)
{
  if (self->scope != CRF_FORMS_SAFETY)
    {
      gtk_stack_set_visible_child_name (self->stack, "empty");
      return;
    }
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->overview));
  crf_safety_pane_show (self->overview, self->subject);
}

static void
on_overview_open (CrfFormsTab     *self,
                  const CrfTarget *target)
{
  open_form (self, target);
  fill (self);
}

static void
on_row_activated (CrfFormsTab *self,
                  CrfFormItem *item)
{
  const CrfTarget *target = crf_form_item_get_target (item);
  const char *kind = crf_form_item_get_add (item);

  if (g_strcmp0 (kind, "overview") == 0)
    {
      crf_form_editor_leave (self->editor);
      show_nothing (self);
    }
  else if (kind != NULL)
    add_form (self, kind);
  else if (target != NULL && !is_shown (self, target))
    open_form (self, target);
}

/* ── CrfPatientTab ── */

static void
crf_forms_tab_set_writer (CrfPatientTab *tab,
                          CrfWriter     *writer)
{
  CrfFormsTab *self = CRF_FORMS_TAB (tab);

  g_set_object (&self->writer, writer);
  crf_form_editor_set_writer (self->editor, writer);
  crf_safety_pane_set_writer (self->overview, writer);
  crf_casebook_box_set_writer (self->casebook, writer);
  gtk_widget_set_visible (GTK_WIDGET (self->casebook), self->scope == CRF_FORMS_RECORD);
}

static void
crf_forms_tab_open (CrfPatientTab   *tab,
                    const char      *subject,
                    const CrfTarget *target)
{
  CrfFormsTab *self = CRF_FORMS_TAB (tab);
  gboolean same = g_strcmp0 (subject, self->subject) == 0;

  if (!same)
    crf_form_editor_leave (self->editor);
  g_free (self->subject);
  self->subject = g_strdup (subject);
  crf_casebook_box_set_subject (self->casebook, subject);
  if (!same)
    show_nothing (self);
  crf_refusal_bar_clear (self->bar);
  if (target != NULL && target->form != NULL)
    {
      open_form (self, target);
      if (target->item != NULL)
        crf_form_editor_focus_item (self->editor, target->item, target->groupkey);
    }
  else if (same && gtk_stack_get_visible_child (self->stack) == GTK_WIDGET (self->overview))
    crf_safety_pane_show (self->overview, self->subject);
  else if (same)
    crf_form_editor_refresh (self->editor);
  fill (self);
}

static void
crf_forms_tab_refresh (CrfPatientTab *tab)
{
  CrfFormsTab *self = CRF_FORMS_TAB (tab);

  if (self->subject == NULL)
    return;
  if (gtk_stack_get_visible_child (self->stack) == GTK_WIDGET (self->overview))
    crf_safety_pane_show (self->overview, self->subject);
  fill (self);
}

static void
crf_forms_tab_leave (CrfPatientTab *tab)
{
  crf_form_editor_leave (CRF_FORMS_TAB (tab)->editor);
}

static const CrfTarget *
crf_forms_tab_get_target (CrfPatientTab *tab)
{
  CrfFormsTab *self = CRF_FORMS_TAB (tab);

  return gtk_stack_get_visible_child (self->stack) == GTK_WIDGET (self->editor) ? crf_form_editor_get_target (self->editor)
                                                                                 : NULL;
}

static void
patient_tab_init (CrfPatientTabInterface *iface)
{
  iface->get_target = crf_forms_tab_get_target;
  iface->set_writer = crf_forms_tab_set_writer;
  iface->open = crf_forms_tab_open;
  iface->refresh = crf_forms_tab_refresh;
  iface->leave = crf_forms_tab_leave;
}

/* ── Class ── */

static void
crf_forms_tab_dispose (GObject *object)
{
  CrfFormsTab *self = CRF_FORMS_TAB (object);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_object (&self->writer);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRF_TYPE_FORMS_TAB);
  G_OBJECT_CLASS (crf_forms_tab_parent_class)->dispose (object);
}

static void
crf_forms_tab_finalize (GObject *object)
{
  g_free (CRF_FORMS_TAB (object)->subject);
  G_OBJECT_CLASS (crf_forms_tab_parent_class)->finalize (object);
}

static void
crf_forms_tab_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  if (prop_id == PROP_SCOPE)
    g_value_set_enum (value, CRF_FORMS_TAB (object)->scope);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
crf_forms_tab_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  if (prop_id == PROP_SCOPE)
    CRF_FORMS_TAB (object)->scope = (CrfFormsScope) g_value_get_enum (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
crf_forms_tab_class_init (CrfFormsTabClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crf_forms_tab_dispose;
  object_class->finalize = crf_forms_tab_finalize;
  object_class->get_property = crf_forms_tab_get_property;
  object_class->set_property = crf_forms_tab_set_property;

  properties[PROP_SCOPE] = g_param_spec_enum ("scope", NULL, NULL, CRF_TYPE_FORMS_SCOPE, CRF_FORMS_RECORD,
                                              G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (CRF_TYPE_CASEBOOK_BOX);
  g_type_ensure (CRF_TYPE_FORM_EDITOR);
  g_type_ensure (CRF_TYPE_REFUSAL_BAR);
  g_type_ensure (CRF_TYPE_TAB_STOP);
  g_type_ensure (CRF_TYPE_SAFETY_PANE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/stemward/Stemward/patient/crf-forms-tab.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfFormsTab, list);
  gtk_widget_class_bind_template_child (widget_class, CrfFormsTab, bar);
  gtk_widget_class_bind_template_child (widget_class, CrfFormsTab, stack);
  gtk_widget_class_bind_template_child (widget_class, CrfFormsTab, editor);
  gtk_widget_class_bind_template_child (widget_class, CrfFormsTab, overview);
  gtk_widget_class_bind_template_child (widget_class, CrfFormsTab, casebook);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
crf_forms_tab_init (CrfFormsTab *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_header_func (self->list, show_heading, NULL, NULL);
  gtk_stack_set_visible_child_name (self->stack, "empty");
  g_signal_connect_swapped (self->overview, "open", G_CALLBACK (on_overview_open), self);
}
