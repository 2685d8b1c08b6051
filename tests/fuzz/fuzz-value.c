/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes as a value typed into an item of a real protocol: the first byte chooses the item, the second its unit. What is read has a canonical form
 * that is stored, shown and read back as the same. */

#include "fuzz.h"

#include "crf-number.h"
#include "crf-study-reader.h"
#include "crf-value.h"

#include <math.h>

static CrfStudy *study;
static const GPtrArray *items;

static void
set_up (void)
{
  const char *data = g_getenv ("STEMWARD_DATA_DIR");
  g_autofree char *path = g_build_filename (data != NULL ? data : FUZZ_DATA_DIR, "studies", "nct06167473.xml", NULL);
  g_autofree char *forms = g_build_filename (data != NULL ? data : FUZZ_DATA_DIR, "forms", NULL);

  study = crf_study_read_file (path, forms, NULL, NULL, NULL);
  FUZZ_ASSERT (study != NULL);
  items = crf_study_get_items (study);
}

static void
check_value (const CrfItem *item,
             const CrfValue *value)
{
  g_autoptr (CrfValue) copy = crf_value_copy (value);
  g_autoptr (CrfValue) stored = crf_value_new_stored (study, value->entered, value->unit != NULL ? value->unit->oid : NULL,
                                                      crf_comparator_to_string (value->comparator), value->canonical, value->missing);
  g_autofree char *shown = crf_value_to_display (value, item, "zh-CN");
  double number = crf_value_get_number (value);

  FUZZ_ASSERT (value->entered != NULL && value->missing == NULL);
  FUZZ_ASSERT (value->canonical != NULL && g_utf8_validate (value->canonical, -1, NULL));
  FUZZ_ASSERT (crf_value_equal (value, copy) && crf_value_equal (value, stored));
  FUZZ_ASSERT (shown != NULL && g_utf8_validate (shown, -1, NULL));
  if (item->code_list != NULL)
    FUZZ_ASSERT (crf_item_find_code (item, value->canonical) != NULL);
  else if (item->type == CRF_TYPE_FLOAT || item->type == CRF_TYPE_INTEGER)
    FUZZ_ASSERT (isfinite (number));
  for (guint i = 0; isfinite (number) && i < item->units->len; i++)
    {
      const CrfItemUnit *unit = g_ptr_array_index (item->units, i);
      double there = crf_item_from_canonical (item, unit->unit, number);

      FUZZ_ASSERT (!isfinite (there) || fabs (there * unit->factor - number) <= 1e-9 * fabs (number));
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize size)
{
  const CrfItem *item;
  const CrfItemUnit *unit = NULL;
  g_autoptr (CrfValue) value = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (study == NULL)
    set_up ();
  if (size < 2)
    return 0;
  /* There are more items than bytes have values. */
  item = g_ptr_array_index ((GPtrArray *) items, (data[0] + 256u * (data[1] & 1)) % items->len);
  if (item->units->len > 0)
    unit = g_ptr_array_index (item->units, (data[1] >> 1) % item->units->len);
  text = g_strndup ((const char *) data + 2, size - 2);
  value = crf_value_parse (item, text, unit != NULL ? unit->unit->oid : NULL, &error);
  FUZZ_ASSERT ((value != NULL) == (error == NULL));
  FUZZ_ASSERT (error == NULL || g_utf8_validate (error->message, -1, NULL));
  /* Blank is nothing entered. */
  if (value != NULL && !crf_value_is_empty (value))
    check_value (item, value);
  return 0;
}
