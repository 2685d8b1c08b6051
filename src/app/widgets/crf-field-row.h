/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One field of a form: label, input, unit, reference, flag, last value, menu; under it the message, question or reason that
 * concerns it. The classes derived from it bring the input. A row knows nothing of files: it says "store" and is told what became of it. */

#pragma once

#include <gtk/gtk.h>

#include "crf-form-state.h"

G_BEGIN_DECLS

#define CRF_TYPE_FIELD_ROW (crf_field_row_get_type ())
G_DECLARE_DERIVABLE_TYPE (CrfFieldRow, crf_field_row, CRF, FIELD_ROW, GtkWidget)

struct _CrfFieldRowClass
{
  GtkWidgetClass parent_class;

  /* Builds what depends on the item (codes, placeholder); once, before the first pour. May be NULL. */
  void       (*build)     (CrfFieldRow *self, const CrfFieldState *state, const char *language);
  /* The widget that takes the focus. */
  GtkWidget *(*get_input) (CrfFieldRow *self);
  /* What stands in the input: text or code, NULL where nothing does. Free it. */
  char      *(*dup_text)  (CrfFieldRow *self);
  /* Shows @text (code for coded items) without telling anybody. */
  void       (*set_text)  (CrfFieldRow *self, const char *text);
  /* The hint inside an empty input ("pending"); NULL for none. May be NULL. */
  void       (*set_hint)  (CrfFieldRow *self, const char *hint);
  void       (*set_editable) (CrfFieldRow *self, gboolean editable);
  /* A digit was typed: TRUE if it chose something. May be NULL. */
  gboolean   (*pick)      (CrfFieldRow *self, int digit);
  /* Becomes as short as it can. May be NULL. */
  void       (*be_inline) (CrfFieldRow *self);
  gboolean   multiline;   /* Enter belongs to the input; Ctrl+Enter goes on */
};

/* Signals
 *   "store":   the field was left with something new in it; ask crf_field_row_dup_text() … and answer with one of the functions below
 *   "typed":   the input has changed under the cursor
 *   "next":    Enter: on to the next field
 *   "picked":  a digit chose an answer: on to the next field
 *   "history", "query", "verify": chosen in the field's menu */

/* The row for the item's type, width and code list. @language of code labels. */
CrfFieldRow   *crf_field_row_new_for      (const CrfFieldState *state,
                                           const char          *language);

/* Shows @state, which must live until the next pour or the row's end. A text that was typed and not stored stays. */
void           crf_field_row_pour         (CrfFieldRow         *self,
                                           const CrfFieldState *state);
const CrfFieldState *crf_field_row_get_state (CrfFieldRow      *self);
const char    *crf_field_row_get_language (CrfFieldRow         *self);
/* Alt and @letter (small, ASCII) reach the field; 0: none. */
void           crf_field_row_set_mnemonic (CrfFieldRow         *self,
                                           char                 letter);
/* The first letter of the label (then of the short name) that @used does not have; 0: none. */
char           crf_field_row_find_mnemonic (CrfFieldRow        *self,
                                            const char         *used);
/* The day of the last value under it, where it is another one than @common, which stands at the head of the section. */
void           crf_field_row_show_when    (CrfFieldRow         *self,
                                           const char          *common);
/* Label and input side by side, for the line that describes a sample. */
void           crf_field_row_set_inline   (CrfFieldRow         *self);
/* Whether anything stands in this column of the row: the header names only columns in use. */
gboolean       crf_field_row_is_numeric   (CrfFieldRow         *self);

/* What to store. Text NULL and missing NULL: the field was emptied. */
char          *crf_field_row_dup_text     (CrfFieldRow         *self);
const char    *crf_field_row_get_unit     (CrfFieldRow         *self); /* OID, or NULL */
const char    *crf_field_row_get_missing  (CrfFieldRow         *self); /* code, or NULL */
const char    *crf_field_row_get_reason   (CrfFieldRow         *self);
const char    *crf_field_row_get_confirm  (CrfFieldRow         *self); /* id of the prompt that was answered */

/* Stores if something new stands in the input ("store" is emitted); what leaving the field does. */
void           crf_field_row_commit       (CrfFieldRow         *self);
/* Before the form state it was poured from goes: a row that was removed while it had the focus lives on until the focus moves, and must not
 * commit then. */
void           crf_field_row_let_go       (CrfFieldRow         *self);
gboolean       crf_field_row_is_dirty     (CrfFieldRow         *self);
/* A text as if typed, or a missing code as if chosen in the menu. */
void           crf_field_row_set_text     (CrfFieldRow         *self,
                                           const char          *text);
void           crf_field_row_set_missing  (CrfFieldRow         *self,
                                           const char          *code);
void           crf_field_row_set_unit     (CrfFieldRow         *self,
                                           const char          *oid);

/* Answers to "store". */
void           crf_field_row_show_stored  (CrfFieldRow         *self);
void           crf_field_row_show_error   (CrfFieldRow         *self,
                                           const char          *sentence);
/* @take_focus FALSE where somebody already types elsewhere: the question waits, the field is marked. */
void           crf_field_row_ask          (CrfFieldRow         *self,
                                           const CrfPrompt     *prompt,
                                           gboolean             take_focus);
/* The flag of what is being typed (not stored). */
void           crf_field_row_show_live    (CrfFieldRow         *self,
                                           const CrfFieldState *live);

void           crf_field_row_take_focus   (CrfFieldRow         *self);
GtkWidget     *crf_field_row_get_input    (CrfFieldRow         *self);
/* The sentence under the field, or NULL. */
const char    *crf_field_row_get_message  (CrfFieldRow         *self);
gboolean       crf_field_row_is_asking    (CrfFieldRow         *self);
void           crf_field_row_open_menu    (CrfFieldRow         *self);

/* For derived classes: the input has changed. */
void           crf_field_row_typed        (CrfFieldRow         *self);

G_END_DECLS
