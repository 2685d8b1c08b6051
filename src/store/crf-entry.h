/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One entry of the journal, the actions there are, and the hash that chains entries. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* In the order of the journal's columns, which is the order they are hashed in. */
typedef enum
{
  CRF_COL_V, CRF_COL_WS, CRF_COL_SEQ, CRF_COL_CLOCK, CRF_COL_SEEN, CRF_COL_AT, CRF_COL_OFF, CRF_COL_TXN,
  CRF_COL_USER, CRF_COL_ROLE, CRF_COL_APP, CRF_COL_ACTION, CRF_COL_SUBJECT, CRF_COL_EVENT, CRF_COL_EVENTKEY,
  CRF_COL_FORM, CRF_COL_FORMKEY, CRF_COL_GROUP, CRF_COL_GROUPKEY, CRF_COL_ITEM, CRF_COL_MDV, CRF_COL_VALUE,
  CRF_COL_UNIT, CRF_COL_CMP, CRF_COL_MISSING, CRF_COL_CANON, CRF_COL_REASON, CRF_COL_PROMPT, CRF_COL_DETAIL,
  CRF_COL_BASE, CRF_COL_PREV, CRF_COL_HASH,
  CRF_N_COLS
} CrfColumn;

extern const char *const crf_entry_columns[CRF_N_COLS + 1];

/* What the caller of crf_transaction_append() says; the store fills the rest. All may be NULL but action. */
typedef struct
{
  const char *action;
  const char *subject, *event, *eventkey, *form, *formkey, *group, *groupkey, *item;
  const char *value, *unit, *cmp, *missing, *canon;
  const char *reason, *prompt, *detail, *base;
  enum
  {
    CRF_SEAL_NONE,
    CRF_SEAL_IDENTIFIER, /* value, unit, cmp, canon, missing go into a box under the subject's key */
    CRF_SEAL_UNBLINDING, /* … and reason and prompt too, to the allocation key */
  } seal;
} CrfEntry;

/* Actions. "detail" is compact JSON with the keys named here. Only these change projections; others are journal only. */
#define CRF_ACTION_STUDY_CREATE "study.create"         /* detail: uuid, site, demo */
#define CRF_ACTION_DEFINITION_ADD "definition.add"     /* value: the XML; canon: its SHA-256; detail: oid, version */
#define CRF_ACTION_DEFINITION_ACTIVATE "definition.activate" /* canon: SHA-256; of an amendment, detail: number, mdv, date, ethics, consent,
                                                                   applies (new|next-visit|now), retrain, summary */
