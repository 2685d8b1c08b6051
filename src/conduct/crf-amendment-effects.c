/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What an amendment does to the data in the file, in sum: one line a visit, item or kind of rule, and one for all patients who go over in the same way. Whom
 * a line is about follows after a line end, in ranges of numbers, so that it stays short with a hundred patients. */

#include "crf-amendment-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
crf_amendment_tell (CrfAmendment *amendment,
                    const char *format,
                    ...)
{
  va_list arguments;

  va_start (arguments, format);
  /* Where it concerns nobody there is nothing after the line end. */
  g_ptr_array_add (amendment->effects, g_strchomp (g_strdup_vprintf (format, arguments)));
  va_end (arguments);
}

/* Where the digits at the end begin. */
static gsize
digits_of (const char *number)
{
  gsize length = strlen (number);

  while (length > 0 && g_ascii_isdigit (number[length - 1]))
    length--;
  return length;
}

static gboolean
follows (const char *number,
         const char *before)
{
  gsize stem = digits_of (number);

  return stem == digits_of (before) && strncmp (number, before, stem) == 0 &&
         g_ascii_strtoull (number + stem, NULL, 10) == g_ascii_strtoull (before + stem, NULL, 10) + 1;
}

char *
crf_amendment_numbers (const GPtrArray *numbers)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < numbers->len; i++)
    {
      guint last = i;

      while (last + 1 < numbers->len && follows (g_ptr_array_index (numbers, last + 1), g_ptr_array_index (numbers, last)))
        last++;
      g_string_append_printf (text, "%s%s", text->len > 0 ? _(", ") : "", (const char *) g_ptr_array_index (numbers, i));
      /* Two are as short side by side. */
      if (last > i + 1)
        {
          g_string_append_printf (text, " – %s", (const char *) g_ptr_array_index (numbers, last));
          i = last;
        }
    }
  return g_string_free (text, FALSE);
}

/* One that was missed is not ahead any more, although nothing is entered there. */
static gboolean
is_missed (CrfStudyFile *file,
           const char *subject,
           const char *event)
{
  g_autoptr (GPtrArray) events = crf_records_events (file, subject, NULL);

  for (guint i = 0; events != NULL && i < events->len; i++)
    {
      const CrfEventRecord *record = g_ptr_array_index (events, i);

      if (strcmp (record->event, event) == 0 && g_strcmp0 (record->state, "missed") == 0)
        return TRUE;
    }
  return FALSE;
}

/* Patients who have not begun the event: their numbers. */
static GPtrArray *
list_ahead (CrfStudyFile *file,
            GPtrArray *subjects,
            const char *event)
{
  GPtrArray *numbers = g_ptr_array_new ();

  for (guint i = 0; i < subjects->len; i++)
    {
      const CrfAmendmentSubject *subject = g_ptr_array_index (subjects, i);
      g_autofree char *begun = crf_records_event_version (file, subject->key, event, "1");

      if (begun == NULL && !is_missed (file, subject->key, event))
        g_ptr_array_add (numbers, subject->number);
    }
  return numbers;
}

static gint64
count_values (GPtrArray *uses,
              const char *item)
{
  gint64 n = 0;

  for (guint i = 0; i < uses->len; i++)
    {
      const CrfUseRecord *use = g_ptr_array_index (uses, i);

      if (g_strcmp0 (use->item, item) == 0)
        n += use->n_values;
    }
  return n;
}

/* "day 28 −3 +7", as the protocol's tables write it. */
static char *
describe_window (const CrfEvent *event)
{
  if (event->days_before == 0 && event->days_after == 0)
    return g_strdup_printf (_("day %d"), event->day);
  if (event->days_before == event->days_after)
    return g_strdup_printf (_("day %1$d ± %2$d"), event->day, event->days_after);
  return g_strdup_printf (_("day %1$d −%2$d +%3$d"), event->day, event->days_before, event->days_after);
}

