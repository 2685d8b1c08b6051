/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Builds the model of what ODM itself describes: the study, its groups, forms and events. What
 * refers to nothing, or is there twice, is a fault; the rest is still built, so that all faults are
 * found in one reading. */

#include "crf-reading-private.h"

#include <glib/gi18n-lib.h>

static void
read_global (CrfReading *self)
{
  static const char *const names[] = { "StudyName", "StudyDescription" };
  const CrfText **texts[] = { &self->study->title, &self->study->description };
  xmlNode *global = crf_odm_first (self->study_node, "GlobalVariables");
  xmlNode *protocol = crf_odm_first (global, "ProtocolName");

  self->study->oid = crf_reading_oid (self, self->study_node);
  self->study->version = crf_reading_oid (self, self->mdv);
  if (protocol != NULL)
    {
      g_autofree char *content = crf_odm_content (protocol);

      self->study->protocol = crf_study_intern (self->study, content);
    }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      xmlNode *node = crf_odm_first (global, names[i]);
      g_autofree char *content = node != NULL ? crf_odm_content (node) : g_strdup ("");
      CrfText *text = crf_study_new_text (self->study);

      crf_study_add_text (self->study, text, NULL, content);
      *texts[i] = text;
    }
}

static gint
compare_order (gconstpointer a, gconstpointer b)
{
  const xmlNode *x = *(const xmlNode *const *) a;
  const xmlNode *y = *(const xmlNode *const *) b;
  gint64 i = g_ascii_strtoll (crf_odm_attribute (x, "OrderNumber"), NULL, 10);
  gint64 j = g_ascii_strtoll (crf_odm_attribute (y, "OrderNumber"), NULL, 10);

  return i < j ? -1 : i > j;
}

/* The references in @parent, by OrderNumber if all have one, else as they stand. */
static GPtrArray *
ordered_references (const xmlNode *parent, const char *name)
{
  GPtrArray *nodes = g_ptr_array_new ();
  gboolean all_ordered = TRUE;

  for (xmlNode *node = crf_odm_first (parent, name); node; node = crf_odm_next (node, name))
    {
      g_ptr_array_add (nodes, node);
      all_ordered = all_ordered && crf_odm_attribute (node, "OrderNumber") != NULL;
    }
  if (all_ordered)
    g_ptr_array_sort (nodes, compare_order);
  return nodes;
}

/* Looks @oid up in @table and makes sure that it is referred to once; NULL after a fault. */
static gpointer
resolve (CrfReading *self,
         xmlNode *node,
         GHashTable *table,
         GHashTable *seen,
         const char *attribute,
         const char *kind)
{
  const char *oid = crf_odm_attribute (node, attribute);
  gpointer found = oid != NULL ? g_hash_table_lookup (table, oid) : NULL;

  if (found == NULL)
    {
      crf_reading_dangling (self, node, kind, oid != NULL ? oid : "");
      return NULL;
    }
  if (!g_hash_table_add (seen, found))
    {
      crf_reading_error (self, node, g_strdup_printf (_("“%s” is referred to twice here."), oid),
                         _("Its data would be asked for twice and stored once."),
                         _("Remove one reference."));
      return NULL;
    }
  return found;
}

static const char *const rule_names[] = { "ConditionDef", "MethodDef" };

static void
collect_rules (CrfReading *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (rule_names); i++)
    for (xmlNode *node = crf_odm_first (self->mdv, rule_names[i]); node;
         node = crf_odm_next (node, rule_names[i]))
      crf_reading_claim (self, node, self->rules[i], node);
}

/* The expression of the condition (0) or method (1) that @node refers to; NULL if it refers to
 * none. */
static const char *
read_rule (CrfReading *self, xmlNode *node, guint kind)
{
  static const char *const attributes[] = { "CollectionExceptionConditionOID", "MethodOID" };
  const char *oid = crf_odm_attribute (node, attributes[kind]);
  xmlNode *rule = oid != NULL ? g_hash_table_lookup (self->rules[kind], oid) : NULL;

  if (oid != NULL && rule == NULL)
    crf_reading_dangling (self, node, rule_names[kind], oid);
  return rule != NULL ? crf_reading_expression (self, rule) : NULL;
}

