/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The one window of a study file: welcome, sign-in, the study, and the cover when it is locked. What pages may activate:
 *
 *   win.open-patient   a{ss}  keys of a target (subject, event, …, item), and "tab"
 *   win.remedy         a{ss}  the same with "action": a page ("page:eligibility") or use case that remedies a refusal
 *   win.show-page      s      "today", "patients", "queries", "lots", "exports", "audit", "study"
 *   win.toast          s      a passing sentence
 *   win.open-recent    s      path of a study file
 *   win.go-to, win.register, win.lock, win.switch-user, win.sign-out, win.close-study, win.shift-pin, win.change-passphrase, win.refresh, win.guide,
 *   win.new-study, win.open, win.demo, win.backup */

#pragma once

#include <adwaita.h>

#include "crf-writer.h"

G_BEGIN_DECLS

typedef struct _CrfStudyView CrfStudyView; /* crf-study-view.h */

#define CRF_TYPE_WINDOW (crf_window_get_type ())
G_DECLARE_FINAL_TYPE (CrfWindow, crf_window, CRF, WINDOW, AdwApplicationWindow)

CrfWindow    *crf_window_new          (GtkApplication *application);
/* Asks who is there; the welcome page again where the file cannot be opened. */
void          crf_window_open_file    (CrfWindow      *self,
                                       const char     *path);
/* Shows the study of @session, which it takes over. */
void          crf_window_take_session (CrfWindow      *self,
                                       CrfSession     *session,
                                       const char     *path);
/* Signs out and shows the welcome page (or, with @again, the sign-in page of the same file). */
void          crf_window_sign_out     (CrfWindow      *self,
                                       gboolean        again);
/* Keeps the file open and the present person's pages as they are, wipes her keys, and asks who is there. */
void          crf_window_switch_user  (CrfWindow      *self);
/* Signs the present person out; the file stays open where others are signed in on it. */
void          crf_window_leave        (CrfWindow      *self);
/* How many others are signed in on the file, with their keys wiped. */
guint         crf_window_count_others (CrfWindow      *self);
void          crf_window_lock         (CrfWindow      *self);
gboolean      crf_window_is_locked    (CrfWindow      *self);
void          crf_window_toast        (CrfWindow      *self,
                                       const char     *sentence);
/* Path of the file that is open or waits for sign-in, or NULL. */
const char   *crf_window_get_path     (CrfWindow      *self);
CrfWriter    *crf_window_get_writer   (CrfWindow      *self); /* NULL: nobody is signed in */
CrfStudyView *crf_window_get_view     (CrfWindow      *self); /* NULL: nobody is signed in */

G_END_DECLS
