/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Shared by the statistics tests. */

#pragma once

#include <glib.h>
#include <math.h>

/* NAN stands for "not defined"; anything else to a relative 1e-9. */
#define assert_close(computed, expected)                                                           \
  G_STMT_START                                                                                     \
  {                                                                                                \
    double c_ = (computed), e_ = (expected);                                                       \
    if (isnan (e_))                                                                                \
      g_assert_true (isnan (c_));                                                                  \
    else                                                                                           \
      g_assert_cmpfloat_with_epsilon (c_, e_, 1e-9 * MAX (fabs (e_), 1e-300) + 1e-300);            \
  }                                                                                                \
  G_STMT_END
