/** The tables of the baseline: a key each, what is looked up by is unique, and nothing refers to anything. */
export const TABLES = `
CREATE TABLE IF NOT EXISTS bare_user (
  id uuid PRIMARY KEY,
  place bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  user_name text NOT NULL UNIQUE,
  resource jsonb NOT NULL
);
CREATE TABLE IF NOT EXISTS bare_group (
  id uuid PRIMARY KEY,
  display_name text NOT NULL UNIQUE,
  resource jsonb NOT NULL
);
CREATE TABLE IF NOT EXISTS bare_member (
  group_id uuid NOT NULL,
  member_id uuid NOT NULL,
  PRIMARY KEY (group_id, member_id)
);
`;