#define CRF_ACTION_SUBJECT_VERSION "subject.version"   /* subject, event (the visit it begins with, or NULL); canon: SHA-256; detail: mdv */
#define CRF_ACTION_ACCOUNT_ADD "account.add"           /* detail: login, name, box (X25519 public, base64), sign (Ed25519 public) */
#define CRF_ACTION_ACCOUNT_ROLES "account.roles"       /* detail: login, roles [..] */
#define CRF_ACTION_ACCOUNT_STATE "account.state"       /* detail: login, enabled (bool), must_change (bool) */
#define CRF_ACTION_ACCOUNT_KEYS "account.keys"         /* detail: login, box, sign: new key pair after a reset */
#define CRF_ACTION_KEYSLOT "keyslot.set"               /* detail: slot, kind, holder, sha256 */
#define CRF_ACTION_ROLE_KEY "rolekey.add"              /* detail: name, number, public */
#define CRF_ACTION_DELEGATE "delegation.add"           /* detail: login, task, from, to, training */
#define CRF_ACTION_SIGN_VOID "sign.void"               /* target of a signature; detail: meaning; reason: what on another form contradicts it */
#define CRF_ACTION_SIGN_IN "session.sign-in"
#define CRF_ACTION_SIGN_IN_FAILED "session.sign-in-failed" /* detail: login */
#define CRF_ACTION_SIGN_OUT "session.sign-out"
#define CRF_ACTION_SUBJECT_ADD "subject.register"      /* subject; detail: number, key (sealed subject key's slot), previous (key of an earlier screening) */
#define CRF_ACTION_SUBJECT_STATUS "subject.status"     /* subject; canon: screening|failed|eligible|allocated|treated|withdrawn|died|lost|completed; detail: date */
#define CRF_ACTION_EVENT_ADD "event.add"               /* subject, event, eventkey; detail: ordinal */
#define CRF_ACTION_EVENT_STATE "event.state"           /* …; canon: missed|done; reason */
#define CRF_ACTION_FORM_ADD "form.add"                 /* … form, formkey; detail: ordinal */
#define CRF_ACTION_FORM_STATE "form.state"             /* canon: started|complete|verified|signed|locked */
#define CRF_ACTION_GROUP_ADD "group.add"               /* … group, groupkey; detail: ordinal */
#define CRF_ACTION_VALUE "value.set"                   /* … item, value, unit, cmp, missing, canon; detail of a converted value: factor, factors (their version) */
#define CRF_ACTION_DERIVED "value.derive"              /* the same; detail: formula, version, inputs, raw, steps */
#define CRF_ACTION_SAMPLE "sample.set"                 /* … group, groupkey; detail: state (planned|taken|pending|reported|judged), analysed */
#define CRF_ACTION_JUDGE "value.judge"           /* … item; canon: NCS|CS; detail: of (entry of the value), link (key of an adverse event or history line) */
#define CRF_ACTION_CONSENT_VERSION "consent.version"   /* detail: number, date, ethics, valid_from, resign */
#define CRF_ACTION_CONSENT "consent.give"              /* subject; detail: version, at, by, explained_by, copy, kind (given|withdrawn), who, capacity (Y|N), options, scope (of a withdrawal: treatment|visits|data), order (before|after: against an act of the other kind on the same day) */
#define CRF_ACTION_RANGE "range.set"                   /* item; detail: laboratory, method, unit, sex, age_low, age_high, low, high, from, to */
#define CRF_ACTION_SOURCE "source.set"                 /* item; canon: chart|laboratory|paper|device|system */
#define CRF_ACTION_DEVIATION "deviation.open"          /* subject or NULL; detail: key, kind, about, text, class, found_on, found_by; reason; sealed: groupkey is the key */
#define CRF_ACTION_DEVIATION_STATE "deviation.state"   /* detail: key, state (confirmed|closed|cancelled), class, text, on_safety, on_rights, on_data, corrective, ethics_on, closed_on; sealed: groupkey is the key, in the box corrective and the reason, or the reason of one that was opened by who may know the arms */
#define CRF_ACTION_QUERY "query.open"                  /* target columns; detail: key, origin (system|person), check; prompt: the question */
#define CRF_ACTION_QUERY_STATE "query.state"           /* detail: key, state (Candidate|Open|Answered|Closed|Cancelled); value: message */
#define CRF_ACTION_SIGN "sign"                         /* target columns; detail: meaning, shown (SHA-256), heads, key, signature */
#define CRF_ACTION_LIST "slot.list"                    /* detail: list, seed (sealed), commitment (SHA-256 of the seed), design */
#define CRF_ACTION_SLOT "slot.add"                     /* value: sealed arm; detail: list, number, stratum, key (slot key sealed to allocation), station (that may draw it), label (its number on an uploaded list) */
#define CRF_ACTION_SLOT_DRAW "slot.draw"               /* subject; detail: list, number, stratum, allocation (randomisation number) */
#define CRF_ACTION_PRESCREEN "prescreen.add"           /* detail: date, age_band, sex; reason: nothing that tells who it was */
#define CRF_ACTION_IDENTIFIER_HASH "identifier.hash"   /* subject, item; canon: keyed hash of the identifier, NULL: cleared */
#define CRF_ACTION_ELIGIBILITY_SHOWN "eligibility.shown" /* subject; value: what the signature that follows freezes, line by line; canon: its SHA-256 */
#define CRF_ACTION_REPLAY "slot.replay"                /* detail: list, commitment, slots, faults: a key holder made the list again and compared */
#define CRF_ACTION_STRATUM "subject.stratum"           /* subject; canon: the true level; detail: stratum (OID), drawn (level); reason */
#define CRF_ACTION_ENROL "subject.enrol"               /* subject; detail: allocation (enrolment number), arm: designs without randomisation */
#define CRF_ACTION_LOT "lot.receive"                   /* detail: lot, and the fields of CrfLot */
#define CRF_ACTION_LOT_STATE "lot.state"               /* detail: lot, state (received|released|quarantined|used|returned|destroyed), tests {…}; reason */
#define CRF_ACTION_LOT_MOVE "lot.move"                 /* subject or NULL; detail: lot, kind (receive|reserve|unreserve|use|return|destroy), volume_ml, bags, bag; sealed for a masked subject */
#define CRF_ACTION_STUDY_STATUS "study.status"         /* canon: recruiting|paused|closed|follow-up|locked|archived; detail: date, infusions (go-on|stop, while paused); reason */
#define CRF_ACTION_LOT_MOVE "lot.move"                 /* subject or NULL; detail: lot, kind (receive|reserve|unreserve|use|return|destroy), volume_ml, bags, bag; sealed for a masked subject */
#define CRF_ACTION_CONTACT "contact.attempt"           /* subject; detail: day, how, reached ("1", "0"); reason: the note */
#define CRF_ACTION_TREATMENT "treatment.stop"          /* subject; canon: stopped|resumed; detail: day, by; reason */
#define CRF_ACTION_SAE_NEWS "sae.news"                 /* subject … formkey of the adverse event; detail: n, aware_at, text */
#define CRF_ACTION_SAE_REPORT "sae.report"             /* the same; detail: key, kind (first|follow-up|final), n, recipient, due_at, sent_at, how, sent_by, signature (valid|void|none) */
#define CRF_ACTION_SAE_RECEIPT "sae.receipt"           /* subject; detail: key, receipt, receipt_at */
#define CRF_ACTION_EVENT_LINK "event.link"             /* subject; detail: adverse_event, decompensation (formkeys) */
#define CRF_ACTION_CODING "term.code"                  /* target down to the item of a verbatim term; canon: code of the lowest level term, NULL: coded no more; value:
                                                          its name; detail: of (entry of the verbatim), verbatim, dictionary, version, language, pt_code,
                                                          pt, hlt_code, hlt, hlgt_code, hlgt, soc_code, soc, how (same|chosen), fell ("1"); reason */
