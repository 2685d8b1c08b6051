/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Driving the real window. A condition that does not come true within its time ends the program and says which. */

#include "crf-ui.h"

#include <libintl.h>
#include <string.h>
#include <unistd.h>

#include "crf-app.h"
#include "crf-sign-in-page.h"
#include "crf-study-view.h"

#define WAIT_SECONDS 60

/* libadwaita 1.7 asks the large form of a message dialog's heading for its height at widths at which it shows the small one, and GTK 4.18 remarks on
 * that. Every other warning ends a test. */
static gboolean
is_about_large_heading (const char *message)
{
  static const char begin[] = "Trying to measure GtkLabel ";
  char *end;
  GtkWidget *label;

  if (message == NULL || !g_str_has_prefix (message, begin))
    return FALSE;
  label = GSIZE_TO_POINTER ((gsize) g_ascii_strtoull (message + strlen (begin), &end, 16));
  return g_str_has_prefix (end, " for width of ") && GTK_IS_LABEL (label) && gtk_widget_has_css_class (label, "title-2")
         && ADW_IS_MESSAGE_DIALOG (gtk_widget_get_root (label));
}

static GLogWriterOutput
write_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  for (gsize i = 0; i < n_fields; i++)
    if (strcmp (fields[i].key, "MESSAGE") == 0 && fields[i].length < 0 && is_about_large_heading (fields[i].value))
      return G_LOG_WRITER_HANDLED;
  return g_log_writer_default (level, fields, n_fields, data);
}

void
crf_ui_test_init (int *argc, char ***argv)
{
  g_log_set_writer_func (write_log, NULL, NULL);
  g_setenv ("GTK_A11Y", "test", FALSE);
  crf_app_prepare_environment ();
  if (g_getenv ("DISPLAY") == NULL && g_getenv ("WAYLAND_DISPLAY") == NULL)
    {
      g_print ("1..0 # SKIP no display\n");
      _exit (77);
    }
  gtk_test_init (argc, argv, NULL);
  crf_app_init ();
  crf_app_load_style ();
}

void
crf_ui_program_init (void)
{
  const char *locale_dir = g_getenv ("STEMWARD_LOCALE_DIR");

  crf_app_prepare_environment ();
  if (locale_dir != NULL)
    bindtextdomain (GETTEXT_PACKAGE, locale_dir);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  gtk_init (); /* sets the locale */
}

static gboolean
on_timeout (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

guint
crf_ui_patience (void)
{
  const char *factor = g_getenv ("STEMWARD_TEST_PATIENCE");

  return factor != NULL ? (guint) CLAMP (g_ascii_strtoull (factor, NULL, 10), 1, 100) : 1;
}

void
crf_ui_spin (guint milliseconds)
{
  gboolean over = FALSE;

  g_timeout_add (milliseconds * crf_ui_patience (), on_timeout, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
on_tick (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

void
crf_ui_wait (CrfUiCondition condition, gpointer data, const char *what)
{
  gint64 end = g_get_monotonic_time () + crf_ui_patience () * WAIT_SECONDS * G_USEC_PER_SEC;
  guint tick = g_timeout_add (20, on_tick, NULL); /* so that the clock is looked at */

  while (!condition (data))
    {
      if (g_get_monotonic_time () > end)
        {
          g_printerr ("Waited in vain: %s\n", what);
          _exit (1);
        }
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (tick);
}

static gboolean
is_idle (gpointer data)
{
  CrfWriter *writer = crf_window_get_writer (data);

  return writer == NULL || crf_writer_is_idle (writer);
}

void
crf_ui_settle (CrfWindow *window)
{
  /* Counts come a quarter of a second after what they count; pages read again when something was stored. */
  for (int i = 0; i < 3; i++)
    {
      crf_ui_wait (is_idle, window, "the writer to be idle");
      crf_ui_spin (i == 0 ? 320 : 60);
    }
  crf_ui_wait (is_idle, window, "the writer to be idle");
}

static char *
without_mnemonic (const char *label)
{
  g_auto (GStrv) parts = g_strsplit (label != NULL ? label : "", "_", -1);

  return g_strjoinv ("", parts);
}

const char *
crf_ui_tr (const char *label)
{
  g_autofree char *bare = without_mnemonic (g_dgettext (GETTEXT_PACKAGE, label));
  const char *interned = g_intern_string (bare);

  return interned;
}

void
crf_ui_settle_quickly (CrfWindow *window)
{
  for (int i = 0; i < 3; i++)
    {
      crf_ui_spin (10);
      crf_ui_wait (is_idle, window, "the writer to be idle");
    }
}

typedef gboolean (*CrfUiMatch) (GtkWidget *widget, gconstpointer data);

static GtkWidget *
find_matching (GtkWidget *root, CrfUiMatch match, gconstpointer data)
{
  GtkWidget *found = NULL;

  if (match (root, data))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_visible (child) && gtk_widget_get_child_visible (child))
      found = find_matching (child, match, data);
  return found;
}

static gboolean
has_id (GtkWidget *widget, gconstpointer data)
{
  return g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), data) == 0;
}

static gboolean
has_label (GtkWidget *widget, gconstpointer data)
{
  g_autofree char *label = NULL;

  if (!GTK_IS_BUTTON (widget))
    return FALSE;
  label = without_mnemonic (gtk_button_get_label (GTK_BUTTON (widget)));
  return g_str_equal (label, data);
}

static gboolean
has_type (GtkWidget *widget, gconstpointer data)
{
  return G_TYPE_CHECK_INSTANCE_TYPE (widget, GPOINTER_TO_SIZE (data));
}

GtkWidget *
crf_ui_find (GtkWidget *root, const char *id)
{
  return find_matching (root, has_id, id);
}

GtkWidget *
crf_ui_find_button (GtkWidget *root, const char *label)
{
  return find_matching (root, has_label, label);
}

GtkWidget *
crf_ui_find_type (GtkWidget *root, GType type)
{
  return find_matching (root, has_type, GSIZE_TO_POINTER (type));
}

GtkWidget *
crf_ui_find_window (GType type)
{
  GListModel *toplevels = gtk_window_get_toplevels ();
  GtkWidget *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (window, type) && gtk_widget_get_visible (window))
        found = window; /* the list holds it */
    }
  return found;
}

