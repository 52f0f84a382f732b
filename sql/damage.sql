-- .mark
INSERT INTO damage(media, name, what, found_at) VALUES(?1, ?2, ?3, ?4)
ON CONFLICT(media, name) DO UPDATE SET what = excluded.what
WHERE what <> excluded.what

-- .clear
DELETE FROM damage WHERE media = ? AND name = ?

-- .of_media
SELECT media, name, what, found_at FROM damage WHERE media = ?

-- .counts
SELECT count(*) FILTER (WHERE name = 'raw'),
	count(*) FILTER (WHERE name <> 'raw')
FROM damage

-- .list
SELECT d.media, d.name, d.what, d.found_at, m.uid, m.slug, m.title,
	(SELECT name FROM name n WHERE n.uid = m.uid
		ORDER BY touched_at DESC, fold LIMIT 1)
FROM damage d JOIN media m ON m.id = d.media
ORDER BY d.name <> 'raw', d.media, d.name LIMIT ?
