import assert from "node:assert/strict";
import fc from "fast-check";
import { copyReport } from "../../../src/vscode/commands/copyReport.ts";
import { endRest } from "../../../src/vscode/commands/endRest.ts";
import { repairOrder } from "../../../src/vscode/commands/repairOrder.ts";
import { openStore } from "../../../src/vscode/commands/storeFile.ts";
import { Doctor } from "../../../src/vscode/doctor/doctor.ts";
import { commands } from "../../../src/vscode/ids.ts";
import { ReportDocuments } from "../../../src/vscode/reports/reportDocuments.ts";
import { eventually } from "../../editor/eventually.ts";
import { type CodeLens, fake, workspace } from "../../support/fakeVscode.ts";
import type { MemoryPorts } from "../../support/memoryPorts.ts";
import { testTime } from "../../support/memoryPorts.ts";
import { inSession, minuteMs, type SessionRoom, tokenFor } from "./sessionRoom.ts";

const stateDir = "/home/dev/.openclaw";
const profilesPath = `${stateDir}/agents/main/agent/auth-profiles.json`;
const statePath = `${stateDir}/agents/main/agent/auth-state.json`;
const configPath = `${stateDir}/openclaw.json`;
const uri = { scheme: "model-auth", path: "/Doctor" };
const ofVariable = (name: string): object => ({ source: "env", provider: "default", id: name });
const keyed = (name = "A_KEY"): object => ({ type: "api_key", provider: "openai", keyRef: ofVariable(name) });

interface DoctorRoom extends SessionRoom {
  readonly doctor: Doctor;
  readonly reports: ReportDocuments;
}

async function inPractice(
  profiles: Readonly<Record<string, unknown>>,
  work: (room: DoctorRoom) => Promise<void>,
): Promise<void> {
  fake.reset();
  await inSession(profiles, async (room) => {
    const { environment } = room.ports;
    environment.values = { ...environment.values, A_KEY: "a", B_KEY: "b" };
    await room.session.refresh();
    const reports = new ReportDocuments();
    const doctor = new Doctor(room.session, reports);
    try {
      await work({ ...room, doctor, reports });
    } finally {
      doctor.dispose();
      reports.dispose();
    }
  });
}

function shown(): string {
  const content = fake.contentProviders.get("model-auth")?.provideTextDocumentContent(uri);
  assert.ok(typeof content === "string");
  return content;
}

function lenses(): readonly CodeLens[] {
  return (fake.lensProviders[0]?.provideCodeLenses({ uri }) ?? []) as readonly CodeLens[];
}

function argumentOf(title: string): unknown {
  const lens = lenses().find(({ command }) => command.title === title);
  assert.ok(
    lens !== undefined,
    `${title} among ${lenses()
      .map(({ command }) => command.title)
      .join(", ")}`,
  );
  return lens.command.arguments?.[0];
}

function writeState(ports: MemoryPorts, state: object): void {
  ports.files.write(statePath, { version: 1, ...state });
}

function orderOf(ports: MemoryPorts): unknown {
  return JSON.parse(ports.files.text(statePath) ?? "{}").order;
}

