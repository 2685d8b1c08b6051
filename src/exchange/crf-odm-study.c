/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The definition as it is in the study file, and the people and the site that audit records and signatures refer to. */

#include "crf-odm-private.h"

#include <glib/gi18n-lib.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <string.h>

static gboolean
is_foreign (const xmlNs *ns)
{
  return ns != NULL && ns->href != NULL && strcmp ((const char *) ns->href, CRF_ODM_NAMESPACE) != 0
         && strcmp ((const char *) ns->href, "http://www.w3.org/XML/1998/namespace") != 0;
}

/* Takes everything out that is not ODM's own. */
static void
make_plain (xmlNode *node)
{
  xmlNode *next;

  for (xmlNode *child = node->children; child != NULL; child = next)
    {
      next = child->next;
      if (child->type == XML_ELEMENT_NODE && is_foreign (child->ns))
        {
          xmlUnlinkNode (child);
          xmlFreeNode (child);
        }
      else if (child->type == XML_ELEMENT_NODE)
        make_plain (child);
    }
  for (xmlAttr *attribute = node->properties, *after; attribute != NULL; attribute = after)
    {
      after = attribute->next;
      if (is_foreign (attribute->ns))
        xmlRemoveProp (attribute);
    }
}

/* ── Flags of annotations ── */

static void
add_code_list (xmlNode *after,
               const char *oid,
               const char *name,
               const char *const *codes)
{
  xmlNode *list = xmlNewDocNode (after->doc, after->ns, (const xmlChar *) "CodeList", NULL);

  xmlNewProp (list, (const xmlChar *) "OID", (const xmlChar *) oid);
  xmlNewProp (list, (const xmlChar *) "Name", (const xmlChar *) name);
  xmlNewProp (list, (const xmlChar *) "DataType", (const xmlChar *) "text");
  for (guint i = 0; codes[i] != NULL; i++)
    {
      xmlNode *item = xmlNewChild (list, after->ns, (const xmlChar *) "EnumeratedItem", NULL);

      xmlNewProp (item, (const xmlChar *) "CodedValue", (const xmlChar *) codes[i]);
    }
  xmlAddNextSibling (after, list);
}

/* The code lists that flags of queries and deviations name: they belong to the file, not to the study. */
static void
add_note_lists (xmlNode *study)
{
  for (xmlNode *version = study->children; version != NULL; version = version->next)
    {
      xmlNode *last = NULL;

      if (version->type != XML_ELEMENT_NODE || strcmp ((const char *) version->name, "MetaDataVersion") != 0)
        continue;
      for (xmlNode *child = version->children; child != NULL; child = child->next)
        if (child->type == XML_ELEMENT_NODE && !is_foreign (child->ns) &&
            (strcmp ((const char *) child->name, "CodeList") == 0 || strcmp ((const char *) child->name, "ItemDef") == 0))
          last = child;
      if (last == NULL)
        continue;
      add_code_list (last, CRF_ODM_NOTE_STATES, "State of a query or deviation", crf_odm_note_states);
      add_code_list (last, CRF_ODM_NOTE_TYPES, "Kind of an annotation", crf_odm_note_types);
    }
}

static gboolean
write_node (CrfOdmOut *self,
            xmlDoc *document,
            xmlNode *node)
{
  xmlBuffer *buffer = xmlBufferCreate ();
  gboolean done;

  if (self->options->plain)
    make_plain (node);
  done = buffer != NULL && xmlNodeDump (buffer, document, node, 1, 1) >= 0 && xmlTextWriterWriteRaw (self->xml, xmlBufferContent (buffer)) >= 0
         && xmlTextWriterWriteRaw (self->xml, (const xmlChar *) "\n") >= 0;
  xmlBufferFree (buffer);
  return done;
}

