/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From the values of a visit to its scores. Inputs come from one visit and from samples that lie close together; a missing one is never
 * replaced. Values enter in the unit they were reported in, because cut-offs are compared there. */

#include "crf-scores.h"

#include "crf-score-albi.h"
#include "crf-score-child-pugh.h"
#include "crf-score-meld-3.h"
#include "crf-score-meld-na.h"
#include "crf-partial-date.h"
#include "crf-records.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

typedef enum
{
  INPUT_BILIRUBIN,
  INPUT_CREATININE,
  INPUT_INR,
  INPUT_ALBUMIN,
  INPUT_SODIUM,
  INPUT_PT,
  INPUT_PT_CONTROL,
  N_LABS,
  INPUT_DIALYSIS = N_LABS,
  INPUT_ASCITES,
  INPUT_ENCEPHALOPATHY,
  INPUT_SEX,
  N_INPUTS,
} Input;

#define BIT(input) (1u << (input))

static const char *const concepts[N_INPUTS] = {
  [INPUT_BILIRUBIN] = "lab.tbil",
  [INPUT_CREATININE] = "lab.creat",
  [INPUT_INR] = "lab.inr",
  [INPUT_ALBUMIN] = "lab.alb",
  [INPUT_SODIUM] = "lab.na",
  [INPUT_PT] = "lab.pt",
  [INPUT_PT_CONTROL] = "lab.pt_control",
  [INPUT_DIALYSIS] = "clin.dialysis",
  [INPUT_ASCITES] = "clin.ascites_control",
  [INPUT_ENCEPHALOPATHY] = "clin.encephalopathy",
  [INPUT_SEX] = "demog.sex",
};

/* Everything that scores look at, taken from one event instance. */
typedef struct
{
  const CrfFormulas *formulas;
  CrfLab labs[N_LABS];
  CrfCell *cells[N_INPUTS];
  const char *codes[N_INPUTS];
  const char *times[N_INPUTS]; /* when the sample was taken, or NULL */
  int age;                     /* -1: not known */
} Inputs;

void
crf_visit_score_free (CrfVisitScore *score)
{
  if (score == NULL)
    return;
  g_clear_pointer (&score->result, crf_score_result_unref);
  g_free (score->fault);
  g_free (score->inputs);
  g_free (score);
}

gboolean
crf_concept_is_score_input (const char *concept)
{
  for (guint i = 0; concept != NULL && i < N_INPUTS; i++)
    if (strcmp (concepts[i], concept) == 0)
      return TRUE;
  return g_strcmp0 (concept, "demog.birth_date") == 0 || g_strcmp0 (concept, "demog.age_reported") == 0 ||
         g_strcmp0 (concept, "sample.taken_at") == 0;
}

gboolean
crf_item_is_score (const CrfItem *item)
{
  return item->concept != NULL && g_str_has_prefix (item->concept, "score.");
}

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
           Input input)
{
  if (input == INPUT_BILIRUBIN)
    return formulas->factor_bilirubin;
  if (input == INPUT_CREATININE)
    return formulas->factor_creatinine;
  return 0;
}

/* INR, sodium and times have one unit and no SI form. */
static gboolean
has_si_form (Input input)
{
  return input == INPUT_BILIRUBIN || input == INPUT_CREATININE || input == INPUT_ALBUMIN;
}

static void
gather_input (Inputs *inputs,
              CrfCasebook *casebook,
              CrfStudy *study,
              Input input,
              const char *event,
              const char *eventkey)
{
  const CrfItem *item = crf_study_find_item_by_concept (study, concepts[input]);
  CrfCell *cell;

  if (input < N_LABS)
    inputs->labs[input] = crf_lab_missing ();
  if (item == NULL)
    return;
  if (input == INPUT_SEX)
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
  if (input < N_LABS)
    {
      inputs->labs[input] = lab_of (cell, factor_of (inputs->formulas, input));
      if (!has_si_form (input))
        inputs->labs[input].si = FALSE;
    }
}

