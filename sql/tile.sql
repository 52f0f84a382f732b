-- .pictures
SELECT media, name, path, mime, width, height FROM file
WHERE media IN (SELECT value FROM json_each(?))
	AND name <> 'raw' AND mime >= 'image/' AND mime < 'image0'
ORDER BY media, name

-- .facts
SELECT media, name, value FROM fact
WHERE media IN (SELECT value FROM json_each(?))
	AND name IN ('length_ms', 'storyboard_columns', 'storyboard_rows',
		'storyboard_count', 'video')

-- .sent
SELECT m.id, m.class, m.note, f.path, coalesce(f.bytes, 0)
FROM media m LEFT JOIN file f ON f.media = m.id AND f.name = 'raw'
WHERE m.id IN (SELECT value FROM json_each(?))
