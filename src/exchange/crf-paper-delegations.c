/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who may do what in the trial, as the principal investigator signed it: tasks, trainings, her signatures, and a line for her hand. */

#include "crf-paper-delegations.h"

#include "crf-paper.h"
#include "crf-reader-logs.h"
#include "crf-reader-trust.h"
#include "crf-readings.h"
#include "crf-signing.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* "Li Na (li)"; an administrator who works in the trial is marked. Free it. */
static char *
name_of (const CrfDelegationLine *line,
         GHashTable *notes)
{
  const char *note = g_hash_table_lookup (notes, line->login);

  return note != NULL ? g_strdup_printf ("%s (%s) · %s", line->name, line->login, note) : g_strdup_printf ("%s (%s)", line->name, line->login);
}

static void
add_tasks (CrfPaper *paper,
           const CrfDelegationLog *log,
           GHashTable *notes)
{
  const double shares[] = { 0.26, 0.26, 0.12, 0.12, 0.1, 0.14 };
  const char *const heads[] = { _("Name (login)"), _("Task"), _("From"), _("To"), _("Trained for"), _("Signed") };

  crf_paper_add_subheading (paper, _("Delegated tasks"));
  if (log->n_delegations == 0)
    {
      crf_paper_add_text (paper, _("No task is delegated: the role alone decides."), 0);
      return;
    }
  crf_paper_set_columns (paper, shares, G_N_ELEMENTS (shares));
  crf_paper_add_header (paper, heads);
  for (guint i = 0; i < log->n_delegations; i++)
    {
      const CrfDelegationLine *line = g_ptr_array_index (log->lines, i);
      g_autofree char *name = name_of (line, notes);
      const char *const cells[] = { name, line->what, line->from, line->to != NULL ? line->to : _("open"), line->training,
                                    line->signed_on != NULL ? line->signed_on : _("awaits the signature") };

      crf_paper_add_row (paper, cells, 0);
    }
}

static void
add_trainings (CrfPaper *paper,
               const CrfDelegationLog *log,
               GHashTable *notes)
{
  const double shares[] = { 0.32, 0.52, 0.16 };
  const char *const heads[] = { _("Name (login)"), _("Trained in"), _("Date") };

  crf_paper_add_subheading (paper, _("Trainings"));
  if (log->lines->len == log->n_delegations)
    {
      crf_paper_add_text (paper, _("None is recorded."), 0);
      return;
    }
  crf_paper_set_columns (paper, shares, G_N_ELEMENTS (shares));
  crf_paper_add_header (paper, heads);
  for (guint i = log->n_delegations; i < log->lines->len; i++)
    {
      const CrfDelegationLine *line = g_ptr_array_index (log->lines, i);
      g_autofree char *name = name_of (line, notes);
      const char *const cells[] = { name, line->subject, line->from };

      crf_paper_add_row (paper, cells, 0);
    }
}

static void
add_signatures (CrfPaper *paper,
                const CrfDelegationLog *log,
                const GPtrArray *signatures)
{
  gboolean any = FALSE;

  crf_paper_add_subheading (paper, _("Electronic signatures of the principal investigator"));
  for (guint i = 0; i < signatures->len; i++)
    {
      const CrfSignatureLine *line = g_ptr_array_index (signatures, i);
      g_autofree char *who = NULL;

      if (g_strcmp0 (line->code, CRF_MEANING_DELEGATIONS) != 0)
        continue;
      any = TRUE;
      who = g_strdup_printf ("%s (%s, %s): %s", line->name, line->login, line->role, line->meaning);
      crf_paper_add_pair (paper, line->at, who);
      crf_paper_add_note (paper, line->id);
    }
  if (!any)
    crf_paper_add_warning (paper, _("Not signed by the principal investigator."));
  else if (log->outdated)
    crf_paper_add_warning (paper, _("Lines were added after the signature."));
}

/* Who keeps the accounts and works in the trial, by login: the account's last line is the one in force. */
static GHashTable *
read_notes (const GPtrArray *spans)
{
  GHashTable *notes = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < spans->len; i++)
    {
      const CrfAccountSpan *span = g_ptr_array_index (spans, i);

      if (span->to == NULL && span->note != NULL)
        g_hash_table_insert (notes, span->login, span->note);
    }
  return notes;
}

gboolean
crf_paper_delegations_write (CrfSession *session,
                             const char *path,
                             CrfRefusal **refusal,
                             GError **error)
{
  const CrfPaperKind kind = { "delegations", _("Delegation and training log"), CRF_PAPER_UPRIGHT, TRUE, NULL };
  const char *const lines[] = { _("Principal investigator, date") };
  CrfDelegationLog *log = NULL;
  g_autoptr (GPtrArray) spans = NULL, signatures = NULL;
  g_autoptr (GHashTable) notes = NULL;
  g_autoptr (CrfPaper) paper = NULL;

  crf_readings_begin_output (session);
  spans = crf_reader_account_log (session, error);
  signatures = spans != NULL ? crf_reader_signature_log (session, NULL, error) : NULL;
  log = signatures != NULL ? crf_reader_delegation_log (session, error) : NULL;
  paper = log != NULL ? crf_paper_new (session, &kind, NULL, error) : NULL;
  if (paper != NULL)
    {
      notes = read_notes (spans);
      add_tasks (paper, log, notes);
      add_trainings (paper, log, notes);
      add_signatures (paper, log, signatures);
      crf_paper_add_sign (paper, lines, G_N_ELEMENTS (lines));
    }
  crf_delegation_log_free (log);
  return paper != NULL && crf_paper_finish (paper, path, NULL, refusal, error);
}
