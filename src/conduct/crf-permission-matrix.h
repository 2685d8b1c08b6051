/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who may do what: role × task × use case × blinding, in one table, made from the registry that permission is asked of. */

#pragma once

#include "crf-session.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;     /* of the use case; "(…)" for what is no use case */
  const char *title;    /* translated */
  const char *task;     /* delegated task that is asked for once the study keeps a delegation log; NULL: none */
  CrfRole roles;        /* that may */
  gboolean blinding;    /* a row about what a role may know, not do */
} CrfPermissionRow;

/* CrfPermissionRow in the order of the registry; rows about blinding come last. @study NULL: these are left out, since they are the study's to say. */
GPtrArray *crf_permission_matrix (CrfStudy *study);

G_END_DECLS
