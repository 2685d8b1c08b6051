/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window's state, shared by crf-window.c and crf-window-actions.c. */

#pragma once

#include "crf-file-care.h"
#include "crf-lock-page.h"
#include "crf-sign-in-page.h"
#include "crf-study-view.h"
#include "crf-welcome-page.h"
#include "crf-window.h"

G_BEGIN_DECLS

/* A person who is signed in and not in front of the screen: her pages stay as she left them, her keys are wiped. */
typedef struct
{
  CrfWriter *writer;  /* owned */
  CrfStudyView *view; /* child of the stack */
} CrfSeat;

struct _CrfWindow
{
  AdwApplicationWindow parent_instance;

  /* template */
  AdwToastOverlay *toasts;
  GtkStack *stack;
  CrfWelcomePage *welcome;

  /* owned */
  CrfWriter *writer;
  CrfFileCare *care;
  GPtrArray *seats; /* CrfSeat: the others, last left last */
  char *path;

  /* borrowed */
  AdwToast *toast;    /* shown last; weak */
  CrfStudyView *view; /* child of the stack while somebody is signed in */
  CrfSignInPage *sign_in; /* children of the stack once they were needed */
  CrfLockPage *lock;

  /* ids */
  guint idle_timer;

  gboolean locked;
  gboolean entry_only; /* unlocked by the shift PIN */
};

void _crf_window_install_actions (GtkWidgetClass *widget_class);
/* Enables what can be done in the window's present state by the present role. */
void _crf_window_update_actions  (CrfWindow      *self);

G_END_DECLS
