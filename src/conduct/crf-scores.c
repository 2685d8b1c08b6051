/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From the values of a visit to its scores. */

#include "crf-scores.h"

#include "crf-bsa.h"
#include "crf-records.h"
#include "crf-score-albi.h"
#include "crf-score-apri.h"
#include "crf-score-clif-c.h"
#include "crf-score-fib4.h"
#include "crf-score-inputs-private.h"
#include "crf-score-maddrey.h"
#include "crf-score-meld-3.h"
#include "crf-score-meld-na.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define BIT(input) CRF_SCORE_BIT (input)
#define LAB(input) inputs->labs[CRF_SCORE_INPUT_##input]

void
crf_visit_score_free (CrfVisitScore *score)
{
  if (score == NULL)
    return;
  g_clear_pointer (&score->result, crf_score_result_unref);
  g_free (score->fault);
  g_free (score->inputs);
  g_free (score->flags);
  g_free (score->caution);
  g_free (score);
}

gboolean
crf_item_is_score (const CrfItem *item)
{
  return item->concept != NULL && (g_str_has_prefix (item->concept, "score.") || strcmp (item->concept, "grade.labs") == 0);
}

gboolean
crf_item_is_computed (const CrfItem *item)
{
  return crf_item_is_score (item) || g_strcmp0 (item->concept, "ae.timing") == 0;
}

static CrfMeldInput
meld_input (const CrfScoreInputs *inputs)
{
  return (CrfMeldInput) {
    .bili = LAB (BILIRUBIN),
    .inr = LAB (INR),
    .creat = LAB (CREATININE),
    .dialysis = crf_score_inputs_get_answer (inputs, CRF_SCORE_INPUT_DIALYSIS),
    .aetiology_term = g_strcmp0 (inputs->formulas->meld_aetiology, "original") == 0 ? CRF_MELD_AETIOLOGY_ORIGINAL
                                                                                    : CRF_MELD_AETIOLOGY_ALWAYS_1,
    .cholestatic_or_alcoholic = crf_score_inputs_get_answer (inputs, CRF_SCORE_INPUT_AETIOLOGY),
  };
}

static CrfScoreResult *
compute_meld (const CrfScoreInputs *inputs)
{
  CrfMeldInput input = meld_input (inputs);

  return crf_score_meld (&input);
}

static CrfScoreResult *
compute_meld_na (const CrfScoreInputs *inputs)
{
  CrfMeldNaInput input = { .meld = meld_input (inputs), .na = LAB (SODIUM) };

  return crf_score_meld_na (&input);
}

static CrfScoreResult *
compute_meld_3 (const CrfScoreInputs *inputs)
{
  CrfMeld3Input input = {
    .sex = crf_score_inputs_get_sex (inputs),
    .bili = LAB (BILIRUBIN),
    .inr = LAB (INR),
    .creat = LAB (CREATININE),
    .na = LAB (SODIUM),
    .alb = LAB (ALBUMIN),
    .dialysis = crf_score_inputs_get_answer (inputs, CRF_SCORE_INPUT_DIALYSIS),
    .age_y = inputs->age,
  };

  /* Without a date an adult of today passes: the age is no term of the formula. */
  if (isnan (input.age_y) && inputs->age_today < 18)
    input.age_y = inputs->age_today;
  return crf_score_meld_3 (&input);
}

static CrfScoreResult *
compute_child_pugh (const CrfScoreInputs *inputs)
{
  CrfChildPughInput input = {
    .bili = LAB (BILIRUBIN),
    .alb = LAB (ALBUMIN),
    .coagulation = g_strcmp0 (inputs->formulas->child_pugh_coagulation, "pt") == 0 ? CRF_CHILD_PUGH_PT : CRF_CHILD_PUGH_INR,
    .inr = LAB (INR),
    .pt_prolong_s = crf_lab_missing (),
    .pt_s = LAB (PT),
    .control_s = LAB (PT_CONTROL),
    .ascites = crf_score_inputs_get_ascites (inputs),
    .he_grade = crf_score_inputs_get_he (inputs),
    .he_control = crf_score_inputs_get_he_control (inputs),
    .cholestatic = g_strcmp0 (inputs->formulas->child_pugh_table, "cholestatic") == 0,
    .table = crf_child_pugh_table_from_name (inputs->formulas->child_pugh_table),
  };

  return crf_score_child_pugh (&input);
}

static CrfScoreResult *
compute_albi (const CrfScoreInputs *inputs)
{
  CrfAlbiInput input = { .bili = LAB (BILIRUBIN), .alb = LAB (ALBUMIN) };

  return crf_score_albi (&input);
}

