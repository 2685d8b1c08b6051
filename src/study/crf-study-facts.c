/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tells a study as facts: one line for each attribute that a protocol amendment could change. */

#include "crf-study-facts-private.h"

#include "crf-number.h"
#include "crf-study-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

typedef struct
{
  GPtrArray *facts;
  const char *language;
  /* The part that is being told. */
  const char *part, *oid, *title;
} Telling;

static void
fact_free (gpointer data)
{
  CrfFact *fact = data;

  g_free (fact->key);
  g_free (fact->oid);
  g_free (fact->title);
  g_free (fact->value);
  g_free (fact->shown);
  g_free (fact);
}

char *
crf_fact_key (const char *part, const char *oid, const char *attribute)
{
  return g_strdup_printf ("%s\n%s\n%s", part, oid, attribute != NULL ? attribute : "");
}

/* Takes @value and @shown; @shown NULL: the same. */
static void
take (Telling *self, const char *attribute, const char *label, char *value, char *shown)
{
  CrfFact *fact = g_new0 (CrfFact, 1);

  fact->key = crf_fact_key (self->part, self->oid, attribute);
  fact->part = self->part;
  fact->attribute = attribute;
  fact->label = label;
  fact->oid = g_strdup (self->oid);
  fact->title = g_strdup (self->title);
  fact->value = value;
  fact->shown = shown != NULL ? shown : g_strdup (value);
  g_ptr_array_add (self->facts, fact);
}

static void
tell (Telling *self, const char *attribute, const char *label, const char *value)
{
  take (self, attribute, label, g_strdup (value != NULL ? value : ""), NULL);
}

static void
tell_int (Telling *self, const char *attribute, const char *label, int value)
{
  take (self, attribute, label, g_strdup_printf ("%d", value), NULL);
}

static void
tell_yes (Telling *self, const char *attribute, const char *label, gboolean value)
{
  take (self, attribute, label, g_strdup (value ? "Yes" : "No"), g_strdup (value ? _("yes") : _("no")));
}

static char *
number_text (double number)
{
  char buffer[CRF_DECIMAL_SIZE];

  return g_strdup (isnan (number) ? "" : crf_decimal_format (number, buffer));
}

static void
tell_number (Telling *self, const char *attribute, const char *label, double number)
{
  take (self, attribute, label, number_text (number), NULL);
}

static char *
all_languages (const CrfText *text)
{
  GString *all = g_string_new (NULL);

  for (guint i = 0; text != NULL && i < text->texts->len; i++)
    g_string_append_printf (all, "%s=%s\n", (const char *) g_ptr_array_index (text->languages, i),
                            (const char *) g_ptr_array_index (text->texts, i));
  return g_string_free (all, FALSE);
}

static void
tell_text (Telling *self, const char *attribute, const char *label, const CrfText *text)
{
  take (self, attribute, label, all_languages (text), g_strdup (text != NULL ? crf_text_get (text, self->language) : ""));
}

static void
begin (Telling *self, const char *part, const char *oid, const char *title)
{
  self->part = part;
  self->oid = oid;
  self->title = title != NULL && *title != '\0' ? title : oid;
  take (self, NULL, NULL, g_strdup (""), NULL);
}

static const char *
title_of (Telling *self, const CrfText *text, const char *name)
{
  return text != NULL ? crf_text_get (text, self->language) : name;
}

static void
tell_words (Telling *self, const char *attribute, const char *label, const GPtrArray *words)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; words != NULL && i < words->len; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? " " : "", (const char *) g_ptr_array_index (words, i));
  take (self, attribute, label, g_string_free (list, FALSE), NULL);
}

/* OIDs of structures that begin with their OID. */
static void
tell_oids (Telling *self, const char *attribute, const char *label, const GPtrArray *structures)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  for (guint i = 0; structures != NULL && i < structures->len; i++)
    g_ptr_array_add (words, (gpointer) * (const char *const *) g_ptr_array_index (structures, i));
  tell_words (self, attribute, label, words);
}