static void
warn_condition (CrfReading *self, xmlNode *node)
{
  if (crf_odm_attribute (node, "CollectionExceptionConditionOID") != NULL)
    crf_reading_warn (
        self, node,
        g_strdup (_("A condition on a whole form or group is not applied; only those on items "
                    "are.")),
        _("The form or group is always shown."), _("Put the condition on each ItemRef."));
}

static void
read_group (CrfReading *self, xmlNode *node)
{
  static const char *const kinds[] = { "sample", NULL };
  CrfItemGroup *group = crf_study_allocate (self->study, sizeof (CrfItemGroup));
  GPtrArray *items = crf_study_new_array (self->study);
  g_autoptr (GPtrArray) nodes = ordered_references (node, "ItemRef");
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  group->oid = crf_reading_claim (self, node, self->study->groups_by_oid, group);
  if (group->oid == NULL)
    return;
  group->name = crf_reading_name (self, node, group->oid);
  group->title = crf_reading_text (self, crf_odm_first (node, "Description"));
  group->repeating = crf_reading_yes (self, node, "Repeating", FALSE);
  group->is_sample = crf_reading_word (self, node, "sw:Kind", kinds) != NULL;
  group->items = items;
  for (guint i = 0; i < nodes->len; i++)
    {
      xmlNode *child = g_ptr_array_index (nodes, i);
      const CrfItem *item
          = resolve (self, child, self->study->items_by_oid, seen, "ItemOID", "ItemDef");
      CrfItemRef *ref;

      if (item == NULL)
        continue;
      ref = crf_study_allocate (self->study, sizeof (CrfItemRef));
      ref->item = item;
      ref->mandatory = crf_reading_yes (self, child, "Mandatory", FALSE);
      ref->skip_if = read_rule (self, child, 0);
      ref->derivation = read_rule (self, child, 1);
      crf_reading_place (self, ref, child);
      g_ptr_array_add (items, ref);
    }
  g_ptr_array_add (self->study->groups, group);
}

static void
read_form (CrfReading *self, xmlNode *node)
{
  static const char *const kinds[] = {
    "consent",         "demographics",    "eligibility",  "history",
    "visit",           "infusion",        "monitoring",   "adverse-event",
    "decompensation",  "medication",      "paracentesis", "death",
    "transplantation", "disposition",     "vital-status", "quality-of-life",
    "immune-panel",    "product-release", NULL,
  };
  CrfForm *form = crf_study_allocate (self->study, sizeof (CrfForm));
  GPtrArray *groups = crf_study_new_array (self->study);
  g_autoptr (GPtrArray) nodes = ordered_references (node, "ItemGroupRef");
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  form->oid = crf_reading_claim (self, node, self->study->forms_by_oid, form);
  if (form->oid == NULL)
    return;
  form->name = crf_reading_name (self, node, form->oid);
  form->title = crf_reading_text (self, crf_odm_first (node, "Description"));
  form->repeating = crf_reading_yes (self, node, "Repeating", FALSE);
  form->kind = crf_reading_word (self, node, "sw:Kind", kinds);
  form->groups = groups;
  for (guint i = 0; i < nodes->len; i++)
    {
      xmlNode *child = g_ptr_array_index (nodes, i);
      gpointer group
          = resolve (self, child, self->study->groups_by_oid, seen, "ItemGroupOID", "ItemGroupDef");

      warn_condition (self, child);
      crf_reading_yes (self, child, "Mandatory", FALSE);
      if (group != NULL)
        g_ptr_array_add (groups, group);
    }
  g_ptr_array_add (self->study->forms, form);
}

static void
read_event_forms (CrfReading *self, xmlNode *node, GPtrArray *forms, GPtrArray *required)
{
  g_autoptr (GPtrArray) nodes = ordered_references (node, "FormRef");
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < nodes->len; i++)
    {
      xmlNode *child = g_ptr_array_index (nodes, i);
      gpointer form = resolve (self, child, self->study->forms_by_oid, seen, "FormOID", "FormDef");

      warn_condition (self, child);
      if (form == NULL)
        continue;
      g_ptr_array_add (forms, form);
      if (crf_reading_yes (self, child, "Mandatory", FALSE))
        g_ptr_array_add (required, form);
    }
}

