/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes as the allocation list that a statistician made: it is refused with the line, or each of its lines is a sealed slot. */

#include "fuzz-conduct.h"

#include "crf-allocation-file.h"
#include "crf-records.h"

#include <string.h>

#define DESIGN                                                                                                                                    \
  "Method=\"list\"><sw:Stratum OID=\"ST.SEX\"><sw:Title><TranslatedText xml:lang=\"en\">Sex</TranslatedText></sw:Title>"                           \
  "<FormalExpression Context=\"SQL/1\">SEX</FormalExpression>"                                                                                    \
  "<sw:Level Code=\"F\"><TranslatedText xml:lang=\"en\">female</TranslatedText></sw:Level>"                                                       \
  "<sw:Level Code=\"M\"><TranslatedText xml:lang=\"en\">male</TranslatedText></sw:Level></sw:Stratum>"

static CrfTestStudy *study;

/* Lines of the argument: a slot each. Empty ones are none. */
static guint
count_lines (const char *rows)
{
  guint n = 0;

  for (const char *p = rows; *p != '\0'; p++)
    n += *p != '\n' && (p == rows || p[-1] == '\n');
  return n;
}

static void
upload (const char *rows,
        const char *sha256)
{
  CrfStudyFile *file = crf_session_get_file (study->admin);
  guint64 before = crf_records_count_entries (file);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) outcome = crf_conduct_with (study->admin, "upload-allocation", NULL, &error, "rows", rows, "sha256", sha256, "confirm", "unsigned",
                                                     "reason", "fuzzed", NULL);

  fuzz_check_outcome (outcome, error);
  FUZZ_ASSERT (outcome != NULL);
  if (outcome->refusal == NULL)
    FUZZ_ASSERT (crf_records_count_entries (file) >= before + count_lines (rows));
  else
    FUZZ_ASSERT (crf_records_count_entries (file) == before);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize size)
{
  const char *path = fuzz_path ("list");
  g_autofree char *rows = NULL, *sha256 = NULL, *typed = NULL;
  g_autoptr (GError) error = NULL;

  if (study == NULL)
    study = fuzz_study_new (DESIGN);
  fuzz_write (path, data, size);
  fuzz_begin (study->admin);
  if (crf_allocation_file_read (path, &rows, &sha256, &error))
    {
      FUZZ_ASSERT (g_utf8_validate (rows, -1, NULL) && strlen (sha256) == 64);
      upload (rows, sha256);
    }
  else
    fuzz_check_text (error->message);
  fuzz_end (study->admin);
  /* The same bytes as the argument itself: the command line takes it from anybody. */
  typed = g_strndup ((const char *) data, size);
  fuzz_begin (study->admin);
  if (g_utf8_validate (typed, -1, NULL) && strchr (typed, '\t') != NULL)
    upload (typed, "0000000000000000000000000000000000000000000000000000000000000000");
  fuzz_end (study->admin);
  unlink (path);
  return 0;
}
