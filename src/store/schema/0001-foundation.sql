-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Version 1 of the study file. Never edited once released: a change is 0002-….sql.
--
-- Facts:       journal (append-only) and keyslot (secrets, sealed).
-- Projections: every other table. Each row is what the entries of the journal say, and can be
--              rebuilt from them at any time; nothing writes here but the projection functions.
--
-- Texts are UTF-8. Decimals, dates and times are text as in the journal, never binary floating point.
-- Times "at" are UTC, "2026-03-02T01:14:05.123Z".

PRAGMA application_id = 1398033751; -- 0x53544D57, "STMW"

------------------------------------------------------------------------------------------ journal

-- Everything that happened, in the order (clock, ws, seq). The columns stand in the order in which
-- they are hashed; v, seq, clock and txn are integers here and hashed as their decimal text.
CREATE TABLE journal (
  v        INTEGER NOT NULL CHECK (v >= 1),       -- format of this row
  ws       TEXT NOT NULL CHECK (length (ws) = 8 AND ws NOT GLOB '*[^A-Z2-7]*'), -- workstation
  seq      INTEGER NOT NULL CHECK (seq >= 1),     -- 1, 2, 3 … in its workstation
  clock    INTEGER NOT NULL CHECK (clock >= 1),   -- 1 + the highest in the file when it was written
  seen     TEXT,                                  -- heads of all chains, "WS:seq hash" lines, where they are anchored
  at       TEXT NOT NULL,                         -- UTC
  off      TEXT NOT NULL,                         -- offset of local time, "+08:00"
  txn      INTEGER NOT NULL CHECK (txn BETWEEN 1 AND seq), -- seq of the first entry of its transaction
  user     TEXT,                                  -- login; NULL: the program itself
  role     TEXT,                                  -- role that the person acted in
  app      TEXT NOT NULL,                         -- program and version
  action   TEXT NOT NULL CHECK (action <> ''),    -- what happened: crf-entry.h lists all
  subject  TEXT,                                  -- opaque key
  event    TEXT,                                  -- StudyEventOID
  eventkey TEXT,                                  -- opaque key of the repeat; '1' where it does not repeat
  form     TEXT,                                  -- FormOID
  formkey  TEXT,
  "group"  TEXT,                                  -- ItemGroupOID
  groupkey TEXT,
  item     TEXT,                                  -- ItemOID
  mdv      TEXT,                                  -- MetaDataVersionOID and SHA-256 of the definition in force
  value    TEXT,                                  -- as typed, unchanged; or a sealed box
  unit     TEXT,                                  -- MeasurementUnitOID as entered
  cmp      TEXT CHECK (cmp IN ('<', '>')),        -- comparator
  missing  TEXT,                                  -- why there is no value
  canon    TEXT,                                  -- canonical value: decimal, code or ISO 8601 date
  reason   TEXT,                                  -- why it was done
  prompt   TEXT,                                  -- what the program had said before
  detail   TEXT,                                  -- compact JSON
  base     TEXT,                                  -- "ws:seq" of the entry that this one supersedes
  prev     TEXT CHECK (length (prev) = 64),       -- hash of the previous entry of this workstation
  hash     TEXT NOT NULL CHECK (length (hash) = 64), -- SHA-256 over all columns before
  CHECK ((prev IS NULL) = (seq = 1)),
  PRIMARY KEY (clock, ws, seq)
) WITHOUT ROWID, STRICT;

CREATE UNIQUE INDEX journal_chain ON journal (ws, seq);
CREATE INDEX journal_subject ON journal (subject, item) WHERE subject IS NOT NULL; -- a field's history

CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
BEGIN SELECT RAISE (ABORT, 'the journal is append-only: an entry is never changed'); END;

CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE (ABORT, 'the journal is append-only: an entry is never removed'); END;

-- INSERT OR REPLACE would overwrite silently where a connection has recursive_triggers off.
CREATE TRIGGER journal_no_replace BEFORE INSERT ON journal
WHEN EXISTS (SELECT 1 FROM journal WHERE ws = NEW.ws AND seq = NEW.seq)
BEGIN SELECT RAISE (ABORT, 'the journal is append-only: an entry is never replaced'); END;