static void
gather (Inputs *inputs,
        CrfCasebook *casebook,
        const char *event,
        const char *eventkey)
{
  CrfSession *session = crf_casebook_get_session (casebook);
  CrfStudy *study = crf_session_get_study (session);
  const char *on;

  *inputs = (Inputs) { .formulas = crf_study_get_formulas (study) };
  for (guint i = 0; i < N_INPUTS; i++)
    gather_input (inputs, casebook, study, i, event, eventkey);
  on = crf_casebook_get_visit_date (casebook, event, eventkey);
  inputs->age = crf_casebook_get_age (casebook, on != NULL ? on : crf_session_get_today (session));
}

static CrfAnswer
answer_of (const char *code)
{
  if (g_strcmp0 (code, "Y") == 0)
    return CRF_ANSWER_YES;
  if (g_strcmp0 (code, "N") == 0)
    return CRF_ANSWER_NO;
  return CRF_ANSWER_UNKNOWN;
}

static CrfSex
sex_of (const char *code)
{
  if (g_strcmp0 (code, "M") == 0)
    return CRF_SEX_MALE;
  if (g_strcmp0 (code, "F") == 0)
    return CRF_SEX_FEMALE;
  return CRF_SEX_UNKNOWN;
}

static CrfAscites
ascites_of (const char *code)
{
  if (g_strcmp0 (code, "NONE") == 0)
    return CRF_ASCITES_NONE;
  if (g_strcmp0 (code, "SLIGHT") == 0)
    return CRF_ASCITES_SLIGHT;
  if (g_strcmp0 (code, "MODERATE") == 0)
    return CRF_ASCITES_MODERATE;
  return CRF_ASCITES_UNKNOWN;
}

/* West Haven; minimal encephalopathy is found by tests only and counts as none. */
static int
encephalopathy_of (const char *code)
{
  if (code == NULL)
    return CRF_HE_UNKNOWN;
  if (strcmp (code, "MIN") == 0)
    return 0;
  if (code[0] >= '0' && code[0] <= '4' && code[1] == '\0')
    return code[0] - '0';
  return CRF_HE_UNKNOWN;
}

static CrfMeldInput
meld_input (const Inputs *inputs)
{
  return (CrfMeldInput) {
    .bili = inputs->labs[INPUT_BILIRUBIN],
    .inr = inputs->labs[INPUT_INR],
    .creat = inputs->labs[INPUT_CREATININE],
    .dialysis = answer_of (inputs->codes[INPUT_DIALYSIS]),
    .aetiology_term = g_strcmp0 (inputs->formulas->meld_aetiology, "original") == 0 ? CRF_MELD_AETIOLOGY_ORIGINAL
                                                                                    : CRF_MELD_AETIOLOGY_ALWAYS_1,
  };
}

static CrfScoreResult *
compute_meld (const Inputs *inputs)
{
  CrfMeldInput input = meld_input (inputs);

  return crf_score_meld (&input);
}

static CrfScoreResult *
compute_meld_na (const Inputs *inputs)
{
  CrfMeldNaInput input = { .meld = meld_input (inputs), .na = inputs->labs[INPUT_SODIUM] };

  return crf_score_meld_na (&input);
}

static CrfScoreResult *
compute_meld_3 (const Inputs *inputs)
{
  CrfMeld3Input input = {
    .sex = sex_of (inputs->codes[INPUT_SEX]),
    .bili = inputs->labs[INPUT_BILIRUBIN],
    .inr = inputs->labs[INPUT_INR],
    .creat = inputs->labs[INPUT_CREATININE],
    .na = inputs->labs[INPUT_SODIUM],
    .alb = inputs->labs[INPUT_ALBUMIN],
    .dialysis = answer_of (inputs->codes[INPUT_DIALYSIS]),
    .age_y = inputs->age >= 0 ? inputs->age : NAN,
  };

  return crf_score_meld_3 (&input);
}

static CrfChildPughTable
child_pugh_table (const char *name)
{
  if (g_strcmp0 (name, "si_34p2_51p3") == 0)
    return CRF_CHILD_PUGH_SI_EXACT;
  if (g_strcmp0 (name, "mgdl") == 0)
    return CRF_CHILD_PUGH_MGDL;
  /* "si_34_51": the SI table where SI was entered. */
  return CRF_CHILD_PUGH_BY_UNIT;
}