static void
tell_study (Telling *self, const CrfStudy *study)
{
  static const char *const maskings[] = { "none", "single", "double" };
  static const char *const roles[] = { "administrator", "nurse", "investigator", "principal-investigator", "data-manager", "monitor",
                                       "pharmacist", "laboratory", "assessor", "statistician", "auditor" };
  g_autoptr (GPtrArray) know = g_ptr_array_new ();

  begin (self, "study", "", crf_study_get_protocol (study));
  tell_text (self, "title", N_ ("title"), crf_study_get_title (study));
  tell_int (self, "target", N_ ("planned number of patients"), crf_study_get_target (study));
  tell (self, "masking", N_ ("masking"), maskings[crf_study_get_masking (study)]);
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    if (crf_study_role_may_know (study, roles[i]))
      g_ptr_array_add (know, (gpointer) roles[i]);
  tell_words (self, "may-know", N_ ("roles that may know the arm"), know);
  tell (self, "day-zero", N_ ("day 0"), crf_study_get_day_zero (study));
  tell_yes (self, "transcription", N_ ("transcription of what lies in the past"), crf_study_is_transcription (study));
  tell_int (self, "allocation-days", N_ ("days from allocation to the first infusion"), crf_study_get_baseline_days (study));
  tell_int (self, "eligibility-days", N_ ("days that the eligibility signature holds"), crf_study_get_eligibility_days (study));
}

static void
tell_event (Telling *self, const CrfEvent *event)
{
  static const char *const types[] = { "scheduled", "unscheduled", "common" };

  begin (self, "event", event->oid, title_of (self, event->title, event->name));
  tell_text (self, "title", N_ ("title"), event->title);
  tell (self, "type", N_ ("type"), types[event->type]);
  tell (self, "kind", N_ ("kind"), event->kind);
  tell_yes (self, "repeating", N_ ("repeats"), event->repeating);
  tell_yes (self, "required", N_ ("required"), event->required);
  tell (self, "anchor", N_ ("counted from"), event->anchor);
  tell_int (self, "day", N_ ("target day"), event->day);
  tell_int (self, "before", N_ ("days before the target day"), event->days_before);
  tell_int (self, "after", N_ ("days after the target day"), event->days_after);
  tell_words (self, "arms", N_ ("arms"), event->arms);
  tell_oids (self, "forms", N_ ("forms"), event->forms);
  tell_oids (self, "required-forms", N_ ("required forms"), event->required_forms);
}

static void
tell_form (Telling *self, const CrfForm *form)
{
  begin (self, "form", form->oid, title_of (self, form->title, form->name));
  tell_text (self, "title", N_ ("title"), form->title);
  tell (self, "kind", N_ ("kind"), form->kind);
  tell_yes (self, "repeating", N_ ("repeats"), form->repeating);
  tell_oids (self, "groups", N_ ("sections"), form->groups);
}

static void
tell_group (Telling *self, const CrfItemGroup *group)
{
  GString *items = g_string_new (NULL), *required = g_string_new (NULL), *rules = g_string_new (NULL);

  for (guint i = 0; i < group->items->len; i++)
    {
      const CrfItemRef *ref = g_ptr_array_index (group->items, i);

      g_string_append_printf (items, "%s%s", i > 0 ? " " : "", ref->item->oid);
      if (ref->mandatory)
        g_string_append_printf (required, "%s ", ref->item->oid);
      if (ref->skip_if != NULL)
        g_string_append_printf (rules, "%s ∅ %s; ", ref->item->oid, ref->skip_if);
      if (ref->derivation != NULL)
        g_string_append_printf (rules, "%s = %s; ", ref->item->oid, ref->derivation);
    }
  begin (self, "group", group->oid, title_of (self, group->title, group->name));
  tell_text (self, "title", N_ ("title"), group->title);
  tell_yes (self, "repeating", N_ ("repeats"), group->repeating);
  tell_yes (self, "sample", N_ ("is a sample"), group->is_sample);
  take (self, "items", N_ ("items"), g_string_free (items, FALSE), NULL);
  take (self, "required", N_ ("required items"), g_string_free (required, FALSE), NULL);
  take (self, "rules", N_ ("conditions and computed items"), g_string_free (rules, FALSE), NULL);
}

static char *
codes_text (Telling *self, const CrfItem *item, gboolean every_language)
{
  GString *codes = g_string_new (NULL);

  for (guint i = 0; item->code_list != NULL && i < item->code_list->codes->len; i++)
    {
      const CrfCode *code = g_ptr_array_index (item->code_list->codes, i);
      g_autofree char *all = every_language ? all_languages (code->decode) : NULL;

      g_string_append_printf (codes, "%s%s = %s", i > 0 ? "; " : "", code->code,
                              all != NULL ? all : crf_text_get (code->decode, self->language));
    }
  return g_string_free (codes, FALSE);
}

