/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rows are those of crf_permission_matrix(), which the command line prints too; the study's definition decides them, so nothing is read from the file.
 *
 *   GListStore (CrfRowObject, of the rows that the chosen role may) → CrfRowList (what is typed) → GtkColumnView */

#include "crf-permissions-window.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crf-column-fit.h"
#include "crf-delegations.h"
#include "crf-dialogs.h"
#include "crf-permission-matrix.h"
#include "crf-row-list.h"

#define CELL_ACT 1
#define CELL_ROLES 2 /* the first of them */
#define MOST_ROLES 11

struct _CrfPermissionsWindow
{
  AdwWindow parent_instance;

  /* borrowed: children */
  GtkWidget *search;
  GtkDropDown *role;
  GtkLabel *count;
  GtkLabel *more;
  GtkWidget *nothing;
  GtkColumnView *view;

  /* owned */
  GPtrArray *rows; /* CrfPermissionRow */
  CrfRowList *list;
  char *text; /* for print */
};

G_DEFINE_FINAL_TYPE (CrfPermissionsWindow, crf_permissions_window, ADW_TYPE_WINDOW)

/* Eleven columns stand beside each other on a small screen. */
static const struct { CrfRole role; const char *heading; } headings[MOST_ROLES] = {
  /* Translators: short names of the roles, as headings of narrow columns */
  { CRF_ROLE_ADMINISTRATOR, NC_ ("short role", "Admin") },
  { CRF_ROLE_NURSE, NC_ ("short role", "Nurse") },
  { CRF_ROLE_INVESTIGATOR, NC_ ("short role", "Invest.") },
  { CRF_ROLE_PRINCIPAL_INVESTIGATOR, NC_ ("short role", "PI") },
  { CRF_ROLE_DATA_MANAGER, NC_ ("short role", "Data m.") },
  { CRF_ROLE_MONITOR, NC_ ("short role", "Monitor") },
  { CRF_ROLE_PHARMACIST, NC_ ("short role", "Pharm.") },
  { CRF_ROLE_LABORATORY, NC_ ("short role", "Cell lab") },
  { CRF_ROLE_ASSESSOR, NC_ ("short role", "Assessor") },
  { CRF_ROLE_STATISTICIAN, NC_ ("short role", "Statist.") },
  { CRF_ROLE_AUDITOR, NC_ ("short role", "Auditor") },
};

static const char *
cell_of (const CrfPermissionRow *row, CrfRole role)
{
  if ((row->roles & role) == 0)
    return "–";
  /* Translators: in the table of permissions; “task”: with a delegated task */
  return row->task != NULL ? C_ ("permission", "task") : C_ ("permission", "yes");
}

static CrfRole
chosen_role (CrfPermissionsWindow *self)
{
  guint selected = gtk_drop_down_get_selected (self->role);

  return selected == 0 || selected > MOST_ROLES ? 0 : headings[selected - 1].role;
}

static gboolean
matches (const CrfPermissionRow *row, const char *folded)
{
  const char *const texts[] = { row->title, row->group, row->name };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *text = g_utf8_casefold (texts[i] != NULL ? texts[i] : "", -1);

      if (strstr (text, folded) != NULL)
        return TRUE;
    }
  return *folded == '\0';
}

/* The part of the trial stands at the first of its acts. */
static void
fill (CrfPermissionsWindow *self)
{
  g_autofree char *folded = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1), *count = NULL;
  const CrfRole role = chosen_role (self);
  const char *group = NULL;
  guint n = 0;

  crf_row_list_clear (self->list);
  for (guint i = 0; i < self->rows->len; i++)
    {
      CrfPermissionRow *row = g_ptr_array_index (self->rows, i);
      const char *texts[CELL_ROLES + MOST_ROLES] = { NULL, row->title };

      if ((role != 0 && (row->roles & role) == 0) || !matches (row, folded))
        continue;
      texts[0] = g_strcmp0 (row->group, group) != 0 ? row->group : NULL;
      for (guint j = 0; j < MOST_ROLES; j++)
        texts[CELL_ROLES + j] = cell_of (row, headings[j].role);
      group = row->group;
      n++;
      crf_row_list_take (self->list, crf_row_object_new (row, NULL, texts, G_N_ELEMENTS (texts)));
    }
  count = g_strdup_printf (ngettext ("%u act", "%u acts", n), n);
  gtk_label_set_label (self->count, count);
  gtk_widget_set_visible (self->nothing, n == 0);
  crf_row_list_filter (self->list, NULL);
}

static char *
list_roles (CrfRole roles)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < MOST_ROLES; i++)
    if ((roles & headings[i].role) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? _(", ") : "", crf_role_get_label (headings[i].role));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
append_sentence (GString *text, const char *sentence)
{
  g_string_append_printf (text, " · %s", sentence);
}

