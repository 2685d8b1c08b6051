/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Builds the model of what the extension says: arms, dose, randomisation, release, criteria,
 * formulas, endpoints and open questions. Whether the parts fit together is checked afterwards. */

#include "crf-reading-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* What holds where a study says nothing about formulas; clinical code needs a definite answer. */
static const CrfFormulas default_formulas = {
  .meld_aetiology = "always_1",
  .child_pugh_table = "si_34_51",
  .child_pugh_coagulation = "inr",
  .pta_rule = "recorded",
  .ctcae_version = 5,
  .factor_bilirubin = 17.1,
  .factor_creatinine = 88.4,
  .sample_window_hours = 24,
  .repeat_sample = "first",
};

static const CrfText *
child_text (CrfReading *self, const xmlNode *node, const char *name)
{
  return crf_reading_text (self, crf_odm_first_extension (node, name));
}

/* Enters the OID of a part of the design; FALSE after a fault. */
static gboolean
claim (CrfReading *self, xmlNode *node, GHashTable *seen, const char **oid, gpointer structure)
{
  *oid = crf_reading_oid (self, node);
  if (*oid == NULL)
    return FALSE;
  if (!g_hash_table_add (seen, (gpointer) *oid))
    {
      crf_reading_error (self, node, g_strdup_printf (_("The OID “%s” is there twice."), *oid),
                         _("Data of the one could be taken for data of the other."),
                         _("Give each element an OID of its own."));
      return FALSE;
    }
  crf_reading_place (self, structure, node);
  return TRUE;
}

/* What only another answer to an open question brings in stands in the file, but is not there. */
static gboolean
is_active (CrfReading *self, const xmlNode *node)
{
  return crf_reading_yes (self, node, "Active", TRUE);
}

static void
read_arm (CrfReading *self, xmlNode *node, GHashTable *seen)
{
  CrfArm *arm = crf_study_allocate (self->study, sizeof (CrfArm));
  xmlNode *dose = crf_odm_first_extension (node, "Dose");

  if (!claim (self, node, seen, &arm->oid, arm) || !is_active (self, node))
    return;
  arm->name = crf_reading_string (self, node, "Name");
  if (arm->name == NULL)
    arm->name = arm->oid;
  arm->title = child_text (self, node, "Title");
  arm->ratio = crf_reading_int (self, node, "Ratio", 1);
  arm->placebo = crf_reading_yes (self, node, "Placebo", FALSE);
  arm->dose_low = arm->dose_high = NAN;
  if (dose != NULL)
    {
      arm->dose_low = crf_reading_number (self, dose, "Low", NAN);
      arm->dose_high = crf_reading_number (self, dose, "High", arm->dose_low);
      arm->dose_fixed = crf_reading_yes (self, dose, "Fixed", FALSE);
      arm->infusions = crf_reading_int (self, dose, "Infusions", 1);
      arm->interval_days = crf_reading_int (self, dose, "IntervalDays", 0);
      arm->interval_before = crf_reading_int (self, dose, "IntervalBefore", 0);
      arm->interval_after = crf_reading_int (self, dose, "IntervalAfter", 0);
    }
  arm->has_dose = !isnan (arm->dose_low);
  g_ptr_array_add (self->study->arms, arm);
}

static void
read_dose_rule (CrfReading *self, xmlNode *node)
{
  static const char *const bases[] = { "viable", "total", NULL };
  static const char *const weights[] = { "actual", "dry", "ideal", "capped", NULL };
  CrfDoseRule *rule = crf_study_allocate (self->study, sizeof (CrfDoseRule));

  rule->viable = g_strcmp0 (crf_reading_word (self, node, "Basis", bases), "total") != 0;
  rule->weight = crf_reading_word (self, node, "Weight", weights);
  if (rule->weight == NULL)
    rule->weight = "actual";
  rule->weight_age_hours = crf_reading_int (self, node, "WeightAgeHours", 72);
  rule->weight_change_percent = crf_reading_number (self, node, "WeightChangePercent", 10);
  rule->cap_million = crf_reading_number (self, node, "CapMillion", NAN);
  rule->tolerance_percent = crf_reading_number (self, node, "TolerancePercent", 10);
  rule->final_volume_ml = crf_reading_number (self, node, "FinalVolumeMl", NAN);
  rule->rate_max_ml_min = crf_reading_number (self, node, "RateMaxMlMin", NAN);
  rule->drops_per_ml = crf_reading_number (self, node, "DropsPerMl", 20);
  rule->thaw_minutes = crf_reading_int (self, node, "ThawMinutes", 0);
  rule->autologous = crf_reading_yes (self, node, "Autologous", FALSE);
  rule->route = crf_reading_string (self, node, "Route");
  rule->product = child_text (self, node, "Product");
  crf_reading_place (self, rule, node);
  self->study->dose_rule = rule;
}

