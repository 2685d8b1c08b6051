/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Faults of definitions: each is made by one change of the good study, and must be named with line
 * and OID. Also files that are no definition, hostile files, and the collected files of other
 * programs. */

#include "crf-study-reader.h"

#include "study-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  const char *from, *to;
  CrfFaultLevel level;
  const char *oid;
  const char *what; /* a part of the sentence */
} FaultCase;

#define E CRF_FAULT_ERROR
#define W CRF_FAULT_WARNING

static const FaultCase cases[] = {
  /* References and OIDs. */
  { "CodeListOID=\"CL.SEX\"", "CodeListOID=\"CL.NONE\"", E, "IT.SEX", "CL.NONE" },
  { "FormOID=\"F.DM\"", "FormOID=\"F.NONE\"", E, "SE.SCR", "F.NONE" },
  { "ItemGroupOID=\"IG.DM\"", "ItemGroupOID=\"IG.NONE\"", E, "F.DM", "IG.NONE" },
  { "ItemOID=\"IT.AGE\" Or", "ItemOID=\"IT.NONE\" Or", E, "IG.DM", "IT.NONE" },
  { "StudyEventOID=\"SE.W4\"", "StudyEventOID=\"SE.NONE\"", E, "V1", "SE.NONE" },
  { "MeasurementUnitOID=\"MU.E9_L\"", "MeasurementUnitOID=\"MU.NONE\"", E, "IT.PLT", "MU.NONE" },
  { "MeasurementUnit OID=\"MU.MG_DL\"", "MeasurementUnit OID=\"MU.OTHER\"", E, "IT.TBIL",
    "MU.MG_DL" },
  { "ItemOID=\"IT.AGE\" Or", "CollectionExceptionConditionOID=\"CD.NONE\" ItemOID=\"IT.AGE\" Or", E,
    "IG.DM", "CD.NONE" },
  { "ItemOID=\"IT.AGE\" Or", "MethodOID=\"MT.NONE\" ItemOID=\"IT.AGE\" Or", E, "IG.DM", "MT.NONE" },
  { "ItemDef OID=\"IT.E1\"", "ItemDef OID=\"IT.I1\"", E, "IT.I1", "twice" },
  { "<sw:Design ",
    "<ConditionDef OID=\"CD.A\" Name=\"A\"/><ConditionDef OID=\"CD.A\" Name=\"B\"/><sw:Design ", E,
    "CD.A", "twice" },
  { "sw:Arm OID=\"ARM.HIGH\"", "sw:Arm OID=\"ARM.LOW\"", E, "ARM.LOW", "twice" },
  { "<ItemRef ItemOID=\"IT.SEX\"", "<ItemRef ItemOID=\"IT.AGE\"", E, "IG.DM", "twice" },
  { "ItemDef OID=\"IT.AGE\" ", "ItemDef ", E, "V1", "no OID" },
  { "StudyOID=\"LIB\"", "StudyOID=\"LIB2\"", E, "V1", "does not hold" },
  { "PriorFileOID=\"test.library\"", "PriorFileOID=\"test.other\"", E, "V1", "test.other" },
  { "PriorFileOID=\"test.library\"", "", E, "V1", "names no library" },
  /* Types. */
  { "DataType=\"integer\" sw:Concept", "DataType=\"whole\" sw:Concept", E, "IT.AGE", "whole" },
  { "Name=\"SEX\" DataType=\"text\"", "Name=\"SEX\" DataType=\"float\"", E, "IT.SEX",
    "does not fit" },
  { "CodedValue=\"F\"", "CodedValue=\"M\"", E, "CL.SEX", "twice" },
  { "CodedValue=\"F\"", "CodedValue=\"\"", E, "CL.SEX", "empty" },
  { "<CodeListRef CodeListOID=\"CL.SEX\"/>",
    "<RangeCheck Comparator=\"NE\" "
    "SoftHard=\"Soft\"><CheckValue>X</CheckValue></RangeCheck><CodeListRef "
    "CodeListOID=\"CL.SEX\"/>",
    E, "IT.SEX", "not a code" },
  { "sw:Concept=\"demog.age_reported\">",
    "sw:Concept=\"demog.age_reported\"><RangeCheck Comparator=\"GE\" "
    "SoftHard=\"Soft\"><CheckValue>12,5</CheckValue></RangeCheck>",
    E, "IT.AGE", "12,5" },
  { "sw:Concept=\"demog.age_reported\">",
    "sw:Concept=\"demog.age_reported\"><RangeCheck Comparator=\"ABOVE\" "
    "SoftHard=\"Soft\"><CheckValue>12</CheckValue></RangeCheck>",
    E, "IT.AGE", "ABOVE" },
  { "sw:Concept=\"demog.age_reported\">",
    "sw:Concept=\"demog.age_reported\"><RangeCheck "
    "SoftHard=\"Soft\"><CheckValue>12</CheckValue></RangeCheck>",
    E, "IT.AGE", "lacks" },
  { "<MeasurementUnitRef MeasurementUnitOID=\"MU.E9_L\"/>",
    "<MeasurementUnitRef MeasurementUnitOID=\"MU.E9_L\"/><sw:Unit UnitOID=\"MU.E9_L\" "
    "Factor=\"2\"/>",
    E, "IT.PLT", "not 1" },
  { "<MeasurementUnitRef MeasurementUnitOID=\"MU.E9_L\"/>",
    "<sw:Unit UnitOID=\"MU.E9_L\" Factor=\"1\"/><sw:Unit UnitOID=\"MU.MG_DL\" Factor=\"0\"/>", E,
    "IT.PLT", "MU.MG_DL" },
  { "<MeasurementUnitRef MeasurementUnitOID=\"MU.E9_L\"/>",
    "<sw:Unit UnitOID=\"MU.E9_L\" Factor=\"1\"/><sw:Unit UnitOID=\"MU.MG_DL\" Factor=\"1e3\"/>", E,
    "IT.PLT", "1e3" },
  { "<MeasurementUnitRef MeasurementUnitOID=\"MU.E9_L\"/>", "<sw:Range Low=\"9\" High=\"3\"/>", E,
    "IT.PLT", "ends below" },
  { "<MeasurementUnitRef MeasurementUnitOID=\"MU.E9_L\"/>",
    "<sw:Range Sex=\"W\" Low=\"1\" High=\"3\"/>", E, "IT.PLT", "W" },
  { "OrderNumber=\"3\" Mandatory=\"Yes\"/>\n        <ItemRef ItemOID=\"IT.NAME\"",
    "OrderNumber=\"3\" Mandatory=\"Maybe\"/>\n        <ItemRef ItemOID=\"IT.NAME\"", E, "IG.DM",
    "Maybe" },
  /* Expressions. */
  { "AGE BETWEEN 18", "AGEE BETWEEN 18", E, "I1", "AGEE" },
  { "AGE BETWEEN 18", "AGE BETWIXT 18", E, "I1", "cannot be understood" },
  { "AGE BETWEEN 18 AND 80", "random () &gt; 0", E, "I1", "random" },
  { "AGE BETWEEN 18 AND 80", "'Y'", E, "I1", "not a condition" },
  { "AGE BETWEEN 18 AND 80", "\"W9::AGE\" &gt; 18", E, "I1", "W9" },
  { "AGE BETWEEN 18 AND 80", "AGE IS NOT 3", W, "I1", "IS NOT" },
  { "AGE BETWEEN 18 AND 80", "SEX IS 'M' AND AGE &gt; 3", W, "I1", "IS NOT" },
  { "<FormalExpression Context=\"SQL/1\">SEX<", "<FormalExpression Context=\"SQL/1\">SEXX<", E,
    "ST.SEX", "SEXX" },
  { "Context=\"SQL/1\">AGE", "Context=\"js\">AGE", W, "I1", "js" },
  { "Context=\"SQL/1\">AGE", "Context=\"js\">AGE", E, "I1", "has no expression" },
  { "</MetaDataVersion>", "</MetaDataVersion><!-- -->", W, NULL, NULL }, /* no fault at all */
  /* Schedule. */
  { "sw:Day=\"28\" sw:Before=\"3\"", "sw:Day=\"28\" sw:Before=\"20\"", E, "SE.W4", "overlaps" },
  { "sw:Day=\"28\" sw:Before=\"3\"", "sw:Day=\"12\" sw:Before=\"3\"", E, "SE.W4", "overlaps" },
  { "sw:Day=\"28\" sw:Before=\"3\"", "sw:Day=\"28\" sw:Before=\"-3\"", E, "SE.W4", "negative" },
  { "sw:Day=\"28\" ", "", E, "SE.W4", "no day" },
  { "sw:Anchor=\"first-infusion\" sw:Day=\"28\"", "sw:Day=\"28\"", E, "SE.W4", "no anchor" },
  { "sw:Anchor=\"first-infusion\" sw:Day=\"28\"", "sw:Anchor=\"birth\" sw:Day=\"28\"", E, "SE.W4",
    "birth" },
  { "sw:Arms=\"ARM.HIGH\"", "sw:Arms=\"ARM.TOP\"", E, "SE.W4", "ARM.TOP" },
  { "sw:Day=\"28\"", "sw:Day=\"four weeks\"", E, "SE.W4", "four weeks" },
  { "Minutes=\"15\" Before=\"5\"", "Minutes=\"15\" Before=\"-5\"", E, "TP.15", "negative" },
  { "<sw:TimePoint OID=\"TP.15\"",
    "<sw:TimePoint OID=\"TP.20\" Minutes=\"20\" Before=\"5\" After=\"5\"/><sw:TimePoint "
    "OID=\"TP.15\"",
    E, "TP.15", "overlaps" },
  /* Arms, dose, randomisation. */
  { "Name=\"low\" Ratio=\"1\"", "Name=\"low\" Ratio=\"0\"", E, "ARM.LOW", "ratio" },
  { "<sw:Dose Low=\"1\" High=\"1\" Fixed=\"No\" Infusions=\"1\" IntervalDays=\"28\" "
    "IntervalBefore=\"3\" IntervalAfter=\"3\"/>",
    "<!-- -->", E, "ARM.LOW", "no dose" },
  { "Low=\"1\" High=\"1\"", "Low=\"\" High=\"\"", E, "ARM.LOW", "no dose" },
  { "Low=\"1\" High=\"1\"", "Low=\"0\" High=\"1\"", E, "ARM.LOW", "not above zero" },
  { "Low=\"1\" High=\"1\"", "Low=\"2\" High=\"1\"", E, "ARM.LOW", "below its Low" },
  { "Low=\"1\" High=\"1\"", "Low=\"1,5\" High=\"2\"", E, "ARM.LOW", "1,5" },
  { "Infusions=\"1\" IntervalDays=\"28\"", "Infusions=\"0\" IntervalDays=\"28\"", E, "ARM.LOW",
    "infusions" },
  { "Infusions=\"1\" IntervalDays=\"28\"", "Infusions=\"2\" IntervalDays=\"0\"", E, "ARM.LOW",
    "interval" },
  { "BlockSizes=\"2 4\"", "BlockSizes=\"2 3\"", E, "V1", "multiple" },
  { "BlockSizes=\"2 4\"", "BlockSizes=\"\"", E, "V1", "block sizes" },
  { "BlockSizes=\"2 4\"", "BlockSizes=\"2 four\"", E, "V1", "four" },
  { "Slots=\"40\"", "", E, "V1", "slots" },
  { "Code=\"M\"", "Code=\"F\"", E, "ST.SEX", "there twice" },
  { "Code=\"M\"", "Code=\"M|X\"", E, "ST.SEX", "no Code" },
  { "<sw:Stratum OID=\"ST.SEX\">", "<sw:Stratum OID=\"ST.SEX\" Weight=\"0\">", E, "ST.SEX", "weight" },
  { "<sw:Stratum OID=\"ST.SEX\">",
    "<sw:Stratum OID=\"ST.AGE\"><sw:Title><TranslatedText xml:lang=\"en\">Age</TranslatedText></sw:Title><FormalExpression "
    "Context=\"SQL/1\">AGE</FormalExpression></sw:Stratum><sw:Stratum OID=\"ST.SEX\">",
    E, "ST.AGE", "no Level" },
  { "Method=\"permuted-blocks\" BlockSizes=\"2 4\"", "Method=\"minimisation\"", E, "V1", "Probability" },
  { "Method=\"permuted-blocks\" BlockSizes=\"2 4\"", "Method=\"minimisation\" Probability=\"0.4\"", E, "V1", "equal chance" },
  { "Method=\"permuted-blocks\" BlockSizes=\"2 4\"", "Method=\"minimisation\" Probability=\"1.2\"", E, "V1", "above 1" },
  { "Method=\"permuted-blocks\" BlockSizes=\"2 4\"", "Method=\"minimisation\" Probability=\"1\"", W, "V1", "Probability is 1" },
  { "Method=\"permuted-blocks\"", "Method=\"minimisation\" Probability=\"0.8\"", W, "V1", "no blocks" },
  { "Method=\"permuted-blocks\" BlockSizes=\"2 4\"", "Method=\"minimisation\" Probability=\"0.8\" Measure=\"sum\"", E, "V1", "sum" },
  { "Slots=\"40\"", "Slots=\"40\" Probability=\"0.8\"", W, "V1", "minimisation only" },
  { "AllocationDays=\"14\"", "AllocationDays=\"14\" EligibilityDays=\"-1\"", E, "V1", "below zero" },
  { "Masking=\"none\" MayKnow=\"nurse investigator\"", "Masking=\"double\"", E, "V1", "masked" },
  { "Masking=\"none\"", "Masking=\"triple\"", E, "V1", "triple" },
  { "TolerancePercent=\"10\"", "TolerancePercent=\"-1\"", E, "V1", "dose rule" },
  { "CapMillion=\"\"", "CapMillion=\"0\"", E, "V1", "dose rule" },
  { "FactorBilirubin=\"17.1\"", "FactorBilirubin=\"0\"", E, "V1", "factor" },
  { "FactorBilirubin=\"17.1\"", "FactorBilirubin=\"17.104\"", E, "IT.TBIL", "17.104" },
  { "SampleWindowHours=\"24\"", "SampleWindowHours=\"73\"", E, "V1", "window" },
  { "CtcaeVersion=\"5\"", "CtcaeVersion=\"4\"", W, "V1", "version 5" },
  { "ChildPughTable=\"si_34_51\"", "ChildPughTable=\"si\"", E, "V1", "si" },
  { "Low=\"80\" High=\"\"", "Low=\"80\" High=\"70\"", E, "V1", "release" },
  { "Low=\"80\" High=\"\"", "Low=\"\" High=\"\"", W, "V1", "release" },
  /* Criteria. */
  { "ItemOID=\"IT.E1\" PartOIDs", "ItemOID=\"IT.NONE\" PartOIDs", E, "E1", "IT.NONE" },
  { "ItemOID=\"IT.E1\" PartOIDs", "PartOIDs", E, "E1", "no item" },
  { "ItemOID=\"IT.E1\" PartOIDs", "ItemOID=\"IT.SEX\" PartOIDs", E, "E1", "does not take" },
  { "ItemOID=\"IT.E1\" PartOIDs", "ItemOID=\"IT.AGE\" PartOIDs", E, "E1", "does not take" },
  { "PartOIDs=\"\"", "PartOIDs=\"IT.NONE\"", E, "E1", "IT.NONE" },
  { "PartOIDs=\"\"", "PartOIDs=\"IT.SEX\"", E, "E1", "IT.SEX" },
  { "Answer=\"human\"", "Answer=\"automatic\"", E, "E1", "no expression" },
  { "Answer=\"confirmed\" ItemOID=\"IT.I1\"", "Answer=\"confirmed\" LookBackDays=\"30\" ItemOID=\"IT.I1\"", E, "I1", "look-back lacks" },
  { "Answer=\"confirmed\" ItemOID=\"IT.I1\"", "Answer=\"confirmed\" LookBackDays=\"30\" LookBackFrom=\"ICDTC\" ItemOID=\"IT.I1\"", E, "I1", "its expression does not" },
  { "Polarity=\"exclusion\"", "", E, "E1", "polarity" },
  { "Polarity=\"exclusion\"", "Polarity=\"excluded\"", E, "E1", "excluded" },
  /* What fits, but would store, show, dose or unblind wrongly. */
  { "ItemOID=\"IT.SEX\" OrderNumber=\"3\"", "ItemOID=\"IT.SEX\" OrderNumber=\"2\"", W, "IG.DM", "OrderNumber" },
  { ">female<", ">male<", E, "IT.SEX", "same words" },
  { "CodedValue=\"F\"", "CodedValue=\"m\"", E, "IT.SEX", "capitals" },
  { "Name=\"RANK\" DataType", "Name=\"Wake\" DataType", E, "IT.RANK", "has the Name" },
  { "sw:Concept=\"demog.age_reported\">",
    "sw:Concept=\"demog.age_reported\"><RangeCheck Comparator=\"GE\" SoftHard=\"Hard\"><CheckValue>90</CheckValue></RangeCheck>"
    "<RangeCheck Comparator=\"LE\" SoftHard=\"Hard\"><CheckValue>18</CheckValue></RangeCheck>",
    E, "IT.AGE", "begins above" },
  { "<MeasurementUnitRef MeasurementUnitOID=\"MU.E9_L\"/>",
    "<MeasurementUnitRef MeasurementUnitOID=\"MU.E9_L\"/><sw:Range Low=\"1\" High=\"3\"/><sw:Range Low=\"2\" High=\"4\"/>", E, "IT.PLT",
    "another reference range" },
  { "<MeasurementUnitRef MeasurementUnitOID=\"MU.E9_L\"/>",
    "<sw:Unit UnitOID=\"MU.E9_L\" Factor=\"1\"/><sw:Unit UnitOID=\"MU.MG_DL\" Factor=\"2\"/><sw:Unit UnitOID=\"MU.MG_DL\" Factor=\"3\"/>", E,
    "IT.PLT", "twice" },
  { "MeasurementUnitRef MeasurementUnitOID=\"MU.E9_L\"", "MeasurementUnitRef MeasurementUnitOID=\"MU.MG_DL\"", E, "IT.PLT", "computed with" },
  { "<MeasurementUnitRef MeasurementUnitOID=\"MU.E9_L\"/>", "", E, "IT.PLT", "no unit" },
  { "sw:Concept=\"lab.plt\" sw:Unblinding=\"Yes\"", "sw:Concept=\"lab.plt\" sw:Unblinding=\"Yes\" sw:Identifier=\"Yes\"", E, "IT.PLT", "both" },
  { "<FormalExpression Context=\"SQL/1\">SEX<", "<FormalExpression Context=\"SQL/1\">TBIL<", E, "ST.SEX", "no list of codes" },
  { "AGE BETWEEN 18 AND 80", "PLT &gt; 50", E, "I1", "sealed" },
  { "AGE BETWEEN 18 AND 80", "NAME = 'x'", E, "I1", "sealed" },
  { "ItemOID=\"IT.E1\" PartOIDs", "ItemOID=\"IT.I1\" PartOIDs", E, "E1", "Another criterion" },
  { "<ItemRef ItemOID=\"IT.E1\" OrderNumber=\"2\" Mandatory=\"Yes\"/>", "", E, "E1", "eligibility form" },
  { "PartOIDs=\"\"", "PartOIDs=\"IT.E1\"", E, "E1", "part of itself" },
  { "Release Test=\"viability\"", "Release Test=\"viabilty\"", E, "V1", "viabilty" },
  { "<sw:Release Test=\"viability\"", "<sw:Release Test=\"viability\" Low=\"70\" High=\"\" Expected=\"\" Action=\"block\"/><sw:Release Test=\"viability\"", E,
    "V1", "two release limits" },
  { "Name=\"high\" Ratio", "Name=\"low\" Ratio", E, "ARM.HIGH", "name or title" },
  { "Low=\"3\" High=\"3\"", "Low=\"3000000\" High=\"3000000\"", E, "ARM.HIGH", "far above" },
  { "Slots=\"40\"", "Slots=\"10\"", W, "V1", "fewer slots" },
  { "sw:Anchor=\"first-infusion\" sw:Day=\"28\"", "sw:Anchor=\"last-infusion\" sw:Day=\"9\"", E, "SE.W4", "With one infusion" },
  { "MayKnow=\"nurse investigator\"", "MayKnow=\"nurse doctor\"", E, "V1", "no role" },
  { "Masking=\"none\" MayKnow=\"nurse investigator\"", "Masking=\"single\" MayKnow=\"nurse administrator\"", E, "V1", "administrator" },
  { "Masking=\"none\" MayKnow=\"nurse investigator\"", "Masking=\"single\" MayKnow=\"nurse assessor\"", E, "V1", "assessor" },
  { "Masking=\"none\" MayKnow=\"nurse investigator\"", "Masking=\"double\" MayKnow=\"pharmacist nurse\"", E, "V1", "nurse" },
  { "Masking=\"none\" MayKnow=\"nurse investigator\"", "Masking=\"double\" MayKnow=\"pharmacist\"", E, "SE.W4", "some arms only" },
  /* What an item means. */
  { "DataType=\"text\" sw:Concept=\"demog.sex\"", "DataType=\"text\" sw:Concept=\"clin.dialysis\"", E, "IT.SEX", "needs the code" },
  { "Name=\"WAKE\" DataType=\"time\"", "Name=\"WAKE\" DataType=\"time\" sw:Concept=\"visit.date\"", E, "IT.WAKE", "is a date" },
  { "sw:Concept=\"demog.age_reported\"", "sw:Concept=\"demog.phone\"", E, "IT.AGE", "names a person" },
  { "Name=\"SMOKER\" DataType=\"boolean\"", "Name=\"SMOKER\" DataType=\"boolean\" sw:Concept=\"lab.k\"", E, "IT.SMOKER", "not a number" },
  { "<MeasurementUnitRef MeasurementUnitOID=\"MU.E9_L\"/>", "<MeasurementUnitRef MeasurementUnitOID=\"MU.E9_L\"/><Alias Context=\"LOINC\" Name=\"1742-6\"/>",
    E, "IT.PLT", "lab.alt" },
  { "sw:Concept=\"lab.plt\"", "sw:Concept=\"lab.plt\" sw:AlarmLow=\"9\" sw:AlarmHigh=\"3\"", E, "IT.PLT", "AlarmLow" },
  { "sw:Concept=\"demog.sex\" ", "sw:Concept=\"demog.sex\" sw:AlarmOn=\"X\" ", E, "IT.SEX", "AlarmOn" },
  { "<MeasurementUnitRef MeasurementUnitOID=\"MU.E9_L\"/>",
    "<MeasurementUnitRef MeasurementUnitOID=\"MU.E9_L\"/><RangeCheck Comparator=\"LE\" SoftHard=\"Hard\"><CheckValue>1.5</CheckValue></RangeCheck>"
    "<sw:Range Low=\"125\" High=\"350\"/>", E, "IT.PLT", "every value of the reference range" },
  { "AGE BETWEEN 18 AND 80", "SEX = 'male'", E, "I1", "“male”" },
  { "AGE BETWEEN 18 AND 80", "SEX IN ('M', 'W')", E, "I1", "“W”" },
  { "AGE BETWEEN 18 AND 80", "CASE SEX WHEN 'X' THEN 1 ELSE 0 END", E, "I1", "“X”" },
  { "AGE BETWEEN 18 AND 80", "SEX &lt;&gt; 'm'", E, "I1", "“m”" },
  { "AGE BETWEEN 18 AND 80", "CASE WHEN SEX = 'M' THEN 'ok' ELSE 'no' END = 'ok'", W, NULL, NULL },
  /* What happens to a patient. */
  { "Infusions=\"1\" IntervalDays=\"28\"", "Infusions=\"3\" IntervalDays=\"6\"", E, "ARM.LOW", "successive infusions" },
  { "CapMillion=\"\"", "CapMillion=\"30\"", E, "ARM.LOW", "cap" },
  { "Low=\"80\" High=\"\"", "Low=\"0.8\" High=\"\"", E, "V1", "per cent" },
  { "<sw:TimePoint OID=\"TP.15\"", "<sw:TimePoint OID=\"TP.90\" Minutes=\"90\" Before=\"5\" After=\"5\"/><sw:TimePoint OID=\"TP.15\"", E, "TP.15", "not later" },
  { "Name=\"Demographics\" Repeating=\"No\"", "Name=\"Demographics\" Repeating=\"Yes\"", E, "F.DM", "repeats" },
  { "sw:Kind=\"eligibility\"", "sw:Kind=\"adverse-event\"", E, "F.IE", "does not repeat" },
  { "sw:Kind=\"eligibility\"", "sw:Kind=\"demographics\"", E, "F.IE", "of kind demographics too" },
  { "Type=\"Scheduled\" sw:Kind=\"follow-up\" sw:Anchor=\"first-infusion\" sw:Day=\"7\"",
    "Type=\"Unscheduled\" sw:Kind=\"follow-up\" sw:Anchor=\"first-infusion\" sw:Day=\"7\"", E, "SE.W1", "not scheduled" },
  { "Type=\"Scheduled\" sw:Kind=\"follow-up\" sw:Anchor=\"first-infusion\" sw:Day=\"7\"",
    "Type=\"Scheduled\" sw:Kind=\"screening\" sw:Anchor=\"first-infusion\" sw:Day=\"7\"", E, "SE.W1", "of kind screening too" },
  /* Open questions. */
  { "Default=\"Q.INFUSIONS.1\"", "Default=\"Q.INFUSIONS.9\"", E, "Q.INFUSIONS", "default" },
  { "Element=\"ARM.LOW\" Child", "Element=\"ARM.NONE\" Child", E, "Q.INFUSIONS.2", "ARM.NONE" },
  { "Element=\"ARM.LOW\" Child=\"Dose\" Attribute=\"Infusions\"",
    "Element=\"ARM.LOW\" Child=\"Dose\" Attribute=\"a b\"", E, "Q.INFUSIONS.2", "ARM.LOW" },
  { "<sw:Replace Element=\"ARM.HIGH\" Child=\"Dose\" Attribute=\"Infusions\" Value=\"2\"/>\n",
    "</sw:Option></sw:Question><sw:Question OID=\"Q.B\" Default=\"Q.B.1\"><sw:Option "
    "OID=\"Q.B.1\"><sw:Replace Element=\"ARM.LOW\" "
    "Child=\"Dose\" Attribute=\"Infusions\" Value=\"1\"/>",
    E, "Q.B.1", "Another question" },
  /* Warnings. */
  { "sw:Concept=\"demog.age_reported\"", "sw:Concept=\"demog.age\"", W, "IT.AGE", "demog.age" },
  { "sw:Concept=\"demog.age_reported\"", "sw:Concept=\"demog.sex\"", W, "IT.SEX", "IT.AGE" },
  { "<TranslatedText xml:lang=\"zh-CN\">年龄</TranslatedText>", "", W, "IT.AGE", "zh-CN" },
  { "<TranslatedText xml:lang=\"en\">Age</TranslatedText>", "", W, "IT.AGE", "en" },
  { "<ItemRef ItemOID=\"IT.WAKE\" OrderNumber=\"7\" Mandatory=\"No\"/>", "", W, "IT.WAKE",
    "No item group" },
  { "<StudyEventRef StudyEventOID=\"SE.W4\" OrderNumber=\"3\" Mandatory=\"Yes\"/>", "", W, "SE.W4",
    "protocol" },
  { "DataType=\"time\"", "DataType=\"partialTime\"", W, "IT.WAKE", "partialTime" },
  { "<FormRef FormOID=\"F.DM\"",
    "<FormRef CollectionExceptionConditionOID=\"CD.X\" FormOID=\"F.DM\"", W, "SE.SCR",
    "condition" },
  { "<ClinicalData/>", "<ClinicalData/>", W, NULL, "data" },
  { "sw:Widget=\"radio\"", "sw:Widget=\"wheel\"", E, "IT.SEX", "wheel" },
  { "sw:Widget=\"radio\"", "sw:Widget=\"radio\" sw:MaxAgeHours=\"72\" sw:Panels=\"IG.NONE\"", E, "IT.SEX", "IG.NONE" },
  { "sw:Widget=\"radio\"", "sw:Widget=\"radio\" sw:MaxAgeHours=\"72\" sw:Panels=\"IG.DM\"", E, "IT.SEX", "IG.DM" },
  { "sw:Widget=\"radio\"", "sw:Widget=\"radio\" sw:MaxAgeHours=\"72\"", E, "IT.SEX", "no panel" },
};

