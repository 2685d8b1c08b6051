/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Everything that is written for outside, onto a disk that is full at each of its pages in turn, and into a folder that is locked: it is there as a whole
 * and in the journal, or it is said, nothing is left of it, and the journal does not claim it. */

#define _GNU_SOURCE

#include "crf-audit-csv.h"
#include "crf-backup.h"
#include "crf-checks-csv.h"
#include "crf-odm-export.h"
#include "crf-paper-casebook.h"
#include "crf-paper-infusion.h"
#include "crf-paper-safety.h"
#include "crf-paper-ward-list.h"
#include "crf-records.h"
#include "crf-transport.h"
#include "crf-written.h"
#include "crf-xlsx-export.h"
#include "others.h"
#include "raw-file.h"
#include "ward.h"

#include <glib/gstdio.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define PAGE 4   /* kB: what a disk in memory gives at a time */
#define MOST 512 /* pages */
#define NOBODY 65534
#define ENCRYPTED_WORKBOOK 1 /* never replaces anything, and says so at once */

typedef struct
{
  Ward ward;
  char *folder;
  char *path; /* in it */
  char *copy; /* of the study, elsewhere: one that is open is not encrypted */
} Fixture;

typedef gboolean (*Write) (Fixture *fixture, GError **error);

/* Refusals, too, say that nothing was done. */
static gboolean
check_refusal (gboolean done,
               CrfRefusal *refusal,
               GError **error)
{
  if (refusal != NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, refusal->message);
  g_clear_pointer (&refusal, crf_refusal_free);
  return done;
}

static gboolean
write_workbook (Fixture *fixture,
                GError **error)
{
  return crf_xlsx_export (fixture->ward.study->nurse, fixture->path, NULL, NULL, NULL, NULL, NULL, error);
}

static gboolean
write_encrypted_workbook (Fixture *fixture,
                          GError **error)
{
  const CrfXlsxOptions options = { .audit = TRUE, .passphrase = "on its way by mail" };

  return crf_xlsx_export (fixture->ward.study->nurse, fixture->path, &options, NULL, NULL, NULL, NULL, error);
}

static gboolean
write_audit (Fixture *fixture,
             GError **error)
{
  return crf_audit_csv_export (fixture->ward.study->investigator, fixture->path, NULL, NULL, error);
}

static gboolean
write_label (Fixture *fixture,
                 GError **error)
{
  CrfRefusal *refusal = NULL;
  gboolean done = crf_paper_infusion_write (fixture->ward.study->nurse, "label", fixture->ward.number, 0, fixture->path, &refusal, error);

  return check_refusal (done, refusal, error);
}

static gboolean
write_deviations (Fixture *fixture,
                  GError **error)
{
  CrfRefusal *refusal = NULL;
  gboolean done = crf_deviations_pdf_write (fixture->ward.study->investigator, NULL, fixture->path, &refusal, error);

  return check_refusal (done, refusal, error);
}

static gboolean
write_backup (Fixture *fixture,
              GError **error)
{
  return crf_study_file_backup (crf_session_get_file (fixture->ward.study->admin), fixture->path, NULL, NULL, error);
}

static gboolean
write_encrypted (Fixture *fixture,
                 GError **error)
{
  return crf_transport_encrypt (fixture->copy, fixture->path, "on its way by mail", NULL, error);
}

static gboolean
write_paper (Fixture *fixture,
             const char *paper,
             GError **error)
{
  CrfRefusal *refusal = NULL;
  gboolean done = crf_paper_infusion_write (fixture->ward.study->nurse, paper, fixture->ward.number, 0, fixture->path, &refusal, error);

  return check_refusal (done, refusal, error);
}

static gboolean
write_handover (Fixture *fixture,
                GError **error)
{
  return write_paper (fixture, "handover", error);
}

static gboolean
write_identity (Fixture *fixture,
                GError **error)
{
  return write_paper (fixture, "identity", error);
}

static gboolean
write_casebook (Fixture *fixture,
                GError **error)
{
  CrfRefusal *refusal = NULL;
  gboolean done = crf_paper_casebook_write (fixture->ward.study->nurse, NULL, fixture->path, NULL, NULL, NULL, &refusal, error);

  return check_refusal (done, refusal, error);
}

static gboolean
write_blank (Fixture *fixture,
             GError **error)
{
  CrfRefusal *refusal = NULL;
  gboolean done = crf_paper_blank_write (fixture->ward.study->nurse, NULL, NULL, FALSE, fixture->path, &refusal, error);

  return check_refusal (done, refusal, error);
}

static gboolean
write_ward_list (Fixture *fixture,
                 GError **error)
{
  CrfRefusal *refusal = NULL;
  gboolean done = crf_paper_ward_list_write (fixture->ward.study->nurse, 0, FALSE, fixture->path, &refusal, error);

  return check_refusal (done, refusal, error);
}

static gboolean
write_odm (Fixture *fixture,
           GError **error)
{
  CrfRefusal *refusal = NULL;
  gboolean done = crf_odm_export (fixture->ward.study->nurse, fixture->path, NULL, NULL, NULL, NULL, &refusal, error);

  return check_refusal (done, refusal, error);
}

