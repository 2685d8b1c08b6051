/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Check character K of an ISBT 128 donation identification number.
 *
 * ISO 7064 modulo 37-2 over 13 characters (5 facility, 2 year, 6 serial): sum of value × 2^(13…1)
 * modulo 37, K = (38 − sum) modulo 37 in 0-9 A-Z *. Worked example G123498654321 → H: UK Red Book,
 * Annex 2. ISBT 128 is licensed by ICCBBA; the character is checked and codes are kept as text.
 */

#include "crf-isbt128.h"
#include "crf-score-private.h"
#include "crf-quoted.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define DIN_LENGTH 13

static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*";

G_DEFINE_QUARK (crf-isbt128-error-quark, crf_isbt128_error)

static gboolean
is_din (const char *din)
{
  if (strlen (din) != DIN_LENGTH)
    return FALSE;
  for (const char *p = din; *p != '\0'; p++)
    {
      if (!g_ascii_isdigit (*p) && !g_ascii_isupper (*p))
        return FALSE;
    }
  return TRUE;
}

static char
check_character (const char *din)
{
  guint sum = 0;

  for (guint i = 0; i < DIN_LENGTH; i++)
    sum = (sum + (guint) (strchr (alphabet, din[i]) - alphabet)) * 2 % 37;
  return alphabet[(38 - sum) % 37];
}

static void
set_form_error (GError **error,
                const char *din)
{
  g_autofree char *quoted = crf_quoted (din);

  g_set_error (error, CRF_ISBT128_ERROR, CRF_ISBT128_ERROR_FORM,
               _("“%s” is no donation number: 13 characters 0-9 and A-Z are needed"), quoted);
}

char
crf_isbt128_check_character (const char *din,
                             GError **error)
{
  g_return_val_if_fail (din != NULL, '\0');

  if (is_din (din))
    return check_character (din);
  set_form_error (error, din);
  return '\0';
}

char *
crf_isbt128_normalise_din (const char *typed,
                           GError **error)
{
  g_autoptr (GString) din = NULL;
  char expected, given;

  g_return_val_if_fail (typed != NULL, NULL);

  din = g_string_new (NULL);
  for (const char *p = typed; *p != '\0' && din->len <= DIN_LENGTH + 3; p++)
    {
      if (!g_ascii_isspace (*p) && !(din->len == 0 && (*p == '=' || *p == '&')))
        g_string_append_c (din, g_ascii_toupper (*p));
    }
  if (din->len < DIN_LENGTH || din->len > DIN_LENGTH + 3)
    {
      set_form_error (error, typed);
      return NULL;
    }

  /* 13; 14 with K; 15 with two flag characters, as scanned; 16 with flags and K. */
  given = (din->len - DIN_LENGTH) % 2 == 0 ? '\0' : din->str[din->len - 1];
  g_string_truncate (din, DIN_LENGTH);
  expected = crf_isbt128_check_character (din->str, error);
  if (expected == '\0')
    return NULL;
  /* "²" and the like are no character of a label, and half of one is no text to quote. */
  if (given != '\0' && strchr (alphabet, given) == NULL)
    {
      set_form_error (error, typed);
      return NULL;
    }
  if (given != '\0' && given != expected)
    {
      g_set_error (error, CRF_ISBT128_ERROR, CRF_ISBT128_ERROR_CHECK,
                   _("The check character of “%1$s” is %2$c, not %3$c: read the label again"),
                   din->str, expected, given);
      return NULL;
    }
  return g_string_free (g_steal_pointer (&din), FALSE);
}

CrfScoreResult *
crf_isbt128_check (const char *din)
{
  CrfScoreResult *self = crf_score_begin ("ISBT128_DIN_CHECK", _("Donation number check character"),
                                          "ISO 7064 mod 37-2", "",
                                          "ISBT 128 Standard; UK Red Book, Annex 2");
  char text[2] = { 0 };

  if (din == NULL || *din == '\0')
    {
      crf_score_miss (self, "din", _("Donation identification number"));
      return crf_score_finish (self, NAN, NAN, 0, NULL);
    }
  if (!is_din (din))
    {
      g_autofree char *quoted = crf_quoted (din);

      crf_score_refuse (self, _("“%s” is no donation number: 13 characters 0-9 and A-Z are needed"),
                        quoted);
      return crf_score_finish (self, NAN, NAN, 0, NULL);
    }

  text[0] = check_character (din);
  crf_score_step (self, CRF_STEP_RESULT, self->formula, NAN, "%s → %s", din, text);
  return crf_score_finish (self, strchr (alphabet, text[0]) - alphabet,
                           strchr (alphabet, text[0]) - alphabet, 0, text);
}
