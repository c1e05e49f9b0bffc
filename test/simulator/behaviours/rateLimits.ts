import { type AnswerHeaders, type Behaviour, type Refusal, refuse } from "../answer.ts";
import { everywhere } from "../api.ts";
import type { VendorError } from "../errorBody.ts";

const minute = 60_000;
const tooMany: VendorError = {
  status: 429,
  message: "Rate limit reached for requests.",
  code: "rate_limit_exceeded",
};
const anthropicTooMany: VendorError = {
  status: 429,
  message: "This request would exceed your organization's rate limit of 5 requests per minute.",
};
const googleTooMany: VendorError = {
  status: 429,
  message: "Resource has been exhausted (e.g. check quota).",
};

function googleHint(delay: string): VendorError {
  const retryInfo = { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: delay };
  return { ...googleTooMany, details: [retryInfo] };
}

function later(now: Date, ms: number): Date {
  return new Date(now.getTime() + ms);
}

/** A 429 in every vendor's words, with the same headers from all of them. */
function limited(sentence: string, headers: (now: Date) => AnswerHeaders): Behaviour {
  return {
    sentence,
    answers: {
      ...everywhere<Refusal>(refuse(tooMany, headers)),
      anthropic: refuse(anthropicTooMany, headers),
      google: refuse(googleTooMany, headers),
    },
  };
}

const openAiUsual = refuse(tooMany, () => ({
  "retry-after": "20",
  "retry-after-ms": "20000",
  "x-ratelimit-limit-requests": "3",
  "x-ratelimit-remaining-requests": "0",
  "x-ratelimit-reset-requests": "20s",
}));
const hinted: VendorError = {
  ...tooMany,
  message: "Rate limit reached for requests. Please try again in 12s.",
};

/** Too many requests, with every form in which a provider says when to come back. */
export const rateLimitBehaviours = {
  "rate-limited": {
    sentence: "Too many requests, said with the headers this vendor usually sends.",
    answers: {
      openai: openAiUsual,
      responses: openAiUsual,
      anthropic: refuse(anthropicTooMany, (now) => ({
        "retry-after": "30",
        "anthropic-ratelimit-requests-limit": "5",
        "anthropic-ratelimit-requests-remaining": "0",
        "anthropic-ratelimit-requests-reset": later(now, minute / 2).toISOString(),
      })),
      google: refuse(googleHint("34s")),
      ollama: refuse({ status: 429, message: "too many concurrent requests" }),
      openrouter: refuse({ status: 429, message: "Rate limit exceeded: free-models-per-min." }, (now) => ({
        "x-ratelimit-limit": "20",
        "x-ratelimit-remaining": "0",
        "x-ratelimit-reset": String(later(now, minute).getTime()),
      })),
    },
  },
  "rate-limited-none": limited("429 that does not say when to come back.", () => ({})),
  "rate-limited-seconds": limited("429 with `retry-after: 5`.", () => ({ "retry-after": "5" })),
  "rate-limited-zero": limited("429 with `retry-after: 0`.", () => ({ "retry-after": "0" })),
  "rate-limited-fraction": limited("429 with `retry-after: 1.5`.", () => ({ "retry-after": "1.5" })),
  "rate-limited-negative": limited("429 with `retry-after: -5`.", () => ({ "retry-after": "-5" })),
  "rate-limited-far": limited("429 with `retry-after: 1000000000`.", () => ({ "retry-after": "1000000000" })),
  "rate-limited-junk": limited("429 with `retry-after: soon`.", () => ({ "retry-after": "soon" })),
  "rate-limited-twice": limited("429 with two `retry-after` headers, 5 and 30.", () => ({
    "retry-after": ["5", "30"],
  })),
  "rate-limited-date": limited("429 with `retry-after` as a date 90 seconds ahead.", (now) => ({
    "retry-after": later(now, 1.5 * minute).toUTCString(),
  })),
  "rate-limited-past-date": limited("429 with `retry-after` as a date 90 seconds ago.", (now) => ({
    "retry-after": later(now, -1.5 * minute).toUTCString(),
  })),
  "rate-limited-skewed": limited(
    "429 from a server whose clock is an hour ahead: its `date` and its `retry-after` date agree, 90 seconds apart.",
    (now) => ({
      date: later(now, 60 * minute).toUTCString(),
      "retry-after": later(now, 61.5 * minute).toUTCString(),
    }),
  ),
  "rate-limited-ms": limited("429 with `retry-after-ms: 1500`.", () => ({ "retry-after-ms": "1500" })),
  "rate-limited-reset": limited("429 with `x-ratelimit-reset-requests: 6m0s`.", () => ({
    "x-ratelimit-reset-requests": "6m0s",
  })),
  "rate-limited-reset-ms": limited("429 with `x-ratelimit-reset-tokens: 100ms`.", () => ({
    "x-ratelimit-reset-tokens": "100ms",
  })),
  "rate-limited-reset-hours": limited("429 with `x-ratelimit-reset-requests: 1h2m3s`.", () => ({
    "x-ratelimit-reset-requests": "1h2m3s",
  })),
  "rate-limited-reset-epoch": limited(
    "429 with `x-ratelimit-reset` as Unix milliseconds, a minute ahead.",
    (now) => ({
      "x-ratelimit-reset": String(later(now, minute).getTime()),
    }),
  ),
  "rate-limited-anthropic-reset": limited(
    "429 with `anthropic-ratelimit-requests-reset` as an RFC 3339 time, a minute ahead.",
    (now) => ({ "anthropic-ratelimit-requests-reset": later(now, minute).toISOString() }),
  ),
  "rate-limited-anthropic-epoch": limited(
    "429 with `anthropic-ratelimit-unified-reset` as Unix seconds, a minute ahead.",
    (now) => ({
      "anthropic-ratelimit-unified-reset": String(Math.ceil(later(now, minute).getTime() / 1000)),
    }),
  ),
  "rate-limited-body": {
    sentence: "429 that says only in the body to come back in 12 seconds.",
    answers: { ...everywhere<Refusal>(refuse(hinted)), google: refuse(googleHint("12s")) },
  },
} satisfies Record<string, Behaviour>;
