/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What an export may read, in bulk: subjects, their values and the audit trail, filtered by what the session's role may know. Formats in
 * exchange/ are written from here; they never see a database. */

#pragma once

#include "crf-reader.h"
#include "crf-sample-use.h"

G_BEGIN_DECLS

/* One stored value. Strings are borrowed until the visitor returns. */
typedef struct
{
  const CrfEvent *event;
  const CrfForm *form;
  const CrfItem *item;
  const char *eventkey, *formkey, *groupkey;
  int event_ordinal, form_ordinal;
  const char *form_state;
  const char *entered, *unit, *comparator, *missing, *canonical; /* @unit: OID */
  gboolean derived;
  CrfSampleUse use;              /* whether it counts, where the visit has several samples */
  const char *entry, *at, *user; /* of the entry in force: "ws:seq", UTC, login */
  const char *detail;            /* of that entry, for crf_origin_read() */
} CrfExportValue;

typedef gboolean (*CrfExportVisitor) (const CrfExportValue *value, gpointer data);

/* Whether the session may export now; @identifiers: names and hospital numbers too. */
gboolean   crf_export_permitted (CrfSession *session, gboolean identifiers, CrfRefusal **refusal);
/* Whether an output may take the name @path: not that of a study file or of what lies beside this one, and not that of a device. FALSE with @error. */
gboolean   crf_export_may_replace (CrfSession *session, const char *path, GError **error);
/* All subjects, by number: CrfPatient without next visit and scores. @subject: only this one. */
GPtrArray *crf_export_subjects (CrfSession *session, const char *subject, GError **error);
/* Values of one subject, form by form. Identifiers only when asked for and held; what is sealed to others is never visited. */
gboolean   crf_export_visit_values (CrfSession *session, const char *subject_key, gboolean identifiers, CrfExportVisitor visitor,
                                    gpointer data, GError **error);

/* One entry of the audit trail; strings are borrowed. */
typedef struct
{
  const char *id, *at, *offset, *user, *role, *action, *subject_number, *event, *form, *group, *item;
  const char *station;  /* the workstation that wrote it */
  const char *what;     /* what happened, in words, as the audit page shows it: "Roles changed: nurse2 · Monitor"; of a value only the action's name */
  const char *old_value, *new_value, *unit, *missing, *reason;
  const char *eventkey, *formkey, *groupkey;
  const char *entered, *canonical, *comparator; /* NULL of what is sealed */
  const char *subject;  /* its opaque key; NULL: of the site */
  const char *meaning;  /* of a signature, as stored; NULL: it is none */
  const char *prompt;   /* what the program asked when it was entered; NULL of what is sealed */
  const char *detail;   /* as stored, for crf_origin_read(); NULL of what is sealed */
  const char *base;     /* another entry, which it corrects or is about: "ws:seq" */
  gboolean replaces;    /* there is one */
  gboolean sealed;      /* its value is not shown to readers of the trail */
} CrfExportEntry;
typedef gboolean (*CrfExportEntryVisitor) (const CrfExportEntry *entry, gpointer data);
/* @subject: number or key; NULL: all. */
gboolean   crf_export_visit_audit (CrfSession *session, const char *subject, CrfExportEntryVisitor visitor, gpointer data, GError **error);
/* The same of the entries that pass, NULL: all, in the order of the journal. */
gboolean   crf_export_visit_filtered (CrfSession *session, const CrfAuditFilter *filter, CrfExportEntryVisitor visitor, gpointer data, GError **error);
/* The same, of entries that @wanted says TRUE of. @subject NULL: of the whole file; @actions: only those, told apart by blanks. */
gboolean   crf_export_visit_entries (CrfSession *session, const char *subject, const char *actions,
                                     gboolean (*wanted) (const char *action, gboolean of_patient), CrfExportEntryVisitor visitor, gpointer data,
                                     GError **error);
/* The meanings of signatures, one after the other; NULL after the last. @words: the sentence, translated. */
const char *crf_export_meaning (guint index, const char **words);
/* Heads of all chains, for the cover sheet. Free it. */
char      *crf_export_heads (CrfSession *session);
/* The workstation whose entries are written here. */
const char *crf_export_station (CrfSession *session);
/* How many steps of work an export has, for progress. */
guint      crf_export_count_subjects (CrfSession *session);

G_END_DECLS
