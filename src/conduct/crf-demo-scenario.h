/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What data/demonstration.ini says about the lives of a study: counts, shares, reasons, values of items. */

#pragma once

#include "crf-demo-course.h"
#include "crf-study.h"

G_BEGIN_DECLS

typedef struct _CrfScenario CrfScenario;

CrfScenario *crf_scenario_new (const CrfStudy *study, GError **error);
void         crf_scenario_free (CrfScenario *self);
/* The shipped protocol that the demonstration runs when none is named; free it. */
char        *crf_scenario_default_study (GError **error);

/* The study's own figure, else the usual one, else 0. */
double       crf_scenario_number (CrfScenario *self, const char *key);
/* How many of @n patients, where the figure is a count of the target number. */
int          crf_scenario_count (CrfScenario *self, const char *key, int n);
/* Whether it happens, where the figure is per cent. */
gboolean     crf_scenario_happens (CrfScenario *self, const char *key, GRand *rand);
/* NULL: not said. Free it. */
char        *crf_scenario_text (CrfScenario *self, const char *key);
/* One of the texts of the list under [reasons]; free it. */
char        *crf_scenario_reason (CrfScenario *self, const char *key, GRand *rand);
/* One line of a section, split at "|"; NULL: the section is empty. Free it. */
char       **crf_scenario_line (CrfScenario *self, const char *section, GRand *rand);
/* Why screening failed by a criterion of these words; free it. */
char        *crf_scenario_failure (CrfScenario *self, const char *criterion);
/* Whether the study says of its own what the item is given, whatever the course of the disease would. */
gboolean     crf_scenario_overrules (CrfScenario *self, const CrfItem *item);
/* What the item is given at a visit on @day (days since 1970), @since days from the infusion; NULL: nothing is said of it. Free it. */
char        *crf_scenario_value (CrfScenario *self, const CrfItem *item, CrfCourse *course, int day, int since, GRand *rand);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfScenario, crf_scenario_free)

G_END_DECLS
