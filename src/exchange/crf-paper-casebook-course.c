/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The course of a patient: eligibility, visits, infusions; queries, deviations; the audit trail. */

#include "crf-paper-casebook-private.h"

#include <glib/gi18n-lib.h>

/* ── Eligibility ── */

static const char *
answer_label (const char *answer)
{
  static const struct { const char *code, *label; } answers[] = { { "Y", N_("Yes") }, { "N", N_("No") }, { "U", N_("Unknown") }, { "NA", N_("n.a.") } };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    if (g_strcmp0 (answer, answers[i].code) == 0)
      return _(answers[i].label);
  return answer;
}

static gboolean
add_eligibility (CrfCasebookPaper *self,
                 GError **error)
{
  static const double shares[] = { 1, 6, 1.3, 3 };
  const char *const header[] = { _("No."), _("Criterion"), _("Answer"), _("What the data say") };
  g_autoptr (CrfEligibilityState) state = NULL;

  if (crf_study_get_criteria (crf_session_get_study (self->session))->len == 0)
    return TRUE;
  state = crf_reader_eligibility (self->session, self->patient->key, error);
  if (state == NULL)
    return FALSE;
  crf_paper_add_heading (self->paper, _("Eligibility"));
  crf_paper_add_pair (self->paper, _("Verdict"), state->verdict_text);
  crf_paper_add_pair (self->paper, _("Signature"), state->signed_text);
  crf_paper_add_pair (self->paper, _("Strata"), state->strata_text);
  crf_paper_add_pair (self->paper, _("Note"), state->notice);
  crf_paper_set_columns (self->paper, shares, G_N_ELEMENTS (shares));
  crf_paper_add_header (self->paper, header);
  for (guint i = 0; i < state->criteria->len; i++)
    {
      const CrfCriterionState *criterion = g_ptr_array_index (state->criteria, i);
      const char *const cells[] = { criterion->criterion->oid, criterion->text, answer_label (criterion->answer), criterion->computed_text };

      crf_paper_add_row (self->paper, cells, 0);
    }
  return TRUE;
}

/* ── Visits, infusions ── */

static gboolean
add_visits (CrfCasebookPaper *self,
            GError **error)
{
  static const double shares[] = { 3, 1.7, 3, 1.7, 3 };
  const char *const header[] = { _("Visit"), _("Target"), _("Window"), _("Visit date"), _("State") };
  g_autoptr (GPtrArray) visits = crf_reader_visits (self->session, self->patient->key, error);

  if (visits == NULL)
    return FALSE;
  crf_paper_add_heading (self->paper, _("Visits"));
  crf_paper_set_columns (self->paper, shares, G_N_ELEMENTS (shares));
  crf_paper_add_header (self->paper, header);
  for (guint i = 0; i < visits->len; i++)
    {
      const CrfVisit *visit = g_ptr_array_index (visits, i);
      g_autofree char *window = visit->from != NULL && visit->to != NULL ? g_strdup_printf (_("%s to %s"), visit->from, visit->to) : NULL;
      g_autofree char *state = visit->why != NULL ? g_strdup_printf ("%s (%s)", crf_visit_state_get_label (visit->state), visit->why)
                                                  : g_strdup (crf_visit_state_get_label (visit->state));
      const char *const cells[] = { crf_text_get (visit->event->title, crf_session_get_language (self->session)), visit->target, window,
                                    visit->visit_date, state };

      crf_paper_add_row (self->paper, cells, 0);
    }
  return TRUE;
}

static gboolean
add_infusions (CrfCasebookPaper *self,
               GError **error)
{
  g_autoptr (GPtrArray) infusions = NULL;

  if (crf_study_get_dose_rule (crf_session_get_study (self->session)) == NULL || self->patient->allocation_number == NULL)
    return TRUE;
  infusions = crf_reader_infusions (self->session, self->patient->key, error);
  if (infusions == NULL)
    return FALSE;
  crf_paper_add_heading (self->paper, _("Infusions"));
  for (guint i = 0; i < infusions->len; i++)
    {
      const CrfInfusionState *infusion = g_ptr_array_index (infusions, i);
      g_autofree char *title = g_strdup_printf (_("Infusion %d"), infusion->ordinal);

      crf_paper_add_pair (self->paper, title, infusion->state_label);
      crf_paper_add_pair (self->paper, _("Planned"), infusion->planned_text);
      crf_paper_add_pair (self->paper, _("Given"), infusion->given_text);
      crf_paper_add_pair (self->paper, _("Deviation"), infusion->deviation_text);
      for (guint j = 0; j < infusion->arithmetic->len; j++)
        crf_paper_add_note (self->paper, g_ptr_array_index (infusion->arithmetic, j));
    }
  return TRUE;
}

