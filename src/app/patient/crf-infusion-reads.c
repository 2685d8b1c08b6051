/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One small job for each reading. */

#include "crf-infusion-reads.h"

typedef struct
{
  const char *subject;
  int ordinal;
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
  Question question = { subject, ordinal };

  return crf_writer_call (writer, day_job, &question, error);
}
