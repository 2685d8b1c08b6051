/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Taking in an allocation list or a study definition from outside: by the gate of packages. A signature that stands beside the file must hold and be that of
 * somebody known; where none does, the person is asked, and the journal says that nobody signed. What comes with the program is part of it. */

#pragma once

#include "crf-package-gate.h"
#include "crf-refusal.h"
#include "crf-transaction.h"

G_BEGIN_DECLS

typedef enum
{
  CRF_TAKING_OWN,      /* comes with the program: nothing is journalled */
  CRF_TAKING_SIGNED,
  CRF_TAKING_ANSWERED, /* a data manager answered for it before (accept-source) */
  CRF_TAKING_UNSIGNED, /* somebody took it on herself just now */
} CrfTakingState;

typedef struct
{
  CrfTakingState state;
  gboolean trusts;           /* the signer of a new study file: trusted from now on */
  CrfPackageSigner *signer;  /* of SIGNED */
  char *name, *sha256, *purpose;
} CrfTaking;

void     crf_taking_clear (CrfTaking *taking);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CrfTaking, crf_taking_clear)

/* Whether the file (path NULL: lines that were typed) may come in. @session NULL: into a study file that is about to be created, which
 * knows nobody yet. @confirm, @reason: what the person has answered. FALSE with *@refusal, *@prompt, or @error where it cannot be read. */
gboolean crf_taking_allow (CrfTaking *taking, CrfSession *session, const CrfPackageFile *file, const char *confirm, const char *reason, CrfRefusal **refusal,
                           CrfPrompt **prompt);
/* The entries that say who answers for it, in the transaction that takes it in. */
gboolean crf_taking_append (const CrfTaking *taking, CrfTransaction *txn, const char *reason, GError **error);
/* "Signed by He Bo …" or that nobody did. NULL for what comes with the program. Free it. */
char    *crf_taking_text (const CrfTaking *taking);

/* ── Definitions ── */
/* The folder of forms that a definition at @path may take in: that beside its own folder, else the program's. Free it. */
char    *crf_definition_forms_dir (const char *path);
/* A study definition that was read from @path as @study. @signature: its signature, where that is not beside it. @demo: a demonstration,
 * by which no patient is treated, is made without asking. */
gboolean crf_taking_allow_definition (CrfTaking *taking,
                                      CrfSession *session,
                                      const char *path,
                                      const char *signature,
                                      CrfStudy *study,
                                      gboolean demo,
                                      const char *confirm,
                                      const char *reason,
                                      CrfRefusal **refusal,
                                      CrfPrompt **prompt,
                                      GError **error);
/* What the signature of the definition names beside the file itself: SHA-256 of the forms it takes in from elsewhere than the program. NULL without @error:
 * none. Free it. */
char    *crf_definition_library_sha256 (CrfStudy *study, GError **error);

G_END_DECLS
