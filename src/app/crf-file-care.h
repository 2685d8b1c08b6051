/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Looks after the open study file while somebody works: a backup once a day and when it is closed, into its own folder and the chosen one,
 * and once a day a full verification of the file and of its newest backup. All beside the queue of writing, on threads of its own. Demonstration
 * and read-only files are left alone. */

#pragma once

#include "crf-backup-set.h"
#include "crf-writer.h"

G_BEGIN_DECLS

#define CRF_TYPE_FILE_CARE (crf_file_care_get_type ())
G_DECLARE_FINAL_TYPE (CrfFileCare, crf_file_care, CRF, FILE_CARE, GObject)

/* Signal "changed": the state is another. Signal "alarm" (const char *sentence): what the person must hear at once. */

CrfFileCare *crf_file_care_new         (CrfWriter   *writer,
                                        const char  *path);
/* Who does it from now on: another person on the same file. */
void         crf_file_care_set_writer  (CrfFileCare *self,
                                        CrfWriter   *writer);
/* The last backup if anything is new, made now; the caller waits. Before the writer is closed. */
void         crf_file_care_close       (CrfFileCare *self);
/* A backup now, whether due or not; after what is running, if something is. */
void         crf_file_care_back_up     (CrfFileCare *self);
/* Whether such a backup still waits for its turn. */
gboolean     crf_file_care_is_asked    (CrfFileCare *self);
/* FALSE: this file is not looked after. */
gboolean     crf_file_care_is_on       (CrfFileCare *self);
gboolean     crf_file_care_is_busy     (CrfFileCare *self);
/* "14:02", "yesterday's date", or "no backup". Free it. */
char        *crf_file_care_dup_label   (CrfFileCare *self);
/* Sentences: the last backup, what went wrong, the last verification. Free it. */
char        *crf_file_care_dup_details (CrfFileCare *self);
gboolean     crf_file_care_has_fault   (CrfFileCare *self);
/* The folders beside the study's own; NULL-terminated. Free it. */
char       **crf_file_care_dup_folders (void);

G_END_DECLS
