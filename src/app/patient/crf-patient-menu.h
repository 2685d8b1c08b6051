/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be done with a patient beyond her forms, from the registry of use cases: consent, status, deviation; and with the form
 * on screen: missed, opened again, asked about. */

#pragma once

#include <gtk/gtk.h>

#include "crf-use-case-dialog.h"

G_BEGIN_DECLS

/* Whether @use_case is about the form or visit on screen. */
gboolean crf_patient_menu_needs_target (const char      *use_case);
/* The dialog of @use_case, with patient and @target (may be NULL) filled in; where the role may not, the sentence that says so, and NULL. */
CrfUseCaseDialog *crf_patient_menu_present (GtkWidget       *parent,
                                            CrfWriter       *writer,
                                            const char      *subject,
                                            const CrfTarget *target,
                                            const char      *use_case);

G_END_DECLS
