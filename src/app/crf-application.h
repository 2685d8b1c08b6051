/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The application: opens one window a study file, quits, says what it is. */

#pragma once

#include <adwaita.h>

#include "crf-window.h"

G_BEGIN_DECLS

#define CRF_TYPE_APPLICATION (crf_application_get_type ())
G_DECLARE_FINAL_TYPE (CrfApplication, crf_application, CRF, APPLICATION, AdwApplication)

CrfApplication *crf_application_new        (void);
/* The window of the study file, presented if one is open already; a new window otherwise (a window that shows the welcome page is
 * taken). */
CrfWindow      *crf_application_open_study (CrfApplication *self,
                                            const char     *path);

G_END_DECLS
