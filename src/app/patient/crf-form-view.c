/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The head shows the visit's date in line; sections are built at once as far as the window shows them, the rest when those are on screen. So are
 * the widgets of the form that was shown before taken apart only then. */

#include "crf-form-view.h"

#include <glib/gi18n-lib.h>

#include "crf-chip.h"
#include "crf-day.h"
#include "crf-form-section.h"
#include "crf-score-strip.h"
#include "crf-wrap-box.h"
#include "crf-reveal.h"

#define VISIT_DATE "visit.date"
#define PAGE_LETTERS "cufv" /* Complete form, Unscheduled visit, Finish second entry, Verify */
/* A window that has no size yet is taken to show this many, and none shows fewer. */
#define ROWS_AT_ONCE 24
#define LOWEST_ROW 28
#define TYPING_PAUSE_MS 160

struct _CrfFormView
{
  GtkBox parent_instance;

  /* Template children */
  GtkLabel *heading;
  GtkLabel *signature;
  GtkLabel *window;
  GtkBox *date_slot;
  CrfChip *position;
  CrfChip *state_chip;
  GtkButton *missing;
  GtkBox *switch_slot;
  GtkButton *complete;
  GtkWidget *verify;
  GtkWidget *finish;
  GtkBox *lone_rows;
  GtkToggleButton *second;
  GtkScrolledWindow *scroller;
  GtkBox *sections_box;
  CrfScoreStrip *strip;

  /* Owned */
  CrfFormState *state;
  GPtrArray *sections; /* CrfFormSection, borrowed from the box */
  GPtrArray *rows;     /* CrfFieldRow, borrowed */
  CrfFieldRow *date_row;
  char *language;
  char *visit_title;
  GString *letters;    /* mnemonics in use */
  gboolean is_second;  /* shown for second entry, blind to the first */
  guint built;         /* sections of the state that have widgets */
  guint build_id;
  GPtrArray *gone;     /* sections and rows of the form before */
  guint gone_id;
  guint typing_id;
  CrfFieldRow *typing; /* borrowed; one of rows */
};

enum
{
  SIGNAL_STORE,
  SIGNAL_TYPING,
  SIGNAL_HISTORY,
  SIGNAL_QUERY,
  SIGNAL_VERIFY,
  SIGNAL_DECIDE,
  SIGNAL_COMPLETE,
  SIGNAL_SECOND,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrfFormView, crf_form_view, GTK_TYPE_BOX)

/* ── Rows speak ── */

static void
on_row_store (CrfFormView *self,
              CrfFieldRow *row)
{
  g_signal_emit (self, signals[SIGNAL_STORE], 0, row);
}

static void
on_row_history (CrfFormView *self,
                CrfFieldRow *row)
{
  g_signal_emit (self, signals[SIGNAL_HISTORY], 0, row);
}

static void
on_row_verify (CrfFormView *self,
                CrfFieldRow *row)
{
  g_signal_emit (self, signals[SIGNAL_VERIFY], 0, row);
}

static void
on_row_decide (CrfFormView *self,
                CrfFieldRow *row)
{
  g_signal_emit (self, signals[SIGNAL_DECIDE], 0, row);
}

static void
on_second_toggled (CrfFormView *self)
{
  /* Set by the view itself when another form is shown. */
  if (self->is_second == gtk_toggle_button_get_active (self->second))
    return;
  self->is_second = gtk_toggle_button_get_active (self->second);
  g_signal_emit (self, signals[SIGNAL_SECOND], 0);
}

static void
on_row_query (CrfFormView *self,
              CrfFieldRow *row)
{
  g_signal_emit (self, signals[SIGNAL_QUERY], 0, row);
}

static gboolean
on_typing_paused (gpointer data)
{
  CrfFormView *self = CRF_FORM_VIEW (data);

  self->typing_id = 0;
  if (self->typing != NULL)
    g_signal_emit (self, signals[SIGNAL_TYPING], 0, self->typing);
  return G_SOURCE_REMOVE;
}

static void
on_row_typed (CrfFormView *self,
              CrfFieldRow *row)
{
  g_clear_handle_id (&self->typing_id, g_source_remove);
  self->typing = row;
  self->typing_id = g_timeout_add (TYPING_PAUSE_MS, on_typing_paused, self);
}

static gboolean
takes_focus (CrfFieldRow *row)
{
  const CrfFieldState *field = crf_field_row_get_state (row);

  return gtk_widget_get_visible (GTK_WIDGET (row)) && field->editable && !field->derived && !field->sealed;
}

