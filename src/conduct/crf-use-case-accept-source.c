/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A file that nobody signed comes in only if a data manager answers for it, by its SHA-256. */

#include "crf-detail.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "sha256", N_ ("SHA-256 of the file"), "text", TRUE },
  { "name", N_ ("Name of the file"), "text", FALSE },
  { "reason", N_ ("Where it comes from, and why it can be trusted"), "text", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const char *sha256 = crf_context_get (context, "sha256"), *name = crf_context_get (context, "name");
  g_autofree char *lower = g_ascii_strdown (sha256, -1), *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_ACCEPT_PACKAGE, .reason = crf_context_get (context, "reason") };

  if (strlen (lower) != 64 || strspn (lower, "0123456789abcdef") != 64)
    return crf_context_refuse (context, "not-a-sha256", _("The refused import names it; “sha256sum FILE” prints it, too."), _("“%s” is no SHA-256: 64 hexadecimal digits."), sha256);
  detail = crf_detail_new ("sha256", lower, "name", name != NULL ? name : "", NULL);
  entry.detail = detail;
  return crf_context_append (context, &entry, NULL, error);
}

const CrfUseCase crf_use_case_accept_source = {
  .name = "accept-source",
  .title = N_ ("Answer for an unsigned file"),
  .summary = N_ ("Lets one file in that carries no signature; the journal keeps who answered for it, and why."),
  .roles = CRF_ROLE_DATA_MANAGER,
  .parameters = parameters,
  .run = run,
};
