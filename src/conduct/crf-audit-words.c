/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Codes of journal entries as people read them. */

#include "crf-audit-words.h"

#include "crf-detail.h"
#include "crf-entry.h"
#include "crf-package-gate.h"
#include "crf-signing.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const struct { const char *action, *code, *words; } words[] = {
  { CRF_ACTION_FORM_STATE, "started", N_ ("Opened for entry") },
  { CRF_ACTION_FORM_STATE, "complete", N_ ("Complete") },
  { CRF_ACTION_HOLD, "frozen", N_ ("Frozen") },
  { CRF_ACTION_HOLD, "locked", N_ ("Locked") },
  { CRF_ACTION_HOLD, "open", N_ ("Open again") },
  { CRF_ACTION_VERIFIED, "verified", N_ ("Agrees with the source") },
  { CRF_ACTION_VERIFIED, "open", N_ ("Mark taken back") },
  { CRF_ACTION_SECOND_DECIDED, "first", N_ ("The first entry is right") },
  { CRF_ACTION_SECOND_DECIDED, "second", N_ ("The second entry is right") },
  { CRF_ACTION_SECOND_DECIDED, "other", N_ ("Neither was right") },
  { CRF_ACTION_SECOND_ROW, "first", N_ ("The first entry is right") },
  { CRF_ACTION_SECOND_ROW, "second", N_ ("The second entry is right") },
  { CRF_ACTION_EVENT_STATE, "missed", N_ ("Missed") },
  { CRF_ACTION_EVENT_STATE, "done", N_ ("Done") },
  { CRF_ACTION_VIEW, "record", N_ ("Record of the patient") },
  { CRF_ACTION_VIEW, "trail", N_ ("Audit trail") },
  { CRF_ACTION_VIEW, "review", N_ ("Review report") },
  { CRF_ACTION_VIEW, "summary", N_ ("Summaries and comparisons") },
  { CRF_ACTION_VIEW, "survival", N_ ("Survival") },
  { CRF_ACTION_VIEW, "screening", N_ ("Screening log") },
  { CRF_ACTION_VIEW, "slots", N_ ("Slots of the allocation lists") },
  { CRF_ACTION_VIEW, "verification", N_ ("State of the source data verification") },
};

static char *
join (char *one,
      char *other)
{
  char *text;

  if (one == NULL || other == NULL || *other == '\0')
    return g_free (other), one;
  text = g_strdup_printf ("%s · %s", one, other);
  g_free (one);
  g_free (other);
  return text;
}

static char *
words_of_state (JsonObject *detail)
{
  char *text = crf_detail_get (detail, "login");

  if (crf_detail_get_boolean (detail, "enabled", TRUE) == 0)
    text = join (text, g_strdup (_("disabled")));
  if (crf_detail_get_boolean (detail, "must_change", FALSE))
    text = join (text, g_strdup (_("passphrase to be changed")));
  return text;
}

static char *
words_of_roles (JsonObject *detail)
{
  char *text = crf_detail_get (detail, "login");
  JsonNode *node = json_object_get_member (detail, "roles");
  JsonArray *roles = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; roles != NULL && i < json_array_get_length (roles); i++)
    {
      const char *name = json_array_get_string_element (roles, i);
      CrfRole role = crf_role_from_name (name);

      text = join (text, g_strdup (role != 0 ? crf_role_get_label (role) : name));
    }
  return join (text, crf_detail_get (detail, "last_day"));
}

static char *
words_of_fault (JsonObject *detail)
{
  g_autofree char *fault = crf_detail_get (detail, "fault");

  return fault != NULL ? g_strdup_printf (_("not written: %s"), fault) : NULL;
}

/* What was not written when it was, or never. */
static char *
words_of_late (JsonObject *detail,
               const char *off)
{
  g_autofree char *at = crf_detail_get (detail, "at");
  g_autofree char *since = crf_detail_get (detail, "since");
  g_autofree char *when = at != NULL || since != NULL ? crf_signature_when (at != NULL ? at : since, off) : NULL;

  if (when == NULL)
    return NULL;
  return join (crf_detail_get (detail, "login"),
               at != NULL ? g_strdup_printf (_("at %s; could not be written then"), when) : g_strdup_printf (_("since %s"), when));
}

