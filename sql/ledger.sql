-- .add
-- what a file adds or takes away: on the axes of name, kind, person and day
INSERT INTO ledger(axis, key, files, bytes)
SELECT axis, key, ?3, ?4 FROM (
	SELECT 1 AS axis, ?2 AS key
	UNION ALL SELECT 2, kind FROM media WHERE id = ?1
	UNION ALL SELECT 3, CAST(uid AS TEXT) FROM media WHERE id = ?1
	UNION ALL SELECT 4, CAST(unixepoch() / 86400 AS TEXT))
WHERE true
ON CONFLICT(axis, key) DO UPDATE SET files = files + excluded.files,
	bytes = bytes + excluded.bytes

-- .add_kind
-- all files of one media, times ?2, to its kind
INSERT INTO ledger(axis, key, files, bytes)
SELECT 2, m.kind, ?2 * count(*), ?2 * sum(f.bytes)
FROM media m JOIN file f ON f.media = m.id WHERE m.id = ?1 GROUP BY m.kind
ON CONFLICT(axis, key) DO UPDATE SET files = files + excluded.files,
	bytes = bytes + excluded.bytes

-- .set
INSERT OR REPLACE INTO ledger(axis, key, files, bytes)
SELECT 5, ?1, ?2, ?3
WHERE NOT EXISTS (SELECT 1 FROM ledger
	WHERE axis = 5 AND key = ?1 AND files = ?2 AND bytes = ?3)

-- .list
SELECT key, files, bytes FROM ledger WHERE axis = ? AND files <> 0
ORDER BY bytes DESC, key LIMIT ?

-- .people
SELECT l.key, l.files, l.bytes,
	(SELECT name FROM name n WHERE n.uid = CAST(l.key AS INTEGER)
		ORDER BY touched_at DESC, fold LIMIT 1)
FROM (SELECT key, files, bytes FROM ledger WHERE axis = 3 AND files <> 0
	ORDER BY bytes DESC, key LIMIT ?) l

-- .totals
SELECT coalesce(sum(files) FILTER (WHERE key = 'raw'), 0),
	coalesce(sum(bytes) FILTER (WHERE key = 'raw'), 0),
	coalesce(sum(files) FILTER (WHERE key <> 'raw'), 0),
	coalesce(sum(bytes) FILTER (WHERE key <> 'raw'), 0)
FROM ledger WHERE axis = 1

-- .disk
SELECT files, bytes FROM ledger WHERE axis = 5 AND key = ?

-- .growth
-- of so many days up to today, and how many days ago the first one was
SELECT coalesce(sum(bytes) FILTER (WHERE CAST(key AS INTEGER) > today - ?1
		AND CAST(key AS INTEGER) <= today), 0),
	coalesce(today - min(CAST(key AS INTEGER)) FILTER
		(WHERE CAST(key AS INTEGER) <= today), 0)
FROM (SELECT unixepoch() / 86400 AS today) LEFT JOIN ledger ON axis = 4

-- .differs
-- axes on which the sums are not those of the rows
WITH sums(axis, key, files, bytes) AS (
	SELECT 1, name, count(*), sum(bytes) FROM file GROUP BY name
	UNION ALL SELECT 2, m.kind, count(*), sum(f.bytes)
	FROM file f JOIN media m ON m.id = f.media GROUP BY m.kind
	UNION ALL SELECT 3, CAST(m.uid AS TEXT), count(*), sum(f.bytes)
	FROM file f JOIN media m ON m.id = f.media GROUP BY m.uid),
	kept AS (SELECT axis, key, files, bytes FROM ledger
		WHERE axis < 4 AND (files <> 0 OR bytes <> 0))
SELECT count(*) FROM (
	SELECT * FROM (SELECT * FROM sums EXCEPT SELECT * FROM kept)
	UNION ALL
	SELECT * FROM (SELECT * FROM kept EXCEPT SELECT * FROM sums))

-- .forget
DELETE FROM ledger WHERE axis < 4

-- .rebuild
INSERT INTO ledger(axis, key, files, bytes)
SELECT 1, name, count(*), sum(bytes) FROM file GROUP BY name
UNION ALL SELECT 2, m.kind, count(*), sum(f.bytes)
FROM file f JOIN media m ON m.id = f.media GROUP BY m.kind
UNION ALL SELECT 3, CAST(m.uid AS TEXT), count(*), sum(f.bytes)
FROM file f JOIN media m ON m.id = f.media GROUP BY m.uid
