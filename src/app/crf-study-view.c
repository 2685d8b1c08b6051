/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The study view builds a page when it is first shown; reading is the page's own business (CrfPage). */

#include "crf-study-view.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crf-app.h"
#include "crf-audit-page.h"
#include "crf-dashboard-page.h"
#include "crf-deviations-page.h"
#include "crf-exports-page.h"
#include "crf-grid-page.h"
#include "crf-lots-page.h"
#include "crf-note-view.h"
#include "crf-page.h"
#include "crf-patient-page.h"
#include "crf-patient-search.h"
#include "crf-patients-page.h"
#include "crf-queries-page.h"
#include "crf-refusal-bar.h"
#include "crf-study-page.h"
#include "crf-today-page.h"
#include "crf-weak.h"
#include "crf-work-list.h"

#define MOST_UNREAD 4 /* lines */
#define COUNT_DELAY_MS 250
#define NAME_CHARS 18 /* of the person signed in */

enum
{
  PAGE_TODAY,
  PAGE_PATIENTS,
  PAGE_GRID,
  PAGE_QUERIES,
  PAGE_DEVIATIONS,
  PAGE_LOTS,
  PAGE_DASHBOARD,
  PAGE_EXPORTS,
  PAGE_AUDIT,
  PAGE_STUDY,
  N_PAGES
};

#define ROLES_SITE (CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR)
#define ROLES_DATA (CRF_ROLE_ADMINISTRATOR | CRF_ROLE_DATA_MANAGER | CRF_ROLE_MONITOR | CRF_ROLE_AUDITOR)
#define ROLES_CELLS (CRF_ROLE_PHARMACIST | CRF_ROLE_LABORATORY)

/* Which role works with a page. This only keeps the navigation short: what a role may do there is for conduct/ to say. */
static const struct
{
  const char *name;
  const char *title;
  const char *icon;
  CrfRole roles;
  GtkWidget *(*create) (CrfWriter *writer);
  const char *view; /* as "note-view" takes it: what it shows of all patients is journalled as read; NULL: work, not reading */
} pages[N_PAGES] = {
  [PAGE_TODAY] = { "today", N_("Today"), "x-office-calendar-symbolic", CRF_ROLES_ALL, crf_today_page_new },
  [PAGE_PATIENTS] = { "patients", N_("Patients"), "system-users-symbolic", CRF_ROLES_ALL, crf_patients_page_new },
  [PAGE_GRID] = { "grid", N_("Visit grid"), "view-app-grid-symbolic", ROLES_SITE | ROLES_DATA | CRF_ROLE_ASSESSOR, crf_grid_page_new },
  [PAGE_QUERIES] = { "queries", N_("Queries"), "dialog-question-symbolic", ROLES_SITE | ROLES_DATA, crf_queries_page_new },
  [PAGE_DEVIATIONS] = { "deviations", N_("Deviations"), "dialog-warning-symbolic", ROLES_SITE | ROLES_DATA | ROLES_CELLS,
                        crf_deviations_page_new },
  [PAGE_LOTS] = { "lots", N_("Cell lots"), "package-x-generic-symbolic", ROLES_SITE | ROLES_CELLS | CRF_ROLE_ADMINISTRATOR,
                  crf_lots_page_new },
  [PAGE_DASHBOARD] = { "dashboard", N_("Dashboard"), "view-grid-symbolic",
                       CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | ROLES_DATA | CRF_ROLE_STATISTICIAN, crf_dashboard_page_new, "summary" },
  [PAGE_EXPORTS] = { "exports", N_("Exports"), "document-save-symbolic",
                     ROLES_SITE | ROLES_DATA | CRF_ROLE_STATISTICIAN, crf_exports_page_new },
  [PAGE_AUDIT] = { "audit", N_("Audit trail"), "document-open-recent-symbolic", ROLES_SITE | ROLES_DATA, crf_audit_page_new, "trail" },
  [PAGE_STUDY] = { "study", N_("Study and users"), "emblem-system-symbolic", CRF_ROLES_ALL, crf_study_page_new },
};

typedef struct
{
  guint n[N_PAGES];
  gboolean known[N_PAGES];
} CrfCounts;

struct _CrfStudyView
{
  AdwBin parent_instance;