#undef E
#undef W

static const CrfFault *
find_fault (const GPtrArray *faults, const FaultCase *c)
{
  for (guint i = 0; i < faults->len; i++)
    {
      const CrfFault *fault = g_ptr_array_index (faults, i);

      g_test_message ("  %s:%d [%s] %s", fault->file, fault->line, fault->oid, fault->what);
      if (fault->level == c->level && (c->oid == NULL || g_strcmp0 (fault->oid, c->oid) == 0)
          && strstr (fault->what, c->what) != NULL)
        return fault;
    }
  return NULL;
}

static void
test_faults (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const FaultCase *c = &cases[i];
      gboolean adds_data = g_str_has_prefix (c->from, "<ClinicalData");
      g_autoptr (GPtrArray) faults = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (CrfStudy) study
          = fixture_changed (adds_data ? "</ODM>" : c->from,
                             adds_data ? "<ClinicalData/></ODM>" : c->to, &faults, &error);
      const CrfFault *fault;

      g_test_message ("case %u: %s", i, c->to);
      g_assert_nonnull (faults);
      if (c->what == NULL)
        {
          g_assert_no_error (error);
          g_assert_cmpuint (faults->len, ==, 0);
          continue;
        }
      fault = find_fault (faults, c);
      g_assert_nonnull (fault);
      g_assert_cmpint (fault->line, >, 0);
      g_assert_cmpstr (fault->harm, !=, NULL);
      g_assert_cmpstr (fault->remedy, !=, NULL);
      if (c->level == CRF_FAULT_ERROR)
        {
          g_assert_null (study);
          g_assert_error (error, CRF_STUDY_ERROR, CRF_STUDY_ERROR_INVALID);
        }
    }
}

