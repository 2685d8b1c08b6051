/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Events are forms, and lines of the history are repeats of a group: both have keys of their own. */

#include "crf-judgement-link.h"

#include "crf-common-form.h"
#include "crf-grade.h"
#include "crf-limits.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
crf_judgement_link_free (CrfJudgementLink *link)
{
  if (link == NULL)
    return;
  g_free (link->key);
  g_free (link->label);
  g_free (link);
}

static void
add_link (GPtrArray *links,
          const char *key,
          const char *what,
          const char *term,
          const char *date)
{
  CrfJudgementLink *link = g_new0 (CrfJudgementLink, 1);
  g_autofree char *day = date != NULL ? g_strndup (date, strlen ("2026-03-02")) : NULL;

  link->key = g_strdup (key);
  link->label = day != NULL ? g_strdup_printf (_("%s: %s · %s"), what, term != NULL ? term : "–", day)
                            : g_strdup_printf (_("%s: %s"), what, term != NULL ? term : "–");
  g_ptr_array_add (links, link);
}

/* Newest first. */
static void
add_events (GPtrArray *links,
            CrfCasebook *casebook,
            const char *kind,
            const char *term,
            const char *start)
{
  CrfSession *session = crf_casebook_get_session (casebook);
  g_autoptr (GPtrArray) forms = crf_common_forms (casebook, kind);

  for (guint i = forms->len; i > 0; i--)
    {
      CrfFormRecord *record = g_ptr_array_index (forms, i - 1);
      const CrfForm *form = crf_study_find_form (crf_session_get_study (session), record->form);
      g_autofree char *label = crf_common_form_label (casebook, record, term);
      g_autofree char *what = NULL;

      if (form == NULL)
        continue;
      what = g_strdup_printf ("%s %u", crf_text_get (form->title, crf_session_get_language (session)), i);
      add_link (links, record->formkey, what, label, crf_common_form_get (casebook, record, start));
    }
}

/* A line is known by the first thing that is said in it. */
static void
add_lines (GPtrArray *links,
           CrfCasebook *casebook,
           CrfFormRecord *record,
           const CrfForm *form)
{
  CrfSession *session = crf_casebook_get_session (casebook);
  GPtrArray *cells = crf_casebook_get_cells (casebook, record);

  for (guint i = 0; i < form->groups->len; i++)
    {
      const CrfItemGroup *group = g_ptr_array_index (form->groups, i);
      const CrfItemRef *first = group->items->len > 0 ? g_ptr_array_index (group->items, 0) : NULL;

      for (guint j = 0; group->repeating && first != NULL && j < cells->len; j++)
        {
          const CrfCell *cell = g_ptr_array_index (cells, j);
          g_autofree char *term = NULL;

          if (cell->item != first->item || strcmp (cell->group, group->oid) != 0 || crf_value_is_empty (cell->value))
            continue;
          term = crf_value_to_display (cell->value, cell->item, crf_session_get_language (session));
          add_link (links, cell->groupkey, crf_text_get (group->title, crf_session_get_language (session)), term, NULL);
        }
    }
}

GPtrArray *
crf_judgement_links_of (CrfCasebook *casebook)
{
  CrfStudy *study = crf_session_get_study (crf_casebook_get_session (casebook));
  GPtrArray *forms = crf_casebook_get_forms (casebook), *links = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_judgement_link_free);

  add_events (links, casebook, "adverse-event", "ae.term", "ae.start");
  add_events (links, casebook, "decompensation", "ce.kind", "ce.start");
  for (guint i = 0; i < forms->len; i++)
    {
      CrfFormRecord *record = g_ptr_array_index (forms, i);
      const CrfForm *form = crf_study_find_form (study, record->form);

      if (form != NULL && g_strcmp0 (form->kind, "history") == 0)
        add_lines (links, casebook, record, form);
    }
  return links;
}

GPtrArray *
crf_reader_judgement_links (CrfSession *session,
                            const char *subject,
                            GError **error)
{
  g_autoptr (CrfSubjectRecord) record = crf_records_find_subject (crf_session_get_file (session), subject, error);
  g_autoptr (CrfCasebook) casebook = record != NULL ? crf_casebook_new (session, record->key, error) : NULL;

  return casebook != NULL ? crf_judgement_links_of (casebook) : NULL;
}

char *
crf_judgement_link_label (CrfCasebook *casebook,
                          const char *key)
{
  g_autoptr (GPtrArray) links = crf_judgement_links_of (casebook);

  for (guint i = 0; i < links->len; i++)
    {
      const CrfJudgementLink *link = g_ptr_array_index (links, i);

      if (g_strcmp0 (link->key, key) == 0)
        return g_strdup (link->label);
    }
  return NULL;
}

/* The CTCAE term of a value that is graded; else the test and which way it is off. */
static char *
term_of (CrfCasebook *casebook,
         CrfCell *cell,
         const CrfGrade *grade)
{
  const char *label = crf_text_get (cell->item->question, crf_session_get_language (crf_casebook_get_session (casebook)));
  CrfLimits limits;

  if (grade != NULL && grade->grade > 0)
    return g_strdup (_ (crf_ctcae_term (grade->test)));
  if (crf_limits_of (casebook, cell, &limits) && crf_limits_flag (&limits, cell->value) == CRF_FLAG_LOW)
    return g_strdup_printf (_("%s below its reference range"), label);
  return g_strdup_printf (_("%s above its reference range"), label);
}

CrfTarget *
crf_judgement_link_begin (CrfUseCaseContext *context,
                          CrfCasebook *casebook,
                          CrfCell *cell,
                          GError **error)
{
  g_autoptr (CrfGrade) grade = crf_grade_find (casebook, cell);
  g_autofree char *term = term_of (casebook, cell, grade);
  g_autofree char *start = g_strdup (crf_casebook_get_time (casebook, cell));
  g_autofree char *number = grade != NULL && grade->grade > 0 ? g_strdup_printf ("%d", grade->grade) : NULL;
  g_autoptr (CrfTarget) target = crf_common_form_add (context, "adverse-event", error);

  if (target == NULL || !crf_context_store_concept (context, target, "ae.term", term, NULL, NULL, error) ||
      (*start != '\0' && !crf_context_store_concept (context, target, "ae.start", start, NULL, NULL, error)) ||
      !crf_context_store_concept (context, target, "ae.ongoing", "Y", NULL, NULL, error) ||
      (number != NULL && !crf_context_store_concept (context, target, "ae.grade", number, NULL, NULL, error)) ||
      !crf_context_derive_timing (context, error))
    return NULL;
  return g_steal_pointer (&target);
}
