/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The registry of computations says what each takes; the fields are made from it, and every change is computed at once. */

#include "crf-calculator.h"

#include <glib/gi18n-lib.h>

#include "crf-compute.h"

struct _CrfCalculator
{
  AdwWindow parent_instance;

  /* Template children */
  GtkSearchEntry *search;
  GtkListBox *list;
  GtkLabel *heading;
  GtkGrid *fields;
  GtkExpander *variant;
  GtkGrid *settings;
  GtkLabel *result;
  GtkLabel *why;

  /* Owned */
  GHashTable *inputs; /* key → GtkEntry or GtkDropDown, the grids' */

  /* Borrowed */
  const CrfComputation *computation;
};

G_DEFINE_FINAL_TYPE (CrfCalculator, crf_calculator, ADW_TYPE_WINDOW)

/* Codes of the registry in words; numbers stay as they are. */
static const struct { const char *code, *label; } words[] = {
  { "none", N_("none") },
  { "slight", N_("slight, or controlled by diuretics") },
  { "moderate", N_("at least moderate despite diuretics") },
  { "minimal", N_("minimal") },
  { "suppressed", N_("suppressed by medicine") },
  { "refractory", N_("refractory") },
  { "M", N_("male") },
  { "F", N_("female") },
  { "always_1", N_("always 1") },
  { "original", N_("by cause of the disease") },
  { "by_unit", N_("by the unit that is typed") },
  { "mgdl", N_("2 and 3 mg/dL") },
  { "si_34_51", N_("34 and 51 µmol/L") },
  { "si_34.2_51.3", N_("34.2 and 51.3 µmol/L") },
  { "inr", N_("INR") },
  { "pt", N_("prothrombin time") },
  { "at_least_32", N_("32 and above") },
  { "above_32", N_("above 32") },
  { "viable", N_("viable cells") },
  { "total", N_("all cells") },
};

static const char *
word_for (const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (words[i].code, code))
      return _(words[i].label);
  return code;
}

/* ── Computing ── */

/* What a field says; "" where nothing is chosen or typed. */
static char *
dup_input (GtkWidget *field)
{
  GtkStringList *codes;
  guint position;

  if (GTK_IS_EDITABLE (field))
    return g_strdup (gtk_editable_get_text (GTK_EDITABLE (field)));
  codes = g_object_get_data (G_OBJECT (field), "codes");
  position = gtk_drop_down_get_selected (GTK_DROP_DOWN (field));
  /* The first entry is "not entered". */
  if (position == 0 || position == GTK_INVALID_LIST_POSITION)
    return g_strdup ("");
  return g_strdup (gtk_string_list_get_string (codes, position - 1));
}

static void
show_result (CrfCalculator        *self,
             const CrfScoreResult *result)
{
  g_autofree char *sentence = crf_score_result_sentence (result);
  g_autofree char *explanation = NULL;
  g_autofree char *figure = NULL;
  const char *grade = crf_score_result_grade_label (result);

  if (sentence != NULL)
    {
      gtk_label_set_label (self->result, sentence);
      gtk_label_set_label (self->why, "");
      return;
    }
  explanation = crf_score_result_explain (result);
  figure = g_strdup_printf ("%s%s%s%s%s", result->display, *result->unit != '\0' ? " " : "", result->unit,
                            grade != NULL && !g_str_equal (grade, result->display) ? " · " : "",
                            grade != NULL && !g_str_equal (grade, result->display) ? grade : "");
  gtk_label_set_label (self->result, figure);
  gtk_label_set_label (self->why, g_strchomp (explanation));
}

