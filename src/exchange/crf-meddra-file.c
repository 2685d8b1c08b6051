/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lines are cut into fields where they lie; terms point into the texts. Whatever is wrong is said of all files at once, up to a number that a person reads. */

#include "crf-meddra-file.h"

#include "crf-dictionary.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MOST_FIELDS 16
#define MOST_FAULTS 20
#define LONGEST_NAME 1000
#define MOST_QUOTED 40 /* characters */

static const struct { const char *name; guint n_fields; } files[CRF_N_MEDDRA_FILES] = {
  [CRF_MEDDRA_SOC] = { "soc.asc", 10 },          [CRF_MEDDRA_HLGT] = { "hlgt.asc", 9 }, [CRF_MEDDRA_HLT] = { "hlt.asc", 9 },
  [CRF_MEDDRA_PT] = { "pt.asc", 11 },            [CRF_MEDDRA_LLT] = { "llt.asc", 11 },  [CRF_MEDDRA_HIERARCHY] = { "mdhier.asc", 12 },
  [CRF_MEDDRA_RELEASE] = { "meddra_release.asc", 0 },
};

/* Fields of llt.asc, pt.asc and mdhier.asc that are read, counted from 0. */
enum { LLT_PT = 2, LLT_CURRENCY = 9 };
enum { PT_SOC = 3 };
enum { HIER_PT, HIER_HLT, HIER_HLGT, HIER_SOC, HIER_PT_NAME, HIER_HLT_NAME, HIER_HLGT_NAME, HIER_SOC_NAME, HIER_PT_SOC = 10, HIER_PRIMARY };

/* A term of whichever level. */
typedef struct
{
  guint line;
  const char *code, *name;
  const char *above;     /* of an LLT its PT, of a PT its SOC */
  CrfDictionaryPt *path; /* of a PT: its primary one, once it was met */
} Term;

struct _CrfMeddra
{
  char *texts[CRF_N_MEDDRA_FILES];
  GHashTable *terms[CRF_N_MEDDRA_FILES]; /* code → Term */
  GPtrArray *pts, *llts;                 /* CrfDictionaryPt, CrfDictionaryLlt */
  GPtrArray *notes, *faults;             /* char * */
  guint n_faults, n_differ;
  char *version, *language;
};

/* A line being read. */
typedef struct
{
  CrfMeddra *self;
  CrfMeddraFile file;
  guint line, n_fields;
  char *fields[MOST_FIELDS];
} Line;

G_DEFINE_QUARK (crf-meddra-error, crf_meddra_error)

const char *
crf_meddra_file_name (CrfMeddraFile file)
{
  return files[file].name;
}

/* ── Faults ── */

static void add_fault (CrfMeddra *self, CrfMeddraFile file, guint line, const char *format, ...) G_GNUC_PRINTF (4, 5);

static void
add_fault (CrfMeddra *self,
           CrfMeddraFile file,
           guint line,
           const char *format,
           ...)
{
  g_autofree char *text = NULL;
  va_list args;

  if (self->n_faults++ >= MOST_FAULTS)
    return;
  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_ptr_array_add (self->faults, g_strdup_printf (_("%1$s, line %2$u: %3$s"), files[file].name, line, text));
}

static gboolean
fail_for_faults (CrfMeddra *self,
                 GError **error)
{
  g_autofree char *all = NULL;

  if (self->n_faults == 0)
    return FALSE;
  if (self->n_faults > MOST_FAULTS)
    g_ptr_array_add (self->faults, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "… and %u fault more.", "… and %u faults more.", self->n_faults - MOST_FAULTS),
                                                    self->n_faults - MOST_FAULTS));
  g_ptr_array_add (self->faults, g_strdup (_("Nothing was imported. Copy the files of one version again from your MedDRA distribution.")));
  g_ptr_array_add (self->faults, NULL);
  all = g_strjoinv ("\n", (char **) self->faults->pdata);
  g_set_error_literal (error, CRF_MEDDRA_ERROR, CRF_MEDDRA_ERROR_INVALID, all);
  return TRUE;
}

/* ── Encoding ── */

static guint
line_of (const char *text,
         const char *at)
{
  guint line = 1;

  for (; text < at; text++)
    line += *text == '\n';
  return line;
}

/* Latin-1 has letters from 0xC0 on, and signs from 0xA0; they stand alone or in twos among plain ones. More in a row is another encoding (a Chinese one), and
 * 0x80 to 0x9F are no characters of it. NULL: this is Latin-1. */
static const char *
not_latin1 (const char *text,
            gsize length)
{
  guint run = 0;

  for (gsize i = 0; i < length; i++)
    {
      guchar byte = (guchar) text[i];

      run = byte >= 0x80 ? run + 1 : 0;
      if (run > 3 || (byte >= 0x80 && byte < 0xa0))
        return text + i;
    }
  return NULL;
}