/* "Randomise: Research nurse, Investigator · …": all that the row says, in words. */
static char *
describe (const CrfPermissionRow *row)
{
  g_autofree char *roles = list_roles (row->roles);
  g_autoptr (GString) text = g_string_new (NULL);

  /* Translators: an act and the roles that may do it */
  g_string_append_printf (text, _("%1$s: %2$s"), row->title, row->roles != 0 ? roles : _("nobody"));
  if (row->task != NULL)
    {
      g_autofree char *task = g_strdup_printf (_("with the delegated task “%s”, once the delegation log is kept"), crf_delegations_task_label (row->task));

      append_sentence (text, task);
    }
  if (row->blinding == CRF_BLINDING_ARMS && !row->knowing)
    append_sentence (text, _("only who may know the arms"));
  if (row->blinding == CRF_BLINDING_PRODUCT)
    append_sentence (text, _("in a masked study only who may know the arms"));
  if (row->data)
    append_sentence (text, _("written by the site alone"));
  if (row->on_locked)
    append_sentence (text, _("possible on a locked record"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
on_selected (CrfPermissionsWindow *self)
{
  CrfRowObject *row = crf_row_list_get_selected (self->list);
  g_autofree char *text = row != NULL ? describe (crf_row_object_get_data (row)) : NULL;

  gtk_label_set_label (self->more, text != NULL ? text : "");
}

static void
on_print_clicked (CrfPermissionsWindow *self)
{
  crf_dialogs_print_text (GTK_WIDGET (self), _("Permissions"), crf_permissions_window_get_text (self));
}

const char *
crf_permissions_window_get_text (CrfPermissionsWindow *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *group = NULL;

  g_return_val_if_fail (CRF_IS_PERMISSIONS_WINDOW (self), NULL);

  for (guint i = 0; i < self->rows->len; i++)
    {
      const CrfPermissionRow *row = g_ptr_array_index (self->rows, i);
      g_autofree char *line = describe (row);

      if (g_strcmp0 (row->group, group) != 0)
        g_string_append_printf (text, "%s%s\n", text->len > 0 ? "\n" : "", row->group);
      group = row->group;
      g_string_append_printf (text, "  %s\n", line);
    }
  g_free (self->text);
  self->text = g_string_free (g_steal_pointer (&text), FALSE);
  return self->text;
}

/* ── Life ── */

static void
crf_permissions_window_dispose (GObject *object)
{
  CrfPermissionsWindow *self = CRF_PERMISSIONS_WINDOW (object);

  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  g_clear_object (&self->list);

  G_OBJECT_CLASS (crf_permissions_window_parent_class)->dispose (object);
}

static void
crf_permissions_window_finalize (GObject *object)
{
  CrfPermissionsWindow *self = CRF_PERMISSIONS_WINDOW (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_free (self->text);

  G_OBJECT_CLASS (crf_permissions_window_parent_class)->finalize (object);
}

static void
crf_permissions_window_class_init (CrfPermissionsWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crf_permissions_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = crf_permissions_window_finalize;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
}

static GtkWidget *
header_new (CrfPermissionsWindow *self)
{
  GtkWidget *header = adw_header_bar_new (), *print = gtk_button_new_from_icon_name ("document-print-symbolic");

  gtk_widget_set_tooltip_text (print, _("Print the permissions"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (print), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Print the permissions"), -1);
  g_signal_connect_swapped (print, "clicked", G_CALLBACK (on_print_clicked), self);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), print);
  return header;
}

static GtkWidget *
tools_new (CrfPermissionsWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  const char *labels[MOST_ROLES + 2] = { _("All roles") };

  for (guint i = 0; i < MOST_ROLES; i++)
    labels[i + 1] = crf_role_get_label (headings[i].role);
  self->count = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->count, 0);
  gtk_widget_set_hexpand (GTK_WIDGET (self->count), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->count), "dim-label");
  self->search = gtk_search_entry_new ();
  g_object_set (self->search, "placeholder-text", _("Act or part of the trial"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Act or part of the trial"), -1);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (fill), self);
  g_signal_connect_swapped (self->search, "stop-search", G_CALLBACK (gtk_window_close), self);
  self->role = GTK_DROP_DOWN (gtk_drop_down_new_from_strings (labels));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->role), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Role"), -1);
  g_signal_connect_swapped (self->role, "notify::selected", G_CALLBACK (fill), self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->count));
  gtk_box_append (GTK_BOX (box), self->search);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->role));
  return box;
}

