-- .pictures
SELECT name, path, mime, width, height FROM file
WHERE media = ? AND (width <= ? OR name = 'storyboard.jpg')
	AND mime >= 'image/' AND mime < 'image0' AND name <> 'raw'
ORDER BY name

-- .facts
SELECT name, value FROM fact WHERE media = ? AND name BETWEEN ? AND ?

-- .sent
SELECT m.class, m.note, f.path, coalesce(f.bytes, 0)
FROM media m LEFT JOIN file f ON f.media = m.id AND f.name = 'raw'
WHERE m.id = ?
