/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Nobody comes to a visit after her death, and nothing begins with the dead. */

#pragma once

#include "crf-casebook.h"

G_BEGIN_DECLS

/* What is wrong with the date in @cell: a death before a day on which the patient was seen, or the other way round. NULL: nothing. Free it. */
char *crf_check_life (CrfCasebook *casebook, const CrfCell *cell);
/* The same of something that is said to have happened to the living patient on @day (ISO), before it is stored. Free it. */
char *crf_check_life_on (CrfCasebook *casebook, const char *day);
/* The day of death as far as it is known, where it lies before @day (ISO). NULL: it does not, or she lives. Free it. */
char *crf_check_life_death_before (CrfCasebook *casebook, const char *day);
/* The last day on which the record has seen the patient, at a visit or signing consent. NULL: on none. Free it. */
char *crf_check_life_last_seen (CrfCasebook *casebook);

G_END_DECLS
