/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is done with the whole casebook of a patient: signing it, printing it. */

#pragma once

#include <adwaita.h>

#include "crf-writer.h"

G_BEGIN_DECLS

#define CRF_TYPE_CASEBOOK_BOX (crf_casebook_box_get_type ())
G_DECLARE_FINAL_TYPE (CrfCasebookBox, crf_casebook_box, CRF, CASEBOOK_BOX, AdwBin)

void crf_casebook_box_set_writer  (CrfCasebookBox *self, CrfWriter *writer);
void crf_casebook_box_set_subject (CrfCasebookBox *self, const char *subject);

G_END_DECLS
