/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Showing a state in a row: what is read, what it is called, what is beside it and what is under it. */

#include "crf-field-row-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crf-reveal.h"

/* ── What is stored and what stands in the input ── */

const char *
_crf_field_row_stored_text (CrfFieldRowPrivate *priv)
{
  const CrfValue *value = priv->state->value;

  if (value == NULL)
    return NULL;
  if (priv->state->item->code_list != NULL || priv->state->item->type == CRF_TYPE_BOOLEAN)
    return value->canonical;
  return value->entered != NULL ? value->entered : value->canonical;
}

const char *
_crf_field_row_stored_unit (CrfFieldRowPrivate *priv)
{
  const CrfValue *value = priv->state->value;
  const GPtrArray *units = priv->state->item->units;

  if (value != NULL && value->unit != NULL)
    return value->unit->oid;
  /* Nothing entered yet: the canonical unit comes first, and stands beside the input for all to see. */
  if (units != NULL && units->len > 0)
    return ((const CrfItemUnit *) g_ptr_array_index (units, 0))->unit->oid;
  return NULL;
}

const char *
_crf_field_row_stored_missing (CrfFieldRowPrivate *priv)
{
  return priv->state->value != NULL ? priv->state->value->missing : NULL;
}

/* ── Messages ── */

void
_crf_field_row_show_message (CrfFieldRow *self,
              const char  *sentence,
              const char  *css_class)
{
  CrfFieldRowPrivate *priv = _crf_field_row_get_private (self);
  static const char *const classes[] = { "hard-check", "soft-check", "error" };
  GtkWidget *input = crf_field_row_get_input (self);
  gboolean invalid = g_strcmp0 (css_class, "error") == 0;

  gtk_label_set_label (priv->message, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (priv->message_box, sentence != NULL);
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    gtk_widget_remove_css_class (priv->message_box, classes[i]);
  if (css_class != NULL)
    gtk_widget_add_css_class (priv->message_box, css_class);
  if (invalid)
    {
      gtk_widget_add_css_class (input, "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (input), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE, -1);
    }
  else
    {
      gtk_widget_remove_css_class (input, "error");
      gtk_accessible_reset_state (GTK_ACCESSIBLE (input), GTK_ACCESSIBLE_STATE_INVALID);
    }
}

static const char *
missing_label (const char *code)
{
  for (guint i = 0; code != NULL && crf_missing_codes[i][0] != NULL; i++)
    if (g_str_equal (crf_missing_codes[i][0], code))
      return _(crf_missing_codes[i][1]);
  return code;
}

/* Beside a number, why there is none has more room than in the input. */
void
_crf_field_row_show_missing (CrfFieldRow *self,
              const char  *code)
{
  CrfFieldRowPrivate *priv = _crf_field_row_get_private (self);
  CrfFieldRowClass *klass = CRF_FIELD_ROW_GET_CLASS (self);
  const char *word = priv->state->sealed ? _("sealed") : missing_label (code);
  gboolean beside = crf_field_row_is_numeric (self) && !priv->is_inline;

  if (klass->set_hint != NULL)
    klass->set_hint (self, word != NULL && beside ? "—" : word);
  if (beside && word != NULL)
    {
      gtk_label_set_label (priv->flag, word);
      gtk_widget_set_visible (GTK_WIDGET (priv->flag), TRUE);
    }
  if (code != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "missing");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "missing");
}

/* To set one asks the display where the pointer is, be it the same or none: too long for each row of a form. */
static void
set_tooltip (GtkWidget  *widget,
             const char *text)
{
  if (g_strcmp0 (gtk_widget_get_tooltip_text (widget), text) != 0)
    gtk_widget_set_tooltip_text (widget, text);
}

void
_crf_field_row_show_flag (CrfFieldRowPrivate  *priv,
           const CrfFieldState *state)
{
  g_autofree char *grade = NULL;
  g_autofree char *text = NULL;
  g_autofree char *points_to = NULL;
  g_autofree char *tooltip = NULL;
  const char *word = NULL;

  if (state->flag == CRF_FLAG_LOW)
    /* Translators: a laboratory value below its reference range, as on laboratory slips */
    word = _("↓ low");
  else if (state->flag == CRF_FLAG_HIGH)
    word = _("↑ high");
  /* Translators: a laboratory grade that came after the infusion and is worse than at baseline: “G2 new” */
  if (state->grade != NULL && state->emergent)
    grade = g_strdup_printf (_("%s new"), state->grade);
  else
    grade = g_strdup (state->grade);
  if (word != NULL && grade != NULL)
    text = g_strdup_printf ("%s · %s", word, grade);
  else
    text = g_strdup (word != NULL ? word : grade);
  if (text != NULL && state->judgement != NULL)
    {
      char *judged = g_strdup_printf ("%s · %s", text, strcmp (state->judgement, "CS") == 0 ? _("CS") : _("NCS"));

      g_free (text);
      text = judged;
    }
  if (state->verified)
    {
      g_autofree char *plain = g_steal_pointer (&text);

      /* Translators: the monitor has compared the value with its source. */
      text = plain != NULL ? g_strdup_printf ("%s · %s", plain, _("✓ verified")) : g_strdup (_("✓ verified"));
    }
  /* Translators: a clinically significant value points to an event: “Adverse event 2: Fever · 2026-03-04” */
  points_to = state->judgement_link != NULL ? g_strdup_printf (_("Clinically significant: %s"), state->judgement_link) : NULL;
  tooltip = points_to != NULL && state->grade_why != NULL ? g_strdup_printf ("%s\n%s", points_to, state->grade_why)
                                                          : g_strdup (points_to != NULL ? points_to : state->grade_why);
  set_tooltip (GTK_WIDGET (priv->flag), tooltip);
  gtk_label_set_label (priv->flag, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (priv->flag), text != NULL);
  gtk_widget_remove_css_class (GTK_WIDGET (priv->flag), "flag-low");
  gtk_widget_remove_css_class (GTK_WIDGET (priv->flag), "flag-high");
  if (state->flag != CRF_FLAG_NONE)
    gtk_widget_add_css_class (GTK_WIDGET (priv->flag), state->flag == CRF_FLAG_LOW ? "flag-low" : "flag-high");
}

/* ── Pouring ── */

static void
build (CrfFieldRow         *self,
       const CrfFieldState *state)
{
  CrfFieldRowPrivate *priv = _crf_field_row_get_private (self);
  CrfFieldRowClass *klass = CRF_FIELD_ROW_GET_CLASS (self);
  const char *help = crf_text_get (state->item->description, priv->language);
  GtkWidget *input;

  if (klass->build != NULL)
    klass->build (self, state, priv->language);
  input = crf_field_row_get_input (self);
  gtk_label_set_mnemonic_widget (priv->label, input);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (input), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, priv->unit_label,
                                  priv->reference, priv->flag, priv->message, NULL, -1);
  if (*help != '\0')
    gtk_widget_set_tooltip_text (GTK_WIDGET (priv->label), help);
  _crf_field_row_build_units (self, state);
  priv->built = TRUE;
}

