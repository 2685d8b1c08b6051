/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Power fails, the process is killed and the disk fills up at every write, sync, truncation and removal in turn of an import, as a person
 * starts it: from signing in to signing out. */

#include "crf-import.h"
#include "crf-reader.h"
#include "crf-store-error.h"
#include "crf-test-study.h"
#include "power-campaign.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#define ROWS 6

static const char csv[] = "age,sex,alt,tbil\n41,m,41,17\n52,f,52,18\n63,m,63,19\n44,f,44,20\n55,m,55,21\n66,f,66,22\n";
static const char map[] = "[age]\nitem=AGEREP\n[sex]\nitem=SEX\ncodes=m=M;f=F\n[alt]\nitem=ALT\nunit=U/L\nevent=SCREENING\n"
                          "[tbil]\nitem=TBIL\nunit=µmol/L\nevent=SCREENING\n";

static CrfInstant now;

static void
begin (PowerBeginning *self)
{
  CrfTestStudy *study;

  power_forget_heads ();
  study = crf_test_study_new ();
  now = study->now;
  crf_test_study_close (study);
  power_beginning_take (self, study->dir, study->path);
  crf_test_study_free (study);
}

static CrfSession *
sign_in (const char *path,
         GError **error)
{
  return crf_session_sign_in (path, "li", CRF_TEST_PASSPHRASE, NULL, crf_clock_fixed (&now), error);
}

static gboolean
import (CrfSession *session,
        const char *path,
        GError **error)
{
  static const CrfImportOptions options = { .dry_run = FALSE };
  g_autofree char *csv_path = g_strconcat (path, ".csv", NULL), *map_path = g_strconcat (path, ".map", NULL);
  g_autoptr (CrfImportReport) report = NULL;

  g_assert_true (g_file_set_contents (csv_path, csv, -1, NULL));
  g_assert_true (g_file_set_contents (map_path, map, -1, NULL));
  report = crf_import_csv (session, csv_path, map_path, &options, NULL, NULL, NULL, error);
  return report != NULL && report->committed;
}

static int
work_import (const char *path,
             PowerFault fault)
{
  g_autoptr (GError) error = NULL;
  CrfSession *session = sign_in (path, &error);
  gboolean done = session != NULL && import (session, path, &error);

  if (!done && fault == POWER_FULL)
    {
      g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_FULL);
      power_vfs_disarm ();
      g_clear_error (&error);
      /* With room again, the same import goes in. */
      if (session == NULL)
        session = sign_in (path, &error);
      g_assert_no_error (error);
      done = import (session, path, &error);
      g_assert_no_error (error);
      g_assert_true (done);
    }
  g_clear_pointer (&session, crf_session_close);
  return done;
}

/* All of it or nothing, and all if it was said to be done. */
static gboolean
holds_import (const char *path,
              int acknowledged)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfSession) session = sign_in (path, &error);
  g_autoptr (GArray) ids = NULL;

  if (session == NULL)
    {
      g_test_message ("%s", error->message);
      return FALSE;
    }
  ids = crf_reader_patient_ids (session, NULL, NULL, CRF_PATIENT_SORT_NUMBER, FALSE, NULL);
  return (ids->len == ROWS || (ids->len == 0 && !acknowledged)) && power_verifies (path);
}

static void
test_import (void)
{
  static const PowerWork work = { "an import", work_import, holds_import, FALSE };

  power_campaign_loses_nothing (&work, begin);
}

/* "The sign-out was not journalled": it is so, each time. */
static void
ignore_warning (const char *domain,
                GLogLevelFlags level,
                const char *message,
                gpointer data)
{
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  g_log_set_handler (NULL, G_LOG_LEVEL_WARNING, ignore_warning, NULL);
  power_vfs_install ();
  g_test_add_func ("/exchange/power/an-import-is-whole-or-not-there", test_import);
  return g_test_run ();
}
