/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The page: its size, its head, its foot. Each page is recorded first and drawn when their number is known, so that the foot can say "2 of 5". */

#include "crf-config.h"

#include "crf-paper-private.h"

#include "crf-export.h"
#include "crf-reader-logs.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define FOOT_HEIGHT 24.0
#define HEAD_TYPE 7.5

double
crf_paper_inner_width (CrfPaper *self)
{
  return self->width - 2 * self->margin;
}

gboolean
crf_paper_is_masked (CrfSession *session)
{
  CrfStudy *study = crf_session_get_study (session);

  return !crf_study_role_may_know (study, "nurse") || !crf_study_role_may_know (study, "investigator");
}

char *
crf_paper_identity (const CrfPatient *patient)
{
  g_autofree char *bed = patient->bed != NULL && *patient->bed != '\0' ? g_strdup_printf (_("bed %s"), patient->bed) : NULL;
  /* In an emergency the paper leads to the envelope in the safe, also when no machine runs. */
  g_autofree char *envelope = patient->envelope != NULL ? g_strdup_printf (_("envelope %s"), patient->envelope) : NULL;
  const char *const parts[] = { patient->number, patient->allocation_number, patient->initials, patient->sex, patient->birth_year, bed, envelope };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL && *parts[i] != '\0')
      g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", parts[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* ── What heads and feet say ── */

/* An administrator who works in the trial is marked, whichever of the roles prints. Free it. */
static char *
describe_role (CrfSession *session)
{
  const char *label = crf_role_get_label (crf_session_get_role (session)), *note = crf_roles_note (crf_session_get_roles (session));

  return note != NULL ? g_strdup_printf ("%s; %s", label, note) : g_strdup (label);
}

static char *
describe_printing (CrfSession *session)
{
  char now[CRF_INSTANT_SIZE];
  CrfInstant instant = crf_session_now (session);
  int offset = ABS (instant.offset_minutes);
  g_autofree char *role = describe_role (session);
  g_autofree char *zone = g_strdup_printf ("%c%02d:%02d", instant.offset_minutes < 0 ? '-' : '+', offset / 60, offset % 60);

  crf_instant_format_local (instant, now);
  now[10] = ' ';
  /* Translators: date and time, offset from UTC, name, login, role. */
  return g_strdup_printf (_("Printed %1$s %2$s by %3$s (%4$s, %5$s)"), now, zone, crf_session_get_name (session), crf_session_get_login (session),
                          role);
}

/* The chain's place and hash; of several chains, one hash over all of them, which anyone can compute from the journalled heads. */
static char *
describe_heads (CrfSession *session)
{
  g_autofree char *heads = crf_export_heads (session);
  g_auto (GStrv) lines = g_strsplit (heads != NULL ? heads : "", "\n", -1);
  g_autofree char *hash = NULL;
  guint n = g_strv_length (lines);

  if (n == 1)
    return g_strdup_printf (_("Journal %s"), lines[0]);
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, heads != NULL ? heads : "", -1);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Journal of %1$u workstation, SHA-256 of its heads %2$s",
                                       "Journals of %1$u workstations, SHA-256 of their heads %2$s", n), n, hash);
}

/* Before it the version of the definition and the program that drew the paper, for which a label is too narrow: there its metadata say it. */
static char *
describe_source (CrfSession *session,
                 const CrfPaperKind *kind)
{
  g_autofree char *heads = describe_heads (session);

  return kind->size == CRF_PAPER_LABEL ? g_steal_pointer (&heads)
                                       : g_strdup_printf ("Stemward %s · %s · %s", CRF_VERSION, crf_study_get_version (crf_session_get_study (session)), heads);
}

static char *
describe_warning (CrfSession *session,
                  const CrfPaperKind *kind)
{
  const char *blind = NULL, *media = NULL;

  if (!kind->neutral && crf_paper_is_masked (session) && crf_session_may_know_arms (session))
    blind = _("UNBLINDED: may tell the arm. Keep it from everyone who may not know.");
  if (crf_session_is_read_only (session))
    media = _("Not journalled: printed from read-only media.");
  if (blind == NULL && media == NULL)
    return NULL;
  return g_strdup_printf ("%s%s%s", blind != NULL ? blind : "", blind != NULL && media != NULL ? " " : "", media != NULL ? media : "");
}

