/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads an ODM 1.3.x document into a CrfStudy and says what is wrong with it. */

#pragma once

#include "crf-study.h"

G_BEGIN_DECLS

typedef enum
{
  CRF_FAULT_WARNING,
  CRF_FAULT_ERROR, /* the study cannot be used */
} CrfFaultLevel;

typedef struct
{
  CrfFaultLevel level;
  char *file;
  int line;
  char *oid;    /* of the element at fault; may be NULL */
  char *what;   /* the fault, in one sentence */
  char *harm;   /* what it would do to a patient's data */
  char *remedy; /* what to do */
} CrfFault;

void      crf_fault_free (CrfFault *fault);

/* No definition is larger. */
#define CRF_STUDY_MAX_MB 32

#define CRF_STUDY_ERROR (crf_study_error_quark ())
typedef enum
{
  CRF_STUDY_ERROR_READ,      /* no such file, not readable */
  CRF_STUDY_ERROR_XML,       /* not well-formed; message has file and line */
  CRF_STUDY_ERROR_KIND,      /* not ODM 1.3 metadata (ODM 2.0, Define-XML, data only …) */
  CRF_STUDY_ERROR_INVALID,   /* faults of level ERROR; the first is the message */
  CRF_STUDY_ERROR_ANSWER,    /* no such question or option */
} CrfStudyError;

GQuark    crf_study_error_quark (void);

/* Reads @path. Include is resolved by FileOID among the files in @library_dir (NULL: the folder
 * "forms" beside the folder of @path). @answers: question OID → option OID, or NULL for the
 * defaults; applying one or more explicit answers yields the MetaDataVersion "<OID>.<n>".
 * @faults, if not NULL, receives all CrfFault, also with a NULL result. */
CrfStudy *crf_study_read_file (const char *path, const char *library_dir, GHashTable *answers,
                               GPtrArray **faults, GError **error);

/* The same for a flattened document as stored in a study file; @name stands for the file in
 * messages. */
CrfStudy *crf_study_read_document (const char *xml, gssize length, const char *name,
                                   GPtrArray **faults, GError **error);

/* Applies @answers (question OID → option OID) to a stored document and bumps the version; for
 * amendments. */
CrfStudy *crf_study_answer (CrfStudy *study, GHashTable *answers, GError **error);

G_END_DECLS
