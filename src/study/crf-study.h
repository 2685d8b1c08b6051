/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a study is: the definition that a study file is built on, read from one CDISC ODM 1.3.2
 * document with the extension urn:stemward:odm:1. Immutable once loaded; shared between threads.
 * All pointers handed out live as long as the CrfStudy. Names follow ODM. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _CrfText CrfText;         /* TranslatedText in several languages */
typedef struct _CrfStudy CrfStudy;       /* one MetaDataVersion, resolved */

/* The text in @language ("zh-CN", "en_GB.UTF-8", NULL for the default), falling back to the
 * language without region, then "en", then the first there is. Never NULL; "" if @text is NULL. */
const char *crf_text_get (const CrfText *text, const char *language);

typedef enum
{
  CRF_TYPE_TEXT,
  CRF_TYPE_INTEGER,
  CRF_TYPE_FLOAT,
  CRF_TYPE_DATE,
  CRF_TYPE_TIME,
  CRF_TYPE_DATETIME,
  CRF_TYPE_PARTIAL_DATE,
  CRF_TYPE_PARTIAL_DATETIME,
  CRF_TYPE_BOOLEAN, /* "1" or "0" */
} CrfDataType;

typedef struct
{
  const char *oid;
  const char *name;
  const char *ucum;      /* may be NULL */
  const CrfText *symbol; /* as printed: "µmol/L" */
} CrfUnit;

typedef struct
{
  const char *code;
  const CrfText *decode;
  const char *effect;    /* of a kind of medicine: "prohibited", "moves-score" or NULL */
} CrfCode;

typedef struct
{
  const char *oid;
  const char *name;
  CrfDataType type;
  const GPtrArray *codes; /* CrfCode, in order */
} CrfCodeList;

typedef enum
{
  CRF_CHECK_LT,
  CRF_CHECK_LE,
  CRF_CHECK_GT,
  CRF_CHECK_GE,
  CRF_CHECK_EQ,
  CRF_CHECK_NE,
  CRF_CHECK_IN,
  CRF_CHECK_NOT_IN,
  CRF_CHECK_EXPRESSION, /* FormalExpression: true means "fine" */
} CrfCheckKind;

typedef struct
{
  CrfCheckKind kind;
  gboolean soft;           /* ask to confirm; hard: needs a reason and opens a query. Neither ever refuses a real value */
  const GPtrArray *values; /* char *: check values, in the canonical unit */
  const char *expression;  /* for CRF_CHECK_EXPRESSION */
  const CrfText *message;  /* may be NULL */
} CrfCheck;

typedef struct
{
  const CrfUnit *unit;
  double factor; /* canonical = entered × factor; 1 for the canonical unit, which comes first */
} CrfItemUnit;

/* A placeholder range of the definition; the site's own dated ranges come before it. Canonical
 * unit. */
typedef struct
{
  const char *sex; /* "M", "F" or NULL for both */
  double low;      /* NAN: none */
  double high;     /* NAN: none */
} CrfReferenceRange;

typedef struct
{
  const char *oid;
  const char *name;              /* CDASH-like short name; what expressions call the item */
  CrfDataType type;
  int length;                    /* 0: none */
  int significant_digits;        /* decimals; -1: none */
  const CrfText *question;       /* label of the field */
  const CrfText *description;    /* help; may be NULL */
  const char *cdash, *loinc;     /* may be NULL */
  const char *concept;           /* "lab.alt", "demog.birth_date", …; may be NULL */
  const char *widget;            /* hint: "radio", "dropdown", "notes", "checklist"; may be NULL */
  gboolean identifier;           /* sealed with the subject's key */
  gboolean unblinding;           /* sealed to the allocation key */
  gboolean critical;             /* double entry, source data verification */
  double alarm_low, alarm_high;  /* a reading beyond them raises an alarm; canonical unit; NAN: none */
  const char *alarm_on;          /* codes, separated by blanks, that raise an alarm (of a go/no-go answer: that stop); may be NULL */
  int max_age_hours;             /* of a question about tests: how old they may be, from their samples; 0: not stated */
  const char *panels;            /* … OIDs of the item groups whose samples count, separated by blanks; may be NULL */
  const CrfCodeList *code_list;  /* may be NULL */
  const GPtrArray *units;        /* CrfItemUnit, canonical first; empty: no unit */
  const GPtrArray *checks;       /* CrfCheck */
  const GPtrArray *ranges;       /* CrfReferenceRange */
} CrfItem;