/* The line of a fault is that of the element, in the study or in the library. */
static void
test_place (void)
{
  g_autoptr (GPtrArray) faults = NULL;
  g_autoptr (CrfStudy) study = fixture_changed ("MeasurementUnit OID=\"MU.MG_DL\"",
                                                "MeasurementUnit OID=\"MU.OTHER\"", &faults, NULL);
  const CrfFault *fault = g_ptr_array_index (faults, 0);

  g_assert_null (study);
  g_assert_cmpstr (fault->file, ==, "library.xml");
  g_assert_cmpint (fault->line, ==, 56); /* <sw:Unit UnitOID="MU.MG_DL" … of IT.TBIL */
}

/* Faults that two changes make together. */
static void
test_pairs (void)
{
  static const struct
  {
    const char *from[2], *to[2], *oid, *what;
  } pairs[] = {
    { { "Masking=\"none\" MayKnow=\"nurse investigator\"", "Method=\"permuted-blocks\" BlockSizes=\"2 4\" Slots=\"40\"" },
      { "Masking=\"single\" MayKnow=\"nurse\"", "Method=\"none\" Assigned=\"investigator\"" }, "V1", "chooses the arm" },
    /* The smoker's question hides the rank, the rank the smoker's question. */
    { { "<ItemRef ItemOID=\"IT.SMOKER\"", "<ItemRef ItemOID=\"IT.RANK\"" },
      { "<ItemRef CollectionExceptionConditionOID=\"CD.RANK\" ItemOID=\"IT.SMOKER\"", "<ItemRef CollectionExceptionConditionOID=\"CD.SMOKER\" ItemOID=\"IT.RANK\"" },
      "IT.RANK", "hangs, through others" },
    { { "<ItemRef ItemOID=\"IT.SMOKER\"", "Masking=\"none\" MayKnow=\"nurse investigator\"" },
      { "<ItemRef CollectionExceptionConditionOID=\"CD.SEALED\" ItemOID=\"IT.SMOKER\"", "Masking=\"single\" MayKnow=\"nurse\"" }, "IG.DM", "hangs on PLT" },
    { { "Masking=\"none\" MayKnow=\"nurse investigator\"", "<ItemRef ItemOID=\"IT.RANK\"" },
      { "Masking=\"single\" MayKnow=\"nurse\"", "<ItemRef MethodOID=\"MT.SEALED\" ItemOID=\"IT.RANK\"" }, "IG.DM", "hangs on PLT" },
    { { "Name=\"WAKE\" DataType=\"time\"", "<sw:Unit UnitOID=\"MU.NONE\"" },
      { "Name=\"WAKE\" DataType=\"float\" sw:Concept=\"score.albi\"", "" }, "IT.WAKE", "needs “lab.alb”" },
  };
  static const char rules[]
      = "<ConditionDef OID=\"CD.RANK\" Name=\"A\"><FormalExpression Context=\"SQL/1\">RANK = 2</FormalExpression></ConditionDef>"
        "<ConditionDef OID=\"CD.SMOKER\" Name=\"B\"><FormalExpression Context=\"SQL/1\">SMOKER = 1</FormalExpression></ConditionDef>"
        "<ConditionDef OID=\"CD.SEALED\" Name=\"C\"><FormalExpression Context=\"SQL/1\">PLT &gt; 50</FormalExpression></ConditionDef>"
        "<MethodDef OID=\"MT.SEALED\" Name=\"D\" Type=\"Computation\"><FormalExpression Context=\"SQL/1\">PLT + 1</FormalExpression></MethodDef>"
        "<sw:Design ";

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *text = fixture_text ();
      g_autofree char *forms = fixture_path ("good/forms");
      g_autofree char *path = g_build_filename (g_get_user_cache_dir (), "pair.xml", NULL);
      g_autoptr (GString) changed = g_string_new (text);
      g_autoptr (GPtrArray) faults = NULL;
      g_autoptr (CrfStudy) study = NULL;
      const FaultCase expected = { "", "", CRF_FAULT_ERROR, pairs[i].oid, pairs[i].what };

      g_test_message ("pair %u: %s", i, pairs[i].what);
      for (guint j = 0; j < 2; j++)
        g_string_replace (changed, pairs[i].from[j], pairs[i].to[j], 1);
      g_string_replace (changed, "<sw:Design ", rules, 1);
      g_mkdir_with_parents (g_get_user_cache_dir (), 0700);
      g_assert_true (g_file_set_contents (path, changed->str, -1, NULL));
      study = crf_study_read_file (path, forms, NULL, &faults, NULL);
      g_assert_nonnull (find_fault (faults, &expected));
    }
}

