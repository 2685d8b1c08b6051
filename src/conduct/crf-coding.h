/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Coding of verbatim terms (adverse events, medical history) with the site's own MedDRA: what is to be coded, what the dictionary offers, and what holds. The
 * site's words stay as they were written; the coding stands beside them, is of these words, and falls when they change. */

#pragma once

#include "crf-dictionary.h"
#include "crf-session.h"

G_BEGIN_DECLS

#define CRF_POLICY_DICTIONARY "dictionary" /* "27.0 English": what the study codes with */

typedef enum
{
  CRF_CODING_OPEN,  /* never coded, or taken back */
  CRF_CODING_FALLEN, /* the words changed since */
  CRF_CODING_CODED,
} CrfCodingState;

/* What CDISC calls the parts of a coding, without the domain: "LLT", "LLTCD", "DECOD", "PTCD" … */
typedef enum
{
  CRF_CODED_LLT,
  CRF_CODED_LLTCD,
  CRF_CODED_DECOD,
  CRF_CODED_PTCD,
  CRF_CODED_HLT,
  CRF_CODED_HLTCD,
  CRF_CODED_HLGT,
  CRF_CODED_HLGTCD,
  CRF_CODED_BODSYS,
  CRF_CODED_BDSYCD,
  CRF_CODED_SOC,
  CRF_CODED_SOCCD,
  CRF_CODED_DICTIONARY, /* "MedDRA 27.0 English" */
  CRF_N_CODED
} CrfCodedPart;

/* A verbatim term that stands in the study. */
typedef struct
{
  CrfTarget *target;      /* down to the item */
  char *subject;          /* its number */
  const char *kind;       /* "event" or "history": what "code-event" names it by */
  int number;             /* of its kind, from 1 */
  char *verbatim, *entry; /* and the entry that it was written by */
  CrfCodingState state;
  char *parts[CRF_N_CODED]; /* NULL unless coded */
  char *at, *user;        /* when, and the name of who: of the coding, or of its fall; NULL: never */
} CrfCodableTerm;
void       crf_codable_term_free (CrfCodableTerm *term);

/* Whether terms of the item are coded. */
gboolean   crf_coding_is_of (const CrfItem *item);
/* "AELLT", "MHLLT" …: the variable of the item's domain. Free it. */
char      *crf_coding_variable (const CrfItem *item, CrfCodedPart part);
/* CrfCodableTerm of the subject (NULL: of all). */
GPtrArray *crf_reader_codable_terms (CrfSession *session, const char *subject, GError **error);
/* Whether anything is coded in the study. */
gboolean   crf_reader_has_codings (CrfSession *session);
/* The one at the place, of which groupkey and item may be left out; NULL. Borrowed from @terms. */
const CrfCodableTerm *crf_codable_terms_find (const GPtrArray *terms, const CrfTarget *target);
/* "Pruritus · Skin disorders": the preferred term and its class; NULL unless coded. Free it. */
char      *crf_codable_term_label (const CrfCodableTerm *term);
/* The same with the codes and the dictionary, as it is printed; NULL unless coded. Free it. */
char      *crf_codable_term_full (const CrfCodableTerm *term);

/* What the dictionary offers for a text. */
typedef struct
{
  char *release;             /* "MedDRA 27.0 English" */
  gint64 n_terms;            /* in the dictionary */
  CrfDictionaryTerm *same;   /* the term of the same name, which is proposed and never taken by itself; NULL */
  GPtrArray *terms;          /* CrfDictionaryTerm, the best first */
} CrfCodingOffer;
void            crf_coding_offer_free (CrfCodingOffer *offer);
/* NOT_FOUND with what to do where no dictionary is here, or not the one that the study codes with. */
CrfCodingOffer *crf_reader_coding_offer (CrfSession *session, const char *text, guint limit, GError **error);
/* The dictionary that the study codes with; the newest here where none was chosen. The same error. */
CrfDictionary  *crf_coding_open_dictionary (CrfSession *session, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfCodableTerm, crf_codable_term_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfCodingOffer, crf_coding_offer_free)

G_END_DECLS
