-- .files
SELECT f.media, f.name, f.path, f.bytes, f.blake2b,
	m.key, m.state, m.visibility, m.title,
	m.id IN (SELECT media FROM moving),
	EXISTS (SELECT 1 FROM damage d
		WHERE d.media = f.media AND d.name = f.name)
FROM file f JOIN media m ON m.id = f.media
WHERE (f.media, f.name) > (?, ?) AND m.state <> 4
ORDER BY f.media, f.name LIMIT ?

-- .file
SELECT f.media, f.name, f.path, f.bytes, f.blake2b,
	m.key, m.state, m.visibility, m.title,
	m.id IN (SELECT media FROM moving),
	EXISTS (SELECT 1 FROM damage d
		WHERE d.media = f.media AND d.name = f.name)
FROM file f JOIN media m ON m.id = f.media
WHERE f.media = ? AND f.name = ? AND m.state <> 4

-- .names
SELECT f.name = 'raw', f.path, m.key
FROM file f JOIN media m ON m.id = f.media

-- .totals
SELECT count(*), coalesce(sum(bytes), 0) FROM file

-- .no_original
SELECT m.id, m.title FROM media m
WHERE m.state <> 4
	AND NOT EXISTS (SELECT 1 FROM file WHERE media = m.id AND name = 'raw')

-- .newest
SELECT coalesce(max(created_at), 0) FROM media

-- .raw
SELECT count(*) FROM file WHERE name = 'raw' AND path = ?

-- .rendition
SELECT count(*) FROM file f JOIN media m ON m.id = f.media
WHERE m.key = ? AND f.path = ?
