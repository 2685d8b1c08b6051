/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The shell's widgets on their own: every template is built and let go; notices, fields, search texts and models do what they say. */

#include <adwaita.h>
#include <string.h>

#include "crf-app.h"
#include "crf-dialogs.h"
#include "crf-lock-page.h"
#include "crf-new-study-window.h"
#include "crf-parameter-field.h"
#include "crf-patient-search.h"
#include "crf-progress-window.h"
#include "crf-question-list.h"
#include "crf-refusal-bar.h"
#include "crf-row-object.h"
#include "crf-side-box.h"
#include "crf-sign-in-page.h"
#include "crf-ui.h"
#include "crf-use-case-dialog.h"
#include "crf-weak.h"
#include "crf-welcome-page.h"

/* ── Templates ── */

static void
test_templates_are_let_go (void)
{
  const GType types[] = { CRF_TYPE_WELCOME_PAGE, CRF_TYPE_SIGN_IN_PAGE, CRF_TYPE_LOCK_PAGE, CRF_TYPE_REFUSAL_BAR,
                          CRF_TYPE_PATIENT_SEARCH, CRF_TYPE_SIDE_BOX };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      GtkWidget *widget = g_object_ref_sink (g_object_new (types[i], NULL));

      g_test_message ("%s", g_type_name (types[i]));
      g_assert_true (GTK_IS_WIDGET (widget));
      g_assert_finalize_object (widget);
    }
}

static void
test_windows_are_let_go (void)
{
  const GType types[] = { CRF_TYPE_NEW_STUDY_WINDOW, CRF_TYPE_USE_CASE_DIALOG, CRF_TYPE_PROGRESS_WINDOW };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      GtkWidget *window = g_object_new (types[i], NULL);

      g_test_message ("%s", g_type_name (types[i]));
      g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
      gtk_window_destroy (GTK_WINDOW (window));
      crf_ui_spin (10);
      g_assert_null (window);
    }
}

/* ── The refusal bar ── */

static GtkWidget *
bar_new (void)
{
  return g_object_ref_sink (crf_refusal_bar_new ());
}

static void
test_bar_shows_refusal (void)
{
  GtkWidget *widget = bar_new ();
  CrfRefusalBar *bar = CRF_REFUSAL_BAR (widget);
  g_autoptr (CrfRefusal) refusal = crf_refusal_new ("consent-missing", "Take the consent first.", "There is no consent.");
  GtkWidget *go;

  g_assert_null (crf_refusal_bar_get_message (bar));
  crf_refusal_bar_show_refusal (bar, refusal);
  g_assert_cmpstr (crf_refusal_bar_get_message (bar), ==, "There is no consent.");
  gtk_test_accessible_assert_role (bar, GTK_ACCESSIBLE_ROLE_ALERT);
  go = crf_ui_find (widget, "go");
  g_assert_null (go); /* hidden: the refusal names no place */
  refusal->remedy_action = g_strdup ("page:eligibility");
  crf_refusal_bar_show_refusal (bar, refusal);
  g_assert_nonnull (crf_ui_find (widget, "go"));
  crf_refusal_bar_clear (bar);
  g_assert_null (crf_refusal_bar_get_message (bar));
  g_assert_false (gtk_widget_get_visible (widget));
  g_assert_finalize_object (widget);
}

static void
test_bar_takes_outcomes (void)
{
  GtkWidget *widget = bar_new ();
  CrfRefusalBar *bar = CRF_REFUSAL_BAR (widget);
  g_autoptr (CrfOutcome) outcome = g_new0 (CrfOutcome, 1);
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NO_SPACE, "The disk is full.");

  outcome->results = g_hash_table_new (g_str_hash, g_str_equal);
  outcome->notices = g_ptr_array_new_with_free_func (g_free);
  g_assert_true (crf_refusal_bar_take_outcome (bar, outcome, NULL));
  g_assert_null (crf_refusal_bar_get_message (bar));
  g_ptr_array_add (outcome->notices, g_strdup ("A deviation was opened."));
  g_assert_true (crf_refusal_bar_take_outcome (bar, outcome, NULL));
  g_assert_cmpstr (crf_refusal_bar_get_message (bar), ==, "A deviation was opened.");
  outcome->refusal = crf_refusal_new ("x", NULL, "No.");
  g_assert_false (crf_refusal_bar_take_outcome (bar, outcome, NULL));
  g_assert_cmpstr (crf_refusal_bar_get_message (bar), ==, "No.");
  g_assert_false (crf_refusal_bar_take_outcome (bar, NULL, error));
  g_assert_cmpstr (crf_refusal_bar_get_message (bar), ==, "The disk is full.");
  g_assert_finalize_object (widget);
}

