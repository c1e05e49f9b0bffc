import { normalizeProviderId } from "../providers/providerId.ts";
import { providerModelId } from "./modelNames.ts";

/** A model of a provider, as requests name it. */
export interface ModelRef {
  readonly provider: string;
  readonly model: string;
}

/** A model text and the profile pinned to it. */
export interface PinnedModel {
  readonly model: string;
  readonly profile?: string;
}

const dateTag = /^\d{8}(?:@|$)/;
const quantisationTag = /^(?:q\d+(?:_[a-z0-9]+)*|\d+bit)(?:@|$)/i;

/**
 * Splits `model@profile` at the first `@` behind the last `/`. A version date and a quantisation tag, in this
 * order, belong to the model. Spec: stores 12.2.
 */
export function splitPinnedModel(text: string): PinnedModel {
  const whole = text.trim();
  let at = whole.indexOf("@", whole.lastIndexOf("/") + 1);
  if (at <= 0) {
    return { model: whole };
  }
  for (const tag of [dateTag, quantisationTag]) {
    if (tag.test(whole.slice(at + 1))) {
      at = whole.indexOf("@", at + 1);
      if (at < 0) {
        return { model: whole };
      }
    }
  }
  const model = whole.slice(0, at).trim();
  const profile = whole.slice(at + 1).trim();
  return model !== "" && profile !== "" ? { model, profile } : { model: whole };
}

/**
 * Reads `provider/model`; without a `/` it is a model of the default provider. Nothing when a side is blank.
 * Spec: stores 12.3.
 */
export function parseModelRef(text: string, defaultProvider: string): ModelRef | undefined {
  const whole = text.trim();
  const slash = whole.indexOf("/");
  const provider = slash < 0 ? defaultProvider : whole.slice(0, slash).trim();
  const model = whole.slice(slash + 1).trim();
  if (provider === "" || model === "") {
    return undefined;
  }
  const id = normalizeProviderId(provider);
  return { provider: id, model: providerModelId(id, model) };
}
