/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The form view and its rows on a form made by hand: what is typed is handed on, Tab follows the paper form, questions are answered in
 * place, nothing leaks. */

#include <adwaita.h>

#include "crf-app.h"
#include "crf-choice-row.h"
#include "crf-date-row.h"
#include "crf-derived-row.h"
#include "crf-dropdown-row.h"
#include "crf-form-view.h"
#include "crf-notes-row.h"
#include "crf-number-row.h"
#include "crf-prompt-line.h"
#include "crf-score-strip.h"
#include "crf-text-row.h"
#include "fake-form.h"

typedef struct
{
  GtkWidget *window;
  CrfFormView *view;
  GPtrArray *stored; /* "item=text unit missing" of each "store" */
} Fixture;

static void
on_store (Fixture *fixture, CrfFieldRow *row)
{
  g_autofree char *text = crf_field_row_dup_text (row);
  const char *missing = crf_field_row_get_missing (row);
  const char *reason = crf_field_row_get_reason (row);
  const char *confirm = crf_field_row_get_confirm (row);
  GString *line = g_string_new (crf_field_row_get_state (row)->item->name);

  g_string_append_printf (line, "=%s", text != NULL ? text : "");
  if (missing != NULL)
    g_string_append_printf (line, " missing:%s", missing);
  if (confirm != NULL)
    g_string_append_printf (line, " confirm:%s", confirm);
  if (reason != NULL)
    g_string_append_printf (line, " reason:%s", reason);
  g_ptr_array_add (fixture->stored, g_string_free (line, FALSE));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  CrfVisit *visit = fake_visit_new ();

  fixture->stored = g_ptr_array_new_with_free_func (g_free);
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 900, 700);
  fixture->view = CRF_FORM_VIEW (crf_form_view_new ());
  g_signal_connect_swapped (fixture->view, "store", G_CALLBACK (on_store), fixture);
  crf_form_view_set_state (fixture->view, fake_form_new (), NULL);
  crf_form_view_set_visit (fixture->view, visit, NULL);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->view));
  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_test_widget_wait_for_draw (fixture->window);
  crf_visit_free (visit);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  CrfFormView *view = g_object_ref (fixture->view);

  gtk_window_destroy (GTK_WINDOW (fixture->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (view);
  g_ptr_array_unref (fixture->stored);
}

static CrfFieldRow *
row_of (Fixture *fixture, const char *item)
{
  CrfFieldRow *row = crf_form_view_find_row (fixture->view, item, NULL);

  g_assert_nonnull (row);
  return row;
}

static const char *
last_stored (Fixture *fixture)
{
  g_assert_cmpuint (fixture->stored->len, >, 0);
  return g_ptr_array_index (fixture->stored, fixture->stored->len - 1);
}

static void
test_classes (Fixture *fixture, gconstpointer data)
{
  static const struct { const char *item; GType (*type) (void); } cases[] = {
    { "IT.VISDAT", crf_date_row_get_type },   { "IT.LBDTC", crf_date_row_get_type },
    { "IT.LBREFID", crf_text_row_get_type },  { "IT.LBCOND", crf_dropdown_row_get_type },
    { "IT.TBIL", crf_number_row_get_type },   { "IT.ASCGR", crf_choice_row_get_type },
    { "IT.ONSET", crf_date_row_get_type },    { "IT.NOTE", crf_notes_row_get_type },
    { "IT.BMI", crf_derived_row_get_type },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_true (G_TYPE_CHECK_INSTANCE_TYPE (row_of (fixture, cases[i].item), cases[i].type ()));
}

static void
test_stores_on_leaving (Fixture *fixture, gconstpointer data)
{
  CrfFieldRow *row = row_of (fixture, "IT.TBIL");

  crf_field_row_take_focus (row);
  gtk_editable_set_text (GTK_EDITABLE (crf_field_row_get_input (row)), "61.2");
  g_assert_cmpuint (fixture->stored->len, ==, 0);
  crf_field_row_take_focus (row_of (fixture, "IT.ALB"));
  g_assert_cmpuint (fixture->stored->len, ==, 1);
  g_assert_cmpstr (last_stored (fixture), ==, "TBIL=61.2");
  g_assert_cmpstr (crf_field_row_get_unit (row), ==, "MU.µmol/L");
  /* On its way: leaving once more does not send it twice. */
  crf_field_row_take_focus (row);
  crf_field_row_take_focus (row_of (fixture, "IT.ALB"));
  g_assert_cmpuint (fixture->stored->len, ==, 1);
}

static void
test_unchanged_is_not_stored (Fixture *fixture, gconstpointer data)
{
  CrfFieldRow *row = row_of (fixture, "IT.ALT");

  crf_field_row_take_focus (row);
  gtk_editable_set_text (GTK_EDITABLE (crf_field_row_get_input (row)), "79");
  gtk_editable_set_text (GTK_EDITABLE (crf_field_row_get_input (row)), "78");
  crf_field_row_take_focus (row_of (fixture, "IT.ALB"));
  g_assert_cmpuint (fixture->stored->len, ==, 0);
}

static void
test_emptied (Fixture *fixture, gconstpointer data)
{
  CrfFieldRow *row = row_of (fixture, "IT.ALT");

  crf_field_row_take_focus (row);
  gtk_editable_set_text (GTK_EDITABLE (crf_field_row_get_input (row)), "");
  crf_field_row_take_focus (row_of (fixture, "IT.ALB"));
  g_assert_cmpstr (last_stored (fixture), ==, "ALT=");
}

static void
test_missing_reason (Fixture *fixture, gconstpointer data)
{
  CrfFieldRow *row = row_of (fixture, "IT.SODIUM");
  GtkWidget *entry = crf_field_row_get_input (row);

  gtk_widget_activate_action (GTK_WIDGET (row), "field.missing", "s", "ND");
  g_assert_cmpstr (last_stored (fixture), ==, "SODIUM= missing:ND");
  g_assert_cmpstr (gtk_entry_get_placeholder_text (GTK_ENTRY (entry)), !=, NULL);
  /* Pending is no missing value that stands in the way: typing replaces it. */
  row = row_of (fixture, "IT.CHE");
  crf_field_row_set_text (row, "2400");
  crf_field_row_commit (row);
  g_assert_cmpstr (last_stored (fixture), ==, "CHE=2400");
}

static void
test_tab_order (Fixture *fixture, gconstpointer data)
{
  static const char *const order[] = { "IT.VISDAT", "IT.LBDTC", "IT.LBREFID", "IT.LBCOND", "IT.ALT", "IT.AST", "IT.ALP",
                                       "IT.TBIL", "IT.ALB", "IT.PT", "IT.INR", "IT.CREAT", "IT.SODIUM", "IT.CHE",
                                       "IT.ASCGR", "IT.HEGR", "IT.ONSET", "IT.NOTE" };
  guint n = 0;

  crf_field_row_take_focus (row_of (fixture, order[0]));
  do
    {
      GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));
      GtkWidget *row = focus != NULL ? gtk_widget_get_ancestor (focus, CRF_TYPE_FIELD_ROW) : NULL;

      if (row == NULL)
        continue;
      g_test_message ("%s", crf_field_row_get_state (CRF_FIELD_ROW (row))->item->oid);
      g_assert_cmpuint (n, <, G_N_ELEMENTS (order));
      g_assert_cmpstr (crf_field_row_get_state (CRF_FIELD_ROW (row))->item->oid, ==, order[n]);
      n++;
    }
  while (n < G_N_ELEMENTS (order) && gtk_widget_child_focus (fixture->window, GTK_DIR_TAB_FORWARD));
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (order));
}

