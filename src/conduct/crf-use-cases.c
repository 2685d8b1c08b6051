/* SPDX-License-Identifier: GPL-3.0-or-later */

/* All use cases, in the order of a trial's life. */

#include "crf-use-case.h"

#include <string.h>

extern const CrfUseCase crf_use_case_confirm_recovery_key;
extern const CrfUseCase crf_use_case_add_user;
extern const CrfUseCase crf_use_case_set_roles;
extern const CrfUseCase crf_use_case_disable_user;
extern const CrfUseCase crf_use_case_enable_user;
extern const CrfUseCase crf_use_case_reset_user;
extern const CrfUseCase crf_use_case_grant_keys;
extern const CrfUseCase crf_use_case_change_passphrase;
extern const CrfUseCase crf_use_case_delegate;
extern const CrfUseCase crf_use_case_add_consent_version;
extern const CrfUseCase crf_use_case_record_envelopes;
extern const CrfUseCase crf_use_case_break_code;
extern const CrfUseCase crf_use_case_disclose_arm;
extern const CrfUseCase crf_use_case_share_trial_key;
extern const CrfUseCase crf_use_case_unblind_trial;
extern const CrfUseCase crf_use_case_set_study_status;
extern const CrfUseCase crf_use_case_set_range;
extern const CrfUseCase crf_use_case_set_shift_pin;
extern const CrfUseCase crf_use_case_set_source;
extern const CrfUseCase crf_use_case_generate_allocation;
extern const CrfUseCase crf_use_case_append_allocation;
extern const CrfUseCase crf_use_case_upload_allocation;
extern const CrfUseCase crf_use_case_replay_allocation;
extern const CrfUseCase crf_use_case_receive_lot;
extern const CrfUseCase crf_use_case_release_lot;
extern const CrfUseCase crf_use_case_log_prescreening;
extern const CrfUseCase crf_use_case_quarantine_lot;
extern const CrfUseCase crf_use_case_register;
extern const CrfUseCase crf_use_case_consent;
extern const CrfUseCase crf_use_case_withdraw_consent;
extern const CrfUseCase crf_use_case_answer;
extern const CrfUseCase crf_use_case_sign_eligibility;
extern const CrfUseCase crf_use_case_fail_screening;
extern const CrfUseCase crf_use_case_randomise;
extern const CrfUseCase crf_use_case_minimise;
extern const CrfUseCase crf_use_case_enrol;
extern const CrfUseCase crf_use_case_correct_stratum;
extern const CrfUseCase crf_use_case_note_ineligible;
extern const CrfUseCase crf_use_case_plan_infusion;
extern const CrfUseCase crf_use_case_check_infusion;
extern const CrfUseCase crf_use_case_start_infusion;
extern const CrfUseCase crf_use_case_give_infusion;
extern const CrfUseCase crf_use_case_stop_medication;
extern const CrfUseCase crf_use_case_stop_treatment;
extern const CrfUseCase crf_use_case_log_contact;
extern const CrfUseCase crf_use_case_add_visit;
extern const CrfUseCase crf_use_case_order_infusion;
extern const CrfUseCase crf_use_case_sign_go;
extern const CrfUseCase crf_use_case_prepare_product;
extern const CrfUseCase crf_use_case_release_product;
extern const CrfUseCase crf_use_case_dispatch_product;
extern const CrfUseCase crf_use_case_receive_product;
extern const CrfUseCase crf_use_case_check_identity;
extern const CrfUseCase crf_use_case_premedicate;
extern const CrfUseCase crf_use_case_override_block;
extern const CrfUseCase crf_use_case_change_rate;
extern const CrfUseCase crf_use_case_pause_infusion;
extern const CrfUseCase crf_use_case_resume_infusion;
extern const CrfUseCase crf_use_case_flush_line;
extern const CrfUseCase crf_use_case_hand_over;
extern const CrfUseCase crf_use_case_keep_container;
extern const CrfUseCase crf_use_case_close_infusion;
extern const CrfUseCase crf_use_case_check_clock;
extern const CrfUseCase crf_use_case_record_vitals;
extern const CrfUseCase crf_use_case_report_reaction;
extern const CrfUseCase crf_use_case_reserve_bags;
extern const CrfUseCase crf_use_case_free_bags;
extern const CrfUseCase crf_use_case_return_lot;
extern const CrfUseCase crf_use_case_destroy_lot;
extern const CrfUseCase crf_use_case_lot_result;
extern const CrfUseCase crf_use_case_acknowledge_alert;
extern const CrfUseCase crf_use_case_acknowledge_lot;
extern const CrfUseCase crf_use_case_add_form;
extern const CrfUseCase crf_use_case_enter;
extern const CrfUseCase crf_use_case_set_sample;
extern const CrfUseCase crf_use_case_judge;
extern const CrfUseCase crf_use_case_choose_sample;
extern const CrfUseCase crf_use_case_paste_results;
extern const CrfUseCase crf_use_case_complete_form;
extern const CrfUseCase crf_use_case_reopen_form;
extern const CrfUseCase crf_use_case_mark_missed;
extern const CrfUseCase crf_use_case_set_status;
extern const CrfUseCase crf_use_case_preview_amendment;
extern const CrfUseCase crf_use_case_activate_amendment;
extern const CrfUseCase crf_use_case_switch_version;
extern const CrfUseCase crf_use_case_send_sae_report;
extern const CrfUseCase crf_use_case_sae_receipt;
extern const CrfUseCase crf_use_case_sae_news;
extern const CrfUseCase crf_use_case_join_events;
extern const CrfUseCase crf_use_case_adjudicate;
extern const CrfUseCase crf_use_case_change_medication;
extern const CrfUseCase crf_use_case_add_lab_event;
extern const CrfUseCase crf_use_case_grade_event;
extern const CrfUseCase crf_use_case_code_event;
extern const CrfUseCase crf_use_case_uncode_event;
extern const CrfUseCase crf_use_case_set_dictionary;
extern const CrfUseCase crf_use_case_query;
extern const CrfUseCase crf_use_case_send_query;
extern const CrfUseCase crf_use_case_answer_query;
extern const CrfUseCase crf_use_case_close_query;
extern const CrfUseCase crf_use_case_cancel_query;
extern const CrfUseCase crf_use_case_open_deviation;
extern const CrfUseCase crf_use_case_close_deviation;
extern const CrfUseCase crf_use_case_note_view;
extern const CrfUseCase crf_use_case_record_export;
extern const CrfUseCase crf_use_case_trust_signer;
extern const CrfUseCase crf_use_case_revoke_signer;
extern const CrfUseCase crf_use_case_accept_source;
extern const CrfUseCase crf_use_case_sign_list;
extern const CrfUseCase crf_use_case_sign_definition;
extern const CrfUseCase crf_use_case_backup;
extern const CrfUseCase crf_use_case_freeze;
extern const CrfUseCase crf_use_case_unfreeze;
extern const CrfUseCase crf_use_case_lock;
extern const CrfUseCase crf_use_case_unlock;
extern const CrfUseCase crf_use_case_sign_form;
extern const CrfUseCase crf_use_case_sign_casebook;
extern const CrfUseCase crf_use_case_record_backup;
extern const CrfUseCase crf_use_case_add_training;
extern const CrfUseCase crf_use_case_sign_delegations;
extern const CrfUseCase crf_use_case_set_policy;
extern const CrfUseCase crf_use_case_set_verification;
extern const CrfUseCase crf_use_case_set_double_entry;
extern const CrfUseCase crf_use_case_move_form;
extern const CrfUseCase crf_use_case_second_enter;
extern const CrfUseCase crf_use_case_finish_second_entry;
extern const CrfUseCase crf_use_case_decide_entry;
extern const CrfUseCase crf_use_case_decide_row;
extern const CrfUseCase crf_use_case_mark_verified;
extern const CrfUseCase crf_use_case_unmark_verified;
extern const CrfUseCase crf_use_case_decide_population;
extern const CrfUseCase crf_use_case_sign_populations;
extern const CrfUseCase crf_use_case_sign_lock;
extern const CrfUseCase crf_use_case_sign_unlock;

