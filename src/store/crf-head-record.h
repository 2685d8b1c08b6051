/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What this program remembers outside a study file: per study and place, its workstation id and
 * the last head it wrote. A file that opens with another head was restored, copied or cloned.
 * */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _CrfHeadRecord CrfHeadRecord;

/* Reads what is remembered of the study @uuid at @path. Never NULL. */
CrfHeadRecord *crf_head_record_open (const char *uuid, const char *path);
void           crf_head_record_close (CrfHeadRecord *self);
/* FALSE if nothing is remembered. */
gboolean       crf_head_record_get (CrfHeadRecord *self, const char **ws, gint64 *seq, const char **hash);
/* Remembers a head; one small write, so that it can follow every commit. Failure only means
 * that the file is found changed at the next opening. */
void           crf_head_record_set (CrfHeadRecord *self, const char *ws, gint64 seq, const char *hash);
typedef gboolean (*CrfHeadMatch) (const char *ws, gint64 seq, const char *hash, gpointer data);
/* Looks for a head of the study @uuid that was written to a file at another place, is there no
 * more, and that @matches the file at hand: the file was moved. Forgets it and hands its
 * workstation over (free it). */
gboolean       crf_head_record_find_moved (const char *uuid, CrfHeadMatch matches, gpointer data, char **ws);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfHeadRecord, crf_head_record_close)

/* A backup is put in the place of the file at @path: what it lacks is not missed by the verification until the file is opened again. */
void           crf_head_record_note_restored (const char *uuid, const char *path);
gboolean       crf_head_record_is_restored (CrfHeadRecord *self);

G_END_DECLS