static void
test_question (Fixture *fixture, gconstpointer data)
{
  CrfFieldRow *row = row_of (fixture, "IT.TBIL");
  CrfPrompt prompt = { (char *) "decimal", (char *) "612 · last 70.1 · did you mean 61.2?", (char *) "61.2", TRUE, NULL, NULL, NULL, FALSE };
  GtkWidget *line;

  crf_field_row_set_text (row, "612");
  crf_field_row_commit (row);
  g_assert_cmpstr (last_stored (fixture), ==, "TBIL=612");
  crf_field_row_ask (row, &prompt, TRUE);
  g_assert_true (crf_field_row_is_asking (row));
  line = gtk_widget_get_last_child (GTK_WIDGET (row));
  /* Leaving without an answer neither stores nor asks again; the text stays. */
  crf_field_row_take_focus (row_of (fixture, "IT.ALB"));
  g_assert_cmpuint (fixture->stored->len, ==, 1);
  /* "Keep" asks why before it says so. */
  g_signal_emit_by_name (line, "keep", "checked with the laboratory");
  g_assert_cmpstr (last_stored (fixture), ==, "TBIL=612 confirm:decimal reason:checked with the laboratory");
  crf_field_row_ask (row, &prompt, TRUE);
  line = gtk_widget_get_last_child (GTK_WIDGET (row));
  g_signal_emit_by_name (line, "use");
  g_assert_cmpstr (last_stored (fixture), ==, "TBIL=61.2");
  g_assert_false (crf_field_row_is_asking (row));
}

