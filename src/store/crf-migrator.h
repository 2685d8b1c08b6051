/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Brings a study file to the current schema by numbered steps, n → n + 1, in one transaction. A
 * step never touches the journal; projections are rebuilt from it. */

#pragma once

#include "crf-db.h"

G_BEGIN_DECLS

#define CRF_APPLICATION_ID 0x53544d57

typedef struct
{
  int version;      /* after this step */
  const char *sql;
  gboolean rebuild; /* projections change: empty them and replay the journal */
} CrfMigration;

extern const char crf_schema_0001[];
extern const char crf_schema_0002[];
/* In order, ended by version 0. */
extern const CrfMigration crf_migrations[];

int      crf_migrations_latest (const CrfMigration *steps);
int      crf_migrator_get_version (CrfDb *db, GError **error);
/* NEWER if the file is ahead of @steps. Does nothing if it is current. The caller has made the
 * backup. */
gboolean crf_migrator_run (CrfDb *db, const CrfMigration *steps, GError **error);

G_END_DECLS
