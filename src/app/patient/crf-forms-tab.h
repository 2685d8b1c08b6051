/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A list of forms on the left, the chosen one on the right. Two tabs are made of it: Safety (the forms that are not tied to a visit, each with an
 * Add button) and Record (all forms of the patient). */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

typedef enum
{
  CRF_FORMS_SAFETY,
  CRF_FORMS_RECORD,
} CrfFormsScope;

#define CRF_TYPE_FORMS_SCOPE (crf_forms_scope_get_type ())
GType crf_forms_scope_get_type (void);

#define CRF_TYPE_FORMS_TAB (crf_forms_tab_get_type ())
G_DECLARE_FINAL_TYPE (CrfFormsTab, crf_forms_tab, CRF, FORMS_TAB, AdwBin)

G_END_DECLS
