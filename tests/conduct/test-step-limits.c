/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Numbers that the steps of an infusion, a lot and a consent take are no items of a form with range checks of their own: each is tried on its limit and
 * one step beyond, through its use case. What a body or a bag cannot have is refused or asked back; what it can have goes in. */

#include "crf-reader-infusion-day.h"
#include "ward.h"

#include <string.h>

#define act(...) crf_outcome_free (crf_test_do (__VA_ARGS__))

typedef enum { PREPARED, PLANNED, ORDERED, STARTED, GIVEN } Stage;

typedef struct
{
  const char *use_case;
  const char *others;  /* "key=value;…" */
  const char *key;
  const char *good[4]; /* on the limit */
  const char *bad[5];  /* one step beyond, or no number */
  Stage stage;
} Case;

#define LOT "lot=L-9;concentration=10;basis=total;viability=90;bag-volume=20;bags=10;expires=2026-06-30"
#define CHECK "passphrase=" CRF_TEST_PASSPHRASE
#define VITALS "at=2026-03-02 09:29;temperature=36.8;pulse=80;systolic=120;diastolic=80;respiration=16;saturation=98"

static const Case cases[] = {
  { "receive-lot", LOT, "concentration", { "0.001", NULL }, { "0", "-1", "many", NULL }, PREPARED },
  { "receive-lot", LOT, "viability", { "0.1", "100", NULL }, { "-0.1", "100.1", NULL }, PREPARED },
  { "receive-lot", LOT, "bag-volume", { "0.1", NULL }, { "0", "-1", NULL }, PREPARED },
  { "receive-lot", LOT, "bags", { "1", NULL }, { "0", "-1", "1.5", NULL }, PREPARED },
  { "receive-lot", LOT, "dmso", { "0", "100", NULL }, { "-0.1", "100.1", NULL }, PREPARED },
  { "reserve-bags", "lot=L-1", "bags", { "1", NULL }, { "0", "-1", "11", NULL }, PREPARED },
  { "plan-infusion", "weight=60;weight-date=2026-03-02 08:00;lot=L-1;duration=50;final-volume=50", "weight", { "60", NULL }, { "0", "-60", NULL }, PREPARED },
  { "plan-infusion", "weight=60;weight-date=2026-03-02 08:00;lot=L-1;duration=50;final-volume=50", "duration", { "50", "0.5", NULL }, { "0", "-1", "0.0001", NULL }, PREPARED },
  { "plan-infusion", "weight=60;weight-date=2026-03-02 08:00;lot=L-1;duration=50;final-volume=50", "final-volume", { "50", "5000", NULL }, { "0", "-1", "5001", NULL }, PREPARED },
  { "receive-lot", "concentration=10;basis=total;viability=90;bag-volume=20;bags=10;expires=2026-06-30", "lot", { "L-10", "L-1-A", NULL },
    { "L-1 ", "l-1", "L-\n1", NULL }, PREPARED },
  /* Vapour of liquid nitrogen is colder than −190 °C; −200 and 60 °C are the limits of the form. */
  { "dispatch-product", "at=2026-03-02 09:03;box=B-7;carrier=Sun;next=li", "temperature", { "-200", "2", "60", NULL }, { "-200.1", "60.1", "cold", NULL }, ORDERED },
  { "receive-product", "at=2026-03-02 09:10;appearance=OK;label=OK;preparation=P", "temperature", { "-200", "8", "60", NULL }, { "-200.1", "60.1", "cold", NULL },
    ORDERED },
  /* Unseen: what is planned goes in, anything else is refused. The syringe is read to 0.1 mL. */
  { "check-infusion", CHECK ";concentration=10;viability=90;volume=V", "weight", { "60", "60.0", NULL }, { "60.1", "0", "-60", "", NULL }, PLANNED },
  { "check-infusion", CHECK ";weight=60;viability=90;volume=V", "concentration", { "10", NULL }, { "10.1", "0", "-10", "", NULL }, PLANNED },
  { "check-infusion", CHECK ";weight=60;concentration=10;volume=V", "viability", { "90", NULL }, { "89.9", "100.1", "", NULL }, PLANNED },
  { "check-infusion", CHECK ";weight=60;concentration=10;viability=90", "volume", { "V", "+0.1", "-0.1", NULL }, { "+0.2", "-0.2", "0", "", NULL }, PLANNED },
  { "change-rate", "at=2026-03-02 09:14", "rate", { "0.1", "60", NULL }, { "0", "-1", "1e9", NULL }, STARTED },
  { "pause-infusion", "at=2026-03-02 09:14;why=pain", "volume", { "0", "50", NULL }, { "-1", "50.1", NULL }, STARTED },
  { "record-vitals", VITALS, "temperature", { "30", "43", NULL }, { "-1", "368", NULL }, STARTED },
  { "record-vitals", VITALS, "pulse", { "20", "250", NULL }, { "-1", "800", NULL }, STARTED },
  { "record-vitals", VITALS, "saturation", { "100", NULL }, { "-1", "101", NULL }, STARTED },
  { "record-vitals", VITALS, "systolic", { "200", NULL }, { "-1", "1200", NULL }, STARTED },
  { "record-vitals", VITALS, "diastolic", { "40", NULL }, { "-1", "800", NULL }, STARTED },
  { "record-vitals", VITALS, "respiration", { "8", NULL }, { "-1", "160", NULL }, STARTED },
  { "give-infusion", "stop=2026-03-02 10:04;outcome=GIVEN", "volume", { "50", NULL }, { "-1", "0", "5000", NULL }, STARTED },
  { "flush-line", "at=2026-03-02 10:05", "volume", { "0.1", "20", NULL }, { "-1", "0", NULL }, GIVEN },
  { "keep-container", "at=2026-03-02 10:05;container=KEPT", "residue", { "0", "50", NULL }, { "-1", "50.1", NULL }, GIVEN },
};

