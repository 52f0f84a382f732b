-- .names
SELECT f.path FROM media m JOIN file f ON f.media = m.id WHERE m.key = ?

-- .rendition
SELECT count(*) FROM media m JOIN file f ON f.media = m.id
WHERE m.key = ? AND f.path = ?
