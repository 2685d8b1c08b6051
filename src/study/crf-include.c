/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Resolves the one Include of a study: the definitions that the study refers to and does not define
 * itself are copied from the library whose FileOID is the study's PriorFileOID. What the study
 * defines replaces the library's element whole. Definitions of the library that nothing refers to
 * stay away, so that a study has no items that it never collects. */

#include "crf-reading-private.h"

#include <glib/gi18n-lib.h>
#include <libxml/xmlstring.h>
#include <string.h>

/* The definitions of a MetaDataVersion, in the order that ODM prescribes. */
static const char *const definition_names[] = {
  "StudyEventDef",    "FormDef",      "ItemGroupDef", "ItemDef",   "CodeList",
  "ImputationMethod", "Presentation", "ConditionDef", "MethodDef",
};

/* The attributes that refer to them. */
static const char *const reference_names[] = {
  "StudyEventOID",   "FormOID",
  "ItemGroupOID",    "ItemOID",
  "CodeListOID",     "ImputationMethodOID",
  "PresentationOID", "CollectionExceptionConditionOID",
  "MethodOID",
};

typedef struct
{
  CrfReading *reading;
  const char *library_name;
  GHashTable *own[G_N_ELEMENTS (definition_names)];     /* OID → xmlNode of the study */
  GHashTable *library[G_N_ELEMENTS (definition_names)]; /* OID → xmlNode of the library */
  GPtrArray *pending;                                   /* xmlNode: to be searched for references */
} Include;

static void
fault_library (CrfReading *self, xmlNode *include, char *what)
{
  crf_reading_error (
      self, include, what, _("The forms of the library are missing from the study."),
      _("Put the library file into the folder of forms, or correct the reference to it."));
}

