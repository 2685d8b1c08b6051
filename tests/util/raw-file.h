/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A study file as SQLite alone sees it: past the store, which would refuse what these tests do or look at. */

#pragma once

#include <sqlite3.h>

/* With the key of the file, where it is encrypted and was opened in this process before. Close it with sqlite3_close(). */
sqlite3 *raw_file_open (const char *path);