/* The text as UTF-8 of its own; NULL with a fault. */
static char *
decode (CrfMeddra *self,
        CrfMeddraFile file,
        const char *text,
        gsize length)
{
  const char *end, *wrong;
  GString *out;

  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    text += 3, length -= 3;
  end = memchr (text, '\0', length);
  if (end != NULL)
    {
      add_fault (self, file, line_of (text, end), _("the file holds a zero byte: it is damaged, or in UTF-16. Save it as UTF-8."));
      return NULL;
    }
  if (g_utf8_validate (text, (gssize) length, &end))
    return g_strndup (text, length);
  wrong = not_latin1 (text, length);
  if (wrong != NULL)
    {
      add_fault (self, file, line_of (text, wrong), _("the bytes are neither UTF-8 nor Latin-1. Save the file as UTF-8."));
      return NULL;
    }
  out = g_string_sized_new (length + length / 16);
  for (gsize i = 0; i < length; i++)
    g_string_append_unichar (out, (guchar) text[i]);
  g_ptr_array_add (self->notes, g_strdup_printf (_("%s is not in UTF-8 and was read as Latin-1: look at a term with an accent before you code."), files[file].name));
  return g_string_free (out, FALSE);
}

/* ── Lines ── */

static gboolean
is_code (const char *text)
{
  gsize length = strspn (text, "0123456789");

  return length > 0 && length <= 10 && text[length] == '\0';
}

static gboolean
is_name (const char *text)
{
  if (*text == '\0' || strlen (text) > LONGEST_NAME)
    return FALSE;
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (g_unichar_iscntrl (g_utf8_get_char (text)))
      return FALSE;
  return TRUE;
}

/* Cuts the line at its "$"; a last one that ends it begins no field. FALSE with a fault. */
static gboolean
cut (Line *line,
     char *text)
{
  guint wanted = files[line->file].n_fields;

  line->n_fields = 0;
  for (char *at = text; at != NULL && line->n_fields < MOST_FIELDS; line->n_fields++)
    {
      char *next = strchr (at, '$');

      if (next != NULL)
        *next++ = '\0';
      line->fields[line->n_fields] = g_strstrip (at);
      at = next;
    }
  if (line->n_fields == wanted || (line->n_fields == wanted + 1 && *line->fields[wanted] == '\0'))
    return TRUE;
  add_fault (line->self, line->file, line->line, _("%1$u fields where there are %2$u. Fields are separated by “$”."), line->n_fields, wanted);
  return FALSE;
}

/* As it is quoted: cut where it lies, since a file that is quoted is not imported. */
static const char *
quoted (char *text)
{
  if (strlen (text) > MOST_QUOTED && g_utf8_strlen (text, -1) > MOST_QUOTED)
    *g_utf8_offset_to_pointer (text, MOST_QUOTED) = '\0';
  return text;
}

static gboolean
check_code (const Line *line,
            guint field)
{
  if (is_code (line->fields[field]))
    return TRUE;
  add_fault (line->self, line->file, line->line, _("“%s” in field %u is no code of digits."), quoted (line->fields[field]), field + 1);
  return FALSE;
}

/* The term above that the field names; NULL with a fault. */
static Term *
look_up (const Line *line,
         guint field,
         CrfMeddraFile above)
{
  Term *term = g_hash_table_lookup (line->self->terms[above], line->fields[field]);

  if (term == NULL)
    add_fault (line->self, line->file, line->line, _("the code %1$s is not in %2$s."), quoted (line->fields[field]), files[above].name);
  return term;
}

/* Code and name of a level; NULL with a fault. */
static Term *
add_term (const Line *line)
{
  GHashTable *terms = line->self->terms[line->file];
  const Term *before;
  Term *term;

  if (!check_code (line, 0))
    return NULL;
  if (!is_name (line->fields[1]))
    {
      add_fault (line->self, line->file, line->line, _("the term %s has no name, or one that cannot be read."), line->fields[0]);
      return NULL;
    }
  before = g_hash_table_lookup (terms, line->fields[0]);
  if (before != NULL)
    {
      add_fault (line->self, line->file, line->line, _("the code %1$s stands already in line %2$u."), line->fields[0], before->line);
      return NULL;
    }
  term = g_new0 (Term, 1);
  term->line = line->line;
  term->code = line->fields[0];
  term->name = line->fields[1];
  g_hash_table_insert (terms, (gpointer) term->code, term);
  return term;
}

