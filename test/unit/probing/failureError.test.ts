import assert from "node:assert/strict";
import {
  describeFailure,
  isTimeoutFailure,
  judgeFailure,
  reasonOfFailure,
  statusOfFailure,
} from "../../../src/engine/probing/failureError.ts";
import { classifySignal } from "../../../src/engine/probing/failureSignal.ts";
import { failureReasons } from "../../../src/engine/probing/probeResult.ts";

function failing(message: string, properties: object = {}): Error {
  return Object.assign(new Error(message), properties);
}

describe("a thrown failure", () => {
  it("tells its status as a number or digits, from the outermost place that has one", () => {
    assert.equal(reasonOfFailure(failing("boom", { status: 429 })), "rate_limit");
    assert.equal(reasonOfFailure(failing("boom", { statusCode: "401" })), "auth");
    assert.equal(reasonOfFailure({ error: { status: 401 }, cause: { status: 429 } }), "auth");
    assert.equal(reasonOfFailure({ status: 200, error: { status: 429 } }), undefined);
    assert.equal(reasonOfFailure({ response: { status: 429 } }), undefined);
  });

  it("tells a code, also where it stands in place of the status", () => {
    assert.equal(reasonOfFailure(failing("boom", { code: "ECONNRESET" })), "timeout");
    assert.equal(reasonOfFailure(failing("boom", { status: "RESOURCE_EXHAUSTED" })), "rate_limit");
  });

  it("is explained by its cause when it says nothing itself", () => {
    assert.equal(reasonOfFailure(new Error("boom", { cause: new Error("rate limit") })), "rate_limit");
    assert.equal(
      reasonOfFailure(new Error("prompt is too long", { cause: new Error("invalid api key") })),
      "auth",
    );
  });

  it("is no timeout where the text was too long, nor where its cause says that", () => {
    const tooLong = new Error("prompt is too long");
    assert.equal(reasonOfFailure(failing("prompt is too long", { name: "TimeoutError" })), undefined);
    assert.equal(reasonOfFailure(failing("boom", { name: "TimeoutError", cause: tooLong })), undefined);
  });

  it("has the status of its text where the status it carries is no number", () => {
    assert.equal(reasonOfFailure(failing("404 page gone", { status: Number.NaN })), "model_not_found");
  });

  it("is a timeout only when an abort says so", () => {
    assert.equal(isTimeoutFailure(failing("aborted", { name: "AbortError" })), false);
    assert.equal(isTimeoutFailure(failing("request was aborted", { name: "AbortError" })), true);
    assert.equal(isTimeoutFailure(failing("x", { name: "AbortError", reason: "timed out" })), true);
    assert.equal(isTimeoutFailure({ name: "TimeoutError" }), true);
  });

  it("that names its reason is believed, when the reason is one", () => {
    assert.equal(judgeFailure({ name: "FailoverError", reason: "billing", message: "429" }), "billing");
    assert.equal(judgeFailure({ name: "FailoverError", reason: "made_up" }), undefined);
  });

  it("of any kind whatever is read without throwing", () => {
    const loop: Record<string, unknown> = {};
    loop["cause"] = loop;
    loop["error"] = loop;
    const refusing = new Proxy(
      {},
      {
        get: () => {
          throw new Error("no");
        },
      },
    );
    const strange = [undefined, null, 0, "", Symbol("s"), loop, refusing, Object.create(null), [], () => 1];
    for (const thrown of strange) {
      assert.equal(judgeFailure(thrown), undefined);
      assert.equal(typeof describeFailure(thrown).message, "string");
    }
  });

  it("by TLS, or with a vendor's own sentence, is not read by loose words", () => {
    assert.equal(judgeFailure(new Error("certificate has expired")), "timeout");
    assert.equal(judgeFailure(new Error("API key not valid. Please pass a valid API key.")), "auth");
    assert.equal(judgeFailure(new Error("UnrecognizedClientException: token is invalid")), "auth");
    assert.equal(judgeFailure(new Error("concurrency limit breached")), "rate_limit");
  });
});

describe("the status that stands for a reason", () => {
  it("means that reason", () => {
    for (const reason of failureReasons) {
      const meant = classifySignal({
        status: statusOfFailure(reason),
        message:
          reason === "auth_permanent"
            ? "api key revoked"
            : reason === "session_expired"
              ? "session expired"
              : "",
      });
      assert.equal(meant, reason === "overloaded" ? "timeout" : reason);
    }
  });
});
