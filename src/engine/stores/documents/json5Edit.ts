import { failure, type Result, success } from "../../result.ts";
import { type DocumentFault, withoutByteOrderMark } from "./documentFault.ts";
import { type Json, sameJson } from "./json.ts";
import { parseJson5 } from "./json5Document.ts";
import { nextStep } from "./json5Reconcile.ts";
import { styleOf } from "./json5Style.ts";
import { readTree } from "./json5Tree.ts";
import { parseJson, printJson } from "./jsonDocument.ts";
import { applyEdits, type JsonEdit } from "./modelEdit.ts";
import { spliced } from "./textLines.ts";

/** Why a text was not edited. `cannot_edit_safely`: the change has to be shown to the person instead. */
export type EditRefusal =
  | { readonly code: "unreadable"; readonly fault: DocumentFault }
  | { readonly code: "cannot_edit_safely"; readonly reason: UnsafeReason };

/**
 * `parsers_disagree`: json5 and momoa do not read the text alike. `parent_not_object`: a parent on the path is no object.
 * `duplicate_key`: an object to be changed names a key twice. `result_differs`: the edited text would not say what it should.
 */
export type UnsafeReason =
  | "parsers_disagree"
  | "parent_not_object"
  | "duplicate_key"
  | "too_many_changes"
  | "result_differs";

/** Each step reads the text anew; a config change has a handful. */
const maximumSteps = 1000;

/**
 * Edits a JSON5 text in place: comments, order and layout of everything else stay as they are, and what is added
 * follows the style around it. A strict JSON text stays strict; an absent or blank one becomes a new document.
 * Either the result says exactly what it should, or nothing is edited.
 */
export function editJson5(text: string | undefined, edits: readonly JsonEdit[]): Result<string, EditRefusal> {
  if (text === undefined || withoutByteOrderMark(text).trim() === "") {
    return newDocument(text ?? "", edits);
  }
  const before = parseJson5(text);
  if (!before.ok) {
    return failure({ code: "unreadable", fault: before.failure });
  }
  const model = applyEdits(before.value, edits);
  if (!model.ok) {
    return unsafe(model.failure);
  }
  if (sameJson(before.value, model.value)) {
    return success(text);
  }
  const body = withoutByteOrderMark(text);
  const edited = reconciled(body, before.value, model.value);
  return edited.ok ? success(text.slice(0, text.length - body.length) + edited.value) : edited;
}

function reconciled(original: string, before: Json, after: Json): Result<string, EditRefusal> {
  const parse = parseJson(original).ok ? parseJson : parseJson5;
  const first = readTree(original);
  if (first === undefined || !sameJson(first.root.value, before)) {
    return unsafe("parsers_disagree");
  }
  let tree = first;
  const style = styleOf(first);
  for (let count = 0; count < maximumSteps; count += 1) {
    const step = nextStep(tree, style, after);
    if (step === "duplicate_key") {
      return unsafe(step);
    }
    if (step.length === 0) {
      const result = parse(tree.text);
      return result.ok && sameJson(result.value, after) ? success(tree.text) : unsafe("result_differs");
    }
    const text = spliced(tree.text, step);
    const next = text === tree.text ? undefined : readTree(text);
    if (next === undefined) {
      return unsafe("result_differs");
    }
    tree = next;
  }
  return unsafe("too_many_changes");
}

function newDocument(text: string, edits: readonly JsonEdit[]): Result<string, EditRefusal> {
  const model = applyEdits({}, edits);
  if (!model.ok) {
    return unsafe(model.failure);
  }
  return success(sameJson(model.value, {}) ? text : printJson(model.value, undefined));
}

function unsafe(reason: UnsafeReason): Result<never, EditRefusal> {
  return failure({ code: "cannot_edit_safely", reason });
}
