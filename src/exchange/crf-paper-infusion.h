/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The papers of an infusion day. Where the ward is blinded none of them says lot, dose or cells. */

#pragma once

#include "crf-session.h"

G_BEGIN_DECLS

/* Names of the papers: "label", "identity", "flowsheet", "handover"; NULL-terminated. */
extern const char *const crf_paper_infusion_names[];

/* Writes the paper of the infusion (@ordinal 0: the one that is on) to @path as PDF and journals it as an export. A flowsheet or handover sheet with
 * @subject NULL is blank, to lie ready for a breakdown. FALSE with @refusal or @error; then no file is left that the journal does not know. */
gboolean crf_paper_infusion_write (CrfSession *session, const char *paper, const char *subject, int ordinal, const char *path, CrfRefusal **refusal,
                                   GError **error);

G_END_DECLS
