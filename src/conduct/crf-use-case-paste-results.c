/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A block of results from the hospital's system, one a line: name or LOINC code, value, unit, whatever else. What each line is taken for is shown
 * first; nothing is stored before that was confirmed. Lines that mean nothing to the form are named, never guessed. */

#include "crf-check.h"
#include "crf-enter.h"
#include "crf-place.h"
#include "crf-sample.h"
#include "crf-signed-beside.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "event", N_ ("Visit"), "text", TRUE },
  { "eventkey", N_ ("Key of the visit's repeat"), "text", FALSE },
  { "form", N_ ("Form"), "text", FALSE },
  { "formkey", N_ ("Key of the form's repeat"), "text", FALSE },
  { "text", N_ ("Results as copied, one a line"), "text", TRUE },
  { NULL, NULL, NULL, FALSE },
};

/* One line and what it is taken for. */
typedef struct
{
  char *line;
  const CrfItemRef *ref;  /* NULL: nothing of the form */
  const CrfItemGroup *group;
  CrfValue *value;        /* NULL: cannot be read */
  char *unit;             /* as written; NULL: none */
  char *text;             /* of the value */
  char *message;          /* why it is left out, or what is odd */
  gboolean wants_reason;  /* it changes what stood when the form was complete */
} Row;

static void
row_free (gpointer data)
{
  Row *row = data;

  g_free (row->line);
  g_clear_pointer (&row->value, crf_value_free);
  g_free (row->unit);
  g_free (row->text);
  g_free (row->message);
  g_free (row);
}

/* Folds width, case and what surrounds a name: "谷丙转氨酶（ALT）" has the names "谷丙转氨酶" and "ALT". */
static char *
fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFKC);
  char *folded = g_utf8_casefold (normal != NULL ? normal : "", -1);

  return g_strstrip (folded);
}

static gboolean
is_named (const CrfItem *item,
          const char *name)
{
  g_autofree char *short_name = fold (item->name);
  const char *const languages[] = { "en", "zh-CN" };

  if (strcmp (short_name, name) == 0 || (item->loinc != NULL && strcmp (item->loinc, name) == 0))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autofree char *label = fold (crf_text_get (item->question, languages[i]));
      g_auto (GStrv) parts = g_strsplit_set (label, "()", -1);

      if (strcmp (label, name) == 0)
        return TRUE;
      for (guint j = 0; parts[j] != NULL; j++)
        if (*g_strstrip (parts[j]) != '\0' && strcmp (parts[j], name) == 0)
          return TRUE;
    }
  return FALSE;
}

/* The item of the form that the name, or one of its parts, stands for. Two are none. */
static const CrfItemRef *
find_ref (const CrfForm *form,
          const char *name,
          const CrfItemGroup **group)
{
  const CrfItemRef *found = NULL;

  for (guint i = 0; i < form->groups->len; i++)
    {
      const CrfItemGroup *one = g_ptr_array_index (form->groups, i);

      for (guint j = 0; j < one->items->len && one->is_sample; j++)
        {
          const CrfItemRef *ref = g_ptr_array_index (one->items, j);

          if (ref->derivation != NULL || !is_named (ref->item, name))
            continue;
          if (found != NULL && found->item != ref->item)
            return NULL;
          found = ref;
          *group = one;
        }
    }
  return found;
}

static void
match_name (Row *row,
            const CrfForm *form,
            const char *name)
{
  g_autofree char *folded = fold (name);
  g_auto (GStrv) parts = g_strsplit_set (folded, "()", -1);

  row->ref = find_ref (form, folded, &row->group);
  for (guint i = 0; parts[i] != NULL && row->ref == NULL; i++)
    if (*g_strstrip (parts[i]) != '\0')
      row->ref = find_ref (form, parts[i], &row->group);
}

static gboolean
is_number (const char *text)
{
  CrfNumber number;

  return crf_number_parse (text, &number, NULL);
}

/* Fields between tabs; else between two blanks or more; else words. */
static char **
split (const char *line)
{
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();
  g_auto (GStrv) raw = strchr (line, '\t') != NULL ? g_strsplit (line, "\t", -1)
                       : strstr (line, "  ") != NULL ? g_strsplit (line, "  ", -1) : g_strsplit (line, " ", -1);

  for (guint i = 0; raw[i] != NULL; i++)
    if (*g_strstrip (raw[i]) != '\0')
      g_ptr_array_add (fields, g_strdup (raw[i]));
  g_ptr_array_add (fields, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&fields), FALSE);
}

