/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who is to be trained again, and has not been. */

#include "crf-retraining.h"

#include "crf-records.h"
#include "crf-records-trust.h"
#include "crf-version.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
retraining_free (gpointer data)
{
  CrfRetraining *self = data;

  g_free (self->login);
  g_free (self->name);
  g_free (self->amendment);
  g_free (self->version);
  g_free (self->since);
  g_free (self);
}

static gboolean
concerns (const CrfAmendmentRecord *amendment,
          const char *login)
{
  g_auto (GStrv) logins = g_strsplit_set (amendment->retrain != NULL ? amendment->retrain : "", " ,", -1);

  return g_strv_contains ((const char *const *) logins, "all") || g_strv_contains ((const char *const *) logins, login);
}

/* Whether a line of the training log names the version, whatever else it says. */
static gboolean
names_version (const char *subject,
               const char *version)
{
  gsize length = strlen (version);

  for (const char *at = strstr (subject, version); at != NULL; at = strstr (at + 1, version))
    if ((at == subject || !g_ascii_isalnum (at[-1])) && !g_ascii_isalnum (at[length]) && !(at[length] == '.' && g_ascii_isalnum (at[length + 1])))
      return TRUE;
  return FALSE;
}

static gboolean
is_trained (const GPtrArray *trainings,
            const char *login,
            const char *version)
{
  for (guint i = 0; i < trainings->len; i++)
    {
      const CrfTrainingRecord *training = g_ptr_array_index (trainings, i);

      if (strcmp (training->login, login) == 0 && names_version (training->subject, version))
        return TRUE;
    }
  return FALSE;
}

/* Whom nothing can be asked of any more needs no training either; readers have none. */
static gboolean
is_at_work (CrfSession *session,
            const CrfAccountRecord *account)
{
  static const char *const readers[] = { "auditor", "monitor", "statistician", NULL };
  gboolean works = FALSE;

  for (char **role = account->roles; role != NULL && *role != NULL; role++)
    works |= !g_strv_contains (readers, *role);
  return works && account->enabled;
}

static void
list_for (GPtrArray *list,
          CrfSession *session,
          const CrfAmendmentRecord *amendment,
          const GPtrArray *accounts,
          const GPtrArray *trainings,
          const char *login)
{
  g_autofree char *version = crf_version_label (amendment->mdv);

  for (guint i = 0; i < accounts->len; i++)
    {
      const CrfAccountRecord *account = g_ptr_array_index (accounts, i);
      CrfRetraining *one;

      if ((login != NULL && strcmp (account->login, login) != 0) || !concerns (amendment, account->login) || !is_at_work (session, account) ||
          is_trained (trainings, account->login, version))
        continue;
      one = g_new0 (CrfRetraining, 1);
      one->login = g_strdup (account->login);
      one->name = g_strdup (account->name);
      one->amendment = g_strdup (amendment->number);
      one->version = g_strdup (version);
      one->since = g_strndup (amendment->at, strlen ("2026-03-02"));
      g_ptr_array_add (list, one);
    }
}

GPtrArray *
crf_retraining_list (CrfSession *session,
                     const char *login,
                     GError **error)
{
  CrfStudyFile *file = crf_session_get_file (session);
  g_autoptr (GPtrArray) amendments = crf_records_amendments (file, error);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (retraining_free);
  g_autoptr (GPtrArray) accounts = NULL, trainings = NULL;

  if (amendments == NULL)
    return NULL;
  /* Most studies have none: nothing else is read. */
  if (amendments->len == 0)
    return g_steal_pointer (&list);
  accounts = crf_records_accounts (file, error);
  trainings = accounts != NULL ? crf_records_trainings (file, error) : NULL;
  if (trainings == NULL)
    return NULL;
  for (guint i = 0; i < amendments->len; i++)
    list_for (list, session, g_ptr_array_index (amendments, i), accounts, trainings, login);
  return g_steal_pointer (&list);
}

CrfRefusal *
crf_retraining_check (CrfSession *session,
                      const CrfUseCase *use_case)
{
  return crf_retraining_check_person (session, crf_session_get_login (session), use_case);
}

CrfRefusal *
crf_retraining_check_person (CrfSession *session,
                             const char *login,
                             const CrfUseCase *use_case)
{
  /* Acts, not records: what was done is written down by whomever. */
  static const char *const acts[] = {
    "sign-eligibility", "randomise",     "minimise",       "enrol",           "order-infusion",  "sign-go", "override-block", "plan-infusion",
    "check-infusion",   "release-lot",   "release-product", "check-identity", "start-infusion",  "adjudicate", "judge",       NULL,
  };
  g_autoptr (GPtrArray) due = NULL;
  const CrfRetraining *first;
  CrfRefusal *refusal;

  if (!g_strv_contains (acts, use_case->name))
    return NULL;
  due = crf_retraining_list (session, login, NULL);
  if (due == NULL || due->len == 0)
    return NULL;
  first = g_ptr_array_index (due, 0);
  refusal = crf_refusal_new ("not-trained", strcmp (login, crf_session_get_login (session)) == 0 ? _("Who trained you records it in the training log.")
                                                                                    : _("Who trained her or him records it in the training log."),
                             _("%s is to be trained in version %s of the protocol (amendment %s) before “%s”."), first->name, first->version,
                             first->amendment, _ (use_case->title));
  refusal->remedy_action = g_strdup ("page:study");
  return refusal;
}
