/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The page of one patient: the identity line that stays in sight, and the tabs timeline, eligibility, infusions, visits, safety and
 * record. Built once; crf_patient_page_show() fills it with another patient. */

#pragma once

#include <adwaita.h>

#include "crf-refusal.h"
#include "crf-writer.h"

G_BEGIN_DECLS

#define CRF_TYPE_PATIENT_PAGE (crf_patient_page_get_type ())
G_DECLARE_FINAL_TYPE (CrfPatientPage, crf_patient_page, CRF, PATIENT_PAGE, AdwBin)

/* Signals: "changed": something was stored (lists refresh their row); "show-page" (name): a remedy leads to another page of the window. */
GtkWidget *crf_patient_page_new     (CrfWriter       *writer);

/* Shows @subject (key). @tab: "timeline", "eligibility", "infusions", "visits", "safety", "record" or NULL for the one shown last. @target opens a form and,
 * where it names an item, puts the cursor into its field; may be NULL. */
void       crf_patient_page_show    (CrfPatientPage  *self,
                                     const char      *subject,
                                     const char      *tab,
                                     const CrfTarget *target);

/* The keyboard goes into the tab that is shown, past the header. FALSE: nothing there takes it. */
gboolean   crf_patient_page_focus   (CrfPatientPage  *self);

/* Reads the patient again (after a sync, a role change, an unlock). What is being typed stays. */
void       crf_patient_page_refresh (CrfPatientPage  *self);

/* The subject key shown, or NULL. */
const char *crf_patient_page_get_subject (CrfPatientPage *self);

G_END_DECLS