/* "↑", "H" and the like behind a figure are the laboratory's flags. */
static char *
strip_flags (const char *text)
{
  g_autofree char *plain = g_strdup (text);
  gsize length;

  while (g_str_has_suffix (plain, "↑") || g_str_has_suffix (plain, "↓") || g_str_has_suffix (plain, "H") || g_str_has_suffix (plain, "L"))
    {
      length = strlen (plain);
      plain[length - (g_str_has_suffix (plain, "H") || g_str_has_suffix (plain, "L") ? 1 : strlen ("↑"))] = '\0';
      g_strchomp (plain);
    }
  return g_steal_pointer (&plain);
}

static void
read_line (Row *row,
           const CrfForm *form)
{
  g_auto (GStrv) fields = split (row->line);
  g_autoptr (GError) error = NULL;
  guint value = 0;

  for (guint i = 0; fields[i] != NULL && row->ref == NULL; i++)
    {
      match_name (row, form, fields[i]);
      value = i + 1;
    }
  if (row->ref == NULL)
    {
      row->message = g_strdup (_("is nothing of this form"));
      return;
    }
  for (; fields[value] != NULL && row->text == NULL; value++)
    {
      g_autofree char *plain = strip_flags (fields[value]);

      if (is_number (plain))
        row->text = g_steal_pointer (&plain);
    }
  if (row->text == NULL)
    {
      row->message = g_strdup (_("has no figure"));
      return;
    }
  for (; fields[value] != NULL && row->unit == NULL; value++)
    if (crf_item_find_unit (row->ref->item, fields[value]) != NULL)
      row->unit = g_strdup (fields[value]);
  row->value = crf_value_parse (row->ref->item, row->text, row->unit, &error);
  if (row->value == NULL)
    row->message = g_strdup (error->message);
}

/* Whether the value takes the place of one that stood when the form was complete, or the form still is. */
static gboolean
wants_reason (CrfCasebook *casebook,
              const CrfTarget *field,
              const Row *row)
{
  CrfFormRecord *form = crf_casebook_find_form (casebook, field);
  const CrfCell *cell = form != NULL ? crf_casebook_find (casebook, field) : NULL;

  if (form == NULL || form->id == 0 || (cell != NULL && crf_value_equal (cell->value, row->value)))
    return FALSE;
  return (cell != NULL && cell->settled) ||
         (strcmp (form->state, "started") != 0 && (cell == NULL || g_strcmp0 (cell->value->missing, "PEND") != 0));
}

/* What a person would be asked about each of the values. */
static void
check_row (Row *row,
           CrfCasebook *casebook,
           const CrfTarget *form)
{
  g_autoptr (CrfTarget) field = crf_target_copy (form);
  g_autoptr (GPtrArray) findings = NULL;

  field->group = g_strdup (row->group->oid);
  field->groupkey = g_strdup ("1");
  field->item = g_strdup (row->ref->item->oid);
  if (field->eventkey == NULL)
    field->eventkey = g_strdup ("new");
  if (field->formkey == NULL)
    field->formkey = g_strdup ("new");
  row->wants_reason = form->eventkey != NULL && form->formkey != NULL && wants_reason (casebook, field, row);
  crf_casebook_replace (casebook, field, row->value);
  findings = crf_check_field (casebook, field, FALSE);
  if (findings->len > 0)
    row->message = g_strdup (((CrfFinding *) g_ptr_array_index (findings, 0))->message);
}

static GPtrArray *
read_rows (CrfUseCaseContext *context,
           const CrfPlace *place,
           GError **error)
{
  g_auto (GStrv) lines = g_strsplit_set (crf_context_get (context, "text"), "\n\r", -1);
  g_autoptr (CrfCasebook) casebook = crf_casebook_new (context->session, context->subject->key, error);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (row_free);

  if (casebook == NULL)
    return NULL;
  for (guint i = 0; lines[i] != NULL; i++)
    {
      Row *row;

      if (*g_strstrip (lines[i]) == '\0')
        continue;
      row = g_new0 (Row, 1);
      row->line = g_strdup (lines[i]);
      read_line (row, place->form);
      if (row->value != NULL)
        check_row (row, casebook, place->target);
      g_ptr_array_add (rows, row);
    }
  return g_steal_pointer (&rows);
}

static gboolean
want_reason (const GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    if (((const Row *) g_ptr_array_index (rows, i))->wants_reason)
      return TRUE;
  return FALSE;
}

/* Why the form was reopened; NULL: it was not. */
static char *
dup_reopened (CrfUseCaseContext *context,
              const CrfTarget *at)
{
  g_autoptr (CrfFormRecord) form = crf_records_find_form (context->file, context->subject->key, at->event, at->eventkey, at->form, at->formkey, NULL);

  return form != NULL ? g_strdup (form->reopened) : NULL;
}

