/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A stream of elements, so that a file of any size needs little memory beside its points. */

#include "crf-odm-read.h"

#include "crf-file-read.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <libxml/xmlreader.h>
#include <string.h>

#define EXTENSION "urn:stemward:odm:1"
#define DEFINE "/ns/def/"
#define VERSION_2 "http://www.cdisc.org/ns/odm/v2.0"
#define LEVELS 4
#define LINES_OF_NODES 65535 /* a node cannot name a line beyond; the parser can, a little ahead of it */

typedef struct
{
  xmlTextReaderPtr xml;
  CrfOdmData *data;
  char *ns;                  /* of the root */
  CrfOdmPoint *open[LEVELS]; /* subject, event, form, group that the reader is in */
  CrfOdmPoint *point;        /* of the ItemData that is open */
  CrfOdmParty *party;        /* of the User or Location that is open */
  int in_signature, in_association;
  gboolean is_odm, is_version_2, is_define, has_data, has_subjects, has_item_groups_only;
} Reader;

static void
point_free (gpointer data)
{
  CrfOdmPoint *point = data;
  char **const texts[] = { &point->subject, &point->event, &point->eventkey, &point->form, &point->formkey, &point->group, &point->groupkey, &point->item,
                           &point->transaction, &point->state, &point->value, &point->unit, &point->entered, &point->entered_unit, &point->comparator,
                           &point->missing, &point->detail, &point->prompt, &point->user, &point->at, &point->reason, &point->source, &point->location,
                           &point->meaning, &point->act, &point->role };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (*texts[i]);
  g_free (point);
}

static void
party_free (gpointer data)
{
  CrfOdmParty *party = data;

  g_free (party->oid);
  g_free (party->login);
  g_free (party->name);
  g_free (party->type);
  g_free (party);
}

void
crf_odm_data_free (CrfOdmData *data)
{
  if (data == NULL)
    return;
  g_free (data->file_type);
  g_free (data->file_oid);
  g_free (data->created);
  g_free (data->system);
  g_free (data->heads);
  g_free (data->study);
  g_free (data->version);
  g_ptr_array_unref (data->records);
  g_ptr_array_unref (data->points);
  g_ptr_array_unref (data->levels);
  g_ptr_array_unref (data->users);
  g_ptr_array_unref (data->locations);
  g_free (data);
}

static CrfOdmData *
data_new (void)
{
  CrfOdmData *data = g_new0 (CrfOdmData, 1);

  data->points = g_ptr_array_new_with_free_func (point_free);
  data->levels = g_ptr_array_new_with_free_func (point_free);
  data->records = g_ptr_array_new ();
  data->users = g_ptr_array_new_with_free_func (party_free);
  data->locations = g_ptr_array_new_with_free_func (party_free);
  return data;
}

static char *
take (xmlChar *text)
{
  char *copy = g_strdup ((const char *) text);

  xmlFree (text);
  return copy;
}

static char *
attribute (Reader *reader,
           const char *name)
{
  return take (xmlTextReaderGetAttribute (reader->xml, (const xmlChar *) name));
}

static char *
extended (Reader *reader,
          const char *name)
{
  return take (xmlTextReaderGetAttributeNs (reader->xml, (const xmlChar *) name, (const xmlChar *) EXTENSION));
}

static void
set_once (char **place,
          char *text)
{
  if (*place == NULL)
    *place = text;
  else
    g_free (text);
}

static guint
line_of (Reader *reader)
{
  xmlNode *node = xmlTextReaderCurrentNode (reader->xml);
  long line = node != NULL ? xmlGetLineNo (node) : 0;

  if (line <= 0 || line >= LINES_OF_NODES)
    line = xmlTextReaderGetParserLineNumber (reader->xml);
  return (guint) MAX (line, 0);
}

/* ── Elements ── */

static const struct
{
  const char *element, *oid, *key;
} levels[LEVELS] = { { "SubjectData", "SubjectKey", NULL },
                     { "StudyEventData", "StudyEventOID", "StudyEventRepeatKey" },
                     { "FormData", "FormOID", "FormRepeatKey" },
                     { "ItemGroupData", "ItemGroupOID", "ItemGroupRepeatKey" } };

