/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sign and Randomise can always be pressed: where it may not be, the refusal says why and leads there. */

#include "crf-eligibility-tab-private.h"

#include <glib/gi18n-lib.h>

#include "crf-criterion-row.h"
#include "crf-patient-reads.h"
#include "crf-patient-tab.h"
#include "crf-refusal-bar.h"
#include "crf-weak.h"

static void patient_tab_init (CrfPatientTabInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CrfEligibilityTab, crf_eligibility_tab, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (CRF_TYPE_PATIENT_TAB, patient_tab_init))

/* Who is told what became of an answer. */
typedef struct
{
  gpointer tab; /* crf_weak_new() */
  GtkWidget *row;
} Errand;

static Errand *
errand_new (CrfEligibilityTab *self,
            GtkWidget         *row)
{
  Errand *errand = g_new0 (Errand, 1);

  errand->tab = crf_weak_new (self);
  errand->row = row != NULL ? g_object_ref (row) : NULL;
  return errand;
}

/* The tab (a reference) or NULL; *row (a reference) only while it is on the page. */
static CrfEligibilityTab *
errand_end (Errand     *errand,
            GtkWidget **row)
{
  CrfEligibilityTab *self = crf_weak_take (errand->tab);
  g_autoptr (GtkWidget) asked = g_steal_pointer (&errand->row);

  g_free (errand);
  if (self != NULL && self->list == NULL)
    g_clear_object (&self);
  *row = self != NULL && asked != NULL && gtk_widget_get_root (asked) != NULL ? g_steal_pointer (&asked) : NULL;
  return self;
}

/* ── Reading ── */

/* Designs without randomisation enrol: the same gates, another word. */
gboolean
crf_eligibility_tab_enrols (CrfEligibilityTab *self)
{
  return self->state != NULL && g_strcmp0 (self->state->allocate, "enrol") == 0;
}

static void
show_verdict (CrfEligibilityTab *self)
{
  static const char *const classes[] = { "open", "met", "unmet" };
  static const char *const icons[] = { "dialog-question-symbolic", "object-select-symbolic", "window-close-symbolic" };
  const CrfEligibilityState *state = self->state;

  gtk_image_set_from_icon_name (self->verdict_icon, icons[state->verdict]);
  gtk_label_set_label (self->verdict, state->verdict_text != NULL ? state->verdict_text : "");
  gtk_label_set_label (self->signature, state->signed_text != NULL ? state->signed_text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->signature), state->signed_text != NULL);
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    if (i == (guint) state->verdict)
      gtk_widget_add_css_class (self->verdict_bar, classes[i]);
    else
      gtk_widget_remove_css_class (self->verdict_bar, classes[i]);
  gtk_widget_set_visible (GTK_WIDGET (self->next_open), state->verdict == CRF_VERDICT_OPEN);
  if (state->signature_lost)
    gtk_widget_add_css_class (GTK_WIDGET (self->signature), "warning");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->signature), "warning");
  gtk_label_set_label (self->notice, state->notice != NULL ? state->notice : "");
  gtk_widget_set_visible (GTK_WIDGET (self->notice), state->notice != NULL);
  gtk_label_set_label (self->strata, state->strata_text != NULL ? state->strata_text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->strata), state->strata_text != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->fail), !state->allocated && !state->failed);
  gtk_widget_set_visible (GTK_WIDGET (self->in_error), state->allocated);
  gtk_widget_set_sensitive (GTK_WIDGET (self->fail), crf_writer_permitted (self->writer, "fail-screening", NULL));
  gtk_widget_set_sensitive (GTK_WIDGET (self->in_error), crf_writer_permitted (self->writer, "note-ineligible", NULL));
  /* What is done is not offered again. */
  gtk_widget_set_visible (GTK_WIDGET (self->sign), !state->is_signed && !state->allocated);
  gtk_widget_set_visible (GTK_WIDGET (self->randomise),
                          state->randomise_refusal == NULL
                            || g_strcmp0 (state->randomise_refusal->code, "already-allocated") != 0);
  /* The step that comes next is the blue one. */
  gtk_widget_remove_css_class (GTK_WIDGET (self->sign), "suggested-action");
  gtk_button_set_label (self->randomise, crf_eligibility_tab_enrols (self) ? _("_Enrol…") : _("_Randomise…"));
  gtk_widget_remove_css_class (GTK_WIDGET (self->randomise), "suggested-action");
  if (state->can_randomise)
    gtk_widget_add_css_class (GTK_WIDGET (self->randomise), "suggested-action");
  else if (state->can_sign && !state->is_signed)
    gtk_widget_add_css_class (GTK_WIDGET (self->sign), "suggested-action");
}