typedef struct
{
  const CrfItem *item;
  gboolean mandatory;
  const char *skip_if;    /* expression: true means "do not collect" (CollectionExceptionCondition); may be NULL */
  const char *derivation; /* expression that computes the item (MethodDef); may be NULL */
} CrfItemRef;

typedef struct
{
  const char *oid;
  const char *name;
  const CrfText *title;     /* may be NULL */
  gboolean repeating;
  gboolean is_sample;       /* sw:Kind="sample": its results lie under one sample (taken at, specimen number) */
  const GPtrArray *items;   /* CrfItemRef */
} CrfItemGroup;

typedef struct
{
  const char *oid;
  const char *name;
  const CrfText *title;
  gboolean repeating;
  const char *kind;        /* sw:Kind: "consent", "demographics", "eligibility", "visit", "infusion", "adverse-event",
                              "decompensation", "death", "disposition", "product-release" …; may be NULL */
  const GPtrArray *groups; /* CrfItemGroup */
} CrfForm;

typedef enum
{
  CRF_EVENT_SCHEDULED,
  CRF_EVENT_UNSCHEDULED,
  CRF_EVENT_COMMON, /* not tied to a visit: adverse events, medication, death */
} CrfEventType;

typedef struct
{
  const char *oid;
  const char *name;
  const CrfText *title;
  gboolean repeating;
  CrfEventType type;
  gboolean required;
  const char *kind;          /* "screening", "infusion", "follow-up", "vital-status", "common" */
  const char *anchor;        /* "consent", "randomisation", "first-infusion", "last-infusion" or NULL: no schedule */
  int day;                   /* target day from the anchor */
  int days_before, days_after;
  const GPtrArray *arms;     /* char *: arm OIDs it is for; empty: all */
  const GPtrArray *forms;    /* CrfForm */
  const GPtrArray *required_forms; /* CrfForm: those of @forms whose reference is mandatory */
} CrfEvent;

typedef struct
{
  const char *oid;
  const char *name;
  const CrfText *title;
  int ratio;
  gboolean placebo;
  gboolean has_dose;
  double dose_low, dose_high; /* 10⁶ cells/kg, or 10⁶ cells when fixed; equal unless a range */
  gboolean dose_fixed;
  int infusions;
  int interval_days, interval_before, interval_after;
} CrfArm;

typedef struct
{
  gboolean viable;               /* dose counts viable cells (else total) */
  const char *weight;            /* "actual", "dry", "ideal", "capped" */
  int weight_age_hours;          /* how old the weight may be */
  double weight_change_percent;  /* more than this against the screening weight forces a new calculation */
  double cap_million;            /* 10⁶ cells; NAN: none */
  double tolerance_percent;      /* given against planned */
  double final_volume_ml;        /* NAN: none */
  double rate_max_ml_min;        /* NAN: none */
  double drops_per_ml;
  int thaw_minutes;              /* thaw to infusion; 0: not said */
  gboolean autologous;           /* each lot is bound to the patient it was made from */
  const char *route;             /* code */
  const CrfText *product;
} CrfDoseRule;

typedef enum
{
  CRF_RANDOMISATION_NONE,
  CRF_RANDOMISATION_PERMUTED_BLOCKS,
  CRF_RANDOMISATION_MINIMISATION,
  CRF_RANDOMISATION_LIST,
} CrfRandomisationMethod;

typedef struct
{
  const char *code;     /* what the stratum's expression gives */
  const CrfText *title; /* as it is read back before a draw; may be NULL */
} CrfLevel;

typedef struct
{
  const char *oid;
  const CrfText *title;
  const char *expression;  /* over screening data; its text value is the stratum level */
  const GPtrArray *levels; /* CrfLevel: all that there are, in order */
  double weight;           /* of the factor in minimisation; 1 if not said */
} CrfStratum;

typedef struct
{
  CrfRandomisationMethod method;
  const GArray *block_sizes; /* int */
  const GPtrArray *strata;   /* CrfStratum; the factors of a minimisation */
  int slots;                 /* how many slots to generate per stratum at first */
  double probability;        /* minimisation: chance of the arm that balances best; NAN: not said */
  gboolean variance;         /* minimisation: imbalance of a level is the variance of its counts, else their range */
  gboolean confirm_product;  /* whoever allocates confirms that the product can be had */
  gboolean assigned;         /* without randomisation: a person says which of the arms a patient is in */
} CrfRandomisation;

typedef enum
{
  CRF_CRITERION_AUTOMATIC,
  CRF_CRITERION_CONFIRMED, /* computed, then confirmed by a person */
  CRF_CRITERION_HUMAN,
} CrfCriterionAnswer;

