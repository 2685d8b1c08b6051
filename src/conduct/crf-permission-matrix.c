/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The permission matrix. */

#include "crf-permission-matrix.h"

#include "crf-blind.h"
#include "crf-entitlement.h"
#include "crf-import-batch.h"
#include "crf-names.h"
#include "crf-site-data.h"

#include <glib/gi18n-lib.h>

/* The parts of a trial, by the first of its use cases in the registry. */
static const struct { const char *first, *group; } parts[] = {
  { "confirm-recovery-key", N_ ("People") },
  { "add-consent-version", N_ ("Start-up") },
  { "register", N_ ("Screening") },
  { "order-infusion", N_ ("Infusion") },
  { "stop-treatment", N_ ("Data") },
  { "send-sae-report", N_ ("Safety") },
  { "query", N_ ("Queries") },
  { "freeze", N_ ("Signatures") },
  { "preview-amendment", N_ ("Amendments") },
  { "record-envelopes", N_ ("Blinding") },
  { "trust-signer", N_ ("Other files") },
  { "note-view", N_ ("Traces") },
  { "(names)", N_ ("Knowledge") },
};

static const char *
group_of (const char *name, const char *before)
{
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (g_strcmp0 (parts[i].first, name) == 0)
      return _ (parts[i].group);
  return before;
}

static void
add_row (GPtrArray *rows,
         CrfPermissionRow row)
{
  const CrfPermissionRow *before = rows->len > 0 ? g_ptr_array_index (rows, rows->len - 1) : NULL;

  row.group = group_of (row.name, before != NULL ? before->group : NULL);
  g_ptr_array_add (rows, g_memdup2 (&row, sizeof row));
}

static CrfRole
roles_of (CrfStudy *study,
          const CrfUseCase *use_case)
{
  if (study == NULL || use_case->blinding == CRF_BLINDING_NONE ||
      (use_case->blinding == CRF_BLINDING_PRODUCT && !crf_blind_is_ward_blinded (study)))
    return use_case->roles;
  return use_case->roles & crf_entitlement_knowing (study);
}

/* What one account may have beside a role that knows. */
static CrfRole
joined (CrfStudy *study)
{
  CrfRole knowing = crf_entitlement_knowing (study), roles = 0;

  for (guint bit = 1; bit <= CRF_ROLES_ALL; bit <<= 1)
    if (!crf_entitlement_mixes (study, knowing | bit))
      roles |= bit;
  return roles;
}

GPtrArray *
crf_permission_matrix (CrfStudy *study)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_free);

  for (const CrfUseCase *const *use_case = crf_use_cases_list (); *use_case != NULL; use_case++)
    add_row (rows, (CrfPermissionRow) { .name = (*use_case)->name, .title = _ ((*use_case)->title), .task = (*use_case)->task,
                                        .roles = roles_of (study, *use_case), .blinding = (*use_case)->blinding,
                                        .data = crf_use_case_writes_data (*use_case), .on_locked = (*use_case)->on_locked });
  add_row (rows, (CrfPermissionRow) { .name = "(import)", .title = _("Import data"), .task = "enter", .roles = crf_batch_roles (study), .data = TRUE });
  add_row (rows, (CrfPermissionRow) { .name = "(names)", .title = _("Read names and hospital numbers"), .roles = crf_names_get_roles (),
                                      .knowing = TRUE });
  if (study != NULL)
    {
      add_row (rows, (CrfPermissionRow) { .name = "(arms)", .title = _("Know the arms"), .roles = crf_entitlement_knowing (study),
                                          .blinding = CRF_BLINDING_ARMS, .knowing = TRUE });
      add_row (rows, (CrfPermissionRow) { .name = "(joined)", .title = _("Belong to one account with a role that may know the arms"),
                                          .roles = joined (study), .blinding = CRF_BLINDING_ARMS, .knowing = TRUE });
    }
  return rows;
}

const char *
crf_blinding_get_name (CrfBlinding blinding)
{
  return blinding == CRF_BLINDING_PRODUCT ? "product" : blinding == CRF_BLINDING_ARMS ? "arms" : NULL;
}
