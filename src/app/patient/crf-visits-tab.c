/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The list shows all visits, and under the chosen one its forms where there are several. Lines are made anew when the visit or the schedule
 * changes: there are some twenty. */

#include "crf-visits-tab.h"

#include <glib/gi18n-lib.h>

#include "crf-asking.h"
#include "crf-form-editor.h"
#include "crf-patient-reads.h"
#include "crf-patient-tab.h"
#include "crf-refusal-bar.h"
#include "crf-reveal.h"
#include "crf-schedule-row.h"
#include "crf-tab-stop.h"
#include "crf-weak.h"

struct _CrfVisitsTab
{
  AdwBin parent_instance;

  /* Template children */
  GtkListBox *list;
  GtkButton *unscheduled;
  CrfRefusalBar *bar;
  CrfFormEditor *editor;
  GtkStack *stack;

  /* Owned */
  CrfWriter *writer;
  char *subject;
  GPtrArray *visits;     /* CrfVisit */
  GCancellable *reading; /* the states of the forms shown */
  int chosen;            /* visit whose forms are listed; -1: none */
  gboolean filling;
};

enum
{
  SIGNAL_ELSEWHERE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void patient_tab_init (CrfPatientTabInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CrfVisitsTab, crf_visits_tab, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (CRF_TYPE_PATIENT_TAB, patient_tab_init))

static CrfVisit *
visit_at (CrfVisitsTab *self,
          guint         position)
{
  return self->visits != NULL && position < self->visits->len ? g_ptr_array_index (self->visits, position) : NULL;
}

/* Forms with a page that knows more than fields. */
static const char *
tab_of (const CrfForm *form)
{
  if (g_strcmp0 (form->kind, "eligibility") == 0)
    return "eligibility";
  if (g_strcmp0 (form->kind, "infusion") == 0)
    return "infusions";
  return NULL;
}

static CrfTarget *
target_of (CrfVisitsTab   *self,
           const CrfVisit *visit,
           const CrfForm  *form)
{
  CrfTarget target = { 0 };

  target.subject = self->subject;
  target.event = (char *) visit->event->oid;
  target.eventkey = visit->eventkey != NULL ? visit->eventkey : visit->event->repeating ? NULL : (char *) "1";
  target.form = (char *) form->oid;
  target.formkey = form->repeating ? NULL : (char *) "1";
  return crf_target_copy (&target);
}

/* ── The list ── */

static gboolean
is_shown (CrfVisitsTab   *self,
          const CrfVisit *visit,
          const CrfForm  *form,
          const char     *formkey)
{
  const CrfTarget *target = crf_form_editor_get_target (self->editor);

  if (target == NULL || gtk_stack_get_visible_child (self->stack) != GTK_WIDGET (self->editor)
      || g_strcmp0 (target->event, visit->event->oid) != 0)
    return FALSE;
  if (visit->event->repeating && g_strcmp0 (target->eventkey, visit->eventkey) != 0)
    return FALSE;
  return form == NULL || (g_strcmp0 (target->form, form->oid) == 0 && (formkey == NULL || g_strcmp0 (target->formkey, formkey) == 0));
}

static void
show_line (CrfVisitsTab      *self,
           CrfScheduleRow    *row,
           const CrfFormLine *line)
{
  const CrfVisit *visit = visit_at (self, crf_schedule_row_get_visit (row));

  crf_schedule_row_set_state (row, line->state);
  if (line->form->repeating && visit != NULL && is_shown (self, visit, line->form, line->formkey))
    gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (row));
}

