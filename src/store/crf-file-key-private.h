/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the store share about the key of the whole file. Without SQLCipher these do nothing. */

#pragma once

#include "crf-db.h"
#include "crf-file-key.h"

G_BEGIN_DECLS

#define CRF_FILE_KEY_SIZE 32

/* The key of the file, if it is known here; guarded memory, borrowed. */
const guchar *_crf_file_key_find (const char *path);
/* Makes a key for a new file, known by the names it has now and will have. */
void          _crf_file_key_make (const char *path, const char *unpublished);
/* @copy is encrypted as @path is, until it gets slots of its own or is forgotten. */
void          _crf_file_key_alias (const char *copy, const char *path);
void          _crf_file_key_forget_alias (const char *copy);
/* Writes "PATH.keys" from the accounts, slots and recovery key of @db, with those that it has now or without. */
gboolean      _crf_file_key_save (CrfDb *db, const char *study, const char *path, gboolean keep_earlier, GError **error);
/* Copies "FROM.keys" to "TO.keys" where the file is encrypted. KEY where they are missing or another file's: nobody could open such a copy. */
gboolean      _crf_file_key_copy_slots (const char *from, const char *to, GError **error);
/* Copies "FROM.keys", if it is there, to "TO.keys" as it is: for a file that is put aside, whatever is wrong with it. */
gboolean      _crf_file_key_keep_slots (const char *from, const char *to, GError **error);
/* Whether slots could be copied, asked before anything is. */
gboolean      _crf_file_key_check_slots (const char *from, const char *to, GError **error);
/* As in a new process; for tests. */
void          _crf_file_key_forget_all (void);

G_END_DECLS
