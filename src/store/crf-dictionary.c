/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One file a release, written beside and renamed, so that a reader meets the old one or the new one. Names are kept once more as they are compared: without
 * case, width and further blanks. */

#include "crf-dictionary.h"

#include "crf-db.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define FORMAT 1
#define SUFFIX ".terms"
/* Of words and of the result: a search is for people. */
#define MOST_WORDS 6

struct _CrfDictionary
{
  CrfDb *db;
  char *version, *language;
};

static const char schema[] = "PRAGMA application_id = 1398231635;" /* "SWDS" */
                             "PRAGMA user_version = " G_STRINGIFY (FORMAT) ";"
                             "CREATE TABLE release (version TEXT NOT NULL, language TEXT NOT NULL) STRICT;"
                             "CREATE TABLE pt (code TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL, hlt_code TEXT NOT NULL, hlt TEXT NOT NULL,"
                             " hlgt_code TEXT NOT NULL, hlgt TEXT NOT NULL, soc_code TEXT NOT NULL, soc TEXT NOT NULL) WITHOUT ROWID, STRICT;"
                             "CREATE TABLE llt (code TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL, compared TEXT NOT NULL,"
                             " pt_code TEXT NOT NULL REFERENCES pt (code), current INTEGER NOT NULL CHECK (current IN (0, 1))) WITHOUT ROWID, STRICT;"
                             "CREATE INDEX llt_compared ON llt (compared);";

/* ── Records ── */

void
crf_dictionary_release_free (CrfDictionaryRelease *release)
{
  if (release == NULL)
    return;
  g_free (release->version);
  g_free (release->language);
  g_free (release->path);
  g_free (release);
}

void
crf_dictionary_term_free (CrfDictionaryTerm *term)
{
  char **const texts[] = { &term->version, &term->language, &term->llt_code, &term->llt, &term->pt_code, &term->pt, &term->hlt_code, &term->hlt,
                           &term->hlgt_code, &term->hlgt, &term->soc_code, &term->soc };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (*texts[i]);
  g_free (term);
}

/* ── Names and places ── */

/* As names are compared. NULL: no UTF-8. */
static char *
compared (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);
  g_autofree char *folded = normal != NULL ? g_utf8_casefold (normal, -1) : NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean blank = FALSE;

  if (folded == NULL)
    return NULL;
  for (const char *at = folded; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar letter = g_utf8_get_char (at);

      if (g_unichar_isspace (letter))
        {
          blank = out->len > 0;
          continue;
        }
      if (blank)
        g_string_append_c (out, ' ');
      blank = FALSE;
      g_string_append_unichar (out, letter);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "stemward", "dictionaries", NULL);
}

/* Whatever a version is called, it is one name in one folder. */
static char *
path_of (const char *version, const char *language)
{
  g_autofree char *dir = folder ();
  g_autofree char *name = g_strdup_printf ("meddra-%s-%s", version, language);

  for (char *at = name; *at != '\0'; at++)
    if (!g_ascii_isalnum (*at) && *at != '.' && *at != '-' && (guchar) *at < 0x80)
      *at = '_';
  return g_strdup_printf ("%s" G_DIR_SEPARATOR_S "%s" SUFFIX, dir, name);
}

/* "9.1" is older than "27.0". */
static int
compare_versions (const char *a, const char *b)
{
  while (*a != '\0' || *b != '\0')
    {
      char *end_a, *end_b;
      guint64 x = g_ascii_strtoull (a, &end_a, 10), y = g_ascii_strtoull (b, &end_b, 10);

      if (x != y)
        return x < y ? -1 : 1;
      if (end_a == a && end_b == b && *a != *b)
        return (guchar) *a < (guchar) *b ? -1 : 1;
      a = end_a == a && *a != '\0' ? a + 1 : end_a;
      b = end_b == b && *b != '\0' ? b + 1 : end_b;
      if (*a == '.' && *b == '.')
        a++, b++;
    }
  return 0;
}

/* ── Writing ── */

