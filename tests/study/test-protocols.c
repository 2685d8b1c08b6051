/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The five shipped protocols, held against what their public records say (the tables of visits, arms, doses and criteria are copied from the records, not from
 * the files), and every answer to every open question: it makes a definition without a fault, with the effect that it states. */

#include "crf-study-facts-private.h"
#include "crf-study-reader.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  const char *study; /* NULL: every study that has the option */
  const char *option; /* NULL: as shipped */
  const char *part, *oid, *attribute, *value;
} Fact;

/* What the records say (S) and what was proposed where they are silent (P). */
static const Fact shipped[] = {
  { "nct06242405", NULL, "study", "", "target", "92" },
  { "nct06242405", NULL, "study", "", "masking", "single" },
  { "nct06242405", NULL, "arm", "ARM.SINGLE", "infusions", "1" },
  { "nct06242405", NULL, "arm", "ARM.DOUBLE", "infusions", "2" },
  { "nct06242405", NULL, "arm", "ARM.DOUBLE", "interval", "28" },
  { "nct06242405", NULL, "arm", "ARM.DOUBLE", "interval-after", "3" },
  { "nct06242405", NULL, "event", "SE.SCREENING", "day", "-1" },
  { "nct06242405", NULL, "event", "SE.SCREENING", "before", "27" },
  { "nct06242405", NULL, "event", "SE.W24", "day", "168" },
  { "nct06242405", NULL, "event", "SE.W24", "before", "14" },
  { "nct06242405", NULL, "event", "SE.W24", "after", "14" },
  { "nct06242405", NULL, "event", "SE.W24", "anchor", "first-infusion" },
  { "nct06242405", NULL, "dose", "", "route", "INTRAVENOUS" },
  { "nct06242405", NULL, "endpoint", "EP.CHILDPUGH", "day", "168" },
  { "nct06242405", NULL, "endpoint", "EP.CHILDPUGH", "kind", "proportion" },
  { "nct06167473", NULL, "study", "", "target", "22" },
  { "nct06167473", NULL, "arm", "ARM.LOW", "dose-low", "1" },
  { "nct06167473", NULL, "arm", "ARM.LOW", "dose-high", "1" },
  { "nct06167473", NULL, "arm", "ARM.HIGH", "dose-low", "3" },
  { "nct06167473", NULL, "arm", "ARM.HIGH", "dose-high", "3" },
  { "nct06167473", NULL, "arm", "ARM.HIGH", "infusions", "1" },
  { "nct06167473", NULL, "event", "SE.W1", "day", "7" },
  { "nct06167473", NULL, "event", "SE.W1", "before", "2" },
  { "nct06167473", NULL, "event", "SE.W4", "day", "28" },
  { "nct06167473", NULL, "event", "SE.W4", "after", "3" },
  { "nct06167473", NULL, "event", "SE.W8", "day", "56" },
  { "nct06167473", NULL, "event", "SE.W8", "after", "7" },
  { "nct06167473", NULL, "event", "SE.W12", "day", "84" },
  { "nct06167473", NULL, "event", "SE.W12", "after", "7" },
  { "nct06167473", NULL, "event", "SE.W24", "day", "168" },
  { "nct06167473", NULL, "event", "SE.W24", "after", "14" },
  { "nct06167473", NULL, "event", "SE.W48", "day", "336" },
  { "nct06167473", NULL, "event", "SE.W48", "after", "14" },
  { "nct06167473", NULL, "event", "SE.D365", "day", "365" },
  { "nct06167473", NULL, "event", "SE.D365", "before", "14" },
  { "nct06167473", NULL, "endpoint", "EP.SURVIVAL", "day", "365" },
  { "nct01854125", NULL, "study", "", "target", "30" },
  { "nct01854125", NULL, "study", "", "masking", "none" },
  { "nct01854125", NULL, "randomisation", "", "method", "none" },
  { "nct01854125", NULL, "dose", "", "route", "INTRA-ARTERIAL" },
  { "nct01854125", NULL, "arm", "ARM.MSC", "dose-low", "1" },
  { "nct01854125", NULL, "arm", "ARM.MSC", "infusions", "1" },
  { "nct01854125", NULL, "event", "SE.W1", "day", "7" },
  { "nct01854125", NULL, "event", "SE.W2", "day", "14" },
  { "nct01854125", NULL, "event", "SE.W4", "day", "28" },
  { "nct01854125", NULL, "event", "SE.W8", "day", "56" },
  { "nct01854125", NULL, "event", "SE.W12", "day", "84" },
  { "nct01854125", NULL, "criterion", "C1", "heading", "inclusion" },
  { "nct01854125", NULL, "criterion", "C4", "heading", "inclusion" },
  { "nct01854125", NULL, "criterion", "C4", "polarity", "exclusion" },
  { "nct01854125", NULL, "criterion", "C5", "polarity", "inclusion" },
  { "nct01854125", NULL, "criterion", "C6", "polarity", "exclusion" },
  { "nct01854125", NULL, "criterion", "C9", "polarity", "exclusion" },
  { "nct01218464", NULL, "study", "", "target", "70" },
  { "nct01218464", NULL, "study", "", "masking", "double" },
  { "nct01218464", NULL, "arm", "ARM.MSC", "ratio", "5" },
  { "nct01218464", NULL, "arm", "ARM.SALINE", "ratio", "2" },
  { "nct01218464", NULL, "arm", "ARM.SALINE", "placebo", "Yes" },
  { "nct01218464", NULL, "arm", "ARM.MSC", "dose-low", "0.5" },
  { "nct01218464", NULL, "arm", "ARM.MSC", "dose-high", "0.5" },
  { "nct01218464", NULL, "arm", "ARM.MSC", "infusions", "3" },
  { "nct01218464", NULL, "arm", "ARM.MSC", "interval", "28" },
  { "nct01218464", NULL, "dose", "", "volume", "50" },
  { "nct01218464", NULL, "event", "SE.W12", "after", "3" },
  { "nct01218464", NULL, "event", "SE.W24", "after", "14" },
  { "nct01218464", NULL, "event", "SE.W36", "day", "252" },
  { "nct01218464", NULL, "event", "SE.W48", "day", "336" },
  { "nct01218464", NULL, "event", "SE.W72", "day", "504" },
  { "nct01218464", NULL, "event", "SE.W72", "after", "28" },
  { "nct01218464", NULL, "event", "SE.W104", "day", "728" },
  { "nct01218464", NULL, "item", "IT.INFLOT", "unblinding", "Yes" },
  { "liang2017", NULL, "study", "", "target", "26" },
  { "liang2017", NULL, "study", "", "transcription", "Yes" },
  { "liang2017", NULL, "randomisation", "", "method", "none" },
  { "liang2017", NULL, "event", "SE.M6", "before", "30" },
  { "liang2017", NULL, "event", "SE.Y1", "day", "365" },
  { "liang2017", NULL, "event", "SE.Y1", "after", "30" },
  { "liang2017", NULL, "event", "SE.Y2", "day", "730" },
  { "liang2017", NULL, "event", "SE.Y2", "after", "60" },
};

