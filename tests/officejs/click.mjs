// Clicks buttons of the served ribbon on a stand-in workbook, with xlwings Server's own client, and prints what came out.
//
// node click.mjs FOLDER ORIGIN SEARCH < workbook and buttons as JSON; FOLDER holds the client's files as installed.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import vm from "node:vm";
import { install, Workbook } from "./workbook.mjs";

const [folder, origin, search] = process.argv.slice(2);
const { workbook, clicks, excelApi } = JSON.parse(readFileSync(0, "utf-8"));
const served = async (path) => {
  const answer = await fetch(origin + path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.text();
};

const page = await served("/taskpane.html" + search);
const config = JSON.parse(/<script id="config"[^>]*>([\s\S]*?)<\/script>/.exec(page)[1]);
const book = new Workbook(workbook);
const host = install(book, { origin, search, config, excelApi });
const errors = [];
console.error = (...words) => errors.push(words.map(String).join(" "));
console.log = () => {};
await import(pathToFileURL(`${folder}/custom-scripts/index.js`));
for (const script of ["auth", "ribbon"]) vm.runInThisContext(await served(`/static/js/${script}.js`), { filename: `${script}.js` });

const steps = [];
for (const tag of clicks) {
  await host.click(`xlsuite_${tag}`);
  steps.push({ tag, ...book.dump(), errors: errors.splice(0) });
  book.dialogs = [];
}
const answer = JSON.stringify({ buttons: Object.keys(host.actions), steps });
process.stdout.write(answer, () => process.exit(0));
