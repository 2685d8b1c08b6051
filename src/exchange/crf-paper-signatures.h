/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Electronic signatures on paper: name, date and time, meaning (21 CFR 11.50), and whether they stand. */

#pragma once

#include "crf-paper.h"

G_BEGIN_DECLS

/* The signatures on exactly @target (without a form: on the casebook), newest first; nothing where there is none. *@n_standing (may be NULL) is increased
 * by those that stand. */
gboolean crf_paper_add_signatures (CrfPaper *paper, CrfSession *session, const CrfTarget *target, guint *n_standing, GError **error);

G_END_DECLS
