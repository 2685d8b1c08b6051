/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two points are of one place where the file gives both the same keys, wherever their elements stand: others write an element of one patient for each
 * transaction. */

#include "crf-odm-doubles.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* An empty key is none. */
static const char *
part_of (const CrfOdmPoint *point,
         guint i)
{
  const char *const parts[] = { point->subject, point->event, point->eventkey, point->form, point->formkey, point->group, point->groupkey, point->item };

  if (i >= G_N_ELEMENTS (parts))
    return NULL;
  return parts[i] != NULL ? parts[i] : "";
}

static guint
hash_place (gconstpointer data)
{
  const CrfOdmPoint *point = data;
  const char *part;
  guint hash = point->level;

  for (guint i = 0; (part = part_of (point, i)) != NULL; i++)
    hash = hash * 31 + g_str_hash (part);
  return hash;
}

static gboolean
is_one_place (gconstpointer a,
              gconstpointer b)
{
  const CrfOdmPoint *one = a, *other = b;
  const char *part;

  for (guint i = 0; (part = part_of (one, i)) != NULL; i++)
    if (strcmp (part, part_of (other, i)) != 0)
      return FALSE;
  return one->level == other->level;
}

static gboolean
is_of_type (const CrfOdmPoint *point,
            const char *type)
{
  return g_strcmp0 (point->transaction, type) == 0;
}

/* A snapshot has no earlier and later. */
static gboolean
replaces (const CrfOdmData *data,
          const CrfOdmPoint *later,
          const CrfOdmPoint *earlier)
{
  if (g_strcmp0 (data->file_type, "Snapshot") == 0)
    return FALSE;
  return is_of_type (later, "Update") || is_of_type (later, "Upsert") || is_of_type (later, "Remove") || is_of_type (earlier, "Remove");
}

CrfOdmDoubles *
crf_odm_doubles_find (const CrfOdmData *data,
                      gboolean levels)
{
  const GPtrArray *points = levels ? data->records : data->points;
  CrfOdmDoubles *self = g_new0 (CrfOdmDoubles, 1);

  self->in_force = g_hash_table_new (hash_place, is_one_place);
  self->earlier = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < points->len; i++)
    {
      CrfOdmPoint *point = g_ptr_array_index (points, i);
      const CrfOdmPoint *before;

      /* An act is something that was done, and may have been done again. */
      if (point->act != NULL)
        continue;
      before = g_hash_table_lookup (self->in_force, point);
      if (before != NULL && !replaces (data, point, before))
        g_hash_table_insert (self->earlier, point, (gpointer) before);
      else
        g_hash_table_replace (self->in_force, point, point);
    }
  return self;
}

void
crf_odm_doubles_free (CrfOdmDoubles *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->in_force);
  g_hash_table_unref (self->earlier);
  g_free (self);
}

gboolean
crf_odm_doubles_is_in_force (const CrfOdmDoubles *self,
                             const CrfOdmPoint *point)
{
  return g_hash_table_lookup (self->in_force, point) == point;
}

const CrfOdmPoint *
crf_odm_doubles_find_earlier (const CrfOdmDoubles *self,
                              const CrfOdmPoint *point)
{
  const CrfOdmPoint *earlier = g_hash_table_lookup (self->earlier, point);

  return earlier != NULL && crf_odm_doubles_is_in_force (self, earlier) ? earlier : NULL;
}

gboolean
crf_odm_point_is_same (const CrfOdmPoint *a,
                       const CrfOdmPoint *b)
{
  const char *const texts[][2] = {
    { a->transaction, b->transaction }, { a->state, b->state }, { a->value, b->value }, { a->unit, b->unit }, { a->entered, b->entered },
    { a->entered_unit, b->entered_unit }, { a->comparator, b->comparator }, { a->missing, b->missing }, { a->detail, b->detail },
    { a->prompt, b->prompt }, { a->user, b->user }, { a->at, b->at }, { a->reason, b->reason }, { a->location, b->location },
    { a->meaning, b->meaning },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_strcmp0 (texts[i][0], texts[i][1]) != 0)
      return FALSE;
  return a->derived == b->derived && a->sealed == b->sealed && a->transfer == b->transfer;
}

static void
append_part (GString *place,
             const char *oid,
             const char *key)
{
  if (oid == NULL)
    return;
  g_string_append_printf (place, "%s%s", place->len > 0 ? "/" : "", oid);
  if (key != NULL && *key != '\0')
    g_string_append_printf (place, "[%s]", key);
}

char *
crf_odm_doubles_sentence (const CrfOdmPoint *earlier,
                          const char *said,
                          const CrfOdmPoint *later,
                          const char *said_later)
{
  g_autoptr (GString) place = g_string_new (NULL);

  append_part (place, later->event, later->eventkey);
  append_part (place, later->form, later->formkey);
  append_part (place, later->group, later->groupkey);
  append_part (place, later->item, NULL);
  /* Translators: patient; a place in the file, as SE.SCREENING/F.LAB/IG.LIVER/IT.ALT; line and what it says, twice */
  return g_strdup_printf (_("Of patient %1$s, %2$s, line %3$u of this file says “%4$s” and line %5$u “%6$s”. Leave the wrong one out; in a file of transactions the later one says "
                            "TransactionType=\"Update\" where it replaces the other."),
                          later->subject != NULL ? later->subject : "–", place->len > 0 ? place->str : "SubjectData", earlier->line, *said != '\0' ? said : "–", later->line,
                          *said_later != '\0' ? said_later : "–");
}
