/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sets the scene of the demonstration: study file, people, consent version, allocation list, cell lots; then lets each patient live. */

#include "crf-demo-private.h"

#include "crf-partial-date.h"
#include "crf-study-file.h"
#include "crf-transaction.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  int day;
  guint order; /* as planned, among tasks of one day */
  CrfDemoRun run;
  gpointer data;
  const CrfEvent *event;
} Task;

static int
compare_tasks (gconstpointer a,
               gconstpointer b,
               gpointer data)
{
  const Task *first = a, *second = b;

  if (first->day != second->day)
    return first->day < second->day ? -1 : 1;
  return first->order < second->order ? -1 : first->order > second->order;
}

void
crf_demo_plan (CrfDemo *demo,
               int day,
               CrfDemoRun run,
               gpointer data,
               const CrfEvent *event)
{
  Task *task = g_new0 (Task, 1);

  task->day = day;
  task->order = demo->n_planned++;
  task->run = run;
  task->data = data;
  task->event = event;
  g_sequence_insert_sorted (demo->agenda, task, compare_tasks, NULL);
}

/* A transcription is done on one day, whatever day it tells of. */
void
crf_demo_set_time (CrfDemo *demo,
                   int day,
                   int minutes)
{
  if (demo->study != NULL && crf_study_is_transcription (demo->study))
    day = demo->today;
  demo->instant.utc_ms = ((gint64) day * 1440 + minutes - demo->instant.offset_minutes) * 60000;
}

char *
crf_demo_date (int day)
{
  char buffer[CRF_DATE_SIZE];
  CrfDate date;

  crf_date_from_days (day, &date);
  return g_strdup (crf_date_format (&date, buffer));
}

char *
crf_demo_datetime (int day,
                   int minutes)
{
  g_autofree char *date = crf_demo_date (day + minutes / 1440);

  return g_strdup_printf ("%s %02d:%02d", date, minutes % 1440 / 60, minutes % 60);
}

static GHashTable *
collect (va_list arguments)
{
  GHashTable *table = g_hash_table_new (g_str_hash, g_str_equal);

  for (const char *key = va_arg (arguments, const char *); key != NULL; key = va_arg (arguments, const char *))
    {
      const char *value = va_arg (arguments, const char *);

      if (value != NULL)
        g_hash_table_insert (table, (gpointer) key, (gpointer) value);
    }
  return table;
}

gboolean
crf_demo_do (CrfSession *session,
             const char *use_case,
             const char *subject,
             char **result,
             const char *result_key,
             GError **error,
             ...)
{
  g_autoptr (GHashTable) table = NULL;
  g_autoptr (CrfOutcome) outcome = NULL;
  va_list arguments;

  va_start (arguments, error);
  table = collect (arguments);
  va_end (arguments);
  outcome = crf_conduct (session, use_case, subject, table, error);
  /* A value far from the last is what was meant. */
  if (outcome != NULL && outcome->prompt != NULL)
    {
      g_autoptr (CrfOutcome) prompt = g_steal_pointer (&outcome);

      g_hash_table_insert (table, (gpointer) "confirm", prompt->prompt->id);
      outcome = crf_conduct (session, use_case, subject, table, error);
    }
  if (outcome == NULL)
    return FALSE;
  if (!crf_outcome_done (outcome))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", use_case,
                   outcome->refusal != NULL ? outcome->refusal->message : outcome->prompt->message);
      return FALSE;
    }
  if (result != NULL)
    *result = g_strdup (g_hash_table_lookup (outcome->results, result_key));
  return TRUE;
}

static gboolean
create_file (CrfDemo *demo,
             const char *path,
             const CrfDemoOptions *options,
             char **recovery,
             GError **error)
{
  g_autofree char *study = options->study != NULL ? g_strdup (options->study) : crf_scenario_default_study (error);
  CrfCreateRequest request = { .definition = study, .site = _("Demonstration ward"), .login = "admin", .name = _("Demo administrator"),
                               .passphrase = demo->passphrase, .demo = TRUE, .clock = crf_clock_fixed (&demo->instant) };
  CrfRefusal *refusal = NULL;
  gboolean created;

  if (study == NULL)
    return FALSE;
  created = crf_session_create_study (path, &request, recovery, NULL, &refusal, error);
  if (!created && refusal != NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, refusal->message);
      crf_refusal_free (refusal);
    }
  return created;
}

