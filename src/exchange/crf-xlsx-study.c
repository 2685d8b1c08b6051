/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The cover sheet with the open questions, and the data dictionary. */

#include "crf-config.h"

#include "crf-written.h"
#include "crf-xlsx-private.h"

#include "crf-number.h"
#include "crf-reader-logs.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static gboolean
add_fact (CrfSheet *sheet,
          const char *name,
          const char *value,
          GError **error)
{
  if (!crf_sheet_next_row (sheet, error))
    return FALSE;
  crf_sheet_add_text (sheet, name);
  crf_sheet_add_text (sheet, value);
  return TRUE;
}

static gboolean
add_formulas (CrfSheet *sheet,
              const CrfFormulas *formulas,
              const char *factor_version,
              GError **error)
{
  char bilirubin[CRF_DECIMAL_SIZE], creatinine[CRF_DECIMAL_SIZE];
  g_autofree char *factors = NULL;
  g_autofree char *window = NULL;
  const char *ctcae;
  gboolean last;

  if (formulas == NULL)
    return TRUE;
  last = g_strcmp0 (formulas->repeat_sample, "last") == 0;
  window = g_strdup_printf (_("%d h"), formulas->sample_window_hours);
  /* Only version 5 is graded here. */
  ctcae = formulas->ctcae_version == 5 ? "CTCAE 5.0" : "";
  factors = g_strdup_printf (_("bilirubin %s µmol/L per mg/dL, creatinine %s µmol/L per mg/dL"), crf_decimal_format (formulas->factor_bilirubin, bilirubin),
                             crf_decimal_format (formulas->factor_creatinine, creatinine));
  return add_fact (sheet, _("Conversion factors"), factors, error) && add_fact (sheet, _("Version of the conversion factors"), factor_version, error) &&
         add_fact (sheet, _("MELD aetiology term"), formulas->meld_aetiology, error) &&
         add_fact (sheet, _("Child-Pugh cut-offs"), formulas->child_pugh_table, error) &&
         add_fact (sheet, _("Child-Pugh coagulation"), formulas->child_pugh_coagulation, error) &&
         add_fact (sheet, _("Samples of one score within"), window, error) &&
         add_fact (sheet, _("Of several samples of a visit"), last ? _("the last valid one, unless an investigator chose another")
                                                                   : _("the first valid one, unless an investigator chose another"), error) &&
         add_fact (sheet, _("Laboratory grades"), ctcae, error);
}

static const CrfText *
answer_of (const CrfOpenQuestion *question)
{
  for (guint i = 0; i < question->options->len; i++)
    {
      const CrfQuestionOption *option = g_ptr_array_index (question->options, i);

      if (g_strcmp0 (option->oid, question->answer) == 0)
        return option->text;
    }
  return NULL;
}

static gboolean
add_questions (CrfSheet *sheet,
               GError **error)
{
  const GPtrArray *questions = crf_study_get_questions (sheet->book->study);
  const char *language = crf_session_get_language (sheet->book->session);

  for (guint i = 0; i < questions->len; i++)
    {
      const CrfOpenQuestion *question = g_ptr_array_index (questions, i);

      if (!crf_sheet_next_row (sheet, error))
        return FALSE;
      crf_sheet_add_text (sheet, crf_text_get (question->text, language));
      crf_sheet_add_text (sheet, crf_text_get (answer_of (question), language));
      crf_sheet_add_text (sheet, question->answered ? _("answered") : _("default taken"));
      crf_sheet_add_text (sheet, crf_text_get (question->who, language));
    }
  return TRUE;
}

/* Time and offset, so that it is one moment wherever it is read. Free it. */
static char *
describe_now (CrfSession *session)
{
  char local[CRF_INSTANT_SIZE], offset[CRF_INSTANT_SIZE];
  CrfInstant now = crf_session_now (session);

  crf_instant_format_local (now, local);
  local[10] = ' ';
  return g_strdup_printf ("%s %s", local, crf_instant_format_offset (now, offset));
}

static gboolean
add_summary (CrfSheet *sheet,
             CrfStudySummary *summary,
             GError **error)
{
  CrfSession *session = sheet->book->session;
  g_autofree char *heads = crf_export_heads (session);
  const char *note = crf_roles_note (crf_session_get_roles (session));
  const CrfXlsxOptions *options = sheet->book->options;
  g_autofree char *choice = crf_written_choice (options->subject, options->identifiers, options->audit), *author = crf_written_author (session);
  g_autofree char *now = describe_now (session);

  return add_fact (sheet, _("Study"), summary->title, error) && add_fact (sheet, _("Protocol"), summary->protocol, error) &&
         add_fact (sheet, _("Definition version"), summary->version, error) && add_fact (sheet, _("Site"), summary->site, error) &&
         add_fact (sheet, _("Masking"), summary->masking, error) &&
         (!crf_session_is_demo (session) || add_fact (sheet, "DEMO", _("Synthetic patients: nothing in this workbook is real."), error)) &&
         (!crf_session_is_read_only (session) || add_fact (sheet, _("Not journalled"), _("Exported from read-only media."), error)) &&
         add_fact (sheet, _("Exported by"), author, error) &&
         (note == NULL || add_fact (sheet, _("Note"), note, error)) &&
         add_fact (sheet, _("Exported on"), now, error) &&
         add_fact (sheet, _("Choice"), choice, error) &&
         add_fact (sheet, _("Written by the program"), "Stemward " CRF_VERSION, error) &&
         add_fact (sheet, _("Journal heads"), heads, error) &&
         add_formulas (sheet, crf_study_get_formulas (sheet->book->study), crf_study_get_factor_version (sheet->book->study), error);
}