/* The preview: one line each, then the question. Its id is that of just these lines, so that a changed block is asked about again. */
static void
ask (CrfUseCaseContext *context,
     const CrfPlace *place,
     const GPtrArray *rows,
     const char *id)
{
  const char *language = crf_session_get_language (context->session);
  g_autoptr (GString) text = g_string_new (NULL);
  CrfPrompt *prompt = g_new0 (CrfPrompt, 1);
  gboolean needs_reason = want_reason (rows);
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = g_ptr_array_index (rows, i);
      g_autofree char *shown = row->value != NULL ? crf_value_to_display (row->value, row->ref->item, language) : NULL;

      n += row->value != NULL;
      if (shown != NULL)
        g_string_append_printf (text, "✓ %s: %s", row->ref->item->name, shown);
      else
        g_string_append_printf (text, "✗ %s", row->line);
      g_string_append_printf (text, "%s%s\n", row->message != NULL ? " · " : "", row->message != NULL ? row->message : "");
    }
  if (needs_reason)
    g_string_append_printf (text, "%s\n", _("Some of them change what stood when the form was complete: give the reason."));
  g_string_append_printf (text, _("Store these %u values? Lines with ✗ are left out; what is odd gets a query."), n);
  prompt->id = g_strdup (id);
  prompt->needs_reason = needs_reason;
  prompt->reason = needs_reason ? dup_reopened (context, place->target) : NULL;
  prompt->message = g_string_free (g_steal_pointer (&text), FALSE);
  context->outcome->prompt = prompt;
}

static gboolean
store (CrfUseCaseContext *context,
       const CrfPlace *place,
       const GPtrArray *rows,
       GError **error)
{
  CrfTarget *at = place->target;
  g_autoptr (GPtrArray) signed_beside = crf_signed_beside_list (context, at, error);
  guint n = 0;

  if (signed_beside == NULL || !crf_context_add_form (context, at, error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = g_ptr_array_index (rows, i);
      CrfEntering entering = { .text = row->text, .unit = row->unit, .reason = crf_context_get (context, "reason") };
      CrfTarget names = { .event = at->event, .eventkey = at->eventkey, .form = at->form, .formkey = at->formkey,
                          .group = (char *) (row->group != NULL ? row->group->oid : NULL), .groupkey = (char *) "1" };

      if (row->value == NULL)
        continue;
      names.item = (char *) row->ref->item->oid;
      if (!crf_enter_value (context, &names, &entering, CRF_ENTER_QUERY, error))
        return FALSE;
      if (context->outcome->refusal != NULL)
        return TRUE;
      at->group = g_strdup (row->group->oid);
      at->groupkey = g_strdup ("1");
      if (!crf_sample_follow (context, at, error))
        return FALSE;
      g_clear_pointer (&at->group, g_free);
      g_clear_pointer (&at->groupkey, g_free);
      n++;
    }
  if (!crf_context_derive (context, at, error) || !crf_context_derive_later_grades (context, NULL, error) ||
      !crf_enter_cross_checks (context, at->event, at->eventkey, error))
    return FALSE;
  crf_context_notice (context, _("%u values are stored."), n);
  return crf_signed_beside_tell (context, signed_beside, error);
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  CrfTarget names = { .event = (char *) crf_context_get (context, "event"), .eventkey = (char *) crf_context_get (context, "eventkey"),
                      .form = (char *) crf_context_get (context, "form"), .formkey = (char *) crf_context_get (context, "formkey") };
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, crf_context_get (context, "text"), -1);
  g_autofree char *id = g_strdup_printf ("results-%.8s", sum);
  g_auto (CrfPlace) place = { 0 };
  g_autoptr (GPtrArray) rows = NULL;
  guint n = 0;

  if (!crf_place_find_form (context, &names, &place))
    return TRUE;
  rows = read_rows (context, &place, error);
  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    n += ((Row *) g_ptr_array_index (rows, i))->value != NULL;
  if (n == 0)
    return crf_context_refuse (context, "no-results", _("One result a line: name or LOINC code, value, unit."),
                               _("No line of the text is a result of this form."));
  if (g_strcmp0 (crf_context_get (context, "confirm"), id) == 0 && (crf_context_get (context, "reason") != NULL || !want_reason (rows)))
    return store (context, &place, rows, error);
  ask (context, &place, rows, id);
  return TRUE;
}

const CrfUseCase crf_use_case_paste_results = {
  .name = "paste-results",
  .title = N_ ("Paste results"),
  .summary = N_ ("Takes a block of results from the hospital's system, shows what each line is taken for, and stores it when that was confirmed."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "enter",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
