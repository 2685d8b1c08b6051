/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Definition structures are plain data: a test fills what a row looks at. They live as long as the program. */

#include "fake-form.h"

#include <math.h>

/* A definition lives as long as the program: kept where a leak check finds it. */
static gpointer
keep (gpointer definition)
{
  static GPtrArray *kept;

  if (kept == NULL)
    kept = g_ptr_array_new ();
  g_ptr_array_add (kept, definition);
  return definition;
}

static void
section_free (gpointer data)
{
  CrfSectionState *section = data;

  g_free (section->groupkey);
  g_free (section->title);
  g_ptr_array_unref (section->fields);
  g_free (section);
}

static CrfItem *
new_item (const char *oid, const char *name, CrfDataType type, const char *concept)
{
  static GHashTable *items;
  CrfItem *item;

  /* A definition has each item once: two readings of the form point at the same. */
  if (items == NULL)
    items = g_hash_table_new (g_str_hash, g_str_equal);
  item = g_hash_table_lookup (items, oid);
  if (item != NULL)
    return item;
  item = g_new0 (CrfItem, 1);
  g_hash_table_insert (items, (gpointer) oid, item);
  item->oid = oid;
  item->name = name;
  item->type = type;
  item->concept = concept;
  item->units = g_ptr_array_new ();
  item->checks = g_ptr_array_new ();
  item->ranges = g_ptr_array_new ();
  return item;
}

static void
add_unit (CrfItem *item, const char *name, double factor)
{
  CrfUnit *unit;
  CrfItemUnit *item_unit;

  for (guint i = 0; i < item->units->len; i++)
    if (g_str_equal (((CrfItemUnit *) g_ptr_array_index (item->units, i))->unit->name, name))
      return;
  unit = g_new0 (CrfUnit, 1);
  item_unit = g_new0 (CrfItemUnit, 1);
  unit->oid = g_strdup_printf ("MU.%s", name);
  unit->name = name;
  item_unit->unit = unit;
  item_unit->factor = factor;
  g_ptr_array_add ((GPtrArray *) item->units, item_unit);
}

static void
add_codes (CrfItem *item, const char *const *codes)
{
  CrfCodeList *list;
  GPtrArray *array;

  if (item->code_list != NULL)
    return;
  list = g_new0 (CrfCodeList, 1);
  array = g_ptr_array_new ();
  for (; *codes != NULL; codes++)
    {
      CrfCode *code = g_new0 (CrfCode, 1);

      code->code = *codes;
      g_ptr_array_add (array, code);
    }
  list->oid = "CL";
  list->codes = array;
  item->code_list = list;
}

void
fake_set_value (CrfFieldState *field, const char *entered, const char *canonical)
{
  crf_value_free (field->value);
  field->value = crf_value_new_stored (NULL, entered, NULL, NULL, canonical, NULL);
  if (entered != NULL && field->item->units->len > 0)
    field->value->unit = ((CrfItemUnit *) g_ptr_array_index (field->item->units, 0))->unit;
}

static CrfFieldState *
add_field (CrfSectionState *section, const CrfItem *item, const char *label, const char *entered)
{
  CrfFieldState *field = g_new0 (CrfFieldState, 1);
  CrfTarget target = { (char *) "k.1", (char *) "SE.W4", (char *) "1", (char *) "F.VISIT", (char *) "1",
                       (char *) section->group->oid, (char *) "1", (char *) item->oid };

  field->item = item;
  field->group = section->group;
  field->target = crf_target_copy (&target);
  field->label = g_strdup (label);
  field->shown = TRUE;
  field->editable = TRUE;
  field->required = TRUE;
  fake_set_value (field, entered, entered);
  g_ptr_array_add (section->fields, field);
  return field;
}

static CrfSectionState *
add_section (CrfFormState *form, const char *oid, const char *title, gboolean is_sample)
{
  CrfSectionState *section = g_new0 (CrfSectionState, 1);
  CrfItemGroup *group = keep (g_new0 (CrfItemGroup, 1));

  group->oid = oid;
  group->name = oid;
  group->is_sample = is_sample;
  group->items = g_ptr_array_new ();
  section->group = group;
  section->groupkey = g_strdup ("1");
  section->title = g_strdup (title);
  section->is_sample = is_sample;
  section->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_field_state_free);
  g_ptr_array_add (form->sections, section);
  return section;
}