CREATE TRIGGER journal_in_order BEFORE INSERT ON journal
WHEN NEW.seq > 1 AND NEW.prev IS NOT (SELECT hash FROM journal WHERE ws = NEW.ws AND seq = NEW.seq - 1)
BEGIN SELECT RAISE (ABORT, 'the entry does not follow the previous one of its workstation'); END;

-- Wrapped and sealed secrets. The one table that is no projection: a slot that is replaced is
-- overwritten for good. The journal (keyslot.set) holds the SHA-256 of each slot's content.
CREATE TABLE keyslot (
  slot     TEXT PRIMARY KEY NOT NULL,  -- "account:LOGIN", "role:NAME:NUMBER:HOLDER", "subject:KEY"
  kind     TEXT NOT NULL CHECK (kind IN ('account', 'role', 'subject')),
  holder   TEXT NOT NULL,              -- login, "recovery", or the role key that opens it
  content  TEXT NOT NULL               -- JSON or base64; opens with a passphrase or a key only
) WITHOUT ROWID, STRICT;

------------------------------------------------------------------------------------------- study

-- The file itself: uuid, site, demo ("1" or "0"), created_at.
CREATE TABLE meta (
  key   TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
) WITHOUT ROWID, STRICT;

-- The highest number n used in an opaque key "<ws>.<n>", so that no key is used twice.
CREATE TABLE opaque_key (
  ws   TEXT PRIMARY KEY NOT NULL,
  last INTEGER NOT NULL
) WITHOUT ROWID, STRICT;

-- Every version of the study definition that data were entered under. The document itself is the
-- value of the journal entry (ws, seq).
CREATE TABLE definition (
  sha256       TEXT PRIMARY KEY NOT NULL CHECK (length (sha256) = 64),
  study_oid    TEXT,
  version      TEXT NOT NULL,          -- MetaDataVersionOID
  ws           TEXT NOT NULL,
  seq          INTEGER NOT NULL,
  added_at     TEXT NOT NULL,
  activated_at TEXT,
  active       INTEGER NOT NULL DEFAULT 0 CHECK (active IN (0, 1))
) WITHOUT ROWID, STRICT;

CREATE UNIQUE INDEX definition_active ON definition (active) WHERE active = 1;

---------------------------------------------------------------------------------------- accounts

CREATE TABLE account (
  login       TEXT PRIMARY KEY NOT NULL CHECK (login <> ''),
  name        TEXT NOT NULL,
  enabled     INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
  must_change INTEGER NOT NULL DEFAULT 0 CHECK (must_change IN (0, 1)), -- the passphrase, at the next sign-in
  added_at    TEXT NOT NULL
) WITHOUT ROWID, STRICT;

-- Public keys. Old ones stay: old signatures are checked with them.
CREATE TABLE account_key (
  login TEXT NOT NULL REFERENCES account (login),
  n     INTEGER NOT NULL,              -- 1, 2 …: the highest is in force
  box   TEXT NOT NULL,                 -- X25519, base64
  sign  TEXT NOT NULL,                 -- Ed25519, base64
  at    TEXT NOT NULL,
  PRIMARY KEY (login, n)
) WITHOUT ROWID, STRICT;

CREATE TABLE role_grant (
  login TEXT NOT NULL REFERENCES account (login),
  role  TEXT NOT NULL,
  n     INTEGER NOT NULL,              -- order in which the roles were given; last, since integrity_check of SQLite 3.40
                                       -- calls it NULL where a table WITHOUT ROWID ends with a column of its key
  PRIMARY KEY (login, role)
) WITHOUT ROWID, STRICT;

