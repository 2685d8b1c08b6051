/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes a workbook of given cells with libxlsxwriter alone: what our export
 * of the same cells is measured against. Reads the cells first (a line
 * "sheet NAME", then lines of tab-separated cells, each N and a number, D and a
 * number with a date format, S and a text, or nothing), and times only the writing.
 *
 *   bare-workbook CELLS OUT.xlsx     prints seconds, number of cells, peak MB and
 *                                    seconds of the processor */

#include <xlsxwriter.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static double
now_s (void)
{
  struct timespec t;

  clock_gettime (CLOCK_MONOTONIC, &t);
  return (double) t.tv_sec + (double) t.tv_nsec / 1e9;
}

static double
processor_s (void)
{
  struct timespec t;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double) t.tv_sec + (double) t.tv_nsec / 1e9;
}

static char *
read_all (const char *path)
{
  FILE *file = fopen (path, "rb");
  char *text;
  long size;

  if (file == NULL || fseek (file, 0, SEEK_END) != 0)
    {
      perror (path);
      exit (1);
    }
  size = ftell (file);
  rewind (file);
  text = malloc (size + 1);
  if (fread (text, 1, size, file) != (size_t) size)
    {
      perror (path);
      exit (1);
    }
  text[size] = '\0';
  fclose (file);
  return text;
}

/* Writes one row; returns how many of its cells hold something. */
static long
write_row (lxw_worksheet *sheet, lxw_row_t row, char *line, lxw_format *date)
{
  long cells = 0;
  char *next = line;
  lxw_col_t column = 0;

  while (next != NULL)
    {
      char *cell = strsep (&next, "\t");

      if (cell[0] == 'N' || cell[0] == 'D')
        worksheet_write_number (sheet, row, column, strtod (cell + 1, NULL), cell[0] == 'D' ? date : NULL);
      else if (cell[0] == 'S')
        worksheet_write_string (sheet, row, column, cell + 1, NULL);
      cells += cell[0] != '\0';
      column++;
    }
  return cells;
}

int
main (int argc, char **argv)
{
  lxw_workbook_options options = { .constant_memory = LXW_TRUE };
  lxw_worksheet *sheet = NULL;
  lxw_workbook *workbook;
  lxw_format *date;
  lxw_row_t row = 0;
  struct rusage usage;
  long cells = 0;
  double start, begun;
  char *text, *next;

  if (argc != 3)
    {
      fprintf (stderr, "usage: bare-workbook CELLS OUT.xlsx\n");
      return 2;
    }
  next = text = read_all (argv[1]);
  start = now_s ();
  begun = processor_s ();
  workbook = workbook_new_opt (argv[2], &options);
  date = workbook_add_format (workbook);
  format_set_num_format (date, "yyyy-mm-dd");
  while (next != NULL && *next != '\0')
    {
      char *line = strsep (&next, "\n");

      if (strncmp (line, "sheet ", 6) == 0)
        {
          sheet = workbook_add_worksheet (workbook, line + 6);
          row = 0;
        }
      else if (sheet != NULL)
        cells += write_row (sheet, row++, line, date);
    }
  if (workbook_close (workbook) != LXW_NO_ERROR)
    {
      fprintf (stderr, "bare-workbook: %s could not be written\n", argv[2]);
      return 1;
    }
  getrusage (RUSAGE_SELF, &usage);
  printf ("%.3f\t%ld\t%.1f\t%.3f\n", now_s () - start, cells, (double) usage.ru_maxrss / 1024.0, processor_s () - begun);
  free (text);
  return 0;
}
