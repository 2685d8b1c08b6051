/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person is called without the family name, where that tells who it is. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The given names in @name that are telling by themselves: two characters of a Chinese name, or Latin words of five letters and more, alone and
 * together. Family names are not among them, nor what is a word of every note. char *; unref it. */
GPtrArray *crf_given_names (const char *name);

G_END_DECLS
