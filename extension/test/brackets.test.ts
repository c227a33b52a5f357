import assert from "node:assert/strict";
import { test } from "node:test";
import { isBalanced } from "../src/brackets";

test("inputs whose brackets and quotes are closed can be traced", () => {
  for (const text of [
    "",
    "torch.randn(8, 3), mask=None",
    "f({'a': [1, (2)]})",
    "'(', \"it's\"",
    "'\\''",
  ])
    assert.ok(isBalanced(text), text);
});

test("inputs that are half typed cannot", () => {
  for (const text of ["torch.randn(8", "f(]", ")", "'open", "[1, 2))"])
    assert.ok(!isBalanced(text), text);
});
