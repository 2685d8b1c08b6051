-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Version 2 of the study file: what the conduct of a trial asks for beyond the foundation.
-- A projection may be dropped and created anew here, since all of them are filled again by
-- replaying the journal; journal and keyslot are never touched.

-- What happened since: times are nearly in the order of the clock, but not where a workstation's clock
-- was set back. Says from which clock on the journal must be read.
CREATE INDEX journal_at ON journal (at);

-- Who may do what, and what is held: read at every sign-in, of however long a journal. The query must
-- name the same actions (crf-verify-access.c).
CREATE INDEX journal_access ON journal (clock, ws, seq) WHERE action IN ('account.add', 'account.roles', 'account.state', 'account.keys',
  'delegation.add', 'hold.set', 'policy.set', 'keyslot.set', 'sign', 'sign.void', 'session.sign-in', 'session.sign-in-failed', 'session.unlock',
  'session.sign-out', 'session.sign-out-missing');
-- What patients share: replayed beside a patient's own entries before anything is signed, dosed or randomised on.
CREATE INDEX journal_shared ON journal (clock, ws, seq) WHERE action IN ('study.create', 'account.add', 'definition.add', 'definition.activate', 'consent.version',
  'range.set', 'source.set', 'study.status', 'slot.list', 'slot.add', 'slot.draw', 'subject.register', 'subject.enrol', 'transfer.allocation', 'lot.receive', 'lot.state', 'lot.move');

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

------------------------------------------------------------------------------------- locks, marks

-- What is frozen (no data change) or locked (no change at all). '' in a column: everything under what
-- stands before it, so that a row of '' alone holds the whole study.
CREATE TABLE hold (
  subject  TEXT NOT NULL,
  event    TEXT NOT NULL,
  eventkey TEXT NOT NULL,
  form     TEXT NOT NULL,
  formkey  TEXT NOT NULL,
  state    TEXT NOT NULL CHECK (state IN ('frozen', 'locked')),
  reason   TEXT,
  at       TEXT NOT NULL,
  user     TEXT,
  PRIMARY KEY (subject, event, eventkey, form, formkey)
) WITHOUT ROWID, STRICT;

-- Source data verification: a mark on an item, and on a form (item '') once all that
-- the study asks for carries one. A mark falls when what
-- is under it changes; the row stays, so that the monitor finds what fell.
CREATE TABLE verification (
  subject    TEXT NOT NULL,
  event      TEXT NOT NULL,
  eventkey   TEXT NOT NULL,
  form       TEXT NOT NULL,
  formkey    TEXT NOT NULL,
  "group"    TEXT NOT NULL,
  groupkey   TEXT NOT NULL,
  item       TEXT NOT NULL,
  dropped_at TEXT,                     -- NULL: it stands
  dropped_by TEXT,
  at         TEXT NOT NULL,
  user       TEXT,
  level      TEXT,                     -- of a mark on a form: what the study asked for then; NULL: all
  PRIMARY KEY (subject, event, eventkey, form, formkey, "group", groupkey, item)
) WITHOUT ROWID, STRICT;

-- Second entry of a value by another person, until and after it was compared. Repeats of the second
-- entry have keys of their own; first_… is the repeat of the first entry that they were found to be.
CREATE TABLE second_entry (
  subject        TEXT NOT NULL,
  event          TEXT NOT NULL,
  eventkey       TEXT NOT NULL,
  form           TEXT NOT NULL,
  formkey        TEXT NOT NULL,
  "group"        TEXT NOT NULL,
  groupkey       TEXT NOT NULL,
  item           TEXT NOT NULL,
  value          TEXT,
  unit           TEXT,
  cmp            TEXT,
  missing        TEXT,
  canon          TEXT,
  state          TEXT NOT NULL CHECK (state IN ('same', 'differs', 'decided', 'alone')),
  first_formkey  TEXT,                 -- NULL: no repeat of the first entry, so far
  first_groupkey TEXT,
  at             TEXT NOT NULL,
  user           TEXT,
  PRIMARY KEY (subject, event, eventkey, form, formkey, "group", groupkey, item)
) WITHOUT ROWID, STRICT;

