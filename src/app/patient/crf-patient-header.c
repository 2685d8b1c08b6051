/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is not known is left out; nothing is invented. */

#include "crf-patient-header.h"

#include <glib/gi18n-lib.h>

#include "crf-chip.h"
#include "crf-wrap-box.h"

struct _CrfPatientHeader
{
  GtkBox parent_instance;

  /* Template children */
  GtkLabel *number;
  GtkLabel *identity;
  CrfChip *status;
  CrfChip *arm;
  CrfChip *code;
  CrfChip *alert;
  GtkLabel *day;
  CrfChip *queries;
};

G_DEFINE_FINAL_TYPE (CrfPatientHeader, crf_patient_header, GTK_TYPE_BOX)

static void
add_part (GString    *text,
          const char *part)
{
  if (part == NULL || *part == '\0')
    return;
  if (text->len > 0)
    g_string_append (text, " · ");
  g_string_append (text, part);
}

/* Initials, sex, age and birth year, bed. */
static GString *
describe (const CrfPatient *patient)
{
  GString *text = g_string_new (NULL);
  g_autofree char *bed = NULL;

  add_part (text, patient->initials);
  add_part (text, patient->sex_symbol != NULL ? patient->sex_symbol : patient->sex);
  if (patient->age != NULL)
    {
      /* Translators: an age in years: “54 y” */
      g_autofree char *age = g_strdup_printf (C_ ("age", "%s y"), patient->age);

      add_part (text, age);
    }
  add_part (text, patient->birth_year);
  if (patient->bed != NULL)
    bed = g_strdup_printf (_("bed %s"), patient->bed);
  add_part (text, bed);
  return text;
}

char *
crf_patient_identity (const CrfPatient *patient)
{
  g_autoptr (GString) text = describe (patient);

  return text->len == 0 ? g_strdup (patient->number) : g_strdup_printf ("%s · %s", patient->number, text->str);
}

static void
crf_patient_header_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CRF_TYPE_PATIENT_HEADER);
  G_OBJECT_CLASS (crf_patient_header_parent_class)->dispose (object);
}

static void
crf_patient_header_class_init (CrfPatientHeaderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crf_patient_header_dispose;
  g_type_ensure (CRF_TYPE_CHIP);
  g_type_ensure (CRF_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/stemward/Stemward/patient/crf-patient-header.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfPatientHeader, number);
  gtk_widget_class_bind_template_child (widget_class, CrfPatientHeader, identity);
  gtk_widget_class_bind_template_child (widget_class, CrfPatientHeader, status);
  gtk_widget_class_bind_template_child (widget_class, CrfPatientHeader, arm);
  gtk_widget_class_bind_template_child (widget_class, CrfPatientHeader, code);
  gtk_widget_class_bind_template_child (widget_class, CrfPatientHeader, alert);
  gtk_widget_class_bind_template_child (widget_class, CrfPatientHeader, day);
  gtk_widget_class_bind_template_child (widget_class, CrfPatientHeader, queries);
  gtk_widget_class_set_css_name (widget_class, "patientheader");
}

static void
crf_patient_header_init (CrfPatientHeader *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
crf_patient_header_set_patient (CrfPatientHeader *self,
                                const CrfPatient *patient)
{
  g_autoptr (GString) identity = NULL;
  g_autoptr (GString) day = g_string_new (NULL);
  g_autofree char *queries = NULL;

  g_return_if_fail (CRF_IS_PATIENT_HEADER (self));
  g_return_if_fail (patient != NULL);

  identity = describe (patient);
  gtk_label_set_label (self->number, patient->number);
  gtk_label_set_label (self->identity, identity->str);
  crf_chip_set (self->status, CRF_CHIP_INFO, NULL, patient->status_label);
  crf_chip_set (self->arm, CRF_CHIP_NEUTRAL, NULL, patient->arm);
  crf_chip_set (self->code, CRF_CHIP_WARNING, "dialog-warning-symbolic", patient->code_broken);
  add_part (day, patient->day_on_study);
  add_part (day, patient->allocation_number);
  add_part (day, patient->version);
  gtk_label_set_label (self->day, day->str);
  if (patient->open_queries > 0)
    queries = g_strdup_printf (ngettext ("%u open query", "%u open queries", patient->open_queries), patient->open_queries);
  crf_chip_set (self->queries, CRF_CHIP_WARNING, "dialog-question-symbolic", queries);
}

void
crf_patient_header_set_alert (CrfPatientHeader *self,
                              const char       *text,
                              const char       *details)
{
  g_return_if_fail (CRF_IS_PATIENT_HEADER (self));

  crf_chip_set (self->alert, CRF_CHIP_WARNING, "dialog-warning-symbolic", text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->alert), details);
}
