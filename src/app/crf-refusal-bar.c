/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The bar of crf-refusal-bar.h: a revealer that reads its sentence out when it opens. */

#include "crf-refusal-bar.h"

#include <glib/gi18n-lib.h>

struct _CrfRefusalBar
{
  GtkWidget parent_instance;

  /* template */
  GtkRevealer *revealer;
  GtkImage *icon;
  GtkLabel *message;
  GtkLabel *remedy;
  GtkButton *go;

  /* owned */
  CrfRefusal *refusal; /* only what "go" needs */
};

enum
{
  SIGNAL_CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrfRefusalBar, crf_refusal_bar, GTK_TYPE_WIDGET)

static void
show_texts (CrfRefusalBar *self, const char *kind, const char *icon, const char *message, const char *remedy)
{
  static const char *const kinds[] = { "refused", "failed", "noticed" };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self), kinds[i]);
  gtk_widget_add_css_class (GTK_WIDGET (self), kind);
  gtk_image_set_from_icon_name (self->icon, icon);
  gtk_label_set_label (self->message, message);
  gtk_label_set_label (self->remedy, remedy != NULL ? remedy : "");
  gtk_widget_set_visible (GTK_WIDGET (self->remedy), remedy != NULL && *remedy != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->go), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
}

static void
on_close_clicked (CrfRefusalBar *self)
{
  crf_refusal_bar_clear (self);
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
}

static void
on_go_clicked (CrfRefusalBar *self)
{
  GVariant *where = crf_target_to_variant (self->refusal->target, "action", self->refusal->remedy_action);

  gtk_widget_activate_action_variant (GTK_WIDGET (self), "win.remedy", where);
}

static void
crf_refusal_bar_dispose (GObject *object)
{
  CrfRefusalBar *self = CRF_REFUSAL_BAR (object);

  g_clear_pointer (&self->refusal, crf_refusal_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRF_TYPE_REFUSAL_BAR);

  G_OBJECT_CLASS (crf_refusal_bar_parent_class)->dispose (object);
}

static void
crf_refusal_bar_class_init (CrfRefusalBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crf_refusal_bar_dispose;

  signals[SIGNAL_CLOSED] = g_signal_new ("closed", CRF_TYPE_REFUSAL_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/stemward/Stemward/crf-refusal-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfRefusalBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, CrfRefusalBar, icon);
  gtk_widget_class_bind_template_child (widget_class, CrfRefusalBar, message);
  gtk_widget_class_bind_template_child (widget_class, CrfRefusalBar, remedy);
  gtk_widget_class_bind_template_child (widget_class, CrfRefusalBar, go);
  gtk_widget_class_bind_template_callback (widget_class, on_close_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_go_clicked);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "refusalbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
crf_refusal_bar_init (CrfRefusalBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
crf_refusal_bar_new (void)
{
  return g_object_new (CRF_TYPE_REFUSAL_BAR, NULL);
}

void
crf_refusal_bar_show_refusal (CrfRefusalBar *self, const CrfRefusal *refusal)
{
  g_return_if_fail (CRF_IS_REFUSAL_BAR (self));
  g_return_if_fail (refusal != NULL);

  g_clear_pointer (&self->refusal, crf_refusal_free);
  self->refusal = crf_refusal_new (refusal->code, refusal->remedy, "%s", refusal->message);
  self->refusal->remedy_action = g_strdup (refusal->remedy_action);
  self->refusal->target = refusal->target != NULL ? crf_target_copy (refusal->target) : NULL;
  show_texts (self, "refused", "dialog-warning-symbolic", refusal->message, refusal->remedy);
  gtk_widget_set_visible (GTK_WIDGET (self->go), refusal->target != NULL || refusal->remedy_action != NULL);
}

void
crf_refusal_bar_show_error (CrfRefusalBar *self, const GError *error)
{
  g_return_if_fail (CRF_IS_REFUSAL_BAR (self));

  show_texts (self, "failed", "dialog-error-symbolic", error != NULL ? error->message : _("Something went wrong."),
              NULL);
}

void
crf_refusal_bar_show_notice (CrfRefusalBar *self, const char *sentence)
{
  g_return_if_fail (CRF_IS_REFUSAL_BAR (self));

  show_texts (self, "noticed", "dialog-information-symbolic", sentence, NULL);
}

gboolean
crf_refusal_bar_take_outcome (CrfRefusalBar *self, const CrfOutcome *outcome, const GError *error)
{
  g_return_val_if_fail (CRF_IS_REFUSAL_BAR (self), FALSE);

  if (outcome == NULL)
    {
      crf_refusal_bar_show_error (self, error);
      return FALSE;
    }
  if (outcome->refusal != NULL)
    {
      crf_refusal_bar_show_refusal (self, outcome->refusal);
      return FALSE;
    }
  crf_refusal_bar_clear (self);
  if (outcome->prompt != NULL)
    {
      /* Translators: %s is a question that was not answered with yes. */
      g_autofree char *sentence = g_strdup_printf (_("Not stored: %s"), outcome->prompt->message);

      crf_refusal_bar_show_notice (self, sentence);
      return FALSE;
    }
  if (outcome->notices != NULL && outcome->notices->len > 0)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      for (guint i = 0; i < outcome->notices->len; i++)
        g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", (char *) g_ptr_array_index (outcome->notices, i));
      crf_refusal_bar_show_notice (self, text->str);
    }
  return crf_outcome_done (outcome);
}

void
crf_refusal_bar_clear (CrfRefusalBar *self)
{
  g_return_if_fail (CRF_IS_REFUSAL_BAR (self));

  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

const char *
crf_refusal_bar_get_message (CrfRefusalBar *self)
{
  g_return_val_if_fail (CRF_IS_REFUSAL_BAR (self), NULL);

  return gtk_revealer_get_reveal_child (self->revealer) ? gtk_label_get_label (self->message) : NULL;
}

#define FIELD(name) { #name, G_STRUCT_OFFSET (CrfTarget, name) }
static const struct { const char *key; glong offset; } target_fields[] = {
  FIELD (subject), FIELD (event), FIELD (eventkey), FIELD (form),
  FIELD (formkey), FIELD (group), FIELD (groupkey), FIELD (item),
};
#undef FIELD

GVariant *
crf_target_to_variant (const CrfTarget *target, const char *extra_key, const char *extra_value)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{ss}"));

  for (guint i = 0; target != NULL && i < G_N_ELEMENTS (target_fields); i++)
    {
      const char *value = G_STRUCT_MEMBER (char *, target, target_fields[i].offset);

      if (value != NULL)
        g_variant_builder_add (&builder, "{ss}", target_fields[i].key, value);
    }
  if (extra_value != NULL)
    g_variant_builder_add (&builder, "{ss}", extra_key, extra_value);
  return g_variant_builder_end (&builder);
}

CrfTarget *
crf_target_from_variant (GVariant *variant)
{
  CrfTarget *target = g_new0 (CrfTarget, 1);

  for (guint i = 0; i < G_N_ELEMENTS (target_fields); i++)
    g_variant_lookup (variant, target_fields[i].key, "s",
                      &G_STRUCT_MEMBER (char *, target, target_fields[i].offset));
  return target;
}
