import assert from "node:assert/strict";
import { configureSecretsCommand } from "../../../src/vscode/commands/configureSecrets.ts";
import { ReportDocuments } from "../../../src/vscode/reports/reportDocuments.ts";
import { fakeKey } from "../../support/authRoom.ts";
import { type CodeLens, type FakeQuickInput, fake } from "../../support/fakeVscode.ts";
import { inSession, type SessionRoom } from "./sessionRoom.ts";

const state = "/home/dev/.openclaw";
const paths = {
  config: `${state}/openclaw.json`,
  copy: `${state}/openclaw.json.bak`,
  env: `${state}/.env`,
  profiles: `${state}/agents/main/agent/auth-profiles.json`,
  models: `${state}/agents/main/agent/models.json`,
};
const [configKey, profileKey, envKey] = ["config", "profile", "env"].map((name) => fakeKey(`of-${name}`));
const profiles = { "acme:work": { type: "api_key", provider: "acme", key: profileKey } };
const config = `{
  // Written by hand.
  models: { providers: { groq: {
    baseUrl: "https://groq.example", // the usual one
    apiKey: "${configKey}", /* to be moved */
    models: [],
  } } },
}
`;

interface MoveRoom extends SessionRoom {
  move(): Promise<void>;
  text(): string;
  titles(): readonly string[];
  /** What every file says now, by path. */
  files(): Readonly<Record<string, string>>;
}

async function inMoving(work: (room: MoveRoom) => Promise<void>, store: object = profiles): Promise<void> {
  const uri = { scheme: "model-auth", path: "/Moving Secrets" };
  await inSession({ ...store }, async (room) => {
    const { files } = room.ports;
    files.write(paths.config, config);
    files.write(paths.copy, { models: { providers: { groq: { apiKey: configKey } } } });
    files.write(paths.env, `# mine\nMISTRAL_API_KEY=${envKey}\n`);
    files.write(paths.models, { providers: { groq: { apiKey: configKey } } });
    const reports = new ReportDocuments();
    const { lensProviders, contentProviders } = fake;
    await work({
      ...room,
      move: () => configureSecretsCommand(room.session, reports),
      text: () => String(contentProviders.get("model-auth")?.provideTextDocumentContent(uri)),
      titles: () =>
        lensProviders
          .flatMap((one) => one.provideCodeLenses({ uri }) as readonly CodeLens[])
          .map(({ command }) => command.title),
      files: () =>
        Object.fromEntries(
          Object.entries(files.tree()).flatMap(([path, content]) =>
            content.kind === "text" ? [[path, content.text]] : [],
          ),
        ),
    });
    reports.dispose();
  });
}

type Answering = (input: FakeQuickInput) => void;

/** Answers what is asked, one after another; what is asked beyond is left. */
function answerInTurn(...answers: readonly Answering[]): FakeQuickInput[] {
  const asked: FakeQuickInput[] = [];
  fake.asked = (input) => {
    asked.push(input);
    const answer = answers[asked.length - 1] ?? ((left: FakeQuickInput) => left.hide());
    queueMicrotask(() => answer(input));
  };
  return asked;
}

const accept: Answering = (list) => list.accepted.fire();
const agree: Answering = (list) => list.pick("$(check)");
const goBack: Answering = (list) => list.button.fire(list.buttons[0]);

/** Asks for another place for the row whose label holds the text. */
function elsewhere(text: string): Answering {
  return (list) => {
    const item = list.items.find(({ label }) => label.includes(text));
    list.itemButton.fire({ item, button: item?.buttons?.[0] });
  };
}

/** Ticks these rows alone, and accepts. */
function tick(...texts: readonly string[]): Answering {
  return (list) => {
    list.selectedItems = list.items.filter(({ label }) => texts.some((text) => label.includes(text)));
    list.selection.fire(list.selectedItems);
    list.accepted.fire();
  };
}

function holding(files: Readonly<Record<string, string>>, text: string): readonly string[] {
  return Object.keys(files).filter((path) => files[path]?.includes(text));
}

