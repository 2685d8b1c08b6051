/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Checks of what a trial needs beyond parts that fit: forms that hold what is dosed and analysed, criteria that can be answered, strata that are known in time,
 * units that scores take for granted. */

#include "crf-expression.h"
#include "crf-number.h"
#include "crf-reading-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Units that doses and scores are computed in: the canonical unit of the item with the concept must be this one. */
static const struct
{
  const char *concept, *ucum;
} units[] = {
  { "lab.tbil", "umol/L" },     { "lab.dbil", "umol/L" },         { "lab.creat", "umol/L" }, { "lab.alb", "g/L" },
  { "lab.na", "mmol/L" },       { "lab.k", "mmol/L" },            { "lab.alt", "U/L" },      { "lab.ast", "U/L" },
  { "lab.alp", "U/L" },         { "lab.plt", "10*9/L" },          { "lab.pt", "s" },         { "clin.weight", "kg" },
  { "clin.height", "cm" },      { "inf.weight", "kg" },           { "inf.volume", "mL" },    { "inf.concentration", "10*6/mL" },
  { "inf.viability", "%" },     { "inf.dose_planned", "10*6/kg" }, { "inf.final_volume", "mL" }, { "inf.given_volume", "mL" },
};

static void
check_concept_units (CrfReading *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      const CrfItem *item = crf_study_find_item_by_concept (self->study, units[i].concept);
      const CrfItemUnit *unit = item != NULL && item->units->len > 0 ? g_ptr_array_index (item->units, 0) : NULL;

      if (item == NULL || item->code_list != NULL)
        continue;
      if (unit == NULL)
        crf_reading_error (self, crf_reading_node (self, item),
                           g_strdup_printf (_("The item has the concept “%s”, but no unit."), units[i].concept),
                           _("A value in another unit would be scored or dosed as it stands."), _("Give its canonical unit."));
      else if (unit->unit->ucum != NULL && strcmp (unit->unit->ucum, units[i].ucum) != 0)
        crf_reading_error (self, crf_reading_node (self, item),
                           g_strdup_printf (_("Its canonical unit is %s, but “%s” is computed with in %s."), unit->unit->ucum, units[i].concept,
                                            units[i].ucum),
                           _("Scores and doses would be off by the factor between the two."),
                           _("Make that unit the first one, with factor 1, and the other a further unit with its factor."));
    }
}

/* Two units that a person cannot tell apart, or one with two factors. */
static void
check_unit_choices (CrfReading *self, const CrfItem *item)
{
  for (guint i = 0; i < item->units->len; i++)
    for (guint j = 0; j < i; j++)
      {
        const CrfItemUnit *a = g_ptr_array_index (item->units, i), *b = g_ptr_array_index (item->units, j);

        if (a->unit == b->unit || g_strcmp0 (a->unit->name, b->unit->name) == 0)
          crf_reading_error (self, crf_reading_node (self, item), g_strdup_printf (_("The unit “%s” stands there twice."), a->unit->name),
                             _("By which factor a value is converted would be chance."), _("Leave one of them."));
      }
}

/* Lower and upper ends of the checks of one strength. */
static void
check_bounds (CrfReading *self, const CrfItem *item, gboolean soft)
{
  double low = -INFINITY, high = INFINITY;

  for (guint i = 0; i < item->checks->len; i++)
    {
      const CrfCheck *check = g_ptr_array_index (item->checks, i);
      double value;

      if (check->kind > CRF_CHECK_GE || check->soft != soft || check->values->len == 0
          || !crf_number_parse_plain (g_ptr_array_index (check->values, 0), &value, NULL))
        continue;
      if (check->kind == CRF_CHECK_GT || check->kind == CRF_CHECK_GE)
        low = MAX (low, value);
      else
        high = MIN (high, value);
    }
  if (low > high)
    crf_reading_error (self, crf_reading_node (self, item), g_strdup (_("Its range begins above its end.")),
                       _("Every value would break the check, and people would learn to confirm all of them."), _("Exchange the two check values."));
}