  /* template */
  GtkLabel *protocol;
  GtkLabel *title;
  GtkWidget *demo;
  GtkWidget *read_only;
  GtkWidget *altered;
  GtkLabel *altered_label;
  GtkWidget *entry_only;
  GtkLabel *entry_only_label;
  CrfRefusalBar *unread;
  CrfPatientSearch *search;
  GtkWidget *stored_box;
  GtkWidget *care_button;
  GtkImage *care_icon;
  GtkLabel *care_label;
  GtkImage *stored_icon;
  GtkLabel *stored;
  GtkLabel *user_name;
  GtkLabel *user_role;
  GtkMenuButton *user_button;
  GMenu *role_menu;
  GtkListBox *navigation;
  GtkStack *stack;

  /* borrowed from the template's lists */
  GtkWidget *rows[N_PAGES];
  GtkLabel *counts[N_PAGES];
  GtkWidget *page[N_PAGES];
  CrfPatientPage *patient;

  /* owned */
  CrfWriter *writer;
  char *unread_text; /* that stands in the bar; NULL: none, or put away */

  /* ids */
  guint count_timer;

  gboolean stale[N_PAGES];
};

G_DEFINE_FINAL_TYPE (CrfStudyView, crf_study_view, ADW_TYPE_BIN)

static int
find_page (const char *name)
{
  for (int i = 0; i < N_PAGES; i++)
    if (g_strcmp0 (pages[i].name, name) == 0)
      return i;
  return -1;
}

static gpointer
count_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  CrfCounts *counts = g_new0 (CrfCounts, 1);
  g_autoptr (GPtrArray) tasks = crf_reader_tasks (session, NULL);
  g_autoptr (GPtrArray) queries = crf_reader_queries (session, NULL, "Open", NULL);
  g_autoptr (GPtrArray) lots = crf_reader_lots (session, NULL);
  CrfStudySummary *study = crf_reader_study (session, NULL);

  counts->known[PAGE_TODAY] = tasks != NULL;
  counts->n[PAGE_TODAY] = tasks != NULL ? crf_work_count (tasks, GPOINTER_TO_INT (data)) : 0;
  counts->known[PAGE_QUERIES] = queries != NULL;
  counts->n[PAGE_QUERIES] = queries != NULL ? queries->len : 0;
  counts->known[PAGE_LOTS] = lots != NULL;
  counts->n[PAGE_LOTS] = lots != NULL ? lots->len : 0;
  counts->known[PAGE_PATIENTS] = study != NULL;
  counts->n[PAGE_PATIENTS] = study != NULL ? study->registered : 0;
  g_clear_pointer (&study, crf_study_summary_free);
  return counts;
}

static void
on_counted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfStudyView) self = crf_weak_take (user_data);
  g_autofree CrfCounts *counts = crf_writer_run_finish (CRF_WRITER (source), result, NULL);

  if (self == NULL || counts == NULL)
    return;
  for (int i = 0; i < N_PAGES; i++)
    {
      g_autofree char *text = NULL;

      if (counts->known[i] && counts->n[i] > 0)
        text = g_strdup_printf ("%u", counts->n[i]);
      gtk_label_set_label (self->counts[i], text != NULL ? text : "");
    }
}

static gboolean
on_count_timer (gpointer user_data)
{
  CrfStudyView *self = user_data;
  /* As the list on the page, which starts with one's own. */
  gboolean mine = self->page[PAGE_TODAY] == NULL || crf_today_page_is_mine (CRF_TODAY_PAGE (self->page[PAGE_TODAY]));

  self->count_timer = 0;
  crf_writer_run_async (self->writer, count_job, GINT_TO_POINTER (mine), NULL, g_free, NULL, on_counted, crf_weak_new (self));
  return G_SOURCE_REMOVE;
}

/* Many fields are stored in a row: one count is enough for all of them. */
static void
count_soon (CrfStudyView *self)
{
  if (self->count_timer == 0)
    self->count_timer = g_timeout_add (COUNT_DELAY_MS, on_count_timer, self);
}