static void
test_targets_survive_the_action (void)
{
  CrfTarget target = { .subject = (char *) "AB.1", .event = (char *) "SE.W4", .item = (char *) "I.ALT" };
  g_autoptr (GVariant) variant = g_variant_ref_sink (crf_target_to_variant (&target, "tab", "visits"));
  g_autoptr (CrfTarget) back = crf_target_from_variant (variant);
  const char *tab = NULL;

  g_assert_true (g_variant_is_of_type (variant, G_VARIANT_TYPE ("a{ss}")));
  g_assert_true (g_variant_lookup (variant, "tab", "&s", &tab));
  g_assert_cmpstr (tab, ==, "visits");
  g_assert_cmpstr (back->subject, ==, "AB.1");
  g_assert_cmpstr (back->event, ==, "SE.W4");
  g_assert_cmpstr (back->item, ==, "I.ALT");
  g_assert_null (back->group);
}

/* ── Parameter fields ── */

static CrfParameterField *
field_new (const char *key, const char *kind, gboolean required)
{
  return CRF_PARAMETER_FIELD (g_object_ref_sink (crf_parameter_field_new (key, "Label", kind, required, "2026-03-02T09:14")));
}

static void
assert_value (CrfParameterField *field, const char *expected)
{
  g_autofree char *value = crf_parameter_field_dup_value (field);

  g_assert_cmpstr (value, ==, expected);
}

static void
test_field_choice_starts_with_nothing (void)
{
  static const char *const kinds[] = { "choice:M|F", "choice:umbilical-cord|cord-blood|bone-marrow|adipose|other" };
  static const char *const codes[] = { "F", "bone-marrow" };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      CrfParameterField *field = field_new ("x", kinds[i], TRUE);

      assert_value (field, NULL);
      g_assert_nonnull (crf_parameter_field_check (field));
      crf_parameter_field_set_value (field, codes[i]);
      assert_value (field, codes[i]);
      g_assert_null (crf_parameter_field_check (field));
      g_assert_finalize_object (field);
    }
}

static void
test_field_keeps_numbers_as_typed (void)
{
  CrfParameterField *field = field_new ("weight", "number", FALSE);

  g_assert_null (crf_parameter_field_check (field));
  crf_parameter_field_set_value (field, " 71,5 ");
  assert_value (field, "71,5");
  crf_parameter_field_set_value (field, "");
  assert_value (field, NULL);
  g_assert_finalize_object (field);
}

static void
test_field_new_passphrase_is_typed_twice (void)
{
  CrfParameterField *field = field_new ("new-passphrase", "passphrase", TRUE);
  GtkWidget *line = gtk_widget_get_next_sibling (gtk_widget_get_first_child (GTK_WIDGET (field)));
  GtkEditable *first = GTK_EDITABLE (gtk_widget_get_first_child (line));
  GtkEditable *again = GTK_EDITABLE (gtk_widget_get_last_child (line));

  g_assert_true (first != again);
  gtk_editable_set_text (first, "three blind mice");
  gtk_editable_set_text (again, "three blind mise");
  g_assert_nonnull (crf_parameter_field_check (field));
  gtk_editable_set_text (again, "three blind mice");
  g_assert_null (crf_parameter_field_check (field));
  assert_value (field, "three blind mice");
  g_assert_finalize_object (field);
}

static void
test_field_roles_are_joined (void)
{
  CrfParameterField *field = field_new ("roles", "text", TRUE);

  assert_value (field, NULL);
  crf_parameter_field_set_value (field, "investigator, nurse");
  assert_value (field, "nurse,investigator");
  g_assert_finalize_object (field);
}