/* One line a visit, however much of it changes, and whom it is still ahead of. */
static void
tell_event (CrfAmendment *amendment,
            CrfStudyFile *file,
            CrfStudy *older,
            const CrfStudyChange *change)
{
  static const char *const moves[] = { "anchor", "day", "before", "after", "required", "arms", NULL };
  const CrfEvent *before = crf_study_find_event (older, change->oid), *after = crf_study_find_event (amendment->study, change->oid);
  g_autoptr (GPtrArray) ahead = list_ahead (file, amendment->subjects, change->oid);
  g_autofree char *numbers = crf_amendment_numbers (ahead);
  g_autofree char *was = before != NULL ? describe_window (before) : NULL, *is = after != NULL ? describe_window (after) : NULL;

  if (change->attribute == NULL && change->kind == CRF_CHANGE_ADDED)
    crf_amendment_tell (amendment, ngettext ("%1$s is asked of %2$d patient who is still followed.\n%3$s",
                                             "%1$s is asked of %2$d patients who are still followed.\n%3$s", (gulong) ahead->len),
                        change->title, (int) ahead->len, numbers);
  else if (change->attribute != NULL && g_strv_contains (moves, change->attribute) && g_strcmp0 (was, is) != 0)
    crf_amendment_tell (amendment,
                        ngettext ("%1$s: %2$s → %3$s, still ahead of %4$d patient. Visits that were begun keep their dates.\n%5$s",
                                  "%1$s: %2$s → %3$s, still ahead of %4$d patients. Visits that were begun keep their dates.\n%5$s",
                                  (gulong) ahead->len),
                        change->title, was, is, (int) ahead->len, numbers);
  else if (change->attribute != NULL && g_strv_contains (moves, change->attribute))
    crf_amendment_tell (amendment,
                        ngettext ("%1$s is still ahead of %2$d patient: the new rule holds there. Visits that were begun keep theirs.\n%3$s",
                                  "%1$s is still ahead of %2$d patients: the new rule holds there. Visits that were begun keep theirs.\n%3$s",
                                  (gulong) ahead->len),
                        change->title, (int) ahead->len, numbers);
}

static void
tell_item (CrfAmendment *amendment,
           GPtrArray *uses,
           const CrfStudyChange *change)
{
  gint64 n = count_values (uses, change->oid);

  if (change->kind == CRF_CHANGE_ADDED && change->attribute == NULL)
    crf_amendment_tell (amendment, _("%s is asked from the switch on; forms that were begun before do not miss it."), change->title);
  else if (n > 0 && (g_strcmp0 (change->attribute, "checks") == 0 || g_strcmp0 (change->attribute, "ranges") == 0))
    crf_amendment_tell (amendment, ngettext ("%d stored value of %s stays as it is; it is checked by its own version.",
                                     "%d stored values of %s stay as they are; they are checked by their own version.", (gulong) n),
                (int) n, change->title);
  else if (n > 0 && (g_strcmp0 (change->attribute, "question") == 0 || g_strcmp0 (change->attribute, "codes") == 0))
    crf_amendment_tell (amendment, ngettext ("%d stored answer to %s is shown with the words it was given under.",
                                     "%d stored answers to %s are shown with the words they were given under.", (gulong) n),
                (int) n, change->title);
}

static void
tell_criteria (CrfAmendment *amendment,
               CrfStudyFile *file)
{
  int n = (int) (crf_records_count_subjects (file, "screening") + crf_records_count_subjects (file, "eligible"));

  if (n > 0)
    crf_amendment_tell (amendment, ngettext ("%d patient in screening is judged by the criteria that the screening was begun under.",
                                     "%d patients in screening are judged by the criteria that the screening was begun under.", (gulong) n),
                n);
}

static void
tell_queries (CrfAmendment *amendment,
              CrfStudyFile *file)
{
  g_autoptr (GPtrArray) queries = crf_records_queries (file, NULL, "Open", NULL);
  int n = 0;

  for (guint i = 0; queries != NULL && i < queries->len; i++)
    for (guint j = 0; j < amendment->changes->len; j++)
      {
        const CrfStudyChange *change = g_ptr_array_index (amendment->changes, j);

        if (g_strcmp0 (change->part, "item") == 0 && g_strcmp0 (((CrfQueryRecord *) g_ptr_array_index (queries, i))->item, change->oid) == 0)
          {
            n++;
            break;
          }
      }
  if (n > 0)
    crf_amendment_tell (amendment, ngettext ("%d open query stands at an item that changes: answer it before, or in the old version.",
                                     "%d open queries stand at items that change: answer them before, or in the old version.", (gulong) n),
                n);
}

static gboolean
same_group (const CrfAmendmentSubject *one,
            const CrfAmendmentSubject *other)
{
  return g_strcmp0 (one->version, other->version) == 0 && g_strcmp0 (one->switches, other->switches) == 0;
}

/* One line for all patients who go over in the same way. */
static void
sum_up (CrfAmendment *amendment)
{
  g_autoptr (GPtrArray) first = g_ptr_array_new ();

  for (guint i = 0; i < amendment->subjects->len; i++)
    {
      const CrfAmendmentSubject *subject = g_ptr_array_index (amendment->subjects, i);
      g_autoptr (GPtrArray) numbers = g_ptr_array_new ();
      g_autofree char *ranges = NULL;
      gboolean known = FALSE;

      for (guint j = 0; j < first->len; j++)
        known = known || same_group (g_ptr_array_index (first, j), subject);
      if (known)
        continue;
      g_ptr_array_add (first, (gpointer) subject);
      for (guint j = i; j < amendment->subjects->len; j++)
        if (same_group (subject, g_ptr_array_index (amendment->subjects, j)))
          g_ptr_array_add (numbers, ((CrfAmendmentSubject *) g_ptr_array_index (amendment->subjects, j))->number);
      ranges = crf_amendment_numbers (numbers);
      /* Translators: how many, version, when, which */
      g_ptr_array_add (amendment->groups,
                       g_strdup_printf (ngettext ("%1$u patient, under %2$s, goes over: %3$s\n%4$s", "%1$u patients, under %2$s, go over: %3$s\n%4$s",
                                                  numbers->len),
                                        numbers->len, subject->version, subject->switches, ranges));
    }
}

