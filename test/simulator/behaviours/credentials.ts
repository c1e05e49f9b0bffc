import { type AskedWith, type Behaviour, refuse, serve } from "../answer.ts";
import { everywhere } from "../api.ts";
import { googleReason, maskKey, type VendorError } from "../errorBody.ts";

function incorrectKey({ key }: AskedWith): VendorError {
  return {
    status: 401,
    message: `Incorrect API key provided: ${maskKey(key)}. You can find your API key at https://platform.openai.com/account/api-keys.`,
    code: "invalid_api_key",
  };
}

function anthropicWrong({ carrier }: AskedWith): VendorError {
  return { status: 401, message: carrier === "bearer" ? "Invalid bearer token" : "invalid x-api-key" };
}

function anthropicRevoked(asked: AskedWith): VendorError {
  return asked.carrier === "bearer"
    ? {
        status: 403,
        message: "OAuth token has been revoked. Please obtain a new token or refresh your existing token.",
      }
    : anthropicWrong(asked);
}

function anthropicExpired(asked: AskedWith): VendorError {
  return asked.carrier === "bearer"
    ? {
        status: 401,
        message: "OAuth token has expired. Please obtain a new token or refresh your existing token.",
      }
    : anthropicWrong(asked);
}

function anthropicDeactivated({ carrier }: AskedWith): VendorError {
  return carrier === "bearer"
    ? { status: 403, message: "OAuth authentication is currently not allowed for this organization." }
    : { status: 400, message: "This organization has been disabled." };
}

function googleInvalid(message: string): VendorError {
  const localized = { "@type": "type.googleapis.com/google.rpc.LocalizedMessage", locale: "en-US", message };
  return { status: 400, message, details: [googleReason("API_KEY_INVALID"), localized] };
}

const openAiDeactivated = refuse({
  status: 401,
  message: "The OpenAI account associated with this API key has been deactivated.",
  code: "account_deactivated",
});
const openAiForbidden = refuse({
  status: 403,
  message: "Project does not have access to this model.",
  code: "model_not_found",
});
const unauthorized: VendorError = { status: 401, message: "unauthorized" };
const userNotFound: VendorError = { status: 401, message: "User not found." };
const missingScope: VendorError = {
  status: 403,
  message: "You have insufficient permissions for this operation. Missing scopes: api.model.read.",
  code: "missing_scope",
};

/** What a provider thinks of the key itself. */
export const credentialBehaviours = {
  good: { sentence: "The key is good: everything is answered.", answers: everywhere(serve) },
  wrong: {
    sentence: "The provider does not know the key. Any key that is not named in this table does this.",
    answers: {
      openai: refuse(incorrectKey),
      responses: refuse(incorrectKey),
      anthropic: refuse(anthropicWrong),
      google: refuse(googleInvalid("API key not valid. Please pass a valid API key.")),
      ollama: refuse(unauthorized),
      openrouter: refuse(userNotFound),
    },
  },
  revoked: {
    sentence: "The key was good and was taken back.",
    answers: {
      openai: refuse(incorrectKey),
      responses: refuse(incorrectKey),
      anthropic: refuse(anthropicRevoked),
      google: refuse({
        status: 403,
        message: "Your API key was reported as leaked. Please use another API key.",
      }),
      ollama: refuse(unauthorized),
      openrouter: refuse(userNotFound),
    },
  },
  expired: {
    sentence: "The key or token was good until its date.",
    answers: {
      openai: refuse(incorrectKey),
      responses: refuse(incorrectKey),
      anthropic: refuse(anthropicExpired),
      google: refuse(googleInvalid("API key expired. Please renew the API key.")),
      ollama: refuse(unauthorized),
      openrouter: refuse({ status: 401, message: "API key expired" }),
    },
  },
  deactivated: {
    sentence: "The account behind the key is closed.",
    answers: {
      openai: openAiDeactivated,
      responses: openAiDeactivated,
      anthropic: refuse(anthropicDeactivated),
      google: refuse({
        status: 403,
        message: "Permission denied: Consumer 'api_key:simulated' has been suspended.",
        details: [googleReason("CONSUMER_SUSPENDED")],
      }),
      ollama: refuse({ status: 403, message: "account disabled" }),
      openrouter: refuse({ status: 403, message: "This account has been disabled." }),
    },
  },
  forbidden: {
    sentence: "The key is known, but may not do this.",
    answers: {
      openai: openAiForbidden,
      responses: openAiForbidden,
      anthropic: refuse({
        status: 403,
        message: "Your API key does not have permission to use the specified resource.",
      }),
      google: refuse({
        status: 403,
        message: "Requests to this API generativelanguage.googleapis.com method are blocked.",
        details: [googleReason("API_KEY_SERVICE_BLOCKED")],
      }),
      ollama: refuse({ status: 403, message: "forbidden" }),
      openrouter: refuse({ status: 403, message: "Key limit exceeded (total limit)." }),
    },
  },
  blocked: {
    sentence: "The key is known, and its own data say that it is blocked; completions are refused.",
    only: "completions",
    answers: everywhere(refuse({ status: 403, message: "The API key is blocked." })),
  },
  restricted: {
    sentence: "The key may ask for completions, but not for the list of models or the key's own data.",
    only: "lists",
    answers: {
      ...everywhere(refuse({ status: 403, message: "This key may not read this resource." })),
      openai: refuse(missingScope),
      responses: refuse(missingScope),
    },
  },
} satisfies Record<string, Behaviour>;
