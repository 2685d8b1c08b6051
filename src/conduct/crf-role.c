/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The roles: names as stored and typed, labels as shown. */

#include "crf-session.h"

#include <glib/gi18n-lib.h>

static const struct
{
  CrfRole role;
  const char *name;
  const char *label;
} roles[] = {
  { CRF_ROLE_ADMINISTRATOR, "administrator", N_ ("Administrator") },
  { CRF_ROLE_NURSE, "nurse", N_ ("Research nurse") },
  { CRF_ROLE_INVESTIGATOR, "investigator", N_ ("Investigator") },
  { CRF_ROLE_PRINCIPAL_INVESTIGATOR, "principal-investigator", N_ ("Principal investigator") },
  { CRF_ROLE_DATA_MANAGER, "data-manager", N_ ("Data manager") },
  { CRF_ROLE_MONITOR, "monitor", N_ ("Monitor") },
  { CRF_ROLE_PHARMACIST, "pharmacist", N_ ("Unblinded pharmacist") },
  { CRF_ROLE_LABORATORY, "laboratory", N_ ("Cell laboratory") },
  { CRF_ROLE_ASSESSOR, "assessor", N_ ("Blinded assessor") },
  { CRF_ROLE_STATISTICIAN, "statistician", N_ ("Statistician") },
  { CRF_ROLE_AUDITOR, "auditor", N_ ("Auditor or inspector") },
};

const char *
crf_role_get_name (CrfRole role)
{
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    if (roles[i].role == role)
      return roles[i].name;
  return NULL;
}

const char *
crf_role_get_label (CrfRole role)
{
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    if (roles[i].role == role)
      return _ (roles[i].label);
  return "";
}

/* Short forms are read too, because people type them: "admin", "manager", "pi". */
CrfRole
crf_role_from_name (const char *name)
{
  static const struct { const char *alias; CrfRole role; } aliases[] = {
    { "admin", CRF_ROLE_ADMINISTRATOR },
    { "manager", CRF_ROLE_DATA_MANAGER },
    { "pi", CRF_ROLE_PRINCIPAL_INVESTIGATOR },
    { "lab", CRF_ROLE_LABORATORY },
  };

  if (name == NULL)
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    if (g_ascii_strcasecmp (roles[i].name, name) == 0)
      return roles[i].role;
  for (guint i = 0; i < G_N_ELEMENTS (aliases); i++)
    if (g_ascii_strcasecmp (aliases[i].alias, name) == 0)
      return aliases[i].role;
  return 0;
}
