-- media as a worker would leave them, without their files: each fourth one a
-- film, the others pictures; ?1 how many, ?2 whose

-- .media
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
INSERT INTO media(key, uid, slug, title, description, alt, kind, state,
	visibility, show_place, class, note, created_at, published_at)
SELECT lower(hex(randomblob(11))), ?2, 'media-' || i, 'Evening on hill ' || i,
	'A walk up the *hill*, with [a map](https://example.org/' || i || ').'
	|| char(10, 10) || '- first the wood' || char(10) || '- then the top',
	'The sun behind a hill',
	CASE i % 4 WHEN 0 THEN 'video' ELSE 'image' END, 2, 2, 0, 0, '',
	1700000000 + i, 1700000000 + i
FROM n

-- .files
-- CROSS JOIN: the rows of a media stand side by side, as they come to be
WITH made(kind, name, mime, width) AS (VALUES
	('image', 'raw', 'image/jpeg', 4000),
	('video', 'raw', 'video/mp4', 1920),
	('', 'small.jpg', 'image/jpeg', 320),
	('', 'small.webp', 'image/webp', 320),
	('', 'medium.jpg', 'image/jpeg', 1280),
	('', 'medium.webp', 'image/webp', 1280),
	('image', 'large.jpg', 'image/jpeg', 2560),
	('image', 'large.webp', 'image/webp', 2560),
	('video', 'v360.mp4', 'video/mp4', 640),
	('video', 'v720.mp4', 'video/mp4', 1280),
	('video', 'storyboard.jpg', 'image/jpeg', 1600))
INSERT INTO file(media, name, path, mime, bytes, blake2b, width, height,
	recipe, made_at)
SELECT m.id, r.name,
	CASE r.name WHEN 'raw' THEN m.key || '.1.4000000'
		ELSE replace(r.name, '.', '-1a2b3c4d.') END,
	r.mime, r.width * 1000, lower(hex(randomblob(32))), r.width,
	r.width * 3 / 4,
	CASE r.name WHEN 'raw' THEN '' ELSE lower(hex(randomblob(32))) END,
	m.created_at
FROM media m CROSS JOIN made r ON r.kind IN ('', m.kind)

-- .facts
WITH found(kind, name, value) AS (VALUES
	('', 'width', '4000'), ('', 'height', '3000'),
	('', 'date', '2024-05-01 20:15:03'),
	('image', 'type', 'jpeg'), ('image', 'camera', 'Nikon D750'),
	('image', 'lens', '24-120 mm f/4'), ('image', 'orientation', '1'),
	('image', 'exposure', '1/250 s, f/8, ISO 100, 35 mm'),
	('video', 'type', 'mp4'), ('video', 'video', '1'),
	('video', 'audio', '1'), ('video', 'length_ms', '83000'),
	('video', 'video_codec', 'h264'), ('video', 'audio_codec', 'aac'),
	('video', 'fps', '25000'), ('video', 'channels', '2'),
	('video', 'sample_rate', '48000'), ('video', 'pix_fmt', 'yuv420p'),
	('video', 'storyboard_columns', '5'),
	('video', 'storyboard_rows', '9'),
	('video', 'storyboard_count', '42'),
	('video', 'storyboard_width', '320'),
	('video', 'storyboard_height', '180'),
	('video', 'storyboard_interval_ms', '2000'))
INSERT INTO fact(media, name, value)
SELECT m.id, f.name, f.value FROM media m CROSS JOIN found f ON f.kind IN ('', m.kind)

-- .flush
PRAGMA wal_checkpoint(TRUNCATE)

-- .working
SELECT count(*) FILTER (WHERE state = 1), count(*) FILTER (WHERE state = 3)
FROM media WHERE state <> 2

-- .why
SELECT reason FROM job WHERE state = 3 LIMIT 1

-- .more_files
-- rows that no recipe knows, until there are ?1
WITH RECURSIVE n(i) AS (SELECT (SELECT count(*) FROM file)
	UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
INSERT INTO file(media, name, path, mime, bytes, blake2b, width, height,
	recipe, made_at)
SELECT 1 + i % (SELECT max(id) FROM media), 'more-' || i, 'more-' || i,
	'image/webp', 1000, lower(hex(randomblob(32))), 1, 1, '', 1700000000
FROM n WHERE i < ?1

-- .waiting
SELECT count(*) FROM job WHERE state = 1

-- .first_job
SELECT min(id) FROM job WHERE state = 1

-- .claim
UPDATE job SET state = 2, attempts = 1
WHERE id IN (SELECT id FROM job WHERE state = 1 ORDER BY id LIMIT ?)

-- .attempts
INSERT INTO attempt(job, number, state, since_at, host, boot, pid, pid_start,
	told_at)
SELECT id, 1, 2, unixepoch(), '', ?, 0, 0, 0 FROM job WHERE state = 2

-- .attempted
SELECT job FROM attempt ORDER BY job

-- .adopted
SELECT count(*) FROM attempt WHERE pid = ?

-- .looked_at
-- but for the one that lives nothing of the old attempts is left, and a job
-- that nobody had begun has been
SELECT (SELECT count(*) FROM attempt WHERE job < ?1 AND number = 1) <= 1
	AND NOT EXISTS(SELECT 1 FROM job
		WHERE id = ?1 AND state = 1 AND attempts = 0)
