/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What every program that shows Stemward's widgets does first: the window, the tests, the demonstration tour. */

#pragma once

#include <gtk/gtk.h>

#include "crf-clock.h"

G_BEGIN_DECLS

#define CRF_RESOURCE_BASE "/org/stemward/Stemward"

/* The program's own choice of how GTK draws, made before GTK starts; what the person set in the environment wins. Without a GPU
 * worth its memory, cairo starts faster and needs less than half of the memory. */
void crf_app_prepare_environment (void);
/* Makes templates and style known; needs no display. A second call does nothing. */
void crf_app_register_resource   (void);
/* The same with libadwaita and icons, for programs that have no AdwApplication. After gtk_init(). */
void crf_app_init                (void);
/* Loads style.css for those. */
void crf_app_load_style          (void);

/* "Saturday 14 November 2026" of an ISO date, in the person's language. Free it. */
char *crf_app_format_date        (const char *iso);

/* The clock that sessions of this program get: the system's, or what a test has set. */
CrfClock    crf_app_get_clock (void);
void        crf_app_set_clock (CrfClock clock);

/* The person's language for texts of a study ("zh_CN"), or NULL for its default. */
const char *crf_app_language (void);

G_END_DECLS
