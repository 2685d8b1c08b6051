/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The second check of a dose: another person, with her own passphrase, types the figures from scale, certificate and syringe without having seen the
 * plan's. The first person's session goes on. */

#pragma once

#include <adwaita.h>

#include "crf-writer.h"

G_BEGIN_DECLS

#define CRF_TYPE_CHECK_WINDOW (crf_check_window_get_type ())
G_DECLARE_FINAL_TYPE (CrfCheckWindow, crf_check_window, CRF, CHECK_WINDOW, AdwWindow)

/* @identity: the patient's line. Signal "checked": the figures agree and are signed. Escape closes it. */
GtkWidget *crf_check_window_new (CrfWriter  *writer,
                                 const char *subject,
                                 const char *identity,
                                 int ordinal, gboolean masked);

G_END_DECLS