describe("The doctor of a window", () => {
  afterEach(() => {
    workspace.isTrusted = true;
  });

  it("says calmly that nothing is wrong, in a workspace that is not trusted too", async () => {
    workspace.isTrusted = false;
    await inPractice({ "openai:a": keyed() }, async ({ doctor }) => {
      await doctor.run();
      assert.match(shown(), /^Doctor\nNothing is wrong with the credentials of the agent main\.\n/);
      assert.deepEqual(
        lenses().map(({ command }) => command.title),
        ["Run Again", "Copy as Text"],
      );
      assert.deepEqual(fake.messages, []);
    });
  });

  it("groups what it found by severity, each with where it is, and names only commands of ours", async () => {
    await inPractice({ "openai:a": keyed(), "zai:t": tokenFor("zai", -minuteMs) }, async (room) => {
      room.ports.files.modes.set(profilesPath, 0o644);
      writeState(room.ports, { order: { openai: ["openai:gone", "openai:a"] } });
      await room.doctor.run();
      const text = shown();
      const at = (pattern: RegExp): number => {
        const found = text.search(pattern);
        assert.ok(found >= 0, `${String(pattern)} in\n${text}`);
        return found;
      };
      assert.ok(at(/^Needs repair \(1\)$/m) < at(/^✗ zai:t expired 1 min ago\.$/m));
      assert.ok(at(/^Worth a look \(1\)$/m) < at(/^! Other users may read ~\/\.openclaw\/.*mode 0644\)\.$/m));
      assert.ok(at(/^Good to know/m) < at(/no profile is called openai:gone/));
      at(/^ {4}~\/\.openclaw\/agents\/main\/agent\/auth-profiles\.json:\d+$/m);
      const known = new Set<string>(Object.values(commands));
      for (const { command } of lenses()) assert.ok(known.has(command.command), command.command);
      assert.ok(!text.includes(room.ports.files.text(profilesPath) ?? "?"));
    });
  });

  it("makes a repair that loses nothing at once, looks again and renews the tab", async () => {
    await inPractice({ "openai:a": keyed() }, async ({ doctor, ports }) => {
      ports.files.modes.set(profilesPath, 0o644);
      writeState(ports, { order: { openai: ["openai:gone", "openai:a"] } });
      await doctor.run();
      await doctor.apply(argumentOf("Make Private"));
      assert.equal(ports.files.modes.get(profilesPath), undefined);
      assert.match(shown(), /\nRepaired just now\n\n✓ Other users may read/);
      assert.doesNotMatch(shown(), /Worth a look/);
      await doctor.apply(argumentOf("Repair Order"));
      assert.deepEqual(orderOf(ports), { openai: ["openai:a"] });
      assert.match(shown(), /^Doctor\nNothing is wrong/);
      assert.match(shown(), /✓ Other users(.|\n)*✓ The order of openai/);
      assert.deepEqual(
        fake.messages.map(({ text }) => text.slice(0, 10)),
        ["Repaired. ", "Repaired. "],
      );
      await doctor.run();
      assert.doesNotMatch(shown(), /Repaired/);
    });
  });

  it("asks before it takes something away, says what will happen, and takes no for an answer", async () => {
    await inPractice({ "openai:a": keyed() }, async ({ doctor, ports }) => {
      const config = { auth: { order: { openai: [] } } };
      ports.files.write(configPath, config);
      await doctor.run();
      const number = argumentOf("Clear Order...");
      await doctor.apply(number);
      assert.deepEqual(JSON.parse(ports.files.text(configPath) ?? ""), config);
      assert.equal(fake.messages.length, 1);
      assert.match(fake.messages[0]?.text ?? "", /^Clear the order of openai\?$/);
      assert.match(fake.messages[0]?.detail ?? "", /empty order is removed/);
      fake.answerMessage = ({ buttons }) => buttons[0];
      await doctor.apply(number);
      assert.ok(!(ports.files.text(configPath) ?? "").includes("openai"));
    });
  });

  it("refuses a repair of what changed since, and leaves the file as it is", async () => {
    await inPractice({ "openai:a": keyed() }, async ({ doctor, ports }) => {
      writeState(ports, { order: { openai: ["openai:gone", "openai:a"] } });
      await doctor.run();
      const number = argumentOf("Repair Order");
      writeState(ports, { order: { openai: ["openai:new"] } });
      await doctor.apply(number);
      assert.deepEqual(orderOf(ports), { openai: ["openai:new"] });
      assert.match(fake.messages.at(-1)?.text ?? "", /^Not repaired: It is not as it was/);
      assert.match(shown(), /Could not be repaired\n\n✗ The order of openai(.|\n)*It is not as it was/);
    });
  });

  it("repairs nothing for whoever calls it with whatever", async () => {
    await inPractice({ "openai:a": keyed() }, async ({ doctor, ports, session }) => {
      ports.files.modes.set(profilesPath, 0o644);
      writeState(ports, { order: { openai: ["openai:gone", "openai:a"] } });
      await doctor.apply(0);
      await doctor.run();
      const numbers = new Set(
        lenses().flatMap(({ command }) => (command.command === commands.applyFix ? command.arguments : [])),
      );
      assert.equal(numbers.size, 2);
      fake.answerMessage = ({ buttons }) => buttons[0];
      const anything = fc.oneof(
        fc.anything({ withNullPrototype: true, withMap: true, withDate: true }),
        fc.integer(),
        fc.double(),
        fc.nat(20).map(String),
        fc.record({
          number: fc.nat(5),
          kind: fc.constant("set_file_mode"),
          path: fc.constant("/etc/passwd"),
        }),
      );
      await fc.assert(
        fc.asyncProperty(
          anything.filter((argument) => !numbers.has(argument)),
          async (argument) => {
            await doctor.apply(argument);
            assert.equal(ports.files.modes.get(profilesPath), 0o644);
          },
        ),
        { numRuns: 60 },
      );
      assert.deepEqual(orderOf(ports), { openai: ["openai:gone", "openai:a"] });
      // A number of the right report is none for another agent.
      const number = argumentOf("Make Private");
      await session.selectAgent("other");
      await doctor.apply(number);
      assert.equal(ports.files.modes.get(profilesPath), 0o644);
    });
  });

  it("shows nothing when it is cancelled, though a keychain never answers", async () => {
    const kept = { source: "vscode", provider: "default", id: "openai:k/00000001" };
    const profiles = { "openai:k": { type: "api_key", provider: "openai", keyRef: kept } };
    await inPractice(profiles, async ({ doctor, ports, reports }) => {
      const answer = ports.keychain.get.bind(ports.keychain);
      let letGo: () => void = () => undefined;
      const held = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      ports.keychain.get = async (key) => {
        await held;
        return await answer(key);
      };
      fake.inProgress = (cancel) => cancel();
      await doctor.run();
      assert.equal(reports.has("Doctor"), false);
      assert.deepEqual(fake.messages, []);
      letGo();
      fake.inProgress = () => undefined;
      await doctor.run();
      assert.match(shown(), /openai:k is not in the keychain/);
    });
  });

  it("repairs all that is safe, one after the other, and leaves what it has to ask for", async () => {
    await inPractice({ "openai:a": keyed(), "zai:a": keyed("B_KEY") }, async ({ doctor, ports }) => {
      ports.files.modes.set(profilesPath, 0o644);
      ports.files.modes.set(stateDir, 0o777);
      writeState(ports, { order: { openai: ["openai:gone", "openai:a"], zai: ["zai:gone"] } });
      await doctor.run();
      await doctor.repairSafe();
      assert.equal(ports.files.modes.size, 0);
      assert.deepEqual(orderOf(ports), { openai: ["openai:a"], zai: ["zai:gone"] });
      assert.equal(fake.messages.at(-1)?.text, "3 findings are repaired. The doctor has looked again.");
      assert.equal(shown().match(/^✓ /gm)?.length, 3);
      assert.ok(lenses().some(({ command }) => command.title === "Clear Order..."));
      assert.ok(!lenses().some(({ command }) => command.title === "Repair What Is Safe"));
      await doctor.repairSafe();
      assert.match(fake.messages.at(-1)?.text ?? "", /nothing that could be repaired without asking/);
    });
  });

  it("repairs nothing more once it is cancelled, and tells what it had repaired by then", async () => {
    await inPractice({ "openai:a": keyed() }, async ({ doctor, ports }) => {
      ports.files.modes.set(profilesPath, 0o644);
      writeState(ports, { order: { openai: ["openai:gone", "openai:a"] } });
      await doctor.run();
      const before = shown();
      fake.inProgress = (cancel) => cancel();
      await doctor.repairSafe();
      assert.equal(ports.files.modes.get(profilesPath), 0o644);
      assert.deepEqual([shown(), fake.messages], [before, []]);
      const makePrivate = ports.files.makePrivate.bind(ports.files);
      let cancelNow: () => void = () => undefined;
      fake.inProgress = (cancel) => {
        cancelNow = cancel;
      };
      ports.files.makePrivate = async (path) => {
        cancelNow();
        return await makePrivate(path);
      };
      await doctor.repairSafe();
      assert.equal(ports.files.modes.get(profilesPath), undefined);
      assert.deepEqual(orderOf(ports), { openai: ["openai:gone", "openai:a"] });
      assert.match(shown(), /Repaired just now\n\n✓ Other users may read/);
    });
  });

  it("follows the files while its tab is on screen, and only then", async () => {
    await inPractice({ "openai:a": keyed() }, async ({ doctor, ports, session, write }) => {
      await doctor.run();
      await write({ "openai:a": keyed("NOT_SET") });
      assert.match(shown(), /Nothing is wrong/);
      fake.visibleEditors = [{ document: { uri }, setDecorations: () => undefined }];
      await session.refresh();
      await eventually(shown, (text) => text.includes("NOT_SET, which is not set here"));
      assert.equal(ports.keychain.questions, 0);
    });
  });

  it("puts its report into the clipboard as its tab shows it, and nothing for another name", async () => {
    await inPractice({ "openai:a": keyed() }, async ({ doctor, reports }) => {
      for (const name of ["Doctor", "__proto__", "", 7, null, ["Doctor"]]) await copyReport(reports, name);
      assert.equal(fake.clipboard, "");
      await doctor.run();
      await copyReport(reports, "Doctor");
      assert.equal(fake.clipboard, shown());
    });
  });

  it("has the files opened that its report names, and no others", async () => {
    await inPractice({ "openai:a": keyed() }, async ({ doctor, ports, session }) => {
      const other = `${stateDir}/agents/other/agent/auth-profiles.json`;
      ports.files.write(other, "{ not JSON");
      await doctor.run();
      const argument = argumentOf("Open File");
      assert.ok(doctor.isNamed(other) && !doctor.isNamed(stateDir));
      await openStore(session, argument, (path) => doctor.isNamed(path));
      assert.equal(fake.shown.at(-1)?.path, other);
    });
  });
});

