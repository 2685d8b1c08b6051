/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Does a use case: permission, arguments, subject, one transaction. What is refused or asks back leaves nothing in the file. */

#include "crf-breaking.h"
#include "crf-close-out.h"
#include "crf-course-watch.h"
#include "crf-name-watch.h"
#include "crf-passphrase-guard.h"
#include "crf-readings.h"
#include "crf-session-private.h"
#include "crf-use-case-private.h"
#include "crf-verify.h"
#include "crf-version.h"
#include "crf-withdrawal-watch.h"

#include "crf-hold.h"
#include "crf-number.h"
#include "crf-partial-date.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define LONGEST_LINE 200 /* characters */

static const CrfParameter *
find_parameter (const CrfUseCase *use_case,
                const char *key)
{
  for (const CrfParameter *p = use_case->parameters; p != NULL && p->key != NULL; p++)
    if (strcmp (p->key, key) == 0)
      return p;
  return NULL;
}

/* Every use case takes a reason and the answer to a prompt. */
static gboolean
is_general (const char *key)
{
  return strcmp (key, "reason") == 0 || strcmp (key, "confirm") == 0;
}

static CrfRefusal *
check_choice (const CrfParameter *parameter,
              const char *value)
{
  g_auto (GStrv) choices = g_strsplit (parameter->kind + strlen ("choice:"), "|", -1);
  g_autofree char *list = NULL;

  if (g_strv_contains ((const char *const *) choices, value))
    return NULL;
  list = g_strjoinv (", ", choices);
  return crf_refusal_new ("not-a-choice", NULL, _("%s: “%s” is not one of: %s."), _ (parameter->label), value, list);
}

static CrfRefusal *
check_kind (const CrfParameter *parameter,
            const char *value)
{
  g_autoptr (GError) error = NULL;
  const char *kind = parameter->kind;
  CrfDate date;
  double number;

  if (g_str_has_prefix (kind, "choice:"))
    return check_choice (parameter, value);
  if (strcmp (kind, "number") == 0 || strcmp (kind, "integer") == 0)
    {
      if (!crf_number_parse_plain (value, &number, &error))
        return crf_refusal_new ("not-a-number", _("Type a number such as 12.5."), "%s: %s", _ (parameter->label), error->message);
      if (strcmp (kind, "integer") == 0 && fabs (number - round (number)) > 0)
        return crf_refusal_new ("not-a-number", NULL, _("%s: “%s” is not a whole number."), _ (parameter->label), value);
    }
  else if (strcmp (kind, "date") == 0 && !crf_date_parse (value, TRUE, &date, &error))
    return crf_refusal_new ("not-a-date", _("Type a date such as 2026-03-02."), "%s: %s", _ (parameter->label), error->message);
  else if (strcmp (kind, "datetime") == 0 && !crf_datetime_parse (value, TRUE, &date, &error))
    return crf_refusal_new ("not-a-date", _("Type date and time such as 2026-03-02 09:14."), "%s: %s", _ (parameter->label),
                            error->message);
  else if (strcmp (kind, "flag") == 0 &&
           !g_strv_contains ((const char *const[]) { "yes", "no", "true", "false", "1", "0", "Y", "N", NULL }, value))
    return crf_refusal_new ("not-a-choice", NULL, _("%s: “%s” is neither yes nor no."), _ (parameter->label), value);
  return NULL;
}

/* Names, numbers and places are printed in one line, on labels and beside signatures, and must look there as they are. */
static gboolean
is_line (const char *key)
{
  static const char *const lines[] = { "login", "name", "initials", "hospital-no", "phone", "bed", "explained-by", "who", "carrier", "next", "box", "found-by",
                                       "lot", "laboratory", "number", NULL };

  return g_strv_contains (lines, key);
}

static gboolean
may_stand_in_line (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type != G_UNICODE_CONTROL && type != G_UNICODE_FORMAT && type != G_UNICODE_LINE_SEPARATOR && type != G_UNICODE_PARAGRAPH_SEPARATOR &&
         type != G_UNICODE_UNASSIGNED && type != G_UNICODE_SURROGATE;
}

static CrfRefusal *
check_line (const CrfParameter *parameter,
            const char *value)
{
  if (!is_line (parameter->key))
    return NULL;
  if (g_utf8_strlen (value, -1) > LONGEST_LINE)
    return crf_refusal_new ("too-long", _("Shorten it."), _("%s: %d characters are the most."), _ (parameter->label), LONGEST_LINE);
  for (const char *p = value; *p != '\0'; p = g_utf8_next_char (p))
    if (!may_stand_in_line (g_utf8_get_char (p)))
      return crf_refusal_new ("not-a-line", _("Type it in one line."), _("%s: there is a line break or an invisible sign in it (U+%04X)."),
                              _ (parameter->label), (unsigned int) g_utf8_get_char (p));
  return NULL;
}

