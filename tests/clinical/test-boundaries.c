/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every published cut-off, from both sides and exactly on it. Cut-offs: Pugh 1973 and the SI table,
 * Johnson 2015, Sterling 2006, Wai 2003, Jalan 2014, CTCAE v5.0, OPTN policy 9.1.D.
 */

#include "clinical-test-util.h"

static void
test_child_pugh (void)
{
#define REST ";ascites=none;he_grade=0"
  static const ComputeCase cases[] = {
    { "CHILD_PUGH_POINTS", "bili_mgdl=1.99;alb_gl=40;inr=1.0" REST, "5" },
    { "CHILD_PUGH_POINTS", "bili_mgdl=2;alb_gl=40;inr=1.0" REST, "6" },
    { "CHILD_PUGH_POINTS", "bili_mgdl=3;alb_gl=40;inr=1.0" REST, "6" },
    { "CHILD_PUGH_POINTS", "bili_mgdl=3.01;alb_gl=40;inr=1.0" REST, "7" },
    { "CHILD_PUGH_POINTS", "bili_umol=33.9;alb_gl=40;inr=1.0" REST, "5" },
    { "CHILD_PUGH_POINTS", "bili_umol=34;alb_gl=40;inr=1.0" REST, "6" },
    { "CHILD_PUGH_POINTS", "bili_umol=51;alb_gl=40;inr=1.0" REST, "6" },
    { "CHILD_PUGH_POINTS", "bili_umol=51.1;alb_gl=40;inr=1.0" REST, "7" },
    /* The two SI tables disagree at 34.1 and 51.2. */
    { "CHILD_PUGH_POINTS", "table=si_34_51;bili_umol=34.1;alb_gl=40;inr=1.0" REST, "6" },
    { "CHILD_PUGH_POINTS", "table=si_34.2_51.3;bili_umol=34.1;alb_gl=40;inr=1.0" REST, "5" },
    { "CHILD_PUGH_POINTS", "table=mgdl;bili_umol=34.1;alb_gl=40;inr=1.0" REST, "5" },
    { "CHILD_PUGH_POINTS", "table=mgdl;bili_umol=34.2;alb_gl=40;inr=1.0" REST, "6" },
    { "CHILD_PUGH_POINTS", "table=si_34_51;bili_umol=51.2;alb_gl=40;inr=1.0" REST, "7" },
    { "CHILD_PUGH_POINTS", "table=si_34.2_51.3;bili_umol=51.3;alb_gl=40;inr=1.0" REST, "6" },
    { "CHILD_PUGH_POINTS", "table=si_34.2_51.3;bili_umol=51.4;alb_gl=40;inr=1.0" REST, "7" },
    { "CHILD_PUGH_POINTS", "bili_umol=10;alb_gl=35.1;inr=1.0" REST, "5" },
    { "CHILD_PUGH_POINTS", "bili_umol=10;alb_gl=35;inr=1.0" REST, "6" },
    { "CHILD_PUGH_POINTS", "bili_umol=10;alb_gdl=2.8;inr=1.0" REST, "6" },
    { "CHILD_PUGH_POINTS", "bili_umol=10;alb_gdl=2.79;inr=1.0" REST, "7" },
    { "CHILD_PUGH_POINTS", "bili_umol=10;alb_gl=29;inr=1.0;cut_alb_low_gl=30" REST, "7" },
    { "CHILD_PUGH_POINTS", "bili_umol=10;alb_gl=40;inr=1.69" REST, "5" },
    { "CHILD_PUGH_POINTS", "bili_umol=10;alb_gl=40;inr=1.7" REST, "6" },
    { "CHILD_PUGH_POINTS", "bili_umol=10;alb_gl=40;inr=2.3" REST, "6" },
    { "CHILD_PUGH_POINTS", "bili_umol=10;alb_gl=40;inr=2.31" REST, "7" },
    { "CHILD_PUGH_POINTS", "bili_umol=10;alb_gl=40;inr=1.9;cut_inr_low=2;cut_inr_high=3" REST, "5" },
    { "CHILD_PUGH_POINTS", "bili_umol=10;alb_gl=40;pt_prolong_s=3.9" REST, "5" },
    { "CHILD_PUGH_POINTS", "bili_umol=10;alb_gl=40;pt_s=16;control_s=12" REST, "6" },
    { "CHILD_PUGH_POINTS", "bili_umol=10;alb_gl=40;pt_s=11;control_s=12" REST, "5" },
    { "CHILD_PUGH_POINTS", "bili_umol=10;alb_gl=40;pt_prolong_s=6" REST, "6" },
    { "CHILD_PUGH_POINTS", "bili_umol=10;alb_gl=40;pt_prolong_s=6.1" REST, "7" },
    { "CHILD_PUGH_POINTS", "bili_mgdl=3.9;alb_gl=40;inr=1.0;cholestatic=1" REST, "5" },
    { "CHILD_PUGH_POINTS", "bili_mgdl=4;alb_gl=40;inr=1.0;cholestatic=1" REST, "6" },
    { "CHILD_PUGH_POINTS", "bili_umol=10;alb_gl=40;inr=1.0;ascites=slight;he_grade=minimal", "6" },
    { "CHILD_PUGH_POINTS", "bili_umol=10;alb_gl=40;inr=1.0;ascites=moderate;he_grade=2", "8" },
    { "CHILD_PUGH_POINTS", "bili_umol=10;alb_gl=40;inr=1.0;ascites=none;he_grade=3", "7" },
    /* No signs under lactulose is 2 points; what medicine cannot help is 3. The worse of both counts. */
    { "CHILD_PUGH_POINTS", "bili_umol=10;alb_gl=40;inr=1.0;he_control=none" REST, "5" },
    { "CHILD_PUGH_POINTS", "bili_umol=10;alb_gl=40;inr=1.0;he_control=suppressed" REST, "6" },
    { "CHILD_PUGH_POINTS", "bili_umol=10;alb_gl=40;inr=1.0;ascites=none;he_grade=1;he_control=refractory", "7" },
    { "CHILD_PUGH_POINTS", "bili_umol=10;alb_gl=40;inr=1.0;ascites=none;he_grade=3;he_control=suppressed", "7" },
    { "CHILD_PUGH_POINTS", "bili_umol=10;alb_gl=40;inr=1.0;ascites=none;he_grade=2;he_control=none", "6" },
    { "CHILD_PUGH_POINTS", "bili_umol=10;alb_gl=40;inr=1.0;ascites=none;he_grade=;he_control=none", "NA" },
    { "CHILD_PUGH_CLASS", "bili_umol=40;alb_gl=40;inr=1.0" REST, "A" },
    { "CHILD_PUGH_CLASS", "bili_umol=60;alb_gl=40;inr=1.0" REST, "B" },
    { "CHILD_PUGH_CLASS", "bili_umol=60;alb_gl=20;inr=1.0" REST, "B" },
    { "CHILD_PUGH_CLASS", "bili_umol=60;alb_gl=20;inr=2.0" REST, "C" },
  };
#undef REST

  assert_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_meld_bounds (void)
{
  static const ComputeCase cases[] = {
    /* Sodium is used from M = 12; MELD(i) 1.14 is 11. */
    { "MELD_NA_2016", "bili_mgdl=1.3;inr=1.1;creat_mgdl=1.3;na=125;dialysis=0", "11" },
    { "MELD_NA_2016", "bili_mgdl=1.4;inr=1.1;creat_mgdl=1.3;na=137;dialysis=0", "11" },
    { "MELD_NA_2016", "bili_mgdl=1.5;inr=1.1;creat_mgdl=1.3;na=137;dialysis=0", "12" },
    { "MELD_NA_2016", "bili_mgdl=1.5;inr=1.1;creat_mgdl=1.3;na=125;dialysis=0", "23" },
    { "MELD_NA_2016", "bili_mgdl=1.5;inr=1.1;creat_mgdl=1.3;na=100;dialysis=0", "23" },
    { "MELD_NA_2016", "bili_mgdl=1.5;inr=1.1;creat_mgdl=1.3;na=150;dialysis=0", "12" },
    { "MELD_raw", "bili_mgdl=1;inr=1;creat_mgdl=4;dialysis=0", "19.696837" },
    { "MELD_raw", "bili_mgdl=1;inr=1;creat_mgdl=9;dialysis=0", "19.696837" },
    { "MELD_raw", "bili_mgdl=1;inr=1;creat_mgdl=0.5;dialysis=1", "19.696837" },
    { "MELD_raw", "bili_mgdl=1;inr=1;creat_mgdl=1;dialysis=0;aetiology_term=original;"
      "cholestatic_or_alcoholic=1", "0.000000" },
    { "MELD_raw", "bili_mgdl=1;inr=1;creat_mgdl=1;dialysis=0;aetiology_term=original;"
      "cholestatic_or_alcoholic=0", "6.430000" },
    { "MELD", "bili_mgdl=50;inr=9;creat_mgdl=9;dialysis=1", "40" },
    { "MELD3", "sex=F;bili_mgdl=50;inr=9;creat_mgdl=9;na=120;alb_gdl=1;dialysis=1", "40" },
    { "MELD3_raw", "sex=M;bili_mgdl=1;inr=1;creat_mgdl=3.0;na=137;alb_gdl=3.5;dialysis=0",
      "18.238541" }, /* 6 + 11.14 ln 3 */
    { "MELD3_raw", "sex=M;bili_mgdl=1;inr=1;creat_mgdl=4.0;na=137;alb_gdl=3.5;dialysis=0",
      "18.238541" },
  };

  assert_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_indices (void)
{
  static const ComputeCase graded[] = {
    /* 58 × 45 / (300 × √36) is 1.45 exactly; 65 × 50 / (100 × √100) is 3.25. */
    { "FIB4", "age_y=58;ast_ul=45;alt_ul=36;plt_109l=300", "indeterminate" },
    { "FIB4", "age_y=58;ast_ul=44.9;alt_ul=36;plt_109l=300", "low" },
    { "FIB4", "age_y=65;ast_ul=50;alt_ul=100;plt_109l=100", "indeterminate" },
    { "FIB4", "age_y=65;ast_ul=50.1;alt_ul=100;plt_109l=100", "high" },
    { "FIB4", "age_y=58;ast_ul=45;alt_ul=36;plt_109l=300;cut_low=2.0", "low" },
    { "APRI", "ast_ul=26;ast_uln=40;plt_109l=130", "low" },
    { "APRI", "ast_ul=26.1;ast_uln=40;plt_109l=130", "indeterminate" },
    { "APRI", "ast_ul=66;ast_uln=40;plt_109l=110", "indeterminate" },
    { "APRI", "ast_ul=66.1;ast_uln=40;plt_109l=110", "high" },
    { "ALBI", "bili_umol=10;alb_gl=38.36", "1" },
    { "ALBI", "bili_umol=10;alb_gl=38.35", "2" },
    { "ALBI", "bili_umol=10;alb_gl=24.12", "2" },
    { "ALBI", "bili_umol=10;alb_gl=24.11", "3" },
    /* 4.6 × 5 + 9 = 32 */
    { "MADDREY_DF", "pt_s=17;control_s=12;bili_mgdl=9", "severe" },
    { "MADDREY_DF", "pt_s=17;control_s=12;bili_mgdl=9;severe=above_32", "not severe" },
    { "MADDREY_DF", "pt_s=17;control_s=12;bili_mgdl=8.9", "not severe" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (graded); i++)
    {
      g_autoptr (CrfScoreResult) result = compute (graded[i].name, graded[i].inputs);

      g_test_message ("%s %s", graded[i].name, graded[i].inputs);
      g_assert_cmpstr (result->grade, ==, graded[i].expected);
    }
}

static void
test_clif_c (void)
{
#define OF(bili, creat, he, inr, map, lung)                                                        \
  "bili_mgdl=" bili ";creat_mgdl=" creat ";rrt=0;he_grade=" he ";inr=" inr ";map_mmhg=" map        \
  ";vasopressors=0;" lung
  static const ComputeCase cases[] = {
    { "CLIF_C_OF", OF ("5.9", "1.9", "0", "1.9", "70", "pao2_fio2=301"), "6" },
    { "CLIF_C_OF", OF ("6", "1.9", "0", "1.9", "70", "pao2_fio2=301"), "7" },
    { "CLIF_C_OF", OF ("11.9", "1.9", "0", "1.9", "70", "pao2_fio2=301"), "7" },
    { "CLIF_C_OF", OF ("12", "1.9", "0", "1.9", "70", "pao2_fio2=301"), "8" },
    { "CLIF_C_OF", OF ("1", "2", "0", "1.9", "70", "pao2_fio2=301"), "7" },
    { "CLIF_C_OF", OF ("1", "3.5", "0", "1.9", "70", "pao2_fio2=301"), "8" },
    { "CLIF_C_OF", OF ("1", "1", "1", "1.9", "70", "pao2_fio2=301"), "7" },
    { "CLIF_C_OF", OF ("1", "1", "3", "1.9", "70", "pao2_fio2=301"), "8" },
    { "CLIF_C_OF", OF ("1", "1", "0", "2.0", "70", "pao2_fio2=301"), "7" },
    { "CLIF_C_OF", OF ("1", "1", "0", "2.5", "70", "pao2_fio2=301"), "8" },
    { "CLIF_C_OF", OF ("1", "1", "0", "1", "69.9", "pao2_fio2=301"), "7" },
    { "CLIF_C_OF", OF ("1", "1", "0", "1", "70", "pao2_fio2=300"), "7" },
    { "CLIF_C_OF", OF ("1", "1", "0", "1", "70", "pao2_fio2=200"), "8" },
    { "CLIF_C_OF", OF ("1", "1", "0", "1", "70", "spo2_fio2=358"), "6" },
    { "CLIF_C_OF", OF ("1", "1", "0", "1", "70", "spo2_fio2=357"), "7" },
    { "CLIF_C_OF", OF ("1", "1", "0", "1", "70", "spo2_fio2=214"), "8" },
  };
#undef OF

  assert_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_ctcae_multiples (void)
{
  static const ComputeCase cases[] = {
    { "CTCAE5_ALT", "value_ul=50;baseline_ul=50;uln_ul=50", "0" },
    { "CTCAE5_ALT", "value_ul=140;baseline_ul=100;uln_ul=50", "0" },
    { "CTCAE5_ALT", "value_ul=149.9;baseline_ul=100;uln_ul=50", "0" },
    { "CTCAE5_ALT", "value_ul=150;baseline_ul=100;uln_ul=50", "1" },
    { "CTCAE5_ALT", "value_ul=300.1;baseline_ul=100;uln_ul=50", "2" },
    { "CTCAE5_ALT", "value_ul=500;baseline_ul=100;uln_ul=50", "2" },
    { "CTCAE5_ALT", "value_ul=500.1;baseline_ul=100;uln_ul=50", "3" },
    { "CTCAE5_ALT", "value_ul=2000.1;baseline_ul=100;uln_ul=50", "4" },
    /* 3 × 1.1 is 3.3000000000000003 in binary; 3.3 must be grade 1 and 3.31 grade 2. */
    { "CTCAE5_ALT", "value_ul=3.3;baseline_ul=1;uln_ul=1.1", "1" },
    { "CTCAE5_ALT", "value_ul=3.31;baseline_ul=1;uln_ul=1.1", "2" },
    /* 1.5 × 0.7 is 1.0499999999999998 in binary. */
    { "CTCAE5_ALT", "value_ukat=1.05;baseline_ukat=0.7;uln_ukat=0.6", "1" },
    { "CTCAE5_ALT", "value_ukat=1.04;baseline_ukat=0.7;uln_ukat=0.6", "0" },
    { "CTCAE5_ALT", "value_ul=140;is_baseline=1;uln_ul=50", "1" },
    { "CTCAE5_ALP", "value_ul=312.6;baseline_ul=90;uln_ul=125", "2" },
    { "CTCAE5_ALP", "value_ul=399;baseline_ul=200;uln_ul=125", "0" },
    { "CTCAE5_ALP", "value_ul=400;baseline_ul=200;uln_ul=125", "1" },
    { "CTCAE5_BILI", "value_umol=40;baseline_umol=40;uln_umol=21", "0" },
    { "CTCAE5_BILI", "value_umol=40.1;baseline_umol=40;uln_umol=21", "1" },
    { "CTCAE5_BILI", "value_umol=60.1;baseline_umol=40;uln_umol=21", "2" },
    { "CTCAE5_BILI", "value_umol=31.5;baseline_umol=15;uln_umol=21", "1" },
    { "CTCAE5_BILI", "value_mgdl=3.1;baseline_umol=15;uln_umol=17.1", "3" },
    { "CTCAE5_CREAT", "value_umol=92;baseline_umol=60;uln_umol=97", "2" },
    { "CTCAE5_CREAT", "value_umol=90;baseline_umol=60;uln_umol=97", "0" },
    { "CTCAE5_CREAT", "value_umol=98;baseline_umol=97;uln_umol=97", "1" },
    { "CTCAE5_CREAT", "value_umol=582.1;baseline_umol=500;uln_umol=97", "4" },
    { "CTCAE5_CREAT", "value_umol=291.1;baseline_umol=290;uln_umol=97", "3" },
    { "CTCAE5_INR", "value=1.2;on_anticoagulant=0", "0" },
    { "CTCAE5_INR", "value=1.21;on_anticoagulant=0", "1" },
    { "CTCAE5_INR", "value=1.51;on_anticoagulant=0", "2" },
    { "CTCAE5_INR", "value=2.5;on_anticoagulant=0", "2" },
    { "CTCAE5_INR", "value=2.51;on_anticoagulant=0", "3" },
  };

  assert_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_ctcae_absolute (void)
{
  static const ComputeCase cases[] = {
    { "CTCAE5_ALB", "value_gl=30;lln_gl=40", "1" },
    { "CTCAE5_ALB", "value_gl=29.9;lln_gl=40", "2" },
    { "CTCAE5_ALB", "value_gdl=2.0;lln_gl=40", "2" },
    { "CTCAE5_ALB", "value_gl=19.9;lln_gl=40", "3" },
    { "CTCAE5_NA_LOW", "value_mmol=136.9;lln_mmol=137", "1" },
    { "CTCAE5_NA_LOW", "value_mmol=129.5;lln_mmol=137", "1" },
    { "CTCAE5_NA_LOW", "value_mmol=129;lln_mmol=137;symptomatic=1", "3" },
    { "CTCAE5_NA_LOW", "value_mmol=125;lln_mmol=137;symptomatic=0", "2" },
    { "CTCAE5_NA_LOW", "value_mmol=120;lln_mmol=137", "3" },
    { "CTCAE5_NA_LOW", "value_mmol=119.9;lln_mmol=137", "4" },
    { "CTCAE5_NA_HIGH", "value_mmol=147;uln_mmol=147", "0" },
    { "CTCAE5_NA_HIGH", "value_mmol=150;uln_mmol=147", "1" },
    { "CTCAE5_NA_HIGH", "value_mmol=150.1;uln_mmol=147", "2" },
    { "CTCAE5_NA_HIGH", "value_mmol=155.1;uln_mmol=147", "3" },
    { "CTCAE5_K_HIGH", "value_mmol=5.5;uln_mmol=5.3", "1" },
    { "CTCAE5_K_HIGH", "value_mmol=5.6;uln_mmol=5.3", "2" },
    { "CTCAE5_K_HIGH", "value_mmol=6.1;uln_mmol=5.3", "3" },
    { "CTCAE5_K_HIGH", "value_mmol=7.1;uln_mmol=5.3", "4" },
    { "CTCAE5_K_LOW", "value_mmol=3.5;lln_mmol=3.5", "0" },
    { "CTCAE5_K_LOW", "value_mmol=3.0;lln_mmol=3.5;symptomatic=0", "1" },
    { "CTCAE5_K_LOW", "value_mmol=3.0;lln_mmol=3.5;symptomatic=1", "2" },
    { "CTCAE5_K_LOW", "value_mmol=2.9;lln_mmol=3.5", "3" },
    { "CTCAE5_K_LOW", "value_mmol=2.5;lln_mmol=3.5", "3" },
    { "CTCAE5_K_LOW", "value_mmol=2.4;lln_mmol=3.5", "4" },
    { "CTCAE5_PLT", "value_109l=74.9;lln_109l=125", "2" },
    { "CTCAE5_PLT", "value_109l=50;lln_109l=125", "2" },
    { "CTCAE5_PLT", "value_109l=49.9;lln_109l=125", "3" },
    { "CTCAE5_PLT", "value_109l=25;lln_109l=125", "3" },
    { "CTCAE5_HB", "value_gl=130;lln_gl=130", "0" },
    { "CTCAE5_HB", "value_gl=100;lln_gl=130", "1" },
    { "CTCAE5_HB", "value_gl=99.9;lln_gl=130", "2" },
    { "CTCAE5_HB", "value_gl=79.9;lln_gl=130", "3" },
    { "CTCAE5_WBC_LOW", "value_109l=1.0;lln_109l=3.5", "3" },
    { "CTCAE5_WBC_LOW", "value_109l=0.99;lln_109l=3.5", "4" },
    { "CTCAE5_WBC_LOW", "value_109l=0;lln_109l=3.5", "4" },
    { "CTCAE5_WBC_HIGH", "value_109l=100", "0" },
    { "CTCAE5_NEUT", "value_109l=0.49;lln_109l=1.8", "4" },
    { "CTCAE5_LYMPH", "value_109l=0.8;lln_109l=1.1", "1" },
    { "CTCAE5_LYMPH", "value_109l=0.79;lln_109l=1.1", "2" },
    { "CTCAE5_LYMPH", "value_109l=0.49;lln_109l=1.1", "3" },
    { "CTCAE5_LYMPH", "value_109l=0.19;lln_109l=1.1", "4" },
  };

  assert_cases (cases, G_N_ELEMENTS (cases));
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/clinical/boundaries/child-pugh-takes-two-points-on-a-cut-off",
                   test_child_pugh);
  g_test_add_func ("/clinical/boundaries/meld-keeps-its-bounds", test_meld_bounds);
  g_test_add_func ("/clinical/boundaries/indices-grade-in-decimal", test_indices);
  g_test_add_func ("/clinical/boundaries/clif-c-counts-each-organ", test_clif_c);
  g_test_add_func ("/clinical/boundaries/ctcae-follows-the-baseline-rule", test_ctcae_multiples);
  g_test_add_func ("/clinical/boundaries/ctcae-upper-ends-belong-to-the-lower-grade",
                   test_ctcae_absolute);
  return g_test_run ();
}