/* The button that takes the reason offered; NULL: none is shown. */
static GtkWidget *
find_offer (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && gtk_widget_get_visible (widget) && GTK_IS_LABEL (gtk_button_get_child (GTK_BUTTON (widget)))
      && g_str_has_prefix (gtk_label_get_label (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (widget)))), "0: "))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_offer (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* What the form was reopened for stands first, and is taken by who presses it. */
static void
test_offered_reason (Fixture *fixture, gconstpointer data)
{
  CrfFieldRow *row = row_of (fixture, "IT.TBIL");
  CrfPrompt prompt = { .id = (char *) "reason", .message = (char *) "Why?", .needs_reason = TRUE, .reason = (char *) "page 2 was misread" };
  GtkWidget *offer;

  crf_field_row_set_text (row, "61");
  crf_field_row_commit (row);
  crf_field_row_ask (row, &prompt, TRUE);
  g_assert_cmpstr (last_stored (fixture), ==, "TBIL=61");
  offer = find_offer (GTK_WIDGET (row));
  g_assert_nonnull (offer);
  g_signal_emit_by_name (offer, "clicked");
  g_assert_cmpstr (last_stored (fixture), ==, "TBIL=61 confirm:reason reason:page 2 was misread");
  prompt.reason = NULL;
  crf_field_row_ask (row, &prompt, TRUE);
  g_assert_null (find_offer (GTK_WIDGET (row)));
}

/* A second question that needs no reason (of a name in the text) leaves the one that was given; other words have none yet. */
static void
test_later_question (Fixture *fixture, gconstpointer data)
{
  CrfFieldRow *row = row_of (fixture, "IT.TBIL");
  CrfPrompt why = { .id = (char *) "reason", .message = (char *) "Why?", .needs_reason = TRUE };
  CrfPrompt name = { .id = (char *) "reason,identifier-in-text", .message = (char *) "Store it as it is?" };

  crf_field_row_set_text (row, "61");
  crf_field_row_commit (row);
  crf_field_row_ask (row, &why, TRUE);
  g_signal_emit_by_name (gtk_widget_get_last_child (GTK_WIDGET (row)), "keep", "read by the ward");
  crf_field_row_ask (row, &name, TRUE);
  g_signal_emit_by_name (gtk_widget_get_last_child (GTK_WIDGET (row)), "keep", NULL);
  g_assert_cmpstr (last_stored (fixture), ==, "TBIL=61 confirm:reason,identifier-in-text reason:read by the ward");
  crf_field_row_ask (row, &name, TRUE);
  crf_field_row_set_text (row, "62");
  crf_field_row_commit (row);
  g_assert_cmpstr (last_stored (fixture), ==, "TBIL=62");
}

/* What does better to stand nowhere is not stored by the Enter that leaves the field; and why the value is changed is not asked twice. */
static void
test_question_that_goes_back (Fixture *fixture, gconstpointer data)
{
  CrfFieldRow *row = row_of (fixture, "IT.TBIL");
  CrfPrompt why = { .id = (char *) "reason", .message = (char *) "Why?", .needs_reason = TRUE, .reason = (char *) "page 2 was misread" };
  CrfPrompt prompt = { .id = (char *) "reason,named", .message = (char *) "“Zhang Hongmei” stands in the file as Name.", .goes_back = TRUE };
  GtkWidget *focus;

  crf_field_row_set_text (row, "61");
  crf_field_row_commit (row);
  crf_field_row_ask (row, &why, TRUE);
  g_signal_emit_by_name (find_offer (GTK_WIDGET (row)), "clicked");
  crf_field_row_ask (row, &prompt, TRUE);
  focus = gtk_root_get_focus (GTK_ROOT (fixture->window));
  g_assert_true (GTK_IS_BUTTON (focus));
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (focus)), ==, "Esc: correct");
  g_signal_emit_by_name (focus, "clicked");
  g_assert_false (crf_field_row_is_asking (row));
  g_assert_cmpstr (last_stored (fixture), ==, "TBIL=61 confirm:reason reason:page 2 was misread");
  crf_field_row_commit (row);
  crf_field_row_ask (row, &why, TRUE);
  g_signal_emit_by_name (find_offer (GTK_WIDGET (row)), "clicked");
  crf_field_row_ask (row, &prompt, TRUE);
  crf_prompt_line_answer_keep (CRF_PROMPT_LINE (gtk_widget_get_last_child (GTK_WIDGET (row))), NULL);
  g_assert_cmpstr (last_stored (fixture), ==, "TBIL=61 confirm:reason,named reason:page 2 was misread");
}