static char *
units_text (const CrfItem *item)
{
  GString *units = g_string_new (NULL);

  for (guint i = 0; i < item->units->len; i++)
    {
      const CrfItemUnit *unit = g_ptr_array_index (item->units, i);
      g_autofree char *factor = number_text (unit->factor);

      g_string_append_printf (units, "%s%s × %s", i > 0 ? "; " : "", unit->unit->name, factor);
    }
  return g_string_free (units, FALSE);
}

static char *
checks_text (Telling *self, const CrfItem *item, gboolean every_language)
{
  static const char *const signs[] = { "<", "≤", ">", "≥", "=", "≠", "∈", "∉", "" };
  GString *checks = g_string_new (NULL);

  for (guint i = 0; i < item->checks->len; i++)
    {
      const CrfCheck *check = g_ptr_array_index (item->checks, i);
      g_autofree char *all = every_language ? all_languages (check->message) : NULL;

      g_string_append_printf (checks, "%s%s ", i > 0 ? "; " : "", signs[check->kind]);
      for (guint j = 0; check->values != NULL && j < check->values->len; j++)
        g_string_append_printf (checks, "%s ", (const char *) g_ptr_array_index (check->values, j));
      g_string_append_printf (checks, "%s%s%s", check->expression != NULL ? check->expression : "", check->soft ? "?" : "!",
                              all != NULL ? all : "");
    }
  return g_string_free (checks, FALSE);
}

static char *
ranges_text (const CrfItem *item)
{
  GString *ranges = g_string_new (NULL);

  for (guint i = 0; i < item->ranges->len; i++)
    {
      const CrfReferenceRange *range = g_ptr_array_index (item->ranges, i);
      g_autofree char *low = number_text (range->low), *high = number_text (range->high);

      g_string_append_printf (ranges, "%s%s %s–%s", i > 0 ? "; " : "", range->sex != NULL ? range->sex : "", low, high);
    }
  return g_string_free (ranges, FALSE);
}

static void
tell_item (Telling *self, const CrfItem *item)
{
  static const char *const types[] = { "text", "integer", "float", "date", "time", "datetime", "partialDate", "partialDatetime", "boolean" };

  begin (self, "item", item->oid, title_of (self, item->question, item->name));
  tell_text (self, "question", N_ ("question"), item->question);
  tell_text (self, "help", N_ ("help"), item->description);
  tell (self, "name", N_ ("name"), item->name);
  tell (self, "type", N_ ("data type"), types[item->type]);
  tell_int (self, "length", N_ ("length"), item->length);
  tell_int (self, "digits", N_ ("decimals"), item->significant_digits);
  tell (self, "concept", N_ ("concept"), item->concept);
  tell_yes (self, "identifier", N_ ("identifier"), item->identifier);
  tell_yes (self, "unblinding", N_ ("unblinding"), item->unblinding);
  tell_yes (self, "critical", N_ ("critical"), item->critical);
  take (self, "codes", N_ ("codes"), codes_text (self, item, TRUE), codes_text (self, item, FALSE));
  take (self, "units", N_ ("units"), units_text (item), NULL);
  take (self, "checks", N_ ("checks"), checks_text (self, item, TRUE), checks_text (self, item, FALSE));
  take (self, "ranges", N_ ("reference ranges"), ranges_text (item), NULL);
}

static void
tell_arm (Telling *self, const CrfArm *arm)
{
  begin (self, "arm", arm->oid, title_of (self, arm->title, arm->name));
  tell_text (self, "title", N_ ("title"), arm->title);
  tell_int (self, "ratio", N_ ("ratio"), arm->ratio);
  tell_yes (self, "placebo", N_ ("placebo"), arm->placebo);
  tell_number (self, "dose-low", N_ ("lowest dose"), arm->has_dose ? arm->dose_low : NAN);
  tell_number (self, "dose-high", N_ ("highest dose"), arm->has_dose ? arm->dose_high : NAN);
  tell_yes (self, "dose-fixed", N_ ("the same for every weight"), arm->dose_fixed);
  tell_int (self, "infusions", N_ ("infusions"), arm->infusions);
  tell_int (self, "interval", N_ ("days between infusions"), arm->interval_days);
  tell_int (self, "interval-before", N_ ("days before the target day"), arm->interval_before);
  tell_int (self, "interval-after", N_ ("days after the target day"), arm->interval_after);
}