static void
compute (CrfCalculator *self)
{
  g_autoptr (GHashTable) texts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_autoptr (CrfScoreResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GHashTableIter iter;
  gpointer key, field;

  if (self->computation == NULL)
    return;
  g_hash_table_iter_init (&iter, self->inputs);
  while (g_hash_table_iter_next (&iter, &key, &field))
    {
      char *text = dup_input (field);

      /* Of a value in several units the one that is filled in counts; an empty one is not asked for. */
      if (*text != '\0')
        g_hash_table_insert (texts, key, text);
      else
        g_free (text);
    }
  if (crf_compute_evaluate (crf_computation_get_name (self->computation), texts, &result, &error))
    show_result (self, result);
  else
    {
      gtk_label_set_label (self->result, error->message);
      gtk_label_set_label (self->why, "");
    }
}

/* ── Fields ── */

static GtkWidget *
new_entry (CrfCalculator             *self,
           const CrfComputationInput *input)
{
  GtkWidget *entry = gtk_entry_new ();

  if (input->fallback != NULL)
    gtk_entry_set_placeholder_text (GTK_ENTRY (entry), input->fallback);
  gtk_entry_set_input_purpose (GTK_ENTRY (entry), input->kind == CRF_INPUT_TEXT ? GTK_INPUT_PURPOSE_FREE_FORM : GTK_INPUT_PURPOSE_NUMBER);
  g_signal_connect_object (entry, "changed", G_CALLBACK (compute), self, G_CONNECT_SWAPPED);
  return entry;
}

static GtkWidget *
new_choice (CrfCalculator             *self,
            const CrfComputationInput *input)
{
  g_auto (GStrv) codes = g_strsplit (input->kind == CRF_INPUT_ANSWER ? "0 1" : input->choices, " ", -1);
  GtkStringList *labels = gtk_string_list_new (NULL);
  GtkStringList *values = gtk_string_list_new (NULL);
  g_autofree char *usual = input->fallback != NULL ? g_strdup_printf (_("usual: %s"), word_for (input->fallback)) : NULL;
  GtkWidget *choice;

  gtk_string_list_append (labels, usual != NULL && input->kind == CRF_INPUT_CHOICE ? usual : _("— not entered —"));
  for (guint i = 0; codes[i] != NULL; i++)
    {
      /* "male" and "female" are the same as M and F. */
      if (g_str_equal (codes[i], "male") || g_str_equal (codes[i], "female"))
        continue;
      gtk_string_list_append (values, codes[i]);
      gtk_string_list_append (labels, input->kind != CRF_INPUT_ANSWER ? word_for (codes[i]) : i == 0 ? _("No") : _("Yes"));
    }
  choice = gtk_drop_down_new (G_LIST_MODEL (labels), NULL);
  g_object_set_data_full (G_OBJECT (choice), "codes", values, g_object_unref);
  g_signal_connect_object (choice, "notify::selected", G_CALLBACK (compute), self, G_CONNECT_SWAPPED);
  return choice;
}

static void
add_field (CrfCalculator             *self,
           GtkGrid                   *grid,
           int                        row,
           const CrfComputationInput *input)
{
  gboolean chosen = input->kind == CRF_INPUT_CHOICE || input->kind == CRF_INPUT_ANSWER;
  GtkWidget *field = chosen ? new_choice (self, input) : new_entry (self, input);
  GtkWidget *label = gtk_label_new (_(input->label));
  GtkWidget *unit = gtk_label_new (*input->unit != '\0' ? _(input->unit) : "");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), field);
  gtk_label_set_xalign (GTK_LABEL (unit), 0);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL,
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, unit, NULL, -1);
  gtk_grid_attach (grid, label, 0, row, 1, 1);
  gtk_grid_attach (grid, field, 1, row, 1, 1);
  gtk_grid_attach (grid, unit, 2, row, 1, 1);
  g_hash_table_insert (self->inputs, (gpointer) input->key, field);
}

static void
clear_grid (GtkGrid *grid)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (grid))) != NULL)
    gtk_grid_remove (grid, child);
}

static void
show_computation (CrfCalculator        *self,
                  const CrfComputation *computation)
{
  const CrfComputationInput *inputs;
  int n_fields = 0, n_settings = 0;
  guint n;

  g_hash_table_remove_all (self->inputs);
  clear_grid (self->fields);
  clear_grid (self->settings);
  self->computation = computation;
  gtk_label_set_label (self->heading, _(crf_computation_get_label (computation)));
  inputs = crf_computation_get_inputs (computation, &n);
  for (guint i = 0; i < n; i++)
    if (inputs[i].need == CRF_INPUT_CONFIG)
      add_field (self, self->settings, n_settings++, &inputs[i]);
    else
      add_field (self, self->fields, n_fields++, &inputs[i]);
  gtk_widget_set_visible (GTK_WIDGET (self->variant), n_settings > 0);
  compute (self);
}

