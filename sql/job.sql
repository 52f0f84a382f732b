-- .put
INSERT INTO job(maker, subject, deed, state, lane, rank, party, blocks, way,
	tries, losses, crashes, attempts, due_at, class, reason, log, progress,
	made_at, kind)
VALUES(?, ?, ?, 1, ?, ?, ?, ?, 0, 0, 0, 0, 0, 0, 0, '', '', 0, ?, ?)
ON CONFLICT(maker, subject, deed) DO NOTHING

-- .served
-- what runs may be of a later turn than what waits: it was more urgent then
SELECT coalesce(min(rank), -1) FROM (
	SELECT * FROM (SELECT rank FROM job
		WHERE state = 2 AND rank >= ?1 AND rank < ?2
		ORDER BY rank LIMIT 1)
	UNION ALL
	SELECT * FROM (SELECT rank FROM job
		WHERE state = 1 AND rank >= ?1 AND rank < ?2 AND due_at <= ?3
		ORDER BY rank LIMIT 1))

-- .first_of_subject
SELECT coalesce(min(rank), -1) FROM job
WHERE maker = ? AND subject = ? AND rank < ?

-- .last_of_party
SELECT coalesce(max(rank), -1) FROM job
WHERE party = ? AND rank >= ? AND rank < ?

-- .by_id
SELECT id, maker, subject, deed, state, lane, rank, blocks, way, tries, losses,
	crashes, attempts, due_at, class, reason, log, progress, made_at,
	failed_at
FROM job WHERE id = ?

-- .of_subject
SELECT id, maker, subject, deed, state, lane, rank, blocks, way, tries, losses,
	crashes, attempts, due_at, class, reason, log, progress, made_at,
	failed_at
FROM job WHERE maker = ? AND subject = ? ORDER BY rank, id

-- .pending
SELECT count(*) FROM job WHERE maker = ? AND subject = ? AND state < 3

-- .list
SELECT id, maker, subject, deed, state, lane, rank, blocks, way, tries, losses,
	crashes, attempts, due_at, class, reason, log, progress, made_at,
	failed_at
FROM job WHERE state = ? ORDER BY rank, id LIMIT ?

-- .due
SELECT id, maker, subject, deed, state, lane, rank, blocks, way, tries, losses,
	crashes, attempts, due_at, class, reason, log, progress, made_at,
	failed_at
FROM job
WHERE state = 1 AND (due_at <= ?1 OR due_at > ?1 + 90000) AND lane <= ?2
ORDER BY rank, id LIMIT 1

-- .next_due
SELECT coalesce(min(due_at), 0) FROM job WHERE state = 1 AND due_at > ?

-- .counts
SELECT count(*) FILTER (WHERE state = 1), count(*) FILTER (WHERE state = 2),
	count(*) FILTER (WHERE state = 3)
FROM job

-- .ahead
SELECT count(*) FROM (SELECT 1 FROM job
	WHERE state = 1 AND (rank, id) < (?, ?) LIMIT ?)

-- .running
UPDATE job SET state = 2, attempts = attempts + 1, progress = 0 WHERE id = ?

-- .progress
UPDATE job SET progress = ? WHERE id = ? AND progress <> ?

-- .again
UPDATE job SET state = ?, way = ?, tries = ?, losses = ?, crashes = ?,
	due_at = ?, class = ?, reason = ?, log = ?, progress = 0,
	failed_at = unixepoch()
WHERE id = ?

-- .retry
UPDATE job SET state = 1, way = 0, tries = 0, losses = 0, crashes = 0,
	due_at = 0, progress = 0
WHERE maker = ? AND subject = ? AND state = 3

-- .retry_one
UPDATE job SET state = 1, way = 0, tries = 0, losses = 0, crashes = 0,
	due_at = 0, progress = 0
WHERE id = ? AND (state = 3 OR state = 1 AND class <> 0)

-- .uncancel
UPDATE job SET class = ?, reason = ''
WHERE maker = ? AND subject = ? AND state = 2 AND class = ?

-- .tier_count
SELECT count(*) FROM (SELECT 1 FROM job
	WHERE state = ? AND rank >= ? AND rank < ? LIMIT ?)

-- .tier_drop
DELETE FROM job WHERE id IN (SELECT id FROM job
	WHERE state = 1 AND rank >= ? AND rank < ? LIMIT ?)

-- .uncancel_one
UPDATE job SET class = ?, reason = '' WHERE id = ? AND state = 2 AND class = ?

-- .forget_running
UPDATE attempt SET state = 4
WHERE job IN (SELECT id FROM job WHERE maker = ? AND subject = ?)

-- .forget_class
UPDATE job SET class = 0 WHERE maker = ? AND subject = ? AND state = 2

-- .forget_waiting
DELETE FROM job
WHERE maker = ? AND subject = ?
	AND id NOT IN (SELECT job FROM attempt)

-- .cancel
UPDATE job SET state = CASE state WHEN 1 THEN 3 ELSE state END, class = ?,
	reason = ?, log = '', failed_at = unixepoch()
WHERE id = ? AND state < 3

-- .cancel_attempt
UPDATE attempt SET state = 4 WHERE job = ?

-- .done
-- only within the transaction that drops it: no other job has this name, and
-- nobody waits for this one
UPDATE job SET state = 4, deed = '', blocks = 0 WHERE id = ?

-- .drop
DELETE FROM job WHERE id = ?

-- .attempt_put
INSERT INTO attempt(job, number, state, since_at, host, boot, pid, pid_start,
	told_at)
VALUES(?, ?, 1, ?, '', ?, 0, 0, 0)

-- .attempts
SELECT a.job, a.number, a.state, a.host, a.boot, j.lane, j.rank
FROM attempt a JOIN job j ON j.id = a.job ORDER BY a.job

-- .attempt_state
SELECT state, host, boot FROM attempt WHERE job = ? AND number = ?

-- .attempt_of
SELECT state, number, since_at, pid FROM attempt WHERE job = ?

-- .often_lost
SELECT count(*) FROM job WHERE losses >= 2

-- .attempt_known
SELECT number FROM attempt WHERE job = ? AND number = ?

-- .attempt_hung
UPDATE attempt SET state = 3 WHERE job = ? AND state = 2

-- .attempt_told
UPDATE attempt SET told_at = ? WHERE job = ? AND told_at = 0

-- .attempt_ending
SELECT state, told_at FROM attempt WHERE job = ?

-- .attempt_started
UPDATE attempt SET state = CASE state WHEN 1 THEN 2 ELSE state END,
	host = ?, boot = ?, pid = ?, pid_start = ?
WHERE job = ?

-- .attempt_drop
DELETE FROM attempt WHERE job = ?

-- .attempts_of
SELECT count(*) FROM attempt a JOIN job j ON j.id = a.job
WHERE j.maker = ? AND j.subject = ?

-- .groups
SELECT state, kind, class, count(*) FROM job GROUP BY state, kind, class

-- .group_older
SELECT failed_at, id FROM job
WHERE state = ? AND kind = ? AND class = ? AND (failed_at, id) < (?, ?)
ORDER BY failed_at DESC, id DESC LIMIT ?

-- .group_newer
SELECT failed_at, id FROM job
WHERE state = ? AND kind = ? AND class = ? AND (failed_at, id) > (?, ?)
ORDER BY failed_at, id LIMIT ?