-- Repeats that only one of the two entries has. group '': a whole repeat of the form.
CREATE TABLE second_row (
  subject  TEXT NOT NULL,
  event    TEXT NOT NULL,
  eventkey TEXT NOT NULL,
  form     TEXT NOT NULL,
  formkey  TEXT NOT NULL,
  "group"  TEXT NOT NULL,
  groupkey TEXT NOT NULL,
  side     TEXT NOT NULL CHECK (side IN ('first', 'second')),
  state    TEXT NOT NULL CHECK (state IN ('open', 'decided')),
  at       TEXT NOT NULL,
  user     TEXT,
  PRIMARY KEY (subject, event, eventkey, form, formkey, "group", groupkey)
) WITHOUT ROWID, STRICT;

-- Settings of the study that people decide: verification and double entry by form, age of passphrases.
CREATE TABLE policy (
  name  TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL,
  at    TEXT NOT NULL,
  user  TEXT
) WITHOUT ROWID, STRICT;

-- What sign-ins leave: failures in a row, the passphrase's age, the last day of an account.
CREATE TABLE account_access (
  login         TEXT PRIMARY KEY NOT NULL,
  failures      INTEGER NOT NULL DEFAULT 0,
  failed_at     TEXT,
  signed_in_at  TEXT,
  open_since    TEXT,                  -- sign-in that the journal has no sign-out of yet
  passphrase_at TEXT,
  last_day      TEXT,                  -- ISO date; NULL: no end
  reset_by      TEXT,                  -- administrator who reset the passphrase; NULL once it was changed
  reset_at      TEXT,
  tries         INTEGER NOT NULL DEFAULT 0 -- failures to tell the person of: an administrator who opens the account does not take them away
) WITHOUT ROWID, STRICT;

-- The training log.
CREATE TABLE training (
  login   TEXT NOT NULL REFERENCES account (login),
  subject TEXT NOT NULL,               -- what was taught: a protocol version, GCP …
  date    TEXT NOT NULL,
  at      TEXT NOT NULL,
  user    TEXT,
  PRIMARY KEY (login, subject, date)
) WITHOUT ROWID, STRICT;

-- What the principal investigator signed of the delegation log. Only a signed line lets act; one that was changed waits for her again, and until
-- then holds as she signed it.
ALTER TABLE delegation ADD COLUMN ws TEXT;        -- with seq: the entry of the line as it stands
ALTER TABLE delegation ADD COLUMN seq INTEGER;
ALTER TABLE delegation ADD COLUMN signed INTEGER NOT NULL DEFAULT 0 CHECK (signed IN (0, 1)); -- as it stands
ALTER TABLE delegation ADD COLUMN signed_on TEXT; -- ISO date on which it, or what stood there before, was signed; NULL: never
ALTER TABLE delegation ADD COLUMN signed_to TEXT; -- last day, as it was signed; NULL: open

-- Blind review: who belongs to which analysis population, and why not.
CREATE TABLE population (
  subject  TEXT NOT NULL REFERENCES subject (key),
  name     TEXT NOT NULL,
  included INTEGER NOT NULL CHECK (included IN (0, 1)),
  reason   TEXT,
  at       TEXT NOT NULL,
  user     TEXT,
  PRIMARY KEY (subject, name)
) WITHOUT ROWID, STRICT;

------------------------------------------------------------------------------------------ blinding

-- What a masked patient's preparation took from a lot: the same row for each arm. The box opens
-- with the key allocation and holds lot, kind, volume_ml, bags.
CREATE TABLE lot_movement_sealed (
  ws      TEXT NOT NULL,               -- the entry lot.move
  seq     INTEGER NOT NULL,
  subject TEXT REFERENCES subject (key), -- NULL: destroyed or returned, which would tell by what is missing who was given of it
  box     TEXT NOT NULL,
  at      TEXT NOT NULL,
  user    TEXT,
  PRIMARY KEY (ws, seq)
) WITHOUT ROWID, STRICT;

-- Who was told the arm of which patient in an emergency; the box opens for that account.
CREATE TABLE code_break (
  ws      TEXT NOT NULL,
  seq     INTEGER NOT NULL,
  subject TEXT NOT NULL REFERENCES subject (key),
  login   TEXT NOT NULL,               -- who may know from now on
  via     TEXT NOT NULL CHECK (via IN ('envelope', 'key')),
  box     TEXT NOT NULL,
  reason  TEXT,
  at      TEXT NOT NULL,
  user    TEXT,
  PRIMARY KEY (ws, seq)
) WITHOUT ROWID, STRICT;