static GtkWidget *
table_new (CrfPermissionsWindow *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new (), *overlay = gtk_overlay_new ();
  CrfColumnRoom rooms[CELL_ROLES + MOST_ROLES] = { { 100, 120, 0, 0 }, { 150, 230, 1, 0 } };

  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "rows");
  gtk_column_view_set_show_row_separators (self->view, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Permissions"), -1);
  crf_column_view_add (self->view, C_ ("permissions", "Part"), 0, 0, CRF_COLUMN_DIM);
  crf_column_view_add (self->view, C_ ("permissions", "Act"), CELL_ACT, 0, CRF_COLUMN_EXPAND);
  for (guint i = 0; i < MOST_ROLES; i++)
    {
      crf_column_view_add (self->view, g_dpgettext2 (NULL, "short role", headings[i].heading), CELL_ROLES + i, 0, CRF_COLUMN_PLAIN);
      rooms[CELL_ROLES + i] = (CrfColumnRoom) { 60, 68, 0, 0 };
    }
  crf_column_fit (self->view, rooms, G_N_ELEMENTS (rooms));
  self->list = crf_row_list_new (self->view, NULL, NULL);
  g_signal_connect_swapped (self->list, "selected", G_CALLBACK (on_selected), self);
  self->nothing = gtk_label_new (_("No such act"));
  gtk_widget_add_css_class (self->nothing, "dim-label");
  gtk_widget_set_can_target (self->nothing, FALSE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->view));
  gtk_widget_add_css_class (scrolled, "card");
  gtk_widget_set_overflow (scrolled, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_vexpand (overlay, TRUE);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), scrolled);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->nothing);
  return overlay;
}

static GtkWidget *
line_new (GtkWidget *box, const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
crf_permissions_window_init (CrfPermissionsWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *inside = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8), *legend;

  gtk_box_append (GTK_BOX (box), header_new (self));
  gtk_box_append (GTK_BOX (inside), tools_new (self));
  gtk_box_append (GTK_BOX (inside), table_new (self));
  self->more = GTK_LABEL (line_new (inside, NULL));
  gtk_label_set_lines (self->more, 2);
  gtk_label_set_ellipsize (self->more, PANGO_ELLIPSIZE_END);
  /* Two lines high, whatever is chosen: nothing jumps. */
  gtk_widget_set_size_request (GTK_WIDGET (self->more), -1, 38);
  gtk_label_set_yalign (self->more, 0);
  legend = line_new (inside, _("yes: may do it · task: with a task in a line of the delegation log that the principal investigator signed · –: may not"));
  gtk_widget_add_css_class (legend, "dim-label");
  gtk_widget_add_css_class (legend, "caption");
  gtk_widget_set_margin_start (inside, 16);
  gtk_widget_set_margin_end (inside, 16);
  gtk_widget_set_margin_top (inside, 10);
  gtk_widget_set_margin_bottom (inside, 12);
  gtk_box_append (GTK_BOX (box), inside);
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_title (GTK_WINDOW (self), _("Permissions"));
}

CrfPermissionsWindow *
crf_permissions_window_present (GtkWidget *parent, CrfWriter *writer)
{
  CrfPermissionsWindow *self = g_object_new (CRF_TYPE_PERMISSIONS_WINDOW, NULL);
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (parent));

  gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
  gtk_window_set_destroy_with_parent (GTK_WINDOW (self), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (self), CLAMP (gtk_widget_get_width (root) - 40, 640, 1240), CLAMP (gtk_widget_get_height (root) - 40, 400, 720));
  self->rows = crf_permission_matrix (crf_writer_get_study (writer));
  fill (self);
  gtk_window_present (GTK_WINDOW (self));
  return self;
}

void
crf_permissions_window_choose (CrfPermissionsWindow *self, CrfRole role)
{
  g_return_if_fail (CRF_IS_PERMISSIONS_WINDOW (self));

  for (guint i = 0; i < MOST_ROLES; i++)
    if (headings[i].role == role)
      gtk_drop_down_set_selected (self->role, i + 1);
  if (role == 0)
    gtk_drop_down_set_selected (self->role, 0);
}

guint
crf_permissions_window_count (CrfPermissionsWindow *self)
{
  g_return_val_if_fail (CRF_IS_PERMISSIONS_WINDOW (self), 0);

  return crf_row_list_count_shown (self->list);
}

const char *
crf_permissions_window_get (CrfPermissionsWindow *self, const char *use_case, CrfRole role)
{
  g_return_val_if_fail (CRF_IS_PERMISSIONS_WINDOW (self), NULL);

  for (guint i = 0; i < crf_row_list_count_shown (self->list); i++)
    {
      CrfRowObject *row = crf_row_list_get_shown (self->list, i);

      for (guint j = 0; j < MOST_ROLES && g_strcmp0 (((CrfPermissionRow *) crf_row_object_get_data (row))->name, use_case) == 0; j++)
        if (headings[j].role == role)
          return crf_row_object_get_text (row, CELL_ROLES + j);
    }
  return NULL;
}
