/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows of open questions, for the new study and the study page. */

#include "crf-question-list.h"

#include <glib/gi18n-lib.h>

#define KEY_QUESTION "crf-question"
#define KEY_OPTION "crf-option"

static GtkWidget *
wrapped_label_new (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
make_label_wrap (GtkWidget *check)
{
  for (GtkWidget *child = gtk_widget_get_first_child (check); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_LABEL (child))
      {
        gtk_label_set_wrap (GTK_LABEL (child), TRUE);
        gtk_label_set_xalign (GTK_LABEL (child), 0);
      }
}

static char *
option_text (const CrfOpenQuestion *question, const CrfQuestionOption *option, const char *language)
{
  const char *text = crf_text_get (option->text, language);

  if (g_strcmp0 (option->oid, question->default_option) == 0)
    /* Translators: %s is an answer to an open question of the protocol. */
    return g_strdup_printf (_("%s (default)"), text);
  return g_strdup (text);
}

static void
add_options (GtkBox *row, const CrfOpenQuestion *question, const char *language, gboolean editable)
{
  GtkCheckButton *first = NULL;

  for (guint i = 0; i < question->options->len; i++)
    {
      const CrfQuestionOption *option = g_ptr_array_index (question->options, i);
      gboolean in_force = g_strcmp0 (option->oid, question->answer) == 0;
      g_autofree char *text = option_text (question, option, language);
      GtkWidget *check;

      if (!editable && !in_force)
        continue;
      if (!editable)
        {
          g_autofree char *shown = g_strdup_printf (question->answered ? _("Decided: %s") : _("In force until decided: %s"), text);

          gtk_box_append (row, wrapped_label_new (shown, NULL));
          continue;
        }
      check = gtk_check_button_new_with_label (text);
      make_label_wrap (check);
      if (first == NULL)
        first = GTK_CHECK_BUTTON (check);
      else
        gtk_check_button_set_group (GTK_CHECK_BUTTON (check), first);
      gtk_check_button_set_active (GTK_CHECK_BUTTON (check), in_force);
      g_object_set_data (G_OBJECT (check), KEY_OPTION, (gpointer) option);
      gtk_box_append (row, check);
    }
}

void
crf_question_list_fill (GtkBox *box, const CrfStudy *study, const char *language, gboolean editable)
{
  const GPtrArray *questions = crf_study_get_questions (study);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
  for (guint i = 0; i < questions->len; i++)
    {
      const CrfOpenQuestion *question = g_ptr_array_index (questions, i);
      GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
      const char *who = question->who != NULL ? crf_text_get (question->who, language) : "";

      gtk_widget_add_css_class (row, "question");
      g_object_set_data (G_OBJECT (row), KEY_QUESTION, (gpointer) question);
      gtk_box_append (GTK_BOX (row), wrapped_label_new (crf_text_get (question->text, language), "heading"));
      add_options (GTK_BOX (row), question, language, editable);
      if (*who != '\0')
        {
          /* Translators: %s says who must decide an open question of the protocol. */
          g_autofree char *line = g_strdup_printf (_("Decides: %s"), who);
          GtkWidget *label = wrapped_label_new (line, "dim-label");

          gtk_widget_add_css_class (label, "caption");
          gtk_box_append (GTK_BOX (row), label);
        }
      gtk_box_append (box, row);
    }
}

GHashTable *
crf_question_list_answers (GtkBox *box)
{
  g_autoptr (GHashTable) answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (box)); row != NULL; row = gtk_widget_get_next_sibling (row))
    {
      const CrfOpenQuestion *question = g_object_get_data (G_OBJECT (row), KEY_QUESTION);

      for (GtkWidget *child = gtk_widget_get_first_child (row); child != NULL; child = gtk_widget_get_next_sibling (child))
        {
          const CrfQuestionOption *option = g_object_get_data (G_OBJECT (child), KEY_OPTION);

          if (option != NULL && gtk_check_button_get_active (GTK_CHECK_BUTTON (child))
              && g_strcmp0 (option->oid, question->default_option) != 0)
            g_hash_table_insert (answers, g_strdup (question->oid), g_strdup (option->oid));
        }
    }
  return g_hash_table_size (answers) > 0 ? g_steal_pointer (&answers) : NULL;
}
