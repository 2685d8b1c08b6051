/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is to be coded is found by its concept. Whether a coding holds is seen by comparing the words that were coded with those that stand there now, so that
 * it falls by whatever way they changed. */

#include "crf-coding.h"

#include "crf-coding-follow.h"
#include "crf-detail.h"
#include "crf-ground.h"
#include "crf-records-coding.h"
#include "crf-records-trust.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Concept of the item, what "code-event" calls it, and the domain of its CDISC variables. */
static const struct { const char *concept, *kind, *domain; } codable[] = {
  { "ae.term", "event", "AE" },
  { "mh.term", "history", "MH" },
};

static const char *const variables[CRF_N_CODED] = {
  [CRF_CODED_LLT] = "LLT",       [CRF_CODED_LLTCD] = "LLTCD",   [CRF_CODED_DECOD] = "DECOD",   [CRF_CODED_PTCD] = "PTCD", [CRF_CODED_HLT] = "HLT",
  [CRF_CODED_HLTCD] = "HLTCD",   [CRF_CODED_HLGT] = "HLGT",     [CRF_CODED_HLGTCD] = "HLGTCD", [CRF_CODED_BODSYS] = "BODSYS",
  [CRF_CODED_BDSYCD] = "BDSYCD", [CRF_CODED_SOC] = "SOC",       [CRF_CODED_SOCCD] = "SOCCD",   [CRF_CODED_DICTIONARY] = "DICT",
};

void
crf_codable_term_free (CrfCodableTerm *term)
{
  if (term == NULL)
    return;
  crf_target_free (term->target);
  g_free (term->subject);
  g_free (term->verbatim);
  g_free (term->entry);
  for (guint i = 0; i < CRF_N_CODED; i++)
    g_free (term->parts[i]);
  g_free (term->at);
  g_free (term->user);
  g_free (term);
}

void
crf_coding_offer_free (CrfCodingOffer *offer)
{
  if (offer == NULL)
    return;
  g_free (offer->release);
  g_clear_pointer (&offer->same, crf_dictionary_term_free);
  g_clear_pointer (&offer->terms, g_ptr_array_unref);
  g_free (offer);
}

static int
find_codable (const CrfItem *item)
{
  for (guint i = 0; i < G_N_ELEMENTS (codable); i++)
    if (g_strcmp0 (codable[i].concept, item->concept) == 0 && !item->identifier && !item->unblinding)
      return (int) i;
  return -1;
}

gboolean
crf_coding_is_of (const CrfItem *item)
{
  return find_codable (item) >= 0;
}

char *
crf_coding_variable (const CrfItem *item,
                     CrfCodedPart part)
{
  int index = find_codable (item);

  g_return_val_if_fail (index >= 0 && part < CRF_N_CODED, NULL);
  return g_strconcat (codable[index].domain, variables[part], NULL);
}

/* ── What is to be coded ── */

static char *
key_of (const char *subject,
        const char *event,
        const char *eventkey,
        const char *form,
        const char *formkey,
        const char *group,
        const char *groupkey,
        const char *item)
{
  return g_strjoin ("\x1f", subject, event, eventkey, form, formkey, group, groupkey, item, NULL);
}

/* Place → CrfCodingRecord. */
static GHashTable *
index_codings (GPtrArray *codings)
{
  GHashTable *index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < codings->len; i++)
    {
      CrfCodingRecord *one = g_ptr_array_index (codings, i);

      g_hash_table_insert (index, key_of (one->subject, one->event, one->eventkey, one->form, one->formkey, one->group, one->groupkey, one->item), one);
    }
  return index;
}

/* People by their names; who coded in another study file is told in words already. Free it. */
static char *
name_of (CrfStudyFile *file,
         const char *login)
{
  CrfAccountRecord *account = login != NULL ? crf_records_account (file, login, NULL) : NULL;
  char *name = g_strdup (account != NULL && account->name != NULL && *account->name != '\0' ? account->name : login);

  g_clear_pointer (&account, crf_account_record_free);
  return name;
}

