/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A verbatim term is coded with a lowest level term of the site's own MedDRA, or the coding is taken back. The site's words are not touched, nor what was
 * signed: coding is the data manager's work on the data, not a change of them. */

#include "crf-coding.h"
#include "crf-detail.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "event", N_ ("Adverse event (number)"), "text", FALSE },
  { "history", N_ ("Line of the medical history (number)"), "text", FALSE },
  { "code", N_ ("Code of the lowest level term (LLT)"), "text", TRUE },
  { "reason", N_ ("Reason"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static const CrfParameter uncode_parameters[] = {
  { "event", N_ ("Adverse event (number)"), "text", FALSE },
  { "history", N_ ("Line of the medical history (number)"), "text", FALSE },
  { "reason", N_ ("Reason"), "text", TRUE },
  { NULL, NULL, NULL, FALSE },
};

/* The term that the arguments name, of @terms; NULL with the context's refusal. */
static const CrfCodableTerm *
find_term (CrfUseCaseContext *context,
           const GPtrArray *terms)
{
  const char *event = crf_context_get (context, "event"), *history = crf_context_get (context, "history");
  const char *kind = event != NULL ? "event" : "history", *name = event != NULL ? event : history;

  if ((event == NULL) == (history == NULL))
    {
      crf_context_refuse (context, "argument-missing", NULL, _("Name either an adverse event or a line of the medical history."));
      return NULL;
    }
  for (guint i = 0; i < terms->len; i++)
    {
      const CrfCodableTerm *term = g_ptr_array_index (terms, i);
      g_autofree char *number = g_strdup_printf ("%d", term->number);

      if (strcmp (term->kind, kind) == 0 &&
          (strcmp (number, name) == 0 || strcmp (event != NULL ? term->target->formkey : term->target->groupkey, name) == 0))
        return term;
    }
  crf_context_refuse (context, "term-unknown", _("It may have no words yet; “stemward-cli meddra terms” lists what there is to code."),
                      event != NULL ? _("%s has no adverse event “%s” to code.") : _("%s has no line “%s” of the medical history to code."),
                      context->subject->number, name);
  return NULL;
}

static CrfEntry
entry_of (CrfUseCaseContext *context,
          const CrfCodableTerm *term)
{
  const CrfTarget *target = term->target;

  return (CrfEntry){ .action = CRF_ACTION_CODING, .subject = target->subject, .event = target->event, .eventkey = target->eventkey, .form = target->form,
                     .formkey = target->formkey, .group = target->group, .groupkey = target->groupkey, .item = target->item,
                     .reason = crf_context_get (context, "reason") };
}

/* NULL with the context's refusal, or @error. */
static CrfDictionaryTerm *
find_code (CrfUseCaseContext *context,
           CrfDictionary *dictionary,
           GError **error)
{
  const char *code = crf_context_get (context, "code");
  g_autoptr (CrfDictionaryTerm) found = crf_dictionary_find (dictionary, code, error);

  if (found == NULL && (error == NULL || *error == NULL))
    crf_context_refuse (context, "code-unknown", _("Search for a term: “stemward-cli meddra search TEXT”."),
                        _("MedDRA %1$s has no lowest level term with the code %2$s."), crf_dictionary_get_version (dictionary), code);
  else if (found != NULL && !found->current)
    crf_context_refuse (context, "code-not-current", _("Choose a current term of the same preferred term."),
                        _("“%1$s” (%2$s) is not current in MedDRA %3$s: new codings take current terms only."), found->llt, code, found->version);
  else
    return g_steal_pointer (&found);
  return NULL;
}

static gboolean
is_same (const CrfCodableTerm *term,
         const CrfDictionaryTerm *found)
{
  g_autofree char *release = g_strjoin (" ", CRF_DICTIONARY_MEDDRA, found->version, found->language, NULL);

  return term->state == CRF_CODING_CODED && strcmp (term->parts[CRF_CODED_LLTCD], found->llt_code) == 0 &&
         strcmp (term->parts[CRF_CODED_DICTIONARY], release) == 0;
}

static gboolean
append (CrfUseCaseContext *context,
        const CrfCodableTerm *term,
        const CrfDictionaryTerm *found,
        gboolean same_words,
        GError **error)
{
  CrfEntry entry = entry_of (context, term);
  g_autofree char *detail = crf_detail_new ("of", term->entry, "verbatim", term->verbatim, "dictionary", CRF_DICTIONARY_MEDDRA, "version", found->version,
                                            "language", found->language, "pt_code", found->pt_code, "pt", found->pt, "hlt_code", found->hlt_code, "hlt",
                                            found->hlt, "hlgt_code", found->hlgt_code, "hlgt", found->hlgt, "soc_code", found->soc_code, "soc", found->soc,
                                            "how", same_words ? "same" : "chosen", NULL);

  entry.canon = found->llt_code;
  entry.value = found->llt;
  entry.detail = detail;
  crf_context_result (context, "llt", found->llt);
  crf_context_result (context, "pt", found->pt);
  crf_context_result (context, "soc", found->soc);
  return crf_context_append (context, &entry, NULL, error);
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (GPtrArray) terms = crf_reader_codable_terms (context->session, context->subject->key, error);
  const CrfCodableTerm *term = terms != NULL ? find_term (context, terms) : NULL;
  g_autoptr (CrfDictionary) dictionary = NULL;
  g_autoptr (CrfDictionaryTerm) found = NULL, proposal = NULL;
  g_autoptr (GError) fault = NULL;

  if (term == NULL)
    return terms != NULL;
  dictionary = crf_coding_open_dictionary (context->session, &fault);
  if (dictionary == NULL)
    return crf_context_refuse (context, "dictionary-missing", NULL, "%s", fault->message);
  found = find_code (context, dictionary, &fault);
  if (found != NULL)
    proposal = crf_dictionary_match (dictionary, term->verbatim, &fault);
  if (fault != NULL)
    return crf_context_refuse (context, "dictionary-damaged", NULL, "%s", fault->message);
  if (found == NULL)
    return TRUE;
  if (is_same (term, found))
    return crf_context_refuse (context, "coded-already", NULL, _("The term is coded with “%s” already."), found->llt);
  if (term->state == CRF_CODING_CODED && crf_context_get (context, "reason") == NULL)
    return crf_context_refuse (context, "reason-missing", _("Say why it is coded otherwise."), _("The term is coded with “%s” already."),
                               term->parts[CRF_CODED_LLT]);
  return append (context, term, found, proposal != NULL && strcmp (proposal->llt_code, found->llt_code) == 0, error);
}

static gboolean
run_uncode (CrfUseCaseContext *context,
            GError **error)
{
  g_autoptr (GPtrArray) terms = crf_reader_codable_terms (context->session, context->subject->key, error);
  const CrfCodableTerm *term = terms != NULL ? find_term (context, terms) : NULL;
  g_autofree char *detail = NULL;
  CrfEntry entry;

  if (term == NULL)
    return terms != NULL;
  if (term->state != CRF_CODING_CODED)
    return crf_context_refuse (context, "not-coded", NULL, _("The term “%s” is not coded."), term->verbatim);
  entry = entry_of (context, term);
  detail = crf_detail_new ("of", term->entry, "verbatim", term->verbatim, NULL);
  entry.detail = detail;
  return crf_context_append (context, &entry, NULL, error);
}

const CrfUseCase crf_use_case_code_event = {
  .name = "code-event",
  .title = N_ ("Code with MedDRA"),
  .summary = N_ ("Codes the words of an adverse event, or of a line of the medical history, with a lowest level term of your own MedDRA; the words stay."),
  .roles = CRF_ROLE_DATA_MANAGER,
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};

const CrfUseCase crf_use_case_uncode_event = {
  .name = "uncode-event",
  .title = N_ ("Take a coding back"),
  .summary = N_ ("The term is to be coded again; what it was coded with stays in the audit trail."),
  .roles = CRF_ROLE_DATA_MANAGER,
  .needs_subject = TRUE,
  .parameters = uncode_parameters,
  .run = run_uncode,
};