static void
refresh_visible (CrfStudyView *self)
{
  int i = find_page (crf_study_view_get_page (self));

  if (i >= 0 && self->page[i] != NULL && self->stale[i])
    {
      self->stale[i] = FALSE;
      crf_page_refresh (CRF_PAGE (self->page[i]));
    }
}

static void
mark_stale (CrfStudyView *self)
{
  for (int i = 0; i < N_PAGES; i++)
    self->stale[i] = TRUE;
}

static void
on_stored (CrfStudyView *self)
{
  CrfClock clock = crf_app_get_clock ();
  CrfInstant now = crf_clock_now (&clock);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now.utc_ms / 1000);
  g_autoptr (GDateTime) local = g_date_time_add_minutes (utc, now.offset_minutes);
  g_autofree char *time = g_date_time_format (local, "%H:%M:%S");
  /* Translators: %s is a time of day, 14:02:31. */
  g_autofree char *text = g_strdup_printf (_("stored %s"), time);

  gtk_label_set_label (self->stored, text);
  gtk_image_set_from_icon_name (self->stored_icon, "object-select-symbolic");
  gtk_widget_remove_css_class (self->stored_box, "error");
  gtk_widget_add_css_class (self->stored_box, "success");
  gtk_widget_set_visible (self->stored_box, TRUE);
  mark_stale (self);
  refresh_visible (self);
  count_soon (self);
}

static void
on_failed (CrfStudyView *self, GError *error)
{
  gtk_label_set_label (self->stored, _("not stored"));
  gtk_image_set_from_icon_name (self->stored_icon, "dialog-error-symbolic");
  gtk_widget_set_tooltip_text (self->stored_box, error->message);
  gtk_widget_remove_css_class (self->stored_box, "success");
  gtk_widget_add_css_class (self->stored_box, "error");
  gtk_widget_set_visible (self->stored_box, TRUE);
}

static void
on_navigation_activated (CrfStudyView *self, GtkListBoxRow *row)
{
  crf_study_view_show_page (self, pages[gtk_list_box_row_get_index (row)].name);
}

static GtkWidget *
navigation_row_new (CrfStudyView *self, int i)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *icon = gtk_image_new_from_icon_name (pages[i].icon);
  GtkWidget *label = gtk_label_new (_(pages[i].title));
  GtkWidget *count = gtk_label_new (NULL);
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (count, "dim-label");
  gtk_widget_add_css_class (count, "numeric");
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), count);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  self->rows[i] = row;
  self->counts[i] = GTK_LABEL (count);
  return row;
}

static void
on_patient_changed (CrfStudyView *self)
{
  mark_stale (self);
  count_soon (self);
}

static void
on_patient_show_page (CrfStudyView *self, const char *name)
{
  crf_study_view_show_page (self, name);
}

static void
show_user (CrfStudyView *self)
{
  CrfRole role = crf_writer_get_role (self->writer);
  CrfRole roles = crf_writer_get_roles (self->writer);

  const char *name = crf_writer_get_name (self->writer);
  gboolean is_long = g_utf8_strlen (name, -1) > NAME_CHARS;

  gtk_label_set_label (self->user_name, name);
  /* Who is signed in is read before anything is signed: other things give way in a narrow window. */
  gtk_label_set_ellipsize (self->user_name, is_long ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
  gtk_label_set_width_chars (self->user_name, is_long ? NAME_CHARS : -1);
  gtk_label_set_label (self->user_role, crf_role_get_label (role));
  g_menu_remove_all (self->role_menu);
  for (guint bit = 1; bit & CRF_ROLES_ALL; bit <<= 1)
    {
      g_autofree char *label = NULL;
      g_autoptr (GMenuItem) item = NULL;

      if ((roles & bit) == 0 || roles == role || bit == role)
        continue;
      /* Translators: %s is a role, “nurse”. */
      label = g_strdup_printf (_("Work as %s"), crf_role_get_label (bit));
      item = g_menu_item_new (label, NULL);
      g_menu_item_set_action_and_target (item, "win.role", "s", crf_role_get_name (bit));
      g_menu_append_item (self->role_menu, item);
    }
  for (int i = 0; i < N_PAGES; i++)
    gtk_widget_set_visible (self->rows[i], (pages[i].roles & role) != 0);
}

static void
show_study (CrfStudyView *self)
{
  CrfStudy *study = crf_writer_get_study (self->writer);
  const char *title = crf_text_get (crf_study_get_title (study), crf_writer_get_language (self->writer));

  gtk_label_set_label (self->protocol, crf_study_get_protocol (study));
  gtk_label_set_label (self->title, title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), title);
  gtk_widget_set_visible (self->demo, crf_writer_is_demo (self->writer));
  gtk_widget_set_visible (self->read_only, crf_writer_is_read_only (self->writer));
}

