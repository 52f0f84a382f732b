-- .of_media
SELECT media, name, path, mime, bytes, blake2b, width, height, recipe,
	made_at, made_ms
FROM file WHERE media = ? ORDER BY name

-- .by_name
SELECT media, name, path, mime, bytes, blake2b, width, height, recipe,
	made_at, made_ms
FROM file WHERE media = ? AND name = ?

-- .by_path
SELECT media, name, path, mime, bytes, blake2b, width, height, recipe,
	made_at, made_ms
FROM file WHERE media = ? AND path = ?

-- .put
INSERT INTO file(media, name, path, mime, bytes, blake2b, width, height,
	recipe, made_at, made_ms)
VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT(media, name) DO UPDATE SET path = excluded.path,
	mime = excluded.mime, bytes = excluded.bytes,
	blake2b = excluded.blake2b, width = excluded.width,
	height = excluded.height, recipe = excluded.recipe,
	made_at = excluded.made_at, made_ms = excluded.made_ms

-- .bytes
SELECT bytes FROM file WHERE media = ? AND name = ?

-- .drop
DELETE FROM file WHERE media = ? AND name = ?

-- .media_of_raw
SELECT media FROM file WHERE name = 'raw' AND path = ?
