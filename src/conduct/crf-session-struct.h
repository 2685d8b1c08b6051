/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a session is made of: for the files that are one, and for no other. */

#pragma once

#include "crf-session-private.h"

#include "crf-keyring.h"

G_BEGIN_DECLS

/* One version of the definition and what was prepared for it. */
typedef struct
{
  char *mdv;
  CrfStudy *study;
  CrfSandbox *sandbox;
  GHashTable *expressions; /* text → CrfExpression */
  GHashTable *arms;        /* subject key → CrfArm of the study */
} CrfSessionVersion;

struct _CrfSession
{
  CrfStudyFile *file;
  gboolean owns_file;
  GPtrArray *versions; /* CrfSessionVersion, as they were needed */
  CrfSessionVersion *active;     /* the one that is active in the file */
  CrfSessionVersion *version;    /* the one that is looked through now */
  guint n_definitions; /* in the file, when @active was taken */
  CrfKeyring *keyring;
  char *login, *name;
  CrfRole role, roles;
  gboolean must_change;
  gboolean locked;         /* the keys are wiped */
  CrfShift shift;
  GPtrArray *notices;
  GPtrArray *late; /* CrfLate; NULL: none */
  char *account_fault; /* why the own account could not be read again */
  CrfClock clock;
  char *language;
  char *centre;
  gboolean recovery_confirmed; /* once TRUE it stays so */
  char today[CRF_INSTANT_SIZE];
  GPtrArray *case_stores; /* CrfCaseStore; identifiers in them may be open */
  CrfUnreadable unreadable;
  gint64 latest_ms; /* the latest time that this session has seen */
};

void _crf_session_version_free (gpointer version);

G_END_DECLS
