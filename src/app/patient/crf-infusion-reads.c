/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One small job for each reading. */

#include "crf-infusion-reads.h"

#include "crf-paper-infusion.h"

typedef struct
{
  const char *subject;
  int ordinal;
  const char *paper, *path;
} Question;

static gpointer
day_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  const Question *question = data;

  return crf_reader_infusion_day (session, question->subject, question->ordinal, error);
}

CrfInfusionDay *
crf_read_infusion_day (CrfWriter *writer, const char *subject, int ordinal, GError **error)
{
  Question question = { subject, ordinal, NULL, NULL };

  return crf_writer_call (writer, day_job, &question, error);
}

static gpointer
monitoring_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  const Question *question = data;

  return crf_reader_monitoring (session, question->subject, question->ordinal, error);
}

CrfMonitoring *
crf_read_monitoring (CrfWriter *writer, const char *subject, int ordinal, GError **error)
{
  Question question = { subject, ordinal, NULL, NULL };

  return crf_writer_call (writer, monitoring_job, &question, error);
}

static gpointer
alerts_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return crf_reader_lot_alerts (session, data, error);
}

GPtrArray *
crf_read_lot_alerts (CrfWriter *writer, const char *subject, GError **error)
{
  return crf_writer_call (writer, alerts_job, (gpointer) subject, error);
}

static gpointer
paper_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  const Question *question = data;

  g_autoptr (CrfOutcome) outcome = crf_outcome_new ();

  if (!crf_paper_infusion_write (session, question->paper, question->subject, question->ordinal, question->path, &outcome->refusal, error) &&
      outcome->refusal == NULL)
    return NULL;
  return g_steal_pointer (&outcome);
}

CrfOutcome *
crf_write_paper (CrfWriter *writer, const char *paper, const char *subject, int ordinal, const char *path, GError **error)
{
  Question question = { subject, ordinal, paper, path };

  return crf_writer_call (writer, paper_job, &question, error);
}
