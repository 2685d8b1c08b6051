/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What readers share. */

#pragma once

#include "crf-session.h"

G_BEGIN_DECLS

/* "2026-03-02 09:14" where the session is, from a UTC time of the journal. Free it. */
char *crf_local_time (CrfSession *session, const char *utc);
/* Number of the subject with @key, remembered in @numbers; NULL for NULL. Free it. */
char *crf_reader_subject_number (CrfSession *session, GHashTable *numbers, const char *key);
/* Key of the subject with that number or key; NULL with @error if there is none, NULL for NULL. Free it. */
char *crf_reader_subject_key (CrfSession *session, const char *subject, GError **error);
/* Whether anything is expected of the patient: neither failed nor gone. */
gboolean crf_status_is_active (const char *status);
/* "In screening": translated. */
const char *crf_subject_status_label (const char *status);
/* "Answered": translated. */
const char *crf_query_state_label (const char *state);
/* Of a deviation's "state" or "class", in words; another member as it is. */
const char *crf_deviation_word (const char *member, const char *code);

/* CrfAuditRow of the subject with @key, from @since on, newest first, for who tells one line of them beside something else: the trail as a whole is not
 * looked at. */
GPtrArray *crf_reader_audit_since (CrfSession *session, const char *key, const char *since, GError **error);

G_END_DECLS
