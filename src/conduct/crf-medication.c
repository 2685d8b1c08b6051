/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The running list of medicines. */

#include "crf-medication.h"

#include "crf-common-form.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
crf_medication_free (CrfMedication *medication)
{
  if (medication == NULL)
    return;
  crf_target_free (medication->target);
  g_free (medication->name);
  g_free (medication->kind);
  g_free (medication->dose);
  g_free (medication->frequency);
  g_free (medication->route);
  g_free (medication->start);
  g_free (medication->end);
  g_free (medication->flag);
  g_free (medication);
}

static CrfMedication *
read_medication (CrfCasebook *casebook,
                 CrfFormRecord *form,
                 int number)
{
  CrfMedication *medication = g_new0 (CrfMedication, 1);
  const CrfCell *kind = crf_common_form_cell (casebook, form, "cm.class");
  const CrfCode *code = kind != NULL ? crf_item_find_code (kind->item, kind->value->canonical) : NULL;

  medication->target = crf_common_form_target (form);
  medication->number = number;
  medication->name = crf_common_form_label (casebook, form, "cm.name");
  medication->kind = crf_common_form_label (casebook, form, "cm.class");
  medication->dose = crf_common_form_label (casebook, form, "cm.dose");
  medication->frequency = crf_common_form_label (casebook, form, "cm.frequency");
  medication->route = crf_common_form_label (casebook, form, "cm.route");
  medication->start = g_strdup (crf_common_form_get (casebook, form, "cm.start"));
  medication->end = g_strdup (crf_common_form_get (casebook, form, "cm.end"));
  medication->ongoing = g_strcmp0 (crf_common_form_get (casebook, form, "cm.ongoing"), "Y") == 0;
  medication->prohibited = code != NULL && g_strcmp0 (code->effect, "prohibited") == 0;
  medication->moves_score = code != NULL && g_strcmp0 (code->effect, "moves-score") == 0;
  if (medication->prohibited)
    medication->flag = g_strdup (_("Prohibited by the protocol"));
  else if (medication->moves_score)
    medication->flag = g_strdup (_("Moves scores"));
  return medication;
}

GPtrArray *
crf_medications_of (CrfCasebook *casebook)
{
  g_autoptr (GPtrArray) forms = crf_common_forms (casebook, "medication");
  GPtrArray *medications = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_medication_free);

  for (guint i = 0; i < forms->len; i++)
    g_ptr_array_add (medications, read_medication (casebook, g_ptr_array_index (forms, i), (int) i + 1));
  return medications;
}

GPtrArray *
crf_reader_medications (CrfSession *session,
                        const char *subject,
                        GError **error)
{
  g_autoptr (CrfSubjectRecord) record = crf_records_find_subject (crf_session_get_file (session), subject, error);
  g_autoptr (CrfCasebook) casebook = record != NULL ? crf_casebook_new (session, record->key, error) : NULL;

  return casebook != NULL ? crf_medications_of (casebook) : NULL;
}

/* Dates compare as text, as far as both say. */
static int
compare_days (const char *one,
              const char *other)
{
  gsize length = MIN (MIN (strlen (one), strlen (other)), strlen ("2026-03-02"));

  return strncmp (one, other, length);
}

static gboolean
is_taken (const CrfMedication *medication,
          const char *on)
{
  return (medication->start == NULL || on == NULL || compare_days (medication->start, on) <= 0) &&
         (medication->end == NULL || (on != NULL && compare_days (medication->end, on) > 0));
}

static void
append_line (GString *text,
             const CrfMedication *medication)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? "; " : "", medication->name != NULL ? medication->name : "?");
  if (medication->dose != NULL)
    g_string_append_printf (text, " %s", medication->dose);
  if (medication->flag != NULL)
    g_string_append_printf (text, " (%s)", medication->flag);
}

char *
crf_medication_running (CrfCasebook *casebook,
                        const char *on)
{
  g_autoptr (GPtrArray) medications = crf_medications_of (casebook);
  g_autoptr (GString) text = g_string_new (NULL);

  for (int prohibited = 1; prohibited >= 0; prohibited--)
    for (guint i = 0; i < medications->len; i++)
      {
        const CrfMedication *one = g_ptr_array_index (medications, i);

        if ((one->prohibited != FALSE) == prohibited && is_taken (one, on))
          append_line (text, one);
      }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

gboolean
crf_medication_changed (CrfCasebook *casebook,
                        const char *after,
                        const char *until)
{
  g_autoptr (GPtrArray) medications = crf_medications_of (casebook);

  for (guint i = 0; i < medications->len; i++)
    {
      const CrfMedication *one = g_ptr_array_index (medications, i);
      const char *days[] = { one->start, one->end };

      for (guint j = 0; j < G_N_ELEMENTS (days); j++)
        if (days[j] != NULL && compare_days (days[j], until) <= 0 &&
            (compare_days (days[j], after) > 0 || (strlen (days[j]) < strlen ("2026-03-02") && compare_days (days[j], after) == 0)))
          return TRUE;
    }
  return FALSE;
}

char *
crf_medication_prohibited (CrfCasebook *casebook)
{
  g_autoptr (GPtrArray) medications = crf_medications_of (casebook);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < medications->len; i++)
    {
      const CrfMedication *one = g_ptr_array_index (medications, i);

      if (one->prohibited && is_taken (one, NULL))
        append_line (text, one);
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}
