/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The lists that an inspector asks for: accounts through time, delegated tasks, trainings, signatures and queries. */

#include "crf-xlsx-private.h"

#include "crf-reader-logs.h"
#include "crf-reader-trust.h"

#include <glib/gi18n-lib.h>

typedef struct { const char *title; double width; } Header;

static gboolean
begin (CrfSheet *sheet,
       CrfWorkbook *book,
       const char *name,
       const Header *headers,
       guint n,
       GError **error)
{
  if (!crf_sheet_begin (sheet, book, name, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    crf_sheet_add_header (sheet, headers[i].title, headers[i].width);
  crf_sheet_end_header (sheet);
  return TRUE;
}

static gboolean
add_row (CrfSheet *sheet,
         const char *const *cells,
         guint n,
         GError **error)
{
  if (!crf_sheet_next_row (sheet, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    crf_sheet_add_text (sheet, cells[i]);
  return TRUE;
}

static gboolean
write_accounts (CrfWorkbook *book,
                GError **error)
{
  const Header headers[] = { { _("Login"), 14 },         { _("Name"), 20 },         { _("Roles"), 34 },       { _("From"), 18 },
                             { _("To"), 18 },            { _("State"), 26 },        { _("Last day"), 12 },    { _("Changed by"), 14 },
                             { _("Note"), 36 },          { _("Last sign-in"), 18 }, { _("Failed since then"), 12 }, { _("Locked out until"), 18 } };
  g_autoptr (GPtrArray) spans = crf_reader_account_log (book->session, error);
  gboolean done;
  CrfSheet sheet;

  if (spans == NULL || !begin (&sheet, book, _("Accounts"), headers, G_N_ELEMENTS (headers), error))
    return FALSE;
  done = TRUE;
  for (guint i = 0; done && i < spans->len; i++)
    {
      const CrfAccountSpan *span = g_ptr_array_index (spans, i);
      const char *const cells[] = { span->login, span->name,     span->roles, span->from, span->to,
                                    span->state, span->last_day, span->by,    span->note, span->signed_in };

      done = add_row (&sheet, cells, G_N_ELEMENTS (cells), error);
      if (!done)
        break;
      if (span->to == NULL)
        crf_sheet_add_number (&sheet, (double) span->failures, 0);
      else
        crf_sheet_skip (&sheet);
      crf_sheet_add_text (&sheet, span->locked_out);
    }
  crf_sheet_end (&sheet);
  return done;
}

static gboolean
write_delegations (CrfWorkbook *book,
                   const CrfDelegationLog *log,
                   GError **error)
{
  const Header headers[] = { { _("Login"), 14 }, { _("Name"), 20 }, { _("Task"), 30 }, { _("From"), 12 }, { _("To"), 12 },
                             { _("Trained for"), 16 }, { _("Signed by the principal investigator"), 24 } };
  gboolean done = TRUE;
  CrfSheet sheet;

  if (!begin (&sheet, book, _("Delegations"), headers, G_N_ELEMENTS (headers), error))
    return FALSE;
  for (guint i = 0; done && i < log->n_delegations; i++)
    {
      const CrfDelegationLine *line = g_ptr_array_index (log->lines, i);
      const char *const cells[] = { line->login, line->name,     line->what, line->from,
                                    line->to,    line->training, line->signed_on != NULL ? line->signed_on : _("awaits the signature") };

      done = add_row (&sheet, cells, G_N_ELEMENTS (cells), error);
    }
  crf_sheet_end (&sheet);
  return done;
}

static gboolean
write_trainings (CrfWorkbook *book,
                 const CrfDelegationLog *log,
                 GError **error)
{
  const Header headers[] = { { _("Login"), 14 }, { _("Name"), 20 }, { _("Trained in"), 50 }, { _("Date"), 12 } };
  gboolean done = TRUE;
  CrfSheet sheet;

  if (!begin (&sheet, book, _("Training"), headers, G_N_ELEMENTS (headers), error))
    return FALSE;
  for (guint i = log->n_delegations; done && i < log->lines->len; i++)
    {
      const CrfDelegationLine *line = g_ptr_array_index (log->lines, i);
      const char *const cells[] = { line->login, line->name, line->subject, line->from };

      done = add_row (&sheet, cells, G_N_ELEMENTS (cells), error);
    }
  crf_sheet_end (&sheet);
  return done;
}

static gboolean
write_signatures (CrfWorkbook *book,
                  GError **error)
{
  const Header headers[] = { { _("Entry"), 14 },     { _("Signed"), 24 },   { _("Login"), 14 },      { _("Name"), 20 },
                             { _("Role"), 20 },      { _("Meaning"), 50 },  { _("Subject"), 10 },    { _("Of what"), 40 },
                             { _("Event key"), 12 }, { _("Form key"), 12 }, { _("Section key"), 12 }, { _("State"), 12 } };
  g_autoptr (GPtrArray) lines = crf_reader_signature_log (book->session, book->options->subject, error);
  gboolean done;
  CrfSheet sheet;

  if (lines == NULL || !begin (&sheet, book, _("Signatures"), headers, G_N_ELEMENTS (headers), error))
    return FALSE;
  done = TRUE;
  for (guint i = 0; done && i < lines->len; i++)
    {
      const CrfSignatureLine *line = g_ptr_array_index (lines, i);
      const char *what = line->what != NULL ? line->what : line->subject_number != NULL ? _("The patient as a whole") : _("The study as a whole");
      const char *const cells[] = { line->id,   line->at,       line->login,   line->name,     line->role, line->meaning, line->subject_number,
                                    what,       line->eventkey, line->formkey, line->groupkey, line->voided ? _("void") : _("stands") };

      done = add_row (&sheet, cells, G_N_ELEMENTS (cells), error);
    }
  crf_sheet_end (&sheet);
  return done;
}

static gboolean
write_queries (CrfWorkbook *book,
               GError **error)
{
  const Header headers[] = { { _("Query"), 14 },      { _("Subject"), 10 }, { _("Field"), 40 },  { _("Question"), 44 },  { _("Opened"), 18 },
                             { _("Asked by"), 14 },   { _("State"), 12 },   { _("Closed"), 18 }, { _("Age in days"), 10 }, { _("Thread"), 70 } };
  g_autoptr (GPtrArray) lines = crf_reader_query_log (book->session, book->options->subject, error);
  gboolean done;
  CrfSheet sheet;

  if (lines == NULL || !begin (&sheet, book, _("Queries"), headers, G_N_ELEMENTS (headers), error))
    return FALSE;
  done = TRUE;
  for (guint i = 0; done && i < lines->len; i++)
    {
      const CrfQueryLine *line = g_ptr_array_index (lines, i);
      const char *const cells[] = { line->key, line->subject_number, line->place, line->text, line->opened, line->by, line->state, line->closed };

      done = add_row (&sheet, cells, G_N_ELEMENTS (cells), error);
      if (!done)
        break;
      crf_sheet_add_number (&sheet, line->age_days, 0);
      crf_sheet_add_text (&sheet, line->thread);
    }
  crf_sheet_end (&sheet);
  return done;
}

gboolean
crf_xlsx_write_logs (CrfWorkbook *book,
                     GError **error)
{
  CrfDelegationLog *log;
  gboolean done = TRUE;

  /* The workbook of one patient has what was signed and asked about her; who works here stands in that of the study. */
  if (book->options->subject == NULL)
    {
      log = crf_reader_delegation_log (book->session, error);
      done = log != NULL && write_accounts (book, error) && write_delegations (book, log, error) && write_trainings (book, log, error);
      crf_delegation_log_free (log);
    }
  return done && write_signatures (book, error) && write_queries (book, error);
}