static void
check_range_twice (CrfReading *self, const CrfItem *item)
{
  for (guint i = 0; i < item->ranges->len; i++)
    for (guint j = 0; j < i; j++)
      {
        const CrfReferenceRange *a = g_ptr_array_index (item->ranges, i), *b = g_ptr_array_index (item->ranges, j);

        if (g_strcmp0 (a->sex, b->sex) == 0)
          crf_reading_error (self, crf_reading_node (self, a), g_strdup (_("There is another reference range for the same people.")),
                             _("A value could be marked as normal and as abnormal."), _("Leave one range for each sex, or one for both."));
      }
}

static void
check_code_list (CrfReading *self, const CrfItem *item)
{
  const GPtrArray *codes = item->code_list->codes;
  xmlNode *node = crf_reading_node (self, item);

  if (codes->len == 0)
    crf_reading_error (self, node, g_strdup_printf (_("The list %s holds no codes."), item->code_list->oid), _("Nothing could be answered."),
                       _("Add its codes, or take the list away."));
  for (guint i = 0; i < codes->len; i++)
    for (guint j = 0; j < i; j++)
      {
        const CrfCode *a = g_ptr_array_index (codes, i), *b = g_ptr_array_index (codes, j);

        if (g_ascii_strcasecmp (a->code, b->code) == 0 && strcmp (a->code, b->code) != 0)
          crf_reading_error (self, node, g_strdup_printf (_("The codes “%s” and “%s” differ in capitals only."), a->code, b->code),
                             _("An import or a slip would store the one for the other."), _("Give them codes that differ."));
        if (a->decode != NULL && b->decode != NULL && *crf_text_get (a->decode, "en") != '\0'
            && strcmp (crf_text_get (a->decode, "en"), crf_text_get (b->decode, "en")) == 0)
          crf_reading_error (self, node, g_strdup_printf (_("The codes “%s” and “%s” are shown by the same words."), a->code, b->code),
                             _("Nobody could tell which of the two they choose."), _("Correct one of the Decodes."));
      }
}

static void
check_item_names (CrfReading *self)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->study->items->len; i++)
    {
      const CrfItem *item = g_ptr_array_index (self->study->items, i);
      char *name = g_ascii_strup (item->name, -1);

      if (!g_hash_table_add (names, name) && self->design != NULL)
        crf_reading_error (self, crf_reading_node (self, item), g_strdup_printf (_("Another item has the Name “%s” too."), item->name),
                           _("Exports and expressions would take the one for the other."), _("Give each item a Name of its own."));
    }
}

static void
check_items (CrfReading *self)
{
  for (guint i = 0; i < self->study->items->len; i++)
    {
      const CrfItem *item = g_ptr_array_index (self->study->items, i);

      check_unit_choices (self, item);
      check_bounds (self, item, FALSE);
      check_bounds (self, item, TRUE);
      check_range_twice (self, item);
      if (item->code_list != NULL)
        check_code_list (self, item);
      if (item->identifier && item->unblinding)
        crf_reading_error (self, crf_reading_node (self, item), g_strdup (_("The item is both an identifier and unblinding.")),
                           _("It can be sealed to one key only, and would be open to the holders of the other."), _("Say one of the two."));
    }
}

/* Whether the item is asked for before the allocation: at screening, or in events that belong to no visit. */
static gboolean
is_known_in_time (const CrfStudy *study, const CrfItem *item)
{
  for (guint i = 0; i < study->events->len; i++)
    {
      const CrfEvent *event = g_ptr_array_index (study->events, i);

      if (g_strcmp0 (event->kind, "screening") != 0 && event->type != CRF_EVENT_COMMON)
        continue;
      for (guint j = 0; j < event->forms->len; j++)
        if (crf_form_find_group_of (g_ptr_array_index (event->forms, j), item) != NULL)
          return TRUE;
    }
  return FALSE;
}

/* Whether every group or form that holds the item repeats. */
static gboolean
only_repeats (const CrfStudy *study, const CrfItem *item)
{
  gboolean found = FALSE;

  for (guint i = 0; i < study->forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (study->forms, i);
      const CrfItemGroup *group = crf_form_find_group_of (form, item);

      if (group != NULL && !group->is_sample && !form->repeating && !group->repeating)
        return FALSE;
      found = found || (group != NULL && !group->is_sample);
    }
  return found;
}

