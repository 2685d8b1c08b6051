/* SPDX-License-Identifier: GPL-3.0-or-later */

/* SQL expressions over named items, evaluated by SQLite on a private in-memory connection that
 * can reach nothing: allow-listed functions, one SELECT of ours plus one for the columns, limits
 * on everything. */

#pragma once

#include "crf-number.h"
#include "crf-study.h"

G_BEGIN_DECLS

typedef struct _CrfSandbox CrfSandbox;       /* one connection; used from one thread at a time */
typedef struct _CrfExpression CrfExpression; /* one prepared expression */

typedef enum
{
  CRF_TRUTH_FALSE,
  CRF_TRUTH_TRUE,
  CRF_TRUTH_UNKNOWN, /* NULL: for criteria "cannot tell", for checks and conditions: does not fire */
} CrfTruth;

/* An argument or result of a registered function: number, text or NULL. */
typedef struct
{
  gboolean is_null;
  gboolean is_number;
  double number;
  const char *text;
} CrfScalar;

/* @result comes in as NULL; a @result->text is copied as soon as the function returns. */
typedef void (*CrfScalarFunction) (const CrfScalar *arguments, int n, CrfScalar *result, gpointer data);

#define CRF_EXPRESSION_ERROR (crf_expression_error_quark ())
typedef enum
{
  CRF_EXPRESSION_ERROR_SYNTAX,
  CRF_EXPRESSION_ERROR_NAME,      /* no such item or function */
  CRF_EXPRESSION_ERROR_FORBIDDEN, /* something that the sandbox does not allow */
  CRF_EXPRESSION_ERROR_RESULT,    /* not a condition, not finite */
} CrfExpressionError;

GQuark      crf_expression_error_quark (void);

/* A canonical value, borrowed, and whether it stands for all numbers below or above it. */
typedef struct
{
  const char *canonical;
  CrfComparator comparator;
} CrfResolved;

/* Looks up the canonical value of an item when an expression runs. @event is NULL for the
 * current event, or the OID of the event whose OID or Name stands in "BASELINE::ALT". Returns
 * FALSE for "no value" (NULL); else fills @value, which comes in empty. */
typedef gboolean (*CrfResolver) (const char *event, const CrfItem *item, CrfResolved *value, gpointer data);

CrfSandbox *crf_sandbox_new (GError **error);
void        crf_sandbox_free (CrfSandbox *self);
/* Registers @name with @n_args arguments (-1: any). Built in: age_years, days_between, add_days,
 * mean, round_half_up, is_date. */
/* Whether expressions may call @name, in any case. */
gboolean    crf_sandbox_has_function (CrfSandbox *self, const char *name);
gboolean    crf_sandbox_add_function (CrfSandbox *self, const char *name, int n_args,
                                      CrfScalarFunction function, gpointer data, GError **error);

/* Names of the functions that layers above register (scores), NULL-terminated. The reader of
 * study definitions lets expressions call them; crf_expression_new() needs them registered. */
extern const char *const crf_sandbox_outside_functions[];

/* Prepares @text over the items of @study by Name (or OID), and ":today". Item names count in
 * any case, as SQL has it; a name that two items have is an error, write the OID in double
 * quotes then. Keeps @sandbox and @study alive. */
CrfExpression *crf_expression_new (CrfSandbox *sandbox, const CrfStudy *study, const char *text, GError **error);
void        crf_expression_free (CrfExpression *self);
/* Items it depends on: CrfItem; with the event part in the parallel array (NULL: current event). */
const GPtrArray *crf_expression_get_items (CrfExpression *self);
const GPtrArray *crf_expression_get_events (CrfExpression *self);
/* As a condition: a number ≠ 0 is true. Text is CRF_EXPRESSION_ERROR_RESULT. @today is ISO.
 * A value with a comparator makes the condition true or false where it is so for every number that
 * the value may stand for ("<0.2" is not ≥ 0.3), else unknown ("<0.2" may or may not be < 0.1). In the
 * same way crf_expression_evaluate() has a result only where all of them give the same. */
gboolean    crf_expression_test (CrfExpression *self, CrfResolver resolver, gpointer data, const char *today,
                                 CrfTruth *truth, GError **error);
/* As a value: @text is NULL for SQL NULL, else a decimal (crf_decimal_format) or text. Free it. */
gboolean    crf_expression_evaluate (CrfExpression *self, CrfResolver resolver, gpointer data, const char *today,
                                     char **text, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfSandbox, crf_sandbox_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfExpression, crf_expression_free)

G_END_DECLS