static void
test_cycle (void)
{
  static const char methods[]
      = "<MethodDef OID=\"MT.A\" Name=\"A\" Type=\"Computation\"><FormalExpression "
        "Context=\"SQL/1\">RANK + 1</FormalExpression></MethodDef>"
        "<MethodDef OID=\"MT.B\" Name=\"B\" Type=\"Computation\"><FormalExpression "
        "Context=\"SQL/1\">AGE + 1</FormalExpression></MethodDef>"
        "<sw:Design ";
  g_autofree char *text = fixture_text ();
  g_auto (GStrv) design = g_strsplit (text, "<sw:Design ", 2);
  g_autofree char *with_methods = g_strconcat (design[0], methods, design[1], NULL);
  g_auto (GStrv) age = g_strsplit (with_methods, "<ItemRef ItemOID=\"IT.AGE\"", 2);
  g_autofree char *with_age
      = g_strconcat (age[0], "<ItemRef MethodOID=\"MT.A\" ItemOID=\"IT.AGE\"", age[1], NULL);
  g_auto (GStrv) rank = g_strsplit (with_age, "<ItemRef ItemOID=\"IT.RANK\"", 2);
  g_autofree char *cyclic
      = g_strconcat (rank[0], "<ItemRef MethodOID=\"MT.B\" ItemOID=\"IT.RANK\"", rank[1], NULL);
  g_autofree char *forms = fixture_path ("good/forms");
  const FaultCase expected[] = { { "", "", CRF_FAULT_ERROR, "IT.AGE", "computed from itself" },
                                 { "", "", CRF_FAULT_ERROR, "IT.RANK", "computed from itself" } };
  g_autofree char *path = g_build_filename (g_get_user_cache_dir (), "cyclic.xml", NULL);
  g_autofree char *straight_path = g_build_filename (g_get_user_cache_dir (), "straight.xml", NULL);
  g_autoptr (GPtrArray) faults = NULL;
  g_autoptr (GPtrArray) no_faults = NULL;
  g_autoptr (CrfStudy) straight = NULL;

  g_mkdir_with_parents (g_get_user_cache_dir (), 0700);
  g_assert_true (g_file_set_contents (straight_path, with_age, -1, NULL));
  straight = crf_study_read_file (straight_path, forms, NULL, &no_faults, NULL);
  g_assert_nonnull (straight);
  g_assert_cmpuint (no_faults->len, ==, 0);
  g_assert_true (g_file_set_contents (path, cyclic, -1, NULL));
  g_assert_null (crf_study_read_file (path, forms, NULL, &faults, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_nonnull (find_fault (faults, &expected[i]));
}

static void
test_kinds (void)
{
  static const struct
  {
    const char *xml;
    CrfStudyError code;
    const char *says;
  } files[] = {
    { "", CRF_STUDY_ERROR_XML, "" },
    { "hello", CRF_STUDY_ERROR_XML, "line 1" },
    { "<ODM><Study></ODM>", CRF_STUDY_ERROR_XML, "line 1" },
    { "<html/>", CRF_STUDY_ERROR_KIND, "not a CDISC ODM" },
    { "<x:ODM xmlns:x='urn:other'/>", CRF_STUDY_ERROR_KIND, "not a CDISC ODM" },
    { "<ODM xmlns='http://www.cdisc.org/ns/odm/v2.0' ODMVersion='2.0'/>", CRF_STUDY_ERROR_KIND,
      "2.0" },
    { "<ODM xmlns='http://www.cdisc.org/ns/odm/v1.3' ODMVersion='2.0'/>", CRF_STUDY_ERROR_KIND,
      "2.0" },
    { "<ODM xmlns='http://www.cdisc.org/ns/odm/v1.3'><ClinicalData/></ODM>", CRF_STUDY_ERROR_KIND,
      "only data" },
    { "<ODM xmlns='http://www.cdisc.org/ns/odm/v1.3' "
      "xmlns:def='http://www.cdisc.org/ns/def/v2.1'><Study><MetaDataVersion><ItemDef/>"
      "</MetaDataVersion></Study></ODM>",
      CRF_STUDY_ERROR_KIND, "Define-XML" },
    { "<ODM xmlns='http://www.cdisc.org/ns/odm/v1.3' "
      "xmlns:data='http://www.cdisc.org/ns/Dataset-XML/v1.0'/>",
      CRF_STUDY_ERROR_KIND, "Dataset-XML" },
    { "<!DOCTYPE ODM [<!ENTITY a 'b'>]><ODM>&a;</ODM>", CRF_STUDY_ERROR_XML, "entities" },
    { "<!DOCTYPE ODM [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><ODM>&a;</ODM>", CRF_STUDY_ERROR_XML,
      "entities" },
    { "<!DOCTYPE ODM [<!ENTITY % p SYSTEM 'http://127.0.0.1:9/x.dtd'> %p;]><ODM/>",
      CRF_STUDY_ERROR_XML, "entities" },
    { "<ODM><Study><MetaDataVersion><Include StudyOID='a' "
      "MetaDataVersionOID='b'/></MetaDataVersion></Study></ODM>",
      CRF_STUDY_ERROR_INVALID, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (crf_study_read_document (files[i].xml, -1, "some.xml", NULL, &error));
      g_test_message ("case %u: %s", i, error->message);
      g_assert_error (error, CRF_STUDY_ERROR, (int) files[i].code);
      g_assert_nonnull (strstr (error->message, files[i].says));
      g_assert_nonnull (strstr (error->message, "some.xml"));
    }
}

static void
test_unreadable (void)
{
  static const char *const paths[] = { "/nonexistent/study.xml", "/", "/dev/null" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) faults = NULL;

      g_assert_null (crf_study_read_file (paths[i], NULL, NULL, &faults, &error));
      g_assert_error (error, CRF_STUDY_ERROR, CRF_STUDY_ERROR_READ);
      g_assert_null (faults);
    }
}

static void
test_hostile (void)
{
  GString *deep = g_string_new ("<ODM>");
  GString *laughs = g_string_new ("<!DOCTYPE ODM [<!ENTITY l0 'ha'>");
  GString *wide = g_string_new ("<ODM><Study OID='S'><MetaDataVersion OID='V' Name='v'>");
  g_autoptr (CrfStudy) study = NULL;
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 100000; i++)
    g_string_append (deep, "<Study>");
  g_assert_null (crf_study_read_document (deep->str, -1, "deep", NULL, &error));
  g_assert_error (error, CRF_STUDY_ERROR, CRF_STUDY_ERROR_XML);
  g_clear_error (&error);

  for (int i = 1; i < 12; i++)
    g_string_append_printf (laughs,
                            "<!ENTITY l%d '&l%d;&l%d;&l%d;&l%d;&l%d;&l%d;&l%d;&l%d;&l%d;&l%d;'>", i,
                            i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
  g_string_append (laughs, "]><ODM A='&l11;'>&l11;</ODM>");
  g_assert_null (crf_study_read_document (laughs->str, -1, "laughs", NULL, &error));
  g_assert_error (error, CRF_STUDY_ERROR, CRF_STUDY_ERROR_XML);
  g_clear_error (&error);

  for (int i = 0; i < 20000; i++)
    g_string_append_printf (wide, "<ItemDef OID='I%d' Name='I%d' DataType='float'/>", i, i);
  g_string_append (wide, "</MetaDataVersion></Study></ODM>");
  study = crf_study_read_document (wide->str, -1, "wide", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (crf_study_get_items (study)->len, ==, 20000);
  g_string_free (deep, TRUE);
  g_string_free (laughs, TRUE);
  g_string_free (wide, TRUE);
}

/* A hundred megabytes in one attribute are refused before they are read, twenty by the parser. */
static void
test_huge (void)
{
  static const gsize sizes[] = { 100 * 1000 * 1000, 20 * 1000 * 1000 };
  static const CrfStudyError codes[] = { CRF_STUDY_ERROR_READ, CRF_STUDY_ERROR_XML };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *value = g_strnfill (sizes[i], 'x');
      g_autofree char *xml = g_strconcat ("<ODM xmlns='http://www.cdisc.org/ns/odm/v1.3'><Study OID='", value, "'/></ODM>", NULL);
      g_autoptr (GError) error = NULL;

      g_assert_null (crf_study_read_document (xml, (gssize) strlen (xml), "huge.xml", NULL, &error));
      g_assert_error (error, CRF_STUDY_ERROR, (int) codes[i]);
      g_assert_nonnull (strstr (error->message, "huge.xml"));
    }
}

/* Whatever byte is damaged, reading ends with a study or a sentence. */
static void
test_damaged (void)
{
  g_autoptr (CrfStudy) good = fixture_study ();
  gsize length = strlen (crf_study_get_document (good));

  for (int i = 0; i < 300; i++)
    {
      g_autofree char *text = g_strdup (crf_study_get_document (good));
      int n = g_test_rand_int_range (1, 4);
      g_autoptr (GError) error = NULL;
      g_autoptr (CrfStudy) study = NULL;

      for (int j = 0; j < n; j++)
        text[g_test_rand_int_range (0, (gint32) length)] = (char) g_test_rand_int_range (0, 256);
      study = crf_study_read_document (text,
                                       g_test_rand_int_range (0, 4) == 0
                                           ? g_test_rand_int_range (0, (gint32) length)
                                           : (gssize) length,
                                       "damaged", NULL, &error);
      g_assert_true ((study == NULL) == (error != NULL));
      if (error != NULL)
        g_assert_cmpuint (strlen (error->message), >, 10);
    }
}

/* Files of other programs: read, or declined with a sentence that names file and reason. */
static void
test_samples (void)
{
  static const struct
  {
    const char *name;
    guint events, forms, items; /* as the index of the samples counts them */
  } readable[] = {
    { "cdisc-metadata-5-languages.xml", 5, 7, 63 },
    { "odm2lsa-ODMTestfile-de.xml", 4, 6, 62 },
    { "openedc-example-metadata.xml", 3, 5, 28 },
    { "viedoc-Design_2022.xml", 14, 25, 239 },
    { "redcapr-longitudinal.REDCap.xml", 12, 9, 124 },
    { "odmlib-odm-data-snapshot.xml", 4, 7, 52 },
    { "openclinica-full-extract-with-notes.xml", 4, 8, 143 },
  };
  static const char *const declined[] = {
    "cdisc-odm-v2-demographics-race.xml", "odmlib-define-xml-2.1.xml", "odmlib-dataset-xml-ae.xml",
    "openedc-example-clinicaldata.xml",   "rave-double-byte.xml",      NULL,
  };
  g_autofree char *folder
      = g_build_filename (g_getenv ("STEMWARD_SHARED_DIR"), "samples", "odm", NULL);
  g_autoptr (GDir) dir
      = g_getenv ("STEMWARD_SHARED_DIR") != NULL ? g_dir_open (folder, 0, NULL) : NULL;
  const char *name;

  if (dir == NULL)
    {
      g_test_skip ("the samples are not there (meson option shared_dir)");
      return;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GPtrArray) faults = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (CrfStudy) study = NULL;

      if (!g_str_has_suffix (name, ".xml"))
        continue;
      study = crf_study_read_file (path, NULL, NULL, &faults, &error);
      g_test_message ("%s: %s", name, error != NULL ? error->message : "read");
      g_assert_true ((study == NULL) == (error != NULL));
      g_assert_true (error == NULL || strstr (error->message, name) != NULL);
      for (guint i = 0; i < G_N_ELEMENTS (readable); i++)
        if (g_str_equal (name, readable[i].name))
          {
            g_assert_no_error (error);
            g_assert_cmpuint (crf_study_get_events (study)->len, ==, readable[i].events);
            g_assert_cmpuint (crf_study_get_forms (study)->len, ==, readable[i].forms);
            g_assert_cmpuint (crf_study_get_items (study)->len, ==, readable[i].items);
          }
      if (g_strv_contains (declined, name))
        g_assert_error (error, CRF_STUDY_ERROR, CRF_STUDY_ERROR_KIND);
      if (study != NULL)
        {
          g_autoptr (CrfStudy) again
              = crf_study_read_document (crf_study_get_document (study), -1, name, NULL, &error);

          g_assert_no_error (error);
          g_assert_cmpstr (crf_study_get_document (again), ==, crf_study_get_document (study));
          g_assert_null (strstr (crf_study_get_document (study), "<ClinicalData"));
        }
    }
}

/* The studies and forms that are shipped have no fault. */
static void
test_shipped (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("STEMWARD_DATA_DIR"), "studies", NULL);
  g_autoptr (GDir) dir
      = g_getenv ("STEMWARD_DATA_DIR") != NULL ? g_dir_open (folder, 0, NULL) : NULL;
  const char *name;

  if (dir == NULL)
    {
      g_test_skip ("STEMWARD_DATA_DIR is not set: run by meson test");
      return;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GPtrArray) faults = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (CrfStudy) study = NULL;

      if (!g_str_has_suffix (name, ".xml"))
        continue;
      study = crf_study_read_file (path, NULL, NULL, &faults, &error);
      g_assert_no_error (error);
      for (guint i = 0; i < faults->len; i++)
        {
          const CrfFault *fault = g_ptr_array_index (faults, i);

          g_test_message ("%s:%d [%s] %s", fault->file, fault->line, fault->oid, fault->what);
        }
      g_assert_cmpuint (faults->len, ==, 0);
    }
}

