/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A number is compared with what people see, a day with when the infusion began or the visit was. What fits several, or none, is not guessed. */

#include "crf-import-repeat.h"

#include "crf-casebook.h"
#include "crf-infusion.h"
#include "crf-records.h"
#include "crf-session-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MOST_DIGITS 4 /* of a number; more is a date without signs, which is neither */
#define DAY (sizeof "2026-03-02" - 1)

typedef struct
{
  CrfSession *session;
  const CrfEvent *event;
  GPtrArray *records;   /* CrfEventRecord: those of the event */
  CrfCasebook *casebook; /* NULL: could not be read */
} Repeats;

static void
repeats_clear (Repeats *self)
{
  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_clear_pointer (&self->casebook, crf_casebook_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Repeats, repeats_clear)

static void
read_repeats (Repeats *self,
              const char *subject)
{
  self->records = crf_records_events (crf_session_get_file (self->session), subject, NULL);
  for (guint i = self->records != NULL ? self->records->len : 0; i > 0; i--)
    if (strcmp (((const CrfEventRecord *) g_ptr_array_index (self->records, i - 1))->event, self->event->oid) != 0)
      g_ptr_array_remove_index (self->records, i - 1);
  if (self->records == NULL)
    self->records = g_ptr_array_new ();
  self->casebook = crf_casebook_new (self->session, subject, NULL);
}

/* Infusions are counted over the whole protocol; other visits from 1. */
static int
first_number (Repeats *self)
{
  CrfInfusionPlace place;

  for (int n = 1; n < 1000 && crf_infusion_find_place (crf_session_get_study (self->session), n, &place); n++)
    if (place.event == self->event)
      return n;
    else if (place.event->repeating)
      break;
  return 1;
}

static int
number_of (Repeats *self,
           const CrfEventRecord *record)
{
  return first_number (self) + record->ordinal - 1;
}

/* "2026-03-02T10:15", "2026-03-02", or NULL: not entered. */
static const char *
time_of (Repeats *self,
         const CrfEventRecord *record)
{
  const CrfItem *start = crf_study_find_item_by_concept (crf_session_get_study (self->session), "inf.start");
  CrfCell *cell = start != NULL && self->casebook != NULL ? crf_casebook_find_at (self->casebook, record->event, record->eventkey, start) : NULL;

  if (cell != NULL && cell->value->canonical != NULL)
    return cell->value->canonical;
  return self->casebook != NULL ? crf_casebook_get_visit_date (self->casebook, record->event, record->eventkey) : NULL;
}

/* Those that are there, as people know them: "1 (2026-03-02 10:15), 2". */
static char *
list (Repeats *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->records->len; i++)
    {
      const CrfEventRecord *record = g_ptr_array_index (self->records, i);
      g_autofree char *time = g_strdup (time_of (self, record));

      g_string_append_printf (text, "%s%d", i > 0 ? _(", ") : "", number_of (self, record));
      if (time != NULL)
        g_string_append_printf (text, " (%s)", g_strdelimit (time, "T", ' '));
    }
  return g_string_free (text, FALSE);
}

static gboolean
is_number (const char *text)
{
  gsize digits = strspn (text, "0123456789");

  return text[digits] == '\0' && digits > 0 && digits <= MOST_DIGITS;
}

/* As the fields read what is typed; NULL: it is no day. Free it. */
static char *
read_time (Repeats *self,
           const char *text)
{
  static const char *const concepts[] = { "inf.start", "visit.date" };

  for (guint i = 0; i < G_N_ELEMENTS (concepts); i++)
    {
      const CrfItem *item = crf_study_find_item_by_concept (crf_session_get_study (self->session), concepts[i]);
      g_autoptr (CrfValue) value = item != NULL ? crf_value_parse (item, text, NULL, NULL) : NULL;

      if (value != NULL && value->canonical != NULL && strlen (value->canonical) >= DAY)
        return g_strdup (value->canonical);
    }
  return NULL;
}

/* Whether the two say the same as far as both say anything; a day at least. */
static gboolean
agree (const char *a,
       const char *b)
{
  gsize length = MIN (strlen (a), strlen (b));

  return length >= DAY && strncmp (a, b, length) == 0;
}

