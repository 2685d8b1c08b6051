/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Going from study file to study file by ODM, for the tests of it. */

#pragma once

#include "crf-import.h"
#include "crf-odm-export.h"
#include "crf-test-study.h"

/* Exports; the path, free it. */
char            *transfer_write (CrfSession *session, const char *dir, const char *name, const CrfOdmOptions *options);
/* Somebody who looks after the data, not after patients. */
CrfSession      *transfer_sign_in_manager (CrfTestStudy *study);
/* The figures as the signer reads them out. Free them. */
char            *transfer_fingerprint (const char *signature);
/* Trusts the signer of that file. */
void             transfer_trust (CrfTestStudy *study, const char *path);
CrfImportReport *transfer_import (CrfSession *session, const char *path);
/* A study file with lives in it, of the protocol; the session is the nurse's. */
CrfSession      *transfer_open_demo (const char *dir, const char *protocol);
/* Removes a folder of files. */
void             transfer_clear (const char *dir);
/* @what, where it first stands in the data, or else before them, as @with. Free it. */
char            *transfer_replace (const char *text, const char *what, const char *with);