static char *
words_of_coding (char *const *columns,
                 JsonObject *detail)
{
  if (columns[CRF_COL_CANON] == NULL)
    return g_strdup (crf_detail_get_boolean (detail, "fell", FALSE) ? _("the coding fell") : _("the coding was taken back"));
  return join (join (g_strdup_printf ("%s (%s)", columns[CRF_COL_VALUE], columns[CRF_COL_CANON]), crf_detail_get (detail, "pt")),
               join (crf_detail_get (detail, "soc"), join (crf_detail_get (detail, "dictionary"), crf_detail_get (detail, "version"))));
}

static char *
words_of_package (char *const *columns,
                  JsonObject *detail)
{
  g_autofree char *purpose = crf_detail_get (detail, "purpose"), *signer = crf_detail_get (detail, "signer");
  char *text = join (crf_detail_get (detail, "name"), g_strdup (purpose != NULL ? crf_package_purpose_label (purpose) : NULL));

  if (strcmp (columns[CRF_COL_ACTION], CRF_ACTION_PACKAGE_SIGN) == 0)
    return text;
  if (g_strcmp0 (columns[CRF_COL_CANON], "answered") == 0)
    return join (text, g_strdup (_("nobody signed it; a data manager answered for it before")));
  return join (text, signer != NULL ? g_strdup_printf (_("signed by %s"), signer) : g_strdup (_("nobody signed it")));
}

static char *
words_of_detail (const char *action,
                 JsonObject *detail,
                 gboolean *known)
{
  g_autofree char *name = NULL;

  *known = TRUE;
  if (strcmp (action, CRF_ACTION_SIGN) == 0 || strcmp (action, CRF_ACTION_SIGN_VOID) == 0)
    {
      name = crf_detail_get (detail, "meaning");
      return g_strdup (name != NULL ? crf_meaning_label (name) : NULL);
    }
  if (strcmp (action, CRF_ACTION_SIGN_OUT) == 0 || strcmp (action, CRF_ACTION_SIGN_IN) == 0)
    return NULL;
  if (strcmp (action, CRF_ACTION_SIGN_IN_FAILED) == 0)
    return join (crf_detail_get (detail, "login"), crf_detail_get_boolean (detail, "locked_out", FALSE) ? g_strdup (_("locked out")) : NULL);
  if (strcmp (action, CRF_ACTION_ACCOUNT_STATE) == 0)
    return words_of_state (detail);
  if (strcmp (action, CRF_ACTION_ACCOUNT_ROLES) == 0)
    return words_of_roles (detail);
  if (strcmp (action, CRF_ACTION_BACKUP) == 0 || strcmp (action, CRF_ACTION_EXPORT) == 0)
    return join (join (crf_detail_get (detail, "to"), crf_detail_get (detail, "filter")), words_of_fault (detail));
  if (strcmp (action, CRF_ACTION_TRAINING) == 0)
    return join (join (crf_detail_get (detail, "login"), crf_detail_get (detail, "subject")), crf_detail_get (detail, "date"));
  if (strcmp (action, CRF_ACTION_KEYSLOT) == 0)
    return crf_detail_get (detail, "slot");
  if (strcmp (action, CRF_ACTION_FORM_MOVED) == 0)
    {
      name = crf_detail_get (detail, "direction");
      return join (g_strdup (g_strcmp0 (name, "from") == 0 ? _("moved here from") : _("moved to")),
                   join (crf_detail_get (detail, "number"), crf_detail_get (detail, "event")));
    }
  if (strcmp (action, CRF_ACTION_CLOCK_BACK) == 0)
    {
      int minutes = (int) (crf_detail_get_int (detail, "seconds", 0) / 60);

      return g_strdup_printf (ngettext ("%d minute before the newest entry", "%d minutes before the newest entry", (gulong) minutes), minutes);
    }
  if (strcmp (action, CRF_ACTION_CLOCK_AHEAD) == 0)
    {
      int days = (int) (crf_detail_get_int (detail, "seconds", 0) / (24 * 60 * 60));

      return g_strdup_printf (ngettext ("%d day after the newest entry", "%d days after the newest entry", (gulong) days), days);
    }
  *known = FALSE;
  return NULL;
}

