/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading what happens to a patient outside visits: contacts, treatment stopped, reports of serious adverse events. Days and times are local ISO text. */

#pragma once

#include "crf-study-file.h"

G_BEGIN_DECLS

typedef struct { char *day, *how, *note, *at, *user; gboolean reached; } CrfContactRecord;
typedef struct { char *day, *by, *reason, *at, *user; } CrfTreatmentStopRecord;
typedef struct { char *formkey, *aware_at, *text, *at, *user; int n; } CrfSaeNewsRecord;
typedef struct { char *key, *formkey, *kind, *recipient, *due_at, *sent_at, *how, *sent_by, *receipt, *receipt_at, *user; int n; char *signature, *reason; } CrfSaeReportRecord;
typedef struct { char *adverse_event, *decompensation; } CrfEventLinkRecord;

/* Arrays are GPtrArray with their free function, oldest first, or NULL with @error. */
GPtrArray *crf_records_contacts (CrfStudyFile *file, const char *subject, GError **error);
GPtrArray *crf_records_sae_news (CrfStudyFile *file, const char *subject, GError **error);
GPtrArray *crf_records_sae_reports (CrfStudyFile *file, const char *subject, GError **error);
GPtrArray *crf_records_event_links (CrfStudyFile *file, const char *subject, GError **error);
/* NULL: treatment goes on. */
CrfTreatmentStopRecord *crf_records_treatment_stop (CrfStudyFile *file, const char *subject);
void       crf_treatment_stop_record_free (CrfTreatmentStopRecord *record);
/* Keys (char *) of subjects who have a repeat of @form whose @item has the canonical value @canon. */
GPtrArray *crf_records_subjects_with (CrfStudyFile *file, const char *form, const char *item, const char *canon, GError **error);

/* The same who have any repeat of @form; how many have one with a value of @item. */
GPtrArray *crf_records_subjects_with_form (CrfStudyFile *file, const char *form, GError **error);
guint      crf_records_count_subjects_with (CrfStudyFile *file, const char *form, const char *item);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfTreatmentStopRecord, crf_treatment_stop_record_free)

G_END_DECLS
