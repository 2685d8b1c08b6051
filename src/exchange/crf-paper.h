/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A printed paper: text, pairs of label and value, ruled tables, lines to sign on. Each page says at its head of which study, site and patient it is and
 * at its foot who printed it when, which page of how many it is and the heads of the journal that it was printed from; demonstrations and what tells
 * the arms of a masked study are marked. PDF, by cairo and pango. Lengths in millimetres, type in points. What does not fit goes on the next page. */

#pragma once

#include "crf-reader.h"

G_BEGIN_DECLS

typedef struct _CrfPaper CrfPaper;

typedef enum
{
  CRF_PAPER_UPRIGHT, /* A4 */
  CRF_PAPER_ACROSS,  /* A4 on its side */
  CRF_PAPER_LABEL,   /* 100 × 70 mm; a small head and foot */
} CrfPaperSize;

typedef struct
{
  const char *name;  /* as it is journalled: "casebook" */
  const char *title; /* translated */
  CrfPaperSize size;
  gboolean neutral;  /* says nothing of the arms, whoever prints it: no mark of the blind */
  const char *blank; /* what stands in the patient's place where there is none: lines to write number and initials on; NULL: nothing */
} CrfPaperKind;

/* @patient (NULL: of none) stands at the head of each page. */
CrfPaper *crf_paper_new         (CrfSession *session, const CrfPaperKind *kind, const CrfPatient *patient, GError **error);
void      crf_paper_free        (CrfPaper *self);
/* A new page, from which on the heads name @patient. Nothing where the paper has only just begun with it. */
void      crf_paper_turn        (CrfPaper *self, const CrfPatient *patient);

/* ── Text ── */
void      crf_paper_add_heading (CrfPaper *self, const char *text);
void      crf_paper_add_subheading (CrfPaper *self, const char *text);
/* @size 0: the usual one. */
void      crf_paper_add_text    (CrfPaper *self, const char *text, double size);
/* A line in bold that must not be missed. */
void      crf_paper_add_warning (CrfPaper *self, const char *text);
/* Below a pair, small and under its value. */
void      crf_paper_add_note    (CrfPaper *self, const char *text);
/* In the middle of the line. */
void      crf_paper_add_centred (CrfPaper *self, const char *text, double size, gboolean bold);
/* Large, in a frame: what is read from afar. */
void      crf_paper_add_framed  (CrfPaper *self, const char *text, double size);
void      crf_paper_add_space   (CrfPaper *self, double millimetres);
/* A label and its value beside it. Without @value: nothing is printed. */
void      crf_paper_add_pair    (CrfPaper *self, const char *label, const char *value);
/* The same; without @value "–". */
void      crf_paper_add_fact    (CrfPaper *self, const char *label, const char *value);

/* ── Tables ── */
/* Columns as shares of the width; @n of them. */
void      crf_paper_set_columns (CrfPaper *self, const double *shares, guint n);
/* The headings of the columns, repeated on the next page. */
void      crf_paper_add_header  (CrfPaper *self, const char *const *cells);
/* One ruled row (NULL: an empty cell, to be written in), at least @height high. */
void      crf_paper_add_row     (CrfPaper *self, const char *const *cells, double height);

/* ── To be written on ── */
/* An empty frame over the whole width under its @label (may be NULL). */
void      crf_paper_add_box     (CrfPaper *self, const char *label, double height);
/* Lines to sign on, side by side, with what they are for below them. */
void      crf_paper_add_sign    (CrfPaper *self, const char *const *labels, guint n);
/* A dashed line over the whole page at that share of its height; what follows stands below it. */
void      crf_paper_add_fold    (CrfPaper *self, double share);

guint     crf_paper_count_pages (CrfPaper *self);
/* Lets crf_paper_finish() encrypt the file for transport under @passphrase, which must live until then (NULL: as it is). */
void      crf_paper_encrypt     (CrfPaper *self, const char *passphrase);

/* ── The end ── */
/* The PDF. NULL with @error if it could not be drawn. Nothing can be added any more. */
GByteArray *crf_paper_draw      (CrfPaper *self, GError **error);
/* Draws it, writes it to @path, whole or not at all, and journals it as an export: @filter NULL is the kind's name. FALSE with @refusal or @error; then
 * no file is left that the journal does not know. */
gboolean  crf_paper_finish      (CrfPaper *self, const char *path, const char *filter, CrfRefusal **refusal, GError **error);

/* "S-003 · 001 · LSMI · M · 1972 · bed 12": as at the head of each page. Free it. */
char     *crf_paper_identity    (const CrfPatient *patient);
/* Whether those who treat may not know the arms: then the papers of the ward say nothing that would tell. */
gboolean  crf_paper_is_masked   (CrfSession *session);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfPaper, crf_paper_free)

G_END_DECLS