static CrfScoreResult *
compute_fib4 (const CrfScoreInputs *inputs)
{
  CrfFib4Input input = { .age_y = inputs->age, .ast = LAB (AST), .alt = LAB (ALT), .plt = LAB (PLATELETS) };

  return crf_score_fib4 (&input);
}

static CrfScoreResult *
compute_apri (const CrfScoreInputs *inputs)
{
  CrfApriInput input = { .ast = LAB (AST), .ast_uln = inputs->ast_uln, .plt = LAB (PLATELETS) };

  return crf_score_apri (&input);
}

static CrfScoreResult *
compute_maddrey (const CrfScoreInputs *inputs)
{
  CrfMaddreyInput input = { .pt_s = LAB (PT), .control_s = LAB (PT_CONTROL), .bili = LAB (BILIRUBIN) };

  return crf_score_maddrey (&input);
}

static CrfScoreResult *
compute_bsa (const CrfScoreInputs *inputs)
{
  return crf_bsa_mosteller (crf_score_inputs_get_number (inputs, CRF_SCORE_INPUT_WEIGHT),
                            crf_score_inputs_get_number (inputs, CRF_SCORE_INPUT_HEIGHT));
}

/* Mean arterial pressure as it is taken from the cuff: diastolic plus a third of the difference. */
static CrfClifOfInput
clif_of_input (const CrfScoreInputs *inputs)
{
  double systolic = crf_score_inputs_get_number (inputs, CRF_SCORE_INPUT_SBP);
  double diastolic = crf_score_inputs_get_number (inputs, CRF_SCORE_INPUT_DBP);

  return (CrfClifOfInput) {
    .bili = LAB (BILIRUBIN),
    .creat = LAB (CREATININE),
    .rrt = crf_score_inputs_get_answer (inputs, CRF_SCORE_INPUT_RRT),
    .he_grade = crf_score_inputs_get_he (inputs),
    .inr = LAB (INR),
    .map_mmhg = diastolic + (systolic - diastolic) / 3,
    .vasopressors = crf_score_inputs_get_answer (inputs, CRF_SCORE_INPUT_VASOPRESSORS),
    .pao2_fio2 = crf_score_inputs_get_number (inputs, CRF_SCORE_INPUT_PAO2_FIO2),
    .spo2_fio2 = crf_score_inputs_get_number (inputs, CRF_SCORE_INPUT_SPO2_FIO2),
  };
}

static CrfScoreResult *
compute_clif_of (const CrfScoreInputs *inputs)
{
  CrfClifOfInput input = clif_of_input (inputs);

  return crf_score_clif_of (&input);
}

static CrfScoreResult *
compute_clif_aclf (const CrfScoreInputs *inputs)
{
  CrfClifAclfInput input = { .organs = clif_of_input (inputs), .age_y = inputs->age, .wbc = LAB (WHITE_CELLS) };

  return crf_score_clif_aclf (&input);
}

static CrfScoreResult *
compute_clif_ad (const CrfScoreInputs *inputs)
{
  CrfClifAdInput input = {
    .age_y = inputs->age, .creat = LAB (CREATININE), .inr = LAB (INR), .wbc = LAB (WHITE_CELLS), .na = LAB (SODIUM),
  };

  return crf_score_clif_ad (&input);
}

#define MELD_INPUTS (BIT (BILIRUBIN) | BIT (INR) | BIT (CREATININE) | BIT (DIALYSIS) | BIT (AETIOLOGY))
#define CLIF_OF_INPUTS                                                                                                              \
  (BIT (BILIRUBIN) | BIT (CREATININE) | BIT (RRT) | BIT (HE) | BIT (INR) | BIT (SBP) | BIT (DBP) | BIT (VASOPRESSORS) |              \
   BIT (PAO2_FIO2) | BIT (SPO2_FIO2))

