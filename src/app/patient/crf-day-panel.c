/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows are made anew each time they are poured: a day has some fifteen steps. */

#include "crf-day-panel.h"
#include "crf-wide.h"

#include <glib/gi18n-lib.h>

#include "crf-chip.h"
#include "crf-use-case.h"

struct _CrfDayPanel
{
  GtkBox parent_instance;

  /* Children */
  GtkBox *chips;
  GtkGrid *grid;
  GtkLabel *blocks;
  GtkBox *acts;
  GtkBox *log;
  GtkExpander *log_expander;

  int ordinal;
};

enum
{
  SIGNAL_ACT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrfDayPanel, crf_day_panel, GTK_TYPE_BOX)

static void
on_clicked (GtkButton   *button,
            CrfDayPanel *self)
{
  g_signal_emit (self, signals[SIGNAL_ACT], 0, g_object_get_data (G_OBJECT (button), "use-case"));
}

static GtkWidget *
button_for (CrfDayPanel *self,
            const char  *use_case,
            gboolean     suggested)
{
  const CrfUseCase *found = crf_use_case_find (use_case);
  GtkWidget *button = gtk_button_new_with_label (found != NULL ? _(found->title) : use_case);

  g_object_set_data (G_OBJECT (button), "use-case", (gpointer) g_intern_string (use_case));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, suggested ? "suggested-action" : "flat");
  if (found != NULL)
    gtk_widget_set_tooltip_text (button, _(found->summary));
  g_signal_connect (button, "clicked", G_CALLBACK (on_clicked), self);
  return button;
}

static void
empty (GtkWidget *container)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (container)) != NULL)
    if (GTK_IS_GRID (container))
      gtk_grid_remove (GTK_GRID (container), child);
    else
      gtk_box_remove (GTK_BOX (container), child);
}

static GtkWidget *
cell (const char *text,
      const char *css_class)
{
  GtkWidget *label = gtk_label_new (text != NULL ? text : "");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

/* ── Chips ── */

static void
add_chip (CrfDayPanel *self,
          CrfChipKind  kind,
          const char  *text)
{
  GtkWidget *chip;

  if (text == NULL)
    return;
  chip = g_object_new (CRF_TYPE_CHIP, NULL);
  crf_chip_set (CRF_CHIP (chip), kind, NULL, text);
  gtk_box_append (self->chips, chip);
}

static void
pour_chips (CrfDayPanel          *self,
            const CrfInfusionDay *day)
{
  g_autofree char *preparation = day->preparation != NULL ? g_strdup_printf (_("preparation %s"), day->preparation) : NULL;
  g_autofree char *code = day->code != NULL ? g_strdup_printf (_("bag code %s"), day->code) : NULL;
  g_autofree char *left = NULL;

  empty (GTK_WIDGET (self->chips));
  add_chip (self, CRF_CHIP_NEUTRAL, preparation);
  add_chip (self, CRF_CHIP_INFO, code);
  if (day->go_sentence != NULL && !day->over)
    add_chip (self, CRF_CHIP_NEUTRAL, g_str_has_prefix (day->go_sentence, _("Not answered")) ? _("go/no-go open") : day->go_sentence);
  if (day->use_before == NULL || day->start != NULL)
    return;
  left = day->minutes_left >= 0 ? g_strdup_printf (ngettext ("%d minute left", "%d minutes left", (gulong) day->minutes_left), day->minutes_left)
                                : g_strdup (_("time of use over"));
  add_chip (self, day->minutes_left > 15 ? CRF_CHIP_GOOD : CRF_CHIP_WARNING, left);
}

/* ── Steps ── */

/* What the card above does itself has no button here. */
static gboolean
has_button (const CrfDayStep *step)
{
  static const char *const on_card[] = { "plan-infusion", "check-infusion", "start-infusion", "give-infusion", NULL };

  return !g_strv_contains (on_card, step->use_case);
}

static char *
describe_when (const CrfDayStep *step)
{
  GString *text = g_string_new (step->when);

  if (step->who != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", step->who);
  if (step->minutes_late > 0)
    g_string_append_printf (text, " · %s", _("entered late"));
  if (text->len == 0 && step->next)
    /* Translators: a step of the infusion day that is whose turn it is */
    g_string_append (text, _("next"));
  return g_string_free (text, FALSE);
}

static void
add_step (CrfDayPanel          *self,
          const CrfInfusionDay *day,
          const CrfDayStep     *step,
          int                   row)
{
  g_autofree char *when = describe_when (step);
  GtkWidget *mark = cell (step->done ? "✓" : step->next ? "▸" : "·", step->done ? "success" : "dim-label");
  GtkWidget *name = cell (step->label, step->next ? "heading" : step->done ? NULL : "dim-label");
  GtkWidget *text = cell (step->text, "dim-label");
  GtkWidget *button;

  gtk_accessible_update_property (GTK_ACCESSIBLE (mark), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  step->done ? _("done") : step->next ? _("next") : _("not done"), -1);
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_lines (GTK_LABEL (text), 2);
  gtk_label_set_ellipsize (GTK_LABEL (text), PANGO_ELLIPSIZE_END);
  gtk_widget_set_tooltip_text (text, step->text);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_grid_attach (self->grid, mark, 0, row, 1, 1);
  gtk_grid_attach (self->grid, name, 1, row, 1, 1);
  gtk_grid_attach (self->grid, cell (step->owner, "dim-label"), 2, row, 1, 1);
  gtk_grid_attach (self->grid, cell (when, "numeric"), 3, row, 1, 1);
  gtk_grid_attach (self->grid, text, 4, row, 1, 1);
  if (!has_button (step) || day->closed || !step->permitted)
    return;
  button = button_for (self, step->use_case, step->next);
  gtk_grid_attach (self->grid, button, 5, row, 1, 1);
}

static void
pour_blocks (CrfDayPanel          *self,
             const CrfInfusionDay *day)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < day->blocks->len; i++)
    g_string_append_printf (text, "%s• %s", text->len > 0 ? "\n" : "", ((const CrfRefusal *) g_ptr_array_index (day->blocks, i))->message);
  gtk_label_set_label (self->blocks, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->blocks), text->len > 0 && !day->over);
}