/* What cannot be changed can be asked about all the same: in a form that is only read, Tab stops at every field, so that its history is one key away.
 * An entry takes the focus by itself. */
static void
let_read (CrfFormView *self,
          CrfFieldRow *row)
{
  GtkWidget *input = crf_field_row_get_input (row);
  gboolean takes_it = GTK_IS_EDITABLE (input) || GTK_IS_TEXT_VIEW (input);

  gtk_widget_set_focusable (GTK_WIDGET (row), !self->state->editable && !takes_it);
}

static void
on_row_next (CrfFormView *self,
             CrfFieldRow *row)
{
  guint position;

  if (!g_ptr_array_find (self->rows, row, &position))
    return;
  for (guint i = position + 1; i < self->rows->len; i++)
    if (takes_focus (g_ptr_array_index (self->rows, i)))
      {
        crf_field_row_take_focus (g_ptr_array_index (self->rows, i));
        return;
      }
  if (gtk_widget_get_visible (GTK_WIDGET (self->complete)))
    gtk_widget_grab_focus (GTK_WIDGET (self->complete));
}

/* Alt and a letter reach a field, as many as there are letters; what the page around uses is not theirs. */
static void
give_mnemonic (CrfFormView *self,
               CrfFieldRow *row)
{
  const CrfFieldState *field = crf_field_row_get_state (row);
  char letter = field->derived || field->sealed ? 0 : crf_field_row_find_mnemonic (row, self->letters->str);

  crf_field_row_set_mnemonic (row, letter);
  if (letter != 0)
    g_string_append_c (self->letters, letter);
}

static void
adopt_row (CrfFormView *self,
           CrfFieldRow *row)
{
  g_ptr_array_add (self->rows, row);
  give_mnemonic (self, row);
  let_read (self, row);
  g_signal_connect_object (row, "store", G_CALLBACK (on_row_store), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "typed", G_CALLBACK (on_row_typed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "next", G_CALLBACK (on_row_next), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "picked", G_CALLBACK (on_row_next), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "history", G_CALLBACK (on_row_history), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "verify", G_CALLBACK (on_row_verify), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "decide", G_CALLBACK (on_row_decide), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "query", G_CALLBACK (on_row_query), self, G_CONNECT_SWAPPED);
}

/* ── Building ── */

static void
build_section (CrfFormView *self)
{
  const CrfSectionState *section = g_ptr_array_index (self->state->sections, self->built++);
  GtkWidget *widget = crf_form_section_new (section, self->language, VISIT_DATE);
  GPtrArray *rows = crf_form_section_get_rows (CRF_FORM_SECTION (widget));

  for (guint i = 0; i < rows->len; i++)
    adopt_row (self, g_ptr_array_index (rows, i));
  g_ptr_array_add (self->sections, widget);
  gtk_box_append (self->sections_box, widget);
}

static gboolean
on_build_more (gpointer data)
{
  CrfFormView *self = CRF_FORM_VIEW (data);

  if (self->built < self->state->sections->len)
    build_section (self);
  if (self->built < self->state->sections->len)
    return G_SOURCE_CONTINUE;
  self->build_id = 0;
  return G_SOURCE_REMOVE;
}

/* As many as the scrolled window shows, whatever it is scrolled to. */
static guint
rows_at_once (CrfFormView *self)
{
  int height = gtk_widget_get_height (GTK_WIDGET (self->scroller));

  return MAX (ROWS_AT_ONCE, (guint) MAX (height, 0) / LOWEST_ROW);
}

static gboolean
on_take_apart (gpointer data)
{
  CrfFormView *self = CRF_FORM_VIEW (data);

  if (self->gone->len > 0)
    g_ptr_array_set_size (self->gone, (int) self->gone->len - 1);
  if (self->gone->len > 0)
    return G_SOURCE_CONTINUE;
  self->gone_id = 0;
  return G_SOURCE_REMOVE;
}

/* Its rows have let go of their state: they only wait to be finalised. */
static void
put_aside (CrfFormView *self,
           GtkBox      *box,
           GtkWidget   *child)
{
  g_ptr_array_add (self->gone, g_object_ref (child));
  gtk_box_remove (box, child);
  if (self->gone_id == 0)
    self->gone_id = g_idle_add_full (G_PRIORITY_LOW, on_take_apart, self, NULL);
}

static CrfFieldState *
find_visit_date (CrfFormState *state)
{
  for (guint i = 0; i < state->sections->len; i++)
    {
      const CrfSectionState *section = g_ptr_array_index (state->sections, i);

      for (guint j = 0; j < section->fields->len; j++)
        {
          CrfFieldState *field = g_ptr_array_index (section->fields, j);

          if (g_strcmp0 (field->item->concept, VISIT_DATE) == 0)
            return field;
        }
    }
  return NULL;
}

static void
clear (CrfFormView *self)
{
  GtkWidget *child;

  g_clear_handle_id (&self->build_id, g_source_remove);
  g_clear_handle_id (&self->typing_id, g_source_remove);
  self->typing = NULL;
  g_string_assign (self->letters, PAGE_LETTERS);
  for (guint i = 0; i < self->rows->len; i++)
    crf_field_row_let_go (g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->sections, 0);
  self->built = 0;
  self->date_row = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->sections_box))) != NULL)
    put_aside (self, self->sections_box, child);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->date_slot))) != NULL)
    put_aside (self, self->date_slot, child);
}