/* A store that fails (a disk that is full) leaves what was typed: also the reason, and what was chosen instead of a value. */
static void
test_failed_store (Fixture *fixture, gconstpointer data)
{
  CrfFieldRow *row = row_of (fixture, "IT.TBIL");
  CrfPrompt why = { .id = (char *) "reason", .message = (char *) "Why?", .needs_reason = TRUE };
  guint n;

  crf_field_row_set_text (row, "61");
  crf_field_row_commit (row);
  crf_field_row_ask (row, &why, TRUE);
  g_signal_emit_by_name (gtk_widget_get_last_child (GTK_WIDGET (row)), "keep", "read by the ward");
  crf_field_row_show_error (row, "The disk is full.");
  crf_field_row_commit (row);
  g_assert_cmpstr (last_stored (fixture), ==, "TBIL=61 reason:read by the ward");
  crf_field_row_set_text (row, "62");
  crf_field_row_commit (row);
  g_assert_cmpstr (last_stored (fixture), ==, "TBIL=62");
  row = row_of (fixture, "IT.SODIUM");
  gtk_widget_activate_action (GTK_WIDGET (row), "field.missing", "s", "ND");
  crf_field_row_show_error (row, "The disk is full.");
  n = fixture->stored->len;
  crf_field_row_commit (row);
  g_assert_cmpuint (fixture->stored->len, ==, n + 1);
  g_assert_cmpstr (last_stored (fixture), ==, "SODIUM= missing:ND");
}

