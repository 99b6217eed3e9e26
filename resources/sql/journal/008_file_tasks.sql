-- SPDX-License-Identifier: GPL-3.0-or-later
-- File transfer: tasks, their runs, the files of a run, and what the other side is known to have.

CREATE TABLE file_tasks (
    name                TEXT PRIMARY KEY NOT NULL,
    peer_code           TEXT NOT NULL REFERENCES links (peer_code),
    source_directory    TEXT NOT NULL,
    patterns            TEXT NOT NULL,
    target_directory    TEXT NOT NULL,
    full_copy           INTEGER NOT NULL,
    compress            INTEGER NOT NULL,
    seal                INTEGER NOT NULL,
    convert_text        INTEGER NOT NULL,
    split_bytes         INTEGER NOT NULL,
    priority            INTEGER NOT NULL,
    resends             INTEGER NOT NULL,
    first_pause_seconds INTEGER NOT NULL,
    completeness        TEXT NOT NULL,
    cleaning            TEXT NOT NULL,
    clean_after_days    INTEGER NOT NULL,
    starts              TEXT NOT NULL,
    enabled             INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- key: 16 random bytes, the same at both nodes. direction: 'out' here, 'in' from a peer. args is a JSON array of texts.
CREATE TABLE file_runs (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    key             BLOB NOT NULL UNIQUE,
    direction       TEXT NOT NULL,
    task            TEXT NOT NULL,
    peer_code       TEXT NOT NULL,
    target_directory TEXT NOT NULL,
    kind            TEXT NOT NULL,
    state           TEXT NOT NULL,
    started_utc_ms  INTEGER NOT NULL,
    finished_utc_ms INTEGER NOT NULL,
    arrived         INTEGER NOT NULL,
    repeated        INTEGER NOT NULL,
    unchanged       INTEGER NOT NULL,
    failed          INTEGER NOT NULL,
    skipped         INTEGER NOT NULL,
    bytes           INTEGER NOT NULL,
    sent_bytes      INTEGER NOT NULL,
    event           TEXT NOT NULL,
    args            TEXT NOT NULL,
    receipt         BLOB NOT NULL
) STRICT;

CREATE INDEX file_runs_by_task ON file_runs (task, id);
CREATE INDEX unfinished_file_runs ON file_runs (id) WHERE finished_utc_ms = 0;

-- One direction of one task with one peer; its directories by number, so that a million files do not repeat their paths.
CREATE TABLE file_flows (
    id        INTEGER PRIMARY KEY,
    direction TEXT NOT NULL,
    peer_code TEXT NOT NULL,
    task      TEXT NOT NULL,
    UNIQUE (direction, peer_code, task)
) STRICT;

CREATE TABLE file_directories (
    id    INTEGER PRIMARY KEY,
    flow  INTEGER NOT NULL,
    path  BLOB NOT NULL,
    there INTEGER NOT NULL,
    UNIQUE (flow, path)
) STRICT;

-- What the receiver is known to have: sent and acknowledged (out), published (in). size to inode are those of the file
-- here, by which a change is seen.
CREATE TABLE file_catalogue (
    directory   INTEGER NOT NULL,
    name        BLOB NOT NULL,
    size        INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    changed_ns  INTEGER NOT NULL,
    inode       INTEGER NOT NULL,
    digest      BLOB NOT NULL,
    run         INTEGER NOT NULL,
    utc_ms      INTEGER NOT NULL,
    PRIMARY KEY (directory, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE file_transfers (
    id           INTEGER PRIMARY KEY,
    run          INTEGER NOT NULL,
    directory    INTEGER NOT NULL,
    name         BLOB NOT NULL,
    size         INTEGER NOT NULL,
    digest       BLOB NOT NULL,
    state        TEXT NOT NULL,
    attempts     INTEGER NOT NULL,
    first_utc_ms INTEGER NOT NULL,
    last_utc_ms  INTEGER NOT NULL,
    event        TEXT NOT NULL,
    args         TEXT NOT NULL,
    UNIQUE (run, directory, name)
) STRICT;

CREATE INDEX open_file_transfers ON file_transfers (run, id) WHERE state IN ('waiting', 'publishing', 'failed', 'skipped');
