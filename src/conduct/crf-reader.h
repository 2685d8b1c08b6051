/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a session may see, ready to show: pages, the command line and exports read through here and nowhere else. Strings are translated and
 * in the session's language; what a role may not know is not in them. */

#pragma once

#include "crf-form-state.h"
#include "crf-schedule.h"
#include "crf-session.h"

G_BEGIN_DECLS

/* ── Patients ── */
typedef struct
{
  char *key, *number, *allocation_number, *initials, *sex, *sex_symbol, *birth_year, *age, *bed, *status, *status_label;
  char *arm;            /* label, "blinded" or NULL before allocation */
  char *child_pugh, *meld, *meld_change, *next_visit, *next_window, *last_entry;
  guint open_queries;
  char *screened;       /* ISO date of the first signature, else of registration */
  char *screened_age;   /* on that day, or NULL */
  char *day_on_study;   /* "day 29"; NULL: not yet, or no longer on study */
  char *reference_day;  /* ISO: day 1 of SDTM study days; NULL: not yet */
  char *envelope;       /* number of the paper envelope of a masked patient, or NULL */
  char *code_broken;    /* "code broken 2026-03-05 for Wang Wei", for who may know the arm, or NULL */
  char *version;        /* of the protocol that the patient is followed under; NULL where the study has one only */
  char *altered;        /* of crf_reader_patient(): a sentence that must stand beside what is shown of the patient (see crf-ground.h); NULL: it is sound */
} CrfPatient;
void       crf_patient_free (CrfPatient *patient);

typedef enum { CRF_PATIENT_SORT_NUMBER, CRF_PATIENT_SORT_STATUS, CRF_PATIENT_SORT_INITIALS, CRF_PATIENT_SORT_SEX, CRF_PATIENT_SORT_AGE,
               CRF_PATIENT_SORT_MELD, CRF_PATIENT_SORT_CHILD_PUGH, CRF_PATIENT_SORT_LAST_ENTRY } CrfPatientSort;
/* Row ids for a list model; rows are fetched by page. */
GArray    *crf_reader_patient_ids (CrfSession *session, const char *search, const char *status, CrfPatientSort sort, gboolean descending, GError **error);
GPtrArray *crf_reader_patients (CrfSession *session, const gint64 *ids, guint n, GError **error); /* CrfPatient */
/* The same without next visit and scores, for who reads all of them. */
GPtrArray *crf_reader_patients_brief (CrfSession *session, const gint64 *ids, guint n, GError **error);
CrfPatient *crf_reader_patient (CrfSession *session, const char *subject, GError **error);

/* One of several of the same form at a visit. */
typedef struct
{
  char *formkey, *state;
  int ordinal; /* from 1 */
} CrfRepeat;

void crf_repeat_free (CrfRepeat *repeat);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfRepeat, crf_repeat_free)

/* ── One patient ── */
GPtrArray *crf_reader_visits (CrfSession *session, const char *subject, GError **error); /* CrfVisit, protocol order, unscheduled after */
CrfFormState *crf_reader_form (CrfSession *session, const CrfTarget *form, GError **error); /* also of a form not yet begun */
/* The same for lists: one that cannot be read is there as well, in the state "unreadable", without fields and with the reason. NULL: no such form. */
CrfFormState *crf_reader_form_line (CrfSession *session, const CrfTarget *form);
/* The repeats of a form that repeats, at one visit (subject, event, eventkey, form): CrfRepeat, in order. */
GPtrArray *crf_reader_repeats (CrfSession *session, const CrfTarget *form, GError **error);
/* All repeats of the form kind in common events (adverse events …): CrfFormState. */
GPtrArray *crf_reader_forms_of_kind (CrfSession *session, const char *subject, const char *kind, GError **error);
/* Where a new repeat of the form kind goes: event OID and key, form OID, fresh formkey NULL (given by "add-form"). */
CrfTarget *crf_reader_target_for (CrfSession *session, const char *subject, const char *form_kind, GError **error);
/* What "enter" would say to @text, without storing: a prompt, a message or NULL; live flags while typing. */
CrfFieldState *crf_reader_try_value (CrfSession *session, const CrfTarget *field, const char *text, const char *unit, GError **error);
/* Scores with one field replaced by @text (as typed, not stored), for the strip under the form. */
GPtrArray *crf_reader_try_scores (CrfSession *session, const CrfTarget *form, const CrfTarget *field, const char *text, const char *unit, GError **error);

