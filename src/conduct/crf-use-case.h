/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The registry of use cases: the window's actions, `stemward-cli do`, the permission matrix and their tests are all fed from it, so that
 * nothing can be done by one way that another forbids. One use case a file. */

#pragma once

#include "crf-session.h"

G_BEGIN_DECLS

typedef struct
{
  const char *key;
  const char *label; /* N_() */
  const char *kind;  /* "text", "number", "integer", "date", "datetime", "flag", "passphrase", "secret" (typed once, shown by nobody), "choice:a|b|c", or
                        "file:csv", "file:xml", "file:sig": path of a file that exists */
  gboolean required;
} CrfParameter;

typedef struct _CrfUseCaseContext CrfUseCaseContext;

/* What one must be allowed to know for it, beside role and task. */
typedef enum
{
  CRF_BLINDING_NONE,
  CRF_BLINDING_PRODUCT, /* handles the product: where who treats is blinded, only who may know the arms */
  CRF_BLINDING_ARMS,    /* deals with arms or lists of them: only who may know the arms */
} CrfBlinding;

/* What is compared with the journal before it is done, since it rests on that. */
typedef enum
{
  CRF_RESTS_ON_FORM,    /* the values it takes, which it looks at itself */
  CRF_RESTS_ON_SUBJECT, /* all that is stored about its patient, if it has one, and lots, slots, definitions */
  CRF_RESTS_ON_STUDY,   /* all that is stored */
} CrfRestsOn;

typedef struct
{
  const char *name;     /* "register": as typed after `do` */
  const char *title;    /* N_(): label of a button */
  const char *summary;  /* N_(): one sentence */
  CrfRole roles;        /* any of them */
  const char *task;     /* delegated task asked for on that date once the study keeps a delegation log; NULL: none */
  gboolean needs_subject;
  const CrfParameter *parameters; /* ends with key NULL */
  /* Fills the context's outcome; FALSE with @error only for broken things. */
  gboolean (*run) (CrfUseCaseContext *context, GError **error);
  gboolean on_locked;   /* possible on a locked patient: reading, unlocking, an emergency */
  CrfBlinding blinding;
  CrfRestsOn rests_on;
} CrfUseCase;

/* NULL-terminated, in the order of a trial's life. */
const CrfUseCase *const *crf_use_cases_list (void);
const CrfUseCase        *crf_use_case_find (const char *name);
/* Whether the session's role (and task) allows it now; @refusal says why not. Window actions are greyed by it. */
gboolean                 crf_use_case_permitted (CrfSession *session, const CrfUseCase *use_case, CrfRefusal **refusal);

/* Does it: checks permission and arguments, runs it in one transaction. @subject: number or key, NULL where none is needed. @arguments:
 * char * → char *; "passphrase" where one is asked for. Never NULL without @error. */
CrfOutcome *crf_conduct (CrfSession *session, const char *use_case, const char *subject, GHashTable *arguments, GError **error);
/* The same with "key", "value", …, NULL. A NULL value skips its key. */
CrfOutcome *crf_conduct_with (CrfSession *session, const char *use_case, const char *subject, GError **error, ...) G_GNUC_NULL_TERMINATED;

G_END_DECLS