#define CRF_ACTION_CODE_BREAK "code.break"             /* subject; value: the arm, sealed to the account "login"; detail: login, via (envelope|key); reason */
#define CRF_ACTION_CODE_FAILED "code.failed"           /* subject whose code was to be broken; detail: list, number (the envelope that was opened instead); reason */
#define CRF_ACTION_ENVELOPES "envelopes.print"         /* detail: to, sha256, number, fault (why it was not written after all) */
#define CRF_ACTION_TRIAL_KEY "trialkey.share"          /* detail: first, second: logins that hold a share each */
#define CRF_ACTION_TRIAL_UNBLIND "trial.unblind"       /* detail: first, second: who put their shares together */
#define CRF_ACTION_INFUSION_STEP "infusion.step"       /* subject, event, eventkey; detail: kind, at, and what belongs to the step; reason */
#define CRF_ACTION_STEP_NOTE "infusion.note"           /* subject, event, eventkey, groupkey (entry of the step); sealed, detail: box, carrier, next, note, why */
#define CRF_ACTION_CLOCK "clock.check"                 /* detail: ward, program, minutes: the ward clock compared with this workstation */
#define CRF_ACTION_LOT_ALERT "lot.alert"               /* subject; detail: lot, state (acknowledged): journal only; reason: what was done */
#define CRF_ACTION_EXPORT "export"                     /* detail: to, sha256, filter; fault: it was not written after all */
#define CRF_ACTION_BACKUP "backup"                     /* detail: to, sha256, heads */
#define CRF_ACTION_VIEW "view"                         /* subject */
#define CRF_ACTION_HOLD "hold.set"                     /* target down to the form, each column NULL: all; canon: open|frozen|locked; reason */
#define CRF_ACTION_VERIFIED "verify.set"               /* target down to form or item; canon: verified|open */
#define CRF_ACTION_SECOND "second.set"                 /* target down to item, keys of the second entry's own repeats; value …; detail: result
                                                          (same|differs|alone), form, group: keys of the first entry's repeat; base: its value */
#define CRF_ACTION_SECOND_MATCH "second.match"         /* target down to form or group: a repeat of the second entry; detail: form, group: keys of the
                                                          first entry's repeat that it is, absent: none; differs: OIDs of items, separated by blanks */
