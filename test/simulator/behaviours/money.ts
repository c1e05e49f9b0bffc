import { type Answer, type Behaviour, refuse } from "../answer.ts";
import { type ApiId, everywhere } from "../api.ts";
import type { VendorError } from "../errorBody.ts";

const insufficientQuota = refuse({
  status: 429,
  message: "You exceeded your current quota, please check your plan and billing details.",
  type: "insufficient_quota",
  code: "insufficient_quota",
});

const insufficientCredits: VendorError = {
  status: 402,
  message: "Insufficient credits. Add more using https://openrouter.ai/settings/credits",
  metadata: { limit_source: "openrouter_credits" },
};

const outOfCredit: Readonly<Record<ApiId, Answer>> = {
  openai: insufficientQuota,
  responses: insufficientQuota,
  anthropic: refuse({
    status: 400,
    message:
      "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.",
  }),
  google: refuse({
    status: 429,
    message: "You exceeded your current quota, please check your plan and billing details.",
  }),
  ollama: refuse({ status: 402, message: "insufficient credits, please upgrade your plan" }),
  openrouter: refuse(insufficientCredits),
};

/** The key is good, the purse is empty. */
export const moneyBehaviours = {
  "out-of-credit": {
    sentence: "No money left, in the vendor's own words, whatever is asked.",
    answers: outOfCredit,
  },
  "out-of-credit-later": {
    sentence: "No money left, told only when a completion is asked: lists of models are still answered.",
    only: "completions",
    answers: outOfCredit,
  },
  "payment-required": {
    sentence: "A plain 402, as smaller providers send it.",
    answers: everywhere(
      refuse({ status: 402, message: "Insufficient Balance", code: "invalid_request_error" }),
    ),
  },
} satisfies Record<string, Behaviour>;
