/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Gathering the inputs of scores. They come from one visit and from samples that lie close together; a missing one is never replaced. Values enter in
 * the unit they were reported in, because cut-offs are compared there. */

#include "crf-score-inputs-private.h"

#include "crf-json-text.h"
#include "crf-limits.h"
#include "crf-partial-date.h"
#include "crf-scores.h"

#include <math.h>
#include <string.h>

/* What flags a score or lets it pass, but is no input. */
#define CONCEPT_PURIFICATION "clin.purification"
#define CONCEPT_ALBUMIN_INFUSION "clin.albumin_infusion"
#define CONCEPT_GAP_REASON "sample.gap_reason"

static const char *const concepts[CRF_N_SCORE_INPUTS] = {
  [CRF_SCORE_INPUT_BILIRUBIN] = "lab.tbil",
  [CRF_SCORE_INPUT_CREATININE] = "lab.creat",
  [CRF_SCORE_INPUT_INR] = "lab.inr",
  [CRF_SCORE_INPUT_ALBUMIN] = "lab.alb",
  [CRF_SCORE_INPUT_SODIUM] = "lab.na",
  [CRF_SCORE_INPUT_PT] = "lab.pt",
  [CRF_SCORE_INPUT_PT_CONTROL] = "lab.pt_control",
  [CRF_SCORE_INPUT_AST] = "lab.ast",
  [CRF_SCORE_INPUT_ALT] = "lab.alt",
  [CRF_SCORE_INPUT_PLATELETS] = "lab.plt",
  [CRF_SCORE_INPUT_WHITE_CELLS] = "lab.wbc",
  [CRF_SCORE_INPUT_WEIGHT] = "clin.weight",
  [CRF_SCORE_INPUT_HEIGHT] = "clin.height",
  [CRF_SCORE_INPUT_SBP] = "clin.sbp",
  [CRF_SCORE_INPUT_DBP] = "clin.dbp",
  [CRF_SCORE_INPUT_PAO2_FIO2] = "clin.pao2_fio2",
  [CRF_SCORE_INPUT_SPO2_FIO2] = "clin.spo2_fio2",
  [CRF_SCORE_INPUT_DIALYSIS] = "clin.dialysis",
  [CRF_SCORE_INPUT_RRT] = "clin.rrt",
  [CRF_SCORE_INPUT_VASOPRESSORS] = "clin.vasopressors",
  [CRF_SCORE_INPUT_ASCITES] = "clin.ascites_control",
  [CRF_SCORE_INPUT_HE] = "clin.encephalopathy",
  [CRF_SCORE_INPUT_HE_CONTROL] = "clin.encephalopathy_control",
  [CRF_SCORE_INPUT_AETIOLOGY] = "clin.cholestatic_or_alcoholic",
  [CRF_SCORE_INPUT_SEX] = "demog.sex",
  [CRF_SCORE_INPUT_AGE] = "demog.age",
  [CRF_SCORE_INPUT_AST_ULN] = "range.ast.high",
};

gboolean
crf_concept_is_score_input (const char *concept)
{
  static const char *const others[] = { "demog.birth_date", "demog.age_reported", "sample.taken_at", "sample.laboratory", "sample.condition", "visit.date",
                                        CONCEPT_PURIFICATION, CONCEPT_ALBUMIN_INFUSION, CONCEPT_GAP_REASON };

  for (guint i = 0; concept != NULL && i < CRF_N_SCORE_INPUTS; i++)
    if (strcmp (concepts[i], concept) == 0)
      return TRUE;
  for (guint i = 0; concept != NULL && i < G_N_ELEMENTS (others); i++)
    if (strcmp (others[i], concept) == 0)
      return TRUE;
  return FALSE;
}

guint
crf_score_inputs_of_concept (const char *concept,
                             gboolean *may_move_day)
{
  *may_move_day = FALSE;
  if (concept == NULL)
    return 0;
  for (guint i = 0; i < CRF_N_SCORE_INPUTS; i++)
    if (strcmp (concepts[i], concept) == 0)
      {
        *may_move_day = i < CRF_N_SCORE_LABS;
        return 1u << i;
      }
  return g_str_has_prefix (concept, "lab.") ? 0 : G_MAXUINT;
}