#define CRF_ACTION_SECOND_DECIDED "second.decide"      /* target down to item, in the first entry; canon: first|second|other; reason */
#define CRF_ACTION_SECOND_DONE "second.done"           /* target down to event or form; detail: form, first, second: number of repeats of each */
#define CRF_ACTION_SECOND_ROW "second.row"             /* target down to form or group; canon: first|second (which one the source agrees with), NULL:
                                                          found; detail: side (first|second): which entry has it; reason */
#define CRF_ACTION_POLICY "policy.set"                 /* canon: its value, NULL: no longer set; detail: name; reason */
#define CRF_ACTION_TRAINING "training.add"             /* detail: login, subject, date */
#define CRF_ACTION_POPULATION "population.set"         /* subject; canon: name; detail: included (1|0); reason */
#define CRF_ACTION_CLOCK_BACK "clock.back"             /* detail: last (at of the newest entry), seconds, from (at of the clock.ahead that it ends) */
#define CRF_ACTION_CLOCK_AHEAD "clock.ahead"           /* detail: last (at of the newest entry), seconds: far more than is usual between two entries */
#define CRF_ACTION_SESSION_LOCK "session.lock"         /* the window was locked, keys were wiped; detail of one that could not be written at the time: at */
#define CRF_ACTION_SIGN_OUT_MISSING "session.sign-out-missing" /* detail: login, and at: a sign-out that could not be written then, or since: a session that has no end in the journal */
#define CRF_ACTION_SESSION_UNLOCK "session.unlock"
#define CRF_ACTION_SESSION_PIN "session.pin"           /* a shift PIN was chosen; which, and anything that tells it, is written nowhere */
#define CRF_ACTION_SESSION_PIN_UNLOCK "session.unlock.pin" /* unlocked for entry only; no key was opened */
#define CRF_ACTION_SESSION_ROLE "session.role"         /* the person goes on in the role of this entry */
#define CRF_ACTION_FORM_MOVED "form.move"              /* target; detail: from or to, subject, event, eventkey, formkey; reason */
/* What came from another study file of the same study. The entries of its data are those of any data, with a member "source" in their detail: id, user, at,
   location of the audit record there; see crf-origin.h. */
#define CRF_ACTION_TRANSFER "transfer.in"              /* journal only; detail: name, sha256, signer, file, type, created, heads, users [{…}], locations [{…}] */
#define CRF_ACTION_TRUST "trust.set"                   /* canon: trusted|revoked; detail: key, fingerprint, login, name, workstation, site; reason */
#define CRF_ACTION_ACCEPT_PACKAGE "package.accept"     /* detail: sha256, name; reason: a file that nobody signed may come in */
#define CRF_ACTION_PACKAGE_SIGN "package.sign"         /* journal only; detail: purpose, name, sha256 (not of a list of arms), fingerprint, signature (its SHA-256) */
#define CRF_ACTION_PACKAGE_TAKE "package.take"         /* journal only; canon: signed|answered|unsigned; detail: purpose, name, sha256 (not of a list of arms); of
                                                          what was signed: signer, login, role, fingerprint, at, signature (its SHA-256); reason */
#define CRF_ACTION_TRANSFER_SUBJECT "transfer.subject" /* journal only; subject; detail: transfer (entry), file; reason */
#define CRF_ACTION_TRANSFER_RECORD "transfer.record"   /* target columns; detail: source {what (sealed|sign), type, meaning …}; of a signature what it was made over:
                                                          study, subject, login, role, off, meaning, shown, heads, key, signature (all as there),
                                                          void (1: something under it had changed) */
#define CRF_ACTION_TRANSFER_ALLOCATION "transfer.allocation" /* subject; detail: allocation, stratum, arm (only where nobody is blinded): allocated in another
                                                          file, nothing was drawn here */
#define CRF_ACTION_FILE_FOUND "file.found"             /* detail: expected, found: another head than the one last written here */

/* Lower-case hex SHA-256 over "name=<byte length>:<UTF-8>\n" ("name=-\n" for NULL) of all columns before hash. @hex has 65 bytes. */
void crf_entry_hash (const char *const columns[CRF_N_COLS], char *hex);

G_END_DECLS
