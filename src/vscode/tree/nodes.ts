import type { AmbientKey } from "../../engine/reports/ambientKeys.ts";
import type { ProfileRow, ProviderRow } from "../../engine/reports/overview.ts";
import type { ReferenceCheck } from "../../engine/reports/referenceCheck.ts";
import type { SecretPlace } from "../../engine/reports/secretPlace.ts";

/** A row of the tree. Rows are looked up by id, so that a row keeps its place on the screen when its content changes. */
export type TreeNode = ProviderNode | ProfileNode | AmbientNode;

export interface ProviderNode {
  readonly kind: "provider";
  readonly id: string;
  readonly row: ProviderRow;
}

export interface ProfileNode {
  readonly kind: "profile";
  readonly id: string;
  readonly row: ProfileRow;
  readonly provider: ProviderRow;
}

export interface AmbientNode {
  readonly kind: "ambient";
  readonly id: string;
  readonly key: AmbientKey;
  readonly provider: ProviderRow;
}

export function providerNode(row: ProviderRow): ProviderNode {
  return { kind: "provider", id: `provider/${row.provider}`, row };
}

export function childNodes({ row: provider }: ProviderNode): readonly TreeNode[] {
  const profiles = provider.profiles.map(
    (row): ProfileNode => ({ kind: "profile", id: `profile/${row.profileId}`, row, provider }),
  );
  const ambient = provider.ambient.map(
    (key): AmbientNode => ({
      kind: "ambient",
      id: `ambient/${provider.provider}/${ambientName(key)}`,
      key,
      provider,
    }),
  );
  return [...profiles, ...ambient];
}

/** The name of the variable, or of the place in openclaw.json. */
export function ambientName(key: AmbientKey): string {
  return key.kind === "env" ? key.name : `models.providers.${key.provider}.apiKey`;
}

/** Whether a probe asks with this key: the first of its provider, and only where the provider has no profile. */
export function isAskedWith({ key, provider }: AmbientNode): boolean {
  return provider.profiles.length === 0 && provider.ambient[0] === key;
}

/** What came of a place's reference, where it has one and a person had it checked. */
export function checkOfPlace(place: SecretPlace): ReferenceCheck | undefined {
  return place.kind === "env" || place.kind === "file" || place.kind === "exec" ? place.check : undefined;
}