/* Every option, with one effect that its words state. */
static const Fact options[] = {
  { "nct06242405", "Q.DOSE.D1", "arm", "ARM.DOUBLE", "dose-low", "1" },
  { "nct06242405", "Q.DOSE.D05", "arm", "ARM.SINGLE", "dose-high", "0.5" },
  { "nct06242405", "Q.DOSE.D2", "arm", "ARM.SINGLE", "dose-low", "2" },
  { "nct06242405", "Q.DOSE.F50", "arm", "ARM.DOUBLE", "dose-fixed", "Yes" },
  { "nct06242405", "Q.DOSE.F100", "arm", "ARM.DOUBLE", "dose-low", "100" },
  { "nct01218464", "Q.DOSE.D1", "arm", "ARM.MSC", "dose-high", "1" },
  { "nct01218464", "Q.DOSE.D05", "arm", "ARM.MSC", "dose-low", "0.5" },
  { "nct01218464", "Q.DOSE.RANGE", "arm", "ARM.MSC", "dose-high", "1" },
  { "liang2017", "Q.DOSE.D1", "arm", "ARM.MSC", "dose-low", "1" },
  { "liang2017", "Q.DOSE.D05", "arm", "ARM.MSC", "dose-low", "0.5" },
  { "liang2017", "Q.DOSE.D2", "arm", "ARM.MSC", "dose-high", "2" },
  { "liang2017", "Q.DOSE.F50", "arm", "ARM.MSC", "dose-fixed", "Yes" },
  { "liang2017", "Q.DOSE.F100", "arm", "ARM.MSC", "dose-high", "100" },
  { "nct06242405", "Q.INTERVAL.D28", "arm", "ARM.DOUBLE", "interval", "28" },
  { "nct06242405", "Q.INTERVAL.D14", "arm", "ARM.DOUBLE", "interval", "14" },
  { "nct06242405", "Q.INTERVAL.D7", "arm", "ARM.DOUBLE", "interval-before", "1" },
  { "nct06167473", "Q.INTERVAL.D28", "arm", "ARM.LOW", "interval", "28" },
  { "nct06167473", "Q.INTERVAL.D14", "arm", "ARM.HIGH", "interval", "14" },
  { "nct06167473", "Q.INTERVAL.D7", "arm", "ARM.LOW", "interval", "7" },
  { "liang2017", "Q.INTERVAL.D28", "arm", "ARM.MSC", "interval", "28" },
  { "liang2017", "Q.INTERVAL.D14", "arm", "ARM.MSC", "interval-after", "2" },
  { "liang2017", "Q.INTERVAL.D7", "arm", "ARM.MSC", "interval", "7" },
  { NULL, "Q.WEEK24.FIRST", "event", "SE.W24", "anchor", "first-infusion" },
  { NULL, "Q.WEEK24.LAST", "event", "SE.W24", "anchor", "last-infusion" },
  { "nct06242405", "Q.WEEKS.PROPOSED", "event", "SE.W12", "required", "Yes" },
  { "nct06242405", "Q.WEEKS.ONLY24", "event", "SE.W12", "required", "No" },
  { "nct01854125", "Q.WEEKS.PROPOSED", "event", "SE.W2", "required", "Yes" },
  { "nct01854125", "Q.WEEKS.FEW", "event", "SE.W8", "required", "No" },
  { "nct01854125", "Q.WEEKS.ENDS", "event", "SE.W4", "required", "No" },
  { "nct01218464", "Q.WEEKS.PROPOSED", "event", "SE.W36", "required", "Yes" },
  { "nct01218464", "Q.WEEKS.FEW", "event", "SE.W36", "required", "No" },
  { "nct06242405", "Q.WINDOWS.PROPOSED", "event", "SE.W24", "before", "14" },
  { "nct06242405", "Q.WINDOWS.NARROW", "event", "SE.W24", "before", "7" },
  { "nct06167473", "Q.WINDOWS.PROPOSED", "event", "SE.W8", "after", "7" },
  { "nct06167473", "Q.WINDOWS.NARROW", "event", "SE.W8", "after", "3" },
  { "nct01854125", "Q.WINDOWS.PROPOSED", "event", "SE.W12", "after", "7" },
  { "nct01854125", "Q.WINDOWS.NARROW", "event", "SE.W12", "after", "3" },
  { "nct01218464", "Q.WINDOWS.PROPOSED", "event", "SE.W104", "before", "28" },
  { "nct01218464", "Q.WINDOWS.NARROW", "event", "SE.W104", "before", "14" },
  { "liang2017", "Q.WINDOWS.PROPOSED", "event", "SE.Y2", "before", "60" },
  { "liang2017", "Q.WINDOWS.NARROW", "event", "SE.Y2", "before", "30" },
  { NULL, "Q.MASKING.SINGLE", "study", "", "masking", "single" },
  { NULL, "Q.MASKING.NONE", "study", "", "masking", "none" },
  { "nct06167473", "Q.MASKING.DOUBLE", "study", "", "masking", "double" },
  { "nct06242405", "Q.RATIO.EQUAL", "randomisation", "", "blocks", "2 4" },
  { "nct06242405", "Q.RATIO.EQUAL4", "randomisation", "", "blocks", "4 6" },
  { "nct06242405", "Q.RATIO.ONETWO", "arm", "ARM.DOUBLE", "ratio", "2" },
  { "nct06242405", "Q.RATIO.TWOONE", "arm", "ARM.SINGLE", "ratio", "2" },
  { "nct06167473", "Q.RATIO.EQUAL", "randomisation", "", "blocks", "2 4" },
  { "nct06167473", "Q.RATIO.EQUAL4", "randomisation", "", "blocks", "4 6" },
  { "nct06167473", "Q.RATIO.ONETWO", "arm", "ARM.HIGH", "ratio", "2" },
  { "nct06167473", "Q.RATIO.TWOONE", "arm", "ARM.LOW", "ratio", "2" },
  { NULL, "Q.ALLOCATION.D14", "study", "", "allocation-days", "14" },
  { NULL, "Q.ALLOCATION.D7", "event", "SE.INFUSION", "after", "7" },
  { NULL, "Q.ALLOCATION.D28", "event", "SE.INFUSION", "after", "28" },
  { NULL, "Q.BASIS.VIABLE", "dose", "", "basis", "viable" },
  { NULL, "Q.BASIS.TOTAL", "dose", "", "basis", "total" },
  { NULL, "Q.WEIGHT.ACTUAL", "dose", "", "weight", "actual" },
  { NULL, "Q.WEIGHT.DRY", "dose", "", "weight", "dry" },
  { NULL, "Q.WEIGHT.IDEAL", "dose", "", "weight", "ideal" },
  { NULL, "Q.WEIGHTAGE.H72", "dose", "", "weight-age", "72" },
  { NULL, "Q.WEIGHTAGE.H24", "dose", "", "weight-age", "24" },
  { NULL, "Q.CAP.NONE", "dose", "", "cap", "" },
  { NULL, "Q.CAP.M300", "dose", "", "cap", "300" },
  { NULL, "Q.TOLERANCE.P10", "dose", "", "tolerance", "10" },
  { NULL, "Q.TOLERANCE.P20", "dose", "", "tolerance", "20" },
  { NULL, "Q.VOLUME.FREE", "dose", "", "volume", "" },
  { NULL, "Q.VOLUME.V50", "dose", "", "volume", "50" },
  { NULL, "Q.VOLUME.V100", "dose", "", "volume", "100" },
  { NULL, "Q.RATE.NONE", "dose", "", "rate", "" },
  { NULL, "Q.RATE.R1", "dose", "", "rate", "1" },
  { NULL, "Q.RATE.R5", "dose", "", "rate", "5" },
  { NULL, "Q.THAW.NONE", "dose", "", "thaw", "0" },
  { NULL, "Q.THAW.M60", "dose", "", "thaw", "60" },
  { NULL, "Q.THAW.M120", "dose", "", "thaw", "120" },
  { NULL, "Q.VIABILITY.P80", "release", "viability", "low", "80" },
  { NULL, "Q.VIABILITY.P70", "release", "viability", "low", "70" },
  { NULL, "Q.VIABILITY.P85", "release", "viability", "low", "85" },
  { NULL, "Q.CPTABLE.SI", "formulas", "", "child-pugh", "si_34_51" },
  { NULL, "Q.CPTABLE.CONVERTED", "formulas", "", "child-pugh", "si_34p2_51p3" },
  { NULL, "Q.CPTABLE.MGDL", "formulas", "", "child-pugh", "mgdl" },
  { NULL, "Q.CPTABLE.CHOLESTATIC", "formulas", "", "child-pugh", "cholestatic" },
  { NULL, "Q.COAGULATION.INR", "formulas", "", "coagulation", "inr" },
  { NULL, "Q.COAGULATION.PT", "formulas", "", "coagulation", "pt" },
  { NULL, "Q.MELD.ALWAYS", "formulas", "", "meld", "always_1" },
  { NULL, "Q.MELD.ORIGINAL", "formulas", "", "meld", "original" },
  { NULL, "Q.SAMPLES.H24", "formulas", "", "samples", "24" },
  { NULL, "Q.SAMPLES.H0", "formulas", "", "samples", "0" },
  { NULL, "Q.SAMPLES.H72", "formulas", "", "samples", "72" },
  { NULL, "Q.TRANSPLANT.CENSORED", "endpoint", "EP.SURVIVAL", "transplantation", "censored" },
  { NULL, "Q.TRANSPLANT.EVENT", "endpoint", "EP.SURVIVAL", "transplantation", "event" },
  { NULL, "Q.TRANSPLANT.COMPETING", "endpoint", "EP.SURVIVAL", "transplantation", "competing" },
  { NULL, "Q.PRIOR.WORSE", "endpoint", "EP.DECOMPENSATION", "prior", "worse" },
  { NULL, "Q.PRIOR.NEW", "endpoint", "EP.DECOMPENSATION", "prior", "new" },
  { NULL, "Q.PRIOR.ANY", "endpoint", "EP.DECOMPENSATION", "prior", "any" },
  { NULL, "Q.ESLD.JUDGED", "criterion", "I2", "parts", "" },
  { NULL, "Q.ESLD.CP7", "criterion", "I2", "parts", "IT.IE.I2_CP7" },
  { NULL, "Q.ESLD.MELD15", "criterion", "I2", "parts", "IT.IE.I2_MELD15" },
  { NULL, "Q.ESLD.DECOMP", "criterion", "I2", "parts", "IT.IE.I2_DECOMP" },
  { NULL, "Q.ESLD.ANYOF", "criterion", "I2", "parts", "IT.IE.I2_CP7 IT.IE.I2_MELD15 IT.IE.I2_DECOMP" },
  { "nct06242405", "Q.POLARITY.EXCLUSION", "criterion", "E11", "polarity", "exclusion" },
  { "nct06242405", "Q.POLARITY.ASPRINTED", "criterion", "E11", "polarity", "inclusion" },
  { "nct06167473", "Q.POLARITY.EXCLUSION", "criterion", "E1", "polarity", "exclusion" },
  { "nct06167473", "Q.POLARITY.ASPRINTED", "criterion", "E1", "polarity", "inclusion" },
  { "nct01854125", "Q.POLARITY.EXCLUSION", "criterion", "C8", "polarity", "exclusion" },
  { "nct01854125", "Q.POLARITY.ASPRINTED", "criterion", "C8", "polarity", "inclusion" },
  { NULL, "Q.E1.EVER", "criterion", "E1", "parts", "IT.IE.E1_NOW IT.IE.E1_HX" },
  { NULL, "Q.E1.NOW", "criterion", "E1", "parts", "IT.IE.E1_NOW" },
  { NULL, "Q.E5.INFECTION", "criterion", "E5", "answer", "confirmed" },
  { NULL, "Q.E5.SYNDROME", "criterion", "E5", "parts", "IT.IE.E5_AIDS" },
  { NULL, "Q.E6.SYSTEMIC", "criterion", "E6", "parts", "IT.IE.E6_IFN IT.IE.E6_GC" },
  { NULL, "Q.E6.ALL", "criterion", "E6", "parts", "IT.IE.E6_IFN IT.IE.E6_GC IT.IE.E6_TOP" },
  { NULL, "Q.E7.EVER", "criterion", "E7", "parts", "IT.IE.E7_NOW IT.IE.E7_EVER" },
  { NULL, "Q.E7.NOW", "criterion", "E7", "parts", "IT.IE.E7_NOW" },
  { NULL, "Q.E8.BOTH", "criterion", "E8", "parts", "IT.IE.E8_TRT IT.IE.E8_VIS" },
  { NULL, "Q.E8.TREATMENT", "criterion", "E8", "parts", "IT.IE.E8_TRT" },
  { NULL, "Q.E9.ALL", "criterion", "E9", "answer", "confirmed" },
  { NULL, "Q.E9.FERTILE", "criterion", "E9", "answer", "human" },
  { NULL, "Q.E10.TWO", "criterion", "E10", "parts", "IT.IE.E10_ASTHMA IT.IE.E10_URTIC IT.IE.E10_ECZEMA IT.IE.E10_MULTI" },
  { NULL, "Q.E10.BOTH", "criterion", "E10", "parts", "IT.IE.E10_ASTHMA IT.IE.E10_URTIC IT.IE.E10_ECZEMA IT.IE.E10_BOTH" },
  { "nct06167473", "Q.INFUSIONS.N1", "arm", "ARM.HIGH", "infusions", "1" },
  { "nct06167473", "Q.INFUSIONS.N2", "arm", "ARM.HIGH", "infusions", "2" },
  { "nct06167473", "Q.INFUSIONS.N3", "arm", "ARM.LOW", "infusions", "3" },
  { "nct01854125", "Q.INFUSIONS.N1", "arm", "ARM.MSC", "infusions", "1" },
  { "nct01854125", "Q.INFUSIONS.N2", "arm", "ARM.MSC", "infusions", "2" },
  { "nct01218464", "Q.INFUSIONS.N3", "arm", "ARM.MSC", "infusions", "3" },
  { "nct01218464", "Q.INFUSIONS.N4", "arm", "ARM.SALINE", "infusions", "4" },
  { "liang2017", "Q.INFUSIONS.N1", "arm", "ARM.MSC", "infusions", "1" },
  { "liang2017", "Q.INFUSIONS.N2", "arm", "ARM.MSC", "infusions", "2" },
  { "liang2017", "Q.INFUSIONS.N3", "arm", "ARM.MSC", "infusions", "3" },
  { NULL, "Q.DAYZERO.FIRST", "study", "", "day-zero", "first-infusion" },
  { NULL, "Q.DAYZERO.FIRST7", "study", "", "allocation-days", "7" },
  { NULL, "Q.DAYZERO.FIRST28", "study", "", "allocation-days", "28" },
  { "nct06167473", "Q.DAYZERO.LAST", "event", "SE.W8", "anchor", "last-infusion" },
  { "liang2017", "Q.DAYZERO.LAST", "event", "SE.Y1", "anchor", "last-infusion" },
  { NULL, "Q.DAYZERO.RANDOMISATION", "study", "", "day-zero", "randomisation" },
  { NULL, "Q.YEAR.D365", "event", "SE.D365", "day", "365" },
  { NULL, "Q.YEAR.W52", "event", "SE.D365", "day", "364" },
  { NULL, "Q.C5.INCLUSION", "criterion", "C5", "polarity", "inclusion" },
  { NULL, "Q.C5.EXCLUSION", "criterion", "C5", "polarity", "exclusion" },
  { NULL, "Q.C5.HUMAN", "criterion", "C5", "answer", "human" },
  { NULL, "Q.C4.GRADE2", "criterion", "C4", "parts", "IT.IE.C4_HE2 IT.IE.C4_GIB" },
  { NULL, "Q.C4.ANY", "criterion", "C4", "parts", "IT.IE.C4_HE1 IT.IE.C4_GIB" },
  { NULL, "Q.C9.ANY", "criterion", "C9", "parts", "IT.IE.C9_PORTAL IT.IE.C9_OTH" },
  { NULL, "Q.C9.PORTAL", "criterion", "C9", "parts", "IT.IE.C9_PORTAL" },
  { NULL, "Q.CULTURE.D56", "study", "", "allocation-days", "56" },
  { NULL, "Q.CULTURE.D42", "event", "SE.INFUSION", "after", "14" },
  { NULL, "Q.CULTURE.D84", "event", "SE.INFUSION", "day", "42" },
  { NULL, "Q.FAILURE.JUDGED", "criterion", "I2", "parts", "" },
  { NULL, "Q.FAILURE.LE40", "criterion", "I2", "parts", "IT.IE.I2_LE" },
  { NULL, "Q.FAILURE.LT40", "criterion", "I2", "parts", "IT.IE.I2_LT" },
  { NULL, "Q.CRITERIA.CONFIRMED", "criterion", "I1", "answer", "confirmed" },
  { NULL, "Q.CRITERIA.NONE", "study", "", "target", "70" },
  { NULL, "Q.CRITERIA.HUMAN", "criterion", "I1", "answer", "human" },
  { NULL, "Q.BLOCKS.B7_14", "randomisation", "", "blocks", "7 14" },
  { NULL, "Q.BLOCKS.B7", "randomisation", "", "blocks", "7" },
  { NULL, "Q.BLOCKS.B14", "randomisation", "", "blocks", "14" },
  { NULL, "Q.MAYKNOW.LAB", "study", "", "may-know", "pharmacist laboratory" },
  { NULL, "Q.MAYKNOW.NOBODY", "study", "", "may-know", "pharmacist" },
  { NULL, "Q.CAUSE.ALL", "criterion", "I1", "parts", "IT.IE.I1_LIVER IT.IE.I1_CTD" },
  { NULL, "Q.CAUSE.LIVER", "criterion", "I1", "parts", "IT.IE.I1_LIVER" },
  { NULL, "Q.GROUPS.ONE", "arm", "ARM.MSC", "title", NULL },
  { NULL, "Q.GROUPS.THREE", "arm", "ARM.MSC2", "dose-low", "1" },
  { NULL, "Q.PRODUCT.YES", "randomisation", "", "confirm-product", "Yes" },
  { NULL, "Q.PRODUCT.NO", "randomisation", "", "confirm-product", "No" },
  { NULL, "Q.ELIGIBILITY.D28", "study", "", "eligibility-days", "28" },
  { NULL, "Q.ELIGIBILITY.D14", "study", "", "eligibility-days", "14" },
  { NULL, "Q.ELIGIBILITY.D7", "study", "", "eligibility-days", "7" },
  { NULL, "Q.ELIGIBILITY.NONE", "study", "", "eligibility-days", "0" },
  { NULL, "Q.STRATA.NONE", "randomisation", "", "strata", "" },
  { NULL, "Q.STRATA.NONE", "randomisation", "", "method", "permuted-blocks" },
  { NULL, "Q.STRATA.CP", "randomisation", "", "strata",
    "ST.CHILDPUGH: CASE WHEN \"SCREENING::CPUGH\" >= 10 THEN 'C' WHEN \"SCREENING::CPUGH\" < 10 THEN 'AB' END" },
  { NULL, "Q.STRATA.HBV", "randomisation", "", "strata", "ST.HBV: CASE HBSAG WHEN 'POS' THEN 'POS' WHEN 'NEG' THEN 'NEG' END" },
  { NULL, "Q.STRATA.BOTH", "randomisation", "", "strata",
    "ST.CHILDPUGH: CASE WHEN \"SCREENING::CPUGH\" >= 10 THEN 'C' WHEN \"SCREENING::CPUGH\" < 10 THEN 'AB' END; "
    "ST.HBV: CASE HBSAG WHEN 'POS' THEN 'POS' WHEN 'NEG' THEN 'NEG' END" },
  { NULL, "Q.STRATA.MINIMISATION", "randomisation", "", "method", "minimisation" },
  { NULL, "Q.STRATA.MINIMISATION", "randomisation", "", "probability", "0.8" },
  { NULL, "Q.E6WINDOW.D365", "criterion", "E6", "look-back", "365" },
  { NULL, "Q.E6WINDOW.D366", "criterion", "E6", "look-back", "366" },
  { NULL, "Q.E6WINDOW.D366", "criterion", "E6", "expression",
    "(CASE WHEN IFNEVER = 'N' THEN 0 ELSE days_between(IFNLAST, ICDTC) <= 366 END) OR (CASE WHEN GCEVER = 'N' THEN 0 ELSE days_between(GCLAST, ICDTC) <= 366 END)" },
  { NULL, "Q.E6WINDOW.SCREENING", "criterion", "E6", "look-back-from", "\"SCREENING::VISDAT\"" },
  { NULL, "Q.E8WINDOW.D30", "criterion", "E8", "look-back", "30" },
  { NULL, "Q.E8WINDOW.D29", "criterion", "E8", "expression", "(CASE WHEN TRIALEV = 'N' THEN 0 ELSE days_between(TRIALTRT, ICDTC) <= 29 END)" },
  { NULL, "Q.E8WINDOW.SCREENING", "criterion", "E8", "expression",
    "(CASE WHEN TRIALEV = 'N' THEN 0 ELSE days_between(TRIALTRT, \"SCREENING::VISDAT\") <= 30 END)" },
  { NULL, "Q.C4WINDOW.D60", "criterion", "C4", "look-back", "60" },
  { NULL, "Q.C4WINDOW.D62", "criterion", "C4", "expression",
    "CASE WHEN days_between(HEDAT, ICDTC) <= 62 OR days_between(GIBDAT, ICDTC) <= 62 THEN 1 END" },
  { NULL, "Q.C4WINDOW.SCREENING", "criterion", "C4", "look-back-from", "\"SCREENING::VISDAT\"" },
  { "nct06242405", "Q.PRIMARY.CHILDPUGH", "endpoint", "EP.CHILDPUGH", "role", "primary" },
  { "nct06242405", "Q.PRIMARY.LIVER", "endpoint", "EP.CHILDPUGH", "role", "secondary" },
  { "nct06242405", "Q.PRIMARY.BOTH", "endpoint", "EP.LIVER", "role", "primary" },
  { "nct01218464", "Q.PRIMARY.NONE", "endpoint", "EP.SURVIVAL", "role", "" },
  { "nct01218464", "Q.PRIMARY.SURVIVAL", "endpoint", "EP.SURVIVAL", "role", "primary" },
  { "nct01218464", "Q.PRIMARY.LIVER", "endpoint", "EP.SURVIVAL", "role", "secondary" },
  { "nct01854125", "Q.OUTCOMES.EXPLORATORY", "endpoint", "EP.QOL", "role", "exploratory" },
  { "nct01854125", "Q.OUTCOMES.SECONDARY", "endpoint", "EP.ASCITES", "role", "secondary" },
  { "nct01854125", "Q.DOSE.D1", "arm", "ARM.MSC", "dose-high", "1" },
  { "nct01854125", "Q.DOSE.F50", "arm", "ARM.MSC", "dose-fixed", "Yes" },
  { "nct01854125", "Q.DOSE.F100", "arm", "ARM.MSC", "dose-low", "100" },
  { "nct06242405", "Q.DAYZERO.RANDOMISATION", "event", "SE.W12", "anchor", "randomisation" },
  { "nct01854125", "Q.DAYZERO.LAST", "event", "SE.W1", "anchor", "last-infusion" },
  { "nct06242405", "Q.WEEK24.RANDOMISATION", "event", "SE.W24", "anchor", "randomisation" },
  { NULL, "Q.QOL.ANY", "item", "IT.QOLINST", "codes", NULL },
  { NULL, "Q.QOL.CLDQ", "item", "IT.QOLINST", "codes", "CLDQ = en=CLDQ (chronic liver disease)\nzh-CN=CLDQ（慢性肝病量表）\n" },
  { NULL, "Q.QOL.SF36", "item", "IT.QOLINST", "codes", "SF36 = en=SF-36\nzh-CN=SF-36\n" },
  { NULL, "Q.MONTHS.D182", "event", "SE.M6", "day", "182" },
  { NULL, "Q.MONTHS.D183", "event", "SE.M6", "day", "183" },
  { NULL, "Q.MONTHS.D180", "event", "SE.M6", "day", "180" },
  { NULL, "Q.WEIGHTCHANGE.P10", "dose", "", "weight-change", "10" },
  { NULL, "Q.WEIGHTCHANGE.P5", "dose", "", "weight-change", "5" },
  { NULL, "Q.ENDOTOXIN.E05", "release", "endotoxin", "high", "0.5" },
  { NULL, "Q.ENDOTOXIN.E125", "release", "endotoxin", "high", "12.5" },
  { NULL, "Q.STERILITY.LATER", "release", "sterility", "action", "warn" },
  { NULL, "Q.STERILITY.BEFORE", "release", "sterility", "action", "block" },
  { NULL, "Q.CTCAE.V5", "formulas", "", "ctcae", "5" },
  { NULL, "Q.CTCAE.V4", "formulas", "", "ctcae", "4" },
  { NULL, "Q.POPULATION.SUMMARY", "study", "", "target", "30" },
  { NULL, "Q.POPULATION.REQUIRED", "criterion", "S1", "polarity", "inclusion" },
};

