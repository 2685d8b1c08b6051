/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Length, not composition; but twelve times one letter, or one's own login over and over, is long and no secret. */

#include "crf-passphrase-rule.h"

#include "crf-session-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Whether @text is @part over and over, the last time perhaps cut off. */
static gboolean
repeats (const char *text,
         const char *part)
{
  gsize length = strlen (part);

  if (length == 0)
    return FALSE;
  for (gsize i = 0; text[i] != '\0'; i++)
    if (text[i] != part[i % length])
      return FALSE;
  return TRUE;
}

/* Whether it is one character over and over. */
static gboolean
is_monotonous (const char *passphrase)
{
  g_autofree char *first = g_utf8_substring (passphrase, 0, 1);

  return repeats (passphrase, first);
}

static char *
find_fault (const char *passphrase,
            const char *login,
            gboolean demo)
{
  g_autofree char *lower = NULL, *own = NULL;
  char *fault = crf_passphrase_fault (passphrase, demo);

  if (fault != NULL || demo)
    return fault;
  if (is_monotonous (passphrase))
    return g_strdup (_("The passphrase is one character over and over."));
  lower = g_utf8_casefold (passphrase, -1);
  own = login != NULL ? g_utf8_casefold (login, -1) : NULL;
  if (own != NULL && repeats (lower, own))
    return g_strdup (_("The passphrase is the login over and over."));
  return NULL;
}

char *
crf_passphrase_account_fault (const char *passphrase,
                              const char *login,
                              gboolean demo)
{
  return find_fault (passphrase, login, demo);
}

char *
crf_passphrase_transport_fault (CrfSession *session,
                                const char *passphrase)
{
  return find_fault (passphrase, session != NULL ? crf_session_get_login (session) : NULL, session != NULL && crf_session_is_demo (session));
}