describe("Repair Order", () => {
  const argument = { kind: "provider", id: "provider/openai" };

  it("takes out what has no effect and says what it was", async () => {
    await inPractice({ "openai:a": keyed(), "zai:z": keyed() }, async ({ doctor, ports, session }) => {
      writeState(ports, { order: { openai: ["openai:gone", "openai:a", "openai:a"] } });
      await repairOrder(session, doctor, argument);
      assert.deepEqual(orderOf(ports), { openai: ["openai:a"] });
      assert.equal(
        fake.messages[0]?.text,
        "The order of OpenAI is repaired. Taken out: openai:gone; openai:a where it was named again.",
      );
      assert.equal(
        session.snapshot?.view.providers.find((row) => row.orderTrouble),
        undefined,
      );
      await repairOrder(session, doctor, argument);
      assert.equal(fake.messages[1]?.text, "The order of OpenAI needs no repair.");
    });
  });

  it("asks before it clears one in which nothing is left", async () => {
    await inPractice({ "openai:a": keyed() }, async ({ doctor, ports, session }) => {
      writeState(ports, { order: { openai: ["openai:gone"] } });
      await repairOrder(session, doctor, argument);
      assert.deepEqual(orderOf(ports), { openai: ["openai:gone"] });
      fake.answerMessage = ({ buttons }) => buttons[0];
      await repairOrder(session, doctor, argument);
      assert.equal(session.snapshot?.world.store.order.size, 0);
      assert.match(fake.messages.at(-1)?.text ?? "", /is cleared; its profiles take turns again/);
    });
  });

  it("leaves main's order to main", async () => {
    await inPractice({ "openai:a": keyed() }, async ({ doctor, ports, session }) => {
      writeState(ports, { order: { openai: ["openai:gone", "openai:a"] } });
      await session.selectAgent("other");
      await repairOrder(session, doctor, argument);
      assert.match(fake.messages.at(-1)?.text ?? "", /set by the agent main\. Select that agent/);
      assert.deepEqual(orderOf(ports), { openai: ["openai:gone", "openai:a"] });
    });
  });
});

