// What is being written outlives a tab that is killed: answers at once, photos as long as the device has room.
import { keep, kept } from "./store.js";

const DAY = 86_400_000;
const WAIT = 400;

/** The draft of a form by its key ("report", "handle-7"): { values, photos } as it was kept, else null. */
export async function restored(key) {
  const [found, photos] = await Promise.all([kept(`draft-${key}`), kept(`draft-photos-${key}`)]);
  return found && Date.now() - found.at < DAY ? { values: found.values, photos: photos ?? {} } : null;
}

/** Keeps a draft: { save(), savePhotos(), drop() }; read() gives { values, photos: { field: [shot] } }. */
export function draft(key, read) {
  let timer = 0;
  let over = false;
  let writing = Promise.resolve();
  const write = (name, value) => {
    writing = writing.then(() => over || keep(name, value())).catch(() => {}); // no room: the form on the screen still holds everything
    return writing;
  };
  const save = () => write(`draft-${key}`, () => ({ at: Date.now(), values: read().values }));
  return {
    save() {
      clearTimeout(timer);
      timer = setTimeout(save, WAIT);
    },
    savePhotos() {
      save();
      write(`draft-photos-${key}`, () => read().photos);
    },
    async drop() {
      clearTimeout(timer);
      over = true;
      await writing;
      await Promise.all([keep(`draft-${key}`), keep(`draft-photos-${key}`)]).catch(() => {});
    },
  };
}
