/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Icon and word for every state; the tint comes from the style and says nothing by itself. */

#include "crf-schedule-row.h"

#include <glib/gi18n-lib.h>

#include "crf-day.h"
#include "crf-partial-date.h"

struct _CrfScheduleRow
{
  GtkListBoxRow parent_instance;

  /* Template children */
  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *state;
  GtkLabel *dates;

  guint visit;
  const CrfForm *form; /* of the study */
  char *formkey;       /* of a repeat */
  gboolean adds;
};

G_DEFINE_FINAL_TYPE (CrfScheduleRow, crf_schedule_row, GTK_TYPE_LIST_BOX_ROW)

static char *
describe_state (const CrfVisit *visit,
                const char     *today)
{
  int days;

  if (visit->state == CRF_VISIT_UPCOMING && visit->from != NULL && crf_iso_days_between (today, visit->from, &days) && days > 0)
    /* Translators: a visit whose window opens in so many days */
    return g_strdup_printf (ngettext ("in %d day", "in %d days", days), days);
  if (visit->why != NULL)
    /* Translators: a visit is not applicable, and why: “Not applicable: died on 2026-05-02” */
    return g_strdup_printf (_("%1$s: %2$s"), crf_visit_state_get_label (visit->state), visit->why);
  return g_strdup (crf_visit_state_get_label (visit->state));
}

static char *
describe_dates (const CrfVisit *visit)
{
  g_autofree char *window = crf_day_format_window (visit->from, visit->to);

  if (visit->visit_date != NULL)
    return crf_day_format (visit->visit_date);
  if (window != NULL && visit->target != NULL && g_strcmp0 (visit->from, visit->to) != 0)
    {
      g_autofree char *target = crf_day_format_short (visit->target);

      return g_strdup_printf (visit->provisional ? "≈ %s · %s" : "%s · %s", target, window);
    }
  return g_steal_pointer (&window);
}

static void
crf_schedule_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CRF_TYPE_SCHEDULE_ROW);
  G_OBJECT_CLASS (crf_schedule_row_parent_class)->dispose (object);
}

static void
crf_schedule_row_finalize (GObject *object)
{
  g_free (CRF_SCHEDULE_ROW (object)->formkey);
  G_OBJECT_CLASS (crf_schedule_row_parent_class)->finalize (object);
}

static void
crf_schedule_row_class_init (CrfScheduleRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crf_schedule_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = crf_schedule_row_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/stemward/Stemward/patient/crf-schedule-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfScheduleRow, icon);
  gtk_widget_class_bind_template_child (widget_class, CrfScheduleRow, title);
  gtk_widget_class_bind_template_child (widget_class, CrfScheduleRow, state);
  gtk_widget_class_bind_template_child (widget_class, CrfScheduleRow, dates);
}

static void
crf_schedule_row_init (CrfScheduleRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_LABELLED_BY, self->title, self->state, self->dates, NULL, -1);
}

static const char *
visit_class (CrfVisitState state)
{
  switch (state)
    {
    case CRF_VISIT_DONE:
      return "done";
    case CRF_VISIT_OPEN:
    case CRF_VISIT_STARTED:
      return "due";
    case CRF_VISIT_LATE:
    case CRF_VISIT_MISSED:
      return "late";
    case CRF_VISIT_NO_DATE:
    case CRF_VISIT_UPCOMING:
    case CRF_VISIT_NOT_APPLICABLE:
    default:
      return "later";
    }
}

GtkWidget *
crf_schedule_row_new_visit (const CrfVisit *visit,
                            guint           position,
                            const char     *today,
                            const char     *language)
{
  CrfScheduleRow *self = g_object_new (CRF_TYPE_SCHEDULE_ROW, NULL);
  const char *title = crf_text_get (visit->event->title, language);
  g_autofree char *state = describe_state (visit, today);
  g_autofree char *dates = describe_dates (visit);
  g_autofree char *numbered = NULL;

  self->visit = position;
  if (*title == '\0')
    title = visit->event->name;
  if (visit->event->repeating && visit->ordinal > 0)
    numbered = g_strdup_printf ("%s %d", title, visit->ordinal);
  gtk_label_set_label (self->title, numbered != NULL ? numbered : title);
  gtk_label_set_label (self->state, state);
  gtk_label_set_label (self->dates, dates != NULL ? dates : "");
  gtk_widget_set_visible (GTK_WIDGET (self->dates), dates != NULL);
  gtk_image_set_from_icon_name (self->icon, crf_visit_state_get_icon (visit->state));
  gtk_widget_add_css_class (GTK_WIDGET (self), visit_class (visit->state));
  return GTK_WIDGET (self);
}

