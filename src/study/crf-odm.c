/* SPDX-License-Identifier: GPL-3.0-or-later */

/* ODM documents as libxml2 trees. Files come from anywhere: the parser gets no network, loads no
 * DTD, expands no entities (a document that declares any is refused), and has a cap on size;
 * libxml2 caps the depth. */

#include "crf-odm-private.h"

#include "crf-file-read.h"
#include "crf-study-reader.h"

#include <glib/gi18n-lib.h>
#include <libxml/parser.h>
#include <libxml/xmlsave.h>
#include <string.h>

#define NAMESPACE_ODM "http://www.cdisc.org/ns/odm/v"
#define NAMESPACE_ODM_1 "http://www.cdisc.org/ns/odm/v1"
#define NAMESPACE_DEFINE "http://www.cdisc.org/ns/def/"
#define NAMESPACE_DATASET "http://www.cdisc.org/ns/Dataset-XML/"
#define NAMESPACE_EXTENSION "urn:stemward:odm:1"

#define PARSE_OPTIONS                                                                              \
  (XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOBLANKS                  \
   | XML_PARSE_NOCDATA | XML_PARSE_BIG_LINES)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlParserCtxt, xmlFreeParserCtxt)

/* A value that the parser left in pieces is put together, so that readers can borrow it. */
static void
join_attributes (xmlNode *node)
{
  for (xmlAttr *attribute = node->properties; attribute != NULL; attribute = attribute->next)
    {
      xmlChar *value;

      if (attribute->children == NULL
          || (attribute->children->next == NULL && attribute->children->type == XML_TEXT_NODE))
        continue;
      value = xmlNodeListGetString (node->doc, attribute->children, 1);
      xmlFreeNodeList (attribute->children);
      attribute->children = attribute->last = xmlNewDocText (node->doc, value);
      attribute->children->parent = (xmlNode *) attribute;
      xmlFree (value);
    }
}

static xmlNode *
next_in_tree (xmlNode *node)
{
  if (node->type == XML_ELEMENT_NODE && node->children != NULL)
    return node->children;
  while (node != NULL && node->next == NULL)
    node = node->parent;
  return node != NULL ? node->next : NULL;
}

static gboolean
declares_entities (xmlDoc *doc)
{
  xmlDtd *dtd = doc->intSubset;

  return dtd != NULL
         && ((dtd->entities != NULL && xmlHashSize (dtd->entities) > 0)
             || (dtd->pentities != NULL && xmlHashSize (dtd->pentities) > 0));
}

static gboolean
fail_parse (xmlParserCtxt *context, const char *name, GError **error)
{
  const xmlError *last = xmlCtxtGetLastError (context);
  /* What it quotes of the file need not be text. */
  g_autofree char *message = g_utf8_make_valid (last != NULL && last->message != NULL ? last->message : "", -1);

  g_set_error (
      error, CRF_STUDY_ERROR, CRF_STUDY_ERROR_XML,
      _("%s, line %d: the file is not well-formed XML (%s). Get an undamaged copy, or correct it at "
        "this place."),
      name, last != NULL ? last->line : 0, g_strstrip (message));
  return FALSE;
}

xmlDoc *
crf_odm_load_memory (const char *xml, gsize length, const char *name, GError **error)
{
  static gsize initialised;
  g_autoptr (xmlParserCtxt) context = NULL;
  g_autoptr (xmlDoc) doc = NULL;

  if (g_once_init_enter (&initialised))
    {
      xmlInitParser ();
      g_once_init_leave (&initialised, 1);
    }
  if (length > CRF_ODM_MAX_BYTES)
    {
      g_set_error (error, CRF_STUDY_ERROR, CRF_STUDY_ERROR_READ,
                   _("%s is larger than 32 MB. No study definition is; choose another file."),
                   name);
      return NULL;
    }
  context = xmlNewParserCtxt ();
  if (context != NULL)
    doc = xmlCtxtReadMemory (context, xml, (int) length, name, NULL, PARSE_OPTIONS);
  if (doc == NULL || xmlDocGetRootElement (doc) == NULL)
    {
      if (context != NULL)
        fail_parse (context, name, error);
      return NULL;
    }
  if (declares_entities (doc))
    {
      g_set_error (error, CRF_STUDY_ERROR, CRF_STUDY_ERROR_XML,
                   _("%s declares XML entities. They are not expanded, because they can hide "
                     "anything; save the file without a DOCTYPE."),
                   name);
      return NULL;
    }
  for (xmlNode *node = xmlDocGetRootElement (doc); node != NULL; node = next_in_tree (node))
    if (node->type == XML_ELEMENT_NODE)
      join_attributes (node);
  return g_steal_pointer (&doc);
}

