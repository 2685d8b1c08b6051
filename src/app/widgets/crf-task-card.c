/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The card. Columns lie at the same place in all cards: the tag and button have fixed widths, what is between takes the rest. It is a grid as its tasks
 * are: newer GTK's box takes the height of a grid that is as narrow as can be for the least height of any. */

#include "crf-task-card.h"

#include <glib/gi18n-lib.h>

#include "crf-app.h"
#include "crf-chip.h"
#include "crf-day.h"
#include "crf-refusal-bar.h"

struct _CrfTaskCard
{
  GtkGrid parent_instance;

  /* template */
  GtkLabel *number;
  GtkLabel *who;
  GtkLabel *place;
  GtkLabel *status;
  GtkGrid *tasks;

  int rows;
};

G_DEFINE_FINAL_TYPE (CrfTaskCard, crf_task_card, GTK_TYPE_GRID)

/* How loud a task is: tinted by urgency (0 is the most urgent), with the word that the tag says. */
static CrfChipKind
kind_of (int urgency)
{
  if (urgency <= 2)
    return CRF_CHIP_BAD;
  if (urgency == 3)
    return CRF_CHIP_WARNING;
  if (urgency <= 5)
    return CRF_CHIP_INFO;
  return CRF_CHIP_NEUTRAL;
}

/* The reader names the page where the task is done; the button says what is done there. */
static const char *
verb_of (const CrfTask *task)
{
  if (g_strcmp0 (task->use_case, "plan-infusion") == 0)
    return C_ ("button of a task", "Prepare");
  if (g_strcmp0 (task->use_case, "record-vitals") == 0)
    return C_ ("button of a task", "Enter");
  if (g_strcmp0 (task->action, "page:visits") == 0)
    return task->urgency <= 2 ? C_ ("button of a task", "Enter late") : C_ ("button of a task", "Enter");
  if (g_strcmp0 (task->action, "page:queries") == 0)
    return C_ ("button of a task", "Answer");
  return C_ ("button of a task", "Open");
}

static void
crf_task_card_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CRF_TYPE_TASK_CARD);

  G_OBJECT_CLASS (crf_task_card_parent_class)->dispose (object);
}

static void
crf_task_card_class_init (CrfTaskCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crf_task_card_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, CRF_RESOURCE_BASE "/widgets/crf-task-card.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfTaskCard, number);
  gtk_widget_class_bind_template_child (widget_class, CrfTaskCard, who);
  gtk_widget_class_bind_template_child (widget_class, CrfTaskCard, place);
  gtk_widget_class_bind_template_child (widget_class, CrfTaskCard, status);
  gtk_widget_class_bind_template_child (widget_class, CrfTaskCard, tasks);
}

static void
crf_task_card_init (CrfTaskCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
set_or_hide (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

GtkWidget *
crf_task_card_new (const CrfPatient *patient)
{
  CrfTaskCard *self = g_object_new (CRF_TYPE_TASK_CARD, NULL);
  g_autoptr (GString) who = g_string_new (patient->initials);
  g_autofree char *bed = NULL;

  if (patient->sex_symbol != NULL)
    g_string_append_printf (who, "%s%s", who->len > 0 ? " · " : "", patient->sex_symbol);
  if (patient->age != NULL)
    {
      g_string_append (who, " ");
      /* Translators: %s is an age in years. */
      g_string_append_printf (who, C_ ("age", "%s y"), patient->age);
    }
  if (patient->bed != NULL && *patient->bed != '\0')
    bed = g_strdup_printf (_("bed %s"), patient->bed);
  gtk_label_set_label (self->number, patient->number);
  set_or_hide (self->who, who->str);
  set_or_hide (self->place, bed);
  set_or_hide (self->status, patient->status_label);
  return GTK_WIDGET (self);
}

static GtkWidget *
text_new (const CrfTask *task)
{
  g_autofree char *markup = NULL, *when = NULL;
  GtkWidget *label = gtk_label_new (NULL);

  if (task->from != NULL)
    {
      g_autofree char *window = crf_day_format_window (task->from, task->to);

      when = task->days != NULL ? g_strdup_printf (_("%s: %s"), task->days, window) : g_steal_pointer (&window);
    }
  else
    when = g_strdup (task->when);
  if (when != NULL && *when != '\0')
    markup = g_markup_printf_escaped ("%s  <span alpha=\"65%%\">%s</span>", task->what, when);
  else
    markup = g_markup_escape_text (task->what, -1);
  gtk_label_set_markup (GTK_LABEL (label), markup);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (label), 2);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  return label;
}

static GtkWidget *
button_new (const CrfTask *task)
{
  GtkWidget *button = gtk_button_new_with_label (verb_of (task));
  g_autofree char *name = NULL;
  CrfTarget subject = { .subject = task->patient->key };
  /* One query opens its field; several, the list. */
  gboolean field = task->target != NULL && task->target->item != NULL;

  /* Translators: what a button opens: “S-014: Week 4”. */
  name = g_strdup_printf (_("%1$s: %2$s"), task->patient->number, task->what);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, name, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (button, 92, -1);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button),
                                          crf_target_to_variant (task->target != NULL ? task->target : &subject,
                                                                 "action", field ? NULL : task->action));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.remedy");
  return button;
}

void
crf_task_card_add (CrfTaskCard *self, const CrfTask *task)
{
  GtkWidget *chip;

  g_return_if_fail (CRF_IS_TASK_CARD (self));

  chip = crf_chip_new ();
  crf_chip_set (CRF_CHIP (chip), kind_of (task->urgency), NULL, task->tag);
  gtk_widget_set_size_request (chip, 118, -1);
  gtk_widget_set_hexpand (gtk_widget_get_last_child (chip), TRUE); /* its label, in the middle */
  gtk_widget_set_hexpand (chip, FALSE);
  gtk_widget_set_valign (chip, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (chip, "tag");
  gtk_grid_attach (self->tasks, chip, 0, self->rows, 1, 1);
  gtk_grid_attach (self->tasks, text_new (task), 1, self->rows, 1, 1);
  gtk_grid_attach (self->tasks, button_new (task), 2, self->rows, 1, 1);
  self->rows++;
}