static gboolean
is_blank (const char *text)
{
  return text == NULL || text[strspn (text, " \t\n")] == '\0';
}

static CrfRefusal *
check_arguments (const CrfUseCase *use_case,
                 GHashTable *arguments)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, arguments);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      const CrfParameter *parameter = find_parameter (use_case, key);
      CrfRefusal *refusal;

      if (value != NULL && !g_utf8_validate (value, -1, NULL))
        return crf_refusal_new ("not-text", NULL, _("The argument “%s” is not valid text (UTF-8)."), (const char *) key);
      if (parameter == NULL && is_general (key))
        continue;
      if (parameter == NULL)
        return crf_refusal_new ("argument-unknown", _("stemward-cli do --list shows what each use case takes."),
                                _("“%s” does not take an argument “%s”."), use_case->name, (const char *) key);
      refusal = is_blank (value) ? NULL : check_kind (parameter, value);
      if (refusal == NULL && !is_blank (value))
        refusal = check_line (parameter, value);
      if (refusal != NULL)
        return refusal;
    }
  for (const CrfParameter *p = use_case->parameters; p != NULL && p->key != NULL; p++)
    if (p->required && is_blank (g_hash_table_lookup (arguments, p->key)))
      return crf_refusal_new ("argument-missing", NULL, _("%s (“%s”) is missing."), _ (p->label), p->key);
  return NULL;
}

static gboolean
find_subject (CrfUseCaseContext *context,
              const char *name,
              GError **error)
{
  g_autoptr (GError) fault = NULL;

  if (is_blank (name))
    {
      if (context->use_case->needs_subject)
        crf_context_refuse (context, "subject-missing", _("Give the subject number."), _("“%s” needs a patient."),
                            _ (context->use_case->title));
      return TRUE;
    }
  context->subject = crf_records_find_subject (context->file, name, &fault);
  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  if (context->subject == NULL)
    crf_context_refuse (context, "subject-unknown", _("Look up the number in the list of patients."),
                        _("There is no patient “%s” in this study."), name);
  /* Arms open only outside a transaction; the session remembers this one. */
  else if (context->subject->allocation_number != NULL)
    crf_session_get_arm (context->session, context->subject->key);
  return TRUE;
}

/* What a person can remedy is a refusal, wherever it was found. */
static gboolean
refuse_error (CrfUseCaseContext *context,
              const GError *error)
{
  if (g_error_matches (error, CRF_STORE_ERROR, CRF_STORE_ERROR_PASSPHRASE))
    return crf_context_refuse (context, "passphrase-wrong", _("Type your own passphrase again."), "%s", error->message);
  if (g_error_matches (error, CRF_STORE_ERROR, CRF_STORE_ERROR_KEY))
    return crf_context_refuse (context, "key-missing", _("Ask somebody who holds the key."), "%s", error->message);
  if (g_error_matches (error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT) ||
      g_error_matches (error, CRF_STORE_ERROR, CRF_STORE_ERROR_EXISTS))
    return crf_context_refuse (context, "conflict", NULL, "%s", error->message);
  return FALSE;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  CrfActor actor = crf_session_get_actor (context->session);
  g_autoptr (CrfTransaction) txn = crf_transaction_begin (context->file, &actor, error);
  g_autoptr (CrfCourseWatch) watch = NULL;
  g_autoptr (GError) fault = NULL;

  if (txn == NULL)
    return FALSE;
  context->txn = txn;
  if (!crf_version_begin (context, error))
    return FALSE;
  watch = crf_course_watch_new (context);
  if (!context->use_case->run (context, &fault))
    {
      if (fault == NULL && !crf_outcome_done (context->outcome))
        return TRUE;
      if (fault != NULL && refuse_error (context, fault))
        return TRUE;
      if (fault == NULL)
        g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_OTHER, _("“%s” failed without saying why."), context->use_case->name);
      else
        g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  if (!crf_outcome_done (context->outcome))
    return TRUE;
  if (!crf_withdrawal_watch_end (context->withdrawal, context, error))
    return FALSE;
  if (!crf_outcome_done (context->outcome))
    return TRUE;
  crf_name_watch_end (context->names, context);
  if (!crf_outcome_done (context->outcome))
    return TRUE;
  if (!crf_course_watch_end (watch, context, error) || !crf_close_out_review (context, error))
    return FALSE;
  /* What was taken for "nothing is entered" because it could not be read must not become an entry. */
  if (!crf_readings_hold (context->session, &context->readings, error))
    return FALSE;
  if (!crf_transaction_commit (txn, error))
    return FALSE;
  /* Its own roles or passphrase may be what was changed. */
  if (strcmp (context->use_case->name, "change-passphrase") == 0 || strcmp (context->use_case->name, "set-roles") == 0)
    crf_session_reload_account (context->session);
  return crf_session_follow_file (context->session, error);
}

