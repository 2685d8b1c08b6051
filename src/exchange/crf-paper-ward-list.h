/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The ward list: the day's work on one page, to be carried about. */

#pragma once

#include "crf-work-list.h"

G_BEGIN_DECLS

/* One page and never more: what does not fit is counted in its last line. Writes @path and journals it as an export. FALSE with @refusal or @error; then no
 * file is left. */
gboolean crf_paper_ward_list_write (CrfSession *session, CrfWorkOrder order, gboolean mine, const char *path, CrfRefusal **refusal, GError **error);

G_END_DECLS
