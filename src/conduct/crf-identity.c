/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a person is in the study already. */

#include "crf-identity.h"

#include "crf-casebook.h"
#include "crf-initials.h"
#include "crf-name-watch.h"
#include "crf-records-screening.h"
#include "crf-sealed-value.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define HOSPITAL_NUMBER "demog.hospital_no"

/* Letters that no normalisation takes apart, as they are written without their marks. */
static const struct { gunichar letter; const char *plain; } plain_letters[] = {
  { 0x00c6, "AE" }, { 0x00d0, "D" }, { 0x00d8, "O" }, { 0x00de, "TH" }, { 0x00df, "SS" }, { 0x0110, "D" }, { 0x0131, "I" }, { 0x0141, "L" },
  { 0x0152, "OE" }, { 0x1e9e, "SS" },
};

static void
append_plain (GString *text,
              gunichar c)
{
  for (guint i = 0; i < G_N_ELEMENTS (plain_letters); i++)
    if (plain_letters[i].letter == c)
      {
        g_string_append (text, plain_letters[i].plain);
        return;
      }
  g_string_append_unichar (text, c);
}

/* Capital letters by Unicode, not by the language of the desk: a hash that was kept in one is looked for in another. */
static char *
fold (const char *text,
      gssize length,
      gboolean squeeze)
{
  g_autofree char *plain = g_utf8_normalize (text, length, G_NORMALIZE_ALL);
  GString *folded = g_string_new (NULL);

  for (const char *p = plain != NULL ? plain : ""; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_unichar_toupper (g_utf8_get_char (p));

      if (squeeze ? g_unichar_isalnum (c) : !g_unichar_isspace (c))
        append_plain (folded, c);
    }
  return g_string_free (folded, FALSE);
}

char *
crf_identity_fold (const char *text)
{
  return fold (text, -1, FALSE);
}

char *
crf_identity_squeeze (const char *text,
                      gssize length)
{
  return fold (text, length, TRUE);
}

/* NULL: the account does not hold the key of identifiers. */
static char *
hash_of (CrfUseCaseContext *context,
         const char *text)
{
  g_autofree char *folded = crf_identity_squeeze (text, -1);

  return *folded != '\0' ? crf_keyring_hash_identifier (crf_session_get_keyring (context->session), folded) : NULL;
}

