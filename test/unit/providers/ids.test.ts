import assert from "node:assert/strict";
import * as fc from "fast-check";
import { namedTokenProfileId, profileSlug } from "../../../src/engine/providers/profileId.ts";
import {
  findProviderKey,
  normalizeProviderId,
  normalizeProviderIdForAuth,
} from "../../../src/engine/providers/providerId.ts";

describe("Provider ids", () => {
  it("are found under whatever name a file uses, the first one counting", () => {
    assert.equal(
      findProviderKey(
        new Map([
          [" Z.AI ", 1],
          ["zai", 2],
        ]),
        "z-ai",
      ),
      " Z.AI ",
    );
  });

  it("share credentials with their plan, but keep their own name", () => {
    assert.equal(normalizeProviderId("VolcEngine-Plan"), "volcengine-plan");
    assert.equal(normalizeProviderIdForAuth("VolcEngine-Plan"), "volcengine");
  });

  it("are normal after one normalising", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom("Z.AI", "Doubao", "kimi-code")), (text) => {
        const once = normalizeProviderId(text);
        assert.equal(normalizeProviderId(once), once);
      }),
    );
  });
});

describe("Profile ids", () => {
  it("are made of a name a person chose", () => {
    assert.equal(namedTokenProfileId("Z.AI", "Work Acct!"), "zai:work-acct");
    assert.equal(namedTokenProfileId("anthropic", "anthropic:Me"), "anthropic:Me");
    assert.equal(profileSlug(" -é- "), "default");
  });

  it("have slugs that are slugs of themselves", () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        const slug = profileSlug(name);
        assert.equal(profileSlug(slug), slug);
        assert.match(slug, /^[a-z0-9._]+(?:-[a-z0-9._]+)*$/);
      }),
    );
  });
});
