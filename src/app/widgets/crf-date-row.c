/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The entry takes whatever the date grammar takes; beside it stands the day that was understood, with its weekday, so that a wrong
 * month is seen at once. There is no default of today. */

#include "crf-date-row.h"

#include <glib/gi18n-lib.h>

#include "crf-partial-date.h"

struct _CrfDateRow
{
  CrfFieldRow parent_instance;

  /* Template children */
  GtkEntry *entry;
  GtkLabel *parsed;

  CrfDataType type;
  gboolean brief;
};

G_DEFINE_FINAL_TYPE (CrfDateRow, crf_date_row, CRF_TYPE_FIELD_ROW)

static gboolean
is_time (CrfDateRow *self)
{
  return self->type == CRF_TYPE_TIME;
}

static gboolean
has_time (CrfDateRow *self)
{
  return self->type == CRF_TYPE_DATETIME || self->type == CRF_TYPE_PARTIAL_DATETIME;
}

static char *
describe (const CrfDate *date,
          gboolean       brief)
{
  g_autoptr (GDateTime) day = NULL;

  if (date->year == 0)
    return NULL;
  day = g_date_time_new_utc (date->year, MAX (date->month, 1), MAX (date->day, 1), 0, 0, 0);
  if (day == NULL)
    return NULL;
  if (brief && date->day == 0)
    return NULL;
  if (date->month == 0)
    return g_date_time_format (day, "%Y");
  if (date->day == 0)
    /* Translators: month and year of a partial date, as for g_date_time_format() */
    return g_date_time_format (day, _("%B %Y"));
  if (brief)
    /* Translators: the day of the week beside a date, as for g_date_time_format() */
    return g_date_time_format (day, C_ ("weekday alone", "%a"));
  /* Translators: a day with its weekday, as for g_date_time_format() */
  return g_date_time_format (day, _("%a %-d %b %Y"));
}

static void
show_parsed (CrfDateRow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  gboolean partial = self->type == CRF_TYPE_PARTIAL_DATE || self->type == CRF_TYPE_PARTIAL_DATETIME;
  g_autofree char *shown = NULL;
  CrfDate date;

  if (*text != '\0' && !is_time (self)
      && (has_time (self) ? crf_datetime_parse (text, partial, &date, NULL) : crf_date_parse (text, partial, &date, NULL)))
    shown = describe (&date, self->brief);
  gtk_label_set_label (self->parsed, shown != NULL ? shown : "");
}

static void
on_changed (CrfDateRow *self)
{
  show_parsed (self);
  crf_field_row_typed (CRF_FIELD_ROW (self));
}

static void
set_placeholder (CrfDateRow *self,
                 const char *hint)
{
  if (hint == NULL)
    /* Translators: the shape of a date, date with time, or time in an empty field */
    hint = is_time (self) ? _("hh:mm") : has_time (self) ? _("yyyy-mm-dd hh:mm") : _("yyyy-mm-dd");
  gtk_entry_set_placeholder_text (self->entry, hint);
}

static void
crf_date_row_build (CrfFieldRow         *row,
                    const CrfFieldState *state,
                    const char          *language)
{
  CrfDateRow *self = CRF_DATE_ROW (row);
  int width;

  self->type = state->item->type;
  width = is_time (self) ? 6 : has_time (self) ? 15 : 11;
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), width);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->entry), width);
  set_placeholder (self, NULL);
}

static GtkWidget *
crf_date_row_get_input (CrfFieldRow *row)
{
  return GTK_WIDGET (CRF_DATE_ROW (row)->entry);
}

static char *
crf_date_row_dup_text (CrfFieldRow *row)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (CRF_DATE_ROW (row)->entry)));

  g_strstrip (text);
  return *text == '\0' ? NULL : g_steal_pointer (&text);
}

static void
crf_date_row_set_text (CrfFieldRow *row,
                       const char  *text)
{
  GtkEditable *editable = GTK_EDITABLE (CRF_DATE_ROW (row)->entry);

  if (g_strcmp0 (gtk_editable_get_text (editable), text != NULL ? text : "") != 0)
    gtk_editable_set_text (editable, text != NULL ? text : "");
}

static void
crf_date_row_set_hint (CrfFieldRow *row,
                       const char  *hint)
{
  set_placeholder (CRF_DATE_ROW (row), hint);
}

static void
crf_date_row_set_editable (CrfFieldRow *row,
                           gboolean     editable)
{
  gtk_editable_set_editable (GTK_EDITABLE (CRF_DATE_ROW (row)->entry), editable);
}

static void
crf_date_row_be_inline (CrfFieldRow *row)
{
  CRF_DATE_ROW (row)->brief = TRUE;
  show_parsed (CRF_DATE_ROW (row));
}

static void
crf_date_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CRF_TYPE_DATE_ROW);
  G_OBJECT_CLASS (crf_date_row_parent_class)->dispose (object);
}

static void
crf_date_row_class_init (CrfDateRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  CrfFieldRowClass *row_class = CRF_FIELD_ROW_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crf_date_row_dispose;
  row_class->build = crf_date_row_build;
  row_class->get_input = crf_date_row_get_input;
  row_class->dup_text = crf_date_row_dup_text;
  row_class->set_text = crf_date_row_set_text;
  row_class->set_hint = crf_date_row_set_hint;
  row_class->set_editable = crf_date_row_set_editable;
  row_class->be_inline = crf_date_row_be_inline;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/stemward/Stemward/widgets/crf-date-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfDateRow, entry);
  gtk_widget_class_bind_template_child (widget_class, CrfDateRow, parsed);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
}

static void
crf_date_row_init (CrfDateRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
