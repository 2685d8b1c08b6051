/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The study while somebody is signed in: header bar, navigation with counts, and the pages. */

#pragma once

#include <adwaita.h>

#include "crf-writer.h"

G_BEGIN_DECLS

#define CRF_TYPE_STUDY_VIEW (crf_study_view_get_type ())
G_DECLARE_FINAL_TYPE (CrfStudyView, crf_study_view, CRF, STUDY_VIEW, AdwBin)

GtkWidget  *crf_study_view_new          (CrfWriter       *writer);
/* "today", "patients", "queries", "lots", "exports", "audit", "study". Unknown ones, and those that the role does not use, are left
 * alone. */
void        crf_study_view_show_page    (CrfStudyView    *self,
                                         const char      *name);
const char *crf_study_view_get_page     (CrfStudyView    *self); /* "patient" for the patient page */
/* The page itself, or NULL if it is not there. */
GtkWidget  *crf_study_view_find_page    (CrfStudyView    *self,
                                         const char      *name);
void        crf_study_view_show_patient (CrfStudyView    *self,
                                         const char      *subject,
                                         const char      *tab,
                                         const CrfTarget *target);
void        crf_study_view_go_to        (CrfStudyView    *self); /* the search */
void        crf_study_view_register     (CrfStudyView    *self);
/* Reads the visible page and the counts again; the other pages when they are shown. */
void        crf_study_view_refresh      (CrfStudyView    *self);
/* After the role changed: pages, navigation and header. */
void        crf_study_view_role_changed (CrfStudyView    *self);
/* The backup's state in the header: time, sentences, whether something is wrong. NULL @label: this file is not looked after. */
void        crf_study_view_show_care    (CrfStudyView    *self,
                                         const char      *label,
                                         const char      *details,
                                         gboolean         fault);
/* A strip under the header: unlocked by the shift PIN, which ends at @end; NULL: by the passphrase. */
void        crf_study_view_show_entry_only (CrfStudyView *self,
                                            const char   *end);
/* What a page was read without: under the header until it is put away. */
void        crf_study_view_show_unread  (CrfStudyView    *self,
                                         const char      *sentence);
/* A strip above every page: the file is not what its journal says. It stays. */
void        crf_study_view_show_altered (CrfStudyView    *self,
                                         const char      *sentence);
/* The last moment before the session closes: nothing is asked of the writer afterwards. */
void        crf_study_view_leave        (CrfStudyView    *self);

G_END_DECLS
