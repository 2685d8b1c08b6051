/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Opens a file that was encrypted for transport. Needs no session: whoever has the passphrase may open it. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CRF_TYPE_DECRYPT_BOX (crf_decrypt_box_get_type ())
G_DECLARE_FINAL_TYPE (CrfDecryptBox, crf_decrypt_box, CRF, DECRYPT_BOX, AdwBin)

G_END_DECLS
