/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is typed is cut into words; each run of a few of them is hashed as an identifier is, and looked for among the hashes of the file. */

#include "crf-name-watch.h"

#include "crf-given-name.h"
#include "crf-identity.h"
#include "crf-name-filter.h"
#include "crf-records-screening.h"
#include "crf-sealed-value.h"
#include "crf-session-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PROMPT "identifier-in-text"
#define MAX_WORDS 8          /* "+86 139 1234 5678" are four, "Maria del Carmen Garcia Lopez" five */
#define MAX_NAME 5           /* words of a name that may stand in another order */
#define LONG_TEXT 64         /* words; below, what is known is asked of the file for each run */
#define MAX_TEXT (64 * 1024) /* nobody types more; a table that was pasted is read value by value */

struct _CrfNameWatch
{
  GHashTable *known;   /* hash → CrfKnown: what was looked up and found */
  GPtrArray *found;    /* CrfNamed: what of it stands in the arguments */
  char *confirm;       /* the argument, without the watch's own id */
  char *message;       /* the first of it that was written readable; NULL: nothing was */
  gboolean is_confirmed, may_ask, knows_subject;
};

typedef struct { char *subject, *item; gboolean is_part; } CrfKnown;
typedef struct { char *text; const CrfKnown *known; } CrfNamed;

static void
known_free (gpointer data)
{
  CrfKnown *known = data;

  g_free (known->subject);
  g_free (known->item);
  g_free (known);
}

static void
named_free (gpointer data)
{
  CrfNamed *named = data;

  g_free (named->text);
  g_free (named);
}

/* ── One spelling ── */

static gboolean
is_ideograph (gunichar c)
{
  return g_unichar_get_script (c) == G_UNICODE_SCRIPT_HAN;
}

/* Two ideographs are a name, two letters are a word of any text, four digits a year. */
static gboolean
is_telling (const char *squeezed)
{
  gsize digits = strspn (squeezed, "0123456789");

  if (squeezed[digits] == '\0')
    return digits >= 5;
  for (const char *p = squeezed; *p != '\0'; p = g_utf8_next_char (p))
    if (is_ideograph (g_utf8_get_char (p)))
      return g_utf8_strlen (squeezed, -1) >= 2;
  return g_utf8_strlen (squeezed, -1) >= 4;
}

/* The code of the country may be there or not. */
static const char *
without_country (const char *squeezed)
{
  gsize digits = strspn (squeezed, "0123456789");

  if (squeezed[digits] == '\0' && digits == strlen ("0086") + 11 && g_str_has_prefix (squeezed, "0086"))
    return squeezed + strlen ("0086");
  return squeezed[digits] == '\0' && digits == strlen ("86") + 11 && g_str_has_prefix (squeezed, "86") ? squeezed + strlen ("86") : squeezed;
}

char *
crf_name_watch_hash (CrfUseCaseContext *context,
                     const CrfItem *item,
                     const char *text)
{
  g_autofree char *squeezed = crf_identity_squeeze (text, -1);
  gboolean phone = g_strcmp0 (item->concept, "demog.phone") == 0;

  return is_telling (squeezed) ? crf_keyring_hash_identifier (crf_session_get_keyring (context->session), phone ? without_country (squeezed) : squeezed) : NULL;
}

/* ── What is known ── */

static void
learn (CrfNameWatch *self,
       const char *hash,
       const char *subject,
       const char *item,
       gboolean is_part)
{
  CrfKnown *known;

  /* What was found points into the table. */
  if (g_hash_table_contains (self->known, hash))
    return;
  known = g_new0 (CrfKnown, 1);
  known->subject = g_strdup (subject);
  known->item = g_strdup (item);
  known->is_part = is_part;
  g_hash_table_insert (self->known, g_strdup (hash), known);
}

