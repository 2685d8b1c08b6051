-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Version 2 of the study file: what the conduct of a trial asks for beyond the foundation.
-- A projection may be dropped and created anew here, since all of them are filled again by
-- replaying the journal; journal and keyslot are never touched.

---------------------------------------------------------------------------- course of study and subject

-- What the study as a whole is at: the row with the highest n is in force; none: recruiting.
CREATE TABLE study_status (
  n         INTEGER PRIMARY KEY,
  status    TEXT NOT NULL CHECK (status IN ('recruiting', 'paused', 'closed', 'follow-up', 'locked', 'archived')),
  date      TEXT NOT NULL,
  infusions TEXT CHECK (infusions IN ('go-on', 'stop')), -- while paused: of those already allocated
  reason    TEXT,
  at        TEXT NOT NULL,
  user      TEXT
) STRICT;