/* Adds @text as markup, with the mnemonic before its letter where it occurs; TRUE if it did. */
static gboolean
add_with_mnemonic (GString    *markup,
                   const char *text,
                   char        letter)
{
  gboolean marked = FALSE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      g_autofree char *piece = g_markup_escape_text (p, g_utf8_next_char (p) - p);

      if (!marked && letter != 0 && g_ascii_tolower (*p) == letter)
        {
          g_string_append_c (markup, '_');
          marked = TRUE;
        }
      /* An underscore of the text itself. */
      g_string_append (markup, *p == '_' ? "__" : piece);
    }
  return marked;
}

static void
pour_label (CrfFieldRowPrivate  *priv,
            const CrfFieldState *state)
{
  const char *label = state->label != NULL ? state->label : state->item->name;
  const char *name = state->item->name;
  g_autoptr (GString) markup = g_string_new (NULL);
  gboolean marked = add_with_mnemonic (markup, label, priv->mnemonic);

  /* Results are known by their short names; elsewhere they are noise. */
  if (state->group != NULL && state->group->is_sample && name != NULL && state->reference != NULL && strstr (label, name) == NULL)
    {
      g_string_append (markup, " <span alpha=\"60%\">");
      marked = add_with_mnemonic (markup, name, marked ? 0 : priv->mnemonic) || marked;
      g_string_append (markup, "</span>");
    }
  /* A label without Latin letters carries its key in brackets, as Chinese programs do. */
  if (!marked && priv->mnemonic != 0)
    g_string_append_printf (markup, " <span alpha=\"60%%\" size=\"small\">(_%c)</span>", g_ascii_toupper (priv->mnemonic));
  if (state->open_queries > 0)
    g_string_append_printf (markup, " <span size=\"small\">⚑ %s</span>", _("query"));
  gtk_label_set_markup_with_mnemonic (priv->label, markup->str);
}

void
crf_field_row_set_mnemonic (CrfFieldRow *self,
                            char         letter)
{
  CrfFieldRowPrivate *priv = _crf_field_row_get_private (self);

  g_return_if_fail (CRF_IS_FIELD_ROW (self));

  priv->mnemonic = letter;
  if (priv->state != NULL)
    pour_label (priv, priv->state);
}

