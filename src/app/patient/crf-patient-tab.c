/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The interface only; each tab is a file of its own. */

#include "crf-patient-tab.h"

G_DEFINE_INTERFACE (CrfPatientTab, crf_patient_tab, GTK_TYPE_WIDGET)

static void
crf_patient_tab_default_init (CrfPatientTabInterface *iface)
{
}

void
crf_patient_tab_set_writer (CrfPatientTab *self,
                            CrfWriter     *writer)
{
  g_return_if_fail (CRF_IS_PATIENT_TAB (self));

  CRF_PATIENT_TAB_GET_IFACE (self)->set_writer (self, writer);
}

void
crf_patient_tab_open (CrfPatientTab   *self,
                      const char      *subject,
                      const CrfTarget *target)
{
  g_return_if_fail (CRF_IS_PATIENT_TAB (self));

  CRF_PATIENT_TAB_GET_IFACE (self)->open (self, subject, target);
}

void
crf_patient_tab_refresh (CrfPatientTab *self)
{
  g_return_if_fail (CRF_IS_PATIENT_TAB (self));

  CRF_PATIENT_TAB_GET_IFACE (self)->refresh (self);
}

void
crf_patient_tab_leave (CrfPatientTab *self)
{
  g_return_if_fail (CRF_IS_PATIENT_TAB (self));

  if (CRF_PATIENT_TAB_GET_IFACE (self)->leave != NULL)
    CRF_PATIENT_TAB_GET_IFACE (self)->leave (self);
}

const CrfTarget *
crf_patient_tab_get_target (CrfPatientTab *self)
{
  g_return_val_if_fail (CRF_IS_PATIENT_TAB (self), NULL);

  if (CRF_PATIENT_TAB_GET_IFACE (self)->get_target == NULL)
    return NULL;
  return CRF_PATIENT_TAB_GET_IFACE (self)->get_target (self);
}
