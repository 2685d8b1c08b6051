/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A file whose signature does not stand beside it where the program can see: what a person chooses through the portal of a Flatpak has nothing beside it. The
 * question who answers for the file then offers to choose the signature, too. */

#pragma once

#include <gtk/gtk.h>

#include "crf-refusal.h"

G_BEGIN_DECLS

/* Adds the third answer "Signature File…" to the question that a file carries no signature; to no other. */
void crf_signature_choice_offer (CrfPrompt           *prompt);
/* Lets the person choose it: finish with crf_dialogs_file_finish(). */
void crf_signature_choice_async (GtkWidget           *parent,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data);

G_END_DECLS