static void
take_coding (CrfCodableTerm *term,
             CrfStudyFile *file,
             const CrfCodingRecord *coding)
{
  g_autofree char *dictionary = NULL;
  const char *parts[CRF_N_CODED];

  if (coding == NULL)
    return;
  term->at = g_strdup (coding->at);
  term->user = name_of (file, coding->user);
  if (coding->llt_code == NULL || g_strcmp0 (coding->verbatim, term->verbatim) != 0)
    {
      term->state = coding->llt_code != NULL || coding->fell ? CRF_CODING_FALLEN : CRF_CODING_OPEN;
      return;
    }
  term->state = CRF_CODING_CODED;
  dictionary = g_strjoin (" ", coding->dictionary, coding->version, coding->language, NULL);
  memcpy (parts,
          (const char *const[CRF_N_CODED]) {
              [CRF_CODED_LLT] = coding->llt, [CRF_CODED_LLTCD] = coding->llt_code, [CRF_CODED_DECOD] = coding->pt, [CRF_CODED_PTCD] = coding->pt_code,
              [CRF_CODED_HLT] = coding->hlt, [CRF_CODED_HLTCD] = coding->hlt_code, [CRF_CODED_HLGT] = coding->hlgt,
              [CRF_CODED_HLGTCD] = coding->hlgt_code, [CRF_CODED_BODSYS] = coding->soc, [CRF_CODED_BDSYCD] = coding->soc_code,
              [CRF_CODED_SOC] = coding->soc, [CRF_CODED_SOCCD] = coding->soc_code, [CRF_CODED_DICTIONARY] = dictionary },
          sizeof parts);
  for (guint i = 0; i < CRF_N_CODED; i++)
    term->parts[i] = g_strdup (parts[i]);
}

static CrfCodableTerm *
codable_term_new (CrfStudyFile *file,
                  const CrfTermRecord *record,
                  GHashTable *codings)
{
  const CrfTarget target = { record->subject, record->event, record->eventkey, record->form, record->formkey, record->group, record->groupkey, record->item };
  g_autofree char *key = key_of (target.subject, target.event, target.eventkey, target.form, target.formkey, target.group, target.groupkey, target.item);
  CrfCodableTerm *term = g_new0 (CrfCodableTerm, 1);

  term->target = crf_target_copy (&target);
  term->subject = g_strdup (record->number);
  term->verbatim = g_strdup (record->text);
  term->entry = g_strdup (record->entry);
  take_coding (term, file, g_hash_table_lookup (codings, key));
  return term;
}

/* A form is an event; of the history each line is one. */
static gboolean
add_terms (GPtrArray *terms,
           CrfStudyFile *file,
           const CrfForm *form,
           const CrfItem *item,
           const char *subject,
           GHashTable *codings,
           GError **error)
{
  g_autoptr (GPtrArray) found = crf_records_terms (file, form->oid, item->oid, subject, error);
  const char *kind = codable[find_codable (item)].kind;
  const char *before = NULL;
  int line = 0;

  for (guint i = 0; found != NULL && i < found->len; i++)
    {
      const CrfTermRecord *record = g_ptr_array_index (found, i);
      CrfCodableTerm *term = codable_term_new (file, record, codings);

      line = g_strcmp0 (before, record->subject) == 0 ? line + 1 : 1;
      before = record->subject;
      term->kind = kind;
      term->number = strcmp (kind, "event") == 0 ? record->form_number : line;
      g_ptr_array_add (terms, term);
    }
  return found != NULL;
}

static int
compare_terms (gconstpointer a,
               gconstpointer b)
{
  const CrfCodableTerm *first = *(CrfCodableTerm *const *) a, *second = *(CrfCodableTerm *const *) b;
  int order = strcmp (first->subject, second->subject);

  if (order == 0)
    order = strcmp (first->kind, second->kind);
  return order != 0 ? order : first->number - second->number;
}

GPtrArray *
crf_reader_codable_terms (CrfSession *session,
                          const char *subject,
                          GError **error)
{
  CrfStudyFile *file = crf_session_get_file (session);
  const GPtrArray *forms = crf_study_get_forms (crf_session_get_study (session));
  g_autoptr (CrfSubjectRecord) record = subject != NULL ? crf_records_find_subject (file, subject, error) : NULL;
  g_autoptr (GPtrArray) terms = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_codable_term_free), codings = NULL;
  g_autoptr (GHashTable) index = NULL;
  const char *key = record != NULL ? record->key : NULL;

  if ((subject != NULL && record == NULL) || !crf_ground_holds (session, key, error))
    return NULL;
  codings = crf_records_codings (file, key, error);
  if (codings == NULL)
    return NULL;
  index = index_codings (codings);
  for (guint i = 0; i < forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (forms, i);

      for (guint j = 0; j < G_N_ELEMENTS (codable); j++)
        {
          const CrfItem *item = crf_study_find_item_by_concept (crf_session_get_study (session), codable[j].concept);

          if (item != NULL && crf_coding_is_of (item) && crf_form_find_group_of (form, item) != NULL &&
              !add_terms (terms, file, form, item, key, index, error))
            return NULL;
        }
    }
  g_ptr_array_sort (terms, compare_terms);
  return g_steal_pointer (&terms);
}

gboolean
crf_reader_has_codings (CrfSession *session)
{
  return crf_records_has_codings (crf_session_get_file (session));
}

