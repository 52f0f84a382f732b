-- .pictures
SELECT name, path, mime, width, height FROM file
WHERE media = ? AND (width <= ? OR name = 'storyboard.jpg')
	AND mime >= 'image/' AND mime < 'image0' AND name <> 'raw'
ORDER BY name

-- .facts
-- three places in the index: IN (...) would make a table for each media
SELECT name, value FROM fact WHERE media = ?1 AND name = 'length_ms'
UNION ALL SELECT name, value FROM fact WHERE media = ?1 AND name = 'video'
UNION ALL SELECT name, value FROM fact WHERE media = ?1
	AND name BETWEEN 'storyboard_columns' AND 'storyboard_rows'

-- .sent
SELECT m.class, m.note, f.path, coalesce(f.bytes, 0)
FROM media m LEFT JOIN file f ON f.media = m.id AND f.name = 'raw'
WHERE m.id = ?
