/* SPDX-License-Identifier: GPL-3.0-or-later */

/* All canonical values of one subject, read once: what criteria, strata and dose rules look at. */

#pragma once

#include "crf-expression.h"
#include "crf-keyring.h"
#include "crf-records.h"

G_BEGIN_DECLS

typedef struct _CrfSubjectValues CrfSubjectValues;

/* @keyring opens identifiers; NULL leaves them out. */
CrfSubjectValues *crf_subject_values_read (CrfStudyFile *file, CrfStudy *study, CrfKeyring *keyring, const char *subject, GError **error);
void              crf_subject_values_free (CrfSubjectValues *self);

/* The latest canonical value (by visit date, then entry) of @item in @event (OID or Name; NULL: any event), or NULL. */
const char       *crf_subject_values_get (CrfSubjectValues *self, const char *event, const CrfItem *item);
const char       *crf_subject_values_get_concept (CrfSubjectValues *self, const char *concept);
/* A CrfResolver; @data is the CrfSubjectValues. */
gboolean          crf_subject_values_resolve (const char *event, const CrfItem *item, CrfResolved *value, gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfSubjectValues, crf_subject_values_free)

G_END_DECLS
