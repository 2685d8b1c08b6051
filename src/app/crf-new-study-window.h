/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A new study file in five steps: protocol, open questions, site and first administrator, recovery key, the key typed back. Signal
 * "created" (CrfSession * (taken over by the receiver), path): the administrator is signed in. */

#pragma once

#include <adwaita.h>

#include "crf-parameter-field.h"
#include "crf-session.h"

G_BEGIN_DECLS

#define CRF_TYPE_NEW_STUDY_WINDOW (crf_new_study_window_get_type ())
G_DECLARE_FINAL_TYPE (CrfNewStudyWindow, crf_new_study_window, CRF, NEW_STUDY_WINDOW, AdwWindow)

GtkWidget         *crf_new_study_window_new         (GtkWindow         *parent);

/* For tests: what the buttons do, and where the flow stands ("protocol", "questions", "site", "working", "key", "confirm"). */
void               crf_new_study_window_choose      (CrfNewStudyWindow *self,
                                                     const char        *id); /* of a shipped protocol */
void               crf_new_study_window_next        (CrfNewStudyWindow *self);
CrfParameterField *crf_new_study_window_get_field   (CrfNewStudyWindow *self,
                                                     const char        *key);
const char        *crf_new_study_window_get_step    (CrfNewStudyWindow *self);
const char        *crf_new_study_window_get_message (CrfNewStudyWindow *self);

G_END_DECLS
