/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Making allocation lists. */

#include "crf-listing.h"

#include "crf-hold.h"
#include "crf-keyring.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* A seed that a person chose would not be random: it exists only where nobody is treated by it. */
static gboolean
take_seed (CrfUseCaseContext *context,
           guchar seed[32],
           gboolean *fixed)
{
  const char *text = crf_context_get (context, "seed");
  g_autoptr (GChecksum) checksum = NULL;
  gsize length = 32;

  *fixed = text != NULL;
  if (text == NULL)
    return TRUE;
  if (!crf_session_is_demo (context->session))
    {
      crf_context_refuse (context, "seed-not-allowed", _("Leave the seed out: it is drawn from the operating system."),
                          _("A fixed seed is allowed in demonstration files only."));
      return FALSE;
    }
  checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (checksum, (const guchar *) text, -1);
  g_checksum_get_digest (checksum, seed, &length);
  return TRUE;
}

static gboolean
is_workstation (const char *text)
{
  return strlen (text) == 8 && strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") == 8;
}

/* The workstations that may draw. None said: this one; in a demonstration, which is copied from desk to desk, any. */
static gboolean
take_stations (CrfUseCaseContext *context,
               char ***stations)
{
  const char *text = crf_context_get (context, "stations");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) words = NULL;

  *stations = NULL;
  if (text == NULL && crf_session_is_demo (context->session))
    return TRUE;
  words = g_strsplit_set (text != NULL ? text : "this", " ,;\t\n", -1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *word = g_ascii_strup (words[i], -1);
      const char *station = strcmp (word, "THIS") == 0 ? crf_study_file_get_workstation (context->file) : word;

      if (*word == '\0')
        continue;
      if (!is_workstation (station))
        {
          crf_context_refuse (context, "no-workstation", _("Write “this”, or the eight characters that the Study page of the other workstation shows."),
                              _("“%s” is not a workstation."), words[i]);
          return FALSE;
        }
      for (guint j = 0; j < i; j++)
        if (g_ascii_strcasecmp (words[j], words[i]) == 0)
          {
            crf_context_refuse (context, "workstation-twice", NULL, _("The workstation “%s” is named twice."), words[i]);
            return FALSE;
          }
      g_strv_builder_add (builder, station);
    }
  *stations = g_strv_builder_end (builder);
  return TRUE;
}

static gboolean
take_slots (CrfUseCaseContext *context,
            int *slots)
{
  double number;

  if (!crf_context_get_number (context, "slots", &number))
    return FALSE;
  if (!isnan (number) && (number < 1 || number > 100000))
    {
      crf_context_refuse (context, "slots", NULL, _("The number of slots must lie between 1 and 100000."));
      return FALSE;
    }
  if (!isnan (number))
    *slots = (int) number;
  return TRUE;
}

static gboolean
generate_blocks (CrfUseCaseContext *context,
                 const CrfStudyPlan *plan,
                 const guchar *seed,
                 GError **error)
{
  const CrfRandomisation *design = crf_study_get_randomisation (context->study);
  const char *stratum = crf_context_get (context, "stratum");
  const char *const one[] = { stratum, NULL };
  CrfAllocationPlan blocks = crf_study_plan_blocks (plan);
  g_auto (GStrv) stations = NULL;

  /* Of a stratified study nobody knows how the target splits up; the definition says how many slots each stratum gets. */
  blocks.slots = design->strata->len > 0 ? MAX (design->slots, 1) : MAX (design->slots, crf_study_get_target (context->study));
  blocks.seed = seed;
  if (!take_slots (context, &blocks.slots) || !take_stations (context, &stations))
    return TRUE;
  if (stratum != NULL && !crf_study_plan_has_stratum (plan, stratum))
    return crf_context_refuse (context, "no-such-stratum", _("Write its levels as the definition has them, separated by “|”."),
                               _("There is no stratum “%s” in this study."), stratum);
  if (stratum != NULL)
    blocks.strata = one;
  blocks.stations = (const char *const *) stations;
  return crf_allocation_generate (context->txn, &blocks, error);
}

gboolean
crf_listing_generate (CrfUseCaseContext *context,
                      GError **error)
{
  const CrfRandomisation *design = crf_study_get_randomisation (context->study);
  g_autoptr (CrfStudyPlan) plan = NULL;
  guchar seed[32];
  gboolean fixed;

  if (design->method == CRF_RANDOMISATION_NONE)
    return crf_context_refuse (context, "no-randomisation", NULL, _("This study enrols without randomisation."));
  if (design->method == CRF_RANDOMISATION_LIST)
    return crf_context_refuse (context, "method", _("Upload the statistician's list."), _("The list of this study is made elsewhere."));
  if (!crf_hold_allows (context, &(CrfEntry) { .action = CRF_ACTION_LIST }) || !take_seed (context, seed, &fixed))
    return TRUE;
  plan = crf_study_plan_new (context->study);
  if (design->method == CRF_RANDOMISATION_MINIMISATION)
    {
      CrfMinimisationPlan minimisation = crf_study_plan_minimisation (plan);

      if (crf_allocation_has_minimisation (context->file, &minimisation))
        return crf_context_refuse (context, "list-exists", NULL, _("Minimisation has begun on this workstation already."));
      return crf_allocation_begin_minimisation (context->txn, &minimisation, fixed ? seed : NULL, error);
    }
  return generate_blocks (context, plan, fixed ? seed : NULL, error);
}

