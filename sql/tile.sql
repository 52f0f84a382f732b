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