static gboolean
has_text (GtkWidget *root)
{
  if (GTK_IS_LABEL (root) && *gtk_label_get_text (GTK_LABEL (root)) != '\0')
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (!GTK_IS_POPOVER (child) && has_text (child))
      return TRUE;
  return FALSE;
}

gboolean
crf_ui_is_named (GtkWidget *control)
{
  /* Its button is called after it, by GTK itself; a picture says nothing, nor does a tooltip. */
  if (GTK_IS_MENU_BUTTON (control))
    return gtk_test_accessible_has_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL) || has_text (control);
  return gtk_test_accessible_has_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL)
         || gtk_test_accessible_has_relation (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_RELATION_LABELLED_BY)
         || (GTK_IS_BUTTON (control) && gtk_button_get_label (GTK_BUTTON (control)) != NULL)
         || (GTK_IS_CHECK_BUTTON (control) && has_text (control));
}

/* What a person works with, and what GTK puts inside it: a drop-down's button has the keyboard, and is what is heard. */
static gboolean
is_control (GtkWidget *widget)
{
  return GTK_IS_BUTTON (widget) || GTK_IS_CHECK_BUTTON (widget) || GTK_IS_MENU_BUTTON (widget) || GTK_IS_DROP_DOWN (widget) || GTK_IS_SWITCH (widget)
         || GTK_IS_LIST_VIEW (widget) || GTK_IS_COLUMN_VIEW (widget) || GTK_IS_ENTRY (widget) || GTK_IS_PASSWORD_ENTRY (widget)
         || GTK_IS_SEARCH_ENTRY (widget) || GTK_IS_TEXT_VIEW (widget);
}

