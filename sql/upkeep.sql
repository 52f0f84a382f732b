-- .get
SELECT value FROM upkeep WHERE name = ?

-- .set
INSERT INTO upkeep(name, value) VALUES(?1, ?2)
ON CONFLICT(name) DO UPDATE SET value = excluded.value WHERE value <> ?2
