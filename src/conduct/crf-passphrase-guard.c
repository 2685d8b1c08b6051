/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Passphrases asked for in the middle of work. */

#include "crf-passphrase-guard.h"

#include "crf-session-private.h"

#include <string.h>

static gboolean
asks_for (const CrfUseCase *use_case,
          const char *key)
{
  for (const CrfParameter *p = use_case->parameters; p->key != NULL; p++)
    if (strcmp (p->key, key) == 0)
      return TRUE;
  return FALSE;
}

/* Whose passphrases they are: the signed-in person's, and that of the second person beside. */
static const char *
owner_of (CrfUseCaseContext *context,
          const char *key)
{
  if (!asks_for (context->use_case, key) || crf_context_get (context, key) == NULL)
    return NULL;
  return strcmp (key, "passphrase") == 0 ? crf_session_get_login (context->session) : crf_context_get (context, "second");
}

static const char *const keys[] = { "passphrase", "second-passphrase" };

gboolean
crf_passphrase_guard_allows (CrfUseCaseContext *context)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const char *login = owner_of (context, keys[i]);
      gboolean locked_out = FALSE;
      g_autoptr (GError) error = NULL;

      if (login != NULL && !crf_access_allowed (context->file, login, crf_session_now (context->session), &locked_out, &error))
        {
          if (locked_out)
            crf_access_note_failure (context->file, login, TRUE, crf_session_get_actor (context->session).clock);
          return !crf_context_refuse (context, "locked-out", NULL, "%s", error->message);
        }
    }
  return TRUE;
}

void
crf_passphrase_guard_note (CrfUseCaseContext *context)
{
  const char *own = owner_of (context, keys[0]), *second = owner_of (context, keys[1]);
  const char *wrong = own != NULL ? own : second;

  if (context->outcome->refusal == NULL || strcmp (context->outcome->refusal->code, "passphrase-wrong") != 0 || wrong == NULL)
    return;
  /* Of two, the one that is not right. */
  if (own != NULL && second != NULL && crf_session_check_passphrase (context->session, crf_context_get (context, keys[0])))
    wrong = second;
  crf_access_note_failure (context->file, wrong, FALSE, crf_session_get_actor (context->session).clock);
}