static void
set_size (CrfPaper *self)
{
  const double sizes[][3] = { [CRF_PAPER_UPRIGHT] = { 210, 297, 16 }, [CRF_PAPER_ACROSS] = { 297, 210, 13 }, [CRF_PAPER_LABEL] = { 100, 70, 4 } };

  self->width = sizes[self->kind.size][0] * CRF_PAPER_POINTS_PER_MM;
  self->height = sizes[self->kind.size][1] * CRF_PAPER_POINTS_PER_MM;
  self->margin = sizes[self->kind.size][2] * CRF_PAPER_POINTS_PER_MM;
  self->bottom = self->height - self->margin - (self->kind.size == CRF_PAPER_LABEL ? 13 : FOOT_HEIGHT);
}

CrfPaper *
crf_paper_new (CrfSession *session,
               const CrfPaperKind *kind,
               const CrfPatient *patient,
               GError **error)
{
  g_autoptr (CrfStudySummary) study = NULL;
  CrfPaper *self;

  g_return_val_if_fail (session != NULL && kind != NULL, NULL);
  study = crf_reader_study (session, error);
  if (study == NULL)
    return NULL;
  self = g_new0 (CrfPaper, 1);
  self->session = session;
  self->kind = *kind;
  self->subject = patient != NULL ? g_strdup (patient->key) : NULL;
  self->title = g_strdup (kind->title);
  self->study = g_strdup_printf ("%s · %s", study->protocol, study->title);
  self->site = g_strdup (study->site);
  self->printed = describe_printing (session);
  self->heads = describe_source (session, kind);
  self->mark = crf_session_is_demo (session) ? g_strdup (_("DEMO: synthetic patients")) : NULL;
  self->warning = describe_warning (session, kind);
  self->identity = patient != NULL ? crf_paper_identity (patient) : g_strdup (kind->blank);
  self->pages = g_ptr_array_new_with_free_func ((GDestroyNotify) cairo_surface_destroy);
  self->marks = g_ptr_array_new ();
  set_size (self);
  crf_paper_next_page (self);
  return self;
}

/* ── Head ── */

/* In grey behind all else; on a label, which is read in a hurry, the mark at its head is enough. */
static void
draw_watermark (CrfPaper *self)
{
  g_autoptr (PangoLayout) layout = NULL;

  if (self->mark == NULL || self->kind.size == CRF_PAPER_LABEL)
    return;
  layout = crf_paper_layout (self, "DEMO", self->height / 9, TRUE, 0);
  cairo_save (self->cr);
  cairo_set_source_rgb (self->cr, 0.95, 0.95, 0.95);
  crf_paper_show (self, layout, (self->width - crf_paper_layout_width (layout)) / 2, self->height * 0.42);
  cairo_restore (self->cr);
}

static void
head_line (CrfPaper *self,
           const char *text,
           double size,
           gboolean bold,
           double after)
{
  g_autoptr (PangoLayout) layout = NULL;

  if (text == NULL || *text == '\0')
    return;
  layout = crf_paper_layout (self, text, size, bold, crf_paper_inner_width (self));
  crf_paper_show (self, layout, self->margin, self->y);
  self->y += crf_paper_layout_height (layout) + after;
}

/* Study on the left, site on the right; a long name of either wraps within its half. */
static void
draw_study (CrfPaper *self)
{
  double right = crf_paper_inner_width (self) * 0.3;
  g_autoptr (PangoLayout) study = crf_paper_layout (self, self->study, HEAD_TYPE, FALSE, crf_paper_inner_width (self) - right - 10);
  g_autoptr (PangoLayout) site = crf_paper_layout (self, self->site, HEAD_TYPE, FALSE, right);

  pango_layout_set_alignment (site, PANGO_ALIGN_RIGHT);
  crf_paper_show (self, study, self->margin, self->y);
  crf_paper_show (self, site, self->width - self->margin - right, self->y);
  self->y += MAX (crf_paper_layout_height (study), crf_paper_layout_height (site)) + 3;
}

