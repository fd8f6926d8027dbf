// An operation and its pictures, and what is being written, as they lie on the disk: sealed rows.
import { seal, unseal } from "./keys.js";

const LAYOUT = 1; // of what is inside; a later program reads the earlier ones here
const labelOf = (user, op, at = "op") => `${user}/${op}/${at}`;
const labelOfDraft = (user, key, part) => `${user}/draft/${key}/${part}`;

/** The row of an operation. In clear beside it: id, whose, case, place in the order, status. */
export async function sealOp({ id, user, status, n, ...inside }) {
  const bytes = new TextEncoder().encode(JSON.stringify({ layout: LAYOUT, ...inside }));
  const row = { id, user, case: inside.case, status, ...(await seal(user, labelOf(user, id), bytes)) };
  return n === undefined ? row : { ...row, n };
}

/** The operation of a row; throws Shut without its key. */
export async function openOp(row) {
  const bytes = await unseal(row, labelOf(row.user, row.id));
  const { layout: _layout, ...inside } = JSON.parse(new TextDecoder().decode(bytes));
  return { ...inside, id: row.id, user: row.user, n: row.n, case: row.case, status: row.status };
}

/** The row of an operation's at-th picture. */
export async function sealPhoto(user, op, at, bytes) {
  return { op, at, ...(await seal(user, labelOf(user, op, at), bytes)) };
}

/** The bytes of that picture. */
export const openPhoto = (user, row) => unseal(row, labelOf(user, row.op, row.at));

/** The row of a part of a draft. */
export async function sealDraft(user, key, part, bytes) {
  return { user, key, part, ...(await seal(user, labelOfDraft(user, key, part), bytes)) };
}

/** The bytes of that part; throws Shut without its key. */
export const openDraft = (row) => unseal(row, labelOfDraft(row.user, row.key, row.part));
