/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The files that earlier formats wrote, kept in tests/data/released. */

#pragma once

#include <glib.h>

/* Unpacks tests/data/released/format-N.stemward.gz into @dir; returns its path. */
char    *released_unpack (int format, const char *dir);
/* Whether the copy that opening a file of that format puts by is in @dir. */
gboolean released_has_backup (const char *dir, int format);
