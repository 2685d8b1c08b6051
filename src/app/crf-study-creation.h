/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Creating a study file away from the window's thread: what was typed goes in, a session or what stands against it comes out. */

#pragma once

#include <gio/gio.h>

#include "crf-session.h"

G_BEGIN_DECLS

/* After creation: session, recovery and fingerprint; or refusal; or prompt, which confirm and reason of a second try answer. */
typedef struct
{
  char *path, *definition, *signature, *site, *centre, *login, *name, *passphrase, *confirm, *reason;
  GHashTable *answers;

  char *recovery, *fingerprint;
  CrfRefusal *refusal;
  CrfPrompt *prompt;
  CrfSession *session;
} CrfCreation;

void crf_creation_free   (gpointer      creation);
/* A GTaskThreadFunc: task data is the CrfCreation. */
void crf_creation_thread (GTask        *task,
                          gpointer      source,
                          gpointer      task_data,
                          GCancellable *cancellable);

G_END_DECLS
