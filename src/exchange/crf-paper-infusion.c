/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads what the papers of an infusion day need, and writes the one that is asked for. */

#include "crf-paper-infusion.h"

#include "crf-export.h"
#include "crf-paper-infusion-private.h"
#include "crf-partial-date.h"
#include "crf-readings.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

const char *const crf_paper_infusion_names[] = { "label", "identity", "flowsheet", "handover", NULL };

static CrfPaper *(*const papers[]) (const CrfInfusionPaper *, CrfRefusal **, GError **) = { crf_paper_label, crf_paper_identity_sheet,
                                                                                         crf_paper_flowsheet, crf_paper_handover };

static void
infusion_paper_clear (CrfInfusionPaper *self)
{
  g_clear_pointer (&self->patient, crf_patient_free);
  g_clear_pointer (&self->day, crf_infusion_day_free);
  g_clear_pointer (&self->form, crf_form_state_free);
  g_clear_pointer (&self->monitoring, crf_monitoring_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CrfInfusionPaper, infusion_paper_clear)

const char *
crf_infusion_paper_get (const CrfInfusionPaper *self,
                        const char *concept)
{
  for (guint i = 0; self->form != NULL && i < self->form->sections->len; i++)
    {
      const CrfSectionState *section = g_ptr_array_index (self->form->sections, i);

      for (guint j = 0; j < section->fields->len; j++)
        {
          const CrfFieldState *field = g_ptr_array_index (section->fields, j);

          if (g_strcmp0 (field->item->concept, concept) == 0)
            return field->value->canonical;
        }
    }
  return NULL;
}

char *
crf_infusion_paper_with_unit (const char *value,
                              const char *unit)
{
  return value != NULL ? g_strdup_printf ("%s %s", value, unit) : NULL;
}

void
crf_infusion_paper_add_use_before (const CrfInfusionPaper *self,
                                   CrfPaper *paper)
{
  g_autofree char *use_before = crf_iso_to_display (self->day->use_before);

  if (use_before != NULL)
    crf_paper_add_fact (paper, _("Use before"), use_before);
  else
    crf_paper_add_text (paper, _("No use-before time is recorded: ask the laboratory before giving."), 0);
}

static gboolean
read_patient (CrfInfusionPaper *self,
              const char *subject,
              int ordinal,
              GError **error)
{
  g_autoptr (GPtrArray) checked = crf_export_subjects (self->session, subject, error); /* what is printed is what the journal says */

  self->patient = checked != NULL ? g_ptr_array_steal_index (checked, 0) : NULL;
  self->day = self->patient != NULL ? crf_reader_infusion_day (self->session, subject, ordinal, error) : NULL;
  if (self->day == NULL)
    return FALSE;
  self->form = crf_reader_form (self->session, self->day->target, error);
  if (self->form == NULL)
    return FALSE;
  self->monitoring = crf_reader_monitoring (self->session, subject, self->day->ordinal, NULL);
  return TRUE;
}

static gboolean
has_subject (const char *paper,
             const char *subject,
             GError **error)
{
  if (subject != NULL || strcmp (paper, "flowsheet") == 0 || strcmp (paper, "handover") == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _("The paper “%s” is of one patient: give the number."), paper);
  return FALSE;
}

static gboolean
write_paper (CrfSession *session,
             guint which,
             const char *subject,
             int ordinal,
             const char *path,
             CrfRefusal **refusal,
             GError **error)
{
  g_auto (CrfInfusionPaper) self = { .session = session, .masked = crf_paper_is_masked (session) };
  g_autoptr (CrfPaper) paper = NULL;

  crf_readings_begin_output (session);
  if (!has_subject (crf_paper_infusion_names[which], subject, error) || (subject != NULL && !read_patient (&self, subject, ordinal, error)))
    return FALSE;
  if (self.monitoring == NULL)
    self.monitoring = crf_reader_monitoring_plan (session);
  paper = papers[which](&self, refusal, error);
  return paper != NULL && crf_paper_finish (paper, path, NULL, refusal, error);
}

gboolean
crf_paper_infusion_write (CrfSession *session,
                          const char *paper,
                          const char *subject,
                          int ordinal,
                          const char *path,
                          CrfRefusal **refusal,
                          GError **error)
{
  for (guint i = 0; crf_paper_infusion_names[i] != NULL; i++)
    if (g_strcmp0 (crf_paper_infusion_names[i], paper) == 0)
      return write_paper (session, i, subject, ordinal, path, refusal, error);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _("There is no paper “%s”: label, identity, flowsheet or handover."), paper);
  return FALSE;
}
