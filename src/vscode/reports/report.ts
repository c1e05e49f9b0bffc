import { plainText } from "../plainText.ts";

/** How an item is, told by a sign and a colour. */
export type Mark = "fine" | "warning" | "error" | "note";

/** A command of ours that helps with an item; its argument is looked up again when it is called. */
export interface ReportAction {
  readonly title: string;
  readonly command: string;
  readonly argument?: unknown;
}

export interface ReportItem {
  readonly mark: Mark;
  /** Who, and in a word how it is; or what is so, in a sentence. */
  readonly title: string;
  /** What it means and what to do; like the title they are wrapped. */
  readonly paragraphs: readonly string[];
  /** To be copied: its lines stay as they are. */
  readonly code?: string;
  readonly actions: readonly ReportAction[];
}

export interface ReportGroup {
  readonly heading: string;
  readonly items: readonly ReportItem[];
}

/** What a command found out, as a document that can be read, searched and copied. */
export interface Report {
  readonly title: string;
  /** When it was made and what came out, under the title. */
  readonly lead: readonly string[];
  /** For the whole: run it again, and the like. */
  readonly actions: readonly ReportAction[];
  readonly groups: readonly ReportGroup[];
}

/** A report in lines, and what stands where in it. */
export interface RenderedReport {
  readonly text: string;
  readonly actions: readonly { readonly line: number; readonly action: ReportAction }[];
  readonly marks: readonly { readonly line: number; readonly mark: Mark }[];
}

const signs: Readonly<Record<Mark, string>> = { fine: "✓", warning: "!", error: "✗", note: "·" };
const indent = "    ";
/** Characters; about what half a window shows. */
const width = 92;

export function renderReport(report: Report): RenderedReport {
  const lines: string[] = [];
  const actions: { line: number; action: ReportAction }[] = [];
  const marks: { line: number; mark: Mark }[] = [];
  const offer = (offered: readonly ReportAction[]): void => {
    for (const action of offered) actions.push({ line: lines.length, action });
  };
  offer(report.actions);
  lines.push(plainText(report.title));
  for (const line of report.lead) lines.push(...wrapped(line, ""));
  for (const group of report.groups) {
    lines.push("", plainText(group.heading), "");
    for (const item of group.items) {
      marks.push({ line: lines.length, mark: item.mark });
      offer(item.actions);
      const [first = "", ...more] = wrapped(item.title, "  ");
      lines.push(`${signs[item.mark]} ${first.trimStart()}`, ...more);
      for (const paragraph of item.paragraphs) lines.push(...wrapped(paragraph, indent));
      if (item.code !== undefined)
        lines.push("", ...item.code.split("\n").map((line) => indent + plainText(line)), "");
    }
  }
  return { text: `${lines.join("\n")}\n`, actions, marks };
}

function wrapped(paragraph: string, before: string): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of plainText(paragraph).split(" ")) {
    if (line !== "" && before.length + line.length + 1 + word.length > width) {
      lines.push(before + line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, before + line];
}
