/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whose the data are: what a patient's record says is written by the site alone (ICH E6(R3) 3.16.1(i), ISO 14155 9.2.4.5). Data manager, monitor,
 * statistician and auditor ask by query; the administrator manages the file and transcribes old records in a study that is marked so. */

#pragma once

#include "crf-use-case-private.h"

G_BEGIN_DECLS

/* The roles that write what they saw, did or measured. */
#define CRF_SITE_ROLES                                                                                                                  \
  ((CrfRole) (CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_ASSESSOR | CRF_ROLE_PHARMACIST | \
              CRF_ROLE_LABORATORY))

/* Whether the use case (or "import") writes what a patient's record says. */
gboolean crf_use_case_writes_data (const CrfUseCase *use_case);
/* Every write asks this, beside what the registry says of roles. FALSE: the context's refusal is set. */
gboolean crf_site_data_allows (CrfUseCaseContext *context, const CrfEntry *entry);
/* What to do instead, where the role may never write data; NULL: it may. Free it. */
char    *crf_site_data_remedy (CrfSession *session, const CrfUseCase *use_case);

G_END_DECLS
