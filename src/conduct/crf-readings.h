/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether what was read is all there was to read. A reading of the file that fails somewhere deep inside must not pass for "nothing is entered":
 * whoever decides, computes, shows or prints marks where it begins, and asks at its end. */

#pragma once

#include "crf-session.h"

G_BEGIN_DECLS

typedef struct
{
  guint64 faults;     /* of the study file */
  guint64 unreadable; /* looks at what could not be read */
} CrfReadings;

CrfReadings crf_readings_begin (CrfSession *session);
/* FALSE with the last fault: something has not been read since @begun. */
gboolean    crf_readings_hold  (CrfSession *session, const CrfReadings *begun, GError **error);
/* @result, or NULL with @error where the readings do not hold; then it is freed. NULL stays NULL. */
gpointer    crf_readings_pass  (CrfSession *session, const CrfReadings *begun, gpointer result, GDestroyNotify result_free, GError **error);
/* Of this only: looks at forms that cannot be read. What asks can do without them, or has told of them: the looks since @begun no longer count. The
 * sentence about the last of them, or NULL: there was none. Free it. */
char       *crf_readings_excuse (CrfSession *session, const CrfReadings *begun);

/* The same for what is written for outside: marked where its reading begins, asked before it gets its name. Not marked, every fault since the sign-in
 * counts. */
void        crf_readings_begin_output (CrfSession *session);
gboolean    crf_readings_output_holds (CrfSession *session, GError **error);

G_END_DECLS
