/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A status in a few words with its icon on a tinted ground: "in window", "follow-up", "penicillin allergy". Never colour alone. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  CRF_CHIP_NEUTRAL,
  CRF_CHIP_INFO,
  CRF_CHIP_GOOD,
  CRF_CHIP_WARNING,
  CRF_CHIP_BAD,
} CrfChipKind;

#define CRF_TYPE_CHIP (crf_chip_get_type ())
G_DECLARE_FINAL_TYPE (CrfChip, crf_chip, CRF, CHIP, GtkBox)

GtkWidget *crf_chip_new (void);
/* Hides itself where @text is NULL or empty. @icon_name may be NULL. */
void       crf_chip_set (CrfChip     *self,
                         CrfChipKind  kind,
                         const char  *icon_name,
                         const char  *text);

G_END_DECLS