/* Whether the levels are enough and apart is checked afterwards. */
static const GPtrArray *
read_levels (CrfReading *self, xmlNode *node)
{
  GPtrArray *levels = crf_study_new_array (self->study);

  for (xmlNode *child = crf_odm_first_extension (node, "Level"); child;
       child = crf_odm_next_extension (child, "Level"))
    {
      CrfLevel *level = crf_study_allocate (self->study, sizeof (CrfLevel));

      level->code = crf_reading_string (self, child, "Code");
      level->title = crf_reading_text (self, child);
      crf_reading_place (self, level, child);
      g_ptr_array_add (levels, level);
    }
  return levels;
}

static void
read_stratum (CrfReading *self, xmlNode *node, GPtrArray *strata, GHashTable *seen)
{
  CrfStratum *stratum = crf_study_allocate (self->study, sizeof (CrfStratum));

  if (!claim (self, node, seen, &stratum->oid, stratum) || !is_active (self, node))
    return;
  stratum->title = child_text (self, node, "Title");
  stratum->levels = read_levels (self, node);
  stratum->weight = crf_reading_number (self, node, "Weight", 1);
  stratum->expression = crf_reading_expression (self, node);
  if (stratum->expression == NULL)
    crf_reading_error (
        self, node, g_strdup (_("The stratum has no expression.")),
        _("Patients cannot be put into their stratum, so nobody can be randomised."),
        _("Write a FormalExpression with Context=\"SQL/1\" that gives the level."));
  else
    g_ptr_array_add (strata, stratum);
}

static void
read_minimisation (CrfReading *self, xmlNode *node, CrfRandomisation *randomisation)
{
  static const char *const measures[] = { "range", "variance", NULL };

  randomisation->probability = NAN;
  if (node == NULL)
    return;
  randomisation->probability = crf_reading_number (self, node, "Probability", NAN);
  randomisation->variance = g_strcmp0 (crf_reading_word (self, node, "Measure", measures), "variance") == 0;
  randomisation->confirm_product = crf_reading_yes (self, node, "ConfirmProduct", FALSE);
}

static void
read_randomisation (CrfReading *self, xmlNode *node, GHashTable *seen)
{
  static const char *const methods[] = { "none", "permuted-blocks", "minimisation", "list", NULL };
  CrfRandomisation *randomisation = crf_study_allocate (self->study, sizeof (CrfRandomisation));
  GArray *sizes = g_array_new (FALSE, FALSE, sizeof (int));
  GPtrArray *strata = crf_study_new_array (self->study);
  const char *method = node != NULL ? crf_reading_word (self, node, "Method", methods) : NULL;
  GPtrArray *words = node != NULL ? crf_reading_words (self, node, "BlockSizes") : NULL;

  for (int i = 0; methods[i] != NULL; i++)
    if (g_strcmp0 (method, methods[i]) == 0)
      randomisation->method = (CrfRandomisationMethod) i;
  for (guint i = 0; words != NULL && i < words->len; i++)
    {
      gint64 size = 0;
      int kept;

      if (!g_ascii_string_to_signed (g_ptr_array_index (words, i), 10, 1, 1000, &size, NULL))
        crf_reading_error (self, node,
                           g_strdup_printf (_("Block size “%s” is not a number from 1 to 1000."),
                                            (char *) g_ptr_array_index (words, i)),
                           _("No allocation list can be made."),
                           _("Write whole numbers, separated by blanks."));
      kept = (int) size;
      if (kept > 0)
        g_array_append_val (sizes, kept);
    }
  for (xmlNode *stratum = crf_odm_first_extension (node, "Stratum"); stratum;
       stratum = crf_odm_next_extension (stratum, "Stratum"))
    read_stratum (self, stratum, strata, seen);
  randomisation->block_sizes = sizes;
  randomisation->strata = strata;
  randomisation->assigned = node != NULL && crf_reading_string (self, node, "Assigned") != NULL;
  randomisation->slots = node != NULL ? crf_reading_int (self, node, "Slots", 0) : 0;
  read_minimisation (self, node, randomisation);
  if (node != NULL)
    crf_reading_place (self, randomisation, node);
  self->study->randomisation = randomisation;
}