-- The end of the blind: two people put their shares of the end-of-trial key together.
CREATE TABLE trial_unblinding (
  ws     TEXT NOT NULL,
  seq    INTEGER NOT NULL,
  first  TEXT NOT NULL,
  second TEXT NOT NULL,
  at     TEXT NOT NULL,
  PRIMARY KEY (ws, seq)
) WITHOUT ROWID, STRICT;

-- The versions of the definition that each patient was followed under: at registration, and from each switch on.
CREATE TABLE subject_version (
  subject TEXT NOT NULL REFERENCES subject (key),
  n       INTEGER NOT NULL,            -- 1, 2 … in its subject
  mdv     TEXT NOT NULL,               -- "MetaDataVersionOID SHA-256"
  event   TEXT,                        -- the visit that it began with; NULL: registration, or no visit was named
  at      TEXT NOT NULL,
  user    TEXT,
  PRIMARY KEY (subject, n)
) WITHOUT ROWID, STRICT;

-- Amendments, in the order of their activation.
CREATE TABLE amendment (
  number  TEXT PRIMARY KEY NOT NULL,
  mdv     TEXT NOT NULL,
  date    TEXT,                        -- of the approval
  ethics  TEXT,
  consent TEXT,                        -- version of the consent form that goes with it; NULL: none
  applies TEXT NOT NULL CHECK (applies IN ('new', 'next-visit', 'now')), -- who is followed under it besides new patients
  retrain TEXT,                        -- who is to be trained again: logins, or 'all'
  summary TEXT,
  at      TEXT NOT NULL,
  user    TEXT
) WITHOUT ROWID, STRICT;

-------------------------------------------------------------------------------- screening, allocation

-- What stood when the form was last complete: a change of it is explained, also while the form is reopened. The reason of that reopening.
ALTER TABLE value ADD COLUMN settled INTEGER NOT NULL DEFAULT 0 CHECK (settled IN (0, 1));
ALTER TABLE form ADD COLUMN reopened TEXT; -- NULL: it is complete, or never was

-- Who may draw a slot, and what it is called on the list it came from.
ALTER TABLE slot ADD COLUMN station TEXT; -- workstation; NULL: any
ALTER TABLE slot ADD COLUMN label TEXT;   -- randomisation number of an uploaded list

-- In which role the person asked: what the office asked is not the site's to close.
ALTER TABLE query ADD COLUMN opened_role TEXT;

-- Patients drawn in a wrong stratum: the true level, beside the one that stays with the slot.
CREATE TABLE stratum_true (
  subject TEXT NOT NULL REFERENCES subject (key),
  stratum TEXT NOT NULL,               -- OID in the definition
  drawn   TEXT,
  level   TEXT NOT NULL,
  reason  TEXT,
  at      TEXT NOT NULL,
  user    TEXT,
  PRIMARY KEY (subject, stratum)
) WITHOUT ROWID, STRICT;

--------------------------------------------------------------------------------------- samples

-- Whether a value out of its range is clinically significant; of the value that was there then.
CREATE TABLE judgement (
  form_id   INTEGER NOT NULL REFERENCES form (id),
  item      TEXT NOT NULL,
  "group"   TEXT NOT NULL,
  groupkey  TEXT NOT NULL,
  judgement TEXT NOT NULL CHECK (judgement IN ('NCS', 'CS')),
  of        TEXT NOT NULL,             -- "ws:seq" of the value
  link      TEXT,                      -- key of the adverse event or history line
  at        TEXT NOT NULL,
  user      TEXT,
  PRIMARY KEY (form_id, item, "group", groupkey)
) WITHOUT ROWID, STRICT;
-- Whom all patients with an adverse event are found by.
CREATE INDEX form_form ON form (form, subject);

-- Contacts outside visits: who could not be reached three times may be called lost.
CREATE TABLE contact (
  subject TEXT NOT NULL REFERENCES subject (key),
  n       INTEGER NOT NULL,
  day     TEXT NOT NULL,               -- ISO date
  how     TEXT NOT NULL CHECK (how IN ('phone', 'message', 'letter', 'visit', 'relative', 'registry')),
  reached INTEGER NOT NULL CHECK (reached IN (0, 1)),
  note    TEXT,
  at      TEXT NOT NULL,
  user    TEXT,
  PRIMARY KEY (subject, n)
) STRICT;