/* ── Eligibility ── */
typedef struct
{
  const CrfCriterion *criterion;
  char *text, *note, *effect;   /* "Yes → excludes" */
  char *answer;                 /* "Y", "N", "U", "NA" or NULL */
  char *computed;               /* what the data say: "Y", "N", or NULL: cannot tell / not automatic */
  char *computed_text;          /* "age 54 on 2026-03-02 → within 18–80" */
  gboolean contradiction;       /* answer and computed differ */
  gboolean needs_confirmation;
  gboolean met;                 /* counts for eligibility */
  gboolean decided;
  char *source_note;
  GPtrArray *parts;             /* CrfFieldState of sub-questions */
  CrfTarget *target;            /* of the answer item */
  char *heading;                /* "Registry: inclusion · read as exclusion", where the two differ; NULL: they do not, or the registry has none */
  gboolean changed;             /* its line is not what was signed */
} CrfCriterionState;

typedef enum { CRF_VERDICT_OPEN, CRF_VERDICT_ELIGIBLE, CRF_VERDICT_NOT_ELIGIBLE } CrfVerdict;
typedef struct
{
  GPtrArray *criteria;          /* CrfCriterionState */
  CrfVerdict verdict;
  char *verdict_text;           /* "Eligible", "Not eligible: E2, E10", "3 unanswered: I2, …" */
  gboolean is_signed;
  char *signed_text;            /* "signed by Wang Wei, 2026-03-02 09:14", or why void */
  gboolean can_sign, can_randomise;
  CrfRefusal *sign_refusal, *randomise_refusal; /* why not */
  const char *allocate;         /* the use case that allocates: "randomise" or "enrol" */
  CrfFormState *form;           /* the form the answers live on; owns the fields in parts */
  gboolean signature_lost;      /* there was one, and it is void or expired */
  gboolean allocated, failed;   /* the patient */
  gboolean confirm_product;     /* whoever allocates confirms the product */
  GPtrArray *strata;            /* CrfStratumState */
  char *strata_confirm;         /* what "confirm" says once strata_text has been read back; NULL: nothing to read back */
  char *strata_text;            /* "Sex: female · MELD: 20 or more"; NULL: none, or not yet told */
  char *notice;                 /* allocated although the data now exclude, drawn in another stratum, screened before: sentences; NULL: none */
  char *failed_criteria;        /* OIDs separated by blanks; NULL: none */
} CrfEligibilityState;
CrfEligibilityState *crf_reader_eligibility (CrfSession *session, const char *subject, GError **error);
void       crf_eligibility_state_free (CrfEligibilityState *state);

/* ── Infusions ── */
typedef struct
{
  int ordinal;
  CrfTarget *target;            /* the infusion form */
  char *state;                  /* "none", "planned", "checked", "started", "given", "partly", "postponed", "cancelled" */
  char *state_label;
  char *planned_text, *given_text, *deviation_text; /* "186.0 × 10⁶ cells · 3.00 × 10⁶/kg" */
  GPtrArray *arithmetic;        /* char *: the calculation in words, one step a line; empty for who may not see it */
  gboolean can_plan, can_check, can_give;
  gboolean masked;              /* the ward is blinded: it knows preparations by number */
  gboolean placebo;             /* for who may know the arm */
  char *product;                /* the arm's title in a masked study, for who may know it; NULL */
  char *preparation, *use_before; /* "P-0003", ISO; NULL */
  CrfRefusal *plan_refusal, *check_refusal, *give_refusal;
} CrfInfusionState;
GPtrArray *crf_reader_infusions (CrfSession *session, const char *subject, GError **error); /* CrfInfusionState; one that is next is included */
void       crf_infusion_state_free (CrfInfusionState *state);
/* The calculator while typing: steps in words, or the sentence that stops it. Nothing is stored. Texts as typed. */
GPtrArray *crf_reader_try_dose (CrfSession *session, const char *subject, const char *weight, const char *lot, const char *duration_min,
                                const char *final_volume, CrfRefusal **refusal, GError **error);

