/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which of several infusions or unscheduled visits a line of a table is about: it says its number, its day, or its day and time. Keys are opaque and nobody
 * types them. */

#pragma once

#include "crf-refusal.h"
#include "crf-session.h"

G_BEGIN_DECLS

/* @subject: opaque key. @text: what the line says; NULL: the table has no column for it, "": the cell is empty. @day: when the visit was as its own fields
 * say it in the same line, or NULL. *eventkey (free it): the repeat, NULL where there is none yet and @text, if any, says the first, or the day of @day: what
 * is stored makes it. NULL: so it is; else why not, and what to write (free it). @makes_more: also the number after the last makes one ("new"), as where an
 * old study is transcribed. */
CrfRefusal *crf_import_repeat_find (CrfSession *session, const char *subject, const CrfEvent *event, const char *text, const char *day, gboolean makes_more,
                                    char **eventkey);

G_END_DECLS
