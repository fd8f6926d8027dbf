// The page of one move, and the staff report.
import { words } from "../lib/dom.js";
import { wire } from "../lib/staffform.js";

wire(document, words());
