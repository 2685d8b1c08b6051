/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What both ways of breaking the code do. */

#pragma once

#include "crf-use-case-private.h"

G_BEGIN_DECLS

/* Signs with the passphrase, journals who may know from now on (sealed to that account), opens a deviation that names no arm. */
gboolean crf_code_break_record (CrfUseCaseContext *context, const char *login, const char *via, const char *arm, const char *reason, GError **error);
/* After a refused "break-code": the code of another envelope says that this one was opened, whatever was refused. Journals it and opens a deviation, in a
 * transaction of its own. FALSE with @error if it could not be written. */
gboolean crf_code_break_note_failure (CrfUseCaseContext *context, GError **error);
/* Tells the person at the screen, and nobody else. */
gboolean crf_code_break_tell (CrfUseCaseContext *context, const char *arm);

G_END_DECLS