/* The repeats that there are come before the line that adds one. */
static void
insert_repeats (CrfVisitsTab    *self,
                CrfScheduleRow  *add,
                const GPtrArray *lines,
                guint           *next)
{
  const CrfForm *form = crf_schedule_row_get_form (add);

  for (; *next < lines->len; (*next)++)
    {
      const CrfFormLine *line = g_ptr_array_index (lines, *next);
      GtkWidget *row;

      if (line->form != form)
        break;
      row = crf_schedule_row_new_repeat (form, line->formkey, line->ordinal, crf_schedule_row_get_visit (add),
                                         crf_writer_get_language (self->writer));
      gtk_list_box_insert (self->list, row, gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (add)));
      show_line (self, CRF_SCHEDULE_ROW (row), line);
    }
  gtk_widget_set_visible (GTK_WIDGET (add), crf_writer_permitted (self->writer, "add-form", NULL));
}

static void
on_states_read (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (CrfVisitsTab) self = crf_weak_take (user_data);
  g_autoptr (GPtrArray) lines = crf_read_states_finish (CRF_WRITER (source), result, NULL);
  guint n = 0;

  if (self == NULL || lines == NULL || self->list == NULL)
    return;
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->list)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      CrfScheduleRow *row = CRF_IS_SCHEDULE_ROW (child) ? CRF_SCHEDULE_ROW (child) : NULL;

      if (row == NULL || crf_schedule_row_get_form (row) == NULL || crf_schedule_row_get_formkey (row) != NULL)
        continue;
      if (crf_schedule_row_is_add (row))
        insert_repeats (self, row, lines, &n);
      else if (n < lines->len)
        show_line (self, row, g_ptr_array_index (lines, n++));
    }
}

static void
read_states (CrfVisitsTab *self)
{
  const CrfVisit *visit = self->chosen >= 0 ? visit_at (self, (guint) self->chosen) : NULL;
  g_autoptr (CrfTarget) target = NULL;

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  if (visit == NULL || visit->event->forms->len < 2)
    return;
  target = target_of (self, visit, g_ptr_array_index (visit->event->forms, 0));
  self->reading = g_cancellable_new ();
  crf_read_states_async (self->writer, target, visit->event->forms, self->reading, on_states_read, crf_weak_new (self));
}

static void
add_form_rows (CrfVisitsTab   *self,
               const CrfVisit *visit,
               guint           position)
{
  const char *language = crf_writer_get_language (self->writer);

  for (guint i = 0; i < visit->event->forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (visit->event->forms, i);
      GtkWidget *row = form->repeating ? crf_schedule_row_new_add (form, position, language) : crf_schedule_row_new_form (form, position, language);

      gtk_list_box_append (self->list, row);
      if (!form->repeating && is_shown (self, visit, form, NULL))
        gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (row));
    }
}

static void
fill (CrfVisitsTab *self)
{
  g_autofree char *today = crf_writer_dup_today (self->writer);
  const char *language = crf_writer_get_language (self->writer);
  gboolean had_focus = crf_has_focus (GTK_WIDGET (self->list));
  GtkWidget *child, *chosen = NULL;

  self->filling = TRUE;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
  for (guint i = 0; self->visits != NULL && i < self->visits->len; i++)
    {
      const CrfVisit *visit = g_ptr_array_index (self->visits, i);
      GtkWidget *row = crf_schedule_row_new_visit (visit, i, today, language);

      gtk_list_box_append (self->list, row);
      if (self->chosen != (int) i)
        continue;
      chosen = row;
      if (visit->event->forms->len > 1)
        add_form_rows (self, visit, i);
      else
        gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (row));
    }
  self->filling = FALSE;
  /* Who chose with the keyboard goes on from there. */
  if (had_focus && chosen != NULL)
    gtk_widget_grab_focus (gtk_list_box_get_selected_row (self->list) != NULL ? GTK_WIDGET (gtk_list_box_get_selected_row (self->list)) : chosen);
  read_states (self);
}

static gboolean
read_visits (CrfVisitsTab *self)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *visits = crf_read_visits (self->writer, self->subject, &error);

  if (visits == NULL)
    {
      crf_refusal_bar_show_error (self->bar, error);
      return FALSE;
    }
  g_clear_pointer (&self->visits, g_ptr_array_unref);
  self->visits = visits;
  return TRUE;
}

/* ── Choosing ── */