static const char *const protocols[] = { "nct06242405", "nct06167473", "nct01854125", "nct01218464", "liang2017" };

static CrfStudy *
read_protocol (const char *id, GPtrArray **faults)
{
  g_autofree char *name = g_strconcat (id, ".xml", NULL);
  g_autofree char *path = g_build_filename (g_getenv ("STEMWARD_DATA_DIR"), "studies", name, NULL);
  g_autoptr (GError) error = NULL;
  CrfStudy *study = crf_study_read_file (path, NULL, NULL, faults, &error);

  g_assert_no_error (error);
  return study;
}

static void
assert_fact (GPtrArray *facts, const Fact *expected)
{
  g_autofree char *key = crf_fact_key (expected->part, expected->oid, expected->attribute);

  for (guint i = 0; i < facts->len; i++)
    {
      const CrfFact *fact = g_ptr_array_index (facts, i);

      if (strcmp (fact->key, key) != 0)
        continue;
      if (expected->value != NULL)
        g_assert_cmpstr (fact->value, ==, expected->value);
      return;
    }
  g_test_message ("%s %s %s is not told", expected->part, expected->oid, expected->attribute);
  g_assert_not_reached ();
}

static void
records_are_kept (gconstpointer data)
{
  const char *id = data;
  g_autoptr (GPtrArray) faults = NULL;
  g_autoptr (CrfStudy) study = read_protocol (id, &faults);
  g_autoptr (GPtrArray) facts = crf_study_facts (study, "en");

  g_assert_cmpuint (faults->len, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (shipped); i++)
    if (strcmp (shipped[i].study, id) == 0)
      {
        g_test_message ("%s %s %s", shipped[i].part, shipped[i].oid, shipped[i].attribute);
        assert_fact (facts, &shipped[i]);
      }
}