static void
read_pt (const Line *line)
{
  Term *term = add_term (line);

  if (term != NULL && look_up (line, PT_SOC, CRF_MEDDRA_SOC) != NULL)
    term->above = line->fields[PT_SOC];
}

static void
read_llt (const Line *line)
{
  char *current = line->fields[LLT_CURRENCY];
  Term *term = add_term (line);
  CrfDictionaryLlt *llt;

  if (term == NULL)
    return;
  if (strcmp (current, "Y") != 0 && strcmp (current, "N") != 0)
    {
      add_fault (line->self, line->file, line->line, _("“%s” in field 10 says neither Y (current) nor N."), quoted (current));
      return;
    }
  if (look_up (line, LLT_PT, CRF_MEDDRA_PT) == NULL)
    return;
  llt = g_new0 (CrfDictionaryLlt, 1);
  *llt = (CrfDictionaryLlt){ term->code, term->name, line->fields[LLT_PT], *current == 'Y' };
  g_ptr_array_add (line->self->llts, llt);
}

static void
compare_name (const Line *line,
              guint field,
              const Term *term)
{
  line->self->n_differ += strcmp (line->fields[field], term->name) != 0;
}

/* The primary path of a preferred term. */
static void
read_hierarchy (const Line *line)
{
  Term *pt = look_up (line, HIER_PT, CRF_MEDDRA_PT), *hlt = look_up (line, HIER_HLT, CRF_MEDDRA_HLT);
  Term *hlgt = look_up (line, HIER_HLGT, CRF_MEDDRA_HLGT), *soc = look_up (line, HIER_SOC, CRF_MEDDRA_SOC);
  char *primary = line->fields[HIER_PRIMARY];

  if (pt == NULL || hlt == NULL || hlgt == NULL || soc == NULL)
    return;
  if (strcmp (primary, "Y") != 0 && strcmp (primary, "N") != 0)
    {
      add_fault (line->self, line->file, line->line, _("“%s” in field 12 says neither Y (primary path) nor N."), quoted (primary));
      return;
    }
  compare_name (line, HIER_PT_NAME, pt);
  compare_name (line, HIER_HLT_NAME, hlt);
  compare_name (line, HIER_HLGT_NAME, hlgt);
  compare_name (line, HIER_SOC_NAME, soc);
  if (*primary != 'Y')
    return;
  if (pt->path != NULL)
    add_fault (line->self, line->file, line->line, _("the preferred term %s has a second primary path."), pt->code);
  else if (g_strcmp0 (pt->above, soc->code) != 0)
    add_fault (line->self, line->file, line->line, _("the primary path of %1$s goes to %2$s; pt.asc says %3$s."), pt->code, soc->code,
               pt->above != NULL ? pt->above : "–");
  else
    {
      pt->path = g_new0 (CrfDictionaryPt, 1);
      *pt->path = (CrfDictionaryPt){ pt->code, pt->name, hlt->code, hlt->name, hlgt->code, hlgt->name, soc->code, soc->name };
      g_ptr_array_add (line->self->pts, pt->path);
    }
}

static void
read_line (const Line *line)
{
  switch ((int) line->file)
    {
    case CRF_MEDDRA_PT:
      read_pt (line);
      break;
    case CRF_MEDDRA_LLT:
      read_llt (line);
      break;
    case CRF_MEDDRA_HIERARCHY:
      read_hierarchy (line);
      break;
    default:
      add_term (line);
      break;
    }
}

static void
read_file (CrfMeddra *self,
           CrfMeddraFile file)
{
  Line line = { .self = self, .file = file };

  for (char *at = self->texts[file]; at != NULL && *at != '\0';)
    {
      char *next = strchr (at, '\n');

      if (next != NULL)
        *next++ = '\0';
      line.line++;
      if (*g_strchomp (at) != '\0' && cut (&line, at))
        read_line (&line);
      at = next;
    }
}

/* ── The whole ── */

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  const Term *first = *(Term *const *) a, *second = *(Term *const *) b;

  return first->line < second->line ? -1 : first->line > second->line;
}

static void
check_paths (CrfMeddra *self)
{
  g_autoptr (GPtrArray) without = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->terms[CRF_MEDDRA_PT]);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((Term *) value)->path == NULL)
      g_ptr_array_add (without, value);
  g_ptr_array_sort (without, compare_lines);
  for (guint i = 0; i < without->len; i++)
    {
      const Term *pt = g_ptr_array_index (without, i);

      add_fault (self, CRF_MEDDRA_PT, pt->line, _("the preferred term %s has no primary path in mdhier.asc."), pt->code);
    }
}

