/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A notice inside a page: a refusal with its sentence, what remedies it, and a button that goes there. Also errors and notices. It
 * is announced to screen readers and stays until it is closed or cleared. */

#pragma once

#include <gtk/gtk.h>

#include "crf-refusal.h"

G_BEGIN_DECLS

#define CRF_TYPE_REFUSAL_BAR (crf_refusal_bar_get_type ())
/* Signal "closed": the person has read it and put it away. */
G_DECLARE_FINAL_TYPE (CrfRefusalBar, crf_refusal_bar, CRF, REFUSAL_BAR, GtkWidget)

GtkWidget *crf_refusal_bar_new          (void);
/* Message, remedy, and "Go there" where the refusal names a place: the button activates "win.remedy" (see crf-window.h). */
void       crf_refusal_bar_show_refusal (CrfRefusalBar    *self,
                                         const CrfRefusal *refusal);
void       crf_refusal_bar_show_error   (CrfRefusalBar    *self,
                                         const GError     *error);
void       crf_refusal_bar_show_notice  (CrfRefusalBar    *self,
                                         const char       *sentence);
/* Whatever of @outcome must be read: its refusal, else its question (that nothing was stored, since it was not answered), else its notices. TRUE if the
 * outcome was done. Who can ask the question does so first: see crf-asking.h. */
gboolean   crf_refusal_bar_take_outcome (CrfRefusalBar    *self,
                                         const CrfOutcome *outcome,
                                         const GError     *error);
void       crf_refusal_bar_clear        (CrfRefusalBar    *self);
/* The sentence shown, or NULL. */
const char *crf_refusal_bar_get_message (CrfRefusalBar    *self);

/* Targets as action parameters, type a{ss}: keys subject, event, …, item, and "action" or "tab". */
GVariant  *crf_target_to_variant        (const CrfTarget  *target,
                                         const char       *extra_key,
                                         const char       *extra_value);
CrfTarget *crf_target_from_variant      (GVariant         *variant);

G_END_DECLS