static gboolean
add_people (CrfDemo *demo,
            const char *recovery,
            GError **error)
{
  static const struct
  {
    const char *login, *name, *roles;
  } people[] = {
    { "nurse", N_("Li Na"), "nurse" },
    { "nurse2", N_("Zhao Min"), "nurse" },
    { "investigator", N_("Wang Wei"), "investigator" },
    { "manager", N_("Chen Jing"), "data-manager" },
    { "monitor", N_("Liu Yang"), "monitor" },
    { "pharmacist", N_("Sun Li"), "pharmacist" },
    { "pharmacist2", N_("Qian Yu"), "pharmacist" },
    { "auditor", N_("Zhou Qiang"), "auditor" },
    { "laboratory", N_("Wu Fang"), "laboratory" },
    { "principal", N_("Zheng Jun"), "principal-investigator" },
    { "assessor", N_("Xu Lan"), "assessor" },
    { "statistician", N_("He Ping"), "statistician" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    if (!crf_demo_do (demo->admin, "add-user", NULL, NULL, NULL, error, "login", people[i].login, "name", people[i].name,
                      "roles", people[i].roles, "new-passphrase", demo->passphrase, "recovery-key", recovery, "last-day",
                      strcmp (people[i].roles, "auditor") == 0 ? "2099-12-31" : NULL, NULL))
      return FALSE;
  return TRUE;
}

static CrfSession *
sign_in (CrfDemo *demo,
         const char *login,
         GError **error)
{
  return crf_session_sign_in_file (demo->file, login, demo->passphrase, NULL, crf_clock_fixed (&demo->instant), error);
}

static gboolean
amend_consent (CrfDemo *demo,
               gpointer data,
               const CrfEvent *event,
               int day,
               GError **error)
{
  g_autofree char *date = crf_demo_date (day);

  crf_demo_set_time (demo, day, 8 * 60);
  demo->consent_version = "1.1";
  return crf_demo_do (demo->admin, "add-consent-version", NULL, NULL, NULL, error, "number", "1.1", "date", date, "valid-from", date, "ethics",
                      "EC-2026-041", "resign", "next-visit", NULL);
}

static gboolean
set_scene (CrfDemo *demo,
           const char *recovery,
           guint64 seed,
           int first_day,
           GError **error)
{
  const CrfRandomisation *design = crf_study_get_randomisation (demo->study);
  /* Who administers a masked study never knows its arms. */
  gboolean masked = crf_study_get_masking (demo->study) != CRF_MASKING_NONE;
  g_autofree char *seed_text = g_strdup_printf ("%" G_GUINT64_FORMAT, seed);
  g_autofree char *valid_from = crf_demo_date (first_day - 30);
  g_autofree char *autologous = crf_scenario_text (demo->scenario, "autologous");
  g_autofree char *slots = g_strdup_printf ("%u", MAX (demo->lives->len + 10, 40));

  if (!crf_demo_do (demo->admin, "confirm-recovery-key", NULL, NULL, NULL, error, "recovery-key", recovery, NULL) || !add_people (demo, recovery, error))
    return FALSE;
  demo->nurse = sign_in (demo, "nurse", error);
  demo->nurse2 = demo->nurse != NULL ? sign_in (demo, "nurse2", error) : NULL;
  demo->investigator = demo->nurse2 != NULL ? sign_in (demo, "investigator", error) : NULL;
  demo->pharmacist = demo->investigator != NULL ? sign_in (demo, "pharmacist", error) : NULL;
  demo->pharmacist2 = demo->pharmacist != NULL ? sign_in (demo, "pharmacist2", error) : NULL;
  demo->monitor = demo->pharmacist2 != NULL ? sign_in (demo, "monitor", error) : NULL;
  demo->laboratory = demo->monitor != NULL ? sign_in (demo, "laboratory", error) : NULL;
  if (demo->laboratory == NULL)
    return FALSE;
  demo->consent_version = "1.0";
  if (!crf_demo_do (demo->admin, "add-consent-version", NULL, NULL, NULL, error, "number", "1.0", "date", valid_from, "valid-from", valid_from,
                    "ethics", "EC-2026-017", NULL))
    return FALSE;
  if (design != NULL && design->method == CRF_RANDOMISATION_PERMUTED_BLOCKS &&
      !crf_demo_do (masked ? demo->pharmacist : demo->admin, "generate-allocation", NULL, NULL, NULL, error, "seed", seed_text, "slots", slots, NULL))
    return FALSE;
  crf_demo_plan_office (demo, first_day + 7);
  crf_demo_plan_last_day (demo);
  if (crf_study_is_transcription (demo->study))
    return crf_demo_receive_sources (demo, first_day - 3, error);
  crf_demo_plan (demo, (first_day + demo->today) / 2, amend_consent, NULL, NULL);
  if (g_strcmp0 (autologous, "true") != 0)
    crf_demo_plan_lots (demo, first_day);
  return TRUE;
}

static gboolean
run_agenda (CrfDemo *demo,
            int first_day,
            CrfDemoProgress progress,
            gpointer data,
            GCancellable *cancellable,
            GError **error)
{
  while (!g_sequence_is_empty (demo->agenda))
    {
      GSequenceIter *first = g_sequence_get_begin_iter (demo->agenda);
      Task task = *(Task *) g_sequence_get (first);

      g_sequence_remove (first);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (task.day > demo->today)
        break;
      if (!task.run (demo, task.data, task.event, task.day, error))
        return FALSE;
      if (progress != NULL)
        progress (CLAMP ((task.day - first_day) / (double) MAX (demo->today - first_day, 1), 0, 1), data);
    }
  return TRUE;
}

static void
shuffle (GRand *rand,
         int *numbers,
         int n)
{
  for (int i = n - 1; i > 0; i--)
    {
      int j = g_rand_int_range (rand, 0, i + 1), kept = numbers[i];

      numbers[i] = numbers[j];
      numbers[j] = kept;
    }
}

/* "umbilical-cord:23;cord-blood:2": one tissue for each patient, in random order. */
static void
draw_tissues (CrfDemo *demo,
              int patients)
{
  g_autofree char *text = crf_scenario_text (demo->scenario, "tissues");
  g_auto (GStrv) list = g_strsplit (text != NULL ? text : "", ";", -1);
  g_autofree int *order = g_new (int, MAX (patients, 1));
  g_autoptr (GPtrArray) all = g_ptr_array_new ();

  if (text == NULL)
    return;
  demo->tissues = g_ptr_array_new ();
  for (char **entry = list; *entry != NULL; entry++)
    {
      char *colon = strchr (*entry, ':');

      for (int n = colon != NULL ? (int) g_ascii_strtoll (colon + 1, NULL, 10) : 0; n > 0; n--)
        {
          g_autofree char *tissue = g_strndup (*entry, (gsize) (colon - *entry));

          g_ptr_array_add (all, (gpointer) g_intern_string (tissue));
        }
    }
  for (int i = 0; i < patients; i++)
    order[i] = i;
  shuffle (demo->rand, order, patients);
  for (int i = 0; all->len > 0 && i < patients; i++)
    g_ptr_array_add (demo->tissues, g_ptr_array_index (all, order[i] % (int) all->len));
}

/* How each of @n enrolled patients ends, by the scenario's counts, in random order; -1: the cells do not expand. Free it. */
static int *
draw_fates (CrfDemo *demo,
            int n)
{
  static const struct
  {
    const char *key;
    int fate;
  } ends[] = {
    { "died", CRF_FATE_DIES }, { "transplanted", CRF_FATE_TRANSPLANTED }, { "lost", CRF_FATE_LOST }, { "withdrawn", CRF_FATE_WITHDRAWS },
    { "expansion-failures", -1 },
  };
  int *fates = g_new0 (int, MAX (n, 1));
  int taken = 0;

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    for (int count = crf_scenario_count (demo->scenario, ends[i].key, n); count > 0 && taken < n; count--)
      fates[taken++] = ends[i].fate;
  shuffle (demo->rand, fates, n);
  return fates;
}

static void
mark_last (CrfDemo *demo)
{
  for (guint i = demo->lives->len; i > 0; i--)
    {
      CrfDemoLife *life = g_ptr_array_index (demo->lives, i - 1);

      if (life->course.screen_failure || life->course.expansion_fails)
        continue;
      life->last = TRUE;
      return;
    }
}

/* Screen failures come in between the others, beside those who take part. */
static void
plan_lives (CrfDemo *demo,
            int patients,
            int first_day)
{
  int failures = (int) (patients * crf_scenario_number (demo->scenario, "failures") / 100 + 0.5);
  int all = patients + failures, taken = 0;
  int span = MIN ((int) crf_scenario_number (demo->scenario, "recruiting"), demo->today - first_day);
  g_autofree int *fates = draw_fates (demo, patients);

  draw_tissues (demo, patients);
  for (int i = 0; i < all; i++)
    {
      gboolean failure = ((i + 1) * failures + all / 2) / all > (i * failures + all / 2) / all;
      int fate = failure ? CRF_FATE_COMPLETES : fates[taken++];

      crf_demo_plan_life (demo, first_day + (int) ((gint64) span * i / MAX (all - 1, 1)) + g_rand_int_range (demo->rand, 0, 3), failure,
                          fate >= 0 ? (CrfFate) fate : CRF_FATE_COMPLETES, fate < 0);
      crf_demo_plan_prescreening (demo, first_day + (int) ((gint64) span * i / MAX (all - 1, 1)) + g_rand_int_range (demo->rand, 1, 6));
    }
  mark_last (demo);
}

/* All but the administrator, whose session owns the file. */
static void
sign_out (CrfDemo *demo)
{
  g_clear_pointer (&demo->laboratory, crf_session_close);
  g_clear_pointer (&demo->monitor, crf_session_close);
  g_clear_pointer (&demo->pharmacist2, crf_session_close);
  g_clear_pointer (&demo->pharmacist, crf_session_close);
  g_clear_pointer (&demo->investigator, crf_session_close);
  g_clear_pointer (&demo->nurse2, crf_session_close);
  g_clear_pointer (&demo->nurse, crf_session_close);
}

static void
clear (CrfDemo *demo)
{
  g_clear_pointer (&demo->admin, crf_session_close);
  g_clear_pointer (&demo->rand, g_rand_free);
  g_clear_pointer (&demo->agenda, g_sequence_free);
  g_clear_pointer (&demo->lives, g_ptr_array_unref);
  g_clear_pointer (&demo->texts, g_ptr_array_unref);
  g_clear_pointer (&demo->tissues, g_ptr_array_unref);
  g_clear_pointer (&demo->scenario, crf_scenario_free);
}

/* Without a date the lives end with yesterday's evening: entries of this evening would lie in the future, and the file would warn of a clock
 * that was set back. */
static gboolean
take_today (CrfDemo *demo,
            const char *text,
            GError **error)
{
  CrfClock system = crf_clock_system ();
  CrfInstant now = crf_clock_now (&system);
  CrfDate date;

  demo->instant.offset_minutes = now.offset_minutes;
  demo->today = (int) ((now.utc_ms / 60000 + now.offset_minutes) / 1440) - 1;
  if (text == NULL)
    return TRUE;
  if (!crf_date_parse (text, FALSE, &date, error))
    return FALSE;
  demo->today = crf_date_to_days (&date);
  return TRUE;
}

gboolean
crf_demo_create (const char *path,
                 const CrfDemoOptions *options,
                 CrfDemoProgress progress,
                 gpointer data,
                 GCancellable *cancellable,
                 GError **error)
{
  CrfDemo demo = { .passphrase = options->passphrase != NULL ? options->passphrase : "demo" };
  g_autofree char *recovery = NULL;
  gboolean created, done = FALSE;
  int patients, first_day = 0;

  if (!take_today (&demo, options->today, error))
    return FALSE;
  demo.agenda = g_sequence_new (g_free);
  demo.lives = g_ptr_array_new ();
  demo.rand = g_rand_new_with_seed_array ((const guint32[]) { (guint32) options->seed, (guint32) (options->seed >> 32) }, 2);
  demo.texts = g_ptr_array_new_with_free_func (g_free);
  /* Before any protocol begins; the scene is set on the study's own first day. */
  crf_demo_set_time (&demo, demo.today - 2000, 9 * 60);
  created = create_file (&demo, path, options, &recovery, error);
  if (created)
    demo.admin = crf_session_sign_in (path, "admin", demo.passphrase, NULL, crf_clock_fixed (&demo.instant), error);
  if (demo.admin != NULL)
    {
      demo.file = crf_session_get_file (demo.admin);
      demo.study = crf_session_get_study (demo.admin);
      demo.scenario = crf_scenario_new (demo.study, error);
    }
  if (demo.scenario != NULL)
    {
      first_day = demo.today - (int) crf_scenario_number (demo.scenario, "days");
      crf_demo_set_time (&demo, first_day - 30, 9 * 60);
      patients = options->patients > 0 ? options->patients : crf_study_get_target (demo.study);
      plan_lives (&demo, patients > 0 ? patients : 22, first_day);
      done = crf_transaction_begin_bulk (demo.file, error);
      if (done)
        {
          done = set_scene (&demo, recovery, options->seed, first_day, error) && run_agenda (&demo, first_day, progress, data, cancellable, error);
          sign_out (&demo);
          done = crf_transaction_end_bulk (demo.file, done, done ? error : NULL) && done;
        }
    }
  clear (&demo);
  /* Half a demonstration is none. */
  if (created && !done)
    g_unlink (path);
  return done;
}