/* ── Uploaded lists ── */

static const CrfArm *
find_arm (CrfStudy *study,
          const char *text)
{
  const GPtrArray *arms = crf_study_get_arms (study);

  for (guint i = 0; i < arms->len; i++)
    {
      const CrfArm *arm = g_ptr_array_index (arms, i);

      if (g_strcmp0 (arm->oid, text) == 0 || g_ascii_strcasecmp (arm->name, text) == 0)
        return arm;
    }
  return NULL;
}

static char *
list_names (GPtrArray *names)
{
  return g_strjoinv (_(", "), (char **) names->pdata);
}

static gboolean
refuse_arm (CrfUseCaseContext *context,
            const char *line,
            const char *text)
{
  const GPtrArray *arms = crf_study_get_arms (context->study);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *joined = NULL, *remedy = NULL;

  for (guint i = 0; i < arms->len; i++)
    g_ptr_array_add (names, (gpointer) ((const CrfArm *) g_ptr_array_index (arms, i))->name);
  g_ptr_array_add (names, NULL);
  joined = list_names (names);
  remedy = g_strdup_printf (_("The arms are called: %s."), joined);
  crf_context_refuse (context, "list-arm", remedy, _("Line %s: there is no arm “%s” in this study."), line, text);
  return FALSE;
}

static gboolean
check_line (CrfUseCaseContext *context,
            const CrfStudyPlan *plan,
            char **cells,
            GHashTable *numbers,
            gboolean fresh,
            CrfUploadedSlot *slot)
{
  const CrfArm *arm;
  g_autoptr (CrfSubjectRecord) used = NULL;

  for (guint i = 1; i < 5; i++)
    g_strstrip (cells[i]);
  *slot = (CrfUploadedSlot) { .label = cells[1], .stratum = cells[2], .station = *cells[4] != '\0' ? cells[4] : NULL };
  if (*cells[1] == '\0')
    return !crf_context_refuse (context, "list-number", _("Give each line a number."), _("Line %s has no randomisation number."), cells[0]);
  if (strlen (cells[1]) > 32)
    return !crf_context_refuse (context, "list-number", _("Write a shorter one."), _("Line %s: the randomisation number is longer than 32 characters."), cells[0]);
  if (!g_hash_table_add (numbers, cells[1]))
    return !crf_context_refuse (context, "list-number-twice", _("Ask the statistician for a list without doubles."),
                                _("Line %s: the randomisation number “%s” is there twice."), cells[0], cells[1]);
  used = fresh ? crf_records_find_subject (context->file, cells[1], NULL) : NULL;
  if (used != NULL)
    return !crf_context_refuse (context, "list-number-used", _("Ask the statistician for numbers that are not in use."),
                                _("Line %s: “%s” is the number of a patient already."), cells[0], cells[1]);
  if (!crf_study_plan_has_stratum (plan, cells[2]))
    return !crf_context_refuse (context, "list-stratum", plan->strata->len > 2 ? _("Write the levels as the definition has them, separated by “|”.")
                                                                               : _("Leave the stratum empty: this study has none."),
                                _("Line %s: there is no stratum “%s” in this study."), cells[0], cells[2]);
  if (slot->station != NULL && !is_workstation (slot->station))
    return !crf_context_refuse (context, "no-workstation", _("Write the eight characters that the Study page of the workstation shows, or nothing."),
                                _("Line %s: “%s” is not a workstation."), cells[0], slot->station);
  arm = find_arm (context->study, cells[3]);
  if (arm == NULL)
    return refuse_arm (context, cells[0], cells[3]);
  slot->arm = arm->oid;
  return TRUE;
}

static GPtrArray *
parse (CrfUseCaseContext *context,
       const char *text,
       gboolean fresh,
       GPtrArray **kept)
{
  g_autoptr (CrfStudyPlan) plan = crf_study_plan_new (context->study);
  g_autoptr (GHashTable) numbers = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) slots = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char **line;
      CrfUploadedSlot *slot;

      if (*lines[i] == '\0')
        continue;
      line = g_strsplit (lines[i], "\t", -1);
      g_ptr_array_add (cells, line);
      if (g_strv_length (line) != 5)
        {
          crf_context_refuse (context, "list-shape", _("Give line, number, stratum, arm and workstation, separated by tabs."),
                              _("Line %u of the list does not have five cells."), i + 1);
          return NULL;
        }
      slot = g_new0 (CrfUploadedSlot, 1);
      g_ptr_array_add (slots, slot);
      if (!check_line (context, plan, line, numbers, fresh, slot))
        return NULL;
    }
  if (slots->len == 0)
    {
      crf_context_refuse (context, "list-empty", NULL, _("The list has no lines."));
      return NULL;
    }
  *kept = g_steal_pointer (&cells);
  return g_steal_pointer (&slots);
}

GPtrArray *
crf_listing_parse (CrfUseCaseContext *context,
                   const char *text,
                   GPtrArray **kept)
{
  return parse (context, text, TRUE, kept);
}

GPtrArray *
crf_listing_parse_source (CrfUseCaseContext *context,
                          const char *text,
                          GPtrArray **kept)
{
  return parse (context, text, FALSE, kept);
}
