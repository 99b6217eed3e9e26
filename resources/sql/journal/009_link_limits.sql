-- How fast a link may send and receive, as people write it: engine/model/rate_plan.h. Empty: without limit.
ALTER TABLE links ADD COLUMN send_limit TEXT NOT NULL DEFAULT '';
ALTER TABLE links ADD COLUMN receive_limit TEXT NOT NULL DEFAULT '';
