/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The demonstration study, for tests and pictures that need a trial which is under way: lived until 2026-11-13, and the window's clock stands on the
 * morning after, so that nobody has entered anything later than now. */

#pragma once

#include "crf-session.h"

G_BEGIN_DECLS

/* Six patients and more have visits behind them. @protocol NULL: the one that is usually shown. Its people have the passphrase "demo". */
gboolean crf_ui_demo_create     (const char *path, const char *protocol, int patients, GError **error);
/* Only the clock. */
void     crf_ui_demo_set_clock  (void);
/* A job for crf_writer_call(): the form (CrfTarget) of a follow-up visit that was done, of the first patient who has one; @state, if not NULL, is
 * what the form's state has to be. */
gpointer crf_ui_demo_find_visit (CrfSession *session, gpointer state, GCancellable *cancellable, GError **error);
/* With all that is in it. */
void     crf_ui_remove_folder   (const char *folder);

G_END_DECLS
