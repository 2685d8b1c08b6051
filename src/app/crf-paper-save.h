/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A paper for a person: asks where it goes, has it written on the writer's thread, and says in the page's bar what became of it. */

#pragma once

#include "crf-refusal-bar.h"
#include "crf-writer.h"

G_BEGIN_DECLS

/* Writes and journals the paper; as the functions of exchange/ do. */
typedef gboolean (*CrfPaperFunc) (CrfSession *session, gpointer data, const char *path, CrfRefusal **refusal, GError **error);

/* @name: of the file that is offered. @done: said when it is written. @data is taken over. */
void crf_paper_save (CrfRefusalBar  *bar,
                     CrfWriter      *writer,
                     const char     *title,
                     const char     *name,
                     const char     *done,
                     CrfPaperFunc    func,
                     gpointer        data,
                     GDestroyNotify  data_free);

G_END_DECLS