static void
build (CrfFormView *self)
{
  CrfFieldState *date = find_visit_date (self->state);

  if (date != NULL)
    {
      self->date_row = crf_field_row_new_for (date, self->language);
      crf_field_row_set_inline (self->date_row);
      gtk_box_append (self->date_slot, GTK_WIDGET (self->date_row));
      adopt_row (self, self->date_row);
    }
  while (self->built < self->state->sections->len && (self->built == 0 || self->rows->len < rows_at_once (self)))
    build_section (self);
  if (self->built < self->state->sections->len)
    self->build_id = g_idle_add (on_build_more, self);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

static gboolean
same_target (const CrfTarget *a,
             const CrfTarget *b)
{
  return g_strcmp0 (a->subject, b->subject) == 0 && g_strcmp0 (a->event, b->event) == 0
         && g_strcmp0 (a->eventkey, b->eventkey) == 0 && g_strcmp0 (a->form, b->form) == 0
         && (g_strcmp0 (a->formkey, b->formkey) == 0 || a->formkey == NULL);
}

/* Fills the widgets that are there with @state; FALSE if it is another form. */
static gboolean
pour (CrfFormView  *self,
      CrfFormState *state)
{
  CrfFieldState *date = find_visit_date (state);

  if (self->state == NULL || !same_target (self->state->target, state->target)
      || self->state->sections->len != state->sections->len || (date != NULL) != (self->date_row != NULL))
    return FALSE;
  if (date != NULL)
    crf_field_row_pour (self->date_row, date);
  for (guint i = 0; i < self->built; i++)
    if (!crf_form_section_pour (g_ptr_array_index (self->sections, i), g_ptr_array_index (state->sections, i)))
      return FALSE;
  return TRUE;
}

/* ── Head ── */

/* A repeat that only one of two entries has, and who can decide about it. */
static void
show_lone_rows (CrfFormView *self)
{
  const GPtrArray *rows = self->state->lone_rows;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->lone_rows))) != NULL)
    gtk_box_remove (self->lone_rows, child);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const CrfLoneRow *row = g_ptr_array_index (rows, i);
      GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *label = gtk_label_new (row->label), *button = gtk_button_new_with_label (_("Decide…"));

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_widget_set_hexpand (label, TRUE);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "form.decide-row");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(ssss)", row->target->formkey, row->target->group != NULL ? row->target->group : "",
                                        row->target->groupkey != NULL ? row->target->groupkey : "", row->label);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, row->label, -1);
      gtk_box_append (GTK_BOX (line), gtk_image_new_from_icon_name ("dialog-warning-symbolic"));
      gtk_box_append (GTK_BOX (line), label);
      gtk_box_append (GTK_BOX (line), button);
      gtk_box_append (self->lone_rows, line);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->lone_rows), rows != NULL);
}

