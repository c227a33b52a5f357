// `npm run e2e [-- NAME]`: only the end-to-end tests, or those of one file, in the open.
import { prepareEndToEnd } from "./lib/end-to-end.mjs";
import { attempt, main } from "./lib/run.mjs";
import { setup } from "./setup.mjs";

await main(async () => {
  await setup();
  const { command, args, env } = await prepareEndToEnd(process.argv[2]);
  const { code } = await attempt(command, args, { env, open: true });
  process.exitCode = code;
});