gboolean
crf_odm_out_write_study (CrfOdmOut *self,
                     GError **error)
{
  const char *text = crf_study_get_document (self->study);
  xmlDoc *document = xmlReadMemory (text, (int) strlen (text), NULL, "UTF-8", XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_HUGE);
  xmlNode *root = document != NULL ? xmlDocGetRootElement (document) : NULL;
  gboolean known = TRUE;

  if (root == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("The definition in the study file cannot be read."));
      g_clear_pointer (&document, xmlFreeDoc);
      return FALSE;
    }
  /* The namespaces of the root are those of ours; others would not be there. */
  for (const xmlNs *ns = root->nsDef; ns != NULL; ns = ns->next)
    if (ns->prefix != NULL && strcmp ((const char *) ns->prefix, "sw") != 0 && !self->options->plain)
      {
        g_autofree char *name = g_strconcat ("xmlns:", (const char *) ns->prefix, NULL);

        crf_odm_out_attribute (self, name, (const char *) ns->href);
      }
  for (xmlNode *child = root->children; child != NULL && !self->failed; child = child->next)
    if (child->type == XML_ELEMENT_NODE && strcmp ((const char *) child->name, "Study") == 0)
      {
        add_note_lists (child);
        known = crf_odm_out_add_coding_lists (self, child, error);
        self->failed = known && !write_node (self, document, child);
        if (!known)
          break;
      }
  xmlFreeDoc (document);
  return known;
}

/* ── People ── */

static const CrfTransferParty *
find_party (const GPtrArray *parties,
            const char *oid)
{
  for (guint i = 0; parties != NULL && i < parties->len; i++)
    if (strcmp (((const CrfTransferParty *) g_ptr_array_index (parties, i))->oid, oid) == 0)
      return g_ptr_array_index (parties, i);
  return NULL;
}

/* "USR.li", or "USR.<workstation>.li" where another person of that name did something in a file that came in. */
static char *
user_oid (CrfOdmOut *self,
          const char *login,
          const char *name)
{
  g_autofree char *oid = g_strconcat ("USR.", login, NULL);
  const CrfTransferParty *other = find_party (self->foreign_users, oid);

  if (other == NULL || g_strcmp0 (other->name, name) == 0)
    return g_steal_pointer (&oid);
  return g_strdup_printf ("USR.%s.%s", crf_export_station (self->session), login);
}

char *
crf_odm_out_user_oid (CrfOdmOut *self,
                      const char *login)
{
  const char *known = self->user_oids != NULL && login != NULL ? g_hash_table_lookup (self->user_oids, login) : NULL;

  if (login == NULL || *login == '\0')
    return g_strdup (CRF_ODM_SYSTEM);
  return known != NULL ? g_strdup (known) : g_strconcat ("USR.", login, NULL);
}

char *
crf_odm_out_location_oid (CrfOdmOut *self)
{
  const CrfTransferParty *other = find_party (self->foreign_locations, CRF_ODM_LOCATION);

  if (other == NULL || g_strcmp0 (other->name, self->site) == 0)
    return g_strdup (CRF_ODM_LOCATION);
  return g_strdup_printf (CRF_ODM_LOCATION ".%s", crf_export_station (self->session));
}

static void
write_user (CrfOdmOut *self,
            const char *oid,
            const char *type,
            const char *login,
            const char *name)
{
  g_autofree char *location = crf_odm_out_location_oid (self);

  crf_odm_out_start (self, "User");
  crf_odm_out_attribute (self, "OID", oid);
  crf_odm_out_attribute (self, "UserType", type);
  crf_odm_out_element (self, "LoginName", login);
  crf_odm_out_element (self, "FullName", name);
  crf_odm_out_start (self, "LocationRef");
  crf_odm_out_attribute (self, "LocationOID", location);
  crf_odm_out_end (self);
  crf_odm_out_end (self);
}

static void
write_account (CrfOdmOut *self,
               const CrfAccount *account)
{
  gboolean investigator = account->roles != NULL && strstr (account->roles, crf_role_get_label (CRF_ROLE_INVESTIGATOR)) != NULL;
  char *oid = user_oid (self, account->login, account->name);

  g_hash_table_insert (self->user_oids, g_strdup (account->login), oid);
  write_user (self, oid, investigator ? "Investigator" : "Other", account->login, account->name);
}

/* Those who are in this file too are written already. */
static void
write_foreign_users (CrfOdmOut *self)
{
  g_autoptr (GHashTable) written = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer oid;

  g_hash_table_iter_init (&iter, self->user_oids);
  while (g_hash_table_iter_next (&iter, NULL, &oid))
    g_hash_table_add (written, oid);
  g_hash_table_add (written, (gpointer) CRF_ODM_SYSTEM);
  for (guint i = 0; i < self->foreign_users->len; i++)
    {
      const CrfTransferParty *user = g_ptr_array_index (self->foreign_users, i);

      if (g_hash_table_add (written, user->oid))
        write_user (self, user->oid, user->type, user->login, user->name);
    }
}

