/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Random words from a seed, defined to the byte (crf-allocation-sequence.c), so that a list or a minimisation can be made again. */

#pragma once

#include <glib.h>
#include <sodium.h>

G_BEGIN_DECLS

#define CRF_WORD_CHUNK 64 /* one ChaCha20 block */

typedef struct
{
  const guchar *seed;
  guchar nonce[crypto_stream_chacha20_ietf_NONCEBYTES];
  guint32 counter;
  guchar chunk[CRF_WORD_CHUNK];
  guint used;
} CrfWordStream;

void    _crf_word_stream_init (CrfWordStream *self, const guchar seed[32], guint32 stream);
guint32 _crf_word_stream_next (CrfWordStream *self);
/* 0 … n − 1, each equally likely; takes no word for n = 1. */
guint32 _crf_word_stream_uniform (CrfWordStream *self, guint32 n);

G_END_DECLS