/* The form a visit opens with: one that stands on its own page comes last. */
static const CrfForm *
first_form (const CrfVisit *visit)
{
  const CrfForm *first = NULL;

  for (guint i = 0; i < visit->event->forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (visit->event->forms, i);

      if (tab_of (form) != NULL)
        continue;
      /* The visit's own form is what people come for. */
      if (g_strcmp0 (form->kind, "visit") == 0)
        return form;
      if (first == NULL)
        first = form;
    }
  return first;
}

/* Of a form that repeats, the first there is; NULL: none. */
static char *
first_repeat (CrfVisitsTab    *self,
              const CrfTarget *target)
{
  g_autoptr (GPtrArray) repeats = crf_read_repeats (self->writer, target, NULL);

  return repeats != NULL && repeats->len > 0 ? g_strdup (((CrfRepeat *) g_ptr_array_index (repeats, 0))->formkey) : NULL;
}

static void
open_form (CrfVisitsTab  *self,
           guint          position,
           const CrfForm *form,
           const char    *formkey)
{
  const CrfVisit *visit = visit_at (self, position);
  g_autoptr (CrfTarget) target = NULL;

  if (visit == NULL || form == NULL)
    return;
  target = target_of (self, visit, form);
  if (formkey != NULL && (!form->repeating || strcmp (formkey, "new") != 0))
    {
      g_free (target->formkey);
      target->formkey = g_strdup (formkey);
    }
  else if (form->repeating)
    target->formkey = first_repeat (self, target);
  if (tab_of (form) != NULL)
    {
      g_signal_emit (self, signals[SIGNAL_ELSEWHERE], 0, tab_of (form), target);
      return;
    }
  self->chosen = (int) position;
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->editor));
  crf_form_editor_open (self->editor, target, visit);
  fill (self);
}

/* A form that was asked for and is not finished: the cursor goes where the next value goes. */
static void
start_typing (CrfVisitsTab *self)
{
  const CrfFormState *state = crf_form_view_get_state (crf_form_editor_get_view (self->editor));

  if (gtk_stack_get_visible_child (self->stack) == GTK_WIDGET (self->editor) && state != NULL && state->editable
      && (g_strcmp0 (state->state, "empty") == 0 || g_strcmp0 (state->state, "started") == 0))
    crf_form_editor_focus_item (self->editor, NULL, NULL);
}

static void on_form_added (GObject *source, GAsyncResult *result, gpointer user_data);

/* Another repeat of a form of the visit: a further sample, another image. */
static void
add_form (CrfVisitsTab   *self,
          const CrfVisit *visit,
          const CrfForm  *form)
{
  g_autoptr (CrfTarget) target = target_of (self, visit, form);

  crf_form_editor_leave (self->editor);
  crf_asking_conduct_async (GTK_WIDGET (self), self->writer, "add-form", self->subject,
                            crf_arguments_new ("event", target->event, "eventkey", target->eventkey, "form", target->form, NULL),
                            on_form_added, crf_weak_new (self));
}

static void
on_row_activated (CrfVisitsTab   *self,
                  CrfScheduleRow *row)
{
  guint position = crf_schedule_row_get_visit (row);
  const CrfForm *form = crf_schedule_row_get_form (row);
  const CrfVisit *visit = visit_at (self, position);

  if (self->filling || visit == NULL)
    return;
  if (crf_schedule_row_is_add (row))
    {
      add_form (self, visit, form);
      return;
    }
  open_form (self, position, form != NULL ? form : first_form (visit), crf_schedule_row_get_formkey (row));
  start_typing (self);
}

/* What a person most probably came for: what is open or begun, else the next, else the last. */
static int
visit_to_open (CrfVisitsTab *self)
{
  static const CrfVisitState order[] = { CRF_VISIT_STARTED, CRF_VISIT_OPEN, CRF_VISIT_LATE, CRF_VISIT_UPCOMING };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    for (guint j = 0; j < self->visits->len; j++)
      {
        const CrfVisit *visit = g_ptr_array_index (self->visits, j);

        if (visit->state == order[i] && first_form (visit) != NULL && visit->event->type == CRF_EVENT_SCHEDULED)
          return (int) j;
      }
  return self->visits->len > 0 ? 0 : -1;
}

