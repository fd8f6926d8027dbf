// The categories of the street's catalogue, as the bundle brings it.

/** By their ids; none before a bundle came. */
export const byId = (catalogue) => new Map((catalogue?.categories ?? []).map((one) => [one.id, one]));
