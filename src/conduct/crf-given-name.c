/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Given names. In Chinese, and in pinyin, the family name stands first; elsewhere last. A name of which that cannot be told is asked for whole only. */

#include "crf-given-name.h"

#include <string.h>

#define LEAST_LETTERS 5

/* Family names in pinyin (the hundred most frequent of the census of 2020, and the double ones). */
static const char *const families[] = {
  "an", "bai", "cai", "cao", "chang", "chen", "cheng", "cui", "dai", "deng", "ding", "dong", "dongfang", "du", "duan", "duanmu", "fan", "fang", "feng", "fu",
  "gao", "gong", "gongsun", "gu", "guo", "han", "hao", "he", "hou", "hu", "huang", "huangfu", "jia", "jiang", "jin", "kang", "kong", "lai", "lei", "li",
  "liang", "liao", "lin", "linghu", "liu", "long", "lu", "luo", "lv", "ma", "mao", "meng", "mo", "murong", "ouyang", "pan", "peng", "qian", "qin", "qiu", "ren",
  "shangguan", "shao", "shen", "shi", "sima", "situ", "song", "su", "sun", "tan", "tang", "tao", "tian", "wan", "wang", "wei", "wen", "wu", "xia", "xiahou",
  "xiang", "xiao", "xie", "xiong", "xu", "xue", "yan", "yang", "yao", "ye", "yi", "yin", "yu", "yuan", "yuwen", "zeng", "zhang", "zhao", "zheng", "zhong",
  "zhou", "zhu", "zhuang", "zhuge", "zou", NULL
};

/* Given names that stand in notes as other words. */
static const char *const words[] = { "国庆", "健康", "平安", "和平", "建设", "胜利", "明显", "正常", "April", "August", NULL };

static gboolean
is_han (const char *text)
{
  return g_unichar_get_script (g_utf8_get_char (text)) == G_UNICODE_SCRIPT_HAN;
}

static void
add (GPtrArray *names,
     const char *name)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (g_ascii_strcasecmp (words[i], name) == 0)
      return;
  g_ptr_array_add (names, g_strdup (name));
}

/* Of three characters and four the last two; two characters are a family name and one more. */
static void
add_chinese (GPtrArray *names,
             const char *name)
{
  g_autoptr (GString) characters = g_string_new (NULL);
  glong n;

  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    if (is_han (p))
      g_string_append_unichar (characters, g_utf8_get_char (p));
  n = g_utf8_strlen (characters->str, -1);
  if (n == 3 || n == 4)
    add (names, g_utf8_offset_to_pointer (characters->str, n - 2));
}

static gboolean
is_family (const char *word)
{
  g_autofree char *lower = g_ascii_strdown (word, -1);

  return g_strv_contains (families, lower);
}

static char **
split (const char *name)
{
  g_autofree char *plain = g_strdup (name);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) parts = NULL;

  g_strdelimit (plain, "-,.;'\t", ' ');
  parts = g_strsplit (plain, " ", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      g_strv_builder_add (builder, parts[i]);
  return g_strv_builder_end (builder);
}

static void
add_latin (GPtrArray *names,
           const char *name)
{
  g_auto (GStrv) parts = split (name);
  guint n = g_strv_length (parts);
  gboolean family_first = n > 1 && (is_family (parts[0]) || strchr (name, ',') != NULL);
  guint from = family_first ? 1 : 0, to = family_first ? n : n - 1;
  g_autoptr (GString) together = g_string_new (NULL);

  if (n < 2)
    return;
  for (guint i = from; i < to; i++)
    {
      g_string_append (together, parts[i]);
      if (g_utf8_strlen (parts[i], -1) >= LEAST_LETTERS && !is_family (parts[i]))
        add (names, parts[i]);
    }
  if (to - from > 1 && g_utf8_strlen (together->str, -1) >= LEAST_LETTERS && !is_family (together->str))
    add (names, together->str);
}

GPtrArray *
crf_given_names (const char *name)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  if (name == NULL || *name == '\0' || !g_utf8_validate (name, -1, NULL))
    return names;
  if (is_han (name))
    add_chinese (names, name);
  else
    add_latin (names, name);
  return names;
}