static void on_answer (CrfEligibilityTab *self, const char *answer, const char *reason, CrfCriterionRow *row);
static void on_part (CrfEligibilityTab *self, CrfFieldRow *field, CrfCriterionRow *row);

static void
add_heading (CrfEligibilityTab *self,
             gboolean           exclusion)
{
  GtkWidget *label = gtk_label_new (exclusion ? _("Exclusion criteria") : _("Inclusion criteria"));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_add_css_class (label, "criteria-heading");
  gtk_box_append (self->list, label);
}

/* ── Fields of the form that are neither an answer nor a sub-question ── */

static int
criterion_of (const CrfEligibilityState *state,
              const CrfFieldState       *field,
              gboolean                  *is_answer)
{
  for (guint i = 0; i < state->criteria->len; i++)
    {
      const CrfCriterionState *criterion = g_ptr_array_index (state->criteria, i);

      *is_answer = criterion->criterion->item == field->item;
      if (*is_answer || (criterion->parts != NULL && g_ptr_array_find (criterion->parts, field, NULL)))
        return (int) i;
    }
  return -1;
}

/* Each stands with the criterion whose answer it follows on the paper form. */
static void
collect_extras (CrfEligibilityTab *self)
{
  const CrfFormState *form = self->state->form;
  int last = -1;

  g_ptr_array_set_size (self->extras, 0);
  for (guint i = 0; i < self->state->criteria->len; i++)
    g_ptr_array_add (self->extras, g_ptr_array_new ());
  for (guint i = 0; form != NULL && i < form->sections->len; i++)
    {
      const CrfSectionState *section = g_ptr_array_index (form->sections, i);

      for (guint j = 0; j < section->fields->len; j++)
        {
          CrfFieldState *field = g_ptr_array_index (section->fields, j);
          gboolean is_answer;
          int position = criterion_of (self->state, field, &is_answer);

          if (position >= 0)
            last = is_answer ? position : last;
          else if (last >= 0 && !field->derived)
            g_ptr_array_add (g_ptr_array_index (self->extras, last), field);
        }
    }
}

static void
build (CrfEligibilityTab *self)
{
  const char *language = crf_writer_get_language (self->writer);
  GtkWidget *child;
  int before = -1;

  g_ptr_array_set_size (self->rows, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_box_remove (self->list, child);
  for (guint i = 0; i < self->state->criteria->len; i++)
    {
      const CrfCriterionState *criterion = g_ptr_array_index (self->state->criteria, i);
      GtkWidget *row = crf_criterion_row_new (criterion, g_ptr_array_index (self->extras, i), language);

      if (before != criterion->criterion->exclusion)
        add_heading (self, criterion->criterion->exclusion);
      before = criterion->criterion->exclusion;
      g_signal_connect_object (row, "answer", G_CALLBACK (on_answer), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (row, "part", G_CALLBACK (on_part), self, G_CONNECT_SWAPPED);
      gtk_box_append (self->list, row);
      g_ptr_array_add (self->rows, row);
    }
}

static gboolean
same_criteria (CrfEligibilityTab         *self,
               const CrfEligibilityState *state)
{
  if (self->state == NULL || self->rows->len != state->criteria->len)
    return FALSE;
  for (guint i = 0; i < self->rows->len; i++)
    if (crf_criterion_row_get_state (g_ptr_array_index (self->rows, i))->criterion
        != ((CrfCriterionState *) g_ptr_array_index (state->criteria, i))->criterion)
      return FALSE;
  return TRUE;
}

gboolean
crf_eligibility_tab_read_again (CrfEligibilityTab *self)
{
  g_autoptr (GError) error = NULL;
  CrfEligibilityState *state = crf_read_eligibility (self->writer, self->subject, &error);
  CrfEligibilityState *old;
  gboolean same;

  if (state == NULL)
    {
      crf_refusal_bar_show_error (self->bar, error);
      return FALSE;
    }
  same = same_criteria (self, state);
  old = self->state;
  self->state = state;
  collect_extras (self);
  if (same)
    for (guint i = 0; i < self->rows->len; i++)
      crf_criterion_row_pour (g_ptr_array_index (self->rows, i), g_ptr_array_index (state->criteria, i),
                              g_ptr_array_index (self->extras, i));
  else
    build (self);
  g_clear_pointer (&old, crf_eligibility_state_free);
  for (guint i = 0; i < self->rows->len; i++)
    crf_criterion_row_set_editable (g_ptr_array_index (self->rows, i), state->form == NULL || state->form->editable);
  show_verdict (self);
  return TRUE;
}

/* ── Answers ── */

static char *
sentence_of (const CrfRefusal *refusal)
{
  return refusal->remedy != NULL ? g_strdup_printf ("%s %s", refusal->message, refusal->remedy) : g_strdup (refusal->message);
}

/* Refusals that a reason answers are questions; others stand under the criterion. */
static void
show_refusal (CrfCriterionRow  *row,
              const CrfRefusal *refusal)
{
  static const char *const answerable[] = { "contradiction", "cannot-tell", "parts-open", NULL };
  g_autofree char *sentence = sentence_of (refusal);
  CrfPrompt why = { .message = sentence, .needs_reason = TRUE };

  if (g_strv_contains (answerable, refusal->code))
    crf_criterion_row_ask (row, &why);
  else
    crf_criterion_row_show_error (row, sentence);
}

static void
on_answered (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GtkWidget) row = NULL;
  g_autoptr (CrfEligibilityTab) self = errand_end (user_data, &row);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) outcome = crf_writer_conduct_finish (CRF_WRITER (source), result, &error);

  if (self == NULL)
    return;
  if (outcome != NULL && crf_outcome_done (outcome))
    {
      if (row != NULL)
        crf_criterion_row_show_stored (CRF_CRITERION_ROW (row));
      crf_eligibility_tab_read_again (self);
    }
  else if (row == NULL)
    crf_refusal_bar_take_outcome (self->bar, outcome, error);
  else if (outcome == NULL)
    crf_criterion_row_show_error (CRF_CRITERION_ROW (row), error->message);
  else if (outcome->prompt != NULL)
    crf_criterion_row_ask (CRF_CRITERION_ROW (row), outcome->prompt);
  else
    show_refusal (CRF_CRITERION_ROW (row), outcome->refusal);
}

