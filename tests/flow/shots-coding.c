/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Not a term of the dictionary is MedDRA's: each says so, and its code begins with 99. Some are as long as MedDRA's can be. */

#include "shots-coding.h"

#include <glib/gstdio.h>

#include "crf-coding-window.h"
#include "crf-coding.h"
#include "crf-study-view.h"
#include "crf-ui.h"

static const CrfDictionaryPt pts[] = {
  { "99000031", "Made-up event of the demonstration", "99000021", "Made-up signs of the demonstration", "99000011", "Made-up general signs", "99000001",
    "Made-up class for what a demonstration invents and nobody reports" },
  { "99000032", "Invented reaction, procedural", "99000022", "Invented procedural reactions", "99000012", "Invented reactions of whatever kind", "99000002",
    "Invented injuries, and invented complications of procedures that nobody did" },
  { "99000033", "Imaginary finding", "99000023", "Imaginary findings not elsewhere imagined", "99000013", "Imaginary investigations", "99000003", "Imaginary class" },
};

/* The first terms of the demonstration are coded by their own words. */
static void
import_dictionary (const GPtrArray *terms)
{
  static const char *const endings[] = { "(made up)", "(made up, of the second kind)", "(invented for pictures, with a name as long as a term of a dictionary can be)",
                                         "(imaginary)" };
  g_autoptr (GPtrArray) classes = g_ptr_array_new (), names = g_ptr_array_new_with_free_func (g_free), texts = g_ptr_array_new_with_free_func (g_free);
  const CrfDictionaryContent content = { "0.1", "Invented", classes, names };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (pts); i++)
    g_ptr_array_add (classes, (gpointer) &pts[i]);
  for (guint i = 0; i < MIN (terms->len, 12) * (G_N_ELEMENTS (endings) + 1); i++)
    {
      const char *words = ((const CrfCodableTerm *) g_ptr_array_index (terms, i / (G_N_ELEMENTS (endings) + 1)))->verbatim;
      guint ending = i % (G_N_ELEMENTS (endings) + 1);
      char *name = ending == 0 ? g_strdup (words) : g_strdup_printf ("%s %s", words, endings[ending - 1]);
      char *code = g_strdup_printf ("9910%04u", i);

      g_ptr_array_add (texts, name);
      g_ptr_array_add (texts, code);
      g_ptr_array_add (names, g_memdup2 (&(CrfDictionaryLlt) { code, name, pts[i % G_N_ELEMENTS (pts)].code, TRUE }, sizeof (CrfDictionaryLlt)));
    }
  if (!crf_dictionary_store (&content, &error))
    g_printerr ("The dictionary could not be made: %s\n", error->message);
}

static void
forget_dictionary (void)
{
  g_autoptr (GPtrArray) releases = crf_dictionary_list ();

  for (guint i = 0; i < releases->len; i++)
    g_unlink (((CrfDictionaryRelease *) g_ptr_array_index (releases, i))->path);
}

static gpointer
terms_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return crf_reader_codable_terms (session, NULL, error);
}

static void
take (CrfWindow *window, const char *folder, const char *name)
{
  crf_ui_settle (window);
  crf_ui_spin (300);
  crf_ui_shot (GTK_WINDOW (window), folder, name);
}

static gboolean
has_found (gpointer data)
{
  g_autofree const char **codes = crf_coding_window_list_codes (data);

  return codes[0] != NULL;
}

static void
code_terms (CrfWindow *window, CrfCodingWindow *coding, const char *folder)
{
  crf_ui_wait (has_found, coding, "terms to be found");
  take (window, folder, "50-coding");
  gtk_editable_set_text (crf_coding_window_get_entry (coding), "nothing of the kind");
  crf_ui_spin (300);
  take (window, folder, "50-coding-nothing");
  gtk_editable_set_text (crf_coding_window_get_entry (coding), "made up");
  crf_ui_spin (300);
  take (window, folder, "50-coding-many");
  for (guint i = 0; i < 2; i++)
    {
      crf_coding_window_accept (coding);
      crf_ui_settle (window);
      crf_ui_wait (has_found, coding, "terms to be found");
    }
}

static void
look_again (CrfWindow *window, const CrfCodableTerm *term, const char *folder)
{
  GtkWidget *view = GTK_WIDGET (crf_window_get_view (window));
  CrfCodingWindow *coding = crf_coding_window_present (view, crf_window_get_writer (window), term->target->subject, term->target);

  crf_ui_spin (500);
  crf_ui_wait (has_found, coding, "terms to be found");
  take (window, folder, "51-coding-again");
  crf_coding_window_accept (coding);
  crf_ui_settle (window);
  take (window, folder, "51-coding-refused");
  gtk_window_destroy (GTK_WINDOW (coding));
}

void
shots_coding (CrfWindow *window, const char *folder)
{
  g_autoptr (GPtrArray) terms = NULL;
  CrfCodingWindow *coding;

  crf_ui_sign_in (window, "manager", "demo");
  forget_dictionary ();
  coding = crf_coding_window_present (GTK_WIDGET (crf_window_get_view (window)), crf_window_get_writer (window), NULL, NULL);
  take (window, folder, "50-coding-no-dictionary");
  gtk_window_destroy (GTK_WINDOW (coding));
  terms = crf_writer_call (crf_window_get_writer (window), terms_job, NULL, NULL);
  if (terms != NULL && terms->len > 0)
    {
      const CrfCodableTerm *first = g_ptr_array_index (terms, 0);

      import_dictionary (terms);
      coding = crf_coding_window_present (GTK_WIDGET (crf_window_get_view (window)), crf_window_get_writer (window), NULL, NULL);
      code_terms (window, coding, folder);
      gtk_window_destroy (GTK_WINDOW (coding));
      look_again (window, first, folder);
      crf_study_view_show_patient (crf_window_get_view (window), first->target->subject, "safety", NULL);
      take (window, folder, "52-safety-coded");
    }
  forget_dictionary ();
  crf_window_sign_out (window, TRUE);
}