static CrfScoreResult *
compute_child_pugh (const Inputs *inputs)
{
  CrfChildPughInput input = {
    .bili = inputs->labs[INPUT_BILIRUBIN],
    .alb = inputs->labs[INPUT_ALBUMIN],
    .coagulation = g_strcmp0 (inputs->formulas->child_pugh_coagulation, "pt") == 0 ? CRF_CHILD_PUGH_PT : CRF_CHILD_PUGH_INR,
    .inr = inputs->labs[INPUT_INR],
    .pt_prolong_s = crf_lab_missing (),
    .pt_s = inputs->labs[INPUT_PT],
    .control_s = inputs->labs[INPUT_PT_CONTROL],
    .ascites = ascites_of (inputs->codes[INPUT_ASCITES]),
    .he_grade = encephalopathy_of (inputs->codes[INPUT_ENCEPHALOPATHY]),
    .cholestatic = g_strcmp0 (inputs->formulas->child_pugh_table, "cholestatic") == 0,
    .table = child_pugh_table (inputs->formulas->child_pugh_table),
  };

  return crf_score_child_pugh (&input);
}

static CrfScoreResult *
compute_albi (const Inputs *inputs)
{
  CrfAlbiInput input = { .bili = inputs->labs[INPUT_BILIRUBIN], .alb = inputs->labs[INPUT_ALBUMIN] };

  return crf_score_albi (&input);
}

#define MELD_INPUTS (BIT (INPUT_BILIRUBIN) | BIT (INPUT_INR) | BIT (INPUT_CREATININE) | BIT (INPUT_DIALYSIS))

static const struct
{
  const char *concept;
  const char *grade_concept;
  const char *name; /* proper names, the same in every language */
  guint inputs;
  CrfScoreResult *(*compute) (const Inputs *inputs);
} scores[] = {
  { "score.meld", NULL, "MELD", MELD_INPUTS, compute_meld },
  { "score.meld_na", NULL, "MELD-Na", MELD_INPUTS | BIT (INPUT_SODIUM), compute_meld_na },
  { "score.meld_3", NULL, "MELD 3.0", MELD_INPUTS | BIT (INPUT_SODIUM) | BIT (INPUT_ALBUMIN) | BIT (INPUT_SEX), compute_meld_3 },
  { "score.child_pugh", "score.child_pugh_class", "Child-Pugh",
    BIT (INPUT_BILIRUBIN) | BIT (INPUT_ALBUMIN) | BIT (INPUT_INR) | BIT (INPUT_PT) | BIT (INPUT_PT_CONTROL) |
      BIT (INPUT_ASCITES) | BIT (INPUT_ENCEPHALOPATHY),
    compute_child_pugh },
  { "score.albi", "score.albi_grade", "ALBI", BIT (INPUT_BILIRUBIN) | BIT (INPUT_ALBUMIN), compute_albi },
};

/* The coagulation test that a study's Child-Pugh does not use is no input of it. */
static guint
inputs_of (guint score,
           const CrfFormulas *formulas)
{
  guint used = scores[score].inputs;

  if (scores[score].compute != compute_child_pugh)
    return used;
  if (g_strcmp0 (formulas->child_pugh_coagulation, "pt") == 0)
    return used & ~BIT (INPUT_INR);
  return used & ~(BIT (INPUT_PT) | BIT (INPUT_PT_CONTROL));
}

static gboolean
minutes_of (const char *iso,
            gint64 *minutes)
{
  CrfDate date;

  if (iso == NULL || !crf_datetime_parse (iso, FALSE, &date, NULL))
    return FALSE;
  *minutes = crf_date_to_minutes (&date);
  return TRUE;
}

