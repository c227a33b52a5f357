// Page object of the VS Code window: what a user does and sees, and the few selectors for it.
import { eventually } from "./eventually.mjs";

const squiggles = ["error", "warning", "info", "hint"]
  .map((kind) => `.squiggly-${kind}`)
  .join(", ");

export class Workbench {
  constructor(page) {
    this.page = page;
    this.editor = page.locator(".editor-instance");
    this.notebook = page.locator(".notebookOverlay");
    this.toasts = page.locator(".notifications-toasts .notification-toast");
    this.dialog = page.locator(".monaco-dialog-box");
  }

  async ready(file) {
    await this.page.locator(".monaco-workbench").waitFor();
    await this.page.locator(".tab", { hasText: file }).waitFor({ timeout: 60_000 });
  }

  /** Opens the quick input, types, waits for a row and takes it. */
  async #pick(key, typed, row = "") {
    const input = this.page.locator(".quick-input-widget input.input");
    const rows = this.page.locator(".quick-input-list .monaco-list-row", { hasText: row });
    const patience = { timeout: 3_000 };
    // It closes by itself when an editor that is just opening takes the focus.
    await eventually(`${typed} in the quick input`, async () => {
      await this.page.keyboard.press(key);
      await input.waitFor(patience);
      await input.fill(typed, patience);
      await rows.first().waitFor(patience);
      return true;
    });
    await this.page.keyboard.press("Enter");
    await input.waitFor({ state: "hidden" });
  }

  /** Runs a command of the palette by its full title. */
  async command(title) {
    await this.#pick("F1", `>${title}`, title);
  }

  async openFile(name) {
    await this.#pick("Control+p", name, name);
    await this.page.locator(".tab.active", { hasText: name }).waitFor();
  }

  async goToLine(line, column = 1) {
    await this.#pick("Control+g", `:${line}:${column}`);
  }

  /** The squiggles in the text editor, or in the cells of a notebook. */
  squiggles(inside = this.editor) {
    return inside.locator(squiggles);
  }

  /** Opens the Problems panel; resolves to its rows as text, once there is one. */
  async problems() {
    await this.command("Problems: Focus on Problems View");
    await this.problemRows.first().waitFor();
    const texts = await this.problemRows.allInnerTexts();
    return texts.map((text) => text.replace(/\s+/g, " ").trim());
  }

  get problemRows() {
    return this.page.locator(".markers-panel .monaco-list-row");
  }

  /** Waits for a problem that mentions all `words`. */
  async problem(...words) {
    return await eventually(`a problem with ${words.join(" and ")}`, async () => {
      const rows = await this.problems();
      return rows.find((row) => words.every((word) => row.includes(word)));
    });
  }

  /** Jumps to a problem, as a double click in the panel does; closes the panel for more room. */
  async revealProblem(text) {
    await this.command("Problems: Focus on Problems View");
    await this.problemRows.filter({ hasText: text }).first().dblclick();
    await this.command("View: Hide Panel");
    await this.page.locator(".markers-panel").waitFor({ state: "hidden" });
  }

  /** Waits until no problem mentions all `words` (nor any problem is left at all). */
  async withoutProblem(...words) {
    await this.command("Problems: Focus on Problems View");
    await eventually(`no problem with ${words.join(" and ")}`, async () => {
      const rows = await this.problemRows.allInnerTexts();
      return !rows.some((row) => words.every((word) => row.includes(word)));
    });
  }

  /** The cell of the notebook whose code contains `text`. */
  cell(text) {
    const lines = this.page.locator(".view-lines", { hasText: text });
    return this.notebook
      .locator(".code-cell-row, .cell.code, .monaco-list-row")
      .filter({ has: lines });
  }

  /** The text of the shown hover, once it matches: its parts come from several sources. */
  async #hoverText(wanted) {
    const hover = this.page.locator(".monaco-hover:not(.hidden) .monaco-hover-content");
    const full = hover.filter({ hasText: wanted }).first();
    await full.waitFor({ timeout: 3_000 });
    return (await full.innerText()).trim();
  }

  /** Moves the mouse over a place; resolves to the text of the hover. */
  async hover(place, wanted) {
    return await eventually(`a hover with ${wanted}`, async () => {
      const box = await place.boundingBox();
      const [x, y] = [box.x + Math.min(box.width / 2, 40), box.y + box.height / 2];
      await this.page.mouse.move(x, Math.max(y - 80, 60));
      await this.page.mouse.move(x - 3, y);
      await this.page.mouse.move(x, y, { steps: 3 });
      return await this.#hoverText(wanted);
    });
  }

  /** Shows the hover at a line and column (from 1) of the text editor; resolves to its text. */
  async hoverAt(line, column, wanted) {
    await this.command("View: Focus Active Editor Group");
    return await eventually(`a hover at line ${line} with ${wanted}`, async () => {
      await this.goToLine(line, column);
      await this.command("Show or Focus Hover");
      return await this.#hoverText(wanted);
    });
  }

  async closeHover() {
    await this.page.keyboard.press("Escape");
    await this.page.mouse.move(700, 5);
  }

  /** Opens the quick fixes at a place; a request dropped by a starting extension is repeated. */
  async quickFixes(place) {
    const items = this.page.locator(".action-widget .monaco-list-row.action");
    await eventually("a menu of quick fixes", async () => {
      const box = await place.boundingBox();
      const [x, y] = [box.x + Math.min(box.width / 2, 40), box.y + box.height / 2];
      await this.page.mouse.click(x, y);
      await this.page.mouse.move(box.x + 500, box.y + 250); // an opening hover closes the menu
      await this.page.waitForTimeout(300); // the automatic request for the light bulb
      await this.page.keyboard.press("Control+.");
      try {
        await items.first().waitFor({ timeout: 4_000 });
        return true;
      } catch (error) {
        await this.page.keyboard.press("Escape");
        throw error;
      }
    });
    return (await items.allInnerTexts()).map((text) => text.trim());
  }

  /** Applies one entry of the opened menu with the keyboard, as some versions cover the menu. */
  async apply(title) {
    const rows = this.page.locator(".action-widget .monaco-list-row.action");
    const focused = this.page.locator(".action-widget .monaco-list-row.focused");
    for (let left = await rows.count(); left > 0; left--) {
      if ((await focused.innerText()).includes(title)) break;
      await this.page.keyboard.press("ArrowDown");
    }
    await focused.filter({ hasText: title }).waitFor();
    await this.page.keyboard.press("Enter");
    await eventually("the menu is closed", async () => (await rows.count()) === 0);
  }

  async save() {
    await this.page.keyboard.press("Control+s");
    const unsaved = this.page.locator(".tab.active.dirty");
    await eventually("the file is saved", async () => (await unsaved.count()) === 0);
  }

  /** A line above the code that can be clicked. */
  lens(text) {
    return this.page.locator(".codelens-decoration a").filter({ hasText: text });
  }

  /** What stands between the code without being part of it. */
  get inlays() {
    return this.page.locator(".view-line > span > span").filter({ hasText: /^:\s\[/ });
  }

  toast(text) {
    return this.toasts.filter({ hasText: text });
  }

  async press(button, inside) {
    await inside.locator(".monaco-button", { hasText: button }).first().click();
  }
}