static gboolean
changes_form (const CrfAmendment *amendment,
              const CrfForm *form)
{
  for (guint i = 0; i < amendment->changes->len; i++)
    {
      const CrfStudyChange *change = g_ptr_array_index (amendment->changes, i);

      if (strcmp (change->part, "form") == 0 && strcmp (change->oid, form->oid) == 0)
        return TRUE;
      for (guint j = 0; j < form->groups->len; j++)
        {
          const CrfItemGroup *group = g_ptr_array_index (form->groups, j);

          if (strcmp (change->part, "group") == 0 && strcmp (change->oid, group->oid) == 0)
            return TRUE;
          for (guint k = 0; strcmp (change->part, "item") == 0 && k < group->items->len; k++)
            if (strcmp (((const CrfItemRef *) g_ptr_array_index (group->items, k))->item->oid, change->oid) == 0)
              return TRUE;
        }
    }
  return FALSE;
}

/* What is begun stays, and is read, in its own version. */
static gboolean
count_forms (CrfAmendment *amendment,
             CrfStudyFile *file,
             CrfStudy *older,
             GError **error)
{
  g_autoptr (GHashTable) changed = g_hash_table_new (g_str_hash, g_str_equal);
  const GPtrArray *definitions = crf_study_get_forms (older);
  guint n_changed = 0;

  for (guint i = 0; i < definitions->len; i++)
    if (changes_form (amendment, g_ptr_array_index (definitions, i)))
      g_hash_table_add (changed, (gpointer) ((const CrfForm *) g_ptr_array_index (definitions, i))->oid);
  for (guint i = 0; i < amendment->subjects->len; i++)
    {
      const CrfAmendmentSubject *subject = g_ptr_array_index (amendment->subjects, i);
      g_autoptr (GPtrArray) forms = crf_records_forms (file, subject->key, error);

      if (forms == NULL)
        return FALSE;
      amendment->n_forms += forms->len;
      for (guint j = 0; j < forms->len; j++)
        n_changed += g_hash_table_contains (changed, ((CrfFormRecord *) g_ptr_array_index (forms, j))->form);
    }
  if (amendment->n_forms > 0 && n_changed == 0)
    crf_amendment_tell (amendment, ngettext ("%u form is begun and stays in its version; it is asked as before.",
                                             "%u forms are begun and stay in their version; they are asked as before.", amendment->n_forms),
                        amendment->n_forms);
  else if (amendment->n_forms > 0)
    crf_amendment_tell (amendment, ngettext ("%1$u form is begun and stays in its version; %2$u of them are asked otherwise from the switch on.",
                                             "%1$u forms are begun and stay in their version; %2$u of them are asked otherwise from the switch on.",
                                             amendment->n_forms),
                        amendment->n_forms, n_changed);
  return TRUE;
}

gboolean
crf_amendment_tell_effects (CrfAmendment *amendment,
                            CrfStudyFile *file,
                            CrfStudy *older,
                            GError **error)
{
  g_autoptr (GPtrArray) uses = crf_records_uses (file, error);
  g_autoptr (GHashTable) told = g_hash_table_new (g_str_hash, g_str_equal);

  if (uses == NULL)
    return FALSE;
  for (guint i = 0; i < amendment->changes->len; i++)
    {
      const CrfStudyChange *change = g_ptr_array_index (amendment->changes, i);

      if (strcmp (change->part, "event") == 0 && g_hash_table_add (told, change->oid))
        tell_event (amendment, file, older, change);
      else if (strcmp (change->part, "item") == 0)
        tell_item (amendment, uses, change);
      else if (strcmp (change->part, "criterion") == 0 && g_hash_table_add (told, (gpointer) "criterion"))
        tell_criteria (amendment, file);
      else if (strcmp (change->part, "formulas") == 0 && g_hash_table_add (told, (gpointer) "formulas"))
        crf_amendment_tell (amendment, _("Scores that are stored stay as they were computed; visits under the new version are computed by it."));
      else if ((strcmp (change->part, "arm") == 0 || strcmp (change->part, "dose") == 0) && g_hash_table_add (told, (gpointer) "dose"))
        crf_amendment_tell (amendment, _("Infusions that are planned keep their dose; the next one is calculated by the new version."));
      else if (strcmp (change->part, "endpoint") == 0 && g_hash_table_add (told, (gpointer) "endpoint"))
        crf_amendment_tell (amendment, _("Analyses of all patients use the new endpoint from the activation on."));
    }
  tell_queries (amendment, file);
  sum_up (amendment);
  return count_forms (amendment, file, older, error);
}
