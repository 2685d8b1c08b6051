/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The review report on the audit trail, to read and to print. */

#pragma once

#include <adwaita.h>

#include "crf-writer.h"

G_BEGIN_DECLS

#define CRF_TYPE_REVIEW_WINDOW (crf_review_window_get_type ())
G_DECLARE_FINAL_TYPE (CrfReviewWindow, crf_review_window, CRF, REVIEW_WINDOW, AdwWindow)

void crf_review_window_present (GtkWidget *parent, CrfWriter *writer);

G_END_DECLS
