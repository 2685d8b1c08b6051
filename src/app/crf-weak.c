/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Weak pointers, not GWeakRef: those outlive dispose() where somebody still holds a reference, and a disposed widget has no children. */

#include "crf-weak.h"

gpointer
crf_weak_new (gpointer object)
{
  gpointer *holder = g_new (gpointer, 1);

  *holder = object;
  g_object_add_weak_pointer (object, holder);
  return holder;
}

gpointer
crf_weak_take (gpointer data)
{
  gpointer *holder = data;
  gpointer object = *holder;

  if (object != NULL)
    {
      g_object_ref (object);
      g_object_remove_weak_pointer (object, holder);
    }
  g_free (holder);
  return object;
}
