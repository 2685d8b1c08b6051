/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The registry's choices are codes, as scripts type them; people read these words. */

#include "crf-use-case-dialog.h"

#include <glib/gi18n-lib.h>

#include "crf-closing.h"

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
  { "before", N_("before") },
  { "after", N_("after") },
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
  { "form", N_("this form") },
  { "visit", N_("all forms of the visit") },
  { "patient", N_("all forms of the patient") },
  { "leave-out", N_("leave out and name them") },
  { "mark", N_("mark them too") },
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
  { "now", N_("at once") },
  { "GIVEN", N_("given") },
  { "PARTLY", N_("partly given") },
  { "POSTPONED", N_("postponed after the thaw") },
  { "CANCELLED", N_("cancelled") },
  { "KEPT", N_("kept") },
  { "RETURNED", N_("returned") },
  { "DESTROYED", N_("destroyed") },
  { "CS", N_("clinically significant") },
  { "NCS", N_("not clinically significant") },
  { "ND", N_("not done") },
  { "REF", N_("refused") },
  { "UNK", N_("unknown") },
  { "chart", N_("patient's chart") },
  { "device", N_("device") },
  { "planned", N_("planned") },
  { "taken", N_("taken") },
  { "pending", N_("results pending") },
  { "critical", N_("critical items") },
  { "sterility", N_("sterility") },
  { "mycoplasma", N_("mycoplasma") },
  { "endotoxin", N_("endotoxin") },
  { "viability", N_("viability") },
  { "identity", N_("identity") },
  { "study", N_("whole study") },
  { "second", N_("second entry") },
  { "go-missing", N_("go/no-go is missing") },
  { "go-void", N_("go/no-go is void") },
  { "no-go", N_("go/no-go says no") },
  { "lot-not-released", N_("lot not released") },
  { "product-not-released", N_("product not released") },
  { "not-released", N_("preparation not released") },
  { "lot-expired", N_("lot expired") },
  { "thaw-expired", N_("too long after the thaw") },
  { "appearance-failed", N_("appearance not as expected") },
  { "viability-missing", N_("viability not stated") },
  { "viability-low", N_("viability too low") },
  { "dmso-over", N_("too much DMSO") },
  { "endotoxin-over", N_("too much endotoxin") },
  { "dose-over-cap", N_("dose above the cap") },
  { "no-second-check", N_("second check is missing") },
};

/* Where a code says something else, or says it in the words of one question. */
static const struct { const char *key, *code, *label; } labels_of[] = {
  { "decide", "first", N_("first entry") },
  { "decide", "other", N_("another value") },
  { "level", "all", N_("all items") },
  { "scope", "form", N_("this form") },
  { "scope", "subject", N_("this patient") },
  { "source", "here", N_("in Stemward") },
  { "source", "laboratory", N_("laboratory report") },
  { "source", "system", N_("in Stemward") },
};

const char *
crf_choice_get_label_of (const char *key,
                         const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (labels_of); i++)
    if (g_strcmp0 (labels_of[i].key, key) == 0 && g_str_equal (labels_of[i].code, code))
      return _(labels_of[i].label);
  return crf_choice_get_label (code);
}

const char *
crf_choice_get_label (const char *code)
{
  CrfRole role = crf_role_from_name (code);
  const char *population;

  if (role != 0)
    return crf_role_get_label (role);
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (g_str_equal (labels[i].code, code))
      return _(labels[i].label);
  population = crf_population_label (code);
  return population != NULL ? population : code;
}