xmlDoc *
crf_odm_load_file (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *xml = NULL;
  g_autoptr (GError) cause = NULL;
  gsize length;

  if (!crf_file_read (path, name, CRF_STUDY_MAX_MB, &xml, &length, &cause))
    {
      g_set_error_literal (error, CRF_STUDY_ERROR, CRF_STUDY_ERROR_READ, cause->message);
      return NULL;
    }
  return crf_odm_load_memory (xml, length, name, error);
}

static gboolean
has_namespace (const xmlNode *node, const char *prefix)
{
  for (const xmlNs *ns = node->nsDef; ns != NULL; ns = ns->next)
    if (ns->href != NULL && g_str_has_prefix ((const char *) ns->href, prefix))
      return TRUE;
  return FALSE;
}

static gboolean
has_metadata (const xmlNode *root, gboolean *has_forms)
{
  gboolean found = FALSE;

  for (xmlNode *study = crf_odm_first (root, "Study"); study; study = crf_odm_next (study, "Study"))
    for (xmlNode *mdv = crf_odm_first (study, "MetaDataVersion"); mdv;
         mdv = crf_odm_next (mdv, "MetaDataVersion"))
      {
        if (crf_odm_first (mdv, "FormDef") != NULL || crf_odm_first (mdv, "Include") != NULL)
          *has_forms = TRUE;
        if (*has_forms || crf_odm_first (mdv, "ItemGroupDef") != NULL
            || crf_odm_first (mdv, "ItemDef") != NULL
            || crf_odm_first (mdv, "StudyEventDef") != NULL)
          found = TRUE;
      }
  return found;
}

static const char *
find_other_kind (const xmlNode *root)
{
  const char *version = crf_odm_attribute (root, "ODMVersion");
  gboolean has_forms = FALSE;
  gboolean metadata;

  if (g_strcmp0 ((const char *) root->name, "ODM") != 0)
    return _("%s is not a CDISC ODM file. Choose an ODM 1.3 file with a study definition.");
  if ((root->ns != NULL && g_str_has_prefix ((const char *) root->ns->href, NAMESPACE_ODM "2"))
      || (version != NULL && g_str_has_prefix (version, "2")))
    return _("%s is an ODM 2.0 file. Stemward reads ODM 1.3; ask the sender for an ODM 1.3.2 export.");
  if (!crf_odm_is (root, "ODM"))
    return _("%s is not a CDISC ODM file. Choose an ODM 1.3 file with a study definition.");
  if (has_namespace (root, NAMESPACE_DATASET))
    return _("%s is a Dataset-XML file: datasets of an analysis, without forms. Choose an ODM 1.3 "
             "file with a study definition.");
  metadata = has_metadata (root, &has_forms);
  if (has_namespace (root, NAMESPACE_DEFINE) && !has_forms)
    return _("%s is a Define-XML file: it describes datasets of an analysis, not forms. Choose an "
             "ODM 1.3 file with a study definition.");
  if (!metadata)
    return _("%s holds no study definition, only data or settings. Choose the ODM file that "
             "describes the forms.");
  return NULL;
}

gboolean
crf_odm_check_kind (xmlDoc *doc, const char *name, GError **error)
{
  const char *format = find_other_kind (xmlDocGetRootElement (doc));
  g_auto (GStrv) parts = NULL;

  if (format == NULL)
    return TRUE;
  parts = g_strsplit (format, "%s", 2);
  g_set_error (error, CRF_STUDY_ERROR, CRF_STUDY_ERROR_KIND, "%s%s%s", parts[0], name,
               parts[0] != NULL && parts[1] != NULL ? parts[1] : "");
  return FALSE;
}

char *
crf_odm_to_text (xmlDoc *doc)
{
  xmlBuffer *buffer = xmlBufferCreate ();
  xmlSaveCtxt *save = xmlSaveToBuffer (buffer, "UTF-8", XML_SAVE_FORMAT);
  char *text;

  xmlSaveDoc (save, doc);
  xmlSaveClose (save);
  text = g_strdup ((const char *) xmlBufferContent (buffer));
  xmlBufferFree (buffer);
  return text;
}