static void
write_location (CrfOdmOut *self,
                const char *oid,
                const char *site)
{
  crf_odm_out_start (self, "Location");
  crf_odm_out_attribute (self, "OID", oid);
  crf_odm_out_attribute (self, "Name", site);
  crf_odm_out_attribute (self, "LocationType", "Site");
  crf_odm_out_start (self, "MetaDataVersionRef");
  crf_odm_out_attribute (self, "StudyOID", crf_study_get_oid (self->study));
  crf_odm_out_attribute (self, "MetaDataVersionOID", crf_study_get_version (self->study));
  crf_odm_out_attribute (self, "EffectiveDate", crf_session_get_today (self->session));
  crf_odm_out_end (self);
  crf_odm_out_end (self);
}

static void
write_locations (CrfOdmOut *self)
{
  g_autofree char *own = crf_odm_out_location_oid (self);

  write_location (self, own, self->site);
  for (guint i = 0; i < self->foreign_locations->len; i++)
    {
      const CrfTransferParty *location = g_ptr_array_index (self->foreign_locations, i);

      if (strcmp (location->oid, own) != 0)
        write_location (self, location->oid, location->name);
    }
}

char *
crf_odm_out_signature_oid (const char *meaning)
{
  return g_strconcat ("SIG.", meaning, NULL);
}

static void
write_signature_def (CrfOdmOut *self,
                     const char *meaning,
                     const char *words)
{
  g_autofree char *oid = crf_odm_out_signature_oid (meaning);

  crf_odm_out_start (self, "SignatureDef");
  crf_odm_out_attribute (self, "OID", oid);
  crf_odm_out_attribute (self, "Methodology", "Digital");
  crf_odm_out_element (self, "Meaning", words);
  crf_odm_out_element (self, "LegalReason", _("Electronic signature with the signer's own passphrase, equal to a handwritten one (21 CFR 11)."));
  crf_odm_out_end (self);
}

gboolean
crf_odm_out_write_people (CrfOdmOut *self,
                      GError **error)
{
  g_autoptr (CrfStudySummary) summary = crf_reader_study (self->session, error);
  g_autoptr (GPtrArray) accounts = summary != NULL ? crf_reader_accounts (self->session, error) : NULL;
  const char *meaning, *words;

  if (accounts == NULL)
    return FALSE;
  self->user_oids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->site = g_strdup (summary->site != NULL && *summary->site != '\0' ? summary->site : "–");
  crf_odm_out_start (self, "AdminData");
  crf_odm_out_attribute (self, "StudyOID", crf_study_get_oid (self->study));
  write_user (self, CRF_ODM_SYSTEM, "Other", "SYSTEM", "Stemward");
  for (guint i = 0; i < accounts->len; i++)
    write_account (self, g_ptr_array_index (accounts, i));
  write_foreign_users (self);
  write_locations (self);
  for (guint i = 0; (meaning = crf_export_meaning (i, &words)) != NULL; i++)
    write_signature_def (self, meaning, words);
  crf_odm_out_end (self);
  return TRUE;
}

void
crf_odm_out_write_audit (CrfOdmOut *self,
                         const CrfOrigin *origin,
                         const char *user,
                         const char *at,
                         const char *reason,
                         const char *source)
{
  gboolean foreign = origin != NULL && origin->user != NULL;
  g_autofree char *oid = foreign ? g_strdup (origin->user) : crf_odm_out_user_oid (self, user);
  g_autofree char *location = foreign && origin->location != NULL ? g_strdup (origin->location) : crf_odm_out_location_oid (self);

  crf_odm_out_start (self, "AuditRecord");
  crf_odm_out_start (self, "UserRef");
  crf_odm_out_attribute (self, "UserOID", oid);
  crf_odm_out_end (self);
  crf_odm_out_start (self, "LocationRef");
  crf_odm_out_attribute (self, "LocationOID", location);
  crf_odm_out_end (self);
  crf_odm_out_element (self, "DateTimeStamp", foreign ? origin->at : at);
  crf_odm_out_element (self, "ReasonForChange", reason);
  crf_odm_out_element (self, "SourceID", foreign ? origin->id : source);
  crf_odm_out_end (self);
}