-- Treatment is stopped; the subject stays in the study. No row: it goes on.
CREATE TABLE treatment_stop (
  subject TEXT PRIMARY KEY NOT NULL REFERENCES subject (key),
  day     TEXT NOT NULL,
  by      TEXT NOT NULL CHECK (by IN ('subject', 'investigator', 'sponsor')),
  reason  TEXT,
  at      TEXT NOT NULL,
  user    TEXT
) STRICT;

----------------------------------------------------------------------------------- adverse events

-- What became known after the first report of a serious adverse event: each asks for a follow-up report.
CREATE TABLE sae_news (
  subject  TEXT NOT NULL REFERENCES subject (key),
  formkey  TEXT NOT NULL,              -- the adverse event
  n        INTEGER NOT NULL CHECK (n >= 1),
  aware_at TEXT NOT NULL,              -- local ISO date and time
  text     TEXT,
  at       TEXT NOT NULL,
  user     TEXT,
  PRIMARY KEY (subject, formkey, n)
) STRICT;

-- Reports that were sent.
CREATE TABLE sae_report (
  key        TEXT PRIMARY KEY NOT NULL,
  subject    TEXT NOT NULL REFERENCES subject (key),
  formkey    TEXT NOT NULL,            -- the adverse event
  kind       TEXT NOT NULL CHECK (kind IN ('first', 'follow-up', 'final')),
  n          INTEGER NOT NULL,         -- of the follow-up; 0 for first and final
  recipient  TEXT NOT NULL,            -- OID in the definition
  due_at     TEXT,                     -- as it was when the report was sent, local
  sent_at    TEXT NOT NULL,            -- local
  how        TEXT,
  sent_by    TEXT,
  receipt    TEXT,                     -- number or name of the receipt
  receipt_at TEXT,
  signature  TEXT CHECK (signature IN ('valid', 'void', 'none')), -- of the event's form when it was sent; NULL: not said
  reason     TEXT,                     -- why it went all the same, or late
  at         TEXT NOT NULL,
  user       TEXT
) STRICT;

CREATE INDEX sae_report_event ON sae_report (subject, formkey);

-- An adverse event and a decompensation event that are one.
CREATE TABLE event_link (
  subject        TEXT NOT NULL REFERENCES subject (key),
  adverse_event  TEXT NOT NULL,        -- formkeys
  decompensation TEXT NOT NULL,
  at             TEXT NOT NULL,
  PRIMARY KEY (subject, adverse_event)
) STRICT;

-- Verbatim terms of events and history, coded with a dictionary of the site's own licence. A coding is
-- of the value that was there then; one that fell or was taken back keeps its row without a term.
CREATE TABLE coding (
  subject    TEXT NOT NULL REFERENCES subject (key),
  event      TEXT NOT NULL,
  eventkey   TEXT NOT NULL,
  form       TEXT NOT NULL,
  formkey    TEXT NOT NULL,
  "group"    TEXT NOT NULL,
  groupkey   TEXT NOT NULL,
  item       TEXT NOT NULL,
  of         TEXT NOT NULL,            -- "ws:seq" of the verbatim
  verbatim   TEXT,
  dictionary TEXT,
  version    TEXT,
  language   TEXT,
  llt_code   TEXT,                     -- NULL: coded no more
  llt        TEXT,
  pt_code    TEXT,
  pt         TEXT,
  hlt_code   TEXT,
  hlt        TEXT,
  hlgt_code  TEXT,
  hlgt       TEXT,
  soc_code   TEXT,
  soc        TEXT,
  fell       INTEGER NOT NULL CHECK (fell IN (0, 1)), -- by a change of the verbatim
  ws         TEXT NOT NULL,            -- the entry in force
  seq        INTEGER NOT NULL,
  at         TEXT NOT NULL,
  user       TEXT,
  PRIMARY KEY (subject, event, eventkey, form, formkey, "group", groupkey, item)
) WITHOUT ROWID, STRICT;

-------------------------------------------------------------------------------------- deviations