/* "27.0$English$$$" */
static void
read_release (CrfMeddra *self,
              const char *version,
              const char *language)
{
  g_auto (GStrv) fields = self->texts[CRF_MEDDRA_RELEASE] != NULL ? g_strsplit (self->texts[CRF_MEDDRA_RELEASE], "$", 3) : NULL;
  guint n = fields != NULL ? g_strv_length (fields) : 0;

  self->version = n > 0 && *g_strstrip (fields[0]) != '\0' ? g_strdup (fields[0]) : g_strdup (version);
  self->language = n > 1 && *g_strstrip (fields[1]) != '\0' ? g_strdup (fields[1]) : g_strdup (language != NULL ? language : "English");
}

/* What becomes a file name and stands with every coding. */
static gboolean
is_release (const char *text)
{
  return is_name (text) && strlen (text) <= 40 && strpbrk (text, "/\\\"<>&|") == NULL;
}

static gboolean
check_release (CrfMeddra *self,
               const char *version,
               GError **error)
{
  if (self->version == NULL)
    {
      g_set_error_literal (error, CRF_MEDDRA_ERROR, CRF_MEDDRA_ERROR_MISSING,
                           _("The folder has no meddra_release.asc, which says the version. Say it yourself: --version 27.0"));
      return FALSE;
    }
  if (!is_release (self->version) || !is_release (self->language))
    add_fault (self, CRF_MEDDRA_RELEASE, 1, _("“%1$s” and “%2$s” are no version and language."), quoted (self->version), quoted (self->language));
  else if (version != NULL && strcmp (self->version, version) != 0)
    add_fault (self, CRF_MEDDRA_RELEASE, 1, _("the files are of version %1$s, not %2$s."), self->version, version);
  return TRUE;
}

static CrfMeddra *
meddra_new (void)
{
  CrfMeddra *self = g_new0 (CrfMeddra, 1);

  for (int file = 0; file < CRF_N_MEDDRA_FILES; file++)
    self->terms[file] = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  self->pts = g_ptr_array_new_with_free_func (g_free);
  self->llts = g_ptr_array_new_with_free_func (g_free);
  self->notes = g_ptr_array_new_with_free_func (g_free);
  self->faults = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
crf_meddra_free (CrfMeddra *self)
{
  if (self == NULL)
    return;
  for (int file = 0; file < CRF_N_MEDDRA_FILES; file++)
    {
      g_clear_pointer (&self->terms[file], g_hash_table_unref);
      g_free (self->texts[file]);
    }
  g_ptr_array_unref (self->pts);
  g_ptr_array_unref (self->llts);
  g_ptr_array_unref (self->notes);
  g_ptr_array_unref (self->faults);
  g_free (self->version);
  g_free (self->language);
  g_free (self);
}

CrfMeddra *
crf_meddra_read_texts (const char *const texts[CRF_N_MEDDRA_FILES],
                       const gsize lengths[CRF_N_MEDDRA_FILES],
                       const char *version,
                       const char *language,
                       GError **error)
{
  g_autoptr (CrfMeddra) self = meddra_new ();

  for (int file = 0; file < CRF_N_MEDDRA_FILES; file++)
    if (texts[file] != NULL)
      self->texts[file] = decode (self, (CrfMeddraFile) file, texts[file], lengths[file]);
  if (fail_for_faults (self, error))
    return NULL;
  read_release (self, version, language);
  if (!check_release (self, version, error))
    return NULL;
  /* In the order of the levels: each names only what was read before it. */
  for (int file = 0; file < CRF_MEDDRA_RELEASE; file++)
    read_file (self, (CrfMeddraFile) file);
  check_paths (self);
  if (self->n_faults == 0 && self->llts->len == 0)
    add_fault (self, CRF_MEDDRA_LLT, 1, _("there is no term in it."));
  if (fail_for_faults (self, error))
    return NULL;
  if (self->n_differ > 0)
    g_ptr_array_add (self->notes, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u name in mdhier.asc differs from that of its own file; the latter is taken.",
                                                                "%u names in mdhier.asc differ from those of their own files; the latter are taken.", self->n_differ),
                                                   self->n_differ));
  return g_steal_pointer (&self);
}

gboolean
crf_meddra_store (CrfMeddra *self,
                  GError **error)
{
  const CrfDictionaryContent content = { self->version, self->language, self->pts, self->llts };

  return crf_dictionary_store (&content, error);
}

const char *
crf_meddra_get_version (CrfMeddra *self)
{
  return self->version;
}

const char *
crf_meddra_get_language (CrfMeddra *self)
{
  return self->language;
}

guint
crf_meddra_count (CrfMeddra *self,
                  CrfMeddraFile file)
{
  return g_hash_table_size (self->terms[file]);
}

const GPtrArray *
crf_meddra_get_notes (CrfMeddra *self)
{
  return self->notes;
}