/* The answer to the last store may come when a cover stands before the form. */
static void
test_question_behind_a_cover (Fixture *fixture, gconstpointer data)
{
  CrfFieldRow *row = row_of (fixture, "IT.TBIL");
  CrfPrompt prompt = { .id = (char *) "decimal", .message = (char *) "612 · last 70.1 · did you mean 61.2?", .suggestion = (char *) "61.2", .needs_reason = TRUE };
  GtkWidget *form = g_object_ref (gtk_window_get_child (GTK_WINDOW (fixture->window)));
  GtkWidget *stack = gtk_stack_new (), *cover = gtk_entry_new ();

  gtk_window_set_child (GTK_WINDOW (fixture->window), NULL);
  gtk_stack_add_child (GTK_STACK (stack), form);
  gtk_stack_add_child (GTK_STACK (stack), cover);
  gtk_window_set_child (GTK_WINDOW (fixture->window), stack);
  g_object_unref (form);
  crf_field_row_set_text (row, "612");
  crf_field_row_commit (row);
  gtk_stack_set_visible_child (GTK_STACK (stack), cover);
  gtk_widget_grab_focus (cover);
  crf_field_row_ask (row, &prompt, TRUE);
  g_assert_true (crf_field_row_is_asking (row));
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (fixture->window)), cover));
  gtk_stack_set_visible_child (GTK_STACK (stack), form);
  crf_field_row_ask (row, &prompt, TRUE);
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (fixture->window)), GTK_WIDGET (row)));
}

static void
test_error_keeps_text (Fixture *fixture, gconstpointer data)
{
  CrfFieldRow *row = row_of (fixture, "IT.SODIUM");
  GtkWidget *entry = crf_field_row_get_input (row);

  crf_field_row_set_text (row, "13o");
  crf_field_row_commit (row);
  crf_field_row_show_error (row, "“13o” is not a number.");
  g_assert_cmpstr (crf_field_row_get_message (row), ==, "“13o” is not a number.");
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  /* The form is read again because another field was stored: the text stays, the sentence too. */
  crf_form_view_set_state (fixture->view, fake_form_new (), NULL);
  g_assert_true (row == crf_form_view_find_row (fixture->view, "IT.SODIUM", NULL));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "13o");
  g_assert_nonnull (crf_field_row_get_message (row));
  crf_field_row_set_text (row, "134");
  crf_field_row_commit (row);
  g_assert_cmpstr (last_stored (fixture), ==, "SODIUM=134");
  crf_field_row_show_stored (row);
  g_assert_false (gtk_widget_has_css_class (entry, "error"));
  g_assert_null (crf_field_row_get_message (row));
}

static void
test_choice_starts_empty (Fixture *fixture, gconstpointer data)
{
  CrfFieldRow *row = row_of (fixture, "IT.ASCGR");
  CrfFieldRow *dropdown = row_of (fixture, "IT.LBCOND");
  g_autofree char *nothing = crf_field_row_dup_text (row);
  g_autofree char *condition = crf_field_row_dup_text (dropdown);

  g_assert_null (nothing);
  g_assert_cmpstr (condition, ==, "GOOD");
  /* Codes that are digits are their own keys. */
  g_assert_true (CRF_FIELD_ROW_GET_CLASS (row)->pick (row, 0));
  crf_field_row_commit (row);
  g_assert_cmpstr (last_stored (fixture), ==, "ASCGR=0");
  g_assert_false (CRF_FIELD_ROW_GET_CLASS (row)->pick (row, 7));
  crf_field_row_show_stored (row);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (crf_field_row_get_input (dropdown)), 2);
  g_assert_cmpstr (last_stored (fixture), ==, "LBCOND=HAEMOLYSED");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (crf_field_row_get_input (dropdown)), 0);
  g_assert_cmpstr (last_stored (fixture), ==, "LBCOND=");
}