static void
read_release (CrfReading *self, xmlNode *node, GHashTable *seen)
{
  static const char *const actions[] = { "block", "warn", NULL };
  CrfReleaseLimit *limit = crf_study_allocate (self->study, sizeof (CrfReleaseLimit));

  limit->test = crf_reading_string (self, node, "Test");
  limit->title = child_text (self, node, "Title");
  limit->low = crf_reading_number (self, node, "Low", NAN);
  limit->high = crf_reading_number (self, node, "High", NAN);
  limit->expected = crf_reading_string (self, node, "Expected");
  limit->block = g_strcmp0 (crf_reading_word (self, node, "Action", actions), "warn") != 0;
  crf_reading_place (self, limit, node);
  g_ptr_array_add (self->study->release_limits, limit);
}

static void
read_time_point (CrfReading *self, xmlNode *node, GHashTable *seen)
{
  CrfTimePoint *point = crf_study_allocate (self->study, sizeof (CrfTimePoint));

  if (!claim (self, node, seen, &point->oid, point))
    return;
  point->minutes = crf_reading_int (self, node, "Minutes", 0);
  point->before = crf_reading_int (self, node, "Before", 0);
  point->after = crf_reading_int (self, node, "After", 0);
  g_ptr_array_add (self->study->time_points, point);
}

static void
read_criterion (CrfReading *self, xmlNode *node, GHashTable *seen)
{
  static const char *const polarities[] = { "inclusion", "exclusion", NULL };
  static const char *const answers[] = { "automatic", "confirmed", "human", NULL };
  CrfCriterion *criterion = crf_study_allocate (self->study, sizeof (CrfCriterion));
  GPtrArray *parts = crf_study_new_array (self->study);
  GPtrArray *part_oids = crf_reading_words (self, node, "PartOIDs");
  const char *polarity = crf_reading_word (self, node, "Polarity", polarities);
  const char *answer = crf_reading_word (self, node, "Answer", answers);

  if (!claim (self, node, seen, &criterion->oid, criterion) || !is_active (self, node))
    return;
  if (polarity == NULL || answer == NULL)
    crf_reading_error (self, node,
                       g_strdup (_("The criterion lacks its polarity or its kind of answer.")),
                       _("Whether a Yes includes or excludes a patient is not known."),
                       _("Write Polarity and Answer."));
  criterion->exclusion = g_strcmp0 (polarity, "exclusion") == 0;
  criterion->answer = g_strcmp0 (answer, "automatic") == 0   ? CRF_CRITERION_AUTOMATIC
                      : g_strcmp0 (answer, "confirmed") == 0 ? CRF_CRITERION_CONFIRMED
                                                             : CRF_CRITERION_HUMAN;
  criterion->heading = crf_reading_word (self, node, "Heading", polarities);
  criterion->text = child_text (self, node, "Text");
  criterion->note = child_text (self, node, "Note");
  criterion->look_back_days = crf_reading_int (self, node, "LookBackDays", 0);
  criterion->look_back_from = crf_reading_string (self, node, "LookBackFrom");
  criterion->expression = crf_reading_expression (self, node);
  criterion->item = crf_study_find_item (self->study, crf_odm_attribute (node, "ItemOID"));
  criterion->parts = parts;
  for (guint i = 0; part_oids != NULL && i < part_oids->len; i++)
    {
      const CrfItem *part = crf_study_find_item (self->study, g_ptr_array_index (part_oids, i));

      if (part != NULL)
        g_ptr_array_add (parts, (gpointer) part);
      else
        crf_reading_error (self, node,
                           g_strdup_printf (_("Its part “%s” is not an item of the study."),
                                            (char *) g_ptr_array_index (part_oids, i)),
                           _("The part would not be asked, and could not exclude a patient."),
                           _("Add the item, or correct PartOIDs."));
    }
  g_ptr_array_add (self->study->criteria, criterion);
}