static void
check_inputs (CrfReading *self, CrfSandbox *sandbox, const char *text, xmlNode *node, gboolean in_time)
{
  g_autoptr (CrfExpression) expression = text != NULL ? crf_expression_new (sandbox, self->study, text, NULL) : NULL;
  const GPtrArray *items = expression != NULL ? crf_expression_get_items (expression) : NULL;

  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      const CrfItem *item = g_ptr_array_index (items, i);

      if (item->identifier || item->unblinding)
        crf_reading_error (self, node, g_strdup_printf (_("The expression uses %s, which is sealed."), item->name),
                           _("It would be “cannot tell” for most people, or tell them what is sealed."), _("Compute with another item."));
      if (in_time && !is_known_in_time (self->study, item))
        crf_reading_error (self, node, g_strdup_printf (_("The expression uses %s, which is not asked before the allocation."), item->name),
                           _("Nobody could be put into a stratum, or found eligible."), _("Ask for it at screening, or use another item."));
      if (in_time && only_repeats (self->study, item) && strchr (text, '(') == NULL)
        crf_reading_error (self, node, g_strdup_printf (_("The expression uses %s, of which a patient has several."), item->name),
                           _("Which of the values decides would be chance."), _("Use an item that stands once, or an aggregate such as mean (…)."));
    }
}

static void
outside_function (const CrfScalar *arguments, int n, CrfScalar *result, gpointer data)
{
}

static void
check_expressions_in_time (CrfReading *self)
{
  g_autoptr (CrfSandbox) sandbox = crf_sandbox_new (NULL);

  for (int i = 0; sandbox != NULL && crf_sandbox_outside_functions[i] != NULL; i++)
    if (!crf_sandbox_add_function (sandbox, crf_sandbox_outside_functions[i], -1, outside_function, NULL, NULL))
      break;
  if (sandbox == NULL)
    return;
  for (guint i = 0; i < self->study->randomisation->strata->len; i++)
    {
      const CrfStratum *stratum = g_ptr_array_index (self->study->randomisation->strata, i);

      check_inputs (self, sandbox, stratum->expression, crf_reading_node (self, stratum), TRUE);
    }
  for (guint i = 0; i < self->study->criteria->len; i++)
    {
      const CrfCriterion *criterion = g_ptr_array_index (self->study->criteria, i);

      check_inputs (self, sandbox, criterion->expression, crf_reading_node (self, criterion), TRUE);
    }
}

/* A stratum is a few levels, not a measurement. */
static void
check_strata (CrfReading *self)
{
  for (guint i = 0; i < self->study->randomisation->strata->len; i++)
    {
      const CrfStratum *stratum = g_ptr_array_index (self->study->randomisation->strata, i);
      const CrfItem *item = crf_study_find_item_by_name (self->study, stratum->expression);

      if (item != NULL && item->code_list == NULL && item->type != CRF_TYPE_BOOLEAN)
        crf_reading_error (self, crf_reading_node (self, stratum), g_strdup_printf (_("The stratum is %s as it stands, which has no list of codes."), item->name),
                           _("Nearly every patient would be a stratum alone, and the arms would not come out even."),
                           _("Write an expression with a few levels, such as CASE WHEN … THEN 'low' ELSE 'high' END."));
    }
}

static void
check_criterion_places (CrfReading *self)
{
  const CrfForm *form = crf_study_find_form_by_kind (self->study, "eligibility");
  g_autoptr (GHashTable) owners = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < self->study->criteria->len; i++)
    {
      const CrfCriterion *criterion = g_ptr_array_index (self->study->criteria, i);
      xmlNode *node = crf_reading_node (self, criterion);

      if (criterion->item == NULL)
        continue;
      if (!g_hash_table_add (owners, (gpointer) criterion->item))
        crf_reading_error (self, node, g_strdup_printf (_("Another criterion stores its answer in %s too."), criterion->item->oid),
                           _("The answer to the one would be shown as the answer to the other."), _("Give each criterion an item of its own."));
      if (form != NULL && crf_form_find_group_of (form, criterion->item) == NULL)
        crf_reading_error (self, node, g_strdup_printf (_("Its answer item %s does not stand on the eligibility form."), criterion->item->oid),
                           _("The criterion could not be answered, and nobody allocated."), _("Add an ItemRef to a group of that form."));
      for (guint j = 0; j < criterion->parts->len; j++)
        if (g_ptr_array_index (criterion->parts, j) == criterion->item)
          crf_reading_error (self, node, g_strdup (_("The criterion is a part of itself.")), _("A Yes could never be taken back."),
                             _("Take its answer item out of PartOIDs."));
    }
}