static int
find_visit (CrfVisitsTab    *self,
            const CrfTarget *target)
{
  for (guint i = 0; i < self->visits->len; i++)
    {
      const CrfVisit *visit = g_ptr_array_index (self->visits, i);

      if (g_strcmp0 (visit->event->oid, target->event) == 0
          && (target->eventkey == NULL || visit->eventkey == NULL || g_strcmp0 (visit->eventkey, target->eventkey) == 0))
        return (int) i;
    }
  return -1;
}

static const CrfForm *
find_form (const CrfVisit *visit,
           const char     *oid)
{
  for (guint i = 0; oid != NULL && i < visit->event->forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (visit->event->forms, i);

      if (g_str_equal (form->oid, oid))
        return form;
    }
  return first_form (visit);
}

static void
open_target (CrfVisitsTab    *self,
             const CrfTarget *target)
{
  int position = target != NULL && target->event != NULL ? find_visit (self, target) : visit_to_open (self);
  const CrfVisit *visit = position >= 0 ? visit_at (self, (guint) position) : NULL;

  if (visit == NULL)
    {
      gtk_stack_set_visible_child_name (self->stack, "empty");
      fill (self);
      return;
    }
  open_form (self, (guint) position, find_form (visit, target != NULL ? target->form : NULL),
             target != NULL ? target->formkey : NULL);
  if (target != NULL && target->item != NULL)
    crf_form_editor_focus_item (self->editor, target->item, target->groupkey);
  else if (target != NULL)
    start_typing (self);
}

/* ── Unscheduled visits ── */

static const CrfEvent *
find_unscheduled (CrfVisitsTab *self)
{
  const GPtrArray *events = crf_study_get_events (crf_writer_get_study (self->writer));

  for (guint i = 0; i < events->len; i++)
    {
      const CrfEvent *event = g_ptr_array_index (events, i);

      if (event->type == CRF_EVENT_UNSCHEDULED && event->forms->len > 0)
        return event;
    }
  return NULL;
}

static void
on_form_added (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (CrfVisitsTab) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) outcome = crf_asking_conduct_finish (result, &error);
  CrfTarget target = { 0 };

  if (self == NULL || self->list == NULL)
    return;
  if (!crf_refusal_bar_take_outcome (self->bar, outcome, error) || !read_visits (self))
    return;
  target.event = g_hash_table_lookup (outcome->results, "event");
  target.eventkey = g_hash_table_lookup (outcome->results, "eventkey");
  target.form = g_hash_table_lookup (outcome->results, "form");
  target.formkey = g_hash_table_lookup (outcome->results, "formkey");
  open_target (self, &target);
  crf_form_editor_focus_item (self->editor, NULL, NULL);
}

static void
on_unscheduled_clicked (CrfVisitsTab *self)
{
  const CrfEvent *event = find_unscheduled (self);
  const CrfForm *form;

  if (event == NULL)
    return;
  form = g_ptr_array_index (event->forms, 0);
  crf_form_editor_leave (self->editor);
  crf_asking_conduct_async (GTK_WIDGET (self), self->writer, "add-form", self->subject,
                            crf_arguments_new ("event", event->oid, "eventkey", "new", "form", form->oid, NULL),
                            on_form_added, crf_weak_new (self));
}

/* ── CrfPatientTab ── */

static void
crf_visits_tab_set_writer (CrfPatientTab *tab,
                           CrfWriter     *writer)
{
  CrfVisitsTab *self = CRF_VISITS_TAB (tab);

  g_set_object (&self->writer, writer);
  crf_form_editor_set_writer (self->editor, writer);
}

