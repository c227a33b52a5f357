// Waiting for what a user would wait for.

/** Repeats `attempt` until it gives something true; an error counts as not yet. */
export async function eventually(what, attempt, milliseconds = 30_000) {
  const end = Date.now() + milliseconds;
  let last;
  for (;;) {
    try {
      last = await attempt();
      if (last) return last;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`There was never ${what}; at last: ${last}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
