/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The reading of one document: the tree, the model that grows from it, where each part of the
 * model stands in the file, and the faults found on the way. Internal to study/. */

#pragma once

#include "crf-odm-private.h"
#include "crf-study-private.h"
#include "crf-study-reader.h"

G_BEGIN_DECLS

typedef struct
{
  char *name;          /* of the file, for messages */
  xmlDoc *doc;         /* owned */
  xmlNode *study_node; /* the Study that is read */
  xmlNode *mdv;        /* its MetaDataVersion */
  xmlNode *design;     /* sw:Design; may be NULL */
  CrfStudy *study;     /* the model that is being built; owned */
  GPtrArray *faults;   /* CrfFault */
  GHashTable *nodes;   /* structure of the model → xmlNode */
  GHashTable *rules[2]; /* ConditionDef, MethodDef: OID → xmlNode */
  GHashTable *oids;    /* char * → xmlNode of the MetaDataVersion, for answers; NULL until needed */
  GHashTable *double_oids; /* char *: OIDs that two elements have */
  GPtrArray *names;    /* char *: file names that nodes of other files point to */
} CrfReading;

/* Takes @doc. Chooses the Study and MetaDataVersion. */
CrfReading *crf_reading_new (xmlDoc *doc, const char *name);
void        crf_reading_free (CrfReading *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfReading, crf_reading_free)

/* Adds a fault at @node; its OID is that of the nearest element around it. Takes @what; @harm
 * and @remedy are copied. */
void        crf_reading_fault (CrfReading *self, const xmlNode *node, CrfFaultLevel level, char *what,
                               const char *harm, const char *remedy);
#define crf_reading_error(self, node, what, harm, remedy) \
  crf_reading_fault (self, node, CRF_FAULT_ERROR, what, harm, remedy)
#define crf_reading_warn(self, node, what, harm, remedy) \
  crf_reading_fault (self, node, CRF_FAULT_WARNING, what, harm, remedy)
const CrfFault *crf_reading_first_error (const CrfReading *self);

/* Remembers and tells the element that a structure of the model was read from. */
void        crf_reading_place (CrfReading *self, gconstpointer structure, xmlNode *node);
xmlNode    *crf_reading_node (const CrfReading *self, gconstpointer structure);
/* Says that @node and all below come from the file @name. */
void        crf_reading_set_file (CrfReading *self, xmlNode *node, const char *name);

/* Typed attributes. An absent one gives the default; a wrong one gives a fault and the default.
 * @name may begin with "sw:". crf_reading_string() interns. */
const char *crf_reading_string (CrfReading *self, const xmlNode *node, const char *name);
int         crf_reading_int (CrfReading *self, const xmlNode *node, const char *name, int unset);
double      crf_reading_number (CrfReading *self, const xmlNode *node, const char *name, double unset);
gboolean    crf_reading_yes (CrfReading *self, const xmlNode *node, const char *name, gboolean unset);
/* One of @words (NULL-terminated); gives a fault and NULL for another word. Absent: NULL. */
const char *crf_reading_word (CrfReading *self, const xmlNode *node, const char *name,
                              const char *const *words);
/* Words separated by blanks, interned; NULL if absent. */
GPtrArray  *crf_reading_words (CrfReading *self, const xmlNode *node, const char *name);
/* The required OID; a fault and NULL if absent. */
const char *crf_reading_oid (CrfReading *self, const xmlNode *node);
/* The same where it must be the first such OID; enters @structure into @table and as what was
 * read from @node. */
const char *crf_reading_claim (CrfReading *self, xmlNode *node, GHashTable *table, gpointer structure);
/* The Name; a warning and @oid if there is none. */
const char *crf_reading_name (CrfReading *self, xmlNode *node, const char *oid);
/* The fault of a reference to what is not there. */
void        crf_reading_dangling (CrfReading *self, const xmlNode *node, const char *kind, const char *oid);
/* The TranslatedTexts in @parent; NULL if @parent is NULL or has none. */
const CrfText *crf_reading_text (CrfReading *self, const xmlNode *parent);
/* The SQL/1 FormalExpression in @parent; NULL if there is none, with a warning if there are only
 * others. */
const char *crf_reading_expression (CrfReading *self, const xmlNode *parent);
const char *crf_reading_alias (CrfReading *self, const xmlNode *node, const char *context);

/* The steps of reading, in order. */
void        crf_include_resolve (CrfReading *self, const char *library_dir);
void        crf_answers_complete (CrfReading *self);
/* Whether an open question decides the attribute, so that what stands there is somebody's choice. */
gboolean    crf_answers_decide (CrfReading *self, const char *element, const char *attribute);
gboolean    crf_answers_apply (CrfReading *self, GHashTable *answers, gboolean defaults_too, GError **error);
void        crf_build_units (CrfReading *self);
void        crf_build_code_lists (CrfReading *self);
void        crf_build_item (CrfReading *self, xmlNode *node);
void        crf_build_metadata (CrfReading *self);
void        crf_build_design (CrfReading *self);
void        crf_build_questions (CrfReading *self);
void        crf_check_items (CrfReading *self);
void        crf_check_design (CrfReading *self);
void        crf_check_strata (CrfReading *self);
void        crf_check_expressions (CrfReading *self);
void        crf_check_trial (CrfReading *self);
void        crf_check_meaning (CrfReading *self);
void        crf_check_literals (CrfReading *self, const char *text, xmlNode *node);
void        crf_check_blind (CrfReading *self);
void        crf_check_scores (CrfReading *self);
void        crf_check_course (CrfReading *self);

gboolean    crf_concept_is_known (const char *concept);

G_END_DECLS
