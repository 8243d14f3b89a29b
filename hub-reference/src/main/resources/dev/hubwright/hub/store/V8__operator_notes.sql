-- What operators have said while the hub ran, such as an announcement, until they take it back.
CREATE TABLE operator_notes (
    name TEXT NOT NULL PRIMARY KEY,
    content TEXT NOT NULL
);
