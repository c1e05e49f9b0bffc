import {
  CodeLens,
  Disposable,
  EventEmitter,
  languages,
  Range,
  type TextEditor,
  ThemeColor,
  Uri,
  window,
  workspace,
} from "vscode";
import { type Mark, type RenderedReport, type Report, renderReport } from "./report.ts";

const scheme = "model-auth";

/** The reports there are, by the name their tab shows. */
export type ReportName = "Probe Results" | "References" | "Doctor" | "Secrets Audit" | "Moving Secrets";

/**
 * Read-only editor tabs for what commands found out: copied like any text, with what can be done about an item above it. They live in
 * memory; showing one again puts the new findings in the old tab.
 */
export class ReportDocuments extends Disposable {
  readonly #reports = new Map<string, RenderedReport>();
  readonly #changed = new EventEmitter<Uri>();
  readonly #lensesChanged = new EventEmitter<void>();
  readonly #decorations = markColors();

  constructor() {
    super(() => this.#end());
    this.#parts = [
      workspace.registerTextDocumentContentProvider(scheme, {
        onDidChange: this.#changed.event,
        provideTextDocumentContent: (uri) => this.#reports.get(uri.path)?.text ?? "",
      }),
      languages.registerCodeLensProvider(
        { scheme },
        {
          onDidChangeCodeLenses: this.#lensesChanged.event,
          provideCodeLenses: ({ uri }) => this.#lensesOf(uri),
        },
      ),
      window.onDidChangeVisibleTextEditors((editors) => this.#colour(editors)),
      workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.scheme === scheme) this.#colour(window.visibleTextEditors);
      }),
    ];
  }

  readonly #parts: readonly Disposable[];

  /** Opens a report, or renews the one of that name. */
  async show(name: ReportName, report: Report): Promise<void> {
    const uri = this.#put(name, report);
    const document = await workspace.openTextDocument(uri);
    await window.showTextDocument(document, { preview: false });
    this.#colour(window.visibleTextEditors);
  }

  /** Renews a report whose tab may be open, without coming to the front. */
  update(name: ReportName, report: Report): void {
    this.#put(name, report);
  }

  has(name: ReportName): boolean {
    return this.#reports.has(uriOf(name).path);
  }

  /** Whether its tab is on screen. */
  isVisible(name: ReportName): boolean {
    const { path } = uriOf(name);
    return window.visibleTextEditors.some(
      ({ document: { uri } }) => uri.scheme === scheme && uri.path === path,
    );
  }

  /** As its tab shows it; `undefined` for what is no report, or was not shown yet. */
  textOf(name: unknown): string | undefined {
    return typeof name === "string" ? this.#reports.get(`/${name}`)?.text : undefined;
  }

  #put(name: ReportName, report: Report): Uri {
    const uri = uriOf(name);
    this.#reports.set(uri.path, renderReport(report));
    this.#changed.fire(uri);
    this.#lensesChanged.fire();
    return uri;
  }

  #lensesOf(uri: Uri): CodeLens[] {
    const actions = this.#reports.get(uri.path)?.actions ?? [];
    return actions.map(
      ({ line, action: { title, command, argument } }) =>
        new CodeLens(new Range(line, 0, line, 0), {
          title,
          command,
          ...(argument === undefined ? {} : { arguments: [argument] }),
        }),
    );
  }

  #colour(editors: readonly TextEditor[]): void {
    for (const editor of editors) {
      if (editor.document.uri.scheme !== scheme) continue;
      const marks = this.#reports.get(editor.document.uri.path)?.marks ?? [];
      for (const [mark, decoration] of this.#decorations) {
        const lines = marks.filter((one) => one.mark === mark);
        editor.setDecorations(
          decoration,
          lines.map(({ line }) => new Range(line, 0, line, 1)),
        );
      }
    }
  }

  #end(): void {
    for (const part of this.#parts) part.dispose();
    for (const decoration of this.#decorations.values()) decoration.dispose();
    this.#changed.dispose();
    this.#lensesChanged.dispose();
  }
}

function uriOf(name: ReportName): Uri {
  return Uri.from({ scheme, path: `/${name}` });
}

function markColors(): ReadonlyMap<Mark, ReturnType<typeof window.createTextEditorDecorationType>> {
  const colours: readonly (readonly [Mark, string])[] = [
    ["fine", "testing.iconPassed"],
    ["warning", "list.warningForeground"],
    ["error", "list.errorForeground"],
    ["note", "disabledForeground"],
  ];
  return new Map(
    colours.map(([mark, colour]) => [
      mark,
      window.createTextEditorDecorationType({
        color: new ThemeColor(colour),
        overviewRulerColor: new ThemeColor(colour),
        fontWeight: "bold",
      }),
    ]),
  );
}
