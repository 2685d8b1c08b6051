/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The checks of items: ranges, cross-checks, guards, what is required, when an item is not collected, what is computed. */

#include "crf-check-list-private.h"

#include "crf-check.h"
#include "crf-number.h"
#include "crf-scores.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

void
crf_check_line_free (CrfCheckLine *line)
{
  g_free (line->id);
  g_free (line->place);
  g_free (line->name);
  g_free (line->label);
  g_free (line->condition);
  g_free (line->effect);
  g_free (line->message);
  g_free (line);
}

const char *
crf_check_kind_label (const char *kind)
{
  static const struct { const char *kind, *label; } labels[] = {
    { "range", N_("Range") },
    { "cross-check", N_("Cross-check") },
    { "unit-slip", N_("Guard against another unit") },
    { "decimal-slip", N_("Guard against a slipped decimal point") },
    { "required", N_("Required entry") },
    { "condition", N_("Condition of collection") },
    { "derivation", N_("Derivation") },
    { "score", N_("Score") },
    { "alarm", N_("Alarm") },
    { "visit-window", N_("Visit window") },
    { "eligibility", N_("Eligibility") },
    { "release-limit", N_("Release limit") },
    { "stopping-rule", N_("Stopping rule") },
    { "monitoring", N_("Time point of monitoring") },
    { "gate", N_("Gate before an act") },
    { "deviation", N_("Deviation after an entry") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (strcmp (labels[i].kind, kind) == 0)
      return _(labels[i].label);
  return kind;
}

CrfCheckLine *
crf_check_lister_add (CrfCheckLister *self,
                      const char *kind,
                      char *id)
{
  CrfCheckLine *line = g_new0 (CrfCheckLine, 1);

  line->kind = kind;
  line->id = id;
  line->definition = TRUE;
  g_ptr_array_add (self->lines, line);
  return line;
}

/* "F.LAB F.VISIT" */
static char *
forms_of (CrfCheckLister *self,
          const CrfItem *item)
{
  const GPtrArray *forms = crf_study_get_forms (self->study);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (forms, i);

      if (crf_form_find_group_of (form, item) != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", form->oid);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static CrfCheckLine *
add_of_item (CrfCheckLister *self,
             const char *kind,
             const CrfItem *item,
             char *id)
{
  CrfCheckLine *line = crf_check_lister_add (self, kind, id);

  line->item = item;
  line->place = forms_of (self, item);
  line->name = g_strdup (item->name);
  line->label = g_strdup (crf_text_get (item->question, self->language));
  return line;
}

/* ── What the definition states of values ── */

static const char *
symbol_of (CrfCheckLister *self,
           const CrfItem *item)
{
  const CrfItemUnit *canonical = item->units->len > 0 ? g_ptr_array_index (item->units, 0) : NULL;

  return canonical != NULL ? crf_text_get (canonical->unit->symbol, self->language) : "";
}

/* "≤ 250 U/L", "one of A, B" */
static char *
describe_range (CrfCheckLister *self,
                const CrfItem *item,
                const CrfCheck *check)
{
  static const char *const signs[] = { [CRF_CHECK_LT] = "<", [CRF_CHECK_LE] = "≤", [CRF_CHECK_GT] = ">", [CRF_CHECK_GE] = "≥", [CRF_CHECK_EQ] = "=",
                                       [CRF_CHECK_NE] = "≠", [CRF_CHECK_IN] = "∈", [CRF_CHECK_NOT_IN] = "∉" };
  const char *symbol = symbol_of (self, item);
  g_autoptr (GString) text = g_string_new (signs[check->kind]);

  for (guint i = 0; i < check->values->len; i++)
    g_string_append_printf (text, "%s%s", i == 0 ? " " : ", ", (const char *) g_ptr_array_index (check->values, i));
  if (*symbol != '\0')
    g_string_append_printf (text, " %s", symbol);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_checks (CrfCheckLister *self,
            const CrfItem *item,
            gboolean cross)
{
  for (guint i = 0; i < item->checks->len; i++)
    {
      const CrfCheck *check = g_ptr_array_index (item->checks, i);
      const char *message = crf_text_get (check->message, self->language);
      CrfCheckLine *line;

      if ((check->kind == CRF_CHECK_EXPRESSION) != cross)
        continue;
      line = add_of_item (self, cross ? "cross-check" : "range", item, g_strdup_printf ("%s:%s:%u", cross ? "check" : "range", item->oid, i + 1));
      line->condition = cross ? g_strdup (check->expression) : describe_range (self, item, check);
      line->finding = cross ? "check" : check->soft ? "soft-range" : "hard-range";
      line->effect = g_strdup (check->soft ? _("Asks to confirm; what is confirmed is stored.") : _("Asks for a reason, stores the value and opens a query."));
      line->message = *message != '\0' ? g_strdup (message) : NULL;
    }
}

/* ── What the program adds to every study ── */

static char *
describe_guard (CrfCheckLister *self,
                const CrfItem *item,
                const CrfUnitGuard *guard)
{
  char low[CRF_DECIMAL_SIZE] = "", high[CRF_DECIMAL_SIZE] = "";
  const char *symbol = symbol_of (self, item);

  if (isfinite (guard->low))
    crf_decimal_format (guard->low, low);
  if (isfinite (guard->high))
    crf_decimal_format (guard->high, high);
  if (*low == '\0')
    return g_strdup_printf ("< %s %s", high, symbol);
  if (*high == '\0')
    return g_strdup_printf ("> %s %s", low, symbol);
  return g_strdup_printf (guard->inclusive ? "%s … %s %s" : "> %s, < %s %s", low, high, symbol);
}

static void
add_unit_guards (CrfCheckLister *self,
                 const CrfItem *item)
{
  guint n;
  const CrfUnitGuard *guards = crf_check_unit_guards (&n);

  for (guint i = 0; i < n; i++)
    {
      CrfCheckLine *line;

      if (g_strcmp0 (item->concept, guards[i].concept) != 0)
        continue;
      line = add_of_item (self, "unit-slip", item, g_strdup_printf ("unit-slip:%s:%u", item->oid, i + 1));
      line->condition = describe_guard (self, item, &guards[i]);
      line->finding = "unit-slip";
      line->effect = g_strdup_printf (_("Asks whether %s was meant; what is confirmed is stored."), _(guards[i].other));
      line->definition = FALSE;
    }
}

static void
add_decimal_guard (CrfCheckLister *self,
                   const CrfItem *item)
{
  CrfCheckLine *line;

  if (!crf_check_guards_decimals (item))
    return;
  line = add_of_item (self, "decimal-slip", item, g_strdup_printf ("decimal-slip:%s", item->oid));
  line->condition = g_strdup (_("at least 5 times the last value or a fifth of it, and within a factor of 2 of it when the point is shifted by one or two "
                                "places"));
  line->finding = "decimal-slip";
  line->effect = g_strdup (_("Asks whether the shifted number was meant; what is confirmed is stored."));
  line->definition = FALSE;
}

static void
add_alarms (CrfCheckLister *self,
            const CrfItem *item)
{
  char low[CRF_DECIMAL_SIZE] = "", high[CRF_DECIMAL_SIZE] = "";
  const char *symbol = symbol_of (self, item);
  CrfCheckLine *line;

  if (isnan (item->alarm_low) && isnan (item->alarm_high) && item->alarm_on == NULL)
    return;
  line = add_of_item (self, "alarm", item, g_strdup_printf ("alarm:%s", item->oid));
  if (!isnan (item->alarm_low))
    crf_decimal_format (item->alarm_low, low);
  if (!isnan (item->alarm_high))
    crf_decimal_format (item->alarm_high, high);
  line->condition = item->alarm_on != NULL ? g_strdup_printf ("∈ %s", item->alarm_on)
                                           : g_strdup_printf ("%s%s%s%s%s %s", *low != '\0' ? "< " : "", low, *low != '\0' && *high != '\0' ? _(", ") : "",
                                                              *high != '\0' ? "> " : "", high, symbol);
  line->effect = g_strdup (_("Raises an alarm beside the value."));
}

/* ── References: required, conditional, computed ── */

static void
add_reference (CrfCheckLister *self,
               const CrfForm *form,
               const CrfItemRef *reference)
{
  const CrfItem *item = reference->item;
  CrfCheckLine *line;

  if (reference->mandatory && reference->derivation == NULL)
    {
      line = add_of_item (self, "required", item, g_strdup_printf ("required:%s:%s", form->oid, item->oid));
      line->condition = g_strdup (reference->skip_if != NULL ? _("entered, or missing with a reason, unless it is not collected")
                                                             : _("entered, or missing with a reason"));
      line->finding = "form-incomplete";
      line->effect = g_strdup (_("The form cannot be completed."));
    }
  if (reference->skip_if != NULL)
    {
      line = add_of_item (self, "condition", item, g_strdup_printf ("condition:%s:%s", form->oid, item->oid));
      line->condition = g_strdup (reference->skip_if);
      line->effect = g_strdup (_("The item is not asked for."));
    }
  if (reference->derivation != NULL)
    {
      line = add_of_item (self, "derivation", item, g_strdup_printf ("derivation:%s:%s", form->oid, item->oid));
      line->condition = g_strdup (reference->derivation);
      line->effect = g_strdup (_("The item is computed and cannot be typed."));
    }
}

static void
add_references (CrfCheckLister *self)
{
  const GPtrArray *forms = crf_study_get_forms (self->study);

  for (guint i = 0; i < forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (forms, i);

      for (guint j = 0; j < form->groups->len; j++)
        {
          const CrfItemGroup *group = g_ptr_array_index (form->groups, j);

          for (guint k = 0; k < group->items->len; k++)
            add_reference (self, form, g_ptr_array_index (group->items, k));
        }
    }
}

static void
add_score (CrfCheckLister *self,
           const CrfItem *item)
{
  CrfCheckLine *line;

  if (!crf_item_is_score (item))
    return;
  line = add_of_item (self, "score", item, g_strdup_printf ("score:%s", item->oid));
  line->condition = g_strdup (item->concept);
  line->effect = g_strdup (_("The program computes it from the values of the visit, with its published formula."));
  line->definition = FALSE;
}

static void
for_each_item (CrfCheckLister *self,
               void (*add) (CrfCheckLister *, const CrfItem *))
{
  const GPtrArray *items = crf_study_get_items (self->study);

  for (guint i = 0; i < items->len; i++)
    add (self, g_ptr_array_index (items, i));
}

static void
add_ranges (CrfCheckLister *self,
            const CrfItem *item)
{
  add_checks (self, item, FALSE);
}

static void
add_cross_checks (CrfCheckLister *self,
                  const CrfItem *item)
{
  add_checks (self, item, TRUE);
}

static void
add_life (CrfCheckLister *self,
          const CrfItem *item)
{
  CrfCheckLine *line;

  if (g_strcmp0 (item->concept, "death.date") != 0)
    return;
  line = add_of_item (self, "cross-check", item, g_strdup_printf ("life:%s", item->oid));
  line->condition = g_strdup (_("not before a day on which the patient was seen or signed consent, and neither such a day nor the start of an event after it"));
  line->finding = "life";
  line->effect = g_strdup (_("Asks for a reason and opens a query."));
  line->definition = FALSE;
}

GPtrArray *
crf_check_list (CrfSession *session)
{
  CrfCheckLister self = { g_ptr_array_new_with_free_func ((GDestroyNotify) crf_check_line_free), crf_session_get_study (session),
                          crf_session_get_language (session) };

  for_each_item (&self, add_ranges);
  for_each_item (&self, add_cross_checks);
  for_each_item (&self, add_life);
  for_each_item (&self, add_unit_guards);
  for_each_item (&self, add_decimal_guard);
  add_references (&self);
  for_each_item (&self, add_score);
  for_each_item (&self, add_alarms);
  crf_check_list_trial (&self);
  crf_check_list_gates (&self);
  return self.lines;
}