static void
read_endpoint (CrfReading *self, xmlNode *node, GHashTable *seen)
{
  static const char *const kinds[] = { "survival", "decompensation", "change", "proportion", NULL };
  static const char *const rules[] = { "event", "censored", "competing", NULL };
  static const char *const priors[] = { "any", "worse", "new", NULL };
  static const char *const roles[] = { "primary", "secondary", "safety", "exploratory", NULL };
  CrfEndpoint *endpoint = crf_study_allocate (self->study, sizeof (CrfEndpoint));

  if (!claim (self, node, seen, &endpoint->oid, endpoint))
    return;
  endpoint->kind = crf_reading_word (self, node, "Kind", kinds);
  endpoint->title = child_text (self, node, "Title");
  endpoint->day = crf_reading_int (self, node, "Day", 0);
  endpoint->death = crf_reading_word (self, node, "Death", rules);
  endpoint->transplantation = crf_reading_word (self, node, "Transplantation", rules);
  endpoint->prior = crf_reading_word (self, node, "Prior", priors);
  endpoint->counts = crf_reading_string (self, node, "Counts");
  endpoint->role = crf_reading_word (self, node, "Role", roles);
  crf_reading_place (self, endpoint, node);
  g_ptr_array_add (self->study->endpoints, endpoint);
}

static void
read_recipient (CrfReading *self, xmlNode *node, GHashTable *seen)
{
  CrfRecipient *recipient = crf_study_allocate (self->study, sizeof (CrfRecipient));

  if (!claim (self, node, seen, &recipient->oid, recipient))
    return;
  recipient->title = child_text (self, node, "Title");
  recipient->hours = crf_reading_int (self, node, "Hours", 0);
  g_ptr_array_add (self->study->recipients, recipient);
}

static void
read_stopping_rule (CrfReading *self, xmlNode *node, GHashTable *seen)
{
  CrfStoppingRule *rule = crf_study_allocate (self->study, sizeof (CrfStoppingRule));

  if (!claim (self, node, seen, &rule->oid, rule))
    return;
  rule->title = child_text (self, node, "Title");
  rule->form = crf_study_find_form (self->study, crf_odm_attribute (node, "FormOID"));
  rule->expression = crf_reading_expression (self, node);
  rule->subjects = crf_reading_int (self, node, "Subjects", 0);
  rule->percent = crf_reading_number (self, node, "Percent", NAN);
  g_ptr_array_add (self->study->stopping_rules, rule);
}

static const char *
word_or (
    CrfReading *self, xmlNode *node, const char *name, const char *const *words, const char *unset)
{
  const char *word = crf_reading_word (self, node, name, words);

  return word != NULL ? word : unset;
}

static void
read_formulas (CrfReading *self, xmlNode *node)
{
  static const char *const aetiologies[] = { "always_1", "original", NULL };
  static const char *const tables[] = { "si_34_51", "si_34p2_51p3", "mgdl", "cholestatic", NULL };
  static const char *const coagulations[] = { "inr", "pt", NULL };
  static const char *const pta_rules[] = { "recorded", NULL };
  static const char *const repeats[] = { "first", "last", NULL };
  CrfFormulas *formulas = crf_study_allocate (self->study, sizeof (CrfFormulas));

  *formulas = default_formulas;
  self->study->formulas = formulas;
  if (node == NULL)
    return;
  formulas->meld_aetiology = word_or (self, node, "MeldAetiology", aetiologies, "always_1");
  formulas->child_pugh_table = word_or (self, node, "ChildPughTable", tables, "si_34_51");
  formulas->child_pugh_coagulation
      = word_or (self, node, "ChildPughCoagulation", coagulations, "inr");
  formulas->pta_rule = word_or (self, node, "PtaRule", pta_rules, "recorded");
  formulas->ctcae_version = crf_reading_int (self, node, "CtcaeVersion", 5);
  formulas->factor_bilirubin = crf_reading_number (self, node, "FactorBilirubin", 17.1);
  formulas->factor_creatinine = crf_reading_number (self, node, "FactorCreatinine", 88.4);
  formulas->sample_window_hours = crf_reading_int (self, node, "SampleWindowHours", 24);
  formulas->repeat_sample = word_or (self, node, "RepeatSample", repeats, "first");
  crf_reading_place (self, formulas, node);
}

static void
read_attributes (CrfReading *self)
{
  static const char *const maskings[] = { "none", "single", "double", NULL };
  static const char *const anchors[]
      = { "consent", "randomisation", "first-infusion", "last-infusion", NULL };
  const char *masking = crf_reading_word (self, self->design, "Masking", maskings);
  const CrfText *title = child_text (self, self->design, "Title");

  for (int i = 0; maskings[i] != NULL; i++)
    if (g_strcmp0 (masking, maskings[i]) == 0)
      self->study->masking = (CrfMasking) i;
  self->study->may_know = crf_reading_words (self, self->design, "MayKnow");
  self->study->target = crf_reading_int (self, self->design, "Target", 0);
  self->study->day_zero = crf_reading_word (self, self->design, "DayZero", anchors);
  self->study->baseline_days = crf_reading_int (self, self->design, "AllocationDays", 0);
  self->study->eligibility_days = crf_reading_int (self, self->design, "EligibilityDays", 0);
  self->study->transcription = crf_reading_yes (self, self->design, "Transcription", FALSE);
  if (title != NULL)
    self->study->title = title;
}

