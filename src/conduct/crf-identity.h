/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a person is in the study already: by the keyed hash of the hospital number, which tells nothing about who it is. */

#pragma once

#include "crf-use-case-private.h"

G_BEGIN_DECLS

/* "h 77120", "H77120" and "Ｈ７７１２０" are one number. Free it. */
char    *crf_identity_fold (const char *text);
/* The same without signs and marks: "Zhang-Hong", "ZHANG HONG" and "Ｚｈａｎｇ Ｈóｎｇ" are one, as are "H-77120" and "H 77120". @length: -1 to its end. Free it. */
char    *crf_identity_squeeze (const char *text, gssize length);
/* Records the hash of an identifier that was stored (NULL: cleared) for the context's subject, so that it is known again where it is typed as text, and
 * tells by a notice if a hospital number is another's, too. Does nothing for other items, or without the key. */
gboolean crf_identity_note (CrfUseCaseContext *context, const CrfItem *item, const char *text, GError **error);
/* Before registering: TRUE if the outcome asks back, because the hospital number is known, or the initials are not those of the name. @previous: key of
 * the patient who is screened again, or NULL. */
gboolean crf_identity_ask (CrfUseCaseContext *context, const char *previous);
/* The patient that the argument "rescreens" names (*previous NULL: none), who must have failed screening and not been screened again. FALSE with a
 * refusal. */
gboolean crf_identity_take_previous (CrfUseCaseContext *context, CrfSubjectRecord **previous);

G_END_DECLS