gboolean
crf_xlsx_write_study (CrfWorkbook *book,
                      GError **error)
{
  CrfStudySummary *summary = crf_reader_study (book->session, error);
  CrfSheet sheet;
  gboolean done;

  if (summary == NULL)
    return FALSE;
  done = crf_sheet_begin (&sheet, book, _("Study"), error);
  if (done)
    {
      crf_sheet_add_header (&sheet, _("Fact or open question"), 60);
      crf_sheet_add_header (&sheet, _("Value or answer in force"), 60);
      crf_sheet_add_header (&sheet, _("State"), 16);
      crf_sheet_add_header (&sheet, _("Who decides"), 30);
      crf_sheet_end_header (&sheet);
      done = add_summary (&sheet, summary, error) && add_questions (&sheet, error);
      crf_sheet_end (&sheet);
    }
  crf_study_summary_free (summary);
  return done;
}

static char *
describe_codes (const CrfItem *item,
                const char *language)
{
  GString *text;

  if (item->code_list == NULL)
    return NULL;
  text = g_string_new (NULL);
  for (guint i = 0; i < item->code_list->codes->len; i++)
    {
      const CrfCode *code = g_ptr_array_index (item->code_list->codes, i);

      g_string_append_printf (text, "%s%s = %s", i > 0 ? "; " : "", code->code, crf_text_get (code->decode, language));
    }
  return g_string_free (text, FALSE);
}

static char *
describe_units (const CrfItem *item,
                const char *language)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < item->units->len; i++)
    {
      const CrfItemUnit *unit = g_ptr_array_index (item->units, i);
      char factor[CRF_DECIMAL_SIZE];

      g_string_append_printf (text, i == 0 ? "%s" : "; %s (×%s)", crf_text_get (unit->unit->symbol, language), crf_decimal_format (unit->factor, factor));
    }
  return g_string_free (text, FALSE);
}

static const char *
type_name (CrfDataType type)
{
  static const char *const names[] = { "text", "integer", "float", "date", "time", "datetime", "partialDate", "partialDatetime", "boolean" };

  return (guint) type < G_N_ELEMENTS (names) ? names[type] : "";
}

static gboolean
add_item (CrfSheet *sheet,
          const CrfForm *form,
          const CrfItemGroup *group,
          const CrfItemRef *ref,
          GError **error)
{
  const char *language = crf_session_get_language (sheet->book->session);
  const CrfItem *item = ref->item;
  g_autofree char *codes = describe_codes (item, language);
  g_autofree char *units = describe_units (item, language);

  if (!crf_sheet_next_row (sheet, error))
    return FALSE;
  crf_sheet_add_text (sheet, item->name);
  crf_sheet_add_text (sheet, crf_text_get (item->question, language));
  crf_sheet_add_text (sheet, crf_text_get (form->title, language));
  crf_sheet_add_text (sheet, crf_text_get (group->title, language));
  crf_sheet_add_text (sheet, type_name (item->type));
  crf_sheet_add_text (sheet, units);
  crf_sheet_add_text (sheet, codes);
  crf_sheet_add_text (sheet, ref->mandatory ? _("yes") : _("no"));
  crf_sheet_add_text (sheet, item->cdash);
  crf_sheet_add_text (sheet, item->loinc);
  crf_sheet_add_text (sheet, item->oid);
  crf_sheet_add_text (sheet, item->identifier ? _("yes") : _("no"));
  return TRUE;
}

static gboolean
add_forms (CrfSheet *sheet,
           GError **error)
{
  const GPtrArray *forms = crf_study_get_forms (sheet->book->study);

  for (guint i = 0; i < forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (forms, i);

      for (guint j = 0; j < form->groups->len; j++)
        {
          const CrfItemGroup *group = g_ptr_array_index (form->groups, j);

          for (guint k = 0; k < group->items->len; k++)
            if (!add_item (sheet, form, group, g_ptr_array_index (group->items, k), error))
              return FALSE;
        }
    }
  return TRUE;
}

gboolean
crf_xlsx_write_dictionary (CrfWorkbook *book,
                           GError **error)
{
  CrfSheet sheet;
  gboolean done;

  if (!crf_sheet_begin (&sheet, book, _("Dictionary"), error))
    return FALSE;
  crf_sheet_add_header (&sheet, _("Item"), 14);
  crf_sheet_add_header (&sheet, _("Question"), 40);
  crf_sheet_add_header (&sheet, _("Form"), 24);
  crf_sheet_add_header (&sheet, _("Section"), 24);
  crf_sheet_add_header (&sheet, _("Type"), 12);
  crf_sheet_add_header (&sheet, _("Units (first: of the sheets)"), 26);
  crf_sheet_add_header (&sheet, _("Codes"), 60);
  crf_sheet_add_header (&sheet, _("Required"), 10);
  crf_sheet_add_header (&sheet, "CDASH", 14);
  crf_sheet_add_header (&sheet, "LOINC", 10);
  crf_sheet_add_header (&sheet, "OID", 16);
  crf_sheet_add_header (&sheet, _("Identifier"), 10);
  crf_sheet_end_header (&sheet);
  done = add_forms (&sheet, error);
  crf_sheet_end (&sheet);
  return done;
}
