/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Loaded before the tests when the sanitizers check them: takes G_TEST_OPTION_ISOLATE_DIRS away. GLib 2.74 loses the folders of that option at each test,
 * which only deep and slow stacks can tell from a leak of ours; build-aux/headless gives the programs a home of their own instead. */

#include <dlfcn.h>
#include <stdarg.h>
#include <stddef.h>

void g_test_init (int *argc, char ***argv, ...) __attribute__ ((visibility ("default")));

void
g_test_init (int    *argc,
             char ***argv,
             ...)
{
  void (*init) (int *, char ***, ...) = (void (*) (int *, char ***, ...)) dlsym (RTLD_NEXT, "g_test_init");

  init (argc, argv, NULL);
}