GtkWidget *
crf_schedule_row_new_form (const CrfForm *form,
                           guint          position,
                           const char    *language)
{
  CrfScheduleRow *self = g_object_new (CRF_TYPE_SCHEDULE_ROW, NULL);
  const char *title = crf_text_get (form->title, language);

  self->visit = position;
  self->form = form;
  gtk_label_set_label (self->title, *title != '\0' ? title : form->name);
  gtk_widget_set_visible (GTK_WIDGET (self->dates), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "form-line");
  crf_schedule_row_set_state (self, "empty");
  return GTK_WIDGET (self);
}

GtkWidget *
crf_schedule_row_new_repeat (const CrfForm *form,
                             const char    *formkey,
                             int            ordinal,
                             guint          position,
                             const char    *language)
{
  GtkWidget *row = crf_schedule_row_new_form (form, position, language);
  CrfScheduleRow *self = CRF_SCHEDULE_ROW (row);
  g_autofree char *title = g_strdup_printf ("%s · %d", gtk_label_get_label (self->title), ordinal);

  self->formkey = g_strdup (formkey);
  gtk_label_set_label (self->title, title);
  return row;
}

GtkWidget *
crf_schedule_row_new_add (const CrfForm *form,
                          guint          position,
                          const char    *language)
{
  GtkWidget *row = crf_schedule_row_new_form (form, position, language);
  CrfScheduleRow *self = CRF_SCHEDULE_ROW (row);
  g_autofree char *title = g_strdup_printf (_("Add: %s"), gtk_label_get_label (self->title));

  self->adds = TRUE;
  gtk_label_set_label (self->title, title);
  gtk_image_set_from_icon_name (self->icon, "list-add-symbolic");
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), FALSE);
  return row;
}

const char *
crf_schedule_row_get_formkey (CrfScheduleRow *self)
{
  g_return_val_if_fail (CRF_IS_SCHEDULE_ROW (self), NULL);

  return self->formkey;
}

gboolean
crf_schedule_row_is_add (CrfScheduleRow *self)
{
  g_return_val_if_fail (CRF_IS_SCHEDULE_ROW (self), FALSE);

  return self->adds;
}

guint
crf_schedule_row_get_visit (CrfScheduleRow *self)
{
  g_return_val_if_fail (CRF_IS_SCHEDULE_ROW (self), 0);

  return self->visit;
}

const CrfForm *
crf_schedule_row_get_form (CrfScheduleRow *self)
{
  g_return_val_if_fail (CRF_IS_SCHEDULE_ROW (self), NULL);

  return self->form;
}

void
crf_schedule_row_set_state (CrfScheduleRow *self,
                            const char     *state)
{
  static const struct { const char *state, *icon, *label; } states[] = {
    { "empty", "radio-symbolic", NULL },
    { "started", "document-edit-symbolic", NC_ ("form", "Started") },
    { "complete", "object-select-symbolic", NC_ ("form", "Complete") },
    { "verified", "object-select-symbolic", NC_ ("form", "Verified") },
    { "signed", "object-select-symbolic", NC_ ("form", "Signed") },
    { "frozen", "changes-prevent-symbolic", NC_ ("form", "Frozen") },
    { "locked", "changes-prevent-symbolic", NC_ ("form", "Locked") },
    { "unreadable", "dialog-error-symbolic", NC_ ("form", "Cannot be read") },
  };

  g_return_if_fail (CRF_IS_SCHEDULE_ROW (self));

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_strcmp0 (state, states[i].state) == 0)
      {
        gtk_image_set_from_icon_name (self->icon, states[i].icon);
        gtk_label_set_label (self->state, states[i].label != NULL ? g_dpgettext2 (NULL, "form", states[i].label) : "");
      }
}