static void
crf_visits_tab_open (CrfPatientTab   *tab,
                     const char      *subject,
                     const CrfTarget *target)
{
  CrfVisitsTab *self = CRF_VISITS_TAB (tab);
  gboolean same = g_strcmp0 (subject, self->subject) == 0;

  if (!same)
    crf_form_editor_leave (self->editor);
  g_free (self->subject);
  self->subject = g_strdup (subject);
  crf_refusal_bar_clear (self->bar);
  if (!same)
    self->chosen = -1;
  gtk_widget_set_visible (GTK_WIDGET (self->unscheduled),
                          find_unscheduled (self) != NULL && crf_writer_permitted (self->writer, "add-form", NULL));
  if (!read_visits (self))
    return;
  /* The same patient without a wish: what was open stays open. */
  if (same && target == NULL && self->chosen >= 0)
    {
      fill (self);
      crf_form_editor_refresh (self->editor);
    }
  else
    open_target (self, target);
}

static void
crf_visits_tab_refresh (CrfPatientTab *tab)
{
  CrfVisitsTab *self = CRF_VISITS_TAB (tab);
  const CrfVisit *visit;

  if (self->subject == NULL || !read_visits (self))
    return;
  fill (self);
  visit = self->chosen >= 0 ? visit_at (self, (guint) self->chosen) : NULL;
  if (visit != NULL)
    crf_form_view_set_visit (crf_form_editor_get_view (self->editor), visit, crf_writer_get_language (self->writer));
}

static void
crf_visits_tab_leave (CrfPatientTab *tab)
{
  crf_form_editor_leave (CRF_VISITS_TAB (tab)->editor);
}

static const CrfTarget *
crf_visits_tab_get_target (CrfPatientTab *tab)
{
  CrfVisitsTab *self = CRF_VISITS_TAB (tab);

  return gtk_stack_get_visible_child (self->stack) == GTK_WIDGET (self->editor) ? crf_form_editor_get_target (self->editor)
                                                                                 : NULL;
}

static void
patient_tab_init (CrfPatientTabInterface *iface)
{
  iface->get_target = crf_visits_tab_get_target;
  iface->set_writer = crf_visits_tab_set_writer;
  iface->open = crf_visits_tab_open;
  iface->refresh = crf_visits_tab_refresh;
  iface->leave = crf_visits_tab_leave;
}

/* ── Class ── */

static void
crf_visits_tab_dispose (GObject *object)
{
  CrfVisitsTab *self = CRF_VISITS_TAB (object);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_object (&self->writer);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRF_TYPE_VISITS_TAB);
  G_OBJECT_CLASS (crf_visits_tab_parent_class)->dispose (object);
}

static void
crf_visits_tab_finalize (GObject *object)
{
  CrfVisitsTab *self = CRF_VISITS_TAB (object);

  g_free (self->subject);
  g_clear_pointer (&self->visits, g_ptr_array_unref);
  G_OBJECT_CLASS (crf_visits_tab_parent_class)->finalize (object);
}

static void
crf_visits_tab_class_init (CrfVisitsTabClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crf_visits_tab_dispose;
  object_class->finalize = crf_visits_tab_finalize;

  signals[SIGNAL_ELSEWHERE] = g_signal_new ("elsewhere", CRF_TYPE_VISITS_TAB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_POINTER);

  g_type_ensure (CRF_TYPE_FORM_EDITOR);
  g_type_ensure (CRF_TYPE_REFUSAL_BAR);
  g_type_ensure (CRF_TYPE_TAB_STOP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/stemward/Stemward/patient/crf-visits-tab.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfVisitsTab, list);
  gtk_widget_class_bind_template_child (widget_class, CrfVisitsTab, unscheduled);
  gtk_widget_class_bind_template_child (widget_class, CrfVisitsTab, bar);
  gtk_widget_class_bind_template_child (widget_class, CrfVisitsTab, editor);
  gtk_widget_class_bind_template_child (widget_class, CrfVisitsTab, stack);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_unscheduled_clicked);
}

static void
crf_visits_tab_init (CrfVisitsTab *self)
{
  self->chosen = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
}
