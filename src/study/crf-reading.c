/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What all steps of reading a study definition share: faults with their place, and attributes by
 * type. */

#include "crf-reading-private.h"

#include "crf-number.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
crf_fault_free (CrfFault *fault)
{
  if (fault == NULL)
    return;
  g_free (fault->file);
  g_free (fault->oid);
  g_free (fault->what);
  g_free (fault->harm);
  g_free (fault->remedy);
  g_free (fault);
}

static gboolean
has_events (const xmlNode *mdv)
{
  return crf_odm_first (mdv, "Protocol") != NULL || crf_odm_first (mdv, "StudyEventDef") != NULL;
}

/* The first Study with events, or else with any metadata; in it the last MetaDataVersion, which ODM
 * has be the newest. */
static void
choose_version (CrfReading *self)
{
  xmlNode *root = xmlDocGetRootElement (self->doc);
  gboolean chosen_has_events = FALSE;
  int n = 0;

  for (xmlNode *study = crf_odm_first (root, "Study"); study; study = crf_odm_next (study, "Study"))
    for (xmlNode *mdv = crf_odm_first (study, "MetaDataVersion"); mdv;
         mdv = crf_odm_next (mdv, "MetaDataVersion"))
      {
        if (self->study_node == NULL || (!chosen_has_events && has_events (mdv)))
          self->study_node = study;
        if (self->study_node == study)
          {
            self->mdv = mdv;
            chosen_has_events = chosen_has_events || has_events (mdv);
          }
        n++;
      }
  self->design = crf_odm_first_extension (self->mdv, "Design");
  if (n > 1)
    crf_reading_warn (
        self, self->mdv,
        g_strdup_printf (_("The file holds %d versions of metadata; only the last of the first "
                           "study is read."),
                         n),
        _("Forms of the other versions are missing from this study."),
        _("Export the version that you mean into a file of its own."));
}

CrfReading *
crf_reading_new (xmlDoc *doc, const char *name)
{
  CrfReading *self = g_new0 (CrfReading, 1);

  self->name = g_strdup (name);
  self->doc = doc;
  self->study = crf_study_new ();
  self->faults = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_fault_free);
  self->nodes = g_hash_table_new (NULL, NULL);
  self->names = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < G_N_ELEMENTS (self->rules); i++)
    self->rules[i] = g_hash_table_new (g_str_hash, g_str_equal);
  choose_version (self);
  return self;
}

void
crf_reading_free (CrfReading *self)
{
  if (self == NULL)
    return;
  xmlFreeDoc (self->doc);
  g_ptr_array_unref (self->faults);
  for (guint i = 0; i < G_N_ELEMENTS (self->rules); i++)
    g_hash_table_unref (self->rules[i]);
  g_hash_table_unref (self->nodes);
  g_clear_pointer (&self->oids, g_hash_table_unref);
  g_clear_pointer (&self->double_oids, g_hash_table_unref);
  g_ptr_array_unref (self->names);
  g_clear_pointer (&self->study, crf_study_unref);
  g_free (self->name);
  g_free (self);
}

static const char *
find_file (const CrfReading *self, const xmlNode *node)
{
  for (; node != NULL && node->type == XML_ELEMENT_NODE; node = node->parent)
    if (node->_private != NULL)
      return node->_private;
  return self->name;
}

static const char *
find_oid (const xmlNode *node)
{
  for (; node != NULL && node->type == XML_ELEMENT_NODE; node = node->parent)
    {
      const char *oid = crf_odm_attribute (node, "OID");

      if (oid != NULL)
        return oid;
    }
  return NULL;
}

void
crf_reading_fault (CrfReading *self,
                   const xmlNode *node,
                   CrfFaultLevel level,
                   char *what,
                   const char *harm,
                   const char *remedy)
{
  CrfFault *fault = g_new0 (CrfFault, 1);

  fault->level = level;
  fault->file = g_strdup (find_file (self, node));
  fault->line = node != NULL ? (int) xmlGetLineNo (node) : 0;
  fault->oid = g_strdup (find_oid (node));
  fault->what = what;
  fault->harm = g_strdup (harm);
  fault->remedy = g_strdup (remedy);
  g_ptr_array_add (self->faults, fault);
}

const CrfFault *
crf_reading_first_error (const CrfReading *self)
{
  for (guint i = 0; i < self->faults->len; i++)
    {
      const CrfFault *fault = g_ptr_array_index (self->faults, i);

      if (fault->level == CRF_FAULT_ERROR)
        return fault;
    }
  return NULL;
}

