/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The study and its users: summary, what is still to do, open questions, accounts. */

#pragma once

#include <adwaita.h>

#include "crf-writer.h"

G_BEGIN_DECLS

#define CRF_TYPE_STUDY_PAGE (crf_study_page_get_type ())
G_DECLARE_FINAL_TYPE (CrfStudyPage, crf_study_page, CRF, STUDY_PAGE, AdwBin)

GtkWidget *crf_study_page_new (CrfWriter *writer);

G_END_DECLS
