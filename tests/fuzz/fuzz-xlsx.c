/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes as the workbook that was just written: only the one with the rows that were written is accepted. An input that begins with '=' is
 * the file itself; any other is a list of changes to a sound one, four bytes each: where (24 bits) and what to XOR. */

#include "fuzz-file.h"

#include "crf-xlsx-private.h"

static char *sound;
static gsize sound_size;
static GPtrArray *kept;

static void
set_up (const char *path)
{
  lxw_workbook_options options = { .constant_memory = LXW_TRUE };
  lxw_workbook *book = workbook_new_opt (path, &options);
  lxw_worksheet *sheet = workbook_add_worksheet (book, "one");

  for (guint i = 0; i < 20; i++)
    {
      worksheet_write_number (sheet, i, 0, i * 1.5, NULL);
      worksheet_write_string (sheet, i, 1, "<&> µmol/L", NULL);
    }
  kept = crf_xlsx_keep_rows (book);
  FUZZ_ASSERT (kept != NULL && workbook_close (book) == LXW_NO_ERROR);
  FUZZ_ASSERT (g_file_get_contents (path, &sound, &sound_size, NULL));
  FUZZ_ASSERT (crf_xlsx_check_file (path, kept));
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize size)
{
  const char *path = fuzz_path ("xlsx");
  g_autofree guint8 *changed = NULL;

  if (sound == NULL)
    set_up (path);
  if (size > 0 && data[0] == '=')
    fuzz_write (path, data + 1, size - 1);
  else
    {
      changed = g_memdup2 (sound, sound_size);
      for (gsize i = 0; i + 4 <= size; i += 4)
        changed[(data[i] | data[i + 1] << 8 | data[i + 2] << 16) % sound_size] ^= data[i + 3];
      fuzz_write (path, changed, sound_size);
    }
  crf_xlsx_check_file (path, kept);
  unlink (path);
  return 0;
}