static void
test_inputs_have_names (Fixture *fixture, gconstpointer data)
{
  GPtrArray *rows = crf_form_view_get_rows (fixture->view);

  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (fixture->view), GTK_ACCESSIBLE_ROLE_FORM);
  for (guint i = 0; i < rows->len; i++)
    {
      CrfFieldRow *row = g_ptr_array_index (rows, i);
      GtkAccessible *input = GTK_ACCESSIBLE (crf_field_row_get_input (row));

      g_assert_true (gtk_test_accessible_has_relation (input, GTK_ACCESSIBLE_RELATION_LABELLED_BY));
    }
}

static void
test_mnemonics (Fixture *fixture, gconstpointer data)
{
  GPtrArray *rows = crf_form_view_get_rows (fixture->view);
  g_autoptr (GHashTable) letters = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      CrfFieldRow *row = g_ptr_array_index (rows, i);
      GtkWidget *input = crf_field_row_get_input (row);
      g_autoptr (GList) labels = gtk_widget_list_mnemonic_labels (input);
      guint letter;

      g_assert_nonnull (labels);
      letter = gtk_label_get_mnemonic_keyval (labels->data);
      if (letter == 0 || letter == GDK_KEY_VoidSymbol)
        continue;
      g_assert_true (g_hash_table_add (letters, GUINT_TO_POINTER (letter)));
      /* A list opens instead. */
      if (CRF_IS_DROPDOWN_ROW (row))
        continue;
      gtk_widget_mnemonic_activate (input, FALSE);
      g_assert_true (gtk_widget_get_ancestor (gtk_window_get_focus (GTK_WINDOW (fixture->window)), CRF_TYPE_FIELD_ROW)
                     == GTK_WIDGET (row));
    }
  g_assert_cmpuint (g_hash_table_size (letters), >=, 15);
}

static void
test_pictures (Fixture *fixture, gconstpointer data)
{
  CrfPrompt prompt = { (char *) "decimal", (char *) "612 · last 70.1 · did you mean 61.2?", (char *) "61.2", TRUE, NULL, NULL, NULL, FALSE };
  CrfFieldRow *row = row_of (fixture, "IT.TBIL");

  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 948, 700);
  crf_field_row_set_text (row, "612");
  crf_field_row_commit (row);
  crf_field_row_ask (row, &prompt, TRUE);
  take_picture (fixture->window, "form-view");
  crf_field_row_show_error (row_of (fixture, "IT.SODIUM"), "“13o” is not a number. Type digits, such as 134.");
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 630, 540);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  take_picture (fixture->window, "form-view-narrow-dark");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_LIGHT);
  g_assert_cmpint (gtk_widget_get_width (fixture->window), <=, 640);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  crf_app_init ();
  crf_app_load_style ();

#define ADD(path, func) g_test_add ("/widget/form-view/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("each-item-gets-the-row-of-its-type", test_classes);
  ADD ("a-field-that-is-left-is-handed-on-once", test_stores_on_leaving);
  ADD ("an-unchanged-field-is-not-stored", test_unchanged_is_not_stored);
  ADD ("an-emptied-field-is-handed-on-as-empty", test_emptied);
  ADD ("a-missing-value-takes-a-reason", test_missing_reason);
  ADD ("the-reason-of-a-reopening-is-offered", test_offered_reason);
  ADD ("a-later-question-leaves-the-reason", test_later_question);
  ADD ("a-store-that-fails-leaves-the-reason", test_failed_store);
  ADD ("a-question-that-goes-back-does-so-at-enter", test_question_that_goes_back);
  ADD ("tab-follows-the-paper-form", test_tab_order);
  ADD ("a-question-is-answered-in-place", test_question);
  ADD ("a-question-behind-a-cover-takes-no-keys", test_question_behind_a_cover);
  ADD ("an-error-keeps-the-text", test_error_keeps_text);
  ADD ("coded-answers-start-with-none", test_choice_starts_empty);
  ADD ("every-input-has-a-name", test_inputs_have_names);
  ADD ("alt-and-a-letter-reach-a-field", test_mnemonics);
  ADD ("draws-at-both-sizes", test_pictures);
#undef ADD
  return g_test_run ();
}