describe("Move Secrets to Safety", () => {
  beforeEach(() => fake.reset());

  it("proposes a place for each secret, says why, and shows no secret", async () => {
    await inMoving(async ({ move, session }) => {
      const asked = answerInTurn();
      await move();
      const rows = asked[0]?.items.map(({ label, description = "" }) => [
        label,
        description.replace(/ · .*| ?\S+ \([0-9a-f]{8}\)$/u, ""),
      ]);
      assert.deepEqual(rows, [
        ["$(account) acme:work", "→ editor keychain"],
        ["$(json) models.providers.groq.apiKey", "→ .env file, as GROQ_API_KEY"],
        ["stay where they are", ""],
        ["$(symbol-variable) MISTRAL_API_KEY", ""],
        ["$(json) providers.groq.apiKey", ""],
      ]);
      assert.match(asked[0]?.items[0]?.detail ?? "", /OpenClaw 2026\.4 cannot read it/);
      assert.match(asked[0]?.items[1]?.detail ?? "", /^openclaw\.json cannot name the keychain; /);
      assert.equal(asked[0]?.selectedItems.length, 2);
      for (const key of [configKey, profileKey, envKey])
        assert.ok(!JSON.stringify([asked[0]?.items, session.ports.log]).includes(key?.slice(0, 14) ?? "?"));
    });
  });

  it("moves what was ticked where it was shown to go, and leaves it nowhere else", async () => {
    await inMoving(async ({ move, text, titles, files, ports, session }) => {
      let preview = "";
      answerInTurn(accept, (list) => {
        preview = text();
        agree(list);
      });
      await move();
      assert.match(preview, /^Moving Secrets\nThis is what will happen\. Nothing is changed yet\./);
      for (const line of [
        "· acme:work → editor keychain",
        "· models.providers.groq.apiKey → .env file, as GROQ_API_KEY",
        "Copies that are deleted\n\n· ~/.openclaw/openclaw.json.bak",
        "Holds GROQ_API_KEY, readable by you only.",
      ])
        assert.ok(preview.includes(line), preview);
      assert.deepEqual(holding(files(), configKey ?? ""), [paths.env]);
      assert.deepEqual(holding(files(), profileKey ?? ""), []);
      assert.equal(files()[paths.copy], undefined);
      assert.equal(files()[paths.env], `# mine\nMISTRAL_API_KEY=${envKey}\nGROQ_API_KEY=${configKey}\n`);
      for (const comment of ["// Written by hand.", "// the usual one", "/* to be moved */"])
        assert.ok(files()[paths.config]?.includes(comment), files()[paths.config]);
      const resolved = await session.engine.resolveSecret(await session.currentWorld(), "acme:work");
      assert.equal(resolved.ok && resolved.value.reveal(), profileKey);
      assert.match(text(), /^Moving Secrets\nDone\. Secrets moved: 2\./);
      assert.match(text(), /a gateway will not see\s+acme:work\./);
      assert.match(text(), /A running gateway reads the new places when it starts again\./);
      assert.match(text(), /Copies that were deleted\n\n· ~\/\.openclaw\/openclaw\.json\.bak/);
      assert.match(text(), /Left where it is\n\n· MISTRAL_API_KEY/);
      assert.ok(titles().includes("Audit Secrets"));
      assert.ok(!JSON.stringify([text(), preview, ports.log.lines, fake.messages]).includes("of-config"));
    });
  });

  it("leaves everything at whichever question the person leaves, or goes back from", async () => {
    const ways: readonly (readonly Answering[])[] = [
      [],
      [accept],
      [accept, (list) => list.pick("$(close)")],
      [accept, goBack],
      [elsewhere("acme:work")],
      [elsewhere("acme:work"), (list) => list.pick(".env file")],
      [elsewhere("acme:work"), (list) => list.pick(".env file"), (box) => box.answer("ACME_KEY")],
      [elsewhere("groq"), (list) => list.pick("Where it is already"), goBack],
      [
        (list) => {
          tick()(list);
          list.hide();
        },
      ],
    ];
    for (const way of ways) {
      await inMoving(async ({ move, files, ports, text }) => {
        const before = files();
        answerInTurn(...way);
        await move();
        assert.deepEqual(files(), before);
        assert.equal(ports.keychain.values.size, 0);
        assert.deepEqual(fake.messages, []);
        assert.doesNotMatch(text(), /This is what will happen/);
      });
    }
  });

  it("takes another place for one: a variable of its own name, a secret file, none", async () => {
    await inMoving(async ({ move, files, ports, text }) => {
      const asked = answerInTurn(
        elsewhere("acme:work"),
        (list) => list.pick(".env file"),
        (box) => {
          box.answer("MISTRAL_API_KEY");
          box.hide();
        },
      );
      await move();
      assert.match(JSON.stringify(asked[2]?.validationMessage), /holds another secret already/);
      answerInTurn(
        elsewhere("acme:work"),
        (list) => list.pick(".env file"),
        (box) => box.answer("ACME_KEY"),
        elsewhere("groq"),
        (list) => list.pick("Leave it"),
        accept,
        agree,
      );
      await move();
      assert.match(files()[paths.env] ?? "", new RegExp(`^ACME_KEY=${profileKey}$`, "m"));
      assert.ok(files()[paths.config]?.includes(configKey ?? "?"));
      assert.equal(ports.keychain.values.size, 0);
      assert.match(
        text(),
        /models\.providers\.groq\.apiKey\n {4}~\/\.openclaw\/openclaw\.json\n {4}Not ticked/,
      );
    });
  });

  it("never ticks what stays, and does not go on with nothing ticked", async () => {
    await inMoving(async ({ move }) => {
      const asked = answerInTurn((list) => {
        tick("MISTRAL_API_KEY")(list);
        assert.deepEqual(list.selectedItems, []);
        assert.match(list.placeholder ?? "", /^Tick at least one/);
        list.hide();
      });
      await move();
      assert.equal(asked.length, 1);
    });
  });

  it("believes a person that a secret is elsewhere only when it is the same", async () => {
    await inMoving(async ({ move, files, text }) => {
      const before = files();
      answerInTurn(
        elsewhere("groq"),
        (list) => list.pick("Where it is already"),
        (list) => {
          list.value = "MISTRAL_API_KEY";
          list.changed.fire(list.value);
          list.pick("MISTRAL_API_KEY");
        },
        tick("groq"),
        agree,
      );
      await move();
      assert.deepEqual(files(), before);
      assert.match(
        fake.messages[0]?.text ?? "",
        /does not hold the secret that stands here: models\.providers/,
      );
      assert.match(text(), /^Moving Secrets\nNothing was changed\./);
    });
  });

  it("refuses while a file is damaged, says which and where, and offers it", async () => {
    for (const path of [paths.profiles, paths.models]) {
      await inMoving(async ({ move, files, ports }) => {
        fake.messages = [];
        ports.files.write(path, '{ "profiles": {,\n');
        const before = files();
        const asked = answerInTurn();
        await move();
        assert.equal(asked.length, 0);
        assert.match(fake.messages[0]?.text ?? "", /^\/home\/dev\/\S+ is damaged at line 1, column 16/);
        assert.ok(fake.messages[0]?.text.startsWith(path));
        assert.deepEqual(fake.messages[0]?.buttons, ["Open File"]);
        assert.deepEqual(files(), before);
      });
    }
  });

  it("shows what to write by hand where openclaw.json cannot be edited safely", async () => {
    await inMoving(async ({ move, files, ports, text, titles }) => {
      ports.files.write(paths.config, config.replace("apiKey:", 'apiKey: "older", apiKey:'));
      const before = files();
      answerInTurn(accept, agree);
      await move();
      assert.deepEqual(files(), before);
      assert.equal(ports.keychain.values.size, 0);
      assert.match(text(), /^Moving Secrets\nNothing was changed\./);
      assert.match(text(), /\n {12}"source": "env",\n|\n {14}"source": "env",\n/);
      assert.match(text(), /"id": "GROQ_API_KEY"/);
      assert.ok(titles().includes("Put Key in .env..."));
      assert.ok(!text().includes("of-config"));
    });
  });

  it("leaves everything when the keychain keeps nothing of what it is given", async () => {
    await inMoving(async ({ move, files, ports, text }) => {
      const before = files();
      ports.keychain.isForgetful = true;
      answerInTurn(accept, agree);
      await move();
      assert.deepEqual(files(), before);
      assert.match(fake.messages[0]?.text ?? text(), /keychain/);
    });
  });

  it("prints hostile ids and paths so that they do nothing", async () => {
    const id = "acme:[Fix](command:workbench.action.closeWindow)\u202e$(trash)";
    const hostile = { [id]: { type: "api_key", provider: "acme", key: profileKey } };
    await inMoving(async ({ move, text }) => {
      const asked = answerInTurn(tick("acme"), agree);
      await move();
      const shown = JSON.stringify([
        text(),
        asked.map(({ items }) => items.map(({ label }) => label.slice(2))),
      ]);
      for (const trick of ["](", "$(trash", "\u202e", "\\u202e"]) assert.ok(!shown.includes(trick), trick);
      assert.match(text(), /Done\. Secrets moved: 1\./);
    }, hostile);
  });
});