/* ── Codes ── */
CrfAscites
crf_ascites_from_code (const char *code)
{
  if (g_strcmp0 (code, "NONE") == 0)
    return CRF_ASCITES_NONE;
  if (g_strcmp0 (code, "SLIGHT") == 0)
    return CRF_ASCITES_SLIGHT;
  return g_strcmp0 (code, "MODERATE") == 0 ? CRF_ASCITES_MODERATE : CRF_ASCITES_UNKNOWN;
}

int
crf_he_from_code (const char *code)
{
  if (code == NULL)
    return CRF_HE_UNKNOWN;
  if (strcmp (code, "MIN") == 0)
    return 0;
  if (code[0] >= '0' && code[0] <= '4' && code[1] == '\0')
    return code[0] - '0';
  return CRF_HE_UNKNOWN;
}

CrfHeControl
crf_he_control_from_code (const char *code)
{
  if (g_strcmp0 (code, "NONE") == 0)
    return CRF_HE_CONTROL_NONE;
  if (g_strcmp0 (code, "MILD") == 0)
    return CRF_HE_CONTROL_SUPPRESSED;
  return g_strcmp0 (code, "SEVERE") == 0 ? CRF_HE_CONTROL_REFRACTORY : CRF_HE_CONTROL_NOT_ASKED;
}

CrfChildPughTable
crf_child_pugh_table_from_name (const char *name)
{
  if (g_strcmp0 (name, "si_34p2_51p3") == 0)
    return CRF_CHILD_PUGH_SI_EXACT;
  if (g_strcmp0 (name, "mgdl") == 0)
    return CRF_CHILD_PUGH_MGDL;
  /* "si_34_51": the SI table where SI was entered. */
  return CRF_CHILD_PUGH_BY_UNIT;
}

/* ── Gathering ── */

/* The number as it was reported: in mg/dL or g/dL where that was typed, else canonical (SI). */
static CrfLab
lab_of (const CrfCell *cell,
        double study_factor)
{
  const CrfValue *value = cell->value;
  const CrfItemUnit *canonical = cell->item->units->len > 0 ? g_ptr_array_index (cell->item->units, 0) : NULL;
  double number = crf_value_get_number (value);
  CrfLab lab = { .value = number, .si = TRUE, .factor = study_factor, .comparator = value->comparator };
  const char *ucum = value->unit != NULL ? value->unit->ucum : NULL;

  if (canonical == NULL || value->unit == NULL || value->unit == canonical->unit)
    return lab;
  if (g_strcmp0 (ucum, "mg/dL") != 0 && g_strcmp0 (ucum, "g/dL") != 0)
    return lab;
  lab.value = crf_item_from_canonical (cell->item, value->unit, number);
  lab.si = FALSE;
  for (guint i = 0; i < cell->item->units->len; i++)
    {
      const CrfItemUnit *unit = g_ptr_array_index (cell->item->units, i);

      if (unit->unit == value->unit)
        lab.factor = unit->factor;
    }
  return lab;
}

static double
factor_of (const CrfFormulas *formulas,
           CrfScoreInput input)
{
  if (input == CRF_SCORE_INPUT_BILIRUBIN)
    return formulas->factor_bilirubin;
  if (input == CRF_SCORE_INPUT_CREATININE)
    return formulas->factor_creatinine;
  return 0;
}

/* Enzymes are canonical in U/L; INR, sodium and times have one unit and no SI form. */
static gboolean
has_si_form (CrfScoreInput input)
{
  return input == CRF_SCORE_INPUT_BILIRUBIN || input == CRF_SCORE_INPUT_CREATININE || input == CRF_SCORE_INPUT_ALBUMIN;
}

static void
gather_input (CrfScoreInputs *inputs,
              CrfCasebook *casebook,
              CrfStudy *study,
              CrfScoreInput input,
              const char *event,
              const char *eventkey)
{
  const CrfItem *item = crf_study_find_item_by_concept (study, concepts[input]);
  CrfCell *cell;

  if (input < CRF_N_SCORE_LABS)
    inputs->labs[input] = crf_lab_missing ();
  if (item == NULL)
    return;
  if (input == CRF_SCORE_INPUT_SEX || input == CRF_SCORE_INPUT_AETIOLOGY)
    {
      inputs->codes[input] = crf_casebook_get_latest (casebook, item);
      return;
    }
  cell = crf_casebook_find_at (casebook, event, eventkey, item);
  if (cell == NULL)
    return;
  inputs->cells[input] = cell;
  inputs->codes[input] = cell->value->canonical;
  inputs->times[input] = crf_casebook_get_sample_time (casebook, cell->form, cell->group, cell->groupkey);
  if (input < CRF_N_SCORE_LABS)
    {
      inputs->labs[input] = lab_of (cell, factor_of (inputs->formulas, input));
      if (!has_si_form (input))
        inputs->labs[input].si = FALSE;
    }
}

