/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Random but valid histories of a study file: every action that changes a projection occurs. */

#pragma once

#include "store-fixture.h"

/* Accounts li (identifiers) and wang (allocation), role keys, a list of slots. Afterwards
 * actor.keyring may stay NULL. */
void history_prepare (Fixture *self);
/* Appends @steps random steps in transactions of random length, now and then dropping one. */
void history_run (Fixture *self, int steps);
