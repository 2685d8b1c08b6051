/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Questions in windows of their own. The only file that knows file choosers, message dialogs and launchers, whose classes change with
 * each GTK: a dialog is a function here, `…_async (parent, …)` and `…_finish`. Every function takes any widget of the window that
 * asks. A test answers through crf_dialogs_set_hook(). */

#pragma once

#include <gtk/gtk.h>

#include "crf-refusal.h"

G_BEGIN_DECLS

typedef enum
{
  CRF_FILE_STUDY,      /* *.stemward */
  CRF_FILE_DEFINITION, /* *.xml, ODM */
  CRF_FILE_WORKBOOK,   /* *.xlsx */
  CRF_FILE_PICTURE,    /* *.png */
  CRF_FILE_TEXT,       /* *.txt */
  CRF_FILE_PDF,        /* *.pdf */
  CRF_FILE_SVG,        /* *.svg */
  CRF_FILE_CSV,        /* *.csv */
  CRF_FILE_ENCRYPTED,  /* *.enc */
  CRF_FILE_SIGNATURE,  /* *.sig */
  CRF_FILE_ANY,        /* everything */
} CrfFileKind;

/* Yes or no. @accept is a label with mnemonic ("_Randomise"); @destructive colours it. FALSE also for Escape. */
void      crf_dialogs_confirm_async     (GtkWidget           *parent,
                                         const char          *heading,
                                         const char          *body,
                                         const char          *accept,
                                         gboolean             destructive,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
gboolean  crf_dialogs_confirm_finish    (GAsyncResult        *result);

/* One sentence to read; there is nothing to answer. */
void      crf_dialogs_message           (GtkWidget           *parent,
                                         const char          *heading,
                                         const char          *body);
/* The same for a GError (its message) or a refusal (message and remedy). */
void      crf_dialogs_error             (GtkWidget           *parent,
                                         const char          *heading,
                                         const GError        *error);
void      crf_dialogs_refusal           (GtkWidget           *parent,
                                         const CrfRefusal    *refusal);

/* Why? @text: what stands there to begin with, or NULL. @suggestions: crf_reasons(), an empty list, or NULL for those of any change. The reason as it is
 * stored, or NULL. */
void      crf_dialogs_reason_async      (GtkWidget           *parent,
                                         const char          *heading,
                                         const char          *body,
                                         const char          *text,
                                         const char *const   *suggestions,
                                         const char          *accept,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
char     *crf_dialogs_reason_finish     (GAsyncResult        *result);

/* A signature: @identity is the patient's line ("S-014 · LSMI · ♀ · 1971 · bed 12-03", NULL where there is no patient), @meaning
 * what is signed. The passphrase (wipe it with crf_dialogs_wipe()), or NULL. */
void      crf_dialogs_passphrase_async  (GtkWidget           *parent,
                                         const char          *heading,
                                         const char          *identity,
                                         const char          *meaning,
                                         const char          *accept,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
char     *crf_dialogs_passphrase_finish (GAsyncResult        *result);
/* Overwrites and frees. */
void      crf_dialogs_wipe              (char                *secret);

/* A second person beside the first: who, and her own passphrase. FALSE for Cancel. */
void      crf_dialogs_second_person_async  (GtkWidget           *parent,
                                            const char          *heading,
                                            const char          *identity,
                                            const char          *meaning,
                                            const char          *accept,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data);
gboolean  crf_dialogs_second_person_finish (GAsyncResult        *result,
                                            char               **login,
                                            char               **passphrase);

/* A prompt of a use case; where it has words of its own for "yes", its suggestion is the label of a third answer. @answer:
 * CRF_PROMPT_CANCEL, _CONFIRM (call again with "confirm" = prompt->id, and "reason" = *reason where needs_reason) or _SUGGESTION (call
 * again with the suggestion as value). */
typedef enum { CRF_PROMPT_CANCEL, CRF_PROMPT_CONFIRM, CRF_PROMPT_SUGGESTION } CrfPromptAnswer;
void            crf_dialogs_prompt_async  (GtkWidget           *parent,
                                           const CrfPrompt     *prompt,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
CrfPromptAnswer crf_dialogs_prompt_finish (GAsyncResult        *result,
                                           char               **reason);

/* Files. NULL for Cancel. */
void      crf_dialogs_open_file_async   (GtkWidget           *parent,
                                         const char          *title,
                                         CrfFileKind          kind,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
void      crf_dialogs_save_file_async   (GtkWidget           *parent,
                                         const char          *title,
                                         CrfFileKind          kind,
                                         const char          *suggested_name,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
void      crf_dialogs_folder_async      (GtkWidget           *parent,
                                         const char          *title,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
GFile    *crf_dialogs_file_finish       (GAsyncResult        *result);

/* Prints @text in a fixed-width face under @title. */
void      crf_dialogs_print_text        (GtkWidget           *parent,
                                         const char          *title,
                                         const char          *text);

/* For tests: called before anything is shown. @kind: "confirm", "message", "reason", "passphrase", "second-person", "prompt", "open",
 * "save", "folder", "print". Returns TRUE if it answered: *accept says yes or no, *text the reason, passphrase, or path (g_malloc'ed; of a
 * prompt its suggestion chooses that), *login the second person. FALSE: the dialog is shown as to a person. */
typedef gboolean (*CrfDialogsHook) (const char *kind,
                                    const char *heading,
                                    const char *body,
                                    gboolean   *accept,
                                    char      **text,
                                    char      **login,
                                    gpointer    data);
void      crf_dialogs_set_hook          (CrfDialogsHook       hook,
                                         gpointer             data);

G_END_DECLS
