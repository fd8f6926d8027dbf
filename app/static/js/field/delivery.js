// One delivery: pictures in pieces, operations in batches, and what each receipt means for what is kept here.
import { bring, steps } from "./chunks.js";
import { person } from "./database.js";
import * as device from "./device.js";
import { Away, OtherPerson, Refused, post } from "./door.js";
import { keyOf, next, onTheWire } from "./order.js";
import { blob, list, unsent } from "./outbox.js";
import { finish, park } from "./receipts.js";

const GONE = { stale: true, held: false }; // whoever it was has gone
const BATCH = 20; // operations
const WAIT = 60_000;
const OVER = [400, 413, 422]; // the same again would be refused again
const whole = new Set(); // hashes that the server has; asked again after a new start

/** Send what can be sent, in order; report({ done, total }) after each step. Throws what the door throws; what is
 *  settled stays so. Gives { stale: the server knows more than its receipts said, held: some must be tried again }. */
export async function sendAll(report) {
  const run = { who: device.me()?.id, held: new Set(), most: BATCH, stale: false, troubled: false, done: 0, report };
  try {
    return await sendOf(run);
  } catch (error) {
    if (!(error instanceof OtherPerson) || (await person())?.id === run.who) throw error;
    return GONE; // the tablet knows already who came
  }
}

async function sendOf(run) {
  for (;;) {
    const ops = await list();
    if (device.me()?.id !== run.who) return GONE;
    const { batch, bring: first } = next(ops, { held: run.held, whole, most: run.most });
    run.total = Math.ceil(run.done) + stepsOf(ops);
    tellSteps(run, 0);
    if (batch.length) await deliver(run, batch);
    else if (first) await carry(run, first);
    else return { stale: run.stale, held: run.held.size > 0 };
  }
}

// Of one operation: its pictures, one after the other. What the server will never take is parked with them.
async function carry(run, op) {
  for (const { sha256 } of op.photos) {
    if (whole.has(sha256)) continue;
    const bytes = await blob(sha256);
    if (!bytes) return wait(run, op); // a broken disk: it stays, and holds nobody else up
    try {
      await bring(sha256, bytes, run.who, (n) => tellSteps(run, n));
    } catch (error) {
      return over(run, op, error);
    }
    whole.add(sha256);
  }
}

/** Tell the server how much waits here of a person, and send nothing. */
export const tellUnsent = async (userId) => sync(userId, [], await unsent(userId));

async function sync(user, operations, waiting) {
  const told = { device: await device.id(), sent_at: new Date().toISOString(), waiting, operations };
  return post("/field/sync", told, { wait: WAIT, as: user });
}

async function deliver(run, batch) {
  let receipts;
  try {
    ({ receipts } = await sync(run.who, batch.map(onTheWire), await unsent(run.who)));
  } catch (error) {
    return fails(run, batch, error);
  }
  run.troubled = false;
  const byId = new Map(receipts.map((receipt) => [receipt.id, receipt]));
  for (const op of batch) await settle(run, op, byId.get(op.id));
}

// One operation that the server cannot read, or stumbles over, is found by sending each by itself. It holds up its own
// case only; two that fail in a row mean a server in trouble.
async function fails(run, batch, error) {
  const answered = isOver(error) || (error instanceof Away && error.reached);
  if (!answered) throw asAway(error);
  if (batch.length > 1) run.most = 1;
  else if (isOver(error)) await over(run, batch[0], error);
  else if (run.troubled) throw error;
  else {
    run.troubled = true;
    wait(run, batch[0]);
  }
}

async function settle(run, op, receipt) {
  if (receipt?.status === "done") await finish(op, receipt);
  else if (receipt?.status === "refused" || receipt?.status === "conflict") await park(op, receipt);
  else return wait(run, op, receipt);
  run.stale ||= !receipt.line;
  tellSteps(run, 1);
}

// Later in this case, and at a pause; a picture that the server lost is brought again then.
function wait(run, op, receipt) {
  run.held.add(keyOf(op));
  for (const hash of receipt?.missing ?? []) whole.delete(hash);
}

async function over(run, op, error) {
  if (!isOver(error)) throw asAway(error);
  await park(op, { message: error.told.error ?? "", fields: error.told.fields });
}

const asAway = (error) => (error instanceof Refused ? new Away(error.message, { reached: true }) : error);
const isOver = (error) => error instanceof Refused && OVER.includes(error.status);

// Steps: the pieces of pictures and the operations themselves, of all that waits now and of what went before.
function tellSteps(run, n) {
  run.done += n;
  run.report({ done: Math.floor(run.done), total: run.total });
}

const stepsOf = (ops) => sum(ops.filter((op) => op.status === "waiting").map((op) => 1 + pieces(op)));
const pieces = ({ photos }) => sum(photos.filter(({ sha256 }) => !whole.has(sha256)).map(({ size }) => steps(size)));
const sum = (numbers) => numbers.reduce((all, n) => all + n, 0);