static int
level_of (const char *name)
{
  for (int i = 0; i < LEVELS; i++)
    if (strcmp (levels[i].element, name) == 0)
      return i;
  return -1;
}

/* The place of the deepest level that is open above @level. */
static CrfOdmPoint *
point_new (Reader *reader,
           int level)
{
  CrfOdmPoint *point = g_new0 (CrfOdmPoint, 1);
  const CrfOdmPoint *above = NULL;

  for (int i = 0; i < level && i < LEVELS; i++)
    if (reader->open[i] != NULL)
      above = reader->open[i];
  point->level = (CrfOdmLevel) level;
  point->line = line_of (reader);
  point->transaction = attribute (reader, "TransactionType");
  if (above == NULL)
    return point;
  point->subject = g_strdup (above->subject);
  point->event = g_strdup (above->event);
  point->eventkey = g_strdup (above->eventkey);
  point->form = g_strdup (above->form);
  point->formkey = g_strdup (above->formkey);
  point->group = g_strdup (above->group);
  point->groupkey = g_strdup (above->groupkey);
  /* A transaction's type is inherited downwards. */
  if (point->transaction == NULL)
    point->transaction = g_strdup (above->transaction);
  return point;
}

static void
leave_level (Reader *reader,
             int level)
{
  for (int i = level; i < LEVELS; i++)
    reader->open[i] = NULL;
  reader->point = NULL;
}

static void
enter_level (Reader *reader,
             int level)
{
  CrfOdmPoint *point;
  char **oids[LEVELS], **keys[LEVELS];

  leave_level (reader, level);
  point = point_new (reader, level);
  oids[0] = &point->subject;
  oids[1] = &point->event;
  oids[2] = &point->form;
  oids[3] = &point->group;
  keys[1] = &point->eventkey;
  keys[2] = &point->formkey;
  keys[3] = &point->groupkey;
  g_free (*oids[level]);
  *oids[level] = attribute (reader, levels[level].oid);
  if (levels[level].key != NULL)
    {
      g_free (*keys[level]);
      *keys[level] = attribute (reader, levels[level].key);
    }
  point->state = extended (reader, level == CRF_ODM_SUBJECT ? "Status" : "State");
  point->detail = extended (reader, "Detail");
  if (level == CRF_ODM_SUBJECT)
    {
      g_autofree char *transfer = extended (reader, "Transfer");

      point->transfer = g_strcmp0 (transfer, "Yes") == 0;
      reader->has_subjects = TRUE;
    }
  g_ptr_array_add (reader->data->levels, point);
  g_ptr_array_add (reader->data->records, point);
  if (!xmlTextReaderIsEmptyElement (reader->xml))
    reader->open[level] = point;
}

static void
begin_point (Reader *reader,
             const char *name)
{
  CrfOdmPoint *point = point_new (reader, CRF_ODM_ITEM);
  g_autofree char *derived = extended (reader, "Derived"), *sealed = extended (reader, "Sealed"), *own = NULL;

  point->item = attribute (reader, "ItemOID");
  /* Typed elements (ItemDataInteger …) have their value as content. */
  point->value = strcmp (name, "ItemData") == 0 ? attribute (reader, "Value") : take (xmlTextReaderReadString (reader->xml));
  point->entered = extended (reader, "Entered");
  point->entered_unit = extended (reader, "EnteredUnit");
  point->comparator = extended (reader, "Comparator");
  point->missing = extended (reader, "Missing");
  point->detail = extended (reader, "Detail");
  point->prompt = extended (reader, "Prompt");
  point->derived = g_strcmp0 (derived, "Yes") == 0;
  point->sealed = g_strcmp0 (sealed, "Yes") == 0;
  /* One that is only there for what is said about it has no value to tell. */
  own = attribute (reader, "TransactionType");
  g_ptr_array_add (g_strcmp0 (own, "Context") == 0 ? reader->data->levels : reader->data->points, point);
  g_ptr_array_add (reader->data->records, point);
  reader->point = xmlTextReaderIsEmptyElement (reader->xml) ? NULL : point;
}