/* "V": the volume as planned, "+0.1": so much more; "P": the preparation that was ordered. Anything else is what it says. Free it. */
static char *
meant (Ward *ward,
       const char *key,
       const char *text)
{
  if (strcmp (text, "P") == 0)
    {
      g_autoptr (CrfInfusionDay) day = crf_reader_infusion_day (ward->study->nurse, ward->number, 0, NULL);

      return g_strdup (day->preparation);
    }
  if (strcmp (key, "volume") == 0 && (*text == 'V' || *text == '+' || (*text == '-' && text[1] == '0')))
    {
      g_autofree char *planned = ward_planned_volume (ward);
      char buffer[G_ASCII_DTOSTR_BUF_SIZE];

      return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.1f", g_ascii_strtod (planned, NULL) + (*text == 'V' ? 0 : g_ascii_strtod (text, NULL))));
    }
  return g_strdup (text);
}

static CrfOutcome *
run_with (Ward *ward,
          const Case *one,
          const char *value)
{
  const CrfUseCase *use_case = crf_use_case_find (one->use_case);
  g_autoptr (GHashTable) arguments = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto (GStrv) others = g_strsplit (one->others, ";", -1);
  g_autoptr (GError) error = NULL;
  CrfSession *session = strcmp (one->use_case, "check-infusion") == 0 ? ward->second
                        : (use_case->roles & CRF_ROLE_NURSE) != 0     ? ward->study->nurse
                                                                      : ward->study->investigator;
  CrfOutcome *outcome;

  for (char **other = others; *other != NULL && **other != '\0'; other++)
    {
      g_auto (GStrv) pair = g_strsplit (*other, "=", 2);

      g_hash_table_insert (arguments, g_strdup (pair[0]), meant (ward, pair[0], pair[1]));
    }
  g_hash_table_insert (arguments, g_strdup (one->key), meant (ward, strcmp (one->use_case, "check-infusion") == 0 ? one->key : "", value));
  outcome = crf_conduct (session, one->use_case, use_case->needs_subject ? ward->number : NULL, arguments, &error);
  g_assert_no_error (error);
  return outcome;
}