describe("End Rest", () => {
  const resting = { usageStats: { "openai:a": { cooldownUntil: testTime + 10 * minuteMs, errorCount: 3 } } };

  it("has a profile tried again, of the row or of those that rest", async () => {
    await inPractice({ "openai:a": keyed(), "openai:b": keyed("B_KEY") }, async ({ ports, session }) => {
      const cooldown = (): unknown =>
        session.snapshot?.view.providers[0]?.profiles.find((row) => row.profileId === "openai:a")?.cooldown
          .kind;
      writeState(ports, resting);
      await endRest(session, { kind: "profile", id: "profile/openai:a" });
      assert.equal(cooldown(), "ready");
      assert.match(fake.messages[0]?.text ?? "", /^openai:a rests no longer/);
      writeState(ports, resting);
      fake.asked = (list) =>
        queueMicrotask(() => {
          assert.deepEqual(
            list.items.map(({ label }) => label),
            ["openai:a"],
          );
          list.pick("openai:a");
        });
      await endRest(session, undefined);
      assert.equal(cooldown(), "ready");
      await endRest(session, { kind: "profile", id: "profile/openai:b" });
      assert.equal(fake.messages.at(-1)?.text, "openai:b does not rest.");
    });
  });

  it("writes nothing for a row that is none", async () => {
    await inPractice({ "openai:a": keyed() }, async ({ ports, session }) => {
      writeState(ports, resting);
      const before = ports.files.text(statePath);
      const strange = [
        { kind: "profile", id: "profile/none" },
        { kind: "provider", id: "provider/openai" },
        1,
      ];
      fake.asked = (list) => queueMicrotask(() => list.hide());
      for (const argument of strange) await endRest(session, argument);
      assert.equal(ports.files.text(statePath), before);
    });
  });
});