static void
add_result (CrfSectionState *section, const char *name, const char *label, const char *entered, const char *unit,
            const char *reference, CrfFlag flag, const char *last)
{
  CrfItem *item = new_item (keep (g_strdup_printf ("IT.%s", name)), name, CRF_TYPE_FLOAT,
                            keep (g_strdup_printf ("lab.%s", name)));
  CrfFieldState *field;

  if (unit != NULL)
    {
      g_auto (GStrv) units = g_strsplit (unit, "|", -1);

      for (guint i = 0; units[i] != NULL; i++)
        add_unit (item, keep (g_strdup (units[i])), 1);
    }
  field = add_field (section, item, label, entered);
  field->reference = g_strdup (reference);
  field->flag = flag;
  field->last = g_strdup (last);
  field->last_when = g_strdup ("week 1 · 24 Oct");
}

static void
add_results (CrfSectionState *section)
{
  add_result (section, "ALT", "Alanine aminotransferase", "78", "U/L", "7–40", CRF_FLAG_HIGH, "92");
  add_result (section, "AST", "Aspartate aminotransferase", "101", "U/L", "13–35", CRF_FLAG_HIGH, "118");
  add_result (section, "ALP", "Alkaline phosphatase", "132", "U/L", "35–135", CRF_FLAG_NONE, "141");
  add_result (section, "TBIL", "Total bilirubin", NULL, "µmol/L|mg/dL", "≤ 21", CRF_FLAG_NONE, "70.1");
  add_result (section, "ALB", "Albumin", "31.4", "g/L", "40–55", CRF_FLAG_LOW, "30.2");
  add_result (section, "PT", "Prothrombin time", "17.9", "s", "11–14", CRF_FLAG_HIGH, "18.8");
  add_result (section, "INR", "International normalised ratio", "1.62", NULL, "0.8–1.2", CRF_FLAG_HIGH, "1.71");
  add_result (section, "CREAT", "Creatinine", "0.8", "mg/dL|µmol/L", "0.5–0.8", CRF_FLAG_NONE, "0.7");
  add_result (section, "SODIUM", "Sodium", NULL, "mmol/L", "137–147", CRF_FLAG_NONE, "134");
  add_result (section, "CHE", "Cholinesterase", NULL, "U/L", "5000–12000", CRF_FLAG_NONE, "2310");
  {
    CrfFieldState *pending = g_ptr_array_index (section->fields, section->fields->len - 1);

    g_free (pending->value->missing);
    pending->value->missing = g_strdup ("PEND");
    g_free (((CrfFieldState *) g_ptr_array_index (section->fields, 5))->grade);
    ((CrfFieldState *) g_ptr_array_index (section->fields, 5))->grade = g_strdup ("G2");
  }
}

static void
add_score (CrfFormState *form, const char *name, const char *value, const char *change, const char *waits)
{
  CrfScoreState *score = g_new0 (CrfScoreState, 1);

  score->name = g_strdup (name);
  score->concept = g_strdup ("score.x");
  score->value = g_strdup (value);
  score->change = g_strdup (change);
  score->waits_for = g_strdup (waits);
  score->variant = g_strdup (name);
  score->steps = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (score->steps, g_strdup ("bilirubin 61.2 µmol/L = 3.58 mg/dL"));
  g_ptr_array_add (score->steps, g_strdup ("3.78 × ln 3.58 + 11.2 × ln 1.62 + 9.57 × ln 1.0 + 6.43 = 16.65"));
  g_ptr_array_add (form->scores, score);
}

