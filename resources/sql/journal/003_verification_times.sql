-- SPDX-License-Identifier: GPL-3.0-or-later
-- Verifications go on after a restart, and begin by a timetable. resume: the host's own, see VerificationProgress.

ALTER TABLE verifications ADD COLUMN resume BLOB NOT NULL DEFAULT x'';
ALTER TABLE subscriptions ADD COLUMN verify_times TEXT NOT NULL DEFAULT '';

DROP INDEX verifications_by_subscription;
CREATE INDEX verifications_by_subscription ON verifications (subscription, started_utc_ms);
CREATE INDEX verifications_by_outcome ON verifications (outcome);

-- What was due before a timetable was given is not made up for.
CREATE TABLE verification_times (
    subscription TEXT PRIMARY KEY NOT NULL,
    times        TEXT NOT NULL,
    since_utc_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
