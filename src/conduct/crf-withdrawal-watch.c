/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is written of a patient who has withdrawn, against the day on which it was observed. */

#include "crf-withdrawal-watch.h"

#include "crf-consent.h"
#include "crf-session-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define DAY_LENGTH 10 /* of "2026-03-02" */
#define PROMPT "after-withdrawal"

struct _CrfWithdrawalWatch
{
  CrfWithdrawals withdrawals; /* in force */
  GPtrArray *periods;    /* CrfWithdrawals: also those that a consent has taken back; what was observed between is still not hers to give */
  GPtrArray *written;    /* CrfTarget: fields that were filled, forms that were begun */
  char *confirm;         /* what is left of the argument for the use case */
  gboolean is_confirmed;
  gboolean may_ask;
};

/* The days on which the patient herself was there. */
static const char *const presences[] = { "sample.taken_at", "mon.at", "inf.start", "inf.stop", NULL };
/* What says of the rows, and of the form, when all that stands beside it was observed. */
static const char *const of_rows[] = { "sample.taken_at", "mon.at", NULL };
static const char *const of_forms[] = { "ae.start", "ce.start", "cm.start", "para.time", "tx.date", "death.date", "status.date", "inf.start", NULL };
/* Days of another kind: of papers, of reports, of what is planned. */
static const char *const of_papers[] = {
  "sample.reported_at", "ae.awareness", "ce.verdict_date", "inf.weight_date", "inf.use_before", "demog.birth_date", NULL
};

/* ── When ── */

static gboolean
is_date (const CrfItem *item)
{
  return item->type == CRF_TYPE_DATE || item->type == CRF_TYPE_DATETIME || item->type == CRF_TYPE_PARTIAL_DATE ||
         item->type == CRF_TYPE_PARTIAL_DATETIME;
}

/* The expiry of a bag is no day of observation either. */
static gboolean
says_when (const CrfItem *item,
           const CrfEvent *event)
{
  if (!is_date (item))
    return FALSE;
  return item->concept != NULL ? !g_strv_contains (of_papers, item->concept) : g_strcmp0 (event->kind, "treatment") != 0;
}

/* The first of the concepts on the form; of one row only where @groupkey is given. NULL: not entered. */
static const char *
find_date (CrfCasebook *casebook,
           CrfFormRecord *form,
           const CrfTarget *row,
           const char *const *concepts)
{
  GPtrArray *cells = crf_casebook_get_cells (casebook, form);

  for (guint i = 0; i < cells->len; i++)
    {
      const CrfCell *cell = g_ptr_array_index (cells, i);

      if (cell->item->concept != NULL && g_strv_contains (concepts, cell->item->concept) && cell->value->canonical != NULL &&
          (row == NULL || (g_strcmp0 (cell->group, row->group) == 0 && g_strcmp0 (cell->groupkey, row->groupkey) == 0)))
        return cell->value->canonical;
    }
  return NULL;
}

/* Of what stands, or is to stand, at @at; NULL: nobody has said. Borrowed. */
static const char *
observed_on (CrfCasebook *casebook,
             const CrfTarget *at,
             const CrfEvent *event,
             const CrfItem *item,
             const CrfValue *value)
{
  CrfFormRecord *form;
  const char *when = NULL;

  if (item != NULL && value != NULL && value->canonical != NULL && says_when (item, event))
    return value->canonical;
  form = at->eventkey != NULL && at->formkey != NULL ? crf_casebook_find_form (casebook, at) : NULL;
  if (form != NULL && at->group != NULL)
    when = find_date (casebook, form, at, of_rows);
  if (form != NULL && when == NULL)
    when = find_date (casebook, form, NULL, of_forms);
  if (when == NULL && event->type != CRF_EVENT_COMMON && at->eventkey != NULL)
    when = crf_casebook_get_visit_date (casebook, at->event, at->eventkey);
  return when;
}

/* ── After what ── */

typedef enum
{
  SCOPE_NONE,
  SCOPE_TREATMENT,
  SCOPE_VISITS,
  SCOPE_DATA,
} Scope;

/* As far as both days are known; the day itself is still covered. */
static gboolean
is_after (const char *day,
          const char *limit)
{
  return limit != NULL && strncmp (day, limit, MIN (strlen (day), DAY_LENGTH)) > 0;
}

