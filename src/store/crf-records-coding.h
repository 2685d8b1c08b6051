/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading how verbatim terms were coded. */

#pragma once

#include "crf-study-file.h"

G_BEGIN_DECLS

typedef struct
{
  char *subject, *event, *eventkey, *form, *formkey, *group, *groupkey, *item;
  char *of;                /* entry of the verbatim that was coded */
  char *verbatim;
  char *dictionary, *version, *language;
  char *llt_code, *llt;    /* NULL: coded no more */
  char *pt_code, *pt, *hlt_code, *hlt, *hlgt_code, *hlgt, *soc_code, *soc;
  char *at, *user;
  gboolean fell;           /* because the verbatim changed */
} CrfCodingRecord;

/* A verbatim term as it stands. */
typedef struct { char *subject, *number, *event, *eventkey, *form, *formkey, *group, *groupkey, *item, *text, *entry; int form_number; } CrfTermRecord;

void       crf_coding_record_free (CrfCodingRecord *record);
/* CrfCodingRecord of the subject (NULL: of all). DAMAGED where one is not what the journal says. */
GPtrArray *crf_records_codings (CrfStudyFile *file, const char *subject, GError **error);
/* Whether anything is coded. */
gboolean   crf_records_has_codings (CrfStudyFile *file);
/* CrfTermRecord: what stands in @item on @form, of the subject (NULL: of all), in the order in which it was begun. @form_number: which of the subject's forms
 * of that kind it is on, from 1. */
GPtrArray *crf_records_terms (CrfStudyFile *file, const char *form, const char *item, const char *subject, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfCodingRecord, crf_coding_record_free)

G_END_DECLS
