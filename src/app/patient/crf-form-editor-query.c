/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A query about a field: written in a dialog, and written on there as long as it is not stored. */

#include "crf-form-editor-private.h"

#include <glib/gi18n-lib.h>

#include "crf-asking.h"
#include "crf-dialogs.h"
#include "crf-weak.h"

/* A question about a field: while it is written, and on its way. */
typedef struct
{
  gpointer editor; /* crf_weak_new() */
  CrfTarget *field;
  char *subject, *label, *text;
} Query;

static void
query_free (Query *query)
{
  crf_target_free (query->field);
  g_free (query->subject);
  g_free (query->label);
  g_free (query->text);
  g_free (query);
}

static void write_query (CrfFormEditor *self, Query *query);

/* What was not stored is still to be written: the text stands in the dialog again. */
static void
on_queried (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Query *query = user_data;
  g_autoptr (CrfFormEditor) self = crf_weak_take (query->editor);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) outcome = crf_asking_conduct_finish (result, &error);

  if (self == NULL || gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    {
      query_free (query);
      return;
    }
  crf_refusal_bar_take_outcome (_crf_form_editor_get_bar (self), outcome, error);
  if (outcome == NULL || !crf_outcome_done (outcome))
    {
      write_query (self, query);
      return;
    }
  query_free (query);
  crf_form_editor_refresh (self);
}

static void
on_query_written (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  Query *query = user_data;
  g_autoptr (CrfFormEditor) self = crf_weak_take (query->editor);
  g_autofree char *text = crf_dialogs_reason_finish (result);
  GHashTable *arguments;

  if (self == NULL || _crf_form_editor_get_writer (self) == NULL || text == NULL)
    {
      query_free (query);
      return;
    }
  g_free (query->text);
  query->text = g_steal_pointer (&text);
  arguments = crf_arguments_new ("text", query->text, NULL);
  crf_arguments_set_target (arguments, query->field);
  query->editor = crf_weak_new (self);
  crf_refusal_bar_clear (_crf_form_editor_get_bar (self));
  crf_asking_conduct_async (GTK_WIDGET (self), _crf_form_editor_get_writer (self), "query", query->subject, arguments, on_queried, query);
}

/* Takes @query. */
static void
write_query (CrfFormEditor *self,
             Query         *query)
{
  static const char *const none[] = { NULL };

  query->editor = crf_weak_new (self);
  crf_dialogs_reason_async (GTK_WIDGET (self), _("Query"), query->label, query->text, none, _("_Open query"), on_query_written, query);
}

void
_crf_form_editor_query (CrfFormEditor *self,
                        CrfFieldRow   *row)
{
  const CrfFieldState *field = crf_field_row_get_state (row);
  Query *query = g_new0 (Query, 1);

  query->field = crf_target_copy (field->target);
  query->subject = g_strdup (crf_form_editor_get_target (self)->subject);
  query->label = g_strdup (field->label);
  write_query (self, query);
}
