/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The log of protocol deviations, as people read it. */

#include "crf-reader.h"

#include "crf-blind.h"
#include "crf-detail.h"
#include "crf-place.h"
#include "crf-reader-private.h"
#include "crf-records.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct { const char *code, *label; } Word;

static const char *
label_of (const Word *words,
          const char *code)
{
  for (guint i = 0; code != NULL && words[i].code != NULL; i++)
    if (strcmp (words[i].code, code) == 0)
      return _ (words[i].label);
  return code;
}

static const Word states[] = {
  { "open", N_ ("Draft") }, { "confirmed", N_ ("Confirmed") }, { "closed", N_ ("Closed") }, { "cancelled", N_ ("No deviation") }, { NULL, NULL },
};
static const Word classes[] = { { "minor", N_ ("Minor") }, { "major", N_ ("Major") }, { NULL, NULL } };
static const Word effects[] = { { "none", N_ ("none") }, { "possible", N_ ("possible") }, { "yes", N_ ("yes") }, { NULL, NULL } };

const char *
crf_deviation_word (const char *member,
                    const char *code)
{
  return strcmp (member, "state") == 0 ? label_of (states, code) : strcmp (member, "class") == 0 ? label_of (classes, code) : code;
}

static void
deviation_free (CrfDeviation *deviation)
{
  g_free (deviation->key);
  g_free (deviation->subject);
  g_free (deviation->subject_number);
  g_free (deviation->kind);
  g_free (deviation->text);
  g_free (deviation->reason);
  g_free (deviation->class_);
  g_free (deviation->class_label);
  g_free (deviation->state);
  g_free (deviation->state_label);
  g_free (deviation->opened);
  g_free (deviation->found);
  g_free (deviation->effects);
  g_free (deviation->corrective);
  g_free (deviation->ethics_on);
  g_free (deviation->closed_on);
  g_free (deviation);
}

static char *
effects_of (const CrfDeviationRecord *record)
{
  const struct { const char *label, *code; } on[] = {
    { _("safety"), record->on_safety }, { _("rights"), record->on_rights }, { _("data"), record->on_data },
  };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (on); i++)
    if (on[i].code != NULL)
      g_string_append_printf (text, "%s%s: %s", text->len > 0 ? _(", ") : "", on[i].label, label_of (effects, on[i].code));
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

/* What is in the box, or that there is one. The class that was reported in it, or NULL. */
static char *
open_box (CrfSession *session,
          const CrfDeviationRecord *record,
          CrfDeviation *deviation)
{
  g_autoptr (CrfSealedContent) content = crf_blind_open (session, record->subject, NULL, record->box);
  g_autoptr (JsonObject) detail = content != NULL && content->detail != NULL ? crf_detail_parse (content->detail, NULL) : NULL;
  g_autofree char *by = detail != NULL ? crf_detail_get (detail, "found_by") : NULL;
  g_autofree char *on = detail != NULL ? crf_detail_get (detail, "found_on") : NULL;

  if (detail == NULL)
    {
      deviation->kind = g_strdup ("sealed");
      deviation->text = g_strdup (_("Sealed: only who may know the arms reads it."));
      return NULL;
    }
  deviation->kind = crf_detail_get (detail, "kind");
  deviation->text = crf_detail_get (detail, "text");
  deviation->reason = g_strdup (content->reason);
  if (deviation->class_ == NULL)
    deviation->class_ = crf_detail_get (detail, "class");
  if (on != NULL)
    deviation->found = g_strdup_printf (_("%1$s by %2$s"), on, by != NULL ? by : record->opened_by);
  return crf_detail_get (detail, "class");
}