gboolean
crf_odm_is (const xmlNode *node, const char *name)
{
  const char *href;

  if (node == NULL || node->type != XML_ELEMENT_NODE
      || strcmp ((const char *) node->name, name) != 0)
    return FALSE;
  href = node->ns != NULL ? (const char *) node->ns->href : NULL;
  return href == NULL || href[0] == '\0' || g_str_has_prefix (href, NAMESPACE_ODM_1);
}

gboolean
crf_odm_is_extension (const xmlNode *node, const char *name)
{
  return node != NULL && node->type == XML_ELEMENT_NODE
         && strcmp ((const char *) node->name, name) == 0 && node->ns != NULL
         && g_strcmp0 ((const char *) node->ns->href, NAMESPACE_EXTENSION) == 0;
}

static xmlNode *
search (xmlNode *node, const char *name, gboolean (*is) (const xmlNode *, const char *))
{
  while (node != NULL && !is (node, name))
    node = node->next;
  return node;
}

xmlNode *
crf_odm_first (const xmlNode *parent, const char *name)
{
  return parent != NULL ? search (parent->children, name, crf_odm_is) : NULL;
}

xmlNode *
crf_odm_next (const xmlNode *node, const char *name)
{
  return search (node->next, name, crf_odm_is);
}

xmlNode *
crf_odm_first_extension (const xmlNode *parent, const char *name)
{
  return parent != NULL ? search (parent->children, name, crf_odm_is_extension) : NULL;
}

xmlNode *
crf_odm_next_extension (const xmlNode *node, const char *name)
{
  return search (node->next, name, crf_odm_is_extension);
}

static gboolean
is_element (const xmlNode *node, const char *name)
{
  return node->type == XML_ELEMENT_NODE;
}

xmlNode *
crf_odm_first_element (const xmlNode *parent)
{
  return parent != NULL ? search (parent->children, NULL, is_element) : NULL;
}

xmlNode *
crf_odm_next_element (const xmlNode *node)
{
  return search (node->next, NULL, is_element);
}

static xmlAttr *
find_attribute (const xmlNode *node, const char *name, const char *href)
{
  for (xmlAttr *attribute = node->properties; attribute != NULL; attribute = attribute->next)
    if (strcmp ((const char *) attribute->name, name) == 0
        && g_strcmp0 (attribute->ns != NULL ? (const char *) attribute->ns->href : NULL, href) == 0)
      return attribute;
  return NULL;
}

static const char *
attribute_value (const xmlAttr *attribute)
{
  if (attribute == NULL || attribute->children == NULL || attribute->children->content == NULL
      || attribute->children->content[0] == '\0')
    return NULL;
  return (const char *) attribute->children->content;
}

const char *
crf_odm_attribute (const xmlNode *node, const char *name)
{
  return attribute_value (find_attribute (node, name, NULL));
}

const char *
crf_odm_extension_attribute (const xmlNode *node, const char *name)
{
  return attribute_value (find_attribute (node, name, NAMESPACE_EXTENSION));
}

const char *
crf_odm_get_named (const xmlNode *node, const char *name)
{
  if (g_str_has_prefix (name, "sw:"))
    return crf_odm_extension_attribute (node, name + 3);
  return crf_odm_attribute (node, name);
}

void
crf_odm_set_named (xmlNode *node, const char *name, const char *value)
{
  gboolean extension = g_str_has_prefix (name, "sw:");
  const char *local = extension ? name + 3 : name;
  xmlAttr *attribute = find_attribute (node, local, extension ? NAMESPACE_EXTENSION : NULL);
  xmlNs *ns;

  if (value[0] == '\0')
    {
      if (attribute != NULL)
        xmlRemoveProp (attribute);
      return;
    }
  if (!extension)
    {
      xmlSetProp (node, BAD_CAST local, BAD_CAST value);
      return;
    }
  ns = xmlSearchNsByHref (node->doc, node, BAD_CAST NAMESPACE_EXTENSION);
  if (ns == NULL)
    ns = xmlNewNs (xmlDocGetRootElement (node->doc), BAD_CAST NAMESPACE_EXTENSION, BAD_CAST "sw");
  xmlSetNsProp (node, ns, BAD_CAST local, BAD_CAST value);
}

const char *
crf_odm_language (const xmlNode *node)
{
  return attribute_value (find_attribute (node, "lang", (const char *) XML_XML_NAMESPACE));
}

char *
crf_odm_content (const xmlNode *node)
{
  xmlChar *content = xmlNodeGetContent (node);
  char *text = g_strdup (content != NULL ? (const char *) content : "");

  xmlFree (content);
  return g_strstrip (text);
}