static const struct
{
  const char *concept;
  const char *grade_concept;
  const char *name; /* proper names, the same in every language */
  guint inputs;
  int places; /* 0: whole points are stored; else the unrounded figure, which is graded and compared */
  CrfScoreResult *(*compute) (const CrfScoreInputs *inputs);
} scores[] = {
  { "score.meld", NULL, "MELD", MELD_INPUTS, 0, compute_meld },
  { "score.meld_na", NULL, "MELD-Na", MELD_INPUTS | BIT (SODIUM), 0, compute_meld_na },
  { "score.meld_3", NULL, "MELD 3.0", (MELD_INPUTS & ~BIT (AETIOLOGY)) | BIT (SODIUM) | BIT (ALBUMIN) | BIT (SEX) | BIT (AGE), 0,
    compute_meld_3 },
  { "score.child_pugh", "score.child_pugh_class", "Child-Pugh",
    BIT (BILIRUBIN) | BIT (ALBUMIN) | BIT (INR) | BIT (PT) | BIT (PT_CONTROL) | BIT (ASCITES) | BIT (HE) | BIT (HE_CONTROL), 0,
    compute_child_pugh },
  { "score.albi", "score.albi_grade", "ALBI", BIT (BILIRUBIN) | BIT (ALBUMIN), 2, compute_albi },
  { "score.fib4", NULL, "FIB-4", BIT (AGE) | BIT (AST) | BIT (ALT) | BIT (PLATELETS), 2, compute_fib4 },
  { "score.apri", NULL, "APRI", BIT (AST) | BIT (AST_ULN) | BIT (PLATELETS), 2, compute_apri },
  { "score.maddrey", NULL, "Maddrey DF", BIT (PT) | BIT (PT_CONTROL) | BIT (BILIRUBIN), 1, compute_maddrey },
  { "score.clif_c_of", NULL, "CLIF-C OF", CLIF_OF_INPUTS, 0, compute_clif_of },
  { "score.clif_c_aclf", NULL, "CLIF-C ACLF", CLIF_OF_INPUTS | BIT (AGE) | BIT (WHITE_CELLS), 1, compute_clif_aclf },
  { "score.clif_c_ad", NULL, "CLIF-C AD", BIT (AGE) | BIT (CREATININE) | BIT (INR) | BIT (WHITE_CELLS) | BIT (SODIUM), 1,
    compute_clif_ad },
  { "score.bsa", NULL, "BSA", BIT (WEIGHT) | BIT (HEIGHT), 2, compute_bsa },
};

/* What the study's variant does not use is no input of it. */
static guint
inputs_of (guint score,
           const CrfFormulas *formulas)
{
  guint used = scores[score].inputs;

  if (g_strcmp0 (formulas->meld_aetiology, "original") != 0)
    used &= ~BIT (AETIOLOGY);
  if (scores[score].compute != compute_child_pugh)
    return used;
  if (g_strcmp0 (formulas->child_pugh_coagulation, "pt") == 0)
    return used & ~BIT (INR);
  return used & ~(BIT (PT) | BIT (PT_CONTROL));
}

static void
add_flag (CrfVisitScore *score,
          const char *flag,
          const char *words)
{
  g_autofree char *flags = score->flags;
  g_autofree char *caution = score->caution;

  score->flags = *flags != '\0' ? g_strdup_printf ("%s %s", flags, flag) : g_strdup (flag);
  score->caution = caution != NULL ? g_strdup_printf ("%s; %s", caution, words) : g_strdup (words);
}

/* Treatments that move the inputs, whatever the disease does. */
static void
flag_treatments (CrfVisitScore *score,
                 const CrfScoreInputs *inputs,
                 guint used)
{
  if (inputs->purified && (used & (BIT (BILIRUBIN) | BIT (INR) | BIT (CREATININE) | BIT (PT))) != 0)
    add_flag (score, "purification", _("blood purification in the 72 h before"));
  if (inputs->infused_albumin && (used & (BIT (ALBUMIN) | BIT (INR) | BIT (PT))) != 0)
    add_flag (score, "albumin", _("albumin or plasma given in the 7 days before"));
}

static void
check_samples (CrfVisitScore *score,
               const CrfScoreInputs *inputs,
               guint used)
{
  int limit = inputs->formulas->sample_window_hours;
  int apart = crf_score_inputs_hours_apart (inputs, used);
  g_autofree char *words = NULL;

  if (apart <= limit)
    return;
  if (inputs->gap_reason == NULL)
    {
      score->fault = g_strdup_printf (_("samples taken within %d h (these lie %d h apart)"), limit, apart);
      return;
    }
  words = g_strdup_printf (_("samples %1$d h apart, accepted: %2$s"), apart, inputs->gap_reason);
  add_flag (score, "samples-apart", words);
}

static gboolean
lies_apart (const CrfScoreInputs *inputs,
            guint index)
{
  return inputs->gap_reason == NULL &&
         crf_score_inputs_hours_apart (inputs, inputs_of (index, inputs->formulas)) > inputs->formulas->sample_window_hours;
}

gboolean
crf_scores_lie_apart (CrfCasebook *casebook,
                      const char *event,
                      const char *eventkey)
{
  CrfStudy *study = crf_session_get_study (crf_casebook_get_session (casebook));
  CrfScoreInputs inputs;

  crf_score_inputs_gather (&inputs, casebook, event, eventkey);
  for (guint i = 0; i < G_N_ELEMENTS (scores); i++)
    if (crf_study_find_item_by_concept (study, scores[i].concept) != NULL && lies_apart (&inputs, i))
      return TRUE;
  return FALSE;
}