/* An act of our extension says all of itself; only whose it is stands around it. */
static void
add_act (Reader *reader)
{
  CrfOdmPoint *point = g_new0 (CrfOdmPoint, 1);
  const CrfOdmPoint *subject = reader->open[CRF_ODM_SUBJECT];
  const struct { char **place; const char *name; } texts[] = {
    { &point->act, "Name" }, { &point->event, "StudyEventOID" }, { &point->eventkey, "StudyEventRepeatKey" }, { &point->form, "FormOID" },
    { &point->formkey, "FormRepeatKey" }, { &point->group, "ItemGroupOID" }, { &point->groupkey, "ItemGroupRepeatKey" }, { &point->item, "ItemOID" },
    { &point->entered, "Value" }, { &point->value, "Canonical" }, { &point->prompt, "Prompt" }, { &point->detail, "Detail" }, { &point->role, "Role" },
    { &point->user, "UserOID" }, { &point->location, "LocationOID" }, { &point->at, "DateTimeStamp" }, { &point->source, "SourceID" },
    { &point->reason, "ReasonForChange" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    *texts[i].place = attribute (reader, texts[i].name);
  point->line = line_of (reader);
  /* An act of the site may be about a patient, and about an item of no visit. */
  point->subject = subject != NULL ? g_strdup (subject->subject) : attribute (reader, "SubjectKey");
  point->level = subject == NULL        ? CRF_ODM_SUBJECT
                 : point->item != NULL  ? CRF_ODM_ITEM
                 : point->group != NULL ? CRF_ODM_GROUP
                 : point->form != NULL  ? CRF_ODM_FORM
                 : point->event != NULL ? CRF_ODM_EVENT
                                        : CRF_ODM_SUBJECT;
  if (point->act == NULL)
    point->act = g_strdup ("");
  g_ptr_array_add (reader->data->levels, point);
  g_ptr_array_add (reader->data->records, point);
}

/* What an audit record is about: the element that it stands in, wherever in it. */
static CrfOdmPoint *
owner (Reader *reader)
{
  if (reader->point != NULL)
    return reader->point;
  for (int i = LEVELS - 1; i >= 0; i--)
    if (reader->open[i] != NULL)
      return reader->open[i];
  return NULL;
}

static void
add_detail (Reader *reader,
            const char *name)
{
  CrfOdmPoint *point = owner (reader);

  if (point == NULL || reader->in_association > 0)
    return;
  if (strcmp (name, "SignatureRef") == 0)
    set_once (&point->meaning, attribute (reader, "SignatureOID"));
  else if (reader->in_signature > 0)
    return;
  else if (strcmp (name, "UserRef") == 0)
    set_once (&point->user, attribute (reader, "UserOID"));
  else if (strcmp (name, "LocationRef") == 0)
    set_once (&point->location, attribute (reader, "LocationOID"));
  else if (strcmp (name, "MeasurementUnitRef") == 0)
    set_once (&point->unit, attribute (reader, "MeasurementUnitOID"));
  else if (strcmp (name, "DateTimeStamp") == 0)
    set_once (&point->at, take (xmlTextReaderReadString (reader->xml)));
  else if (strcmp (name, "ReasonForChange") == 0)
    set_once (&point->reason, take (xmlTextReaderReadString (reader->xml)));
  else if (strcmp (name, "SourceID") == 0)
    set_once (&point->source, take (xmlTextReaderReadString (reader->xml)));
}

/* AdminData comes before the data. */
static void
begin_party (Reader *reader,
             const char *name)
{
  gboolean user = strcmp (name, "User") == 0;

  if (user || strcmp (name, "Location") == 0)
    {
      CrfOdmParty *party = g_new0 (CrfOdmParty, 1);

      party->oid = attribute (reader, "OID");
      party->type = attribute (reader, user ? "UserType" : "LocationType");
      if (!user)
        party->name = attribute (reader, "Name");
      g_ptr_array_add (user ? reader->data->users : reader->data->locations, party);
      reader->party = xmlTextReaderIsEmptyElement (reader->xml) ? NULL : party;
    }
  else if (reader->party != NULL && strcmp (name, "LoginName") == 0)
    set_once (&reader->party->login, take (xmlTextReaderReadString (reader->xml)));
  else if (reader->party != NULL && strcmp (name, "FullName") == 0)
    set_once (&reader->party->name, take (xmlTextReaderReadString (reader->xml)));
}

static void
begin_data (Reader *reader)
{
  CrfOdmData *data = reader->data;
  g_autofree char *study = attribute (reader, "StudyOID"), *version = attribute (reader, "MetaDataVersionOID");

  leave_level (reader, 0);
  if (!reader->has_data)
    {
      data->study = g_steal_pointer (&study);
      data->version = g_steal_pointer (&version);
    }
  else if (g_strcmp0 (data->study, study) != 0 || g_strcmp0 (data->version, version) != 0)
    data->several = TRUE;
  reader->has_data = TRUE;
}

static void
begin_root (Reader *reader,
            const char *ns)
{
  reader->is_odm = TRUE;
  reader->is_version_2 = g_strcmp0 (ns, VERSION_2) == 0;
  reader->ns = g_strdup (ns);
  reader->data->file_type = attribute (reader, "FileType");
  reader->data->file_oid = attribute (reader, "FileOID");
  reader->data->created = attribute (reader, "CreationDateTime");
  reader->data->system = attribute (reader, "SourceSystem");
  reader->data->heads = extended (reader, "Heads");
}

static void
begin_element (Reader *reader,
               const char *name)
{
  int level = level_of (name);

  if (strcmp (name, "ClinicalData") == 0)
    begin_data (reader);
  else if (!reader->has_data)
    begin_party (reader, name);
  else if (level == CRF_ODM_GROUP && reader->open[CRF_ODM_SUBJECT] == NULL)
    reader->has_item_groups_only = TRUE;
  else if (level >= 0)
    enter_level (reader, level);
  else if (g_str_has_prefix (name, "ItemData") && reader->open[CRF_ODM_SUBJECT] != NULL)
    begin_point (reader, name);
  else if (strcmp (name, "Signature") == 0)
    {
      reader->data->signatures++;
      reader->in_signature += !xmlTextReaderIsEmptyElement (reader->xml);
    }
  else if (strcmp (name, "Association") == 0)
    reader->in_association += !xmlTextReaderIsEmptyElement (reader->xml);
  else
    add_detail (reader, name);
}

static void
end_element (Reader *reader,
             const char *name)
{
  int level = level_of (name);

  if (level >= 0)
    leave_level (reader, level);
  else if (g_str_has_prefix (name, "ItemData"))
    reader->point = NULL;
  else if (strcmp (name, "Signature") == 0)
    reader->in_signature = MAX (reader->in_signature - 1, 0);
  else if (strcmp (name, "Association") == 0)
    reader->in_association = MAX (reader->in_association - 1, 0);
  else if (strcmp (name, "User") == 0 || strcmp (name, "Location") == 0)
    reader->party = NULL;
}

/* Elements of other namespaces than the root's are extensions of others; some files take the namespace back on the way. */
static void
step (Reader *reader)
{
  const char *name = (const char *) xmlTextReaderConstLocalName (reader->xml);
  const char *ns = (const char *) xmlTextReaderConstNamespaceUri (reader->xml);
  int type = xmlTextReaderNodeType (reader->xml);

  if (type != XML_READER_TYPE_ELEMENT && type != XML_READER_TYPE_END_ELEMENT)
    return;
  /* Define-XML is ODM by its root. */
  reader->is_define = reader->is_define || (ns != NULL && strstr (ns, DEFINE) != NULL);
  if (type == XML_READER_TYPE_ELEMENT && xmlTextReaderDepth (reader->xml) == 0 && strcmp (name, "ODM") == 0)
    begin_root (reader, ns);
  else if (type == XML_READER_TYPE_ELEMENT && reader->has_data && g_strcmp0 (ns, EXTENSION) == 0 && strcmp (name, "Act") == 0)
    add_act (reader);
  else if (!reader->is_odm || (ns != NULL && g_strcmp0 (ns, reader->ns) != 0))
    return;
  else if (type == XML_READER_TYPE_ELEMENT)
    begin_element (reader, name);
  else
    end_element (reader, name);
}

/* ── The file ── */

static void
keep_quiet (void *data,
            const char *message,
            xmlParserSeverities severity,
            xmlTextReaderLocatorPtr locator)
{
  int *line = data;

  if (*line == 0)
    *line = xmlTextReaderLocatorLineNumber (locator);
}

/* NULL: it is what it should be. Free it. */
static char *
find_fault (Reader *reader,
            const char *name)
{
  if (!reader->is_odm)
    return g_strdup_printf (_("“%s” is not an ODM 1.3 file with clinical data."), name);
  if (reader->is_version_2)
    return g_strdup_printf (_("“%s” is ODM version 2, which is not read here. Export it as ODM 1.3."), name);
  if (reader->has_item_groups_only && !reader->has_subjects)
    return g_strdup_printf (_("“%s” is a Dataset-XML file: tables for analysis, not forms of patients. Export ODM 1.3 with clinical data."), name);
  if (!reader->has_data && reader->is_define)
    return g_strdup_printf (_("“%s” is a Define-XML file: it describes tables for analysis. Export ODM 1.3 with clinical data."), name);
  if (!reader->has_data)
    return g_strdup_printf (_("“%s” has a definition or settings, and no data of patients. Choose the file that has them."), name);
  return NULL;
}

/* Takes @xml. */
static CrfOdmData *
read_all (xmlTextReaderPtr xml,
          const char *name,
          GError **error)
{
  g_autoptr (CrfOdmData) data = data_new ();
  Reader reader = { .xml = xml, .data = data };
  g_autofree char *fault = NULL;
  int status, line = 0;

  xmlTextReaderSetErrorHandler (xml, keep_quiet, &line);
  while ((status = xmlTextReaderRead (xml)) == 1 && !reader.is_version_2)
    step (&reader);
  xmlFreeTextReader (xml);
  g_free (reader.ns);
  fault = status < 0 ? g_strdup_printf (_("“%s” is no whole XML file: line %d."), name, line) : find_fault (&reader, name);
  if (fault == NULL)
    return g_steal_pointer (&data);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, fault);
  return NULL;
}

/* The limits of the library stay in force: no expansion of entities, no text beyond 10 MB, no depth beyond 256. */
#define PARSE_OPTIONS (XML_PARSE_NONET | XML_PARSE_COMPACT)

CrfOdmData *
crf_odm_read (const char *path,
              GError **error)
{
  /* Through a descriptor: by its name the library would also unpack what is compressed, however far it swells. */
  int file = crf_file_open (path, NULL, error);
  xmlTextReaderPtr xml = file >= 0 ? xmlReaderForFd (file, NULL, NULL, PARSE_OPTIONS) : NULL;
  CrfOdmData *data;

  if (xml == NULL && file >= 0)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("“%s” cannot be read."), path);
  data = xml != NULL ? read_all (xml, path, error) : NULL;
  if (file >= 0)
    g_close (file, NULL);
  return data;
}

