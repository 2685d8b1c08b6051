/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the words of an event or of the history were coded with, in columns named as SDTM names them. Codes stay text, as the dictionary writes them. */

#include "crf-xlsx-private.h"

#include "crf-coding.h"

/* The item of the sheet whose words are coded; NULL: none. */
static const CrfItem *
coded_item (const CrfPatientSheet *self)
{
  for (guint i = 0; i < self->items->len; i++)
    if (crf_coding_is_of (g_ptr_array_index (self->items, i)))
      return g_ptr_array_index (self->items, i);
  return NULL;
}

void
crf_sheet_add_coding_headers (CrfPatientSheet *self)
{
  const CrfItem *item = coded_item (self);

  for (guint part = 0; item != NULL && part < CRF_N_CODED; part++)
    {
      g_autofree char *name = crf_coding_variable (item, (CrfCodedPart) part);

      crf_sheet_add_header (&self->sheet, name, 12);
    }
}

void
crf_sheet_add_coding (CrfPatientSheet *self,
                      const CrfPatient *patient,
                      const CrfVisitRow *row,
                      const GPtrArray *terms)
{
  const CrfItem *item = coded_item (self);
  const CrfTarget target = { .subject = patient->key, .event = (char *) row->event->oid, .eventkey = row->eventkey,
                             .form = row->form != NULL ? (char *) row->form->oid : NULL, .formkey = row->formkey,
                             .groupkey = self->group != NULL ? row->groupkey : NULL, .item = item != NULL ? (char *) item->oid : NULL };
  const CrfCodableTerm *term = item != NULL ? crf_codable_terms_find (terms, &target) : NULL;

  for (guint part = 0; item != NULL && part < CRF_N_CODED; part++)
    crf_sheet_add_text (&self->sheet, term != NULL ? term->parts[part] : NULL);
}
