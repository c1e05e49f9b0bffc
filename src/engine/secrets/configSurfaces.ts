import { isJsonObject, type Json } from "../stores/documents/json.ts";
import { objectMember } from "../stores/members.ts";

/** A place of a model provider's settings that may hold a secret: a text or a ref. */
export interface ConfigSurface {
  /** As the file spells it. */
  readonly provider: string;
  /** Member names from the root of the document. */
  readonly path: readonly string[];
  readonly kind: "key" | "header" | "request";
  readonly value: Json;
  /** `false` where the provider is switched off: its refs are left alone. Spec: secrets 4.1. */
  readonly isActive: boolean;
}

const tlsFields = ["ca", "cert", "key", "passphrase"] as const;

/**
 * The surfaces of every model provider, in file order: `apiKey`, `headers.*` and the secret parts of `request`.
 * Spec: secrets 4.1.
 * @param base where the providers stand: `["models", "providers"]` in openclaw.json, `["providers"]` in models.json
 */
export function configSurfaces(root: Json | undefined, base: readonly string[]): readonly ConfigSurface[] {
  const providers = base.reduce((at, name) => objectMember(at, name), isJsonObject(root) ? root : {});
  return Object.entries(providers).flatMap(([provider, settings]) => {
    if (!isJsonObject(settings)) return [];
    const isActive = settings["enabled"] !== false;
    return valuesOf(settings).map(({ kind, within, value }) => ({
      provider,
      path: [...base, provider, ...within],
      kind,
      value,
      isActive,
    }));
  });
}

/** The surface a path names, were there a value: what a plan may point at. */
export function surfaceKindOf(within: readonly string[]): ConfigSurface["kind"] | undefined {
  const [first, second, third, fourth] = within;
  const isTls = (name: string | undefined): boolean => tlsFields.some((field) => field === name);
  if (within.length === 1) return first === "apiKey" ? "key" : undefined;
  if (within.length === 2) return first === "headers" ? "header" : undefined;
  if (first !== "request") return undefined;
  if (within.length === 3) {
    if (second === "headers") return "request";
    if (second === "auth") return third === "token" || third === "value" ? "request" : undefined;
    return second === "tls" && isTls(third) ? "request" : undefined;
  }
  return within.length === 4 && second === "proxy" && third === "tls" && isTls(fourth)
    ? "request"
    : undefined;
}

interface Value {
  readonly kind: ConfigSurface["kind"];
  readonly within: readonly string[];
  readonly value: Json;
}

function valuesOf(settings: { readonly [key: string]: Json }): readonly Value[] {
  const request = objectMember(settings, "request");
  return [
    ...members("key", settings, [], ["apiKey"]),
    ...members("header", objectMember(settings, "headers"), ["headers"]),
    ...members("request", objectMember(request, "headers"), ["request", "headers"]),
    ...members("request", objectMember(request, "auth"), ["request", "auth"], ["token", "value"]),
    ...members("request", objectMember(request, "tls"), ["request", "tls"], tlsFields),
    ...members(
      "request",
      objectMember(objectMember(request, "proxy"), "tls"),
      ["request", "proxy", "tls"],
      tlsFields,
    ),
  ];
}

function members(
  kind: Value["kind"],
  object: { readonly [key: string]: Json },
  within: readonly string[],
  names: readonly string[] = Object.keys(object),
): readonly Value[] {
  return names.flatMap((name) => {
    const value = Object.hasOwn(object, name) ? object[name] : undefined;
    return value === undefined ? [] : [{ kind, within: [...within, name], value }];
  });
}