/* "01-S-003 (screening failed)", several separated by commas. */
static char *
describe (CrfUseCaseContext *context,
          GPtrArray *keys)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < keys->len; i++)
    {
      g_autoptr (CrfSubjectRecord) subject = crf_records_find_subject (context->file, g_ptr_array_index (keys, i), NULL);

      if (subject == NULL)
        continue;
      g_string_append_printf (text, "%s%s", text->len > 0 ? _(", ") : "", subject->number);
      if (g_strcmp0 (subject->status, "failed") == 0)
        g_string_append_printf (text, " (%s)", _("screening failed"));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

gboolean
crf_identity_note (CrfUseCaseContext *context,
                   const CrfItem *item,
                   const char *text,
                   GError **error)
{
  g_autofree char *hash = NULL, *before = NULL, *others = NULL;
  g_autoptr (GPtrArray) same = NULL;
  CrfEntry entry = { .action = CRF_ACTION_IDENTIFIER_HASH, .subject = context->subject->key, .item = item->oid };
  gboolean is_number = g_strcmp0 (item->concept, HOSPITAL_NUMBER) == 0;

  if (!item->identifier || item->type != CRF_TYPE_TEXT)
    return TRUE;
  if (text != NULL)
    hash = is_number ? hash_of (context, text) : crf_name_watch_hash (context, item, text);
  before = crf_records_identifier_hash (context->file, context->subject->key, item->oid);
  if (g_strcmp0 (hash, before) == 0)
    return TRUE;
  entry.canon = hash;
  if (!crf_context_append (context, &entry, NULL, error))
    return FALSE;
  if (!is_number || hash == NULL || context->use_case == NULL || strcmp (context->use_case->name, "register") == 0)
    return TRUE; /* registering has asked before */
  same = crf_records_same_identifier (context->file, item->oid, hash, context->subject->key, error);
  if (same == NULL)
    return FALSE;
  others = describe (context, same);
  if (same->len > 0)
    crf_context_notice (context, _("This hospital number is also that of %s: is it the same person?"), others);
  return TRUE;
}

static gboolean
ask (CrfUseCaseContext *context,
     const char *id,
     char *message)
{
  crf_context_ask (context, id, message);
  return TRUE;
}

static gboolean
ask_number (CrfUseCaseContext *context,
            const char *previous)
{
  const CrfItem *item = crf_study_find_item_by_concept (context->study, HOSPITAL_NUMBER);
  const char *text = crf_context_get (context, "hospital-no");
  g_autofree char *hash = item != NULL && text != NULL ? hash_of (context, text) : NULL;
  g_autofree char *others = NULL;
  g_autoptr (GPtrArray) same = NULL;

  if (hash == NULL || crf_context_has_confirmed (context, "known-hospital-number"))
    return FALSE;
  same = crf_records_same_identifier (context->file, item->oid, hash, previous, NULL);
  if (same == NULL || same->len == 0)
    return FALSE;
  others = describe (context, same);
  return ask (context, "known-hospital-number",
              /* Translators: subject numbers */
              g_strdup_printf (_("This hospital number is registered already: %s. A patient who is screened again gets a new number that is linked to "
                                 "the old one: go back and name it under “Screened before as”. Register another person with this number?"),
                               others));
}

static gboolean
ask_initials (CrfUseCaseContext *context)
{
  const char *initials = crf_context_get (context, "initials"), *name = crf_context_get (context, "name");
  g_autofree char *expected = NULL;
  CrfInitialsCheck check;

  if (initials == NULL || name == NULL || crf_context_has_confirmed (context, "initials"))
    return FALSE;
  check = crf_initials_check (initials, name, crf_data_dir (), &expected);
  if (check == CRF_INITIALS_FINE || check == CRF_INITIALS_UNKNOWN)
    return FALSE;
  if (expected != NULL)
    return ask (context, "initials",
                g_strdup_printf (_("The initials of this name would be %s, typed is %s. Register it as typed?"), expected, initials));
  return ask (context, "initials", g_strdup_printf (_("Initials of a Chinese name are four letters, typed is %s. Register it as typed?"), initials));
}

gboolean
crf_identity_ask (CrfUseCaseContext *context,
                  const char *previous)
{
  return ask_number (context, previous) || ask_initials (context);
}

/* Sex and year of birth do not change between two screenings: where they differ it is another person, or one of the two is wrong. */
static gboolean
check_same_person (CrfUseCaseContext *context,
                   const CrfSubjectRecord *previous)
{
  g_autoptr (CrfCasebook) casebook = crf_casebook_new (context->session, previous->key, NULL);
  const char *sex = casebook != NULL ? crf_casebook_get_concept (casebook, "demog.sex") : NULL;
  const char *birth = casebook != NULL ? crf_casebook_get_concept (casebook, "demog.birth_date") : NULL;
  const char *typed_sex = crf_context_get (context, "sex"), *typed_birth = crf_context_get (context, "birth-date");
  gboolean sex_differs = sex != NULL && typed_sex != NULL && g_ascii_strcasecmp (sex, typed_sex) != 0;
  gboolean birth_differs = birth != NULL && typed_birth != NULL && strncmp (birth, typed_birth, strlen ("1972")) != 0;

  if ((!sex_differs && !birth_differs) || crf_context_get (context, "reason") != NULL)
    return TRUE;
  return !crf_context_refuse (context, "other-person", _("Check the number and what was typed; where the first screening was wrong, say so as the reason."),
                              sex_differs ? _("%s has another sex than what is registered now.") : _("%s has another year of birth than what is registered now."),
                              previous->number);
}

gboolean
crf_identity_take_previous (CrfUseCaseContext *context,
                            CrfSubjectRecord **previous)
{
  const char *number = crf_context_get (context, "rescreens");
  g_autoptr (CrfSubjectRecord) found = NULL, again = NULL;
  g_autofree char *later = NULL;

  *previous = NULL;
  if (number == NULL)
    return TRUE;
  found = crf_records_find_subject (context->file, number, NULL);
  if (found == NULL)
    return !crf_context_refuse (context, "subject-unknown", _("Look up the number in the list of patients."), _("There is no patient “%s” in this study."),
                                number);
  if (found->allocation_number != NULL)
    return !crf_context_refuse (context, "previous-allocated", NULL, _("%s was allocated as %s and cannot be screened again."), found->number,
                                found->allocation_number);
  later = crf_records_later_subject (context->file, found->key);
  again = later != NULL ? crf_records_find_subject (context->file, later, NULL) : NULL;
  if (again != NULL)
    return !crf_context_refuse (context, "previous-rescreened", _("Name the newest number of the patient."), _("%s was screened again as %s already."),
                                found->number, again->number);
  if (g_strcmp0 (found->status, "failed") != 0)
    return !crf_context_refuse (context, "previous-open", _("Record its screen failure first, or go on with the number that the patient has."),
                                _("Screening of %s has not failed."), found->number);
  if (!check_same_person (context, found))
    return FALSE;
  *previous = g_steal_pointer (&found);
  return TRUE;
}
