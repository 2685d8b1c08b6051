/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How the files of this folder build a result. Not for other layers. */

#pragma once

#include "crf-figure.h"
#include "crf-score-meld.h"
#include "crf-score.h"

G_BEGIN_DECLS

/* A laboratory input: its two keys and units, how they convert, what it is called. */
typedef struct {
  const char *key;        /* conventional or only unit: "bili_mgdl" */
  const char *si_key;     /* "bili_umol", NULL: one unit only */
  const char *label;      /* N_() */
  const char *unit;
  const char *si_unit;
  double      factor;     /* SI units in one conventional unit; 0: one unit only */
  const char *factor_key; /* "factor_bili", NULL where a factor is no choice */
} CrfLabSpec;

extern const CrfLabSpec crf_spec_bili, crf_spec_creat, crf_spec_alb, crf_spec_inr, crf_spec_na,
  crf_spec_plt, crf_spec_wbc, crf_spec_ast, crf_spec_alt, crf_spec_ast_uln, crf_spec_pt,
  crf_spec_control, crf_spec_pt_prolong;

typedef struct {
  double low;  /* -INFINITY: none */
  double high; /* INFINITY: none */
} CrfBounds;

CrfScoreResult *crf_score_begin     (const char           *name,
                                     const char           *formula,
                                     const char           *version,
                                     const char           *unit,
                                     const char           *citation);

/* Text that lives as long as the result: a number with up to 6 places, or fixed places. */
const char     *crf_score_number    (CrfScoreResult       *self,
                                     double                x);
const char     *crf_score_fixed     (CrfScoreResult       *self,
                                     double                x,
                                     unsigned              decimals);

void            crf_score_step      (CrfScoreResult       *self,
                                     CrfStepKind           kind,
                                     const char           *label,
                                     double                value,
                                     const char           *format,
                                     ...) G_GNUC_PRINTF (5, 6);
void            crf_score_variant   (CrfScoreResult       *self,
                                     const char           *key,
                                     const char           *value);
void            crf_score_miss      (CrfScoreResult       *self,
                                     const char           *key,
                                     const char           *label);
void            crf_score_refuse    (CrfScoreResult       *self,
                                     const char           *format,
                                     ...) G_GNUC_PRINTF (2, 3);

/* FALSE once an input is missing or refused. */
gboolean        crf_score_usable    (const CrfScoreResult *self);

/* Reads one laboratory input into conventional (or SI) units: steps for input, conversion and
 * bounds; missing and impossible ones are noted and NAN is returned. A comparator is accepted only
 * where the bound makes the number certain. @bounds in the returned unit, or NULL. */
double          crf_score_read      (CrfScoreResult       *self,
                                     const CrfLabSpec     *spec,
                                     const CrfLab         *lab,
                                     gboolean              want_si,
                                     const CrfBounds      *bounds);

/* A plain number that must be above zero, or at least zero. */
double          crf_score_read_plain (CrfScoreResult      *self,
                                     const char           *key,
                                     const char           *label,
                                     const char           *unit,
                                     double                value);

double          crf_score_read_zero (CrfScoreResult       *self,
                                     const char           *key,
                                     const char           *label,
                                     const char           *unit,
                                     double                value);

/* A cut-off that was left out (0 or NAN) is @fallback; a wrong one stays for the caller to refuse. */
static inline double
crf_score_default (double given,
                   double fallback)
{
  return fabs (given) > 0 ? given : fallback;
}

/* Notes an unknown answer as missing; TRUE for yes. */
gboolean        crf_score_ask       (CrfScoreResult       *self,
                                     const char           *key,
                                     const char           *label,
                                     CrfAnswer             answer);

/* West Haven 0 to 4, or -1 with missing or refused noted. */
int             crf_score_read_he   (CrfScoreResult       *self,
                                     int                   he_grade);

/* MELD before rounding and bounds (10 × MELD(i)), shared by MELD and MELD-Na; NAN when not usable. */
double          crf_meld_raw        (CrfScoreResult       *self,
                                     const CrfMeldInput   *input);

/* Closes the result: with figures when usable, else as missing or refused. Returns @self. */
CrfScoreResult *crf_score_finish    (CrfScoreResult       *self,
                                     double                raw,
                                     double                value,
                                     unsigned              decimals,
                                     const char           *grade);

/* A grade code in translated words; @grade itself where it is a class or a number. */
const char     *crf_score_grade_word (const char          *grade);

/* The registry's name and text for one use of a result. */
void            crf_score_relabel   (CrfScoreResult       *self,
                                     const char           *name,
                                     const char           *text);

G_END_DECLS
