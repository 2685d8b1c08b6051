/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A fault at every operation in turn of some work on a study file. `-m thorough` tries each operation several times with other luck;
 * without it, a sample. */

#pragma once

#include "power-vfs.h"

G_BEGIN_DECLS

/* What is tried. The path is that of a study file in a folder of its own. */
typedef struct
{
  const char *name;
  /* Works until it is done or something fails; returns how much of it was acknowledged. */
  int (*work) (const char *path, PowerFault fault);
  /* After a restart: FALSE if anything acknowledged is not there. */
  gboolean (*holds) (const char *path, int acknowledged);
  gboolean weak; /* losses are expected */
} PowerWork;

/* To which every try returns. */
typedef struct
{
  char *dir, *path;
  char *bytes;
  gsize size;
  char *record_path, *record;
  char *keys_path, *keys; /* the file's key slots, where it is encrypted */
} PowerBeginning;

typedef struct
{
  guint tried, survived, lost;
} PowerFigures;

/* The heads that the program remembers outside the files, in this test's own folders. */
void         power_forget_heads (void);
/* From the closed study file @path in @dir, which is this campaign's from now on. */
void         power_beginning_take (PowerBeginning *self, const char *dir, const char *path);
void         power_beginning_clear (PowerBeginning *self);

PowerFigures power_campaign (const PowerWork *work, const PowerBeginning *beginning, PowerFault fault);
/* All three faults; asserts that nothing is lost. */
void         power_campaign_loses_nothing (const PowerWork *work, void (*begin) (PowerBeginning *));
/* Whether verify finds nothing; says what it finds. */
gboolean     power_verifies (const char *path);

G_END_DECLS
