const DAY_MS = 24 * 60 * 60 * 1000;

/** Memberships of a deleted user are kept, hidden, so long: a revival within it brings them back. */
export const HIDDEN_MEMBERSHIPS_MS = 30 * DAY_MS;

/** A pending member lapses after so long. */
export const PENDING_MEMBER_MS = 30 * DAY_MS;
