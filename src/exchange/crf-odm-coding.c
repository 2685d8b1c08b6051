/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What words were coded with, in ODM's own terms: an annotation beside the words with a flag for each part (AELLT, AELLTCD, AEDECOD …). The dictionary is an
 * external code list of the metadata, with its version; what the flags are called is another. */

#include "crf-odm-private.h"

#include <string.h>

#define NAMES "CL.SW.CODING"

static char *
list_of (const CrfCodableTerm *term)
{
  g_autofree char *oid = g_strdup_printf ("CL.SW.%s", term->parts[CRF_CODED_DICTIONARY]);

  return g_strdelimit (g_steal_pointer (&oid), " ", '.');
}

/* ── Metadata ── */

static xmlNode *
add_list (xmlNode *before,
          const char *oid,
          const char *name)
{
  xmlNode *list = xmlNewDocNode (before->doc, before->ns, (const xmlChar *) "CodeList", NULL);

  xmlNewProp (list, (const xmlChar *) "OID", (const xmlChar *) oid);
  xmlNewProp (list, (const xmlChar *) "Name", (const xmlChar *) name);
  xmlNewProp (list, (const xmlChar *) "DataType", (const xmlChar *) "text");
  return xmlAddNextSibling (before, list);
}

static void
add_names (xmlNode *list,
           CrfStudy *study,
           const char *const *concepts)
{
  for (; *concepts != NULL; concepts++)
    {
      const CrfItem *item = crf_study_find_item_by_concept (study, *concepts);

      for (guint part = 0; item != NULL && crf_coding_is_of (item) && part < CRF_N_CODED; part++)
        {
          g_autofree char *name = crf_coding_variable (item, (CrfCodedPart) part);
          xmlNode *one = xmlNewChild (list, list->ns, (const xmlChar *) "EnumeratedItem", NULL);

          xmlNewProp (one, (const xmlChar *) "CodedValue", (const xmlChar *) name);
        }
    }
}

/* The last code list of the metadata, else the last item definition: what a further list stands behind. */
static xmlNode *
find_place (xmlNode *study)
{
  xmlNode *place = NULL;

  for (xmlNode *version = study->children; version != NULL; version = version->next)
    if (version->type == XML_ELEMENT_NODE && strcmp ((const char *) version->name, "MetaDataVersion") == 0)
      for (xmlNode *child = version->children; child != NULL; child = child->next)
        if (child->type == XML_ELEMENT_NODE && (strcmp ((const char *) child->name, "CodeList") == 0 || strcmp ((const char *) child->name, "ItemDef") == 0))
          place = child;
  return place;
}

/* What was coded with which release: their OIDs. */
static GHashTable *
find_releases (const GPtrArray *terms)
{
  GHashTable *releases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < terms->len; i++)
    {
      const CrfCodableTerm *term = g_ptr_array_index (terms, i);

      if (term->state == CRF_CODING_CODED)
        g_hash_table_insert (releases, list_of (term), term->parts[CRF_CODED_DICTIONARY]);
    }
  return releases;
}

gboolean
crf_odm_out_add_coding_lists (CrfOdmOut *self,
                              xmlNode *study,
                              GError **error)
{
  static const char *const concepts[] = { "ae.term", "mh.term", NULL };
  g_autoptr (GPtrArray) terms = NULL;
  g_autoptr (GHashTable) releases = NULL;
  xmlNode *place = find_place (study);
  GHashTableIter iter;
  gpointer oid, name;

  if (!crf_reader_has_codings (self->session) || self->options->transactional || place == NULL)
    return TRUE;
  terms = crf_reader_codable_terms (self->session, NULL, error);
  if (terms == NULL)
    return FALSE;
  releases = find_releases (terms);
  if (g_hash_table_size (releases) == 0)
    return TRUE;
  place = add_list (place, NAMES, "Variables of a coding");
  add_names (place, self->study, concepts);
  g_hash_table_iter_init (&iter, releases);
  while (g_hash_table_iter_next (&iter, &oid, &name))
    {
      g_auto (GStrv) parts = g_strsplit (name, " ", 3);
      xmlNode *list = add_list (place, oid, name), *external = xmlNewChild (list, list->ns, (const xmlChar *) "ExternalCodeList", NULL);

      xmlNewProp (external, (const xmlChar *) "Dictionary", (const xmlChar *) parts[0]);
      xmlNewProp (external, (const xmlChar *) "Version", (const xmlChar *) (parts[0] != NULL && parts[1] != NULL ? parts[1] : ""));
    }
  return TRUE;
}

/* ── Data ── */

static void
write_flag (CrfOdmOut *self,
            const char *list,
            const char *name,
            const char *value)
{
  crf_odm_out_start (self, "Flag");
  crf_odm_out_start (self, "FlagValue");
  crf_odm_out_attribute (self, "CodeListOID", list);
  crf_odm_out_text (self, value);
  crf_odm_out_end (self);
  crf_odm_out_start (self, "FlagType");
  crf_odm_out_attribute (self, "CodeListOID", NAMES);
  crf_odm_out_text (self, name);
  crf_odm_out_end (self);
  crf_odm_out_end (self);
}

void
crf_odm_out_write_coding (CrfOdmOut *self,
                          const CrfItem *item,
                          const CrfCodableTerm *term,
                          guint number)
{
  g_autofree char *list = NULL, *seq = g_strdup_printf ("%u", number);

  if (term == NULL || term->state != CRF_CODING_CODED)
    return;
  list = list_of (term);
  crf_odm_out_start (self, "Annotation");
  crf_odm_out_attribute (self, "SeqNum", seq);
  crf_odm_out_element (self, "Comment", term->parts[CRF_CODED_DICTIONARY]);
  for (guint part = 0; part < CRF_CODED_DICTIONARY; part++)
    {
      g_autofree char *name = crf_coding_variable (item, (CrfCodedPart) part);

      write_flag (self, list, name, term->parts[part]);
    }
  crf_odm_out_end (self);
}