static gboolean
write_release (CrfDb *db, const CrfDictionaryContent *content, GError **error)
{
  if (!crf_db_run (db, error, "INSERT INTO release (version, language) VALUES (?1, ?2)", "ss", content->version, content->language))
    return FALSE;
  for (guint i = 0; i < content->pts->len; i++)
    {
      const CrfDictionaryPt *pt = g_ptr_array_index (content->pts, i);

      if (!crf_db_run (db, error, "INSERT INTO pt (code, name, hlt_code, hlt, hlgt_code, hlgt, soc_code, soc) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                       "ssssssss", pt->code, pt->name, pt->hlt_code, pt->hlt, pt->hlgt_code, pt->hlgt, pt->soc_code, pt->soc))
        return FALSE;
    }
  for (guint i = 0; i < content->llts->len; i++)
    {
      const CrfDictionaryLlt *llt = g_ptr_array_index (content->llts, i);
      g_autofree char *name = compared (llt->name);

      if (!crf_db_run (db, error, "INSERT INTO llt (code, name, compared, pt_code, current) VALUES (?1, ?2, ?3, ?4, ?5)", "ssssi", llt->code, llt->name,
                       name, llt->pt_code, (gint64) (llt->current ? 1 : 0)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_file (const char *path, const CrfDictionaryContent *content, GError **error)
{
  g_autoptr (CrfDb) db = crf_db_open (path, CRF_DB_PUBLIC_NEW, error);
  gboolean done;

  if (db == NULL)
    return FALSE;
  crf_db_allow_schema (db, TRUE);
  done = crf_db_exec (db, schema, error);
  crf_db_allow_schema (db, FALSE);
  return done && crf_db_exec (db, "BEGIN IMMEDIATE", error) && write_release (db, content, error) && crf_db_exec (db, "COMMIT", error);
}

static gboolean
fail_io (const char *path, int why, GError **error)
{
  g_set_error (error, CRF_STORE_ERROR, why == ENOSPC ? CRF_STORE_ERROR_FULL : CRF_STORE_ERROR_IO,
               _("The dictionary cannot be written to “%s” (%s). Make room, or see to it that you may write there."), path, g_strerror (why));
  return FALSE;
}

gboolean
crf_dictionary_store (const CrfDictionaryContent *content, GError **error)
{
  g_autofree char *dir = folder (), *path = path_of (content->version, content->language);
  g_autofree char *temporary = g_build_filename (dir, ".new-XXXXXX", NULL);
  int fd;

  g_return_val_if_fail (content->version != NULL && content->language != NULL, FALSE);
  if (g_mkdir_with_parents (dir, 0700) != 0)
    return fail_io (dir, errno, error);
  fd = g_mkstemp_full (temporary, O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0)
    return fail_io (dir, errno, error);
  close (fd);
  if (!write_file (temporary, content, error))
    {
      g_unlink (temporary);
      return FALSE;
    }
  if (g_rename (temporary, path) == 0)
    return TRUE;
  fail_io (path, errno, error);
  g_unlink (temporary);
  return FALSE;
}

/* ── Opening ── */

static gboolean
fail_damaged (const char *path, const GError *why, GError **error)
{
  g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED,
               _("The dictionary “%s” cannot be read (%s). Import your MedDRA distribution again: “stemward-cli meddra import FOLDER”."), path,
               why != NULL ? why->message : _("it is of another format"));
  return FALSE;
}

static CrfDictionary *
open_path (const char *path, GError **error)
{
  g_autoptr (CrfDictionary) self = g_new0 (CrfDictionary, 1);
  g_autoptr (GError) fault = NULL;

  self->db = crf_db_open (path, CRF_DB_PUBLIC_READ, &fault);
  if (self->db != NULL && crf_db_get_int (self->db, &fault, 0, "PRAGMA user_version", "") == FORMAT)
    {
      self->version = crf_db_get_text (self->db, &fault, "SELECT version FROM release", "");
      self->language = crf_db_get_text (self->db, fault == NULL ? &fault : NULL, "SELECT language FROM release", "");
    }
  if (self->version != NULL && self->language != NULL)
    return g_steal_pointer (&self);
  fail_damaged (path, fault, error);
  return NULL;
}

static int
compare_releases (gconstpointer a, gconstpointer b)
{
  const CrfDictionaryRelease *first = *(CrfDictionaryRelease *const *) a, *second = *(CrfDictionaryRelease *const *) b;
  int order = compare_versions (second->version, first->version);

  return order != 0 ? order : strcmp (first->language, second->language);
}

GPtrArray *
crf_dictionary_list (void)
{
  GPtrArray *releases = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_dictionary_release_free);
  g_autofree char *path = folder ();
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      g_autoptr (CrfDictionary) one = g_str_has_suffix (name, SUFFIX) ? open_path (file, NULL) : NULL;
      CrfDictionaryRelease *release;

      if (one == NULL)
        continue;
      release = g_new0 (CrfDictionaryRelease, 1);
      release->version = g_strdup (one->version);
      release->language = g_strdup (one->language);
      release->path = g_steal_pointer (&file);
      g_ptr_array_add (releases, release);
    }
  g_ptr_array_sort (releases, compare_releases);
  return releases;
}

static void
fail_none (const char *version, const char *language, GError **error)
{
  g_autofree char *wanted = version != NULL ? g_strdup_printf ("MedDRA %s%s%s", version, language != NULL ? " " : "", language != NULL ? language : "") : NULL;

  if (wanted != NULL)
    g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_NOT_FOUND,
                 _("%s is not at this workstation. Import that version of your own MedDRA distribution: “stemward-cli meddra import FOLDER”."), wanted);
  else
    g_set_error_literal (error, CRF_STORE_ERROR, CRF_STORE_ERROR_NOT_FOUND,
                         _("No MedDRA is at this workstation. MedDRA is licensed and not part of Stemward: import your own distribution, the folder with llt.asc, with "
                           "“stemward-cli meddra import FOLDER”."));
}

/* A release that is there and cannot be read is said to be so, rather than to be missing. */
static CrfDictionary *
open_damaged (GError **error)
{
  g_autofree char *path = folder ();
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      if (g_str_has_suffix (name, SUFFIX))
        return open_path (file, error);
    }
  fail_none (NULL, NULL, error);
  return NULL;
}

CrfDictionary *
crf_dictionary_open (const char *version, const char *language, GError **error)
{
  g_autoptr (GPtrArray) releases = crf_dictionary_list ();

  for (guint i = 0; i < releases->len; i++)
    {
      const CrfDictionaryRelease *release = g_ptr_array_index (releases, i);

      if ((version == NULL || strcmp (release->version, version) == 0) && (language == NULL || strcmp (release->language, language) == 0))
        return open_path (release->path, error);
    }
  if (version == NULL && language == NULL)
    return open_damaged (error);
  fail_none (version, language, error);
  return NULL;
}

void
crf_dictionary_close (CrfDictionary *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->db, crf_db_close);
  g_free (self->version);
  g_free (self->language);
  g_free (self);
}

