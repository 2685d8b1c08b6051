/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Queries, deviations, consents, infusion days … in ODM: annotations with flags for every reader, and elements of the extension with all of it. */

#include "crf-odm-private.h"

#include <string.h>

const char *const crf_odm_note_types[] = { "QUERY", "DEVIATION", NULL };
const char *const crf_odm_note_states[] = { "OPEN", "ANSWERED", "RESOLVED", "CLOSED", "CANCELLED", NULL };

/* ── Annotations ── */

/* A draft is no query yet; a deviation that is confirmed is still open. */
static const char *
state_of (const char *state)
{
  static const struct { const char *ours, *theirs; } states[] = { { "Open", "OPEN" },         { "open", "OPEN" },     { "confirmed", "OPEN" },
                                                                  { "Answered", "ANSWERED" }, { "Closed", "CLOSED" }, { "closed", "CLOSED" },
                                                                  { "Cancelled", "CANCELLED" }, { "cancelled", "CANCELLED" } };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_strcmp0 (state, states[i].ours) == 0)
      return states[i].theirs;
  return NULL;
}

void
crf_odm_out_read_note (CrfOdmOut *self,
                       const CrfExportEntry *entry,
                       const CrfOrigin *origin,
                       CrfOdmNote *note)
{
  g_auto (CrfAct) act = { NULL };

  *note = (CrfOdmNote) { NULL };
  if (!crf_act_describe (self->session, entry, origin, FALSE, &act) || state_of (act.state) == NULL)
    return;
  note->state = state_of (act.state);
  note->type = crf_odm_note_types[g_str_has_prefix (act.name, "query.") ? 0 : 1];
  note->comment = g_steal_pointer (&act.text);
}

void
crf_odm_note_clear (CrfOdmNote *note)
{
  g_clear_pointer (&note->comment, g_free);
}

static void
write_flag (CrfOdmOut *self,
            const char *element,
            const char *list,
            const char *code)
{
  crf_odm_out_start (self, element);
  crf_odm_out_attribute (self, "CodeListOID", list);
  crf_odm_out_text (self, code);
  crf_odm_out_end (self);
}

void
crf_odm_out_write_note (CrfOdmOut *self,
                        guint number,
                        const char *transaction,
                        const CrfOdmNote *note)
{
  g_autofree char *seq = g_strdup_printf ("%u", number);

  crf_odm_out_start (self, "Annotation");
  crf_odm_out_attribute (self, "SeqNum", seq);
  crf_odm_out_attribute (self, "TransactionType", transaction);
  crf_odm_out_element (self, "Comment", note->comment);
  crf_odm_out_start (self, "Flag");
  write_flag (self, "FlagValue", CRF_ODM_NOTE_STATES, note->state);
  write_flag (self, "FlagType", CRF_ODM_NOTE_TYPES, note->type);
  crf_odm_out_end (self);
  crf_odm_out_end (self);
}

/* ── All of it ── */

static void
write_audit_attributes (CrfOdmOut *self,
                        const CrfExportEntry *entry,
                        const CrfOrigin *origin)
{
  gboolean foreign = origin->user != NULL;
  g_autofree char *user = foreign ? g_strdup (origin->user) : crf_odm_out_user_oid (self, entry->user);
  g_autofree char *location = foreign && origin->location != NULL ? g_strdup (origin->location) : crf_odm_out_location_oid (self);

  crf_odm_out_attribute (self, "UserOID", user);
  crf_odm_out_attribute (self, "LocationOID", location);
  crf_odm_out_attribute (self, "DateTimeStamp", foreign ? origin->at : entry->at);
  crf_odm_out_attribute (self, "SourceID", foreign ? origin->id : entry->id);
  crf_odm_out_attribute (self, "ReasonForChange", entry->reason);
}

void
crf_odm_out_write_act (CrfOdmOut *self,
                       const CrfExportEntry *entry,
                       const CrfOrigin *origin)
{
  g_auto (CrfAct) act = { NULL };

  if (self->options->plain || !crf_act_describe (self->session, entry, origin, self->options->identifiers, &act))
    return;
  crf_odm_out_start (self, "sw:Act");
  crf_odm_out_attribute (self, "Name", act.name);
  crf_odm_out_attribute (self, "SubjectKey", act.subject);
  crf_odm_out_attribute (self, "StudyEventOID", entry->event);
  crf_odm_out_attribute (self, "StudyEventRepeatKey", entry->event != NULL ? entry->eventkey : NULL);
  crf_odm_out_attribute (self, "FormOID", entry->form);
  crf_odm_out_attribute (self, "FormRepeatKey", entry->form != NULL ? entry->formkey : NULL);
  crf_odm_out_attribute (self, "ItemGroupOID", entry->group);
  crf_odm_out_attribute (self, "ItemGroupRepeatKey", entry->group != NULL ? entry->groupkey : NULL);
  crf_odm_out_attribute (self, "ItemOID", entry->item);
  crf_odm_out_attribute (self, "Value", act.value);
  crf_odm_out_attribute (self, "Canonical", act.canonical);
  crf_odm_out_attribute (self, "Prompt", act.prompt);
  crf_odm_out_attribute (self, "Detail", act.detail);
  crf_odm_out_attribute (self, "Role", act.role);
  write_audit_attributes (self, entry, origin);
  crf_odm_out_end (self);
}

static gboolean
visit (const CrfExportEntry *entry,
       gpointer data)
{
  g_auto (CrfOrigin) origin = { NULL };
  CrfOdmOut *self = data;

  crf_origin_read (entry->action, entry->detail, &origin);
  crf_odm_out_write_act (self, entry, &origin);
  return !self->failed && !g_cancellable_is_cancelled (self->cancellable);
}

gboolean
crf_odm_out_write_site_acts (CrfOdmOut *self,
                             GError **error)
{
  return self->options->plain || (crf_act_visit (self->session, NULL, visit, self, error) && !g_cancellable_set_error_if_cancelled (self->cancellable, error));
}