static void
show_state (CrfFormView *self)
{
  const CrfFormState *state = self->state;
  gboolean open = g_strcmp0 (state->state, "empty") == 0 || g_strcmp0 (state->state, "started") == 0;
  g_autofree char *missing = NULL;
  g_autofree char *heading = NULL;

  /* The visit's own form is the visit; another one says which it is. */
  if (self->visit_title != NULL && state->form != NULL && g_strcmp0 (state->form->kind, "visit") != 0)
    heading = g_strdup_printf ("%s · %s", self->visit_title, state->title);
  gtk_label_set_label (self->heading, heading != NULL ? heading : self->visit_title != NULL ? self->visit_title : state->title != NULL ? state->title : "");
  if (state->signature_void)
    crf_chip_set (self->state_chip, CRF_CHIP_WARNING, "dialog-warning-symbolic", _("Signature void"));
  else if (open)
    crf_chip_set (self->state_chip, CRF_CHIP_NEUTRAL, NULL, NULL);
  else
    crf_chip_set (self->state_chip, CRF_CHIP_GOOD,
                  g_strcmp0 (state->state, "locked") == 0 || g_strcmp0 (state->state, "frozen") == 0 ? "changes-prevent-symbolic"
                                                                                                   : "object-select-symbolic",
                  state->state_label);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->state_chip), state->signature);
  gtk_label_set_label (self->signature, state->signature != NULL ? state->signature : "");
  gtk_widget_set_visible (GTK_WIDGET (self->signature), state->signature != NULL);
  missing = g_strdup_printf (ngettext ("%u missing", "%u missing", state->n_missing), state->n_missing);
  gtk_button_set_label (self->missing, missing);
  gtk_widget_set_visible (GTK_WIDGET (self->missing), state->n_missing > 0 && open);
  gtk_widget_set_visible (GTK_WIDGET (self->complete), open && state->editable && !self->is_second);
  gtk_widget_set_visible (GTK_WIDGET (self->second), state->double_entry);
  gtk_widget_set_visible (self->finish, self->is_second);
  gtk_widget_set_visible (self->verify, state->may_verify && !self->is_second);
  show_lone_rows (self);
  for (guint i = 0; i < self->rows->len; i++)
    let_read (self, g_ptr_array_index (self->rows, i));
  crf_score_strip_set_scores (self->strip, state->scores);
}

static void
on_missing_clicked (CrfFormView *self)
{
  guint start = 0;

  for (guint i = 0; i < self->rows->len; i++)
    if (crf_has_focus (g_ptr_array_index (self->rows, i)))
      start = i + 1;
  for (guint i = 0; i < self->rows->len; i++)
    {
      CrfFieldRow *row = g_ptr_array_index (self->rows, (start + i) % self->rows->len);
      const CrfFieldState *field = crf_field_row_get_state (row);

      if (takes_focus (row) && field->required && crf_value_is_empty (field->value))
        {
          crf_field_row_take_focus (row);
          return;
        }
    }
}

static void
on_complete_clicked (CrfFormView *self)
{
  crf_form_view_commit (self);
  g_signal_emit (self, signals[SIGNAL_COMPLETE], 0);
}

/* ── Class ── */

static void
crf_form_view_dispose (GObject *object)
{
  CrfFormView *self = CRF_FORM_VIEW (object);

  if (self->sections_box != NULL)
    clear (self);
  g_clear_handle_id (&self->gone_id, g_source_remove);
  g_ptr_array_set_size (self->gone, 0);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRF_TYPE_FORM_VIEW);
  G_OBJECT_CLASS (crf_form_view_parent_class)->dispose (object);
}

static void
crf_form_view_finalize (GObject *object)
{
  CrfFormView *self = CRF_FORM_VIEW (object);

  g_string_free (self->letters, TRUE);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->sections);
  g_ptr_array_unref (self->gone);
  g_clear_pointer (&self->state, crf_form_state_free);
  g_free (self->language);
  g_free (self->visit_title);
  G_OBJECT_CLASS (crf_form_view_parent_class)->finalize (object);
}