static void
on_answer (CrfEligibilityTab *self,
           const char        *answer,
           const char        *reason,
           CrfCriterionRow   *row)
{
  g_autofree char *note = crf_criterion_row_dup_note (row);

  crf_writer_conduct_async (self->writer, "answer", self->subject,
                            crf_arguments_new ("criterion", crf_criterion_row_get_state (row)->criterion->oid, "answer", answer, "note", note,
                                               "reason", reason, "confirm", crf_criterion_row_get_confirm (row), NULL),
                            NULL, on_answered, errand_new (self, GTK_WIDGET (row)));
}

static void
on_part_answered (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GtkWidget) row = NULL;
  g_autoptr (CrfEligibilityTab) self = errand_end (user_data, &row);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) outcome = crf_writer_conduct_finish (CRF_WRITER (source), result, &error);

  if (self == NULL)
    return;
  if (row == NULL)
    crf_refusal_bar_take_outcome (self->bar, outcome, error);
  else if (outcome == NULL)
    crf_field_row_show_error (CRF_FIELD_ROW (row), error->message);
  else if (outcome->refusal != NULL)
    {
      g_autofree char *sentence = sentence_of (outcome->refusal);

      crf_field_row_show_error (CRF_FIELD_ROW (row), sentence);
    }
  else if (outcome->prompt != NULL)
    crf_field_row_ask (CRF_FIELD_ROW (row), outcome->prompt, TRUE);
  else
    {
      crf_field_row_show_stored (CRF_FIELD_ROW (row));
      crf_eligibility_tab_read_again (self);
    }
}

static gboolean
is_answer (const char *text)
{
  return text != NULL && g_strv_contains ((const char *const[]) { "Y", "N", "U", "NA", NULL }, text);
}

/* A sub-question is answered like its criterion; what is not an answer (a free text, an emptied field) is a value like any other. */
static void
on_part (CrfEligibilityTab *self,
         CrfFieldRow       *field,
         CrfCriterionRow   *row)
{
  const CrfFieldState *state = crf_field_row_get_state (field);
  g_autofree char *text = crf_field_row_dup_text (field);
  GHashTable *arguments;

  if (is_answer (text) && crf_criterion_row_is_part (row, field))
    {
      arguments = crf_arguments_new ("criterion", crf_criterion_row_get_state (row)->criterion->oid, "part", state->item->oid,
                                     "answer", text, "reason", crf_field_row_get_reason (field), "confirm", crf_field_row_get_confirm (field), NULL);
      crf_writer_conduct_async (self->writer, "answer", self->subject, arguments, NULL, on_part_answered,
                                errand_new (self, GTK_WIDGET (field)));
      return;
    }
  arguments = crf_arguments_new ("value", text, "missing", crf_field_row_get_missing (field), "reason",
                                 crf_field_row_get_reason (field), "confirm", crf_field_row_get_confirm (field), NULL);
  crf_arguments_set_target (arguments, state->target);
  crf_writer_conduct_async (self->writer, "enter", self->subject, arguments, NULL, on_part_answered,
                            errand_new (self, GTK_WIDGET (field)));
}

/* ── Verdict ── */

static void
on_next_open_clicked (CrfEligibilityTab *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (!crf_criterion_row_get_state (g_ptr_array_index (self->rows, i))->decided)
      {
        crf_criterion_row_take_focus (g_ptr_array_index (self->rows, i));
        return;
      }
}

