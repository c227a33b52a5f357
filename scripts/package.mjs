// `npm run package`: makes the installable extension.
import { packageExtension } from "./lib/vsix.mjs";
import { main, say } from "./lib/run.mjs";
import { setup } from "./setup.mjs";

await main(async () => {
  await setup();
  say(`The extension is in ${await packageExtension()}`);
});