/* ── List ── */

static const CrfComputation *
computation_of (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "computation");
}

static gboolean
is_found (GtkListBoxRow *row,
          gpointer       data)
{
  CrfCalculator *self = data;
  g_autofree char *wanted = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);
  g_autofree char *label = g_utf8_casefold (_(crf_computation_get_label (computation_of (row))), -1);

  return strstr (label, wanted) != NULL;
}

/* The registry has names for scripts; people find each thing once. */
static void
fill_list (CrfCalculator *self)
{
  g_autoptr (GHashTable) labels = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < crf_compute_count (); i++)
    {
      const CrfComputation *computation = crf_compute_nth (i);
      const char *text = crf_computation_get_label (computation);
      GtkWidget *label, *row;

      if (!g_hash_table_add (labels, (gpointer) text))
        continue;
      label = gtk_label_new (_(text));
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      row = gtk_list_box_row_new ();
      gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
      g_object_set_data (G_OBJECT (row), "computation", (gpointer) computation);
      gtk_list_box_append (self->list, row);
    }
}

static void
on_search_changed (CrfCalculator *self)
{
  gtk_list_box_invalidate_filter (self->list);
}

static void
on_row_selected (CrfCalculator *self,
                 GtkListBoxRow *row)
{
  if (row != NULL && computation_of (row) != self->computation)
    show_computation (self, computation_of (row));
}

static void
crf_calculator_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CRF_TYPE_CALCULATOR);
  G_OBJECT_CLASS (crf_calculator_parent_class)->dispose (object);
}

static void
crf_calculator_finalize (GObject *object)
{
  g_hash_table_unref (CRF_CALCULATOR (object)->inputs);
  G_OBJECT_CLASS (crf_calculator_parent_class)->finalize (object);
}

static void
crf_calculator_class_init (CrfCalculatorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crf_calculator_dispose;
  object_class->finalize = crf_calculator_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/stemward/Stemward/crf-calculator.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfCalculator, search);
  gtk_widget_class_bind_template_child (widget_class, CrfCalculator, list);
  gtk_widget_class_bind_template_child (widget_class, CrfCalculator, heading);
  gtk_widget_class_bind_template_child (widget_class, CrfCalculator, fields);
  gtk_widget_class_bind_template_child (widget_class, CrfCalculator, variant);
  gtk_widget_class_bind_template_child (widget_class, CrfCalculator, settings);
  gtk_widget_class_bind_template_child (widget_class, CrfCalculator, result);
  gtk_widget_class_bind_template_child (widget_class, CrfCalculator, why);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected);
}

static void
crf_calculator_init (CrfCalculator *self)
{
  self->inputs = g_hash_table_new (g_str_hash, g_str_equal);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_filter_func (self->list, is_found, self, NULL);
  fill_list (self);
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
}

GtkWidget *
crf_calculator_new (GtkWindow *parent)
{
  return g_object_new (CRF_TYPE_CALCULATOR, "transient-for", parent, NULL);
}

gboolean
crf_calculator_choose (CrfCalculator *self,
                       const char    *name)
{
  GtkListBoxRow *row;

  g_return_val_if_fail (CRF_IS_CALCULATOR (self), FALSE);

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (g_strcmp0 (crf_computation_get_name (computation_of (row)), name) == 0)
      {
        gtk_list_box_select_row (self->list, row);
        return TRUE;
      }
  return FALSE;
}

GtkWidget *
crf_calculator_find_field (CrfCalculator *self,
                           const char    *key)
{
  g_return_val_if_fail (CRF_IS_CALCULATOR (self), NULL);

  return g_hash_table_lookup (self->inputs, key);
}

const char *
crf_calculator_get_result (CrfCalculator *self)
{
  g_return_val_if_fail (CRF_IS_CALCULATOR (self), NULL);

  return gtk_label_get_label (self->result);
}

const char *
crf_calculator_get_why (CrfCalculator *self)
{
  g_return_val_if_fail (CRF_IS_CALCULATOR (self), NULL);

  return gtk_label_get_label (self->why);
}
