-- .sums
-- of the last whole count (0) or of the one being made (1)
SELECT kind, output, why, media, length_ms, bytes, reads, timed,
	timed_length_ms, made_ms
FROM stale WHERE draft = ? ORDER BY kind, output, why LIMIT ?

-- .sum_put
INSERT OR REPLACE INTO stale(draft, kind, output, why, media, length_ms, bytes,
	reads, timed, timed_length_ms, made_ms)
VALUES(1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- .sums_drop
DELETE FROM stale WHERE draft = ?

-- .sums_true
UPDATE stale SET draft = 0 WHERE draft = 1

-- .expected
SELECT coalesce(sum(media), 0) FROM stale
WHERE draft = 0 AND why IN (1, 2) AND (?1 = '' OR kind = ?1)
	AND (?2 = '' OR output = ?2)

-- .ids
-- as many of them as there is time for
SELECT id FROM media WHERE id > ? AND id <= ? ORDER BY id

-- .last_id
SELECT coalesce(max(id), 0) FROM media

-- .run
SELECT phase, kind, output, at, last, uid, begun_at, ended_at, expected, made,
	removed, old_bytes, new_bytes, made_ms
FROM remake WHERE id = 1

-- .start
INSERT OR REPLACE INTO remake(id, phase, kind, output, at, last, uid, begun_at,
	ended_at, expected, made, removed, old_bytes, new_bytes, made_ms)
VALUES(1, 1, ?, ?, ?, ?, ?, ?, 0, ?, 0, 0, 0, 0, 0)

-- .move
UPDATE remake SET at = ? WHERE id = 1 AND phase = 1

-- .end
UPDATE remake SET phase = ?, ended_at = ? WHERE id = 1 AND phase = 1

-- .made
UPDATE remake SET made = made + ?, removed = removed + ?,
	old_bytes = old_bytes + ?, new_bytes = new_bytes + ?,
	made_ms = made_ms + ?
WHERE id = 1
