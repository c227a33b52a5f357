const vscode = require("vscode");

exports.activate = () => ({
  environments: {
    getActiveEnvironmentPath: () => ({ id: "selected", path: "python" }),
    resolveEnvironment: async ({ id }) => {
      const file = process.env.DYETRACE_SELECTED_PYTHON;
      return id === "selected" ? { executable: { uri: vscode.Uri.file(file) } } : undefined;
    },
  },
});
