/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Open questions: what the public record leaves open. Each option lists replacements of attributes;
 * answering applies them to the document and yields a new MetaDataVersion. No other code ever reads
 * an answer. */

#include "crf-reading-private.h"

#include <glib/gi18n-lib.h>
#include <libxml/valid.h>
#include <string.h>

static void
index_oids (CrfReading *self, xmlNode *node)
{
  for (xmlNode *child = crf_odm_first_element (node); child; child = crf_odm_next_element (child))
    {
      const char *oid = crf_odm_attribute (child, "OID");

      if (oid != NULL && !g_hash_table_contains (self->oids, oid))
        g_hash_table_insert (self->oids, g_strdup (oid), child);
      else if (oid != NULL)
        g_hash_table_add (self->double_oids, g_strdup (oid));
      index_oids (self, child);
    }
}

static xmlNode *
find_by_oid (CrfReading *self, const char *oid)
{
  if (self->oids == NULL)
    {
      self->oids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      self->double_oids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      index_oids (self, self->mdv);
    }
  return g_hash_table_contains (self->double_oids, oid) ? NULL
                                                        : g_hash_table_lookup (self->oids, oid);
}

/* The text of an expression is replaced like an attribute; it is the one thing that an answer changes and that stands between tags. */
#define EXPRESSION "FormalExpression"

static xmlNode *
find_expression (const xmlNode *target)
{
  for (xmlNode *node = crf_odm_first (target, EXPRESSION); node; node = crf_odm_next (node, EXPRESSION))
    if (g_strcmp0 (crf_odm_attribute (node, "Context"), "SQL/1") == 0)
      return node;
  return NULL;
}

/* The element that @replace changes; NULL if there is none, or two that could be meant. */
static xmlNode *
find_target (CrfReading *self, const xmlNode *replace)
{
  static const char *const without_oid[] = { "DoseRule", "Randomisation", "Formulas", NULL };
  const char *element = crf_odm_attribute (replace, "Element");
  const char *child = crf_odm_attribute (replace, "Child");
  const char *attribute = crf_odm_attribute (replace, "Attribute");
  xmlNode *target;

  if (element == NULL || attribute == NULL)
    return NULL;
  if (xmlValidateNCName (BAD_CAST (g_str_has_prefix (attribute, "sw:") ? attribute + 3 : attribute),
                         0)
      != 0)
    return NULL;
  if (g_str_equal (element, "Design"))
    target = self->design;
  else if (g_strv_contains (without_oid, element))
    target = crf_odm_first_extension (self->design, element);
  else
    target = find_by_oid (self, element);
  if (target != NULL && g_str_equal (attribute, EXPRESSION))
    return find_expression (target) != NULL ? target : NULL;
  if (target == NULL || child == NULL)
    return target;
  /* A child of the extension, or a standard one such as CodeListRef. */
  return crf_odm_first_extension (target, child) != NULL ? crf_odm_first_extension (target, child)
                                                         : crf_odm_first (target, child);
}

gboolean
crf_answers_decide (CrfReading *self, const char *element, const char *attribute)
{
  for (xmlNode *question = crf_odm_first_extension (self->design, "Question"); question;
       question = crf_odm_next_extension (question, "Question"))
    for (xmlNode *option = crf_odm_first_extension (question, "Option"); option;
         option = crf_odm_next_extension (option, "Option"))
      for (xmlNode *replace = crf_odm_first_extension (option, "Replace"); replace;
           replace = crf_odm_next_extension (replace, "Replace"))
        if (g_strcmp0 (crf_odm_attribute (replace, "Element"), element) == 0
            && g_strcmp0 (crf_odm_attribute (replace, "Attribute"), attribute) == 0)
          return TRUE;
  return FALSE;
}

static char *
get_present (const xmlNode *target, const char *name)
{
  xmlNode *expression = g_str_equal (name, EXPRESSION) ? find_expression (target) : NULL;

  return expression != NULL ? crf_odm_content (expression) : g_strdup (crf_odm_get_named (target, name));
}

