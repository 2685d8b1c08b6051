/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The use cases by which the program journals what it has done itself, beside the act: a file written, a copy made. By hand they would say of
 * something that it happened when it did not. */

#pragma once

#include "crf-use-case.h"

G_BEGIN_DECLS

/* Whether no person does it by its name: no button offers it, and "do" refuses it. @refusal (may be NULL) says which act it belongs to. */
gboolean crf_use_case_is_own (const CrfUseCase *use_case, CrfRefusal **refusal);

G_END_DECLS
