/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What an entry does to the record of a patient, told by its action: what a frozen or locked record still takes. Asked before an entry is written,
 * and again by the verification, of a file that somebody may have written by other means. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether an entry of this kind says anything about patients or how their data are read: what is signed over a frozen study was signed before it. */
gboolean crf_action_is_about_data (const char *action);
/* Whether it may not be written to what is in @state ("frozen", "locked" or NULL). @has_subject: the entry is about one patient. */
gboolean crf_action_is_held (const char *action, gboolean has_subject, const char *state);

G_END_DECLS
