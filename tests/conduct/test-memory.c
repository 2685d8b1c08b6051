/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is left of a name in this process after the window was locked: nothing that the library had. The whole memory is searched. */

#include "crf-process.h"
#include "crf-reader.h"
#include "crf-test-study.h"

#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#define MASK 0x55

/* "HN-77300-19955", as it must not lie about here. */
static const guchar masked[] = { 'H' ^ MASK, 'N' ^ MASK, '-' ^ MASK, '7' ^ MASK, '7' ^ MASK, '3' ^ MASK, '0' ^ MASK,
                                 '0' ^ MASK, '-' ^ MASK, '1' ^ MASK, '9' ^ MASK, '9' ^ MASK, '5' ^ MASK, '5' ^ MASK };

static char *
unmask (void)
{
  char *text = g_malloc0 (sizeof masked + 1);

  for (gsize i = 0; i < sizeof masked; i++)
    text[i] = (char) (masked[i] ^ MASK);
  return text;
}

static void
drop (char *text)
{
  explicit_bzero (text, strlen (text));
  g_free (text);
}

static guint
count_in (const volatile guchar *from,
          const volatile guchar *to)
{
  guint n = 0;

  for (; to - from >= (gssize) sizeof masked; from++)
    {
      gsize i = 0;

      while (i < sizeof masked && (from[i] ^ MASK) == masked[i])
        i++;
      n += i == sizeof masked;
    }
  return n;
}

/* In all memory that can be written to. */
static guint
count_copies (void)
{
  g_autofree char *maps = NULL;
  g_auto (GStrv) lines = NULL;
  guint n = 0;

  g_assert_true (g_file_get_contents ("/proc/self/maps", &maps, NULL, NULL));
  lines = g_strsplit (maps, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    {
      char *rest;
      guint64 from = g_ascii_strtoull (*line, &rest, 16), to = *rest == '-' ? g_ascii_strtoull (rest + 1, &rest, 16) : 0;

      if (to > from && g_str_has_prefix (rest, " rw") && strstr (*line, "-shm") == NULL)
        n += count_in ((const guchar *) (gsize) from, (const guchar *) (gsize) to);
    }
  return n;
}

static char *
register_patient (CrfTestStudy *study)
{
  char *hospital = unmask ();
  g_autoptr (CrfOutcome) outcome =
    crf_test_do (study->nurse, "register", NULL, "sex", "M", "birth-date", "1972-05-04", "initials", "ZHHO", "name", "Zhuge", "hospital-no", hospital, "bed",
                 "12", "consent-version", "1.0", "consent-at", "2026-03-02 08:30", "explained-by", "Wang Wei", "copy", "yes", NULL);

  drop (hospital);
  return g_strdup (g_hash_table_lookup (outcome->results, "number"));
}

static gboolean
shows (CrfFormState *state)
{
  CrfFieldState *field = crf_form_state_find (state, "IT.HOSPNO", "1");
  char *hospital = unmask ();
  gboolean found = field != NULL && field->value != NULL && g_strcmp0 (field->value->canonical, hospital) == 0;

  drop (hospital);
  return found;
}

static void
after_locking_no_copy_of_a_hospital_number_is_left (void)
{
#ifdef __SANITIZE_ADDRESS__
  g_test_skip ("a checked process keeps what was freed, and its own books may not be read");
  return;
#endif
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = register_patient (study);
  g_autoptr (GPtrArray) forms = crf_reader_forms_of_kind (study->nurse, number, "demographics", NULL);
  gboolean shown = FALSE;

  for (guint i = 0; forms != NULL && i < forms->len; i++)
    shown = shown || shows (g_ptr_array_index (forms, i));
  g_assert_true (shown);
  /* The search finds what is there. */
  g_assert_cmpuint (count_copies (), >, 0);
  g_clear_pointer (&forms, g_ptr_array_unref);
  crf_session_lock (study->nurse);
  crf_session_lock (study->investigator);
  crf_session_lock (study->admin);
  g_assert_cmpuint (count_copies (), ==, 0);
}

static void
no_core_is_dumped_and_nobody_else_may_look (void)
{
  struct rlimit limit;

  crf_process_protect ();
  g_assert_cmpint (getrlimit (RLIMIT_CORE, &limit), ==, 0);
  g_assert_cmpuint (limit.rlim_cur, ==, 0);
  g_assert_cmpuint (limit.rlim_max, ==, 0);
  if (g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    g_test_skip ("Flatpak keeps others away itself");
  else
    g_assert_cmpint (prctl (PR_GET_DUMPABLE, 0, 0, 0, 0), ==, 0);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  crf_process_wipe_freed ();
  g_test_add_func ("/memory/after locking no copy of a hospital number is left", after_locking_no_copy_of_a_hospital_number_is_left);
  g_test_add_func ("/memory/no core is dumped and nobody else may look", no_core_is_dumped_and_nobody_else_may_look);
  return g_test_run ();
}