static void
add_paper (CrfDayPanel *self,
           const char  *paper,
           const char  *label)
{
  GtkWidget *button = gtk_button_new_with_label (label);
  g_autofree char *act = g_strconcat ("print:", paper, NULL);

  g_object_set_data (G_OBJECT (button), "use-case", (gpointer) g_intern_string (act));
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect (button, "clicked", G_CALLBACK (on_clicked), self);
  gtk_box_append (self->acts, button);
}

static void
add_papers (CrfDayPanel          *self,
            const CrfInfusionDay *day)
{
  if (day->code != NULL && day->start == NULL)
    {
      add_paper (self, "label", _("Bag label…"));
      add_paper (self, "identity", _("Identity sheet…"));
    }
  if (day->start == NULL)
    return;
  add_paper (self, "flowsheet", _("Flowsheet…"));
  add_paper (self, "handover", _("Handover sheet…"));
}

static void
pour_acts (CrfDayPanel          *self,
           const CrfInfusionDay *day)
{
  empty (GTK_WIDGET (self->acts));
  add_papers (self, day);
  if (day->running)
    {
      gtk_box_append (self->acts, button_for (self, day->paused ? "resume-infusion" : "pause-infusion", FALSE));
      gtk_box_append (self->acts, button_for (self, "change-rate", FALSE));
    }
  else if (!day->over && day->blocks->len > 0)
    gtk_box_append (self->acts, button_for (self, "override-block", FALSE));
  if (day->start != NULL && !day->closed)
    gtk_box_append (self->acts, button_for (self, "hand-over", FALSE));
  gtk_widget_set_visible (GTK_WIDGET (self->acts), gtk_widget_get_first_child (GTK_WIDGET (self->acts)) != NULL);
}

static void
pour_log (CrfDayPanel          *self,
          const CrfInfusionDay *day)
{
  empty (GTK_WIDGET (self->log));
  for (guint i = 0; i < day->entries->len; i++)
    {
      const CrfDayEntry *entry = g_ptr_array_index (day->entries, i);
      g_autofree char *line = g_strjoin (" · ", entry->when, entry->label, entry->text != NULL ? entry->text : entry->who, entry->text != NULL ? entry->who : NULL,
                                         NULL);
      GtkWidget *label = cell (line, "numeric");

      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_box_append (self->log, label);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->log_expander), day->entries->len > 0);
}

void
crf_day_panel_pour (CrfDayPanel          *self,
                    const CrfInfusionDay *day)
{
  g_return_if_fail (CRF_IS_DAY_PANEL (self));
  g_return_if_fail (day != NULL);

  self->ordinal = day->ordinal;
  pour_chips (self, day);
  empty (GTK_WIDGET (self->grid));
  for (guint i = 0; i < day->steps->len; i++)
    add_step (self, day, g_ptr_array_index (day->steps, i), (int) i);
  pour_blocks (self, day);
  pour_acts (self, day);
  pour_log (self, day);
}

int
crf_day_panel_get_ordinal (CrfDayPanel *self)
{
  g_return_val_if_fail (CRF_IS_DAY_PANEL (self), 0);

  return self->ordinal;
}

/* ── Class ── */

static void
crf_day_panel_class_init (CrfDayPanelClass *klass)
{
  signals[SIGNAL_ACT] = g_signal_new ("act", CRF_TYPE_DAY_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
crf_day_panel_init (CrfDayPanel *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 8);
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "step");
  gtk_widget_add_css_class (GTK_WIDGET (self), "infusion-day");
  self->chips = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));
  self->grid = GTK_GRID (gtk_grid_new ());
  self->blocks = GTK_LABEL (cell (NULL, "warning"));
  self->acts = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));
  self->log = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 2));
  self->log_expander = GTK_EXPANDER (gtk_expander_new (_("Everything that was done, in order")));
  gtk_grid_set_column_spacing (self->grid, 14);
  gtk_grid_set_row_spacing (self->grid, 2);
  gtk_label_set_wrap (self->blocks, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->log_expander), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Everything that was done, in order"), -1);
  gtk_expander_set_child (self->log_expander, GTK_WIDGET (self->log));
  /* Newer GTK looks for the keyboard focus even in what is folded away and has no window. */
  g_object_bind_property (self->log_expander, "expanded", self->log, "can-focus", G_BINDING_SYNC_CREATE);
  gtk_box_append (GTK_BOX (head), cell (_("Day of the infusion"), "heading"));
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->chips));
  gtk_box_append (GTK_BOX (self), head);
  gtk_box_append (GTK_BOX (self), crf_wide_new (GTK_WIDGET (self->grid), _("Day of the infusion")));
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->blocks));
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->acts));
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->log_expander));
}

GtkWidget *
crf_day_panel_new (void)
{
  return g_object_new (CRF_TYPE_DAY_PANEL, NULL);
}
