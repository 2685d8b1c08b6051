/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "crf-study-creation.h"

#include "crf-app.h"
#include "crf-dialogs.h"

void
crf_creation_free (gpointer data)
{
  CrfCreation *creation = data;
  char *const texts[] = { creation->path, creation->definition, creation->site,    creation->centre,     creation->login,
                          creation->name, creation->confirm,    creation->reason, creation->fingerprint, creation->signature };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  crf_dialogs_wipe (creation->passphrase);
  g_clear_pointer (&creation->answers, g_hash_table_unref);
  crf_dialogs_wipe (creation->recovery);
  g_clear_pointer (&creation->refusal, crf_refusal_free);
  g_clear_pointer (&creation->prompt, crf_prompt_free);
  g_clear_pointer (&creation->session, crf_session_close);
  g_free (creation);
}

void
crf_creation_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  CrfCreation *c = task_data;
  CrfCreateRequest request = {
    .definition = c->definition, .signature = c->signature, .answers = c->answers, .site = c->site, .centre = c->centre,
    .login = c->login, .name = c->name, .passphrase = c->passphrase, .clock = crf_app_get_clock (),
    .confirm = c->confirm, .reason = c->reason, .prompt = &c->prompt,
  };
  GError *error = NULL;

  if (crf_session_create_study (c->path, &request, &c->recovery, &c->fingerprint, &c->refusal, &error))
    c->session = crf_session_sign_in (c->path, c->login, c->passphrase, NULL, crf_app_get_clock (), &error);
  if (c->session != NULL)
    crf_session_set_language (c->session, crf_app_language ());
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}
