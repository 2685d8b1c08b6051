/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The registry of everything that can be computed: scores, grades, dose figures
 * and conversions, by name, from inputs as text. The command line, the window and
 * the conduct layer use the same table, so a figure cannot differ between them.
 *
 *   g_autoptr (GHashTable) in = g_hash_table_new (g_str_hash, g_str_equal);
 *   g_autoptr (CrfScoreResult) result = NULL;
 *
 *   g_hash_table_insert (in, "bili_umol", "54");   // or bili_mgdl
 *   g_hash_table_insert (in, "inr", "2.0");
 *   g_hash_table_insert (in, "creat_umol", "170"); // or creat_mgdl
 *   g_hash_table_insert (in, "dialysis", "0");
 *   crf_compute_evaluate ("MELD", in, &result, &error);
 *
 * The unit of an input is the ending of its key. Every laboratory input has its SI
 * and its conventional key; give one of them. An absent key or an empty text is a
 * missing input.
 */

#pragma once

#include "crf-score.h"

G_BEGIN_DECLS

#define CRF_COMPUTE_ERROR (crf_compute_error_quark ())

typedef enum {
  CRF_COMPUTE_ERROR_UNKNOWN_NAME,  /* no computation of that name */
  CRF_COMPUTE_ERROR_UNKNOWN_INPUT, /* the computation has no such key */
  CRF_COMPUTE_ERROR_BAD_INPUT,     /* the text is no number, answer or choice; or two units given */
} CrfComputeError;

typedef enum {
  CRF_INPUT_NUMBER,
  CRF_INPUT_LAB,    /* a number that may carry < or > where a bound makes it certain */
  CRF_INPUT_ANSWER, /* 0 or 1 */
  CRF_INPUT_CHOICE, /* one of `choices` */
  CRF_INPUT_TEXT,
} CrfInputKind;

typedef enum {
  CRF_INPUT_REQUIRED, /* missing: no figure */
  CRF_INPUT_OPTIONAL, /* used when given */
  CRF_INPUT_CONFIG,   /* a study's choice; `fallback` is used when not given */
} CrfInputNeed;

typedef struct {
  const char  *key;      /* "bili_mgdl" */
  const char  *label;    /* N_("Bilirubin, total") */
  const char  *unit;     /* "mg/dL" or "" */
  CrfInputKind kind;
  CrfInputNeed need;
  const char  *one_of;   /* keys with the same name here are alternatives ("bili"); NULL: none */
  const char  *choices;  /* CRF_INPUT_CHOICE: space-separated codes */
  const char  *fallback; /* CRF_INPUT_CONFIG: default code or number as text */
} CrfComputationInput;

typedef struct _CrfComputation CrfComputation;

const CrfComputation      *crf_compute_find          (const char           *name);

/* Iteration: 0 … crf_compute_count () - 1, in a fixed order. */
guint                      crf_compute_count         (void);
const CrfComputation      *crf_compute_nth           (guint                 index);

const char                *crf_computation_get_name  (const CrfComputation *self);
/* Untranslated (N_) label; pass it through gettext. */
const char                *crf_computation_get_label (const CrfComputation *self);
const char                *crf_computation_get_unit  (const CrfComputation *self);
const CrfComputationInput *crf_computation_get_inputs (const CrfComputation *self,
                                                      guint                *n_inputs);
const CrfComputationInput *crf_computation_find_input (const CrfComputation *self,
                                                      const char           *key);

/* TRUE with a result (which may say: missing, refused), FALSE with @error for an
 * unknown name or key and for text that cannot be read. @inputs: char* → char*. */
gboolean                   crf_compute_evaluate      (const char           *name,
                                                      GHashTable           *inputs,
                                                      CrfScoreResult      **result,
                                                      GError              **error);

/* The same for "key=value;key=value" as in a table of worked examples. */
gboolean                   crf_compute_evaluate_line (const char           *name,
                                                      const char           *line,
                                                      CrfScoreResult      **result,
                                                      GError              **error);

GQuark                     crf_compute_error_quark   (void);

G_END_DECLS
