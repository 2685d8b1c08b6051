/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One infusion as four steps of one record: plan, check, give, outcome. Cells are always written × 10⁶. */

#pragma once

#include <gtk/gtk.h>

#include "crf-reader.h"

G_BEGIN_DECLS

#define CRF_TYPE_INFUSION_CARD (crf_infusion_card_get_type ())
G_DECLARE_FINAL_TYPE (CrfInfusionCard, crf_infusion_card, CRF, INFUSION_CARD, GtkBox)

/* Signals
 *   "figures":  something that the calculator needs was typed, a moment ago
 *   "act" (const char *use_case): a button; the arguments are crf_infusion_card_dup_arguments()
 *   "check":    the second person comes
 *   "record":   all fields of the record are wanted */
GtkWidget  *crf_infusion_card_new            (void);
/* @form: the infusion's form, for what was entered; may be NULL. @lots: CrfLot. @rule: may be NULL. Copies what it needs; a text that is
 * being typed stays. */
void        crf_infusion_card_pour           (CrfInfusionCard        *self,
                                              const CrfInfusionState *state,
                                              const CrfFormState     *form,
                                              const GPtrArray        *lots,
                                              const CrfDoseRule      *rule);
int         crf_infusion_card_get_ordinal    (CrfInfusionCard        *self);
/* char * → char *, for the use case. */
GHashTable *crf_infusion_card_dup_arguments  (CrfInfusionCard        *self,
                                              const char             *use_case);
/* The calculator's answer: steps in words, or the sentence that stops it. */
void        crf_infusion_card_show_arithmetic (CrfInfusionCard       *self,
                                               const GPtrArray       *steps,
                                               const char            *stopped);
/* Whether the ward is blinded: the check then compares the lot too. */
gboolean    crf_infusion_card_is_masked      (CrfInfusionCard        *self);
/* Whether @sentence is one of the steps shown. */
gboolean    crf_infusion_card_says           (CrfInfusionCard        *self,
                                              const char             *sentence);
/* What was refused may be told with its reason: the line for it appears. */
void        crf_infusion_card_ask_reason     (CrfInfusionCard        *self);
void        crf_infusion_card_set_busy       (CrfInfusionCard        *self,
                                              gboolean                busy);
void        crf_infusion_card_take_focus     (CrfInfusionCard        *self);

G_END_DECLS
