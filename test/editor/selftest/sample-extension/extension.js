// A small extension with one of everything that the page object can do.
const vscode = require("vscode");

const plants = [
  { id: "apple", kind: "plant", fruits: ["red apple", "green apple"] },
  { id: "pear", kind: "plant", fruits: ["pear"] },
];

class Plants {
  #changed = new vscode.EventEmitter();
  onDidChangeTreeData = this.#changed.event;
  dragMimeTypes = ["application/vnd.code.tree.sample.plants"];
  dropMimeTypes = ["application/vnd.code.tree.sample.plants"];

  getTreeItem(node) {
    const item = new vscode.TreeItem(
      node.id,
      node.kind === "plant"
        ? vscode.TreeItemCollapsibleState.Collapsed
        : vscode.TreeItemCollapsibleState.None,
    );
    item.id = node.id;
    item.contextValue = node.kind;
    item.description = node.kind === "plant" ? `${node.fruits.length} fruits` : "ripe";
    item.tooltip = new vscode.MarkdownString(`About **${node.id}**`);
    item.accessibilityInformation = { label: `${node.id}, a ${node.kind}` };
    return item;
  }

  getChildren(node) {
    if (node === undefined) return plants;
    return (node.fruits ?? []).map((fruit) => ({ id: fruit, kind: "fruit" }));
  }

  handleDrag(nodes, transfer) {
    transfer.set(this.dragMimeTypes[0], new vscode.DataTransferItem(nodes[0].id));
  }

  handleDrop(target, transfer) {
    const id = transfer.get(this.dropMimeTypes[0])?.value;
    const from = plants.findIndex((plant) => plant.id === id);
    const [moved] = plants.splice(from, 1);
    plants.splice(target === undefined ? plants.length : plants.indexOf(target), 0, moved);
    this.#changed.fire();
  }

  refresh() {
    this.#changed.fire();
  }
}

async function ask(context) {
  const secret = await vscode.window.showInputBox({
    title: "Plant a secret",
    prompt: "At least four letters",
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => (text.length < 4 ? "Too short" : undefined),
  });
  if (secret !== undefined) await context.secrets.store("secret", secret);
}

/** Two steps with a way back, and an eye that shows what was typed. */
function choose() {
  const pick = vscode.window.createQuickPick();
  pick.title = "Choose a tool";
  pick.items = [
    {
      label: "Spade",
      description: "to dig",
      detail: "A long one",
      buttons: [{ iconPath: new vscode.ThemeIcon("info"), tooltip: "About" }],
    },
    { label: "More", kind: vscode.QuickPickItemKind.Separator },
    { label: "Rake", description: "to rake" },
  ];
  pick.placeholder = "Which one?";
  pick.onDidTriggerItemButton(({ item }) => vscode.window.showInformationMessage(`About ${item.label}`));
  pick.onDidAccept(() => {
    const tool = pick.selectedItems[0].label;
    const box = vscode.window.createInputBox();
    const eye = { iconPath: new vscode.ThemeIcon("eye"), tooltip: "Show" };
    box.title = tool;
    box.prompt = "How many?";
    box.password = true;
    box.step = 2;
    box.totalSteps = 2;
    box.buttons = [vscode.QuickInputButtons.Back, eye];
    box.onDidTriggerButton((button) => {
      if (button === eye) box.password = !box.password;
      else choose();
    });
    box.onDidAccept(() => {
      box.hide();
      void vscode.window.showInformationMessage(`${box.value} of ${tool}`);
    });
    box.show();
  });
  pick.show();
}

async function notify() {
  const answer = await vscode.window.showWarningMessage("The garden is dry.", "Water it", "Later");
  if (answer !== undefined) void vscode.window.showInformationMessage(`You chose: ${answer}`);
}

async function confirm() {
  const answer = await vscode.window.showWarningMessage(
    "Cut down the tree?",
    { modal: true, detail: "It will not come back." },
    "Cut Down",
  );
  void vscode.window.showInformationMessage(`Tree: ${answer ?? "kept"}`);
}

async function openDocument() {
  const lines = Array.from({ length: 200 }, (_, n) => `line ${n + 1}`);
  await vscode.window.showTextDocument(
    await vscode.workspace.openTextDocument({ content: lines.join("\n") }),
  );
}

exports.activate = async (context) => {
  const log = vscode.window.createOutputChannel("Sample", { log: true });
  const tree = new Plants();
  const status = vscode.window.createStatusBarItem("secret", vscode.StatusBarAlignment.Left);
  status.name = "Sample";
  status.tooltip = new vscode.MarkdownString("The **secret** of the garden");
  status.command = "sample.ask";
  const view = vscode.window.createTreeView("sample.plants", {
    treeDataProvider: tree,
    dragAndDropController: tree,
  });
  const show = async () => {
    const secret = await context.secrets.get("secret");
    status.text = `$(key) Secret: ${secret ?? "none"}`;
    status.backgroundColor =
      secret === undefined ? new vscode.ThemeColor("statusBarItem.warningBackground") : undefined;
    status.show();
    log.info(`secret is ${secret ?? "none"}`);
  };
  context.subscriptions.push(
    log,
    status,
    view,
    context.secrets.onDidChange(show),
    vscode.commands.registerCommand("sample.ask", () => ask(context)),
    vscode.commands.registerCommand("sample.choose", choose),
    vscode.commands.registerCommand("sample.notify", notify),
    vscode.commands.registerCommand("sample.confirm", confirm),
    vscode.commands.registerCommand("sample.document", openDocument),
    vscode.commands.registerCommand("sample.water", (node) =>
      vscode.window.showInformationMessage(`Watered ${node.id}`),
    ),
    vscode.commands.registerCommand("sample.pick", (node) =>
      vscode.window.showInformationMessage(`Picked ${node.id}`),
    ),
    vscode.commands.registerCommand("sample.add", () => {
      plants.push({ id: `plant ${plants.length + 1}`, kind: "plant", fruits: [] });
      view.message = `${plants.length} plants grow.`;
      tree.refresh();
    }),
    vscode.commands.registerCommand("sample.clear", () => {
      plants.length = 0;
      view.message = undefined;
      tree.refresh();
    }),
  );
  await show();
};
