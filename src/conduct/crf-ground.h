/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether what is told to people is what the journal says. There are two manners. Figures, lists that somebody decides by and trails are refused: nobody
 * needs them at a bedside, and they are believed. A patient's record is read all the same, since a ward must be able to treat her, and says beside itself,
 * for as long as it is shown, that it is not to be relied on. What is written for outside, signed, dosed or allocated on is refused where it is done. */

#pragma once

#include "crf-session.h"

G_BEGIN_DECLS

/* FALSE with DAMAGED: tell nothing. @subject: number or opaque key; NULL: of all. */
gboolean crf_ground_holds         (CrfSession *session, const char *subject, GError **error);
/* The same of the audit trail. */
gboolean crf_ground_trail_holds   (CrfSession *session, GError **error);
/* The sentence that stands beside what is shown of @subject (opaque key); NULL: it is what the journal says. Free it. */
char    *crf_ground_warn          (CrfSession *session, const char *subject);
/* The sentence for whoever works with this file, once anything was found; NULL: nothing was. Free it. */
char    *crf_ground_dup_alteration (CrfSession *session);

G_END_DECLS
