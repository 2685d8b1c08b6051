/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Texts by name; see the header. */

#include "crf-arguments.h"

#include <stdarg.h>

static void
wipe_and_free (gpointer data)
{
  volatile char *p = data;

  while (*p != '\0')
    *p++ = '\0';
  g_free (data);
}

GHashTable *
crf_arguments_new (const char *first_key, ...)
{
  GHashTable *arguments = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, wipe_and_free);
  va_list list;

  va_start (list, first_key);
  for (const char *key = first_key; key != NULL; key = va_arg (list, const char *))
    crf_arguments_set (arguments, key, va_arg (list, const char *));
  va_end (list);
  return arguments;
}

void
crf_arguments_set (GHashTable *arguments, const char *key, const char *value)
{
  if (value != NULL)
    g_hash_table_replace (arguments, g_strdup (key), g_strdup (value));
}

GHashTable *
crf_arguments_copy (GHashTable *arguments)
{
  GHashTable *copy = crf_arguments_new (NULL, NULL);
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, arguments);
  while (g_hash_table_iter_next (&iter, &key, &value))
    crf_arguments_set (copy, key, value);
  return copy;
}

void
crf_arguments_set_target (GHashTable *arguments, const CrfTarget *target)
{
  if (target == NULL)
    return;
  crf_arguments_set (arguments, "event", target->event);
  crf_arguments_set (arguments, "eventkey", target->eventkey);
  crf_arguments_set (arguments, "form", target->form);
  crf_arguments_set (arguments, "formkey", target->formkey);
  crf_arguments_set (arguments, "group", target->group);
  crf_arguments_set (arguments, "groupkey", target->groupkey);
  crf_arguments_set (arguments, "item", target->item);
}