/* Whether the patient came for it. Whether somebody lives is learnt without her. */
static gboolean
is_seen (CrfCasebook *casebook,
         const CrfTarget *at,
         const CrfEvent *event,
         const CrfItem *item)
{
  CrfFormRecord *form = at->eventkey != NULL && at->formkey != NULL ? crf_casebook_find_form (casebook, at) : NULL;

  if (item != NULL && item->concept != NULL && g_strv_contains (presences, item->concept))
    return TRUE;
  if (form != NULL && at->group != NULL && find_date (casebook, form, at, of_rows) != NULL)
    return TRUE;
  return event->type != CRF_EVENT_COMMON && g_strcmp0 (event->kind, "vital-status") != 0;
}

/* In the days of @days. */
static Scope
scope_in (const CrfWithdrawals *days,
          CrfCasebook *casebook,
          const CrfTarget *at,
          const CrfEvent *event,
          const CrfItem *item,
          const char *when)
{
  if (days->until != NULL && strncmp (when, days->until, MIN (strlen (when), DAY_LENGTH)) >= 0)
    return SCOPE_NONE;
  if (is_after (when, days->data))
    return SCOPE_DATA;
  if (is_after (when, days->visits) && is_seen (casebook, at, event, item))
    return SCOPE_VISITS;
  if (is_after (when, days->treatment) && item != NULL && g_strcmp0 (item->concept, "inf.start") == 0)
    return SCOPE_TREATMENT;
  return SCOPE_NONE;
}

/* @days: the withdrawal that was broken. */
static Scope
scope_of (CrfWithdrawalWatch *self,
          CrfCasebook *casebook,
          const CrfTarget *at,
          const CrfEvent *event,
          const CrfItem *item,
          const char *when,
          const CrfWithdrawals **days)
{
  Scope scope = SCOPE_NONE;

  for (guint i = 0; scope == SCOPE_NONE && i < self->periods->len; i++)
    {
      *days = g_ptr_array_index (self->periods, i);
      scope = scope_in (*days, casebook, at, event, item, when);
    }
  return scope;
}

/* Papers of consent and of leaving are written when she withdraws, and after. */
static gboolean
is_paper (const CrfForm *form)
{
  return form != NULL && (g_strcmp0 (form->kind, "consent") == 0 || g_strcmp0 (form->kind, "disposition") == 0);
}

/* What was broken: in codes and days, and in words. */
typedef struct { char *about, *sentence; } Breach;

static void
breach_free (Breach *breach)
{
  if (breach == NULL)
    return;
  g_free (breach->about);
  g_free (breach->sentence);
  g_free (breach);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Breach, breach_free)

/* @scope is not none. */
static char *
sentence_of (Scope scope,
             const char *title,
             const char *when,
             const char *limit,
             const char *until)
{
  if (until != NULL)
    {
      g_autofree char *broken = sentence_of (scope, title, when, limit, NULL);
      g_autofree char *again = g_strdup_printf (_("Consent was given again on %s only."), until);

      return g_strdup_printf ("%s %s", broken, again);
    }
  if (scope == SCOPE_DATA)
    return g_strdup_printf (_("%1$s: observed on %2$.10s, after the patient had withdrawn from further data (%3$s)."), title, when, limit);
  if (scope == SCOPE_VISITS)
    return g_strdup_printf (_("%1$s: done on %2$.10s, after the patient had withdrawn from visits (%3$s)."), title, when, limit);
  return g_strdup_printf (_("%1$s: given on %2$.10s, after the patient had withdrawn from treatment (%3$s)."), title, when, limit);
}

static Breach *
breach_new (CrfUseCaseContext *context,
            const CrfWithdrawals *days,
            const CrfEvent *event,
            const CrfForm *form,
            const char *when,
            Scope scope)
{
  static const char *const words[] = { NULL, "treatment", "visits", "data" };
  gboolean by_form = event->type == CRF_EVENT_COMMON && form != NULL;
  const char *title = crf_text_get (by_form ? form->title : event->title, crf_session_get_language (context->session));
  g_autofree char *day = g_strndup (when, DAY_LENGTH);
  const char *limit;
  Breach *breach;

  if (scope == SCOPE_NONE)
    return NULL;
  limit = scope == SCOPE_DATA ? days->data : scope == SCOPE_VISITS ? days->visits : days->treatment;
  breach = g_new0 (Breach, 1);
  breach->about = g_strjoin ("/", words[scope], by_form ? form->oid : event->oid, day, limit, NULL);
  breach->sentence = sentence_of (scope, title, when, limit, days->until);
  return breach;
}

