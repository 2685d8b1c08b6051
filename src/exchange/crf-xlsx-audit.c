/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The audit trail sheet: one row an entry of the journal, in replay order. */

#include "crf-xlsx-private.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  CrfSheet sheet;
  GError *error;
} Trail;

static gboolean
add_entry (const CrfExportEntry *entry,
           gpointer data)
{
  Trail *trail = data;
  CrfSheet *sheet = &trail->sheet;
  const char *const cells[] = { entry->id,       entry->at,    entry->offset,    entry->station,   entry->user,    entry->role,
                                entry->action,   entry->what,  entry->subject_number, entry->event, entry->eventkey, entry->form,
                                entry->formkey,  entry->group, entry->groupkey,  entry->item,      entry->old_value, entry->new_value,
                                entry->unit,     entry->missing, entry->reason,  entry->prompt,    entry->meaning };

  if (!crf_sheet_next_row (sheet, &trail->error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    crf_sheet_add_text (sheet, cells[i]);
  return TRUE;
}

gboolean
crf_xlsx_write_audit (CrfWorkbook *book,
                      GError **error)
{
  const struct
  {
    const char *title;
    double width;
  } headers[] = { { _("Entry"), 14 },     { _("Time (UTC)"), 24 }, { _("Offset"), 8 },   { _("Workstation"), 12 }, { _("User"), 14 },
                  { _("Role"), 14 },      { _("Action"), 18 },     { _("What happened"), 44 }, { _("Subject"), 10 }, { _("Event"), 16 },
                  { _("Event key"), 12 }, { _("Form"), 12 },       { _("Form key"), 12 }, { _("Section"), 12 },   { _("Section key"), 12 },
                  { _("Item"), 14 },      { _("Old value"), 16 },  { _("New value"), 20 }, { _("Unit"), 12 },     { _("Missing"), 8 },
                  { _("Reason"), 30 },    { _("Asked by the program"), 30 }, { _("Meaning of the signature"), 20 } };
  const CrfPatient *only = book->options->subject != NULL ? g_ptr_array_index (book->patients, 0) : NULL;
  Trail trail = { .error = NULL };
  gboolean done;

  if (!crf_sheet_begin (&trail.sheet, book, _("Audit trail"), error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    crf_sheet_add_header (&trail.sheet, headers[i].title, headers[i].width);
  crf_sheet_end_header (&trail.sheet);
  done = crf_export_visit_audit (book->session, only != NULL ? only->key : NULL, add_entry, &trail, error);
  crf_sheet_end (&trail.sheet);
  if (trail.error != NULL)
    {
      g_clear_error (error);
      g_propagate_error (error, trail.error);
      return FALSE;
    }
  return done;
}