static void
check_release_tests (CrfReading *self)
{
  static const char *const tests[] = { "viability", "endotoxin", "sterility", "mycoplasma", "identity", NULL };
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->study->release_limits->len; i++)
    {
      const CrfReleaseLimit *limit = g_ptr_array_index (self->study->release_limits, i);

      if (limit->test == NULL)
        continue;
      if (!g_strv_contains (tests, limit->test))
        crf_reading_error (self, crf_reading_node (self, limit), g_strdup_printf (_("No result is entered for a release test “%s”."), limit->test),
                           _("The limit would block every lot, or none."), _("Write viability, endotoxin, sterility, mycoplasma or identity."));
      else if (!g_hash_table_add (seen, (gpointer) limit->test))
        crf_reading_error (self, crf_reading_node (self, limit), g_strdup_printf (_("There are two release limits for “%s”."), limit->test),
                           _("A lot could be released by the one and held by the other."), _("Leave one of them."));
    }
}

/* The age of tests is computed from the samples of these panels: one that is not there would make every infusion wait. */
static void
check_panels (CrfReading *self)
{
  for (guint i = 0; i < self->study->items->len; i++)
    {
      const CrfItem *item = g_ptr_array_index (self->study->items, i);
      g_auto (GStrv) panels = g_strsplit (item->panels != NULL ? item->panels : "", " ", -1);

      for (char **panel = panels; *panel != NULL; panel++)
        {
          const CrfItemGroup *group = **panel != '\0' ? crf_study_find_group (self->study, *panel) : NULL;

          if (**panel != '\0' && (group == NULL || !group->is_sample))
            crf_reading_error (self, crf_reading_node (self, item), g_strdup_printf (_("“%s” is no item group of a sample."), *panel),
                               _("The age of the tests could never be told, and no infusion would start."),
                               _("Name item groups with sw:Kind=\"sample\"."));
        }
      if (item->max_age_hours > 0 && (item->panels == NULL || *item->panels == '\0'))
        crf_reading_error (self, crf_reading_node (self, item), g_strdup (_("MaxAgeHours is stated, and no panel whose samples count.")),
                           _("The age of the tests could never be told, and no infusion would start."), _("Name the item groups in sw:Panels."));
    }
}

static int
most_infusions (const CrfStudy *study)
{
  int most = 0;

  for (guint i = 0; i < study->arms->len; i++)
    most = MAX (most, ((const CrfArm *) g_ptr_array_index (study->arms, i))->infusions);
  return most;
}

static void
check_treatment (CrfReading *self)
{
  const CrfEvent *event = crf_study_find_event_by_kind (self->study, "treatment");
  gboolean has_form = FALSE;

  for (guint i = 0; event != NULL && i < event->forms->len; i++)
    has_form = has_form || g_strcmp0 (((const CrfForm *) g_ptr_array_index (event->forms, i))->kind, "infusion") == 0;
  if (event == NULL)
    return;
  if (!has_form)
    crf_reading_error (self, crf_reading_node (self, event), g_strdup (_("The treatment has no infusion form.")),
                       _("No dose could be planned, checked or recorded."), _("Add a FormRef to the form of kind infusion."));
  if (most_infusions (self->study) > 1 && !event->repeating)
    crf_reading_error (self, crf_reading_node (self, event), g_strdup (_("There are several infusions, but the event does not repeat.")),
                       _("The second infusion would be written over the first."), _("Say Repeating=\"Yes\"."));
}

static void
check_arm_names (CrfReading *self)
{
  for (guint i = 0; i < self->study->arms->len; i++)
    for (guint j = 0; j < i; j++)
      {
        const CrfArm *a = g_ptr_array_index (self->study->arms, i), *b = g_ptr_array_index (self->study->arms, j);

        if (g_strcmp0 (a->name, b->name) == 0 || (a->title != NULL && b->title != NULL && *crf_text_get (a->title, "en") != '\0'
                                                  && strcmp (crf_text_get (a->title, "en"), crf_text_get (b->title, "en")) == 0))
          crf_reading_error (self, crf_reading_node (self, a), g_strdup_printf (_("The arm has the name or title of %s."), b->oid),
                             _("Who prepares or analyses would take the one for the other."), _("Give each arm a name and a title of its own."));
      }
}