CrfFormState *
fake_form_new (void)
{
  static const char *const grades[] = { "0", "1", "2", "3", NULL };
  static const char *const conditions[] = { "GOOD", "HAEMOLYSED", "CLOTTED", "INSUFFICIENT", "LOST", "OTHER", NULL };
  CrfFormState *form = g_new0 (CrfFormState, 1);
  CrfForm *definition = keep (g_new0 (CrfForm, 1));
  CrfTarget target = { (char *) "k.1", (char *) "SE.W4", (char *) "1", (char *) "F.VISIT", (char *) "1", NULL, NULL, NULL };
  CrfSectionState *section;
  CrfItem *item;

  definition->oid = "F.VISIT";
  definition->kind = "visit";
  form->form = definition;
  form->target = crf_target_copy (&target);
  form->title = g_strdup ("Visit");
  form->state = g_strdup ("started");
  form->state_label = g_strdup ("started");
  form->editable = TRUE;
  form->n_missing = 3;
  form->sections = g_ptr_array_new_with_free_func (section_free);
  form->scores = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_score_state_free);

  section = add_section (form, "IG.VISIT", "Visit", FALSE);
  add_field (section, new_item ("IT.VISDAT", "VISDAT", CRF_TYPE_DATE, "visit.date"), "visit date", "2026-11-14");

  section = add_section (form, "IG.LIVER", "Liver function and blood tests", TRUE);
  add_field (section, new_item ("IT.LBDTC", "LBDTC", CRF_TYPE_PARTIAL_DATETIME, "sample.taken_at"), "taken at", "2026-11-14 07:40");
  add_field (section, new_item ("IT.LBREFID", "LBREFID", CRF_TYPE_TEXT, "sample.specimen_no"), "specimen no.", "B41877");
  item = new_item ("IT.LBCOND", "LBCOND", CRF_TYPE_TEXT, "sample.condition");
  add_codes (item, conditions);
  add_field (section, item, "condition", "GOOD");
  add_results (section);

  section = add_section (form, "IG.CLIN", "Ascites and encephalopathy", FALSE);
  item = new_item ("IT.ASCGR", "ASCGR", CRF_TYPE_TEXT, "clin.ascites");
  add_codes (item, grades);
  add_field (section, item, "Ascites", NULL)->last = g_strdup ("2");
  item = new_item ("IT.HEGR", "HEGR", CRF_TYPE_TEXT, "clin.encephalopathy");
  add_codes (item, grades);
  add_field (section, item, "Encephalopathy (West Haven)", "1");
  item = new_item ("IT.ONSET", "ONSET", CRF_TYPE_PARTIAL_DATE, NULL);
  add_field (section, item, "Ascites since", "2026-10");
  item = new_item ("IT.NOTE", "NOTE", CRF_TYPE_TEXT, NULL);
  item->widget = "notes";
  add_field (section, item, "Remarks", NULL)->required = FALSE;
  item = new_item ("IT.BMI", "BMI", CRF_TYPE_FLOAT, NULL);
  add_field (section, item, "Body mass index", "21.4")->derived = TRUE;

  add_score (form, "MELD", "17", "−2 from baseline 19", NULL);
  add_score (form, "MELD-Na", NULL, NULL, "sodium");
  add_score (form, "MELD 3.0", NULL, NULL, "sodium, bilirubin");
  add_score (form, "Child-Pugh", "9 B", "−1 from baseline 10", NULL);
  add_score (form, "ALBI", "−1.42 (2)", "−0.12 from baseline −1.30", NULL);
  return form;
}

CrfVisit *
fake_visit_new (void)
{
  CrfVisit *visit = g_new0 (CrfVisit, 1);
  CrfEvent *event = keep (g_new0 (CrfEvent, 1));

  event->oid = "SE.W4";
  event->name = "W4";
  visit->event = event;
  visit->eventkey = g_strdup ("1");
  visit->target = g_strdup ("2026-11-13");
  visit->from = g_strdup ("2026-11-10");
  visit->to = g_strdup ("2026-11-16");
  visit->visit_date = g_strdup ("2026-11-14");
  visit->position = CRF_WINDOW_IN;
  visit->state = CRF_VISIT_STARTED;
  return visit;
}

static gboolean
on_deadline (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

void
wait_until (gboolean (*condition) (gpointer data), gpointer data, const char *what)
{
  gboolean late = FALSE;
  guint id = g_timeout_add (2000, on_deadline, &late);

  while (!condition (data))
    {
      if (late)
        g_error ("waited in vain: %s", what);
      g_main_context_iteration (NULL, TRUE);
    }
  if (!late)
    g_source_remove (id);
}

void
let_pass (guint milliseconds)
{
  gboolean over = FALSE;

  g_timeout_add (milliseconds, on_deadline, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

void
take_picture (GtkWidget *window, const char *name)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (window);
  g_autofree char *file = g_strdup_printf ("%s.png", name);
  g_autofree char *path = g_test_build_filename (G_TEST_BUILT, file, NULL);
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  int width = 0, height = 0;

  /* The first frame gives no node. */
  for (int i = 0; i < 50 && node == NULL; i++)
    {
      g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();

      gtk_widget_queue_draw (window);
      let_pass (40);
      width = gtk_widget_get_width (window);
      height = gtk_widget_get_height (window);
      gdk_paintable_snapshot (paintable, snapshot, width, height);
      node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
    }
  g_assert_nonnull (node);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, width, height));
  g_assert_true (gdk_texture_save_to_png (texture, path));
}