-- Delegated tasks: who may do what from when to when.
CREATE TABLE delegation (
  login     TEXT NOT NULL REFERENCES account (login),
  task      TEXT NOT NULL,
  from_date TEXT NOT NULL,             -- ISO date; '' where no beginning was said
  to_date   TEXT,                      -- last day; NULL: open
  training  TEXT,                      -- protocol version trained for
  at        TEXT NOT NULL,
  user      TEXT,
  PRIMARY KEY (login, task, from_date)
) WITHOUT ROWID, STRICT;

-- Role keys: content is sealed to the public key with the highest number.
CREATE TABLE role_key (
  name   TEXT NOT NULL,
  number INTEGER NOT NULL CHECK (number >= 1),
  public TEXT NOT NULL,                -- X25519, base64
  at     TEXT NOT NULL,
  PRIMARY KEY (name, number)
) WITHOUT ROWID, STRICT;

---------------------------------------------------------------------------------- subjects, data

CREATE TABLE subject (
  id                INTEGER PRIMARY KEY,
  key               TEXT NOT NULL UNIQUE,      -- opaque
  number            TEXT NOT NULL UNIQUE,      -- screening number, as shown
  allocation_number TEXT UNIQUE,               -- "R-009", or "E-009" where a design enrols without randomisation
  arm               TEXT,                      -- only of a subject enrolled without randomisation: nothing is hidden there
  stratum           TEXT,                      -- as drawn
  status            TEXT NOT NULL CHECK (status IN ('screening', 'failed', 'eligible', 'allocated', 'treated',
                                                    'withdrawn', 'died', 'lost', 'completed')),
  status_date       TEXT,
  registered_at     TEXT NOT NULL,
  last_entry_at     TEXT NOT NULL
) STRICT;

CREATE INDEX subject_status ON subject (status, number);

CREATE TABLE event (
  subject  TEXT NOT NULL REFERENCES subject (key),
  event    TEXT NOT NULL,
  eventkey TEXT NOT NULL,
  ordinal  INTEGER NOT NULL,
  state    TEXT CHECK (state IN ('missed', 'done')),
  reason   TEXT,
  day      TEXT NOT NULL,              -- date of the visit where it was said, else the day it was added: orders "latest"
  at       TEXT NOT NULL,
  PRIMARY KEY (subject, event, eventkey)
) WITHOUT ROWID, STRICT;

CREATE TABLE form (
  id         INTEGER PRIMARY KEY,
  subject    TEXT NOT NULL,
  event      TEXT NOT NULL,
  eventkey   TEXT NOT NULL,
  form       TEXT NOT NULL,
  formkey    TEXT NOT NULL,
  ordinal    INTEGER NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('started', 'complete', 'verified', 'signed', 'locked')),
  mdv        TEXT,                     -- definition that it was begun under
  day        TEXT NOT NULL,            -- of its event
  changed_at TEXT NOT NULL,
  UNIQUE (subject, event, eventkey, form, formkey),
  FOREIGN KEY (subject, event, eventkey) REFERENCES event (subject, event, eventkey)
) STRICT;

CREATE INDEX form_day ON form (subject, day, id); -- latest value of a subject, newest visit first

CREATE TABLE item_group (
  form_id  INTEGER NOT NULL REFERENCES form (id),
  "group"  TEXT NOT NULL,
  groupkey TEXT NOT NULL,
  ordinal  INTEGER NOT NULL,
  PRIMARY KEY (form_id, "group", groupkey)
) WITHOUT ROWID, STRICT;

-- The value in force of each item: one row an item, clustered by form.
CREATE TABLE value (
  form_id  INTEGER NOT NULL REFERENCES form (id),
  item     TEXT NOT NULL,
  "group"  TEXT NOT NULL,
  groupkey TEXT NOT NULL,
  value    TEXT,                       -- as typed, or the sealed box
  unit     TEXT,
  cmp      TEXT,
  missing  TEXT,
  canon    TEXT,
  detail   TEXT,                       -- of a derived value: formula, version, inputs, raw, steps
  derived  INTEGER NOT NULL CHECK (derived IN (0, 1)),
  sealed   INTEGER NOT NULL CHECK (sealed IN (0, 1)),
  ws       TEXT NOT NULL,              -- the entry in force
  seq      INTEGER NOT NULL,
  at       TEXT NOT NULL,
  user     TEXT,
  PRIMARY KEY (form_id, item, "group", groupkey)
) WITHOUT ROWID, STRICT;

