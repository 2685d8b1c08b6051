/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The yellow line under a field: a question of the program ("612 · last 70.1 · did you mean 61.2?"), answered in place with one key,
 * and the line that asks for a reason, with the usual ones to choose from. */

#pragma once

#include <gtk/gtk.h>

#include "crf-refusal.h"

G_BEGIN_DECLS

#define CRF_TYPE_PROMPT_LINE (crf_prompt_line_get_type ())
G_DECLARE_FINAL_TYPE (CrfPromptLine, crf_prompt_line, CRF, PROMPT_LINE, GtkBox)

/* Signals: "use": take the suggestion; "keep" (const char *reason, or NULL where none is needed): the value stands; "correct": back to
 * the field. */
GtkWidget  *crf_prompt_line_new            (void);
void        crf_prompt_line_ask            (CrfPromptLine    *self,
                                            const CrfPrompt  *prompt);
/* The id of the prompt asked, to pass as "confirm"; NULL where nothing is asked. */
const char *crf_prompt_line_get_id         (CrfPromptLine    *self);
const char *crf_prompt_line_get_suggestion (CrfPromptLine    *self);
/* Puts the cursor where one key answers. */
void        crf_prompt_line_take_focus     (CrfPromptLine    *self);
/* For tests and keys: as if K, Enter had been pressed; in the reason state, answers with @reason. */
void        crf_prompt_line_answer_use     (CrfPromptLine    *self);
void        crf_prompt_line_answer_keep    (CrfPromptLine    *self,
                                            const char       *reason);

G_END_DECLS