-- Drafted by the program or found by a person; judged by an investigator; closed with what was done about it.
DROP TABLE deviation;
CREATE TABLE deviation (
  key        TEXT PRIMARY KEY NOT NULL,
  subject    TEXT REFERENCES subject (key), -- NULL: of the site
  kind       TEXT,
  text       TEXT,
  class      TEXT,                     -- minor, major
  class_first TEXT,                    -- as it was before it was judged for the first time; NULL: nobody had said
  assessment TEXT,                     -- what who judged it wrote; text stays what was reported
  judged_why TEXT,                     -- reason for judging it otherwise than it was reported
  reason     TEXT,
  state      TEXT NOT NULL,            -- open (a draft), confirmed, closed, cancelled
  found_on   TEXT,
  found_by   TEXT,                     -- as said; the account is opened_by
  on_safety  TEXT,                     -- effect: none, possible, yes
  on_rights  TEXT,
  on_data    TEXT,
  corrective TEXT,                     -- what was done about it
  ethics_on  TEXT,                     -- day on which the ethics committee was told
  closed_on  TEXT,
  opened_at  TEXT NOT NULL,
  opened_by  TEXT,
  box        TEXT,                     -- what would tell the ward of a masked study the arm, sealed to allocation: kind, text, class, found; NULL: nothing is
  about      TEXT,                     -- of a draft: the fact in codes and days, the same in every language; NULL: found by a person, or of an older program
  said       TEXT                      -- what was written when a sealed one was judged, sealed too: corrective and reason; NULL: nothing, or in the open
) WITHOUT ROWID, STRICT;

CREATE INDEX deviation_subject ON deviation (subject);

-- The pre-screening log: before consent only an anonymous line.
CREATE TABLE prescreen (
  ws       TEXT NOT NULL,              -- the entry prescreen.add
  seq      INTEGER NOT NULL,
  date     TEXT NOT NULL,
  age_band TEXT NOT NULL,              -- "18-39"
  sex      TEXT NOT NULL,
  reason   TEXT,                       -- why not registered
  at       TEXT NOT NULL,
  user     TEXT,
  PRIMARY KEY (ws, seq)
) WITHOUT ROWID, STRICT;

-- Keyed hashes of identifiers: the same person registered twice is found without telling who.
CREATE TABLE identifier_hash (
  subject TEXT NOT NULL REFERENCES subject (key),
  item    TEXT NOT NULL,
  hash    TEXT NOT NULL,
  PRIMARY KEY (subject, item)
) WITHOUT ROWID, STRICT;
CREATE INDEX identifier_hash_hash ON identifier_hash (hash);

-- Patients screened again: a new number, linked to the old.
CREATE TABLE rescreening (
  subject  TEXT PRIMARY KEY NOT NULL REFERENCES subject (key),
  previous TEXT NOT NULL UNIQUE REFERENCES subject (key)
) WITHOUT ROWID, STRICT;

-- What the newest eligibility signature froze, line by line.
CREATE TABLE eligibility_shown (
  subject TEXT PRIMARY KEY NOT NULL REFERENCES subject (key),
  sha256  TEXT NOT NULL,
  text    TEXT NOT NULL,
  at      TEXT NOT NULL
) WITHOUT ROWID, STRICT;

-- Why screening failed; gone when the patient's status is another one again.
CREATE TABLE screen_failure (
  subject  TEXT PRIMARY KEY NOT NULL REFERENCES subject (key),
  kind     TEXT,                       -- criteria, consent-withdrawn, lost, died, closed, other; NULL: not said
  criteria TEXT,                       -- OIDs separated by blanks
  reason   TEXT,
  date     TEXT,
  at       TEXT NOT NULL,
  user     TEXT
) WITHOUT ROWID, STRICT;

--------------------------------------------------------------------------------- infusion day

-- What was done on an infusion day, step by step, as entered: order, dispatch, identity check,
-- pause … An act of one infusion event; corrections are later steps of the same kind.
CREATE TABLE infusion_step (
  subject   TEXT NOT NULL REFERENCES subject (key),
  event     TEXT NOT NULL,
  eventkey  TEXT NOT NULL,
  n         INTEGER NOT NULL,          -- 1, 2 … in its infusion
  kind      TEXT NOT NULL,
  at        TEXT NOT NULL,             -- when it happened, local ISO time as entered
  detail    TEXT,                      -- what belongs to the step; compact JSON
  reason    TEXT,
  user      TEXT,
  role      TEXT,
  entry     TEXT NOT NULL,             -- "ws:seq"
  stored_at TEXT NOT NULL,
  box       TEXT,                      -- what the pharmacy of a masked study wrote with it, sealed to allocation; NULL: nothing is
  PRIMARY KEY (subject, event, eventkey, n)
) WITHOUT ROWID, STRICT;

