/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who may know what tells the arm, decided once: the design says which roles, the key ring whether it opens. Everything that shows, exports or
 * compares asks here. */

#pragma once

#include "crf-records.h"
#include "crf-sealed-value.h"
#include "crf-use-case-private.h"

G_BEGIN_DECLS

/* Whether who treats may not know what is given, so that plan, check and lots are the pharmacy's and the ward has preparation numbers. */
gboolean    crf_blind_is_ward_blinded (CrfStudy *study);
/* A blinded ward needs sealed dose items: a plan in plain text would tell the arm. */
gboolean    crf_blind_seals_dose (CrfStudy *study);
/* The session's key ring where its role may know the arms; NULL else. */
CrfKeyring *crf_blind_get_keyring (CrfSession *session);
/* What is in the box of an unblinding item, or NULL. */
CrfSealedContent *crf_blind_open (CrfSession *session, const char *subject, const char *item, const char *box);
/* Whether the item's content is kept from this session. */
gboolean    crf_blind_hides (CrfSession *session, const CrfItem *item);
/* Whether a deviation that this session writes down is sealed: lot and dose are the pharmacy's in a study whose ward is blinded, and who knows the arm
 * cannot write of them for all. It takes no key. */
gboolean    crf_blind_seals_deviation (CrfSession *session);
/* Whether what the journal entry says is the pharmacy's: lots of a study whose ward is blinded, for who may not know. */
gboolean    crf_blind_hides_entry (CrfSession *session, char *const *columns);
/* A lot with what is left of it after sealed movements too, if the session may open them. NULL: there is none. */
CrfLotRecord *crf_blind_find_lot (CrfSession *session, const char *number);
GPtrArray  *crf_blind_list_lots (CrfSession *session, GError **error);
/* Who was given cells of a lot whose sterility, mycoplasma or identity turned out bad. */
typedef struct { char *subject, *text; } CrfProductAlert;
/* Whether a result of the lot is not what the protocol expects. */
gboolean    crf_blind_is_lot_bad (CrfSession *session, const CrfLotRecord *lot);
/* CrfProductAlert for who may know the arms of a study whose ward is blinded; NULL for everybody else. None of a
 * lot of which the pharmacy has said what was done ("acknowledge-lot"). */
GPtrArray  *crf_blind_list_alerts (CrfSession *session);
/* What the program's own steps write in a study whose ward is blinded, and nobody types: preparation number, use-before time, who checked; and
 * unblinding items for who may not know them. FALSE with @refusal. */
gboolean    crf_blind_may_enter (CrfSession *session, const CrfItem *item, CrfRefusal **refusal);

G_END_DECLS
