/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A stream of elements, so that a file of any size needs little memory beside its points. */

#include "crf-odm-read.h"

#include <glib/gi18n-lib.h>
#include <libxml/xmlreader.h>
#include <string.h>

#define ODM_NAMESPACE "http://www.cdisc.org/ns/odm/v1.3"
#define EXTENSION "urn:stemward:odm:1"
#define LEVELS 4

typedef struct
{
  xmlTextReaderPtr xml;
  CrfOdmData *data;
  char *place[LEVELS][2];    /* OID and key of subject, event, form, group */
  char *transaction[LEVELS];
  CrfOdmPoint *point;        /* of the ItemData that is open */
  gboolean is_odm, has_data;
} Reader;

static void
point_free (gpointer data)
{
  CrfOdmPoint *point = data;
  char **const texts[] = { &point->subject, &point->event, &point->eventkey, &point->form, &point->formkey, &point->group, &point->groupkey, &point->item,
                           &point->transaction, &point->value, &point->unit, &point->entered, &point->entered_unit, &point->comparator, &point->missing,
                           &point->user, &point->at, &point->reason, &point->source };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (*texts[i]);
  g_free (point);
}

void
crf_odm_data_free (CrfOdmData *data)
{
  if (data == NULL)
    return;
  g_free (data->file_type);
  g_free (data->study);
  g_free (data->version);
  g_ptr_array_unref (data->points);
  g_free (data);
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

/* ── Elements ── */

static const struct
{
  const char *element, *oid, *key;
} levels[LEVELS] = { { "SubjectData", "SubjectKey", NULL },
                     { "StudyEventData", "StudyEventOID", "StudyEventRepeatKey" },
                     { "FormData", "FormOID", "FormRepeatKey" },
                     { "ItemGroupData", "ItemGroupOID", "ItemGroupRepeatKey" } };

static gboolean
enter_level (Reader *reader,
             const char *name)
{
  for (guint i = 0; i < LEVELS; i++)
    {
      if (strcmp (levels[i].element, name) != 0)
        continue;
      for (guint j = i; j < LEVELS; j++)
        {
          g_clear_pointer (&reader->place[j][0], g_free);
          g_clear_pointer (&reader->place[j][1], g_free);
          g_clear_pointer (&reader->transaction[j], g_free);
        }
      reader->place[i][0] = attribute (reader, levels[i].oid);
      reader->place[i][1] = levels[i].key != NULL ? attribute (reader, levels[i].key) : NULL;
      reader->transaction[i] = attribute (reader, "TransactionType");
      return TRUE;
    }
  return FALSE;
}

/* A transaction's type is inherited downwards. */
static char *
inherited_transaction (Reader *reader)
{
  char *own = attribute (reader, "TransactionType");

  for (guint i = LEVELS; own == NULL && i > 0; i--)
    own = g_strdup (reader->transaction[i - 1]);
  return own;
}

static void
begin_point (Reader *reader,
             const char *name)
{
  CrfOdmPoint *point = g_new0 (CrfOdmPoint, 1);
  g_autofree char *derived = extended (reader, "Derived"), *sealed = extended (reader, "Sealed");

  point->subject = g_strdup (reader->place[0][0]);
  point->event = g_strdup (reader->place[1][0]);
  point->eventkey = g_strdup (reader->place[1][1]);
  point->form = g_strdup (reader->place[2][0]);
  point->formkey = g_strdup (reader->place[2][1]);
  point->group = g_strdup (reader->place[3][0]);
  point->groupkey = g_strdup (reader->place[3][1]);
  point->item = attribute (reader, "ItemOID");
  point->transaction = inherited_transaction (reader);
  /* Typed elements (ItemDataInteger …) have their value as content. */
  point->value = strcmp (name, "ItemData") == 0 ? attribute (reader, "Value") : take (xmlTextReaderReadString (reader->xml));
  point->entered = extended (reader, "Entered");
  point->entered_unit = extended (reader, "EnteredUnit");
  point->comparator = extended (reader, "Comparator");
  point->missing = extended (reader, "Missing");
  point->derived = g_strcmp0 (derived, "Yes") == 0;
  point->sealed = g_strcmp0 (sealed, "Yes") == 0;
  g_ptr_array_add (reader->data->points, point);
  reader->point = xmlTextReaderIsEmptyElement (reader->xml) ? NULL : point;
}

static void
add_detail (Reader *reader,
            const char *name)
{
  CrfOdmPoint *point = reader->point;

  if (point == NULL)
    return;
  if (strcmp (name, "UserRef") == 0 && point->user == NULL)
    point->user = attribute (reader, "UserOID");
  else if (strcmp (name, "MeasurementUnitRef") == 0)
    point->unit = attribute (reader, "MeasurementUnitOID");
  else if (strcmp (name, "DateTimeStamp") == 0 && point->at == NULL)
    point->at = take (xmlTextReaderReadString (reader->xml));
  else if (strcmp (name, "ReasonForChange") == 0)
    point->reason = take (xmlTextReaderReadString (reader->xml));
  else if (strcmp (name, "SourceID") == 0)
    point->source = take (xmlTextReaderReadString (reader->xml));
}

static void
begin_element (Reader *reader,
               const char *name)
{
  if (strcmp (name, "ODM") == 0)
    {
      reader->is_odm = TRUE;
      reader->data->file_type = attribute (reader, "FileType");
    }
  else if (strcmp (name, "ClinicalData") == 0)
    {
      reader->has_data = TRUE;
      g_free (reader->data->study);
      g_free (reader->data->version);
      reader->data->study = attribute (reader, "StudyOID");
      reader->data->version = attribute (reader, "MetaDataVersionOID");
    }
  else if (reader->has_data && g_str_has_prefix (name, "ItemData"))
    begin_point (reader, name);
  else if (reader->has_data && strcmp (name, "Signature") == 0)
    reader->data->signatures++;
  else if (reader->has_data && !enter_level (reader, name))
    add_detail (reader, name);
}

static void
step (Reader *reader)
{
  const char *name = (const char *) xmlTextReaderConstLocalName (reader->xml);
  const char *ns = (const char *) xmlTextReaderConstNamespaceUri (reader->xml);

  if (g_strcmp0 (ns, ODM_NAMESPACE) != 0)
    return;
  if (xmlTextReaderNodeType (reader->xml) == XML_READER_TYPE_ELEMENT)
    begin_element (reader, name);
  else if (xmlTextReaderNodeType (reader->xml) == XML_READER_TYPE_END_ELEMENT && g_str_has_prefix (name, "ItemData"))
    reader->point = NULL;
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

CrfOdmData *
crf_odm_read (const char *path,
              GError **error)
{
  g_autoptr (CrfOdmData) data = g_new0 (CrfOdmData, 1);
  Reader reader = { .data = data };
  int status, line = 0;

  data->points = g_ptr_array_new_with_free_func (point_free);
  reader.xml = xmlReaderForFile (path, NULL, XML_PARSE_NONET | XML_PARSE_HUGE);
  if (reader.xml == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("“%s” cannot be read."), path);
      return NULL;
    }
  xmlTextReaderSetErrorHandler (reader.xml, keep_quiet, &line);
  while ((status = xmlTextReaderRead (reader.xml)) == 1)
    step (&reader);
  xmlFreeTextReader (reader.xml);
  for (guint i = 0; i < LEVELS; i++)
    {
      g_free (reader.place[i][0]);
      g_free (reader.place[i][1]);
      g_free (reader.transaction[i]);
    }
  if (status < 0)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("“%s” is no whole XML file: line %d."), path, line);
  else if (!reader.is_odm || !reader.has_data)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("“%s” is not an ODM 1.3 file with clinical data."), path);
  else
    return g_steal_pointer (&data);
  return NULL;
}