static void
tell_dose_rule (Telling *self, const CrfDoseRule *rule)
{
  if (rule == NULL)
    return;
  begin (self, "dose", "", "");
  tell (self, "basis", N_ ("cells that count"), rule->viable ? "viable" : "total");
  tell (self, "weight", N_ ("weight"), rule->weight);
  tell_int (self, "weight-age", N_ ("age of the weight, hours"), rule->weight_age_hours);
  tell_number (self, "weight-change", N_ ("change of weight, %"), rule->weight_change_percent);
  tell_number (self, "cap", N_ ("cap, 10⁶ cells"), rule->cap_million);
  tell_number (self, "tolerance", N_ ("tolerance, %"), rule->tolerance_percent);
  tell_number (self, "volume", N_ ("final volume, mL"), rule->final_volume_ml);
  tell_number (self, "rate", N_ ("highest rate, mL/min"), rule->rate_max_ml_min);
  tell_number (self, "drops", N_ ("drops per mL"), rule->drops_per_ml);
  tell_int (self, "thaw", N_ ("minutes from thaw"), rule->thaw_minutes);
  tell (self, "route", N_ ("route"), rule->route);
  tell_text (self, "product", N_ ("product"), rule->product);
}

static void
tell_randomisation (Telling *self, const CrfRandomisation *randomisation)
{
  static const char *const methods[] = { "none", "permuted-blocks", "minimisation", "list" };
  GString *blocks = g_string_new (NULL), *strata = g_string_new (NULL);

  for (guint i = 0; randomisation->block_sizes != NULL && i < randomisation->block_sizes->len; i++)
    g_string_append_printf (blocks, "%s%d", i > 0 ? " " : "", g_array_index ((GArray *) randomisation->block_sizes, int, i));
  for (guint i = 0; randomisation->strata != NULL && i < randomisation->strata->len; i++)
    {
      const CrfStratum *stratum = g_ptr_array_index (randomisation->strata, i);

      g_string_append_printf (strata, "%s%s: %s", i > 0 ? "; " : "", stratum->oid, stratum->expression);
    }
  begin (self, "randomisation", "", "");
  tell (self, "method", N_ ("method"), methods[randomisation->method]);
  take (self, "blocks", N_ ("block sizes"), g_string_free (blocks, FALSE), NULL);
  take (self, "strata", N_ ("strata"), g_string_free (strata, FALSE), NULL);
  tell_int (self, "slots", N_ ("slots"), randomisation->slots);
  tell_number (self, "probability", N_ ("probability of the balancing arm"), randomisation->probability);
  tell_yes (self, "confirm-product", N_ ("product confirmed before allocation"), randomisation->confirm_product);
}

static void
tell_criterion (Telling *self, const CrfCriterion *criterion)
{
  static const char *const answers[] = { "automatic", "confirmed", "human" };

  begin (self, "criterion", criterion->oid, criterion->oid);
  tell_text (self, "text", N_ ("text"), criterion->text);
  tell_text (self, "note", N_ ("note"), criterion->note);
  tell (self, "polarity", N_ ("reading"), criterion->exclusion ? "exclusion" : "inclusion");
  tell (self, "heading", N_ ("heading"), criterion->heading);
  tell (self, "answer", N_ ("how it is answered"), answers[criterion->answer]);
  tell (self, "expression", N_ ("expression"), criterion->expression);
  tell (self, "item", N_ ("item"), criterion->item != NULL ? criterion->item->oid : NULL);
  tell_oids (self, "parts", N_ ("sub-questions"), criterion->parts);
  tell_int (self, "look-back", N_ ("days that it looks back"), criterion->look_back_days);
  tell (self, "look-back-from", N_ ("looks back from"), criterion->look_back_from);
}

static void
tell_limits (Telling *self, const CrfStudy *study)
{
  const GPtrArray *limits = crf_study_get_release_limits (study), *points = crf_study_get_time_points (study);

  for (guint i = 0; i < limits->len; i++)
    {
      const CrfReleaseLimit *limit = g_ptr_array_index (limits, i);

      begin (self, "release", limit->test != NULL ? limit->test : "", title_of (self, limit->title, limit->test));
      tell_number (self, "low", N_ ("lowest"), limit->low);
      tell_number (self, "high", N_ ("highest"), limit->high);
      tell (self, "expected", N_ ("expected result"), limit->expected);
      tell (self, "action", N_ ("outside the limit"), limit->block ? "block" : "warn");
    }
  for (guint i = 0; i < points->len; i++)
    {
      const CrfTimePoint *point = g_ptr_array_index (points, i);

      begin (self, "time-point", point->oid, point->oid);
      tell_int (self, "minutes", N_ ("minutes from the start"), point->minutes);
      tell_int (self, "before", N_ ("minutes before"), point->before);
      tell_int (self, "after", N_ ("minutes after"), point->after);
    }
}