void
crf_reading_place (CrfReading *self, gconstpointer structure, xmlNode *node)
{
  g_hash_table_insert (self->nodes, (gpointer) structure, node);
}

xmlNode *
crf_reading_node (const CrfReading *self, gconstpointer structure)
{
  return g_hash_table_lookup (self->nodes, structure);
}

void
crf_reading_set_file (CrfReading *self, xmlNode *node, const char *name)
{
  for (guint i = 0; i < self->names->len; i++)
    if (g_str_equal (g_ptr_array_index (self->names, i), name))
      {
        node->_private = g_ptr_array_index (self->names, i);
        return;
      }
  g_ptr_array_add (self->names, g_strdup (name));
  node->_private = g_ptr_array_index (self->names, self->names->len - 1);
}

static void
fault_attribute (CrfReading *self,
                 const xmlNode *node,
                 const char *name,
                 const char *value,
                 const char *expected)
{
  crf_reading_error (
      self, node,
      g_strdup_printf (_("Attribute %s of %s is “%s”."), name, (const char *) node->name, value),
      _("Its meaning for the study is not known."), expected);
}

const char *
crf_reading_string (CrfReading *self, const xmlNode *node, const char *name)
{
  return crf_study_intern (self->study, crf_odm_get_named (node, name));
}

int
crf_reading_int (CrfReading *self, const xmlNode *node, const char *name, int unset)
{
  const char *value = crf_odm_get_named (node, name);
  gint64 number;

  if (value == NULL)
    return unset;
  if (!g_ascii_string_to_signed (value, 10, -1000000, 1000000, &number, NULL))
    {
      fault_attribute (self, node, name, value, _("Write a whole number."));
      return unset;
    }
  return (int) number;
}

double
crf_reading_number (CrfReading *self, const xmlNode *node, const char *name, double unset)
{
  const char *value = crf_odm_get_named (node, name);
  double number;

  if (value == NULL)
    return unset;
  if (strchr (value, ',') != NULL || !crf_number_parse_plain (value, &number, NULL))
    {
      fault_attribute (self, node, name, value,
                       _("Write a number, with a point for the decimals."));
      return unset;
    }
  return number;
}

gboolean
crf_reading_yes (CrfReading *self, const xmlNode *node, const char *name, gboolean unset)
{
  const char *value = crf_odm_get_named (node, name);

  if (value == NULL)
    return unset;
  if (g_str_equal (value, "Yes"))
    return TRUE;
  if (!g_str_equal (value, "No"))
    {
      fault_attribute (self, node, name, value, _("Write Yes or No."));
      return unset;
    }
  return FALSE;
}

const char *
crf_reading_word (CrfReading *self, const xmlNode *node, const char *name, const char *const *words)
{
  const char *value = crf_odm_get_named (node, name);
  g_autofree char *list = NULL;
  g_autofree char *expected = NULL;

  if (value == NULL)
    return NULL;
  if (g_strv_contains (words, value))
    return crf_study_intern (self->study, value);
  list = g_strjoinv (", ", (char **) words);
  expected = g_strdup_printf (_("Write one of: %s."), list);
  fault_attribute (self, node, name, value, expected);
  return NULL;
}

GPtrArray *
crf_reading_words (CrfReading *self, const xmlNode *node, const char *name)
{
  const char *value = crf_odm_get_named (node, name);
  g_auto (GStrv) parts = NULL;
  GPtrArray *words;

  if (value == NULL)
    return NULL;
  words = crf_study_new_array (self->study);
  parts = g_strsplit_set (value, " \t\r\n", -1);
  for (char **part = parts; *part != NULL; part++)
    if (**part != '\0')
      g_ptr_array_add (words, (gpointer) crf_study_intern (self->study, *part));
  return words;
}

const char *
crf_reading_oid (CrfReading *self, const xmlNode *node)
{
  const char *oid = crf_odm_attribute (node, "OID");

  if (oid == NULL)
    crf_reading_error (self, node,
                       g_strdup_printf (_("%s has no OID."), (const char *) node->name),
                       _("Nothing can refer to it, and its data could not be stored."),
                       _("Give it an OID that nothing else has."));
  return crf_study_intern (self->study, oid);
}

static void
fault_twice (CrfReading *self, xmlNode *node, const xmlNode *first)
{
  crf_reading_error (self, node,
                     g_strdup_printf (_("The OID “%s” is there twice; the first is at line %ld."),
                                      crf_odm_attribute (node, "OID"), xmlGetLineNo (first)),
                     _("Data of the one could be taken for data of the other."),
                     _("Give each element an OID of its own."));
}