static void
check_dose_size (CrfReading *self)
{
  for (guint i = 0; i < self->study->arms->len; i++)
    {
      const CrfArm *arm = g_ptr_array_index (self->study->arms, i);
      char dose[CRF_DECIMAL_SIZE];

      if (arm->has_dose && !arm->placebo && ((!arm->dose_fixed && arm->dose_high > 50) || arm->dose_high > 5000))
        crf_reading_error (self, crf_reading_node (self, arm), g_strdup_printf (_("The dose of %s × 10⁶ cells%s is far above any that was ever given."),
                                                                                  crf_decimal_format (arm->dose_high, dose), arm->dose_fixed ? "" : "/kg"),
                           _("Patients could be given many times too many cells."),
                           _("Doses are in million cells, per kg unless Fixed=\"Yes\": write 1 for 1 × 10⁶/kg."));
    }
  if (self->study->randomisation->method == CRF_RANDOMISATION_PERMUTED_BLOCKS && self->study->randomisation->slots > 0
      && self->study->randomisation->slots < self->study->target)
    crf_reading_warn (self, crf_reading_node (self, self->study->randomisation), g_strdup (_("There are fewer slots than planned patients.")),
                      _("The allocation list ends before the trial does."), _("Write more Slots than patients."));
}

/* Visits of the two anchors fall on the same days where there is one infusion only. */
static void
check_anchor_overlap (CrfReading *self)
{
  const GPtrArray *events = self->study->events;

  if (most_infusions (self->study) > 1)
    return;
  for (guint i = 0; i < events->len; i++)
    for (guint j = 0; j < events->len; j++)
      {
        const CrfEvent *a = g_ptr_array_index (events, i), *b = g_ptr_array_index (events, j);

        if (g_strcmp0 (a->anchor, "first-infusion") == 0 && g_strcmp0 (b->anchor, "last-infusion") == 0 && a->type == CRF_EVENT_SCHEDULED
            && b->type == CRF_EVENT_SCHEDULED && a->day - a->days_before <= b->day + b->days_after && b->day - b->days_before <= a->day + a->days_after)
          crf_reading_error (self, crf_reading_node (self, b), g_strdup_printf (_("With one infusion its window overlaps that of %s."), a->oid),
                             _("A visit in both windows could count for either of the two events."), _("Count both from the same infusion."));
      }
}

static void
check_orders (CrfReading *self, xmlNode *parent, const char *name)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (xmlNode *node = crf_odm_first (parent, name); node; node = crf_odm_next (node, name))
    {
      const char *order = crf_odm_attribute (node, "OrderNumber");

      if (order != NULL && !g_hash_table_add (seen, (gpointer) order))
        crf_reading_warn (self, node, g_strdup_printf (_("Another %s here has the OrderNumber %s too."), name, order),
                          _("In which order they are shown would be chance."), _("Number them one after the other."));
    }
}

static void
check_all_orders (CrfReading *self)
{
  static const char *const parents[][2] = { { "Protocol", "StudyEventRef" }, { "StudyEventDef", "FormRef" }, { "FormDef", "ItemGroupRef" },
                                            { "ItemGroupDef", "ItemRef" } };

  for (guint i = 0; i < G_N_ELEMENTS (parents); i++)
    for (xmlNode *node = crf_odm_first (self->mdv, parents[i][0]); node; node = crf_odm_next (node, parents[i][0]))
      check_orders (self, node, parents[i][1]);
}

static gboolean
has_placebo (const CrfStudy *study)
{
  for (guint i = 0; i < study->arms->len; i++)
    if (((const CrfArm *) g_ptr_array_index (study->arms, i))->placebo)
      return TRUE;
  return FALSE;
}