/* The words that data/schema/README.md explains, and no others, are known. */
static void
test_concepts (void)
{
  g_autofree char *path
      = g_build_filename (g_getenv ("STEMWARD_DATA_DIR"), "schema", "README.md", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GRegex) regex = g_regex_new ("`([a-z]+\\.[a-z_0-9]+)`", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  const char *concepts;
  int n = 0;

  if (g_getenv ("STEMWARD_DATA_DIR") == NULL)
    {
      g_test_skip ("STEMWARD_DATA_DIR is not set: run by meson test");
      return;
    }
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  concepts = strstr (text, "## Concepts");
  g_assert_nonnull (concepts);
  for (g_regex_match (regex, concepts, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL), n++)
    {
      g_autofree char *word = g_match_info_fetch (match, 1);
      g_autofree char *attribute = g_strdup_printf ("sw:Concept=\"%s\"", word);
      g_autoptr (GPtrArray) faults = NULL;
      g_autoptr (CrfStudy) study
          = fixture_changed ("sw:Concept=\"demog.age_reported\"", attribute, &faults, NULL);

      g_test_message ("%s", word);
      for (guint i = 0; i < faults->len; i++)
        g_assert_null (strstr (((CrfFault *) g_ptr_array_index (faults, i))->what, "not known"));
    }
  g_assert_cmpint (n, >, 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/study/study-reader/every-fault-is-named-with-its-place", test_faults);
  g_test_add_func ("/study/study-reader/a-fault-in-the-library-names-the-library", test_place);
  g_test_add_func ("/study/study-reader/two-changes-that-make-a-fault-together-are-named", test_pairs);
  g_test_add_func ("/study/study-reader/derivations-in-a-circle-are-found", test_cycle);
  g_test_add_func ("/study/study-reader/another-kind-of-file-is-declined-with-a-sentence",
                   test_kinds);
  g_test_add_func ("/study/study-reader/a-file-that-cannot-be-read-is-said-so", test_unreadable);
  g_test_add_func ("/study/study-reader/hostile-files-do-no-harm", test_hostile);
  g_test_add_func ("/study/study-reader/an-attribute-of-a-hundred-megabytes-is-refused", test_huge);
  g_test_add_func ("/study/study-reader/damaged-files-end-in-a-sentence", test_damaged);
  g_test_add_func ("/study/study-reader/files-of-other-programs-are-read-or-declined",
                   test_samples);
  g_test_add_func ("/study/study-reader/the-shipped-studies-have-no-fault", test_shipped);
  g_test_add_func ("/study/study-reader/concepts-are-those-of-the-schema", test_concepts);
  return g_test_run ();
}