static void
test_field_error_is_said_and_marked (void)
{
  CrfParameterField *field = field_new ("viability", "number", TRUE);
  GtkWidget *line = gtk_widget_get_next_sibling (gtk_widget_get_first_child (GTK_WIDGET (field)));
  GtkWidget *entry = gtk_widget_get_first_child (line);

  crf_parameter_field_set_error (field, "Viability must be above 0.");
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE);
  gtk_editable_set_text (GTK_EDITABLE (entry), "92");
  g_assert_false (gtk_widget_has_css_class (entry, "error"));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_FALSE);
  g_assert_finalize_object (field);
}

/* ── Rows, weak holders, dialogs ── */

static void
test_rows_match_any_cell (void)
{
  const char *texts[] = { "S-014", NULL, "Weight 92 kg, was 71", "Straße" };
  g_autofree char *folded = g_utf8_casefold ("STRASSE", -1);
  CrfRowObject *row = crf_row_object_new (g_strdup ("x"), g_free, texts, G_N_ELEMENTS (texts));

  g_assert_true (crf_row_object_matches (row, "s-014"));
  g_assert_true (crf_row_object_matches (row, "weight"));
  g_assert_true (crf_row_object_matches (row, folded));
  g_assert_false (crf_row_object_matches (row, "s-015"));
  g_assert_null (crf_row_object_get_text (row, 1));
  g_assert_null (crf_row_object_get_text (row, 11));
  g_assert_finalize_object (row);
}

static void
test_weak_holder_forgets_the_disposed (void)
{
  GtkWidget *label = g_object_ref_sink (gtk_label_new ("x"));
  gpointer alive = crf_weak_new (label), gone = crf_weak_new (label);
  gpointer taken = crf_weak_take (alive);

  g_assert_true (taken == label);
  g_object_unref (taken);
  g_object_run_dispose (G_OBJECT (label)); /* somebody still holds it */
  g_assert_null (crf_weak_take (gone));
  g_assert_finalize_object (label);
}

static gboolean
answer_hook (const char *kind, const char *heading, const char *body, gboolean *accept, char **text, char **login, gpointer data)
{
  *accept = *(gboolean *) data;
  *text = g_strdup ("Typing error");
  return g_str_equal (kind, "reason");
}

static void
on_reason (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(char **) user_data = crf_dialogs_reason_finish (result);
}

static void
test_dialogs_are_answered_by_the_hook (void)
{
  GtkWidget *parent = g_object_ref_sink (gtk_label_new (NULL));
  gboolean accept = TRUE;
  char *reason = NULL;

  crf_dialogs_set_hook (answer_hook, &accept);
  crf_dialogs_reason_async (parent, "Why?", NULL, NULL, NULL, "_Change", on_reason, &reason);
  crf_ui_spin (20);
  g_assert_cmpstr (reason, ==, "Typing error");
  g_clear_pointer (&reason, g_free);
  accept = FALSE;
  crf_dialogs_reason_async (parent, "Why?", NULL, NULL, NULL, "_Change", on_reason, &reason);
  crf_ui_spin (20);
  g_assert_null (reason);
  crf_dialogs_set_hook (NULL, NULL);
  g_assert_finalize_object (parent);
}

static void
test_dialogs_reason_must_be_given (void)
{
  GtkWidget *window = gtk_window_new ();
  char *reason = NULL;
  GtkWidget *dialog, *entry;

  gtk_window_present (GTK_WINDOW (window));
  crf_dialogs_reason_async (window, "Why?", "The form is complete.", NULL, NULL, "_Change", on_reason, &reason);
  crf_ui_spin (50);
  dialog = crf_ui_find_window (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_nonnull (dialog);
  g_assert_false (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "accept"));
  entry = crf_ui_find_type (adw_message_dialog_get_extra_child (ADW_MESSAGE_DIALOG (dialog)), GTK_TYPE_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (entry), "   ");
  g_assert_false (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "accept"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "Source was corrected");
  g_assert_true (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "accept"));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "accept");
  crf_ui_spin (50);
  g_assert_cmpstr (reason, ==, "Source was corrected");
  g_free (reason);
  gtk_window_destroy (GTK_WINDOW (window));
}