guint
crf_ui_count_nameless (GtkWidget *root, const char *where)
{
  guint n = 0;

  if (!gtk_widget_get_mapped (root))
    return 0;
  if (is_control (root) && !crf_ui_is_named (root))
    {
      GtkWidget *parent = gtk_widget_get_parent (root);

      g_test_message ("%s: %s (%s, “%s”) in %s has no name", where, G_OBJECT_TYPE_NAME (root), gtk_buildable_get_buildable_id (GTK_BUILDABLE (root)),
                      gtk_widget_get_tooltip_text (root), G_OBJECT_TYPE_NAME (parent));
      n++;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += crf_ui_count_nameless (child, where);
  return n;
}

void
crf_ui_click (GtkWidget *root, const char *label)
{
  GtkWidget *button = crf_ui_find_button (root, label);

  if (button == NULL || !gtk_widget_is_sensitive (button))
    {
      g_printerr ("The button “%s” is %s.\n", label, button == NULL ? "not there" : "greyed");
      _exit (1);
    }
  g_signal_emit_by_name (button, "clicked");
}

void
crf_ui_type (GtkWidget *root, const char *id, const char *text)
{
  GtkWidget *entry = crf_ui_find (root, id);

  if (!GTK_IS_EDITABLE (entry))
    {
      g_printerr ("There is no entry “%s”.\n", id);
      _exit (1);
    }
  gtk_widget_grab_focus (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

static gboolean
is_signed_in (gpointer data)
{
  return crf_window_get_view (data) != NULL;
}

void
crf_ui_sign_in (CrfWindow *window, const char *login, const char *passphrase)
{
  CrfSignInPage *page = CRF_SIGN_IN_PAGE (crf_ui_find_type (GTK_WIDGET (window), CRF_TYPE_SIGN_IN_PAGE));

  crf_sign_in_page_try (page, login, passphrase);
  crf_ui_wait (is_signed_in, window, "somebody to be signed in");
  crf_ui_settle (window);
}

CrfWindow *
crf_ui_open (CrfApplication *application, const char *path, const char *login, const char *passphrase, int width, int height)
{
  CrfWindow *window = crf_window_new (GTK_APPLICATION (application));

  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_present (GTK_WINDOW (window));
  crf_window_open_file (window, path);
  crf_ui_sign_in (window, login, passphrase);
  return window;
}

/* ── Pictures ── */

/* A first frame may have no content yet: the paintable is kept and the loop turned until it has. */
static GskRenderNode *
node_of (GtkWidget *widget, int width, int height)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);

  for (int i = 0; i < 50; i++)
    {
      GtkSnapshot *snapshot = gtk_snapshot_new ();
      GskRenderNode *node;

      gdk_paintable_snapshot (paintable, snapshot, width, height);
      node = gtk_snapshot_free_to_node (snapshot);
      if (node != NULL)
        return node;
      crf_ui_spin (20);
    }
  return NULL;
}

/* The dialog lies in the middle of its window, on a shade, as a desktop would show it. */
static GskRenderNode *
compose (GskRenderNode *base, GtkWidget *dialog, int width, int height)
{
  int dialog_width = gtk_widget_get_width (dialog), dialog_height = gtk_widget_get_height (dialog);
  g_autoptr (GskRenderNode) top = node_of (dialog, dialog_width, dialog_height);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRoundedRect outline;
  graphene_rect_t bounds;

  gtk_snapshot_append_node (snapshot, base);
  gtk_snapshot_append_color (snapshot, &(GdkRGBA) { 0, 0, 0, 0.35f }, &GRAPHENE_RECT_INIT (0, 0, width, height));
  graphene_rect_init (&bounds, 0, 0, dialog_width, dialog_height);
  gsk_rounded_rect_init_from_rect (&outline, &bounds, 12);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((width - dialog_width) / 2, MAX ((height - dialog_height) / 2, 0)));
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  if (top != NULL)
    gtk_snapshot_append_node (snapshot, top);
  gtk_snapshot_pop (snapshot);
  return gtk_snapshot_free_to_node (snapshot);
}

/* A popover is a surface of its own, laid where the window asked for it. */
static GskRenderNode *
add_popover (GskRenderNode *base, GtkWindow *window, GtkWidget *popover)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (popover));
  g_autoptr (GskRenderNode) top = node_of (popover, gtk_widget_get_width (popover), gtk_widget_get_height (popover));
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  double window_x, window_y, popover_x, popover_y;

  gtk_native_get_surface_transform (GTK_NATIVE (window), &window_x, &window_y);
  gtk_native_get_surface_transform (GTK_NATIVE (popover), &popover_x, &popover_y);
  gtk_snapshot_append_node (snapshot, base);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT ((float) (gdk_popup_get_position_x (GDK_POPUP (surface)) + popover_x - window_x),
                                                (float) (gdk_popup_get_position_y (GDK_POPUP (surface)) + popover_y - window_y)));
  if (top != NULL)
    gtk_snapshot_append_node (snapshot, top);
  return gtk_snapshot_free_to_node (snapshot);
}

static gboolean
is_open_popover (GtkWidget *widget, gconstpointer data)
{
  return GTK_IS_POPOVER (widget) && gtk_widget_get_mapped (widget);
}

static GtkWidget *
dialog_of (GtkWindow *window)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) candidate = g_list_model_get_item (toplevels, i);

      if (gtk_window_get_transient_for (candidate) == window && gtk_widget_get_visible (GTK_WIDGET (candidate)))
        return GTK_WIDGET (candidate);
    }
  return NULL;
}

void
crf_ui_shot (GtkWindow *window, const char *folder, const char *name)
{
  int width = gtk_widget_get_width (GTK_WIDGET (window)), height = gtk_widget_get_height (GTK_WIDGET (window));
  g_autofree char *file = g_strconcat (name, ".png", NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autoptr (GskRenderNode) node = node_of (GTK_WIDGET (window), width, height);
  g_autoptr (GdkTexture) texture = NULL;
  GtkWidget *popover = find_matching (GTK_WIDGET (window), is_open_popover, NULL);
  GtkWidget *dialog = dialog_of (window);

  if (node == NULL)
    {
      g_printerr ("The window draws nothing for “%s”.\n", name);
      _exit (1);
    }
  if (popover != NULL)
    {
      GskRenderNode *both = add_popover (node, window, popover);

      gsk_render_node_unref (node);
      node = both;
    }
  if (dialog != NULL)
    {
      GskRenderNode *both = compose (node, dialog, width, height);

      gsk_render_node_unref (node);
      node = both;
    }
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, width, height));
  if (!gdk_texture_save_to_png (texture, path))
    {
      g_printerr ("%s cannot be written.\n", path);
      _exit (1);
    }
  g_print ("%s\n", path);
}
