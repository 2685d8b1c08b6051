/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A ward on the morning of an infusion: a patient of NCT06167473 who is randomised, a released lot of 10 bags of 20 mL (10 × 10⁶/mL, 90 %), two
 * nurses, an investigator. The clock stands at 2026-03-02 09:14. */

#pragma once

#include "crf-reader.h"
#include "crf-test-study.h"

#define GO_ANSWERS "GOTEMP=N GOBLEED=N GOINF=N GOHE=N GODRUG=N GOTESTS=Y GODEC=Y"

typedef struct
{
  CrfTestStudy *study;
  CrfSession *second;
  char *number;
} Ward;

/* @data: path of a definition; NULL: the shipped one. */
void ward_open (Ward *ward, gconstpointer data);
/* A study that enrols without randomisation; no lot is there yet. */
void ward_open_enrolled (Ward *ward, const char *protocol);
void ward_close (Ward *ward, gconstpointer data);
void ward_plan (Ward *ward);
char *ward_planned_volume (Ward *ward);
void ward_check_dose (Ward *ward);
void ward_order_and_go (Ward *ward); /* … and the release of the product */
void ward_release (Ward *ward);
char *ward_bag_code (Ward *ward);
void ward_check_identity (Ward *ward);
void ward_start (Ward *ward);
