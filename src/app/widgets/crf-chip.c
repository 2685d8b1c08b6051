/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The colours of the kinds are in style.css; light and dark both reach WCAG AA. */

#include "crf-chip.h"

struct _CrfChip
{
  GtkBox parent_instance;

  /* Template children */
  GtkImage *icon;
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (CrfChip, crf_chip, GTK_TYPE_BOX)

static const char *const kinds[] = { "neutral", "info", "good", "warning", "bad" };

static void
crf_chip_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CRF_TYPE_CHIP);
  G_OBJECT_CLASS (crf_chip_parent_class)->dispose (object);
}

static void
crf_chip_class_init (CrfChipClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crf_chip_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/stemward/Stemward/widgets/crf-chip.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfChip, icon);
  gtk_widget_class_bind_template_child (widget_class, CrfChip, label);
  gtk_widget_class_set_css_name (widget_class, "chip");
}

static void
crf_chip_init (CrfChip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
crf_chip_new (void)
{
  return g_object_new (CRF_TYPE_CHIP, NULL);
}

void
crf_chip_set (CrfChip     *self,
              CrfChipKind  kind,
              const char  *icon_name,
              const char  *text)
{
  g_return_if_fail (CRF_IS_CHIP (self));

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (i == (guint) kind)
      gtk_widget_add_css_class (GTK_WIDGET (self), kinds[i]);
    else
      gtk_widget_remove_css_class (GTK_WIDGET (self), kinds[i]);
  gtk_image_set_from_icon_name (self->icon, icon_name);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), icon_name != NULL);
  gtk_label_set_label (self->label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL && *text != '\0');
}
