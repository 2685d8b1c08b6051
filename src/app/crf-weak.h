/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A page that asks for something slow may be gone when the answer comes. Callbacks get a weak holder of it as user data. Main
 * context only. */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* For user_data. */
gpointer crf_weak_new  (gpointer object);
/* Frees the holder. A reference to the object, or NULL when it was disposed of meanwhile. */
gpointer crf_weak_take (gpointer holder);

G_END_DECLS