/* On a ward of its own, so that one case does not stand on what another left. */
static CrfOutcome *
try (const Case *one,
     const char *value,
     guint *asked)
{
  g_autoptr (GPtrArray) queries = NULL;
  Ward ward = { 0 };
  CrfOutcome *outcome;

  ward_open (&ward, NULL);
  if (one->stage >= PLANNED)
    ward_plan (&ward);
  if (one->stage >= ORDERED)
    ward_order_and_go (&ward);
  if (one->stage >= STARTED)
    {
      ward_check_identity (&ward);
      ward_check_dose (&ward);
      ward_start (&ward);
      if (strcmp (one->use_case, "change-rate") != 0 && strcmp (one->use_case, "pause-infusion") != 0)
        crf_test_study_set_now (ward.study, "2026-03-02T10:10");
    }
  if (one->stage == GIVEN)
    act (ward.study->nurse, "give-infusion", ward.number, "stop", "2026-03-02 10:04", "volume", "50", "outcome", "GIVEN", NULL);
  outcome = run_with (&ward, one, value);
  queries = crf_reader_queries (ward.study->nurse, ward.number, NULL, NULL);
  *asked = queries->len;
  ward_close (&ward, NULL);
  return outcome;
}

static void
each_number_of_a_step_is_met_on_both_sides (void)
{
  guint faults = 0, asked = 0;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      for (guint j = 0; cases[i].good[j] != NULL; j++)
        {
          g_autoptr (CrfOutcome) outcome = try (&cases[i], cases[i].good[j], &asked);

          if (outcome->refusal == NULL && outcome->prompt == NULL)
            continue;
          g_test_message ("%s, %s %s: refused, %s", cases[i].use_case, cases[i].key, cases[i].good[j],
                          outcome->refusal != NULL ? outcome->refusal->message : outcome->prompt->message);
          faults++;
        }
      for (guint j = 0; cases[i].bad[j] != NULL; j++)
        {
          g_autoptr (CrfOutcome) outcome = try (&cases[i], cases[i].bad[j], &asked);

          /* A reading at the bed is never refused: it is stored with a query. */
          if (!crf_outcome_done (outcome) || g_hash_table_contains (outcome->results, "deviation") || asked > 0)
            continue;
          g_test_message ("%s, %s %s: stored without a word", cases[i].use_case, cases[i].key, cases[i].bad[j]);
          faults++;
        }
    }
  g_assert_cmpuint (faults, ==, 0);
}

/* conduct.md, Infusion day: order → … → dispatch → ward receipt. Nothing leaves the laboratory for whom nothing was ordered; what was written down is read
 * again beside the step and in the trail. */
static void
a_product_leaves_for_an_order_and_with_its_temperature (Ward *ward,
                                                        gconstpointer data)
{
  g_autoptr (CrfInfusionDay) day = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  gboolean told = FALSE;

  ward_plan (ward);
  {
    g_autoptr (CrfOutcome) asked = crf_conduct_with (ward->study->nurse, "dispatch-product", ward->number, NULL, "at", "2026-03-02 09:00", "temperature",
                                                     "4.5", NULL);

    g_assert_nonnull (asked->prompt);
    g_assert_nonnull (strstr (asked->prompt->message, "is ordered"));
  }
  ward_order_and_go (ward);
  act (ward->study->nurse, "dispatch-product", ward->number, "at", "2026-03-02 09:05", "box", "B-7", "temperature", "4.5", "carrier", "Sun", NULL);
  rows = crf_reader_audit (ward->study->nurse, NULL, NULL, NULL, 1, NULL);
  g_test_message ("%s", ((CrfAuditRow *) g_ptr_array_index (rows, 0))->new_value);
  g_assert_nonnull (strstr (((CrfAuditRow *) g_ptr_array_index (rows, 0))->new_value, "4.5"));
  day = crf_reader_infusion_day (ward->study->nurse, ward->number, 0, NULL);
  for (guint i = 0; i < day->steps->len; i++)
    {
      const CrfDayStep *step = g_ptr_array_index (day->steps, i);

      if (strcmp (step->kind, "dispatch") == 0)
        told = step->text != NULL && strstr (step->text, "4.5 °C") != NULL;
    }
  g_assert_true (told);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/conduct/step-limits/each-number-of-a-step-is-met-on-both-sides", each_number_of_a_step_is_met_on_both_sides);
  g_test_add ("/conduct/step-limits/a-product-leaves-for-an-order-and-with-its-temperature", Ward, NULL, ward_open,
              a_product_leaves_for_an_order_and_with_its_temperature, ward_close);
  return g_test_run ();
}
