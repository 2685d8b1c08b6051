/* SPDX-License-Identifier: GPL-3.0-or-later */

/* On the page of the study: the logs that are signed, the rules of the study, and its closing, each with what can be done about it now. */

#pragma once

#include <adwaita.h>

#include "crf-writer.h"

G_BEGIN_DECLS

#define CRF_TYPE_TRUST_GROUP (crf_trust_group_get_type ())
G_DECLARE_FINAL_TYPE (CrfTrustGroup, crf_trust_group, CRF, TRUST_GROUP, GtkBox)

GtkWidget *crf_trust_group_new     (CrfWriter *writer);
void       crf_trust_group_refresh (CrfTrustGroup *self);

G_END_DECLS