CREATE INDEX infusion_step_at ON infusion_step (kind, at); -- whose monitoring runs

------------------------------------------------------------------------------------- cell lots

-- An autologous lot is bound to its patient.
ALTER TABLE lot ADD COLUMN subject TEXT REFERENCES subject (key);
-- DMSO of the frozen product, % v/v.
ALTER TABLE lot ADD COLUMN dmso TEXT;

-- Bags have numbers (1 …), so that two patients never hold the same one.
DROP TABLE lot_movement;
CREATE TABLE lot_movement (
  lot       TEXT NOT NULL REFERENCES lot (lot),
  n         INTEGER NOT NULL,
  kind      TEXT NOT NULL CHECK (kind IN ('receive', 'reserve', 'unreserve', 'use', 'return', 'destroy',
                                                      'unuse', 'undestroy')),
  subject   TEXT REFERENCES subject (key),
  volume_ml TEXT,
  bags      TEXT,                      -- how many
  bag       TEXT,                      -- which ones: "3" or "3,4"
  at        TEXT NOT NULL,
  user      TEXT,
  PRIMARY KEY (lot, n)
) WITHOUT ROWID, STRICT;

-- Every result of a lot's tests, at release and later: a late one may alarm.
CREATE TABLE lot_result (
  lot      TEXT NOT NULL REFERENCES lot (lot),
  n        INTEGER NOT NULL,
  test     TEXT NOT NULL,
  result   TEXT NOT NULL,
  reported TEXT,                       -- date of the report, where it was said
  at       TEXT NOT NULL,
  user     TEXT,
  PRIMARY KEY (lot, n)
) WITHOUT ROWID, STRICT;

------------------------------------------------------------------------------- other study files

-- What came in from other study files of the same study: whose audit records the entries carry.
CREATE TABLE transfer (
  entry   TEXT NOT NULL PRIMARY KEY,   -- "ws:seq"
  name    TEXT NOT NULL,               -- of the file
  sha256  TEXT NOT NULL,
  detail  TEXT NOT NULL,               -- of the entry: the people and places of that file
  at      TEXT NOT NULL,
  user    TEXT
) WITHOUT ROWID, STRICT;

-- Whose files are taken in beside those of this file's own accounts.
CREATE TABLE trusted_key (
  key         TEXT NOT NULL PRIMARY KEY, -- Ed25519, base64
  fingerprint TEXT NOT NULL,
  login       TEXT,
  name        TEXT,
  workstation TEXT,
  site        TEXT,
  state       TEXT NOT NULL CHECK (state IN ('trusted', 'revoked')),
  reason      TEXT,
  at          TEXT NOT NULL,
  user        TEXT
) WITHOUT ROWID, STRICT;

-- Files that nobody signed, and who answered for them here.
CREATE TABLE accepted_package (
  sha256 TEXT NOT NULL PRIMARY KEY,
  name   TEXT,
  reason TEXT,
  at     TEXT NOT NULL,
  user   TEXT
) WITHOUT ROWID, STRICT;

-- Signatures that were given in another study file: shown as that, without force here.
CREATE TABLE foreign_signature (
  ws       TEXT NOT NULL,              -- the entry transfer.record
  seq      INTEGER NOT NULL,
  subject  TEXT NOT NULL REFERENCES subject (key),
  event    TEXT, eventkey TEXT, form TEXT, formkey TEXT,
  meaning  TEXT NOT NULL,
  who      TEXT,                       -- in words: no account of this file
  at       TEXT NOT NULL,              -- when it was given there, UTC
  off      TEXT,                       -- NULL: not said
  key      TEXT,                       -- of the signer; it was checked against it when it came in. NULL: only told
  void     INTEGER NOT NULL CHECK (void IN (0, 1)), -- something under it changed, there or here
  PRIMARY KEY (ws, seq)
) WITHOUT ROWID, STRICT;
CREATE INDEX foreign_signature_subject ON foreign_signature (subject);