/* Samples without a time count as taken together with the others of the visit. */
static char *
check_sample_window (const Inputs *inputs,
                     guint used)
{
  gint64 first = G_MAXINT64, last = G_MININT64, minutes;
  int limit = inputs->formulas->sample_window_hours;

  for (guint i = 0; i < N_INPUTS; i++)
    if ((used & BIT (i)) != 0 && minutes_of (inputs->times[i], &minutes))
      {
        first = MIN (first, minutes);
        last = MAX (last, minutes);
      }
  if (first > last || last - first <= (gint64) limit * 60)
    return NULL;
  return g_strdup_printf (_("samples taken within %d h (these lie %d h apart)"), limit, (int) ((last - first + 59) / 60));
}

static char *
describe_inputs (const Inputs *inputs,
                 guint used)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  for (guint i = 0; i < N_INPUTS; i++)
    {
      const CrfCell *cell = inputs->cells[i];

      if ((used & BIT (i)) == 0 || inputs->codes[i] == NULL)
        continue;
      json_builder_set_member_name (builder, concepts[i]);
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "value");
      json_builder_add_string_value (builder, cell != NULL && cell->value->entered ? cell->value->entered : inputs->codes[i]);
      if (cell != NULL && cell->value->unit != NULL)
        {
          json_builder_set_member_name (builder, "unit");
          json_builder_add_string_value (builder, cell->value->unit->oid);
        }
      if (cell != NULL && cell->entry != NULL)
        {
          json_builder_set_member_name (builder, "entry");
          json_builder_add_string_value (builder, cell->entry);
        }
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

GPtrArray *
crf_scores_of_visit (CrfCasebook *casebook,
                     const char *event,
                     const char *eventkey)
{
  CrfStudy *study = crf_session_get_study (crf_casebook_get_session (casebook));
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_visit_score_free);
  Inputs inputs;

  gather (&inputs, casebook, event, eventkey);
  for (guint i = 0; i < G_N_ELEMENTS (scores); i++)
    {
      guint used = inputs_of (i, inputs.formulas);
      CrfVisitScore *score;

      if (crf_study_find_item_by_concept (study, scores[i].concept) == NULL)
        continue;
      score = g_new0 (CrfVisitScore, 1);
      score->concept = scores[i].concept;
      score->grade_concept = scores[i].grade_concept;
      score->name = scores[i].name;
      score->result = scores[i].compute (&inputs);
      score->fault = check_sample_window (&inputs, used);
      score->inputs = describe_inputs (&inputs, used);
      g_ptr_array_add (list, score);
    }
  return list;
}

gboolean
crf_visit_score_is_done (const CrfVisitScore *score)
{
  return score->fault == NULL && score->result->status == CRF_SCORE_DONE;
}

/* Minus signs as they are printed. */
static char *
typographic (const char *text)
{
  return *text == '-' ? g_strconcat ("−", text + 1, NULL) : g_strdup (text);
}

char *
crf_visit_score_to_display (const CrfVisitScore *score)
{
  g_autofree char *figure = NULL;

  if (!crf_visit_score_is_done (score))
    return NULL;
  figure = typographic (score->result->display);
  if (score->grade_concept == NULL || score->result->grade == NULL)
    return g_steal_pointer (&figure);
  if (g_ascii_isdigit (*score->result->grade))
    return g_strdup_printf ("%s (%s)", figure, score->result->grade);
  return g_strdup_printf ("%s %s", figure, score->result->grade);
}

char *
crf_visit_score_waits_for (const CrfVisitScore *score)
{
  g_autoptr (GPtrArray) labels = NULL;

  if (score->result->status == CRF_SCORE_MISSING)
    {
      labels = g_ptr_array_copy (score->result->missing_labels, NULL, NULL);
      g_ptr_array_set_free_func (labels, NULL);
      g_ptr_array_add (labels, NULL);
      return g_strjoinv (", ", (char **) labels->pdata);
    }
  if (score->fault != NULL)
    return g_strdup (score->fault);
  return score->result->status == CRF_SCORE_REFUSED ? g_strdup (score->result->reason) : NULL;
}

const char *
crf_visit_score_canonical (const CrfVisitScore *score,
                           char *buffer)
{
  /* ALBI is graded and compared unrounded; the others are whole points. */
  gboolean whole = strcmp (score->concept, "score.albi") != 0;

  return crf_decimal_format (whole ? score->result->value : score->result->raw, buffer);
}
