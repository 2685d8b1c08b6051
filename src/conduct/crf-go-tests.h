/* SPDX-License-Identifier: GPL-3.0-or-later */

/* "Tests not older than 72 h?" is not believed but computed: the age of the newest sample with results of the panels that the question names
 * (sw:MaxAgeHours, sw:Panels). Where the results are still on paper, the time of the sample is typed. */

#pragma once

#include "crf-infusion.h"

G_BEGIN_DECLS

typedef struct
{
  const CrfItem *item;
  char *taken;     /* ISO; NULL: no such sample is known */
  gboolean typed;  /* read off paper, not from the record */
  gboolean fresh;  /* not older than the question allows */
  char *sentence;  /* the inputs in words */
} CrfGoTests;

/* How it stands at @at (ISO). @typed: the time of a sample whose results are not entered yet, or NULL. NULL: @item states no age. */
CrfGoTests *crf_go_tests_read (CrfSession *session, const char *subject, const CrfItem *item, const char *typed, const char *at);
void        crf_go_tests_free (CrfGoTests *tests);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfGoTests, crf_go_tests_free)

G_END_DECLS
