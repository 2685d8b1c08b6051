/* SPDX-License-Identifier: GPL-3.0-or-later */

/* SQLite with the key of the file. */

#include "raw-file.h"

#include "crf-file-key-private.h"

#include <sodium.h>

sqlite3 *
raw_file_open (const char *path)
{
  const guchar *key = _crf_file_key_find (path);
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  if (key != NULL)
    {
      char hex[2 * CRF_FILE_KEY_SIZE + 1];
      g_autofree char *pragma
          = g_strdup_printf ("PRAGMA key = \"x'%s'\"", sodium_bin2hex (hex, sizeof hex, key, CRF_FILE_KEY_SIZE));

      g_assert_cmpint (sqlite3_exec (db, pragma, NULL, NULL, NULL), ==, SQLITE_OK);
    }
  return db;
}