static void
check_who_knows (CrfReading *self)
{
  static const char *const known[] = { "administrator", "nurse", "investigator", "principal-investigator", "data-manager", "monitor", "pharmacist",
                                       "laboratory", "assessor", "statistician", "auditor", NULL };
  static const char *const blinded[] = { "nurse", "investigator", "principal-investigator", "data-manager", "monitor", "assessor", "statistician", NULL };
  const GPtrArray *roles = self->study->may_know;
  gboolean is_double = self->study->masking == CRF_MASKING_DOUBLE;

  for (guint i = 0; roles != NULL && i < roles->len; i++)
    {
      const char *role = g_ptr_array_index (roles, i);

      if (!g_strv_contains (known, role))
        crf_reading_error (self, self->design, g_strdup_printf (_("MayKnow names “%s”, which is no role."), role),
                           _("Those who are meant could not see the arm they have to prepare."), _("Write the names of roles, separated by blanks."));
      else if (self->study->masking != CRF_MASKING_NONE && strcmp (role, "administrator") == 0)
        crf_reading_error (self, self->design, g_strdup (_("The study is masked, but the administrator may know the arms.")),
                           _("Who gives out accounts could give the arms to anybody."), _("Take the role out of MayKnow."));
      else if ((is_double && g_strv_contains (blinded, role)) || (self->study->masking == CRF_MASKING_SINGLE && strcmp (role, "assessor") == 0))
        crf_reading_error (self, self->design, g_strdup_printf (_("The study is masked, but the role “%s” may know the arms."), role),
                           _("The blind would be broken from the first patient on."), _("Take the role out of MayKnow, or change Masking."));
    }
}

/* Visits, infusions and volumes must not tell the arm. */
static void
check_blind_schedule (CrfReading *self)
{
  const CrfStudy *study = self->study;
  const CrfArm *first = study->arms->len > 0 ? g_ptr_array_index (study->arms, 0) : NULL;

  for (guint i = 0; i < study->events->len; i++)
    {
      const CrfEvent *event = g_ptr_array_index (study->events, i);

      if (event->arms->len > 0 && event->arms->len < study->arms->len)
        crf_reading_error (self, crf_reading_node (self, event), g_strdup (_("The study is double-blind, but the visit is for some arms only.")),
                           _("Who is asked to come tells the arm."), _("Ask everybody to come."));
    }
  for (guint i = 1; i < study->arms->len; i++)
    {
      const CrfArm *arm = g_ptr_array_index (study->arms, i);

      if (arm->infusions != first->infusions || arm->interval_days != first->interval_days)
        crf_reading_error (self, crf_reading_node (self, arm), g_strdup (_("The study is double-blind, but the arms differ in number or interval of infusions.")),
                           _("How often somebody is infused tells the arm."), _("Give placebo as often as cells."));
    }
  if (has_placebo (study) && (study->dose_rule == NULL || isnan (study->dose_rule->final_volume_ml)))
    crf_reading_error (self, study->dose_rule != NULL ? crf_reading_node (self, study->dose_rule) : self->design,
                       g_strdup (_("The study has a placebo, but no final volume.")), _("The volume of the bag tells cells from placebo."),
                       _("Write FinalVolumeMl, the same for both."));
}

static void
check_endpoints_have_data (CrfReading *self)
{
  gboolean has_common = crf_study_find_event_by_kind (self->study, "common") != NULL;

  for (guint i = 0; has_common && i < self->study->endpoints->len; i++)
    {
      const CrfEndpoint *endpoint = g_ptr_array_index (self->study->endpoints, i);
      const char *need = g_strcmp0 (endpoint->kind, "survival") == 0        ? "death"
                         : g_strcmp0 (endpoint->kind, "decompensation") == 0 ? "decompensation"
                                                                             : NULL;

      if (need != NULL && crf_study_find_form_by_kind (self->study, need) == NULL)
        crf_reading_error (self, crf_reading_node (self, endpoint), g_strdup_printf (_("The endpoint needs a form of kind %s, and there is none."), need),
                           _("No event would ever be counted."), _("Add the form to an event of kind common."));
    }
}

void
crf_check_trial (CrfReading *self)
{
  check_items (self);
  crf_check_meaning (self);
  if (self->design == NULL)
    return;
  check_item_names (self);
  check_all_orders (self);
  check_concept_units (self);
  check_expressions_in_time (self);
  check_strata (self);
  check_criterion_places (self);
  check_release_tests (self);
  check_panels (self);
  check_treatment (self);
  check_arm_names (self);
  check_dose_size (self);
  check_anchor_overlap (self);
  check_endpoints_have_data (self);
  check_who_knows (self);
  crf_check_blind (self);
  crf_check_scores (self);
  crf_check_course (self);
  if (self->study->masking == CRF_MASKING_DOUBLE)
    check_blind_schedule (self);
}
