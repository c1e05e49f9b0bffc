/** Hosts that a secret may go to although they are not its provider's own. Security E13. */

import type { FileEdit, Ports, SaveFailure } from "../ports.ts";
import { normalizeProviderId } from "../providers/providerId.ts";
import { failure, type Result, success } from "../result.ts";
import { type ApprovalsDamage, approvalsPath, readApprovalsRoot } from "../secrets/approvalsFile.ts";
import type { JsonObject } from "../stores/documents/json.ts";
import { parseJson, printJson } from "../stores/documents/jsonDocument.ts";
import { objectMember, withMember } from "../stores/members.ts";
import type { AuthWorld } from "../stores/world.ts";

/** Whether the person agreed to this host for this provider. */
export type AllowedHosts = (provider: string, host: string) => boolean;

type HostPorts = Pick<Ports, "environment" | "files">;
type HostWorld = Pick<AuthWorld, "paths">;

/** What was agreed to for a world's state dir. A file that cannot be used agrees to nothing. */
export async function readAllowedHosts(ports: HostPorts, world: HostWorld): Promise<AllowedHosts> {
  const path = approvalsPath(ports.environment);
  const root = readApprovalsRoot(path, await ports.files.read(path, (text) => parseJson(text).ok));
  return (provider, host) => root.ok && hostsOf(root.value, world, provider).includes(host);
}

/**
 * Remembers that the person agreed to send this provider's secrets to a host, beside what else was approved on this machine.
 * @param host as {@link HostChange} has it
 */
export async function allowHost(
  ports: HostPorts,
  world: HostWorld,
  provider: string,
  host: string,
): Promise<Result<void, SaveFailure | ApprovalsDamage>> {
  const path = approvalsPath(ports.environment);
  const outcome = await ports.files.update<Result<void, ApprovalsDamage>>({
    lock: path,
    targets: [path],
    isWhole: (text) => parseJson(text).ok,
    edit: ([content = { kind: "absent" }]): FileEdit<Result<void, ApprovalsDamage>> => {
      const root = readApprovalsRoot(path, content);
      if (!root.ok) return { contents: [undefined], result: root };
      const former = hostsOf(root.value, world, provider);
      if (former.includes(host)) return { contents: [undefined], result: success(undefined) };
      const text = content.kind === "text" ? content.text : undefined;
      const after = withHosts(root.value, world, provider, [...former, host]);
      return { contents: [printJson(after, text)], result: success(undefined) };
    },
  });
  return outcome.kind === "failed" ? failure(outcome.failure) : outcome.result;
}

function hostsOf(root: JsonObject, { paths }: HostWorld, provider: string): readonly string[] {
  const providers = objectMember(objectMember(root, "hosts"), paths.stateDir);
  const name = normalizeProviderId(provider);
  const hosts = Object.hasOwn(providers, name) ? providers[name] : undefined;
  return Array.isArray(hosts) ? hosts.filter((host) => typeof host === "string") : [];
}

function withHosts(
  root: JsonObject,
  { paths }: HostWorld,
  provider: string,
  hosts: readonly string[],
): JsonObject {
  const dirs = objectMember(root, "hosts");
  const providers = objectMember(dirs, paths.stateDir);
  const after = withMember(providers, normalizeProviderId(provider), [...hosts]);
  return withMember(root, "hosts", withMember(dirs, paths.stateDir, after));
}
