/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Times programs from fork to the first picture in their window, from outside
 * and therefore alike for any of them: waits for the window to be mapped, then
 * for damage that leaves more than half a percent of its pixels different from
 * the one in the middle. Programs take turns, so that a slow moment of the
 * machine meets all of them. Each is ended by its own process group. */

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/Xdamage.h>

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MAX_PROGRAMS 8
#define MAX_RUNS 100
#define SMALLEST_WINDOW 50
#define DEADLINE_MS 30000.0
#define SETTLE_US 300000
#define STEP 4

typedef struct
{
  const char *path;
  double ms[MAX_RUNS];
  double cpu_ms[MAX_RUNS]; /* of the main thread until the picture, which a busy machine disturbs less */
  long rss_kb[MAX_RUNS];
} Program;

static Display *display;
static int damage_event;

static double
now_ms (void)
{
  struct timespec t;

  clock_gettime (CLOCK_MONOTONIC, &t);
  return (double) t.tv_sec * 1000.0 + (double) t.tv_nsec / 1e6;
}

/* A window can go while we ask about it; that is an answer, not an error. */
static int
on_x_error (Display *d, XErrorEvent *event)
{
  return 0;
}

static int
window_has_picture (Window window)
{
  XWindowAttributes attributes;
  XImage *image;
  unsigned long middle;
  long different = 0, seen = 0;

  if (!XGetWindowAttributes (display, window, &attributes) || attributes.width < SMALLEST_WINDOW)
    return 0;
  image = XGetImage (display, window, 0, 0, attributes.width, attributes.height, AllPlanes, ZPixmap);
  if (image == NULL)
    return 0;
  middle = XGetPixel (image, image->width / 2, image->height / 2);
  for (int y = 0; y < image->height; y += STEP)
    for (int x = 0; x < image->width; x += STEP, seen++)
      different += XGetPixel (image, x, y) != middle;
  XDestroyImage (image);
  return different * 200 > seen;
}

/* Waits for the next event until the deadline; 0 when it has passed. */
static int
next_event (XEvent *event, double deadline)
{
  while (XPending (display) == 0)
    {
      struct pollfd wait_for = { .fd = ConnectionNumber (display), .events = POLLIN };
      double left = deadline - now_ms ();

      if (left <= 0)
        return 0;
      poll (&wait_for, 1, (int) left + 1);
    }
  XNextEvent (display, event);
  return 1;
}

static double
wait_for_picture (double start)
{
  Window window = None;
  XEvent event;

  while (next_event (&event, start + DEADLINE_MS))
    {
      if (event.type == MapNotify && window == None)
        {
          XWindowAttributes attributes;

          if (XGetWindowAttributes (display, event.xmap.window, &attributes)
              && attributes.class == InputOutput && attributes.width > SMALLEST_WINDOW)
            {
              window = event.xmap.window;
              XDamageCreate (display, window, XDamageReportNonEmpty);
            }
        }
      else if (event.type == damage_event + XDamageNotify)
        {
          XDamageNotifyEvent *damage = (XDamageNotifyEvent *) &event;

          /* Subtract first: what comes while we look is reported again. */
          XDamageSubtract (display, damage->damage, None, None);
          if (window_has_picture (damage->drawable))
            return now_ms () - start;
        }
    }
  return -1;
}

static long
read_rss_kb (pid_t process)
{
  char path[64], line[256];
  long kb = -1;
  FILE *file;

  snprintf (path, sizeof path, "/proc/%d/status", (int) process);
  file = fopen (path, "r");
  if (file == NULL)
    return -1;
  while (fgets (line, sizeof line, file) != NULL)
    if (strncmp (line, "VmRSS:", 6) == 0)
      kb = strtol (line + 6, NULL, 10);
  fclose (file);
  return kb;
}

/* What the process's main thread has spent on a processor so far. */
static double
read_cpu_ms (pid_t process)
{
  char path[64], line[128] = "";
  FILE *file;

  snprintf (path, sizeof path, "/proc/%d/schedstat", (int) process);
  file = fopen (path, "r");
  if (file == NULL)
    return 0;
  if (fgets (line, sizeof line, file) == NULL)
    line[0] = '\0';
  fclose (file);
  return (double) strtoll (line, NULL, 10) / 1e6;
}

static void
forget_old_events (void)
{
  XEvent event;

  XSync (display, False);
  while (XPending (display) > 0)
    XNextEvent (display, &event);
}

static int
run_once (Program *program, int run)
{
  double start;
  pid_t process;
  int status;

  forget_old_events ();
  start = now_ms ();
  process = fork ();
  if (process == 0)
    {
      setpgid (0, 0);
      execl (program->path, program->path, (char *) NULL);
      _exit (127);
    }
  setpgid (process, process);
  program->ms[run] = wait_for_picture (start);
  program->cpu_ms[run] = read_cpu_ms (process);
  usleep (SETTLE_US);
  program->rss_kb[run] = read_rss_kb (process);
  kill (-process, SIGKILL);
  waitpid (process, &status, 0);
  return program->ms[run] >= 0;
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static int
compare_longs (const void *a, const void *b)
{
  long x = *(const long *) a, y = *(const long *) b;

  return (x > y) - (x < y);
}

int
main (int argc, char **argv)
{
  Program programs[MAX_PROGRAMS] = { 0 };
  int n_programs = argc - 2, n_runs = argc > 2 ? (int) strtol (argv[1], NULL, 10) : 0;
  int error_base;

  if (n_runs < 1 || n_runs > MAX_RUNS || n_programs > MAX_PROGRAMS)
    {
      fprintf (stderr, "usage: first-frame RUNS PROGRAM…\n");
      return 2;
    }
  display = XOpenDisplay (NULL);
  if (display == NULL || !XDamageQueryExtension (display, &damage_event, &error_base))
    {
      fprintf (stderr, "first-frame: no display, or one without XDamage\n");
      return 2;
    }
  XSetErrorHandler (on_x_error);
  XSelectInput (display, DefaultRootWindow (display), SubstructureNotifyMask);

  for (int run = -1; run < n_runs; run++)
    for (int i = 0; i < n_programs; i++)
      {
        programs[i].path = argv[i + 2];
        /* The run before the first only fills the file cache. */
        if (!run_once (&programs[i], run < 0 ? 0 : run))
          {
            fprintf (stderr, "first-frame: %s showed nothing\n", programs[i].path);
            return 1;
          }
      }
  for (int i = 0; i < n_programs; i++)
    {
      qsort (programs[i].ms, n_runs, sizeof (double), compare_doubles);
      qsort (programs[i].cpu_ms, n_runs, sizeof (double), compare_doubles);
      qsort (programs[i].rss_kb, n_runs, sizeof (long), compare_longs);
      printf ("%s\t%.1f\t%.1f\t%.1f\t%.1f\n", programs[i].path, programs[i].ms[0],
              programs[i].ms[n_runs / 2], (double) programs[i].rss_kb[n_runs / 2] / 1024.0,
              programs[i].cpu_ms[n_runs / 2]);
    }
  return 0;
}
