/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "crf-action-kind.h"

#include <string.h>

/* Entries that leave the record of a patient as it is. What is not listed is held: a new kind of entry is locked out until somebody has thought
 * about it. */
static const char *const free_actions[] = {
  "account.", "backup", "clock.", "code.", "delegation.", "export", "file.", "hold.", "keyslot.", "policy.", "print", "recovery.",
  "rolekey.", "session.", "sign", "study.", "training.", "unblind", "view", NULL,
};

/* Talk about the data: possible while they are frozen, not once they are locked. */
static const char *const talk_actions[] = { "deviation.", "population.", "query.", "term.", "verify.", NULL };

/* What goes on at a site whatever is signed: what remains of the product, and whose files are known. */
static const char *const aside_actions[] = { "envelopes.", "lot.", "package.", "trialkey.", "trust.", NULL };

/* Of no patient, and yet it changes what all of them are asked and how it is counted: not while the data are frozen either. */
static const char *const whole_actions[] = { "definition.", NULL };

static gboolean
has_prefix_of (const char *action,
               const char *const *prefixes)
{
  for (; *prefixes != NULL; prefixes++)
    if (g_str_has_prefix (action, *prefixes))
      return TRUE;
  return FALSE;
}

gboolean
crf_action_is_about_data (const char *action)
{
  return !has_prefix_of (action, free_actions) && !has_prefix_of (action, aside_actions);
}

gboolean
crf_action_is_held (const char *action,
                    gboolean has_subject,
                    const char *state)
{
  if (state == NULL || has_prefix_of (action, free_actions))
    return FALSE;
  return strcmp (state, "frozen") != 0 || (has_subject && !has_prefix_of (action, talk_actions)) || has_prefix_of (action, whole_actions);
}
