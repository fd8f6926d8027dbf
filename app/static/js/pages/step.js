// The page of one move.
import { words } from "../lib/dom.js";
import { wire } from "../lib/staffform.js";

wire(document, words());