void
crf_reading_dangling (CrfReading *self, const xmlNode *node, const char *kind, const char *oid)
{
  crf_reading_error (self, node,
                     g_strdup_printf (_("It refers to %s “%s”, which is not there."), kind, oid),
                     _("What is behind the reference cannot be collected or checked."),
                     _("Add the element, or correct or remove the reference."));
}

const char *
crf_reading_claim (CrfReading *self, xmlNode *node, GHashTable *table, gpointer structure)
{
  const char *oid = crf_reading_oid (self, node);

  if (oid == NULL)
    return NULL;
  if (g_hash_table_contains (table, oid))
    {
      fault_twice (self, node, crf_reading_node (self, g_hash_table_lookup (table, oid)));
      return NULL;
    }
  g_hash_table_insert (table, (gpointer) oid, structure);
  crf_reading_place (self, structure, node);
  return oid;
}

const char *
crf_reading_name (CrfReading *self, xmlNode *node, const char *oid)
{
  const char *name = crf_reading_string (self, node, "Name");

  if (name != NULL)
    return name;
  crf_reading_warn (self, node, g_strdup_printf (_("%s has no name."), (const char *) node->name),
                    _("People see its OID instead."), _("Give it a Name."));
  return oid;
}

static void
add_language (CrfStudy *study, const char *language)
{
  if (language == NULL)
    return;
  for (guint i = 0; i < study->languages->len; i++)
    if (g_ascii_strcasecmp (g_ptr_array_index (study->languages, i), language) == 0)
      return;
  g_ptr_array_add (study->languages, (gpointer) crf_study_intern (study, language));
}

const CrfText *
crf_reading_text (CrfReading *self, const xmlNode *parent)
{
  static const char *const wanted[] = { "en", "zh-CN" };
  CrfText *text = NULL;

  for (xmlNode *node = crf_odm_first (parent, "TranslatedText"); node;
       node = crf_odm_next (node, "TranslatedText"))
    {
      g_autofree char *content = crf_odm_content (node);
      const char *language = crf_odm_language (node);

      if (content[0] == '\0')
        continue;
      if (text == NULL)
        text = crf_study_new_text (self->study);
      crf_study_add_text (self->study, text, language, content);
      add_language (self->study, language);
    }
  for (guint i = 0; text != NULL && self->design != NULL && i < G_N_ELEMENTS (wanted); i++)
    {
      gboolean found = FALSE;

      for (guint j = 0; j < text->languages->len; j++)
        found
            = found || g_ascii_strcasecmp (g_ptr_array_index (text->languages, j), wanted[i]) == 0;
      if (!found)
        crf_reading_warn (
            self, parent,
            g_strdup_printf (_("The text “%s” is missing in %s."),
                             (char *) g_ptr_array_index (text->texts, 0), wanted[i]),
            _("A reader of that language sees another language, and may answer wrongly."),
            _("Add a TranslatedText with this xml:lang."));
    }
  return text;
}

const char *
crf_reading_expression (CrfReading *self, const xmlNode *parent)
{
  const xmlNode *other = NULL;

  for (xmlNode *node = crf_odm_first (parent, "FormalExpression"); node;
       node = crf_odm_next (node, "FormalExpression"))
    {
      g_autofree char *content = NULL;

      if (g_strcmp0 (crf_odm_attribute (node, "Context"), "SQL/1") != 0)
        {
          other = node;
          continue;
        }
      content = crf_odm_content (node);
      if (content[0] != '\0')
        return crf_study_intern (self->study, content);
      crf_reading_error (self, node, g_strdup (_("The expression is empty.")),
                         _("What it should check or compute is never done."),
                         _("Write the expression, or remove the element."));
    }
  if (other != NULL)
    crf_reading_warn (
        self, other,
        g_strdup_printf (_("The expression is written for “%s”; only SQL/1 can be evaluated."),
                         crf_odm_attribute (other, "Context") != NULL
                             ? crf_odm_attribute (other, "Context")
                             : ""),
        _("The rule is kept as text, but is not applied to any patient."),
        _("Add a FormalExpression with Context=\"SQL/1\" that says the same."));
  return NULL;
}

const char *
crf_reading_alias (CrfReading *self, const xmlNode *node, const char *context)
{
  for (xmlNode *alias = crf_odm_first (node, "Alias"); alias; alias = crf_odm_next (alias, "Alias"))
    if (g_strcmp0 (crf_odm_attribute (alias, "Context"), context) == 0)
      return crf_reading_string (self, alias, "Name");
  return NULL;
}