/* What a patient is called for short. */
static void
learn_given_name (CrfNameWatch *self,
                  CrfUseCaseContext *context,
                  const CrfItem *item,
                  const char *name)
{
  g_autoptr (GPtrArray) given = crf_given_names (name);

  for (guint i = 0; i < given->len; i++)
    {
      g_autofree char *spelling = crf_identity_squeeze (g_ptr_array_index (given, i), -1);
      g_autofree char *hash = crf_keyring_hash_identifier (crf_session_get_keyring (context->session), spelling);

      if (hash != NULL)
        learn (self, hash, context->subject->key, item->oid, TRUE);
    }
}

/* The patient who is at hand: all that was entered in a file that was written before names had hashes, and a given name alone, which is not looked for
 * among all the others: too many people are called so. */
static void
learn_subject (CrfNameWatch *self,
               CrfUseCaseContext *context)
{
  static const char *const concepts[] = { "demog.name", "demog.phone", NULL };

  self->knows_subject = TRUE;
  for (guint i = 0; context->subject != NULL && self->may_ask && concepts[i] != NULL; i++)
    {
      const CrfItem *item = crf_study_find_item_by_concept (context->study, concepts[i]);
      g_autofree char *hash = item != NULL ? crf_records_identifier_hash (context->file, context->subject->key, item->oid) : NULL;
      g_autofree char *text = item != NULL && (hash == NULL || i == 0) ? crf_context_value_of (context, concepts[i]) : NULL;
      g_autofree char *own = text != NULL ? crf_name_watch_hash (context, item, text) : NULL;

      if (own != NULL)
        learn (self, own, context->subject->key, item->oid, FALSE);
      if (text != NULL && i == 0)
        learn_given_name (self, context, item, text);
    }
}

/* ── What is typed ── */

typedef enum { SIGN, LETTER, DIGIT, IDEOGRAPH } Kind;

static Kind
kind_of (const char *p)
{
  gunichar c = g_utf8_get_char (p);

  if (is_ideograph (c))
    return IDEOGRAPH;
  return g_unichar_isdigit (c) ? DIGIT : g_unichar_isalnum (c) || g_unichar_ismark (c) ? LETTER : SIGN;
}

/* An ideograph is a word of its own; letters up to the next sign or digit are one, and digits up to the next letter: "tel13912345678" are two. */
static GArray *
cut (const char *text)
{
  GArray *words = g_array_new (FALSE, FALSE, sizeof (CrfWord));

  for (const char *p = text; *p != '\0' && p - text < MAX_TEXT;)
    {
      Kind kind = kind_of (p);
      CrfWord word = { p, g_utf8_next_char (p), kind == LETTER };

      while ((kind == LETTER || kind == DIGIT) && *word.end != '\0' && kind_of (word.end) == kind)
        word.end = g_utf8_next_char (word.end);
      if (kind != SIGN)
        g_array_append_val (words, word);
      p = word.end;
    }
  return words;
}

static const CrfKnown *
look_up (CrfNameWatch *self,
         CrfUseCaseContext *context,
         const char *spelling)
{
  g_autofree char *hash = crf_keyring_hash_identifier (crf_session_get_keyring (context->session), spelling);
  g_autofree char *item = NULL;
  g_autofree char *subject = hash != NULL ? crf_records_find_identifier (context->file, hash, &item) : NULL;

  if (subject != NULL)
    learn (self, hash, subject, item, FALSE);
  return hash != NULL ? g_hash_table_lookup (self->known, hash) : NULL;
}

/* "Hong Zhang" is Zhang Hong too, "Xiao Hong Zhang" is Zhang Xiaohong, and "Garcia Lopez, Maria" is Maria Garcia Lopez. */
static const CrfKnown *
look_up_turned (CrfNameWatch *self,
                CrfUseCaseContext *context,
                const CrfWord *first,
                const CrfWord *last)
{
  const CrfKnown *known = NULL;

  for (const CrfWord *word = first; word <= last; word++)
    if (!word->turns)
      return NULL;
  for (const CrfWord *word = first + 1; word <= last && last - first < MAX_NAME && known == NULL; word++)
    {
      g_autofree char *front = crf_identity_squeeze (word->start, last->end - word->start);
      g_autofree char *back = crf_identity_squeeze (first->start, word[-1].end - first->start);
      g_autofree char *turned = g_strconcat (front, back, NULL);

      known = look_up (self, context, turned);
    }
  return known;
}

