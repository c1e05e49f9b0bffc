import assert from "node:assert/strict";
import { askChoice } from "../../../src/vscode/input/askChoice.ts";
import { askText, type TextQuestion } from "../../../src/vscode/input/askText.ts";
import {
  type FakeQuickInput,
  fake,
  InputBoxValidationSeverity,
  QuickInputButtons,
} from "../../support/fakeVscode.ts";

const second = { step: 2, totalSteps: 3, canGoBack: true };
const first = { step: 1, totalSteps: 3, canGoBack: false };

const question: TextQuestion = {
  title: "Title",
  prompt: "Prompt",
  isSecret: true,
  advise: (text) => (text === "" ? { severity: "error", message: "Paste the secret." } : undefined),
};

/** The box or list that is shown next. */
async function shown(): Promise<FakeQuickInput> {
  return await new Promise((resolve) => {
    fake.asked = resolve;
  });
}

describe("A box that asks for a text", () => {
  beforeEach(() => {
    fake.reset();
  });

  it("gives what was typed, hidden, and goes", async () => {
    const box = shown();
    const answer = askText(question, second);
    const { step, totalSteps, password, ignoreFocusOut } = await box;
    assert.deepEqual([step, totalSteps, password, ignoreFocusOut], [2, 3, true, true]);
    (await box).answer("typed");
    assert.deepEqual(await answer, { kind: "answer", value: "typed" });
    assert.ok((await box).isDisposed);
  });

  it("stays open while what is typed cannot be", async () => {
    const box = shown();
    const answer = askText(question);
    (await box).answer("");
    assert.ok((await box).isShown);
    assert.deepEqual((await box).validationMessage, {
      message: "Paste the secret.",
      severity: InputBoxValidationSeverity.Error,
    });
    (await box).answer("better");
    assert.deepEqual(await answer, { kind: "answer", value: "better" });
  });

  it("goes back by its button, which is not there at the first question", async () => {
    const box = shown();
    const answer = askText(question, second);
    assert.ok((await box).buttons.includes(QuickInputButtons.Back));
    (await box).button.fire(QuickInputButtons.Back);
    assert.deepEqual(await answer, { kind: "back" });
    const other = shown();
    const left = askText(question, first);
    assert.ok(!(await other).buttons.includes(QuickInputButtons.Back));
    (await other).hide();
    assert.deepEqual(await left, { kind: "leave" });
    assert.ok((await other).isDisposed);
  });

  it("shows what is typed, and hides it again, by its eye", async () => {
    const box = await (async () => {
      const next = shown();
      void askText(question);
      return await next;
    })();
    box.button.fire(box.buttons[0]);
    assert.equal(box.password, false);
    box.button.fire(box.buttons[0]);
    assert.equal(box.password, true);
    box.hide();
  });
});

describe("A list that asks for one of several", () => {
  beforeEach(() => {
    fake.reset();
  });

  const choices = [
    { label: "One", value: 1 },
    { label: "Two", value: 2 },
  ];

  it("gives what was picked, the one chosen before being active", async () => {
    const list = shown();
    const asked = { title: "T", placeholder: "P", choices, isChosen: (value: number) => value === 2 };
    const answer = askChoice(asked, second);
    assert.deepEqual(
      (await list).activeItems.map(({ label }) => label),
      ["Two"],
    );
    (await list).pick("One");
    assert.deepEqual(await answer, { kind: "answer", value: 1 });
    assert.ok((await list).isDisposed);
  });

  it("offers what is typed, where that is a choice", async () => {
    const list = shown();
    const fromTyping = (text: string): { label: string; value: number } | undefined =>
      /^\d+$/.test(text) ? { label: `Use ${text}`, value: Number(text) } : undefined;
    const answer = askChoice({ title: "T", placeholder: "P", choices, fromTyping });
    (await list).changed.fire("x");
    assert.equal((await list).items.length, 2);
    (await list).changed.fire("77");
    (await list).pick("Use 77");
    assert.deepEqual(await answer, { kind: "answer", value: 77 });
  });

  it("goes back, and is left", async () => {
    const list = shown();
    const answer = askChoice({ title: "T", placeholder: "P", choices }, second);
    (await list).button.fire(QuickInputButtons.Back);
    assert.deepEqual(await answer, { kind: "back" });
    const other = shown();
    const left = askChoice({ title: "T", placeholder: "P", choices });
    (await other).hide();
    assert.deepEqual(await left, { kind: "leave" });
  });
});