static void
on_focus_page (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GtkWidget *child = gtk_stack_get_visible_child (CRF_STUDY_VIEW (widget)->stack);

  if (CRF_IS_PAGE (child))
    crf_page_focus (CRF_PAGE (child));
  else if (child != NULL)
    gtk_widget_child_focus (child, GTK_DIR_TAB_FORWARD);
}

static void
crf_study_view_dispose (GObject *object)
{
  CrfStudyView *self = CRF_STUDY_VIEW (object);

  crf_study_view_leave (self);
  g_clear_object (&self->writer);
  g_clear_pointer (&self->unread_text, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRF_TYPE_STUDY_VIEW);

  G_OBJECT_CLASS (crf_study_view_parent_class)->dispose (object);
}

static void
on_recount (GtkWidget *widget, const char *name, GVariant *parameter)
{
  count_soon (CRF_STUDY_VIEW (widget));
}

/* What still cannot be read is said anew. */
static void
on_unread_closed (CrfStudyView *self)
{
  g_clear_pointer (&self->unread_text, g_free);
  if (self->writer != NULL)
    crf_writer_tell_again (self->writer);
}

static void
crf_study_view_class_init (CrfStudyViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crf_study_view_dispose;

  g_type_ensure (CRF_TYPE_PATIENT_SEARCH);
  g_type_ensure (CRF_TYPE_REFUSAL_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, CRF_RESOURCE_BASE "/crf-study-view.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfStudyView, protocol);
  gtk_widget_class_bind_template_child (widget_class, CrfStudyView, title);
  gtk_widget_class_bind_template_child (widget_class, CrfStudyView, demo);
  gtk_widget_class_bind_template_child (widget_class, CrfStudyView, read_only);
  gtk_widget_class_bind_template_child (widget_class, CrfStudyView, search);
  gtk_widget_class_bind_template_child (widget_class, CrfStudyView, stored_box);
  gtk_widget_class_bind_template_child (widget_class, CrfStudyView, care_button);
  gtk_widget_class_bind_template_child (widget_class, CrfStudyView, care_icon);
  gtk_widget_class_bind_template_child (widget_class, CrfStudyView, care_label);
  gtk_widget_class_bind_template_child (widget_class, CrfStudyView, stored_icon);
  gtk_widget_class_bind_template_child (widget_class, CrfStudyView, stored);
  gtk_widget_class_bind_template_child (widget_class, CrfStudyView, user_name);
  gtk_widget_class_bind_template_child (widget_class, CrfStudyView, user_role);
  gtk_widget_class_bind_template_child (widget_class, CrfStudyView, user_button);
  gtk_widget_class_bind_template_child (widget_class, CrfStudyView, role_menu);
  gtk_widget_class_bind_template_child (widget_class, CrfStudyView, navigation);
  gtk_widget_class_bind_template_child (widget_class, CrfStudyView, stack);
  gtk_widget_class_bind_template_child (widget_class, CrfStudyView, entry_only);
  gtk_widget_class_bind_template_child (widget_class, CrfStudyView, entry_only_label);
  gtk_widget_class_bind_template_child (widget_class, CrfStudyView, unread);
  gtk_widget_class_bind_template_child (widget_class, CrfStudyView, altered);
  gtk_widget_class_bind_template_child (widget_class, CrfStudyView, altered_label);
  gtk_widget_class_bind_template_callback (widget_class, on_navigation_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_unread_closed);
  gtk_widget_class_install_action (widget_class, "study.focus-page", NULL, on_focus_page);
  gtk_widget_class_install_action (widget_class, "study.recount", NULL, on_recount);
}

static void
crf_study_view_init (CrfStudyView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (int i = 0; i < N_PAGES; i++)
    gtk_list_box_append (self->navigation, navigation_row_new (self, i));
}

GtkWidget *
crf_study_view_new (CrfWriter *writer)
{
  CrfStudyView *self;

  g_return_val_if_fail (CRF_IS_WRITER (writer), NULL);

  self = g_object_new (CRF_TYPE_STUDY_VIEW, NULL);
  self->writer = g_object_ref (writer);
  crf_patient_search_set_writer (self->search, writer);
  g_signal_connect_swapped (writer, "stored", G_CALLBACK (on_stored), self);
  g_signal_connect_swapped (writer, "failed", G_CALLBACK (on_failed), self);
  show_study (self);
  show_user (self);
  count_soon (self);
  return GTK_WIDGET (self);
}

void
crf_study_view_show_page (CrfStudyView *self, const char *name)
{
  int i = find_page (name);

  g_return_if_fail (CRF_IS_STUDY_VIEW (self));

  if (i < 0 || !gtk_widget_get_visible (self->rows[i]))
    return;
  if (self->page[i] == NULL)
    {
      self->page[i] = pages[i].create (self->writer);
      self->stale[i] = TRUE;
      gtk_stack_add_named (self->stack, self->page[i], pages[i].name);
      /* Once a sign-in: who has seen it has seen it. */
      if (pages[i].view != NULL && !crf_writer_is_read_only (self->writer))
        crf_writer_conduct_async (self->writer, CRF_NOTE_VIEW, NULL, crf_arguments_new ("what", pages[i].view, NULL), NULL, NULL, NULL);
    }
  gtk_stack_set_visible_child (self->stack, self->page[i]);
  gtk_list_box_select_row (self->navigation, GTK_LIST_BOX_ROW (self->rows[i]));
  refresh_visible (self);
  crf_page_focus (CRF_PAGE (self->page[i]));
}

const char *
crf_study_view_get_page (CrfStudyView *self)
{
  g_return_val_if_fail (CRF_IS_STUDY_VIEW (self), NULL);

  return gtk_stack_get_visible_child_name (self->stack);
}

GtkWidget *
crf_study_view_find_page (CrfStudyView *self, const char *name)
{
  g_return_val_if_fail (CRF_IS_STUDY_VIEW (self), NULL);

  return gtk_stack_get_child_by_name (self->stack, name);
}

/* The keyboard follows, unless a field has it already. The page is new, or shows another patient: it has to be laid out before. */
static gboolean
on_patient_frame (GtkWidget *patient, GdkFrameClock *clock, gpointer user_data)
{
  GtkRoot *root = gtk_widget_get_root (patient);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (gtk_widget_get_width (patient) == 0)
    return G_SOURCE_CONTINUE;
  if (focus == NULL || !gtk_widget_is_ancestor (focus, patient))
    crf_patient_page_focus (CRF_PATIENT_PAGE (patient));
  return G_SOURCE_REMOVE;
}

void
crf_study_view_show_patient (CrfStudyView *self, const char *subject, const char *tab, const CrfTarget *target)
{
  g_return_if_fail (CRF_IS_STUDY_VIEW (self));
  g_return_if_fail (subject != NULL);

  if (self->patient == NULL)
    {
      self->patient = CRF_PATIENT_PAGE (crf_patient_page_new (self->writer));
      g_signal_connect_swapped (self->patient, "changed", G_CALLBACK (on_patient_changed), self);
      g_signal_connect_swapped (self->patient, "show-page", G_CALLBACK (on_patient_show_page), self);
      gtk_stack_add_named (self->stack, GTK_WIDGET (self->patient), "patient");
    }
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->patient));
  gtk_list_box_select_row (self->navigation, GTK_LIST_BOX_ROW (self->rows[PAGE_PATIENTS]));
  crf_patient_page_show (self->patient, subject, tab, target);
  gtk_widget_add_tick_callback (GTK_WIDGET (self->patient), on_patient_frame, NULL, NULL);
}