static void
draw_label_head (CrfPaper *self)
{
  g_autofree char *text = g_strdup_printf ("%s · %s%s%s", crf_study_get_protocol (crf_session_get_study (self->session)), self->site,
                                           self->mark != NULL ? " · " : "", self->mark != NULL ? self->mark : "");

  head_line (self, text, 5.5, FALSE, 2);
}

static void
draw_head (CrfPaper *self)
{
  gboolean first = self->pages->len == 1;

  if (self->kind.size == CRF_PAPER_LABEL)
    {
      draw_label_head (self);
      return;
    }
  draw_study (self);
  head_line (self, self->mark, 9, TRUE, 2);
  head_line (self, self->warning, 9, TRUE, 2);
  head_line (self, self->title, first ? 15 : 9.5, TRUE, 2);
  head_line (self, self->identity, 10.5, TRUE, 2);
  self->y += 2;
  cairo_move_to (self->cr, self->margin, self->y);
  cairo_line_to (self->cr, self->width - self->margin, self->y);
  cairo_stroke (self->cr);
  self->y += 7;
}

void
crf_paper_next_page (CrfPaper *self)
{
  const cairo_rectangle_t extents = { 0, 0, self->width, self->height };
  cairo_surface_t *page = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, &extents);

  g_clear_pointer (&self->cr, cairo_destroy);
  g_ptr_array_add (self->pages, page);
  self->cr = cairo_create (page);
  cairo_set_line_width (self->cr, 0.5);
  self->y = self->margin;
  draw_watermark (self);
  draw_head (self);
  self->fresh = TRUE;
}

void
crf_paper_turn (CrfPaper *self,
                const CrfPatient *patient)
{
  g_autofree char *identity = patient != NULL ? crf_paper_identity (patient) : g_strdup (self->kind.blank);

  if (self->fresh && g_strcmp0 (identity, self->identity) == 0)
    return;
  g_free (self->identity);
  self->identity = g_steal_pointer (&identity);
  crf_paper_next_page (self);
}

/* ── Foot ── */

static void
foot_line (CrfPaper *self,
           cairo_t *cr,
           const char *text,
           double size,
           double y,
           PangoAlignment alignment)
{
  g_autoptr (PangoLayout) layout = crf_paper_layout (self, text, size, FALSE, crf_paper_inner_width (self));

  pango_layout_set_alignment (layout, alignment);
  pango_layout_set_height (layout, -1);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_MIDDLE);
  cairo_move_to (cr, self->margin, y);
  pango_cairo_show_layout (cr, layout);
}

void
crf_paper_draw_foot (CrfPaper *self,
                     cairo_t *cr,
                     guint page)
{
  g_autofree char *pages = g_strdup_printf (_("Page %1$u of %2$u"), page, self->pages->len);
  g_autofree char *line = NULL;
  gboolean label = self->kind.size == CRF_PAPER_LABEL;
  double y = self->bottom + (label ? 1 : 5);

  if (label)
    {
      line = g_strdup_printf ("%s · %s", self->printed, pages);
      foot_line (self, cr, line, 4.5, y, PANGO_ALIGN_LEFT);
      foot_line (self, cr, self->heads, 4.5, y + 6, PANGO_ALIGN_LEFT);
      return;
    }
  cairo_set_line_width (cr, 0.5);
  cairo_move_to (cr, self->margin, y - 2);
  cairo_line_to (cr, self->width - self->margin, y - 2);
  cairo_stroke (cr);
  foot_line (self, cr, self->printed, 7, y, PANGO_ALIGN_LEFT);
  foot_line (self, cr, pages, 7, y, PANGO_ALIGN_RIGHT);
  foot_line (self, cr, self->heads, 6, y + 10, PANGO_ALIGN_LEFT);
}