static gboolean
run_in_version (CrfUseCaseContext *context,
                GError **error)
{
  g_auto (CrfVersionScope) scope = crf_version_enter_act (context, NULL, error);

  return !scope.failed && run (context, error);
}

static gboolean
run_watched (CrfUseCaseContext *context,
             GError **error)
{
  g_autoptr (CrfNameWatch) names = crf_name_watch_new (context, TRUE);
  g_autoptr (CrfWithdrawalWatch) withdrawal = NULL;
  gboolean done;

  context->names = names;
  context->withdrawal = withdrawal = crf_withdrawal_watch_new (context, TRUE);
  done = run_in_version (context, error);
  context->withdrawal = NULL;
  context->names = NULL;
  return done;
}

/* What is signed, allocated or dosed on must be what the journal says. */
static gboolean
check_ground (CrfUseCaseContext *context,
              GError **error)
{
  switch (context->use_case->rests_on)
    {
    case CRF_RESTS_ON_STUDY:
      return crf_verify_record (context->file, NULL, error);
    case CRF_RESTS_ON_SUBJECT:
      return crf_verify_record (context->file, context->subject != NULL ? context->subject->key : "", error);
    case CRF_RESTS_ON_FORM:
    default:
      return TRUE;
    }
}

static CrfOutcome *
outcome_of_refusal (CrfRefusal *refusal)
{
  CrfOutcome *outcome = crf_outcome_new ();

  outcome->refusal = refusal;
  return outcome;
}

static CrfOutcome *
conduct (CrfSession *session,
         const char *use_case,
         const char *subject,
         GHashTable *arguments,
         const CrfReadings *readings,
         GError **error)
{
  const CrfUseCase *found = crf_use_case_find (use_case);
  g_autoptr (GHashTable) none = NULL;
  g_autoptr (CrfOutcome) outcome = NULL;
  CrfRefusal *refusal = NULL;
  CrfUseCaseContext context = { 0 };
  gboolean done;

  if (found == NULL)
    return outcome_of_refusal (crf_refusal_new ("use-case-unknown", _("stemward-cli do --list shows all."),
                                                _("There is no use case “%s”."), use_case));
  if (!crf_session_follow_file (session, error) || !crf_session_follow_account (session, &refusal, error))
    return NULL;
  if (refusal != NULL)
    return outcome_of_refusal (refusal);
  if (!crf_use_case_permitted (session, found, &refusal))
    return outcome_of_refusal (refusal);
  if (arguments == NULL)
    arguments = none = g_hash_table_new (g_str_hash, g_str_equal);
  refusal = check_arguments (found, arguments);
  if (refusal != NULL)
    return outcome_of_refusal (refusal);

  outcome = crf_outcome_new ();
  context = (CrfUseCaseContext) { .session = session, .use_case = found, .file = crf_session_get_file (session),
                                  .study = crf_session_get_study (session), .arguments = arguments, .outcome = outcome,
                                  .readings = *readings };
  if (!find_subject (&context, subject, error))
    return NULL;
  done = outcome->refusal != NULL || !crf_hold_allows_use_case (&context) || !crf_passphrase_guard_allows (&context) ||
         (check_ground (&context, error) && run_watched (&context, error));
  if (done)
    crf_passphrase_guard_note (&context);
  done = done && crf_code_break_note_failure (&context, error);
  g_clear_pointer (&context.subject, crf_subject_record_free);
  return done ? g_steal_pointer (&outcome) : NULL;
}

CrfOutcome *
crf_conduct (CrfSession *session,
             const char *use_case,
             const char *subject,
             GHashTable *arguments,
             GError **error)
{
  CrfReadings readings = crf_readings_begin (session);
  g_autofree char *clock = crf_session_watch_clock (session);
  CrfOutcome *outcome = conduct (session, use_case, subject, arguments, &readings, error);

  if (outcome != NULL && clock != NULL)
    g_ptr_array_insert (outcome->notices, 0, g_steal_pointer (&clock));
  /* A refusal or a question that rests on what could not be read would be the wrong one. */
  if (outcome != NULL && !crf_outcome_done (outcome))
    return crf_readings_pass (session, &readings, outcome, (GDestroyNotify) crf_outcome_free, error);
  return outcome;
}

CrfOutcome *
crf_conduct_with (CrfSession *session,
                  const char *use_case,
                  const char *subject,
                  GError **error,
                  ...)
{
  g_autoptr (GHashTable) arguments = g_hash_table_new (g_str_hash, g_str_equal);
  va_list list;
  const char *key;

  va_start (list, error);
  while ((key = va_arg (list, const char *)) != NULL)
    {
      const char *value = va_arg (list, const char *);

      if (value != NULL)
        g_hash_table_insert (arguments, (gpointer) key, (gpointer) value);
    }
  va_end (list);
  return crf_conduct (session, use_case, subject, arguments, error);
}
