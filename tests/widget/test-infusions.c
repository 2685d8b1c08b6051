/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The infusions of a patient: what an act on a card asks back is a question there, and the act goes on with its answer. */

#include "crf-dialogs.h"
#include "crf-infusion-card.h"
#include "crf-infusions-tab.h"
#include "crf-patient-tab.h"
#include "crf-refusal-bar.h"
#include "crf-ui-patient.h"
#include "ward.h"

#include <string.h>

/* The patient's name stands in it (张红 of crf_test_register), which is asked about wherever it is written. */
#define LOT "张红-7"
#define ASKED "identifier-in-text"

typedef struct
{
  Ward ward;
  CrfWriter *writer;
  GtkWidget *window, *tab;
} Fixture;

static guint asked;
static gboolean confirms;

static gboolean
answer (const char *kind, const char *heading, const char *body, gboolean *accept, char **text, char **login, gpointer data)
{
  g_assert_cmpstr (kind, ==, "prompt");
  g_assert_nonnull (strstr (heading, "张红"));
  asked++;
  *accept = confirms;
  return TRUE;
}

static gboolean
has_card (gpointer data)
{
  return crf_ui_find_type (data, CRF_TYPE_INFUSION_CARD) != NULL;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  ward_open (&f->ward, NULL);
  crf_outcome_free (crf_test_do (f->ward.study->investigator, "receive-lot", NULL, "lot", LOT, "concentration", "10", "basis", "total", "viability", "90",
                                 "bag-volume", "20", "bags", "10", "expires", "2026-06-30", "confirm", ASKED, NULL));
  crf_outcome_free (crf_test_do (f->ward.study->investigator, "release-lot", NULL, "lot", LOT, "endotoxin", "0.25", "sterility", "PEND", "mycoplasma", "NEG",
                                 "identity", "OK", "confirm", ASKED, NULL));
  g_clear_pointer (&f->ward.second, crf_session_close);
  f->writer = crf_ui_writer_new (f->ward.study, "li");
  f->window = gtk_window_new ();
  f->tab = g_object_new (CRF_TYPE_INFUSIONS_TAB, NULL);
  gtk_window_set_default_size (GTK_WINDOW (f->window), 1024, 600);
  gtk_window_set_child (GTK_WINDOW (f->window), f->tab);
  gtk_window_present (GTK_WINDOW (f->window));
  crf_patient_tab_set_writer (CRF_PATIENT_TAB (f->tab), f->writer);
  crf_patient_tab_open (CRF_PATIENT_TAB (f->tab), f->ward.number, NULL);
  crf_ui_wait (has_card, f->tab, "the infusions");
  asked = 0;
  crf_dialogs_set_hook (answer, NULL);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  crf_dialogs_set_hook (NULL, NULL);
  gtk_window_destroy (GTK_WINDOW (f->window));
  crf_writer_close (f->writer);
  crf_ui_spin (50);
  g_object_unref (f->writer);
  g_free (f->ward.number);
  crf_test_study_free (f->ward.study);
}

static GtkWidget *
child_of (Fixture *f, const char *id)
{
  GtkWidget *card = crf_ui_find_type (f->tab, CRF_TYPE_INFUSION_CARD);

  return GTK_WIDGET (gtk_widget_get_template_child (card, CRF_TYPE_INFUSION_CARD, id));
}

static void
choose_lot (GtkDropDown *lots)
{
  GListModel *model = gtk_drop_down_get_model (lots);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    if (g_str_has_prefix (gtk_string_list_get_string (GTK_STRING_LIST (model), i), LOT))
      {
        gtk_drop_down_set_selected (lots, i);
        return;
      }
  g_assert_not_reached ();
}

static gboolean
has_asked (gpointer data)
{
  return asked > 0;
}

static gboolean
is_idle (gpointer data)
{
  return crf_writer_is_idle (data);
}

/* Whether the plan is stored is read from the card, which was read anew. */
static gboolean
is_planned (gpointer data)
{
  return gtk_widget_get_visible (child_of (data, "planned")) && strstr (gtk_label_get_text (GTK_LABEL (child_of (data, "planned"))), LOT) != NULL;
}

static void
plan (Fixture *f)
{
  gtk_editable_set_text (GTK_EDITABLE (child_of (f, "weight")), "62");
  gtk_editable_set_text (GTK_EDITABLE (child_of (f, "weight_date")), "2026-03-02 07:30");
  gtk_editable_set_text (GTK_EDITABLE (child_of (f, "duration")), "50");
  choose_lot (GTK_DROP_DOWN (child_of (f, "lot")));
  gtk_widget_activate (child_of (f, "plan"));
  crf_ui_wait (has_asked, NULL, "the question");
  crf_ui_spin (100);
  crf_ui_wait (is_idle, f->writer, "the writer");
}

static void
test_confirmed (Fixture *f, gconstpointer data)
{
  confirms = TRUE;
  plan (f);
  crf_ui_wait (is_planned, f, "the plan");
  g_assert_cmpuint (asked, ==, 1);
}

static void
test_taken_back (Fixture *f, gconstpointer data)
{
  confirms = FALSE;
  plan (f);
  g_assert_false (is_planned (f));
  /* What was typed stands, the card can be pressed again, and the page says that nothing was stored. */
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (child_of (f, "weight"))), ==, "62");
  g_assert_true (gtk_widget_is_sensitive (child_of (f, "plan")));
  g_assert_true (g_str_has_prefix (crf_refusal_bar_get_message (CRF_REFUSAL_BAR (gtk_widget_get_template_child (f->tab, CRF_TYPE_INFUSIONS_TAB, "bar"))),
                                   "Not stored"));
  confirms = TRUE;
  asked = 0;
  plan (f);
  crf_ui_wait (is_planned, f, "the plan");
}

int
main (int argc, char *argv[])
{
  crf_ui_test_init (&argc, &argv);
  g_test_add ("/app/infusions/a-plan-that-asks-goes-on-with-the-answer", Fixture, NULL, set_up, test_confirmed, tear_down);
  g_test_add ("/app/infusions/a-plan-that-is-taken-back-is-not-stored", Fixture, NULL, set_up, test_taken_back, tear_down);
  return g_test_run ();
}