/* Part of a name is one where it is written as a name is. */
static gboolean
is_written_as (const CrfKnown *known,
               const CrfWord *first)
{
  return known != NULL && (!known->is_part || kind_of (first->start) == IDEOGRAPH || g_unichar_isupper (g_utf8_get_char (first->start)));
}

static const CrfKnown *
look_up_run (CrfNameWatch *self,
             CrfUseCaseContext *context,
             const CrfWord *first,
             const CrfWord *last)
{
  g_autofree char *squeezed = crf_identity_squeeze (first->start, last->end - first->start);
  const CrfKnown *known;

  if (!is_telling (squeezed))
    return NULL;
  if (!self->knows_subject)
    learn_subject (self, context);
  known = look_up (self, context, squeezed);
  if (known == NULL && last > first)
    {
      g_autofree char *slice = g_strndup (first->start, last->end - first->start);
      g_autofree char *folded = crf_identity_fold (slice);

      known = strcmp (folded, squeezed) != 0 ? look_up (self, context, folded) : NULL;
    }
  if (known == NULL)
    known = look_up_turned (self, context, first, last);
  return is_written_as (known, first) ? known : NULL;
}

static CrfNameFilter *
filter_of (CrfNameWatch *self,
           CrfUseCaseContext *context,
           GArray *words)
{
  if (!self->knows_subject)
    learn_subject (self, context);
  return crf_name_filter_new (crf_session_get_keyring (context->session), context->file, self->known, &g_array_index (words, CrfWord, 0), words->len);
}

/* The longest run that begins at a word is what is named. */
static void
find_in (CrfNameWatch *self,
         CrfUseCaseContext *context,
         const char *text)
{
  g_autoptr (GArray) words = NULL;
  g_autoptr (CrfNameFilter) filter = NULL;

  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    return;
  words = cut (text);
  if (words->len > LONG_TEXT)
    filter = filter_of (self, context, words);
  for (guint i = 0; i < words->len; i++)
    for (guint n = MIN (MAX_WORDS, words->len - i); n > 0; n--)
      {
        const CrfWord *first = &g_array_index (words, CrfWord, i), *last = first + n - 1;
        const CrfKnown *known = filter == NULL || crf_name_filter_may_be_known (filter, i, n, MAX_NAME) ? look_up_run (self, context, first, last) : NULL;
        CrfNamed *named;

        if (known == NULL)
          continue;
        named = g_new0 (CrfNamed, 1);
        named->text = g_strndup (first->start, last->end - first->start);
        named->known = known;
        g_ptr_array_add (self->found, named);
        break;
      }
}

/* Places and keys are text to the registry, and nothing that a person writes; initials stand in the open by design, whomever else they may spell. */
static gboolean
is_free_text (const CrfUseCase *use_case,
              const char *key)
{
  static const char *const places[] = { "event", "eventkey", "form", "formkey", "group", "groupkey", "item", "unit", "key", "confirm", "initials", NULL };

  if (strcmp (key, "reason") == 0)
    return TRUE;
  if (g_strv_contains (places, key))
    return FALSE;
  for (const CrfParameter *p = use_case->parameters; p != NULL && p->key != NULL; p++)
    if (strcmp (p->key, key) == 0)
      return strcmp (p->kind, "text") == 0;
  return FALSE;
}

static void
find_in_arguments (CrfNameWatch *self,
                   CrfUseCaseContext *context)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, context->arguments);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (is_free_text (context->use_case, key))
      find_in (self, context, value);
}

/* ── The watch ── */

