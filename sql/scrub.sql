-- .files
SELECT f.media, f.name, f.path, f.bytes, f.blake2b, m.key, m.state,
	m.visibility
FROM file f JOIN media m ON m.id = f.media
WHERE (f.media, f.name) > (?, ?) AND m.state <> 4
ORDER BY f.media, f.name LIMIT ?

-- .file
SELECT f.media, f.name, f.path, f.bytes, f.blake2b, m.key, m.state,
	m.visibility
FROM file f JOIN media m ON m.id = f.media
WHERE f.media = ? AND f.name = ? AND m.state <> 4

-- .damaged
SELECT media, name FROM damage
WHERE (media, name) > (?, ?) AND (media, name) <= (?, ?)
ORDER BY media, name
