/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The automatic backups of a study file: where they lie, which are kept, whether they are whole. Gives no handle to a study. */

#pragma once

#include <gio/gio.h>

#include "crf-clock.h"

G_BEGIN_DECLS

/* The newest of each of the last days, weeks and months that have any. */
typedef struct
{
  guint daily, weekly, monthly;
} CrfBackupRule;

#define CRF_BACKUP_RULE_USUAL ((CrfBackupRule) { 7, 4, 12 })

typedef struct
{
  char *path;
  char *name;
  CrfInstant at;      /* local offset of this machine */
  gint64 size;
  gboolean automatic; /* named by the program, and removed by the rule */
  char *study;        /* UUID of the study that it is of; NULL: it cannot be read */
  gboolean checked;
  char *fault;        /* sentence; NULL: whole, or not checked */
} CrfBackupFile;

typedef struct
{
  char *path, *sha256, *heads;
  guint removed; /* older ones that the rule does not keep */
} CrfBackupMade;

/* Lower-case hex SHA-256 of a file's bytes. */
char      *crf_backup_hash_file (const char *path, GCancellable *cancellable, GError **error);
/* "STEM.backups" beside the study file. Free it. */
char      *crf_backup_set_folder (const char *study);
/* Backups of the study file in its own backup folder and in @folders (NULL-terminated, may be NULL), newest first; CrfBackupFile. Those of another
 * study whose file has the same name are left out, as far as the study file can be read to tell. */
GPtrArray *crf_backup_set_list (const char *study, const char *const *folders);
/* Verifies the backup and sets checked and fault. FALSE with @error only if cancelled. */
gboolean   crf_backup_file_check (CrfBackupFile *file, GCancellable *cancellable, GError **error);
/* Whether they are of more than one study. */
gboolean   crf_backup_set_is_mixed (const GPtrArray *files);
void       crf_backup_file_free (CrfBackupFile *file);
/* Copies what is committed into @folder (NULL: the study's own, which is made), opens and checks the copy, then removes automatic ones of this
 * study that the rule does not keep, and copies that a power cut left half made. */
gboolean   crf_backup_set_make (const char *study, const char *folder, CrfInstant now, const CrfBackupRule *rule, CrfBackupMade *made,
                                GCancellable *cancellable, GError **error);
void       crf_backup_made_clear (CrfBackupMade *made);
/* Which of @times (newest first) the rule keeps; @keep has as many elements. */
void       crf_backup_rule_apply (const CrfBackupRule *rule, const CrfInstant *times, guint n, gboolean *keep);
/* "7,4,12" */
gboolean   crf_backup_rule_parse (const char *text, CrfBackupRule *rule);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CrfBackupMade, crf_backup_made_clear)

G_END_DECLS