const char *
crf_dictionary_get_version (CrfDictionary *self)
{
  return self->version;
}

const char *
crf_dictionary_get_language (CrfDictionary *self)
{
  return self->language;
}

gint64
crf_dictionary_count (CrfDictionary *self)
{
  return crf_db_get_int (self->db, NULL, 0, "SELECT count (*) FROM llt", "");
}

/* ── Reading ── */

#define TERM_COLUMNS                                                                                                                     \
  "SELECT l.code, l.name, p.code, p.name, p.hlt_code, p.hlt, p.hlgt_code, p.hlgt, p.soc_code, p.soc, l.current "                        \
  "FROM llt AS l JOIN pt AS p ON p.code = l.pt_code "

static CrfDictionaryTerm *
read_term (CrfDictionary *self, CrfStatement *row)
{
  CrfDictionaryTerm *term = g_new0 (CrfDictionaryTerm, 1);
  char **const texts[] = { &term->llt_code, &term->llt, &term->pt_code, &term->pt, &term->hlt_code, &term->hlt, &term->hlgt_code, &term->hlgt, &term->soc_code,
                           &term->soc };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    *texts[i] = g_strdup (crf_statement_text (row, (int) i));
  term->current = crf_statement_int (row, G_N_ELEMENTS (texts)) != 0;
  term->version = g_strdup (self->version);
  term->language = g_strdup (self->language);
  return term;
}

