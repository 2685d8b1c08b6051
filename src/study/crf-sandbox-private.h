/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The connection that expressions run on, as the sandbox and the expressions share it. Internal
 * to study/. */

#pragma once

#include "crf-expression.h"

#include <sqlite3.h>

G_BEGIN_DECLS

#define CRF_SANDBOX_N_SELECTS 2 /* ours, and the one below it that names the items */

struct _CrfSandbox
{
  guint refs;            /* expressions hold it too */
  sqlite3 *db;
  GHashTable *functions; /* char *: what expressions may call, lower case */
  guint n_selects;       /* in the statement that is being prepared */
  guint n_progress;
  char *denied;          /* what the authorizer refused last */
};

/* To be called before preparing and before stepping: counts start again. */
void crf_sandbox_begin (CrfSandbox *self);

G_END_DECLS
