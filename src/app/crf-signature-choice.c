/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Choosing a signature by itself. */

#include "crf-signature-choice.h"

#include "crf-dialogs.h"

#include <glib/gi18n-lib.h>

void
crf_signature_choice_offer (CrfPrompt *prompt)
{
  g_return_if_fail (prompt != NULL);

  if (!g_str_has_suffix (prompt->id, "unsigned") || prompt->suggestion != NULL)
    return;
  prompt->suggestion = g_strdup (_("Signature _File…"));
}

void
crf_signature_choice_async (GtkWidget *parent, GAsyncReadyCallback callback, gpointer user_data)
{
  crf_dialogs_open_file_async (parent, _("Signature File (NAME.sig)"), CRF_FILE_SIGNATURE, callback, user_data);
}
