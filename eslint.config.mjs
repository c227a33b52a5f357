import path from "node:path";
import { fileURLToPath } from "node:url";
import tseslint from "typescript-eslint";

const here = path.dirname(fileURLToPath(import.meta.url));

export default tseslint.config(
  {
    ignores: [
      "**/node_modules/",
      "**/dist/",
      "**/dist-test/",
      "out/",
      ".venv*/",
      "extension/bundled/",
      "tests/e2e/stubs/",
    ],
  },
  {
    files: ["extension/**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { project: ["extension/tsconfig.json"], tsconfigRootDir: here },
    },
    rules: {
      // `||` is meant where an empty string counts as missing.
      "@typescript-eslint/prefer-nullish-coalescing": [
        "error",
        { ignorePrimitives: { string: true } },
      ],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-floating-promises": [
        "error",
        { allowForKnownSafeCalls: [{ from: "package", package: "node:test", name: "test" }] },
      ],
      eqeqeq: "error",
      "max-lines": ["error", 300],
    },
  },
  {
    files: ["**/*.mjs"],
    extends: [tseslint.configs.recommended],
    rules: { eqeqeq: "error", "max-lines": ["error", 300] },
  },
);
