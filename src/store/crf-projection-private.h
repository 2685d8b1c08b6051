/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the projections share: one function for each action, and a few helpers. */

#pragma once

#include "crf-detail.h"
#include "crf-projection.h"

G_BEGIN_DECLS

typedef gboolean (*CrfApply) (CrfDb *db, const CrfStored *entry, GError **error);

#define COL(entry, name) ((entry)->columns[CRF_COL_##name])

/* CONFLICT with a sentence that names the entry; always FALSE. */
gboolean _crf_projection_refuse (const CrfStored *entry, GError **error, const char *format, ...) G_GNUC_PRINTF (3, 4);
/* The member, or CONFLICT. Free it. */
char    *_crf_projection_need (const CrfStored *entry, const char *member, GError **error);
/* The row must have been there: @what names it in the message. */
gboolean _crf_projection_must_change (CrfDb *db, const CrfStored *entry, const char *what, GError **error);
/* id of the form that the entry's columns name, 0 with @error if there is none. */
gint64   _crf_projection_form_id (CrfDb *db, const CrfStored *entry, GError **error);
/* Marks signatures whose target holds what the entry changes. @upper: only signatures on the
 * event or the subject as a whole. */
/* What is said of the patient as a whole, and a form that is begun, takes back the signature under the whole casebook. */
gboolean _crf_projection_void_casebook (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_projection_void_signatures (CrfDb *db, const CrfStored *entry, gboolean upper, GError **error);
/* Who did it and when, for people to read: of an act that came from another study file, the words for its author there (no account of this file) and its
 * time there; else the account and the time of the entry. Free them. */
char    *_crf_projection_who (const CrfStored *entry);
char    *_crf_projection_when (const CrfStored *entry);
/* Local date of the entry; free it. */
char    *_crf_projection_local_date (const CrfStored *entry);

gboolean _crf_apply_study_create (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_definition_add (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_definition_activate (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_source (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_range (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_opaque_keys (CrfDb *db, const CrfStored *entry, GError **error);

gboolean _crf_apply_study_status (CrfDb *db, const CrfStored *entry, GError **error);

gboolean _crf_apply_transfer (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_transfer_record (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_transfer_allocation (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_trust (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_accept_package (CrfDb *db, const CrfStored *entry, GError **error);

gboolean _crf_apply_contact (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_treatment (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_sae_news (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_sae_report (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_sae_receipt (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_event_link (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_coding (CrfDb *db, const CrfStored *entry, GError **error);

gboolean _crf_apply_account_add (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_account_roles (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_account_state (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_account_keys (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_delegation (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_role_key (CrfDb *db, const CrfStored *entry, GError **error);

gboolean _crf_apply_subject_add (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_subject_version (CrfDb *db, const CrfStored *entry, GError **error);
/* The version that a subject is registered under: that of the entry. */
gboolean _crf_note_first_version (CrfDb *db, const CrfStored *entry, GError **error);
/* What an activation says of the amendment; nothing for the first definition. */
gboolean _crf_note_amendment (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_subject_status (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_consent_version (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_consent (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_deviation (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_deviation_state (CrfDb *db, const CrfStored *entry, GError **error);

gboolean _crf_apply_event_add (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_event_state (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_form_add (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_form_state (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_group_add (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_value (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_sample (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_judge (CrfDb *db, const CrfStored *entry, GError **error);

gboolean _crf_apply_query (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_query_state (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_sign (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_sign_void (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_projection_sign_delegations (CrfDb *db, const CrfStored *entry, GError **error);

gboolean _crf_apply_hold (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_verified (CrfDb *db, const CrfStored *entry, GError **error);
/* Marks fall with the value under them. */
gboolean _crf_projection_drop_marks (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_second (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_second_match (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_second_done (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_second_row (CrfDb *db, const CrfStored *entry, GError **error);
/* After a value of the first entry: what was compared or decided before was another value. */
gboolean _crf_projection_compare_second (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_second_decided (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_policy (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_training (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_population (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_sign_out (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_sign_in (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_sign_in_failed (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_keyslot (CrfDb *db, const CrfStored *entry, GError **error);
/* The last day of an account, and what enabling and resetting it do to its sign-ins. */
/* Who gave the passphrase for the entry: what was mistyped before counts no more. */
gboolean _crf_projection_note_passphrase (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_projection_account_access (CrfDb *db, const CrfStored *entry, const char *login, GError **error);

gboolean _crf_apply_list (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_slot (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_slot_draw (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_prescreen (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_identifier_hash (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_eligibility_shown (CrfDb *db, const CrfStored *entry, GError **error);
/* Of a status: why screening failed, or that it did not after all. */
gboolean _crf_apply_screen_failure (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_stratum (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_enrol (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_lot (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_lot_state (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_lot_move (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_code_break (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_trial_unblind (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_infusion_step (CrfDb *db, const CrfStored *entry, GError **error);
gboolean _crf_apply_step_note (CrfDb *db, const CrfStored *entry, GError **error);

G_END_DECLS