typedef struct
{
  const char *oid;            /* "I1", "E3" */
  gboolean exclusion;         /* the owner's reading: Yes → excludes */
  const char *heading;        /* the registry's heading it stands under: "inclusion", "exclusion" or NULL */
  const CrfText *text;        /* original text and its translations */
  const CrfText *note;        /* what is unclear; may be NULL */
  CrfCriterionAnswer answer;
  const char *expression;     /* NULL for human ones without hints; result 1: criterion is true, NULL: cannot tell */
  const CrfItem *item;        /* the coded item (Y/N/U/NA) that stores the answer */
  const GPtrArray *parts;     /* CrfItem: sub-questions, any Yes makes the criterion Yes */
  int look_back_days;         /* "within so many days"; 0: it does not look back */
  const char *look_back_from; /* the date that they end on, as expressions name it; NULL: it does not look back */
} CrfCriterion;

typedef struct
{
  const char *test;       /* "viability", "endotoxin", "sterility", "mycoplasma", "identity" */
  const CrfText *title;
  double low, high;       /* NAN: none */
  const char *expected;   /* code expected, or NULL */
  gboolean block;         /* else warn */
} CrfReleaseLimit;

typedef struct
{
  const char *oid;
  int minutes;            /* after the actual start; negative: before */
  int before, after;      /* window, minutes */
} CrfTimePoint;

typedef struct
{
  const char *oid;
  const char *kind;           /* "survival", "decompensation", "change" or "proportion" */
  const CrfText *title;       /* may be NULL */
  int day;                    /* from day 0; 0: not said */
  const char *death;          /* "event", "censored", "competing"; may be NULL */
  const char *transplantation; /* the same */
  const char *prior;          /* which decompensation counts in who had it before: "any", "worse", "new"; may be NULL */
  const char *counts;         /* codes of the decompensations that count, separated by blanks; NULL: all */
  const char *role;           /* "primary", "secondary", "safety" or "exploratory"; NULL: not said */
} CrfEndpoint;

/* Who is told of a serious adverse event. */
typedef struct
{
  const char *oid;
  const CrfText *title;
  int hours;                  /* after awareness */
} CrfRecipient;

/* Alerts when @expression is true on forms of so many subjects. It stops nothing by itself. */
typedef struct
{
  const char *oid;
  const CrfText *title;
  const CrfForm *form;        /* each of its repeats is judged; NULL after a fault */
  const char *expression;
  int subjects;               /* at least so many … */
  double percent;             /* … and at least so many percent of the infused; NAN: no such limit */
} CrfStoppingRule;

typedef struct
{
  const char *element;    /* OID of the element whose attribute is replaced */
  const char *attribute;  /* "sw:Ratio", "RangeCheck/@…" is not allowed: plain attribute names only */
  const char *value;      /* "": the attribute is removed, "not stated" */
  const char *child;      /* local name of the sw: child element whose attribute it is; NULL: the element's own */
} CrfReplacement;

typedef struct
{
  const char *oid;
  const CrfText *text;
  const GPtrArray *replacements; /* CrfReplacement */
} CrfQuestionOption;

typedef struct
{
  const char *oid;
  const CrfText *text;          /* what the record leaves open or contradicts */
  const CrfText *who;           /* who must decide */
  const char *default_option;   /* OID */
  const char *answer;           /* OID of the option in force (the default until answered) */
  gboolean answered;
  const GPtrArray *options;     /* CrfQuestionOption */
} CrfOpenQuestion;

typedef struct
{
  const char *meld_aetiology;        /* "always_1" | "original" */
  const char *child_pugh_table;      /* "si_34_51" | "si_34p2_51p3" | "mgdl" | "cholestatic" */
  const char *child_pugh_coagulation; /* "inr" | "pt" */
  const char *pta_rule;              /* "recorded" */
  int ctcae_version;
  double factor_bilirubin;           /* umol/L per mg/dL: 17.1 */
  double factor_creatinine;          /* 88.4 */
  int sample_window_hours;           /* inputs of a score: 24 */
  const char *repeat_sample;         /* of several samples of a visit, "first" valid one or "last" */
} CrfFormulas;

typedef enum
{
  CRF_MASKING_NONE,
  CRF_MASKING_SINGLE,
  CRF_MASKING_DOUBLE,
} CrfMasking;

