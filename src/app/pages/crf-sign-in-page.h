/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who is there? Shows what the file says of itself, asks for login and passphrase, and for the role where the account has several. Signals:
 * "signed-in" (CrfSession * (taken over by the receiver), path), "returned" (CrfWriter * of a person who was there already), "left". */

#pragma once

#include <adwaita.h>

#include "crf-writer.h"

G_BEGIN_DECLS

#define CRF_TYPE_SIGN_IN_PAGE (crf_sign_in_page_get_type ())
G_DECLARE_FINAL_TYPE (CrfSignInPage, crf_sign_in_page, CRF, SIGN_IN_PAGE, AdwBin)

void        crf_sign_in_page_show_file (CrfSignInPage *self,
                                        const char    *path);
/* The file is open, and the people of @writers (CrfWriter) are signed in on it, locked: one of them comes back, or another one joins. */
void        crf_sign_in_page_show_beside (CrfSignInPage *self,
                                          const char    *path,
                                          GPtrArray     *writers);
/* The file cannot be opened, but there are backups of it. */
gboolean    crf_sign_in_page_is_broken (CrfSignInPage *self);
/* Nobody is asked any more; before those who are there leave. */
void        crf_sign_in_page_forget    (CrfSignInPage *self);
void        crf_sign_in_page_focus     (CrfSignInPage *self);
/* As if login and passphrase had been typed and Enter pressed. */
void        crf_sign_in_page_try       (CrfSignInPage *self,
                                        const char    *login,
                                        const char    *passphrase);
/* What stands in the notice, or NULL. */
const char *crf_sign_in_page_get_message (CrfSignInPage *self);

G_END_DECLS