static const CrfUseCase *const use_cases[] = {
  /* The file and its people */
  &crf_use_case_confirm_recovery_key,
  &crf_use_case_add_user,
  &crf_use_case_set_roles,
  &crf_use_case_disable_user,
  &crf_use_case_enable_user,
  &crf_use_case_reset_user,
  &crf_use_case_grant_keys,
  &crf_use_case_change_passphrase,
  &crf_use_case_set_shift_pin,
  &crf_use_case_delegate,
  &crf_use_case_add_training,
  &crf_use_case_sign_delegations,
  &crf_use_case_set_policy,

  /* Before the first patient */
  &crf_use_case_add_consent_version,
  &crf_use_case_set_study_status,
  &crf_use_case_set_range,
  &crf_use_case_set_source,
  &crf_use_case_set_verification,
  &crf_use_case_set_double_entry,
  &crf_use_case_set_dictionary,
  &crf_use_case_generate_allocation,
  &crf_use_case_append_allocation,
  &crf_use_case_upload_allocation,
  &crf_use_case_replay_allocation,
  &crf_use_case_receive_lot,
  &crf_use_case_release_lot,
  &crf_use_case_log_prescreening,
  &crf_use_case_quarantine_lot,
  &crf_use_case_lot_result,
  &crf_use_case_return_lot,
  &crf_use_case_destroy_lot,

  /* Screening and allocation */
  &crf_use_case_register,
  &crf_use_case_consent,
  &crf_use_case_withdraw_consent,
  &crf_use_case_answer,
  &crf_use_case_sign_eligibility,
  &crf_use_case_fail_screening,
  &crf_use_case_randomise,
  &crf_use_case_minimise,
  &crf_use_case_enrol,
  &crf_use_case_correct_stratum,
  &crf_use_case_note_ineligible,

  /* Infusion */
  &crf_use_case_order_infusion,
  &crf_use_case_sign_go,
  &crf_use_case_reserve_bags,
  &crf_use_case_free_bags,
  &crf_use_case_plan_infusion,
  &crf_use_case_check_infusion,
  &crf_use_case_prepare_product,
  &crf_use_case_release_product,
  &crf_use_case_dispatch_product,
  &crf_use_case_receive_product,
  &crf_use_case_check_identity,
  &crf_use_case_premedicate,
  &crf_use_case_override_block,
  &crf_use_case_start_infusion,
  &crf_use_case_change_rate,
  &crf_use_case_pause_infusion,
  &crf_use_case_resume_infusion,
  &crf_use_case_record_vitals,
  &crf_use_case_report_reaction,
  &crf_use_case_give_infusion,
  &crf_use_case_flush_line,
  &crf_use_case_keep_container,
  &crf_use_case_hand_over,
  &crf_use_case_close_infusion,
  &crf_use_case_check_clock,
  &crf_use_case_acknowledge_alert,
  &crf_use_case_acknowledge_lot,

  /* Data */
  &crf_use_case_stop_treatment,
  &crf_use_case_add_visit,
  &crf_use_case_log_contact,
  &crf_use_case_add_form,
  &crf_use_case_enter,
  &crf_use_case_set_sample,
  &crf_use_case_judge,
  &crf_use_case_choose_sample,
  &crf_use_case_paste_results,
  &crf_use_case_complete_form,
  &crf_use_case_reopen_form,
  &crf_use_case_move_form,
  &crf_use_case_second_enter,
  &crf_use_case_finish_second_entry,
  &crf_use_case_decide_entry,
  &crf_use_case_decide_row,
  &crf_use_case_mark_missed,
  &crf_use_case_set_status,

  /* Safety and medication */
  &crf_use_case_send_sae_report,
  &crf_use_case_sae_receipt,
  &crf_use_case_sae_news,
  &crf_use_case_join_events,
  &crf_use_case_adjudicate,
  &crf_use_case_change_medication,
  &crf_use_case_stop_medication,
  &crf_use_case_add_lab_event,
  &crf_use_case_grade_event,
  &crf_use_case_code_event,
  &crf_use_case_uncode_event,

  /* Questions and faults */
  &crf_use_case_query,
  &crf_use_case_send_query,
  &crf_use_case_answer_query,
  &crf_use_case_close_query,
  &crf_use_case_cancel_query,
  &crf_use_case_open_deviation,
  &crf_use_case_close_deviation,

  /* Signing and locking */
  &crf_use_case_freeze,
  &crf_use_case_unfreeze,
  &crf_use_case_lock,
  &crf_use_case_unlock,
  &crf_use_case_sign_form,
  &crf_use_case_sign_casebook,
  &crf_use_case_mark_verified,
  &crf_use_case_unmark_verified,
  &crf_use_case_decide_population,
  &crf_use_case_sign_populations,
  &crf_use_case_sign_lock,
  &crf_use_case_sign_unlock,

  /* Amendments */
  &crf_use_case_preview_amendment,
  &crf_use_case_activate_amendment,
  &crf_use_case_switch_version,

  /* Blinding */
  &crf_use_case_record_envelopes,
  &crf_use_case_break_code,
  &crf_use_case_disclose_arm,
  &crf_use_case_share_trial_key,
  &crf_use_case_unblind_trial,

  /* Files from elsewhere */
  &crf_use_case_trust_signer,
  &crf_use_case_revoke_signer,
  &crf_use_case_accept_source,
  &crf_use_case_sign_list,
  &crf_use_case_sign_definition,

  /* Leaving traces */
  &crf_use_case_note_view,
  &crf_use_case_record_export,
  &crf_use_case_backup,
  &crf_use_case_record_backup,
  NULL,
};

const CrfUseCase *const *
crf_use_cases_list (void)
{
  return use_cases;
}

const CrfUseCase *
crf_use_case_find (const char *name)
{
  for (const CrfUseCase *const *use_case = use_cases; *use_case != NULL; use_case++)
    if (g_strcmp0 ((*use_case)->name, name) == 0)
      return *use_case;
  return NULL;
}
