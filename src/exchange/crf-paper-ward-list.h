/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Today's tasks on one paper, bed by bed. */

#pragma once

#include "crf-session.h"

G_BEGIN_DECLS

/* FALSE with @refusal or @error; then no file is left that the journal does not know. */
gboolean crf_paper_ward_list_write (CrfSession *session, const char *path, CrfRefusal **refusal, GError **error);

G_END_DECLS
