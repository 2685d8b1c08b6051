/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An ODM document as a tree: loading without network, entities or unbounded size, and walking by
 * local names, so that the extensions of other vendors are passed over. Internal to study/. */

#pragma once

#include <glib.h>
#include <libxml/tree.h>

G_BEGIN_DECLS

#define CRF_ODM_MAX_BYTES (CRF_STUDY_MAX_MB * CRF_FILE_MB)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlDoc, xmlFreeDoc)

/* Both fail with CRF_STUDY_ERROR; @name stands for the file in messages. Blank text between
 * elements is left out. */
xmlDoc     *crf_odm_load_file (const char *path, GError **error);
xmlDoc     *crf_odm_load_memory (const char *xml, gsize length, const char *name, GError **error);
/* Checks that @doc is ODM 1.x with metadata; says in a sentence what it is otherwise. */
gboolean    crf_odm_check_kind (xmlDoc *doc, const char *name, GError **error);
/* The tree as text: UTF-8, indented, always the same for the same tree. */
char       *crf_odm_to_text (xmlDoc *doc);

/* Elements of ODM and of the extension urn:stemward:odm:1, by local name. */
gboolean    crf_odm_is (const xmlNode *node, const char *name);
gboolean    crf_odm_is_extension (const xmlNode *node, const char *name);
/* Children and following siblings; NULL at the end. */
xmlNode    *crf_odm_first (const xmlNode *parent, const char *name);
xmlNode    *crf_odm_next (const xmlNode *node, const char *name);
xmlNode    *crf_odm_first_extension (const xmlNode *parent, const char *name);
xmlNode    *crf_odm_next_extension (const xmlNode *node, const char *name);
xmlNode    *crf_odm_first_element (const xmlNode *parent);
xmlNode    *crf_odm_next_element (const xmlNode *node);

/* Values of attributes; NULL if absent or empty. Borrowed from the tree. */
const char *crf_odm_attribute (const xmlNode *node, const char *name);
const char *crf_odm_extension_attribute (const xmlNode *node, const char *name);
/* Any attribute by "Name" or "sw:Name"; an empty @value removes it. */
const char *crf_odm_get_named (const xmlNode *node, const char *name);
void        crf_odm_set_named (xmlNode *node, const char *name, const char *value);
const char *crf_odm_language (const xmlNode *node);
/* The text inside, without blanks around it. Free it. */
char       *crf_odm_content (const xmlNode *node);

G_END_DECLS