static const char *
default_of (const CrfPrompt *prompt)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *dialog;
  const char *response;

  gtk_window_present (GTK_WINDOW (window));
  if (prompt != NULL)
    crf_dialogs_prompt_async (window, prompt, NULL, NULL);
  else
    crf_dialogs_confirm_async (window, "Randomise This Patient?", "This cannot be taken back.", "_Randomise", FALSE, NULL, NULL);
  crf_ui_spin (50);
  dialog = crf_ui_find_window (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_nonnull (dialog);
  response = g_intern_string (adw_message_dialog_get_default_response (ADW_MESSAGE_DIALOG (dialog)));
  /* The blue button is the one that Enter presses. */
  g_assert_cmpint (adw_message_dialog_get_response_appearance (ADW_MESSAGE_DIALOG (dialog), "accept") == ADW_RESPONSE_SUGGESTED, ==,
                   g_str_equal (response, "accept"));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  crf_ui_spin (50);
  gtk_window_destroy (GTK_WINDOW (window));
  return response;
}

/* What was doubted, and what cannot be taken back, needs more than the Enter that was meant for the field. */
static void
test_dialogs_enter_goes_back (void)
{
  CrfPrompt named = { .id = (char *) "named", .message = (char *) "“Zhang Hongmei” stands in the file as Name.", .goes_back = TRUE };
  CrfPrompt decimal = { .id = (char *) "decimal", .message = (char *) "did you mean 61.2?", .suggestion = (char *) "61.2" };
  CrfPrompt why = { .id = (char *) "reason", .message = (char *) "Why?", .needs_reason = TRUE };

  g_assert_cmpstr (default_of (&named), ==, "cancel");
  g_assert_cmpstr (default_of (&decimal), ==, "suggestion");
  g_assert_cmpstr (default_of (&why), ==, "accept"); /* which waits for the reason */
  g_assert_cmpstr (default_of (NULL), ==, "cancel");
}

static void
test_side_is_left_out_when_narrow (void)
{
  GtkWidget *box = crf_side_box_new ();
  GtkWidget *main_child = gtk_label_new ("main"), *side = gtk_label_new ("side");
  GtkWidget *window = gtk_window_new ();

  g_object_set (box, "main", main_child, "side", side, "narrow", 500, NULL);
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), 800, 200);
  gtk_window_present (GTK_WINDOW (window));
  crf_ui_spin (150);
  g_assert_true (gtk_widget_get_mapped (side));
  gtk_window_set_default_size (GTK_WINDOW (window), 400, 200);
  crf_ui_spin (150);
  g_assert_true (gtk_widget_get_mapped (main_child));
  g_assert_false (gtk_widget_get_mapped (side));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char *argv[])
{
  crf_ui_test_init (&argc, &argv);
  g_test_add_func ("/app/templates/are-let-go", test_templates_are_let_go);
  g_test_add_func ("/app/windows/are-let-go", test_windows_are_let_go);
  g_test_add_func ("/app/refusal-bar/shows-a-refusal-and-its-way-out", test_bar_shows_refusal);
  g_test_add_func ("/app/refusal-bar/takes-outcomes", test_bar_takes_outcomes);
  g_test_add_func ("/app/refusal-bar/targets-survive-the-action", test_targets_survive_the_action);
  g_test_add_func ("/app/parameter-field/a-choice-starts-with-nothing", test_field_choice_starts_with_nothing);
  g_test_add_func ("/app/parameter-field/keeps-numbers-as-typed", test_field_keeps_numbers_as_typed);
  g_test_add_func ("/app/parameter-field/a-new-passphrase-is-typed-twice", test_field_new_passphrase_is_typed_twice);
  g_test_add_func ("/app/parameter-field/roles-are-joined", test_field_roles_are_joined);
  g_test_add_func ("/app/parameter-field/an-error-is-said-and-marked", test_field_error_is_said_and_marked);
  g_test_add_func ("/app/row-object/matches-any-cell", test_rows_match_any_cell);
  g_test_add_func ("/app/weak/forgets-what-was-disposed-of", test_weak_holder_forgets_the_disposed);
  g_test_add_func ("/app/dialogs/are-answered-by-the-hook", test_dialogs_are_answered_by_the_hook);
  g_test_add_func ("/app/dialogs/a-reason-must-be-given", test_dialogs_reason_must_be_given);
  g_test_add_func ("/app/dialogs/enter-goes-back-where-it-was-doubted", test_dialogs_enter_goes_back);
  g_test_add_func ("/app/side-box/leaves-the-side-out-when-narrow", test_side_is_left_out_when_narrow);
  return g_test_run ();
}
