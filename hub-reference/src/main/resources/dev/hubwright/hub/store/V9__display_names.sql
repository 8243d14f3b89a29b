-- What owners call their servers where people read it; empty for the server's name.
ALTER TABLE servers ADD COLUMN display_name TEXT NOT NULL DEFAULT '';
