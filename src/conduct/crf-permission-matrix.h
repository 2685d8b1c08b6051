/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who may do what: role × task × use case × blinding, in one table, made from the registry that permission is asked of. */

#pragma once

#include "crf-use-case.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;     /* of the use case; "(…)" for what is no use case */
  const char *title;    /* translated */
  const char *group;    /* translated: the part of a trial that it belongs to; rows of one group follow each other */
  const char *task;     /* delegated task, in a line that the principal investigator signed: asked for once the study keeps a delegation log; NULL: none */
  CrfRole roles;        /* that may: in the study that was given, by its masking too */
  CrfBlinding blinding; /* what one must be allowed to know for it */
  gboolean data;        /* writes what a patient's record says: the site's alone */
  gboolean on_locked;   /* possible on a locked record */
  gboolean knowing;     /* a row about what a role may know, not do */
} CrfPermissionRow;

/* CrfPermissionRow in the order of the registry; rows about knowing come last. @study NULL: the rows that are the study's to say are left out, and
 * roles are those of the registry, whatever is masked. */
GPtrArray  *crf_permission_matrix (CrfStudy *study);
/* "product", "arms", or NULL for CRF_BLINDING_NONE. */
const char *crf_blinding_get_name (CrfBlinding blinding);

G_END_DECLS