const CrfCodableTerm *
crf_codable_terms_find (const GPtrArray *terms,
                        const CrfTarget *target)
{
  for (guint i = 0; i < terms->len; i++)
    {
      const CrfCodableTerm *term = g_ptr_array_index (terms, i);

      if (g_strcmp0 (term->target->subject, target->subject) == 0
          && g_strcmp0 (term->target->event, target->event) == 0
          && g_strcmp0 (term->target->eventkey, target->eventkey) == 0
          && g_strcmp0 (term->target->form, target->form) == 0
          && g_strcmp0 (term->target->formkey, target->formkey) == 0
          && (target->item == NULL || g_strcmp0 (term->target->item, target->item) == 0)
          && (target->groupkey == NULL
              || g_strcmp0 (term->target->groupkey, target->groupkey) == 0))
        return term;
    }
  return NULL;
}

char *
crf_codable_term_label (const CrfCodableTerm *term)
{
  return term->state == CRF_CODING_CODED ? g_strdup_printf ("%s · %s", term->parts[CRF_CODED_DECOD], term->parts[CRF_CODED_SOC]) : NULL;
}

char *
crf_codable_term_full (const CrfCodableTerm *term)
{
  if (term->state != CRF_CODING_CODED)
    return NULL;
  /* Translators: preferred term, its code, class, its code, dictionary */
  return g_strdup_printf (_("Coded: %1$s (PT %2$s) · %3$s (SOC %4$s) · %5$s"), term->parts[CRF_CODED_DECOD], term->parts[CRF_CODED_PTCD],
                          term->parts[CRF_CODED_SOC], term->parts[CRF_CODED_SOCCD], term->parts[CRF_CODED_DICTIONARY]);
}

/* ── What the dictionary offers ── */

CrfDictionary *
crf_coding_open_dictionary (CrfSession *session,
                            GError **error)
{
  g_autofree char *policy = crf_records_policy (crf_session_get_file (session), CRF_POLICY_DICTIONARY);
  g_auto (GStrv) chosen = policy != NULL ? g_strsplit (policy, " ", 2) : NULL;

  return crf_dictionary_open (chosen != NULL ? chosen[0] : NULL, chosen != NULL && chosen[0] != NULL ? chosen[1] : NULL, error);
}

CrfCodingOffer *
crf_reader_coding_offer (CrfSession *session,
                         const char *text,
                         guint limit,
                         GError **error)
{
  g_autoptr (CrfDictionary) dictionary = crf_coding_open_dictionary (session, error);
  g_autoptr (CrfCodingOffer) offer = g_new0 (CrfCodingOffer, 1);
  g_autoptr (GError) fault = NULL;

  if (dictionary == NULL)
    return NULL;
  offer->release = g_strjoin (" ", CRF_DICTIONARY_MEDDRA, crf_dictionary_get_version (dictionary), crf_dictionary_get_language (dictionary), NULL);
  offer->n_terms = crf_dictionary_count (dictionary);
  offer->terms = crf_dictionary_search (dictionary, text, limit, &fault);
  if (fault == NULL)
    offer->same = crf_dictionary_match (dictionary, text, &fault);
  if (fault == NULL)
    return g_steal_pointer (&offer);
  g_propagate_error (error, g_steal_pointer (&fault));
  return NULL;
}

/* ── What falls ── */

gboolean
crf_coding_follow (CrfUseCaseContext *context,
                   const CrfTarget *target,
                   const CrfItem *item,
                   const char *text,
                   const char *entry,
                   GError **error)
{
  g_autoptr (GPtrArray) codings = crf_coding_is_of (item) ? crf_records_codings (context->file, context->subject->key, error) : NULL;
  g_autofree char *key = NULL, *detail = NULL;
  g_autoptr (GHashTable) index = NULL;
  const CrfCodingRecord *coding;
  CrfEntry fall = { .action = CRF_ACTION_CODING, .subject = context->subject->key, .event = target->event, .eventkey = target->eventkey,
                    .form = target->form, .formkey = target->formkey, .group = target->group, .groupkey = target->groupkey, .item = target->item };

  if (codings == NULL)
    return !crf_coding_is_of (item);
  index = index_codings (codings);
  key = key_of (fall.subject, fall.event, fall.eventkey, fall.form, fall.formkey, fall.group, fall.groupkey, fall.item);
  coding = g_hash_table_lookup (index, key);
  if (coding == NULL || coding->llt_code == NULL || g_strcmp0 (coding->verbatim, text) == 0)
    return TRUE;
  detail = crf_detail_new ("of", entry, "verbatim", text, "fell", "1", NULL);
  fall.detail = detail;
  fall.reason = _("the words that were coded have changed");
  crf_context_notice (context, _("The coding with MedDRA (%s) fell with the words that it was of: the data manager codes the term again."), coding->llt);
  return crf_context_append (context, &fall, NULL, error);
}