/* ── CrfPatientTab ── */

static void
crf_eligibility_tab_set_writer (CrfPatientTab *tab,
                                CrfWriter     *writer)
{
  g_set_object (&CRF_ELIGIBILITY_TAB (tab)->writer, writer);
}

static void
crf_eligibility_tab_open (CrfPatientTab   *tab,
                          const char      *subject,
                          const CrfTarget *target)
{
  CrfEligibilityTab *self = CRF_ELIGIBILITY_TAB (tab);

  g_free (self->subject);
  self->subject = g_strdup (subject);
  crf_refusal_bar_clear (self->bar);
  if (!crf_eligibility_tab_read_again (self) || target == NULL || target->item == NULL)
    return;
  for (guint i = 0; i < self->rows->len; i++)
    if (crf_criterion_row_owns (g_ptr_array_index (self->rows, i), target->item))
      crf_criterion_row_take_focus (g_ptr_array_index (self->rows, i));
}

static void
crf_eligibility_tab_refresh (CrfPatientTab *tab)
{
  if (CRF_ELIGIBILITY_TAB (tab)->subject != NULL)
    crf_eligibility_tab_read_again (CRF_ELIGIBILITY_TAB (tab));
}

static void
patient_tab_init (CrfPatientTabInterface *iface)
{
  iface->set_writer = crf_eligibility_tab_set_writer;
  iface->open = crf_eligibility_tab_open;
  iface->refresh = crf_eligibility_tab_refresh;
}

/* ── Class ── */

static void
crf_eligibility_tab_dispose (GObject *object)
{
  CrfEligibilityTab *self = CRF_ELIGIBILITY_TAB (object);

  g_clear_object (&self->writer);
  g_ptr_array_set_size (self->rows, 0);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRF_TYPE_ELIGIBILITY_TAB);
  G_OBJECT_CLASS (crf_eligibility_tab_parent_class)->dispose (object);
}

static void
crf_eligibility_tab_finalize (GObject *object)
{
  CrfEligibilityTab *self = CRF_ELIGIBILITY_TAB (object);

  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->extras);
  g_free (self->subject);
  g_free (self->asked_id);
  g_clear_pointer (&self->state, crf_eligibility_state_free);
  G_OBJECT_CLASS (crf_eligibility_tab_parent_class)->finalize (object);
}

static void
crf_eligibility_tab_class_init (CrfEligibilityTabClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crf_eligibility_tab_dispose;
  object_class->finalize = crf_eligibility_tab_finalize;

  g_type_ensure (CRF_TYPE_REFUSAL_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/stemward/Stemward/patient/crf-eligibility-tab.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfEligibilityTab, bar);
  gtk_widget_class_bind_template_child (widget_class, CrfEligibilityTab, list);
  gtk_widget_class_bind_template_child (widget_class, CrfEligibilityTab, verdict_icon);
  gtk_widget_class_bind_template_child (widget_class, CrfEligibilityTab, verdict);
  gtk_widget_class_bind_template_child (widget_class, CrfEligibilityTab, signature);
  gtk_widget_class_bind_template_child (widget_class, CrfEligibilityTab, next_open);
  gtk_widget_class_bind_template_child (widget_class, CrfEligibilityTab, sign);
  gtk_widget_class_bind_template_child (widget_class, CrfEligibilityTab, randomise);
  gtk_widget_class_bind_template_child (widget_class, CrfEligibilityTab, fail);
  gtk_widget_class_bind_template_child (widget_class, CrfEligibilityTab, in_error);
  gtk_widget_class_bind_template_child (widget_class, CrfEligibilityTab, notice);
  gtk_widget_class_bind_template_child (widget_class, CrfEligibilityTab, strata);
  gtk_widget_class_bind_template_child (widget_class, CrfEligibilityTab, verdict_bar);
  gtk_widget_class_bind_template_callback (widget_class, on_next_open_clicked);
  gtk_widget_class_bind_template_callback_full (widget_class, "on_sign_clicked", G_CALLBACK (crf_eligibility_tab_on_sign));
  gtk_widget_class_bind_template_callback_full (widget_class, "on_randomise_clicked", G_CALLBACK (crf_eligibility_tab_on_randomise));
  gtk_widget_class_bind_template_callback_full (widget_class, "on_fail_clicked", G_CALLBACK (crf_eligibility_tab_on_fail));
  gtk_widget_class_bind_template_callback_full (widget_class, "on_in_error_clicked", G_CALLBACK (crf_eligibility_tab_on_in_error));
}

static void
crf_eligibility_tab_init (CrfEligibilityTab *self)
{
  self->rows = g_ptr_array_new ();
  self->extras = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
}
