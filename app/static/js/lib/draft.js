// What is being written survives a dead network and a closed page; on this device only, for a day, without name, phone and mail address.
const DAY = 86_400_000;
const LEFT_OUT = new Set(["csrf_token", "form_key", "photos", "kept", "name", "phone", "email"]);

/** Keep a form under a key; restored() is called when something was put back. Gives { drop }. */
export function keepDraft(form, key, restored) {
  const read = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(key) ?? "null");
      return kept && Date.now() - kept.at < DAY ? kept.fields : null;
    } catch {
      return null;
    }
  };
  const drop = () => {
    try {
      localStorage.removeItem(key);
    } catch {
      // a browser that keeps nothing has nothing to forget
    }
  };
  const save = () => {
    const fields = [...new FormData(form)].filter(([name, value]) => !LEFT_OUT.has(name) && typeof value === "string" && value);
    try {
      if (fields.length) localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields }));
    } catch {
      // full or forbidden: the page itself still holds everything
    }
  };
  const untouched = !form.querySelector("[aria-invalid], .has-error") && !form.elements.text.value;
  const fields = untouched ? read() : null;
  if (fields) {
    for (const [name, value] of fields) put(form, name, value);
    restored();
  }
  form.addEventListener("input", save);
  form.addEventListener("change", save);
  return { drop, save };
}

function put(form, name, value) {
  const field = form.elements[name];
  if (!field) return;
  if (field instanceof RadioNodeList) field.value = value;
  else if (field.type === "checkbox") field.checked = true;
  else if (field.type === "radio") field.checked = field.value === value;
  else field.value = value;
}
