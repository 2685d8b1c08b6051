/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Opening every box. */

#include "crf-verify-open.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crf-allocation-list.h"
#include "crf-detail.h"
#include "crf-sealed-value.h"
#include "crf-study-file-private.h"
#include "crf-verify-private.h"

static gboolean
is_erased (CrfStudyFile *file, const char *subject)
{
  g_autofree char *slot = g_strconcat ("subject:", subject, NULL);
  g_autofree char *found = crf_db_get_text (file->db, NULL, "SELECT slot FROM keyslot WHERE slot = ?1", "s", slot);

  return found == NULL;
}

static void
check_box (CrfStudyFile *file, CrfKeyring *keyring, CrfStatement *row, const char *seal, GPtrArray *faults, CrfVerifyOpened *opened)
{
  const char *subject = crf_statement_text (row, 1);
  g_autofree char *where = g_strdup_printf (_("journal %s"), crf_statement_text (row, 0));
  const CrfSealContext context = { file->uuid, subject, crf_statement_text (row, 2), crf_statement_text (row, 0) };

  if (!crf_keyring_holds (keyring, seal))
    opened->not_held++;
  else if (g_str_equal (seal, CRF_ROLE_KEY_IDENTIFIERS) && subject != NULL && is_erased (file, subject))
    opened->erased++;
  else if (_crf_sealed_value_opens (keyring, file, seal, &context, crf_statement_text (row, 3)))
    opened->opened++;
  else
    _crf_verify_add (faults, where, _("Its sealed content does not open here: it was exchanged, damaged, or sealed to another key."));
}

static gboolean
check_entries (CrfStudyFile *file, CrfKeyring *keyring, GPtrArray *faults, CrfVerifyOpened *opened, GCancellable *cancellable, GError **error)
{
  g_autoptr (CrfStatement) query = crf_db_query (file->db, error,
                                                 "SELECT ws || ':' || seq, subject, item, value, detail FROM journal "
                                                 "WHERE value IS NOT NULL AND detail LIKE '%\"seal\"%' ORDER BY clock, ws, seq",
                                                 "");
  CrfStep step = CRF_STEP_ERROR;

  while (query != NULL && (step = crf_statement_step (query, error)) == CRF_STEP_ROW)
    {
      g_autoptr (JsonObject) detail = crf_detail_parse (crf_statement_text (query, 4), NULL);
      g_autofree char *seal = detail != NULL ? crf_detail_get (detail, "seal") : NULL;

      if (seal != NULL)
        check_box (file, keyring, query, seal, faults, opened);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    }
  return step == CRF_STEP_DONE;
}

/* The slots that were drawn, whose arms decide what was infused. */
static gboolean
check_slots (CrfStudyFile *file, CrfKeyring *keyring, GPtrArray *faults, CrfVerifyOpened *opened, GError **error)
{
  g_autoptr (CrfStatement) query
      = crf_db_query (file->db, error, "SELECT subject FROM slot WHERE subject IS NOT NULL ORDER BY subject", "");
  CrfStep step = CRF_STEP_ERROR;

  while (query != NULL && (step = crf_statement_step (query, error)) == CRF_STEP_ROW)
    {
      const char *subject = crf_statement_text (query, 0);
      g_autofree char *where = g_strdup_printf (_("slot of %s"), subject);
      g_autofree char *arm = NULL;

      if (!crf_keyring_holds (keyring, CRF_ROLE_KEY_ALLOCATION))
        {
          opened->not_held++;
          continue;
        }
      arm = crf_allocation_open (file, keyring, subject, NULL);
      if (arm != NULL)
        opened->opened++;
      else
        _crf_verify_add (faults, where, _("The slot does not open, or is not the one that was drawn."));
    }
  return step == CRF_STEP_DONE;
}

gboolean
crf_verify_open (CrfStudyFile *file,
                 CrfKeyring *keyring,
                 GPtrArray *faults,
                 CrfVerifyOpened *opened,
                 GCancellable *cancellable,
                 GError **error)
{
  g_return_val_if_fail (file != NULL && faults != NULL && opened != NULL, FALSE);

  return check_entries (file, keyring, faults, opened, cancellable, error) && check_slots (file, keyring, faults, opened, error);
}
