/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Cells are kept and filled anew, so that the strip does not jump while somebody types. */

#include "crf-score-strip.h"

#include <glib/gi18n-lib.h>

#include "crf-wrap-box.h"

#define CELL_CHARS 12

struct _CrfScoreStrip
{
  GtkBox parent_instance;

  /* Template children */
  CrfWrapBox *cells;
  GtkToggleButton *why;
  GtkRevealer *revealer;
  CrfWrapBox *steps;

  /* Owned; the widgets are the cells' */
  GPtrArray *items; /* ScoreCell */
};

typedef struct
{
  GtkWidget *box;
  GtkLabel *value;
  GtkLabel *under;
  char *text;
} ScoreCell;

G_DEFINE_FINAL_TYPE (CrfScoreStrip, crf_score_strip, GTK_TYPE_BOX)

static void
score_cell_free (gpointer data)
{
  ScoreCell *cell = data;

  g_free (cell->text);
  g_free (cell);
}

static GtkLabel *
new_label (const char *css_class)
{
  GtkLabel *label = GTK_LABEL (gtk_label_new (NULL));

  gtk_label_set_xalign (label, 0);
  gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (label, CELL_CHARS);
  gtk_label_set_max_width_chars (label, CELL_CHARS);
  gtk_widget_add_css_class (GTK_WIDGET (label), css_class);
  return label;
}

static ScoreCell *
new_cell (CrfScoreStrip *self)
{
  ScoreCell *cell = g_new0 (ScoreCell, 1);

  cell->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_hexpand (cell->box, TRUE);
  cell->value = new_label ("score");
  cell->under = new_label ("caption");
  gtk_widget_add_css_class (GTK_WIDGET (cell->under), "dim-label");
  gtk_box_append (GTK_BOX (cell->box), GTK_WIDGET (cell->value));
  gtk_box_append (GTK_BOX (cell->box), GTK_WIDGET (cell->under));
  crf_wrap_box_append (self->cells, cell->box);
  g_ptr_array_add (self->items, cell);
  return cell;
}

static void
fill_cell (ScoreCell           *cell,
           const CrfScoreState *score)
{
  g_autofree char *markup = NULL;
  g_autofree char *under = NULL;

  if (score->value != NULL)
    {
      /* A figure that a treatment moved is never seen without saying so. */
      markup = g_markup_printf_escaped ("<span alpha=\"65%%\">%s</span> <b>%s</b>%s", score->name, score->value,
                                        score->caution != NULL ? " ⚠" : "");
      under = score->caution != NULL && score->change != NULL ? g_strdup_printf ("%s · %s", score->change, score->caution)
                                                              : g_strdup (score->caution != NULL ? score->caution : score->change);
    }
  else
    {
      markup = g_markup_printf_escaped ("<span alpha=\"65%%\">%s</span> —", score->name);
      /* Translators: a score that cannot be computed yet; %s is a list of laboratory values */
      under = g_strdup_printf (_("waits for %s"), score->waits_for != NULL ? score->waits_for : _("its inputs"));
    }
  g_free (cell->text);
  cell->text = g_strdup_printf ("%s %s", score->name, score->value != NULL ? score->value : "—");
  gtk_label_set_markup (cell->value, markup);
  gtk_label_set_label (cell->under, under != NULL ? under : "");
  gtk_widget_set_visible (GTK_WIDGET (cell->under), under != NULL);
  gtk_widget_set_tooltip_text (cell->box, under != NULL ? under : score->variant);
}

static void
fill_steps (CrfScoreStrip   *self,
            const GPtrArray *scores)
{
  crf_wrap_box_remove_all (self->steps);
  for (guint i = 0; i < scores->len; i++)
    {
      const CrfScoreState *score = g_ptr_array_index (scores, i);
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *heading = g_markup_escape_text (score->variant != NULL ? score->variant : score->name, -1);
      GtkWidget *label;

      g_string_append_printf (text, "<b>%s</b>", heading);
      for (guint j = 0; score->steps != NULL && j < score->steps->len; j++)
        {
          g_autofree char *step = g_markup_escape_text (g_ptr_array_index (score->steps, j), -1);

          g_string_append_printf (text, "\n%s", step);
        }
      if (score->value == NULL && score->waits_for != NULL)
        {
          g_autofree char *waits = g_markup_printf_escaped (_("waits for %s"), score->waits_for);

          g_string_append_printf (text, "\n%s", waits);
        }
      label = gtk_label_new (NULL);
      gtk_label_set_markup (GTK_LABEL (label), text->str);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_widget_set_valign (label, GTK_ALIGN_START);
      gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
      gtk_widget_add_css_class (label, "numeric");
      crf_wrap_box_append (self->steps, label);
    }
}

static void
crf_score_strip_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CRF_TYPE_SCORE_STRIP);
  G_OBJECT_CLASS (crf_score_strip_parent_class)->dispose (object);
}

static void
crf_score_strip_finalize (GObject *object)
{
  g_ptr_array_unref (CRF_SCORE_STRIP (object)->items);
  G_OBJECT_CLASS (crf_score_strip_parent_class)->finalize (object);
}

static void
crf_score_strip_class_init (CrfScoreStripClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crf_score_strip_dispose;
  object_class->finalize = crf_score_strip_finalize;

  g_type_ensure (CRF_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/stemward/Stemward/widgets/crf-score-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfScoreStrip, cells);
  gtk_widget_class_bind_template_child (widget_class, CrfScoreStrip, why);
  gtk_widget_class_bind_template_child (widget_class, CrfScoreStrip, revealer);
  gtk_widget_class_bind_template_child (widget_class, CrfScoreStrip, steps);
  gtk_widget_class_set_css_name (widget_class, "scorestrip");
}

static void
crf_score_strip_init (CrfScoreStrip *self)
{
  self->items = g_ptr_array_new_with_free_func (score_cell_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
crf_score_strip_new (void)
{
  return g_object_new (CRF_TYPE_SCORE_STRIP, NULL);
}

void
crf_score_strip_set_scores (CrfScoreStrip   *self,
                            const GPtrArray *scores)
{
  guint n = scores != NULL ? scores->len : 0;

  g_return_if_fail (CRF_IS_SCORE_STRIP (self));

  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
  while (self->items->len < n)
    new_cell (self);
  for (guint i = 0; i < self->items->len; i++)
    {
      ScoreCell *cell = g_ptr_array_index (self->items, i);

      gtk_widget_set_visible (cell->box, i < n);
      if (i < n)
        fill_cell (cell, g_ptr_array_index (scores, i));
    }
  if (n > 0)
    fill_steps (self, scores);
}

char *
crf_score_strip_dup_text (CrfScoreStrip *self,
                          guint          position)
{
  ScoreCell *cell;

  g_return_val_if_fail (CRF_IS_SCORE_STRIP (self), NULL);

  if (position >= self->items->len)
    return NULL;
  cell = g_ptr_array_index (self->items, position);
  return gtk_widget_get_visible (cell->box) ? g_strdup (cell->text) : NULL;
}
