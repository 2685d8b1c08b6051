/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The registry's choices are codes, as scripts type them; people read these words. */

#include "crf-use-case-dialog.h"

#include <glib/gi18n-lib.h>

static const struct { const char *code; const char *label; } labels[] = {
  { "umbilical-cord", N_("umbilical cord") },
  { "cord-blood", N_("cord blood") },
  { "bone-marrow", N_("bone marrow") },
  { "adipose", N_("adipose tissue") },
  { "other", N_("other") },
  { "total", N_("all cells") },
  { "viable", N_("viable cells") },
  { "NEG", N_("negative") },
  { "POS", N_("positive") },
  { "PEND", N_("pending") },
  { "OK", N_("confirmed") },
  { "FAILED", N_("not confirmed") },
  { "subject", N_("patient") },
  { "guardian", N_("guardian") },
  { "witness", N_("impartial witness") },
  { "Y", N_("Yes") },
  { "N", N_("No") },
  { "U", N_("Unknown") },
  { "NA", N_("Not applicable") },
  { "M", N_("male") },
  { "F", N_("female") },
  { "yes", N_("Yes") },
  { "no", N_("No") },
  { "all-active", N_("all active patients") },
  { "all", N_("all active patients") },
  { "next-visit", N_("at the next visit") },
  { "new-only", N_("new patients only") },
  { "new", N_("new patients only") },
  { "confirmed", N_("confirmed") },
  { "closed", N_("closed") },
  { "cancelled", N_("cancelled") },
  { "minor", N_("minor") },
  { "major", N_("major") },
  { "consent", N_("taking consent") },
  { "eligibility", N_("judging eligibility") },
  { "causality", N_("judging causality") },
  { "prescribe", N_("prescribing") },
  { "prepare", N_("preparing cells") },
  { "check", N_("checking doses") },
  { "infuse", N_("infusing") },
  { "enter", N_("entering data") },
};

const char *
crf_choice_get_label (const char *code)
{
  CrfRole role = crf_role_from_name (code);

  if (role != 0)
    return crf_role_get_label (role);
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (g_str_equal (labels[i].code, code))
      return _(labels[i].label);
  return code;
}
