// `npm run setup`: makes everything that `npm start` and `npm test` need, and nothing twice.
import { pathToFileURL } from "node:url";
import { checkNode, clientBundle, clientPackages } from "./lib/node.mjs";
import { pythonEnvironment } from "./lib/python.mjs";
import { main, say } from "./lib/run.mjs";

export async function setup() {
  checkNode();
  const done = [await pythonEnvironment(), await clientPackages(), await clientBundle()];
  if (done.some(Boolean)) say("Set-up is complete.");
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await main(setup);
