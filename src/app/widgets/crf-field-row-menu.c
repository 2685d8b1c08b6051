/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A field's menu (Shift+F10: why it is missing, empty it, history, query) and its list of units (Alt+Down). Both hang on the row while they are
 * open and are made anew each time: a form has some sixty rows, and hardly one is opened. */

#include "crf-field-row-private.h"

#include <glib/gi18n-lib.h>

#include "crf-row-layout.h"

static const char *
unit_symbol (CrfFieldRow       *self,
             const CrfUnit     *unit)
{
  const char *symbol = crf_text_get (unit->symbol, crf_field_row_get_language (self));

  return *symbol != '\0' ? symbol : unit->name;
}

static const CrfUnit *
find_unit (const CrfItem *item,
           const char    *oid)
{
  for (guint i = 0; oid != NULL && item->units != NULL && i < item->units->len; i++)
    {
      const CrfItemUnit *unit = g_ptr_array_index (item->units, i);

      if (g_str_equal (unit->unit->oid, oid))
        return unit->unit;
    }
  return NULL;
}

/* ── Popover ── */

static gboolean
unparent_popover (gpointer data)
{
  gtk_widget_unparent (GTK_WIDGET (data));
  return G_SOURCE_REMOVE;
}

static void
on_popover_closed (CrfFieldRow *self,
                   GtkPopover  *popover)
{
  CrfFieldRowPrivate *priv = _crf_field_row_get_private (self);

  if (priv->popover == popover)
    {
      /* The focus goes back to the input before the row may think it was left. */
      crf_field_row_take_focus (self);
      g_clear_object (&priv->popover);
    }
  /* Its action runs after it has closed: it must not be gone yet. */
  g_idle_add_full (G_PRIORITY_LOW, unparent_popover, g_object_ref (popover), g_object_unref);
}

static void
open_popover (CrfFieldRow *self,
              GMenuModel  *model,
              GtkWidget   *pointed_at)
{
  CrfFieldRowPrivate *priv = _crf_field_row_get_private (self);
  GtkWidget *popover = gtk_popover_menu_new_from_model (model);
  graphene_rect_t bounds;

  gtk_widget_set_parent (popover, GTK_WIDGET (self));
  g_set_object (&priv->popover, GTK_POPOVER (popover));
  if (gtk_widget_compute_bounds (pointed_at, GTK_WIDGET (self), &bounds))
    gtk_popover_set_pointing_to (GTK_POPOVER (popover),
                                 &(GdkRectangle) { (int) bounds.origin.x, (int) bounds.origin.y,
                                                   (int) bounds.size.width, (int) bounds.size.height });
  gtk_popover_set_position (GTK_POPOVER (popover), GTK_POS_BOTTOM);
  g_signal_connect_object (popover, "closed", G_CALLBACK (on_popover_closed), self, G_CONNECT_SWAPPED);
  gtk_popover_popup (GTK_POPOVER (popover));
}

/* The actions are those of the form around the field. */
static void
append_act (GMenu      *menu,
            const char *label,
            const char *action,
            const char *where,
            const char *key,
            const char *what)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "(sss)", where, key != NULL ? key : "", what);
  g_menu_append_item (menu, item);
}

static void
append_judgements (const CrfFieldState *state,
                   GMenu               *menu)
{
  g_autoptr (GMenu) judge = g_menu_new ();
  const char *key = state->target->groupkey;

  if (!state->group->is_sample)
    return;
  if (state->wants_judgement || state->judgement != NULL)
    {
      append_act (judge, _("_Not clinically significant (NCS)"), "form.judge", state->item->oid, key, "NCS");
      append_act (judge, _("_Clinically significant (CS)"), "form.judge", state->item->oid, key, "CS");
      append_act (judge, _("_The rest not clinically significant (Ctrl+J)"), "form.judge", "", key, "NCS");
    }
  if (state->editable && crf_value_is_empty (state->value))
    append_act (judge, _("All empty results of this sample are _pending"), "form.sample", state->group->oid, key, "pending");
  if (g_menu_model_get_n_items (G_MENU_MODEL (judge)) > 0)
    g_menu_append_section (menu, _("Sample"), G_MENU_MODEL (judge));
}

void
crf_field_row_open_menu (CrfFieldRow *self)
{
  CrfFieldRowPrivate *priv = _crf_field_row_get_private (self);
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) missing = g_menu_new ();
  g_autoptr (GMenu) more = g_menu_new ();

  g_return_if_fail (CRF_IS_FIELD_ROW (self));

  if (priv->state == NULL || priv->popover != NULL)
    return;
  if (priv->state->editable && !priv->state->derived)
    {
      for (guint i = 0; crf_missing_codes[i][0] != NULL; i++)
        {
          g_autofree char *action = g_strdup_printf ("field.missing::%s", crf_missing_codes[i][0]);

          g_menu_append (missing, _(crf_missing_codes[i][1]), action);
        }
      g_menu_append (missing, _("Empty this field"), "field.clear");
      g_menu_append_section (menu, _("No value, because it is"), G_MENU_MODEL (missing));
      if (priv->unit_button != NULL)
        g_menu_append (more, _("Unit… (Alt+Down)"), "field.units");
    }
  append_judgements (priv->state, menu);
  g_menu_append (more, _("History… (Ctrl+H)"), "field.history");
  g_menu_append (more, _("Add query…"), "field.query");
  if (priv->state->may_verify && !priv->state->verified)
    g_menu_append (more, _("Mark verified"), "field.verify");
  if (priv->state->second != NULL)
    g_menu_append (more, _("Decide between entries…"), "field.decide");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (more));
  open_popover (self, G_MENU_MODEL (menu),
                gtk_widget_get_mapped (priv->menu_button) ? priv->menu_button : crf_field_row_get_input (self));
}