void
crf_study_view_go_to (CrfStudyView *self)
{
  g_return_if_fail (CRF_IS_STUDY_VIEW (self));

  crf_patient_search_begin (self->search);
}

void
crf_study_view_register (CrfStudyView *self)
{
  g_return_if_fail (CRF_IS_STUDY_VIEW (self));

  crf_study_view_show_page (self, "patients");
  crf_patients_page_register (CRF_PATIENTS_PAGE (self->page[PAGE_PATIENTS]));
}

void
crf_study_view_refresh (CrfStudyView *self)
{
  g_return_if_fail (CRF_IS_STUDY_VIEW (self));

  mark_stale (self);
  refresh_visible (self);
  if (self->patient != NULL && gtk_stack_get_visible_child (self->stack) == GTK_WIDGET (self->patient))
    crf_patient_page_refresh (self->patient);
  count_soon (self);
}

void
crf_study_view_role_changed (CrfStudyView *self)
{
  g_return_if_fail (CRF_IS_STUDY_VIEW (self));

  /* Pages hold what the former role might see: they are made anew. */
  for (int i = 0; i < N_PAGES; i++)
    if (self->page[i] != NULL)
      gtk_stack_remove (self->stack, g_steal_pointer (&self->page[i]));
  if (self->patient != NULL)
    gtk_stack_remove (self->stack, GTK_WIDGET (g_steal_pointer (&self->patient)));
  show_user (self);
  crf_study_view_show_page (self, "today");
  count_soon (self);
}