static void
crf_form_view_class_init (CrfFormViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  static const char *const names[] = { "store", "typing", "history", "query", "verify", "decide" };

  object_class->dispose = crf_form_view_dispose;
  object_class->finalize = crf_form_view_finalize;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    signals[i] = g_signal_new (names[i], CRF_TYPE_FORM_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                               CRF_TYPE_FIELD_ROW);
  signals[SIGNAL_SECOND] = g_signal_new ("second", CRF_TYPE_FORM_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_COMPLETE] = g_signal_new ("complete", CRF_TYPE_FORM_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 0);

  g_type_ensure (CRF_TYPE_WRAP_BOX);
  g_type_ensure (CRF_TYPE_CHIP);
  g_type_ensure (CRF_TYPE_SCORE_STRIP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/stemward/Stemward/patient/crf-form-view.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfFormView, heading);
  gtk_widget_class_bind_template_child (widget_class, CrfFormView, window);
  gtk_widget_class_bind_template_child (widget_class, CrfFormView, second);
  gtk_widget_class_bind_template_callback (widget_class, on_second_toggled);
  gtk_widget_class_bind_template_child (widget_class, CrfFormView, signature);
  gtk_widget_class_bind_template_child (widget_class, CrfFormView, date_slot);
  gtk_widget_class_bind_template_child (widget_class, CrfFormView, position);
  gtk_widget_class_bind_template_child (widget_class, CrfFormView, state_chip);
  gtk_widget_class_bind_template_child (widget_class, CrfFormView, missing);
  gtk_widget_class_bind_template_child (widget_class, CrfFormView, switch_slot);
  gtk_widget_class_bind_template_child (widget_class, CrfFormView, complete);
  gtk_widget_class_bind_template_child (widget_class, CrfFormView, verify);
  gtk_widget_class_bind_template_child (widget_class, CrfFormView, finish);
  gtk_widget_class_bind_template_child (widget_class, CrfFormView, lone_rows);
  gtk_widget_class_bind_template_child (widget_class, CrfFormView, scroller);
  gtk_widget_class_bind_template_child (widget_class, CrfFormView, sections_box);
  gtk_widget_class_bind_template_child (widget_class, CrfFormView, strip);
  gtk_widget_class_bind_template_callback (widget_class, on_missing_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_complete_clicked);
  gtk_widget_class_set_css_name (widget_class, "formview");
}

static void
crf_form_view_init (CrfFormView *self)
{
  self->letters = g_string_new (PAGE_LETTERS);
  self->rows = g_ptr_array_new ();
  self->sections = g_ptr_array_new ();
  self->gone = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
crf_form_view_new (void)
{
  return g_object_new (CRF_TYPE_FORM_VIEW, NULL);
}

void
crf_form_view_set_state (CrfFormView  *self,
                         CrfFormState *state,
                         const char   *language)
{
  CrfFormState *old;

  g_return_if_fail (CRF_IS_FORM_VIEW (self));
  g_return_if_fail (state != NULL);

  old = self->state;
  if (pour (self, state))
    self->state = state;
  else
    {
      clear (self);
      g_free (self->language);
      self->language = g_strdup (language);
      self->state = state;
      build (self);
    }
  /* The rows have let go of it. */
  g_clear_pointer (&old, crf_form_state_free);
  show_state (self);
}

const CrfFormState *
crf_form_view_get_state (CrfFormView *self)
{
  g_return_val_if_fail (CRF_IS_FORM_VIEW (self), NULL);

  return self->state;
}

static void
show_position (CrfFormView    *self,
               const CrfVisit *visit)
{
  g_autofree char *text = NULL;
  int days = ABS (visit->days_off);

  switch (visit->position)
    {
    case CRF_WINDOW_IN:
      crf_chip_set (self->position, CRF_CHIP_GOOD, "object-select-symbolic", _("in window"));
      break;
    case CRF_WINDOW_BEFORE:
      text = g_strdup_printf (ngettext ("%d day early", "%d days early", days), days);
      crf_chip_set (self->position, CRF_CHIP_WARNING, "dialog-warning-symbolic", text);
      break;
    case CRF_WINDOW_AFTER:
      text = g_strdup_printf (ngettext ("%d day late", "%d days late", days), days);
      crf_chip_set (self->position, CRF_CHIP_WARNING, "dialog-warning-symbolic", text);
      break;
    case CRF_WINDOW_UNKNOWN:
    default:
      crf_chip_set (self->position, CRF_CHIP_NEUTRAL, NULL, NULL);
      break;
    }
}

void
crf_form_view_set_visit (CrfFormView    *self,
                         const CrfVisit *visit,
                         const char     *language)
{
  g_autofree char *target = NULL;
  g_autofree char *range = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (CRF_IS_FORM_VIEW (self));

  g_clear_pointer (&self->visit_title, g_free);
  if (visit != NULL)
    {
      self->visit_title = g_strdup (crf_text_get (visit->event->title, language));
      if (*self->visit_title == '\0')
        g_clear_pointer (&self->visit_title, g_free);
      target = crf_day_format_short (visit->target);
      range = crf_day_format_window (visit->from, visit->to);
      if (target != NULL && range != NULL)
        /* Translators: a visit's target day and the window around it */
        text = g_strdup_printf (_("target %s, window %s"), target, range);
      show_position (self, visit);
    }
  else
    crf_chip_set (self->position, CRF_CHIP_NEUTRAL, NULL, NULL);
  gtk_label_set_label (self->window, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->window), text != NULL);
  if (self->state != NULL)
    show_state (self);
}