static const char *
find_code (CrfCasebook *casebook,
           const char *concept,
           const char *event,
           const char *eventkey)
{
  const CrfItem *item = crf_study_find_item_by_concept (crf_session_get_study (crf_casebook_get_session (casebook)), concept);
  CrfCell *cell = item != NULL ? crf_casebook_find_at (casebook, event, eventkey, item) : NULL;

  return cell != NULL ? cell->value->canonical : NULL;
}

/* On the day of the sample; the visit's where no sample says when it was taken. */
static void
gather_age (CrfScoreInputs *inputs,
            CrfCasebook *casebook,
            const char *event,
            const char *eventkey)
{
  const char *on = NULL;
  int age;

  for (guint i = 0; on == NULL && i < CRF_N_SCORE_LABS; i++)
    on = inputs->times[i];
  if (on == NULL)
    on = crf_casebook_get_visit_date (casebook, event, eventkey);
  age = on != NULL ? crf_casebook_get_age (casebook, on) : -1;
  inputs->age = age >= 0 ? age : NAN;
  age = crf_casebook_get_age (casebook, crf_session_get_today (crf_casebook_get_session (casebook)));
  inputs->age_today = age >= 0 ? age : NAN;
}

/* APRI needs the laboratory's own limit; a placeholder would only look like one. */
static void
gather_ast_limit (CrfScoreInputs *inputs,
                  CrfCasebook *casebook)
{
  CrfCell *ast = inputs->cells[CRF_SCORE_INPUT_AST];
  CrfLimits limits;

  inputs->ast_uln = crf_lab_missing ();
  if (ast != NULL && crf_limits_of (casebook, ast, &limits) && limits.of_site && limits.high > 0)
    inputs->ast_uln = crf_lab (limits.high);
}

void
crf_score_inputs_gather (CrfScoreInputs *inputs,
                         CrfCasebook *casebook,
                         const char *event,
                         const char *eventkey)
{
  CrfStudy *study = crf_session_get_study (crf_casebook_get_session (casebook));

  *inputs = (CrfScoreInputs) { .formulas = crf_study_get_formulas (study) };
  for (guint i = 0; i < CRF_N_SCORE_INPUTS; i++)
    gather_input (inputs, casebook, study, i, event, eventkey);
  gather_age (inputs, casebook, event, eventkey);
  gather_ast_limit (inputs, casebook);
  inputs->purified = g_strcmp0 (find_code (casebook, CONCEPT_PURIFICATION, event, eventkey), "Y") == 0;
  inputs->infused_albumin = g_strcmp0 (find_code (casebook, CONCEPT_ALBUMIN_INFUSION, event, eventkey), "Y") == 0;
  inputs->he_control_asked = crf_study_find_item_by_concept (study, concepts[CRF_SCORE_INPUT_HE_CONTROL]) != NULL;
  inputs->gap_reason = find_code (casebook, CONCEPT_GAP_REASON, event, eventkey);
}

/* ── How far apart ── */

/* The first and the last minute that an ISO time, possibly partial, may mean. */
static gboolean
minutes_of (const char *iso,
            gint64 *first,
            gint64 *last)
{
  CrfDate from, next;

  if (iso == NULL || !crf_datetime_parse (iso, TRUE, &from, NULL) || from.year == 0)
    return FALSE;
  next = from;
  if (from.month == 0)
    {
      from.month = next.month = 1;
      next.year++;
    }
  else if (from.day == 0)
    {
      next.year += next.month == 12;
      next.month = next.month % 12 + 1;
    }
  else if (from.hour < 0)
    crf_date_from_days (crf_date_to_days (&from) + 1, &next);
  from.day = MAX (from.day, 1);
  next.day = MAX (next.day, 1);
  *first = crf_date_to_minutes (&from);
  *last = crf_date_to_minutes (&next) - (from.hour < 0 ? 1 : 0);
  return TRUE;
}

