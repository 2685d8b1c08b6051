/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The demonstration study: synthetic patients who live through the protocol by the same use cases as real ones, in a file born DEMO. */

#pragma once

#include "crf-session.h"

G_BEGIN_DECLS

typedef struct
{
  const char *study;      /* id of a shipped protocol or path; NULL: the one that data/demonstration.ini names */
  int patients;           /* 0: the protocol's target, else 22 */
  guint64 seed;           /* same seed, same day: same data */
  const char *passphrase; /* of all accounts; NULL: "demo" */
  const char *today;      /* ISO date that the lives end on; NULL: yesterday */
} CrfDemoOptions;

typedef void (*CrfDemoProgress) (double fraction, gpointer data);

/* Accounts: admin, nurse, nurse2, investigator, manager, monitor, pharmacist, auditor. */
gboolean crf_demo_create (const char *path, const CrfDemoOptions *options, CrfDemoProgress progress, gpointer data,
                          GCancellable *cancellable, GError **error);

G_END_DECLS
