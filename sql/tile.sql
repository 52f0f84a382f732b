-- .pictures
SELECT name, path, mime, width, height FROM file
WHERE media = ? AND name <> 'raw' AND mime >= 'image/' AND mime < 'image0'
ORDER BY name

-- .facts
SELECT name, value FROM fact
WHERE media = ?
	AND CASE name WHEN 'length_ms' THEN 1 WHEN 'storyboard_columns' THEN 1
		WHEN 'storyboard_rows' THEN 1 WHEN 'storyboard_count' THEN 1
		WHEN 'video' THEN 1 END

-- .sent
SELECT m.class, m.note, f.path, coalesce(f.bytes, 0)
FROM media m LEFT JOIN file f ON f.media = m.id AND f.name = 'raw'
WHERE m.id = ?