/* The document of the answered study reads again without a fault, and has the effect. */
static void
try_option (CrfStudy *study, const char *id, const CrfOpenQuestion *question, const CrfQuestionOption *option)
{
  g_autoptr (GHashTable) answers = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (CrfStudy) answered = NULL;
  g_autoptr (CrfStudy) again = NULL;
  g_autoptr (GPtrArray) faults = NULL;
  g_autoptr (GPtrArray) facts = NULL;
  g_autoptr (GError) error = NULL;
  guint n_effects = 0;

  g_test_message ("%s: %s", id, option->oid);
  g_hash_table_insert (answers, (gpointer) question->oid, (gpointer) option->oid);
  answered = crf_study_answer (study, answers, &error);
  g_assert_no_error (error);
  again = crf_study_read_document (crf_study_get_document (answered), -1, id, &faults, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < faults->len; i++)
    g_test_message ("  %s", ((const CrfFault *) g_ptr_array_index (faults, i))->what);
  g_assert_cmpuint (faults->len, ==, 0);
  facts = crf_study_facts (again, "en");
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    if (strcmp (options[i].option, option->oid) == 0 && (options[i].study == NULL || strcmp (options[i].study, id) == 0))
      {
        assert_fact (facts, &options[i]);
        n_effects++;
      }
  /* An option that nobody has stated the effect of is not tested. */
  g_assert_cmpuint (n_effects, >, 0);
}