/* What the deviation says; NULL: nothing was broken. @is_unknown: nobody can tell. */
static Breach *
breach_of (CrfWithdrawalWatch *self,
           CrfUseCaseContext *context,
           CrfCasebook *casebook,
           const CrfTarget *at,
           const CrfItem *item,
           const CrfValue *value,
           gboolean *is_unknown)
{
  const CrfEvent *event = crf_study_find_event (context->study, at->event);
  const CrfForm *form = at->form != NULL ? crf_study_find_form (context->study, at->form) : NULL;
  const CrfWithdrawals *days = NULL;
  const char *when;
  Scope scope;

  *is_unknown = FALSE;
  if (event == NULL || is_paper (form))
    return NULL;
  when = observed_on (casebook, at, event, item, value);
  *is_unknown = when == NULL && self->withdrawals.data != NULL;
  if (when == NULL)
    return NULL;
  scope = scope_of (self, casebook, at, event, item, when, &days);
  return breach_new (context, days, event, form, when, scope);
}

/* ── The watch ── */

CrfWithdrawalWatch *
crf_withdrawal_watch_new (CrfUseCaseContext *context,
                          gboolean may_ask)
{
  g_autoptr (GPtrArray) periods = context->subject != NULL ? crf_withdrawals_list (context->session, context->subject->key) : NULL;
  CrfWithdrawalWatch *self;

  if (periods == NULL || periods->len == 0)
    return NULL;
  self = g_new0 (CrfWithdrawalWatch, 1);
  self->periods = g_steal_pointer (&periods);
  crf_withdrawals_of (context->session, context->subject->key, &self->withdrawals);
  self->may_ask = may_ask;
  self->written = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_target_free);
  self->is_confirmed = crf_confirm_take (crf_context_get (context, "confirm"), PROMPT, &self->confirm);
  return self;
}

void
crf_withdrawal_watch_free (CrfWithdrawalWatch *self)
{
  if (self == NULL)
    return;
  crf_withdrawals_clear (&self->withdrawals);
  g_ptr_array_unref (self->periods);
  g_ptr_array_unref (self->written);
  g_free (self->confirm);
  g_free (self);
}

const char *
crf_withdrawal_watch_get_confirm (CrfWithdrawalWatch *self)
{
  return self->confirm;
}

void
crf_withdrawal_watch_note (CrfWithdrawalWatch *self,
                           const CrfEntry *entry)
{
  CrfTarget at = { (char *) entry->subject, (char *) entry->event, (char *) entry->eventkey, (char *) entry->form, (char *) entry->formkey,
                   (char *) entry->group, (char *) entry->groupkey, (char *) entry->item };
  gboolean is_value = strcmp (entry->action, CRF_ACTION_VALUE) == 0 && entry->value != NULL && entry->missing == NULL;

  if (self->may_ask && entry->event != NULL &&
      (is_value || strcmp (entry->action, CRF_ACTION_FORM_ADD) == 0 || strcmp (entry->action, CRF_ACTION_SAMPLE) == 0))
    g_ptr_array_add (self->written, crf_target_copy (&at));
}

static gboolean
is_same (gconstpointer a,
         gconstpointer b)
{
  return strcmp (((const Breach *) a)->about, ((const Breach *) b)->about) == 0;
}

/* Breach, one a visit and day: what was broken and no deviation says yet. */
static GPtrArray *
find_breaches (CrfWithdrawalWatch *self,
               CrfUseCaseContext *context,
               gboolean *is_unknown,
               GError **error)
{
  g_autoptr (CrfCasebook) casebook = crf_casebook_new (context->session, context->subject->key, error);
  GPtrArray *breaches = casebook != NULL ? g_ptr_array_new_with_free_func ((GDestroyNotify) breach_free) : NULL;

  for (guint i = 0; breaches != NULL && i < self->written->len; i++)
    {
      const CrfTarget *at = g_ptr_array_index (self->written, i);
      const CrfItem *item = at->item != NULL ? crf_study_find_item (context->study, at->item) : NULL;
      const CrfCell *cell = item != NULL ? crf_casebook_find (casebook, at) : NULL;
      gboolean unknown;
      g_autoptr (Breach) breach = breach_of (self, context, casebook, at, item, cell != NULL ? cell->value : NULL, &unknown);

      *is_unknown = *is_unknown || (unknown && item == NULL);
      if (breach != NULL && !g_ptr_array_find_with_equal_func (breaches, breach, is_same, NULL) &&
          !crf_context_has_deviation (context, "consent", breach->about, breach->sentence))
        g_ptr_array_add (breaches, g_steal_pointer (&breach));
    }
  return breaches;
}