CrfOdmData *
crf_odm_read_text (const char *text,
                   gsize length,
                   const char *name,
                   GError **error)
{
  xmlTextReaderPtr xml = length > 0 && length < G_MAXINT ? xmlReaderForMemory (text, (int) length, NULL, NULL, PARSE_OPTIONS) : NULL;

  if (xml == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("“%s” cannot be read."), name);
      return NULL;
    }
  return read_all (xml, name, error);
}

gboolean
crf_odm_data_sniff (const char *path)
{
  int file = crf_file_open (path, NULL, NULL), line = 0;
  xmlTextReaderPtr xml = file >= 0 ? xmlReaderForFd (file, NULL, NULL, PARSE_OPTIONS) : NULL;
  gboolean is_odm = FALSE;

  if (xml != NULL)
    {
      xmlTextReaderSetErrorHandler (xml, keep_quiet, &line);
      while (xmlTextReaderRead (xml) == 1)
        if (xmlTextReaderNodeType (xml) == XML_READER_TYPE_ELEMENT)
          {
            is_odm = strcmp ((const char *) xmlTextReaderConstLocalName (xml), "ODM") == 0;
            break;
          }
      xmlFreeTextReader (xml);
    }
  if (file >= 0)
    g_close (file, NULL);
  return is_odm;
}