static char
free_letter (const char *text,
             const char *used)
{
  for (const char *p = text; p != NULL && *p != '\0'; p++)
    if (g_ascii_isalpha (*p) && strchr (used, g_ascii_tolower (*p)) == NULL)
      return g_ascii_tolower (*p);
  return 0;
}

char
crf_field_row_find_mnemonic (CrfFieldRow *self,
                             const char  *used)
{
  CrfFieldRowPrivate *priv = _crf_field_row_get_private (self);
  char letter;

  g_return_val_if_fail (CRF_IS_FIELD_ROW (self), 0);

  if (priv->state == NULL)
    return 0;
  letter = free_letter (priv->state->label, used);
  return letter != 0 ? letter : free_letter (priv->state->item->name, used);
}

static void
pour_around (CrfFieldRowPrivate  *priv,
             const CrfFieldState *state)
{
  gtk_label_set_label (priv->reference, state->reference != NULL ? state->reference : "");
  gtk_widget_set_visible (GTK_WIDGET (priv->reference), state->reference != NULL);
  gtk_label_set_label (priv->last, state->last != NULL ? state->last : "");
  gtk_widget_set_visible (GTK_WIDGET (priv->last), state->last != NULL && !priv->is_inline);
  set_tooltip (GTK_WIDGET (priv->last), state->last_when);
  gtk_widget_set_visible (priv->end, !priv->is_inline && !state->derived);
  _crf_field_row_show_flag (priv, state);
}

void
crf_field_row_show_when (CrfFieldRow *self,
                         const char  *common)
{
  CrfFieldRowPrivate *priv = _crf_field_row_get_private (self);
  const CrfFieldState *state = priv->state;
  const char *date;
  g_autofree char *markup = NULL;

  g_return_if_fail (CRF_IS_FIELD_ROW (self));

  if (state == NULL || state->last == NULL || state->last_when == NULL || g_strcmp0 (state->last_when, common) == 0)
    return;
  /* "Week 1 · 24 Oct" */
  date = g_strrstr (state->last_when, " · ");
  markup = g_markup_printf_escaped ("%s\n<small>%s</small>", state->last, date != NULL ? date + strlen (" · ") : state->last_when);
  gtk_label_set_justify (priv->last, GTK_JUSTIFY_RIGHT);
  gtk_label_set_markup (priv->last, markup);
}

static void
pour_value (CrfFieldRow         *self,
            const CrfFieldState *state)
{
  CrfFieldRowPrivate *priv = _crf_field_row_get_private (self);
  CrfFieldRowClass *klass = CRF_FIELD_ROW_GET_CLASS (self);
  const char *missing = priv->missing != NULL ? priv->missing : _crf_field_row_stored_missing (priv);
  g_autofree char *standing = crf_field_row_dup_text (self);
  /* What was typed and could not be stored, or is being typed, is not taken away. */
  gboolean keep = priv->touched && (priv->storing || priv->prompt != NULL
                                    || gtk_widget_has_css_class (crf_field_row_get_input (self), "error")
                                    || crf_has_focus (GTK_WIDGET (self)))
                  && g_strcmp0 (standing, _crf_field_row_stored_text (priv)) != 0;

  if (!keep)
    {
      klass->set_text (self, _crf_field_row_stored_text (priv));
      priv->touched = FALSE;
      g_free (priv->unit);
      priv->unit = g_strdup (_crf_field_row_stored_unit (priv));
    }
  _crf_field_row_show_missing (self, missing);
  _crf_field_row_pour_unit (self);
  klass->set_editable (self, state->editable && !state->derived && !state->sealed);
  if (priv->prompt == NULL && !gtk_widget_has_css_class (crf_field_row_get_input (self), "error"))
    _crf_field_row_show_message (self, state->message, state->message == NULL ? NULL : state->hard ? "hard-check" : "soft-check");
}

void
crf_field_row_pour (CrfFieldRow         *self,
                    const CrfFieldState *state)
{
  CrfFieldRowPrivate *priv = _crf_field_row_get_private (self);

  g_return_if_fail (CRF_IS_FIELD_ROW (self));
  g_return_if_fail (state != NULL);

  priv->state = state;
  priv->pouring = TRUE;
  if (!priv->built)
    build (self, state);
  pour_label (priv, state);
  pour_around (priv, state);
  pour_value (self, state);
  gtk_widget_set_visible (GTK_WIDGET (self), state->shown);
  priv->pouring = FALSE;
}
