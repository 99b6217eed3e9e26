-- What a person answered to an alarm: who has seen it, and until when it shall be quiet, by whom and why.
ALTER TABLE alarms ADD COLUMN acknowledged_by TEXT NOT NULL DEFAULT '';
ALTER TABLE alarms ADD COLUMN acknowledged_utc_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE alarms ADD COLUMN silenced_until_utc_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE alarms ADD COLUMN silenced_by TEXT NOT NULL DEFAULT '';
ALTER TABLE alarms ADD COLUMN silence_reason TEXT NOT NULL DEFAULT '';