static void
every_option_has_its_effect (gconstpointer data)
{
  const char *id = data;
  g_autoptr (CrfStudy) study = read_protocol (id, NULL);
  const GPtrArray *questions = crf_study_get_questions (study);

  g_assert_cmpuint (questions->len, >, 10);
  for (guint i = 0; i < questions->len; i++)
    {
      const CrfOpenQuestion *question = g_ptr_array_index (questions, i);

      g_assert_cmpuint (question->options->len, >, 1);
      for (guint j = 0; j < question->options->len; j++)
        try_option (study, id, question, g_ptr_array_index (question->options, j));
    }
}

/* One change of a shipped protocol that would dose, count or unblind wrongly. */
static const struct
{
  const char *study, *from, *to, *oid, *what;
} faults_of_protocols[] = {
  { "nct01218464", "sw:Concept=\"inf.lot\" sw:Unblinding=\"Yes\"", "sw:Concept=\"inf.lot\" sw:Unblinding=\"No\"", "IT.INFLOT", "not sealed" },
  { "nct06167473", "<FormRef FormOID=\"F.INF\" OrderNumber=\"3\" Mandatory=\"Yes\"/>", "", "SE.INFUSION", "no infusion form" },
  { "nct01218464", "sw:Concept=\"inf.thaw\" sw:Unblinding=\"Yes\"", "sw:Concept=\"inf.thaw\" sw:Unblinding=\"No\"", "IT.INFTHAW", "not sealed" },
  { "nct01218464", "<FormRef FormOID=\"F.MON\"", "<FormRef FormOID=\"F.NIGHT\"", "SE.INFUSION", "F.NIGHT" },
  { "nct01218464", "<sw:Replace Element=\"SE.INFUSION\" Attribute=\"sw:After\" Value=\"14\"/>",
    "<sw:Replace Element=\"SE.INFUSION\" Attribute=\"sw:After\" Value=\"13\"/>", "SE.INFUSION", "AllocationDays" },
  { "nct01218464", "sw:Concept=\"inf.volume\" sw:Unblinding", "sw:Unblinding", "F.INF", "inf.volume" },
  { "nct06242405", "Counts=\"GIB ASCITES HE\"", "Counts=\"GIB ASCITIS HE\"", "EP.DECOMPENSATION", "ASCITIS" },
  { "nct06242405", "Kind=\"survival\" Role=\"secondary\" Day=\"168\"", "Kind=\"survival\" Role=\"secondary\" Day=\"365\"", "EP.SURVIVAL", "nobody is seen" },
  { "nct06242405", "Name=\"INFUSION\" Repeating=\"Yes\"", "Name=\"INFUSION\" Repeating=\"No\"", "SE.INFUSION", "does not repeat" },
  { "nct06167473", "<FormRef FormOID=\"F.DTH\" OrderNumber=\"6\" Mandatory=\"No\"/>", "", "EP.SURVIVAL", "kind death" },
  { "nct06167473", "coalesce(age_years(BRTHDAT, ICDTC), AGEREP) BETWEEN 18 AND 80", "INFWT &gt; 40", "I1", "before the allocation" },
  { "nct06167473", "coalesce(age_years(BRTHDAT, ICDTC), AGEREP) BETWEEN 18 AND 80", "IMGTUM = 'N'", "I1", "has several" },
};

