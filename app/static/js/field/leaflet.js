// Leaflet, loaded when the first map is shown and not before.
import { make } from "../lib/dom.js";

let loading = null;

/** Whether there is a map library; loads it at the first call. */
export function leaflet() {
  loading ??= new Promise((done) => {
    const script = make("script", { src: document.body.dataset.leafletJs });
    script.addEventListener("load", () => done(true));
    script.addEventListener("error", () => {
      loading = null; // the next map asks again
      script.remove();
      done(false);
    });
    document.head.append(make("link", { rel: "stylesheet", href: document.body.dataset.leafletCss }), script);
  });
  return loading;
}
