/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person's program remembers (GSettings). Works without the installed schema too, with its defaults and for as long as the
 * program runs, so that a test or a copied program never ends because of it. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint  crf_preferences_get_idle_minutes (void);
/* Paths of study files opened lately that still exist, the latest first. */
char **crf_preferences_get_recent       (void);
void   crf_preferences_add_recent       (const char *path);
void   crf_preferences_remove_recent    (const char *path);
void   crf_preferences_get_window       (int        *width,
                                         int        *height,
                                         gboolean   *maximized);
void   crf_preferences_set_window       (int         width,
                                         int         height,
                                         gboolean    maximized);
/* Names of the columns shown in the patient list; empty: the usual ones. */
char **crf_preferences_get_columns      (void);
void   crf_preferences_set_columns      (const char *const *columns);
/* The second folder for backups, or NULL. Free it. */
char    *crf_preferences_get_backup_folder   (void);
void     crf_preferences_set_backup_folder   (const char *folder);
/* "7,4,12": days, weeks, months. Free it. */
char    *crf_preferences_get_backup_keep     (void);
gboolean crf_preferences_get_backup_on_close (void);

G_END_DECLS