static void
ask (CrfWithdrawalWatch *self,
     CrfUseCaseContext *context,
     GPtrArray *breaches)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < breaches->len; i++)
    g_string_append_printf (text, "%s\n", ((const Breach *) g_ptr_array_index (breaches, i))->sentence);
  g_string_append (text, _("If this was collected all the same, say why: it is stored, and a deviation is drafted. Else leave it out."));
  crf_context_ask_after (context, self->confirm, PROMPT, g_string_free (g_steal_pointer (&text), FALSE))->needs_reason = TRUE;
}

static gboolean
open_deviations (CrfUseCaseContext *context,
                 GPtrArray *breaches,
                 const char *reason,
                 GError **error)
{
  for (guint i = 0; i < breaches->len; i++)
    {
      const Breach *breach = g_ptr_array_index (breaches, i);

      if (!crf_context_open_deviation_once (context, "consent", breach->about, reason, breach->sentence, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
crf_withdrawal_watch_end (CrfWithdrawalWatch *self,
                          CrfUseCaseContext *context,
                          GError **error)
{
  const char *reason = crf_context_get (context, "reason");
  g_autoptr (GPtrArray) breaches = NULL;
  gboolean is_unknown = FALSE;

  if (self == NULL || self->written->len == 0)
    return TRUE;
  breaches = find_breaches (self, context, &is_unknown, error);
  if (breaches == NULL)
    return FALSE;
  if (breaches->len > 0 && (!self->is_confirmed || reason == NULL))
    {
      ask (self, context, breaches);
      return TRUE;
    }
  if (!open_deviations (context, breaches, reason, error))
    return FALSE;
  if (is_unknown)
    crf_context_notice (context, _("%1$s withdrew from further data on %2$s: only what was observed up to that day belongs here."),
                        context->subject->number, self->withdrawals.data);
  return TRUE;
}

/* Every field that is filled, as if it were written now. */
static gboolean
take_all (CrfWithdrawalWatch *self,
          CrfUseCaseContext *context,
          GError **error)
{
  g_autoptr (CrfCasebook) casebook = crf_casebook_new (context->session, context->subject->key, error);
  GPtrArray *forms = casebook != NULL ? crf_casebook_get_forms (casebook) : NULL;

  for (guint i = 0; forms != NULL && i < forms->len; i++)
    {
      CrfFormRecord *form = g_ptr_array_index (forms, i);
      GPtrArray *cells = crf_casebook_get_cells (casebook, form);

      for (guint j = 0; j < cells->len; j++)
        {
          const CrfCell *cell = g_ptr_array_index (cells, j);
          CrfTarget at = { form->subject, form->event, form->eventkey, form->form, form->formkey, cell->group, cell->groupkey, (char *) cell->item->oid };

          if (!cell->derived && (cell->sealed || cell->value->canonical != NULL))
            g_ptr_array_add (self->written, crf_target_copy (&at));
        }
    }
  return forms != NULL;
}

gboolean
crf_withdrawal_watch_review (CrfUseCaseContext *context,
                             GError **error)
{
  g_autoptr (CrfWithdrawalWatch) self = crf_withdrawal_watch_new (context, TRUE);
  g_autoptr (GPtrArray) breaches = NULL;
  gboolean is_unknown = FALSE;

  if (self == NULL)
    return TRUE;
  breaches = take_all (self, context, error) ? find_breaches (self, context, &is_unknown, error) : NULL;
  return breaches != NULL && open_deviations (context, breaches, NULL, error);
}

gboolean
crf_withdrawal_watch_takes (CrfWithdrawalWatch *self,
                            CrfUseCaseContext *context,
                            CrfCasebook *casebook,
                            const CrfPlace *place,
                            const CrfValue *value)
{
  g_autoptr (Breach) breach = NULL;
  gboolean is_unknown;

  if (self == NULL || self->may_ask || crf_value_is_empty (value) || value->missing != NULL)
    return TRUE;
  breach = breach_of (self, context, casebook, place->target, place->ref->item, value, &is_unknown);
  if (breach != NULL)
    crf_context_refuse (context, "after-withdrawal", _("Enter it by hand, with the reason, if it was collected all the same."), "%s", breach->sentence);
  else if (is_unknown)
    crf_context_refuse (context, "after-withdrawal", _("Enter the day of the visit first, or import it with the values."),
                        _("%1$s withdrew from further data on %2$s, and nothing says when this was observed."), context->subject->number,
                        self->withdrawals.data);
  else
    return TRUE;
  crf_context_set_target (context, place->target);
  return FALSE;
}
