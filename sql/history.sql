-- .note
-- in the transaction that settles an attempt, before its job goes
INSERT INTO history(hour, maker, kind, class, n, work_ms, bytes)
SELECT ?2, maker, kind, ?3, 1, ?4, ?5 FROM job WHERE id = ?1
ON CONFLICT(hour, maker, kind, class) DO UPDATE SET n = n + 1,
	work_ms = work_ms + excluded.work_ms, bytes = bytes + excluded.bytes

-- .since
SELECT hour, kind, class, n, work_ms, bytes FROM history
WHERE hour >= ? ORDER BY hour LIMIT ?

-- .forget
DELETE FROM history WHERE hour < ?

-- .queue_put
INSERT OR REPLACE INTO queue(at, waiting, running, failed) VALUES(?, ?, ?, ?)

-- .queue_last
SELECT at, waiting, running, failed FROM queue WHERE at < ?
ORDER BY at DESC LIMIT 1

-- .queue_since
SELECT at, waiting, running, failed FROM queue WHERE at >= ? ORDER BY at LIMIT ?

-- .queue_forget
DELETE FROM queue WHERE at < ?
