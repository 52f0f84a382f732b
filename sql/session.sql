-- .insert
INSERT INTO session(hash, uid, made_at, seen_at, agent)
VALUES(?, ?, ?, ?, ?)

-- .by_hash
SELECT uid, made_at, seen_at FROM session
WHERE hash = ? AND seen_at > ? AND made_at > ?

-- .seen
UPDATE session SET seen_at = ? WHERE hash = ?

-- .drop
DELETE FROM session WHERE hash = ?

-- .drop_all
DELETE FROM session WHERE uid = ?

-- .drop_old
DELETE FROM session WHERE seen_at <= ? OR made_at <= ?

-- .tries
SELECT count, last_at FROM tries WHERE key = ?

-- .tried
INSERT INTO tries(key, count, last_at) VALUES(?, 1, ?)
ON CONFLICT(key) DO UPDATE SET count = count + 1, last_at = excluded.last_at

-- .tries_drop
DELETE FROM tries WHERE key = ?

-- .tries_drop_old
DELETE FROM tries WHERE last_at < ?