static void
open_units (CrfFieldRow *self)
{
  CrfFieldRowPrivate *priv = _crf_field_row_get_private (self);
  const GPtrArray *units = priv->state->item->units;
  g_autoptr (GMenu) menu = g_menu_new ();

  if (priv->unit_button == NULL || !priv->state->editable || priv->popover != NULL)
    return;
  for (guint i = 0; i < units->len; i++)
    {
      const CrfItemUnit *unit = g_ptr_array_index (units, i);
      g_autoptr (GMenuItem) item = g_menu_item_new (unit_symbol (self, unit->unit), NULL);

      g_menu_item_set_action_and_target (item, "field.unit", "s", unit->unit->oid);
      g_menu_append_item (menu, item);
    }
  open_popover (self, G_MENU_MODEL (menu), GTK_WIDGET (priv->unit_button));
}

/* ── Actions ── */

static void
on_missing_activated (GtkWidget  *widget,
                      const char *name,
                      GVariant   *parameter)
{
  crf_field_row_set_missing (CRF_FIELD_ROW (widget), g_variant_get_string (parameter, NULL));
}

static void
on_clear_activated (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  crf_field_row_set_missing (CRF_FIELD_ROW (widget), NULL);
}

static void
on_unit_activated (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  crf_field_row_set_unit (CRF_FIELD_ROW (widget), g_variant_get_string (parameter, NULL));
}

static void
on_units_activated (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  open_units (CRF_FIELD_ROW (widget));
}

static void
on_menu_activated (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  crf_field_row_open_menu (CRF_FIELD_ROW (widget));
}

static void
on_plain_activated (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  /* "field.history" → "history" */
  _crf_field_row_emit (CRF_FIELD_ROW (widget), name + strlen ("field."));
}

void
_crf_field_row_install_menu (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "field.missing", "s", on_missing_activated);
  gtk_widget_class_install_action (widget_class, "field.clear", NULL, on_clear_activated);
  gtk_widget_class_install_action (widget_class, "field.unit", "s", on_unit_activated);
  gtk_widget_class_install_action (widget_class, "field.units", NULL, on_units_activated);
  gtk_widget_class_install_action (widget_class, "field.menu", NULL, on_menu_activated);
  gtk_widget_class_install_action (widget_class, "field.history", NULL, on_plain_activated);
  gtk_widget_class_install_action (widget_class, "field.query", NULL, on_plain_activated);
  gtk_widget_class_install_action (widget_class, "field.verify", NULL, on_plain_activated);
  gtk_widget_class_install_action (widget_class, "field.decide", NULL, on_plain_activated);
}

/* ── Units ── */

void
_crf_field_row_build_units (CrfFieldRow         *self,
                            const CrfFieldState *state)
{
  CrfFieldRowPrivate *priv = _crf_field_row_get_private (self);
  const GPtrArray *units = state->item->units;
  GtkWidget *box;

  if (units == NULL || units->len < 2)
    return;
  priv->unit_button = GTK_BUTTON (gtk_button_new ());
  box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  priv->unit_button_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_ellipsize (priv->unit_button_label, PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (priv->unit_button_label));
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("pan-down-symbolic"));
  gtk_button_set_child (priv->unit_button, box);
  /* Tab goes from value to value; Alt+Down in the input opens the units. */
  gtk_widget_set_focusable (GTK_WIDGET (priv->unit_button), FALSE);
  gtk_widget_set_halign (GTK_WIDGET (priv->unit_button), GTK_ALIGN_START);
  gtk_widget_set_valign (GTK_WIDGET (priv->unit_button), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (priv->unit_button), "flat");
  gtk_widget_add_css_class (GTK_WIDGET (priv->unit_button), "unit");
  gtk_widget_set_tooltip_text (GTK_WIDGET (priv->unit_button), _("Choose the unit (Alt+Down)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (priv->unit_button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Unit"), -1);
  g_signal_connect_swapped (priv->unit_button, "clicked", G_CALLBACK (open_units), self);
  gtk_widget_insert_before (GTK_WIDGET (priv->unit_button), GTK_WIDGET (self), NULL);
  crf_row_layout_set_slot (GTK_WIDGET (priv->unit_button), CRF_ROW_SLOT_UNIT);
}

void
_crf_field_row_pour_unit (CrfFieldRow *self)
{
  CrfFieldRowPrivate *priv = _crf_field_row_get_private (self);
  const CrfUnit *unit = find_unit (priv->state->item, priv->unit);

  gtk_label_set_label (priv->unit_label, unit != NULL ? unit_symbol (self, unit) : "");
  gtk_widget_set_visible (GTK_WIDGET (priv->unit_label), unit != NULL && priv->unit_button == NULL);
  if (priv->unit_button == NULL)
    return;
  gtk_label_set_label (priv->unit_button_label, unit != NULL ? unit_symbol (self, unit) : "");
  gtk_widget_set_sensitive (GTK_WIDGET (priv->unit_button), priv->state->editable);
}
