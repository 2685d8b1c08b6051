/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The audit trail: who, when, what, old and new, why; and the check of the whole file's integrity. */

#pragma once

#include <adwaita.h>

#include "crf-writer.h"

G_BEGIN_DECLS

#define CRF_TYPE_AUDIT_PAGE (crf_audit_page_get_type ())
G_DECLARE_FINAL_TYPE (CrfAuditPage, crf_audit_page, CRF, AUDIT_PAGE, AdwBin)

GtkWidget *crf_audit_page_new (CrfWriter *writer);

G_END_DECLS