static void
faults_are_named (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (faults_of_protocols); i++)
    {
      g_autofree char *name = g_strconcat (faults_of_protocols[i].study, ".xml", NULL);
      g_autofree char *path = g_build_filename (g_getenv ("STEMWARD_DATA_DIR"), "studies", name, NULL);
      g_autofree char *forms = g_build_filename (g_getenv ("STEMWARD_DATA_DIR"), "forms", NULL);
      g_autofree char *copy = g_build_filename (g_get_user_cache_dir (), name, NULL);
      g_autofree char *text = NULL, *changed = NULL;
      g_autoptr (GPtrArray) faults = NULL;
      g_autoptr (CrfStudy) study = NULL;
      g_auto (GStrv) halves = NULL;
      gboolean found = FALSE;

      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      halves = g_strsplit (text, faults_of_protocols[i].from, 2);
      g_test_message ("case %u: %s", i, faults_of_protocols[i].what);
      g_assert_nonnull (halves[1]);
      changed = g_strconcat (halves[0], faults_of_protocols[i].to, halves[1], NULL);
      g_mkdir_with_parents (g_get_user_cache_dir (), 0700);
      g_assert_true (g_file_set_contents (copy, changed, -1, NULL));
      g_clear_pointer (&study, crf_study_unref);
      study = crf_study_read_file (copy, forms, NULL, &faults, NULL);
      for (guint j = 0; j < faults->len; j++)
        {
          const CrfFault *fault = g_ptr_array_index (faults, j);

          g_test_message ("  %s:%d [%s] %s", fault->file, fault->line, fault->oid, fault->what);
          found = found || (fault->line > 0 && g_strcmp0 (fault->oid, faults_of_protocols[i].oid) == 0
                            && strstr (fault->what, faults_of_protocols[i].what) != NULL && fault->harm != NULL && fault->remedy != NULL);
        }
      g_assert_true (found);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (protocols); i++)
    {
      g_autofree char *records = g_strdup_printf ("/study/protocols/the-record-is-kept/%s", protocols[i]);
      g_autofree char *answers = g_strdup_printf ("/study/protocols/every-option-has-its-effect/%s", protocols[i]);

      g_test_add_data_func (records, protocols[i], records_are_kept);
      g_test_add_data_func (answers, protocols[i], every_option_has_its_effect);
    }
  g_test_add_func ("/study/protocols/a-fault-in-one-of-them-is-named", faults_are_named);
  return g_test_run ();
}
