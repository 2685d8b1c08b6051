/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The tables behind the registry of computations. Not for other layers. */

#pragma once

#include "crf-compute.h"
#include "crf-score-private.h"

G_BEGIN_DECLS

typedef struct _CrfInputs CrfInputs;

typedef CrfScoreResult *(*CrfComputeFunc) (const CrfComputation *self,
                                           const CrfInputs      *inputs);

typedef enum {
  CRF_OUTPUT_RAW,   /* unrounded figure with `decimals` */
  CRF_OUTPUT_VALUE, /* as shown */
  CRF_OUTPUT_GRADE,
  CRF_OUTPUT_FLAG,  /* 1 where the grade is `flag`, else 0 */
} CrfOutput;

struct _CrfComputation {
  const char                *name;
  const char                *label; /* N_() */
  const char                *unit;
  CrfOutput                  output;
  unsigned                   decimals;
  CrfComputeFunc             compute;
  const CrfComputationInput *inputs;
  guint                      n_inputs;
  int                        detail; /* which variant or test `compute` means */
  double                     scale;  /* of the raw figure in the text; 0: 1 */
  const char                *flag;
};

typedef struct {
  const CrfComputation *items;
  const guint          *n_items;
} CrfComputationTable;

extern const CrfComputation crf_computations_scores[], crf_computations_dose[],
  crf_computations_ctcae[], crf_computations_conversion[];
extern const guint crf_n_computations_scores, crf_n_computations_dose, crf_n_computations_ctcae,
  crf_n_computations_conversion;

/* Typed reading. The texts were checked before, so reading cannot fail; absent is missing, or the
 * fallback of a configured input. */
gboolean   crf_inputs_given   (const CrfInputs  *self,
                               const char       *key);
double     crf_inputs_number  (const CrfInputs  *self,
                               const char       *key);
/* A cut-off or factor: 0 or less becomes -1, which every score refuses, instead of "left out". */
double     crf_inputs_cut_off (const CrfInputs  *self,
                               const char       *key);
CrfAnswer  crf_inputs_answer  (const CrfInputs  *self,
                               const char       *key);
gboolean   crf_inputs_flag    (const CrfInputs  *self,
                               const char       *key);
/* Position in the input's choices, -1 when absent. */
int        crf_inputs_choice  (const CrfInputs  *self,
                               const char       *key);
const char *crf_inputs_text   (const CrfInputs  *self,
                               const char       *key);
CrfLab     crf_inputs_lab     (const CrfInputs  *self,
                               const CrfLabSpec *spec);

/* Private to crf-compute.c: checks all texts. *@uncertain gets the first key whose number carries a
 * comparator that its computation cannot use. */
CrfInputs *crf_inputs_new     (const CrfComputation  *computation,
                               GHashTable            *texts,
                               const char           **uncertain,
                               GError               **error);
void       crf_inputs_free    (CrfInputs             *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfInputs, crf_inputs_free)

G_END_DECLS
