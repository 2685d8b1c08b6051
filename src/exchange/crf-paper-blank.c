/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Blank forms, from the definition alone: boxes to tick, lines and figures to write. Annotated, each field also says under which name, type, unit and code
 * it is stored. */

#include "crf-paper-casebook.h"

#include "crf-paper.h"
#include "crf-readings.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define MOST_ACROSS 9 /* items of a repeating group that stand as a table */
#define EMPTY_ROWS 4
#define LINE "______________________"

typedef struct
{
  CrfPaper *paper;
  CrfStudy *study;
  const char *language;
  gboolean annotated;
} Blank;

/* ── What is to be filled in ── */

static char *
describe_codes (const CrfItem *item,
                const char *language)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < item->code_list->codes->len; i++)
    {
      const CrfCode *code = g_ptr_array_index (item->code_list->codes, i);

      /* No break within a box and its word. */
      g_string_append_printf (text, "%s☐\u00a0%s", i > 0 ? "    " : "", crf_text_get (code->decode, language));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
describe_number (const CrfItem *item,
                 const char *language)
{
  g_autoptr (GString) text = g_string_new ("__________");

  for (guint i = 0; i < item->units->len; i++)
    {
      const CrfItemUnit *unit = g_ptr_array_index (item->units, i);

      if (item->units->len > 1)
        g_string_append_printf (text, "   ☐\u00a0%s", crf_text_get (unit->unit->symbol, language));
      else
        g_string_append_printf (text, " %s", crf_text_get (unit->unit->symbol, language));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
describe_blank (const CrfItem *item,
                const char *language)
{
  if (item->code_list != NULL)
    return describe_codes (item, language);
  switch (item->type)
    {
    case CRF_TYPE_DATE:
    case CRF_TYPE_PARTIAL_DATE:
      return g_strdup ("____–__–__");
    case CRF_TYPE_DATETIME:
    case CRF_TYPE_PARTIAL_DATETIME:
      return g_strdup ("____–__–__   __:__");
    case CRF_TYPE_TIME:
      return g_strdup ("__:__");
    case CRF_TYPE_INTEGER:
    case CRF_TYPE_FLOAT:
      return describe_number (item, language);
    case CRF_TYPE_BOOLEAN:
      return g_strdup_printf ("☐\u00a0%s    ☐\u00a0%s", _("Yes"), _("No"));
    case CRF_TYPE_TEXT:
    default:
      return g_strdup (item->widget != NULL && strcmp (item->widget, "notes") == 0 ? LINE LINE "\n" LINE LINE : LINE);
    }
}

/* ── What it is stored as ── */

static const char *
type_name (CrfDataType type)
{
  static const char *const names[] = {
    [CRF_TYPE_TEXT] = "text", [CRF_TYPE_INTEGER] = "integer", [CRF_TYPE_FLOAT] = "float", [CRF_TYPE_BOOLEAN] = "boolean", [CRF_TYPE_DATE] = "date",
    [CRF_TYPE_TIME] = "time", [CRF_TYPE_DATETIME] = "datetime", [CRF_TYPE_PARTIAL_DATE] = "partialDate",
    [CRF_TYPE_PARTIAL_DATETIME] = "partialDatetime",
  };

  return (guint) type < G_N_ELEMENTS (names) && names[type] != NULL ? names[type] : "text";
}

static char *
describe_storage (const CrfItemRef *reference,
                  const char *language)
{
  const CrfItem *item = reference->item;
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "%s · %s · %s", item->oid, item->name, type_name (item->type));
  if (item->length > 0)
    g_string_append_printf (text, "(%d)", item->length);
  if (item->cdash != NULL && g_strcmp0 (item->cdash, item->name) != 0)
    g_string_append_printf (text, " · CDASH %s", item->cdash);
  if (item->loinc != NULL)
    g_string_append_printf (text, " · LOINC %s", item->loinc);
  if (reference->mandatory)
    g_string_append_printf (text, " · %s", _("required"));
  for (guint i = 0; item->code_list != NULL && i < item->code_list->codes->len; i++)
    {
      const CrfCode *code = g_ptr_array_index (item->code_list->codes, i);

      g_string_append_printf (text, "%s%s = %s", i == 0 ? "\n" : "; ", code->code, crf_text_get (code->decode, language));
    }
  if (reference->skip_if != NULL)
    g_string_append_printf (text, "\n%s %s", _("not collected if"), reference->skip_if);
  if (reference->derivation != NULL)
    g_string_append_printf (text, "\n%s %s", _("computed as"), reference->derivation);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* ── Fields, groups, forms ── */

static void
add_item (Blank *blank,
          const CrfItemRef *reference)
{
  const CrfItem *item = reference->item;
  g_autofree char *field = NULL, *storage = NULL;

  /* What the program computes is not written by hand. */
  if (reference->derivation != NULL && !blank->annotated)
    return;
  field = reference->derivation != NULL ? g_strdup (_("(computed)")) : describe_blank (item, blank->language);
  crf_paper_add_space (blank->paper, 0.8);
  crf_paper_add_pair (blank->paper, crf_text_get (item->question, blank->language), field);
  if (blank->annotated)
    {
      storage = describe_storage (reference, blank->language);
      crf_paper_add_note (blank->paper, storage);
    }
}

/* A repeating group that is narrow enough, as a table to be written in. */
static gboolean
add_table (Blank *blank,
           const CrfItemGroup *group)
{
  const char *header[MOST_ACROSS], *empty[MOST_ACROSS] = { NULL };
  double shares[MOST_ACROSS];
  guint n = 0;

  if (!group->repeating || blank->annotated || group->is_sample)
    return FALSE;
  for (guint i = 0; i < group->items->len; i++)
    {
      const CrfItemRef *reference = g_ptr_array_index (group->items, i);

      if (reference->derivation != NULL)
        continue;
      if (n == MOST_ACROSS)
        return FALSE;
      shares[n] = 1;
      header[n++] = crf_text_get (reference->item->question, blank->language);
    }
  if (n == 0)
    return FALSE;
  crf_paper_set_columns (blank->paper, shares, n);
  crf_paper_add_header (blank->paper, header);
  for (guint i = 0; i < EMPTY_ROWS; i++)
    crf_paper_add_row (blank->paper, empty, 9);
  return TRUE;
}

static void
add_group (Blank *blank,
           const CrfForm *form,
           const CrfItemGroup *group)
{
  const char *title = crf_text_get (group->title, blank->language);
  g_autofree char *annotated = blank->annotated ? g_strdup_printf ("%s · %s%s", group->oid, group->name, group->repeating ? " · repeating" : "") : NULL;

  if (title != NULL && g_strcmp0 (title, crf_text_get (form->title, blank->language)) != 0)
    crf_paper_add_subheading (blank->paper, title);
  if (annotated != NULL)
    crf_paper_add_text (blank->paper, annotated, 7);
  if (add_table (blank, group))
    return;
  for (guint i = 0; i < group->items->len; i++)
    add_item (blank, g_ptr_array_index (group->items, i));
}

/* "Screening, Day 28 …": where the form is filled in. */
static char *
describe_events (Blank *blank,
                 const CrfForm *form)
{
  const GPtrArray *events = crf_study_get_events (blank->study);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < events->len; i++)
    {
      const CrfEvent *event = g_ptr_array_index (events, i);

      if (g_ptr_array_find ((GPtrArray *) event->forms, form, NULL))
        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", crf_text_get (event->title, blank->language));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_form (Blank *blank,
          const CrfForm *form)
{
  const char *const signatures[] = { _("Filled in by, date, time"), _("Transcribed by, date") };
  g_autofree char *events = describe_events (blank, form);
  g_autofree char *annotated = blank->annotated ? g_strdup_printf ("%s · %s", form->oid, form->name) : NULL;

  crf_paper_add_heading (blank->paper, crf_text_get (form->title, blank->language));
  if (annotated != NULL)
    crf_paper_add_text (blank->paper, annotated, 7);
  crf_paper_add_pair (blank->paper, _("Filled in at"), events);
  for (guint i = 0; i < form->groups->len; i++)
    add_group (blank, form, g_ptr_array_index (form->groups, i));
  if (!blank->annotated)
    crf_paper_add_sign (blank->paper, signatures, G_N_ELEMENTS (signatures));
}

/* ── Which forms ── */

static gboolean
is_named (const char *choice,
          const char *oid,
          const char *name)
{
  return choice == NULL || g_strcmp0 (choice, oid) == 0 || g_strcmp0 (choice, name) == 0;
}

static gboolean
is_at (CrfStudy *study,
       const CrfForm *form,
       const char *choice)
{
  const GPtrArray *events = crf_study_get_events (study);

  for (guint i = 0; i < events->len; i++)
    {
      const CrfEvent *event = g_ptr_array_index (events, i);

      if (is_named (choice, event->oid, event->name) && g_ptr_array_find ((GPtrArray *) event->forms, form, NULL))
        return TRUE;
    }
  return FALSE;
}

gboolean
crf_paper_blank_write (CrfSession *session,
                       const char *event,
                       const char *form,
                       gboolean annotated,
                       const char *path,
                       CrfRefusal **refusal,
                       GError **error)
{
  const CrfPaperKind kind = { annotated ? "annotated-form" : "blank-form", annotated ? _("Annotated case report form") : _("Case report form"),
                              CRF_PAPER_UPRIGHT, TRUE,
                              /* Loose sheets: each page says whose it is. */
                              annotated ? NULL : _("Subject no. ____________   Initials ________   Visit ____________   Date ____–__–__") };
  Blank blank = { .study = crf_session_get_study (session), .language = crf_session_get_language (session), .annotated = annotated };
  const GPtrArray *forms = crf_study_get_forms (blank.study);
  g_autoptr (CrfPaper) paper = crf_paper_new (session, &kind, NULL, error);
  guint n = 0;

  if (paper == NULL)
    return FALSE;
  crf_readings_begin_output (session);
  blank.paper = paper;
  for (guint i = 0; i < forms->len; i++)
    {
      const CrfForm *one = g_ptr_array_index (forms, i);

      if (!is_named (form, one->oid, one->name) || !is_at (blank.study, one, event))
        continue;
      crf_paper_turn (paper, NULL);
      add_form (&blank, one);
      n++;
    }
  if (n > 0)
    return crf_paper_finish (paper, path, NULL, refusal, error);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _("This study has no such form: event “%s”, form “%s”."), event != NULL ? event : "–",
               form != NULL ? form : "–");
  return FALSE;
}
