/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where a value goes: from names as people type them (OIDs or Names, keys left out) to a full target, and the entries that make the place. */

#pragma once

#include "crf-casebook.h"
#include "crf-use-case-private.h"
#include "crf-value.h"

G_BEGIN_DECLS

/* A place in the definition; keys NULL mean a new repeat. */
typedef struct
{
  const CrfEvent *event;
  const CrfForm *form;
  const CrfItemGroup *group;
  const CrfItemRef *ref;
  CrfTarget *target;
} CrfPlace;

void     crf_place_clear (CrfPlace *place);
/* Names of @names may be OID or Name, or absent where only one thing is meant; the item may be "FORM::ITEM". Refuses (returns FALSE with the context's
 * refusal set) where nothing or several things are meant. */
gboolean crf_place_find (CrfUseCaseContext *context, const CrfTarget *names, CrfPlace *place);
/* The same down to the form; names->item is not looked at. */
gboolean crf_place_find_form (CrfUseCaseContext *context, const CrfTarget *names, CrfPlace *place);
/* For who takes what is named and brings a key of its own: "new" where the level repeats, the only one where it does not. Known by its address. */
extern const char crf_place_own_key[];
/* Whether @given names the one repeat of what does not repeat (@what, as people call it); else refuses. NULL does. */
gboolean crf_place_check_single (CrfUseCaseContext *context, const char *given, const char *what);
/* The row of place->group, into the target; NULL and "new": one to come where it repeats. FALSE with the refusal set where there is none such. */
gboolean crf_place_choose_row (CrfUseCaseContext *context, const char *given, CrfPlace *place);
const CrfEvent *crf_place_find_event (CrfStudy *study, const char *name);
const CrfItem  *crf_place_find_item (CrfStudy *study, const char *name);
const CrfItemRef *crf_group_find_ref (const CrfItemGroup *group, const CrfItem *item);

/* Appends value.set (or value.derive with @detail) if something changes, with event, form and group before it where they are new; keys of new
 * repeats are written into @target. An empty @value clears. @changed may be NULL. */
gboolean crf_place_write (CrfUseCaseContext *context, CrfTarget *target, const CrfItem *item, const CrfValue *value,
                          const char *reason, const char *prompt, gboolean derived, const char *detail, gboolean *changed, GError **error);

/* Whether @cell, as it was read, says all that crf_place_write() would write of a derived value, so that nothing has to be. */
gboolean crf_place_holds_derived (const CrfCell *cell, const CrfValue *value, const char *detail);

/* "week 4 · Visit · Albumin": for messages. Free it. */
char    *crf_place_label (CrfSession *session, const CrfTarget *target);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CrfPlace, crf_place_clear)

G_END_DECLS
