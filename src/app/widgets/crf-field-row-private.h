/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of CrfFieldRow share. */

#pragma once

#include "crf-field-row.h"
#include "crf-prompt-line.h"

G_BEGIN_DECLS

typedef struct
{
  /* Template children */
  GtkLabel *label;
  GtkLabel *unit_label;
  GtkLabel *reference;
  GtkLabel *flag;
  GtkLabel *last;
  GtkWidget *end;
  GtkImage *tick;
  GtkWidget *menu_button;
  GtkWidget *message_box;
  GtkLabel *message;

  /* Made when needed; children of the row */
  CrfPromptLine *prompt;
  GtkButton *unit_button;
  GtkLabel *unit_button_label;
  GtkPopover *popover;     /* a reference while it is open */

  /* Borrowed */
  const CrfFieldState *state;

  /* Owned */
  char *language;
  char *unit;              /* OID chosen */
  char *missing;           /* chosen, not yet stored */
  char *reason, *confirm;  /* answers to the question, for the next "store" */
  char *stored_text;       /* what is on its way */
  char *asked_text;        /* what the question is about */

  char mnemonic;           /* small letter; 0: none */

  gboolean built;
  gboolean pouring;        /* changes are ours, not the person's */
  gboolean touched;        /* the person has changed the input since it was poured */
  gboolean cleared;        /* … and an empty input means "empty it" */
  gboolean storing;
  gboolean is_inline;
} CrfFieldRowPrivate;

CrfFieldRowPrivate *_crf_field_row_get_private  (CrfFieldRow         *self);
void                _crf_field_row_emit         (CrfFieldRow         *self,
                                                 const char          *signal);
void                _crf_field_row_install_menu (GtkWidgetClass      *widget_class);
void                _crf_field_row_build_units  (CrfFieldRow         *self,
                                                 const CrfFieldState *state);
void                _crf_field_row_pour_unit    (CrfFieldRow         *self);
/* Of the value as it was read: text or code, unit's OID (the first of the item where nothing was entered), missing code; NULL. */
const char         *_crf_field_row_stored_text    (CrfFieldRowPrivate  *priv);
const char         *_crf_field_row_stored_unit    (CrfFieldRowPrivate  *priv);
const char         *_crf_field_row_stored_missing (CrfFieldRowPrivate  *priv);
/* The sentence under the field; NULL for none. @css_class: "error", "hard-check", "soft-check" or NULL. */
void                _crf_field_row_show_message   (CrfFieldRow         *self,
                                                   const char          *sentence,
                                                   const char          *css_class);
void                _crf_field_row_show_missing   (CrfFieldRow         *self,
                                                   const char          *code);
void                _crf_field_row_show_flag      (CrfFieldRowPrivate  *priv,
                                                   const CrfFieldState *state);

G_END_DECLS