-- A sample is the item group that its results lie in.
CREATE TABLE sample (
  form_id  INTEGER NOT NULL REFERENCES form (id),
  "group"  TEXT NOT NULL,
  groupkey TEXT NOT NULL,
  state    TEXT NOT NULL CHECK (state IN ('planned', 'taken', 'pending', 'reported', 'judged')),
  analysed INTEGER CHECK (analysed IN (0, 1)), -- the one that is analysed, where there are several
  at       TEXT NOT NULL,
  user     TEXT,
  PRIMARY KEY (form_id, "group", groupkey)
) WITHOUT ROWID, STRICT;

----------------------------------------------------------------- consent, ranges, sources, deviations

CREATE TABLE consent_version (
  number     TEXT PRIMARY KEY NOT NULL,
  date       TEXT,
  ethics     TEXT,                     -- approval
  valid_from TEXT,
  resign     TEXT,                     -- who must sign again: all, next-visit, new
  at         TEXT NOT NULL
) WITHOUT ROWID, STRICT;

CREATE TABLE consent (
  subject      TEXT NOT NULL REFERENCES subject (key),
  n            INTEGER NOT NULL,       -- 1, 2 … in its subject
  version      TEXT,
  at           TEXT,                   -- when it was given or withdrawn, as entered
  by           TEXT,                   -- subject, guardian, witness
  explained_by TEXT,
  copy         TEXT,
  kind         TEXT NOT NULL CHECK (kind IN ('given', 'withdrawn')),
  detail       TEXT,                   -- optional parts, capacity
  stored_at    TEXT NOT NULL,
  user         TEXT,
  PRIMARY KEY (subject, n)
) WITHOUT ROWID, STRICT;

-- Reference ranges of the site. '' in a key column: for all.
CREATE TABLE reference_range (
  item       TEXT NOT NULL,
  laboratory TEXT NOT NULL,
  method     TEXT NOT NULL,
  unit       TEXT NOT NULL,
  sex        TEXT NOT NULL,
  age_low    TEXT NOT NULL,
  age_high   TEXT,
  low        TEXT,
  high       TEXT,
  from_date  TEXT NOT NULL,
  to_date    TEXT,
  at         TEXT NOT NULL,
  user       TEXT,
  PRIMARY KEY (item, laboratory, method, unit, sex, age_low, from_date)
) WITHOUT ROWID, STRICT;

-- Where the original of an item is.
CREATE TABLE source (
  item  TEXT PRIMARY KEY NOT NULL,
  kind  TEXT NOT NULL CHECK (kind IN ('chart', 'laboratory', 'paper', 'device', 'system')),
  at    TEXT NOT NULL,
  user  TEXT
) WITHOUT ROWID, STRICT;

CREATE TABLE deviation (
  key       TEXT PRIMARY KEY NOT NULL,
  subject   TEXT REFERENCES subject (key), -- NULL: of the site
  kind      TEXT,
  text      TEXT,
  class     TEXT,                      -- minor, major
  reason    TEXT,
  state     TEXT NOT NULL,             -- open, closed …
  found_on  TEXT,
  opened_at TEXT NOT NULL,
  opened_by TEXT
) WITHOUT ROWID, STRICT;

CREATE INDEX deviation_subject ON deviation (subject);

------------------------------------------------------------------------------ queries, signatures

CREATE TABLE query (
  key       TEXT PRIMARY KEY NOT NULL,
  subject   TEXT, event TEXT, eventkey TEXT, form TEXT, formkey TEXT, "group" TEXT, groupkey TEXT, item TEXT,
  state     TEXT NOT NULL CHECK (state IN ('Candidate', 'Open', 'Answered', 'Closed', 'Cancelled')),
  origin    TEXT,                      -- system or person
  check_oid TEXT,                      -- the check that fired
  text      TEXT,                      -- the question
  opened_at TEXT NOT NULL,
  opened_by TEXT
) WITHOUT ROWID, STRICT;

