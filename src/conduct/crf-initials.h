/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Initials by Chinese practice: four letters from the pinyin of the name. 张红 Zhang Hong → ZHHO, 李淑明 Li Shu Ming → LSMI, 欧阳小惠 Ou Yang Xiao Hui →
 * OYXH. Two characters give two letters each, three give one, one and two, four give one each. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  CRF_INITIALS_FINE,
  CRF_INITIALS_PATTERN, /* not four letters, though the name is a Chinese one */
  CRF_INITIALS_DIFFER,  /* four letters, but the name's pinyin gives others */
  CRF_INITIALS_UNKNOWN, /* no Chinese name of two to four characters: nothing to check by */
} CrfInitialsCheck;

/* NULL where it is no Chinese name of two to four characters, or one of them is not in the table names/pinyin.tsv of @data_dir. Characters of several
 * readings give the one that names use most. Free it. */
char            *crf_initials_offer (const char *name, const char *data_dir);
/* @expected receives what crf_initials_offer() gives, or NULL. */
CrfInitialsCheck crf_initials_check (const char *initials, const char *name, const char *data_dir, char **expected);

G_END_DECLS
