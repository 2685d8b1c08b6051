/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The source data list (ICH E6): where the original of each item is. */

#pragma once

#include "crf-session.h"

G_BEGIN_DECLS

typedef struct
{
  const CrfForm *form;
  const CrfItem *item;
  char *label;   /* question of the item */
  char *source;  /* translated; NULL: not said */
  char *since;   /* local day on which it was said; NULL: not said, or computed */
  char *by;      /* login; the same */
} CrfSourceLine;

void       crf_source_line_free (CrfSourceLine *line);
/* CrfSourceLine of every item of every form, in the order of the definition. */
GPtrArray *crf_reader_sources (CrfSession *session, GError **error);
/* "laboratory": translated. */
const char *crf_source_label (const char *kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfSourceLine, crf_source_line_free)

G_END_DECLS
