/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The registry's choices are codes, as scripts type them; people read these words. */

#include "crf-use-case-dialog.h"

#include <glib/gi18n-lib.h>

static const struct { const char *code; const char *label; } labels[] = {
  { "criteria", N_("criteria not met") },
  { "consent-withdrawn", N_("consent withdrawn") },
  { "lost", N_("lost to follow-up") },
  { "died", N_("died") },
  { "investigator", N_("investigator's decision") },
  { "unknown", N_("unknown") },
  { "80+", N_("80 and older") },
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
  { "recruiting", N_("recruiting") },
  { "paused", N_("paused") },
  { "follow-up", N_("follow-up") },
  { "archived", N_("archived") },
  { "go-on", N_("go on") },
  { "stop", N_("stop") },
  { "stopped", N_("stopped") },
  { "resumed", N_("resumed") },
  { "treatment", N_("treatment only") },
  { "visits", N_("treatment and visits") },
  { "data", N_("any further data") },
  { "investigator", N_("investigator") },
  { "sponsor", N_("sponsor") },
  { "first", N_("first report") },
  { "final", N_("final report") },
  { "email", N_("e-mail") },
  { "fax", N_("fax") },
  { "phone", N_("telephone") },
  { "system", N_("reporting system") },
  { "paper", N_("on paper") },
  { "message", N_("message") },
  { "letter", N_("letter") },
  { "visit", N_("visit") },
  { "relative", N_("through a relative") },
  { "registry", N_("from a registry") },
  { "ward", N_("on the ward") },
  { "clinic", N_("outpatient clinic") },
  { "none", N_("none") },
  { "possible", N_("possible") },
  { "GIB", N_("gastrointestinal bleeding") },
  { "ASCITES", N_("ascites") },
  { "HE", N_("hepatic encephalopathy") },
  { "OTHER", N_("other") },
  { "YES", N_("is one") },
  { "NO", N_("is none") },
  { "UNCLEAR", N_("cannot be told") },
  { "NEW", N_("never before") },
  { "WORSE", N_("worse than at baseline") },
  { "AGAIN", N_("had gone at baseline") },
  { "SAME", N_("as at baseline") },
  { "failed", N_("screening failed") },
  { "withdrawn", N_("withdrawn") },
  { "died", N_("died") },
  { "lost", N_("lost to follow-up") },
  { "completed", N_("study completed") },
  { "resume", N_("back in the study") },
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