static void
read_event (CrfReading *self, xmlNode *node)
{
  static const char *const types[] = { "Scheduled", "Unscheduled", "Common", NULL };
  static const char *const kinds[]
      = { "screening", "treatment", "follow-up", "vital-status", "common", NULL };
  static const char *const anchors[]
      = { "consent", "randomisation", "first-infusion", "last-infusion", NULL };
  CrfEvent *event = crf_study_allocate (self->study, sizeof (CrfEvent));
  GPtrArray *forms = crf_study_new_array (self->study);
  GPtrArray *required = crf_study_new_array (self->study);
  const GPtrArray *arms;
  const char *type;

  event->oid = crf_reading_claim (self, node, self->study->events_by_oid, event);
  if (event->oid == NULL)
    return;
  event->name = crf_reading_name (self, node, event->oid);
  event->title = crf_reading_text (self, crf_odm_first (node, "Description"));
  event->repeating = crf_reading_yes (self, node, "Repeating", FALSE);
  type = crf_reading_word (self, node, "Type", types);
  event->type = g_strcmp0 (type, "Common") == 0        ? CRF_EVENT_COMMON
                : g_strcmp0 (type, "Unscheduled") == 0 ? CRF_EVENT_UNSCHEDULED
                                                       : CRF_EVENT_SCHEDULED;
  event->kind = crf_reading_word (self, node, "sw:Kind", kinds);
  event->anchor = crf_reading_word (self, node, "sw:Anchor", anchors);
  event->day = crf_reading_int (self, node, "sw:Day", 0);
  event->days_before = crf_reading_int (self, node, "sw:Before", 0);
  event->days_after = crf_reading_int (self, node, "sw:After", 0);
  event->required = crf_reading_yes (self, node, "sw:Required", TRUE);
  arms = crf_reading_words (self, node, "sw:Arms");
  event->arms = arms != NULL ? arms : crf_study_new_array (self->study);
  event->forms = forms;
  event->required_forms = required;
  read_event_forms (self, node, forms, required);
}

/* Puts the events into the order of the protocol; those that it does not name come last. */
static void
order_events (CrfReading *self)
{
  xmlNode *protocol = crf_odm_first (self->mdv, "Protocol");
  g_autoptr (GPtrArray) nodes = ordered_references (protocol, "StudyEventRef");
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < nodes->len; i++)
    {
      xmlNode *child = g_ptr_array_index (nodes, i);
      CrfEvent *event = resolve (self, child, self->study->events_by_oid, seen, "StudyEventOID",
                                 "StudyEventDef");

      warn_condition (self, child);
      if (event == NULL)
        continue;
      if (self->design == NULL)
        event->required = crf_reading_yes (self, child, "Mandatory", TRUE);
      g_ptr_array_add (self->study->events, event);
    }
  for (xmlNode *node = crf_odm_first (self->mdv, "StudyEventDef"); node;
       node = crf_odm_next (node, "StudyEventDef"))
    {
      const char *oid = crf_odm_attribute (node, "OID");
      CrfEvent *event = oid != NULL ? g_hash_table_lookup (self->study->events_by_oid, oid) : NULL;

      if (event == NULL || !g_hash_table_add (seen, event))
        continue;
      if (protocol != NULL)
        crf_reading_warn (self, node, g_strdup (_("The protocol does not name this event.")),
                          _("It comes after all others in the schedule."),
                          _("Add a StudyEventRef to Protocol."));
      g_ptr_array_add (self->study->events, event);
    }
}

void
crf_build_metadata (CrfReading *self)
{
  static const struct
  {
    const char *name;
    void (*read) (CrfReading *self, xmlNode *node);
  } steps[] = {
    { "ItemDef", crf_build_item },
    { "ItemGroupDef", read_group },
    { "FormDef", read_form },
    { "StudyEventDef", read_event },
  };

  read_global (self);
  crf_build_units (self);
  crf_build_code_lists (self);
  collect_rules (self);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    for (xmlNode *node = crf_odm_first (self->mdv, steps[i].name); node;
         node = crf_odm_next (node, steps[i].name))
      steps[i].read (self, node);
  order_events (self);
  crf_study_index (self->study);
}
