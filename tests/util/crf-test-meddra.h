/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A dictionary in MedDRA's file format with nothing of MedDRA in it: its terms are made up and say so, its codes begin with 99, its version is 0.1 and its
 * language “Invented”. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The text of "llt.asc", "pt.asc" …; NULL: there is no such file. */
const char *crf_test_meddra_text (const char *name);
/* Writes all files into a new folder. Free it with crf_test_meddra_remove(). */
char       *crf_test_meddra_folder (void);
/* Writes @text as the file in the folder; NULL takes the file away. */
void        crf_test_meddra_put (const char *folder, const char *name, const char *text, gssize length);
void        crf_test_meddra_remove (char *folder);

G_END_DECLS