int
crf_score_inputs_hours_apart (const CrfScoreInputs *inputs,
                              guint used)
{
  gint64 earliest_end = G_MAXINT64, latest_start = G_MININT64, first, last;

  for (guint i = 0; i < CRF_N_SCORE_INPUTS; i++)
    if ((used & (1u << i)) != 0 && minutes_of (inputs->times[i], &first, &last))
      {
        earliest_end = MIN (earliest_end, last);
        latest_start = MAX (latest_start, first);
      }
  if (latest_start <= earliest_end)
    return 0;
  return (int) ((latest_start - earliest_end + 59) / 60);
}

/* ── What is kept with a score ── */
static void
add_input (GString *json,
           const char *concept,
           const char *value,
           const CrfCell *cell)
{
  crf_json_add_name (json, concept);
  crf_json_begin (json, '{');
  crf_json_add_text (json, "value", value);
  if (cell != NULL && cell->value->unit != NULL)
    crf_json_add_text (json, "unit", cell->value->unit->oid);
  if (cell != NULL && cell->entry != NULL)
    crf_json_add_text (json, "entry", cell->entry);
  crf_json_end (json, '}');
}

char *
crf_score_inputs_to_json (const CrfScoreInputs *inputs,
                          guint used)
{
  GString *json = g_string_new (NULL);
  char number[CRF_DECIMAL_SIZE];

  crf_json_begin (json, '{');
  for (guint i = 0; i < CRF_N_SCORE_INPUTS; i++)
    {
      const CrfCell *cell = inputs->cells[i];

      if ((used & (1u << i)) != 0 && inputs->codes[i] != NULL)
        add_input (json, concepts[i], cell != NULL && cell->value->entered ? cell->value->entered : inputs->codes[i], cell);
    }
  if ((used & CRF_SCORE_BIT (AGE)) != 0 && crf_decimal_format (inputs->age, number) != NULL)
    add_input (json, concepts[CRF_SCORE_INPUT_AGE], number, NULL);
  if ((used & CRF_SCORE_BIT (AST_ULN)) != 0 && crf_decimal_format (inputs->ast_uln.value, number) != NULL)
    add_input (json, concepts[CRF_SCORE_INPUT_AST_ULN], number, NULL);
  crf_json_end (json, '}');
  return g_string_free (json, FALSE);
}

/* ── Reading ── */
double
crf_score_inputs_get_number (const CrfScoreInputs *inputs,
                             CrfScoreInput input)
{
  const CrfCell *cell = inputs->cells[input];

  /* "<60" is no number to compute with. */
  if (cell == NULL || cell->value->comparator != CRF_COMPARATOR_NONE)
    return NAN;
  return crf_value_get_number (cell->value);
}

CrfAnswer
crf_score_inputs_get_answer (const CrfScoreInputs *inputs,
                             CrfScoreInput input)
{
  if (g_strcmp0 (inputs->codes[input], "Y") == 0)
    return CRF_ANSWER_YES;
  return g_strcmp0 (inputs->codes[input], "N") == 0 ? CRF_ANSWER_NO : CRF_ANSWER_UNKNOWN;
}

CrfSex
crf_score_inputs_get_sex (const CrfScoreInputs *inputs)
{
  const char *code = inputs->codes[CRF_SCORE_INPUT_SEX];

  if (g_strcmp0 (code, "M") == 0)
    return CRF_SEX_MALE;
  return g_strcmp0 (code, "F") == 0 ? CRF_SEX_FEMALE : CRF_SEX_UNKNOWN;
}

CrfAscites
crf_score_inputs_get_ascites (const CrfScoreInputs *inputs)
{
  return crf_ascites_from_code (inputs->codes[CRF_SCORE_INPUT_ASCITES]);
}

int
crf_score_inputs_get_he (const CrfScoreInputs *inputs)
{
  return crf_he_from_code (inputs->codes[CRF_SCORE_INPUT_HE]);
}

CrfHeControl
crf_score_inputs_get_he_control (const CrfScoreInputs *inputs)
{
  return crf_he_control_from_code (inputs->codes[CRF_SCORE_INPUT_HE_CONTROL]);
}
