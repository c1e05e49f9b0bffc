import type { Answer, Behaviour, RedirectTarget } from "../answer.ts";
import { everywhere } from "../api.ts";

function always(sentence: string, answer: Answer): Behaviour {
  return { sentence, answers: everywhere(answer) };
}

function redirect(status: number, to: RedirectTarget, where: string): Behaviour {
  return always(`Redirects with ${String(status)} to ${where}.`, { kind: "redirect", status, to });
}

const otherHost = "another host, which records what arrives";

/** What happens to the connection, and where it is sent. */
export const connectionBehaviours = {
  slow: always("A good answer, after two seconds.", { kind: "serve", wait: "slow" }),
  "slow-headers": always("The head of the answer drips, a character at a time, for ever.", {
    kind: "drip",
    part: "headers",
  }),
  "slow-body": always("The body of the answer drips, a character at a time, for ever.", {
    kind: "drip",
    part: "body",
  }),
  hang: always("The request is accepted and never answered.", { kind: "hang" }),
  reset: always("The connection is reset before any answer.", { kind: "reset", when: "before-headers" }),
  "reset-later": always("The connection is reset after the head of the answer.", {
    kind: "reset",
    when: "after-headers",
  }),
  short: always("The connection ends before the length that was announced.", { kind: "short" }),
  "stream-cut": always("A good key whose streams break off after the first piece.", {
    kind: "serve",
    cutStream: true,
  }),
  "redirect-301": redirect(301, "elsewhere", otherHost),
  "redirect-302": redirect(302, "elsewhere", otherHost),
  "redirect-303": redirect(303, "elsewhere", otherHost),
  "redirect-307": redirect(307, "elsewhere", otherHost),
  "redirect-308": redirect(308, "elsewhere", otherHost),
  "redirect-same-host": redirect(307, "same-host", "another path of the same host"),
  "redirect-loop": redirect(302, "itself", "the same address, again and again"),
  "redirect-file": redirect(302, "file", "a `file:` address"),
  "redirect-data": redirect(302, "data", "a `data:` address"),
} satisfies Record<string, Behaviour>;