static CrfVisitScore *
score_new (const CrfScoreInputs *inputs,
           guint index)
{
  CrfVisitScore *score = g_new0 (CrfVisitScore, 1);
  guint used = inputs_of (index, inputs->formulas);

  score->concept = scores[index].concept;
  score->grade_concept = scores[index].grade_concept;
  score->name = scores[index].name;
  score->result = scores[index].compute (inputs);
  score->flags = g_strdup ("");
  flag_treatments (score, inputs, used);
  check_samples (score, inputs, used);
  score->inputs = crf_score_inputs_to_json (inputs, used);
  return score;
}

/* Whether the score that is stored was computed with the age that is gathered now. */
static gboolean
has_same_age (CrfCasebook *casebook,
              const char *event,
              const char *eventkey,
              const CrfItem *item,
              const CrfScoreInputs *inputs)
{
  const CrfCell *cell = crf_casebook_find_at (casebook, event, eventkey, item);
  g_autofree char *json = crf_score_inputs_to_json (inputs, BIT (AGE));
  g_autofree char *age = g_strndup (json + 1, strlen (json) - 2);

  if (cell == NULL || cell->detail == NULL)
    return FALSE;
  return *age != '\0' ? strstr (cell->detail, age) != NULL : strstr (cell->detail, "\"demog.age\":") == NULL;
}

/* All, or where something has changed, those that may be another now. */
static GPtrArray *
compute_scores (CrfCasebook *casebook,
                const char *event,
                const char *eventkey,
                guint changed,
                gboolean may_move_day)
{
  CrfStudy *study = crf_session_get_study (crf_casebook_get_session (casebook));
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_visit_score_free);
  CrfScoreInputs inputs = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (scores); i++)
    {
      const CrfItem *item = crf_study_find_item_by_concept (study, scores[i].concept);
      gboolean direct = (scores[i].inputs & changed) != 0;

      if (item == NULL || (!direct && (!may_move_day || (scores[i].inputs & BIT (AGE)) == 0)))
        continue;
      if (inputs.formulas == NULL)
        crf_score_inputs_gather (&inputs, casebook, event, eventkey);
      if (direct || !has_same_age (casebook, event, eventkey, item, &inputs))
        g_ptr_array_add (list, score_new (&inputs, i));
    }
  return list;
}

GPtrArray *
crf_scores_of_visit (CrfCasebook *casebook,
                     const char *event,
                     const char *eventkey)
{
  return compute_scores (casebook, event, eventkey, G_MAXUINT, FALSE);
}

GPtrArray *
crf_scores_of_visit_after (CrfCasebook *casebook,
                           const char *event,
                           const char *eventkey,
                           const char *concept)
{
  gboolean may_move_day;
  guint changed = crf_score_inputs_of_concept (concept, &may_move_day);

  return compute_scores (casebook, event, eventkey, changed, may_move_day);
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
      return g_strjoinv (_(", "), (char **) labels->pdata);
    }
  if (score->fault != NULL)
    return g_strdup (score->fault);
  /* Translators: as in "waits for a usable value (INR is known only as >8 …)" */
  return score->result->status == CRF_SCORE_REFUSED ? g_strdup_printf (_("a usable value (%s)"), score->result->reason) : NULL;
}

GPtrArray *
crf_visit_score_explain (const CrfVisitScore *score)
{
  const CrfScoreResult *result = score->result;
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < result->steps->len; i++)
    {
      const CrfScoreStep *step = g_ptr_array_index (result->steps, i);

      g_ptr_array_add (lines, g_strdup_printf (_("%s: %s"), step->label, step->text));
    }
  if (score->fault != NULL)
    g_ptr_array_add (lines, g_strdup_printf (_("No score: it needs %s"), score->fault));
  if (score->caution != NULL)
    g_ptr_array_add (lines, g_strdup_printf (_("Caution: %s"), score->caution));
  if (*result->citation != '\0')
    g_ptr_array_add (lines, g_strdup_printf (_("Source: %s"), result->citation));
  return lines;
}

int
crf_score_get_places (const char *concept)
{
  for (guint i = 0; i < G_N_ELEMENTS (scores); i++)
    if (g_strcmp0 (scores[i].concept, concept) == 0)
      return scores[i].places;
  return 0;
}

const char *
crf_visit_score_canonical (const CrfVisitScore *score,
                           char *buffer)
{
  return crf_decimal_format (crf_score_get_places (score->concept) == 0 ? score->result->value : score->result->raw, buffer);
}
