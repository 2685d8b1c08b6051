/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which version of the definition holds for a patient and a visit. New patients are followed under the active one. The others stay under theirs until they
 * switch, at a visit: what was begun before stays, and is read, in its own version. */

#pragma once

#include "crf-records.h"
#include "crf-session.h"
#include "crf-use-case-private.h"

G_BEGIN_DECLS

/* What a subject is followed under. */
typedef struct
{
  char *mdv;          /* now */
  char *next;         /* what the next visit is under; NULL: the same */
  char *waits_for;    /* version of the consent form that has to be signed before; NULL: nothing */
} CrfSubjectVersion;

CrfSubjectVersion *crf_subject_version_of (CrfSession *session, const char *subject);
void               crf_subject_version_free (CrfSubjectVersion *version);
/* The version that the place is, or will be, entered under. place NULL or without event: the subject as a whole, as it is now. @switches:
 * beginning it switches the subject. Free it. */
char              *crf_version_of_place (CrfSession *session, const char *subject, const CrfTarget *place, gboolean *switches);
/* "V1.2" of "V1.2 sha256". Free it. */
char              *crf_version_label (const char *mdv);

/* While it stands the session looks through the version of the place: g_auto (CrfVersionScope) scope = crf_version_enter (…). */
typedef struct
{
  CrfSession *session;
  char *before;
  gboolean failed; /* with the error: under another version nothing may be read, judged or entered */
} CrfVersionScope;
CrfVersionScope    crf_version_enter (CrfSession *session, const char *subject, const CrfTarget *place, GError **error);
/* The next infusion, as "plan-infusion" begins it. */
CrfVersionScope    crf_version_enter_infusion (CrfSession *session, const char *subject, GError **error);
void               crf_version_leave (CrfVersionScope *scope);

/* The same for an act of the context's subject: event, form and keys from its arguments or @place; the context's study follows. */
CrfVersionScope    crf_version_enter_act (CrfUseCaseContext *context, const CrfTarget *place, GError **error);
/* Once the context's transaction is open: entries are made under the version that is looked through, and a switch is the first of them. */
gboolean           crf_version_begin (CrfUseCaseContext *context, GError **error);
/* Journals that the context's subject is followed under @mdv from @event (NULL: no visit) on. */
gboolean           crf_version_switch (CrfUseCaseContext *context, const char *subject, const char *mdv, const char *event, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CrfVersionScope, crf_version_leave)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfSubjectVersion, crf_subject_version_free)

G_END_DECLS