static void
set_present (xmlNode *target, const char *name, const char *value)
{
  xmlNode *expression = g_str_equal (name, EXPRESSION) ? find_expression (target) : NULL;

  if (expression == NULL)
    {
      crf_odm_set_named (target, name, value);
      return;
    }
  xmlNodeSetContent (expression, NULL);
  xmlNodeAddContent (expression, BAD_CAST value);
}

static char *
target_key (const xmlNode *replace)
{
  const char *child = crf_odm_attribute (replace, "Child");

  return g_strdup_printf ("%s\n%s\n%s", crf_odm_attribute (replace, "Element"),
                          child != NULL ? child : "", crf_odm_attribute (replace, "Attribute"));
}

static gboolean
option_has (const xmlNode *option, const char *key)
{
  for (xmlNode *replace = crf_odm_first_extension (option, "Replace"); replace;
       replace = crf_odm_next_extension (replace, "Replace"))
    {
      g_autofree char *other = target_key (replace);

      if (g_str_equal (other, key))
        return TRUE;
    }
  return FALSE;
}

/* Gives @option the value that the document has now, so that a later change of mind brings it back.
 */
static void
add_replace (xmlNode *option, const xmlNode *like, const char *value)
{
  xmlNode *replace = xmlNewChild (option, option->ns, BAD_CAST "Replace", NULL);
  static const char *const names[] = { "Element", "Child", "Attribute" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (crf_odm_attribute (like, names[i]) != NULL)
      xmlNewProp (replace, BAD_CAST names[i], BAD_CAST crf_odm_attribute (like, names[i]));
  xmlNewProp (replace, BAD_CAST "Value", BAD_CAST (value != NULL ? value : ""));
}

static void
complete_options (xmlNode *question, const xmlNode *replace, const char *key, const char *value)
{
  for (xmlNode *option = crf_odm_first_extension (question, "Option"); option;
       option = crf_odm_next_extension (option, "Option"))
    if (!option_has (option, key))
      add_replace (option, replace, value);
}

static void
complete_question (CrfReading *self, xmlNode *question, GHashTable *owners)
{
  for (xmlNode *option = crf_odm_first_extension (question, "Option"); option;
       option = crf_odm_next_extension (option, "Option"))
    for (xmlNode *replace = crf_odm_first_extension (option, "Replace"); replace;
         replace = crf_odm_next_extension (replace, "Replace"))
      {
        g_autofree char *key = target_key (replace);
        const xmlNode *target = find_target (self, replace);
        xmlNode *owner = g_hash_table_lookup (owners, key);
        g_autofree char *present = NULL;

        if (target == NULL)
          {
            crf_reading_error (
                self, replace,
                g_strdup_printf (
                    _("Not exactly one element “%s” with such a child and attribute is there to be "
                      "changed."),
                    crf_odm_attribute (replace, "Element")),
                _("Answering the question would not change the study."),
                _("Correct Element, Child and Attribute of Replace."));
            continue;
          }
        if (owner != NULL && owner != question)
          crf_reading_error (
              self, replace,
              g_strdup_printf (_("Another question, %s, replaces the same attribute."),
                               crf_odm_attribute (owner, "OID")),
              _("Which answer holds would depend on the order."),
              _("Make one question of the two."));
        present = get_present (target, crf_odm_attribute (replace, "Attribute"));
        complete_options (question, replace, key, present);
        g_hash_table_insert (owners, g_steal_pointer (&key), question);
      }
}

void
crf_answers_complete (CrfReading *self)
{
  g_autoptr (GHashTable) owners = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (xmlNode *question = crf_odm_first_extension (self->design, "Question"); question;
       question = crf_odm_next_extension (question, "Question"))
    complete_question (self, question, owners);
}

static xmlNode *
find_option (xmlNode *question, const char *oid)
{
  for (xmlNode *option = crf_odm_first_extension (question, "Option"); option;
       option = crf_odm_next_extension (option, "Option"))
    if (oid != NULL && g_strcmp0 (crf_odm_attribute (option, "OID"), oid) == 0)
      return option;
  return NULL;
}

static void
apply_option (CrfReading *self, xmlNode *option, gboolean is_default)
{
  for (xmlNode *replace = crf_odm_first_extension (option, "Replace"); replace;
       replace = crf_odm_next_extension (replace, "Replace"))
    {
      xmlNode *target = find_target (self, replace);
      const char *name = crf_odm_attribute (replace, "Attribute");
      const char *value = crf_odm_attribute (replace, "Value");
      g_autofree char *present = target != NULL ? get_present (target, name) : NULL;

      if (target == NULL || g_strcmp0 (present, value) == 0)
        continue;
      if (is_default && present != NULL)
        crf_reading_warn (
            self, target,
            g_strdup_printf (_("%s is “%s”, but the default answer of an open question makes it "
                               "“%s”."),
                             name, present, value != NULL ? value : ""),
            _("Who reads the file sees another study than the one that is made from it."),
            _("Write the value of the default answer here."));
      set_present (target, name, value != NULL ? value : "");
    }
}

static xmlNode *
find_question (CrfReading *self, const char *oid)
{
  for (xmlNode *question = crf_odm_first_extension (self->design, "Question"); question;
       question = crf_odm_next_extension (question, "Question"))
    if (g_strcmp0 (crf_odm_attribute (question, "OID"), oid) == 0)
      return question;
  return NULL;
}

static gboolean
check_answers (CrfReading *self, GHashTable *answers, GError **error)
{
  GHashTableIter iter;
  gpointer question_oid, option_oid;

  g_hash_table_iter_init (&iter, answers);
  while (g_hash_table_iter_next (&iter, &question_oid, &option_oid))
    {
      xmlNode *question = find_question (self, question_oid);

      if (question == NULL)
        {
          g_set_error (
              error, CRF_STUDY_ERROR, CRF_STUDY_ERROR_ANSWER,
              _("%s has no open question “%s”. Choose one of those that the study lists."),
              self->name, (char *) question_oid);
          return FALSE;
        }
      if (find_option (question, option_oid) == NULL)
        {
          g_set_error (error, CRF_STUDY_ERROR, CRF_STUDY_ERROR_ANSWER,
                       _("Question “%s” has no answer “%s”. Choose one of those that it lists."),
                       (char *) question_oid, option_oid != NULL ? (char *) option_oid : "");
          return FALSE;
        }
    }
  return TRUE;
}

/* "V1" becomes "V1.1"; a version that was answered before, "V1.1", becomes "V1.2". */
static void
bump_version (CrfReading *self, gboolean answered_before)
{
  const char *oid = crf_odm_attribute (self->mdv, "OID");
  const char *dot = oid != NULL ? strrchr (oid, '.') : NULL;
  g_autofree char *bumped = NULL;
  gint64 n;

  if (oid == NULL)
    return;
  if (answered_before && dot != NULL
      && g_ascii_string_to_signed (dot + 1, 10, 1, 1000000, &n, NULL))
    bumped = g_strdup_printf ("%.*s.%d", (int) (dot - oid), oid, (int) n + 1);
  else
    bumped = g_strdup_printf ("%s.1", oid);
  crf_odm_set_named (self->mdv, "OID", bumped);
}

gboolean
crf_answers_apply (CrfReading *self, GHashTable *answers, gboolean defaults_too, GError **error)
{
  gboolean answered_before = FALSE;
  gboolean answered_now = FALSE;

  if (answers != NULL && !check_answers (self, answers, error))
    return FALSE;
  for (xmlNode *question = crf_odm_first_extension (self->design, "Question"); question;
       question = crf_odm_next_extension (question, "Question"))
    {
      const char *oid = crf_odm_attribute (question, "OID");
      const char *answer
          = answers != NULL && oid != NULL ? g_hash_table_lookup (answers, oid) : NULL;
      const char *before = crf_odm_attribute (question, "Answer");

      answered_before = answered_before || before != NULL;
      if (answer != NULL)
        {
          apply_option (self, find_option (question, answer), FALSE);
          crf_odm_set_named (question, "Answer", answer);
          answered_now = TRUE;
        }
      else if (defaults_too && before == NULL)
        {
          xmlNode *option = find_option (question, crf_odm_attribute (question, "Default"));

          if (option != NULL)
            apply_option (self, option, TRUE);
        }
    }
  if (answered_now)
    bump_version (self, answered_before);
  return TRUE;
}
