/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The vocabulary of sw:Concept, by which clinical code finds items. data/schema/README.md explains the words; a test
 * holds the two lists against each other. */

#include "crf-reading-private.h"

static const char *const concepts[] = {
  "demog.birth_date", "demog.age_reported", "demog.sex", "demog.initials", "demog.name",
  "demog.hospital_no", "demog.phone", "demog.bed", "demog.diagnosis", "consent.version",
  "consent.datetime", "consent.explained_by", "consent.signed_by", "consent.copy_given",
  "sample.taken_at", "sample.specimen_no", "sample.laboratory", "sample.condition",
  "sample.reported_at", "visit.date", "visit.mode", "lab.alt", "lab.ast", "lab.alp", "lab.ggt",
  "lab.tbil", "lab.dbil", "lab.alb", "lab.prot", "lab.che", "lab.pt", "lab.pt_control", "lab.pta",
  "lab.inr", "lab.creat", "lab.na", "lab.k", "lab.plt", "lab.hgb", "lab.wbc", "lab.afp",
  "lab.neut", "lab.lymph", "clin.ascites", "clin.ascites_control", "clin.encephalopathy",
  "clin.encephalopathy_control", "clin.dialysis", "clin.weight", "clin.height", "clin.temp",
  "clin.hr", "clin.sbp", "clin.dbp", "clin.rr", "clin.spo2", "clin.purification",
  "clin.albumin_infusion", "score.meld", "score.meld_na", "score.meld_3", "score.child_pugh",
  "score.child_pugh_class", "score.albi", "score.albi_grade", "inf.ordinal", "inf.weight",
  "inf.weight_date", "inf.lot", "inf.concentration", "inf.viability", "inf.dose_planned",
  "inf.target_cells", "inf.volume", "inf.bags", "inf.bag_volume", "inf.final_volume",
  "inf.diluent", "inf.rate", "inf.duration", "inf.check_weight", "inf.check_concentration",
  "inf.check_viability", "inf.check_volume", "inf.checked_by", "inf.start", "inf.stop",
  "inf.given_volume", "inf.dose_given", "inf.deviation", "inf.outcome", "inf.reaction", "ae.term",
  "ae.start", "ae.end", "ae.ongoing", "ae.grade", "ae.serious", "ae.relation", "ae.outcome",
  "ae.awareness", "ce.kind", "ce.start", "ce.severity", "death.date", "death.cause",
  "status.vital", "status.date", "status.transplanted", "tx.date", "ds.status", "ds.date",
  "ds.reason",
  NULL,
};

gboolean
crf_concept_is_known (const char *concept)
{
  return g_strv_contains (concepts, concept);
}