void
crf_form_view_set_switch (CrfFormView *self,
                          GtkWidget   *child)
{
  GtkWidget *old;

  g_return_if_fail (CRF_IS_FORM_VIEW (self));

  while ((old = gtk_widget_get_first_child (GTK_WIDGET (self->switch_slot))) != NULL)
    gtk_box_remove (self->switch_slot, old);
  if (child != NULL)
    gtk_box_append (self->switch_slot, child);
  gtk_widget_set_visible (GTK_WIDGET (self->switch_slot), child != NULL);
}

void
crf_form_view_set_scores (CrfFormView     *self,
                          const GPtrArray *scores)
{
  g_return_if_fail (CRF_IS_FORM_VIEW (self));

  crf_score_strip_set_scores (self->strip, scores);
}

GPtrArray *
crf_form_view_get_rows (CrfFormView *self)
{
  g_return_val_if_fail (CRF_IS_FORM_VIEW (self), NULL);

  return self->rows;
}

CrfFieldRow *
crf_form_view_find_row (CrfFormView *self,
                        const char  *item,
                        const char  *groupkey)
{
  g_return_val_if_fail (CRF_IS_FORM_VIEW (self), NULL);

  /* Somebody wants a field: it must be there. */
  while (self->state != NULL && self->built < self->state->sections->len)
    build_section (self);
  g_clear_handle_id (&self->build_id, g_source_remove);
  for (guint i = 0; i < self->rows->len; i++)
    {
      CrfFieldRow *row = g_ptr_array_index (self->rows, i);
      const CrfFieldState *field = crf_field_row_get_state (row);

      if (g_strcmp0 (field->item->oid, item) == 0
          && (groupkey == NULL || field->target == NULL || g_strcmp0 (field->target->groupkey, groupkey) == 0))
        return row;
    }
  return NULL;
}

static gboolean
has_empty_field (const CrfSectionState *section)
{
  for (guint i = 0; i < section->fields->len; i++)
    {
      const CrfFieldState *field = g_ptr_array_index (section->fields, i);

      if (field->shown && field->editable && !field->derived && !field->sealed && crf_value_is_empty (field->value))
        return TRUE;
    }
  return FALSE;
}

/* Up to the first section that waits for an answer, if there is one. */
static void
build_to_empty_field (CrfFormView *self)
{
  guint i;

  for (i = 0; i < self->built; i++)
    if (has_empty_field (g_ptr_array_index (self->state->sections, i)))
      return;
  while (i < self->state->sections->len && !has_empty_field (g_ptr_array_index (self->state->sections, i)))
    i++;
  while (i < self->state->sections->len && self->built <= i)
    build_section (self);
}

void
crf_form_view_take_focus (CrfFormView *self)
{
  CrfFieldRow *first = NULL;

  g_return_if_fail (CRF_IS_FORM_VIEW (self));

  if (self->state != NULL)
    build_to_empty_field (self);
  for (guint i = 0; i < self->rows->len; i++)
    {
      CrfFieldRow *row = g_ptr_array_index (self->rows, i);

      if (!takes_focus (row))
        continue;
      if (first == NULL)
        first = row;
      if (crf_value_is_empty (crf_field_row_get_state (row)->value))
        {
          crf_field_row_take_focus (row);
          return;
        }
    }
  if (first != NULL)
    crf_field_row_take_focus (first);
}

void
crf_form_view_commit (CrfFormView *self)
{
  g_return_if_fail (CRF_IS_FORM_VIEW (self));

  for (guint i = 0; i < self->rows->len; i++)
    if (crf_has_focus (g_ptr_array_index (self->rows, i)))
      crf_field_row_commit (g_ptr_array_index (self->rows, i));
}

void
crf_form_view_set_busy (CrfFormView *self,
                        gboolean     busy)
{
  g_return_if_fail (CRF_IS_FORM_VIEW (self));

  gtk_widget_set_sensitive (GTK_WIDGET (self->complete), !busy);
}

void
crf_form_view_set_second (CrfFormView *self,
                          gboolean     second)
{
  g_return_if_fail (CRF_IS_FORM_VIEW (self));

  self->is_second = second;
  gtk_toggle_button_set_active (self->second, second);
}

gboolean
crf_form_view_is_second (CrfFormView *self)
{
  g_return_val_if_fail (CRF_IS_FORM_VIEW (self), FALSE);

  return self->is_second;
}