/* Loads the file in @library_dir whose FileOID is @file_oid. */
static xmlDoc *
find_library (CrfReading *self,
              xmlNode *include,
              const char *library_dir,
              const char *file_oid,
              char **library_name)
{
  g_autoptr (GDir) dir = g_dir_open (library_dir, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (xmlDoc) found = NULL;
  const char *entry;

  while (dir != NULL && (entry = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (entry, ".xml"))
      g_ptr_array_add (names, g_strdup (entry));
  g_ptr_array_sort (names, (GCompareFunc) (void (*) (void)) g_strcmp0);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (library_dir, g_ptr_array_index (names, i), NULL);
      g_autoptr (xmlDoc) doc = crf_odm_load_file (path, NULL);

      if (doc == NULL
          || g_strcmp0 (crf_odm_attribute (xmlDocGetRootElement (doc), "FileOID"), file_oid) != 0)
        continue;
      if (found != NULL)
        {
          fault_library (self, include,
                         g_strdup_printf (_("The library “%s” is there twice: %s and %s."),
                                          file_oid, *library_name,
                                          (char *) g_ptr_array_index (names, i)));
          return NULL;
        }
      found = g_steal_pointer (&doc);
      *library_name = g_strdup (g_ptr_array_index (names, i));
    }
  if (found == NULL)
    fault_library (
        self, include,
        g_strdup_printf (_("The library “%s” is not in the folder %s."), file_oid, library_dir));
  return g_steal_pointer (&found);
}

static xmlNode *
find_version (xmlDoc *doc, const xmlNode *include, const xmlNode *not_this)
{
  const char *study_oid = crf_odm_attribute (include, "StudyOID");
  const char *version_oid = crf_odm_attribute (include, "MetaDataVersionOID");
  xmlNode *root = xmlDocGetRootElement (doc);

  for (xmlNode *study = crf_odm_first (root, "Study"); study; study = crf_odm_next (study, "Study"))
    for (xmlNode *mdv = crf_odm_first (study, "MetaDataVersion"); mdv;
         mdv = crf_odm_next (mdv, "MetaDataVersion"))
      if (mdv != not_this
          && (study_oid == NULL || g_strcmp0 (crf_odm_attribute (study, "OID"), study_oid) == 0)
          && (version_oid == NULL || g_strcmp0 (crf_odm_attribute (mdv, "OID"), version_oid) == 0))
        return mdv;
  return NULL;
}

static int
definition_kind (const xmlNode *node)
{
  for (guint i = 0; i < G_N_ELEMENTS (definition_names); i++)
    if (crf_odm_is (node, definition_names[i]))
      return (int) i;
  return -1;
}

static void
collect_definitions (xmlNode *mdv, GHashTable **tables)
{
  for (xmlNode *node = crf_odm_first_element (mdv); node; node = crf_odm_next_element (node))
    {
      int kind = definition_kind (node);
      const char *oid = crf_odm_attribute (node, "OID");

      if (kind >= 0 && oid != NULL && !g_hash_table_contains (tables[kind], oid))
        g_hash_table_insert (tables[kind], g_strdup (oid), node);
    }
}

static void
move_namespace (xmlNode *node, const xmlNs *from, xmlNs *to)
{
  if (node->ns == from)
    node->ns = to;
  for (xmlAttr *attribute = node->properties; attribute != NULL; attribute = attribute->next)
    if (attribute->ns == from)
      attribute->ns = to;
  for (xmlNode *child = crf_odm_first_element (node); child; child = crf_odm_next_element (child))
    move_namespace (child, from, to);
}

/* A copied element declares its namespaces again; drops what its new place declares already. */
static void
drop_declarations (xmlNode *copy)
{
  xmlNs **link = &copy->nsDef;

  while (*link != NULL)
    {
      xmlNs *ns = *link;
      xmlNs *outer = xmlSearchNs (copy->doc, copy->parent, ns->prefix);

      if (outer == NULL || !xmlStrEqual (outer->href, ns->href))
        {
          link = &ns->next;
          continue;
        }
      move_namespace (copy, ns, outer);
      *link = ns->next;
      xmlFreeNs (ns);
    }
}

/* Copies a definition of the library behind the study's last element of its kind or of an earlier
 * one. */
static xmlNode *
copy_definition (Include *self, xmlNode *node, int kind)
{
  xmlNode *copy = xmlDocCopyNode (node, self->reading->doc, 1);
  xmlNode *after = NULL;

  for (xmlNode *child = crf_odm_first_element (self->reading->mdv); child;
       child = crf_odm_next_element (child))
    {
      int other = definition_kind (child);

      if (crf_odm_is (child, "Protocol") || crf_odm_is (child, "Include")
          || (other >= 0 && other <= kind))
        after = child;
    }
  if (after != NULL)
    xmlAddNextSibling (after, copy);
  else if (self->reading->mdv->children != NULL)
    xmlAddPrevSibling (self->reading->mdv->children, copy);
  else
    xmlAddChild (self->reading->mdv, copy);
  drop_declarations (copy);
  crf_reading_set_file (self->reading, copy, self->library_name);
  return copy;
}

static void
want (Include *self, int kind, const char *oid)
{
  xmlNode *node;

  if (oid == NULL || g_hash_table_contains (self->own[kind], oid))
    return;
  node = g_hash_table_lookup (self->library[kind], oid);
  if (node == NULL) /* dangling: said where the model is built */
    return;
  node = copy_definition (self, node, kind);
  g_hash_table_insert (self->own[kind], g_strdup (oid), node);
  g_ptr_array_add (self->pending, node);
}

static void
want_references (Include *self, const xmlNode *node)
{
  for (guint i = 0; i < G_N_ELEMENTS (reference_names); i++)
    want (self, (int) i, crf_odm_attribute (node, reference_names[i]));
  if (crf_odm_is_extension (node, "Criterion") && crf_odm_attribute (node, "PartOIDs") != NULL)
    {
      g_auto (GStrv) parts = g_strsplit_set (crf_odm_attribute (node, "PartOIDs"), " \t\r\n", -1);

      for (char **part = parts; *part != NULL; part++)
        want (self, 3, *part);
    }
  for (xmlNode *child = crf_odm_first_element (node); child; child = crf_odm_next_element (child))
    want_references (self, child);
}

static void
take_in (CrfReading *self, xmlNode *library_mdv, const char *library_name)
{
  Include include = { self, library_name, { NULL }, { NULL }, NULL };

  include.pending = g_ptr_array_new ();
  for (guint i = 0; i < G_N_ELEMENTS (definition_names); i++)
    {
      include.own[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      include.library[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    }
  collect_definitions (self->mdv, include.own);
  collect_definitions (library_mdv, include.library);

  want_references (&include, self->mdv);
  for (guint i = 0; i < include.pending->len; i++)
    want_references (&include, g_ptr_array_index (include.pending, i));

  for (guint i = 0; i < G_N_ELEMENTS (definition_names); i++)
    {
      g_hash_table_unref (include.own[i]);
      g_hash_table_unref (include.library[i]);
    }
  g_ptr_array_unref (include.pending);
}

void
crf_include_resolve (CrfReading *self, const char *library_dir)
{
  xmlNode *root = xmlDocGetRootElement (self->doc);
  xmlNode *include = crf_odm_first (self->mdv, "Include");
  g_autoptr (xmlDoc) library = NULL;
  g_autofree char *library_name = NULL;
  const char *file_oid;
  xmlNode *version;

  if (include == NULL)
    return;
  version = find_version (self->doc, include, self->mdv);
  if (version == NULL)
    {
      file_oid = crf_odm_attribute (include, "PriorFileOID");
      if (file_oid == NULL)
        file_oid = crf_odm_attribute (root, "PriorFileOID");
      if (file_oid == NULL || library_dir == NULL)
        {
          fault_library (self, include,
                         g_strdup (_("Include names no library file (PriorFileOID).")));
          return;
        }
      library = find_library (self, include, library_dir, file_oid, &library_name);
      if (library == NULL)
        return;
      self->study->library = g_build_filename (library_dir, library_name, NULL);
      version = find_version (library, include, NULL);
    }
  if (version == NULL || crf_odm_first (version, "Include") != NULL)
    {
      fault_library (
          self, include,
          version == NULL ? g_strdup_printf (
              _("%s does not hold the MetaDataVersion that Include names."), library_name)
                          : g_strdup (_("The included library has an Include of its own.")));
      return;
    }
  take_in (self, version, library_name != NULL ? library_name : self->name);
  xmlUnlinkNode (include);
  xmlFreeNode (include);
}