static char *
words_with_canon (char *const *columns,
                  JsonObject *detail,
                  gboolean *known)
{
  const char *action = columns[CRF_COL_ACTION], *canon = columns[CRF_COL_CANON];

  *known = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i].action, action) == 0 && g_strcmp0 (words[i].code, canon) == 0)
      return g_strdup (_ (words[i].words));
  if (strcmp (action, CRF_ACTION_POLICY) == 0)
    return join (crf_detail_get (detail, "name"), g_strdup (canon != NULL ? canon : _("no longer set")));
  if (strcmp (action, CRF_ACTION_POPULATION) == 0)
    return join (g_strdup (canon), g_strdup (crf_detail_get_boolean (detail, "included", FALSE) ? _("belongs to it") : _("does not belong to it")));
  *known = FALSE;
  return NULL;
}

char *
crf_audit_words (char *const *columns,
                 gboolean *known)
{
  g_autoptr (JsonObject) detail = crf_detail_parse (columns[CRF_COL_DETAIL], NULL);
  char *text;

  *known = FALSE;
  if (detail == NULL)
    return NULL;
  *known = strcmp (columns[CRF_COL_ACTION], CRF_ACTION_SESSION_LOCK) == 0 || strcmp (columns[CRF_COL_ACTION], CRF_ACTION_SIGN_OUT_MISSING) == 0;
  if (*known)
    return words_of_late (detail, columns[CRF_COL_OFF]);
  if (strcmp (columns[CRF_COL_ACTION], CRF_ACTION_CODING) == 0)
    {
      *known = TRUE;
      return words_of_coding (columns, detail);
    }
  if (strcmp (columns[CRF_COL_ACTION], CRF_ACTION_PACKAGE_SIGN) == 0 || strcmp (columns[CRF_COL_ACTION], CRF_ACTION_PACKAGE_TAKE) == 0)
    {
      *known = TRUE;
      return words_of_package (columns, detail);
    }
  text = words_with_canon (columns, detail, known);
  return *known ? text : words_of_detail (columns[CRF_COL_ACTION], detail, known);
}

/* ── Groups ── */

static const CrfAuditGroup groups[] = {
  { "data", N_ ("Data") },
  { "queries", N_ ("Queries, verification, coding") },
  { "signatures", N_ ("Signatures and locks") },
  { "trial", N_ ("Consent, allocation, product") },
  { "accounts", N_ ("People and sessions") },
  { "outside", N_ ("Views, exports, backups") },
};

static const struct { const char *group, *prefix; } members[] = {
  { "data", "value." },       { "data", "form." },      { "data", "event." },     { "data", "group." },      { "data", "sample." },
  { "data", "second." },      { "queries", "query." },  { "queries", "verify." }, { "queries", "term." }, { "queries", "deviation." }, { "signatures", "sign" },
  { "signatures", "hold." },  { "signatures", "population." }, { "accounts", "account." }, { "accounts", "session." }, { "accounts", "keyslot." },
  { "accounts", "rolekey." }, { "accounts", "delegation." }, { "accounts", "training." }, { "accounts", "policy." }, { "accounts", "recovery." },
  { "accounts", "clock." },   { "outside", "view" },    { "outside", "export" },  { "outside", "print" },    { "outside", "backup" },
  { "outside", "file." },     { "outside", "package." }, { "outside", "trust." },  { "outside", "transfer." }, { "trial", "consent." },  { "trial", "slot." },     { "trial", "subject." },   { "trial", "lot." },
  { "trial", "unblind" },     { "trial", "code." },     { "trial", "study." },    { "trial", "definition." },
};

const CrfAuditGroup *
crf_audit_groups (guint *n)
{
  *n = G_N_ELEMENTS (groups);
  return groups;
}

gboolean
crf_audit_in_group (const char *action,
                    const char *group)
{
  if (group == NULL || *group == '\0' || strcmp (action, group) == 0)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (strcmp (members[i].group, group) == 0 && g_str_has_prefix (action, members[i].prefix))
      return TRUE;
  return FALSE;
}
