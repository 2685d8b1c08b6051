/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can go wrong with a study file. Messages are translated sentences that name the file and what to do. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CRF_STORE_ERROR (crf_store_error_quark ())
typedef enum
{
  CRF_STORE_ERROR_NOT_FOUND,
  CRF_STORE_ERROR_EXISTS,
  CRF_STORE_ERROR_NOT_A_STUDY, /* another kind of file */
  CRF_STORE_ERROR_NEWER,       /* written by a newer version */
  CRF_STORE_ERROR_DAMAGED,
  CRF_STORE_ERROR_BUSY,        /* open elsewhere; the message says by whom and since when */
  CRF_STORE_ERROR_READ_ONLY,
  CRF_STORE_ERROR_FULL,        /* disk full */
  CRF_STORE_ERROR_IO,
  CRF_STORE_ERROR_PLAIN,     /* not encrypted, where only encrypted files are opened */
  CRF_STORE_ERROR_CANCELLED,
  CRF_STORE_ERROR_CONFLICT,    /* a constraint: duplicate login, stale base … */
  CRF_STORE_ERROR_PASSPHRASE,  /* wrong login or passphrase */
  CRF_STORE_ERROR_DISABLED,    /* the account is disabled */
  CRF_STORE_ERROR_KEY,         /* this account does not hold the key, or a sealed box does not open */
  CRF_STORE_ERROR_OTHER,
} CrfStoreError;

GQuark crf_store_error_quark (void);

G_END_DECLS
