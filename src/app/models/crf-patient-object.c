/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The row object. Its properties never change: a page of rows is replaced as a whole. */

#include "crf-patient-object.h"

#include <glib/gi18n-lib.h>

#include "crf-day.h"

struct _CrfPatientObject
{
  GObject parent_instance;

  CrfPatient *patient;
};

enum
{
  PROP_0,
  PROP_NUMBER,
  PROP_ALLOCATION_NUMBER,
  PROP_INITIALS,
  PROP_SEX,
  PROP_AGE,
  PROP_STATUS,
  PROP_ARM,
  PROP_CHILD_PUGH,
  PROP_MELD,
  PROP_NEXT_VISIT,
  PROP_QUERIES,
  PROP_LAST_ENTRY,
  PROP_LAST_ENTRY_DAY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CrfPatientObject, crf_patient_object, G_TYPE_OBJECT)

/* Two texts of one cell, the second may be absent. */
static char *
join (const char *first, const char *second)
{
  if (first == NULL || second == NULL || *second == '\0')
    return g_strdup (first);
  return g_strdup_printf ("%s  %s", first, second);
}

/* Figures stand below figures: one of a single digit has the room of two. */
static char *
align (const char *figure)
{
  gboolean single = figure != NULL && g_ascii_isdigit (figure[0]) && !g_ascii_isdigit (figure[1]);

  return single ? g_strconcat ("\u2007", figure, NULL) : g_strdup (figure);
}

static char *
dup_meld (const CrfPatient *p)
{
  g_autofree char *meld = align (p->meld);

  return join (meld, p->meld_change);
}

static char *
dup_next_visit (const CrfPatient *p)
{
  g_auto (GStrv) days = p->next_window != NULL ? g_strsplit (p->next_window, " – ", 2) : NULL;
  g_autofree char *window = days != NULL ? crf_day_format_window (days[0], days[1] != NULL ? days[1] : days[0]) : NULL;

  return join (p->next_visit, window);
}

static char *
get_text (const CrfPatient *p, guint id)
{
  switch (id)
    {
    case PROP_NUMBER:
      return g_strdup (p->number);
    case PROP_ALLOCATION_NUMBER:
      return g_strdup (p->allocation_number);
    case PROP_INITIALS:
      return g_strdup (p->initials);
    case PROP_SEX:
      return g_strdup (p->sex_symbol != NULL ? p->sex_symbol : p->sex);
    case PROP_AGE:
      return g_strdup (p->age);
    case PROP_STATUS:
      return g_strdup (p->status_label != NULL ? p->status_label : p->status);
    case PROP_ARM:
      return g_strdup (p->arm);
    case PROP_CHILD_PUGH:
      return align (p->child_pugh);
    case PROP_MELD:
      return dup_meld (p);
    case PROP_NEXT_VISIT:
      return dup_next_visit (p);
    case PROP_QUERIES:
      return p->open_queries > 0 ? g_strdup_printf ("%u", p->open_queries) : NULL;
    case PROP_LAST_ENTRY:
      return g_strdup (p->last_entry);
    case PROP_LAST_ENTRY_DAY:
      return p->last_entry != NULL ? g_strndup (p->last_entry, strcspn (p->last_entry, " T")) : NULL;
    default:
      return NULL;
    }
}

static void
crf_patient_object_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CrfPatientObject *self = CRF_PATIENT_OBJECT (object);

  if (id == PROP_0 || id >= N_PROPS)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  else
    g_value_take_string (value, self->patient != NULL ? get_text (self->patient, id) : NULL);
}

static void
crf_patient_object_finalize (GObject *object)
{
  g_clear_pointer (&CRF_PATIENT_OBJECT (object)->patient, crf_patient_free);

  G_OBJECT_CLASS (crf_patient_object_parent_class)->finalize (object);
}

static void
crf_patient_object_class_init (CrfPatientObjectClass *klass)
{
  static const char *const names[N_PROPS] = {
    [PROP_NUMBER] = "number",
    [PROP_ALLOCATION_NUMBER] = "allocation-number",
    [PROP_INITIALS] = "initials",
    [PROP_SEX] = "sex",
    [PROP_AGE] = "age",
    [PROP_STATUS] = "status",
    [PROP_ARM] = "arm",
    [PROP_CHILD_PUGH] = "child-pugh",
    [PROP_MELD] = "meld",
    [PROP_NEXT_VISIT] = "next-visit",
    [PROP_QUERIES] = "queries",
    [PROP_LAST_ENTRY] = "last-entry",
    [PROP_LAST_ENTRY_DAY] = "last-entry-day",
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = crf_patient_object_get_property;
  object_class->finalize = crf_patient_object_finalize;

  for (guint i = 1; i < N_PROPS; i++)
    properties[i] = g_param_spec_string (names[i], NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
crf_patient_object_init (CrfPatientObject *self)
{
}

CrfPatientObject *
crf_patient_object_new (CrfPatient *patient)
{
  CrfPatientObject *self = g_object_new (CRF_TYPE_PATIENT_OBJECT, NULL);

  self->patient = patient;
  return self;
}

const CrfPatient *
crf_patient_object_get (CrfPatientObject *self)
{
  g_return_val_if_fail (CRF_IS_PATIENT_OBJECT (self), NULL);

  return self->patient;
}

char *
crf_patient_describe (const CrfPatient *patient)
{
  g_autoptr (GString) text = g_string_new (patient->number);
  const char *parts[] = { patient->initials, patient->sex_symbol, patient->birth_year };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL && *parts[i] != '\0')
      g_string_append_printf (text, " · %s", parts[i]);
  if (patient->bed != NULL && *patient->bed != '\0')
    {
      g_string_append (text, " · ");
      g_string_append_printf (text, _("bed %s"), patient->bed);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
