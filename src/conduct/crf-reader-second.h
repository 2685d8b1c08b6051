/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Double entry in what a form shows. Only files of conduct/ include this. */

#pragma once

#include "crf-form-state.h"
#include "crf-session.h"

G_BEGIN_DECLS

/* Rows that only one of the two entries has. */
void crf_reader_add_lone_rows (CrfSession *session, CrfFormState *state);

G_END_DECLS