/* What was reported stays; who judged it otherwise is read beside it. */
static void
add_judgement (CrfDeviation *deviation,
               const CrfDeviationRecord *record,
               const char *class_first)
{
  const char *label = label_of (classes, deviation->class_);

  if (class_first != NULL && g_strcmp0 (class_first, deviation->class_) != 0)
    /* Translators: a class of deviations, and the class that was reported: "Minor (reported as Major)" */
    deviation->class_label = g_strdup_printf (_("%1$s (reported as %2$s)"), label, label_of (classes, class_first));
  else
    deviation->class_label = g_strdup (label);
  if (record->assessment != NULL || record->judged_why != NULL)
    {
      g_autofree char *reported = deviation->text;

      if (record->assessment == NULL)
        deviation->text = g_strdup_printf (_("%1$s – Judged: %2$s"), reported, record->judged_why);
      else if (record->judged_why == NULL)
        deviation->text = g_strdup_printf (_("%1$s – Assessment: %2$s"), reported, record->assessment);
      else
        deviation->text = g_strdup_printf (_("%1$s – Assessment: %2$s (%3$s)"), reported, record->assessment, record->judged_why);
    }
}

/* What was done about it and why it is none, as the pharmacy wrote. */
static void
open_said (CrfSession *session,
           const CrfDeviationRecord *record,
           CrfDeviation *deviation)
{
  g_autoptr (CrfSealedContent) content = crf_blind_open (session, record->subject, NULL, record->said);
  g_autoptr (JsonObject) detail = content != NULL && content->detail != NULL ? crf_detail_parse (content->detail, NULL) : NULL;

  if (record->said == NULL)
    return;
  /* What happened is read by all, and only why is not. */
  if (record->box == NULL)
    {
      g_free (deviation->reason);
      deviation->reason = g_strdup (content != NULL ? content->reason : _("Sealed: only who may know the arms reads it."));
      return;
    }
  g_free (deviation->corrective);
  deviation->corrective = content == NULL ? g_strdup (_("Sealed: only who may know the arms reads it.")) : detail != NULL ? crf_detail_get (detail, "corrective") : NULL;
  if (content == NULL || content->reason == NULL)
    return;
  if (deviation->reason == NULL)
    deviation->reason = g_strdup (content->reason);
  else
    {
      g_autofree char *reported = deviation->text;

      deviation->text = g_strdup_printf (_("%1$s – Judged: %2$s"), reported, content->reason);
    }
}

static CrfDeviation *
deviation_of (CrfSession *session,
              GHashTable *numbers,
              const CrfDeviationRecord *record)
{
  const char *by = record->found_by != NULL ? record->found_by : record->opened_by;
  CrfDeviation *deviation = g_new0 (CrfDeviation, 1);
  g_autofree char *in_box = NULL;

  deviation->key = g_strdup (record->key);
  deviation->subject = g_strdup (record->subject);
  deviation->subject_number = crf_reader_subject_number (session, numbers, record->subject);
  deviation->class_ = g_strdup (record->class_);
  if (record->box != NULL)
    in_box = open_box (session, record, deviation);
  else
    {
      deviation->kind = g_strdup (record->kind);
      deviation->text = g_strdup (record->text);
      deviation->reason = g_strdup (record->reason);
      /* Translators: when a deviation was found and by whom */
      deviation->found = record->found_on != NULL && by != NULL ? g_strdup_printf (_("%1$s by %2$s"), record->found_on, by) : g_strdup (record->found_on);
    }
  add_judgement (deviation, record, in_box != NULL ? in_box : record->class_first);
  deviation->state = g_strdup (record->state);
  deviation->state_label = g_strdup (label_of (states, record->state));
  deviation->opened = crf_local_time (session, record->opened_at);
  deviation->effects = effects_of (record);
  deviation->corrective = g_strdup (record->corrective);
  open_said (session, record, deviation);
  deviation->ethics_on = g_strdup (record->ethics_on);
  deviation->closed_on = g_strdup (record->closed_on);
  return deviation;
}

GPtrArray *
crf_reader_deviations (CrfSession *session,
                       const char *subject,
                       GError **error)
{
  g_autofree char *key = crf_reader_subject_key (session, subject, error);
  g_autoptr (GHashTable) numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GPtrArray) records = NULL;
  GPtrArray *deviations;

  if (subject != NULL && key == NULL)
    return NULL;
  records = crf_records_deviations (crf_session_get_file (session), key, error);
  if (records == NULL)
    return NULL;
  deviations = g_ptr_array_new_with_free_func ((GDestroyNotify) deviation_free);
  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (deviations, deviation_of (session, numbers, g_ptr_array_index (records, i)));
  return deviations;
}
