// A bulk move that is not through yet goes on by itself; the button stays for whoever has no script.
import { one } from "../lib/dom.js";

const READ = 600; // long enough to see how far it is

const rest = one("[data-go-on]");
if (rest) setTimeout(() => rest.requestSubmit(), READ);
