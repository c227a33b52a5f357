exports.activate = () => ({
  getEnvironment: async () => ({
    execInfo: { run: { executable: process.env.DYETRACE_SELECTED_PYTHON, args: ["-W", "ignore"] } },
  }),
});