static CrfRefusal *
find_number (Repeats *self,
             const char *text,
             gboolean makes_more,
             char **eventkey)
{
  int number = (int) g_ascii_strtoll (text, NULL, 10), next = first_number (self);
  g_autofree char *there = NULL;

  for (guint i = 0; i < self->records->len; i++)
    {
      const CrfEventRecord *record = g_ptr_array_index (self->records, i);

      next = MAX (next, number_of (self, record) + 1);
      if (number_of (self, record) != number)
        continue;
      *eventkey = g_strdup (record->eventkey);
      return NULL;
    }
  if (number == next && (self->records->len == 0 || makes_more))
    {
      *eventkey = self->records->len > 0 ? g_strdup ("new") : NULL;
      return NULL;
    }
  there = list (self);
  return crf_refusal_new ("repeat-unknown", _("Correct the number, or record first that it took place."),
                          /* Translators: visit; number; list */
                          _("The patient has no “%1$s” with the number %2$d, but these: %3$s."), self->event->name, number, *there != '\0' ? there : "–");
}

/* A day finds what is there; it makes the first one only together with its date, or the visit would stand there without one. NULL: it does. */
static CrfRefusal *
make_first (Repeats *self,
            const char *text,
            const char *time,
            const char *day)
{
  g_autofree char *own = day != NULL ? read_time (self, day) : NULL;

  if (own != NULL && agree (own, time))
    return NULL;
  if (day != NULL)
    return crf_refusal_new ("repeat-unknown", _("Correct one of the two."), _("This line means the “%1$s” of “%2$s”, but gives “%3$s” as its date."),
                            self->event->name, text, day);
  return crf_refusal_new ("repeat-unknown", _("Record first that it took place, or give the same day in this line as its date too."),
                          _("The patient has no “%1$s” of “%2$s”, and none at all yet."), self->event->name, text);
}

static CrfRefusal *
find_time (Repeats *self,
           const char *text,
           const char *time,
           const char *day,
           char **eventkey)
{
  const CrfEventRecord *found = NULL;
  guint n = 0;
  g_autofree char *there = list (self);

  for (guint i = 0; i < self->records->len; i++)
    {
      const CrfEventRecord *record = g_ptr_array_index (self->records, i);
      const char *own = time_of (self, record);

      if (own == NULL || !agree (own, time))
        continue;
      found = record;
      n++;
    }
  if (n == 1)
    *eventkey = g_strdup (found->eventkey);
  if (self->records->len == 0)
    return make_first (self, text, time, day);
  if (n == 1)
    return NULL;
  if (n > 1)
    return crf_refusal_new ("repeat-missing", _("Write its number instead."), _("“%1$s” fits more than one “%2$s” of the patient: %3$s."), text, self->event->name, there);
  return crf_refusal_new ("repeat-unknown", _("Correct the day, write the number, or record first that it took place."), _("The patient has no “%1$s” of “%2$s”, but these: %3$s."), self->event->name, text,
                          there);
}

static CrfRefusal *
find_without (Repeats *self,
              char **eventkey)
{
  g_autofree char *there = list (self), *remedy = NULL;

  if (self->records->len == 1)
    *eventkey = g_strdup (((const CrfEventRecord *) g_ptr_array_index (self->records, 0))->eventkey);
  if (self->records->len <= 1)
    return NULL;
  /* Translators: "use=repeat" and "event=" are keys of the map file; %s is a visit */
  remedy = g_strdup_printf (_("Add a column to the table that says which one is meant, by its number or its day, and a group for it to the map, with use=repeat and event=%s."),
                            self->event->name);
  return crf_refusal_new ("repeat-missing", remedy, _("The patient has several “%1$s”: %2$s."), self->event->name, there);
}

CrfRefusal *
crf_import_repeat_find (CrfSession *session,
                        const char *subject,
                        const CrfEvent *event,
                        const char *text,
                        const char *day,
                        gboolean makes_more,
                        char **eventkey)
{
  g_auto (Repeats) self = { .session = session, .event = event };
  g_autofree char *stripped = text != NULL ? g_strstrip (g_strdup (text)) : NULL, *time = NULL;

  *eventkey = NULL;
  read_repeats (&self, subject);
  if (stripped == NULL)
    return find_without (&self, eventkey);
  if (*stripped == '\0')
    return crf_refusal_new ("repeat-missing", _("Write its number or its day."), _("The cell is empty that says which “%s” is meant."), event->name);
  if (is_number (stripped))
    return find_number (&self, stripped, makes_more, eventkey);
  time = read_time (&self, stripped);
  if (time != NULL)
    return find_time (&self, stripped, time, day, eventkey);
  return crf_refusal_new ("repeat-unknown", _("Write its number or its day."), _("“%1$s” does not say which “%2$s” is meant: it is neither a number nor a day."), stripped,
                          event->name);
}
