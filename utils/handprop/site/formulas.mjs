// Formulas on standard input, as JSON; their HTML on standard output.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { argv, exit } from "node:process";

const katex = createRequire(`${argv[2]}/`)("katex");
const asked = JSON.parse(readFileSync(0, "utf8"));
const set = ({ latex, block }) => {
  try {
    return katex.renderToString(latex, { displayMode: block, strict: "error", throwOnError: true, output: "htmlAndMathml" });
  } catch (fault) {
    console.error(`${latex}: ${fault.message}`);
    return exit(1);
  }
};
console.log(JSON.stringify(asked.map(set)));
