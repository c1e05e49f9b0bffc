import { Disposable, l10n, type Memento, commands as vscodeCommands, window } from "vscode";
import type { Clock } from "../engine/ports.ts";
import {
  dueNotices,
  type ExpiryNotice,
  emptyNoticeMemory,
  type NoticeMemory,
  withNever,
  withShown,
  withSnoozed,
} from "../engine/reports/notices.ts";
import { commands, memoryKeys } from "./ids.ts";
import { plainLabel } from "./plainText.ts";
import { shortSpan } from "./relativeTime.ts";
import type { AuthSession, Snapshot } from "./session.ts";
import type { Settings } from "./settings.ts";

/** So many credentials are named in one notification. */
const mostNamed = 4;
/** How long Snooze holds, ms. */
const snoozeMs = 24 * 60 * 60_000;

/**
 * Tells of ends, at most once per profile and stage, several at once in one notification. What was told is remembered before
 * it is shown, so that neither a reload nor a second window tells it again.
 */
export class ExpiryNotices extends Disposable {
  readonly #memory: Memento;
  readonly #settings: Settings;
  readonly #clock: Clock;

  constructor(session: AuthSession, memory: Memento, settings: Settings) {
    const subscription = session.onDidChange((snapshot) => void this.#tell(snapshot));
    super(() => subscription.dispose());
    this.#memory = memory;
    this.#settings = settings;
    this.#clock = session.ports.clock;
    if (session.snapshot !== undefined) void this.#tell(session.snapshot);
  }

  async #tell({ view, now }: Snapshot): Promise<void> {
    if (!this.#settings.expiryNotifications()) return;
    const due = dueNotices(view, this.#recall(), now);
    if (due.length === 0) return;
    await this.#remember((memory) => withShown(memory, due));
    const ids = due.map((notice) => notice.profileId);
    const fix = l10n.t("Fix...");
    const snooze = l10n.t("Snooze");
    const never = due.length === 1 ? l10n.t("Never for This Profile") : l10n.t("Never for These Profiles");
    switch (await window.showWarningMessage(sentence(due, now), fix, snooze, never)) {
      case fix:
        await vscodeCommands.executeCommand(commands.showFixes);
        break;
      case snooze:
        await this.#remember((memory) => withSnoozed(memory, ids, this.#clock.now() + snoozeMs));
        break;
      case never:
        await this.#remember((memory) => withNever(memory, ids));
        break;
      default:
        break;
    }
  }

  #recall(): NoticeMemory {
    return this.#memory.get<NoticeMemory>(memoryKeys.notices) ?? emptyNoticeMemory;
  }

  async #remember(change: (memory: NoticeMemory) => NoticeMemory): Promise<void> {
    await this.#memory.update(memoryKeys.notices, change(this.#recall()));
  }
}

function sentence(due: readonly ExpiryNotice[], now: number): string {
  const [only] = due;
  if (due.length === 1 && only !== undefined) {
    const name = plainLabel(only.profileId);
    return only.threshold === "expired"
      ? l10n.t("{0} has expired. Requests with it fail until its secret is replaced.", name)
      : l10n.t("{0} expires in {1}.", name, shortSpan(only.expires - now));
  }
  const expired = due
    .filter((notice) => notice.threshold === "expired")
    .map((notice) => plainLabel(notice.profileId));
  const ending = due
    .filter((notice) => notice.threshold !== "expired")
    .toSorted((left, right) => left.expires - right.expires)
    .map((notice) => plainLabel(notice.profileId));
  const parts = [
    expired.length > 0 ? l10n.t("Expired: {0}.", listed(expired)) : "",
    ending.length > 0 ? l10n.t("Expiring soon: {0}.", listed(ending)) : "",
  ];
  return parts.filter((part) => part !== "").join(" ");
}

/** The first few by name; the rest is behind Fix. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, mostNamed).join(", ");
  return names.length <= mostNamed ? shown : l10n.t("{0} and {1} more", shown, names.length - mostNamed);
}
