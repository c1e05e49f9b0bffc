import { cleanSecret } from "../../../src/engine/acquisition/paste.ts";
import { writeOrder } from "../../../src/engine/selection/changeOrder.ts";
import { isJsonObject, type Json, type JsonObject } from "../../../src/engine/stores/documents/json.ts";
import { withMember, withMembers } from "../../../src/engine/stores/members.ts";
import { editProfile } from "../../../src/engine/stores/profileEdits.ts";
import { type EntryRejection, readCredential } from "../../../src/engine/stores/profilesFile.ts";
import { readStateSections } from "../../../src/engine/stores/stateFile.ts";
import { writeStores } from "../../../src/engine/stores/storeWriter.ts";
import type { AuthWorld } from "../../../src/engine/stores/world.ts";
import type { Area } from "../area.ts";
import { type Fields, fieldsOf, isFields } from "../encoding.ts";
import { textOf } from "../worlds.ts";
import { filesOf } from "./storeFiles.ts";
import { storeRules } from "./storeRules.ts";
import { inStoreRoom, type StoreRoom } from "./storeWorld.ts";

export const storeArea: Area = {
  file: "09-store",
  functions: {
    ensureAuthProfileStore: loaded,
    loadAuthProfileStoreForSecretsRuntime: loaded,
    // The one that does not look at sign-ins of older versions.
    loadAuthProfileStore: (input) => {
      const files = Object.entries(fieldsOf(input["files"]));
      return loaded({ ...input, files: Object.fromEntries(files.filter(([name]) => !isSignIns(name))) });
    },
    parseCredentialEntry: ({ rawText, fallbackProvider }) => {
      const raw: unknown = JSON.parse(textOf(rawText));
      const provider = isFields(raw) ? (raw["provider"] ?? fallbackProvider) : undefined;
      const read = readCredential(isFields(raw) ? { ...raw, provider } : raw);
      return read.ok ? { ok: true, credential: read.value } : { ok: false, reason: read.failure };
    },
    mergeAuthProfileStores: async ({ base, override }) => {
      const files = {
        "agents/main/agent/auth-profiles.json": JSON.stringify({ profiles: {}, ...fieldsOf(base) }),
        "agents/work/agent/auth-profiles.json": JSON.stringify({ profiles: {}, ...fieldsOf(override) }),
      };
      return await inStoreRoom({ files, agent: "work" }, async (room) => shownStore(await room.load()));
    },
    saveAuthProfileStore: (input) =>
      changed(input, async (room, world, args) => {
        const store = fieldsOf(args["store"]);
        const sections = readStateSections(store);
        await writeStores(room.ports.files, world.files, {
          profiles: (root) => withMember(root, "profiles", asJson(store["profiles"])),
          state: (root) =>
            withMembers(root, {
              order: sectionOf(sections.order),
              lastGood: sectionOf(sections.lastGood),
              usageStats: sectionOf(sections.usageStats),
            }),
        });
        return { ok: true };
      }),
    upsertAuthProfile: (input) =>
      changed(input, async (room, world, { profileId, credential }) => {
        const saved = await writeStores(room.ports.files, world.files, {
          profiles: (root) => editProfile(root, textOf(profileId), () => cleaned(credential)),
        });
        return { ok: saved.ok };
      }),
    setAuthProfileOrder: (input) =>
      changed(input, async (room, world, { provider, order }) => {
        const ids = Array.isArray(order) ? order.map(String) : undefined;
        await writeOrder(room.ports.files, world, textOf(provider), ids);
        return { store: shownStore(await room.load()) };
      }),
    markAuthProfileGood: ({ files, args }) =>
      inStoreRoom({ files }, async (room) => {
        const { provider, profileId } = fieldsOf(args);
        const world = await room.load();
        // Whether it is the provider's is for the caller to see.
        if (world.store.profiles.get(textOf(profileId))?.provider === provider)
          await room.engine.markUsage(world, textOf(profileId), [{ kind: "good" }]);
        return { lastGood: sectionOf((await room.load()).store.lastGood) };
      }),
  },
  rules: storeRules,
};

async function loaded(input: Fields): Promise<unknown> {
  return await inStoreRoom(input, async (room) => {
    const world = await room.load();
    const rejected = rejections(world, input);
    if (world.agent.dir !== world.agent.mainDir) rejected.push(...rejections(await room.loadMain(), input));
    const after = room.after();
    return { store: shownStore(world), ...(rejected.length > 0 && { rejected }), after };
  });
}

async function changed(
  input: Fields,
  change: (room: StoreRoom, world: AuthWorld, args: Fields) => Promise<Fields>,
): Promise<unknown> {
  return await inStoreRoom(input, async (room) => {
    const answer = await change(room, await room.load(), fieldsOf(input["args"]));
    return { ...answer, after: room.after() };
  });
}

function shownStore({ store }: AuthWorld): Fields {
  return {
    version: 1,
    profiles: Object.fromEntries(store.profiles),
    order: sectionOf(store.order),
    lastGood: sectionOf(store.lastGood),
    usageStats: sectionOf(store.usageStats),
  };
}

function sectionOf(section: ReadonlyMap<string, unknown>): Json | undefined {
  return section.size === 0 ? undefined : asJson(Object.fromEntries(section));
}

function asJson(value: unknown): Json {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the cases hold what JSON can say
  return value as Json;
}

/** As the observed warnings count them, one for each file. */
function rejections({ agent, rejected }: AuthWorld, input: Fields): Fields[] {
  const { profiles, auth } = filesOf(input, agent.id);
  const isOlder = profiles === undefined;
  const keys = Object.keys(fieldsOf(auth));
  const older = keys.flatMap((key) => {
    const reason = rejected.get(`${key}:default`);
    return reason === undefined ? [] : [[key, reason] as const];
  });
  return isOlder ? counted("auth.json", older) : counted("auth-profiles.json", [...rejected]);
}

function counted(source: string, rejected: readonly (readonly [string, EntryRejection])[]): Fields[] {
  if (rejected.length === 0) return [];
  const reasons: Record<string, number> = {};
  for (const [, reason] of rejected) reasons[reason] = (reasons[reason] ?? 0) + 1;
  return [{ source, dropped: rejected.length, reasons, keys: rejected.slice(0, 10).map(([id]) => id) }];
}

function cleaned(credential: unknown): JsonObject {
  const fields = fieldsOf(credential);
  const texts = ["key", "token"].flatMap((name) =>
    typeof fields[name] === "string" ? [[name, cleanSecret(fields[name])] as const] : [],
  );
  const entry = asJson({ ...fields, ...Object.fromEntries(texts) });
  return isJsonObject(entry) ? entry : {};
}

function isSignIns(name: string): boolean {
  return name === "credentials/oauth.json";
}
