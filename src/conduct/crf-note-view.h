/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The use case that the program does by itself when a record is opened: no button offers it. */

#pragma once

#define CRF_NOTE_VIEW "note-view"