void
crf_build_design (CrfReading *self)
{
  static const struct
  {
    const char *name;
    void (*read) (CrfReading *self, xmlNode *node, GHashTable *seen);
  } steps[] = {
    { "Arm", read_arm },
    { "Release", read_release },
    { "TimePoint", read_time_point },
    { "Criterion", read_criterion },
    { "Endpoint", read_endpoint },
    { "Recipient", read_recipient },
    { "StoppingRule", read_stopping_rule },
  };
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  xmlNode *rule = crf_odm_first_extension (self->design, "DoseRule");

  self->study->has_design = self->design != NULL;
  if (self->design != NULL)
    read_attributes (self);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    for (xmlNode *node = crf_odm_first_extension (self->design, steps[i].name); node;
         node = crf_odm_next_extension (node, steps[i].name))
      steps[i].read (self, node, seen);
  if (rule != NULL)
    read_dose_rule (self, rule);
  read_randomisation (self, crf_odm_first_extension (self->design, "Randomisation"), seen);
  read_formulas (self, crf_odm_first_extension (self->design, "Formulas"));
  crf_study_index (self->study);
}

static const CrfQuestionOption *
read_option (CrfReading *self, xmlNode *node, GHashTable *seen)
{
  CrfQuestionOption *option = crf_study_allocate (self->study, sizeof (CrfQuestionOption));
  GPtrArray *replacements = crf_study_new_array (self->study);

  if (!claim (self, node, seen, &option->oid, option))
    return NULL;
  option->text = child_text (self, node, "Text");
  option->replacements = replacements;
  for (xmlNode *child = crf_odm_first_extension (node, "Replace"); child;
       child = crf_odm_next_extension (child, "Replace"))
    {
      CrfReplacement *replacement = crf_study_allocate (self->study, sizeof (CrfReplacement));

      replacement->element = crf_reading_string (self, child, "Element");
      replacement->attribute = crf_reading_string (self, child, "Attribute");
      replacement->value = crf_reading_string (self, child, "Value");
      replacement->child = crf_reading_string (self, child, "Child");
      if (replacement->value == NULL)
        replacement->value = "";
      g_ptr_array_add (replacements, replacement);
    }
  return option;
}

static gboolean
has_option (const CrfOpenQuestion *question, const char *oid)
{
  for (guint i = 0; oid != NULL && i < question->options->len; i++)
    if (g_str_equal (((CrfQuestionOption *) g_ptr_array_index (question->options, i))->oid, oid))
      return TRUE;
  return FALSE;
}

void
crf_build_questions (CrfReading *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (xmlNode *node = crf_odm_first_extension (self->design, "Question"); node;
       node = crf_odm_next_extension (node, "Question"))
    {
      CrfOpenQuestion *question = crf_study_allocate (self->study, sizeof (CrfOpenQuestion));
      GPtrArray *options = crf_study_new_array (self->study);
      const char *answer = crf_reading_string (self, node, "Answer");

      if (!claim (self, node, seen, &question->oid, question))
        continue;
      question->text = child_text (self, node, "Text");
      question->who = child_text (self, node, "Who");
      question->default_option = crf_reading_string (self, node, "Default");
      question->answered = answer != NULL;
      question->answer = answer != NULL ? answer : question->default_option;
      question->options = options;
      for (xmlNode *child = crf_odm_first_extension (node, "Option"); child;
           child = crf_odm_next_extension (child, "Option"))
        {
          const CrfQuestionOption *option = read_option (self, child, seen);

          if (option != NULL)
            g_ptr_array_add (options, (gpointer) option);
        }
      if (!has_option (question, question->default_option)
          || !has_option (question, question->answer))
        crf_reading_error (self, node,
                           g_strdup (_("The default or the answer is not one of the options.")),
                           _("What holds until somebody decides is not known."),
                           _("Write the OID of one option as Default."));
      g_ptr_array_add (self->study->questions, question);
    }
}
