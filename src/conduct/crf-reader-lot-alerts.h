/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Alerts about lots: a result that broke its limit, for each patient who was infused from the lot; a quarantine, also for who runs from it
 * now or has it set aside. In a study whose ward is blinded only those who may know the arms see them. */

#pragma once

#include "crf-session.h"

G_BEGIN_DECLS

typedef struct
{
  char *lot, *test, *result; /* the result translated, or a figure */
  char *on;               /* reported on, or the day it was entered */
  char *subject, *number; /* key and number */
  char *text;             /* a sentence */
  gboolean acknowledged;
} CrfLotAlert;

/* Of one patient, or (@subject NULL) of all; CrfLotAlert. */
GPtrArray *crf_reader_lot_alerts (CrfSession *session, const char *subject, GError **error);
/* Keys of the patients who were infused from the lot, as far as the session may know. */
GPtrArray *crf_lot_alerts_subjects (CrfSession *session, const char *lot);
/* What the lot is to the patient, as far as the session may know. */
typedef enum
{
  CRF_LOT_USE_NONE,
  CRF_LOT_USE_PLANNED, /* or reserved */
  CRF_LOT_USE_GIVEN,
  CRF_LOT_USE_RUNNING,
} CrfLotUse;
CrfLotUse   crf_lot_alerts_use (CrfSession *session, const char *lot, const char *subject);
/* "sterility": translated. */
const char *crf_lot_alert_test_name (const char *test);
/* A result in words: the codes are those the release asks with. What is measured is a figure already. */
const char *crf_lot_result_word (const char *result);

G_END_DECLS
