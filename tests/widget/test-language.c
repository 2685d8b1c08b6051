/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is put together from days, and what is stored in one language and read in another: in English and with the Chinese catalogue. */

#include <glib/gi18n.h>
#include <locale.h>

#include "crf-app.h"
#include "crf-day.h"
#include "crf-reasons.h"

static void
speak (const char *language)
{
  g_setenv ("LANGUAGE", language, TRUE);
  setlocale (LC_ALL, "C"); /* gettext looks anew */
  /* From glibc 2.39 on nothing is translated in C.UTF-8. */
  if (setlocale (LC_ALL, "en_US.UTF-8") == NULL)
    setlocale (LC_ALL, "C.UTF-8");
}

/* FALSE: the catalogue is not built. */
static gboolean
speak_chinese (void)
{
  speak ("zh_CN");
  if (strcmp (g_dgettext (GETTEXT_PACKAGE, "Typing error"), "Typing error") != 0)
    return TRUE;
  g_test_skip ("the Chinese catalogue is not there");
  return FALSE;
}

typedef struct
{
  const char *from, *to, *english, *chinese;
} Window;

static const Window windows[] = {
  { "2026-11-24", "2026-11-30", "24–30 Nov 2026", "2026年11月24日–30日" },
  { "2026-11-24", "2026-12-02", "24 Nov–2 Dec 2026", "2026年11月24日–12月2日" },
  { "2026-12-20", "2027-01-17", "20 Dec 2026–17 Jan 2027", "2026年12月20日–2027年1月17日" },
  { "2026-11-24", "2026-11-24", "24 Nov 2026", "2026年11月24日" },
  { "2026-11", "2026-12-02", "Nov 2026–2 Dec 2026", "2026年11月–2026年12月2日" },
};

static void
test_windows (void)
{
  speak ("en");
  for (guint i = 0; i < G_N_ELEMENTS (windows); i++)
    {
      g_autofree char *text = crf_day_format_window (windows[i].from, windows[i].to);

      g_assert_cmpstr (text, ==, windows[i].english);
    }
  g_assert_null (crf_day_format_window (NULL, "2026-11-24"));
  if (!speak_chinese ())
    return;
  for (guint i = 0; i < G_N_ELEMENTS (windows); i++)
    {
      g_autofree char *text = crf_day_format_window (windows[i].from, windows[i].to);

      g_assert_cmpstr (text, ==, windows[i].chinese);
    }
}

static void
test_reasons (void)
{
  if (!speak_chinese ())
    return;
  for (guint kind = 0; kind < CRF_N_REASONS; kind++)
    for (const char *const *reason = crf_reasons ((CrfReasons) kind); *reason != NULL; reason++)
      {
        const char *shown = crf_reason_shown (*reason);

        g_assert_cmpstr (shown, !=, *reason);
        g_assert_cmpstr (crf_reason_stored (shown), ==, *reason);
      }
  g_assert_cmpstr (crf_reason_shown ("Typing error"), ==, "录入错误");
  /* A person's own words are nobody's to change, though the catalogue has them. */
  g_assert_cmpstr (crf_reason_shown ("Patients"), ==, "Patients");
  g_assert_cmpstr (crf_reason_stored ("护士看错了"), ==, "护士看错了");
  g_assert_null (crf_reason_shown (NULL));
  g_assert_null (crf_reason_stored (NULL));
  speak ("en");
  g_assert_cmpstr (crf_reason_shown ("Typing error"), ==, "Typing error");
}

int
main (int argc, char *argv[])
{
  if (g_getenv ("STEMWARD_LOCALE_DIR") != NULL)
    bindtextdomain (GETTEXT_PACKAGE, g_getenv ("STEMWARD_LOCALE_DIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/language/the-days-of-a-window-have-the-order-of-the-language", test_windows);
  g_test_add_func ("/app/language/a-reason-that-is-offered-is-stored-in-english-and-read-in-ones-own-language", test_reasons);
  return g_test_run ();
}
