/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the tabs of the patient page have in common. A tab reads when it is shown and when something was stored while it is visible. */

#pragma once

#include <gtk/gtk.h>

#include "crf-refusal.h"
#include "crf-writer.h"

G_BEGIN_DECLS

#define CRF_TYPE_PATIENT_TAB (crf_patient_tab_get_type ())
G_DECLARE_INTERFACE (CrfPatientTab, crf_patient_tab, CRF, PATIENT_TAB, GtkWidget)

struct _CrfPatientTabInterface
{
  GTypeInterface parent_iface;

  void (*set_writer) (CrfPatientTab *self, CrfWriter *writer);
  /* Another patient (or the same again): reads everything. @target: what to open, may be NULL. */
  void (*open)       (CrfPatientTab *self, const char *subject, const CrfTarget *target);
  /* The same patient, after something was stored: what is being typed stays. */
  void (*refresh)    (CrfPatientTab *self);
  /* The form on screen, or NULL. May be NULL. */
  const CrfTarget *(*get_target) (CrfPatientTab *self);
  /* Before another tab or patient is shown: stores what stands under the cursor. May be NULL. */
  void (*leave)      (CrfPatientTab *self);
};

void crf_patient_tab_set_writer (CrfPatientTab   *self,
                                 CrfWriter       *writer);
void crf_patient_tab_open       (CrfPatientTab   *self,
                                 const char      *subject,
                                 const CrfTarget *target);
void crf_patient_tab_refresh    (CrfPatientTab   *self);
const CrfTarget *crf_patient_tab_get_target (CrfPatientTab *self);
void crf_patient_tab_leave      (CrfPatientTab   *self);

G_END_DECLS
