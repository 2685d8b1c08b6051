/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One window, one study file, a clock that is moved by hand, and the words to tell a story with them. What cannot be done ends the program
 * with a sentence. */

#pragma once

#include "crf-ui.h"

G_BEGIN_DECLS

#define CRF_STORY_PASSPHRASE "three blind mice"

typedef struct
{
  char *folder;
  char *study_path;
  CrfApplication *application;
  CrfWindow *window;
  CrfInstant now;
  char *subject;  /* key of the patient the story is about */
  char *answer;   /* path that the next file dialog is answered with */
  guint n_shots;
} CrfStory;

CrfStory *crf_story_new          (const char *folder);
void      crf_story_free         (CrfStory *self);
/* Closes the window, and with it the file. */
void      crf_story_close        (CrfStory *self);

void      crf_story_expect       (gboolean holds, const char *what);
/* "2026-03-02T09:14", +08:00 */
void      crf_story_set_now      (CrfStory *self, const char *local);
/* A numbered picture. */
void      crf_story_shot         (CrfStory *self, const char *name);
void      crf_story_answer_file  (CrfStory *self, const char *path);
void      crf_story_sign_in      (CrfStory *self, const char *login);

void      crf_story_page         (CrfStory *self, const char *page);
/* Clicks @button, fills the dialog that it opens ("key", "value", …, NULL), takes its picture and accepts it. */
void      crf_story_dialog       (CrfStory *self, const char *button, ...) G_GNUC_NULL_TERMINATED;
/* The patient that the patient page shows becomes the story's. */
void      crf_story_take_subject (CrfStory *self);
void      crf_story_tab          (CrfStory *self, const char *tab);
/* Opens a form of the patient on that tab. */
void      crf_story_form         (CrfStory *self, const char *tab, const char *event, const char *form, const char *formkey);
/* Types into the open form's field of the item called @name, and leaves it. */
void      crf_story_type         (CrfStory *self, const char *name, const char *text);
/* What a colleague does on another workstation: @login signs in beside the window's session, acts on the story's patient, and is gone. */
void      crf_story_colleague    (CrfStory *self, const char *login, const char *use_case, ...) G_GNUC_NULL_TERMINATED;
/* Adds a repeat of a form in common events, opens it on the safety tab and fills it: "ITEM", "value", …, NULL. Its key; free it. */
char     *crf_story_add_form     (CrfStory *self, const char *form, ...) G_GNUC_NULL_TERMINATED;
/* All criteria as an eligible patient answers them. */
void      crf_story_answer_criteria (CrfStory *self);

/* Widgets of the patient page by builder id. */
void      crf_story_click_id     (CrfStory *self, const char *id);
void      crf_story_entry        (CrfStory *self, const char *id, const char *text);
void      crf_story_check        (CrfStory *self, const char *id);
void      crf_story_choose_first_lot (CrfStory *self);
/* Two nurses check the identity at the bedside; @login is the second. */
void      crf_story_check_identity (CrfStory *self, const char *at, const char *birth_year, const char *login);
/* The second person's window, with the volume that was planned. */
void      crf_story_check_dose   (CrfStory *self, const char *weight, const char *concentration, const char *viability, const char *login);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfStory, crf_story_free)

G_END_DECLS
