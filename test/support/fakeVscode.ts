/**
 * So much of the VS Code API as the editor room uses, in plain Node: what is shown is kept to be looked at, and `fake` answers
 * what is asked. Code under test gets this module when it imports "vscode"; see vscodeAlias.ts.
 */
import type * as vscode from "vscode";

type Listener<T> = (event: T) => unknown;

export class Disposable implements vscode.Disposable {
  readonly #end: () => unknown;

  constructor(end: () => unknown) {
    this.#end = end;
  }

  dispose(): void {
    this.#end();
  }
}

export class EventEmitter<T> {
  readonly #listeners = new Set<Listener<T>>();
  readonly event = (listener: Listener<T>): Disposable => {
    this.#listeners.add(listener);
    return new Disposable(() => this.#listeners.delete(listener));
  };

  get listenerCount(): number {
    return this.#listeners.size;
  }

  fire(event: T): void {
    for (const listener of this.#listeners) listener(event);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}

export const l10n = {
  t: (text: string, ...values: readonly (string | number | boolean)[]): string =>
    text.replace(/\{(\d+)\}/g, (whole, index) => String(values[Number(index)] ?? whole)),
};

/** Escapes as VS Code does. */
export class MarkdownString {
  value = "";
  isTrusted?: boolean;
  supportHtml?: boolean;
  supportThemeIcons?: boolean;

  appendText(text: string): this {
    this.value += text
      .replace(/[\\`*_{}[\]()#+\-!~]/g, "\\$&")
      .replace(/([ \t]+)/g, (_, blanks: string) => "&nbsp;".repeat(blanks.length))
      .replace(/>/gm, "\\>")
      .replace(/\n/g, "\n\n");
    return this;
  }

  appendMarkdown(text: string): this {
    this.value += text;
    return this;
  }
}

export class ThemeColor {
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }
}

export class ThemeIcon {
  readonly id: string;
  readonly color: ThemeColor | undefined;

  constructor(id: string, color?: ThemeColor) {
    this.id = id;
    this.color = color;
  }
}

export class TreeItem {
  label: string;

  constructor(label: string) {
    this.label = label;
  }
}

export class DataTransferItem {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}

export class Position {
  readonly line: number;
  readonly character: number;

  constructor(line: number, character: number) {
    this.line = line;
    this.character = character;
  }
}

export class Range {
  readonly start: Position;
  readonly end: Position;

  constructor(start: Position, end: Position) {
    this.start = start;
    this.end = end;
  }
}

export const Uri = {
  file: (path: string) => ({ scheme: "file", path, fsPath: path }),
  from: ({ scheme, path }: { scheme: string; path: string }) => ({ scheme, path, fsPath: path }),
};

export class CodeLens {
  readonly range: Range;
  readonly command: vscode.Command;

  constructor(range: Range, command: vscode.Command) {
    this.range = range;
    this.command = command;
  }
}

export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };
export const StatusBarAlignment = { Left: 1, Right: 2 };
export const InputBoxValidationSeverity = { Info: 1, Warning: 2, Error: 3 };
export const QuickPickItemKind = { Separator: -1, Default: 0 };
export const ProgressLocation = { SourceControl: 1, Window: 10, Notification: 15 };
export const ExtensionMode = { Production: 1, Development: 2, Test: 3 };
export const QuickInputButtons = { Back: { iconPath: new ThemeIcon("arrow-left"), tooltip: "Back" } };

/** A box or list that asks something; a test answers through the emitters. */
export class FakeQuickInput {
  title: string | undefined;
  prompt: string | undefined;
  placeholder: string | undefined;
  value = "";
  password = false;
  ignoreFocusOut = false;
  step: number | undefined;
  totalSteps: number | undefined;
  buttons: readonly unknown[] = [];
  items: readonly vscode.QuickPickItem[] = [];
  activeItems: readonly vscode.QuickPickItem[] = [];
  selectedItems: readonly vscode.QuickPickItem[] = [];
  canSelectMany = false;
  matchOnDescription = false;
  matchOnDetail = false;
  keepScrollPosition = false;
  validationMessage: unknown;
  isShown = false;
  isDisposed = false;
  readonly changed = new EventEmitter<string>();
  readonly button = new EventEmitter<unknown>();
  readonly accepted = new EventEmitter<void>();
  readonly hidden = new EventEmitter<void>();
  readonly selection = new EventEmitter<readonly vscode.QuickPickItem[]>();
  readonly onDidChangeSelection = this.selection.event;
  readonly itemButton = new EventEmitter<{ item: unknown; button: unknown }>();
  readonly onDidChangeValue = this.changed.event;
  readonly onDidTriggerButton = this.button.event;
  readonly onDidAccept = this.accepted.event;
  readonly onDidHide = this.hidden.event;
  readonly onDidTriggerItemButton = this.itemButton.event;

  show(): void {
    this.isShown = true;
    fake.asked(this);
  }

  hide(): void {
    if (!this.isShown) return;
    this.isShown = false;
    this.hidden.fire();
  }

  dispose(): void {
    this.isDisposed = true;
  }

  /** Types a text and presses Enter. */
  answer(text: string): void {
    this.value = text;
    this.changed.fire(text);
    this.accepted.fire();
  }

  /** Takes the item of that label, or else the first whose label holds the text. */
  pick(text: string): void {
    const item =
      this.items.find(({ label }) => label === text) ?? this.items.find(({ label }) => label.includes(text));
    this.selectedItems = item === undefined ? [] : [item];
    this.accepted.fire();
  }
}

/** What the code under test has shown. */
export class FakeStatusBarItem {
  name: string | undefined;
  command: unknown;
  text = "";
  tooltip: MarkdownString | undefined;
  backgroundColor: ThemeColor | undefined;
  accessibilityInformation: { label: string } | undefined;
  isVisible = false;
  isDisposed = false;

  show(): void {
    this.isVisible = true;
  }

  hide(): void {
    this.isVisible = false;
  }

  dispose(): void {
    this.isDisposed = true;
  }
}

export class FakeTreeView {
  message: string | undefined;
  description: string | undefined;
  badge: { value: number; tooltip: string } | undefined;
  visible = false;
  readonly visibility = new EventEmitter<{ visible: boolean }>();
  readonly onDidChangeVisibility = this.visibility.event;

  dispose(): void {
    this.visibility.dispose();
  }
}

/** A message with the buttons it had. */
export interface FakeMessage {
  readonly severity: "error" | "warning" | "information";
  readonly text: string;
  readonly buttons: readonly string[];
  /** Of a modal question. */
  readonly detail?: string;
}

/** The test's side of the editor. */
class FakeEditor {
  statusBarItems: FakeStatusBarItem[] = [];
  treeViews: FakeTreeView[] = [];
  messages: FakeMessage[] = [];
  executed: { readonly command: string; readonly args: readonly unknown[] }[] = [];
  registered = new Map<string, (...args: unknown[]) => unknown>();
  opened: unknown[] = [];
  /** What files hold that are opened, by path. */
  documentText: (path: string) => string = () => "";
  /** Where documents were shown, with the selection asked for. */
  shown: { readonly path: string; readonly selection?: Range }[] = [];
  clipboard = "";
  contentProviders = new Map<string, { provideTextDocumentContent(uri: unknown): unknown }>();
  /** Editors on screen, of documents by scheme and path. */
  visibleEditors: {
    readonly document: { readonly uri: { readonly scheme: string; readonly path: string } };
    setDecorations(): void;
  }[] = [];
  /** Called with what cancels it when a progress is shown. */
  inProgress: (cancel: () => void) => void = () => undefined;
  lensProviders: { provideCodeLenses(document: unknown): unknown }[] = [];
  settings = new Map<string, { globalValue?: unknown; workspaceValue?: unknown }>();
  configurationChanged = new EventEmitter<{ affectsConfiguration(name: string): boolean }>();
  /** The button a message is answered with; by default it is left alone. */
  answerMessage: (message: FakeMessage) => string | undefined = () => undefined;
  /** Called with each box and list that is shown. */
  asked: (input: FakeQuickInput) => void = () => undefined;

  /** As new. */
  reset(): void {
    Object.assign(this, new FakeEditor());
  }

  set(name: string, values: { globalValue?: unknown; workspaceValue?: unknown }): void {
    this.settings.set(name, values);
    this.configurationChanged.fire({ affectsConfiguration: (asked) => asked === name });
  }

  show(
    severity: FakeMessage["severity"],
    text: string,
    rest: readonly unknown[],
  ): Promise<string | undefined> {
    const buttons = rest.filter((one) => typeof one === "string");
    const options = rest.find((one): one is vscode.MessageOptions => typeof one === "object");
    const detail = options?.detail;
    const message = { severity, text, buttons, ...(detail === undefined ? {} : { detail }) };
    this.messages.push(message);
    return Promise.resolve(this.answerMessage(message));
  }
}

export const fake = new FakeEditor();

export const window = {
  createStatusBarItem: (): FakeStatusBarItem => {
    const item = new FakeStatusBarItem();
    fake.statusBarItems.push(item);
    return item;
  },
  createTreeView: (): FakeTreeView => {
    const view = new FakeTreeView();
    fake.treeViews.push(view);
    return view;
  },
  createInputBox: () => new FakeQuickInput(),
  createQuickPick: () => new FakeQuickInput(),
  createOutputChannel: () => {
    const ignore = (): void => undefined;
    return { debug: ignore, info: ignore, warn: ignore, error: ignore, show: ignore, dispose: ignore };
  },
  showQuickPick: () => Promise.resolve(undefined),
  showInformationMessage: (text: string, ...rest: unknown[]) => fake.show("information", text, rest),
  showWarningMessage: (text: string, ...rest: unknown[]) => fake.show("warning", text, rest),
  showErrorMessage: (text: string, ...rest: unknown[]) => fake.show("error", text, rest),
  showTextDocument: (document: { path: string }, options?: { selection?: Range }) => {
    const { selection } = options ?? {};
    fake.shown.push({ path: document.path, ...(selection === undefined ? {} : { selection }) });
    return Promise.resolve(undefined);
  },
  get visibleTextEditors() {
    return fake.visibleEditors;
  },
  onDidChangeVisibleTextEditors: () => new Disposable(() => undefined),
  createTextEditorDecorationType: () => new Disposable(() => undefined),
  withProgress: async (_options: unknown, work: (progress: unknown, token: unknown) => Promise<unknown>) => {
    const cancelled = new EventEmitter<void>();
    const working = work(
      { report: () => undefined },
      { isCancellationRequested: false, onCancellationRequested: cancelled.event },
    );
    fake.inProgress(() => cancelled.fire());
    return await working;
  },
};

export const workspace = {
  isTrusted: true,
  getConfiguration: () => ({ inspect: (name: string) => fake.settings.get(name) }),
  onDidChangeConfiguration: (listener: Listener<{ affectsConfiguration(name: string): boolean }>) =>
    fake.configurationChanged.event(listener),
  openTextDocument: (uri: { path: string }) => {
    fake.opened.push(uri);
    return Promise.resolve({ path: uri.path, getText: () => fake.documentText(uri.path) });
  },
  workspaceFolders: undefined,
  onDidGrantWorkspaceTrust: () => new Disposable(() => undefined),
  onDidChangeWorkspaceFolders: () => new Disposable(() => undefined),
  onDidChangeTextDocument: () => new Disposable(() => undefined),
  registerTextDocumentContentProvider: (
    scheme: string,
    provider: { provideTextDocumentContent(uri: unknown): unknown },
  ): Disposable => {
    fake.contentProviders.set(scheme, provider);
    return new Disposable(() => fake.contentProviders.delete(scheme));
  },
};

export const languages = {
  registerCodeLensProvider: (
    _selector: unknown,
    provider: { provideCodeLenses(document: unknown): unknown },
  ): Disposable => {
    fake.lensProviders.push(provider);
    return new Disposable(() => undefined);
  },
};

export const commands = {
  registerCommand: (command: string, run: (...args: unknown[]) => unknown): Disposable => {
    fake.registered.set(command, run);
    return new Disposable(() => fake.registered.delete(command));
  },
  executeCommand: (command: string, ...args: unknown[]): Promise<undefined> => {
    fake.executed.push({ command, args });
    return Promise.resolve(undefined);
  },
};

export const env = {
  remoteName: undefined,
  clipboard: {
    writeText: (text: string): Promise<void> => {
      fake.clipboard = text;
      return Promise.resolve();
    },
  },
};

/** The editor's own memory, which an instance shares with those before and after it. */
export class FakeMemento implements vscode.Memento {
  readonly #values = new Map<string, string>();
  readonly get: vscode.Memento["get"] = (key: string, otherwise?: unknown) => {
    const text = this.#values.get(key);
    return text === undefined ? otherwise : JSON.parse(text);
  };

  keys(): readonly string[] {
    return [...this.#values.keys()];
  }

  update(key: string, value: unknown): Promise<void> {
    if (value === undefined) this.#values.delete(key);
    else this.#values.set(key, JSON.stringify(value));
    return Promise.resolve();
  }
}