static void
tell_formulas (Telling *self, const CrfFormulas *formulas)
{
  begin (self, "formulas", "", "");
  tell (self, "meld", N_ ("MELD"), formulas->meld_aetiology);
  tell (self, "child-pugh", N_ ("Child-Pugh cut-offs"), formulas->child_pugh_table);
  tell (self, "coagulation", N_ ("Child-Pugh coagulation"), formulas->child_pugh_coagulation);
  tell (self, "pta", N_ ("prothrombin activity"), formulas->pta_rule);
  tell_int (self, "ctcae", N_ ("CTCAE version"), formulas->ctcae_version);
  tell_number (self, "bilirubin", N_ ("factor of bilirubin"), formulas->factor_bilirubin);
  tell_number (self, "creatinine", N_ ("factor of creatinine"), formulas->factor_creatinine);
  tell_int (self, "samples", N_ ("hours between samples of one score"), formulas->sample_window_hours);
  tell (self, "repeat", N_ ("sample analysed of several of a visit"), formulas->repeat_sample);
}

static void
tell_analysis (Telling *self, const CrfStudy *study)
{
  const GPtrArray *endpoints = crf_study_get_endpoints (study), *questions = crf_study_get_questions (study);

  for (guint i = 0; i < endpoints->len; i++)
    {
      const CrfEndpoint *endpoint = g_ptr_array_index (endpoints, i);

      begin (self, "endpoint", endpoint->oid, title_of (self, endpoint->title, endpoint->oid));
      tell_text (self, "title", N_ ("title"), endpoint->title);
      tell (self, "kind", N_ ("kind"), endpoint->kind);
      tell_int (self, "day", N_ ("day"), endpoint->day);
      tell (self, "death", N_ ("death"), endpoint->death);
      tell (self, "transplantation", N_ ("transplantation"), endpoint->transplantation);
      tell (self, "prior", N_ ("what was there before"), endpoint->prior);
      tell (self, "role", N_ ("role in the analysis"), endpoint->role);
    }
  for (guint i = 0; i < questions->len; i++)
    {
      const CrfOpenQuestion *question = g_ptr_array_index (questions, i);

      begin (self, "question", question->oid, question->oid);
      tell (self, "answer", N_ ("answer"), question->answer);
    }
}

#define TELL_ALL(self, array, type, function)                                                                                            \
  for (guint i_ = 0; i_ < (array)->len; i_++)                                                                                            \
    function ((self), (const type *) g_ptr_array_index ((array), i_))

GPtrArray *
crf_study_facts (const CrfStudy *study, const char *language)
{
  Telling self = { g_ptr_array_new_with_free_func (fact_free), language, NULL, NULL, NULL };
  g_autoptr (GHashTable) groups = g_hash_table_new (NULL, NULL);
  const GPtrArray *forms = crf_study_get_forms (study);

  tell_study (&self, study);
  TELL_ALL (&self, crf_study_get_events (study), CrfEvent, tell_event);
  TELL_ALL (&self, forms, CrfForm, tell_form);
  for (guint i = 0; i < forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (forms, i);

      for (guint j = 0; j < form->groups->len; j++)
        if (g_hash_table_add (groups, g_ptr_array_index (form->groups, j)))
          tell_group (&self, g_ptr_array_index (form->groups, j));
    }
  TELL_ALL (&self, crf_study_get_items (study), CrfItem, tell_item);
  TELL_ALL (&self, crf_study_get_criteria (study), CrfCriterion, tell_criterion);
  TELL_ALL (&self, crf_study_get_arms (study), CrfArm, tell_arm);
  tell_dose_rule (&self, crf_study_get_dose_rule (study));
  tell_randomisation (&self, crf_study_get_randomisation (study));
  tell_limits (&self, study);
  tell_formulas (&self, crf_study_get_formulas (study));
  tell_analysis (&self, study);
  return self.facts;
}