gboolean
crf_paper_casebook_add_course (CrfCasebookPaper *self,
                               GError **error)
{
  return add_eligibility (self, error) && add_visits (self, error) && add_infusions (self, error);
}

/* ── Queries and deviations ── */

static void
add_queries (CrfCasebookPaper *self,
             const GPtrArray *queries)
{
  static const double shares[] = { 1.3, 3.5, 5, 1.8 };
  const char *const header[] = { _("State"), _("Place"), _("Query"), _("Opened") };

  if (queries->len == 0)
    return;
  crf_paper_add_heading (self->paper, _("Queries"));
  crf_paper_set_columns (self->paper, shares, G_N_ELEMENTS (shares));
  crf_paper_add_header (self->paper, header);
  for (guint i = 0; i < queries->len; i++)
    {
      const CrfQuery *query = g_ptr_array_index (queries, i);
      const char *const cells[] = { query->state_label, query->place, query->text, query->opened };

      crf_paper_add_row (self->paper, cells, 0);
    }
}

static void
add_deviations (CrfCasebookPaper *self,
                const GPtrArray *deviations)
{
  static const double shares[] = { 1.8, 4, 3.2, 1.4, 1.4 };
  const char *const header[] = { _("Opened"), _("What happened"), _("Reason"), _("Class"), _("State") };

  if (deviations->len == 0)
    return;
  crf_paper_add_heading (self->paper, _("Protocol deviations"));
  crf_paper_set_columns (self->paper, shares, G_N_ELEMENTS (shares));
  crf_paper_add_header (self->paper, header);
  for (guint i = 0; i < deviations->len; i++)
    {
      const CrfDeviation *deviation = g_ptr_array_index (deviations, i);
      const char *const cells[] = { deviation->opened, deviation->text, deviation->reason, deviation->class_label, deviation->state_label };

      crf_paper_add_row (self->paper, cells, 0);
    }
}

gboolean
crf_paper_casebook_add_findings (CrfCasebookPaper *self,
                                 GError **error)
{
  g_autoptr (GPtrArray) queries = crf_reader_queries (self->session, self->patient->key, NULL, error);
  g_autoptr (GPtrArray) deviations = queries != NULL ? crf_reader_deviations (self->session, self->patient->key, error) : NULL;

  if (deviations == NULL)
    return FALSE;
  add_queries (self, queries);
  add_deviations (self, deviations);
  return TRUE;
}

/* ── Audit trail ── */

gboolean
crf_paper_casebook_add_audit (CrfCasebookPaper *self,
                              GError **error)
{
  static const double shares[] = { 2.9, 1.8, 2, 2.8, 2, 2.2, 2.2 };
  const char *const header[] = { _("Time"), _("Who"), _("Action"), _("Place"), _("Old value"), _("New value"), _("Reason") };
  const CrfAuditFilter filter = { .subject = self->patient->key };
  g_autoptr (GPtrArray) rows = crf_reader_audit_filtered (self->session, &filter, 0, error);

  if (rows == NULL)
    return FALSE;
  crf_paper_add_heading (self->paper, _("Audit trail"));
  crf_paper_set_columns (self->paper, shares, G_N_ELEMENTS (shares));
  crf_paper_add_header (self->paper, header);
  /* Newest first as it is read; on paper as it happened. */
  for (guint i = rows->len; i > 0; i--)
    {
      const CrfAuditRow *row = g_ptr_array_index (rows, i - 1);
      g_autofree char *who = g_strdup_printf ("%s (%s)", row->user, row->role);
      const char *const cells[] = { row->at, who, row->action_label, row->place, row->old_value, row->new_value, row->reason };

      crf_paper_add_row (self->paper, cells, 0);
    }
  return TRUE;
}