void
crf_study_view_show_care (CrfStudyView *self, const char *label, const char *details, gboolean fault)
{
  g_return_if_fail (CRF_IS_STUDY_VIEW (self));

  gtk_widget_set_visible (self->care_button, label != NULL);
  if (label == NULL)
    return;
  gtk_label_set_label (self->care_label, label);
  gtk_image_set_from_icon_name (self->care_icon, fault ? "dialog-warning-symbolic" : "drive-harddisk-symbolic");
  gtk_widget_set_tooltip_text (self->care_button, details);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->care_button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Backups"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, details, -1);
  if (fault)
    gtk_widget_add_css_class (self->care_button, "error");
  else
    gtk_widget_remove_css_class (self->care_button, "error");
}

void
crf_study_view_show_entry_only (CrfStudyView *self, const char *end)
{
  g_return_if_fail (CRF_IS_STUDY_VIEW (self));

  gtk_widget_set_visible (self->entry_only, end != NULL);
  if (end != NULL)
    {
      /* Translators: %s is a time of day */
      g_autofree char *text = g_strdup_printf (_("Unlocked by shift PIN until %s, for entry only. Names stay sealed; signatures ask for the passphrase."), end);

      gtk_label_set_label (self->entry_only_label, text);
      gtk_widget_set_tooltip_text (self->entry_only, text);
    }
}

/* So many lines of it leave room for the page on a small screen; the oldest goes, and is told anew with the others once they are put away. */
static char *
last_lines (const char *text)
{
  const char *from = text + strlen (text);

  for (guint i = 0; i < MOST_UNREAD && from != NULL; i++)
    from = g_strrstr_len (text, from - text, "\n");
  return g_strdup (from != NULL ? from + 1 : text);
}

/* One below the other: the second sentence does not take the first away. */
void
crf_study_view_show_unread (CrfStudyView *self, const char *sentence)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;

  g_return_if_fail (CRF_IS_STUDY_VIEW (self));
  g_return_if_fail (sentence != NULL);

  before = g_steal_pointer (&self->unread_text);
  if (before != NULL && strstr (before, sentence) != NULL)
    self->unread_text = g_steal_pointer (&before);
  else
    {
      g_autofree char *all = before != NULL ? g_strconcat (before, "\n", sentence, NULL) : g_strdup (sentence);

      self->unread_text = last_lines (all);
    }
  error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, self->unread_text);
  crf_refusal_bar_show_error (self->unread, error);
}

void
crf_study_view_show_altered (CrfStudyView *self, const char *sentence)
{
  g_return_if_fail (CRF_IS_STUDY_VIEW (self));

  gtk_label_set_label (self->altered_label, sentence);
  gtk_widget_set_visible (self->altered, TRUE);
}

void
crf_study_view_leave (CrfStudyView *self)
{
  g_return_if_fail (CRF_IS_STUDY_VIEW (self));

  g_clear_handle_id (&self->count_timer, g_source_remove);
  if (self->writer != NULL)
    g_signal_handlers_disconnect_by_data (self->writer, self);
}