/* ── Lists ── */
typedef struct { char *lot, *product, *state, *state_label, *concentration, *viability, *bags, *expires, *left, *tests, *balance; gboolean expired; } CrfLot;
GPtrArray *crf_reader_lots (CrfSession *session, GError **error);
/* @last_day: ISO date, or NULL. @note: that an administrator has a role in the trial too; NULL. */
typedef struct { char *login, *name, *roles, *state, *last_day; gboolean enabled; char *note; } CrfAccount;
GPtrArray *crf_reader_accounts (CrfSession *session, GError **error);
typedef struct { CrfTarget *target; char *key, *subject_number, *place, *text, *state, *state_label, *opened, *by; int age_days; } CrfQuery;
GPtrArray *crf_reader_queries (CrfSession *session, const char *subject, const char *state, GError **error);
/* The conversation of one query: the question, then each answer and decision. CrfQueryStep; empty where the session may not read it. */
typedef struct { char *state_label, *text, *at, *by; } CrfQueryStep;
GPtrArray *crf_reader_query_thread (CrfSession *session, const char *key, GError **error);
/* @class_ and @state are codes ("open" is a draft); labels and texts are translated. @subject NULL: of the site. */
typedef struct { char *key, *subject, *subject_number, *kind, *text, *reason, *class_, *class_label, *state, *state_label, *opened, *found, *effects,
                 *corrective, *ethics_on, *closed_on; } CrfDeviation;
GPtrArray *crf_reader_deviations (CrfSession *session, const char *subject, GError **error);
/* Audit trail for people: what a role may not know is left out. */
typedef struct { char *id, *at, *user, *role, *action, *action_label, *subject_number, *place, *old_value, *new_value, *reason, *prompt;
                 CrfTarget *target; /* what the entry is about */ } CrfAuditRow;
typedef struct
{
  const char *subject;  /* number or key; NULL: all, as below */
  const char *person;   /* login */
  const char *form;     /* OID */
  const char *group;    /* of actions (see crf-audit-words.h), or one action */
  const char *since, *until; /* UTC, as the journal writes it; until is not included */
} CrfAuditFilter;
/* Newest first, at most @limit (0: all) rows that pass. */
GPtrArray *crf_reader_audit_filtered (CrfSession *session, const CrfAuditFilter *filter, guint limit, GError **error);
GPtrArray *crf_reader_audit (CrfSession *session, const char *subject, const CrfTarget *field, const char *since, guint limit, GError **error);
/* Work list: one row a task, by urgency. */
/* @mine: the session's role does it (crf_use_case_permitted()). @from, @to (ISO) and @days ("day 28 ± 3") of what has a window; @when says the same in words.
 * @use_case: that does it, static. */
typedef struct { CrfPatient *patient; char *tag, *what, *when, *action; CrfTarget *target; int urgency; gboolean mine; char *from, *to, *days; const char *use_case; } CrfTask;
GPtrArray *crf_reader_tasks (CrfSession *session, GError **error);
void       crf_task_free (CrfTask *task);

/* ── Study ── */
typedef struct
{
  char *title, *protocol, *version, *site, *masking, *protection;
  int target, registered, allocated, slots_free, slots_total, codes_broken;
  int unblinded; /* people of a masked study who may know the arms: two are needed; -1: the study is open */
  gboolean recovery_confirmed, has_allocation_list;
  GPtrArray *questions; /* const CrfOpenQuestion * of the study */
  char *status;            /* translated: "Paused since 2026-04-02: two embolisms" */
  gboolean recruiting;
  char **consent_versions; /* numbers of the consent form's versions, in their order; never NULL */
} CrfStudySummary;
CrfStudySummary *crf_reader_study (CrfSession *session, GError **error);
void       crf_study_summary_free (CrfStudySummary *summary);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfPatient, crf_patient_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfTask, crf_task_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfStudySummary, crf_study_summary_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfEligibilityState, crf_eligibility_state_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfInfusionState, crf_infusion_state_free)

G_END_DECLS