static gboolean
write_checks (Fixture *fixture,
              GError **error)
{
  CrfRefusal *refusal = NULL;
  gboolean done = crf_checks_csv_export (fixture->ward.study->nurse, fixture->path, NULL, &refusal, error);

  return check_refusal (done, refusal, error);
}

/* As the window saves charts. */
static gboolean
write_picture (Fixture *fixture,
               GError **error)
{
  const CrfWritten what = { .filter = "chart", .to = fixture->path };
  static const char picture[5 * PAGE * 1024] = "<svg/>";
  CrfRefusal *refusal = NULL;
  gboolean done = crf_written_data (fixture->ward.study->nurse, &what, picture, sizeof picture, fixture->path, &refusal, error);

  return check_refusal (done, refusal, error);
}

static const struct
{
  const char *name;
  Write write;
  gboolean journalled;
} writers[] = {
  { "a workbook", write_workbook, TRUE },
  { "an encrypted workbook", write_encrypted_workbook, TRUE },
  { "the audit trail", write_audit, TRUE },
  { "a label", write_label, TRUE },
  { "the log of deviations", write_deviations, TRUE },
  { "a handover sheet", write_handover, TRUE },
  { "an identity sheet", write_identity, TRUE },
  { "the ward list", write_ward_list, TRUE },
  { "blank forms", write_blank, TRUE },
  { "casebooks", write_casebook, TRUE },
  { "ODM", write_odm, TRUE },
  { "the list of edit checks", write_checks, TRUE },
  { "a picture", write_picture, TRUE },
  { "a backup", write_backup, FALSE },
  { "an encrypted file", write_encrypted, FALSE },
};

static void
set_up (Fixture *fixture,
        gconstpointer data)
{
  ward_open (&fixture->ward, NULL);
  ward_plan (&fixture->ward);
  ward_check_dose (&fixture->ward);
  ward_order_and_go (&fixture->ward);
  crf_transport_set_cheap (TRUE);
  fixture->folder = g_dir_make_tmp ("crf-no-room-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "written", NULL);
  fixture->copy = g_strconcat (fixture->ward.study->path, ".copy", NULL);
  g_assert_true (crf_study_file_backup (crf_session_get_file (fixture->ward.study->admin), fixture->copy, NULL, NULL, NULL));
}

static void
tear_down (Fixture *fixture,
           gconstpointer data)
{
  g_unlink (fixture->copy);
  g_rmdir (fixture->folder);
  g_free (fixture->copy);
  g_free (fixture->folder);
  g_free (fixture->path);
  ward_close (&fixture->ward, NULL);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  guint n = 0;

  g_assert_no_error (error);
  for (const char *name; (name = g_dir_read_name (dir)) != NULL; n++)
    g_test_message ("there is %s", name);
  return n;
}

/* A PDF says at its end that it is whole; the other files are checked by those who write them. */
static void
check_whole (Fixture *fixture,
             guint which)
{
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (fixture->path, &bytes, &size, NULL));
  g_test_message ("%s has %" G_GSIZE_FORMAT " bytes", writers[which].name, size);
  if (g_str_has_prefix (bytes, "%PDF"))
    g_assert_true (g_str_has_suffix (g_strchomp (bytes + size - MIN (size, 8)), "%%EOF"));
}

/* Beside ODM lies its signature; beside a backup, in a build with SQLCipher, lie its key slots; beside the others nothing: removes it, and says how many
 * there were. */
static guint
count_beside (Fixture *fixture,
              guint which)
{
  g_autofree char *keys = g_strconcat (fixture->path, ".keys", NULL), *signature = g_strconcat (fixture->path, ".sig", NULL);

  if (writers[which].write == write_odm)
    {
      g_assert_cmpint (g_unlink (signature), ==, 0);
      return 1;
    }

  if (g_unlink (keys) != 0)
    return 0;
  g_assert_true (writers[which].write == write_backup);
  return 1;
}

/* Writes once; what must be so either way is looked at. */
static gboolean
write_once (Fixture *fixture,
            guint which)
{
  CrfStudyFile *file = crf_session_get_file (fixture->ward.study->admin);
  guint64 before = crf_records_count_entries (file);
  g_autoptr (GError) error = NULL;
  gboolean done = writers[which].write (fixture, &error);
  guint n;

  g_test_message ("%s: %s", writers[which].name, done ? "written" : error != NULL ? error->message : "no word");
  g_assert_true (done == (error == NULL));
  g_assert_cmpuint (crf_records_count_entries (file), ==, before + (done && writers[which].journalled));
  if (!done)
    {
      g_assert_nonnull (strstr (error->message, fixture->folder));
      g_assert_cmpuint (count_files (fixture->folder), ==, 0);
      return FALSE;
    }
  n = count_files (fixture->folder);
  g_assert_cmpuint (n, ==, 1 + count_beside (fixture, which));
  check_whole (fixture, which);
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  return TRUE;
}