/* Takes @statement. NULL with DAMAGED. */
static GPtrArray *
read_terms (CrfDictionary *self, CrfStatement *statement, GError *fault, GError **error)
{
  g_autoptr (CrfStatement) row = statement;
  g_autoptr (GError) why = fault;
  g_autoptr (GPtrArray) terms = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_dictionary_term_free);
  CrfStep step = row != NULL ? crf_statement_step (row, &why) : CRF_STEP_ERROR;

  for (; step == CRF_STEP_ROW; step = crf_statement_step (row, &why))
    g_ptr_array_add (terms, read_term (self, row));
  if (step == CRF_STEP_DONE)
    return g_steal_pointer (&terms);
  fail_damaged (crf_db_get_path (self->db), why, error);
  return NULL;
}

static CrfDictionaryTerm *
first_of (GPtrArray *terms)
{
  CrfDictionaryTerm *term = terms != NULL && terms->len > 0 ? g_ptr_array_steal_index (terms, 0) : NULL;

  g_clear_pointer (&terms, g_ptr_array_unref);
  return term;
}

CrfDictionaryTerm *
crf_dictionary_find (CrfDictionary *self, const char *llt_code, GError **error)
{
  GError *fault = NULL;
  CrfStatement *row;

  g_return_val_if_fail (self != NULL && llt_code != NULL, NULL);
  row = crf_db_query (self->db, &fault, TERM_COLUMNS "WHERE l.code = ?1", "s", llt_code);
  return first_of (read_terms (self, row, fault, error));
}

CrfDictionaryTerm *
crf_dictionary_match (CrfDictionary *self, const char *text, GError **error)
{
  g_autofree char *name = compared (text);
  GError *fault = NULL;
  CrfStatement *row;

  g_return_val_if_fail (self != NULL, NULL);
  if (name == NULL || *name == '\0')
    return NULL;
  row = crf_db_query (self->db, &fault, TERM_COLUMNS "WHERE l.compared = ?1 AND l.current = 1 ORDER BY l.code", "s", name);
  return first_of (read_terms (self, row, fault, error));
}

GPtrArray *
crf_dictionary_search (CrfDictionary *self, const char *text, guint limit, GError **error)
{
  g_autofree char *name = compared (text);
  g_auto (GStrv) words = NULL;
  const char *each[MOST_WORDS] = { "", "", "", "", "", "" };
  GError *fault = NULL;
  CrfStatement *row;
  guint n = 0;

  g_return_val_if_fail (self != NULL, NULL);
  if (name == NULL || *name == '\0')
    return g_ptr_array_new_with_free_func ((GDestroyNotify) crf_dictionary_term_free);
  words = g_strsplit (name, " ", -1);
  for (guint i = 0; words[i] != NULL && n < MOST_WORDS; i++)
    each[n++] = words[i];
  row = crf_db_query (self->db, &fault,
                      TERM_COLUMNS "WHERE l.current = 1 AND (instr (l.code, ?1) = 1 OR (instr (l.compared, ?2) AND instr (l.compared, ?3) AND "
                                   "instr (l.compared, ?4) AND instr (l.compared, ?5) AND instr (l.compared, ?6) AND instr (l.compared, ?7))) "
                                   "ORDER BY l.compared <> ?1, instr (l.compared, ?1) <> 1, instr (l.compared, ?1) = 0, length (l.compared), l.compared, l.code LIMIT ?8",
                      "sssssssi", name, each[0], each[1], each[2], each[3], each[4], each[5], (gint64) limit);
  return read_terms (self, row, fault, error);
}
