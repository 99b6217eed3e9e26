-- SPDX-License-Identifier: GPL-3.0-or-later
-- How flows went: a row for each flow and step of time, minutes of a day and quarters of an hour of a week.

CREATE TABLE flow_figures (
    flow          TEXT    NOT NULL,
    step_seconds  INTEGER NOT NULL,
    at_utc_ms     INTEGER NOT NULL,
    rows_per_s    REAL    NOT NULL,
    lag_ms        INTEGER NOT NULL,
    PRIMARY KEY (flow, step_seconds, at_utc_ms)
) WITHOUT ROWID;

CREATE INDEX flow_figures_by_time ON flow_figures (step_seconds, at_utc_ms);
