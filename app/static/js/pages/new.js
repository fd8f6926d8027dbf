// The staff report: what every staff form has, and cards of what may be the same problem.
import { alike } from "../lib/alike.js";
import { one, words } from "../lib/dom.js";
import { wire } from "../lib/staffform.js";

const said = words();
const look = alike(one("form.new-report"), one("[data-alike]"), said);
wire(document, said, look);
look();