CREATE INDEX query_subject ON query (subject, state);
CREATE INDEX query_state ON query (state);

CREATE TABLE query_message (
  key   TEXT NOT NULL REFERENCES query (key),
  n     INTEGER NOT NULL,
  state TEXT NOT NULL,                 -- after this message
  text  TEXT,
  at    TEXT NOT NULL,
  user  TEXT,
  PRIMARY KEY (key, n)
) WITHOUT ROWID, STRICT;

CREATE TABLE signature (
  ws        TEXT NOT NULL,
  seq       INTEGER NOT NULL,
  subject   TEXT, event TEXT, eventkey TEXT, form TEXT, formkey TEXT, "group" TEXT, groupkey TEXT, item TEXT,
  login     TEXT NOT NULL REFERENCES account (login),
  meaning   TEXT NOT NULL,
  shown     TEXT NOT NULL,             -- SHA-256 of the text that the person saw
  at        TEXT NOT NULL,
  off       TEXT NOT NULL,
  void_ws   TEXT,                      -- the entry that changed something under it
  void_seq  INTEGER,
  PRIMARY KEY (ws, seq)
) WITHOUT ROWID, STRICT;

CREATE INDEX signature_subject ON signature (subject);

------------------------------------------------------------------------------- allocation, product

CREATE TABLE slot_list (
  list       TEXT PRIMARY KEY NOT NULL,
  seed       TEXT NOT NULL,            -- seed and block sizes, sealed to the key allocation
  commitment TEXT NOT NULL,            -- SHA-256 of the seed
  design     TEXT,
  at         TEXT NOT NULL
) WITHOUT ROWID, STRICT;

CREATE TABLE slot (
  list     TEXT NOT NULL REFERENCES slot_list (list),
  number   INTEGER NOT NULL,
  stratum  TEXT NOT NULL,
  arm      TEXT NOT NULL,              -- sealed under a key of its own
  key      TEXT NOT NULL,              -- that key, sealed to the key allocation
  ws       TEXT NOT NULL,              -- the entry slot.add, which the boxes are bound to
  seq      INTEGER NOT NULL,
  subject  TEXT REFERENCES subject (key), -- NULL: free
  drawn_at TEXT,
  PRIMARY KEY (list, number)
) WITHOUT ROWID, STRICT;

CREATE UNIQUE INDEX slot_subject ON slot (subject) WHERE subject IS NOT NULL;
CREATE INDEX slot_free ON slot (stratum, seq) WHERE subject IS NULL;

-- Cell lots. Numbers are decimals as text; NULL: not entered.
CREATE TABLE lot (
  lot           TEXT PRIMARY KEY NOT NULL CHECK (lot <> ''),
  product       TEXT, tissue TEXT, donor TEXT, passage TEXT,
  concentration TEXT,                  -- 10⁶ cells/mL
  basis         TEXT,                  -- viable or total
  viability     TEXT,                  -- %
  bag_volume    TEXT,                  -- mL
  bags          TEXT,
  received_at   TEXT, expires_at TEXT,
  endotoxin     TEXT, sterility TEXT, mycoplasma TEXT, identity TEXT,
  state         TEXT NOT NULL CHECK (state IN ('received', 'released', 'quarantined', 'used', 'returned', 'destroyed')),
  released_by   TEXT,
  storage       TEXT
) WITHOUT ROWID, STRICT;

CREATE TABLE lot_movement (
  lot       TEXT NOT NULL REFERENCES lot (lot),
  n         INTEGER NOT NULL,
  kind      TEXT NOT NULL CHECK (kind IN ('receive', 'reserve', 'use', 'return', 'destroy')),
  subject   TEXT REFERENCES subject (key),
  volume_ml TEXT,
  bags      TEXT,
  at        TEXT NOT NULL,
  user      TEXT,
  PRIMARY KEY (lot, n)
) WITHOUT ROWID, STRICT;