/* ── A full disk ── */
static gboolean
mount_disk (Fixture *fixture,
            guint pages)
{
  g_autofree char *options = g_strdup_printf ("size=%uk,mode=0700", pages * PAGE);

  return mount ("tmpfs", fixture->folder, "tmpfs", 0, options) == 0;
}

/* A file that is gone but still open would go on taking room. */
static void
umount_empty (Fixture *fixture)
{
  struct statvfs disk;

  g_assert_cmpint (statvfs (fixture->folder, &disk), ==, 0);
  g_assert_cmpuint (disk.f_bfree, ==, disk.f_blocks);
  g_assert_cmpint (umount2 (fixture->folder, MNT_DETACH), ==, 0);
}

static void
test_full_disk (Fixture *fixture,
                gconstpointer data)
{
  if (unshare (CLONE_NEWNS) != 0 || mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 || !mount_disk (fixture, 1))
    {
      g_test_skip ("no right to mount a small disk here");
      return;
    }
  umount_empty (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (writers); i++)
    {
      guint refused = 0;
      gboolean done = FALSE;

      for (guint pages = 1; !done && pages <= MOST; pages += g_test_thorough () ? 1 : pages)
        {
          g_assert_true (mount_disk (fixture, pages));
          done = write_once (fixture, i);
          refused += !done;
          umount_empty (fixture);
        }
      g_assert_true (done);
      g_assert_cmpuint (refused, >=, 1);
      g_test_message ("%s: %u full disks, nothing left, then written", writers[i].name, refused);
    }
}

/* ── A locked folder ── */
static gboolean
give_away (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  gboolean given = chown (folder, NOBODY, NOBODY) == 0;

  for (const char *name; given && (name = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      given = chown (path, NOBODY, NOBODY) == 0;
    }
  return given;
}

static void
test_locked_folder (Fixture *fixture,
                    gconstpointer data)
{
  gboolean is_root = geteuid () == 0;

  g_assert_cmpint (g_chmod (fixture->folder, 0500), ==, 0);
  others_go_through_to (fixture->folder);
  others_go_through_to (fixture->ward.study->dir);
  /* Permissions say nothing to root: another person takes over, whose file and folder it is. */
  if (is_root && (!give_away (fixture->folder) || !give_away (fixture->ward.study->dir) || seteuid (NOBODY) != 0))
    {
      g_test_skip ("no right to give up root's rights here");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (writers); i++)
    g_assert_false (write_once (fixture, i));
  if (is_root)
    g_assert_cmpint (seteuid (0), ==, 0);
  g_chmod (fixture->folder, 0700);
}

/* ── What the journal does not take, and a name that cannot be given ── */
static void
test_unjournalled (Fixture *fixture,
                   gconstpointer data)
{
  sqlite3 *db = raw_file_open (fixture->ward.study->path);

  g_assert_cmpint (sqlite3_exec (db, "CREATE TRIGGER sulks BEFORE INSERT ON journal WHEN NEW.action = 'export' BEGIN SELECT RAISE (ABORT, 'no'); END",
                                 NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  for (guint i = 0; i < G_N_ELEMENTS (writers); i++)
    {
      g_autoptr (GError) error = NULL;

      if (!writers[i].journalled)
        continue;
      g_test_message ("%s", writers[i].name);
      g_assert_false (writers[i].write (fixture, &error));
      g_assert_nonnull (error);
      g_assert_cmpuint (count_files (fixture->folder), ==, 0);
    }
}

/* A folder stands where the file should: the entry is made, the name cannot be given, and a second entry takes the first one back. */
static void
test_unnameable (Fixture *fixture,
                 gconstpointer data)
{
  CrfStudyFile *file = crf_session_get_file (fixture->ward.study->admin);
  g_autofree char *inside = g_build_filename (fixture->path, "kept", NULL);

  g_assert_cmpint (g_mkdir (fixture->path, 0700), ==, 0);
  g_assert_true (g_file_set_contents (inside, "", 0, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (writers); i++)
    {
      guint64 before = crf_records_count_entries (file);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", writers[i].name);
      if (!writers[i].journalled || i == ENCRYPTED_WORKBOOK)
        continue;
      g_assert_false (writers[i].write (fixture, &error));
      g_assert_nonnull (error);
      g_assert_cmpuint (count_files (fixture->folder), ==, 1);
      g_assert_cmpuint (crf_records_count_entries (file), ==, before + 2);
    }
  g_assert_cmpint (g_unlink (inside), ==, 0);
  g_assert_cmpint (g_rmdir (fixture->path), ==, 0);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(path, function) g_test_add ("/exchange/no-room/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("a-full-disk-is-said-and-nothing-is-left", test_full_disk);
  ADD ("what the journal does not take is not left there", test_unjournalled);
  ADD ("a name that cannot be given leaves no file and is taken back", test_unnameable);
  ADD ("a-locked-folder-is-said-and-nothing-is-left", test_locked_folder);
#undef ADD
  return g_test_run ();
}