CrfNameWatch *
crf_name_watch_new (CrfUseCaseContext *context,
                    gboolean may_ask)
{
  g_autofree char *key = crf_keyring_hash_identifier (crf_session_get_keyring (context->session), "");
  CrfNameWatch *self;

  if (key == NULL)
    return NULL;
  self = g_new0 (CrfNameWatch, 1);
  self->may_ask = may_ask;
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, known_free);
  self->found = g_ptr_array_new_with_free_func (named_free);
  self->is_confirmed = crf_confirm_take (crf_context_get (context, "confirm"), PROMPT, &self->confirm);
  if (may_ask)
    find_in_arguments (self, context);
  return self;
}

void
crf_name_watch_free (CrfNameWatch *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->found);
  g_hash_table_unref (self->known);
  g_free (self->confirm);
  g_free (self->message);
  g_free (self);
}

const char *
crf_name_watch_get_confirm (CrfNameWatch *self)
{
  return self->confirm;
}

static char *
sentence_of (CrfUseCaseContext *context,
             const CrfNamed *named)
{
  g_autoptr (CrfSubjectRecord) subject = crf_records_find_subject (context->file, named->known->subject, NULL);
  const CrfItem *item = crf_study_find_item (context->study, named->known->item);
  const char *label = item != NULL ? crf_text_get (item->question, crf_session_get_language (context->session)) : "";

  /* Translators: what was typed; the label of a field ("Name"); a subject number */
  return g_strdup_printf (_("“%1$s” stands in the file as %2$s of %3$s. There it is sealed; in this text everybody could read it who can read the file."),
                          named->text, *label != '\0' ? label : named->known->item, subject != NULL ? subject->number : "?");
}

/* Accounts and what is signed about them name people who work here; definitions and names of files are not typed as text. */
static gboolean
is_about_patients (const CrfEntry *entry)
{
  static const char *const others[] = { "account.", "delegation.", "definition.", "training.", "trust.", "keyslot.", "export", "backup", "envelopes.", NULL };

  for (guint i = 0; others[i] != NULL; i++)
    if (g_str_has_prefix (entry->action, others[i]))
      return FALSE;
  return TRUE;
}

void
crf_name_watch_note (CrfNameWatch *self,
                     CrfUseCaseContext *context,
                     const CrfEntry *entry)
{
  const char *const texts[] = { entry->value, entry->canon, entry->reason, entry->prompt, entry->detail };

  if (self == NULL || self->message != NULL || self->found->len == 0 || entry->seal != CRF_SEAL_NONE || !is_about_patients (entry))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    for (guint j = 0; texts[i] != NULL && self->message == NULL && j < self->found->len; j++)
      {
        const CrfNamed *named = g_ptr_array_index (self->found, j);

        if (strstr (texts[i], named->text) != NULL)
          self->message = sentence_of (context, named);
      }
}

void
crf_name_watch_end (CrfNameWatch *self,
                    CrfUseCaseContext *context)
{
  CrfPrompt *prompt;

  if (self == NULL || self->message == NULL || self->is_confirmed)
    return;
  prompt = crf_context_ask_after (context, self->confirm, PROMPT, g_strdup_printf ("%s %s", self->message, _("Write the subject number instead. Store it as it is?")));
  prompt->goes_back = TRUE;
  prompt->accept = g_strdup (_("_Store it as it is"));
}

gboolean
crf_name_watch_takes (CrfNameWatch *self,
                      CrfUseCaseContext *context,
                      const CrfPlace *place,
                      const char *text,
                      const char *reason)
{
  g_autofree char *sentence = NULL;

  if (self == NULL || self->may_ask)
    return TRUE;
  g_ptr_array_set_size (self->found, 0);
  if (place->ref->item->type == CRF_TYPE_TEXT && !place->ref->item->identifier && !place->ref->item->unblinding)
    find_in (self, context, text);
  find_in (self, context, reason);
  if (self->found->len == 0)
    return TRUE;
  sentence = sentence_of (context, g_ptr_array_index (self->found, 0));
  crf_context_refuse (context, PROMPT, _("Write the subject number instead, or enter it by hand."), "%s", sentence);
  crf_context_set_target (context, place->target);
  return FALSE;
}