const char         *crf_study_get_oid (const CrfStudy *self);           /* StudyOID, as in the registry */
const char         *crf_study_get_version (const CrfStudy *self);       /* MetaDataVersionOID */
const char         *crf_study_get_protocol (const CrfStudy *self);      /* ProtocolName */
const CrfText      *crf_study_get_title (const CrfStudy *self);
const CrfText      *crf_study_get_description (const CrfStudy *self);
int                 crf_study_get_target (const CrfStudy *self);        /* planned number of subjects; 0: not said */
CrfMasking          crf_study_get_masking (const CrfStudy *self);
gboolean            crf_study_role_may_know (const CrfStudy *self, const char *role); /* may it see arms? */
const char         *crf_study_get_day_zero (const CrfStudy *self);      /* anchor of day 0 */
int                 crf_study_get_baseline_days (const CrfStudy *self); /* allocation to first infusion within */
int                 crf_study_get_eligibility_days (const CrfStudy *self); /* the eligibility signature holds so long before allocation; 0: not said */

gboolean            crf_study_is_transcription (const CrfStudy *self);  /* what is entered lies in the past: gates are not deviations */

const GPtrArray    *crf_study_get_events (const CrfStudy *self);        /* CrfEvent, protocol order */
const GPtrArray    *crf_study_get_forms (const CrfStudy *self);         /* CrfForm */
const GPtrArray    *crf_study_get_items (const CrfStudy *self);         /* CrfItem */
const GPtrArray    *crf_study_get_arms (const CrfStudy *self);          /* CrfArm */
const GPtrArray    *crf_study_get_criteria (const CrfStudy *self);      /* CrfCriterion */
const GPtrArray    *crf_study_get_release_limits (const CrfStudy *self);/* CrfReleaseLimit */
const GPtrArray    *crf_study_get_time_points (const CrfStudy *self);   /* CrfTimePoint */
const GPtrArray    *crf_study_get_endpoints (const CrfStudy *self);     /* CrfEndpoint */
const GPtrArray    *crf_study_get_recipients (const CrfStudy *self);    /* CrfRecipient */
const GPtrArray    *crf_study_get_stopping_rules (const CrfStudy *self);/* CrfStoppingRule */
const GPtrArray    *crf_study_get_questions (const CrfStudy *self);     /* CrfOpenQuestion */
const CrfDoseRule  *crf_study_get_dose_rule (const CrfStudy *self);     /* NULL: no dose */
const CrfRandomisation *crf_study_get_randomisation (const CrfStudy *self); /* never NULL */
const CrfFormulas  *crf_study_get_formulas (const CrfStudy *self);      /* never NULL: the usual variants if not said */
const GPtrArray    *crf_study_get_languages (const CrfStudy *self);     /* char * */

const CrfEvent     *crf_study_find_event (const CrfStudy *self, const char *oid);
const CrfForm      *crf_study_find_form (const CrfStudy *self, const char *oid);
const CrfForm      *crf_study_find_form_by_kind (const CrfStudy *self, const char *kind);
const CrfEvent     *crf_study_find_event_by_kind (const CrfStudy *self, const char *kind);
const CrfItemGroup *crf_study_find_group (const CrfStudy *self, const char *oid);
const CrfItem      *crf_study_find_item (const CrfStudy *self, const char *oid);
const CrfItem      *crf_study_find_item_by_concept (const CrfStudy *self, const char *concept);
const CrfItem      *crf_study_find_item_by_name (const CrfStudy *self, const char *name);
const CrfArm       *crf_study_find_arm (const CrfStudy *self, const char *oid);
const CrfUnit      *crf_study_find_unit (const CrfStudy *self, const char *oid);
/* Which conversion factors the study has: 12 hex digits that change when a factor of any item does, and with nothing else. */
const char         *crf_study_get_factor_version (const CrfStudy *self);
/* The item's unit whose symbol, name, OID or UCUM code is @text (µ and u, blanks and case of SI
 * prefixes are folded); NULL if the item does not take it. */
const CrfItemUnit  *crf_item_find_unit (const CrfItem *item, const char *text);
const CrfCode      *crf_item_find_code (const CrfItem *item, const char *code);
/* The group of @form that holds @item, or NULL. */
const CrfItemGroup *crf_form_find_group_of (const CrfForm *form, const CrfItem *item);

/* The flattened document (Include resolved, answers applied) as UTF-8 XML: what a study file
 * stores. */
const char         *crf_study_get_document (const CrfStudy *self);
/* Path of the file of forms that was taken in when it was read from a file; NULL: none. */
const char         *crf_study_get_library (const CrfStudy *self);

CrfStudy           *crf_study_ref (CrfStudy *self);
void                crf_study_unref (CrfStudy *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfStudy, crf_study_unref)

G_END_DECLS
