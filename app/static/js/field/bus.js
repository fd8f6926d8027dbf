// What happened, told to whoever shows it: "outbox", "bundle", "send", "lock", "person"; other tabs hear it too.

export const bus = new EventTarget();
const tabs = new BroadcastChannel("lingrid-field");

/** Tell this tab only. */
export const tell = (name, detail = {}) => bus.dispatchEvent(new CustomEvent(name, { detail }));

/** Tell every tab of this tablet; the others find `elsewhere` in the detail. */
export function tellAll(name, detail = {}) {
  tell(name, detail);
  tabs.postMessage({ name, detail });
}

tabs.addEventListener("message", ({ data }) => tell(data.name, { ...data.detail, elsewhere: true }));
